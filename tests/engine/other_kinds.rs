//! Reports that say of what kind their figure is, against what is asked: another statistic, a lesser degree, another kind of the same
//! things, all of what is asked of some. The labels are data.

use plantrack::domain::{
    assessment::{Case, Reason, Status, assess},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    reading::{context_of, read_outcome, read_target, without_own_words},
};

use crate::support::{Row, day, indicator, period, rows, target, vintage};

/// What is told of a report; `None` where it, or the target, is refused.
fn judged(row: &Row) -> Option<(Status, Option<Reason>)> {
    let get = |key: &str| row[key].as_str();
    let measure = Measure::from_word(get("measure")).unwrap();
    let direction = Direction::from_word(get("direction")).unwrap();
    let is_english = get("name").is_ascii();
    let [zh, en] = if is_english { ["", get("name")] } else { [get("name"), ""] };
    let of = Indicator {
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        ..indicator("x", get("unit"), measure, Some(direction))
    };
    let context = context_of(&of);
    let mut asked = target("x", period("2024"), Some(read_target(get("target"), &context).ok()?.criterion));
    get("target").clone_into(&mut asked.text);
    let by_its_name = without_own_words(get("report"), &of).and_then(|own| read_outcome(&own, &context).ok());
    let value = by_its_name.or_else(|| read_outcome(get("report"), &context).ok())?.value;
    let mut said = vintage(1, "2024", value, Basis::Final, "office", "2025-01-10");
    get("report").clone_into(&mut said.outcome.text);
    let answer = assess(&Case { reported: &[said], ..Case::new(&of, &asked, day("2025-02-01")) });
    Some((answer.status, answer.reason))
}

#[test]
fn a_figure_of_another_kind_decides_nothing() {
    let mut wrong = Vec::new();
    for row in rows("../corpus/other-kinds.csv") {
        let told = judged(&row);
        let is_right = match row["answer"].as_str() {
            "read" => matches!(told, Some((Status::Achieved, _))),
            // What is refused where it is read decides nothing either.
            _ => matches!(told, None | Some((Status::NotAssessable, _))),
        };
        if !is_right {
            wrong.push(format!("{row:?}: {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
