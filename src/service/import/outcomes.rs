//! The import of a long file of outcomes: one row a series, period and source. Streamed: the file may be
//! larger than memory; still all or nothing.

use std::{collections::HashMap, sync::Arc};

use super::{
    report::{LongOptions, LongReport},
    table::{self, Columns, Row, Shape, Source, Spot},
};
use crate::{
    domain::{code::Code, indicator::Indicator},
    service::{
        Caller, Pending, Plantrack,
        access::{Act, Reported, authorize},
        error::{Fault, Faults, ServiceError},
        outcomes::OutcomeDraft,
        references::{Named, Place, unknown_of_series},
    },
    store::{CatalogueItem, Recorded, Repeated, Transaction},
};

/// The columns of a long file of outcomes. The names are for the reader of the file: the catalogue has them. The value
/// is what the words are read as, and the unit the indicator's; where they stand there they must be that.
pub const COLUMNS: [&str; 16] = [
    "indicator",
    "area",
    "category",
    "period",
    "outcome",
    "value",
    "share_of_target",
    "basis",
    "caliber",
    "source",
    "reported_on",
    "note",
    "name_zh",
    "name_en",
    "unit",
    "category_zh",
];

/// The columns that must be there.
pub const REQUIRED: [&str; 3] = ["indicator", "period", "outcome"];

/// Rows that are read and written together: enough for the database, little for memory.
const ROWS_AT_ONCE: usize = 5_000;

