//! What goes wrong in the store, as a problem: what is wrong, and what to do next. It does not know what was asked.

use super::problem::{Kind, Problem, ProblemItem, chain};
use crate::service::StoreError;

impl Problem {
    /// The problem that follows from what went wrong in the store.
    pub(super) fn of_store(error: &StoreError) -> Self {
        let caused = |kind, detail: &str| Self { cause: Some(chain(error)), ..Self::new(kind, detail) };
        match error {
            StoreError::Missing { what, code } => {
                // What has a number got it here: nobody creates it by that name.
                let is_numbered = code.bytes().all(|byte| byte.is_ascii_digit());
                let or_else = if is_numbered { "" } else { ", or create it" };
                Self::new(Kind::NotFound, format!("there is no {what} {code}; look at the list{or_else}"))
            }
            StoreError::Duplicate { what, code } => Self::new(
                Kind::AlreadyExists,
                format!("the {what} {code} exists already; revise it with PUT, or choose another code"),
            ),
            StoreError::BrokenReference { what, code } => {
                let detail = format!("there is no {what} {code}; look at the list, or create it first");
                Self::new(Kind::DataRefused, detail.clone()).with(ProblemItem {
                    value: Some(code.clone()),
                    code: format!("unknown_{}", what.replace(' ', "_")),
                    detail,
                    ..ProblemItem::default()
                })
            }
            StoreError::Unfit { field, value, reason, detail } => {
                Self::new(Kind::DataRefused, detail.clone()).with(ProblemItem {
                    pointer: Some(format!("/{field}")),
                    value: Some(value.clone()),
                    code: (*reason).to_owned(),
                    detail: detail.clone(),
                    ..ProblemItem::default()
                })
            }
            StoreError::Conflict { what, code, expected, current } => Self::new(
                Kind::ChangedMeanwhile,
                match *expected {
                    // A tag that is none of ours, or a weak one, is the tag of no version.
                    0 => format!(
                        "the {what} {code} is at version {current}, and the ETag given is that of no version; give it \
                         as it was read, \"v{current}\""
                    ),
                    expected => format!(
                        "the {what} {code} is at version {current}, not at version {expected}; read it again and \
                         repeat the change on what it says now"
                    ),
                },
            ),
            StoreError::Locked { .. } => Self::new(
                Kind::PeriodLocked,
                format!("{error}; nothing was changed; whoever locked it can unlock it, with a reason"),
            ),
            StoreError::KeyInUse { .. } => Self::new(
                Kind::KeyInUse,
                "send the request again in a moment: it is then answered as the first one was",
            ),
            StoreError::DiskFull(_) => caused(
                Kind::StorageFull,
                "nothing of the write was kept; reads go on; try again once the operator has made space",
            ),
            StoreError::Unreachable(_) | StoreError::Unavailable(_) => caused(
                Kind::Unavailable,
                "the database does not answer just now; try again. Whether a write was done may be unknown: \
                 outcomes and targets can be sent again without harm",
            ),
            StoreError::Corrupt { .. } | StoreError::Refused(_) => Self::internal(chain(error)),
        }
    }
}
