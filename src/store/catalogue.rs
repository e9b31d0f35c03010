//! The catalogue that all plans share: indicators, areas, categories, calibers.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::Expr,
};
use serde_json::{Value as Json, json};

use super::{
    Store,
    changes::Transaction,
    entities::{
        area, area_version, caliber, caliber_version, category, category_version, indicator,
        indicator_version,
    },
    error::StoreError,
    fits,
    names::Connection,
    packed::is_that_of,
    versions::{
        AsOf, Expect, Identity, Kind, Put, Stored, VersionRow, code_in, codes_of, corrupt, optional_id_of,
    },
};
use crate::domain::{
    area::Area,
    caliber::Caliber,
    category::Category,
    code::Code,
    indicator::{Aggregation, Direction, Indicator, Measure},
};

/// Most nodes of a tree that are read at once.
const MOST_NODES: u64 = 100_000;

/// The kinds, as the shared machinery of versions sees them.
#[derive(Debug)]
pub(super) struct Indicators;
#[derive(Debug)]
pub(super) struct Areas;
#[derive(Debug)]
pub(super) struct Categories;
#[derive(Debug)]
pub(super) struct Calibers;

/// States for a kind which tables and columns hold it.
macro_rules! kind_tables {
    (identity $kind:ty, $what:literal, $identity:ident) => {
        impl Identity for $kind {
            const WHAT: &'static str = $what;
            type Entity = $identity::Entity;
            type Model = $identity::Model;
            type Column = $identity::Column;
            type ActiveModel = $identity::ActiveModel;
            const ID: Self::Column = $identity::Column::Id;
            const CODE: Self::Column = $identity::Column::Code;
        }
    };
    (versions $version:ident, $owner:ident, $owner_field:ident) => {
        type Version = $version::Entity;
        type VersionModel = $version::Model;
        type VersionColumn = $version::Column;
        const OWNER: Self::VersionColumn = $version::Column::$owner;
        const RECORDED: Self::VersionColumn = $version::Column::RecordedChange;
        const SUPERSEDED: Self::VersionColumn = $version::Column::SupersededChange;

        fn row(version: &$version::Model) -> VersionRow {
            VersionRow {
                id: version.$owner_field,
                version: version.version,
                recorded: version.recorded_change,
            }
        }
    };
}
pub(super) use kind_tables;

kind_tables!(identity Indicators, "indicator", indicator);
kind_tables!(identity Areas, "area", area);
kind_tables!(identity Categories, "category", category);
kind_tables!(identity Calibers, "caliber", caliber);

impl Kind for Indicators {
    type Item = Indicator;
    kind_tables!(versions indicator_version, IndicatorId, indicator_id);

    fn code(item: &Indicator) -> &Code {
        &item.code
    }

    fn describe(item: &Indicator) -> Json {
        let Indicator {
            code,
            name_zh,
            name_en,
            unit,
            measure,
            direction,
            aggregation,
            numerator,
            denominator,
            scale,
            decimals,
            is_reduction,
        } = item;
        json!({
            "code": code.as_str(), "name_zh": name_zh, "name_en": name_en, "unit": unit,
            "measure": measure.word(), "direction": direction.map(Direction::word),
            "aggregation": aggregation.word(), "numerator": numerator.as_ref().map(Code::as_str),
            "denominator": denominator.as_ref().map(Code::as_str), "scale": scale, "decimals": decimals,
            "is_reduction": is_reduction,
        })
    }

