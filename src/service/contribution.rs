//! What a part contributes to the growth of a whole, from figures as people give them; nothing is stored.

use super::{
    error::{Faults, ServiceError},
    fields::Fields,
};
use crate::domain::{
    assessment::{
        Unavailable,
        contribution::{Contribution, Grown, contribution},
        rollup::Printed,
    },
    quantity::Exact,
};

/// An amount with its growth over the year before, as people give them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrownDraft {
    /// The amount as printed, in the unit.
    pub amount: String,
    /// Its growth as printed, in percent.
    pub growth: String,
}

/// What a part contributes, and whether a printed contribution can be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributed {
    /// The contribution, or why there is none.
    pub result: Result<Contribution, Unavailable>,
    /// Whether the printed contribution lies in the range that the rounding leaves; `None` where none was given, or
    /// there is no range.
    pub allows_printed: Option<bool>,
}

/// The contribution of a part to the growth of the whole, from the four figures as printed; `printed` is the
/// contribution that the report prints itself, in percent.
///
/// # Errors
/// [`ServiceError::Refused`] with the faults of the fields: no decimals, or a growth of -100 percent or less, from
/// which no earlier amount follows.
pub fn contributed(
    part: &GrownDraft,
    whole: &GrownDraft,
    printed: Option<&str>,
) -> Result<Contributed, ServiceError> {
    let mut fields = Fields::default();
    let part_read = read(&mut fields, ["part_amount", "part_growth"], part);
    let whole_read = read(&mut fields, ["whole_amount", "whole_growth"], whole);
    let printed = printed.and_then(|text| fields.exact("printed", text));
    fields.finish().map_err(ServiceError::from)?;
    let (Some(part), Some(whole)) = (part_read, whole_read) else {
        return Err(Faults::default().into());
    };
    let result = contribution(part, whole);
    let allows_printed = result
        .ok()
        .filter(|contribution| contribution.low.is_some() && contribution.high.is_some())
        .zip(printed)
        .map(|(contribution, printed)| contribution.allows(printed));
    Ok(Contributed { result, allows_printed })
}

fn read(fields: &mut Fields, [amount, growth]: [&str; 2], draft: &GrownDraft) -> Option<Grown> {
    let figure = fields.exact(amount, &draft.amount);
    let percent = fields.exact(growth, &draft.growth);
    if let Some(percent) = percent {
        let factor = Exact::HUNDRED.plus(percent);
        if !factor.is_some_and(Exact::is_positive) {
            let detail = "a growth is above -100 percent; with less there was no amount a year before";
            fields.fault(growth, &draft.growth, "growth_too_low", detail);
            return None;
        }
    }
    Some(Grown {
        amount: Printed::by_its_digits(figure?, &draft.amount),
        growth_percent: Printed::by_its_digits(percent?, &draft.growth),
    })
}
