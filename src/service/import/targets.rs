//! The import of a long file of targets: one row a plan, series and period. The catalogue columns may stand
//! beside them, for indicators that do not exist yet.

use std::collections::{BTreeMap, HashMap};

use super::{
    plan_table::indicator_draft,
    report::{LongOptions, LongReport},
    standing::{Standing, kept},
    table::{self, Columns, Row, Shape, Source, Spot},
};
use crate::{
    domain::{
        code::Code,
        indicator::Indicator,
        period::Period,
        plan::{Plan, PlanState},
        series::Series,
        target::Target,
    },
    service::{
        Caller, Pending, Plantrack,
        access::Act,
        catalogue::Draft,
        contradiction,
        error::{Conflicts, Fault, Faults, ServiceError},
        family,
        plans::{closed, find_in},
        references::{Named, Place, unknown, unknown_of_series},
        targets::TargetDraft,
        territory::with_its_area,
    },
    store::{CatalogueItem, Expect, StoreError, Transaction},
};

/// The columns of a long file of targets.
pub const COLUMNS: [&str; 27] = [
    "plan",
    "indicator",
    "area",
    "category",
    "period",
    "target",
    "value",
    "nature",
    "no",
    "parent",
    "section_zh",
    "section_en",
    "position",
    "caliber",
    "relative_to",
    "tolerance",
    "baseline",
    "baseline_period",
    "waypoints",
    "source",
    "note",
    "qualitative",
    "name_zh",
    "name_en",
    "unit",
    "measure",
    "direction",
];

/// The columns that must be there.
pub const REQUIRED: [&str; 3] = ["plan", "indicator", "target"];
const MOST_ROWS: usize = 100_000;

impl Plantrack {
    /// Imports a long file of targets, all or nothing. The plans must exist.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with every bad row by line, column, value and reason; nothing was changed.
    pub async fn import_targets(
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
        let mut faults = Faults::default();
        let (columns, rows) = table::open(source, shape).await?.all_rows(MOST_ROWS, &mut faults).await;
        let mut report = LongReport { rows: rows.len(), dry_run: options.dry_run, ..LongReport::default() };
        let mut transaction = self.begin_alone(caller, Act::Plan, "import of targets").await?;
        let mut plans = plans(&transaction, &columns, &rows, &mut faults).await?;
        for (plan, _) in plans.values_mut() {
            *plan = with_its_area(&transaction, plan.clone()).await?;
        }
        let Indicators { all: indicators, new } =
            indicators(&transaction, &columns, &rows, &mut faults).await?;
        let mut standing = Standing::default();
        for (plan, _) in plans.values() {
            standing.add(&plan.code, transaction.plan_targets(&plan.code).await?);
        }
        let mut targets: Vec<(&Code, Target, Spot)> = Vec::with_capacity(rows.len());
        let mut seen: HashMap<(&Code, Series, Period), Spot> = HashMap::new();
        for row in &rows {
            let (plan, indicator) = (columns.cell(row, "plan"), columns.cell(row, "indicator"));
            let (Some((plan, next)), Some(indicator)) = (plans.get(plan), indicators.get(indicator)) else {
                continue;
            };
            let position = next.saturating_add(u32::try_from(targets.len()).unwrap_or(u32::MAX));
            let read = draft(&columns, row).and_then(|draft| {
                let draft = match standing.of(plan, indicator, &draft) {
                    Some(standing) => kept(draft, &standing, |column| columns.has(row, column)),
                    None => draft,
                };
                draft.read(plan, indicator, position)
            });
            match read {
                Ok(mut target) => {
                    let known = standing.position(&plan.code, &target);
                    if let Some(position) = known.filter(|_| columns.cell(row, "position").is_empty()) {
                        target.position = position;
                    }
                    let key = (&plan.code, target.series.clone(), target.period);
                    if let Some(spot) = seen.insert(key, row.spot) {
                        let detail = format!("{spot} has a target for the same series and period");
                        let code = target.series.indicator.as_str();
                        faults.push(Fault::new("indicator", code, "duplicate_target", detail).at(row.spot));
                    }
                    targets.push((&plan.code, target, row.spot));
                }
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.at(row.spot))),
            }
        }
        refer_to_nothing(&transaction, &columns, &rows, &indicators, &mut faults).await?;
        if faults.total == 0 {
            let mut by_plan: HashMap<&Code, Vec<(&Target, Spot)>> = HashMap::new();
            for (plan, target, spot) in &targets {
                by_plan.entry(plan).or_default().push((target, *spot));
            }
            for (plan, rows) in by_plan {
                let new: Vec<&Target> = rows.iter().map(|(target, _)| *target).collect();
                let found = family::faults(standing.of_plan(plan), &new).into_iter();
                faults.extend(found.filter_map(|(number, fault)| Some(fault.at(rows.get(number)?.1))));
            }
        }
        faults.into_result()?;
        // What stands as the file says is not changed by it, in a closed plan neither.
        for (plan, target, _) in &targets {
            let is_closed = plans.get(plan.as_str()).is_some_and(|(plan, _)| plan.state == PlanState::Closed);
            if is_closed && !standing.is_as_it_stands(plan, target) {
                return Err(closed(plan));
            }
        }
        for indicator in new.keys().filter_map(|code| indicators.get(code)) {
            indicator.put(&mut transaction, Expect::Any).await?;
        }
        let mut conflicts = Conflicts::default();
        for (number, (plan, target, spot)) in targets.into_iter().enumerate() {
            let put = transaction.put_target(plan, &target, Expect::Any).await;
            if let Some(put) = conflicts.note(put, |fault| fault.at(spot))? {
                report.tally.add(put);
            }
            tell(number + 1);
        }
        conflicts.into_result()?;
        if options.dry_run {
            return self.tried(transaction, report).await;
        }
        report.change = transaction.has_changes().then(|| transaction.number());
        Ok(self.pending(transaction, report))
    }
}

