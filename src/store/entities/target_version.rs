//! Versions of a target.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Deserialize)]
#[sea_orm(table_name = "target_version")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub recorded_change: i64,
    pub superseded_change: Option<i64>,
    pub text: String,
    pub criterion: Option<String>,
    pub nature: String,
    pub no: Option<String>,
    pub parent_id: Option<i64>,
    pub section_zh: String,
    pub section_en: String,
    pub position: i64,
    pub caliber_id: Option<i64>,
    pub relative_to_id: Option<i64>,
    pub tolerance: Option<String>,
    pub baseline: Option<String>,
    pub waypoints: String,
    pub source: String,
    pub note: String,
    pub withdrawn: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
