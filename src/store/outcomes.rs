//! Outcomes: append-only vintages, and the head of each series, period and source.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use serde_json::json;

use super::{
    Store,
    catalogue::Calibers,
    changes::{Change, ROWS_AN_INSERT, Transaction},
    entities::{outcome, outcome_head, source},
    error::StoreError,
    locks::Touched,
    recent::RecentChange,
    series::{find_series, series_of},
    versions::{AsOf, VALUES_A_LIST, code_in, codes_of, corrupt, ids_of},
};
use crate::domain::{
    code::Code,
    outcome::{Basis, Outcome},
    period::Period,
    series::Series,
    value::Value,
};

const TABLE: &str = "outcome";

/// Outcomes of one write that those who keep answers are told of one by one.
const MOST_TOLD: usize = 200;

/// An outcome to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutcome {
    /// The outcome.
    pub outcome: Outcome,
    /// The share of the target as published, where it stood in a column of its own; else empty.
    pub share_text: String,
    /// Whether the reporter stated the day. A day that was only assumed makes no new vintage by itself.
    pub day_is_stated: bool,
}

/// An outcome in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vintage {
    /// Its number: that of the change that recorded it.
    pub id: i64,
    /// The outcome.
    pub outcome: Outcome,
    /// The share of the target as published, where it stood in a column of its own; else empty.
    pub share_text: String,
}

/// Which outcomes to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeFilter {
    /// Only of this series' indicator, area and category; `None` lists all.
    pub series: Option<Series>,
    /// Only for exactly this period.
    pub period: Option<Period>,
    /// Only the vintages that answer now, not the superseded ones.
    pub current_only: bool,
}

/// Where a vintage stands, by series, period, source and caliber: one vintage answers for each of these.
pub(super) type Slot = (i64, NaiveDate, NaiveDate, i64, i64);

/// What recording a batch did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// A new vintage, by its number.
    New(i64),
    /// The record says so already, by that vintage.
    Known(i64),
}

impl Recorded {
    /// The number of the vintage.
    pub const fn id(&self) -> i64 {
        match self {
            Self::New(id) | Self::Known(id) => *id,
        }
    }
}

impl Store {
    /// One vintage.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn find_outcome(&self, id: i64) -> Result<Vintage, StoreError> {
        let rows = outcome::Entity::find_by_id(id).all(&self.read).await?;
        decode(&self.read, rows)
            .await?
            .pop()
            .ok_or_else(|| StoreError::Missing { what: "outcome", code: id.to_string() })
    }

    /// All vintages of the series, period and source of one, in the order they were recorded.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn vintages_of(&self, id: i64) -> Result<Vec<Vintage>, StoreError> {
        let row = outcome::Entity::find_by_id(id)
            .one(&self.read)
            .await?
            .ok_or_else(|| StoreError::Missing { what: "outcome", code: id.to_string() })?;
        let rows = outcome::Entity::find()
            .filter(outcome::Column::SeriesId.eq(row.series_id))
            .filter(outcome::Column::PeriodStart.eq(row.period_start))
            .filter(outcome::Column::PeriodEnd.eq(row.period_end))
            .filter(outcome::Column::SourceId.eq(row.source_id))
            .order_by_asc(outcome::Column::Id)
            .all(&self.read)
            .await?;
        decode(&self.read, rows).await
    }

    /// A page of vintages in the order they were recorded, after the number of the last one seen.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn list_outcomes(
        &self,
        filter: &OutcomeFilter,
        after: i64,
        limit: u64,
    ) -> Result<Vec<Vintage>, StoreError> {
        let mut query = outcome::Entity::find()
            .filter(outcome::Column::Id.gt(after))
            .order_by_asc(outcome::Column::Id)
            .limit(limit);
        if let Some(series) = &filter.series {
            let Some(id) = find_series(&self.read, &BTreeSet::from([series])).await?.remove(series) else {
                return Ok(Vec::new());
            };
            query = query.filter(outcome::Column::SeriesId.eq(id));
        }
        if let Some(period) = filter.period {
            query = query
                .filter(outcome::Column::PeriodStart.eq(period.start()))
                .filter(outcome::Column::PeriodEnd.eq(period.end()));
        }
        if filter.current_only {
            query = query.filter(
                outcome::Column::Id.in_subquery(
                    sea_orm::sea_query::Query::select()
                        .column(outcome_head::Column::OutcomeId)
                        .from(outcome_head::Entity)
                        .take(),
                ),
            );
        }
        decode(&self.read, query.all(&self.read).await?).await
    }

    /// The vintages that answer at a moment, of each source, for the periods that overlap a window; by series.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn current_outcomes(
        &self,
        series: &BTreeSet<&Series>,
        window: Period,
        as_of: AsOf,
    ) -> Result<HashMap<Series, Vec<Vintage>>, StoreError> {
        let ids: Vec<i64> = find_series(&self.read, series).await?.into_values().collect();
        let mut rows = Vec::new();
        for chunk in ids.chunks(VALUES_A_LIST) {
            rows.extend(match as_of.number() {
                None => self.heads(chunk, window).await?,
                Some(number) => self.heads_as_of(chunk, window, number).await?,
            });
        }
        let mut by_series: HashMap<Series, Vec<Vintage>> = HashMap::new();
        for vintage in decode(&self.read, rows).await? {
            by_series.entry(vintage.outcome.series.clone()).or_default().push(vintage);
        }
        Ok(by_series)
    }

    async fn heads(&self, series: &[i64], window: Period) -> Result<Vec<outcome::Model>, StoreError> {
        let heads = sea_orm::sea_query::Query::select()
            .column(outcome_head::Column::OutcomeId)
            .from(outcome_head::Entity)
            .and_where(outcome_head::Column::SeriesId.is_in(series.iter().copied()))
            .and_where(outcome_head::Column::PeriodStart.lte(window.end()))
            .and_where(outcome_head::Column::PeriodEnd.gte(window.start()))
            .take();
        let query = outcome::Entity::find()
            .filter(outcome::Column::Id.in_subquery(heads))
            .order_by_asc(outcome::Column::Id);
        Ok(query.all(&self.read).await?)
    }

    async fn heads_as_of(
        &self,
        series: &[i64],
        window: Period,
        number: i64,
    ) -> Result<Vec<outcome::Model>, StoreError> {
        super::counting::answering(self.vintages_in(series, window, number).await?)
    }
}

