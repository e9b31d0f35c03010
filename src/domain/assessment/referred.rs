//! The other series that a relative target is compared with: which of its vintages answers, and what it says in the unit of
//! the series that is judged. Takes no decision.

use super::{
    Case, Reason, Reference, Reported,
    choose::{choose, choose_on},
    compounding::{as_factor, as_number},
    differs_in_caliber,
    interval::Interval,
    reported_change,
    root::root,
    value_of,
};
use crate::domain::{
    code::Code,
    criterion::Condition,
    indicator::Measure,
    period::Period,
    quantity::Exact,
    reading::unit_of,
    unit::{Base, Fit, Unit},
    value::Value,
};

/// The other series' figure for the period, in the unit of the series that is judged. Of an amount a rate of growth is
/// compared with the growth that its report prints: the quotient of two amounts is none at constant prices. Of several years
/// that are reported one by one it is their sum, or the growth a year that they make.
///
/// # Errors
/// [`Reason::ReferenceMissing`] where it is not known, [`Reason::Incomparable`] where it measures another thing.
pub(super) fn figure(case: &Case<'_>, code: Option<&str>, period: Period) -> Result<Interval, Reason> {
    match answering(case, code, period) {
        Some((other, chosen)) => printed(case, other, chosen),
        None => of_several_years(case, code, period),
    }
}

/// What the growth of the other series leaves, over all the years of a period, of what there was before the first of them, as a
/// share of it: by its years one by one, or by the average that is reported for all of them.
///
/// # Errors
/// Those of [`figure`].
pub(super) fn kept(case: &Case<'_>, code: Option<&str>, period: Period) -> Result<Interval, Reason> {
    let years = period.whole_years().ok_or(Reason::ReferenceMissing)?;
    let one_by_one = years.iter().try_fold(Interval::point(Exact::ONE), |product, year| {
        compounded(product, as_factor(case, figure(case, code, *year)?))
    });
    let average = answering(case, code, period).filter(|(_, chosen)| chosen.outcome.value.average_per_year);
    match (one_by_one, average) {
        (Err(Reason::ReferenceMissing), Some((other, chosen))) => {
            let each = as_factor(case, printed(case, other, chosen)?);
            years.iter().try_fold(Interval::point(Exact::ONE), |product, _| compounded(product, each))
        }
        (one_by_one, _) => one_by_one,
    }
}

fn compounded(product: Interval, each: Option<Interval>) -> Result<Interval, Reason> {
    each.and_then(|each| product.times_positive(each)).ok_or(Reason::Incomparable)
}

fn of_several_years(case: &Case<'_>, code: Option<&str>, period: Period) -> Result<Interval, Reason> {
    let years = period.whole_years().filter(|years| years.len() > 1).ok_or(Reason::ReferenceMissing)?;
    match case.indicator.measure {
        Measure::Flow => years.iter().try_fold(Interval::point(Exact::ZERO), |sum, year| {
            sum.plus(figure(case, code, *year)?).ok_or(Reason::Incomparable)
        }),
        Measure::Rate | Measure::Index if !case.indicator.is_reduction => {
            let average = kept(case, code, period)?.each_end(|kept| root(kept, years.len()));
            average.and_then(|average| as_number(case, average)).ok_or(Reason::Incomparable)
        }
        _ => Err(Reason::ReferenceMissing),
    }
}

/// What a report of the other series says, in the unit of the series that is judged.
fn printed(case: &Case<'_>, other: &Reference, chosen: &Reported) -> Result<Interval, Reason> {
    let value = &chosen.outcome.value;
    let known = || value_of::interval(&value.figure).ok_or(Reason::ReferenceMissing);
    let Some((own, theirs)) = units(case, other) else { return known() };
    match theirs.fit(&own) {
        Fit::Factor(up, down) => {
            known()?.stretched(up).and_then(|known| known.over(down)).ok_or(Reason::Incomparable)
        }
        Fit::Other | Fit::OtherCurrency if own.is_fraction() && case.indicator.measure == Measure::Rate => {
            growth(value).ok_or(Reason::ReferenceMissing)
        }
        // Without a unit nothing says that they differ.
        Fit::Other | Fit::OtherCurrency if theirs.base == Base::None || own.base == Base::None => known(),
        Fit::Other | Fit::OtherCurrency => Err(Reason::Incomparable),
    }
}

/// The vintages of the other series that its figure for the period rests on: the one that answers for it, or those of its years.
pub(super) fn vintages<'a>(case: &Case<'a>, code: Option<&str>, period: Period) -> Vec<&'a Reported> {
    let of = |period| answering(case, code, period).map(|(_, chosen)| chosen);
    match of(period) {
        Some(whole) => vec![whole],
        None => period.whole_years().unwrap_or_default().into_iter().filter_map(of).collect(),
    }
}

/// Whether the target is compared with another series that is known for a part of its period and not for all of it.
pub(super) fn is_known_only_for(case: &Case<'_>, part: Period) -> bool {
    let mut is_only = false;
    if let Some(criterion) = &case.target.criterion {
        criterion.visit(&mut |condition| {
            if let Condition::Relative { code, .. } = condition {
                let is_known = |period| answering(case, code.as_deref(), period).is_some();
                is_only |= !is_known(case.target.period) && is_known(part);
            }
        });
    }
    is_only
}

/// The other series and the vintage of it that answers for the period: on that series' own caliber, since one that is restated
/// on another is another thing. Its own is none, or the target's, or the only one that it ever has.
fn answering<'a>(
    case: &Case<'a>,
    code: Option<&str>,
    period: Period,
) -> Option<(&'a Reference, &'a Reported)> {
    let wanted = code.or_else(|| case.target.relative_to.as_ref().map(Code::as_str))?;
    let other = case.references.iter().find(|other| other.indicator.as_str() == wanted)?;
    let chosen =
        choose_on(&other.reported, period, case.admitted_from, |vintage| !differs_in_caliber(case, vintage));
    let only = other.reported.first().map(|vintage| &vintage.outcome.caliber);
    let has_one = other.reported.iter().all(|vintage| Some(&vintage.outcome.caliber) == only);
    let chosen = match chosen {
        None if has_one => choose(&other.reported, period, case.admitted_from),
        chosen => chosen,
    };
    chosen.map(|chosen| (other, chosen.answer))
}

/// The unit of the series that is judged and that of the other one, where that has one of its own.
fn units(case: &Case<'_>, other: &Reference) -> Option<(Unit, Unit)> {
    let theirs = other.unit.as_deref()?;
    Some((unit_of(&case.indicator.unit)?, unit_of(theirs)?))
}

/// The growth that a report prints; where it prints several, all between them.
fn growth(value: &Value) -> Option<Interval> {
    reported_change::growths(value).into_iter().reduce(Interval::together_with)
}
