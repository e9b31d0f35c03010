//! Series: from codes to the integer keys that targets and outcomes are stored under, and back.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{
    catalogue::{Areas, Categories, Indicators},
    changes::{ROWS_AN_INSERT, Transaction},
    entities::{series, target},
    error::StoreError,
    names::Connection,
    packed::{LISTED, all_of, listed},
    versions::{Identity, VALUES_A_LIST, code_in, codes_of, ids_of},
};
use crate::domain::{code::Code, series::Series};

/// What is for one area and one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Of<'a> {
    /// The area; `None` is the whole.
    pub area: Option<&'a Code>,
    /// The category; `None` is all of them.
    pub category: Option<&'a Code>,
}

impl Of<'_> {
    /// The condition on targets. It looks at the series of each, which are far fewer than all series.
    pub(super) fn condition(self) -> Condition {
        let series = Query::select()
            .column(series::Column::Id)
            .from(series::Entity)
            .and_where(
                Expr::col((series::Entity, series::Column::Id))
                    .equals((target::Entity, target::Column::SeriesId)),
            )
            .cond_where(self.of_series())
            .take();
        Condition::all().add(Expr::exists(series))
    }

    /// The condition on series.
    pub(super) fn of_series(self) -> Condition {
        fn part<I: Identity>(column: series::Column, code: Option<&Code>) -> Expr {
            code.map_or_else(|| column.is_null(), |code| is_of::<I>(column, code))
        }
        Condition::all()
            .add(part::<Areas>(series::Column::AreaId, self.area))
            .add(part::<Categories>(series::Column::CategoryId, self.category))
    }
}

/// The condition on series that they are of what has a code.
fn is_of<I: Identity>(column: series::Column, code: &Code) -> Expr {
    let named =
        Query::select().column(I::ID).from(I::Entity::default()).and_where(I::CODE.eq(code.as_str())).take();
    column.in_subquery(named)
}

/// The keys of the series of an area, of a category, or of both, whatever else they are of.
pub(super) fn series_within(area: Option<&Code>, category: Option<&Code>) -> SelectStatement {
    let mut keys = Query::select().column(series::Column::Id).from(series::Entity).take();
    if let Some(code) = area {
        keys.and_where(is_of::<Areas>(series::Column::AreaId, code));
    }
    if let Some(code) = category {
        keys.and_where(is_of::<Categories>(series::Column::CategoryId, code));
    }
    keys
}

/// The keys of series that exist.
pub(super) async fn find_series(
    connection: &impl Connection,
    wanted: &BTreeSet<&Series>,
) -> Result<HashMap<Series, i64>, StoreError> {
    let mut found = HashMap::with_capacity(wanted.len());
    let mut unknown = wanted.clone();
    if let Some(mut names) = connection.names() {
        let known = names.series();
        unknown.retain(|series| match known.key(*series) {
            Some(id) => found.insert((*series).clone(), id).is_some(),
            None => true,
        });
    }
    if !unknown.is_empty() {
        let read = Keys::load(connection, &unknown).await?.find(connection, &unknown).await?;
        if let Some(mut names) = connection.names() {
            names.series().extend(read.iter().map(|(series, id)| (*id, series)));
        }
        found.extend(read);
    }
    Ok(found)
}

impl Transaction {
    /// The keys of series, which come into being with their first use.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where the indicator, the area or the category does not exist.
    pub(super) async fn ensure_series(
        &mut self,
        wanted: &BTreeSet<&Series>,
    ) -> Result<HashMap<Series, i64>, StoreError> {
        let mut found: HashMap<Series, i64> = wanted
            .iter()
            .filter_map(|series| Some(((*series).clone(), *self.known()?.series.get(*series)?)))
            .collect();
        let unknown: BTreeSet<&Series> =
            wanted.iter().copied().filter(|series| !found.contains_key(*series)).collect();
        if unknown.is_empty() {
            return Ok(found);
        }
        let keys = Keys::load(&*self.connection, &unknown).await?;
        let more = keys.find(&*self.connection, &unknown).await?;
        self.learn(|known| known.series.extend(more.clone()));
        found.extend(more);
        let mut missing = Vec::new();
        for series in unknown.iter().filter(|series| !found.contains_key(**series)) {
            let key = keys.key(series)?;
            missing.push(series::ActiveModel {
                indicator_id: Set(key.indicator_id),
                area_id: Set(key.area_id),
                category_id: Set(key.category_id),
                key: Set(key.text),
                ..Default::default()
            });
        }
        if missing.is_empty() {
            return Ok(found);
        }
        self.guard().await?;
        for chunk in missing.chunks(ROWS_AN_INSERT) {
            series::Entity::insert_many(chunk.to_vec()).exec_without_returning(&*self.connection).await?;
        }
        // Those are known to others only once this writer has come to its end, and so are not learned here.
        found.extend(keys.find(&*self.connection, &unknown).await?);
        Ok(found)
    }
}

struct Key {
    indicator_id: i64,
    area_id: Option<i64>,
    category_id: Option<i64>,
    text: String,
}

/// The keys of the codes that a set of series is made of.
struct Keys {
    indicators: HashMap<String, i64>,
    areas: HashMap<String, i64>,
    categories: HashMap<String, i64>,
}

