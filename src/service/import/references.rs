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
        .map(|(cell, _)| {
            Fault { field: cell.column.to_owned(), ..Fault::unknown(what, cell.code) }.at(cell.spot)
        })
        .collect())
}
