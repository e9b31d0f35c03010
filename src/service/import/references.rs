//! Cells of a file that name something of the catalogue: which of them name nothing. It does not know what the names
//! are for.

use std::collections::{BTreeSet, HashSet};

use crate::{
    domain::code::Code,
    files::Spot,
    service::error::{Fault, ServiceError},
    store::{CatalogueItem, Transaction},
};

/// A cell that names something of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named<'a> {
    /// Where its row stands.
    pub(super) spot: Spot,
    /// Its column.
    pub(super) column: &'static str,
    /// What stands in it.
    pub(super) code: &'a str,
}

/// A fault for each cell that names nothing. Cells that are empty or hold no code are passed over: they are read
/// elsewhere.
pub(super) async fn unknown<T: CatalogueItem>(
    transaction: &Transaction,
    what: &str,
    named: &[Named<'_>],
) -> Result<Vec<Fault>, ServiceError> {
    let named: Vec<&Named<'_>> = named.iter().filter(|cell| Code::new(cell.code).is_ok()).collect();
    let codes: BTreeSet<String> = named.iter().map(|cell| cell.code.to_owned()).collect();
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let known: HashSet<String> = T::find_all_in(transaction, codes.into_iter().collect())
        .await?
        .into_iter()
        .map(|stored| stored.item.code().to_string())
        .collect();
    let unknown = named.into_iter().filter(|cell| !known.contains(cell.code));
    Ok(unknown
        .map(|cell| Fault { field: cell.column.to_owned(), ..Fault::unknown(what, cell.code) }.at(cell.spot))
        .collect())
}
