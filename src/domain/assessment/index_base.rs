//! Tells the growth of an index from the index itself by their size, where the unit does not say which of the two a number is.
//! Knows no condition and gives no verdict.

use super::{demand::Demand, interval::Interval};
use crate::domain::quantity::Exact;

/// Whether of what is asked of an index and what is known of it one is about 100, as an index is of which the year before is
/// 100, and the other as small as its growth in percent: 103 and 2.2. An index that is nowhere near 100 (a score of 65, 0.7)
/// is not meant.
pub(super) fn are_index_and_growth(asked: &Demand, known: Interval) -> bool {
    let asked: Vec<Interval> =
        [asked.floor, asked.ceiling].into_iter().flatten().map(|limit| limit.at).collect();
    let all_asked = |is_so: fn(Exact) -> bool| !asked.is_empty() && asked.iter().all(|at| all(*at, is_so));
    (all_asked(is_about_100) && all(known, is_small)) || (all_asked(is_small) && all(known, is_about_100))
}

fn all(known: Interval, is_so: fn(Exact) -> bool) -> bool {
    let mut ends = [known.low, known.high].into_iter().flatten().peekable();
    ends.peek().is_some() && ends.all(|end| is_so(end.at))
}

fn is_about_100(number: Exact) -> bool {
    number >= Exact::from(95) && number <= Exact::from(110)
}

fn is_small(number: Exact) -> bool {
    number.abs() < Exact::from(15)
}
