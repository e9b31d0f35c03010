//! What a row of a file says of an indicator that the catalogue has, held against it: a file of targets or outcomes changes
//! nothing that all plans share. It does not know what the rows are for.

use super::{error::Fault, fields::is_no_unit};
use crate::domain::{
    indicator::{Direction, Indicator},
    reading::is_same_unit,
};

/// The stable code of all of these.
pub(super) const CODE: &str = "contradicts_catalogue";

/// What is wrong with a unit that stands beside figures of an indicator; `None` where it means the indicator's, or says
/// nothing.
pub(super) fn of_unit(indicator: &Indicator, given: &str) -> Option<String> {
    let differs = !given.is_empty() && !means_the_unit(given, &indicator.unit);
    differs.then(|| detail(indicator, "the catalogue", ("unit", &indicator.unit), given))
}

/// The faults of cells that say another unit, measure or direction than is known. A name may be another one: it judges
/// nothing. `source` is what knows it: the catalogue, or an earlier row.
pub(super) fn of_row<'a>(
    known: &Indicator,
    source: &str,
    cell: &impl Fn(&'static str) -> &'a str,
) -> Vec<Fault> {
    let direction = known.direction.map_or("", Direction::word);
    let columns =
        [("unit", known.unit.as_str()), ("measure", known.measure.word()), ("direction", direction)];
    let mut faults = Vec::new();
    for (column, there) in columns {
        let given = cell(column);
        let is_same = if column == "unit" { means_the_unit(given, there) } else { given == there };
        if !given.is_empty() && !is_same {
            faults.push(Fault::new(column, given, CODE, detail(known, source, (column, there), given)));
        }
    }
    faults
}

/// Whether a unit in a row means that of the catalogue, where a dash says that there is none.
fn means_the_unit(given: &str, there: &str) -> bool {
    is_same_unit(given, there) || (is_no_unit(given) && (there.is_empty() || is_no_unit(there)))
}

fn detail(known: &Indicator, source: &str, (column, there): (&str, &str), given: &str) -> String {
    let code = &known.code;
    let there = if there.is_empty() { format!("no {column}") } else { format!("the {column} {there:?}") };
    format!(
        "{source} has {there} for {code}, and this row {given:?}; leave the cell empty or correct it, or change the \
         catalogue first, with `plantrack import indicators` or PUT /api/v1/indicators/{code}"
    )
}
