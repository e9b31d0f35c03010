//! The import of catalogue files: indicators, areas, categories; one row each.

use std::collections::{HashMap, HashSet};

use super::{
    report::{LongOptions, LongReport},
    table::{self, Columns, Row, Shape, Source, Spot},
};
use crate::{
    domain::{area::Area, category::Category, code::Code, indicator::Indicator},
    files::words_of_cell,
    service::{
        Caller, Pending, Plantrack,
        access::Act,
        catalogue::{AreaDraft, CategoryDraft, Draft, IndicatorDraft, NodeDraft},
        error::{Fault, Faults, ServiceError},
    },
    store::{CatalogueItem, Expect, Put, StoreError},
};

/// Most rows of a catalogue file.
const MOST_ROWS: usize = 100_000;

/// The columns of a file of indicators.
pub const INDICATOR_COLUMNS: [&str; 12] = [
    "code",
    "name_zh",
    "name_en",
    "unit",
    "measure",
    "direction",
    "aggregation",
    "numerator",
    "denominator",
    "scale",
    "decimals",
    "is_reduction",
];

/// Those of them that hold several words.
pub const INDICATOR_LISTS: [&str; 1] = ["scale"];

/// The columns of a file of areas or categories.
pub const NODE_COLUMNS: [&str; 5] = ["code", "name_zh", "name_en", "parent", "overlapping"];

/// A draft that a row of a file describes.
pub trait FromRow: Draft + Sized {
    /// The columns.
    const COLUMNS: &'static [&'static str];
    /// The columns that must be there.
    const REQUIRED: &'static [&'static str];
    /// The columns that hold several words.
    const LISTS: &'static [&'static str] = &[];
    /// The column that names what a row rests on, or the first of them.
    const NEEDED_IN: &'static str;

    /// The draft that a row describes.
    ///
    /// # Errors
    /// The faults of cells that a draft does not hold as text.
    fn from_row(columns: &Columns, row: &Row) -> Result<Self, Vec<Fault>>;

    /// The same with what stands where the row says nothing of it.
    #[must_use]
    fn kept(self, known: &Self::Item, says: impl Fn(&str) -> bool) -> Self;

    /// The codes of its own kind that must exist before it.
    fn needs(&self) -> Vec<&str>;
}

fn code(code: Option<&Code>) -> Option<String> {
    code.map(Code::to_string)
}

impl FromRow for IndicatorDraft {
    const COLUMNS: &'static [&'static str] = &INDICATOR_COLUMNS;
    const REQUIRED: &'static [&'static str] = &["code", "measure"];
    const LISTS: &'static [&'static str] = &INDICATOR_LISTS;
    const NEEDED_IN: &'static str = "numerator";

    fn from_row(columns: &Columns, row: &Row) -> Result<Self, Vec<Fault>> {
        let text = |column| columns.cell(row, column).to_owned();
        let mut faults = Vec::new();
        let decimals = columns.filled(row, "decimals").and_then(|digits| {
            digits
                .parse()
                .map_err(|_| {
                    let detail = "decimals are a whole number from 0 to 10";
                    faults.push(Fault::new("decimals", &digits, "bad_number", detail));
                })
                .ok()
        });
        let is_reduction = table::flag(columns, row, "is_reduction", &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            code: text("code"),
            name_zh: text("name_zh"),
            name_en: text("name_en"),
            unit: text("unit"),
            measure: text("measure"),
            direction: columns.filled(row, "direction"),
            aggregation: columns.filled(row, "aggregation"),
            numerator: columns.filled(row, "numerator"),
            denominator: columns.filled(row, "denominator"),
            scale: words_of_cell(columns.cell(row, "scale")),
            decimals,
            is_reduction,
        })
    }

    fn kept(self, known: &Indicator, says: impl Fn(&str) -> bool) -> Self {
        let Indicator {
            code: _,
            name_zh,
            name_en,
            unit,
            measure: _,
            direction,
            aggregation,
            numerator,
            denominator,
            scale,
            decimals,
            is_reduction,
        } = known;
        let text = |name: &str, given: String, known: &str| if says(name) { given } else { known.to_owned() };
        let some = |name: &str, given, known| if says(name) { given } else { known };
        Self {
            name_zh: text("name_zh", self.name_zh, name_zh),
            name_en: text("name_en", self.name_en, name_en),
            unit: text("unit", self.unit, unit),
            direction: some("direction", self.direction, direction.map(|word| word.to_string())),
            aggregation: some("aggregation", self.aggregation, Some(aggregation.to_string())),
            numerator: some("numerator", self.numerator, code(numerator.as_ref())),
            denominator: some("denominator", self.denominator, code(denominator.as_ref())),
            scale: if says("scale") { self.scale } else { scale.clone() },
            decimals: if says("decimals") { self.decimals } else { *decimals },
            is_reduction: if says("is_reduction") { self.is_reduction } else { Some(*is_reduction) },
            ..self
        }
    }

    fn needs(&self) -> Vec<&str> {
        self.numerator.as_deref().into_iter().chain(self.denominator.as_deref()).collect()
    }
}

