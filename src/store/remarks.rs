//! What people add: rulings and deviation notes on targets, and bridges between calibers, each in versions.

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, Select};
use serde_json::{Value as Json, json};

use super::{
    Store,
    catalogue::{Calibers, Indicators},
    changes::{Change, Transaction},
    entities::{bridge, deviation_note, ruling},
    error::StoreError,
    locks::Touched,
    names::Connection,
    packed::Batch,
    versions::{AsOf, Expect, Stored, code_in, codes_of, corrupt, id_of, optional_id_of},
};
use crate::domain::{
    caliber::Bridge,
    code::Code,
    period::Period,
    quantity::Exact,
    remark::{DeviationNote, Ruling, RulingWord},
};

/// What was added to a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// The ruling that stands.
    pub ruling: Option<Ruling>,
    /// The deviation note that stands.
    pub deviation: Option<DeviationNote>,
}

/// What was added to a target, in the versions that stand; the key is that of the target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RemarkVersions {
    /// The ruling that stands.
    pub ruling: Option<Stored<Ruling>>,
    /// The deviation note that stands.
    pub deviation: Option<Stored<DeviationNote>>,
}

/// The target that a remark is for: its key, its plan's key, and how people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkSubject {
    /// The key of the target.
    pub target: i64,
    /// The code of the plan.
    pub plan: Code,
    /// The period that it is for.
    pub period: Period,
    /// Plan, series and period in words.
    pub words: String,
}

/// Whether a remark stands as the write of it expects.
fn is_as_expected(
    what: &'static str,
    subject: &RemarkSubject,
    expect: Expect,
    standing: Option<i64>,
) -> Result<(), StoreError> {
    let code = || subject.words.clone();
    match (expect, standing) {
        (Expect::New, Some(_)) => Err(StoreError::Duplicate { what, code: code() }),
        (Expect::Version(_) | Expect::There, None) => Err(StoreError::Missing { what, code: code() }),
        (Expect::Version(expected), Some(current)) if expected != current => {
            Err(StoreError::Conflict { what, code: code(), expected, current })
        }
        (Expect::Any, _) | (Expect::New, None) | (Expect::Version(_) | Expect::There, Some(_)) => Ok(()),
    }
}

/// Supersedes the current version of a target's remark, where it stands as expected, and inserts the next; gives the
/// change's number.
macro_rules! put_remark {
    (
        $transaction:expr, $module:ident, $what:literal, $subject:expr, $wanted:expr, $expect:expr, $describe:expr,
        $row:expr
    ) => {{
        let transaction = $transaction;
        let subject: &RemarkSubject = $subject;
        let plan_id = id_of::<super::plans::Plans>(&*transaction.connection, &subject.plan).await?;
        let current = $module::Entity::find()
            .filter($module::Column::TargetId.eq(subject.target))
            .filter($module::Column::SupersededChange.is_null())
            .one(&*transaction.connection)
            .await?;
        let standing = match &current {
            Some(row) if !row.withdrawn => Some($row(row)?),
            _ => None,
        };
        let wanted = $wanted;
        let version = current.as_ref().map_or(0, |row| row.version);
        is_as_expected($what, subject, $expect, standing.as_ref().map(|_| version))?;
        if standing.as_ref() == wanted {
            return Ok(version);
        }
        transaction.is_open(Touched::Plan(plan_id), subject.period).await?;
        let recorded = transaction.record(Change {
            action: if wanted.is_some() { "set" } else { "withdrawn" },
            subject: format!("{}/{}", $what, subject.words),
            plan_id: Some(plan_id),
            series_id: None,
            before: standing.as_ref().map($describe),
            after: wanted.map($describe),
        });
        $module::Entity::update_many()
            .col_expr($module::Column::SupersededChange, recorded.into())
            .filter($module::Column::TargetId.eq(subject.target))
            .filter($module::Column::SupersededChange.is_null())
            .exec(&*transaction.connection)
            .await?;
        (recorded, version + 1, standing)
    }};
}

impl Transaction {
    /// Sets a target's ruling, or withdraws it, where it stands as expected; gives its version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::Duplicate`] or [`StoreError::Missing`] where it stands otherwise.
    pub async fn put_ruling(
        &mut self,
        subject: &RemarkSubject,
        wanted: Option<&Ruling>,
        expect: Expect,
    ) -> Result<i64, StoreError> {
        let (recorded, version, standing) =
            put_remark!(&mut *self, ruling, "ruling", subject, wanted, expect, describe_ruling, read_ruling);
        let Some(Ruling { word, person, reason }) = wanted.cloned().or(standing) else { return Ok(version) };
        let row = ruling::ActiveModel {
            target_id: Set(subject.target),
            version: Set(version),
            recorded_change: Set(recorded),
            superseded_change: Set(None),
            word: Set(word.word().to_owned()),
            person: Set(person),
            reason: Set(reason),
            withdrawn: Set(wanted.is_none()),
        };
        ruling::Entity::insert(row).exec_without_returning(&*self.connection).await?;
        Ok(version)
    }

