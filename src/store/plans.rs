//! Plans and their versions.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value as Json, json};

use super::{
    Store,
    catalogue::{Areas, CatalogueItem, catalogue_item, kind_tables},
    changes::Transaction,
    entities::{plan, plan_version},
    error::StoreError,
    names::Connection,
    versions::{
        AsOf, Expect, Identity, Kind, Put, Stored, VersionRow, code_in, codes_of, corrupt, optional_id_of,
    },
};
use crate::domain::{
    code::Code,
    outcome::Basis,
    period::Period,
    plan::{PathProfile, Plan, PlanRules, PlanState},
    quantity::Exact,
};

#[derive(Debug)]
pub(super) struct Plans;

kind_tables!(identity Plans, "plan", plan);

impl Kind for Plans {
    type Item = Plan;
    kind_tables!(versions plan_version, PlanId, plan_id);

    fn code(item: &Plan) -> &Code {
        &item.code
    }

    fn describe(item: &Plan) -> Json {
        let Plan { code, title_zh, title_en, issuer, period, parent, area, state, rules } = item;
        let PlanRules {
            tolerance,
            on_track_from,
            at_risk_from,
            admitted_from,
            profile,
            asks_for_deviation_notes,
            asks_for_approval,
        } = rules;
        json!({
            "code": code.as_str(), "title_zh": title_zh, "title_en": title_en, "issuer": issuer,
            "period": period.to_string(), "parent": parent.as_ref().map(Code::as_str), "area": area.as_ref().map(Code::as_str),
            "state": state.word(),
            "tolerance": tolerance, "on_track_from": on_track_from, "at_risk_from": at_risk_from,
            "admitted_from": admitted_from.word(), "profile": profile.word(),
            "asks_for_deviation_notes": asks_for_deviation_notes,
            "asks_for_approval": asks_for_approval,
        })
    }

    fn locked_with(before: &Plan, after: &Plan) -> Option<Period> {
        // A step in its life changes no answer.
        let same = Plan { state: after.state, ..before.clone() };
        (same != *after).then_some(before.period)
    }

    async fn decode<C: Connection>(
        connection: &C,
        rows: Vec<plan_version::Model>,
    ) -> Result<Vec<Stored<Plan>>, StoreError> {
        const TABLE: &str = "plan_version";
        let referred = rows.iter().flat_map(|row| [Some(row.plan_id), row.parent_id].into_iter().flatten());
        let codes = codes_of::<Self>(connection, referred).await?;
        let areas = codes_of::<Areas>(connection, rows.iter().filter_map(|row| row.area_id)).await?;
        rows.into_iter()
            .map(|row| {
                let VersionRow { id, version, recorded } = Self::row(&row);
                let number = |column, text: &str| corrupt(TABLE, id, column, Exact::parse(text));
                let area = row.area_id.map(|area| code_in(&areas, TABLE, id, "area_id", area)).transpose()?;
                let parent = row
                    .parent_id
                    .map(|parent| code_in(&codes, TABLE, id, "parent_id", parent))
                    .transpose()?;
                Ok(Stored {
                    id,
                    version,
                    recorded,
                    item: Plan {
                        code: code_in(&codes, TABLE, id, "plan_id", id)?,
                        period: corrupt(
                            TABLE,
                            id,
                            "period_end",
                            Period::new(row.period_start, row.period_end),
                        )?,
                        state: corrupt(TABLE, id, "state", PlanState::from_word(&row.state))?,
                        rules: PlanRules {
                            tolerance: number("tolerance", &row.tolerance)?,
                            on_track_from: number("on_track_from", &row.on_track_from)?,
                            at_risk_from: number("at_risk_from", &row.at_risk_from)?,
                            admitted_from: corrupt(
                                TABLE,
                                id,
                                "admitted_from",
                                Basis::from_word(&row.admitted_from),
                            )?,
                            profile: corrupt(TABLE, id, "profile", PathProfile::from_word(&row.profile))?,
                            asks_for_deviation_notes: row.asks_for_deviation_notes,
                            asks_for_approval: row.asks_for_approval,
                        },
                        title_zh: row.title_zh,
                        title_en: row.title_en,
                        issuer: row.issuer,
                        parent,
                        area,
                    },
                })
            })
            .collect()
    }

    async fn insert<C: Connection>(connection: &C, row: VersionRow, item: &Plan) -> Result<(), StoreError> {
        let parent_id = optional_id_of::<Self>(connection, item.parent.as_ref()).await?;
        let area_id = optional_id_of::<Areas>(connection, item.area.as_ref()).await?;
        plan_version::Entity::insert(plan_version::ActiveModel {
            plan_id: Set(row.id),
            version: Set(row.version),
            recorded_change: Set(row.recorded),
            superseded_change: Set(None),
            title_zh: Set(item.title_zh.clone()),
            title_en: Set(item.title_en.clone()),
            issuer: Set(item.issuer.clone()),
            period_start: Set(item.period.start()),
            period_end: Set(item.period.end()),
            parent_id: Set(parent_id),
            area_id: Set(area_id),
            state: Set(item.state.word().to_owned()),
            tolerance: Set(item.rules.tolerance.to_string()),
            on_track_from: Set(item.rules.on_track_from.to_string()),
            at_risk_from: Set(item.rules.at_risk_from.to_string()),
            admitted_from: Set(item.rules.admitted_from.word().to_owned()),
            profile: Set(item.rules.profile.word().to_owned()),
            asks_for_deviation_notes: Set(item.rules.asks_for_deviation_notes),
            asks_for_approval: Set(item.rules.asks_for_approval),
        })
        .exec_without_returning(connection)
        .await?;
        Ok(())
    }
}

catalogue_item!(Plan, Plans);
