//! What a file says again. Between reports of one source, period, basis and day there is no other order than that in which
//! they came. So a file that gives several of them in a row, as an export of all vintages does, says with the last one
//! what is to answer: those before it are news only where the record never had them.

use std::collections::HashMap;

use super::{outcomes::Slot, reporting::NewOutcome};

/// Reports that are held back at most, so that a file of any length takes little memory; what is more is recorded.
const MOST_HELD: usize = 20_000;

/// The last words of a file so far, each with its place, where the record had them before and others answer.
#[derive(Debug)]
pub struct Repeated<P> {
    last: HashMap<Slot, (P, NewOutcome)>,
    /// The number of the first vintage that the file brought: those below it were there before.
    first: Option<i64>,
}

impl<P> Default for Repeated<P> {
    fn default() -> Self {
        Self { last: HashMap::new(), first: None }
    }
}

impl<P: Ord> Repeated<P> {
    /// Holds a report back that the record had before the file, by the vintage of that number, until the file says something
    /// later; `false` where the file itself brought it.
    pub(super) fn hold(&mut self, slot: Slot, place: P, new: &NewOutcome, known: i64) -> bool {
        let was_before = self.first.is_none_or(|first| known < first);
        if was_before {
            self.last.insert(slot, (place, new.clone()));
        }
        was_before
    }

    /// Notes that the file says what answers.
    pub(super) fn answered(&mut self, slot: &Slot) {
        self.last.remove(slot);
    }

    /// Notes a vintage that the file brings, with the slot where it answers.
    pub(super) fn brought(&mut self, id: i64, answers: Option<&Slot>) {
        self.first.get_or_insert(id);
        if let Some(slot) = answers {
            self.answered(slot);
        }
    }

    /// Whether no more are to be held back.
    pub fn is_full(&self) -> bool {
        self.last.len() >= MOST_HELD
    }

    /// Those after which the file said nothing, in the order of their places: they answer again.
    pub fn take(&mut self) -> (Vec<P>, Vec<NewOutcome>) {
        let mut last: Vec<(P, NewOutcome)> = std::mem::take(&mut self.last).into_values().collect();
        last.sort_by(|(one, _), (other, _)| one.cmp(other));
        last.into_iter().unzip()
    }
}
