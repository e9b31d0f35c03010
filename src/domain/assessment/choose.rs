//! Which outcome answers for a period. One place decides, and exactly one vintage answers. Knows no target.

use super::{
    Case, Reported, Verdict, demand, differs_in_caliber,
    interval::{End, Interval, compare},
    named_base,
    rollup::Printed,
    value_of::{interval, is_approximate},
};
use crate::domain::{
    code::Code,
    criterion::{Comparison, Condition, Criterion},
    indicator::Measure,
    outcome::{Basis, Outcome},
    period::Period,
    quantity::Exact,
    value::{Change, Figure, Missing},
};

/// The vintage that answers for a period, and who contradicts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The vintage that answers.
    pub answer: &'a Reported,
    /// The current vintages of other sources that disagree with it, in the order of their ids.
    pub conflict: Vec<&'a Reported>,
    /// Those of other sources that do not disagree with its figure.
    pub others: Vec<&'a Reported>,
}

/// The vintage that answers for exactly this period.
///
/// Order: the firmest basis first (final, preliminary, forecast), then an amount before a mere growth, and either before a
/// source's mere word that the target is attained, then the latest day reported, then the latest recorded, then the largest id. So a counted figure
/// is never displaced by an expectation that is published later, and within one basis the newest stands. Of one source
/// its latest word stands; what leaves open what an earlier one settles was left out before. A vintage that reports nothing takes its own source's earlier word of the
/// same basis back and contradicts nobody. Figures weaker than `admitted_from`
/// are set aside.
pub fn choose(reported: &[Reported], period: Period, admitted_from: Basis) -> Option<Chosen<'_>> {
    of_those(reported, period, admitted_from, Wanted::Amount, None, |_| true)
}

/// The same among the vintages of one caliber.
pub(super) fn choose_on(
    reported: &[Reported],
    period: Period,
    admitted_from: Basis,
    is_on_it: impl Fn(&Reported) -> bool,
) -> Option<Chosen<'_>> {
    of_those(reported, period, admitted_from, Wanted::Figure, None, is_on_it)
}

/// The vintage that answers for the case's own series: among those on the target's caliber, and only where there
/// is none of them among the others. A series restated on another caliber is another thing and supersedes nothing.
pub(super) fn choose_for<'a>(case: &Case<'a>, period: Period) -> Option<Chosen<'a>> {
    let (from, wanted) = (case.admitted_from, Wanted::of(case, period));
    let comparable = |vintage: &Reported| !differs_in_caliber(case, vintage);
    let caliber = case.target.caliber.as_ref();
    of_those(case.reported, period, from, wanted, caliber, comparable)
        .or_else(|| of_those(case.reported, period, from, wanted, caliber, |_| true))
        .map(|chosen| with_other_shares(case, chosen))
}

/// The vintage of one source that answers for a period on the target's caliber, whatever other sources report.
pub(super) fn answer_of<'a>(case: &Case<'a>, period: Period, source: &str) -> Option<&'a Reported> {
    let wanted = Wanted::of(case, period);
    let is_one = |vintage: &Reported| vintage.outcome.source == source && !differs_in_caliber(case, vintage);
    let chosen =
        of_those(case.reported, period, case.admitted_from, wanted, case.target.caliber.as_ref(), is_one);
    chosen.map(|chosen| chosen.answer)
}

/// Adds to those who disagree whoever prints a share of the target where another prints an amount that is another share of
/// it: of the target for the period, or for the year of which the period is the first part.
fn with_other_shares<'a>(case: &Case<'a>, chosen: Chosen<'a>) -> Chosen<'a> {
    let answer = &chosen.answer.outcome;
    let is_to_date = case.target.period.years() < 2 && answer.period.start() == case.target.period.start();
    if chosen.others.is_empty() || !(is_to_date || answer.period == case.target.period) {
        return chosen;
    }
    let Some(whole) = case.target.criterion.as_ref().and_then(|criterion| match &criterion.condition {
        asked @ (Condition::Threshold { .. } | Condition::Range { .. }) => {
            demand::known(case, asked, case.target.period)?.threshold()
        }
        _ => None,
    }) else {
        return chosen;
    };
    let contradicts = |other: &Outcome| match (&answer.value.figure, &other.value.figure) {
        (Figure::ShareOfTarget { percent, value: None }, _) => is_other_share(answer, *percent, other, whole),
        (_, Figure::ShareOfTarget { percent, value: None }) => is_other_share(other, *percent, answer, whole),
        _ => false,
    };
    chosen.and_against(|other| {
        is_alike(answer, &other.outcome, case.target.caliber.as_ref()) && contradicts(&other.outcome)
    })
}

