//! Two plans side by side, series by series: what was added, dropped, replaced, put on another caliber, raised
//! or lowered. Knows no outcome.

use std::cmp::Ordering;

use crate::domain::{
    code::Code,
    criterion::{ChangeUnit, Comparison, Condition, Criterion},
    indicator::{Direction, Indicator, words},
    quantity::Exact,
    target::Target,
};

words! {
    /// What became of a target from one plan to the other.
    Change, "change" {
        /// Only the later plan has it.
        Added = "added",
        /// Only the earlier plan has it.
        Dropped = "dropped",
        /// A sub-indicator gave way to another one of the same parent.
        Replaced = "replaced",
        /// The indicator goes on under another code, on another caliber.
        CaliberChanged = "caliber_changed",
        /// The number is larger.
        Raised = "raised",
        /// The number is smaller.
        Lowered = "lowered",
        /// The same words and the same number.
        KeptInWordsAndNumber = "kept_in_words_and_number",
        /// The same number and side in other words, or with or without about.
        KeptInNumber = "kept_in_number",
        /// No number on both sides, and the same is meant.
        KeptInWords = "kept_in_words",
        /// Asked in another way: another side, more than instead of at least, an average, or no number that compares.
        Reworded = "reworded",
    }
}

/// A line of a plan.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// What is measured.
    pub indicator: &'a Indicator,
    /// What is asked.
    pub target: &'a Target,
}

/// A series in two plans.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// What became of it.
    pub change: Change,
    /// Its line in the earlier plan.
    pub before: Option<Line<'a>>,
    /// Its line in the later plan.
    pub after: Option<Line<'a>>,
    /// The numbers asked, earlier and later, where both ask one in the unit, or both a change that is counted alike.
    pub numbers: Option<(Exact, Exact)>,
    /// Whether the later plan asks for more, by the direction; `None` where it asks for the same or the numbers
    /// do not compare.
    pub asks_more: Option<bool>,
}

/// Compares two plans. `successions` names indicators that go on under another code (earlier, later) on another
/// caliber; without being named, a code that only extends a dropped one by `-…`, in the same unit, counts as
/// its successor. In the order of the later plan, what was dropped at the end in the order of the earlier one.
pub fn compare<'a>(
    before: &[Line<'a>],
    after: &[Line<'a>],
    successions: &[(Code, Code)],
) -> Vec<Compared<'a>> {
    let same_series = |a: &Line<'_>, b: &Line<'_>| a.target.series == b.target.series;
    let mut gone: Vec<Line<'a>> =
        before.iter().filter(|old| !after.iter().any(|new| same_series(old, new))).copied().collect();
    let mut compared = Vec::new();
    for new in after {
        if let Some(old) = before.iter().find(|old| same_series(old, new)) {
            compared.push(both(*old, *new));
            continue;
        }
        let predecessor = gone
            .iter()
            .position(|old| succeeds(old, new, successions))
            .map(|place| (Change::CaliberChanged, place))
            .or_else(|| {
                gone.iter().position(|old| replaces(old, new)).map(|place| (Change::Replaced, place))
            });
        compared.push(match predecessor {
            Some((change, place)) => Compared {
                change,
                before: Some(gone.remove(place)),
                after: Some(*new),
                numbers: None,
                asks_more: None,
            },
            None => one(Change::Added, None, Some(*new)),
        });
    }
    compared.extend(gone.into_iter().map(|old| one(Change::Dropped, Some(old), None)));
    compared
}

const fn one<'a>(change: Change, before: Option<Line<'a>>, after: Option<Line<'a>>) -> Compared<'a> {
    Compared { change, before, after, numbers: None, asks_more: None }
}

fn succeeds(old: &Line<'_>, new: &Line<'_>, successions: &[(Code, Code)]) -> bool {
    let (earlier, later) = (&old.target.series.indicator, &new.target.series.indicator);
    let elsewhere = old.target.series.area != new.target.series.area
        || old.target.series.category != new.target.series.category;
    if elsewhere {
        return false;
    }
    let extended = later.as_str().strip_prefix(earlier.as_str()).is_some_and(|rest| rest.starts_with('-'));
    successions.iter().any(|(from, to)| from == earlier && to == later)
        || (extended
            && old.indicator.unit == new.indicator.unit
            && old.indicator.measure == new.indicator.measure)
}

/// A sub-indicator that came where one of the same parent went.
fn replaces(old: &Line<'_>, new: &Line<'_>) -> bool {
    old.target.parent.is_some()
        && old.target.parent == new.target.parent
        && old.target.series.area == new.target.series.area
        && old.target.series.category == new.target.series.category
}

