//! The heads of the outcomes: which vintage answers for a series, a period, a source and a caliber, worked out anew
//! from the vintages. Both tables are walked side by side, so that memory does not grow with them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use futures_util::TryStreamExt;
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

use super::Findings;
use crate::{
    domain::outcome::Basis,
    store::{
        Store,
        entities::{outcome, outcome_head},
        error::StoreError,
    },
};

/// A series, a period and a source: the calibers of one are looked at together.
type Group = (i64, NaiveDate, NaiveDate, i64);

type Vintage = (i64, i64, NaiveDate, NaiveDate, i64, Option<i64>, String, NaiveDate);
type Head = (i64, NaiveDate, NaiveDate, i64, i64, i64);

/// The vintage that stands for each caliber of a group.
type Standing = BTreeMap<i64, (Basis, NaiveDate, i64)>;

impl Store {
    /// Holds every head against the vintages; gives how many heads there are.
    pub(super) async fn check_heads(&self, findings: &mut Findings) -> Result<u64, StoreError> {
        let mut vintages = outcome::Entity::find()
            .select_only()
            .columns([
                outcome::Column::Id,
                outcome::Column::SeriesId,
                outcome::Column::PeriodStart,
                outcome::Column::PeriodEnd,
                outcome::Column::SourceId,
                outcome::Column::CaliberId,
                outcome::Column::Basis,
                outcome::Column::ReportedOn,
            ])
            .order_by_asc(outcome::Column::SeriesId)
            .order_by_asc(outcome::Column::PeriodStart)
            .order_by_asc(outcome::Column::PeriodEnd)
            .order_by_asc(outcome::Column::SourceId)
            .order_by_asc(outcome::Column::Id)
            .into_tuple::<Vintage>()
            .stream(&**self.read)
            .await?;
        let mut heads = outcome_head::Entity::find()
            .select_only()
            .columns([
                outcome_head::Column::SeriesId,
                outcome_head::Column::PeriodStart,
                outcome_head::Column::PeriodEnd,
                outcome_head::Column::SourceId,
                outcome_head::Column::Caliber,
                outcome_head::Column::OutcomeId,
            ])
            .order_by_asc(outcome_head::Column::SeriesId)
            .order_by_asc(outcome_head::Column::PeriodStart)
            .order_by_asc(outcome_head::Column::PeriodEnd)
            .order_by_asc(outcome_head::Column::SourceId)
            .order_by_asc(outcome_head::Column::Caliber)
            .into_tuple::<Head>()
            .stream(&**self.read)
            .await?;
        let mut count = 0;
        let mut next = vintages.try_next().await?;
        let mut head = heads.try_next().await?;
        while let Some(first) = next.take() {
            let group: Group = (first.1, first.2, first.3, first.4);
            let mut standing = Standing::new();
            let mut one = first;
            loop {
                stand(&mut standing, &one);
                next = vintages.try_next().await?;
                let Some(more) = next.take_if(|next| (next.1, next.2, next.3, next.4) == group) else {
                    break;
                };
                one = more;
            }
            let mut given = BTreeMap::new();
            while let Some((series, start, end, source, caliber, outcome)) = head {
                let its: Group = (series, start, end, source);
                if its > group {
                    break;
                }
                count += 1;
                if its == group {
                    given.insert(caliber, outcome);
                } else {
                    findings.add(named(&its, caliber), "there is no vintage for it");
                }
                head = heads.try_next().await?;
            }
            compare(&group, &standing, &given, findings);
        }
        while let Some((series, start, end, source, caliber, _)) = head {
            count += 1;
            findings.add(named(&(series, start, end, source), caliber), "there is no vintage for it");
            head = heads.try_next().await?;
        }
        Ok(count)
    }
}

/// Takes a vintage into account, in the order of recording.
fn stand(standing: &mut Standing, vintage: &Vintage) {
    let (id, _, _, _, _, caliber, basis, reported_on) = vintage;
    // A basis that does not read is found where the vintage is held against the log.
    let Ok(basis) = basis.parse::<Basis>() else { return };
    let caliber = caliber.unwrap_or(0);
    let displaces =
        standing.get(&caliber).is_none_or(|(stands, day, _)| (basis, *reported_on) >= (*stands, *day));
    if displaces {
        standing.insert(caliber, (basis, *reported_on, *id));
    }
}

fn compare(group: &Group, standing: &Standing, given: &BTreeMap<i64, i64>, findings: &mut Findings) {
    for (caliber, (_, _, id)) in standing {
        match given.get(caliber) {
            Some(head) if head == id => {}
            Some(head) => {
                findings
                    .add(named(group, *caliber), format!("it is outcome {head}, and must be outcome {id}"));
            }
            None => findings.add(named(group, *caliber), format!("it is missing, and must be outcome {id}")),
        }
    }
    for caliber in given.keys().filter(|caliber| !standing.contains_key(caliber)) {
        findings.add(named(group, *caliber), "there is no vintage for it");
    }
}

fn named((series, start, end, source): &Group, caliber: i64) -> String {
    format!("outcome_head of series {series}, {start} to {end}, source {source}, caliber {caliber}")
}
