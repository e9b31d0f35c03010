//! Outcomes as they are read: append-only vintages, and the head of each series, period and source. How they come into
//! being is not known here.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, IntoColumnRef, SelectStatement},
};

use super::{
    Store,
    catalogue::Calibers,
    entities::{outcome, outcome_head, series, source},
    error::StoreError,
    names::Connection,
    packed::Batch,
    series::{find_series, join_keys, keys_of, learn_series, series_of, series_within, with_keys},
    versions::{AsOf, VALUES_A_LIST, code_in, codes_of, corrupt},
};
use crate::domain::{
    code::Code,
    outcome::{Basis, Outcome},
    period::Period,
    series::Series,
    value::{Figure, Value},
    window::Window,
};

pub(super) const TABLE: &str = "outcome";

/// A period whose last day comes more days after its first is one of several years.
const LONGEST_YEAR: u64 = 366;

/// The days of a period among what answers.
const HEADS: (outcome_head::Column, outcome_head::Column) =
    (outcome_head::Column::PeriodStart, outcome_head::Column::PeriodEnd);

/// The days of a period among all that was ever reported.
const VINTAGES: (outcome::Column, outcome::Column) =
    (outcome::Column::PeriodStart, outcome::Column::PeriodEnd);

/// The periods that outcomes are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Periods<'a> {
    /// Those that take part in a window.
    Of(Window),
    /// These.
    These(&'a BTreeSet<Period>),
}

impl Periods<'_> {
    fn takes(self, period: Period) -> bool {
        match self {
            Self::Of(window) => window.takes(period),
            Self::These(periods) => periods.contains(&period),
        }
    }

    /// Them, and some more, in parts that an index each finds; a period may be in several.
    fn parts<C: ColumnTrait>(self, days: (C, C), backend: DatabaseBackend) -> Vec<Condition> {
        match self {
            Self::Of(window) => parts_of(window, days, backend).collect(),
            Self::These(periods) => vec![among(periods, days)],
        }
    }
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

impl Vintage {
    /// Whether it reports nothing, and so takes back what its source had said.
    pub const fn is_blank(&self) -> bool {
        self.outcome.value.figure.is_nothing()
    }

    /// Whether it reports a growth in place of an amount, beside which what its source had said may stand.
    pub const fn is_growth(&self) -> bool {
        matches!(self.outcome.value.figure, Figure::Change { .. })
    }
}

/// Which outcomes to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeFilter {
    /// Only of this series' indicator, area and category; `None` lists all.
    pub series: Option<Series>,
    /// Only of this area, whatever the indicator.
    pub area: Option<Code>,
    /// Only of this category, whatever the indicator.
    pub category: Option<Code>,
    /// Only for exactly this period.
    pub period: Option<Period>,
    /// Only the vintages that answer now, not the superseded ones.
    pub current_only: bool,
}

