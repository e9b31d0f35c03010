//! The list of plans, each with its counts. It does not know how many there are beyond this page.

use askama::Template;

use super::{
    Address, DrawError,
    marks::ORDER,
    page::{Segment, segments},
    words::{Words, counted, words},
};
use crate::domain::{
    assessment::{Status, summary::Tally},
    plan::{Plan, PlanState},
    reading::Language,
    shown::preferred,
};

/// A plan of the list, with the counts of its headline targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The plan.
    pub plan: Plan,
    /// Its headline targets by status.
    pub tally: Tally,
}

/// One plan as it is shown.
struct Line {
    href: String,
    title: String,
    code: String,
    issuer: String,
    period: String,
    state: &'static str,
    counted: String,
    segments: Vec<Segment>,
}

#[derive(Template)]
#[template(path = "plans.html")]
struct PlansPage {
    words: &'static Words,
    title: &'static str,
    home: String,
    other_language: String,
    poll: String,
    lines: Vec<Line>,
    next: Option<String>,
    is_first: bool,
}

/// The page that lists plans.
///
/// # Errors
/// [`DrawError`].
pub fn plans_page(
    plans: &[Listed],
    address: &Address,
    next: Option<&str>,
    language: Language,
) -> Result<String, DrawError> {
    let words = words(language);
    let page = PlansPage {
        words,
        title: words.plans,
        home: address.without(&["cursor"]).under("/"),
        other_language: address.with("lang", words.other_tag).under("/"),
        poll: address.with("lang", words.tag).under("/"),
        lines: plans.iter().map(|listed| line(listed, address, language)).collect(),
        next: next.map(|cursor| address.with("cursor", cursor).under("/")),
        is_first: address.get("cursor").is_empty(),
    };
    Ok(page.render()?)
}

fn line(Listed { plan, tally }: &Listed, address: &Address, language: Language) -> Line {
    Line {
        href: address.without(&["cursor"]).with("plan", plan.code.as_str()).under("/"),
        title: title(plan, language),
        code: plan.code.to_string(),
        issuer: plan.issuer.clone(),
        period: plan.period.to_string(),
        state: state(plan.state, words(language)),
        counted: met(tally, language),
        segments: segments(tally, &ORDER, language),
    }
}

/// What stands well, of all: those achieved and, while some still run, those on track.
pub(super) fn met(tally: &Tally, language: Language) -> String {
    let good = tally.count(Status::Achieved) + tally.count(Status::OnTrack);
    counted(good, tally.total, tally.running() > 0, language)
}

/// A plan's title; its code where it has none.
pub(super) fn title(plan: &Plan, language: Language) -> String {
    match preferred(&plan.title_zh, &plan.title_en, language) {
        "" => plan.code.to_string(),
        title => title.to_owned(),
    }
}

/// A plan's state in a word.
pub(super) const fn state(state: PlanState, words: &Words) -> &'static str {
    let [draft, adopted, closed] = words.state;
    match state {
        PlanState::Draft => draft,
        PlanState::Adopted => adopted,
        PlanState::Closed => closed,
    }
}