impl Keys {
    async fn load(connection: &impl Connection, wanted: &BTreeSet<&Series>) -> Result<Self, StoreError> {
        let areas = wanted.iter().filter_map(|series| series.area.as_ref()).map(Code::as_str);
        let categories = wanted.iter().filter_map(|series| series.category.as_ref()).map(Code::as_str);
        Ok(Self {
            indicators: ids_of::<Indicators>(
                connection,
                wanted.iter().map(|series| series.indicator.as_str()),
            )
            .await?,
            areas: ids_of::<Areas>(connection, areas).await?,
            categories: ids_of::<Categories>(connection, categories).await?,
        })
    }

    /// The keys of those series that exist.
    async fn find(
        &self,
        connection: &impl Connection,
        wanted: &BTreeSet<&Series>,
    ) -> Result<HashMap<Series, i64>, StoreError> {
        let named: HashMap<String, &Series> =
            wanted.iter().filter_map(|series| Some((self.key(series).ok()?.text, *series))).collect();
        let texts: Vec<String> = named.keys().cloned().collect();
        let rows = all_of(with_keys(&texts, connection), connection).await?;
        Ok(rows.into_iter().filter_map(|row| Some(((*named.get(&row.key)?).clone(), row.id))).collect())
    }

    fn key(&self, series: &Series) -> Result<Key, StoreError> {
        fn look<I: Identity>(ids: &HashMap<String, i64>, code: &Code) -> Result<i64, StoreError> {
            ids.get(code.as_str())
                .copied()
                .ok_or_else(|| StoreError::BrokenReference { what: I::WHAT, code: code.to_string() })
        }
        let indicator_id = look::<Indicators>(&self.indicators, &series.indicator)?;
        let area_id = series.area.as_ref().map(|code| look::<Areas>(&self.areas, code)).transpose()?;
        let category_id =
            series.category.as_ref().map(|code| look::<Categories>(&self.categories, code)).transpose()?;
        let text = format!("{indicator_id}:{}:{}", area_id.unwrap_or(0), category_id.unwrap_or(0));
        Ok(Key { indicator_id, area_id, category_id, text })
    }
}

/// The texts that stand for series in the record, of those whose codes exist.
pub(super) async fn keys_of(
    connection: &impl Connection,
    wanted: &BTreeSet<&Series>,
) -> Result<Vec<String>, StoreError> {
    let keys = Keys::load(connection, wanted).await?;
    Ok(wanted.iter().filter_map(|series| Some(keys.key(series).ok()?.text)).collect())
}

/// The series that some texts stand for.
pub(super) fn with_keys(keys: &[String], connection: &impl ConnectionTrait) -> Select<series::Entity> {
    let mut of_these = series::Entity::find();
    join_keys(QueryTrait::query(&mut of_these), keys, connection);
    of_these
}

/// Limits a query in which there are series to those that some texts stand for.
pub(super) fn join_keys(query: &mut SelectStatement, keys: &[String], connection: &impl ConnectionTrait) {
    let is_wanted = Expr::col((series::Entity, series::Column::Key)).equals(("wanted", LISTED));
    query.join_subquery(
        JoinType::InnerJoin,
        listed(keys, connection.get_database_backend()),
        "wanted",
        is_wanted,
    );
}

/// Series by their keys.
pub(super) async fn series_of(
    connection: &impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Series>, StoreError> {
    let mut ids: BTreeSet<i64> = ids.into_iter().collect();
    let mut found = HashMap::with_capacity(ids.len());
    if let Some(mut names) = connection.names() {
        let known = names.series();
        ids.retain(|id| match known.name(*id) {
            Some(series) => found.insert(*id, series.clone()).is_some(),
            None => true,
        });
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(VALUES_A_LIST) {
        let part = series::Entity::find().filter(series::Column::Id.is_in(chunk.iter().copied()));
        rows.extend(all_of(part, connection).await?);
    }
    found.extend(learn_series(connection, rows).await?);
    Ok(found)
}

/// Keeps the names of series that were read, and gives them.
pub(super) async fn learn_series(
    connection: &impl Connection,
    rows: Vec<series::Model>,
) -> Result<HashMap<i64, Series>, StoreError> {
    const TABLE: &str = "series";
    let indicators = codes_of::<Indicators>(connection, rows.iter().map(|row| row.indicator_id)).await?;
    let areas = codes_of::<Areas>(connection, rows.iter().filter_map(|row| row.area_id)).await?;
    let categories =
        codes_of::<Categories>(connection, rows.iter().filter_map(|row| row.category_id)).await?;
    let read: HashMap<i64, Series> = rows
        .into_iter()
        .map(|row| {
            let part = |codes: &HashMap<i64, Code>, column, id: Option<i64>| {
                id.map(|id| code_in(codes, TABLE, row.id, column, id)).transpose()
            };
            let series = Series {
                indicator: code_in(&indicators, TABLE, row.id, "indicator_id", row.indicator_id)?,
                area: part(&areas, "area_id", row.area_id)?,
                category: part(&categories, "category_id", row.category_id)?,
            };
            Ok((row.id, series))
        })
        .collect::<Result<_, StoreError>>()?;
    if let Some(mut names) = connection.names() {
        names.series().extend(read.iter().map(|(id, series)| (*id, series)));
    }
    Ok(read)
}
