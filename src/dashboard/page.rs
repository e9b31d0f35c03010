//! The page of one plan: the counts, the filters, and each target with its outcome, status, explanation and progress.
//! It does not know how they come about.

use askama::Template;
use chrono::SecondsFormat;

use super::{
    Address, DrawError,
    address::part,
    marks::{ORDER, sign},
    number::{percent, share, within_bar},
    plans::{met, state, title},
    words::{Words, basis_words, words},
};
use crate::{
    domain::{
        assessment::{
            Status,
            explain::{deciding_words, evidence_words, reason_words, status_words},
            sentence,
            summary::{Counts, Tally},
        },
        criterion::Criterion,
        indicator::Nature,
        outcome::Outcome,
        quantity::Exact,
        reading::{Language, target_text},
        shown::{indicator_name, nature_words, preferred, with_unit},
    },
    service::{
        reading::context_of,
        remarks::ruling_words,
        scorecard::{Assessed, Scorecard},
    },
};

/// A part of the bar of statuses.
pub(super) struct Segment {
    pub(super) word: &'static str,
    pub(super) name: &'static str,
    pub(super) sign: &'static str,
    pub(super) count: u32,
    pub(super) start: Exact,
    pub(super) width: Exact,
}

/// A status, nature or section to choose, and where that leads.
struct Choice {
    value: String,
    name: String,
    is_chosen: bool,
}

/// A status to choose, with its count.
struct Chip {
    word: &'static str,
    sign: &'static str,
    name: &'static str,
    count: u32,
    href: String,
    is_chosen: bool,
}

/// The counts of a nature.
struct NatureLine {
    name: &'static str,
    total: u32,
    counted: String,
    segments: Vec<Segment>,
}

/// The targets of a section.
struct Group {
    title: String,
    rows: Vec<Row>,
}

/// A target as it is shown.
struct Row {
    no: String,
    code: String,
    name: String,
    is_sub: bool,
    nature: &'static str,
    period: Option<String>,
    target: String,
    read_as: Option<String>,
    outcome: Option<String>,
    /// The figure last reported, where another one that was made of several decides.
    latest: Option<String>,
    basis: &'static str,
    source: String,
    word: &'static str,
    sign: &'static str,
    status: &'static str,
    because: &'static str,
    completion: Option<String>,
    bar: Option<Exact>,
    expected: Option<Exact>,
    expected_words: String,
    explanation: String,
    steps: Vec<String>,
    elsewhere: Vec<String>,
    ruling: Option<String>,
    deviation: Option<(String, String)>,
    lacks_note: bool,
    chart: String,
    data: String,
}

