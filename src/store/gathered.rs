//! Reports that were made and wait to be written: those of the writers whose changes one commit makes durable go in a
//! few statements, and until then this says which vintages answer. Which vintage displaces which is not decided here.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{
    bulk::{self, Column, Rows},
    entities::outcome,
    error::StoreError,
    known::Known,
    outcomes::{Slot, TABLE, slot},
    packed,
};
use crate::domain::{code::Code, period::Period, series::Series};

/// Slots that wait to be asked for together, at most.
const MOST_ANNOUNCED: usize = 1_024;

static VINTAGES: bulk::Table = bulk::Table {
    name: TABLE,
    columns: &[
        Column::Integer("id"),
        Column::Integer("series_id"),
        Column::Day("period_start"),
        Column::Day("period_end"),
        Column::Integer("source_id"),
        Column::Text("text"),
        Column::Text("share_text"),
        Column::Text("value"),
        Column::Text("basis"),
        Column::Key("caliber_id"),
        Column::Day("reported_on"),
        Column::Filled("numerator"),
        Column::Filled("denominator"),
        Column::Text("note"),
    ],
    conflict: "",
};

static HEADS: bulk::Table = bulk::Table {
    name: "outcome_head",
    columns: &[
        Column::Integer("series_id"),
        Column::Day("period_start"),
        Column::Day("period_end"),
        Column::Integer("source_id"),
        Column::Integer("caliber"),
        Column::Integer("outcome_id"),
    ],
    conflict: "ON CONFLICT (series_id, period_start, period_end, source_id, caliber) \
               DO UPDATE SET outcome_id = excluded.outcome_id",
};

/// The slots that are asked for.
static SLOTS: bulk::Table = bulk::Table {
    name: "wanted",
    columns: &[
        Column::Integer("series_id"),
        Column::Day("period_start"),
        Column::Day("period_end"),
        Column::Integer("source_id"),
        Column::Integer("caliber"),
    ],
    conflict: "",
};

/// Where the vintages that answer for the slots asked for stand.
const OF_SLOTS: &str = "\
    FROM wanted w JOIN outcome_head h ON h.series_id = w.series_id AND h.period_start = w.period_start \
    AND h.period_end = w.period_end AND h.source_id = w.source_id AND h.caliber = w.caliber \
    JOIN outcome ON outcome.id = h.outcome_id";

/// Where all vintages of the slots asked for stand.
const WITHIN_SLOTS: &str = "\
    FROM wanted w JOIN outcome ON outcome.series_id = w.series_id AND outcome.period_start = w.period_start \
    AND outcome.period_end = w.period_end AND outcome.source_id = w.source_id \
    AND COALESCE(outcome.caliber_id, 0) = w.caliber";

/// The vintages that answer for slots.
pub(super) async fn heads_of(
    connection: &impl ConnectionTrait,
    slots: &BTreeSet<Slot>,
) -> Result<Vec<outcome::Model>, StoreError> {
    of_slots(connection, slots, OF_SLOTS).await
}

/// All vintages of slots.
pub(super) async fn vintages_in(
    connection: &impl ConnectionTrait,
    slots: &BTreeSet<Slot>,
) -> Result<Vec<outcome::Model>, StoreError> {
    of_slots(connection, slots, WITHIN_SLOTS).await
}

async fn of_slots(
    connection: &impl ConnectionTrait,
    slots: &BTreeSet<Slot>,
    from: &str,
) -> Result<Vec<outcome::Model>, StoreError> {
    if slots.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = Rows::of(&SLOTS, slots.len());
    for (series_id, start, end, source_id, caliber) in slots {
        wanted.add([
            (*series_id).into(),
            (*start).into(),
            (*end).into(),
            (*source_id).into(),
            (*caliber).into(),
        ]);
    }
    let mut found = Vec::new();
    for statement in wanted.ask(connection, &packed::rows_from::<outcome::Entity>(from, connection)) {
        found.extend(packed::read_rows::<outcome::Entity>(statement, connection).await?);
    }
    Ok(found)
}

/// Vintages to be, and which of them answer from then on.
#[derive(Debug, Default)]
pub(super) struct Reports {
    pub(super) vintages: Vec<outcome::Model>,
    /// The slots that a new vintage answers for, with its number.
    pub(super) heads: BTreeMap<Slot, i64>,
}

impl Reports {
    /// Those of some slots.
    pub(super) fn within(&self, slots: &BTreeSet<Slot>) -> impl Iterator<Item = &outcome::Model> {
        self.vintages.iter().filter(|row| slots.contains(&slot(row)))
    }

