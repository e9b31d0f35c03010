//! What an outcome phrase is read as: a reported value, as data. Its serialised form is the documented one
//! (decimals as strings, defaults left out); it is stored, exported and published alike.

use serde::{Deserialize, Serialize};

use super::{
    criterion::{ChangeUnit, Comparison, PREVIOUS_PERIOD},
    quantity::Exact,
};

/// What was reported, with what stands beside the figure in the phrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The figure itself.
    #[serde(flatten)]
    pub figure: Figure,
    /// Whether the report says like-for-like (同口径).
    #[serde(default, skip_serializing_if = "is_false")]
    pub like_for_like: bool,
    /// Whether the figure, a growth, is the average a year over several years (年均增长5.8%).
    #[serde(default, skip_serializing_if = "is_false")]
    pub average_per_year: bool,
    /// What the report declares beside the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Declaration>,
    /// The changes that are printed beside the figure (48653元，增长5.8%), in the order in which they stand there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The figure like for like, where it is printed beside one that is not (增长5.2%（同口径增长8.9%）).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparable: Option<Exact>,
}

impl Value {
    /// The value without what is printed beside its figure, and that: the changes, and the figure like for like.
    pub fn apart(self) -> (Self, Vec<Change>, Option<Exact>) {
        let Self { figure, like_for_like, average_per_year, declared, changes, comparable } = self;
        (Self { like_for_like, average_per_year, declared, ..Self::from(figure) }, changes, comparable)
    }
}

impl From<Figure> for Value {
    fn from(figure: Figure) -> Self {
        Self {
            figure,
            like_for_like: false,
            average_per_year: false,
            declared: None,
            changes: Vec::new(),
            comparable: None,
        }
    }
}

/// A change against an earlier figure, as it is printed beside a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The change with its sign.
    pub by: Exact,
    /// What it is counted in.
    pub by_unit: ChangeUnit,
    /// On which side of `by` the change lies, where only that is known (正增长); never `equal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op: Option<Comparison>,
    /// Whether the report says about.
    #[serde(default, skip_serializing_if = "is_false")]
    pub approximate: bool,
    /// `previous_period`, or the earlier figure as written (`2020`).
    #[serde(default = "previous_period", skip_serializing_if = "is_previous_period")]
    pub from: String,
    /// Whether it is the average a year over several years (年均增长5.8%).
    #[serde(default, skip_serializing_if = "is_false")]
    pub average_per_year: bool,
    /// Whether the report says that the change is like-for-like (同口径增长3.2%), which the figure need not be.
    #[serde(default, skip_serializing_if = "is_false")]
    pub like_for_like: bool,
}

impl Change {
    /// Whether the other is counted in the same, from the same figure and in the same sense.
    pub fn is_of_the_kind_of(&self, other: &Self) -> bool {
        self.by_unit == other.by_unit
            && self.from == other.from
            && self.average_per_year == other.average_per_year
            && self.like_for_like == other.like_for_like
    }
}