impl Transaction {
    /// Records outcomes, in their order. What the record says already, by the vintage that answers for the same
    /// series, period and source, is not recorded again.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where an indicator, area, category or caliber does not exist.
    pub async fn record_outcomes(&mut self, new: &[NewOutcome]) -> Result<Vec<Recorded>, StoreError> {
        let wanted: BTreeSet<&Series> = new.iter().map(|new| &new.outcome.series).collect();
        let series = self.ensure_series(&wanted).await?;
        let sources = self.ensure_sources(new.iter().map(|new| new.outcome.source.as_str())).await?;
        let calibers = new.iter().filter_map(|new| new.outcome.caliber.as_ref()).map(Code::as_str);
        let calibers = ids_of::<Calibers>(&*self.connection, calibers).await?;
        let mut periods = new.iter().map(|new| new.outcome.period);
        let Some(first) = periods.next() else { return Ok(Vec::new()) };
        let window = periods.fold((first.start(), first.end()), |(start, end), period| {
            (start.min(period.start()), end.max(period.end()))
        });
        let mut heads = self.heads_of(series.values().copied(), window).await?;
        let mut moved: HashSet<Slot> = HashSet::new();
        let mut rows = Vec::with_capacity(new.len());
        let mut answer = Vec::with_capacity(new.len());
        for NewOutcome { outcome, share_text, day_is_stated } in new {
            let broken = |what, code: &dyn std::fmt::Display| StoreError::BrokenReference {
                what,
                code: code.to_string(),
            };
            let series_id = *series.get(&outcome.series).ok_or_else(|| broken("series", &outcome.series))?;
            let source_id = *sources.get(&outcome.source).ok_or_else(|| broken("source", &outcome.source))?;
            let caliber_id = outcome
                .caliber
                .as_ref()
                .map(|code| calibers.get(code.as_str()).copied().ok_or_else(|| broken("caliber", code)))
                .transpose()?;
            let Outcome { series: _, period, text, value, basis, caliber: _, source: _, reported_on, note } =
                outcome;
            let mut row = outcome::Model {
                id: 0,
                series_id,
                period_start: period.start(),
                period_end: period.end(),
                source_id,
                text: text.clone(),
                share_text: share_text.clone(),
                value: json!(value).to_string(),
                basis: basis.word().to_owned(),
                caliber_id,
                reported_on: *reported_on,
                numerator: None,
                denominator: None,
                note: note.clone(),
            };
            let slot = slot(&row);
            let head = heads.get(&slot);
            if let Some(head) = head
                && *head
                    == (outcome::Model {
                        id: head.id,
                        reported_on: if *day_is_stated { row.reported_on } else { head.reported_on },
                        ..row.clone()
                    })
            {
                answer.push(Recorded::Known(head.id));
                continue;
            }
            self.is_open(Touched::Indicator(&outcome.series.indicator), *period).await?;
            row.id = self.record(Change {
                action: "reported",
                subject: format!("outcome/{} {}", outcome.series, outcome.period),
                plan_id: None,
                series_id: Some(series_id),
                before: head.map(|head| json!({ "id": head.id, "outcome": head.text })),
                after: Some(describe(outcome, share_text)),
            });
            answer.push(Recorded::New(row.id));
            if new.len() <= MOST_TOLD {
                let vintage =
                    Vintage { id: row.id, outcome: outcome.clone(), share_text: share_text.clone() };
                self.told.push(RecentChange {
                    number: row.id,
                    plan_id: None,
                    series: Some(outcome.series.clone()),
                    is_report: true,
                    has_bearing: true,
                    vintage: Some(Arc::new(vintage)),
                });
            }
            let displaces = match head {
                Some(head) => outcome.standing() >= standing(head)?,
                None => true,
            };
            if displaces {
                heads.insert(slot, row.clone());
                moved.insert(slot);
            }
            rows.push(outcome::ActiveModel::from(row));
        }
        let heads: Vec<&outcome::Model> = moved.iter().filter_map(|slot| heads.get(slot)).collect();
        self.insert_vintages(rows, &heads).await?;
        self.write_entries().await?;
        Ok(answer)
    }

