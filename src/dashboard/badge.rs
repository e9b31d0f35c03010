//! The badge of a plan: how many of its headline targets stand well, in SVG. It does not know where it is shown.

use askama::Template;

use super::{DrawError, marks::colour, plans::met, words::words};
use crate::{
    domain::{assessment::Status, quantity::Exact, reading::Language},
    service::scorecard::Scorecard,
};

#[derive(Template)]
#[template(path = "badge.svg")]
struct Badge {
    tag: &'static str,
    title: String,
    label: String,
    label_width: i64,
    label_text: i64,
    counted: String,
    counted_width: i64,
    counted_text: i64,
    width: i64,
    colour: &'static str,
}

/// Room to the left and right of a text.
const ROOM: i64 = 8;

/// The badge of a plan.
///
/// # Errors
/// [`DrawError`].
pub fn badge(card: &Scorecard, language: Language) -> Result<String, DrawError> {
    let tally = &card.summary.headline.all;
    let (label, counted) = (card.plan.item.code.to_string(), met(tally, language));
    let (label_text, counted_text) = (width(&label), width(&counted));
    let good = tally.count(Status::Achieved) + tally.count(Status::OnTrack);
    let bad = tally.count(Status::NotAchieved) + tally.count(Status::OffTrack);
    let badge = Badge {
        tag: words(language).tag,
        title: format!("{label}: {counted}"),
        label_width: label_text + 2 * ROOM,
        label_text,
        counted_width: counted_text + 2 * ROOM,
        counted_text,
        width: label_text + counted_text + 4 * ROOM,
        // The words say how many; the colour only hints at it.
        colour: match (good, bad) {
            (0, 0) => colour(Status::AwaitingOutcome),
            (good, bad) if bad == 0 && good > 0 => colour(Status::Achieved),
            (good, bad) if good >= bad => colour(Status::OnTrack),
            _ => colour(Status::OffTrack),
        },
        label,
        counted,
    };
    Ok(badge.render()?)
}

/// About how wide a text is at this size. Its length is set, so that another font fills the same room.
fn width(text: &str) -> i64 {
    let tenths = |letter: char| if letter.is_ascii() { 65 } else { 120 };
    let sum: i64 = text.chars().map(tenths).sum();
    sum.div_euclid(10) + 1
}

impl Badge {
    fn label_middle(&self) -> Exact {
        Exact::from(self.label_width).over(Exact::from(2)).unwrap_or(Exact::ZERO)
    }

    fn counted_middle(&self) -> Exact {
        let half = Exact::from(self.counted_width).over(Exact::from(2));
        half.and_then(|half| half.plus(Exact::from(self.label_width))).unwrap_or(Exact::ZERO)
    }
}