#[derive(Template)]
#[template(path = "scorecard.html")]
struct ScorecardPage {
    words: &'static Words,
    title: String,
    home: String,
    other_language: String,
    code: String,
    issuer: String,
    period: String,
    state: &'static str,
    on: String,
    as_of: Option<String>,
    area: Option<String>,
    category: Option<String>,
    whole: String,
    change: i64,
    poll: String,
    data: String,
    badge: String,
    counted: String,
    headline: String,
    segments: Vec<Segment>,
    chips: Vec<Chip>,
    natures: Vec<NatureLine>,
    reasons: Vec<(&'static str, u32)>,
    evidence: Vec<(&'static str, u32)>,
    sub_total: u32,
    sub_counted: String,
    statuses: Vec<Choice>,
    nature_choices: Vec<Choice>,
    sections: Vec<Choice>,
    hidden: Vec<(&'static str, String)>,
    chosen_day: String,
    is_filtered: bool,
    unfiltered: String,
    groups: Vec<Group>,
}

/// The page of a plan. `address` is that of the page itself.
///
/// # Errors
/// [`DrawError`].
pub fn scorecard_page(card: &Scorecard, address: &Address, language: Language) -> Result<String, DrawError> {
    let words = words(language);
    let plan = &card.plan.item;
    let counts = &card.summary.headline;
    let filters = ["status", "nature", "section"];
    let api = format!("/api/v1/plans/{}", part(plan.code.as_str()));
    let asked = address.without(&["plan"]).with("lang", words.tag);
    let given = |name: &str| Some(address.get(name).to_owned()).filter(|text| !text.is_empty());
    let listed_apart = ["plan", "on", "status", "nature", "section"];
    let page = ScorecardPage {
        words,
        title: title(plan, language),
        home: Address::default().with("lang", address.get("lang")).under("/"),
        other_language: address.with("lang", words.other_tag).under("/"),
        code: plan.code.to_string(),
        issuer: plan.issuer.clone(),
        period: plan.period.to_string(),
        state: state(plan.state, words),
        on: card.on.to_string(),
        as_of: card.as_of.map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true)),
        area: given("area"),
        category: given("category"),
        whole: address.without(&["area", "category"]).under("/"),
        change: card.change,
        poll: asked.under(&format!("{api}/completion")),
        data: asked.without(&filters).under(&format!("{api}/completion")),
        badge: asked.without(&filters).under(&format!("{api}/badge.svg")),
        counted: met(&counts.all, language),
        headline: {
            let [one, several] = words.headline_targets;
            format!("{} {}", counts.all.total, if counts.all.total == 1 { one } else { several })
        },
        segments: segments(&counts.all, &ORDER, language),
        chips: chips(&counts.all, address, language),
        natures: natures(counts, language),
        reasons: counts.by_reason.iter().map(|(reason, n)| (reason_words(*reason, language), *n)).collect(),
        evidence: counts.by_evidence.iter().map(|(word, n)| (evidence_words(*word, language), *n)).collect(),
        sub_total: card.summary.sub_indicators.all.total,
        sub_counted: met(&card.summary.sub_indicators.all, language),
        statuses: choices(
            ORDER.map(|status| (status.word(), status_words(status, language))),
            address,
            "status",
        ),
        nature_choices: choices(
            [Nature::Binding, Nature::Anticipatory].map(|word| (word.word(), nature_words(word, language))),
            address,
            "nature",
        ),
        sections: section_choices(counts, address, language),
        hidden: address.pairs().iter().filter(|(name, _)| !listed_apart.contains(name)).cloned().collect(),
        chosen_day: address.get("on").to_owned(),
        is_filtered: filters.iter().any(|name| !address.get(name).is_empty()),
        unfiltered: address.without(&filters).under("/"),
        groups: groups(card, address, language),
    };
    Ok(page.render()?)
}

/// The bar of statuses: the parts that something has, in order.
pub(super) fn segments(tally: &Tally, order: &[Status], language: Language) -> Vec<Segment> {
    let mut before = 0;
    let mut all = Vec::new();
    for status in order.iter().copied().filter(|status| tally.count(*status) > 0) {
        let count = tally.count(status);
        all.push(Segment {
            word: status.word(),
            name: status_words(status, language),
            sign: sign(status),
            count,
            start: share(before, tally.total),
            width: share(count, tally.total),
        });
        before += count;
    }
    all
}

fn chips(tally: &Tally, address: &Address, language: Language) -> Vec<Chip> {
    let chosen = address.get("status");
    ORDER
        .into_iter()
        .filter(|status| tally.count(*status) > 0 || status.word() == chosen)
        .map(|status| {
            let is_chosen = status.word() == chosen;
            Chip {
                word: status.word(),
                sign: sign(status),
                name: status_words(status, language),
                count: tally.count(status),
                href: address.with("status", if is_chosen { "" } else { status.word() }).under("/"),
                is_chosen,
            }
        })
        .collect()
}

fn natures(counts: &Counts, language: Language) -> Vec<NatureLine> {
    let line = |(nature, tally): (&Nature, &Tally)| NatureLine {
        name: nature_words(*nature, language),
        total: tally.total,
        counted: met(tally, language),
        segments: segments(tally, &ORDER, language),
    };
    counts.by_nature.iter().map(line).collect()
}

fn choices<'a>(
    all: impl IntoIterator<Item = (&'a str, &'a str)>,
    address: &Address,
    parameter: &str,
) -> Vec<Choice> {
    let chosen = address.get(parameter);
    all.into_iter()
        .map(|(value, name)| Choice {
            value: value.to_owned(),
            name: name.to_owned(),
            is_chosen: value == chosen,
        })
        .collect()
}

fn section_choices(counts: &Counts, address: &Address, language: Language) -> Vec<Choice> {
    let named = counts.by_section.iter().filter_map(|section| {
        let name = preferred(&section.section_zh, &section.section_en, language);
        (!name.is_empty()).then_some((name, name))
    });
    choices(named, address, "section")
}