    /// Sets a target's deviation note, or withdraws it, where it stands as expected; gives its version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`], [`StoreError::Duplicate`] or [`StoreError::Missing`] where it stands otherwise.
    pub async fn put_deviation_note(
        &mut self,
        subject: &RemarkSubject,
        wanted: Option<&DeviationNote>,
        expect: Expect,
    ) -> Result<i64, StoreError> {
        let (recorded, version, standing) = put_remark!(
            &mut *self,
            deviation_note,
            "deviation",
            subject,
            wanted,
            expect,
            describe_deviation,
            read_deviation
        );
        let Some(DeviationNote { cause, measures, person }) = wanted.cloned().or(standing) else {
            return Ok(version);
        };
        let row = deviation_note::ActiveModel {
            target_id: Set(subject.target),
            version: Set(version),
            recorded_change: Set(recorded),
            superseded_change: Set(None),
            cause: Set(cause),
            measures: Set(measures),
            person: Set(person),
            withdrawn: Set(wanted.is_none()),
        };
        deviation_note::Entity::insert(row).exec_without_returning(&*self.connection).await?;
        Ok(version)
    }

    /// Declares a bridge between two calibers, or another factor for it; gives whether that changed anything.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where the indicator or a caliber does not exist.
    pub async fn put_bridge(&mut self, wanted: &Bridge) -> Result<bool, StoreError> {
        let indicator_id = id_of::<Indicators>(&*self.connection, &wanted.indicator).await?;
        let from_id = id_of::<Calibers>(&*self.connection, &wanted.from).await?;
        let to_id = optional_id_of::<Calibers>(&*self.connection, wanted.to.as_ref()).await?;
        let key = format!("{indicator_id}:{from_id}:{}", to_id.unwrap_or(0));
        let current = bridge::Entity::find()
            .filter(bridge::Column::Key.eq(key.as_str()))
            .filter(bridge::Column::SupersededChange.is_null())
            .one(&*self.connection)
            .await?;
        let (factor, source) = (wanted.factor.to_string(), wanted.source.clone());
        if current.as_ref().is_some_and(|row| !row.withdrawn && row.factor == factor && row.source == source)
        {
            return Ok(false);
        }
        let before = current.as_ref().map(|row| json!({ "factor": row.factor, "source": row.source }));
        let recorded = self.record(Change {
            action: "set",
            subject: format!("bridge/{} {}", wanted.indicator, wanted.from),
            before,
            after: Some(json!({
                "indicator": wanted.indicator.as_str(), "from": wanted.from.as_str(),
                "to": wanted.to.as_ref().map(Code::as_str), "factor": factor, "source": source,
            })),
            ..Change::default()
        });
        bridge::Entity::update_many()
            .col_expr(bridge::Column::SupersededChange, recorded.into())
            .filter(bridge::Column::Key.eq(key.as_str()))
            .filter(bridge::Column::SupersededChange.is_null())
            .exec(&*self.connection)
            .await?;
        let row = bridge::ActiveModel {
            key: Set(key),
            version: Set(current.map_or(1, |row| row.version + 1)),
            recorded_change: Set(recorded),
            superseded_change: Set(None),
            indicator_id: Set(indicator_id),
            from_id: Set(from_id),
            to_id: Set(to_id),
            factor: Set(factor),
            source: Set(source),
            withdrawn: Set(false),
        };
        bridge::Entity::insert(row).exec_without_returning(&*self.connection).await?;
        Ok(true)
    }
}

/// The rulings that stand at a moment, withdrawals too.
pub(super) fn rulings(as_of: AsOf) -> Select<ruling::Entity> {
    ruling::Entity::find()
        .filter(as_of.holds(ruling::Column::RecordedChange, ruling::Column::SupersededChange))
}

/// The deviation notes that stand at a moment, withdrawals too.
pub(super) fn notes(as_of: AsOf) -> Select<deviation_note::Entity> {
    deviation_note::Entity::find()
        .filter(as_of.holds(deviation_note::Column::RecordedChange, deviation_note::Column::SupersededChange))
}

