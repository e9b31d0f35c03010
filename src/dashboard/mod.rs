//! The page and the pictures: how a plan stands, for people, drawn from what the service answers. Templates, style and
//! script are compiled in. It knows no HTTP, no database and no rule of judging.

mod address;
mod badge;
mod chart;
mod locked;
mod marks;
mod number;
mod page;
mod plans;
mod refused;
mod scale;
mod words;

use thiserror::Error;

pub use self::{
    address::Address,
    badge::badge,
    chart::chart,
    locked::locked_page,
    page::scorecard_page,
    plans::{Listed, plans_page},
    refused::{Why, Wrong, refused_page},
};

/// The page's style sheet.
pub const STYLE: &str = include_str!("style.css");

/// The page's script: it keeps the page up to date, and the page works without it.
pub const SCRIPT: &str = include_str!("script.js");

/// The page's icon.
pub const ICON: &str = include_str!("icon.svg");

/// A page or a picture that could not be written.
#[derive(Debug, Error)]
#[error("a template could not be filled")]
pub struct DrawError(#[from] askama::Error);