/// The listed targets by section, each section where its first target stands.
fn groups(card: &Scorecard, address: &Address, language: Language) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for item in &card.assessed {
        let target = &item.target.item;
        let section = preferred(&target.section_zh, &target.section_en, language);
        let row = row(item, card, address, language);
        match groups.iter_mut().find(|group| group.title == section) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { title: section.to_owned(), rows: vec![row] }),
        }
    }
    let has_sections = groups.iter().any(|group| !group.title.is_empty());
    for group in groups.iter_mut().filter(|group| group.title.is_empty() && has_sections) {
        words(language).no_section.clone_into(&mut group.title);
    }
    groups
}

fn row(item: &Assessed, card: &Scorecard, address: &Address, language: Language) -> Row {
    let words = words(language);
    let (indicator, target, assessment) = (&item.indicator, &item.target.item, &item.assessment);
    let plan = &card.plan.item;
    let api = format!("/api/v1/plans/{}", part(plan.code.as_str()));
    let code = part(indicator.code.as_str());
    let asked = address.without(&["plan", "status", "nature", "section"]).with("lang", words.tag);
    let asked = asked.with("period", &target.period.to_string());
    let read = |criterion: &Criterion| target_text(criterion, &context_of(indicator), language);
    let outcome = item.outcome.as_ref().map(|vintage| &vintage.outcome);
    let expected = expected(item);
    let reported = outcome.map(|outcome| with_unit(&outcome.text, indicator, language));
    let decides = deciding_words(indicator, target, assessment, language);
    let (outcome_words, latest) = if decides.is_some() { (decides, reported) } else { (reported, None) };
    Row {
        no: target.no.clone().unwrap_or_default(),
        code: indicator.code.to_string(),
        name: named(indicator_name(indicator, language), indicator.code.as_str()),
        is_sub: target.parent.is_some(),
        nature: nature_words(target.nature, language),
        period: (target.period != plan.period).then(|| target.period.to_string()),
        target: with_unit(&target.text, indicator, language),
        read_as: target.criterion.as_ref().map(read),
        outcome: outcome_words,
        latest,
        basis: outcome.map_or("", |outcome| basis_words(outcome.basis, language)),
        source: outcome.map(source).unwrap_or_default(),
        word: assessment.status.word(),
        sign: sign(assessment.status),
        status: status_words(assessment.status, language),
        because: match (assessment.reason, assessment.evidence) {
            (Some(reason), _) => reason_words(reason, language),
            (None, Some(evidence)) => evidence_words(evidence, language),
            (None, None) => "",
        },
        completion: assessment.figures.completion.ok().map(percent),
        bar: assessment.figures.completion.ok().map(within_bar),
        expected: expected.map(within_bar),
        expected_words: expected
            .map(|expected| format!("{} {}", words.expected_by_now, percent(expected)))
            .unwrap_or_default(),
        explanation: sentence(indicator, target, assessment, language),
        steps: assessment.steps.iter().map(|step| step.text(&indicator.unit, language)).collect(),
        elsewhere: item
            .conflict
            .iter()
            .map(|other| {
                let text = with_unit(&other.outcome.text, indicator, language);
                [text.as_str(), &source(&other.outcome)].join(" · ")
            })
            .collect(),
        ruling: item
            .remarks
            .ruling
            .as_ref()
            .map(|ruling| [ruling_words(ruling.word, language), &ruling.person, &ruling.reason].join(" · ")),
        deviation: item
            .remarks
            .deviation
            .as_ref()
            .map(|note| (format!("{} ({})", note.cause, note.person), note.measures.clone())),
        lacks_note: item.lacks_deviation_note,
        chart: asked.under(&format!("{api}/chart/{code}.svg")),
        data: asked.under(&format!("{api}/completion/{code}")),
    }
}

fn named(name: &str, code: &str) -> String {
    if name.is_empty() { code.to_owned() } else { name.to_owned() }
}

fn source(outcome: &Outcome) -> String {
    if outcome.source.is_empty() {
        outcome.reported_on.to_string()
    } else {
        format!("{}, {}", outcome.source, outcome.reported_on)
    }
}

/// What of the target was expected by now, in percent, where the path is one that rises.
fn expected(item: &Assessed) -> Option<Exact> {
    let pace = item.assessment.pace.as_ref()?;
    let (expected, threshold) = (pace.figure_expected()?, item.assessment.figures.threshold.ok()?);
    let expected = expected.times(Exact::HUNDRED)?.over(threshold)?;
    (expected < Exact::HUNDRED && expected.is_positive()).then_some(expected)
}
