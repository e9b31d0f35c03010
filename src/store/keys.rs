//! Keys of the API: what each may do and the hash that it is known by. The store never sees a key itself, and the
//! change log never sees the hash.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde_json::{Value as Json, json};

use super::{
    Store,
    catalogue::CatalogueItem,
    changes::{Change, Transaction},
    entities::api_key,
    error::{StoreError, is_unique_violation},
    names::sole,
    versions::corrupt,
};
use crate::domain::{
    area::{Area, MOST_LEVELS},
    code::Code,
    grant::{Grant, Limit, Scope},
};

const TABLE: &str = "api_key";

/// A key, but for the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The part that may be shown.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub grant: Grant,
    /// When it was made, in microseconds since 1970-01-01T00:00Z.
    pub created_at: i64,
    /// When it ends, where it does.
    pub expires_at: Option<i64>,
    /// When it was revoked, where it was.
    pub revoked_at: Option<i64>,
    /// The day it was last used, ISO 8601, where it was.
    pub last_used_on: Option<String>,
    /// The key that it takes over from, where it does.
    pub replaces: Option<String>,
}

/// A key with the number that lists are ordered by and the hash that it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// The number.
    pub number: i64,
    /// SHA-256 of the whole key, in hexadecimal digits.
    pub hash: String,
    /// The key.
    pub key: Key,
}

impl Store {
    /// A key by the part of it that may be shown.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn find_key(&self, id: &str) -> Result<Option<StoredKey>, StoreError> {
        let by_id = api_key::Entity::find().filter(api_key::Column::KeyId.eq(id));
        let row = sole(by_id, &self.read).await?;
        row.map(read).transpose()
    }

    /// A page of the keys, in the order they were made, those that ended included.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn list_keys(&self, after: i64, limit: u64) -> Result<Vec<StoredKey>, StoreError> {
        let rows = api_key::Entity::find()
            .filter(api_key::Column::Id.gt(after))
            .order_by_asc(api_key::Column::Id)
            .limit(limit)
            .all(&self.read)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Whether a key of an administrator lives at a moment.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn has_admin_key(&self, now: i64) -> Result<bool, StoreError> {
        let living = api_key::Entity::find()
            .filter(api_key::Column::RevokedAt.is_null())
            .filter(
                Condition::any()
                    .add(api_key::Column::ExpiresAt.is_null())
                    .add(api_key::Column::ExpiresAt.gt(now)),
            )
            .filter(api_key::Column::Scopes.contains(Scope::Admin.word()));
        Ok(living.limit(1).one(&self.read).await?.is_some())
    }

    /// Notes the day that a key was used; gives whether that was news.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn note_use_of_key(&self, id: &str, day: &str) -> Result<bool, StoreError> {
        let earlier = Condition::any()
            .add(api_key::Column::LastUsedOn.is_null())
            .add(api_key::Column::LastUsedOn.lt(day));
        let done = api_key::Entity::update_many()
            .col_expr(api_key::Column::LastUsedOn, Expr::value(day))
            .filter(api_key::Column::KeyId.eq(id))
            .filter(earlier)
            .exec(&self.write)
            .await?;
        Ok(done.rows_affected > 0)
    }
}

