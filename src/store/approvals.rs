//! Approvals: where each outcome and each version of a target is on its way to be counted, in versions. It does not know
//! which step may follow which, nor who may take it.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{
    Store,
    changes::{Change, Transaction},
    entities::{approval, change_log, outcome, target},
    error::StoreError,
    locks::Touched,
    names::Connection,
    versions::{AsOf, Stored, VALUES_A_LIST, corrupt},
};
use crate::domain::{
    approval::{Approval, ApprovalState},
    code::Code,
    period::Period,
    series::Series,
};

const TABLE: &str = "approval";

/// What is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApprovalSubject {
    /// An outcome, by its number.
    Outcome(i64),
    /// A version of a target, by the target's key.
    Target(i64, i64),
}

/// What is approved, with what is said of it in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToApprove {
    /// What it is.
    pub subject: ApprovalSubject,
    /// The plan, of a target.
    pub plan: Option<Code>,
    /// The series.
    pub series: Series,
    /// The period.
    pub period: Period,
    /// The number of the change by which it was recorded: its author made that.
    pub recorded: i64,
}

impl ApprovalSubject {
    fn key(self) -> String {
        match self {
            Self::Outcome(id) => format!("outcome:{id}"),
            Self::Target(id, version) => format!("target:{id}:{version}"),
        }
    }

    fn of(row: &approval::Model) -> Option<Self> {
        match (row.outcome_id, row.target_id, row.target_version) {
            (Some(id), None, None) => Some(Self::Outcome(id)),
            (None, Some(id), Some(version)) => Some(Self::Target(id, version)),
            _ => None,
        }
    }
}

impl Transaction {
    /// Where something is on its way.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn approval(&self, subject: ApprovalSubject) -> Result<Stored<Approval>, StoreError> {
        let row = approval::Entity::find()
            .filter(approval::Column::Subject.eq(subject.key()))
            .filter(approval::Column::SupersededChange.is_null())
            .one(&*self.connection)
            .await?;
        Ok(row.map(read).transpose()?.unwrap_or_else(nothing_yet))
    }

    /// Who made a change; `None` where it is not yet committed.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn author_of(&self, change: i64) -> Result<Option<String>, StoreError> {
        let entry = change_log::Entity::find_by_id(change).one(&*self.connection).await?;
        Ok(entry.map(|entry| entry.actor))
    }

    /// Takes a step with what is to be approved; gives where it is then.
    ///
    /// # Errors
    /// [`StoreError::Locked`] where it belongs to a locked period.
    pub async fn put_approval(
        &mut self,
        to_approve: &ToApprove,
        next: Approval,
    ) -> Result<Stored<Approval>, StoreError> {
        let ToApprove { subject, plan, series, period, recorded: _ } = to_approve;
        let series_id = self.ensure_series(&BTreeSet::from([series])).await?.remove(series);
        let (outcome_id, target, plan_id) = match *subject {
            ApprovalSubject::Outcome(id) => (Some(id), None, None),
            ApprovalSubject::Target(id, version) => {
                let row = target::Entity::find_by_id(id).one(&*self.connection).await?;
                (None, Some((id, version)), row.map(|row| row.plan_id))
            }
        };
        let touched = plan_id.map_or(Touched::Indicator(&series.indicator), Touched::Plan);
        self.is_open(touched, *period).await?;
        let current = self.approval(*subject).await?;
        let of = plan.as_ref().map_or_else(|| format!("outcome {}", subject.key()), Code::to_string);
        let recorded = self.record(Change {
            action: match next.state {
                ApprovalState::Draft => "drafted",
                ApprovalState::Submitted => "submitted",
                ApprovalState::Approved => "approved",
                ApprovalState::Returned => "returned",
            },
            subject: format!("approval/{of}/{series} {period}"),
            plan_id,
            series_id,
            before: Some(json!({ "subject": subject.key(), "state": current.item.state.word() })),
            after: Some(json!({
                "subject": subject.key(), "state": next.state.word(), "reason": next.reason,
            })),
        });
        approval::Entity::update_many()
            .col_expr(approval::Column::SupersededChange, recorded.into())
            .filter(approval::Column::Subject.eq(subject.key()))
            .filter(approval::Column::SupersededChange.is_null())
            .exec(&*self.connection)
            .await?;
        let version = current.version + 1;
        let row = approval::ActiveModel {
            subject: Set(subject.key()),
            version: Set(version),
            recorded_change: Set(recorded),
            superseded_change: Set(None),
            outcome_id: Set(outcome_id),
            target_id: Set(target.map(|(id, _)| id)),
            target_version: Set(target.map(|(_, version)| version)),
            state: Set(next.state.word().to_owned()),
            actor: Set(next.by.clone().unwrap_or_default()),
            reason: Set(next.reason.clone()),
        };
        approval::Entity::insert(row).exec_without_returning(&*self.connection).await?;
        Ok(Stored { id: 0, version, recorded, item: next })
    }
}

