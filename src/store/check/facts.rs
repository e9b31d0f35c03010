//! Each fact against the entry that recorded it: the log commits to what was stored, so that a row that was edited,
//! added or deleted past the service shows. It does not know how rows are read.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use serde_json::Value as Json;

use super::Findings;
use crate::store::{Store, entities::change_log, error::StoreError};

/// Entries of one batch.
const A_BATCH: i64 = 2_000;

/// Tables of facts, each with the column that says which change recorded a row.
const FACTS: [(&str, &str); 11] = [
    ("outcome", "id"),
    ("source", "recorded_change"),
    ("caliber_version", "recorded_change"),
    ("area_version", "recorded_change"),
    ("category_version", "recorded_change"),
    ("indicator_version", "recorded_change"),
    ("plan_version", "recorded_change"),
    ("target_version", "recorded_change"),
    ("ruling", "recorded_change"),
    ("deviation_note", "recorded_change"),
    ("bridge", "recorded_change"),
];

/// A stored row, in the words of the log.
#[derive(Debug)]
pub(super) struct Fact {
    /// The change that recorded it.
    pub(super) number: i64,
    /// Table and row, for people.
    pub(super) place: String,
    /// The subject that its entry must have; only the kind where that is all that is known.
    pub(super) subject: String,
    /// What its entry must say after, or before where it was withdrawn.
    pub(super) form: Json,
    /// Whether the entry has nothing after: it was withdrawn.
    pub(super) is_withdrawn: bool,
    /// The plan that its entry must name.
    pub(super) plan_id: Option<i64>,
    /// The series that its entry must name.
    pub(super) series_id: Option<i64>,
}

struct Entry {
    number: i64,
    action: String,
    subject: String,
    plan_id: Option<i64>,
    series_id: Option<i64>,
    before: Option<String>,
    after: Option<String>,
}

type Row = (i64, String, String, Option<i64>, Option<i64>, Option<String>, Option<String>);

impl Store {
    /// Holds every fact against its entry, and every entry against its fact; gives how many facts there are.
    pub(super) async fn check_facts(&self, findings: &mut Findings) -> Result<u64, StoreError> {
        let head = self.last_change().await?;
        let mut facts = 0;
        let mut low = 1;
        while low <= head {
            let high = Ord::min(low + A_BATCH - 1, head);
            let checked = self.check_facts_between(low, high, findings).await;
            facts += findings.of_unreadable(format!("what the entries {low} to {high} recorded"), checked)?;
            low = high + 1;
        }
        for (table, column) in FACTS {
            let strays = self.strays(table, column, head).await?;
            if strays > 0 {
                let detail = format!("{strays} rows name a change that the record does not have");
                findings.add(format!("table {table}"), detail);
            }
        }
        Ok(facts)
    }

    async fn check_facts_between(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Result<u64, StoreError> {
        let rows: Vec<Row> = change_log::Entity::find()
            .select_only()
            .columns([
                change_log::Column::Number,
                change_log::Column::Action,
                change_log::Column::Subject,
                change_log::Column::PlanId,
                change_log::Column::SeriesId,
                change_log::Column::Before,
                change_log::Column::After,
            ])
            .filter(change_log::Column::Number.between(low, high))
            .order_by_asc(change_log::Column::Number)
            .into_tuple()
            .all(&self.read)
            .await?;
        let entries = rows.into_iter().map(|(number, action, subject, plan_id, series_id, before, after)| {
            Entry { number, action, subject, plan_id, series_id, before, after }
        });
        let mut by_number: HashMap<i64, Vec<Fact>> = HashMap::new();
        let mut count = 0;
        for fact in self.load_facts(low, high, findings).await? {
            count += 1;
            by_number.entry(fact.number).or_default().push(fact);
        }
        for entry in entries {
            let facts = by_number.remove(&entry.number).unwrap_or_default();
            if facts.is_empty() && leaves_a_fact(&entry) {
                let place = format!("entry {} ({} {})", entry.number, entry.action, entry.subject);
                findings.add(place, "the row that it recorded is gone, or does not read");
            }
            for (place, fact) in facts.iter().enumerate() {
                let wrong =
                    if place > 0 { Some("another row names the same change") } else { differs(&entry, fact) };
                if let Some(wrong) = wrong {
                    findings.add(&fact.place, format!("{wrong}; it was recorded by entry {}", entry.number));
                }
            }
        }
        for fact in by_number.into_values().flatten() {
            findings.add(&fact.place, format!("entry {}, which it names, is missing", fact.number));
        }
        Ok(count)
    }

    /// Rows of a table that name a change that is not in the record.
    async fn strays(&self, table: &'static str, column: &'static str, head: i64) -> Result<i64, StoreError> {
        let query = Query::select()
            .expr(Expr::col(Alias::new(column)).count())
            .from(Alias::new(table))
            .cond_where(Expr::col(Alias::new(column)).lt(1).or(Expr::col(Alias::new(column)).gt(head)))
            .take();
        let row = self.read.query_one(&query).await?;
        let count = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or_default();
        // A change that was committed since the head was read is none of ours.
        if count > 0 && self.last_change().await? > head { Ok(0) } else { Ok(count) }
    }
}

/// The kind that a subject begins with.
fn kind(subject: &str) -> &str {
    subject.split('/').next().unwrap_or_default()
}

/// Whether an entry must have left a row.
fn leaves_a_fact(entry: &Entry) -> bool {
    match kind(&entry.subject) {
        "outcome" => entry.action == "reported",
        "source" | "caliber" | "area" | "category" | "indicator" | "plan" | "target" | "ruling"
        | "deviation" | "bridge" => {
            matches!(entry.action.as_str(), "created" | "revised" | "withdrawn" | "set")
        }
        _ => false,
    }
}

/// How a fact differs from its entry.
fn differs(entry: &Entry, fact: &Fact) -> Option<&'static str> {
    let has_subject = if fact.subject.contains('/') {
        entry.subject == fact.subject
    } else {
        kind(&entry.subject) == fact.subject
    };
    let said = if fact.is_withdrawn { &entry.before } else { &entry.after };
    if !has_subject {
        Some("the change that it names was of something else")
    } else if (fact.plan_id, fact.series_id) != (entry.plan_id, entry.series_id) {
        Some("it belongs to another plan or series than the record says")
    } else if fact.is_withdrawn && entry.after.is_some() {
        Some("it is withdrawn, which the record does not say")
    } else if !says(said.as_deref(), &fact.form) {
        Some("it is not what the record says")
    } else {
        None
    }
}

/// Whether the text of an entry says what a row holds. An entry of an older program may lack a field that is told
/// today; what it has must be the same.
fn says(text: Option<&str>, form: &Json) -> bool {
    let Some(text) = text else { return false };
    let as_written = form.to_string();
    if as_written == text {
        return true;
    }
    match (serde_json::from_str::<Json>(text), form) {
        (Ok(Json::Object(said)), Json::Object(form)) => {
            said.iter().all(|(name, value)| form.get(name) == Some(value))
        }
        _ => false,
    }
}