    async fn decode<C: Connection>(
        connection: &C,
        rows: Vec<indicator_version::Model>,
    ) -> Result<Vec<Stored<Indicator>>, StoreError> {
        const TABLE: &str = "indicator_version";
        let referred = rows.iter().flat_map(|row| {
            [Some(row.indicator_id), row.numerator_id, row.denominator_id].into_iter().flatten()
        });
        let codes = codes_of::<Self>(connection, referred).await?;
        rows.into_iter()
            .map(|row| {
                let VersionRow { id, version, recorded } = Self::row(&row);
                let other = |column, id: Option<i64>| {
                    id.map(|other| code_in(&codes, TABLE, row.indicator_id, column, other)).transpose()
                };
                let decimals = row.decimals.map(u32::try_from).transpose();
                Ok(Stored {
                    id,
                    version,
                    recorded,
                    item: Indicator {
                        code: code_in(&codes, TABLE, id, "indicator_id", id)?,
                        unit: row.unit,
                        measure: corrupt(TABLE, id, "measure", Measure::from_word(&row.measure))?,
                        direction: corrupt(
                            TABLE,
                            id,
                            "direction",
                            row.direction.as_deref().map(Direction::from_word).transpose(),
                        )?,
                        aggregation: corrupt(
                            TABLE,
                            id,
                            "aggregation",
                            Aggregation::from_word(&row.aggregation),
                        )?,
                        numerator: other("numerator_id", row.numerator_id)?,
                        denominator: other("denominator_id", row.denominator_id)?,
                        scale: corrupt(TABLE, id, "scale", serde_json::from_str(&row.scale))?,
                        decimals: corrupt(TABLE, id, "decimals", decimals)?,
                        is_reduction: row.is_reduction,
                        name_zh: row.name_zh,
                        name_en: row.name_en,
                    },
                })
            })
            .collect()
    }

    async fn insert<C: Connection>(
        connection: &C,
        row: VersionRow,
        item: &Indicator,
    ) -> Result<(), StoreError> {
        let numerator_id = optional_id_of::<Self>(connection, item.numerator.as_ref()).await?;
        let denominator_id = optional_id_of::<Self>(connection, item.denominator.as_ref()).await?;
        indicator_version::Entity::insert(indicator_version::ActiveModel {
            indicator_id: Set(row.id),
            version: Set(row.version),
            recorded_change: Set(row.recorded),
            superseded_change: Set(None),
            name_zh: Set(item.name_zh.clone()),
            name_en: Set(item.name_en.clone()),
            unit: Set(item.unit.clone()),
            measure: Set(item.measure.word().to_owned()),
            direction: Set(item.direction.map(|direction| direction.word().to_owned())),
            aggregation: Set(item.aggregation.word().to_owned()),
            numerator_id: Set(numerator_id),
            denominator_id: Set(denominator_id),
            scale: Set(json!(item.scale).to_string()),
            decimals: Set(item.decimals.map(i64::from)),
            is_reduction: Set(item.is_reduction),
        })
        .exec_without_returning(connection)
        .await?;
        Ok(())
    }

    async fn fits<C: Connection>(
        connection: &C,
        before: Option<&Stored<Indicator>>,
        after: &Indicator,
    ) -> Result<(), StoreError> {
        fits::rests_on_others(connection, after, before.is_none()).await?;
        match before {
            Some(before) => fits::read_alike(connection, before.id, &before.item, after).await,
            None => Ok(()),
        }
    }
}