impl NodeDraft {
    const COLUMNS: &'static [&'static str] = &NODE_COLUMNS;
    const REQUIRED: &'static [&'static str] = &["code"];

    fn from_row(columns: &Columns, row: &Row) -> Result<Self, Vec<Fault>> {
        let text = |column| columns.cell(row, column).to_owned();
        let mut faults = Vec::new();
        let overlapping = table::flag(columns, row, "overlapping", &mut faults).unwrap_or(false);
        if !faults.is_empty() {
            return Err(faults);
        }
        let parent = columns.filled(row, "parent");
        Ok(Self {
            code: text("code"),
            name_zh: text("name_zh"),
            name_en: text("name_en"),
            parent,
            overlapping,
        })
    }

    fn kept(
        self,
        (name_zh, name_en): (&str, &str),
        (parent, overlapping): (Option<&Code>, bool),
        says: impl Fn(&str) -> bool,
    ) -> Self {
        let text = |name: &str, given: String, known: &str| if says(name) { given } else { known.to_owned() };
        Self {
            name_zh: text("name_zh", self.name_zh, name_zh),
            name_en: text("name_en", self.name_en, name_en),
            parent: if says("parent") { self.parent } else { code(parent) },
            overlapping: if says("overlapping") { self.overlapping } else { overlapping },
            ..self
        }
    }
}

impl FromRow for AreaDraft {
    const COLUMNS: &'static [&'static str] = NodeDraft::COLUMNS;
    const REQUIRED: &'static [&'static str] = NodeDraft::REQUIRED;
    const NEEDED_IN: &'static str = "parent";

    fn from_row(columns: &Columns, row: &Row) -> Result<Self, Vec<Fault>> {
        NodeDraft::from_row(columns, row).map(Self)
    }

    fn kept(self, known: &Area, says: impl Fn(&str) -> bool) -> Self {
        let Area { code: _, name_zh, name_en, parent, overlapping } = known;
        Self(self.0.kept((name_zh, name_en), (parent.as_ref(), *overlapping), says))
    }

    fn needs(&self) -> Vec<&str> {
        self.0.parent.as_deref().into_iter().collect()
    }
}

impl FromRow for CategoryDraft {
    const COLUMNS: &'static [&'static str] = NodeDraft::COLUMNS;
    const REQUIRED: &'static [&'static str] = NodeDraft::REQUIRED;
    const NEEDED_IN: &'static str = "parent";

    fn from_row(columns: &Columns, row: &Row) -> Result<Self, Vec<Fault>> {
        NodeDraft::from_row(columns, row).map(Self)
    }

    fn kept(self, known: &Category, says: impl Fn(&str) -> bool) -> Self {
        let Category { code: _, name_zh, name_en, parent, overlapping } = known;
        Self(self.0.kept((name_zh, name_en), (parent.as_ref(), *overlapping), says))
    }

    fn needs(&self) -> Vec<&str> {
        self.0.parent.as_deref().into_iter().collect()
    }
}

