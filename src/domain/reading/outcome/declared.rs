//! What a report declares by the reporter's word, for the indicator that it is of. Knows no words but through what they say.

use super::{Outcome, Piece};
use crate::domain::{
    act::{comes_after_the_end, ends_it},
    criterion::Comparison,
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::{
        beside::{pace, remark},
        reports::{
            done, missing,
            report::{expects_of_a_year, says_more, without_year_behind},
            said::{self, Said},
        },
        statements::{lexicon, signs::moved, without_digits::figure_in_words},
        wording::{
            fault::{Fault, Parsed, Reason},
            joined,
        },
    },
    unit::Base,
    value::{Declaration, Figure},
};

/// The figure beside the reporter's word. 已完成，已投入使用: it is done, and the act says no more. 已完成（未验收）: it is done, but for
/// an act that comes later, of which both are kept; that what comes before was not done leaves open what is.
pub(super) fn with_word(
    figure: Option<Figure>,
    declared: Option<Declaration>,
) -> Result<Option<Figure>, Reason> {
    match (figure, declared) {
        (Some(Figure::Act { not_done: false, .. }), Some(Declaration::Attained)) => Ok(None),
        (Some(Figure::Act { what, not_done }), Some(word)) => {
            if word == Declaration::Attained && comes_after_the_end(&what) {
                return Ok(Some(Figure::Act { what, not_done }));
            }
            let (done, act) = (said_of(word), joined::said(&what, not_done));
            Err(Reason::TwoActs(done.to_owned(), act))
        }
        (figure, _) => Ok(figure),
    }
}

/// What the reporter's word says, as a report says it.
const fn said_of(word: Declaration) -> &'static str {
    match word {
        Declaration::Attained => "已完成",
        Declaration::OnParentPace | Declaration::OnPace => "达到序时进度",
        Declaration::BehindPace => "滞后于序时进度",
    }
}

