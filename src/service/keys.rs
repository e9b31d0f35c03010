//! Use cases of keys: create, list, revoke, let another one take over, and know who a key belongs to. The key itself
//! is given once, to who made it, and kept nowhere.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Caller, Pending, Plantrack,
    access::{Act, Grant, Limit, Principal, Scope, allowed},
    error::{Fault, ServiceError},
    fields::Fields,
    secret::{Chance, Hash, Secret},
};
use crate::{
    domain::{area::Area, code::Code, indicator::Indicator},
    store::{CatalogueItem, Key, StoreError, StoredKey, Transaction},
};

/// The longest name of a key, in characters.
pub const LONGEST_NAME: usize = 100;

/// The longest that a key that was taken over from goes on, in hours.
pub const LONGEST_OVERLAP_HOURS: u32 = 24 * 90;

/// A key as people ask for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyDraft {
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The indicators that it reports; `None` is all of them.
    pub indicators: Option<Vec<String>>,
    /// The areas that it reports for; `None` is all of them, and the whole.
    pub areas: Option<Vec<String>>,
    /// When it ends, RFC 3339; `None` is never.
    pub expires_at: Option<String>,
}

/// A key that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The key, but for the key itself.
    pub key: Key,
    /// The key itself, for this once.
    pub secret: Secret,
}

/// How long a key that was looked up is known without another look: no longer than a revocation may take to be
/// seen by every process.
pub const KNOWN_FOR: Duration = Duration::from_secs(5);

impl KeyDraft {
    fn read(&self, now: DateTime<Utc>) -> Result<(String, Grant, Option<i64>), Vec<Fault>> {
        let mut fields = Fields::default();
        let name = fields.text("name", &self.name);
        if name.is_empty() {
            fields.fault("name", "", "missing", "say who the key is for");
        }
        if name.chars().count() > LONGEST_NAME {
            let detail = format!("a name has at most {LONGEST_NAME} characters");
            fields.fault("name", &name, "too_long", detail);
        }
        if name.contains(['\n', '\r', '\t']) {
            fields.fault("name", &name, "control_character", "a name is one line");
        }
        let scopes: BTreeSet<Scope> =
            self.scopes.iter().filter_map(|word| fields.word("scopes", word)).collect();
        if self.scopes.is_empty() {
            let detail = "say what the key may do: read, report, plan or admin";
            fields.fault("scopes", "", "missing", detail);
        }
        let indicators = limit(&mut fields, "indicators", self.indicators.as_deref());
        let areas = limit(&mut fields, "areas", self.areas.as_deref());
        for (field, limit) in [("indicators", &indicators), ("areas", &areas)] {
            if !limit.is_none() && (!scopes.contains(&Scope::Report) || scopes.contains(&Scope::Admin)) {
                let detail = "limits are those of the scope report, and an administrator has none";
                fields.fault(field, "", "limit_without_report", detail);
            }
        }
        let expires_at = end(&mut fields, self.expires_at.as_deref(), now);
        fields.finish()?;
        Ok((name, Grant { scopes, indicators, areas }, expires_at))
    }
}

/// When a key ends, in microseconds since 1970-01-01T00:00Z.
fn end(fields: &mut Fields, text: Option<&str>, now: DateTime<Utc>) -> Option<i64> {
    let text = text?;
    let read = DateTime::parse_from_rfc3339(text).map_err(|_| "write it as 2026-01-31T00:00:00Z");
    let at = fields.take("expires_at", text, "bad_moment", read)?.with_timezone(&Utc);
    if at <= now {
        let detail = "the key would have ended already; give a later moment";
        fields.fault("expires_at", text, "in_the_past", detail);
    }
    Some(at.timestamp_micros())
}

fn limit(fields: &mut Fields, field: &str, codes: Option<&[String]>) -> Limit {
    let Some(codes) = codes else { return Limit::None };
    if codes.is_empty() {
        fields.fault(field, "", "empty_limit", "a limit names at least one code; leave it out for none");
    }
    Limit::Only(codes.iter().filter_map(|code| fields.code(field, code)).collect())
}

