//! How every write begins and ends: `begin` is the one way in, and what a use case has done waits as [`Pending`] until
//! its answer is made, so that both are kept together or not at all. It does not know what is written.

use std::fmt;

use super::{
    Caller, Plantrack,
    access::{Act, Reported, authorize},
    error::ServiceError,
};
use crate::store::{KeptAnswer, Known, Place, Transaction};

/// What a write has done and not yet committed, with what there is to say of it. Dropped, it leaves nothing behind.
#[derive(Debug)]
#[must_use = "a write that is not committed leaves nothing behind"]
pub struct Pending<T> {
    /// `None` where nothing is to be kept: a trial.
    transaction: Option<Transaction>,
    value: T,
    kept_for: i64,
    after: Option<After>,
}

/// What is done once it is committed, or may have been.
struct After(Box<dyn FnOnce()>);

impl fmt::Debug for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("After")
    }
}

impl<T> Pending<T> {
    /// What there is to say of it.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The same, with something else to say of it.
    pub fn map<U>(self, other: impl FnOnce(T) -> U) -> Pending<U> {
        let Self { transaction, value, kept_for, after } = self;
        Pending { transaction, value: other(value), kept_for, after }
    }

    /// What there is to say of it, and the rest.
    pub fn into_parts(self) -> (T, Pending<()>) {
        let Self { transaction, value, kept_for, after } = self;
        (value, Pending { transaction, value: (), kept_for, after })
    }

    /// Commits. Only once this has returned is the write acknowledged.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; nothing of the write is then kept, or it is not known whether it is.
    pub async fn commit(self) -> Result<T, ServiceError> {
        let committed = match self.transaction {
            Some(transaction) => transaction.commit().await.map(|_| ()),
            None => Ok(()),
        };
        if let Some(After(after)) = self.after {
            after();
        }
        Ok(committed.map(|()| self.value)?)
    }

    /// The same, with something that is done once it is committed. It is also done where a commit fails, since then
    /// it may not be known whether it was.
    pub(super) fn then(self, after: impl FnOnce() + 'static) -> Self {
        Self { after: Some(After(Box::new(after))), ..self }
    }

    /// Commits, and keeps the answer where the caller gave the write a key.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub async fn commit_once(
        mut self,
        caller: &Caller,
        answer: impl FnOnce() -> KeptAnswer,
    ) -> Result<T, ServiceError> {
        if let (Some(once), Some(transaction)) = (&caller.once, &mut self.transaction) {
            transaction.keep_answer(caller.principal(), once, answer(), self.kept_for).await?;
        }
        self.commit().await
    }
}

impl Plantrack {
    /// Begins a write: the one way for every use case, which says what it is about to do. Writers wait for one another
    /// here, the same write sent twice at once included.
    ///
    /// # Errors
    /// [`ServiceError::Repeated`] with the answer where the caller's key says that the write was done already,
    /// [`ServiceError::KeyOfOther`] where the key was given to another write, [`ServiceError::Denied`] where the caller
    /// may not do it.
    pub(super) async fn begin(
        &self,
        caller: &Caller,
        act: Act<'_>,
        reason: &str,
    ) -> Result<Transaction, ServiceError> {
        let transaction = self.store.begin(caller.stamp(reason), || self.micros()).await?;
        let transaction = self.first_time(transaction, caller).await?;
        authorize(&transaction, caller, act).await?;
        Ok(transaction)
    }

    /// Begins to report a few outcomes, of which is known where they will stand.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub(super) async fn begin_reports(
        &self,
        caller: &Caller,
        reported: &[Reported<'_>],
        places: Vec<Place>,
        reason: &str,
    ) -> Result<Transaction, ServiceError> {
        let transaction = self.store.begin_reports(caller.stamp(reason), || self.micros(), places).await?;
        let transaction = self.first_time(transaction, caller).await?;
        authorize(&transaction, caller, Act::Report(reported)).await?;
        Ok(transaction)
    }

    /// Begins a write that takes long: it shares its transaction with no other.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub(super) async fn begin_alone(
        &self,
        caller: &Caller,
        act: Act<'_>,
        reason: &str,
    ) -> Result<Transaction, ServiceError> {
        let transaction = self.store.begin_alone(caller.stamp(reason), || self.micros()).await?;
        let transaction = self.first_time(transaction, caller).await?;
        authorize(&transaction, caller, act).await?;
        Ok(transaction)
    }

    /// What was done, to be committed with its answer.
    pub(super) const fn pending<T>(&self, transaction: Transaction, value: T) -> Pending<T> {
        Pending { transaction: Some(transaction), value, kept_for: self.answers_kept_for, after: None }
    }

    /// What a trial would have done: the database is left as it was.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub(super) async fn tried<T>(
        &self,
        transaction: Transaction,
        value: T,
    ) -> Result<Pending<T>, ServiceError> {
        transaction.rollback().await?;
        Ok(Pending { transaction: None, value, kept_for: self.answers_kept_for, after: None })
    }

    async fn first_time(
        &self,
        mut transaction: Transaction,
        caller: &Caller,
    ) -> Result<Transaction, ServiceError> {
        let Some(once) = &caller.once else { return Ok(transaction) };
        match transaction.known_answer(caller.principal(), once, self.answers_kept_for).await? {
            Known::Nothing => Ok(transaction),
            Known::Answer(answer) => {
                // What is answered again must be as durable as it was said to be, so this ends as a write does.
                transaction.commit().await?;
                Err(ServiceError::Repeated(answer))
            }
            Known::OtherWrite => {
                transaction.rollback().await?;
                Err(ServiceError::KeyOfOther(once.key.clone()))
            }
        }
    }
}
