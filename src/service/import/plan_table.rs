//! The import of a plan table: one row an indicator, its target and its outcome as published.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    of_group::mark_cuts,
    report::{PlanTableReport, Tally},
    standing::{Standing, kept, positions},
    table::{self, Columns, Row, Shape, Source, Spot},
};
use crate::{
    domain::{
        caliber::Caliber,
        code::Code,
        indicator::{Indicator, names_a_growth},
        outcome::Basis,
        plan::{Plan, PlanState},
        reading::counts_the_fall,
    },
    service::{
        Caller, Pending, Plantrack,
        access::{Act, Reported, authorize},
        catalogue::{Draft, IndicatorDraft},
        contradiction,
        error::{Conflicts, Fault, Faults, ServiceError},
        family,
        fields::Fields,
        outcomes::OutcomeDraft,
        plans::{PlanDraft, check_parent},
        reading::context_of,
        references::{Named, Place, unknown},
        targets::TargetDraft,
    },
    store::{CatalogueItem, Expect, NewOutcome, Put, Transaction},
};

/// The columns of a plan table.
pub const COLUMNS: [&str; 15] = [
    "no",
    "code",
    "parent",
    "name_zh",
    "name_en",
    "section_zh",
    "nature",
    "unit",
    "measure",
    "direction",
    "period",
    "target",
    "outcome",
    "note",
    "qualitative",
];

/// Most rows of a plan table.
const MOST_ROWS: usize = 10_000;
/// The columns that must be there.
pub const REQUIRED: [&str; 2] = ["code", "target"];
const CALIBER_CHANGED: &str = "caliber-changed:";
const RELATIVE_TO: &str = "relative-to:";

/// What is said of a plan table besides the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanTableOptions {
    /// The code of the plan.
    pub plan: String,
    /// Its period; needed where the plan does not exist yet.
    pub period: Option<String>,
    /// Its Chinese title.
    pub title_zh: Option<String>,
    /// Its English title.
    pub title_en: Option<String>,
    /// Who published it.
    pub issuer: Option<String>,
    /// The longer plan that it refines.
    pub parent: Option<String>,
    /// How firm the outcomes are.
    pub basis: Option<String>,
    /// The day that the outcomes were reported.
    pub reported_on: Option<String>,
    /// Who published the outcomes.
    pub source: Option<String>,
    /// Whether columns that are not known are ignored.
    pub ignore_unknown: bool,
    /// Whether all is tried and nothing kept.
    pub dry_run: bool,
}

impl PlanTableOptions {
    /// What is said of the outcomes is looked at whether the table holds any or not.
    fn check(&self, today: chrono::NaiveDate) -> Result<(), Vec<Fault>> {
        let mut fields = Fields::default();
        fields.optional_word::<Basis>("basis", self.basis.as_deref());
        fields.reported_on(self.reported_on.as_deref(), today);
        fields.text("source", self.source.as_deref().unwrap_or_default());
        fields.finish()
    }
}

