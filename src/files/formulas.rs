//! Texts that a spreadsheet would take for a formula. On the way out they get an apostrophe, on the way in they lose
//! it again; the two undo each other for every text. Numbers stay as they are.

/// What a spreadsheet begins a formula or a command with, in half and in full width.
const LEADS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'];

const GUARD: char = '\'';

fn is_formula(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(LEADS)
}

/// Whether a text is a number with a sign, with or without decimals and a percent sign: it is shown, and never run.
fn is_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(['-', '+']) else { return false };
    let digits = digits.strip_suffix('%').unwrap_or(digits);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// The text as it may stand in a cell: an apostrophe before what would be a formula.
pub fn guarded(text: &str) -> String {
    if is_formula(text) && !is_number(text) { format!("{GUARD}{text}") } else { text.to_owned() }
}

/// The text that a cell stands for: without the apostrophe before what would be a formula.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(text) if is_formula(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe_and_numbers_do_not() {
        for text in
            ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－8.4", "＠x", "-2.5万", "+", "-"]
        {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["-8.4", "-2", "+3.5", "-8.4%", "—8.4", "−8.4", "5.5左右", "'quoted'", "", "增长-2"]
        {
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn the_two_undo_each_other(text in "['=+@＝－\\-]{0,4}[0-9.%a-c]{0,4}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
            prop_assert!(!cell.starts_with(LEADS) || is_number(&cell));
        }
    }
}
