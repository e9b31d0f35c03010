//! All that the record says of a plan but for what was reported, read in one statement: what depends on the plan alone
//! need not be asked for one after another. It does not know what follows from it.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{
    Store,
    catalogue::{Areas, Indicators, root_areas, sole_root},
    changes::HEAD,
    entities::{
        area_version, change_head, deviation_note, indicator, indicator_version, plan, plan_version, ruling,
        series, target, target_version,
    },
    error::StoreError,
    names::Connection,
    packed::{Batch, is_that_of},
    plans::Plans,
    remarks::{self, Remarks},
    series::{Of, learn_series},
    targets,
    versions::{AsOf, Identity, Kind, Pick, Stored, codes_of, learn, load},
};
use crate::domain::{caliber::Bridge, code::Code, indicator::Indicator, plan::Plan, target::Target};

/// What the record says of a plan.
#[derive(Debug, Clone)]
pub struct PlanRecord {
    /// The number of the last change that was committed when it was read.
    pub head: i64,
    /// The plan.
    pub plan: Stored<Plan>,
    /// The plan that it refines.
    pub parent: Option<Stored<Plan>>,
    /// The area at the root of the tree, where there is only one.
    pub sole_root: Option<Code>,
    /// Of the areas of the plan and of its parent, those that are parts of larger ones.
    pub parts_of_larger: BTreeSet<Code>,
    /// The targets that were asked for, in the order of the plan.
    pub targets: Vec<Stored<Target>>,
    /// All targets of the parent.
    pub parent_targets: Vec<Stored<Target>>,
    /// The indicators of the targets that were asked for, and those that targets are compared with.
    pub indicators: Vec<Indicator>,
    /// What people added to the targets, by their keys.
    pub remarks: HashMap<i64, Remarks>,
    /// The bridges between calibers.
    pub bridges: Vec<Bridge>,
}

/// The key of the plan with a code.
fn with_code(code: &Code) -> SelectStatement {
    Query::select()
        .column(plan::Column::Id)
        .from(plan::Entity)
        .and_where(plan::Column::Code.eq(code.as_str()))
        .take()
}

/// The key of the plan that a plan refines.
fn parent_of(plan: &SelectStatement, as_of: AsOf) -> SelectStatement {
    Query::select()
        .column(plan_version::Column::ParentId)
        .from(plan_version::Entity)
        .and_where(is_that_of(plan_version::Column::PlanId, plan))
        .cond_where(as_of.holds(plan_version::Column::RecordedChange, plan_version::Column::SupersededChange))
        .take()
}

fn targets_with_series(of_plan: &SelectStatement, only: Option<Of<'_>>) -> SelectStatement {
    let is_its_own =
        Expr::col((series::Entity, series::Column::Id)).equals((target::Entity, target::Column::SeriesId));
    Query::select()
        .from(target::Entity)
        .inner_join(series::Entity, is_its_own)
        .and_where(is_that_of(target::Column::PlanId, of_plan))
        .cond_where(only.map_or_else(Condition::all, Of::of_series))
        .take()
}

/// That a version is that of a target.
fn is_version_of_target(as_of: AsOf) -> Condition {
    let is_its_own = Expr::col((target_version::Entity, target_version::Column::TargetId))
        .equals((target::Entity, target::Column::Id));
    as_of
        .holds(target_version::Column::RecordedChange, target_version::Column::SupersededChange)
        .add(is_its_own)
}

fn plans_with_versions(these: &[&SelectStatement], as_of: AsOf) -> SelectStatement {
    let is_its_own = Expr::col((plan_version::Entity, plan_version::Column::PlanId))
        .equals((plan::Entity, plan::Column::Id));
    let one_of = these.iter().fold(Condition::any(), |any, this| any.add(is_that_of(plan::Column::Id, this)));
    Query::select()
        .from(plan::Entity)
        .inner_join(plan_version::Entity, is_its_own)
        .cond_where(one_of)
        .cond_where(as_of.holds(plan_version::Column::RecordedChange, plan_version::Column::SupersededChange))
        .take()
}

/// The areas of some plans that are parts of larger ones.
fn areas_with_parents(plans: &[&SelectStatement], as_of: AsOf) -> Select<area_version::Entity> {
    let one_of = plans
        .iter()
        .fold(Condition::any(), |any, this| any.add(is_that_of(plan_version::Column::PlanId, this)));
    let areas = Query::select()
        .column(plan_version::Column::AreaId)
        .from(plan_version::Entity)
        .cond_where(one_of)
        .cond_where(as_of.holds(plan_version::Column::RecordedChange, plan_version::Column::SupersededChange))
        .take();
    area_version::Entity::find()
        .filter(area_version::Column::AreaId.in_subquery(areas))
        .filter(area_version::Column::ParentId.is_not_null())
        .filter(as_of.holds(area_version::Column::RecordedChange, area_version::Column::SupersededChange))
}

fn indicators_with_versions(of_targets: SelectStatement, as_of: AsOf) -> SelectStatement {
    let is_its_own = Expr::col((indicator_version::Entity, indicator_version::Column::IndicatorId))
        .equals((indicator::Entity, indicator::Column::Id));
    Query::select()
        .from(indicator::Entity)
        .inner_join(indicator_version::Entity, is_its_own)
        .and_where(indicator::Column::Id.in_subquery(of_targets))
        .cond_where(
            as_of.holds(
                indicator_version::Column::RecordedChange,
                indicator_version::Column::SupersededChange,
            ),
        )
        .take()
}

