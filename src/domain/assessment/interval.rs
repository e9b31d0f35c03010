//! What is known of a number: a point, a half-line or a range, and three-valued comparison of two of them.
//! Knows nothing of targets or outcomes.

use super::Verdict;
use crate::domain::{criterion::Comparison, quantity::Exact};

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Where it lies.
    pub at: Exact,
    /// Whether the point itself is left out.
    pub open: bool,
}

impl End {
    const fn closed(at: Exact) -> Self {
        Self { at, open: false }
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self { at: self.at.plus(other.at)?, open: self.open || other.open })
    }

    fn negated(self) -> Self {
        Self { at: self.at.negated(), open: self.open }
    }
}

/// What is known of a number: it lies between the ends, where there are ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower end; `None` where nothing is known downwards.
    pub low: Option<End>,
    /// The upper end; `None` where nothing is known upwards.
    pub high: Option<End>,
}

impl Interval {
    /// The number is known.
    pub const fn point(at: Exact) -> Self {
        Self { low: Some(End::closed(at)), high: Some(End::closed(at)) }
    }

    /// The number lies between the two, both included.
    pub const fn between(low: Exact, high: Exact) -> Self {
        Self { low: Some(End::closed(low)), high: Some(End::closed(high)) }
    }

    /// The number stands so to the value.
    pub const fn bound(op: Comparison, value: Exact) -> Self {
        let closed = Some(End::closed(value));
        let open = Some(End { at: value, open: true });
        match op {
            Comparison::AtLeast => Self { low: closed, high: None },
            Comparison::MoreThan => Self { low: open, high: None },
            Comparison::AtMost => Self { low: None, high: closed },
            Comparison::LessThan => Self { low: None, high: open },
            Comparison::Equal => Self::point(value),
        }
    }