/// Areas and categories have the same shape: a name, a parent, and whether they overlap their siblings.
macro_rules! tree_kind {
    ($kind:ident, $item:ident, $version:ident, $table:literal, $owner:ident, $owner_field:ident) => {
        impl Kind for $kind {
            type Item = $item;
            kind_tables!(versions $version, $owner, $owner_field);

            fn code(item: &$item) -> &Code {
                &item.code
            }

            fn describe(item: &$item) -> Json {
                let $item { code, name_zh, name_en, parent, overlapping } = item;
                json!({
                    "code": code.as_str(), "name_zh": name_zh, "name_en": name_en,
                    "parent": parent.as_ref().map(Code::as_str), "overlapping": overlapping,
                })
            }

            async fn decode<C: Connection>(
                connection: &C,
                rows: Vec<$version::Model>,
            ) -> Result<Vec<Stored<$item>>, StoreError> {
                let referred =
                    rows.iter().flat_map(|row| [Some(row.$owner_field), row.parent_id].into_iter().flatten());
                let codes = codes_of::<Self>(connection, referred).await?;
                rows.into_iter()
                    .map(|row| {
                        let VersionRow { id, version, recorded } = Self::row(&row);
                        let parent = row
                            .parent_id
                            .map(|parent| code_in(&codes, $table, id, "parent_id", parent))
                            .transpose()?;
                        let code = code_in(&codes, $table, id, stringify!($owner_field), id)?;
                        let item = $item {
                            code,
                            name_zh: row.name_zh,
                            name_en: row.name_en,
                            parent,
                            overlapping: row.overlapping,
                        };
                        Ok(Stored { id, version, recorded, item })
                    })
                    .collect()
            }

            async fn insert<C: Connection>(
                connection: &C,
                row: VersionRow,
                item: &$item,
            ) -> Result<(), StoreError> {
                let parent_id = optional_id_of::<Self>(connection, item.parent.as_ref()).await?;
                $version::Entity::insert($version::ActiveModel {
                    $owner_field: Set(row.id),
                    version: Set(row.version),
                    recorded_change: Set(row.recorded),
                    superseded_change: Set(None),
                    name_zh: Set(item.name_zh.clone()),
                    name_en: Set(item.name_en.clone()),
                    parent_id: Set(parent_id),
                    overlapping: Set(item.overlapping),
                })
                .exec_without_returning(connection)
                .await?;
                Ok(())
            }

            async fn fits<C: Connection>(
                connection: &C,
                before: Option<&Stored<$item>>,
                after: &$item,
            ) -> Result<(), StoreError> {
                use $version::{Column, Entity};
                // Asked only where it changes: a node of a tree from before there was a limit is renamed as any.
                if before.is_some_and(|before| before.item.parent == after.parent) {
                    return Ok(());
                }
                let columns = [Column::$owner, Column::ParentId, Column::SupersededChange];
                let node = (before.map(|before| before.id), &after.code);
                fits::is_a_tree::<Self, Entity>(connection, node, after.parent.as_ref(), columns).await
            }
        }
    };
}

tree_kind!(Areas, Area, area_version, "area_version", AreaId, area_id);
tree_kind!(Categories, Category, category_version, "category_version", CategoryId, category_id);

impl Kind for Calibers {
    type Item = Caliber;
    kind_tables!(versions caliber_version, CaliberId, caliber_id);

    fn code(item: &Caliber) -> &Code {
        &item.code
    }

    fn describe(item: &Caliber) -> Json {
        let Caliber { code, name_zh, name_en } = item;
        json!({ "code": code.as_str(), "name_zh": name_zh, "name_en": name_en })
    }

    async fn decode<C: Connection>(
        connection: &C,
        rows: Vec<caliber_version::Model>,
    ) -> Result<Vec<Stored<Caliber>>, StoreError> {
        let codes = codes_of::<Self>(connection, rows.iter().map(|row| row.caliber_id)).await?;
        rows.into_iter()
            .map(|row| {
                let VersionRow { id, version, recorded } = Self::row(&row);
                let code = code_in(&codes, "caliber_version", id, "caliber_id", id)?;
                Ok(Stored {
                    id,
                    version,
                    recorded,
                    item: Caliber { code, name_zh: row.name_zh, name_en: row.name_en },
                })
            })
            .collect()
    }

    async fn insert<C: Connection>(
        connection: &C,
        row: VersionRow,
        item: &Caliber,
    ) -> Result<(), StoreError> {
        caliber_version::Entity::insert(caliber_version::ActiveModel {
            caliber_id: Set(row.id),
            version: Set(row.version),
            recorded_change: Set(row.recorded),
            superseded_change: Set(None),
            name_zh: Set(item.name_zh.clone()),
            name_en: Set(item.name_en.clone()),
        })
        .exec_without_returning(connection)
        .await?;
        Ok(())
    }
}

/// Something of the catalogue: what can be found, listed, created and revised in one way.
pub trait CatalogueItem: Sized {
    /// Its code.
    fn code(&self) -> &Code;
    /// Finds one by its code.
    fn find(
        store: &Store,
        code: &Code,
        as_of: AsOf,
    ) -> impl Future<Output = Result<Stored<Self>, StoreError>>;
    /// Finds those of the codes that exist.
    fn find_all(
        store: &Store,
        codes: Vec<String>,
        as_of: AsOf,
    ) -> impl Future<Output = Result<Vec<Stored<Self>>, StoreError>>;
    /// The same within a transaction that writes. What is no code is not asked for: a database may refuse the text.
    fn find_all_in(
        transaction: &Transaction,
        codes: Vec<Code>,
    ) -> impl Future<Output = Result<Vec<Stored<Self>>, StoreError>>;
    /// Lists a page, in order of creation, after the key of the last one seen.
    fn list(
        store: &Store,
        after: i64,
        limit: u64,
        as_of: AsOf,
    ) -> impl Future<Output = Result<Vec<Stored<Self>>, StoreError>>;
    /// Creates or revises it, as expected.
    fn put(
        &self,
        transaction: &mut Transaction,
        expect: Expect,
    ) -> impl Future<Output = Result<Put, StoreError>>;
}

