//! The writing of entries of the change log, many at a time. It does not know who makes them.

use sea_orm::DatabaseTransaction;

use super::{
    bulk::{self, Column, Rows},
    entities::change_log,
    error::StoreError,
};

static ENTRIES: bulk::Table = bulk::Table {
    name: "change_log",
    columns: &[
        Column::Integer("number"),
        Column::Integer("recorded_at"),
        Column::Text("actor"),
        Column::Text("request"),
        Column::Text("action"),
        Column::Text("subject"),
        Column::Key("plan_id"),
        Column::Key("series_id"),
        Column::Text("reason"),
        Column::Filled("before"),
        Column::Filled("after"),
        Column::Text("hash"),
    ],
    conflict: "",
};

/// Writes entries of the change log.
pub(super) async fn write_entries(
    connection: &DatabaseTransaction,
    entries: &mut Vec<change_log::Model>,
) -> Result<(), StoreError> {
    let mut rows = Rows::of(&ENTRIES, entries.len());
    for entry in entries.drain(..) {
        let change_log::Model {
            number,
            recorded_at,
            actor,
            request,
            action,
            subject,
            plan_id,
            series_id,
            reason,
            before,
            after,
            hash,
        } = entry;
        rows.add([
            number.into(),
            recorded_at.into(),
            actor.into(),
            request.into(),
            action.into(),
            subject.into(),
            plan_id.into(),
            series_id.into(),
            reason.into(),
            before.into(),
            after.into(),
            hash.into(),
        ]);
    }
    rows.insert(connection).await
}