impl Plantrack {
    /// Imports a long file of outcomes, all or nothing.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with every bad row by line, column, value and reason; nothing was changed.
    pub async fn import_outcomes(
        &self,
        caller: &Caller,
        source: Source,
        options: LongOptions,
    ) -> Result<Pending<LongReport>, ServiceError> {
        let shape = Shape {
            known: &COLUMNS,
            required: &REQUIRED,
            lists: &[],
            ignore_unknown: options.ignore_unknown,
        };
        let tell = source.teller();
        let mut table = table::open(source, shape).await?;
        let columns = table.columns.clone();
        let mut report = LongReport { dry_run: options.dry_run, ..LongReport::default() };
        let mut transaction = self.begin_alone(caller, Act::Report(&[]), "import of outcomes").await?;
        let mut faults = Faults::default();
        let mut known: Arc<HashMap<String, Indicator>> = Arc::default();
        let mut repeated = Repeated::default();
        loop {
            let mut drafts = Vec::with_capacity(ROWS_AT_ONCE);
            let mut spots = Vec::with_capacity(ROWS_AT_ONCE);
            while drafts.len() < ROWS_AT_ONCE
                && let Some(row) = table.next_row().await
            {
                match row {
                    Ok(row) => {
                        drafts.push(draft(&columns, &row));
                        spots.push(row.spot);
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            if drafts.is_empty() {
                break;
            }
            report.rows += drafts.len();
            let reported = drafts.iter().zip(&spots);
            let reported = reported.map(|(draft, spot)| draft.reported().at(*spot));
            let reported: Vec<Reported<'_>> = reported.collect();
            authorize(&transaction, caller, Act::Report(&reported)).await?;
            let rows = (drafts, spots);
            self.take(&mut transaction, &mut known, rows, &mut repeated, &mut faults, &mut report).await?;
            if repeated.is_full() {
                record_last(&mut transaction, &mut repeated, &mut report).await?;
            }
            tell(report.rows);
        }
        faults.into_result()?;
        record_last(&mut transaction, &mut repeated, &mut report).await?;
        if options.dry_run {
            return self.tried(transaction, report).await;
        }
        report.change = transaction.has_changes().then(|| transaction.number());
        Ok(self.pending(transaction, report))
    }

    /// Reads some rows, and records them as long as no row was bad.
    async fn take(
        &self,
        transaction: &mut Transaction,
        known: &mut Arc<HashMap<String, Indicator>>,
        (drafts, spots): (Vec<OutcomeDraft>, Vec<Spot>),
        repeated: &mut Repeated<Spot>,
        faults: &mut Faults,
        report: &mut LongReport,
    ) -> Result<(), ServiceError> {
        let codes = drafts.iter().map(|draft| &draft.indicator).filter(|code| !known.contains_key(*code));
        let codes = codes.filter_map(|code| Code::new(code).ok()).collect();
        for stored in Indicator::find_all_in(transaction, codes).await? {
            Arc::make_mut(known).insert(stored.item.code.to_string(), stored.item);
        }
        let (today, catalogue) = (self.clock().today(), Arc::clone(known));
        // Phrases take a while to read: not on the thread that answers others.
        let reading = move || {
            let mut outcomes = Vec::with_capacity(drafts.len());
            let mut found = Vec::new();
            for (draft, spot) in drafts.iter().zip(&spots) {
                let read = match catalogue.get(&draft.indicator) {
                    Some(indicator) => draft.read(indicator, today),
                    None => Err(vec![Fault::unknown("indicator", &draft.indicator)]),
                };
                match read {
                    Ok(outcome) => outcomes.push(outcome),
                    Err(bad) => found.extend(bad.into_iter().map(|fault| fault.at(*spot))),
                }
            }
            (drafts, spots, outcomes, found)
        };
        let read = tokio::task::spawn_blocking(reading).await;
        let Ok((drafts, spots, outcomes, found)) = read else {
            let detail = "the rows could not be read; send the file again";
            return Err(Fault::new("", "", "unreadable", detail).into());
        };
        faults.extend(found);
        let named = |field| {
            let rows = drafts.iter().zip(&spots);
            let named = rows.filter_map(|(draft, spot)| Some((*spot, draft.named(field)?)));
            named.map(|(spot, code)| Named { place: Place::Row(spot), field, code }).collect()
        };
        faults.extend(unknown_of_series(transaction, named).await?);
        if faults.total > 0 {
            return Ok(());
        }
        let recorded = transaction.record_part(&outcomes, &spots, repeated).await;
        for recorded in &recorded.map_err(|error| ServiceError::of_items(error).at_spots(&spots))? {
            report.tally.add_recorded(recorded);
        }
        Ok(())
    }
}

/// Records what the file said last, where the record had it before and something else answers. It was counted as known.
async fn record_last(
    transaction: &mut Transaction,
    repeated: &mut Repeated<Spot>,
    report: &mut LongReport,
) -> Result<(), ServiceError> {
    let (spots, last) = repeated.take();
    let recorded = transaction.record_outcomes(&last).await;
    for recorded in recorded.map_err(|error| ServiceError::of_items(error).at_spots(&spots))? {
        report.tally.unchanged = report.tally.unchanged.saturating_sub(1);
        report.tally.add_recorded(&recorded);
    }
    Ok(())
}

/// Outcomes that are reported together, as rows of a file or alone.
#[derive(Debug, Default)]
pub struct Batch {
    drafts: Vec<OutcomeDraft>,
    /// Where each stands in a file; empty where there is none.
    spots: Vec<Spot>,
    /// What is wrong with other rows of the file as rows.
    faults: Faults,
}

impl From<Vec<OutcomeDraft>> for Batch {
    fn from(drafts: Vec<OutcomeDraft>) -> Self {
        Self { drafts, ..Self::default() }
    }
}

impl Batch {
    /// The rows of a file of at most so many outcomes; `None` where there are more. Rows that are none are kept as
    /// faults, so that they are named together with what is wrong in the others.
    ///
    /// # Errors
    /// The faults that leave no rows.
    pub async fn read(source: Source, most: usize) -> Result<Option<Self>, ServiceError> {
        let shape = Shape { known: &COLUMNS, required: &REQUIRED, lists: &[], ignore_unknown: false };
        let mut table = table::open(source, shape).await?;
        let mut batch = Self::default();
        while let Some(row) = table.next_row().await {
            match row {
                Ok(_) if batch.drafts.len() == most => return Ok(None),
                Ok(row) => {
                    batch.drafts.push(draft(&table.columns, &row));
                    batch.spots.push(row.spot);
                }
                Err(fault) => batch.faults.push(fault),
            }
        }
        Ok(Some(batch))
    }
}

impl Plantrack {
    /// Records outcomes, all or none; gives for each the number of the vintage that says so.
    ///
    /// # Errors
    /// [`ServiceError`]; the faults name the row or the item, those of rows that are none among them.
    pub async fn report_batch(
        &self,
        caller: &Caller,
        batch: &Batch,
    ) -> Result<Pending<Vec<Recorded>>, ServiceError> {
        let Batch { drafts, spots, faults } = batch;
        let reported = self.report_outcomes(caller, drafts, "").await;
        let refused = match reported {
            Err(ServiceError::Refused(more)) => more.at_spots(spots),
            Err(denied @ ServiceError::Denied(_)) => return Err(denied.at_spots(spots)),
            Err(conflicting @ ServiceError::Conflicting { .. }) if faults.total == 0 => {
                return Err(conflicting.at_spots(spots));
            }
            // Dropped where other rows are bad, it leaves nothing behind.
            Ok(_) if faults.total > 0 => Faults::default(),
            other => return other,
        };
        let mut all = faults.clone();
        all.join(refused);
        Err(all.in_order().into())
    }
}

fn draft(columns: &Columns, row: &Row) -> OutcomeDraft {
    let text = |column| columns.cell(row, column).to_owned();
    OutcomeDraft {
        indicator: text("indicator"),
        area: columns.filled(row, "area"),
        category: columns.filled(row, "category"),
        period: text("period"),
        outcome: text("outcome"),
        share_of_target: columns.filled(row, "share_of_target"),
        basis: columns.filled(row, "basis"),
        caliber: columns.filled(row, "caliber"),
        source: text("source"),
        reported_on: columns.filled(row, "reported_on"),
        note: text("note"),
        value: columns.filled(row, "value"),
        unit: columns.filled(row, "unit"),
    }
}
