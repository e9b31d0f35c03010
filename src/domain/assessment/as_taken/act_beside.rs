//! The figure of what is asked, where a report prints that of an earlier act in front of it: 开工1.8万个，竣工1.6万个.

use super::{Case, Reported, replaced, what_is_counted};
use crate::domain::{
    reading::{Context, context_of, read_outcome},
    value::{Figure, Value},
};

/// The vintages with the figures of what is asked in place of those of another act; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    // One figure alone is of one act.
    let has_two = |text: &str| text.contains(['，', '、', '；', ',', ';']);
    if !case.reported.iter().any(|vintage| has_two(&vintage.outcome.text)) {
        return None;
    }
    let asked = what_is_counted(case)?;
    let context = Context { scale: case.scale, ..context_of(case.indicator) };
    replaced(case, |vintage| {
        let words = asked.of_what_is_asked(&vintage.outcome.text)?;
        let value = read_outcome(&words, &context).ok()?.value;
        if !matches!(value.figure, Figure::Number { .. } | Figure::Bound { .. }) {
            return None;
        }
        let mut taken = vintage.clone();
        taken.outcome.value = Value { declared: vintage.outcome.value.declared, ..value };
        taken.outcome.text = words;
        Some(taken)
    })
}