/// Whether a share of a whole, as it is printed, is another number than a report gives.
fn is_other_share(share: &Outcome, percent: Exact, other: &Outcome, whole: Exact) -> bool {
    let amount = || {
        as_printed(percent, false, &share.text)
            .stretched(whole.over(Exact::HUNDRED).filter(|one| one.is_positive())?)
    };
    let known = || Some(can_be(other, interval(&other.value.figure)?));
    amount().zip(known()).is_some_and(|(amount, known)| !amount.meets(known))
}

impl<'a> Chosen<'a> {
    /// The same with those of the others who disagree for another reason than their figure.
    #[must_use]
    pub(super) fn and_against(mut self, disagrees: impl Fn(&Reported) -> bool) -> Self {
        let (against, others): (Vec<&'a Reported>, Vec<&'a Reported>) =
            std::mem::take(&mut self.others).into_iter().partition(|other| disagrees(other));
        self.others = others;
        self.with_conflict(&against)
    }

    /// The same with more that disagree.
    #[must_use]
    pub(super) fn with_conflict(mut self, against: &[&'a Reported]) -> Self {
        self.conflict.extend(against);
        self.conflict.sort_by_key(|other| other.id);
        self.conflict.dedup();
        self
    }
}

/// What is wanted of the reports for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// An amount: a growth alone says what it is only where the amount before it is known.
    Amount,
    /// A figure of any kind.
    Figure,
    /// What settles a target that is not printed: a share of it, an amount beside another share, a word; a growth alone does not.
    Unprinted,
    /// Whatever settles the target: a word as well as a figure.
    Any,
}

impl Wanted {
    pub(super) fn of(case: &Case<'_>, period: Period) -> Self {
        let Some(criterion) = &case.target.criterion else { return Self::Unprinted };
        match criterion.condition {
            Condition::NotIssued { .. } => return Self::Unprinted,
            Condition::Deferred { .. } | Condition::Qualitative | Condition::Milestone { .. } => {
                return Self::Any;
            }
            _ => {}
        }
        // Of several conditions one that asks an amount is settled by no growth, and the others by the growth beside the amount.
        let asks_an_amount = criterion.asks(|condition: &Condition| {
            matches!(
                condition,
                Condition::Threshold { .. }
                    | Condition::Range { .. }
                    | Condition::Relative { .. }
                    | Condition::Change { to_value: Some(_), .. }
            )
        });
        if asks_an_amount || is_counted_from(case, criterion, period) || is_added_up(case, period) {
            Self::Amount
        } else {
            Self::Figure
        }
    }

    /// How directly a figure answers; more is better. Of an amount a bound may say less than a growth.
    const fn directness(self, figure: &Figure) -> u8 {
        match self {
            Self::Any => 0,
            Self::Unprinted => match figure {
                Figure::Change { .. } => 0,
                _ => 1,
            },
            Self::Amount | Self::Figure if is_mere_word(figure) => 0,
            Self::Amount if matches!(figure, Figure::Change { .. } | Figure::Bound { .. }) => 1,
            Self::Amount | Self::Figure => 2,
        }
    }
}

/// Whether the figure of a period is a part of the target's that is added to what was before it: what it has grown by says
/// nothing of the whole.
fn is_added_up(case: &Case<'_>, period: Period) -> bool {
    let whole = case.target.period;
    case.indicator.measure == Measure::Flow && whole.covers(period) && whole.start() < period.start()
}

/// Whether a change that is asked is counted from the figure of a period.
fn is_counted_from(case: &Case<'_>, criterion: &Criterion, period: Period) -> bool {
    let whole = case.target.period;
    let mut is_base = whole.counted_from().is_some_and(|base| base.covers(period));
    criterion.visit(&mut |condition| {
        if let Condition::Change { from, average_per_year, .. } = condition {
            is_base |= named_base::in_case(case, from, whole).is_some_and(|base| base.covers(period));
            is_base |= *average_per_year && period.end().succ_opt() == Some(case.plan_period().start());
        }
    });
    is_base
}

