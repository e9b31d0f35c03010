//! What the words of a report say of whose target they speak: the year's, that of several years, or another one. Knows no figure
//! and takes no decision.

use chrono::Datelike as _;

use super::super::{Case, choose::counts, firmness::is_counted, value_of};
use crate::domain::{
    characters::says,
    criterion::Condition,
    indicator::{Direction, Measure},
    outcome::{Basis, Outcome},
    period::Period,
    reading::{YearsTarget, expects_to_attain, names_the_years_target, years_target_named},
    value::Figure,
};

/// The year of which a report within it says that its target is attained already, where more is better of what adds up: 1—9月
/// 完成全年目标任务. What is attained of a limit may still be passed.
pub(super) fn year_done_early(case: &Case<'_>, outcome: &Outcome) -> Option<Period> {
    let (year, period) = (case.target.period, outcome.period);
    let adds_up =
        case.indicator.measure == Measure::Flow && case.indicator.direction == Some(Direction::Higher);
    let is_within = year.years() == 1 && period.years() == 0 && year.covers(period);
    let is_word = outcome.value.figure == Figure::DeclaredAttained;
    let is_the_years = || {
        says(&outcome.text, &["全年", "年度", "annual", "full-year"])
            && !says(&outcome.text, &["季", "半年", "月度", "月份", "序时", "阶段", "进度"])
    };
    let is_expected = outcome.basis == Basis::Forecast || expects_to_attain(&outcome.text);
    // A figure of as many days or more that was counted says how much it is, and the word gives way to it.
    let is_displaced = || {
        case.reported.iter().any(|other| {
            let Outcome { period: of, value, basis, .. } = &other.outcome;
            let is_as_long = year.covers(*of) && of.end() >= period.end();
            is_as_long
                && is_counted(Some(*basis))
                && value_of::interval(&value.figure).is_some()
                && counts(case, other)
        })
    };
    (adds_up && is_within && is_word && is_the_years() && !is_expected && !is_displaced()).then_some(year)
}

/// Whether a report speaks of another target than the one for the period: a share, or the word that it is attained, of the year's
/// target (完成年度目标的52%) says nothing of that of another year or of half a year, and a share that is printed for a year or less
/// says nothing of the target of several years. One of a plan of several years (完成“十四五”规划目标的62%) is of what that plan asks
/// by its end.
pub(super) fn is_of_another_target(case: &Case<'_>, outcome: &Outcome) -> bool {
    let asked = case.target.period;
    let is_of_another_year = !asked.overlaps(outcome.period);
    let names_the_years = || names_the_years_target(&outcome.text);
    match outcome.value.figure {
        Figure::ShareOfTarget { .. } => {
            let is_too_short =
                asked.years() > 1 && outcome.period.years() < 2 && !is_complete_by_its_day(case, outcome);
            let is_of_another_plan =
                || years_target_named(&outcome.text).is_some_and(|named| !is_asked_by(named, case));
            is_of_another_year
                || is_too_short
                || (asked.years() != 1 && names_the_years())
                || is_of_another_plan()
        }
        Figure::DeclaredAttained | Figure::DeclaredMissed => is_of_another_year && names_the_years(),
        _ => false,
    }
}

/// Whether a share is one of the works (80% complete) for days that reach the one by which they are to be done.
fn is_complete_by_its_day(case: &Case<'_>, outcome: &Outcome) -> bool {
    let criterion = case.target.criterion.as_ref().map(|criterion| &criterion.condition);
    let Some(Condition::Milestone { by, .. }) = criterion else { return false };
    outcome.period.end() >= by.unwrap_or(case.target.period.end()) && says(&outcome.text, &["complete"])
}

/// Whether the target is that of all the years of the plan that is named.
pub(super) fn is_asked_by(named: YearsTarget, case: &Case<'_>) -> bool {
    let asked = case.target.period;
    let is_of_all = asked == case.plan_period();
    match named {
        YearsTarget::From(first, last) => {
            asked.years() > 1 && (asked.start().year(), asked.end().year()) == (first, last)
        }
        YearsTarget::Count(years) => is_of_all && asked.years() == years,
        YearsTarget::Unnamed => is_of_all && asked.years() > 1,
    }
}