impl Plantrack {
    /// Imports a plan table, all or nothing.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] with every bad row by line, column, value and reason; nothing was changed.
    pub async fn import_plan_table(
        &self,
        caller: &Caller,
        source: Source,
        options: &PlanTableOptions,
    ) -> Result<Pending<PlanTableReport>, ServiceError> {
        let shape = Shape {
            known: &COLUMNS,
            required: &REQUIRED,
            lists: &[],
            ignore_unknown: options.ignore_unknown,
        };
        let mut faults = Faults::default();
        let (columns, rows) = table::open(source, shape).await?.all_rows(MOST_ROWS, &mut faults).await;
        let table = &columns;
        check_distinct(table, &rows, &mut faults);
        options.check(self.clock().today())?;
        let mut transaction = self.begin_alone(caller, Act::Plan, "import of a plan table").await?;
        let reported = reported(table, &rows);
        if !reported.is_empty() {
            authorize(&transaction, caller, Act::Report(&reported)).await?;
        }
        let (plan, put) = put_plan(&mut transaction, options).await?;
        let mut report = PlanTableReport {
            plan: plan.code.clone(),
            rows: rows.len(),
            plans: Tally::default(),
            indicators: Tally::default(),
            targets: Tally::default(),
            outcomes: Tally::default(),
            not_in_table: Vec::new(),
            change: None,
            dry_run: options.dry_run,
        };
        report.plans.add(put);
        let read = Reading { table, options, plan: &plan, today: self.clock().today() };
        let indicators = read.indicators(&transaction, &rows, &mut faults).await?;
        faults.extend(unknown::<Indicator>(&transaction, "indicator", &read.named_in_notes(&rows)).await?);
        let existing = transaction.plan_targets(&plan.code).await?;
        let next = existing.iter().map(|stored| stored.item.position + 1).max().unwrap_or(0);
        report.not_in_table = existing
            .iter()
            .filter(|stored| stored.item.series.is_whole() && stored.item.period == plan.period)
            .map(|stored| stored.item.series.indicator.clone())
            .filter(|code| !indicators.contains_key(code.as_str()))
            .collect();
        report.not_in_table.sort();
        let mut standing = Standing::default();
        standing.add(&plan.code, existing);
        let (mut targets, outcomes, calibers) =
            read.targets_and_outcomes(&rows, &indicators, &standing, faults)?;
        let known: Vec<_> = targets.iter().map(|target| standing.position(&plan.code, target)).collect();
        for (target, position) in targets.iter_mut().zip(positions(&known, next)) {
            target.position = position;
        }
        for indicator in rows.iter().filter_map(|row| indicators.get(table.cell(row, "code"))) {
            report.indicators.add(indicator.put(&mut transaction, Expect::Any).await?);
        }
        for caliber in &calibers {
            caliber.put(&mut transaction, Expect::Any).await?;
        }
        let mut conflicts = Conflicts::default();
        for (target, row) in targets.iter().zip(&rows) {
            let put = transaction.put_target(&plan.code, target, Expect::Any).await;
            if let Some(put) = conflicts.note(put, |fault| fault.at(row.spot))? {
                report.targets.add(put);
            }
        }
        conflicts.into_result()?;
        let reporting: Vec<Spot> =
            rows.iter().filter(|row| !table.cell(row, "outcome").is_empty()).map(|row| row.spot).collect();
        let recorded = transaction.record_outcomes(&outcomes).await;
        for recorded in recorded.map_err(|error| ServiceError::of_items(error).at_spots(&reporting))? {
            report.outcomes.add_recorded(&recorded);
        }
        if options.dry_run {
            return self.tried(transaction, report).await;
        }
        report.change = transaction.has_changes().then(|| transaction.number());
        Ok(self.pending(transaction, report))
    }
}

/// The series that a table reports for: those of the rows with an outcome, for the whole.
fn reported<'a>(table: &Columns, rows: &'a [Row]) -> Vec<Reported<'a>> {
    let reporting = rows.iter().filter(|row| !table.cell(row, "outcome").is_empty());
    reporting
        .map(|row| {
            let indicator = table.cell(row, "code");
            Reported { indicator, area: None, item: None, line: None }.at(row.spot)
        })
        .collect()
}

/// Each code has one row.
fn check_distinct(table: &Columns, rows: &[Row], faults: &mut Faults) {
    let mut lines: HashMap<&str, Spot> = HashMap::new();
    for row in rows {
        let code = table.cell(row, "code");
        if let Some(spot) = lines.insert(code, row.spot) {
            let detail = format!("the code stands in {spot} already; each indicator has one row");
            faults.push(Fault::new("code", code, "duplicate_code", detail).at(row.spot));
        }
    }
}

