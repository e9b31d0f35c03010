//! Targets for a fall of something of which more is better: they count the fall itself (压减5%以上), and so must every
//! report of it.

use crate::domain::{
    criterion::{Condition, Criterion},
    indicator::{Direction, Measure},
    reading::{Context, read_target},
};

/// Whether a target asks for an amount of a fall, of an indicator that is not known to be itself a reduction: read for
/// something of which less is better, the same words ask for a change below zero.
pub fn counts_the_fall(phrase: &str, context: &Context<'_>) -> bool {
    let may_count = context.direction == Some(Direction::Higher)
        && !context.is_reduction
        && context.measure == Measure::Rate;
    if !may_count {
        return false;
    }
    let turned = Context { direction: Some(Direction::Lower), ..*context };
    let (Ok(here), Ok(there)) = (read_target(phrase, context), read_target(phrase, &turned)) else {
        return false;
    };
    !asks_below_zero(&here.criterion) && asks_below_zero(&there.criterion)
}

fn asks_below_zero(criterion: &Criterion) -> bool {
    let mut is_below = false;
    criterion.visit(&mut |condition| {
        is_below |= match condition {
            Condition::Threshold { value, .. } => value.is_negative(),
            Condition::Range { low, .. } => low.is_negative(),
            Condition::Change { by, .. } => by.is_negative(),
            _ => false,
        };
    });
    is_below
}

#[cfg(test)]
mod tests {
    use super::counts_the_fall;
    use crate::domain::{
        indicator::{Direction, Measure},
        reading::Context,
    };

    #[test]
    fn a_fall_that_is_counted_is_told_from_one_that_is_limited() {
        let context = |unit, measure| Context {
            unit,
            measure,
            direction: Some(Direction::Higher),
            is_reduction: false,
            scale: &[],
        };
        for (phrase, unit, measure, counts) in [
            ("压减5%以上", "%", Measure::Rate, true),
            ("下降3.4%以上", "%", Measure::Rate, true),
            ("减少2%", "%", Measure::Rate, true),
            ("减排1.7万吨", "万吨", Measure::Flow, false),
            ("降幅不超过5%", "%", Measure::Rate, false),
            ("下降5%以内", "%", Measure::Rate, false),
            ("增长5%", "%", Measure::Rate, false),
            ("5%以上", "%", Measure::Rate, false),
            ("-5%以上", "%", Measure::Rate, false),
            ("不低于10万人", "万人", Measure::Flow, false),
        ] {
            assert_eq!(counts_the_fall(phrase, &context(unit, measure)), counts, "{phrase}");
        }
    }
}
