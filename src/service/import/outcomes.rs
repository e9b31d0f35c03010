//! The import of a long file of outcomes: one row a series, period and source. Streamed: the file may be
//! larger than memory; still all or nothing.

use std::{
    collections::HashMap,
    io::{Read, Seek},
};

use super::{
    references::{Named, unknown},
    report::{LongOptions, LongReport},
    table::{self, Columns, Row, Shape},
};
use crate::{
    domain::{area::Area, caliber::Caliber, category::Category, indicator::Indicator},
    service::{
        Caller, Pending, Plantrack,
        error::{Fault, Faults, ServiceError},
        outcomes::OutcomeDraft,
    },
    store::{CatalogueItem, Transaction},
};

/// The columns of a long file of outcomes. The names and the unit are for the reader of the file: the catalogue
/// has them.
pub const COLUMNS: [&str; 15] = [
    "indicator",
    "area",
    "category",
    "period",
    "outcome",
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

const REQUIRED: [&str; 3] = ["indicator", "period", "outcome"];

/// Rows that are read and written together: enough for the database, little for memory.
const ROWS_AT_ONCE: usize = 5_000;

impl Plantrack {
    /// Imports a long file of outcomes, all or nothing; `progress` is told how many rows have been read.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with every bad row by line, column, value and reason; nothing was changed.
    pub async fn import_outcomes(
        &self,
        caller: &Caller,
        input: impl Read + Seek,
        options: LongOptions,
        mut progress: impl FnMut(usize),
    ) -> Result<Pending<LongReport>, ServiceError> {
        let shape = Shape { known: &COLUMNS, required: &REQUIRED, ignore_unknown: options.ignore_unknown };
        let mut table = table::open(input, shape)?;
        let columns = table.columns.clone();
        let mut report = LongReport { dry_run: options.dry_run, ..LongReport::default() };
        let mut transaction = self.begin_alone(caller, "import of outcomes").await?;
        let mut faults = Faults::default();
        let mut known: HashMap<String, Indicator> = HashMap::new();
        loop {
            let mut drafts = Vec::with_capacity(ROWS_AT_ONCE);
            let mut lines = Vec::with_capacity(ROWS_AT_ONCE);
            while drafts.len() < ROWS_AT_ONCE
                && let Some(row) = table.next_row()
            {
                match row {
                    Ok(row) => {
                        drafts.push(draft(&columns, &row));
                        lines.push(row.line);
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            if drafts.is_empty() {
                break;
            }
            report.rows += drafts.len();
            self.take(&mut transaction, &mut known, (&drafts, &lines), &mut faults, &mut report).await?;
            progress(report.rows);
        }
        faults.into_result()?;
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
        known: &mut HashMap<String, Indicator>,
        (drafts, lines): (&[OutcomeDraft], &[u64]),
        faults: &mut Faults,
        report: &mut LongReport,
    ) -> Result<(), ServiceError> {
        let codes = drafts.iter().map(|draft| &draft.indicator).filter(|code| !known.contains_key(*code));
        for stored in Indicator::find_all_in(transaction, codes.cloned().collect()).await? {
            known.insert(stored.item.code.to_string(), stored.item);
        }
        let today = self.clock().today();
        let mut outcomes = Vec::with_capacity(drafts.len());
        for (draft, line) in drafts.iter().zip(lines) {
            let read = match known.get(&draft.indicator) {
                Some(indicator) => draft.read(indicator, today),
                None => Err(vec![Fault::unknown("indicator", &draft.indicator)]),
            };
            match read {
                Ok(outcome) => outcomes.push(outcome),
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.at_line(*line))),
            }
        }
        let areas = cells(drafts, lines, "area", |draft| draft.area.as_deref());
        let categories = cells(drafts, lines, "category", |draft| draft.category.as_deref());
        let calibers = cells(drafts, lines, "caliber", |draft| draft.caliber.as_deref());
        faults.extend(unknown::<Area>(transaction, "area", &areas).await?);
        faults.extend(unknown::<Category>(transaction, "category", &categories).await?);
        faults.extend(unknown::<Caliber>(transaction, "caliber", &calibers).await?);
        if faults.total > 0 {
            return Ok(());
        }
        for recorded in &transaction.record_outcomes(&outcomes).await? {
            report.tally.add_recorded(recorded);
        }
        Ok(())
    }
}

/// The cells of a column, where they are filled.
fn cells<'a>(
    drafts: &'a [OutcomeDraft],
    lines: &[u64],
    column: &'static str,
    of: fn(&'a OutcomeDraft) -> Option<&'a str>,
) -> Vec<Named<'a>> {
    let rows = drafts.iter().zip(lines);
    rows.filter_map(|(draft, line)| Some(Named { line: *line, column, code: of(draft)? })).collect()
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
    }
}