impl Transaction {
    /// Each of these areas, where it exists, with all areas that it lies in, the nearest first.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn lineages(
        &self,
        areas: BTreeSet<String>,
    ) -> Result<HashMap<String, Vec<String>>, StoreError> {
        let mut parents: HashMap<String, Option<String>> = HashMap::new();
        let mut next: BTreeSet<Code> = areas.iter().filter_map(|area| Code::new(area).ok()).collect();
        // No line is longer than a tree is deep; one from before there was a limit ends there, and reaches no further.
        for _ in 0..MOST_LEVELS {
            if next.is_empty() {
                break;
            }
            let found = Area::find_all_in(self, next.into_iter().collect()).await?;
            next = found.iter().filter_map(|stored| stored.item.parent.clone()).collect();
            let pairs = found.into_iter().map(|stored| {
                (stored.item.code.to_string(), stored.item.parent.map(|parent| parent.to_string()))
            });
            parents.extend(pairs);
            next.retain(|code| !parents.contains_key(code.as_str()));
        }
        let lineage = |area: &String| {
            let mut line: Vec<String> = Vec::new();
            let mut at = Some(area.clone());
            // A tree has no circle; a line that came to one would end here.
            while let Some(code) = at.filter(|code| parents.contains_key(code) && !line.contains(code)) {
                at = parents.get(&code).cloned().flatten();
                line.push(code);
            }
            line
        };
        Ok(areas.iter().map(|area| (area.clone(), lineage(area))).collect())
    }

    /// Adds a key.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] where there is one of that id.
    pub async fn add_key(&mut self, key: &Key, hash: &str) -> Result<(), StoreError> {
        let Key { id, name, grant, created_at, expires_at, revoked_at, last_used_on, replaces } = key;
        self.record(Change {
            action: "created",
            subject: format!("key/{id}"),
            after: Some(describe(key)),
            ..Change::default()
        });
        let row = api_key::ActiveModel {
            key_id: Set(id.clone()),
            name: Set(name.clone()),
            scopes: Set(words(&grant.scopes)),
            indicators: Set(codes(&grant.indicators)),
            areas: Set(codes(&grant.areas)),
            hash: Set(hash.to_owned()),
            created_at: Set(*created_at),
            expires_at: Set(*expires_at),
            revoked_at: Set(*revoked_at),
            last_used_on: Set(last_used_on.clone()),
            replaces: Set(replaces.clone()),
            ..Default::default()
        };
        let added = api_key::Entity::insert(row).exec_without_returning(&*self.connection).await;
        added.map(|_| ()).map_err(|error| {
            if is_unique_violation(&error) {
                StoreError::Duplicate { what: "key", code: id.clone() }
            } else {
                error.into()
            }
        })
    }

    /// A key by the part of it that may be shown.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none.
    pub async fn key(&self, id: &str) -> Result<Key, StoreError> {
        let row =
            api_key::Entity::find().filter(api_key::Column::KeyId.eq(id)).one(&*self.connection).await?;
        let missing = || StoreError::Missing { what: "key", code: id.to_owned() };
        Ok(read(row.ok_or_else(missing)?)?.key)
    }

    /// Sets when a key ends and whether it is revoked; gives whether that changed anything.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no such key.
    pub async fn end_key(
        &mut self,
        id: &str,
        expires_at: Option<i64>,
        revoked_at: Option<i64>,
    ) -> Result<bool, StoreError> {
        let before = self.key(id).await?;
        let after = Key { expires_at, revoked_at, ..before.clone() };
        if after == before {
            return Ok(false);
        }
        self.record(Change {
            action: if revoked_at.is_some() { "revoked" } else { "revised" },
            subject: format!("key/{id}"),
            before: Some(describe(&before)),
            after: Some(describe(&after)),
            ..Change::default()
        });
        api_key::Entity::update_many()
            .col_expr(api_key::Column::ExpiresAt, Expr::value(expires_at))
            .col_expr(api_key::Column::RevokedAt, Expr::value(revoked_at))
            .filter(api_key::Column::KeyId.eq(id))
            .exec(&*self.connection)
            .await?;
        Ok(true)
    }
}

fn words(scopes: &BTreeSet<Scope>) -> String {
    scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(" ")
}

fn listed(limit: &Limit) -> Option<Vec<&str>> {
    match limit {
        Limit::None => None,
        Limit::Only(codes) => Some(codes.iter().map(Code::as_str).collect()),
    }
}

fn codes(limit: &Limit) -> Option<String> {
    listed(limit).map(|codes| json!(codes).to_string())
}

/// The form in the change log: all but the hash and the day of the last use.
fn describe(key: &Key) -> Json {
    let Key { id, name, grant, created_at: _, expires_at, revoked_at, last_used_on: _, replaces } = key;
    json!({
        "id": id, "name": name, "scopes": grant.scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>(),
        "indicators": listed(&grant.indicators), "areas": listed(&grant.areas),
        "expires_at": expires_at, "revoked_at": revoked_at, "replaces": replaces,
    })
}

fn read(row: api_key::Model) -> Result<StoredKey, StoreError> {
    let api_key::Model {
        id: number,
        key_id: id,
        name,
        scopes,
        indicators,
        areas,
        hash,
        created_at,
        expires_at,
        revoked_at,
        last_used_on,
        replaces,
    } = row;
    let read_scopes: Result<BTreeSet<Scope>, _> = scopes.split_whitespace().map(Scope::from_word).collect();
    let grant = Grant {
        scopes: corrupt(TABLE, &id, "scopes", read_scopes)?,
        indicators: read_limit(&id, "indicators", indicators.as_deref())?,
        areas: read_limit(&id, "areas", areas.as_deref())?,
    };
    let key = Key { id, name, grant, created_at, expires_at, revoked_at, last_used_on, replaces };
    Ok(StoredKey { number, hash, key })
}

fn read_limit(id: &str, column: &'static str, text: Option<&str>) -> Result<Limit, StoreError> {
    let Some(text) = text else { return Ok(Limit::None) };
    let codes: Vec<String> = corrupt(TABLE, id, column, serde_json::from_str(text))?;
    let codes: Result<BTreeSet<Code>, _> = codes.iter().map(|code| Code::new(code)).collect();
    Ok(Limit::Only(corrupt(TABLE, id, column, codes)?))
}
