//! What holds for every phrase, criterion and value: canonical text reads back, widths do not matter, no input
//! panics, a refusal points into the phrase.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::{
    Context, Language, outcome, outcome_text, read_outcome, read_target,
    samples::{contexts, criteria, jumbles, values},
    target_text,
    wording::scan::words_tried,
};
use crate::domain::{
    criterion::Condition,
    indicator::{Direction, Measure},
    value::{Figure, Value},
};

const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];

fn widened(phrase: &str) -> String {
    let widen = |c: char| match c {
        '%' => '％',
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        ' ' => '\u{3000}',
        other => other,
    };
    phrase.chars().map(widen).collect()
}

fn check_any(phrase: &str) {
    let length = phrase.chars().count();
    for measure in Measure::ALL {
        for (unit, direction) in
            [("%", Direction::Higher), ("亿元", Direction::Lower), ("", Direction::OnTarget)]
        {
            let context = Context {
                unit,
                measure: *measure,
                direction: Some(direction),
                is_reduction: false,
                scale: &[],
            };
            let target = read_target(phrase, &context);
            assert_eq!(target, read_target(phrase, &context), "reading is the same each time");
            match target {
                Ok(reading) => {
                    for language in LANGUAGES {
                        let _ = target_text(&reading.criterion, &context, language);
                    }
                }
                Err(refusal) => {
                    assert!(refusal.position <= length, "{refusal:?}");
                    assert!(!refusal.zh.is_empty() && !refusal.en.is_empty(), "{refusal:?}");
                }
            }
            if let Err(refusal) = read_outcome(phrase, &context) {
                assert!(refusal.position <= length, "{refusal:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_criterion_reads_back((context, criterion) in criteria()) {
        for language in LANGUAGES {
            let text = target_text(&criterion, &context, language);
            let read = read_target(&text, &context);
            prop_assert_eq!(read.map(|r| r.criterion), Ok(criterion.clone()), "{} for {:?}", text, context);
        }
    }

    #[test]
    fn a_printed_value_reads_back((context, value) in values()) {
        for language in LANGUAGES {
            let text = outcome_text(&value, &context, language);
            let read = read_outcome(&text, &context);
            prop_assert_eq!(read.map(|r| r.value), Ok(value.clone()), "{} for {:?}", text, context);
        }
    }

    #[test]
    fn full_width_reads_as_half_width((context, criterion) in criteria()) {
        for language in LANGUAGES {
            let text = target_text(&criterion, &context, language);
            let wide = read_target(&widened(&text), &context).map(|r| r.criterion.condition);
            let narrow = read_target(&text, &context).map(|r| r.criterion.condition);
            let names_something = matches!(criterion.condition, Condition::Relative { .. } | Condition::Rank { .. });
            // Names are kept as written, in their width.
            prop_assert!(names_something || wide == narrow, "{}: {:?} {:?}", text, wide, narrow);
        }
    }

    #[test]
    fn what_is_read_from_a_jumble_prints_and_reads_back(phrase in jumbles(), context in contexts()) {
        check_any(&phrase);
        if let Ok(reading) = read_target(&phrase, &context) {
            for language in LANGUAGES {
                let text = target_text(&reading.criterion, &context, language);
                let again = read_target(&text, &context).map(|r| r.criterion);
                prop_assert_eq!(again, Ok(reading.criterion.clone()), "{} printed as {}", phrase, text);
            }
        }
        if let Ok(reading) = read_outcome(&phrase, &context) {
            for language in LANGUAGES {
                let text = outcome_text(&reading.value, &context, language);
                let again = read_outcome(&text, &context).map(|r| r.value);
                prop_assert_eq!(again, Ok(reading.value.clone()), "{} printed as {}", phrase, text);
            }
        }
    }

    #[test]
    fn no_text_panics(phrase in any::<String>()) {
        check_any(&phrase);
    }
}

/// A bare number is read without the grammar, as the grammar reads it.
#[test]
fn a_bare_number_is_read_as_the_grammar_reads_it() {
    const UNITS: [&str; 9] = ["", "%", "‰", "亿元", "个", "个百分点", "天", "年", "tonnes"];
    let too_long = "元".repeat(1_400);
    let units = UNITS.into_iter().chain(["a\u{200b}b", too_long.as_str()]);
    let whole = (0..=40).chain(95..=105).chain(1_995..=2_040);
    let whole =
        whole.chain([9_999, 10_000, 20_250_101, 999_999_999_999_999]).map(|number: i64| number.to_string());
    let others = [
        "0.0",
        "0.5",
        "00",
        "007",
        "00.5",
        "5.",
        ".5",
        "5.50",
        "5.05",
        "1.2.3",
        "-5",
        "+5",
        "1,000",
        "1e5",
        " 5",
        "5 ",
        "12.31",
        "2025.12",
        "2025.6",
        "99999999999999.9",
        "9999999999999999",
        "0.000000000001",
        "0.0000000000000001",
    ];
    let phrases: Vec<String> = whole.chain(others.map(ToOwned::to_owned)).collect();
    for measure in Measure::ALL {
        for direction in [None, Some(Direction::Higher), Some(Direction::Lower), Some(Direction::OnTarget)] {
            for (unit, is_reduction) in units.clone().flat_map(|unit| [(unit, false), (unit, true)]) {
                let context = Context { unit, measure: *measure, direction, is_reduction, scale: &[] };
                for phrase in &phrases {
                    assert_eq!(
                        outcome::read(phrase, &context, false),
                        outcome::read_words(phrase, &context, false),
                        "{phrase} for {context:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_long_phrase_is_refused_and_one_at_the_limit_is_not_too_long() {
    let context = Context {
        unit: "%",
        measure: Measure::Rate,
        direction: Some(Direction::Higher),
        is_reduction: false,
        scale: &[],
    };
    let code = |length: usize| read_target(&"9".repeat(length), &context).unwrap_err().code;
    assert_eq!(code(4097), "too_long");
    assert_ne!(code(4096), "too_long");
    assert_ne!(code(4095), "too_long");
}

/// The work is counted in words tried, so that the test says the same on every machine.
#[test]
fn four_times_the_phrase_is_about_four_times_the_work() {
    let context = Context {
        unit: "亿元",
        measure: Measure::Flow,
        direction: Some(Direction::Higher),
        is_reduction: false,
        scale: &[],
    };
    let work = |piece: &str, bytes: usize| {
        let phrase: String = piece.repeat(bytes / piece.len());
        words_tried(|| {
            let _ = read_target(&phrase, &context);
            let _ = read_outcome(&phrase, &context);
        })
    };
    for piece in [
        "增长",
        "(",
        "、",
        "不低于",
        "5 ",
        "the ",
        "——",
        "到2025年",
        "between ",
        "经济",
        "1,000,",
        "年均",
        "\"",
        "十",
        "3月",
        "持续",
        "已",
        "5以上、",
        "5亿元 and ",
        "力争5%、",
        "保持",
        "百万",
        "在上年",
        "[5]",
    ] {
        let (short, long) = (work(piece, 1024), work(piece, 4096));
        assert!(long <= 6 * short + 1000, "{piece}: {short} words tried, then {long}");
    }
}

#[test]
fn characters_that_cannot_be_seen_are_refused_where_they_stand() {
    let context = Context {
        unit: "%",
        measure: Measure::Rate,
        direction: Some(Direction::Higher),
        is_reduction: false,
        scale: &[],
    };
    for hidden in ['\u{0}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{7}', '\u{2066}'] {
        let refusal = read_target(&format!("5{hidden}.5"), &context).unwrap_err();
        assert_eq!((refusal.code, refusal.position), ("hidden_character", 1));
    }
}

#[test]
fn a_printed_act_reads_back() {
    let context = Context {
        unit: "",
        measure: Measure::Milestone,
        direction: Some(Direction::Higher),
        is_reduction: false,
        scale: &[],
    };
    for what in ["开工", "印发实施", "launched"] {
        for (not_done, language) in [false, true].into_iter().flat_map(|not| LANGUAGES.map(|one| (not, one)))
        {
            let value = Value::from(Figure::Act { what: what.to_owned(), not_done });
            let text = outcome_text(&value, &context, language);
            assert_eq!(read_outcome(&text, &context).map(|read| read.value), Ok(value), "{text}");
        }
    }
}

#[test]
fn a_printed_act_that_alone_is_not_done_reads_back() {
    let context = Context {
        unit: "",
        measure: Measure::Milestone,
        direction: Some(Direction::Higher),
        is_reduction: false,
        scale: &[],
    };
    for phrase in ["已完成（未验收）", "未投产，已完成", "completed, not operational"] {
        let read = read_outcome(phrase, &context).unwrap().value;
        assert!(read.declared.is_some(), "{phrase}");
        for language in LANGUAGES {
            let printed = outcome_text(&read, &context, language);
            let again = read_outcome(&printed, &context).map(|reading| reading.value);
            assert_eq!(again, Ok(read.clone()), "{phrase}: {printed}");
        }
    }
}

#[test]
fn a_printed_rise_of_what_is_to_be_reduced_reads_back() {
    let context = Context {
        unit: "%",
        measure: Measure::Rate,
        direction: Some(Direction::Higher),
        is_reduction: true,
        scale: &[],
    };
    for phrase in [
        "上升0.5%",
        "上升0.5%左右",
        "上升0.5%以上",
        "上升不超过0.5%",
        "上升超过0.5%",
        "上升1%—2%",
        "2.5（同口径上升0.5%）",
        "rose 0.5%",
        "下降3%以上",
    ] {
        let read = read_outcome(phrase, &context).unwrap().value;
        for language in LANGUAGES {
            let printed = outcome_text(&read, &context, language);
            let again = read_outcome(&printed, &context).map(|reading| reading.value);
            assert_eq!(again.as_ref(), Ok(&read), "{phrase} printed as {printed}");
        }
    }
}