    async fn insert_vintages(
        &self,
        rows: Vec<outcome::ActiveModel>,
        heads: &[&outcome::Model],
    ) -> Result<(), StoreError> {
        for chunk in rows.chunks(ROWS_AN_INSERT) {
            outcome::Entity::insert_many(chunk.to_vec()).exec_without_returning(&*self.connection).await?;
        }
        let heads: Vec<outcome_head::ActiveModel> = heads
            .iter()
            .map(|row| outcome_head::ActiveModel {
                series_id: Set(row.series_id),
                period_start: Set(row.period_start),
                period_end: Set(row.period_end),
                source_id: Set(row.source_id),
                caliber: Set(row.caliber_id.unwrap_or(0)),
                outcome_id: Set(row.id),
            })
            .collect();
        for chunk in heads.chunks(ROWS_AN_INSERT) {
            outcome_head::Entity::insert_many(chunk.to_vec())
                .on_conflict(
                    OnConflict::columns([
                        outcome_head::Column::SeriesId,
                        outcome_head::Column::PeriodStart,
                        outcome_head::Column::PeriodEnd,
                        outcome_head::Column::SourceId,
                        outcome_head::Column::Caliber,
                    ])
                    .update_column(outcome_head::Column::OutcomeId)
                    .to_owned(),
                )
                .exec_without_returning(&*self.connection)
                .await?;
        }
        Ok(())
    }

    async fn heads_of(
        &self,
        series: impl Iterator<Item = i64>,
        (start, end): (NaiveDate, NaiveDate),
    ) -> Result<HashMap<Slot, outcome::Model>, StoreError> {
        let series: Vec<i64> = series.collect();
        let mut heads = HashMap::new();
        for chunk in series.chunks(VALUES_A_LIST) {
            let ids = sea_orm::sea_query::Query::select()
                .column(outcome_head::Column::OutcomeId)
                .from(outcome_head::Entity)
                .and_where(outcome_head::Column::SeriesId.is_in(chunk.iter().copied()))
                .and_where(outcome_head::Column::PeriodStart.gte(start))
                .and_where(outcome_head::Column::PeriodEnd.lte(end))
                .take();
            let rows = outcome::Entity::find()
                .filter(outcome::Column::Id.in_subquery(ids))
                .all(&*self.connection)
                .await?;
            heads.extend(rows.into_iter().map(|row| (slot(&row), row)));
        }
        Ok(heads)
    }

