//! Adding up over areas or categories. Overlapping members are left out, and a partial result says how many
//! parts it has. What is rolled up are figures; verdicts are counted, never averaged.

use super::{Known, Unavailable};
use crate::domain::{code::Code, indicator::Aggregation, quantity::Exact};

/// A figure as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// The figure.
    pub value: Exact,
    /// How far what it stands for can lie from it: half a unit of its last printed digit, a whole one where it says about.
    pub rounding: Exact,
}

impl Printed {
    /// A figure that is printed with so many decimals.
    pub fn with_decimals(value: Exact, decimals: u32) -> Self {
        let half = Exact::ONE.over(Exact::from(2));
        let rounding = (0..decimals).fold(half, |half, _| half?.over(Exact::from(10)));
        Self { value, rounding: rounding.unwrap_or(Exact::ZERO) }
    }

    /// A figure that a decimal stands for: zeros at its end say how finely it was counted.
    pub fn by_its_digits(value: Exact, decimal: &str) -> Self {
        let decimals = decimal.trim().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        Self::with_decimals(value, u32::try_from(decimals).unwrap_or_default().max(value.decimals()))
    }

    /// The least and the most that it can stand for; `None` where an end cannot be represented.
    pub fn range(self) -> Option<(Exact, Exact)> {
        Some((self.value.minus(self.rounding)?, self.value.plus(self.rounding)?))
    }
}

impl From<Exact> for Printed {
    /// A figure that is printed with the digits that it needs.
    fn from(value: Exact) -> Self {
        Self::with_decimals(value, value.decimals())
    }
}

/// A member of an area's or a category's parts, with what was reported for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its code.
    pub code: Code,
    /// Whether it overlaps its siblings.
    pub overlapping: bool,
    /// Its figure; for a ratio of sums its numerator. A reported zero is a figure.
    pub figure: Option<Printed>,
    /// Its weight; for a ratio of sums its denominator. Other aggregations need none.
    pub weight: Option<Exact>,
}

/// What the parts make together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollup {
    /// The result over the parts that have a figure.
    pub value: Known,
    /// The parts that took part, by code.
    pub counted: Vec<Code>,
    /// The parts that should have taken part and have no figure, or no weight where one is needed.
    pub missing: Vec<Code>,
    /// The parts left out because they overlap the others.
    pub overlapping: Vec<Code>,
}

impl Rollup {
    /// Whether parts are missing, so that the result is not the whole.
    pub fn is_partial(&self) -> bool {
        !self.missing.is_empty()
    }
}

/// Rolls figures up. `per` is what a ratio of sums is counted per (100 for a percentage), or why there is none.
pub fn roll_up(aggregation: Aggregation, per: Known, parts: &[Part]) -> Rollup {
    let needs_weight = matches!(aggregation, Aggregation::WeightedMean | Aggregation::RatioOfSums);
    let mut rollup =
        Rollup { value: Err(Unavailable::NO_PARTS), counted: vec![], missing: vec![], overlapping: vec![] };
    let mut figures = Vec::new();
    for part in parts {
        match (part.overlapping, part.figure, part.weight) {
            (true, ..) => rollup.overlapping.push(part.code.clone()),
            (false, Some(figure), weight) if weight.is_some() || !needs_weight => {
                rollup.counted.push(part.code.clone());
                figures.push((figure.value, weight.unwrap_or(Exact::ONE)));
            }
            (false, ..) => rollup.missing.push(part.code.clone()),
        }
    }
    if !figures.is_empty() {
        rollup.value = combined(aggregation, per, &figures);
    }
    rollup
}

fn combined(aggregation: Aggregation, per: Known, figures: &[(Exact, Exact)]) -> Known {
    let sum = |of: fn(&(Exact, Exact)) -> Option<Exact>| {
        figures.iter().try_fold(Exact::ZERO, |sum, part| sum.plus(of(part)?)).ok_or(Unavailable::OUT_OF_RANGE)
    };
    let numbers = || figures.iter().map(|(figure, _)| *figure);
    let ratio = |above: Exact, below: Exact| {
        if below.is_positive() {
            above.over(below).ok_or(Unavailable::OUT_OF_RANGE)
        } else {
            Err(Unavailable::NO_WEIGHT)
        }
    };
    let figure = |part: &(Exact, Exact)| Some(part.0);
    let weight = |part: &(Exact, Exact)| Some(part.1);
    match aggregation {
        Aggregation::Sum => sum(figure),
        Aggregation::Mean => ratio(sum(figure)?, sum(|_| Some(Exact::ONE))?),
        Aggregation::WeightedMean => ratio(sum(|part| part.0.times(part.1))?, sum(weight)?),
        Aggregation::RatioOfSums => {
            let above = sum(figure)?.times(per?).ok_or(Unavailable::OUT_OF_RANGE)?;
            ratio(above, sum(weight)?)
        }
        Aggregation::Max => numbers().max().ok_or(Unavailable::NO_PARTS),
        Aggregation::Min => numbers().min().ok_or(Unavailable::NO_PARTS),
        Aggregation::None => Err(Unavailable::NOT_ADDITIVE),
    }
}
