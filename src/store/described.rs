//! Reports in the words of the record: values as they are stored, and what the change log keeps of a report.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{json, value::RawValue};

use crate::domain::{
    code::Code,
    outcome::Outcome,
    series::Series,
    value::{Figure, Value},
};

/// A value as it is stored: the keys in the order of the alphabet. A plain number, which nearly all are, has them so
/// as it is.
pub(super) fn value_text(value: &Value) -> String {
    let Value { figure, like_for_like, average_per_year, declared, changes, comparable } = value;
    let is_plain = matches!(figure, Figure::Number { approximate: false, .. })
        && !like_for_like
        && !average_per_year
        && declared.is_none()
        && changes.is_empty()
        && comparable.is_none();
    match serde_json::to_string(value) {
        Ok(text) if is_plain => text,
        _ => json!(value).to_string(),
    }
}

/// What the change log keeps of a report, its value as it is stored: members in the order of the alphabet throughout.
pub(super) fn described(outcome: &Outcome, share_text: &str, stored_value: &str) -> String {
    #[derive(Serialize)]
    struct Described<'a> {
        area: Option<&'a str>,
        basis: &'a str,
        caliber: Option<&'a str>,
        category: Option<&'a str>,
        indicator: &'a str,
        note: &'a str,
        outcome: &'a str,
        period: String,
        reported_on: NaiveDate,
        share_of_target: &'a str,
        source: &'a str,
        value: Option<&'a RawValue>,
    }
    let Outcome {
        series: Series { indicator, area, category },
        period,
        text,
        value: _,
        basis,
        caliber,
        source,
        reported_on,
        note,
    } = outcome;
    let described = Described {
        area: area.as_ref().map(Code::as_str),
        basis: basis.word(),
        caliber: caliber.as_ref().map(Code::as_str),
        category: category.as_ref().map(Code::as_str),
        indicator: indicator.as_str(),
        note,
        outcome: text,
        period: period.to_string(),
        reported_on: *reported_on,
        share_of_target: share_text,
        source,
        value: serde_json::from_str(stored_value).ok(),
    };
    serde_json::to_string(&described).unwrap_or_default()
}
