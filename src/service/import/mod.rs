//! Imports: files into the record, all or nothing, every bad row named. Knows no door that a file comes
//! through: the command line and HTTP call the same functions with the same bytes.

pub mod catalogue;
mod of_group;
pub mod outcomes;
pub mod plan_table;
pub mod report;
mod standing;
pub mod table;
pub mod targets;