    /// The number itself, where it is known.
    pub fn as_point(self) -> Option<Exact> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high && !low.open => Some(low.at),
            _ => None,
        }
    }

    /// The sum of two such numbers; `None` where an end cannot be represented.
    pub fn plus(self, other: Self) -> Option<Self> {
        let add = |a: Option<End>, b: Option<End>| match (a, b) {
            (Some(a), Some(b)) => a.plus(b).map(Some),
            _ => Some(None),
        };
        Some(Self { low: add(self.low, other.low)?, high: add(self.high, other.high)? })
    }

    /// The interval moved by an amount; `None` where an end cannot be represented.
    pub fn moved(self, by: Exact) -> Option<Self> {
        if by.is_zero() { Some(self) } else { self.plus(Self::point(by)) }
    }

    /// The interval stretched by a positive factor; `None` where an end cannot be represented.
    pub fn stretched(self, factor: Exact) -> Option<Self> {
        self.each_end(|at| at.times(factor))
    }

    /// The interval divided by a positive number; `None` where an end cannot be represented.
    pub fn over(self, divisor: Exact) -> Option<Self> {
        self.each_end(|at| at.over(divisor))
    }

    /// The interval with each of its ends turned, in the same order; `None` where one cannot be represented.
    pub(super) fn each_end(self, turned: impl Fn(Exact) -> Option<Exact>) -> Option<Self> {
        let turn = |end: Option<End>| match end {
            Some(End { at, open }) => turned(at).map(|at| Some(End { at, open })),
            None => Some(None),
        };
        Some(Self { low: turn(self.low)?, high: turn(self.high)? })
    }

    /// The product of two such numbers of which it is known that they are not negative; `None` where an end cannot be
    /// represented.
    pub fn times_positive(self, other: Self) -> Option<Self> {
        let times = |a: End, b: End| Some(End { at: a.at.times(b.at)?, open: a.open || b.open });
        let from_zero =
            |end: Option<End>| end.filter(|end| !end.at.is_negative()).unwrap_or(End::closed(Exact::ZERO));
        let low = times(from_zero(self.low), from_zero(other.low))?;
        // Of what cannot be negative there is nothing below zero.
        let is_none = |end: &End| end.at.is_negative() || (end.at.is_zero() && end.open);
        if [self.high, other.high].iter().flatten().any(is_none) {
            return None;
        }
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(times(a, b)?),
            _ => None,
        };
        Some(Self { low: Some(low), high })
    }

    /// The product of such a number, of either sign, and one of which it is known that it is positive; `None` where an end
    /// cannot be represented.
    pub fn times_of_positive(self, positive: Self) -> Option<Self> {
        let times = |end: Option<End>, by: Option<End>| match (end, by) {
            (Some(end), _) if end.at.is_zero() => Some(Some(end)),
            (Some(end), Some(by)) => {
                let at = end.at.times(by.at)?;
                Some(Some(End { at, open: end.open || by.open }))
            }
            _ => Some(None),
        };
        let is_negative = |end: Option<End>| end.is_some_and(|end| end.at.is_negative());
        let (low, high) = (self.low, self.high);
        Some(Self {
            low: times(low, if is_negative(low) { positive.high } else { positive.low })?,
            high: times(high, if is_negative(high) { positive.low } else { positive.high })?,
        })
    }

    /// The interval seen in a mirror.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { low: self.high.map(End::negated), high: self.low.map(End::negated) }
    }

    /// All that lies in the one, in the other or between them: the number is in one of the two.
    #[must_use]
    pub fn together_with(self, other: Self) -> Self {
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(if (b.at, b.open) < (a.at, a.open) { b } else { a }),
            _ => None,
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(if (b.at, !b.open) > (a.at, !a.open) { b } else { a }),
            _ => None,
        };
        Self { low, high }
    }

    /// What is left of it where the number lies in the other one as well.
    #[must_use]
    pub fn narrowed_by(self, other: Self) -> Self {
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(if (b.at, b.open) > (a.at, a.open) { b } else { a }),
            (a, b) => a.or(b),
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(if (b.at, !b.open) < (a.at, !a.open) { b } else { a }),
            (a, b) => a.or(b),
        };
        Self { low, high }
    }

    /// Whether the two can be the same number.
    pub fn meets(self, other: Self) -> bool {
        at_least(self, other) != Verdict::Disproved && at_least(other, self) != Verdict::Disproved
    }
}

/// Whether `x` stands so to `y`: proved where it does wherever the two lie in their intervals, disproved where
/// it does nowhere, open else. Ends are compared exactly and never rounded.
pub fn compare(x: Interval, op: Comparison, y: Interval) -> Verdict {
    match op {
        Comparison::AtLeast => at_least(x, y),
        Comparison::MoreThan => more_than(x, y),
        Comparison::AtMost => at_least(y, x),
        Comparison::LessThan => more_than(y, x),
        Comparison::Equal => at_least(x, y).and(at_least(y, x)),
    }
}

fn at_least(x: Interval, y: Interval) -> Verdict {
    if let (Some(low), Some(high)) = (x.low, y.high)
        && low.at >= high.at
    {
        return Verdict::Proved;
    }
    if let (Some(high), Some(low)) = (x.high, y.low)
        && (high.at < low.at || (high.at == low.at && (high.open || low.open)))
    {
        return Verdict::Disproved;
    }
    Verdict::Open
}

fn more_than(x: Interval, y: Interval) -> Verdict {
    // x > y is the negation of y >= x.
    at_least(y, x).negated()
}

impl Verdict {
    /// Both: disproved where either is, proved where both are (Kleene's strong logic).
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Disproved, _) | (_, Self::Disproved) => Self::Disproved,
            (Self::Proved, Self::Proved) => Self::Proved,
            _ => Self::Open,
        }
    }

    /// Either: proved where either is, disproved where both are.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        self.negated().and(other.negated()).negated()
    }

    /// Not: what was proved is disproved, and open stays open.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Proved => Self::Disproved,
            Self::Disproved => Self::Proved,
            Self::Open => Self::Open,
        }
    }
}
