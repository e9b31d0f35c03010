//! Outcomes by the page, all of one moment: for lists that are longer than memory. It does not know what they are
//! written to.

use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query,
};

use super::{
    Store,
    catalogue::{Areas, Categories, Indicators},
    entities::{outcome, outcome_head, series},
    error::StoreError,
    names::begin_reading,
    outcomes::{Vintage, decode},
    versions::{AsOf, Pick, id_of, load},
};
use crate::domain::{code::Code, indicator::Indicator, period::Period};

/// Which outcomes to go through; what is `None` is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeSelection {
    /// Only of this indicator.
    pub indicator: Option<Code>,
    /// Only of this area.
    pub area: Option<Code>,
    /// Only of this category.
    pub category: Option<Code>,
    /// Only for exactly this period.
    pub period: Option<Period>,
    /// Whether all vintages are wanted, also those that a later one displaced.
    pub all_vintages: bool,
}

/// Outcomes that are gone through.
#[derive(Debug)]
pub struct OutcomePages {
    connection: DatabaseTransaction,
    of_series: Option<sea_orm::Condition>,
    period: Option<Period>,
    all_vintages: bool,
    after: i64,
}

impl Store {
    /// Begins to go through outcomes, in the order they were recorded, all as they stand at this moment.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where the selection names what does not exist.
    pub async fn outcome_pages(&self, selection: &OutcomeSelection) -> Result<OutcomePages, StoreError> {
        let connection = begin_reading(&self.read).await?;
        let mut of_series = sea_orm::Condition::all();
        let OutcomeSelection { indicator, area, category, period, all_vintages } = selection;
        if let Some(code) = indicator {
            let id = missing(id_of::<Indicators>(&connection, code).await)?;
            of_series = of_series.add(series::Column::IndicatorId.eq(id));
        }
        if let Some(code) = area {
            of_series =
                of_series.add(series::Column::AreaId.eq(missing(id_of::<Areas>(&connection, code).await)?));
        }
        if let Some(code) = category {
            let id = missing(id_of::<Categories>(&connection, code).await)?;
            of_series = of_series.add(series::Column::CategoryId.eq(id));
        }
        Ok(OutcomePages {
            connection,
            of_series: Some(of_series).filter(|condition| !condition.is_empty()),
            period: *period,
            all_vintages: *all_vintages,
            after: 0,
        })
    }
}

/// What a selection names is looked for; it is no reference.
fn missing(found: Result<i64, StoreError>) -> Result<i64, StoreError> {
    found.map_err(|error| match error {
        StoreError::BrokenReference { what, code } => StoreError::Missing { what, code },
        other => other,
    })
}

impl OutcomePages {
    /// The next ones, at most so many; none at the end.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn next(&mut self, most: u64) -> Result<Vec<Vintage>, StoreError> {
        let mut query = outcome::Entity::find()
            .filter(outcome::Column::Id.gt(self.after))
            .order_by_asc(outcome::Column::Id)
            .limit(most);
        if let Some(condition) = &self.of_series {
            let series = Query::select()
                .column(series::Column::Id)
                .from(series::Entity)
                .cond_where(condition.clone())
                .take();
            query = query.filter(outcome::Column::SeriesId.in_subquery(series));
        }
        if let Some(period) = self.period {
            query = query
                .filter(outcome::Column::PeriodStart.eq(period.start()))
                .filter(outcome::Column::PeriodEnd.eq(period.end()));
        }
        if !self.all_vintages {
            let heads =
                Query::select().column(outcome_head::Column::OutcomeId).from(outcome_head::Entity).take();
            query = query.filter(outcome::Column::Id.in_subquery(heads));
        }
        let found = decode(&self.connection, query.all(&self.connection).await?).await?;
        if let Some(last) = found.last() {
            self.after = last.id;
        }
        Ok(found)
    }

    /// Indicators as they stand at that moment too. They are read over the connection that is held already: pages that
    /// waited for a second one would, where there are many of them, wait for each other.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn indicators(&self, codes: Vec<String>) -> Result<Vec<Indicator>, StoreError> {
        let found = load::<Indicators>(&self.connection, Pick::Codes(codes), AsOf::NOW).await?;
        Ok(found.into_iter().map(|stored| stored.item).collect())
    }
}
