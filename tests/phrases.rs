//! Phrases and what they are read as: the golden ones, those of the real plans, and a corpus of the project's
//! own. The labels are data; this file only compares.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{collections::BTreeMap, path::Path};

use plantrack::domain::{
    indicator::{Direction, Measure},
    reading::{Context, Language, outcome_text, read_outcome, read_target, target_text},
    reduction::names_a_reduction,
};
use serde_json::{Value as Json, json};

#[path = "engine/traditional.rs"]
mod traditional;

type Row = BTreeMap<String, String>;

/// Reads a CSV file of the tests folder: quoted fields, doubled quotes, no line breaks within a field.
fn rows(file: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(fields);
    let head = lines.next().unwrap();
    lines.filter(|fields| fields.len() > 1).map(|fields| head.iter().cloned().zip(fields).collect()).collect()
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.trim_end_matches('\r').chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                fields.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

fn context(row: &Row) -> Context<'_> {
    let get = |key: &str| row.get(key).map_or("", String::as_str);
    Context {
        unit: get("unit"),
        measure: Measure::from_word(get("measure")).unwrap(),
        direction: Direction::from_word(get("direction")).ok(),
        is_reduction: get("is_reduction") == "yes" || names_a_reduction(get("name_zh"), get("name_en")),
        scale: &[],
    }
}

fn target_json(phrase: &str, context: &Context<'_>) -> Json {
    match read_target(phrase, context) {
        Ok(reading) => serde_json::to_value(reading.criterion).unwrap(),
        Err(refusal) => {
            assert!(refusal.position <= phrase.chars().count(), "{phrase}: position {}", refusal.position);
            json!({"kind": "REFUSE", "why": refusal.code, "position": refusal.position})
        }
    }
}

fn outcome_json(phrase: &str, context: &Context<'_>) -> Json {
    match read_outcome(phrase, context) {
        Ok(reading) => serde_json::to_value(reading.value).unwrap(),
        Err(refusal) => {
            assert!(refusal.position <= phrase.chars().count(), "{phrase}: position {}", refusal.position);
            json!({"kind": "REFUSE", "why": refusal.code, "position": refusal.position})
        }
    }
}

fn agrees(read: &Json, label: &Json) -> bool {
    if label["kind"] == "REFUSE" { read["kind"] == "REFUSE" } else { read == label }
}