impl Plantrack {
    /// Makes a key.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn create_key(
        &self,
        caller: &Caller,
        draft: &KeyDraft,
    ) -> Result<Pending<NewKey>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Administer, "").await?;
        let now = self.clock.now();
        let (name, grant, expires_at) = draft.read(now)?;
        check_codes(&transaction, &grant).await?;
        let made = make(now, name, grant, expires_at)?;
        transaction.add_key(&made.key, &made.secret.hash().to_hex()).await?;
        Ok(self.pending(transaction, made))
    }

    /// Makes a key that takes over from another one, with its name, scopes and limits. The other one goes on for
    /// the overlap, and no longer than it would have.
    ///
    /// # Errors
    /// [`ServiceError`]; a key that has ended is not taken over from.
    pub async fn rotate_key(
        &self,
        caller: &Caller,
        id: &str,
        overlap_hours: u32,
        expires_at: Option<&str>,
    ) -> Result<Pending<NewKey>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Administer, "").await?;
        let now = self.clock.now();
        let old = transaction.key(id).await?;
        if has_ended(&old, now) {
            let detail = "the key has ended; create another one";
            return Err(Fault::new("", id, "key_has_ended", detail).into());
        }
        if overlap_hours > LONGEST_OVERLAP_HOURS {
            let detail = format!("the overlap is at most {LONGEST_OVERLAP_HOURS} hours");
            return Err(Fault::new("overlap_hours", &overlap_hours.to_string(), "too_long", detail).into());
        }
        let mut fields = Fields::default();
        let expires_at = end(&mut fields, expires_at, now);
        fields.finish()?;
        let until = now + TimeDelta::hours(i64::from(overlap_hours));
        let until = until.timestamp_micros();
        let until = old.expires_at.map_or(until, |at| at.min(until));
        let mut made = make(now, old.name, old.grant, expires_at)?;
        made.key.replaces = Some(old.id);
        transaction.add_key(&made.key, &made.secret.hash().to_hex()).await?;
        transaction.end_key(id, Some(until), None).await?;
        Ok(self.pending(transaction, made).then(self.forgetting(id)))
    }

    /// Revokes a key: here at once, and within [`KNOWN_FOR`] in every other process on the database. One that has
    /// ended already stays as it is.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn revoke_key(&self, caller: &Caller, id: &str) -> Result<Pending<Key>, ServiceError> {
        let mut transaction = self.begin(caller, Act::Administer, "").await?;
        let mut key = transaction.key(id).await?;
        if key.revoked_at.is_none() {
            key.revoked_at = Some(self.micros());
            transaction.end_key(id, key.expires_at, key.revoked_at).await?;
        }
        Ok(self.pending(transaction, key).then(self.forgetting(id)))
    }

    /// Forgets what was looked up of a key a moment ago.
    fn forgetting(&self, id: &str) -> impl FnOnce() + 'static {
        let (known, id) = (self.known.clone(), id.to_owned());
        move || known.forget(&id)
    }

    /// One key, by the part of it that may be shown.
    ///
    /// # Errors
    /// [`ServiceError`] where there is none, or the caller is no administrator.
    pub async fn find_key(&self, caller: &Caller, id: &str) -> Result<Key, ServiceError> {
        allowed(&caller.grant, Scope::Admin)?;
        let found = self.store.find_key(id).await?;
        let missing = || StoreError::Missing { what: "key", code: id.to_owned() };
        Ok(found.ok_or_else(missing)?.key)
    }

    /// A page of the keys, in the order they were made, those that ended included.
    ///
    /// # Errors
    /// [`ServiceError`] where the caller is no administrator.
    pub async fn list_keys(
        &self,
        caller: &Caller,
        after: i64,
        limit: u64,
    ) -> Result<Vec<StoredKey>, ServiceError> {
        allowed(&caller.grant, Scope::Admin)?;
        Ok(self.store.list_keys(after, limit).await?)
    }

    /// Whether there is a key that an administrator can use.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn has_admin_key(&self) -> Result<bool, ServiceError> {
        Ok(self.store.has_admin_key(self.micros()).await?)
    }

    /// Who a key belongs to; `None` where it is none that lives. Whether its id exists does not show in the time
    /// that this takes.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn principal_of_key(&self, secret: &Secret) -> Result<Option<Principal>, ServiceError> {
        let (now, hash) = (self.clock.now(), secret.hash());
        if let Some(known) = self.known.find(&hash) {
            return Ok((!has_ended(&known, now)).then(|| principal(&known)));
        }
        let since = self.known.generation();
        let found = self.store.find_key(secret.id()).await?;
        let kept = found.as_ref().and_then(|found| Hash::from_hex(&found.hash)).unwrap_or(Hash::NONE);
        let is_it = kept.is(hash);
        let Some(StoredKey { key, .. }) = found.filter(|_| is_it) else { return Ok(None) };
        if has_ended(&key, now) {
            return Ok(None);
        }
        self.note_use(&key);
        let principal = principal(&key);
        self.known.keep(hash, key, since);
        Ok(Some(principal))
    }

    /// Notes the day, beside the request: it is worth no waiting, and no failure.
    fn note_use(&self, key: &Key) {
        let today = self.clock.today().to_string();
        if key.last_used_on.as_ref().is_some_and(|day| *day >= today) {
            return;
        }
        let (store, id) = (self.store.clone(), key.id.clone());
        drop(tokio::spawn(async move {
            if let Err(error) = store.note_use_of_key(&id, &today).await {
                tracing::debug!(%error, "the day that a key was used could not be noted");
            }
        }));
    }
}

