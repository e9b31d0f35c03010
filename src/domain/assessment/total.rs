//! The amount of a series for a period as an assessment answers with it: what is reported for it, what a reported growth makes
//! of the figure before, or what its parts add up to. Knows nothing that is asked and gives no status.

use super::{
    Case, Unavailable, as_taken,
    choose::{choose, number_can_be, printed},
    demand, earlier_word,
    firmness::is_counted,
    parts,
    rollup::Printed,
};
use crate::domain::{outcome::Outcome, quantity::Exact, value::Figure};

/// The same of what is asked: a number of other things than those that the target counts, of begun ones where they are to be
/// built, is none of it ([`Unavailable::NOT_COMPARABLE`]).
///
/// # Errors
/// Those of [`amount`].
pub fn amount_of_what_is_asked(case: &Case<'_>) -> Result<Printed, Unavailable> {
    match as_taken::reported(case) {
        Some(reported) => amount(&Case { reported: &reported, ..*case }),
        None => amount(case),
    }
}

/// The amount for the period of the case's target, from vintages on its caliber, with how far rounding leaves it open.
///
/// # Errors
/// Why there is none: nothing is reported, or nothing that is a number.
pub fn amount(case: &Case<'_>) -> Result<Printed, Unavailable> {
    match earlier_word::that_stand(case) {
        Some(reported) => of_what_stands(&Case { reported: &reported, ..*case }),
        None => of_what_stands(case),
    }
}

fn of_what_stands(case: &Case<'_>) -> Result<Printed, Unavailable> {
    let period = case.target.period;
    let chosen = choose(case.reported, period, case.admitted_from).map(|chosen| &chosen.answer.outcome);
    let said = chosen.and_then(|outcome| Some((is_counted(Some(outcome.basis)), figure(case, outcome)?)));
    let figure = match said {
        Some((true, figure)) => Some(figure),
        said => [together(case), said]
            .into_iter()
            .flatten()
            .max_by_key(|(is_counted, _)| *is_counted)
            .map(|(_, figure)| figure),
    };
    figure.ok_or(match chosen.map(|outcome| &outcome.value.figure) {
        Some(Figure::Act { .. }) => Unavailable::NOT_COMPARABLE,
        Some(_) => Unavailable::NO_NUMBER,
        None => Unavailable::NOTHING_REPORTED,
    })
}

/// The amount that a report prints, or what follows from the change that it reports.
fn figure(case: &Case<'_>, outcome: &Outcome) -> Option<Printed> {
    printed(outcome).or_else(|| grown(case, outcome))
}

/// What follows from a change that is reported in place of the amount.
fn grown(case: &Case<'_>, outcome: &Outcome) -> Option<Printed> {
    let (known, _) = demand::number_of_change(case, &outcome.value, outcome.period).ok()?;
    let value = known.as_point()?;
    let can_be = number_can_be(case, outcome)?;
    let rounding = can_be.high?.at.minus(can_be.low?.at)?.over(Exact::from(2))?;
    Some(Printed { value, rounding })
}

/// What the parts add up to that are all of the period, and whether it was counted.
fn together(case: &Case<'_>) -> Option<(bool, Printed)> {
    let whole = parts::all_parts(case, case.target.period)?;
    let value = whole.known?.as_point()?;
    let each = whole.parts.iter().map(|part| figure(case, &part.outcome).map(|figure| figure.rounding));
    let rounding = each.into_iter().try_fold(Exact::ZERO, |sum, rounding| sum.plus(rounding?))?;
    Some((whole.is_counted(), Printed { value, rounding }))
}
