//! The page of what cannot be shown: why, and the way back. It does not know how it was asked for.

use askama::Template;

use super::{
    Address, DrawError,
    words::{Words, refused_words, words},
};
use crate::domain::reading::Language;

/// Why a page cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is nothing by the name.
    Missing,
    /// What the address says cannot be taken.
    Wrong,
    /// It may be shown another time.
    NotNow,
}

/// One thing that is wrong with an address: which part, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The parameter; empty where it is none.
    pub name: String,
    /// Its value.
    pub value: String,
    /// A stable code.
    pub code: String,
    /// What is wrong and what to do, in English.
    pub detail: String,
}

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    words: &'static Words,
    title: &'static str,
    home: String,
    other_language: String,
    plan: Option<String>,
    faults: Vec<Wrong>,
}

/// The page of what cannot be shown. `address` is what was asked for.
///
/// # Errors
/// [`DrawError`].
pub fn refused_page(
    why: Why,
    faults: Vec<Wrong>,
    address: &Address,
    language: Language,
) -> Result<String, DrawError> {
    let words = words(language);
    let [missing, wrong, not_now] = words.refused;
    let in_language = |fault: Wrong| match refused_words(&fault.code, language) {
        Some(detail) => Wrong { detail: detail.to_owned(), ..fault },
        None => fault,
    };
    let here = Address::default().with("lang", words.tag);
    let plan = Some(address.get("plan")).filter(|plan| why == Why::Wrong && !plan.is_empty());
    let page = RefusedPage {
        words,
        title: match why {
            Why::Missing => missing,
            Why::Wrong => wrong,
            Why::NotNow => not_now,
        },
        home: here.under("/"),
        other_language: address.with("lang", words.other_tag).under("/"),
        plan: plan.map(|plan| here.with("plan", plan).under("/")),
        faults: faults.into_iter().map(in_language).collect(),
    };
    Ok(page.render()?)
}
