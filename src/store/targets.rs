//! Targets and their versions: what a plan asks of a series for a period.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::{Value as Json, json};

use super::{
    Store,
    catalogue::{Calibers, Indicators},
    changes::{Change, Transaction},
    entities::{target, target_version},
    error::{StoreError, is_unique_violation},
    locks::Touched,
    names::Connection,
    packed::Batch,
    plans::Plans,
    series::{Of, series_of},
    versions::{AsOf, Expect, Put, Stored, code_in, codes_of, corrupt, id_of, optional_id_of},
};
use crate::domain::{
    code::Code,
    criterion::Criterion,
    indicator::Nature,
    period::Period,
    quantity::Exact,
    series::Series,
    target::{Baseline, Target, Waypoint},
};

const TABLE: &str = "target_version";

/// Which of a plan's targets to load.
pub(super) enum Only<'a> {
    All,
    Of(Of<'a>),
    One(&'a Series, Period),
}

/// A target as it stands in the record; one that was withdrawn is kept and no longer asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StoredTarget {
    /// The target.
    pub target: Target,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

impl Store {
    /// A plan's targets in the order of the plan, the withdrawn ones left out.
    ///
    /// # Errors
    /// [`StoreError`]; a plan that does not exist has none.
    pub async fn plan_targets(
        &self,
        plan: &Code,
        of: Option<Of<'_>>,
        as_of: AsOf,
    ) -> Result<Vec<Stored<Target>>, StoreError> {
        let only = of.map_or(Only::All, Only::Of);
        Ok(standing(load(&self.read, plan, only, as_of).await?))
    }

    /// One target of a plan.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub async fn find_target(
        &self,
        plan: &Code,
        series: &Series,
        period: Period,
        as_of: AsOf,
    ) -> Result<Stored<Target>, StoreError> {
        let missing = || missing(plan, series, period);
        let stored =
            load(&self.read, plan, Only::One(series, period), as_of).await?.pop().ok_or_else(missing)?;
        let Stored { id, version, recorded, item } = stored;
        if item.withdrawn {
            return Err(missing());
        }
        Ok(Stored { id, version, recorded, item: item.target })
    }
}

