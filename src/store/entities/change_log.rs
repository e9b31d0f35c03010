//! Entries of the change log.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_log")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub recorded_at: i64,
    pub actor: String,
    pub request: String,
    pub action: String,
    pub subject: String,
    pub plan_id: Option<i64>,
    pub series_id: Option<i64>,
    pub reason: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
