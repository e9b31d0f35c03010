//! Behind the front door: a case as its words, its names and the record mean it, before anything of it is weighed.

use super::{Assessment, Case, act_of_name, as_taken, bracket, of_what_speaks};

/// Assesses a case in simplified characters.
pub(super) fn assess(case: &Case<'_>) -> Assessment {
    let baseline = case.baseline.filter(|_| !bracket::is_on_record(case));
    let named = act_of_name::target(case);
    let case = &Case { baseline, target: named.as_ref().unwrap_or(case.target), ..*case };
    match as_taken::reported(case) {
        Some(reported) => of_what_speaks(&Case { reported: &reported, ..*case }),
        None => of_what_speaks(case),
    }
}
