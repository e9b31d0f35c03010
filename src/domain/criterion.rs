//! What a target phrase is read as: a condition on an outcome, as data. Its serialised form is the documented
//! one (decimals as strings, defaults left out); it is stored, exported and published alike.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{code::Code, quantity::Exact};

/// What a target asks, with what stands beside the condition in the phrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// The condition itself.
    #[serde(flatten)]
    pub condition: Condition,
    /// Words that express an aspiration beyond the condition (争取实现更好的结果): kept, shown, not assessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspiration: Option<String>,
    /// Whether the phrase says like-for-like (同口径).
    #[serde(default, skip_serializing_if = "is_false")]
    pub like_for_like: bool,
    /// Whether the phrase says that the number, of what is a rate of one year, is the change over all years of the period
    /// together (〔13.5〕, 累计下降13.5%).
    #[serde(default, skip_serializing_if = "is_false")]
    pub cumulative: bool,
}

impl Criterion {
    /// The same with its relative parts meaning the series of that indicator.
    #[must_use]
    pub fn referring_to(self, indicator: &Code) -> Self {
        let condition = match self.condition {
            Condition::Relative { op, offset, to, code: _, about } => {
                Condition::Relative { op, offset, to, code: Some(indicator.to_string()), about }
            }
            Condition::All { of } => {
                Condition::All { of: of.into_iter().map(|part| part.referring_to(indicator)).collect() }
            }
            other => other,
        };
        Self { condition, ..self }
    }

    /// The same with each change that names no earlier figure counted from that base. An average is counted over the years,
    /// and a change of nothing (正增长, 持平) is one of the year by its words.
    #[must_use]
    pub fn counted_from(self, base: &str) -> Self {
        let condition = match self.condition {
            Condition::Change { op, by, by_unit, from, to_value: None, about, average_per_year: false }
                if from == PREVIOUS_PERIOD && !by.is_zero() =>
            {
                let from = base.to_owned();
                Condition::Change { op, by, by_unit, from, to_value: None, about, average_per_year: false }
            }
            Condition::All { of } => {
                Condition::All { of: of.into_iter().map(|part| part.counted_from(base)).collect() }
            }
            other => other,
        };
        Self { condition, ..self }
    }

    /// Whether it, or a part of it, is the change over all years of the period together.
    pub fn is_cumulative(&self) -> bool {
        self.cumulative
            || matches!(&self.condition, Condition::All { of } if of.iter().any(Self::is_cumulative))
    }

    /// Whether the condition, or one of its parts, is such a one.
    pub fn asks(&self, is_such: impl Fn(&Condition) -> bool) -> bool {
        let mut asks = false;
        self.visit(&mut |condition| asks |= is_such(condition));
        asks
    }

    /// Visits the condition and, where it is made of parts, those of the parts.
    pub fn visit(&self, seen: &mut impl FnMut(&Condition)) {
        seen(&self.condition);
        if let Condition::All { of } = &self.condition {
            for part in of {
                part.visit(seen);
            }
        }
    }
}

impl Condition {
    /// The threshold that is to be reached, in the indicator's unit, where there is one.
    pub const fn threshold(&self) -> Option<Exact> {
        match self {
            Self::Threshold { value, .. } => Some(*value),
            _ => None,
        }
    }
}

impl From<Condition> for Criterion {
    fn from(condition: Condition) -> Self {
        Self { condition, aspiration: None, like_for_like: false, cumulative: false }
    }
}