    /// Writes them.
    pub(super) async fn insert(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        let mut vintages = Rows::of(&VINTAGES, self.vintages.len());
        for row in self.vintages {
            let outcome::Model {
                id,
                series_id,
                period_start,
                period_end,
                source_id,
                text,
                share_text,
                value,
                basis,
                caliber_id,
                reported_on,
                numerator,
                denominator,
                note,
            } = row;
            vintages.add([
                id.into(),
                series_id.into(),
                period_start.into(),
                period_end.into(),
                source_id.into(),
                text.into(),
                share_text.into(),
                value.into(),
                basis.into(),
                caliber_id.into(),
                reported_on.into(),
                numerator.into(),
                denominator.into(),
                note.into(),
            ]);
        }
        let mut heads = Rows::of(&HEADS, self.heads.len());
        for ((series_id, start, end, source_id, caliber), id) in self.heads {
            heads.add([
                series_id.into(),
                start.into(),
                end.into(),
                source_id.into(),
                caliber.into(),
                id.into(),
            ]);
        }
        vintages.insert(connection).await?;
        heads.insert(connection).await
    }
}

/// What a group of writers has gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    reports: Reports,
    /// The vintages that answer, where they were asked for; `None` where none does.
    answering: HashMap<Slot, Option<outcome::Model>>,
}

impl Gathered {
    /// The vintages that answer for some slots. Where the database is to be asked, it is asked for what was announced
    /// as well.
    pub(super) async fn heads_of(
        &mut self,
        connection: &impl ConnectionTrait,
        slots: &BTreeSet<Slot>,
        announced: &Announced,
        known: &Known,
    ) -> Result<Vec<outcome::Model>, StoreError> {
        if slots.iter().any(|slot| !self.answering.contains_key(slot)) {
            let mut wanted = slots.clone();
            wanted.extend(announced.take(known));
            wanted.retain(|slot| !self.answering.contains_key(slot));
            let found = heads_of(connection, &wanted).await?;
            self.answering.extend(wanted.into_iter().map(|slot| (slot, None)));
            self.answering.extend(found.into_iter().map(|row| (slot(&row), Some(row))));
        }
        Ok(slots.iter().filter_map(|slot| self.answering.get(slot)?.clone()).collect())
    }

    /// The vintages of some slots among what waits to be written.
    pub(super) fn vintages_in(&self, slots: &BTreeSet<Slot>) -> Vec<outcome::Model> {
        self.reports.within(slots).cloned().collect()
    }

    /// Takes over what a writer has reported.
    pub(super) fn add(&mut self, reports: Reports) {
        let Reports { vintages, heads } = reports;
        for row in &vintages {
            let slot = slot(row);
            if heads.get(&slot) == Some(&row.id) {
                self.answering.insert(slot, Some(row.clone()));
            }
        }
        self.reports.vintages.extend(vintages);
        self.reports.heads.extend(heads);
    }

    /// Writes what there is, and knows nothing any more.
    pub(super) async fn write(&mut self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        let Self { reports, answering: _ } = std::mem::take(self);
        if reports.vintages.is_empty() {
            return Ok(());
        }
        reports.insert(connection).await
    }
}

/// Where a report will stand, by the names in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The series.
    pub series: Series,
    /// The period.
    pub period: Period,
    /// Who published it.
    pub source: String,
    /// The caliber, where one was named.
    pub caliber: Option<Code>,
}

impl Place {
    fn slot(&self, known: &Known) -> Option<Slot> {
        let caliber = match &self.caliber {
            Some(code) => *known.calibers.get(code.as_str())?,
            None => 0,
        };
        let (start, end): (NaiveDate, NaiveDate) = (self.period.start(), self.period.end());
        Some((
            *known.series.get(&self.series)?,
            start,
            end,
            *known.sources.get(self.source.as_str())?,
            caliber,
        ))
    }
}

/// Where the reports of those who wait for their turn will stand: the first of them asks for all. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Announced(Arc<Mutex<Vec<Place>>>);

impl Announced {
    /// Announces more. What is too much is asked for by its own writer.
    pub(super) fn add(&self, mut places: Vec<Place>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.truncate(MOST_ANNOUNCED.saturating_sub(all.len()));
        all.append(&mut places);
    }

    fn take(&self, known: &Known) -> Vec<Slot> {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        all.iter().filter_map(|place| place.slot(known)).collect()
    }
}