impl Outcome<'_> {
    /// A phrase that is known as a whole.
    pub(super) fn known(&self, plain: &str) -> Result<Option<Figure>, Reason> {
        if let Some(why) = missing::said(plain, self.reader.context.measure) {
            return Ok(Some(Figure::NotReported { why: Some(why) }));
        }
        let said = match self.said(plain)? {
            None if expects_of_a_year(plain) => return Err(Reason::NotAReport),
            // Available in 2023 is no report of that year.
            None => self.said(without_year_behind(plain))?.filter(|said| *said != Said::Nothing),
            said => said,
        };
        match said {
            // What should be low and exceeds its target has missed it.
            Some(Said::Attained) if self.is_beyond(plain) => return Err(Reason::Ambiguous),
            // 待公布 of a report that is to be published says that it is not done.
            Some(Said::Nothing)
                if self.reader.context.measure == Measure::Milestone && said::names_an_act(plain) =>
            {
                return Err(Reason::NotDone);
            }
            Some(Said::Nothing) => return Ok(Some(Figure::NotReported { why: None })),
            Some(Said::Attained) => return Ok(Some(Figure::DeclaredAttained)),
            Some(Said::Missed) => return Ok(Some(Figure::DeclaredMissed)),
            Some(Said::UnderWay | Said::Begun) => return Err(self.not_attained()),
            Some(Said::OnParentPace) => return Err(Reason::NotKept),
            Some(Said::Above | Said::Below | Said::Within) => return Err(Reason::Ambiguous),
            Some(Said::Hoped) => return Err(Reason::NotAReport),
            None if let Some((op, value)) = figure_in_words(plain, self.reader) => {
                return Ok(Some(match op {
                    Comparison::Equal => Figure::Number { value, approximate: false },
                    op => Figure::Bound { op, value, near: false },
                }));
            }
            // Of a share of which more is better it may be that there was nothing to make one of.
            None if plain == "nil" && self.reader.yardstick.unit.is_fraction() && !self.is_none_good() => {
                return Err(Reason::Ambiguous);
            }
            None if plain == "none" && self.is_none_good() => {
                return Ok(Some(Figure::Number { value: Exact::ZERO, approximate: false }));
            }
            None => {}
        }
        let is_pace = remark::is_pace_alone(plain, self.reader.yardstick) || self.pace(plain).is_some();
        if is_pace && !self.is_of_parents_pace(plain) {
            let prints_share = plain.contains(|c: char| c.is_ascii_digit());
            return Err(if prints_share { Reason::PercentOfWhat } else { Reason::PaceAlone });
        }
        let has_moved = moved(plain).is_some_and(|said| self.moved(said, plain).is_ok());
        if lexicon::qualitative(plain) && !has_moved {
            let is_milestone = self.reader.context.measure == Measure::Milestone;
            return Err(if is_milestone { Reason::NotDone } else { Reason::NoFigure });
        }
        Ok(None)
    }

    /// Whether the figure or the reporter's word says that the target is attained.
    pub(super) fn attains(&self, figure: &Figure, declared: Option<Declaration>) -> bool {
        match figure {
            Figure::DeclaredAttained => true,
            Figure::DeclaredMissed => false,
            // 已建成，未完成
            Figure::Act { what, not_done: false } => ends_it(what),
            Figure::ShareOfTarget { percent, .. } if self.lower_is_better() => *percent <= Exact::HUNDRED,
            Figure::ShareOfTarget { percent, .. } => *percent >= Exact::HUNDRED,
            _ => declared == Some(Declaration::Attained),
        }
    }

    /// What a clause declares without a number. On which side of the target it is means that it is attained or missed by
    /// what is better.
    pub(super) fn said(&self, words: &str) -> Result<Option<Said>, Reason> {
        let is_number = matches!(self.reader.context.measure, Measure::Flow | Measure::Level | Measure::Rate);
        let is_money = matches!(self.reader.yardstick.unit.base, Base::Currency(_));
        let is_invested = || is_number && is_money && said::invests_all(words);
        let said = said::said(words).or_else(|| is_invested().then_some(Said::Attained));
        match (said, self.reader.context.direction) {
            // Below target is also said of one that is missed, whichever way is better, and above target of one that is met.
            (Some(Said::Above | Said::Below), Some(Direction::Lower)) if words.is_ascii() => {
                Err(Reason::Ambiguous)
            }
            (Some(Said::Above), Some(Direction::Higher))
            | (Some(Said::Below | Said::Within), Some(Direction::Lower))
                if is_number =>
            {
                Ok(Some(Said::Attained))
            }
            (Some(Said::Above), Some(Direction::Lower)) | (Some(Said::Below), Some(Direction::Higher))
                if is_number =>
            {
                Ok(Some(Said::Missed))
            }
            (Some(Said::Above | Said::Below | Said::Within), _) => Err(Reason::Ambiguous),
            // Not published, of what is to be published.
            (Some(Said::Nothing), _) if self.is_denied_act(words) => Ok(None),
            // That it is built does not say that it is in use, which may be what is asked.
            (Some(Said::Attained), _) if self.is_of_an_act(words) => Ok(None),
            (said, _) => Ok(said),
        }
    }

    /// Whether English words report a milestone by an act that was not done.
    fn is_denied_act(&self, words: &str) -> bool {
        self.reader.context.measure == Measure::Milestone
            && words.starts_with("not ")
            && done::act(words).is_some_and(|(_, not_done)| not_done)
    }

    /// Whether words report a milestone by the act that was done, and not by that it is done.
    fn is_of_an_act(&self, words: &str) -> bool {
        self.reader.context.measure == Measure::Milestone
            && done::act(words).is_some_and(|(what, _)| ends_it(what))
    }

    /// Whether words that say that the target is attained say that there is more than that, which may be missing it.
    pub(super) fn is_beyond(&self, words: &str) -> bool {
        let exceeds = says_more(words) || words.contains("超过");
        // 超额完成 is said of the task, of which there is not too much but where the target itself is best.
        let is_on_target = self.reader.context.direction == Some(Direction::OnTarget);
        exceeds && !self.higher_is_better() || words.contains("超额") && is_on_target
    }

    /// Why what is not attained is not read: of a figure it gives none, of a milestone not how much of it is done.
    pub(super) fn not_attained(&self) -> Reason {
        let is_milestone = self.reader.context.measure == Measure::Milestone;
        if is_milestone { Reason::NotDone } else { Reason::NotAttained }
    }

    /// What a clause says of the pace.
    pub(super) fn pace(&self, words: &str) -> Option<Declaration> {
        pace::declared(words, self.reader.yardstick, self.higher_is_better())
    }

    /// Whether the pace that words tell of is that of the plan of several years, which settles a target that is left to it. Of
    /// what is to be done once it settles nothing.
    pub(super) fn is_of_parents_pace(&self, words: &str) -> bool {
        self.reader.context.measure != Measure::Milestone && pace::names_the_parent(words)
    }

    pub(super) fn lower_is_better(&self) -> bool {
        self.reader.context.direction == Some(Direction::Lower)
    }

    pub(super) fn higher_is_better(&self) -> bool {
        self.reader.context.direction == Some(Direction::Higher)
    }

    /// The piece that a clause is where it declares something without a number.
    pub(super) fn declares(&self, words: &str) -> Parsed<Option<Piece>> {
        let fault = |reason| Fault::at(words.len(), reason);
        match self.said(words).map_err(fault)? {
            // What should be low and exceeds its target has missed it.
            Some(Said::Attained) if self.is_beyond(words) => Err(fault(Reason::Ambiguous)),
            Some(Said::Attained) => Ok(Some(Piece::Declared(Declaration::Attained))),
            Some(Said::OnParentPace) => Ok(Some(Piece::Declared(Declaration::OnParentPace))),
            Some(said @ (Said::Missed | Said::UnderWay | Said::Begun)) => Ok(Some(Piece::Short(said))),
            Some(Said::Above | Said::Below | Said::Within) => Err(fault(Reason::Ambiguous)),
            Some(Said::Hoped) => Err(fault(Reason::NotAReport)),
            Some(Said::Nothing) => Err(fault(Reason::Contradiction)),
            None => Ok(None),
        }
    }
}
