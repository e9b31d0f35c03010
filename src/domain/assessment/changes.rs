//! Which assessments moved between two moments, and why. Compares two answers; judges nothing anew.

use super::{Assessment, Evidence, Reason, Status, explain::Step};
use crate::domain::{indicator::words, series::Series};

words! {
    /// Why an assessment moved.
    Cause, "cause" {
        /// An outcome was reported where there was none.
        OutcomeReported = "outcome_reported",
        /// Another vintage answers.
        OutcomeRevised = "outcome_revised",
        /// The outcome that answered was taken back.
        OutcomeWithdrawn = "outcome_withdrawn",
        /// What is reported follows another caliber than before, or than the target.
        CaliberChanged = "caliber_changed",
        /// A figure that the target refers to was reported or revised: another series, or an earlier period.
        ReferenceRevised = "reference_revised",
        /// Something else is asked: the target was revised.
        TargetRevised = "target_revised",
        /// Nothing but the day is different.
        TimePassed = "time_passed",
        /// A ruling, a rule of the plan or a sub-indicator is different.
        OtherwiseRuled = "otherwise_ruled",
    }
}

/// An assessment that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The series.
    pub series: Series,
    /// Its status and evidence before.
    pub from: (Status, Option<Evidence>),
    /// Its status and evidence after.
    pub to: (Status, Option<Evidence>),
    /// Why.
    pub cause: Cause,
}

/// The series whose status or evidence differs between two moments, in the order given. `day_differs` says
/// whether the two were judged for different days.
pub fn moved<'a>(
    pairs: impl IntoIterator<Item = (&'a Series, &'a Assessment, &'a Assessment)>,
    day_differs: bool,
) -> Vec<Moved> {
    pairs
        .into_iter()
        .filter(|(_, before, after)| (before.status, before.evidence) != (after.status, after.evidence))
        .map(|(series, before, after)| Moved {
            series: series.clone(),
            from: (before.status, before.evidence),
            to: (after.status, after.evidence),
            cause: cause(before, after, day_differs),
        })
        .collect()
}

fn cause(before: &Assessment, after: &Assessment, day_differs: bool) -> Cause {
    let on_other_caliber = |one: &Assessment| one.reason == Some(Reason::CaliberChanged);
    match (before.chosen, after.chosen) {
        _ if on_other_caliber(before) != on_other_caliber(after) => Cause::CaliberChanged,
        (None, Some(_)) => Cause::OutcomeReported,
        (Some(_), None) => Cause::OutcomeWithdrawn,
        (Some(a), Some(b)) if a != b => Cause::OutcomeRevised,
        _ if referred(before) != referred(after) => Cause::ReferenceRevised,
        _ if asked(before) != asked(after) => Cause::TargetRevised,
        _ if day_differs => Cause::TimePassed,
        _ => Cause::OtherwiseRuled,
    }
}

/// The figures that the target refers to, or that they are missing.
fn referred(assessment: &Assessment) -> (Vec<&Step>, bool) {
    let of_a_reference = |step: &&Step| matches!(step, Step::CountedFrom { .. } | Step::ComparedWith { .. });
    let missing = assessment.reason == Some(Reason::ReferenceMissing);
    (assessment.steps.iter().filter(of_a_reference).collect(), missing)
}

fn asked(assessment: &Assessment) -> Vec<&Step> {
    let of_the_target = |step: &&Step| matches!(step, Step::Asked(_) | Step::Implied(_));
    assessment.steps.iter().filter(of_the_target).collect()
}
