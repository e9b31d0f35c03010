//! What stands beside the figure of a target or a report: earlier figures, parts and wholes, years, notes, paces. Little of it is kept.

pub(super) mod another;
pub(super) mod in_all;
pub(super) mod note;
pub(super) mod notes;
pub(super) mod notes_of_basis;
pub(super) mod of_year;
pub(super) mod own_period;
pub(super) mod pace;
pub(super) mod part;
pub(super) mod part_not_done;
pub(super) mod progress;
pub(super) mod remark;
pub(super) mod running_total;
pub(super) mod since;
pub(super) mod standing;
pub(super) mod start_and_goal;
pub(super) mod starts;
pub(super) mod wholes;
pub(super) mod works;
pub(super) mod years_named;
pub(super) mod years_target;