/// Compares every row and reports all that differ at once.
fn compare(file: &str, label: &str, read: impl Fn(&str, &Context<'_>) -> Json) {
    compare_with(file, |row| row[label].clone(), read);
}

/// The same with what the label of a row is made of it.
fn compare_with(file: &str, label: impl Fn(&Row) -> String, read: impl Fn(&str, &Context<'_>) -> Json) {
    let rows = rows(file);
    assert!(rows.len() > 10, "{file} has only {} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let expected: Json =
            serde_json::from_str(&label(row)).unwrap_or_else(|error| panic!("{row:?}: {error}"));
        let found = read(&row["phrase"], &context(row));
        if !agrees(&found, &expected) {
            let kind = match (found["kind"] == "REFUSE", expected["kind"] == "REFUSE") {
                (true, _) => "refused",
                (false, true) => "MISREAD, to be refused",
                (false, false) => "MISREAD",
            };
            wrong.push(format!(
                "{kind}: {:?} [{} {} {}]\n   read {found}\n   want {expected}",
                row["phrase"], row["unit"], row["measure"], row["direction"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows of {file}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Compares every row with the phrase, its unit or both of them in traditional characters, the words of what is read in simplified
/// ones again.
fn compare_in_traditional(file: &str, label: &str, read: impl Fn(&str, &Context<'_>) -> Json) {
    for (phrase_too, unit_too) in [(true, true), (true, false), (false, true)] {
        let label = |row: &Row| traditional::simplified(&row[label]);
        compare_with(file, label, |phrase, context| {
            let in_script = |text: &str, is_traditional| {
                if is_traditional { traditional::traditional(text) } else { text.to_owned() }
            };
            let unit = in_script(context.unit, unit_too);
            let read = read(&in_script(phrase, phrase_too), &Context { unit: &unit, ..*context });
            serde_json::from_str(&traditional::simplified(&read.to_string())).unwrap()
        });
    }
}

#[test]
fn phrases_in_traditional_characters_are_read_alike() {
    let corpora = ["golden/phrases", "corpus/independent", "corpus/near", "corpus"];
    for folder in corpora {
        let between = if folder == "corpus" || folder.starts_with("golden") { '/' } else { '-' };
        compare_in_traditional(&format!("{folder}{between}targets.csv"), "criterion", target_json);
        compare_in_traditional(&format!("{folder}{between}outcomes.csv"), "value", outcome_json);
    }
}

#[test]
fn golden_targets() {
    compare("golden/phrases/targets.csv", "criterion", target_json);
}

#[test]
fn golden_outcomes() {
    compare("golden/phrases/outcomes.csv", "value", outcome_json);
}

#[test]
fn every_phrase_of_the_real_plans_is_read() {
    let files = [
        "golden/cq-2022/plan.csv",
        "golden/cq-2023/plan.csv",
        "golden/cq-2022-industry/targets.csv",
        "golden/cq-2021-2025-industry/targets.csv",
        "golden/canada-2016/indicators.csv",
    ];
    let mut read = 0;
    let mut wrong = Vec::new();
    for file in files {
        for mut row in rows(file) {
            let target = row.remove("target").or_else(|| row.remove("target_text")).unwrap_or_default();
            let outcome = row.remove("outcome").or_else(|| row.remove("outcome_text")).unwrap_or_default();
            if file.contains("canada") {
                // Neither measure nor direction is published; the folder's README says which follow.
                let direction = match target.split(' ').next() {
                    Some("At") if target.starts_with("At least") => "higher",
                    Some("At") => "lower",
                    _ => "on_target",
                };
                row.insert("measure".into(), "level".into());
                row.insert("direction".into(), direction.into());
            }
            let context = context(&row);
            if !target.is_empty() {
                read += 1;
                let found = target_json(&target, &context);
                if found["kind"] == "REFUSE" {
                    wrong.push(format!("{file}: target {target:?} {context:?} {found}"));
                }
            }
            if outcome != "." {
                read += 1;
                let found = outcome_json(&outcome, &context);
                if found["kind"] == "REFUSE" {
                    wrong.push(format!("{file}: outcome {outcome:?} {context:?} {found}"));
                }
            }
        }
    }
    assert!(read > 1000, "only {read} phrases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn canada_reads_as_its_minimum_and_maximum() {
    for mut row in rows("golden/canada-2016/indicators.csv") {
        let (text, low, high) =
            (row["target_text"].clone(), row["target_min"].clone(), row["target_max"].clone());
        if text.is_empty() {
            continue;
        }
        row.insert("measure".into(), "level".into());
        row.insert("direction".into(), "on_target".into());
        let found = target_json(&text, &context(&row));
        let number = |text: &str| plantrack::domain::quantity::Exact::parse(text).unwrap().to_string();
        let expected = match (low.as_str(), high.as_str()) {
            (low, "") => json!({"kind": "threshold", "op": "at_least", "value": number(low)}),
            ("", high) => json!({"kind": "threshold", "op": "at_most", "value": number(high)}),
            (low, high) if low == high => json!({"kind": "threshold", "op": "equal", "value": number(low)}),
            (low, high) => json!({"kind": "range", "low": number(low), "high": number(high)}),
        };
        let exact = json!({"kind": "threshold", "op": "equal", "value": number(if low.is_empty() { &high } else { &low })});
        assert!(found == expected || (text.starts_with("Exactly") && found == exact), "{text}: {found}");
    }
}

#[test]
fn shares_of_target_columns_are_read() {
    for file in ["golden/cq-2022-projects/outcomes.csv", "golden/cq-2022-investment/totals.csv"] {
        for mut row in rows(file) {
            row.insert("measure".into(), "flow".into());
            row.insert("direction".into(), "higher".into());
            let context = context(&row);
            let share = row["share_of_target"].clone();
            let phrase = if share.is_empty() {
                row["outcome"].clone()
            } else {
                format!("{}亿元、完成年度目标{share}", row["outcome"])
            };
            let found = outcome_json(&phrase, &context);
            if share.is_empty() {
                assert_eq!(found["kind"], "number", "{phrase}");
            } else {
                let percent = plantrack::domain::quantity::Exact::parse(share.trim_end_matches('%')).unwrap();
                assert_eq!(found["percent"], json!(percent.to_string()), "{phrase}");
                assert_eq!(found["value"], json!(row["outcome"]), "{phrase}");
            }
        }
    }
}

#[test]
fn corpus_of_targets() {
    compare("corpus/targets.csv", "criterion", target_json);
}

#[test]
fn corpus_of_outcomes() {
    compare("corpus/outcomes.csv", "value", outcome_json);
}

/// As English reports of results print them.
#[test]
fn english_corpus_of_targets() {
    compare("corpus/english-targets.csv", "criterion", target_json);
}

#[test]
fn english_corpus_of_outcomes() {
    compare("corpus/english-outcomes.csv", "value", outcome_json);
}

/// Phrases that look like a construction and mean another thing, or nothing that is certain.
#[test]
fn near_misses_of_targets() {
    compare("corpus/near-targets.csv", "criterion", target_json);
}

#[test]
fn near_misses_of_outcomes() {
    compare("corpus/near-outcomes.csv", "value", outcome_json);
}

/// Labelled from the rules alone, without sight of the program: the measure of how it reads what it was not
/// written for.
#[test]
fn independent_corpus_of_targets() {
    compare("corpus/independent-targets.csv", "criterion", target_json);
}

#[test]
fn independent_corpus_of_outcomes() {
    compare("corpus/independent-outcomes.csv", "value", outcome_json);
}

/// Every row of the tables in docs/phrases.md says what the program does.
#[test]
fn the_documented_phrases_read_as_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/phrases.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut is_outcome = false;
    let mut seen = 0;
    let mut wrong = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if cells.first().is_some_and(|cell| matches!(*cell, "target" | "outcome")) {
            is_outcome = cells[0] == "outcome";
        }
        let [phrase, unit, measure, direction, reading] = cells[..] else { continue };
        let Some(phrase) = phrase.strip_prefix('`').and_then(|phrase| phrase.strip_suffix('`')) else {
            continue;
        };
        let context = Context {
            unit: unit.trim_matches('`'),
            measure: Measure::from_word(measure).unwrap(),
            direction: Some(Direction::from_word(direction).unwrap()),
            is_reduction: false,
            scale: &[],
        };
        let found = if is_outcome { outcome_json(phrase, &context) } else { target_json(phrase, &context) };
        let agrees = match reading.strip_prefix("refused: ") {
            Some(code) => found["kind"] == "REFUSE" && found["why"] == code.trim_matches('`'),
            None => found == serde_json::from_str::<Json>(reading.trim_matches('`')).unwrap(),
        };
        seen += 1;
        if !agrees {
            wrong.push(format!("{line}\n   {found}"));
        }
    }
    assert!(seen > 100, "only {seen} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn plain_context(unit: &str, measure: Measure) -> Context<'_> {
    Context { unit, measure, direction: Some(Direction::Higher), is_reduction: false, scale: &[] }
}

/// The unit that is read is that of the figure, not that of a change beside it.
#[test]
fn the_unit_that_is_read_is_that_of_the_figure() {
    for (phrase, unit, expected) in [
        ("5,500, up 5%", "jobs", None),
        ("增长5%，5500", "jobs", None),
        ("增长5%至5000万元", "亿元", Some("万元")),
        ("下降0.3个百分点至5.2%", "%", Some("%")),
        ("5500万元，同比增长5%", "亿元", Some("万元")),
        ("完成年度计划的102%、同比增长8.5%", "亿元", None),
    ] {
        let measure = if unit == "%" { Measure::Level } else { Measure::Flow };
        let reading = read_outcome(phrase, &plain_context(unit, measure)).unwrap();
        assert_eq!(reading.unit_read.as_deref(), expected, "{phrase}");
    }
}

/// What a refusal says holds for the phrase, and it points at the beginning of a word.
#[test]
fn a_refusal_is_true_and_points_at_a_word() {
    let refused = |phrase: &str, unit: &str, measure| {
        read_target(phrase, &plain_context(unit, measure)).expect_err(phrase)
    };
    for (phrase, unit, found) in [
        ("超额完成任务", "家", "超额完成任务"),
        ("比价达到35%", "%", "比价达到35%"),
        ("约束性5.5%", "%", "约束性5.5%"),
        ("力争超额完成任务", "家", "超额完成任务"),
        ("完成率达到5个", "%", "完成率达到5个"),
        ("提高劳动生产率", "%", "劳动生产率"),
        ("控制在上游水平", "%", "上游水平"),
    ] {
        assert_eq!(refused(phrase, unit, Measure::Level).found, found);
    }
    let hours = refused("24 hours", "days", Measure::Level);
    assert!(hours.en.contains("“hours”") && !hours.en.contains("multiple"), "{hours:?}");
    assert!(refused("500家/年", "家", Measure::Flow).zh.contains("“家/年”"));
    assert!(!refused("完成5%", "%", Measure::Level).en.contains("not in percent"));
    for phrase in ["2025年2月29日前完成", "2025年11月31日前"] {
        let refusal = refused(phrase, "", Measure::Milestone);
        assert!(refusal.en.contains("no such day") && refusal.code == "bad_number", "{refusal:?}");
    }
}

/// An indicator with a scale of its own has those grades and no others, and each is printed so that it reads back.
#[test]
fn a_scale_of_ones_own_is_read() {
    let scale = |grades: &[&str]| -> Vec<String> { grades.iter().map(|grade| (*grade).to_owned()).collect() };
    for (grades, phrase, grade) in [
        (scale(&["差", "中", "良", "优"]), "良", Some("良")),
        (scale(&["差", "中", "良", "优"]), "达到良及以上", Some("良")),
        (scale(&["差", "中", "良", "优"]), "二级", None),
        (scale(&["一级", "二级", "三级"]), "达到二级", Some("二级")),
        (scale(&["一级", "二级", "三级"]), "达到二级标准", Some("二级")),
        (scale(&["C", "B", "A", "AA"]), "at least B", Some("B")),
        (scale(&["C", "B", "A", "AA"]), "AA级", Some("AA")),
        (scale(&["C", "B", "A", "AA"]), "D", None),
        (scale(&["low", "medium", "high"]), "medium or better", Some("medium")),
        (scale(&[]), "达到Ⅲ类", Some("Ⅲ")),
    ] {
        let context = Context {
            unit: "",
            measure: Measure::Grade,
            direction: Some(Direction::Higher),
            is_reduction: false,
            scale: &grades,
        };
        let read = read_target(phrase, &context);
        let found = read.as_ref().ok().map(|reading| serde_json::to_value(&reading.criterion).unwrap());
        let expected = grade.map(|grade| json!({"kind": "grade", "op": "at_least", "grade": grade}));
        assert_eq!(found, expected, "{phrase} on {grades:?}");
        let Some(grade) = grade else { continue };
        for language in [Language::Zh, Language::En] {
            let printed = target_text(&read.as_ref().unwrap().criterion, &context, language);
            assert_eq!(read_target(&printed, &context).ok(), read.clone().ok(), "{printed}");
            let outcome = read_outcome(grade, &context).unwrap();
            let printed = outcome_text(&outcome.value, &context, language);
            assert_eq!(read_outcome(&printed, &context).unwrap().value, outcome.value, "{printed}");
            let bound = read_outcome(&format!("不低于{grade}"), &context).unwrap();
            let printed = outcome_text(&bound.value, &context, language);
            assert_eq!(read_outcome(&printed, &context).unwrap().value, bound.value, "{printed}");
        }
    }
}