/// The plan as the options have it: created where there is none, revised where they say otherwise.
async fn put_plan(
    transaction: &mut Transaction,
    options: &PlanTableOptions,
) -> Result<(Plan, Put), ServiceError> {
    let code = Code::new(&options.plan)
        .map_err(|error| Fault::new("plan", &options.plan, "bad_code", error.to_string()))?;
    let current = Plan::find_all_in(transaction, vec![code.clone()]).await?.pop().map(|stored| stored.item);
    if current.as_ref().is_some_and(|plan| plan.state == PlanState::Closed) {
        return Err(ServiceError::NotAllowed(format!("the plan {code} is closed and no longer changed")));
    }
    let period = options.period.clone().or_else(|| current.as_ref().map(|plan| plan.period.to_string()));
    let Some(period) = period else {
        let detail = format!("there is no plan {code} yet; say which period it is for, for example 2022");
        return Err(Fault::new("period", "", "missing", detail).into());
    };
    let text = |given: &Option<String>, known: fn(&Plan) -> &String| {
        given.clone().or_else(|| current.as_ref().map(|plan| known(plan).clone())).unwrap_or_default()
    };
    let mut draft = PlanDraft {
        code: code.to_string(),
        title_zh: text(&options.title_zh, |plan| &plan.title_zh),
        title_en: text(&options.title_en, |plan| &plan.title_en),
        issuer: text(&options.issuer, |plan| &plan.issuer),
        period,
        parent: options
            .parent
            .clone()
            .or_else(|| current.as_ref().and_then(|plan| plan.parent.as_ref().map(Code::to_string))),
        area: current.as_ref().and_then(|plan| plan.area.as_ref().map(Code::to_string)),
        ..PlanDraft::default()
    };
    if let Some(plan) = &current {
        draft = draft.with_rules(&plan.rules);
    }
    if draft.title_zh.is_empty() && draft.title_en.is_empty() {
        draft.title_en = code.to_string();
    }
    // A plan that is published as a table is in force.
    let state = current.as_ref().map_or(PlanState::Adopted, |plan| plan.state);
    let plan = draft.read(state).map_err(ServiceError::from)?;
    if let Some(known) = current.filter(|known| known.period != plan.period) {
        let detail =
            format!("the plan {code} is for {}; leave the period out, or name another plan", known.period);
        return Err(Fault::new("period", &plan.period.to_string(), "other_period", detail).into());
    }
    check_parent(transaction, &plan).await?;
    let put = plan.put(transaction, Expect::Any).await?;
    Ok((plan, put))
}

type Parts = (Vec<crate::domain::target::Target>, Vec<NewOutcome>, Vec<Caliber>);

struct Reading<'a> {
    table: &'a Columns,
    options: &'a PlanTableOptions,
    plan: &'a Plan,
    today: chrono::NaiveDate,
}

