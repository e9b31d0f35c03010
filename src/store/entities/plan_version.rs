//! Versions of a plan.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Deserialize)]
#[sea_orm(table_name = "plan_version")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub recorded_change: i64,
    pub superseded_change: Option<i64>,
    pub title_zh: String,
    pub title_en: String,
    pub issuer: String,
    pub period_start: Date,
    pub period_end: Date,
    pub parent_id: Option<i64>,
    pub area_id: Option<i64>,
    pub state: String,
    pub tolerance: String,
    pub on_track_from: String,
    pub at_risk_from: String,
    pub admitted_from: String,
    pub profile: String,
    pub asks_for_deviation_notes: bool,
    pub asks_for_approval: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
