//! The words of phrases: their normalised text, the smallest parsers and tables of words, and why a phrase is not read. Knows nothing of
//! what is asked or reported.

pub(super) mod fault;
pub(super) mod fillers;
pub(super) mod joined;
pub(super) mod minus;
pub(super) mod scan;
pub(super) mod singular;
pub(super) mod symbols;
pub(super) mod text;
pub(super) mod verbs;
pub(super) mod words;