impl Transaction {
    /// A plan's targets as this transaction sees them, the withdrawn ones left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn plan_targets(&self, plan: &Code) -> Result<Vec<Stored<Target>>, StoreError> {
        Ok(standing(load(&*self.connection, plan, Only::All, AsOf::NOW).await?))
    }

    /// Sets, revises or leaves alone a plan's target.
    ///
    /// # Errors
    /// [`StoreError`]: what it refers to does not exist, or it is not as expected.
    pub async fn put_target(
        &mut self,
        plan: &Code,
        target: &Target,
        expect: Expect,
    ) -> Result<Put, StoreError> {
        self.put_target_version(plan, &StoredTarget { target: target.clone(), withdrawn: false }, expect)
            .await
    }

    /// Withdraws a plan's target; what was asked stays in the record.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Conflict`].
    pub async fn withdraw_target(
        &mut self,
        plan: &Code,
        series: &Series,
        period: Period,
        expect: Expect,
    ) -> Result<Put, StoreError> {
        let missing = || missing(plan, series, period);
        let current = load(&*self.connection, plan, Only::One(series, period), AsOf::NOW).await?.pop();
        let current = current.filter(|stored| !stored.item.withdrawn).ok_or_else(missing)?;
        self.put_target_version(plan, &StoredTarget { withdrawn: true, ..current.item }, expect).await
    }

    async fn put_target_version(
        &mut self,
        plan: &Code,
        wanted: &StoredTarget,
        expect: Expect,
    ) -> Result<Put, StoreError> {
        let Target { series, period, .. } = &wanted.target;
        let what = "target";
        let code = format!("{plan}/{series} {period}");
        let subject = format!("target/{code}");
        let plan_id = id_of::<Plans>(&*self.connection, plan).await?;
        let current = load(&*self.connection, plan, Only::One(series, *period), AsOf::NOW).await?.pop();
        let series_id = self
            .ensure_series(&BTreeSet::from([series]))
            .await?
            .remove(series)
            .ok_or_else(|| StoreError::BrokenReference { what: "series", code: series.to_string() })?;
        let Some(current) = current else {
            if matches!(expect, Expect::Version(_) | Expect::There) {
                return Err(StoreError::Missing { what, code });
            }
            self.is_open(Touched::Plan(plan_id), *period).await?;
            let identity = target::ActiveModel {
                plan_id: Set(plan_id),
                series_id: Set(series_id),
                period_start: Set(period.start()),
                period_end: Set(period.end()),
                ..Default::default()
            };
            let identity = match target::Entity::insert(identity).exec_with_returning(&*self.connection).await
            {
                Err(error) if is_unique_violation(&error) => {
                    return Err(StoreError::Duplicate { what, code });
                }
                other => other?,
            };
            let after = Some(describe(plan, wanted));
            let recorded = self.record(Change {
                action: "created",
                subject,
                plan_id: Some(plan_id),
                series_id: Some(series_id),
                before: None,
                after,
            });
            insert(&*self.connection, (identity.id, 1, recorded), wanted).await?;
            return Ok(Put::Created);
        };
        match expect {
            Expect::New if !current.item.withdrawn => return Err(StoreError::Duplicate { what, code }),
            Expect::Version(expected) if expected != current.version => {
                return Err(StoreError::Conflict { what, code, expected, current: current.version });
            }
            Expect::There if current.item.withdrawn => return Err(StoreError::Missing { what, code }),
            Expect::New | Expect::Version(_) | Expect::There | Expect::Any => {}
        }
        if &current.item == wanted {
            return Ok(Put::Unchanged(current.version));
        }
        self.is_open(Touched::Plan(plan_id), *period).await?;
        let recorded = self.record(Change {
            action: if wanted.withdrawn { "withdrawn" } else { "revised" },
            subject,
            plan_id: Some(plan_id),
            series_id: Some(series_id),
            before: Some(describe(plan, &current.item)),
            after: Some(describe(plan, wanted)),
        });
        target_version::Entity::update_many()
            .col_expr(target_version::Column::SupersededChange, recorded.into())
            .filter(target_version::Column::TargetId.eq(current.id))
            .filter(target_version::Column::SupersededChange.is_null())
            .exec(&*self.connection)
            .await?;
        let version = current.version + 1;
        insert(&*self.connection, (current.id, version, recorded), wanted).await?;
        Ok(Put::Revised(version))
    }
}

/// That there is no such target.
pub(super) fn missing(plan: &Code, series: &Series, period: Period) -> StoreError {
    StoreError::Missing { what: "target", code: format!("{plan}/{series} {period}") }
}

/// The targets that were not withdrawn, in the order of the plan.
pub(super) fn standing(stored: Vec<Stored<StoredTarget>>) -> Vec<Stored<Target>> {
    let mut targets: Vec<Stored<Target>> = stored
        .into_iter()
        .filter(|stored| !stored.item.withdrawn)
        .map(|Stored { id, version, recorded, item }| Stored { id, version, recorded, item: item.target })
        .collect();
    targets.sort_by_key(|stored| (stored.item.position, stored.id));
    targets
}

