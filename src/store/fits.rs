//! Whether a revision of the catalogue fits what else is stored: what was read for an indicator stays true, and a tree
//! stays a tree. It does not know how anything is written.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement};

use super::{
    catalogue::Indicators,
    changes::Transaction,
    entities::{outcome, series, target},
    error::StoreError,
    names::Connection,
    plans::Plans,
    versions::{AsOf, Kind, Pick, VALUES_A_LIST, codes_of, id_of, ids_of, load},
};
use crate::domain::{area::MOST_LEVELS, code::Code, indicator::Indicator, reading::is_same_unit};

/// An indicator for which outcomes were read is read no other way: their figures would say something else.
pub(super) async fn read_alike(
    connection: &impl Connection,
    id: i64,
    before: &Indicator,
    after: &Indicator,
) -> Result<(), StoreError> {
    let changed = [
        ("unit", after.unit.clone(), !is_same_unit(&before.unit, &after.unit)),
        ("measure", after.measure.to_string(), before.measure != after.measure),
        ("is_reduction", after.is_reduction.to_string(), before.is_reduction != after.is_reduction),
        ("scale", after.scale.join(" "), before.scale != after.scale),
    ];
    let Some((field, value, _)) = changed.into_iter().find(|(_, _, is_changed)| *is_changed) else {
        return Ok(());
    };
    if !has_outcomes(connection, id).await? {
        return Ok(());
    }
    let detail = format!(
        "the indicator {} has outcomes that were read for its {field} as it is; create another indicator for what is \
         measured otherwise",
        before.code
    );
    Err(StoreError::Unfit { field, value, reason: "in_use", detail })
}

fn series_of(indicator: i64) -> SelectStatement {
    series::Entity::find()
        .select_only()
        .column(series::Column::Id)
        .filter(series::Column::IndicatorId.eq(indicator))
        .into_query()
}

async fn has_outcomes(connection: &impl Connection, indicator: i64) -> Result<bool, StoreError> {
    let reported = outcome::Entity::find()
        .filter(outcome::Column::SeriesId.in_subquery(series_of(indicator)))
        .limit(1)
        .all(connection)
        .await?;
    Ok(!reported.is_empty())
}

impl Transaction {
    /// The plans that have targets for an indicator, withdrawn ones included.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn plans_that_ask_of(&self, indicator: &Code) -> Result<Vec<Code>, StoreError> {
        let Some(id) =
            ids_of::<Indicators>(&*self.connection, [indicator.as_str()]).await?.into_values().next()
        else {
            return Ok(Vec::new());
        };
        let plans: Vec<i64> = target::Entity::find()
            .select_only()
            .column(target::Column::PlanId)
            .distinct()
            .filter(target::Column::SeriesId.in_subquery(series_of(id)))
            .into_tuple()
            .all(&*self.connection)
            .await?;
        let mut codes: Vec<Code> = codes_of::<Plans>(&*self.connection, plans).await?.into_values().collect();
        codes.sort();
        Ok(codes)
    }
}

/// An indicator is not made up of itself, through whatever its numerator and its denominator rest on.
pub(super) async fn rests_on_others(
    connection: &impl Connection,
    item: &Indicator,
    is_new: bool,
) -> Result<(), StoreError> {
    for (field, named) in [("numerator", &item.numerator), ("denominator", &item.denominator)] {
        let Some(named) = named else { continue };
        let mut seen: HashSet<Code> = HashSet::new();
        let mut level = vec![named.clone()];
        while !level.is_empty() {
            if level.contains(&item.code) {
                let detail = format!(
                    "the indicator {} would rest on itself; what it rests on must not lead back to it",
                    item.code
                );
                return Err(StoreError::Unfit { field, value: named.to_string(), reason: "circle", detail });
            }
            // Nothing that stands can rest on what is not there yet.
            if is_new {
                break;
            }
            let codes = level.iter().map(Code::to_string).collect();
            seen.extend(level);
            let found = load::<Indicators>(connection, Pick::Codes(codes), AsOf::NOW).await?.into_iter();
            let below: HashSet<Code> =
                found.flat_map(|stored| [stored.item.numerator, stored.item.denominator]).flatten().collect();
            level = below.into_iter().filter(|code| !seen.contains(code)).collect();
        }
    }
    Ok(())
}

/// A node is no part of itself, through whatever it is a part of, and the tree has no more levels than a tree may have. The
/// columns are those of the node, of what it is a part of, and of what superseded that.
pub(super) async fn is_a_tree<K: Kind, E: EntityTrait>(
    connection: &impl Connection,
    (id, node): (Option<i64>, &Code),
    parent: Option<&Code>,
    [of, above, superseded]: [E::Column; 3],
) -> Result<(), StoreError> {
    let Some(parent) = parent else { return Ok(()) };
    let unfit = |reason, detail| {
        Err(StoreError::Unfit { field: "parent", value: parent.to_string(), reason, detail })
    };
    let too_deep = || {
        let detail = format!(
            "the {} {node} would be the part of a part of a part and so on, more than {MOST_LEVELS} levels deep; give it a \
             parent that is nearer to the root",
            K::WHAT
        );
        unfit("too_deep", detail)
    };
    let mut levels = 1;
    let mut next = Some(id_of::<K>(connection, parent).await?);
    while let Some(at) = next {
        if Some(at) == id {
            let detail = format!(
                "the {} {node} would be a part of itself; what it is a part of must not lead back to it",
                K::WHAT
            );
            return unfit("circle", detail);
        }
        levels += 1;
        if levels > MOST_LEVELS {
            return too_deep();
        }
        let rows = E::find().select_only().column(above).filter(of.eq(at)).filter(superseded.is_null());
        next = rows.into_tuple::<Option<i64>>().one(connection).await?.flatten();
    }
    // Its parts come with it; nothing is a part of what is not there yet.
    let mut parts: Vec<i64> = id.into_iter().collect();
    while !parts.is_empty() {
        let mut below = Vec::new();
        for chunk in parts.chunks(VALUES_A_LIST) {
            let rows = E::find().select_only().column(of).filter(above.is_in(chunk.iter().copied()));
            let rows = rows.filter(superseded.is_null()).into_tuple::<i64>();
            below.extend(rows.all(connection).await?);
        }
        levels += usize::from(!below.is_empty());
        if levels > MOST_LEVELS {
            return too_deep();
        }
        parts = below;
    }
    Ok(())
}
