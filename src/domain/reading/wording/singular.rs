//! English words as they are of one thing. Knows no things.

use crate::domain::unit::singular;

/// The word for one of what a word counts, or the word as it is: household of households.
pub(crate) fn one(word: &str) -> String {
    singular(word).map_or_else(|| word.to_owned(), std::borrow::Cow::into_owned)
}
