//! Indicators: what is measured, how its number behaves in time, and which way is better. Knows no plan.

use std::{borrow::Cow, fmt};

use thiserror::Error;

use super::{
    characters::{in_simplified, says},
    code::Code,
    period::Period,
};

/// Declares a closed set of words with one spelling each, used in files, in the database and on the wire.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every member, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The member that a word means.
            ///
            /// # Errors
            /// [`UnknownWord`](crate::domain::indicator::UnknownWord) with the words that exist.
            pub fn from_word(word: &str) -> Result<Self, $crate::domain::indicator::UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::domain::indicator::UnknownWord {
                        what: $what,
                        word: word.to_owned(),
                        known: &[$($word),+],
                    }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::indicator::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::from_word(word)
            }
        }
    };
}
pub(crate) use words;

/// A word that is not one of a closed set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct UnknownWord {
    /// What was to be named: `measure`, `direction`, …
    pub what: &'static str,
    /// The word that was given.
    pub word: String,
    /// The words that exist.
    pub known: &'static [&'static str],
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no {}; one of {} is meant", self.word, self.what, self.known.join(", "))
    }
}

words! {
    /// How the number behaves in time.
    Measure, "measure" {
        /// Adds up over the period: jobs, investment, grain.
        Flow = "flow",
        /// A state at a moment: a stock, a share.
        Level = "level",
        /// A growth rate over the same span a year before.
        Rate = "rate",
        /// 100 = base.
        Index = "index",
        /// a : 1.
        Ratio = "ratio",
        /// An ordered scale of its own, such as water quality Ⅰ … Ⅴ, 劣Ⅴ.
        Grade = "grade",
        /// Done or not, by a day.
        Milestone = "milestone",
        /// No number of its own: it stands for its sub-indicators.
        Group = "group",
    }
}

words! {
    /// Which way is better.
    Direction, "direction" {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
        /// The target itself is best.
        OnTarget = "on_target",
    }
}

words! {
    /// Duty or guidance. It belongs to the target, since it can change from plan to plan.
    Nature, "nature" {
        /// 约束性: a duty.
        Binding = "binding",
        /// 预期性: guidance.
        Anticipatory = "anticipatory",
    }
}

words! {
    /// How the parts (areas, categories) of an indicator make up the whole.
    Aggregation, "aggregation" {
        /// The parts add up.
        Sum = "sum",
        /// The plain mean of the parts.
        Mean = "mean",
        /// The mean weighted by another indicator.
        WeightedMean = "weighted_mean",
        /// The sum of a numerator indicator over the sum of a denominator indicator.
        RatioOfSums = "ratio_of_sums",
        /// The largest part.
        Max = "max",
        /// The smallest part.
        Min = "min",
        /// The parts say nothing about the whole.
        None = "none",
    }
}

impl Measure {
    /// Whether a number of this measure needs a direction to be judged.
    pub const fn needs_direction(self) -> bool {
        !matches!(self, Self::Group | Self::Milestone)
    }

    /// Whether the figure of a part of the period is compared whole with the target: it has a flat path and is
    /// never pro-rated.
    pub const fn is_compared_whole(self) -> bool {
        matches!(self, Self::Rate | Self::Index | Self::Ratio | Self::Grade)
    }

    /// Whether its number is that of a moment: a stock or a share.
    pub const fn is_state(self) -> bool {
        matches!(self, Self::Level | Self::Ratio)
    }

    /// Whether the figure of one period is that of another one: a state is the same for all that end with it.
    pub fn is_figure_of(self, one: Period, other: Period) -> bool {
        one == other || (self.is_state() && one.end() == other.end())
    }
}

/// One thing that is measured, in a catalogue that all plans share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its code.
    pub code: Code,
    /// Its Chinese name; may be empty where an English one is given.
    pub name_zh: String,
    /// Its English name; may be empty where a Chinese one is given.
    pub name_en: String,
    /// The unit as written (`%`, `亿元`, `家`); empty where there is none.
    pub unit: String,
    /// How the number behaves in time.
    pub measure: Measure,
    /// Which way is better; `None` only where the measure needs none.
    pub direction: Option<Direction>,
    /// How parts make up the whole.
    pub aggregation: Aggregation,
    /// The weight series of a weighted mean, or the numerator of a ratio of sums.
    pub numerator: Option<Code>,
    /// The denominator of a ratio of sums.
    pub denominator: Option<Code>,
    /// The ordered scale of a grade, in ascending order; empty is that of water quality: Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ 劣Ⅴ.
    pub scale: Vec<String>,
    /// Decimals to show; `None` shows numbers as reported.
    pub decimals: Option<u32>,
    /// Whether the indicator is itself a reduction (单位GDP能耗下降): a fall is then reported as a positive amount.
    pub is_reduction: bool,
}

impl Indicator {
    /// The same with its Chinese name in simplified characters, in which rules know words: what it is judged and read by, never
    /// what is shown.
    pub fn with_plain_name(&self) -> Cow<'_, Self> {
        match in_simplified(&self.name_zh) {
            Cow::Owned(name_zh) => Cow::Owned(Self { name_zh, ..self.clone() }),
            Cow::Borrowed(_) => Cow::Borrowed(self),
        }
    }
}

/// Whether a name says that what is measured is a growth (工业利润增速), of which a fall is one below zero.
pub fn names_a_growth(name_zh: &str, name_en: &str) -> bool {
    says(name_zh, &["增速", "增长", "增幅", "涨幅"]) || name_en.to_ascii_lowercase().contains("growth")
}

#[cfg(test)]
impl Indicator {
    /// One for the tests of a module, of which more is better.
    pub(crate) fn sample(name: &str, unit: &str, measure: Measure, is_reduction: bool) -> Self {
        Self {
            code: Code::new("x").unwrap(),
            name_zh: name.to_owned(),
            name_en: String::new(),
            unit: unit.to_owned(),
            measure,
            direction: Some(Direction::Higher),
            aggregation: Aggregation::None,
            numerator: None,
            denominator: None,
            scale: Vec::new(),
            decimals: None,
            is_reduction,
        }
    }
}
