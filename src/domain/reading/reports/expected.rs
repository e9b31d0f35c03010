//! Whether a report says that its target will be attained, and not that it is: on track, 预计能完成. Knows no figure.

use super::{
    done,
    said::{self, Said},
};
use crate::domain::reading::{
    statements::{lexicon::bare, phrase::parts},
    wording::text::Text,
};

/// What stands before words that say that it is done, where it is not yet.
const CHINESE: [&str; 5] = ["预计", "能", "可", "能够", "可以"];

const ENGLISH: [&str; 7] =
    ["on track", "on course", "on target", "expected", "projected", "ahead of target", "ahead of schedule"];

/// Whether all that a report says of its target is that it will be attained.
pub fn expects_to_attain(phrase: &str) -> bool {
    let Ok(text) = Text::new(phrase) else { return false };
    let Ok(parts) = parts(&text.plain, "") else { return false };
    let mut is_expected = false;
    for part in parts {
        let words = bare(text.plain.get(part.span).unwrap_or(""));
        if expects(&words) {
            is_expected = true;
        } else if says_it_is_done(&words) {
            return false;
        }
    }
    is_expected
}

fn expects(words: &str) -> bool {
    let is_begun_by =
        |lead: &&str| words.strip_prefix(*lead).is_some_and(|rest| !rest.starts_with(is_letter));
    // 能源站已投产 expects nothing.
    let is_done = |rest: &str| says_it_is_done(rest.trim_start_matches(['将', '年', '底', '全', '内']));
    ENGLISH.iter().any(is_begun_by)
        || CHINESE
            .iter()
            .filter_map(|lead| words.strip_prefix(lead))
            .any(|rest| is_done(rest) || expects(rest))
}

fn says_it_is_done(words: &str) -> bool {
    said::said(words) == Some(Said::Attained) || done::act(words).is_some() || done::is_done(words)
}

const fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::expects_to_attain;

    #[test]
    fn what_will_be_is_told_from_what_is() {
        for expected in [
            "On track",
            "On course to be met",
            "On target.",
            "Expected to be completed",
            "On track (final)",
            "On track; 40% complete",
            "Ahead of schedule",
            "预计能完成",
            "预计将完成",
            "预计年底建成",
            "预计建成",
            "能够达到国家下达的考核目标",
            "預計可完成",
        ] {
            assert!(expects_to_attain(expected), "{expected}");
        }
        for done in [
            "Completed",
            "Achieved (on track)",
            "On track, completed",
            "Completed ahead of schedule",
            "Expectedly",
            "已完成",
            "如期完成",
            "已完成，预计年底验收",
            "能源站已投产",
            "可研已批复",
            "",
        ] {
            assert!(!expects_to_attain(done), "{done}");
        }
    }
}
