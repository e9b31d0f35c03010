//! Verifying the record: the chain of the change log, each stored fact against the entry that recorded it, versions
//! and heads against what they follow from. In batches, however long the record is. It changes nothing, and knows no
//! rule of judging.

mod chain;
mod facts;
mod heads;
mod loading;
mod versions;

use super::{Store, error::StoreError};

pub use chain::{Chain, Checkpoint};

/// Findings that are told one by one; the rest is only counted.
const TOLD: usize = 100;

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: an entry, or a table and a row.
    pub place: String,
    /// What is wrong.
    pub detail: String,
}

/// What is not as it must be: the first ones, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The first ones.
    pub told: Vec<Finding>,
    /// How many there are in all.
    pub total: u64,
}

impl Findings {
    fn add(&mut self, place: impl Into<String>, detail: impl Into<String>) {
        if self.told.len() < TOLD {
            self.told.push(Finding { place: place.into(), detail: detail.into() });
        }
        self.total += 1;
    }

    /// What was read; rows of which one does not read are a finding, and what follows from them is not looked at.
    fn of_unreadable<T: Default>(
        &mut self,
        place: impl Into<String>,
        read: Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match read {
            Err(error) if error.is_unreadable() => {
                self.add(place, format!("a row does not read: {}", error.cause()));
                Ok(T::default())
            }
            other => other,
        }
    }
}

/// What a check of the whole record found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Entries of the change log.
    pub entries: i64,
    /// Facts that were held against the entry that recorded them.
    pub facts: u64,
    /// Heads that were held against the vintages.
    pub heads: u64,
    /// What is not as it must be.
    pub findings: Findings,
}

impl Store {
    /// Verifies the whole record: the chain, and then every fact.
    ///
    /// # Errors
    /// [`StoreError`] of the database; what is wrong with the record is no error but the answer.
    pub async fn check(&self) -> Result<Checked, StoreError> {
        let mut findings = Findings::default();
        let store = Self { read: self.read.afresh(), ..self.clone() };
        let chain = store.check_chain().await?;
        findings.total += chain.findings.total;
        findings.told.extend(chain.findings.told);
        let facts = store.check_facts(&mut findings).await?;
        let versions = store.check_versions(&mut findings).await;
        findings.of_unreadable("the versions", versions)?;
        let heads = store.check_heads(&mut findings).await;
        let heads = findings.of_unreadable("the heads", heads)?;
        Ok(Checked { entries: chain.entries, facts, heads, findings })
    }
}
