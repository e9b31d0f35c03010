//! Financial years as they are called: FY 2022-23, FY23. Knows no period: which days they have is not said.

use super::reference::year;
use crate::domain::reading::wording::scan::take;

/// A financial year that is called so: FY 2022-23, FY2023, FY23, fiscal year 2023.
pub(crate) fn financial_year(input: &mut &str) -> bool {
    let mut rest = *input;
    let is_year = called_so(&mut rest);
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '%'));
    if is_year && ends {
        *input = rest;
    }
    is_year && ends
}

/// A financial year in front of its figure: one that is called so, or two numbers with their colon (2016-17: 90%).
pub(crate) fn in_front(input: &mut &str) -> bool {
    let mut rest = *input;
    if by_two_numbers(&mut rest) && rest.trim_start().starts_with(':') {
        *input = rest;
        return true;
    }
    financial_year(input)
}

/// A financial year that is called so, whatever is joined to it: the FY2023 of FY2023-Q1.
pub(crate) fn called_so(input: &mut &str) -> bool {
    let mut rest = input.trim_start();
    let is_named =
        take(&mut rest, "fy") || take(&mut rest, "fiscal year") || take(&mut rest, "financial year") || {
            let glued = rest.strip_prefix("fy").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            rest = glued.unwrap_or(rest);
            glued.is_some()
        };
    let is_year = is_named && (year(&mut rest).is_some() || short_year(&mut rest));
    if is_year {
        financial_year_goes_on(&mut rest);
        *input = rest;
    }
    is_year
}

/// The name of a financial year that is called so, as a figure of it is named: FY 2022, or 2021-22 by its two numbers.
pub(crate) fn base_named(input: &mut &str) -> Option<String> {
    let mut rest = *input;
    // Chinese puts the name in quotes, as it does the name of a five-year plan.
    let is_quoted = take(&mut rest, "\"");
    let named = rest;
    if !called_so(&mut rest) || rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "./-%".contains(c)) {
        return None;
    }
    let said = named.get(..named.len() - rest.len())?;
    if is_quoted && !take(&mut rest, "\"") {
        return None;
    }
    let number = said.get(said.find(|c: char| c.is_ascii_digit())?..)?;
    let (first, second) = number.find(['-', '/']).map_or((number, ""), |at| number.split_at(at));
    let century = match (first.len(), first.parse::<u32>()) {
        (2, Ok(70..)) => "19",
        (2, _) => "20",
        _ => "",
    };
    // FY 2021-23 are two or three years, and which of them is counted from is not said.
    if !second.is_empty() && !is_next_year(first, second) {
        return None;
    }
    *input = rest;
    Some(if second.is_empty() { format!("FY {century}{first}") } else { format!("{century}{first}{second}") })
}

/// Whether the second number of a financial year, behind its sign, is the year after the first.
fn is_next_year(first: &str, second: &str) -> bool {
    let last_two = |digits: &str| digits.get(digits.len().saturating_sub(2)..)?.parse::<u32>().ok();
    last_two(first).map(|first| (first + 1) % 100) == last_two(second)
}

/// A year by two numbers: 2022-23, 2022/23.
pub(crate) fn by_two_numbers(input: &mut &str) -> bool {
    let mut rest = *input;
    let Some(first) = year(&mut rest) else { return false };
    let before = rest.len();
    financial_year_goes_on(&mut rest);
    let next = first.get(2..).and_then(|last| last.parse::<u32>().ok()).map(|last| (last + 1) % 100);
    let is_next = next.is_some_and(|next| {
        input.get(..input.len() - rest.len()).is_some_and(|both| both.ends_with(&format!("{next:02}")))
    });
    let is_two = rest.len() < before && is_next;
    if is_two {
        *input = rest;
    }
    is_two
}

/// The last two digits of a year, as FY23 has them.
fn short_year(input: &mut &str) -> bool {
    let digits = input.len() - input.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_short = digits == 2;
    if is_short {
        *input = input.get(digits..).unwrap_or("");
    }
    is_short
}

/// The second half of a financial year: 2022-23, 2022/23, 2022-2023.
pub(crate) fn financial_year_goes_on(input: &mut &str) {
    if let Some(rest) = input.strip_prefix(['-', '/']) {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if matches!(digits, 2 | 4) {
            *input = rest.get(digits..).unwrap_or("");
        }
    }
}