/// Where a vintage stands, by series, period, source and caliber: one vintage answers for each of these.
pub(super) type Slot = (i64, NaiveDate, NaiveDate, i64, i64);

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
        let (area, category) = (filter.area.as_ref(), filter.category.as_ref());
        if area.or(category).is_some() {
            query = query.filter(outcome::Column::SeriesId.in_subquery(series_within(area, category)));
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

    /// The vintages that answer at a moment, of each source, for some periods; by series.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn current_outcomes(
        &self,
        series: &BTreeSet<&Series>,
        periods: Periods<'_>,
        as_of: AsOf,
    ) -> Result<HashMap<Series, Vec<Vintage>>, StoreError> {
        let rows = match as_of.number() {
            None => self.outcomes_in(series, |keys| heads(keys, &self.read), periods, HEADS).await?,
            Some(number) => super::counting::answering(self.vintages_in(series, periods, number).await?)?,
        };
        Ok(by_series(decode(&self.read, rows).await?))
    }

    /// All vintages that are known at a moment for some periods, those that others have displaced included; by series.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn every_outcome(
        &self,
        series: &BTreeSet<&Series>,
        periods: Periods<'_>,
        as_of: AsOf,
    ) -> Result<HashMap<Series, Vec<Vintage>>, StoreError> {
        let number = as_of.number().unwrap_or(i64::MAX);
        let rows = self.vintages_in(series, periods, number).await?;
        Ok(by_series(decode(&self.read, rows).await?))
    }

    /// All vintages of series for some periods, up to a number.
    pub(super) async fn vintages_in(
        &self,
        series: &BTreeSet<&Series>,
        periods: Periods<'_>,
        number: i64,
    ) -> Result<Vec<outcome::Model>, StoreError> {
        self.outcomes_in(series, |keys| vintages(keys, &self.read, number), periods, VINTAGES).await
    }

    /// Rows of outcomes for some periods, with the names of the series, in one statement.
    async fn outcomes_in<C: ColumnTrait>(
        &self,
        series: &BTreeSet<&Series>,
        of: impl Fn(&[String]) -> Select<outcome::Entity>,
        periods: Periods<'_>,
        days: (C, C),
    ) -> Result<Vec<outcome::Model>, StoreError> {
        let keys = keys_of(&self.read, series).await?;
        let mut batch = Batch::new(&self.read);
        let named = batch.rows(with_keys(&keys, &self.read));
        let parts = periods.parts(days, self.read.get_database_backend());
        let parts: Vec<_> = parts.into_iter().map(|part| batch.rows(of(&keys).filter(part))).collect();
        let answer = batch.read(&self.read).await?;
        learn_series(&self.read, answer.take(&named)?).await?;
        let mut rows: Vec<outcome::Model> = Vec::new();
        for part in &parts {
            rows.extend(answer.take(part)?);
        }
        rows.retain(|row| {
            Period::new(row.period_start, row.period_end).map_or(true, |period| periods.takes(period))
        });
        rows.sort_unstable_by_key(|row| row.id);
        rows.dedup_by_key(|row| row.id);
        Ok(rows)
    }
}

/// Vintages by their series.
pub(super) fn by_series(vintages: Vec<Vintage>) -> HashMap<Series, Vec<Vintage>> {
    let mut by_series: HashMap<Series, Vec<Vintage>> = HashMap::new();
    for vintage in vintages {
        by_series.entry(vintage.outcome.series.clone()).or_default().push(vintage);
    }
    by_series
}

fn heads(keys: &[String], connection: &impl ConnectionTrait) -> Select<outcome::Entity> {
    let mut heads = outcome::Entity::find();
    let answers = Expr::col((outcome_head::Entity, outcome_head::Column::OutcomeId))
        .equals((outcome::Entity, outcome::Column::Id));
    let query = QueryTrait::query(&mut heads).inner_join(outcome_head::Entity, answers);
    of_series(query, (outcome_head::Entity, outcome_head::Column::SeriesId), keys, connection);
    heads
}

fn vintages(keys: &[String], connection: &impl ConnectionTrait, number: i64) -> Select<outcome::Entity> {
    let mut vintages = outcome::Entity::find();
    let query = QueryTrait::query(&mut vintages);
    of_series(query, (outcome::Entity, outcome::Column::SeriesId), keys, connection);
    vintages.filter(outcome::Column::Id.lte(number))
}

/// Limits a query to the series that some texts stand for, by a column with their numbers.
fn of_series(
    query: &mut SelectStatement,
    column: impl IntoColumnRef,
    keys: &[String],
    connection: &impl ConnectionTrait,
) {
    let is_of_it = Expr::col((series::Entity, series::Column::Id)).equals(column);
    query.inner_join(series::Entity, is_of_it);
    join_keys(query, keys, connection);
}