macro_rules! catalogue_item {
    ($item:ty, $kind:ty) => {
        impl CatalogueItem for $item {
            fn code(&self) -> &Code {
                &self.code
            }

            async fn find(store: &Store, code: &Code, as_of: AsOf) -> Result<Stored<Self>, StoreError> {
                store.find_kind::<$kind>(code, as_of).await
            }

            async fn find_all(
                store: &Store,
                codes: Vec<String>,
                as_of: AsOf,
            ) -> Result<Vec<Stored<Self>>, StoreError> {
                store.find_kinds::<$kind>(codes, as_of).await
            }

            async fn find_all_in(
                transaction: &Transaction,
                codes: Vec<Code>,
            ) -> Result<Vec<Stored<Self>>, StoreError> {
                let codes = codes.iter().map(Code::to_string).collect();
                transaction.find_kinds::<$kind>(codes).await
            }

            async fn list(
                store: &Store,
                after: i64,
                limit: u64,
                as_of: AsOf,
            ) -> Result<Vec<Stored<Self>>, StoreError> {
                store.list_kind::<$kind>(after, limit, as_of).await
            }

            async fn put(&self, transaction: &mut Transaction, expect: Expect) -> Result<Put, StoreError> {
                transaction.put_kind::<$kind>(self, expect).await
            }
        }
    };
}
pub(super) use catalogue_item;

catalogue_item!(Indicator, Indicators);
catalogue_item!(Area, Areas);
catalogue_item!(Category, Categories);
catalogue_item!(Caliber, Calibers);

/// The areas at the root of the tree: one, or the first and the last of more.
pub(super) fn root_areas(as_of: AsOf) -> Select<area_version::Entity> {
    let roots = || {
        area_version::Entity::find()
            .filter(as_of.holds(area_version::Column::RecordedChange, area_version::Column::SupersededChange))
            .filter(area_version::Column::ParentId.is_null())
    };
    let key = area_version::Column::AreaId;
    let one = |end: Expr| {
        let end = roots().select_only().expr(end).into_query();
        is_that_of(key, &end)
    };
    roots().filter(Condition::any().add(one(key.min())).add(one(key.max())))
}

/// The area among those at the root, where there is only one.
pub(super) async fn sole_root(
    connection: &impl Connection,
    roots: &[area_version::Model],
) -> Result<Option<Code>, StoreError> {
    let [root] = roots else { return Ok(None) };
    Ok(codes_of::<Areas>(connection, [root.area_id]).await?.remove(&root.area_id))
}

impl Transaction {
    /// The area at the root of the tree, where there is only one, within the transaction.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn sole_root_area(&self) -> Result<Option<Code>, StoreError> {
        let roots = root_areas(AsOf::NOW).all(&*self.connection).await?;
        sole_root(&*self.connection, &roots).await
    }
}

impl Store {
    /// The area at the root of the tree, where there is only one.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn sole_root_area(&self, as_of: AsOf) -> Result<Option<Code>, StoreError> {
        let roots = root_areas(as_of).all(&self.read).await?;
        sole_root(&self.read, &roots).await
    }

    /// The nodes of the tree of areas, as it stood.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn all_areas(&self, as_of: AsOf) -> Result<Vec<Stored<Area>>, StoreError> {
        self.list_kind::<Areas>(0, MOST_NODES, as_of).await
    }

    /// The nodes of the classifications, as they stood.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn all_categories(&self, as_of: AsOf) -> Result<Vec<Stored<Category>>, StoreError> {
        self.list_kind::<Categories>(0, MOST_NODES, as_of).await
    }
}