/// The bridges that stand at a moment, withdrawals too.
pub(super) fn standing_bridges(as_of: AsOf) -> Select<bridge::Entity> {
    bridge::Entity::find()
        .filter(as_of.holds(bridge::Column::RecordedChange, bridge::Column::SupersededChange))
}

/// What was added to targets and was not withdrawn, by their keys.
pub(super) fn of_targets(
    rulings: &[ruling::Model],
    notes: &[deviation_note::Model],
) -> Result<HashMap<i64, Remarks>, StoreError> {
    let mut remarks: HashMap<i64, Remarks> = HashMap::new();
    for row in rulings.iter().filter(|row| !row.withdrawn) {
        remarks.entry(row.target_id).or_default().ruling = Some(read_ruling(row)?);
    }
    for row in notes.iter().filter(|row| !row.withdrawn) {
        remarks.entry(row.target_id).or_default().deviation = Some(read_deviation(row)?);
    }
    Ok(remarks)
}

/// Bridges from their rows, those that were withdrawn left out.
pub(super) async fn decode_bridges(
    connection: &impl Connection,
    rows: Vec<bridge::Model>,
) -> Result<Vec<Bridge>, StoreError> {
    const TABLE: &str = "bridge";
    let indicators = codes_of::<Indicators>(connection, rows.iter().map(|row| row.indicator_id)).await?;
    let referred = rows.iter().flat_map(|row| [Some(row.from_id), row.to_id].into_iter().flatten());
    let calibers = codes_of::<Calibers>(connection, referred).await?;
    rows.into_iter()
        .filter(|row| !row.withdrawn)
        .map(|row| {
            let id = row.indicator_id;
            Ok(Bridge {
                indicator: code_in(&indicators, TABLE, id, "indicator_id", id)?,
                from: code_in(&calibers, TABLE, id, "from_id", row.from_id)?,
                to: row.to_id.map(|to| code_in(&calibers, TABLE, id, "to_id", to)).transpose()?,
                factor: corrupt(TABLE, &row.key, "factor", Exact::parse(&row.factor))?,
                source: row.source,
            })
        })
        .collect()
}

impl Store {
    /// What was added to a target, with its versions.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn remarks(&self, target: i64, as_of: AsOf) -> Result<RemarkVersions, StoreError> {
        let mut batch = Batch::new(&self.read);
        let rulings = batch.rows(rulings(as_of).filter(ruling::Column::TargetId.eq(target)));
        let notes = batch.rows(notes(as_of).filter(deviation_note::Column::TargetId.eq(target)));
        let answer = batch.read(&self.read).await?;
        let mut standing = RemarkVersions::default();
        for row in answer.take(&rulings)?.iter().filter(|row| !row.withdrawn) {
            let (id, version, recorded) = (row.target_id, row.version, row.recorded_change);
            standing.ruling = Some(Stored { id, version, recorded, item: read_ruling(row)? });
        }
        for row in answer.take(&notes)?.iter().filter(|row| !row.withdrawn) {
            let (id, version, recorded) = (row.target_id, row.version, row.recorded_change);
            standing.deviation = Some(Stored { id, version, recorded, item: read_deviation(row)? });
        }
        Ok(standing)
    }

    /// The bridges between calibers that stand.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn bridges(&self, as_of: AsOf) -> Result<Vec<Bridge>, StoreError> {
        decode_bridges(&self.read, standing_bridges(as_of).all(&self.read).await?).await
    }
}

pub(super) fn describe_ruling(Ruling { word, person, reason }: &Ruling) -> Json {
    json!({ "ruling": word.word(), "person": person, "reason": reason })
}

pub(super) fn describe_deviation(DeviationNote { cause, measures, person }: &DeviationNote) -> Json {
    json!({ "cause": cause, "measures": measures, "person": person })
}

pub(super) fn read_ruling(row: &ruling::Model) -> Result<Ruling, StoreError> {
    let word = corrupt("ruling", row.target_id, "word", RulingWord::from_word(&row.word))?;
    Ok(Ruling { word, person: row.person.clone(), reason: row.reason.clone() })
}

#[expect(clippy::unnecessary_wraps, reason = "the readers of remarks have one shape")]
pub(super) fn read_deviation(row: &deviation_note::Model) -> Result<DeviationNote, StoreError> {
    let (cause, measures, person) = (row.cause.clone(), row.measures.clone(), row.person.clone());
    Ok(DeviationNote { cause, measures, person })
}