/// Limits what was added to targets to those of a plan.
fn of_targets_of<E: EntityTrait>(
    plan: &SelectStatement,
    column: E::Column,
    mut select: Select<E>,
) -> Select<E> {
    let is_its_own = Expr::col((E::default(), column)).equals((target::Entity, target::Column::Id));
    QueryTrait::query(&mut select)
        .inner_join(target::Entity, is_its_own)
        .and_where(is_that_of(target::Column::PlanId, plan));
    select
}

impl Store {
    /// What the record says of a plan, and of its targets for one area and one category, or of all.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no such plan.
    pub async fn plan_record(
        &self,
        code: &Code,
        only: Option<Of<'_>>,
        as_of: AsOf,
    ) -> Result<PlanRecord, StoreError> {
        let connection = &self.read;
        let (this, parent) = (with_code(code), parent_of(&with_code(code), as_of));
        let mut batch = Batch::new(connection);
        let head = Query::select()
            .column(change_head::Column::Number)
            .from(change_head::Entity)
            .and_where(change_head::Column::Id.eq(HEAD))
            .take();
        let head = batch.number(head);
        let plans =
            batch.pairs::<plan::Entity, plan_version::Entity>(plans_with_versions(&[&this, &parent], as_of));
        let roots = batch.rows(root_areas(as_of));
        let parts = batch.rows(areas_with_parents(&[&this, &parent], as_of));
        let targets = [targets_with_series(&this, only), targets_with_series(&parent, None)].map(|query| {
            let its_version = is_version_of_target(as_of);
            batch.pairs_with::<target::Entity, series::Entity, target_version::Entity>(query, its_version)
        });
        // Each once, or PostgreSQL looks for the targets of each indicator there is.
        let mut measured = targets_with_series(&this, only);
        measured.distinct().column((series::Entity, series::Column::IndicatorId));
        let indicators = batch
            .pairs::<indicator::Entity, indicator_version::Entity>(indicators_with_versions(measured, as_of));
        let rulings = batch.rows(of_targets_of(&this, ruling::Column::TargetId, remarks::rulings(as_of)));
        let notes = batch.rows(of_targets_of(&this, deviation_note::Column::TargetId, remarks::notes(as_of)));
        let bridges = batch.rows(remarks::standing_bridges(as_of));

        let answer = batch.read(connection).await?;
        let head = answer.number(&head)?.unwrap_or(0);
        self.head.is_at(head);
        let (names, versions): (Vec<plan::Model>, Vec<_>) = answer.take(&plans)?.into_iter().unzip();
        learn::<Plans>(connection, names.iter().map(|row| (row.id, row.code.as_str())))?;
        let mut plans = Plans::decode(connection, versions).await?;
        let missing = || StoreError::Missing { what: Plans::WHAT, code: code.to_string() };
        let place = plans.iter().position(|stored| stored.item.code == *code).ok_or_else(missing)?;
        let plan = plans.swap_remove(place);
        let (names, versions): (Vec<indicator::Model>, Vec<_>) =
            answer.take(&indicators)?.into_iter().unzip();
        learn::<Indicators>(connection, names.iter().map(|row| (row.id, row.code.as_str())))?;
        let mut indicators = Indicators::decode(connection, versions).await?;
        let [targets, parent_targets] = targets;
        let targets = standing(connection, answer.take(&targets)?).await?;
        let parent_targets = standing(connection, answer.take(&parent_targets)?).await?;
        // What targets are compared with is mostly in the plan itself.
        let referred = targets.iter().chain(&parent_targets).filter_map(|it| it.item.relative_to.as_ref());
        let elsewhere: BTreeSet<String> = referred
            .filter(|code| !indicators.iter().any(|it| it.item.code == **code))
            .map(Code::to_string)
            .collect();
        if !elsewhere.is_empty() {
            let pick = Pick::Codes(elsewhere.into_iter().collect());
            indicators.extend(load::<Indicators>(connection, pick, as_of).await?);
        }
        Ok(PlanRecord {
            head,
            plan,
            parent: plans.pop(),
            sole_root: sole_root(connection, &answer.take(&roots)?).await?,
            parts_of_larger: codes_of::<Areas>(
                connection,
                answer.take(&parts)?.iter().map(|area| area.area_id),
            )
            .await?
            .into_values()
            .collect(),
            targets,
            parent_targets,
            indicators: indicators.into_iter().map(|stored| stored.item).collect(),
            remarks: remarks::of_targets(&answer.take(&rulings)?, &answer.take(&notes)?)?,
            bridges: remarks::decode_bridges(connection, answer.take(&bridges)?).await?,
        })
    }
}

/// Targets from their rows, those that were withdrawn left out.
async fn standing(
    connection: &impl Connection,
    rows: Vec<(target::Model, series::Model, Option<target_version::Model>)>,
) -> Result<Vec<Stored<Target>>, StoreError> {
    let mut identities = HashMap::with_capacity(rows.len());
    let mut of_series = Vec::with_capacity(rows.len());
    let mut versions = Vec::with_capacity(rows.len());
    for (identity, series, version) in rows {
        let Some(version) = version else { continue };
        identities.insert(identity.id, identity);
        versions.push(version);
        of_series.push(series);
    }
    learn_series(connection, of_series).await?;
    Ok(targets::standing(targets::decode(connection, &identities, versions).await?))
}
