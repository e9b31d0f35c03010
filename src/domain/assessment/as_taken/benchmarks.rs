//! What a report says beside its figure of another series, where the target asks how the figure stands to that very one: 5.3%，快于全国
//! 0.3个百分点 of 高于全国平均水平. It decides where no figure of the other series is known.

use super::{Case, Reported, replaced};
use crate::domain::{
    characters::in_simplified,
    criterion::{Comparison, Condition},
    indicator::Measure,
    value::{Declaration, Figure},
};

/// Words for a figure of all, behind the name of a place.
const ENDS: [&str; 6] = ["平均水平", "平均增速", "平均", "水平", "增速", ""];

/// The vintages that say that they stand so as is asked; `None` where none does.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    let Condition::Relative { op, offset, to, .. } = &case.target.criterion.as_ref()?.condition else {
        return None;
    };
    let is_share = matches!(case.indicator.measure, Measure::Rate | Measure::Level)
        && matches!(case.indicator.unit.trim(), "%" | "％");
    if !is_share || !offset.is_zero() || to.is_ascii() {
        return None;
    }
    let sides: &[&str] = match op {
        Comparison::AtLeast | Comparison::MoreThan => &["高于", "快于", "高出", "超过"],
        Comparison::AtMost | Comparison::LessThan => &["低于", "慢于"],
        Comparison::Equal => return None,
    };
    let to = in_simplified(to);
    let place = ENDS.iter().find_map(|end| to.strip_suffix(end)).filter(|place| !place.is_empty())?;
    replaced(case, |vintage| {
        let value = &vintage.outcome.value;
        let is_figure = matches!(value.figure, Figure::Number { .. }) && value.declared.is_none();
        if !is_figure || vintage.outcome.period != case.target.period {
            return None;
        }
        let said = in_simplified(&vintage.outcome.text);
        let mut clauses = said.split(['，', ',', '、', '；', ';', '（', '）', '(', ')']).skip(1);
        let mut taken = vintage.clone();
        taken.outcome.value.declared = Some(Declaration::Attained);
        clauses.any(|clause| stands_so(clause, sides, place)).then_some(taken)
    })
}

/// Whether a clause says no more than that the figure stands on one of the sides of that of a place, and by how much.
fn stands_so(clause: &str, sides: &[&str], place: &str) -> bool {
    let of_place = |side: &&str| clause.trim().strip_prefix(*side)?.strip_prefix(place);
    let Some(rest) = sides.iter().find_map(of_place) else { return false };
    ENDS.iter().filter_map(|end| rest.strip_prefix(end)).any(|by| {
        let points = by.strip_suffix("个百分点").or_else(|| by.strip_suffix("个点"));
        let is_margin = |number: &str| {
            number.chars().all(|c| c.is_ascii_digit() || c == '.')
                && number.contains(|c| matches!(c, '1'..='9'))
        };
        by.is_empty() || points.is_some_and(is_margin)
    })
}

#[cfg(test)]
mod tests {
    use super::stands_so;

    #[test]
    fn how_a_figure_stands_to_that_of_a_place_is_said_of_that_place() {
        for (clause, is_so) in [
            ("快于全国0.3个百分点", true),
            ("高于全国平均水平", true),
            ("高于全国平均水平1.2个百分点", true),
            ("高于全国增速1.2个百分点", true),
            ("高于全国0个百分点", false),
            ("高于全省0.3个百分点", false),
            ("低于全国0.3个百分点", false),
            ("高于全国目标0.3个百分点", false),
            ("高于全国农村平均水平", false),
            ("预计高于全国0.3个百分点", false),
            ("不高于全国平均水平", false),
            ("增速高于全国0.3个百分点", false),
        ] {
            assert_eq!(stands_so(clause, &["高于", "快于"], "全国"), is_so, "{clause}");
        }
    }
}