fn of_those<'a>(
    reported: &'a [Reported],
    period: Period,
    admitted_from: Basis,
    wanted: Wanted,
    caliber: Option<&Code>,
    is_one: impl Fn(&Reported) -> bool,
) -> Option<Chosen<'a>> {
    let admitted = |vintage: &Reported| {
        vintage.outcome.period == period && vintage.outcome.basis >= admitted_from && is_one(vintage)
    };
    let newest = newest_of_each(reported.iter().filter(|vintage| admitted(vintage)), |outcome| {
        (&outcome.source, outcome.basis)
    });
    let said = newest.into_iter().filter(|vintage| !vintage.outcome.value.figure.is_nothing());
    let current = newest_of_each(said, |outcome| &outcome.source);
    let answer = current.iter().copied().max_by_key(|vintage| {
        let outcome = &vintage.outcome;
        (outcome.basis, wanted.directness(&outcome.value.figure), rank(vintage))
    })?;
    let (mut conflict, mut others): (Vec<&Reported>, Vec<&Reported>) = current
        .into_iter()
        .filter(|other| other.id != answer.id)
        .partition(|other| disagree(&answer.outcome, &other.outcome, caliber));
    conflict.sort_by_key(|other| other.id);
    others.sort_by_key(|other| other.id);
    Some(Chosen { answer, conflict, others })
}

/// Of the vintages that have something in common the one of the highest rank.
fn newest_of_each<'a, K: PartialEq>(
    vintages: impl Iterator<Item = &'a Reported>,
    common: impl Fn(&'a Outcome) -> K,
) -> Vec<&'a Reported> {
    let mut newest: Vec<&Reported> = Vec::new();
    for vintage in vintages {
        match newest.iter_mut().find(|known| common(&known.outcome) == common(&vintage.outcome)) {
            Some(known) if rank(vintage) > rank(known) => *known = vintage,
            Some(_) => {}
            None => newest.push(vintage),
        }
    }
    newest
}

/// Whether a source has taken a word back by a later blank one of the same basis. One that names a caliber takes back what is
/// on it.
pub(super) fn is_taken_back(reported: &[Reported], word: &Reported) -> bool {
    let Outcome { source, period, basis, caliber, .. } = &word.outcome;
    reported.iter().any(|other| {
        let said = &other.outcome;
        said.value.figure.is_nothing()
            && (&said.source, &said.period, &said.basis) == (source, period, basis)
            && (said.caliber.is_none() || said.caliber == *caliber)
            && rank(other) > rank(word)
    })
}

/// Why there is no figure of the target's period, by the last of those who report that they have none. Whoever has taken it back by
/// a blank word says no more of it.
pub(super) fn why_missing(case: &Case<'_>) -> Option<Missing> {
    let of_it = |vintage: &&Reported| {
        vintage.outcome.period == case.target.period && vintage.outcome.basis >= case.admitted_from
    };
    // Hardly any target has one.
    if !case
        .reported
        .iter()
        .any(|vintage| matches!(vintage.outcome.value.figure, Figure::NotReported { why: Some(_) }))
    {
        return None;
    }
    let said = newest_of_each(case.reported.iter().filter(of_it), |outcome| &outcome.source);
    let why = |vintage: &&Reported| match vintage.outcome.value.figure {
        Figure::NotReported { why } => why,
        _ => None,
    };
    let last = said
        .into_iter()
        .filter(|vintage| why(vintage).is_some())
        .max_by_key(|vintage| (vintage.outcome.reported_on, vintage.recorded, vintage.id));
    last.as_ref().and_then(why)
}

/// Whether a vintage says something that the plan admits and that its source has not taken back.
pub(super) fn counts(case: &Case<'_>, vintage: &Reported) -> bool {
    !vintage.outcome.value.figure.is_nothing()
        && vintage.outcome.basis >= case.admitted_from
        && !is_taken_back(case.reported, vintage)
}

/// Whether a figure is the reporter's word alone, which proves only what no number refutes.
pub(super) const fn is_mere_word(figure: &Figure) -> bool {
    matches!(
        figure,
        Figure::DeclaredAttained
            | Figure::DeclaredMissed
            | Figure::DeclaredPace
            | Figure::Act { .. }
            | Figure::ShareOfTarget { value: None, .. }
    )
}