/// A reported figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figure {
    /// A number, in the indicator's unit.
    Number {
        /// The number.
        value: Exact,
        /// Whether the report says about (左右, 约): compared as that number, flagged.
        #[serde(default, skip_serializing_if = "is_false")]
        approximate: bool,
    },
    /// Only a bound is known.
    Bound {
        /// On which side of the value the figure lies; never `equal`.
        op: Comparison,
        /// The bound, in the indicator's unit.
        value: Exact,
        /// Whether the report says just under (近20%).
        #[serde(default, skip_serializing_if = "is_false")]
        near: bool,
    },
    /// A range in which the figure lies, both ends included.
    Between {
        /// The lower end.
        low: Exact,
        /// The upper end.
        high: Exact,
    },
    /// Only the change against an earlier figure is known (a flow reported as 增长7.1%, or 比2020年增长30%).
    Change {
        /// The change with its sign.
        by: Exact,
        /// What it is counted in.
        by_unit: ChangeUnit,
        /// On which side of `by` the change lies, where only that is known (正增长); never `equal`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        op: Option<Comparison>,
        /// Whether the report says about.
        #[serde(default, skip_serializing_if = "is_false")]
        approximate: bool,
        /// `previous_period`, or the earlier figure as written (`2020`).
        #[serde(default = "previous_period", skip_serializing_if = "is_previous_period")]
        from: String,
    },
    /// The reporter says that the target is attained, without a number (预计能完成, 已完成).
    DeclaredAttained,
    /// The reporter says that the target is missed, or that what is asked is not done, without a number (未完成, not met).
    DeclaredMissed,
    /// The reporter says how the pace of the plan of several years is kept, and no more (达到“十四五”序时进度): which way, stands in
    /// [`Value::declared`].
    DeclaredPace,
    /// A printed share of the plan's target (完成年度目标58.6%), with or without the amount.
    ShareOfTarget {
        /// The share, in percent.
        percent: Exact,
        /// The amount, where it is printed too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Exact>,
    },
    /// A grade on the indicator's own scale, or a bound on it.
    Grade {
        /// The grade, normalised (`Ⅱ`, `劣Ⅴ`).
        grade: String,
        /// How the reported grade stands to it, where only that is known (Ⅲ类及以上); `at_least` means at least as good.
        /// Never `equal`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        op: Option<Comparison>,
    },
    /// A place in an order, 1 being the best.
    Rank {
        /// The rank.
        rank: u32,
        /// Among whom, as written; empty where the phrase does not say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        among: String,
    },
    /// An act was done (已开工, launched), or was not (未建成), which is what is asked where a milestone asks for no other.
    Act {
        /// The act, as written.
        what: String,
        /// Whether it was not done.
        #[serde(default, skip_serializing_if = "is_false")]
        not_done: bool,
    },
    /// Nothing was reported.
    NotReported {
        /// Why there is no figure, where the report says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Missing>,
    },
}

impl Figure {
    /// The change that the figure is, in the sense in which it is said; `None` where it is no change.
    pub fn as_change(&self, average_per_year: bool, like_for_like: bool) -> Option<Change> {
        let Self::Change { by, by_unit, op, approximate, from } = self else { return None };
        let (by, by_unit, op, approximate, from) = (*by, *by_unit, *op, *approximate, from.clone());
        Some(Change { by, by_unit, op, approximate, from, average_per_year, like_for_like })
    }

    /// Whether nothing was reported.
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self::NotReported { .. })
    }

    /// Whether it says what share of the target it is.
    pub const fn is_share(&self) -> bool {
        matches!(self, Self::ShareOfTarget { .. })
    }

    /// The number in the indicator's unit, where the figure is one.
    pub const fn number(&self) -> Option<Exact> {
        match self {
            Self::Number { value, .. } => Some(*value),
            Self::ShareOfTarget { value, .. } => *value,
            Self::Bound { .. }
            | Self::Between { .. }
            | Self::Change { .. }
            | Self::DeclaredAttained
            | Self::DeclaredMissed
            | Self::DeclaredPace
            | Self::Grade { .. }
            | Self::Rank { .. }
            | Self::Act { .. }
            | Self::NotReported { .. } => None,
        }
    }
}

/// Why a report has no figure, in its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The figure exists and is held back (suppressed, confidential).
    Withheld,
    /// The series is not continued (no longer collected).
    Discontinued,
    /// What is asked does not apply (not applicable).
    NotApplicable,
}

/// What a report declares beside a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Declaration {
    /// The target is attained.
    Attained,
    /// The parent plan's pace is kept (达到“十四五”期间序时进度).
    OnParentPace,
    /// What was due by now is done, by whose reckoning is not said (达到序时进度).
    OnPace,
    /// It is not: of the target itself, or of the parent plan (滞后于序时进度).
    BehindPace,
}

fn previous_period() -> String {
    PREVIOUS_PERIOD.to_owned()
}

fn is_previous_period(from: &str) -> bool {
    from == PREVIOUS_PERIOD
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(flag: &bool) -> bool {
    !flag
}