fn make(
    now: DateTime<Utc>,
    name: String,
    grant: Grant,
    expires_at: Option<i64>,
) -> Result<NewKey, ServiceError> {
    let chance = Chance::draw().map_err(|error| ServiceError::NoChance(error.to_string()))?;
    let secret = Secret::of(&chance);
    let key = Key {
        id: secret.id().to_owned(),
        name,
        grant,
        created_at: now.timestamp_micros(),
        expires_at,
        revoked_at: None,
        last_used_on: None,
        replaces: None,
    };
    Ok(NewKey { key, secret })
}

/// Whether a key is no longer taken.
pub fn has_ended(key: &Key, now: DateTime<Utc>) -> bool {
    key.revoked_at.is_some() || key.expires_at.is_some_and(|at| at <= now.timestamp_micros())
}

/// The name in the record begins with the id, which no other key has and nobody chooses.
fn principal(key: &Key) -> Principal {
    Principal { actor: format!("key {} {}", key.id, key.name), grant: key.grant.clone() }
}

/// The id of the key that somebody in the record has; `None` where it is none.
fn key_of(actor: &str) -> Option<&str> {
    actor.strip_prefix("key ")?.split(' ').next()
}

/// Whether two in the record are the same, or have keys of which one took over from the other or both from a third: they
/// are in the same hands.
pub(super) async fn is_same_holder(
    transaction: &Transaction,
    one: &str,
    other: &str,
) -> Result<bool, ServiceError> {
    if one == other {
        return Ok(true);
    }
    let (Some(one), Some(other)) = (key_of(one), key_of(other)) else { return Ok(false) };
    Ok(first_of(transaction, one).await? == first_of(transaction, other).await?)
}

/// The key that a key has its hands from: the first of those that took over one from another.
async fn first_of(transaction: &Transaction, id: &str) -> Result<String, ServiceError> {
    let (mut id, mut seen) = (id.to_owned(), BTreeSet::new());
    // What somebody has changed past the service may go round in a circle.
    while seen.insert(id.clone()) {
        match transaction.key(&id).await {
            Ok(key) => id = key.replaces.unwrap_or(id),
            Err(StoreError::Missing { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(id)
}

/// A limit names what exists: a code that is mistyped would be found out only when a report is refused.
async fn check_codes(transaction: &Transaction, grant: &Grant) -> Result<(), ServiceError> {
    let mut faults = Vec::new();
    if let Limit::Only(codes) = &grant.indicators {
        faults.extend(missing::<Indicator>(transaction, "indicators", "indicator", codes).await?);
    }
    if let Limit::Only(codes) = &grant.areas {
        faults.extend(missing::<Area>(transaction, "areas", "area", codes).await?);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

async fn missing<T: CatalogueItem>(
    transaction: &Transaction,
    field: &str,
    what: &str,
    codes: &BTreeSet<Code>,
) -> Result<Vec<Fault>, ServiceError> {
    let found = T::find_all_in(transaction, codes.iter().cloned().collect()).await?;
    let is_there = |code: &&Code| found.iter().any(|stored| stored.item.code() == *code);
    let absent = codes.iter().filter(|code| !is_there(code));
    Ok(absent.map(|code| Fault { field: field.to_owned(), ..Fault::unknown(what, code.as_str()) }).collect())
}