/// A condition on an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Condition {
    /// A number to be reached, passed, kept under or met, in the indicator's unit.
    Threshold {
        /// How the outcome must stand to the value.
        op: Comparison,
        /// The value, in the indicator's unit.
        value: Exact,
        /// Whether the phrase said about (左右): the tolerance of the plan or the target then applies.
        #[serde(default, skip_serializing_if = "is_false")]
        about: bool,
        /// Whether the phrase said 年均: an average over the years, compounded where it is a growth.
        #[serde(default, skip_serializing_if = "is_false")]
        average_per_year: bool,
    },
    /// From … to …, both included. Where one way is better only the nearer end binds; where on target is
    /// better both do.
    Range {
        /// The lower end.
        low: Exact,
        /// The upper end.
        high: Exact,
        /// Whether the phrase said about.
        #[serde(default, skip_serializing_if = "is_false")]
        about: bool,
        /// Whether the phrase said 年均.
        #[serde(default, skip_serializing_if = "is_false")]
        average_per_year: bool,
    },
    /// A change of the same series against an earlier figure of its own.
    Change {
        /// How the change must stand to `by`.
        op: Comparison,
        /// The change asked for, with its sign: a fall by 10 is -10.
        by: Exact,
        /// What `by` is counted in.
        by_unit: ChangeUnit,
        /// `previous_period`, or a baseline as written (`2013`, `十二五`).
        from: String,
        /// The resulting value where the phrase prints it too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_value: Option<Exact>,
        /// Whether the phrase said about.
        #[serde(default, skip_serializing_if = "is_false")]
        about: bool,
        /// Whether the phrase said 年均.
        #[serde(default, skip_serializing_if = "is_false")]
        average_per_year: bool,
    },
    /// A comparison with another series' outcome.
    Relative {
        /// How the outcome must stand to the other's outcome plus the offset.
        op: Comparison,
        /// Added to the other's outcome, in the unit.
        #[serde(default = "zero", skip_serializing_if = "is_zero")]
        offset: Exact,
        /// The other series as written (`经济增速`, `全国平均`).
        to: String,
        /// The other series' indicator code, once the target names it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Whether the phrase said about.
        #[serde(default, skip_serializing_if = "is_false")]
        about: bool,
    },
    /// A grade to be kept or reached. `at_least` means at least as good.
    Grade {
        /// How the outcome's grade must stand.
        op: Comparison,
        /// The grade as written, normalised (`Ⅱ`, `劣Ⅴ`, `A`).
        grade: String,
    },
    /// A place in an order, 1 being the best: `at_most` 3 is among the first three.
    Rank {
        /// How the outcome's rank must stand.
        op: Comparison,
        /// The rank.
        rank: u32,
        /// Among whom, as written (`全国`); empty where the phrase does not say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        among: String,
    },
    /// Something to be done, by a day where the phrase gives one.
    Milestone {
        /// The day, both the day and what comes before it being in time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<NaiveDate>,
        /// What is to be done, as written.
        what: String,
    },
    /// All of the parts.
    All {
        /// The parts, two or more.
        of: Vec<Criterion>,
    },
    /// The target has not been issued yet.
    NotIssued {
        /// Who will issue it, where the phrase says so (`国家`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        as_issued_by: Option<String>,
    },
    /// Left to the parent plan.
    Deferred {
        /// The plan it is left to, where the phrase names it (`“十四五”规划`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        as_issued_by: Option<String>,
    },
    /// Words from which no number follows.
    Qualitative,
}

/// How an outcome must stand to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// ≥
    AtLeast,
    /// >
    MoreThan,
    /// ≤
    AtMost,
    /// <
    LessThan,
    /// =, within the tolerance.
    Equal,
}

impl Comparison {
    /// The word for it in the documented form.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::LessThan => "less_than",
            Self::Equal => "equal",
        }
    }

    /// The same comparison seen in a mirror: what it becomes when both sides change their sign.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::AtLeast => Self::AtMost,
            Self::MoreThan => Self::LessThan,
            Self::AtMost => Self::AtLeast,
            Self::LessThan => Self::MoreThan,
            Self::Equal => Self::Equal,
        }
    }
}

/// What a change is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeUnit {
    /// Percentage points (个百分点).
    Points,
    /// Percent of the earlier figure.
    Percent,
    /// The indicator's own unit.
    Amount,
}

/// The `from` of a change against the period before.
pub const PREVIOUS_PERIOD: &str = "previous_period";

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn zero() -> Exact {
    Exact::ZERO
}

fn is_zero(value: &Exact) -> bool {
    value.is_zero()
}
