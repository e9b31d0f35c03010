//! Answers that are kept under the key of their write, in the transaction that the write is done in: both stay, or
//! neither does. It does not read what is kept.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    changes::Transaction,
    entities::idempotency_key::{ActiveModel, Column, Entity, Model},
    error::{StoreError, is_unique_violation},
    names::sole,
};

/// Expired answers that one write takes away at most: more than a write adds, and never a long wait.
const TAKEN_AWAY_AT_ONCE: u64 = 100;

/// The key that a client gave a write, and what it asked for in one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// The key.
    pub key: String,
    /// A digest of all that decides what the write does.
    pub fingerprint: String,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Its status.
    pub status: u16,
    /// Its headers, as the edge writes them.
    pub headers: String,
    /// Its body, byte for byte.
    pub body: Vec<u8>,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: the write is to be done.
    Nothing,
    /// The write was done, and this was the answer.
    Answer(KeptAnswer),
    /// The key was given to another write.
    OtherWrite,
}

impl Transaction {
    /// What is known of the key of a write. Answers older than `kept_for` microseconds have expired.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn known_answer(
        &mut self,
        principal: &str,
        once: &Once,
        kept_for: i64,
    ) -> Result<Known, StoreError> {
        let by_key = Entity::find_by_id((principal.to_owned(), once.key.clone()));
        let found = sole(by_key, &*self.connection).await?;
        let Some(row) = found else { return Ok(Known::Nothing) };
        if row.recorded_at <= self.at.saturating_sub(kept_for) {
            self.guard().await?;
            Entity::delete_by_id((row.principal, row.key)).exec(&*self.connection).await?;
            return Ok(Known::Nothing);
        }
        if row.fingerprint != once.fingerprint {
            return Ok(Known::OtherWrite);
        }
        let Model { status, headers, body, .. } = row;
        let status = super::versions::corrupt("idempotency_key", &once.key, "status", u16::try_from(status))?;
        Ok(Known::Answer(KeptAnswer { status, headers, body }))
    }

    /// Keeps the answer to the write that this transaction does, and takes away some that have expired.
    ///
    /// # Errors
    /// [`StoreError::KeyInUse`] where another write has the key.
    pub async fn keep_answer(
        &mut self,
        principal: &str,
        once: &Once,
        answer: KeptAnswer,
        kept_for: i64,
    ) -> Result<(), StoreError> {
        self.guard().await?;
        self.take_expired_away(kept_for).await?;
        let KeptAnswer { status, headers, body } = answer;
        let row = ActiveModel {
            principal: Set(principal.to_owned()),
            key: Set(once.key.clone()),
            fingerprint: Set(once.fingerprint.clone()),
            status: Set(i64::from(status)),
            headers: Set(headers),
            body: Set(body),
            change: Set(self.number()),
            recorded_at: Set(self.at),
        };
        match Entity::insert(row).exec_without_returning(&*self.connection).await {
            Err(error) if is_unique_violation(&error) => {
                return Err(StoreError::KeyInUse { key: once.key.clone() });
            }
            other => other?,
        };
        self.keeps = true;
        Ok(())
    }

    async fn take_expired_away(&mut self, kept_for: i64) -> Result<(), StoreError> {
        let expired: Vec<(String, String)> = Entity::find()
            .select_only()
            .columns([Column::Principal, Column::Key])
            .filter(Column::RecordedAt.lte(self.at.saturating_sub(kept_for)))
            .order_by_asc(Column::RecordedAt)
            .limit(TAKEN_AWAY_AT_ONCE)
            .into_tuple()
            .all(&*self.connection)
            .await?;
        if expired.is_empty() {
            return Ok(());
        }
        let any = expired.into_iter().fold(Condition::any(), |any, (principal, key)| {
            any.add(Condition::all().add(Column::Principal.eq(principal)).add(Column::Key.eq(key)))
        });
        Entity::delete_many().filter(any).exec(&*self.connection).await?;
        self.keeps = true;
        Ok(())
    }
}