    async fn ensure_sources(
        &mut self,
        names: impl Iterator<Item = &str>,
    ) -> Result<HashMap<String, i64>, StoreError> {
        let names: BTreeSet<&str> = names.collect();
        let names: Vec<&str> = names.into_iter().collect();
        let mut found = self.find_sources(&names).await?;
        let missing: Vec<&str> = names.iter().copied().filter(|name| !found.contains_key(*name)).collect();
        for name in &missing {
            let recorded_change = self.record(Change {
                action: "created",
                subject: format!("source/{name}"),
                after: Some(json!({ "name": name })),
                ..Change::default()
            });
            self.told.push(RecentChange {
                number: recorded_change,
                plan_id: None,
                series: None,
                is_report: false,
                has_bearing: false,
                vintage: None,
            });
            let row = source::ActiveModel {
                name: Set((*name).to_owned()),
                recorded_change: Set(recorded_change),
                ..Default::default()
            };
            source::Entity::insert(row).exec_without_returning(&*self.connection).await?;
        }
        if !missing.is_empty() {
            found.extend(self.find_sources(&missing).await?);
        }
        Ok(found)
    }

    async fn find_sources(&self, names: &[&str]) -> Result<HashMap<String, i64>, StoreError> {
        let mut found = HashMap::with_capacity(names.len());
        for chunk in names.chunks(VALUES_A_LIST) {
            let rows = source::Entity::find()
                .filter(source::Column::Name.is_in(chunk.iter().copied()))
                .all(&*self.connection)
                .await?;
            found.extend(rows.into_iter().map(|row| (row.name, row.id)));
        }
        Ok(found)
    }
}

pub(super) fn slot(row: &outcome::Model) -> Slot {
    (row.series_id, row.period_start, row.period_end, row.source_id, row.caliber_id.unwrap_or(0))
}

/// The stored row's [`Outcome::standing`].
pub(super) fn standing(row: &outcome::Model) -> Result<(Basis, NaiveDate), StoreError> {
    Ok((corrupt(TABLE, row.id, "basis", Basis::from_word(&row.basis))?, row.reported_on))
}

pub(super) async fn decode(
    connection: &impl ConnectionTrait,
    rows: Vec<outcome::Model>,
) -> Result<Vec<Vintage>, StoreError> {
    let series = series_of(connection, rows.iter().map(|row| row.series_id)).await?;
    let calibers = codes_of::<Calibers>(connection, rows.iter().filter_map(|row| row.caliber_id)).await?;
    let sources: Vec<i64> =
        rows.iter().map(|row| row.source_id).collect::<BTreeSet<_>>().into_iter().collect();
    let mut names: HashMap<i64, String> = HashMap::new();
    for chunk in sources.chunks(VALUES_A_LIST) {
        let found = source::Entity::find()
            .filter(source::Column::Id.is_in(chunk.iter().copied()))
            .all(connection)
            .await?;
        names.extend(found.into_iter().map(|row| (row.id, row.name)));
    }
    rows.into_iter()
        .map(|row| {
            let missing = |column| StoreError::Corrupt {
                table: TABLE,
                row: row.id.to_string(),
                column,
                detail: "refers to what does not exist".to_owned(),
            };
            let caliber =
                row.caliber_id.map(|id| code_in(&calibers, TABLE, row.id, "caliber_id", id)).transpose()?;
            let outcome = Outcome {
                series: series.get(&row.series_id).cloned().ok_or_else(|| missing("series_id"))?,
                period: corrupt(TABLE, row.id, "period_end", Period::new(row.period_start, row.period_end))?,
                value: corrupt(TABLE, row.id, "value", serde_json::from_str::<Value>(&row.value))?,
                basis: corrupt(TABLE, row.id, "basis", Basis::from_word(&row.basis))?,
                caliber,
                source: names.get(&row.source_id).cloned().ok_or_else(|| missing("source_id"))?,
                reported_on: row.reported_on,
                text: row.text,
                note: row.note,
            };
            Ok(Vintage { id: row.id, outcome, share_text: row.share_text })
        })
        .collect()
}

fn describe(outcome: &Outcome, share_text: &str) -> serde_json::Value {
    let Outcome {
        series: Series { indicator, area, category },
        period,
        text,
        value,
        basis,
        caliber,
        source,
        reported_on,
        note,
    } = outcome;
    let code = |code: &Option<Code>| code.as_ref().map(|code| code.as_str().to_owned());
    json!({
        "indicator": indicator.as_str(), "area": code(area), "category": code(category),
        "period": period.to_string(), "outcome": text, "share_of_target": share_text, "value": value,
        "basis": basis.word(), "caliber": code(caliber), "source": source, "reported_on": reported_on,
        "note": note,
    })
}
