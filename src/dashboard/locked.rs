//! The page of a reader who has not said who they are: it asks for a key. It does not know what it opens.

use askama::Template;

use super::{
    Address, DrawError,
    words::{Words, words},
};
use crate::domain::reading::Language;

#[derive(Template)]
#[template(path = "locked.html")]
struct LockedPage {
    words: &'static Words,
    title: &'static str,
    home: String,
    other_language: String,
}

/// The page that asks for a key.
///
/// # Errors
/// [`DrawError`].
pub fn locked_page(address: &Address, language: Language) -> Result<String, DrawError> {
    let words = words(language);
    let page = LockedPage {
        words,
        title: words.key,
        home: Address::default().under("/"),
        other_language: address.with("lang", words.other_tag).under("/"),
    };
    Ok(page.render()?)
}
