//! The smallest parsers: words out of tables, spaces, numbers in digits and in Chinese numerals. Knows nothing
//! of what a phrase is.

use winnow::{Parser, combinator::opt};

use super::fault::Fault;

/// A table of words and what each means.
pub(crate) type Table<T> = &'static [(&'static str, T)];

/// Passes over spaces.
pub(crate) fn space(input: &mut &str) {
    *input = input.trim_start_matches(' ');
}

/// The longest word of the table that the input begins with. A word that ends in a letter must end where the
/// word in the input ends.
pub(crate) fn word<'a, T: Copy>(table: Table<T>) -> impl Parser<&'a str, T, Fault> {
    move |input: &mut &'a str| {
        #[cfg(test)]
        tried::count();
        let start = *input;
        space(input);
        let found =
            table.iter().filter(|(word, _)| starts_with_word(input, word)).max_by_key(|(word, _)| word.len());
        let Some((word, meaning)) = found else {
            let fault = Fault::soft(input);
            *input = start;
            return Err(fault);
        };
        *input = input.get(word.len()..).unwrap_or("");
        Ok(*meaning)
    }
}

/// Whether the input begins with the word, and the word does not go on.
pub(crate) fn starts_with_word(input: &str, word: &str) -> bool {
    // Nearly all words of a table differ in the first byte already, which is cheaper to see.
    if input.as_bytes().first() != word.as_bytes().first() {
        return word.is_empty();
    }
    input.strip_prefix(word).is_some_and(|rest| {
        let goes_on = match word.chars().last() {
            // A letter before $ names the dollar: A$ is no article.
            Some(last) if last.is_ascii_alphabetic() => {
                rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '$')
            }
            Some(last) if last.is_ascii_digit() => rest.starts_with(|c: char| c.is_ascii_digit()),
            _ => false,
        };
        !goes_on
    })
}

/// Takes the word where it stands next.
pub(crate) fn take(input: &mut &str, expected: &'static str) -> bool {
    #[cfg(test)]
    tried::count();
    let start = *input;
    space(input);
    if starts_with_word(input, expected) {
        *input = input.get(expected.len()..).unwrap_or("");
        return true;
    }
    *input = start;
    false
}

/// What the table says of the next word, if it is in the table.
pub(crate) fn try_word<T: Copy>(input: &mut &str, table: Table<T>) -> Option<T> {
    opt(word(table)).parse_next(input).ok().flatten()
}

#[cfg(test)]
pub(crate) use tried::words_tried;

/// How many words were tried: the measure of the parser's work.
#[cfg(test)]
mod tried {
    use std::cell::Cell;

    thread_local! {
        static TRIED: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn count() {
        TRIED.with(|tried| tried.set(tried.get() + 1));
    }

    pub(crate) fn words_tried(work: impl FnOnce()) -> usize {
        TRIED.with(|tried| tried.set(0));
        work();
        TRIED.with(Cell::get)
    }
}