pub(super) async fn load(
    connection: &impl Connection,
    plan: &Code,
    only: Only<'_>,
    as_of: AsOf,
) -> Result<Vec<Stored<StoredTarget>>, StoreError> {
    let Some(plan_id) =
        super::versions::ids_of::<Plans>(connection, [plan.as_str()]).await?.remove(plan.as_str())
    else {
        return Ok(Vec::new());
    };
    let mut identities = target::Entity::find().filter(target::Column::PlanId.eq(plan_id));
    match only {
        Only::All => {}
        Only::Of(of) => identities = identities.filter(of.condition()),
        Only::One(series, period) => {
            let Some(series_id) =
                super::series::find_series(connection, &BTreeSet::from([series])).await?.remove(series)
            else {
                return Ok(Vec::new());
            };
            identities = identities
                .filter(target::Column::SeriesId.eq(series_id))
                .filter(target::Column::PeriodStart.eq(period.start()))
                .filter(target::Column::PeriodEnd.eq(period.end()));
        }
    }
    let of_these = identities.clone().select_only().column(target::Column::Id).into_query();
    let versions =
        target_version::Entity::find().filter(target_version::Column::TargetId.in_subquery(of_these)).filter(
            as_of.holds(target_version::Column::RecordedChange, target_version::Column::SupersededChange),
        );
    let mut batch = Batch::new(connection);
    let (identities, versions) = (batch.rows(identities), batch.rows(versions));
    let answer = batch.read(connection).await?;
    let identities = answer.take(&identities)?.into_iter().map(|row| (row.id, row)).collect();
    decode(connection, &identities, answer.take(&versions)?).await
}

pub(super) async fn decode(
    connection: &impl Connection,
    identities: &HashMap<i64, target::Model>,
    rows: Vec<target_version::Model>,
) -> Result<Vec<Stored<StoredTarget>>, StoreError> {
    let series = series_of(connection, identities.values().map(|row| row.series_id)).await?;
    let referred = rows.iter().flat_map(|row| [row.parent_id, row.relative_to_id].into_iter().flatten());
    let indicators = codes_of::<Indicators>(connection, referred).await?;
    let calibers = codes_of::<Calibers>(connection, rows.iter().filter_map(|row| row.caliber_id)).await?;
    rows.into_iter()
        .map(|row| {
            let id = row.target_id;
            let broken = |column, detail: &str| StoreError::Corrupt {
                table: TABLE,
                row: id.to_string(),
                column,
                detail: detail.to_owned(),
            };
            let identity = identities.get(&id).ok_or_else(|| broken("target_id", "no such target"))?;
            let series = series
                .get(&identity.series_id)
                .cloned()
                .ok_or_else(|| broken("series_id", "no such series"))?;
            let code = |codes: &HashMap<i64, Code>, column, key: Option<i64>| {
                key.map(|key| code_in(codes, TABLE, id, column, key)).transpose()
            };
            let target_version::Model {
                target_id: _,
                version,
                recorded_change,
                superseded_change: _,
                text,
                criterion,
                nature,
                no,
                parent_id,
                section_zh,
                section_en,
                position,
                caliber_id,
                relative_to_id,
                tolerance,
                baseline,
                waypoints,
                source,
                note,
                withdrawn,
            } = row;
            let criterion = criterion.as_deref().map(serde_json::from_str::<Criterion>).transpose();
            let target = Target {
                series,
                period: corrupt(
                    TABLE,
                    id,
                    "period_end",
                    Period::new(identity.period_start, identity.period_end),
                )?,
                text,
                criterion: corrupt(TABLE, id, "criterion", criterion)?,
                nature: corrupt(TABLE, id, "nature", Nature::from_word(&nature))?,
                no,
                parent: code(&indicators, "parent_id", parent_id)?,
                section_zh,
                section_en,
                position: corrupt(TABLE, id, "position", u32::try_from(position))?,
                caliber: code(&calibers, "caliber_id", caliber_id)?,
                relative_to: code(&indicators, "relative_to_id", relative_to_id)?,
                tolerance: corrupt(
                    TABLE,
                    id,
                    "tolerance",
                    tolerance.as_deref().map(Exact::parse).transpose(),
                )?,
                baseline: baseline.map(|text| read_baseline(id, &text)).transpose()?,
                waypoints: read_waypoints(id, &waypoints)?,
                source,
                note,
            };
            Ok(Stored { id, version, recorded: recorded_change, item: StoredTarget { target, withdrawn } })
        })
        .collect()
}

