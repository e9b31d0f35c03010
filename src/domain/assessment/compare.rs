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
    let pairs = paired(asks(&old), asks(&new));
    let asked: Vec<(Ask<'a>, Ask<'a>)> = pairs.iter().filter_map(|(was, is)| (*was).zip(*is)).collect();
    let same_words = old.target.text == new.target.text;
    let same_criterion = old.target.criterion == new.target.criterion;
    // The first number that differs says what became of the target.
    let differing = asked.iter().find(|(was, is)| was.number != is.number).or_else(|| asked.first());
    let change = match differing {
        Some((was, is)) if !was.compares(is) => Change::Reworded,
        Some((was, is)) if is.number > was.number => Change::Raised,
        Some((was, is)) if is.number < was.number => Change::Lowered,
        Some(_) if asked.iter().any(|(was, is)| is.strict != was.strict) => Change::Reworded,
        Some(_) if same_words && same_criterion => Change::KeptInWordsAndNumber,
        Some(_) => Change::KeptInNumber,
        None if same_criterion => Change::KeptInWords,
        None => Change::Reworded,
    };
    // A number in the unit and a change, or changes that are counted otherwise, do not stand beside one another.
    let numbers =
        differing.filter(|(was, is)| was.change == is.change).map(|(was, is)| (was.number, is.number));
    Compared {
        change,
        before: Some(old),
        after: Some(new),
        numbers,
        asks_more: asks_more(&pairs, new.indicator.direction),
    }
}

/// What two targets ask, side by side: of several numbers each with the one that is asked in the same sense. The first of
/// both stand beside one another in any case.
type Pairs<'a> = Vec<(Option<Ask<'a>>, Option<Ask<'a>>)>;

fn paired<'a>(before: Vec<Ask<'a>>, mut after: Vec<Ask<'a>>) -> Pairs<'a> {
    let is_alone = before.len() == 1 && after.len() == 1;
    let mut pairs = Pairs::new();
    for was in before {
        let partner = after.iter().position(|is| is_alone || was.compares(is));
        pairs.push((Some(was), partner.map(|place| after.remove(place))));
    }
    pairs.extend(after.into_iter().map(|is| (None, Some(is))));
    pairs
}

/// Whether more is asked: where one number asks for more and none for less. A number that is asked no longer is less, and one
/// that comes to others is more.
/// Nothing is said where one of the two asks no number at all.
fn asks_more(pairs: &Pairs<'_>, direction: Option<Direction>) -> Option<bool> {
    let (mut more, mut less) = (false, false);
    if pairs.iter().all(|(was, _)| was.is_none()) || pairs.iter().all(|(_, is)| is.is_none()) {
        return None;
    }
    for pair in pairs {
        let is_more = match pair {
            (Some(was), Some(is)) => {
                let order = is.number.cmp(&was.number);
                match (order, direction?) {
                    _ if !was.compares(is) => return None,
                    (Ordering::Equal, _) if is.strict == was.strict => continue,
                    (Ordering::Equal, _) => is.strict,
                    (_, Direction::OnTarget) => return None,
                    (_, direction) => order == better(is.side, direction),
                }
            }
            (was, _) => was.is_none(),
        };
        more |= is_more;
        less |= !is_more;
    }
    (more != less).then_some(more)
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
    asks(line).into_iter().find(|ask| ask.change.is_none()).map(|ask| ask.number)
}

/// The numbers that a line asks, those in the unit before those that are changes.
fn asks<'a>(line: &Line<'a>) -> Vec<Ask<'a>> {
    let mut asks = Vec::new();
    if let Some(criterion) = &line.target.criterion {
        add_asks(criterion, line, &mut asks);
    }
    asks.sort_by_key(|ask| ask.change.is_some());
    asks
}

fn add_asks<'a>(criterion: &'a Criterion, line: &Line<'a>, asks: &mut Vec<Ask<'a>>) {
    let cumulative = criterion.cumulative && line.target.period.years() > 1;
    match &criterion.condition {
        Condition::Threshold { op, value, average_per_year, .. } => {
            let (side, strict) = side_of(*op);
            asks.push(Ask {
                number: *value,
                side,
                strict,
                average: *average_per_year,
                cumulative,
                change: None,
            });
        }
        Condition::Range { low, high, average_per_year, .. } => {
            let (number, side) = match line.indicator.direction {
                Some(Direction::Higher) => (*low, Side::Floor),
                Some(Direction::Lower) => (*high, Side::Cap),
                Some(Direction::OnTarget) | None => return,
            };
            asks.push(Ask {
                number,
                side,
                strict: false,
                average: *average_per_year,
                cumulative,
                change: None,
            });
        }
        Condition::Change { op, by, by_unit, from, to_value: None, average_per_year, .. } => {
            let (side, strict) = side_of(*op);
            let change = Some((*by_unit, from.as_str()));
            let cumulative = false;
            asks.push(Ask { number: *by, side, strict, average: *average_per_year, cumulative, change });
        }
        Condition::All { of } => of.iter().for_each(|part| add_asks(part, line, asks)),
        _ => {}
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