fn both<'a>(old: Line<'a>, new: Line<'a>) -> Compared<'a> {
    let asked = ask(&old).zip(ask(&new));
    let same_words = old.target.text == new.target.text;
    let same_criterion = old.target.criterion == new.target.criterion;
    let change = match asked {
        Some((was, is)) if !was.compares(&is) => Change::Reworded,
        Some((was, is)) if is.number > was.number => Change::Raised,
        Some((was, is)) if is.number < was.number => Change::Lowered,
        Some((was, is)) if is.strict != was.strict => Change::Reworded,
        Some(_) if same_words && same_criterion => Change::KeptInWordsAndNumber,
        Some(_) => Change::KeptInNumber,
        None if same_criterion => Change::KeptInWords,
        None => Change::Reworded,
    };
    let asks_more = asked.filter(|(was, is)| was.compares(is)).and_then(|(was, is)| {
        let stricter = is.strict && !was.strict;
        let order = is.number.cmp(&was.number);
        match (order, new.indicator.direction?) {
            (Ordering::Equal, _) => (is.strict != was.strict).then_some(stricter),
            (_, Direction::OnTarget) => None,
            (_, direction) => Some(order == better(is.side, direction)),
        }
    });
    // A number in the unit and a change, or changes that are counted otherwise, do not stand beside one another.
    let numbers = asked.filter(|(was, is)| was.change == is.change).map(|(was, is)| (was.number, is.number));
    Compared { change, before: Some(old), after: Some(new), numbers, asks_more }
}

/// On which way of a number more is asked: up from a floor, down from a cap; by the direction where both bind.
const fn better(side: Side, direction: Direction) -> Ordering {
    match (side, direction) {
        (Side::Floor, _) | (Side::Itself, Direction::Higher) => Ordering::Greater,
        (Side::Cap, _) | (Side::Itself, Direction::Lower | Direction::OnTarget) => Ordering::Less,
    }
}

/// On which side of the number the outcome must lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Floor,
    Cap,
    Itself,
}

/// A number that is asked, and how.
#[derive(Debug, Clone, Copy)]
struct Ask<'a> {
    number: Exact,
    side: Side,
    /// Whether the number itself is not enough.
    strict: bool,
    /// Whether it is an average over the years.
    average: bool,
    /// Whether it is the change over several years together.
    cumulative: bool,
    /// Where the number is a change: what it is counted in and from.
    change: Option<(ChangeUnit, &'a str)>,
}

impl Ask<'_> {
    /// Whether the numbers are asked in the same sense.
    fn compares(&self, other: &Self) -> bool {
        self.side == other.side
            && self.average == other.average
            && self.cumulative == other.cumulative
            && self.change == other.change
    }
}

/// The number that a line asks, by itself or as the numeric part of several; a change is no number in the unit.
pub(super) fn number(line: &Line<'_>) -> Option<Exact> {
    ask(line).filter(|ask| ask.change.is_none()).map(|ask| ask.number)
}

/// What a line asks: a number in the unit, and else a change.
fn ask<'a>(line: &Line<'a>) -> Option<Ask<'a>> {
    let criterion = line.target.criterion.as_ref()?;
    let asked = number_of(criterion, line.indicator.direction).or_else(|| change_of(criterion))?;
    Some(Ask { cumulative: asked.cumulative && line.target.period.years() > 1, ..asked })
}

fn number_of(criterion: &Criterion, direction: Option<Direction>) -> Option<Ask<'_>> {
    let cumulative = criterion.cumulative;
    match &criterion.condition {
        Condition::Threshold { op, value, average_per_year, .. } => {
            let (side, strict) = side_of(*op);
            Some(Ask { number: *value, side, strict, average: *average_per_year, cumulative, change: None })
        }
        Condition::Range { low, high, average_per_year, .. } => {
            let (number, side) = match direction {
                Some(Direction::Higher) => (*low, Side::Floor),
                Some(Direction::Lower) => (*high, Side::Cap),
                Some(Direction::OnTarget) | None => return None,
            };
            Some(Ask { number, side, strict: false, average: *average_per_year, cumulative, change: None })
        }
        Condition::All { of } => of.iter().find_map(|part| number_of(part, direction)),
        _ => None,
    }
}

fn change_of(criterion: &Criterion) -> Option<Ask<'_>> {
    match &criterion.condition {
        Condition::Change { op, by, by_unit, from, to_value: None, average_per_year, .. } => {
            let (side, strict) = side_of(*op);
            let change = Some((*by_unit, from.as_str()));
            Some(Ask { number: *by, side, strict, average: *average_per_year, cumulative: false, change })
        }
        Condition::All { of } => of.iter().find_map(change_of),
        _ => None,
    }
}

const fn side_of(op: Comparison) -> (Side, bool) {
    match op {
        Comparison::AtLeast => (Side::Floor, false),
        Comparison::MoreThan => (Side::Floor, true),
        Comparison::AtMost => (Side::Cap, false),
        Comparison::LessThan => (Side::Cap, true),
        Comparison::Equal => (Side::Itself, false),
    }
}