impl Store {
    /// Where outcomes are on their way, by their numbers; those that took no step yet are drafts, and absent.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn outcome_approvals(
        &self,
        outcomes: &[i64],
        as_of: AsOf,
    ) -> Result<HashMap<ApprovalSubject, Stored<Approval>>, StoreError> {
        approvals(&self.read, approval::Column::OutcomeId, outcomes, as_of).await
    }

    /// Where the versions of targets are on their way, by the targets' keys.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn target_approvals(
        &self,
        targets: &[i64],
        as_of: AsOf,
    ) -> Result<HashMap<ApprovalSubject, Stored<Approval>>, StoreError> {
        approvals(&self.read, approval::Column::TargetId, targets, as_of).await
    }
}

/// The approval of what took no step yet: version 1, a draft.
pub fn nothing_yet() -> Stored<Approval> {
    Stored { id: 0, version: 1, recorded: 0, item: Approval::draft() }
}

pub(super) async fn approvals(
    connection: &impl Connection,
    of: approval::Column,
    ids: &[i64],
    as_of: AsOf,
) -> Result<HashMap<ApprovalSubject, Stored<Approval>>, StoreError> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(VALUES_A_LIST) {
        let rows = approval::Entity::find()
            .filter(of.is_in(chunk.iter().copied()))
            .filter(as_of.holds(approval::Column::RecordedChange, approval::Column::SupersededChange))
            .all(connection)
            .await?;
        for row in rows {
            let Some(subject) = ApprovalSubject::of(&row) else {
                return Err(corrupt::<(), _>(TABLE, &row.subject, "subject", Err("it is of nothing"))
                    .err()
                    .unwrap_or(StoreError::Missing { what: TABLE, code: row.subject }));
            };
            found.insert(subject, read(row)?);
        }
    }
    Ok(found)
}

/// The numbers of the outcomes that were approved at a moment, among some.
pub(super) async fn approved_among(
    connection: &impl Connection,
    rows: Vec<outcome::Model>,
    as_of: AsOf,
) -> Result<Vec<outcome::Model>, StoreError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let known = approvals(connection, approval::Column::OutcomeId, &ids, as_of).await?;
    let is_approved = |row: &outcome::Model| {
        let approval = known.get(&ApprovalSubject::Outcome(row.id));
        approval.is_some_and(|approval| approval.item.state == ApprovalState::Approved)
    };
    Ok(rows.into_iter().filter(is_approved).collect())
}

fn read(row: approval::Model) -> Result<Stored<Approval>, StoreError> {
    let state = corrupt(TABLE, &row.subject, "state", ApprovalState::from_word(&row.state))?;
    let item = Approval { state, by: Some(row.actor), reason: row.reason };
    Ok(Stored { id: 0, version: row.version, recorded: row.recorded_change, item })
}
