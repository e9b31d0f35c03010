//! What is versioned, in one way for all: an identity keeps its code, what is said of it is versions, and a
//! past moment sees the versions that stood then.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult,
    IntoActiveModel, ModelTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Value as SqlValue,
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::{
    Store,
    changes::{Change, Transaction},
    error::{StoreError, is_unique_violation},
    locks::Touched,
    names::Connection,
    packed::all_of,
};
use crate::domain::{code::Code, period::Period};

/// Values of one `IN (…)`: far below the parameter limit of either database.
pub(super) const VALUES_A_LIST: usize = 1_000;

/// The moment of the record that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AsOf(Option<i64>);

impl AsOf {
    /// What is known now.
    pub const NOW: Self = Self(None);

    /// What was known once the change of that number was recorded.
    pub const fn change(number: i64) -> Self {
        Self(Some(number))
    }

    /// The change number, where a past moment is asked for.
    pub const fn number(self) -> Option<i64> {
        self.0
    }

    /// The condition on the two change numbers of a version.
    pub(super) fn holds(self, recorded: impl ColumnTrait, superseded: impl ColumnTrait) -> Condition {
        match self.0 {
            None => Condition::all().add(superseded.is_null()),
            Some(number) => Condition::all()
                .add(recorded.lte(number))
                .add(Condition::any().add(superseded.is_null()).add(superseded.gt(number))),
        }
    }
}

/// Something as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The integer key of its identity; lists are ordered by it.
    pub id: i64,
    /// Which version this is, counted from 1.
    pub version: i64,
    /// The number of the change that recorded this version.
    pub recorded: i64,
    /// The thing itself.
    pub item: T,
}

/// What the caller of a write expects to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing: it is to be created.
    New,
    /// That version: it is to be revised.
    Version(i64),
    /// Some version, whichever it is: it is to be revised.
    There,
    /// Anything: it is to be created, revised or left alone, as needed.
    Any,
}

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It was created, at version 1.
    Created,
    /// It is at this new version.
    Revised(i64),
    /// It stood so already, at this version.
    Unchanged(i64),
}

impl Put {
    /// The version that stands now.
    pub const fn version(self) -> i64 {
        match self {
            Self::Created => 1,
            Self::Revised(version) | Self::Unchanged(version) => version,
        }
    }
}

/// Which of a kind to load.
#[derive(Debug, Clone)]
pub(super) enum Pick {
    Codes(Vec<String>),
    Page { after: i64, limit: u64 },
}

/// The columns that every version row has.
#[derive(Debug, Clone, Copy)]
pub(super) struct VersionRow {
    pub(super) id: i64,
    pub(super) version: i64,
    pub(super) recorded: i64,
}

/// An identity with a code: an integer key and a unique text.
pub(super) trait Identity {
    /// What people call it.
    const WHAT: &'static str;
    type Entity: EntityTrait<Column = Self::Column, ActiveModel = Self::ActiveModel, Model = Self::Model>;
    type Model: ModelTrait<Entity = Self::Entity>
        + FromQueryResult
        + IntoActiveModel<Self::ActiveModel>
        + Send
        + Sync;
    type Column: ColumnTrait;
    type ActiveModel: ActiveModelTrait<Entity = Self::Entity> + ActiveModelBehavior + Send;
    const ID: Self::Column;
    const CODE: Self::Column;
}

/// A kind of thing that is an identity with versions.
pub(super) trait Kind: Identity {
    type Item: Clone + PartialEq + Send + Sync;
    type Version: EntityTrait<Column = Self::VersionColumn, Model = Self::VersionModel>;
    type VersionModel: ModelTrait<Entity = Self::Version> + FromQueryResult + DeserializeOwned + Send + Sync;
    type VersionColumn: ColumnTrait;
    const OWNER: Self::VersionColumn;
    const RECORDED: Self::VersionColumn;
    const SUPERSEDED: Self::VersionColumn;

    fn code(item: &Self::Item) -> &Code;
    /// The form in the change log.
    fn describe(item: &Self::Item) -> Json;
    fn row(version: &Self::VersionModel) -> VersionRow;
    /// The period whose lock keeps it from being revised so.
    fn locked_with(before: &Self::Item, after: &Self::Item) -> Option<Period> {
        let _ = (before, after);
        None
    }
    /// Whether it may be created or revised so, by what else is stored.
    async fn fits<C: Connection>(
        connection: &C,
        before: Option<&Stored<Self::Item>>,
        after: &Self::Item,
    ) -> Result<(), StoreError> {
        let _ = (connection, before, after);
        Ok(())
    }
    /// Rows to items; `codes` gives the code of an identity of the same kind by its key.
    async fn decode<C: Connection>(
        connection: &C,
        rows: Vec<Self::VersionModel>,
    ) -> Result<Vec<Stored<Self::Item>>, StoreError>;
    async fn insert<C: Connection>(
        connection: &C,
        row: VersionRow,
        item: &Self::Item,
    ) -> Result<(), StoreError>;
}

