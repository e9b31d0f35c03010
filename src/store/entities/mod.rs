//! The tables as sea-orm sees them, one file a table, private to the store. They know rows, not the domain.
#![expect(unreachable_pub, reason = "the columns are documented by the migrations; the derive needs pub")]

pub(in crate::store) mod api_key;
pub(in crate::store) mod approval;
pub(in crate::store) mod area;
pub(in crate::store) mod area_version;
pub(in crate::store) mod bridge;
pub(in crate::store) mod caliber;
pub(in crate::store) mod caliber_version;
pub(in crate::store) mod category;
pub(in crate::store) mod category_version;
pub(in crate::store) mod change_head;
pub(in crate::store) mod change_log;
pub(in crate::store) mod deviation_note;
pub(in crate::store) mod idempotency_key;
pub(in crate::store) mod indicator;
pub(in crate::store) mod indicator_version;
pub(in crate::store) mod outcome;
pub(in crate::store) mod outcome_head;
pub(in crate::store) mod period_lock;
pub(in crate::store) mod plan;
pub(in crate::store) mod plan_version;
pub(in crate::store) mod ruling;
pub(in crate::store) mod series;
pub(in crate::store) mod source;
pub(in crate::store) mod target;
pub(in crate::store) mod target_version;
pub(in crate::store) mod webhook;
pub(in crate::store) mod webhook_delivery;
pub(in crate::store) mod webhook_duty;
pub(in crate::store) mod webhook_status;