/// How a vintage stands among those of its source; the highest stands.
pub(super) fn rank(vintage: &Reported) -> (Basis, chrono::NaiveDate, i64, i64) {
    let outcome = &vintage.outcome;
    (outcome.basis, outcome.reported_on, vintage.recorded, vintage.id)
}

/// Whether two figures cannot both be true. Figures on different calibers do not contradict one another, nor
/// does a figure contradict a bound that it keeps, another rounding of the same number, or a mere declaration.
fn disagree(answer: &Outcome, other: &Outcome, caliber: Option<&Code>) -> bool {
    if !is_alike(answer, other, caliber) {
        return false;
    }
    if changes_disagree(answer, other) {
        return true;
    }
    if let (Some(a), Some(b)) = (interval(&answer.value.figure), interval(&other.value.figure)) {
        return !a.meets(b) && !can_be(answer, a).meets(can_be(other, b));
    }
    match (&answer.value.figure, &other.value.figure) {
        // Whether two bounds on a grade can both hold is for the scale to say, which is not at hand.
        (Figure::Grade { grade: a, op: None }, Figure::Grade { grade: b, op: None }) => a != b,
        (Figure::Rank { rank: a, among: x }, Figure::Rank { rank: b, among: y }) => x == y && a != b,
        (Figure::DeclaredAttained, Figure::DeclaredMissed)
        | (Figure::DeclaredMissed, Figure::DeclaredAttained) => true,
        (Figure::ShareOfTarget { percent: a, .. }, Figure::ShareOfTarget { percent: b, .. }) => {
            a != b && !as_printed(*a, false, &answer.text).meets(as_printed(*b, false, &other.text))
        }
        (
            Figure::Change { by: a, by_unit: x, op: side, approximate: about, from: since },
            Figure::Change { by: b, by_unit: y, op: other_side, approximate: other_about, from: other_since },
        ) => {
            let is_average = |outcome: &Outcome| outcome.value.average_per_year;
            let can_be = |by, side: &Option<Comparison>, about, text| match side {
                Some(op) => Interval::bound(*op, by),
                None => as_printed(by, about, text),
            };
            let one = can_be(*a, side, *about, &answer.text);
            (x, since) == (y, other_since)
                && is_average(answer) == is_average(other)
                && (a, side) != (b, other_side)
                && !one.meets(can_be(*b, other_side, *other_about, &other.text))
        }
        _ => false,
    }
}

/// Whether two reports are of the same thing: on one caliber, which is the target's where a report names none, and both like
/// for like or neither.
fn is_alike(one: &Outcome, other: &Outcome, caliber: Option<&Code>) -> bool {
    one.caliber.as_ref().or(caliber) == other.caliber.as_ref().or(caliber)
        && one.value.like_for_like == other.value.like_for_like
}

/// What the number can be that a report gives, by the digits that it prints: of a mere change the one that follows from the
/// figure that it is counted from.
pub(super) fn number_can_be(case: &Case<'_>, outcome: &Outcome) -> Option<Interval> {
    let Figure::Change { by, approximate, op, .. } = &outcome.value.figure else {
        return Some(can_be(outcome, interval(&outcome.value.figure)?));
    };
    let number = |by: Exact| {
        let mut value = outcome.value.clone();
        if let Figure::Change { by: printed, .. } = &mut value.figure {
            *printed = by;
        }
        demand::number_of_change(case, &value, outcome.period).ok().map(|(known, _)| known)
    };
    let range = as_printed(*by, *approximate && op.is_none(), &outcome.text);
    Some(number(range.low?.at)?.together_with(number(range.high?.at)?))
}

/// What a number of which so much is known can be, by the digits that the report prints.
fn can_be(outcome: &Outcome, known: Interval) -> Interval {
    match outcome.value.figure {
        Figure::Number { value, approximate } => as_printed(value, approximate, &outcome.text),
        Figure::ShareOfTarget { value: Some(value), .. } => as_printed(value, false, &outcome.text),
        _ => known,
    }
}