async fn insert(
    connection: &impl Connection,
    (target_id, version, recorded): (i64, i64, i64),
    stored: &StoredTarget,
) -> Result<(), StoreError> {
    let StoredTarget { target, withdrawn } = stored;
    let Target {
        series: _,
        period: _,
        text,
        criterion,
        nature,
        no,
        parent,
        section_zh,
        section_en,
        position,
        caliber,
        relative_to,
        tolerance,
        baseline,
        waypoints,
        source,
        note,
    } = target;
    let row = target_version::ActiveModel {
        target_id: Set(target_id),
        version: Set(version),
        recorded_change: Set(recorded),
        superseded_change: Set(None),
        text: Set(text.clone()),
        criterion: Set(criterion.as_ref().map(|criterion| json!(criterion).to_string())),
        nature: Set(nature.word().to_owned()),
        no: Set(no.clone()),
        parent_id: Set(optional_id_of::<Indicators>(connection, parent.as_ref()).await?),
        section_zh: Set(section_zh.clone()),
        section_en: Set(section_en.clone()),
        position: Set(i64::from(*position)),
        caliber_id: Set(optional_id_of::<Calibers>(connection, caliber.as_ref()).await?),
        relative_to_id: Set(optional_id_of::<Indicators>(connection, relative_to.as_ref()).await?),
        tolerance: Set(tolerance.map(|tolerance| tolerance.to_string())),
        baseline: Set(baseline.as_ref().map(|baseline| baseline_form(baseline).to_string())),
        waypoints: Set(waypoints_form(waypoints).to_string()),
        source: Set(source.clone()),
        note: Set(note.clone()),
        withdrawn: Set(*withdrawn),
    };
    target_version::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

pub(super) fn describe(plan: &Code, stored: &StoredTarget) -> Json {
    let StoredTarget { target, withdrawn } = stored;
    let Target {
        series: Series { indicator, area, category },
        period,
        text,
        criterion,
        nature,
        no,
        parent,
        section_zh,
        section_en,
        position,
        caliber,
        relative_to,
        tolerance,
        baseline,
        waypoints,
        source,
        note,
    } = target;
    let code = |code: &Option<Code>| code.as_ref().map(|code| code.as_str().to_owned());
    json!({
        "plan": plan.as_str(), "indicator": indicator.as_str(), "area": code(area), "category": code(category),
        "period": period.to_string(), "target": text, "criterion": criterion, "nature": nature.word(), "no": no,
        "parent": code(parent), "section_zh": section_zh, "section_en": section_en, "position": position,
        "caliber": code(caliber), "relative_to": code(relative_to), "tolerance": tolerance,
        "baseline": baseline.as_ref().map(baseline_form), "waypoints": waypoints_form(waypoints),
        "source": source, "note": note,
        "withdrawn": withdrawn,
    })
}

fn baseline_form(baseline: &Baseline) -> Json {
    let Baseline { label, period, value } = baseline;
    json!({ "label": label, "period": period.to_string(), "value": value })
}

fn waypoints_form(waypoints: &[Waypoint]) -> Json {
    waypoints
        .iter()
        .map(|Waypoint { until, cumulative }| json!({ "until": until, "cumulative": cumulative }))
        .collect()
}

fn read_baseline(row: i64, text: &str) -> Result<Baseline, StoreError> {
    #[derive(serde::Deserialize)]
    struct Form {
        label: String,
        period: String,
        value: Exact,
    }
    let Form { label, period, value } = corrupt(TABLE, row, "baseline", serde_json::from_str(text))?;
    Ok(Baseline { label, period: corrupt(TABLE, row, "baseline", Period::parse(&period))?, value })
}

fn read_waypoints(row: i64, text: &str) -> Result<Vec<Waypoint>, StoreError> {
    #[derive(serde::Deserialize)]
    struct Form {
        until: chrono::NaiveDate,
        cumulative: Exact,
    }
    let forms: Vec<Form> = corrupt(TABLE, row, "waypoints", serde_json::from_str(text))?;
    Ok(forms.into_iter().map(|Form { until, cumulative }| Waypoint { until, cumulative }).collect())
}
