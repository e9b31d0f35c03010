//! A day that stands behind a figure without a word that leads to it: 90% (March 31, 2017), 90%, 31 March 2017. It is the one that
//! the figure is at. Knows no grammar.

use super::{
    calendar::{MONTHS, day_of_month},
    reference::year,
};
use crate::domain::reading::wording::scan::{take, try_word};

/// Puts the word that leads to it before such a day, in the characters of a normalised copy.
pub(crate) fn with_lead(mut characters: Vec<(char, usize)>) -> Vec<(char, usize)> {
    if characters.len() < "1 (1 may 2000".len() || !characters.iter().all(|(c, _)| c.is_ascii()) {
        return characters;
    }
    let plain: String = characters.iter().map(|(c, _)| *c).collect();
    let has_figure = |before: &str| before.contains(|c: char| c.is_ascii_digit());
    let is_share = plain.contains('%');
    let links = [("(", "(at "), (", ", ", at "), (" - ", " at "), (" on ", " at ")];
    let found = links.into_iter().filter(|(link, _)| *link != " on " || is_share).find_map(|(link, led)| {
        let at = plain.match_indices(link).map(|(at, _)| at).find(|at| {
            let (before, from) = plain.split_at_checked(*at).unwrap_or_default();
            has_figure(before) && from.get(link.len()..).is_some_and(is_day_alone)
        })?;
        Some((at, link, led))
    });
    if let Some((at, link, led)) = found {
        let position = characters.get(at).map_or(0, |(_, position)| *position);
        characters.splice(at..at + link.len(), led.chars().map(|c| (c, position)));
    }
    characters
}

/// Whether words begin with a day and its year, and nothing of the clause is left.
fn is_day_alone(words: &str) -> bool {
    let mut rest = words;
    let is_day = |rest: &mut &str| day_of_month(rest).is_some();
    let is_month = |rest: &mut &str| try_word(rest, MONTHS).is_some();
    let is_led_by_month = is_month(&mut rest);
    let is_whole = if is_led_by_month { is_day(&mut rest) } else { is_day(&mut rest) && is_month(&mut rest) };
    let _ = take(&mut rest, ",");
    is_whole && year(&mut rest).is_some() && (rest.is_empty() || rest.starts_with([')', ';']))
}

#[cfg(test)]
mod tests {
    use super::with_lead;

    #[test]
    fn a_day_alone_behind_a_figure_is_led_to() {
        let led = |words: &str| -> String {
            let characters = words.chars().enumerate().map(|(at, c)| (c, at)).collect();
            with_lead(characters).into_iter().map(|(c, _)| c).collect()
        };
        for (words, expected) in [
            ("90% (march 31, 2017)", "90% (at march 31, 2017)"),
            ("90%, march 31, 2017", "90%, at march 31, 2017"),
            ("90% - 31 march 2017", "90% at 31 march 2017"),
            ("91% on march 31, 2017", "91% at march 31, 2017"),
        ] {
            assert_eq!(led(words), expected);
        }
        for words in [
            "12 visits on march 31, 2017",
            "march 31, 2017",
            "90% (march 2017)",
            "90% (march 31, 2017: 85%)",
            "90% by march 31, 2017",
            "90% (march 31, 2017 to june 30, 2017)",
        ] {
            assert_eq!(led(words), words);
        }
    }
}
