//! Any text as an outcome phrase, for an indicator drawn from the first byte: nothing panics, a refusal points
//! into the phrase, and what is read prints as a text that reads back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plantrack::domain::{
    indicator::{Direction, Measure},
    reading::{Context, Language, outcome_text, read_outcome},
};

const UNITS: [&str; 8] = ["%", "亿元", "家", "", "万人", "$ million", ":1", "吨标准煤/万元"];

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
    match read_outcome(phrase, &context) {
        Err(refusal) => assert!(refusal.position <= phrase.chars().count()),
        Ok(reading) => {
            for language in [Language::Zh, Language::En] {
                let text = outcome_text(&reading.value, &context, language);
                let again = read_outcome(&text, &context).map(|reading| reading.value);
                assert_eq!(again.as_ref(), Ok(&reading.value), "{text}");
            }
        }
    }
});
