//! Any text as a target phrase, for an indicator drawn from the first byte: nothing panics, a refusal points
//! into the phrase, and what is read prints as a text that reads back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plantrack::domain::{
    criterion::{Condition, Criterion},
    indicator::{Direction, Measure},
    reading::{Context, Language, read_target, target_text},
};

const UNITS: [&str; 8] = ["%", "亿元", "家", "", "万人", "$ million", ":1", "吨标准煤/万元"];

/// Whether the words of a criterion are its own, so that its text need not be the same phrase again.
fn keeps_words(criterion: &Criterion) -> bool {
    criterion.aspiration.is_some() || matches!(criterion.condition, Condition::Milestone { .. })
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else { return };
    let Ok(phrase) = std::str::from_utf8(rest) else { return };
    let choice = usize::from(choice);
    let direction = [Direction::Higher, Direction::Lower, Direction::OnTarget][choice % 3];
    let context = Context {
        unit: UNITS[(choice / 3) % 8],
        measure: Measure::ALL[(choice / 24) % Measure::ALL.len()],
        direction: Some(direction),
        is_reduction: choice >= 192,
        scale: &[],
    };
    match read_target(phrase, &context) {
        Err(refusal) => assert!(refusal.position <= phrase.chars().count()),
        Ok(reading) => {
            for language in [Language::Zh, Language::En] {
                let text = target_text(&reading.criterion, &context, language);
                if keeps_words(&reading.criterion) {
                    continue;
                }
                let again = read_target(&text, &context).map(|reading| reading.criterion);
                assert_eq!(again.as_ref(), Ok(&reading.criterion), "{text}");
            }
        }
    }
});