/// The periods of a window, and some more, in parts that an index each finds, so that the history of a series before and
/// behind it costs nothing: what begins in it or up to a year before, the few that are longer than a year, and what runs from
/// the first day of an earlier year.
fn parts_of<C: ColumnTrait>(
    window: Window,
    (start, end): (C, C),
    backend: DatabaseBackend,
) -> impl Iterator<Item = Condition> {
    let first = window.span.start();
    let year_before = first.checked_sub_days(Days::new(LONGEST_YEAR)).unwrap_or(first);
    let reaches_into_it = || Condition::all().add(end.gte(first));
    let begins_late = reaches_into_it().add(start.gte(year_before)).add(start.lte(window.span.end()));
    let is_long = reaches_into_it().add(is_long(start, end, backend));
    let earlier = window.earlier_beginnings();
    let of_earlier_years =
        (!earlier.is_empty()).then(|| is_one_of(start, earlier.into_iter().collect()).add(end.lt(first)));
    [begins_late, is_long].into_iter().chain(of_earlier_years)
}

/// Periods that begin with one of some and end with one of them. The list of ends is as long as a few others are, so that
/// the database knows the statement again.
fn among<C: ColumnTrait>(periods: &BTreeSet<Period>, (start, end): (C, C)) -> Condition {
    let starts: BTreeSet<NaiveDate> = periods.iter().map(|period| period.start()).collect();
    let ends: BTreeSet<NaiveDate> = periods.iter().map(|period| period.end()).collect();
    let many = ends.len().next_power_of_two();
    let ends = ends.iter().cycle().take(many).copied();
    is_one_of(start, starts).add(end.is_in(ends))
}

/// That a day is one of some, and no earlier and no later than they are: PostgreSQL looks for a list in all of a series'
/// history where it expects that to be short.
fn is_one_of<C: ColumnTrait>(day: C, days: BTreeSet<NaiveDate>) -> Condition {
    let no_earlier = days.first().map(|first| day.gte(*first));
    let no_later = days.last().map(|last| day.lte(*last));
    Condition::all().add_option(no_earlier).add_option(no_later).add(day.is_in(days))
}

/// That a period is longer than a year, in the words of the index of such.
fn is_long<C: ColumnTrait>(start: C, end: C, backend: DatabaseBackend) -> Expr {
    let columns = [end, start].map(|column| Expr::col(column.as_column_ref()));
    match backend {
        DatabaseBackend::Sqlite => {
            Expr::cust_with_exprs(format!("julianday(?) - julianday(?) > {LONGEST_YEAR}"), columns)
        }
        _ => Expr::cust_with_exprs(format!("$1 - $2 > {LONGEST_YEAR}"), columns),
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
    connection: &impl Connection,
    rows: Vec<outcome::Model>,
) -> Result<Vec<Vintage>, StoreError> {
    let series = series_of(connection, rows.iter().map(|row| row.series_id)).await?;
    let calibers = codes_of::<Calibers>(connection, rows.iter().filter_map(|row| row.caliber_id)).await?;
    let names = names_of_sources(connection, rows.iter().map(|row| row.source_id)).await?;
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

async fn names_of_sources(
    connection: &impl Connection,
    ids: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, String>, StoreError> {
    let mut ids: BTreeSet<i64> = ids.collect();
    let mut found: HashMap<i64, String> = HashMap::with_capacity(ids.len());
    if let Some(mut names) = connection.names() {
        let known = names.sources();
        ids.retain(|id| match known.name(*id) {
            Some(name) => found.insert(*id, name.clone()).is_some(),
            None => true,
        });
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    for chunk in ids.chunks(VALUES_A_LIST) {
        let rows = source::Entity::find()
            .filter(source::Column::Id.is_in(chunk.iter().copied()))
            .all(connection)
            .await?;
        if let Some(mut names) = connection.names() {
            names.sources().extend(rows.iter().map(|row| (row.id, &row.name)));
        }
        found.extend(rows.into_iter().map(|row| (row.id, row.name)));
    }
    Ok(found)
}
