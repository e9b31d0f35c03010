//! Fields and cells that name something of the catalogue: which of them name nothing. It does not know what the names
//! are for.

use std::collections::{BTreeSet, HashSet};

use super::error::{Fault, ServiceError};
use crate::{
    domain::{area::Area, caliber::Caliber, category::Category, code::Code, indicator::Indicator},
    files::Spot,
    store::{CatalogueItem, Transaction},
};

/// A field or a cell that names something of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named<'a> {
    /// Where it stands.
    pub(super) place: Place,
    /// The field or the column.
    pub(super) field: &'static str,
    /// What stands in it.
    pub(super) code: &'a str,
}

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a row of a file.
    Row(Spot),
    /// In an item of a list.
    Item(usize),
    /// In what is given alone.
    Alone,
}

/// A fault for each that names nothing. Those that are empty or hold no code are passed over: they are read
/// elsewhere.
pub(super) async fn unknown<T: CatalogueItem>(
    transaction: &Transaction,
    what: &str,
    named: &[Named<'_>],
) -> Result<Vec<Fault>, ServiceError> {
    let named = named.iter().filter_map(|cell| Some((cell, Code::new(cell.code).ok()?)));
    let named: Vec<(&Named<'_>, Code)> = named.collect();
    let codes: BTreeSet<Code> = named.iter().map(|(_, code)| code.clone()).collect();
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let known: HashSet<Code> = T::find_all_in(transaction, codes.into_iter().collect())
        .await?
        .into_iter()
        .map(|stored| stored.item.code().clone())
        .collect();
    let unknown = named.into_iter().filter(|(_, code)| !known.contains(code));
    Ok(unknown
        .map(|(named, _)| {
            let fault = Fault { field: named.field.to_owned(), ..Fault::unknown(what, named.code) };
            match named.place {
                Place::Row(spot) => fault.at(spot),
                Place::Item(item) => fault.of_item(item),
                Place::Alone => fault,
            }
        })
        .collect())
}

/// The same for a field of what is given alone.
pub(super) async fn unknown_in_field<T: CatalogueItem>(
    transaction: &Transaction,
    what: &str,
    field: &'static str,
    code: Option<&str>,
) -> Result<Option<Fault>, ServiceError> {
    let named = code.map(|code| Named { place: Place::Alone, field, code });
    Ok(unknown::<T>(transaction, what, named.as_slice()).await?.pop())
}

/// The same for the areas, categories and calibers that are named, given those of each field.
pub(super) async fn unknown_of_series<'a>(
    transaction: &Transaction,
    named: impl Fn(&'static str) -> Vec<Named<'a>>,
) -> Result<Vec<Fault>, ServiceError> {
    let mut faults = unknown::<Area>(transaction, "area", &named("area")).await?;
    faults.extend(unknown::<Category>(transaction, "category", &named("category")).await?);
    faults.extend(unknown::<Caliber>(transaction, "caliber", &named("caliber")).await?);
    Ok(faults)
}

/// A fault for each field of the items of a list that names nothing: areas, categories, calibers, and the indicators that
/// some fields name. `code` gives what stands in a field.
pub(super) async fn unknown_in_items<D>(
    transaction: &Transaction,
    items: &[D],
    code: for<'d> fn(&'d D, &str) -> Option<&'d str>,
    indicators: &[&'static str],
) -> Result<Vec<Fault>, ServiceError> {
    let named = |field: &'static str| -> Vec<Named<'_>> {
        let items = items.iter().enumerate();
        let named = items.filter_map(|(item, draft)| Some((item, code(draft, field)?)));
        named.map(|(item, code)| Named { place: Place::Item(item), field, code }).collect()
    };
    let mut faults = unknown_of_series(transaction, named).await?;
    for field in indicators {
        faults.extend(unknown::<Indicator>(transaction, "indicator", &named(field)).await?);
    }
    Ok(faults)
}