impl Reading<'_> {
    /// The indicators of the rows: as the catalogue has them, but for their names; what else the table says otherwise is
    /// a fault, since it would change what all plans share and how their targets are read.
    async fn indicators(
        &self,
        transaction: &Transaction,
        rows: &[Row],
        faults: &mut Faults,
    ) -> Result<BTreeMap<String, Indicator>, ServiceError> {
        let codes = rows.iter().map(|row| self.table.cell(row, "code"));
        let codes = codes.filter_map(|code| Code::new(code).ok()).collect();
        let known: HashMap<String, Indicator> = Indicator::find_all_in(transaction, codes)
            .await?
            .into_iter()
            .map(|stored| (stored.item.code.to_string(), stored.item))
            .collect();
        let mut indicators = BTreeMap::new();
        for row in rows {
            let cell = |column| self.table.cell(row, column);
            let code = cell("code");
            let contradicting =
                known.get(code).map(|known| contradiction::of_row(known, "the catalogue", &cell));
            faults.extend(contradicting.into_iter().flatten().map(|fault| fault.at(row.spot)));
            match indicator_draft(known.get(code), &cell).read() {
                Ok(mut indicator) => {
                    // A row brings a new indicator and what is asked of it: a fall that is asked is what it counts.
                    indicator.is_reduction |= !known.contains_key(code)
                        && !names_a_growth(&indicator.name_zh, &indicator.name_en)
                        && counts_the_fall(cell("target"), &context_of(&indicator));
                    indicators.insert(code.to_owned(), indicator);
                }
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.at(row.spot))),
            }
        }
        let placed = rows.iter().map(|row| (self.table.cell(row, "code"), self.table.cell(row, "parent")));
        mark_cuts(placed, &mut indicators, |code| !known.contains_key(code));
        Ok(indicators)
    }

    /// What the notes name as another series, where it is no row of the table.
    fn named_in_notes<'r>(&self, rows: &'r [Row]) -> Vec<Named<'r>> {
        let codes: HashSet<&str> = rows.iter().map(|row| self.table.cell(row, "code")).collect();
        let named = rows.iter().filter_map(|row| {
            let code = self.table.cell(row, "note").strip_prefix(RELATIVE_TO)?.trim();
            Some(Named { place: Place::Row(row.spot), field: "note", code })
        });
        named.filter(|named| !codes.contains(named.code)).collect()
    }

    fn targets_and_outcomes(
        &self,
        rows: &[Row],
        indicators: &BTreeMap<String, Indicator>,
        standing: &Standing,
        mut faults: Faults,
    ) -> Result<Parts, ServiceError> {
        let mut codes: HashSet<&str> = rows.iter().map(|row| self.table.cell(row, "code")).collect();
        codes.extend(standing.of_plan(&self.plan.code).map(|target| target.series.indicator.as_str()));
        let (mut targets, mut outcomes, mut calibers) = (Vec::new(), Vec::new(), Vec::new());
        for (position, row) in (0_u32..).zip(rows) {
            let indicator = indicators.get(self.table.cell(row, "code"));
            let mut found = Vec::new();
            let draft = self.target_draft(row, indicator, standing, &mut found);
            found.extend(family_faults(&draft, &codes));
            let Some(indicator) = indicator else {
                faults.extend(found.into_iter().map(|fault| fault.at(row.spot)));
                continue;
            };
            // In this table it is the note that names the series.
            let in_note = |fault: Fault| match fault.field.as_str() {
                "relative_to" => Fault { field: "note".to_owned(), ..fault },
                _ => fault,
            };
            match draft.read(self.plan, indicator, position) {
                Ok(target) => targets.push(target),
                Err(more) => found.extend(more.into_iter().map(in_note)),
            }
            match self.outcome(row, indicator) {
                Ok(Some((outcome, caliber))) => {
                    outcomes.push(outcome);
                    calibers.extend(caliber);
                }
                Ok(None) => {}
                Err(more) => found.extend(more),
            }
            faults.extend(found.into_iter().map(|fault| fault.at(row.spot)));
        }
        if faults.total == 0 {
            // Every row has its target by now.
            let new: Vec<_> = targets.iter().collect();
            let found = family::faults(standing.of_plan(&self.plan.code), &new).into_iter();
            faults.extend(found.filter_map(|(number, fault)| Some(fault.at(rows.get(number)?.spot))));
        }
        faults.into_result()?;
        Ok((targets, outcomes, calibers))
    }

    /// What a row asks, with what stands where the table has no column for it.
    fn target_draft(
        &self,
        row: &Row,
        indicator: Option<&Indicator>,
        standing: &Standing,
        faults: &mut Vec<Fault>,
    ) -> TargetDraft {
        let cell = |column| self.table.cell(row, column).to_owned();
        let filled = |column| self.table.filled(row, column);
        let note = cell("note");
        let draft = TargetDraft {
            indicator: cell("code"),
            period: filled("period"),
            target: cell("target"),
            nature: table::nature(self.table, row),
            no: filled("no"),
            parent: filled("parent"),
            section_zh: cell("section_zh"),
            relative_to: note.strip_prefix(RELATIVE_TO).map(|code| code.trim().to_owned()),
            note: if note.starts_with(CALIBER_CHANGED) { String::new() } else { note.clone() },
            qualitative: table::flag(self.table, row, "qualitative", faults).unwrap_or_default(),
            ..TargetDraft::default()
        };
        match indicator.and_then(|indicator| standing.of(self.plan, indicator, &draft)) {
            Some(target) => kept(draft, &target, |column| match column {
                // A note on the outcome's caliber says nothing of the target.
                "note" => self.table.has(row, "note") && !note.starts_with(CALIBER_CHANGED),
                "relative_to" if note.starts_with(RELATIVE_TO) => true,
                "relative_to" => self.table.has(row, "note") && target.note.starts_with(RELATIVE_TO),
                column => self.table.has(row, column),
            }),
            None => draft,
        }
    }

    /// The outcome of a row, with the caliber it brings along; `None` where the cell is empty.
    fn outcome(
        &self,
        row: &Row,
        indicator: &Indicator,
    ) -> Result<Option<(NewOutcome, Option<Caliber>)>, Vec<Fault>> {
        let text = self.table.cell(row, "outcome");
        if text.is_empty() {
            return Ok(None);
        }
        let note = self.table.cell(row, "note");
        let caliber = match note.strip_prefix(CALIBER_CHANGED) {
            Some(words) => Some(self.changed_caliber(indicator, words.trim())?),
            None => None,
        };
        let draft = OutcomeDraft {
            indicator: indicator.code.to_string(),
            area: self.plan.area.as_ref().map(Code::to_string),
            period: match self.table.cell(row, "period") {
                "" => self.plan.period.to_string(),
                period => period.to_owned(),
            },
            outcome: text.to_owned(),
            basis: self.options.basis.clone(),
            caliber: caliber.as_ref().map(|caliber| caliber.code.to_string()),
            source: self.options.source.clone().unwrap_or_default(),
            reported_on: self.options.reported_on.clone(),
            note: if caliber.is_some() { note.to_owned() } else { String::new() },
            ..OutcomeDraft::default()
        };
        Ok(Some((draft.read(indicator, self.today)?, caliber)))
    }

    /// The caliber that a note speaks of: named after the plan and the indicator, described by the note.
    fn changed_caliber(&self, indicator: &Indicator, words: &str) -> Result<Caliber, Vec<Fault>> {
        let code = format!("{}/{}", self.plan.code, indicator.code);
        let code = Code::new(&code)
            .map_err(|error| vec![Fault::new("note", words, "bad_code", error.to_string())])?;
        let words = if words.is_empty() { "another caliber than the target's" } else { words };
        Ok(Caliber { code, name_zh: String::new(), name_en: words.to_owned() })
    }
}