/// The cells that name an area, a category, a caliber or another indicator that does not exist.
async fn refer_to_nothing(
    transaction: &Transaction,
    columns: &Columns,
    rows: &[Row],
    in_the_file: &BTreeMap<String, Indicator>,
    faults: &mut Faults,
) -> Result<(), ServiceError> {
    let cells = |column: &'static str| -> Vec<Named<'_>> {
        rows.iter()
            .map(|row| Named { place: Place::Row(row.spot), field: column, code: columns.cell(row, column) })
            .collect()
    };
    faults.extend(unknown_of_series(transaction, cells).await?);
    for column in ["parent", "relative_to"] {
        let mut others = cells(column);
        others.retain(|cell| !in_the_file.contains_key(cell.code));
        faults.extend(unknown::<Indicator>(transaction, "indicator", &others).await?);
    }
    Ok(())
}

/// The plans that the rows name, each with the place after its last target.
async fn plans(
    transaction: &Transaction,
    columns: &Columns,
    rows: &[Row],
    faults: &mut Faults,
) -> Result<HashMap<String, (Plan, u32)>, ServiceError> {
    let mut plans = HashMap::new();
    for row in rows {
        let text = columns.cell(row, "plan");
        if plans.contains_key(text) {
            continue;
        }
        let Ok(code) = Code::new(text) else {
            faults.push(Fault::unknown("plan", text).at(row.spot));
            continue;
        };
        match find_in::<Plan>(transaction, &code, "plan").await {
            Ok(plan) => {
                let targets = transaction.plan_targets(&code).await?;
                let next = targets.iter().map(|stored| stored.item.position + 1).max().unwrap_or(0);
                plans.insert(text.to_owned(), (plan.item, next));
            }
            Err(ServiceError::Store(StoreError::Missing { .. })) => {
                faults.push(Fault::unknown("plan", text).at(row.spot));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(plans)
}

/// The indicators that the rows name.
struct Indicators {
    /// Each as the catalogue has it, or as the first row that names it says.
    all: BTreeMap<String, Indicator>,
    /// Those that the catalogue does not have, with the row that says what they are.
    new: BTreeMap<String, Spot>,
}

/// The indicators that the rows name. A row that says otherwise than the catalogue is a fault: a file of one plan does not
/// change what all plans share.
async fn indicators(
    transaction: &Transaction,
    columns: &Columns,
    rows: &[Row],
    faults: &mut Faults,
) -> Result<Indicators, ServiceError> {
    let codes = rows.iter().map(|row| columns.cell(row, "indicator"));
    let codes = codes.filter_map(|code| Code::new(code).ok()).collect();
    let mut all: BTreeMap<String, Indicator> = Indicator::find_all_in(transaction, codes)
        .await?
        .into_iter()
        .map(|stored| (stored.item.code.to_string(), stored.item))
        .collect();
    let mut new: BTreeMap<String, Spot> = BTreeMap::new();
    for row in rows {
        let code = columns.cell(row, "indicator");
        let cell =
            |column: &'static str| columns.cell(row, if column == "code" { "indicator" } else { column });
        if let Some(known) = all.get(code) {
            let source = new.get(code).map_or_else(|| "the catalogue".to_owned(), Spot::to_string);
            let found = contradiction::of_row(known, &source, &cell);
            faults.extend(found.into_iter().map(|fault| fault.at(row.spot)));
            continue;
        }
        if cell("measure").is_empty() {
            faults.push(Fault::unknown("indicator", code).at(row.spot));
            continue;
        }
        match indicator_draft(None, &cell).read() {
            Ok(indicator) => {
                all.insert(code.to_owned(), indicator);
                new.insert(code.to_owned(), row.spot);
            }
            Err(found) => faults.extend(found.into_iter().map(|fault| fault.at(row.spot))),
        }
    }
    Ok(Indicators { all, new })
}

fn draft(columns: &Columns, row: &Row) -> Result<TargetDraft, Vec<Fault>> {
    let text = |column| columns.cell(row, column).to_owned();
    let filled = |column| columns.filled(row, column);
    let position = match filled("position").map(|digits| digits.parse::<u32>().map_err(|_| digits)) {
        None => None,
        Some(Ok(position)) => Some(position),
        Some(Err(digits)) => {
            return Err(vec![Fault::new(
                "position",
                &digits,
                "bad_number",
                "a position is a whole number from 0",
            )]);
        }
    };
    let mut faults = Vec::new();
    let qualitative = table::flag(columns, row, "qualitative", &mut faults).unwrap_or_default();
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(TargetDraft {
        indicator: text("indicator"),
        area: filled("area"),
        category: filled("category"),
        period: filled("period"),
        target: text("target"),
        nature: table::nature(columns, row),
        no: filled("no"),
        parent: filled("parent"),
        section_zh: text("section_zh"),
        section_en: text("section_en"),
        position,
        caliber: filled("caliber"),
        relative_to: filled("relative_to"),
        tolerance: filled("tolerance"),
        baseline: filled("baseline"),
        baseline_period: filled("baseline_period"),
        waypoints: waypoints(&text("waypoints"))?,
        source: text("source"),
        note: text("note"),
        qualitative,
        value: filled("value"),
    })
}

/// Days and figures as one text: `2022-06-30=50; 2022-09-30=75`.
fn waypoints(text: &str) -> Result<Vec<(String, String)>, Vec<Fault>> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            if let Some((day, figure)) = part.split_once('=') {
                Ok((day.trim().to_owned(), figure.trim().to_owned()))
            } else {
                let detail = "write each day with its figure, and a semicolon between them: 2022-06-30=50; 2022-09-30=75";
                Err(vec![Fault::new("waypoints", part, "bad_waypoint", detail)])
            }
        })
        .collect()
}
