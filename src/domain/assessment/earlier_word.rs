//! What a source said before of the same days, where its later report leaves open what that settled: an amount, beside a growth
//! from what is not known, or a growth, beside an amount of which nobody can say what it has grown from. Takes no decision.

use std::borrow::Cow;

use super::{
    Case, Reason, Reported,
    choose::{Wanted, rank},
    demand, differs_in_caliber, value_of, weigh,
};
use crate::domain::{
    characters::says,
    criterion::{Condition, PREVIOUS_PERIOD},
    outcome::Outcome,
    period::Period,
    target::Target,
    value::{Figure, Value},
};

/// The vintages of the case without those that leave open what an earlier one of their source settles; `None` where there are
/// none of these.
pub(super) fn that_stand(case: &Case<'_>) -> Option<Vec<Reported>> {
    let mut growths: Vec<&Reported> = case.reported.iter().filter(|one| has_both(case, one)).collect();
    // What a growth is counted from is known first.
    growths.sort_by_key(|growth| growth.outcome.period.end());
    let mut reported = Cow::Borrowed(case.reported);
    for growth in growths {
        let displaced = displaced(&Case { reported: &reported, ..*case }, growth);
        if !displaced.is_empty() {
            reported.to_mut().retain(|one| !displaced.contains(&one.id));
        }
    }
    match reported {
        Cow::Owned(reported) => Some(reported),
        Cow::Borrowed(_) => None,
    }
}

/// Whether a vintage is a growth, beside which its source reports an amount.
fn has_both(case: &Case<'_>, growth: &Reported) -> bool {
    is_growth(&growth.outcome.value)
        && case
            .reported
            .iter()
            .any(|other| is_amount(&other.outcome.value) && is_a_word_on(case, growth, other))
}

/// Whether two vintages are of one source, period and basis, and both to be compared with the target or neither.
fn is_a_word_on(case: &Case<'_>, one: &Reported, other: &Reported) -> bool {
    let key = |outcome: &Outcome| (outcome.period, outcome.basis);
    key(&one.outcome) == key(&other.outcome)
        && one.outcome.source == other.outcome.source
        && differs_in_caliber(case, one) == differs_in_caliber(case, other)
}

/// The last words of a source that say nothing of what is wanted, where what it said before in the other form does. What it has
/// taken back meanwhile says nothing any more.
fn displaced(case: &Case<'_>, growth: &Reported) -> Vec<i64> {
    let mut words: Vec<&Reported> =
        case.reported.iter().filter(|other| is_a_word_on(case, growth, other)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(rank(word)));
    let stand = words.iter().take_while(|word| !word.outcome.value.figure.is_nothing()).count();
    words.truncate(stand);
    let Some((later, earlier)) = words
        .iter()
        .position(|word| says_what_is_wanted(case, word))
        .and_then(|at| Some((words.get(..at)?, words.get(at)?)))
    else {
        return Vec::new();
    };
    let all_are = |is: fn(&Value) -> bool| later.iter().all(|word| is(&word.outcome.value));
    let earlier = &earlier.outcome.value;
    let is_in_another_form =
        (is_amount(earlier) && all_are(is_growth)) || (is_growth(earlier) && all_are(is_amount));
    let is_revised = later.iter().any(|word| is_a_revision(&word.outcome));
    if is_in_another_form && !is_revised { later.iter().map(|word| word.id).collect() } else { Vec::new() }
}

/// Whether a report says that it corrects what was reported: then that stands no more, whatever it is corrected to.
fn is_a_revision(outcome: &Outcome) -> bool {
    const WORDS: [&str; 10] =
        ["修订", "修正", "更正", "订正", "更新", "核减", "核实", "revis", "correct", "restate"];
    says(&outcome.text, &WORDS) || says(&outcome.note, &WORDS)
}

/// Whether a word says what is wanted of its period: the amount, or else how what is asked stands.
fn says_what_is_wanted(case: &Case<'_>, word: &Reported) -> bool {
    let outcome = &word.outcome;
    let has_amount = || {
        !is_growth(&outcome.value)
            || demand::number_of_change(case, &outcome.value, outcome.period).is_ok()
            || demand::followed(case, word).is_some()
    };
    match (&case.target.criterion, Wanted::of(case, outcome.period)) {
        (None, _) | (_, Wanted::Amount | Wanted::Unprinted) => has_amount(),
        (Some(_), Wanted::Figure) if !is_growth(&outcome.value) && has_its_base(case, outcome.period) => true,
        (Some(criterion), Wanted::Figure) => {
            weigh::weigh(case, criterion, word).obstacle != Some(Reason::ReferenceMissing)
        }
        (_, Wanted::Any) => true,
    }
}

/// Whether what an amount has grown from is known.
fn has_its_base(case: &Case<'_>, period: Period) -> bool {
    demand::earlier(case, PREVIOUS_PERIOD, period).is_some()
}

const fn is_growth(value: &Value) -> bool {
    matches!(value.figure, Figure::Change { .. })
}

fn is_amount(value: &Value) -> bool {
    value_of::interval(&value.figure).is_some()
}

/// Whether an earlier word of the source of a report may say what that leaves open, for targets of the same series. `is_known`
/// says whether anything is reported for a period.
pub fn may_settle_more<'a>(
    outcome: &Outcome,
    mut targets: impl Iterator<Item = &'a Target>,
    is_known: impl Fn(Period) -> bool,
) -> bool {
    if is_growth(&outcome.value) {
        return true;
    }
    let period = outcome.period;
    let has_its_base = || period.counted_from().is_some_and(is_known);
    // What a part of another year has grown by is asked by nobody.
    let may_be_asked = |target: &Target| {
        target.period.overlaps(period) || period.whole_months().is_some_and(|months| months >= 12)
    };
    is_amount(&outcome.value)
        && outcome.value.changes.is_empty()
        && targets.any(|target| asks_a_change(target) && may_be_asked(target))
        && !has_its_base()
}

/// Whether a target asks a change of what is reported.
pub(super) fn asks_a_change(target: &Target) -> bool {
    let is_a_change = |condition: &Condition| matches!(condition, Condition::Change { .. });
    target.criterion.as_ref().is_some_and(|criterion| criterion.asks(is_a_change))
}