/// What is wrong with a target's place among the others. `codes` has those that the table or the plan has.
fn family_faults(draft: &TargetDraft, codes: &HashSet<&str>) -> Vec<Fault> {
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let (no, parent, code) = (text(&draft.no), text(&draft.parent), draft.indicator.as_str());
    let fault = |field, value: &str, code, detail: &str| vec![Fault::new(field, value, code, detail)];
    if no.is_empty() && parent.is_empty() {
        let detail = "a headline indicator has a number; a sub-indicator names its parent";
        return fault("no", "", "missing", detail);
    }
    if !no.is_empty() && !parent.is_empty() {
        let detail = "a row with a number is a headline indicator and has no parent; empty one of the two";
        return fault("parent", &parent, "numbered_sub_indicator", detail);
    }
    if parent == code {
        return fault("parent", &parent, "own_parent", "an indicator is no sub-indicator of itself");
    }
    if !parent.is_empty() && !codes.contains(parent.as_str()) {
        let detail = "neither the table nor the plan has a row with that code";
        return fault("parent", &parent, "unknown_parent", detail);
    }
    Vec::new()
}

/// The catalogue entry with the names of a row, or what a row says of one that is not known; an empty cell says nothing.
pub(super) fn indicator_draft<'a>(
    known: Option<&Indicator>,
    cell: &impl Fn(&'static str) -> &'a str,
) -> IndicatorDraft {
    let named = |column: &'static str, known: Option<&String>| match cell(column) {
        "" => known.cloned().unwrap_or_default(),
        text => text.to_owned(),
    };
    let said = |column: &'static str, known: Option<String>| known.unwrap_or_else(|| cell(column).to_owned());
    let direction = match known {
        Some(known) => known.direction.map(|word| word.to_string()),
        None => Some(cell("direction").to_owned()).filter(|word| !word.is_empty()),
    };
    IndicatorDraft {
        code: cell("code").to_owned(),
        name_zh: named("name_zh", known.map(|known| &known.name_zh)),
        name_en: named("name_en", known.map(|known| &known.name_en)),
        unit: said("unit", known.map(|known| known.unit.clone())),
        measure: said("measure", known.map(|known| known.measure.to_string())),
        direction,
        aggregation: known.map(|known| known.aggregation.to_string()),
        numerator: known.and_then(|known| known.numerator.as_ref().map(Code::to_string)),
        denominator: known.and_then(|known| known.denominator.as_ref().map(Code::to_string)),
        scale: known.map(|known| known.scale.clone()).unwrap_or_default(),
        decimals: known.and_then(|known| known.decimals),
        is_reduction: known.map(|known| known.is_reduction),
    }
}
