//! The numeric indicators of Canada's federal organizations: every published verdict that follows from the
//! printed numbers comes out, and the others are listed beside this file.

use std::{collections::BTreeSet, fs, path::PathBuf};

use plantrack::domain::{
    assessment::{Case, Status, assess},
    criterion::{Comparison, Condition, Criterion},
    indicator::{Direction, Measure},
    quantity::Exact,
};

use crate::support::{Row, counted, day, exact, indicator, period, rows, target};

/// The published verdict of a due row, where it is a verdict: whether the target was met.
fn published(row: &Row) -> Option<bool> {
    let due = matches!(row["due"].as_str(), "Jan 2017" | "Feb 2017" | "Mar 2017");
    match row["published_verdict"].as_str() {
        "Target met" if due => Some(true),
        "Attention required (past due)" if due => Some(false),
        _ => None,
    }
}

fn printed(text: &str) -> Option<Exact> {
    let bare: String = text.chars().filter(|c| !matches!(c, '$' | '%' | ',' | ' ')).collect();
    Exact::parse(&bare).ok()
}

fn asked(row: &Row) -> Option<(Direction, Criterion)> {
    let at = |op, value: &str| -> Option<Criterion> {
        let value = Exact::parse(value).ok()?;
        Some(Condition::Threshold { op, value, about: false, average_per_year: false }.into())
    };
    let words = row["target_text"].to_lowercase();
    let (low, high) = (row["target_min"].as_str(), row["target_max"].as_str());
    if words.starts_with("at least") {
        Some((Direction::Higher, at(Comparison::AtLeast, low)?))
    } else if words.starts_with("at most") {
        Some((Direction::Lower, at(Comparison::AtMost, high)?))
    } else if words.starts_with("exactly") {
        let value = if low.is_empty() { high } else { low };
        Some((Direction::OnTarget, at(Comparison::Equal, value)?))
    } else if words.starts_with("between") {
        let (low, high) = (Exact::parse(low).ok()?, Exact::parse(high).ok()?);
        let range = Condition::Range { low, high, about: false, average_per_year: false };
        Some((Direction::OnTarget, range.into()))
    } else {
        None
    }
}

#[test]
fn every_published_verdict_that_follows_from_the_numbers_comes_out() {
    let mut compared = 0;
    let mut others = BTreeSet::new();
    for row in rows("canada-2016/indicators.csv") {
        let Some(met) = published(&row) else { continue };
        let (Some((direction, criterion)), Some(outcome)) = (asked(&row), printed(&row["outcome_text"]))
        else {
            continue;
        };
        compared += 1;
        let indicator = indicator("x", &row["unit"], Measure::Level, Some(direction));
        let target = target("x", period("2016-04..2017-03"), Some(criterion));
        let reported = [counted(1, "2016-04..2017-03", &outcome.to_string())];
        let case = Case::new(&indicator, &target, day("2017-06-01"));
        let answer = assess(&Case { reported: &reported, ..case });
        assert_eq!(answer.figures.gap.unwrap() >= exact("0"), answer.status == Status::Achieved);
        if (answer.status == Status::Achieved) != met {
            others.insert(format!(
                "{},\"{}\",{},{},{}",
                row["id"], row["target_text"], row["outcome_text"], row["published_verdict"], answer.status
            ));
        }
    }
    let mut list = String::from("id,target,outcome,published,by_the_numbers\n");
    for line in &others {
        list.push_str(line);
        list.push('\n');
    }
    let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/engine/canada_2016_verdicts_not_from_numbers.csv");
    assert_eq!(
        fs::read_to_string(&committed).unwrap_or_default(),
        list,
        "{compared} compared, {} differ; the committed list has to be exactly these",
        others.len()
    );
    assert!(compared > 100, "{compared}");
}
