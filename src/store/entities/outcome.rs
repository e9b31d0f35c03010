//! Vintages of outcomes, append-only.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Deserialize)]
#[sea_orm(table_name = "outcome")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub series_id: i64,
    pub period_start: Date,
    pub period_end: Date,
    pub source_id: i64,
    pub text: String,
    pub share_text: String,
    pub value: String,
    pub basis: String,
    pub caliber_id: Option<i64>,
    pub reported_on: Date,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    pub note: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
