//! From where an answer looks at a plan, as it is sent. It does not know what is seen from there.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    completion::moment,
    words::{CodeText, DayText},
};
use crate::service::members::Standpoint;

/// From where an answer looks at a plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Standpoint)]
pub(super) struct StandpointOut {
    /// The plan's code.
    #[schema(value_type = CodeText, example = "cq-2022")]
    plan: String,
    /// The day it was judged for.
    #[schema(value_type = DayText)]
    on: String,
    /// The moment whose knowledge counts; null is now.
    #[schema(required = true, format = DateTime)]
    as_of: Option<String>,
    /// The number of the last change that it takes into account.
    change: i64,
}

impl From<Standpoint> for StandpointOut {
    fn from(standpoint: Standpoint) -> Self {
        let Standpoint { plan, on, as_of, change } = standpoint;
        Self { plan: plan.to_string(), on: on.to_string(), as_of: moment(as_of), change }
    }
}
