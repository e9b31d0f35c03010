//! Versions of a indicator.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Deserialize)]
#[sea_orm(table_name = "indicator_version")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub recorded_change: i64,
    pub superseded_change: Option<i64>,
    pub name_zh: String,
    pub name_en: String,
    pub unit: String,
    pub measure: String,
    pub direction: Option<String>,
    pub aggregation: String,
    pub numerator_id: Option<i64>,
    pub denominator_id: Option<i64>,
    pub scale: String,
    pub decimals: Option<i64>,
    pub is_reduction: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