/// The keys of the codes that exist.
pub(super) async fn ids_of<I: Identity>(
    connection: &impl Connection,
    codes: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, i64>, StoreError> {
    let mut codes: Vec<&str> = codes.into_iter().collect();
    codes.sort_unstable();
    codes.dedup();
    let mut found = HashMap::with_capacity(codes.len());
    if let Some(mut names) = connection.names() {
        let known = names.of(I::WHAT);
        codes.retain(|code| match known.key(*code) {
            Some(id) => found.insert((*code).to_owned(), id).is_some(),
            None => true,
        });
    }
    for chunk in codes.chunks(VALUES_A_LIST) {
        let rows: Vec<(i64, String)> = I::Entity::find()
            .select_only()
            .column(I::ID)
            .column(I::CODE)
            .filter(I::CODE.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(connection)
            .await?;
        if let Some(mut names) = connection.names() {
            let read: Vec<(i64, Code)> =
                rows.iter().filter_map(|(id, code)| Some((*id, Code::new(code).ok()?))).collect();
            names.of(I::WHAT).extend(read.iter().map(|(id, code)| (*id, code)));
        }
        found.extend(rows.into_iter().map(|(id, code)| (code, id)));
    }
    Ok(found)
}

/// The key of a code that must exist.
pub(super) async fn id_of<I: Identity>(connection: &impl Connection, code: &Code) -> Result<i64, StoreError> {
    ids_of::<I>(connection, [code.as_str()])
        .await?
        .remove(code.as_str())
        .ok_or_else(|| StoreError::BrokenReference { what: I::WHAT, code: code.to_string() })
}

/// The key of a code that must exist where there is one.
pub(super) async fn optional_id_of<I: Identity>(
    connection: &impl Connection,
    code: Option<&Code>,
) -> Result<Option<i64>, StoreError> {
    match code {
        Some(code) => Ok(Some(id_of::<I>(connection, code).await?)),
        None => Ok(None),
    }
}

/// The codes of keys.
pub(super) async fn codes_of<I: Identity>(
    connection: &impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Code>, StoreError> {
    let mut ids: Vec<i64> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::with_capacity(ids.len());
    if let Some(mut names) = connection.names() {
        let known = names.of(I::WHAT);
        ids.retain(|id| match known.name(*id) {
            Some(code) => found.insert(*id, code.clone()).is_some(),
            None => true,
        });
    }
    for chunk in ids.chunks(VALUES_A_LIST) {
        let rows: Vec<(i64, String)> = I::Entity::find()
            .select_only()
            .column(I::ID)
            .column(I::CODE)
            .filter(I::ID.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(connection)
            .await?;
        for (id, code) in rows {
            found.insert(id, corrupt(I::WHAT, id, "code", Code::new(&code))?);
        }
    }
    if let Some(mut names) = connection.names() {
        names.of(I::WHAT).extend(ids.iter().filter_map(|id| Some((*id, found.get(id)?))));
    }
    Ok(found)
}

/// Keeps the names of identities that were read.
///
/// # Errors
/// [`StoreError::Corrupt`] where a code is none.
pub(super) fn learn<'a, I: Identity>(
    connection: &impl Connection,
    rows: impl IntoIterator<Item = (i64, &'a str)>,
) -> Result<(), StoreError> {
    let read = rows
        .into_iter()
        .map(|(id, code)| Ok((id, corrupt(I::WHAT, id, "code", Code::new(code))?)))
        .collect::<Result<Vec<(i64, Code)>, StoreError>>()?;
    if let Some(mut names) = connection.names() {
        names.of(I::WHAT).extend(read.iter().map(|(id, code)| (*id, code)));
    }
    Ok(())
}

/// The code of a key from a map that [`codes_of`] filled.
pub(super) fn code_in(
    codes: &HashMap<i64, Code>,
    table: &'static str,
    row: i64,
    column: &'static str,
    id: i64,
) -> Result<Code, StoreError> {
    codes.get(&id).cloned().ok_or_else(|| StoreError::Corrupt {
        table,
        row: row.to_string(),
        column,
        detail: format!("refers to {id}, which does not exist"),
    })
}

/// A stored text that must read.
pub(super) fn corrupt<T, E: std::fmt::Display>(
    table: &'static str,
    row: impl std::fmt::Display,
    column: &'static str,
    read: Result<T, E>,
) -> Result<T, StoreError> {
    read.map_err(|error| StoreError::Corrupt {
        table,
        row: row.to_string(),
        column,
        detail: error.to_string(),
    })
}

pub(super) async fn load<K: Kind>(
    connection: &impl Connection,
    pick: Pick,
    as_of: AsOf,
) -> Result<Vec<Stored<K::Item>>, StoreError> {
    let standing =
        || K::Version::find().filter(as_of.holds(K::RECORDED, K::SUPERSEDED)).order_by_asc(K::OWNER);
    let rows = match pick {
        Pick::Page { after, limit } => {
            all_of(standing().filter(K::OWNER.gt(after)).limit(limit), connection).await?
        }
        Pick::Codes(codes) => {
            let ids: Vec<i64> =
                ids_of::<K>(connection, codes.iter().map(String::as_str)).await?.into_values().collect();
            let mut rows = Vec::with_capacity(ids.len());
            for chunk in ids.chunks(VALUES_A_LIST) {
                let of_these = standing().filter(K::OWNER.is_in(chunk.iter().copied()));
                rows.extend(all_of(of_these, connection).await?);
            }
            rows
        }
    };
    K::decode(connection, rows).await
}

impl Store {
    pub(super) async fn find_kind<K: Kind>(
        &self,
        code: &Code,
        as_of: AsOf,
    ) -> Result<Stored<K::Item>, StoreError> {
        load::<K>(&self.read, Pick::Codes(vec![code.to_string()]), as_of)
            .await?
            .pop()
            .ok_or_else(|| StoreError::Missing { what: K::WHAT, code: code.to_string() })
    }

    pub(super) async fn find_kinds<K: Kind>(
        &self,
        codes: Vec<String>,
        as_of: AsOf,
    ) -> Result<Vec<Stored<K::Item>>, StoreError> {
        load::<K>(&self.read, Pick::Codes(codes), as_of).await
    }

    pub(super) async fn list_kind<K: Kind>(
        &self,
        after: i64,
        limit: u64,
        as_of: AsOf,
    ) -> Result<Vec<Stored<K::Item>>, StoreError> {
        load::<K>(&self.read, Pick::Page { after, limit }, as_of).await
    }
}

impl Transaction {
    pub(super) async fn find_kinds<K: Kind>(
        &self,
        codes: Vec<String>,
    ) -> Result<Vec<Stored<K::Item>>, StoreError> {
        load::<K>(&*self.connection, Pick::Codes(codes), AsOf::NOW).await
    }

    /// Creates, revises or leaves alone, as expected; the one way a version comes into being.
    pub(super) async fn put_kind<K: Kind>(
        &mut self,
        item: &K::Item,
        expect: Expect,
    ) -> Result<Put, StoreError> {
        let code = K::code(item).to_string();
        let what = K::WHAT;
        let current = load::<K>(&*self.connection, Pick::Codes(vec![code.clone()]), AsOf::NOW).await?.pop();
        let subject = format!("{what}/{code}");
        let Some(current) = current else {
            if matches!(expect, Expect::Version(_) | Expect::There) {
                return Err(StoreError::Missing { what, code });
            }
            K::fits(&*self.connection, None, item).await?;
            let mut identity = <K::ActiveModel as ActiveModelTrait>::default();
            identity.set(K::CODE, SqlValue::from(code.clone()));
            let inserted = match <K as Identity>::Entity::insert(identity)
                .exec_with_returning(&*self.connection)
                .await
            {
                Err(error) if is_unique_violation(&error) => {
                    return Err(StoreError::Duplicate { what, code });
                }
                other => other?,
            };
            let id = key::<K>(inserted)?;
            let recorded = self.record(Change {
                action: "created",
                subject,
                plan_id: (what == "plan").then_some(id),
                after: Some(K::describe(item)),
                ..Change::default()
            });
            K::insert(&*self.connection, VersionRow { id, version: 1, recorded }, item).await?;
            return Ok(Put::Created);
        };
        match expect {
            Expect::New => return Err(StoreError::Duplicate { what, code }),
            Expect::Version(expected) if expected != current.version => {
                return Err(StoreError::Conflict { what, code, expected, current: current.version });
            }
            Expect::Version(_) | Expect::There | Expect::Any => {}
        }
        if &current.item == item {
            return Ok(Put::Unchanged(current.version));
        }
        K::fits(&*self.connection, Some(&current), item).await?;
        if let Some(period) = K::locked_with(&current.item, item) {
            self.is_open(Touched::Plan(current.id), period).await?;
        }
        let recorded = self.record(Change {
            action: "revised",
            subject,
            plan_id: (what == "plan").then_some(current.id),
            before: Some(K::describe(&current.item)),
            after: Some(K::describe(item)),
            ..Change::default()
        });
        K::Version::update_many()
            .col_expr(K::SUPERSEDED, recorded.into())
            .filter(K::OWNER.eq(current.id))
            .filter(K::SUPERSEDED.is_null())
            .exec(&*self.connection)
            .await?;
        let version = current.version + 1;
        K::insert(&*self.connection, VersionRow { id: current.id, version, recorded }, item).await?;
        Ok(Put::Revised(version))
    }
}

fn key<I: Identity>(inserted: I::Model) -> Result<i64, StoreError> {
    match inserted.into_active_model().get(I::ID).into_value() {
        Some(SqlValue::BigInt(Some(id))) => Ok(id),
        _ => Err(StoreError::Corrupt {
            table: I::WHAT,
            row: String::new(),
            column: "id",
            detail: "the database gave no key".to_owned(),
        }),
    }
}