/// Whether a report of the whole cannot be true where the parts of it are that other sources report: together another
/// number where they are all of it, and else more, since what is still to come is not negative.
pub(super) fn contradicts_parts(
    case: &Case<'_>,
    whole: &Outcome,
    parts: &[&Reported],
    are_all_of_it: bool,
) -> bool {
    let caliber = case.target.caliber.as_ref();
    let of_others = parts
        .iter()
        .all(|part| is_alike(whole, &part.outcome, caliber) && part.outcome.source != whole.source);
    let known = |outcome: &Outcome| interval(&outcome.value.figure).map(|known| can_be(outcome, known));
    let sum =
        parts.iter().try_fold(Interval::point(Exact::ZERO), |sum, part| sum.plus(known(&part.outcome)?));
    match (known(whole), sum) {
        (Some(whole), Some(sum)) if of_others && are_all_of_it => !whole.meets(sum),
        (Some(whole), Some(sum)) if of_others => {
            compare(whole, Comparison::AtLeast, sum) == Verdict::Disproved
        }
        _ => false,
    }
}

/// Whether two reports print changes of one kind that cannot be the same; of several of one kind in a report it is not
/// known which is meant.
fn changes_disagree(answer: &Outcome, other: &Outcome) -> bool {
    let only = |outcome: &'_ Outcome, of: &Change| {
        let mut alike = outcome.value.changes.iter().filter(|change| change.is_of_the_kind_of(of));
        alike.next().cloned().filter(|_| alike.next().is_none())
    };
    let can_be = |change: &Change, text: &str| match change.op {
        Some(op) => Interval::bound(op, change.by),
        None => as_printed(change.by, change.approximate, text),
    };
    answer.value.changes.iter().any(|change| match (only(answer, change), only(other, change)) {
        (Some(a), Some(b)) => a != b && !can_be(&a, &answer.text).meets(can_be(&b, &other.text)),
        _ => false,
    })
}

/// What a number can be that is printed so: less than half a unit of the last printed digit away, or less than a
/// whole one where the report says about.
pub(super) fn as_printed(number: Exact, about: bool, text: &str) -> Interval {
    let room = room_about(number, about, text);
    let end = |at: Option<Exact>| at.map(|at| End { at, open: true });
    match room.map(|room| (end(number.minus(room)), end(number.plus(room)))) {
        Some((low @ Some(_), high @ Some(_))) => Interval { low, high },
        _ => Interval::point(number),
    }
}

/// How far a number can lie from what is printed so.
fn room_about(number: Exact, about: bool, text: &str) -> Option<Exact> {
    let unit = printed_unit(number, text)?;
    if about { Some(unit) } else { unit.over(Exact::from(2)) }
}

/// The number that a report gives, as it prints it.
pub fn printed(outcome: &Outcome) -> Option<Printed> {
    let value = outcome.value.figure.number()?;
    let about = is_approximate(&outcome.value.figure);
    let rounding = room_about(value, about, &outcome.text);
    Some(rounding.map_or_else(|| Printed::from(value), |rounding| Printed { value, rounding }))
}

/// The unit of the last digit that the text prints of a number: a zero at the end says how finely it was counted, and a
/// multiplier behind the digits (1.2万亿元 for 12000亿元) how coarsely. Of several ways to print it the finest counts.
fn printed_unit(number: Exact, text: &str) -> Option<Exact> {
    let is_of_a_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let digits = text.split(|c| !is_of_a_number(c)).map(|digits| digits.replace(',', ""));
    let units: Vec<(Exact, Exact)> = digits
        .filter_map(|digits| {
            let printed = Exact::parse(&digits).ok()?;
            let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let factor =
                if printed == number.abs() { Some(Exact::ONE) } else { number.abs().over_exactly(printed) };
            let factor = factor.filter(|factor| is_power_of_ten(*factor))?;
            Some((factor, factor.times(ten_to_minus(u32::try_from(decimals).ok()?)?)?))
        })
        .collect();
    let as_it_stands = units.iter().filter(|(factor, _)| *factor == Exact::ONE).map(|(_, unit)| *unit).min();
    as_it_stands
        .or_else(|| units.iter().map(|(_, unit)| *unit).min())
        .or_else(|| ten_to_minus(number.decimals()))
}

fn ten_to_minus(decimals: u32) -> Option<Exact> {
    (0..decimals).try_fold(Exact::ONE, |unit, _| unit.over(Exact::from(10)))
}

fn is_power_of_ten(factor: Exact) -> bool {
    const MOST: u32 = 16;
    let ten = Exact::from(10);
    let mut power = ten_to_minus(MOST);
    for _ in 0..=2 * MOST {
        if power == Some(factor) {
            return true;
        }
        power = power.and_then(|power| power.times(ten));
    }
    false
}