impl Plantrack {
    /// Imports indicators, areas or categories, all or nothing. What exists is revised where the file says
    /// otherwise.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with every bad row by line, column, value and reason; nothing was changed.
    pub async fn import_catalogue<D: FromRow>(
        &self,
        caller: &Caller,
        source: Source,
        options: LongOptions,
    ) -> Result<Pending<LongReport>, ServiceError> {
        let shape = Shape {
            known: D::COLUMNS,
            required: D::REQUIRED,
            lists: D::LISTS,
            ignore_unknown: options.ignore_unknown,
        };
        let tell = source.teller();
        let mut faults = Faults::default();
        let (columns, rows) = table::open(source, shape).await?.all_rows(MOST_ROWS, &mut faults).await;
        let mut report = LongReport { rows: rows.len(), dry_run: options.dry_run, ..LongReport::default() };
        let mut transaction = self.begin_alone(caller, Act::Plan, "import of a catalogue file").await?;
        let codes = rows.iter().filter_map(|row| Code::new(columns.cell(row, "code")).ok()).collect();
        let known = D::Item::find_all_in(&transaction, codes).await?.into_iter();
        let known = known.map(|stored| (stored.item.code().to_string(), stored.item)).collect();
        let items = read::<D>(&columns, &rows, &known, faults)?;
        let mut faults = Faults::default();
        for (number, (spot, item)) in items.into_iter().enumerate() {
            tell(number);
            match item.put(&mut transaction, Expect::Any).await {
                Ok(put) => {
                    report.tally.add(put);
                    if matches!(put, Put::Revised(_)) {
                        match D::revised(&mut transaction, &item).await {
                            Err(ServiceError::Refused(found)) => faults.extend(found.at(spot).listed),
                            done => done?,
                        }
                    }
                }
                Err(StoreError::BrokenReference { what, code }) => {
                    // What rests on a row that was refused is not to blame.
                    if rows.iter().any(|row| columns.cell(row, "code") == code) {
                        continue;
                    }
                    let row = rows.iter().find(|row| row.spot == spot);
                    let names = |column: &&str| row.is_some_and(|row| columns.cell(row, column) == code);
                    let column = ["parent", "numerator", "denominator"].into_iter().find(names);
                    let detail = format!("there is no {what} {code}, neither stored nor in the file");
                    let fault =
                        Fault::new(column.unwrap_or(D::NEEDED_IN), &code, &format!("unknown_{what}"), detail);
                    faults.push(fault.at(spot));
                }
                Err(StoreError::Unfit { field, value, reason, detail }) => {
                    faults.push(Fault::new(field, &value, reason, detail).at(spot));
                }
                Err(other) => return Err(other.into()),
            }
        }
        faults.into_result()?;
        if options.dry_run {
            return self.tried(transaction, report).await;
        }
        report.change = transaction.has_changes().then(|| transaction.number());
        Ok(self.pending(transaction, report))
    }
}

/// The items in an order in which a parent comes before its children, each with its line.
fn read<D: FromRow>(
    columns: &Columns,
    rows: &[Row],
    known: &HashMap<String, D::Item>,
    mut faults: Faults,
) -> Result<Vec<(Spot, D::Item)>, Faults> {
    let mut waiting = Vec::with_capacity(rows.len());
    let mut lines: HashMap<String, Spot> = HashMap::new();
    for row in rows {
        let read = D::from_row(columns, row).and_then(|draft| {
            let draft = match known.get(columns.cell(row, "code")) {
                Some(known) => draft.kept(known, |column| columns.has(row, column)),
                None => draft,
            };
            let needs: Vec<String> = draft.needs().into_iter().map(str::to_owned).collect();
            draft.read().map(|item| (row.spot, needs, item))
        });
        match read {
            Ok(read) => {
                let code = read.2.code().to_string();
                if let Some(spot) = lines.insert(code.clone(), row.spot) {
                    let detail = format!("the code stands in {spot} already; each has one row");
                    faults.push(Fault::new("code", &code, "duplicate_code", detail).at(row.spot));
                }
                waiting.push(read);
            }
            Err(found) => faults.extend(found.into_iter().map(|fault| fault.at(row.spot))),
        }
    }
    if faults.total > 0 {
        return Err(faults);
    }
    let mut ordered = Vec::with_capacity(waiting.len());
    let mut placed: HashSet<String> = HashSet::new();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for (spot, needs, item) in waiting {
            let ready = needs.iter().all(|code| placed.contains(code) || !lines.contains_key(code));
            if ready {
                placed.insert(item.code().to_string());
                ordered.push((spot, item));
            } else {
                later.push((spot, needs, item));
            }
        }
        if later.len() == before {
            for (spot, needs, _) in &later {
                let detail = "what these rows rest on leads back to themselves";
                let first = needs.first().map_or("", String::as_str);
                faults.push(Fault::new(D::NEEDED_IN, first, "circle", detail).at(*spot));
            }
            return Err(faults);
        }
        waiting = later;
    }
    Ok(ordered)
}
