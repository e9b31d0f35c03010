//! Every English word of an explanation. Knows no rule: it says what it is given.

mod amounts;
mod labels;
mod steps;

pub(super) use labels::{evidence_words, reason_words, status_words};
pub(super) use steps::step;

use super::{
    Doubt, Step, Telling,
    number::shown,
    telling::{Deciding, How, Made},
};
use crate::domain::{
    assessment::{ByChange, Evidence, Reason, Verdict, interval::Interval},
    outcome::Basis,
    reading::Language,
};
use amounts::{change_unit, demand, difference, interval, quantity_to, said, tolerance};

pub(super) fn sentence(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
    let mut text = format!("{}: {}", status_words(assessment.status), clause(telling));
    if assessment.provisional && telling.is_judged() {
        text.push_str("; provisional until the final figure");
    }
    if !assessment.conflict.is_empty() {
        text.push_str("; another report disagrees");
    }
    text.push('.');
    text
}

fn clause(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
    if let Some((pace, open)) = telling.kept_open() {
        let so_far = steps::running(pace, telling.unit, telling.is_near(), None);
        return format!("{so_far}; whether it is {} is open", demand(open, telling.unit, telling.decimals()));
    }
    if let Some(why) = assessment.reason {
        return reason(why, telling);
    }
    if let Some((achieved, total)) = telling.members() {
        return format!("{achieved} of {total} sub-indicators are achieved");
    }
    let (unit, decimals) = (telling.unit, telling.decimals());
    if telling.is_judged() && telling.has(&Step::HeldAgainstParent) {
        return held_against_parent(telling);
    }
    let asked = telling.asked().map(|asked| demand(asked, unit, decimals));
    let implied = telling.implied().map(|target| quantity_to(target, unit, decimals));
    let against = match (&asked, implied) {
        (Some(asked), _) => format!(" against {asked}"),
        (None, Some(target)) => format!(" against {target}, which a printed share implies"),
        (None, None) => String::new(),
    };
    if let (false, Some(pace)) = (telling.is_judged(), &assessment.pace) {
        let early = if assessment.reached_early { "; what is due later is already met" } else { "" };
        let compared = [placed(telling), changed(telling)].concat().join("; ");
        let compared = Some(compared.as_str()).filter(|words| !words.is_empty());
        return format!("{}{early}", steps::running(pace, unit, telling.is_near(), compared));
    }
    let mut changes = changed(telling);
    if telling.asked().is_none() && !changes.is_empty() {
        return changes.join("; ");
    }
    changes.insert(0, by_figure(telling, asked, &against));
    changes.join("; ")
}

/// The reported changes that decide, each against the one that is asked.
fn changed(telling: &Telling<'_>) -> Vec<String> {
    let verb = basis_verb(telling.basis());
    telling.changes().map(|change| by_change(change, telling.unit, verb)).collect()
}

/// The grades and places that were reported, each against the one that is asked.
fn placed(telling: &Telling<'_>) -> Vec<String> {
    let verb = basis_verb(telling.basis());
    let words = telling.placed(Language::En);
    words.into_iter().map(|(asked, reported)| format!("{reported} {verb} against {asked}")).collect()
}

/// The figure that decides, made of several that were reported.
pub(super) fn made(telling: &Telling<'_>, Made { known, how }: Made) -> String {
    let figure = interval(known, telling.unit, telling.decimals());
    match how {
        How::Sum => format!("{figure} together"),
        How::Average => format!("an average of {figure} a year"),
        How::Cumulative => format!("a cumulative {figure}"),
        How::Mean => format!("an average of {figure}"),
    }
}

/// What the figure, or the reporter's word, says against what is asked.
fn by_figure(telling: &Telling<'_>, asked: Option<String>, against: &str) -> String {
    let (assessment, unit, decimals) = (telling.assessment, telling.unit, telling.decimals());
    match (assessment.evidence, telling.known()) {
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredOnParentPace) => {
            "the target is left to the parent plan, and the report says that its pace is kept".to_owned()
        }
        (Some(Evidence::Declared), _) if telling.share().is_some() => {
            let share = telling.share().map_or(String::new(), shown);
            format!("the report prints {share} % of the target")
        }
        (Some(Evidence::Declared), _) if telling.has(&Step::Declared) => match telling.basis() {
            Basis::Forecast => "the report expects that the target will be attained".to_owned(),
            Basis::Preliminary | Basis::Final => "the report says that the target is attained".to_owned(),
        },
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredMissed) => match telling.basis() {
            Basis::Forecast => "the report expects that the target will be missed".to_owned(),
            Basis::Preliminary | Basis::Final => "the report says that the target is not attained".to_owned(),
        },
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredOnPace) => {
            "the target is left to the parent plan, and the report says that the pace is kept".to_owned()
        }
        (Some(Evidence::Declared), _) if telling.has(&Step::DeclaredBehindPace) => {
            "the target is left to the parent plan, and the report says that it is behind its pace".to_owned()
        }
        (Some(Evidence::Undemonstrated), Some((_, known))) => {
            let said = said(known, telling.is_near(), unit, decimals);
            let asked = asked.unwrap_or_else(|| "what is asked".to_owned());
            let shown = match telling.open_years() {
                Some(years) => {
                    format!(
                        "for {years} the report says only {said}, which does not show an average of {asked} a year"
                    )
                }
                None => format!("the report says only {said}, which does not show {asked}"),
            };
            format!("{shown}; the burden of proof is on the report")
        }
        (_, Some((basis, known))) => {
            let figure = match telling.deciding() {
                Deciding::Figure => {
                    with_manner(telling, known, &said(known, telling.is_near(), unit, decimals))
                }
                Deciding::Sum(sum) => format!("{} in the years together", quantity_to(sum, unit, decimals)),
                Deciding::Average(average) => {
                    format!("an average of {} a year", quantity_to(average, unit, decimals))
                }
                Deciding::Cumulative(change) => {
                    format!("a cumulative {}", quantity_to(change, unit, decimals))
                }
                Deciding::Mean(mean) => {
                    format!("an average of {} over the years", interval(mean, unit, decimals))
                }
            };
            format!("{figure} {}{against}{}", basis_verb(basis), gap(telling))
        }
        (_, None) if !placed(telling).is_empty() => {
            let placed = placed(telling).join("; ");
            match assessment.verdict {
                Verdict::Open => {
                    format!("{placed}, which it does not show; the burden of proof is on the report")
                }
                Verdict::Proved | Verdict::Disproved => placed,
            }
        }
        (_, None) => match assessment.verdict {
            Verdict::Proved => "what was reported shows what is asked".to_owned(),
            Verdict::Disproved => "what was reported rules out what is asked".to_owned(),
            Verdict::Open => match telling.by {
                Some(by) => format!("what was reported does not show that it was done by {by}"),
                None => "what was reported does not show what is asked".to_owned(),
            },
        },
    }
}

/// The figure with what is said of it.
fn with_manner(telling: &Telling<'_>, known: Interval, figure: &str) -> String {
    let manner = telling.manner();
    let about = if manner.about && known.as_point().is_some() { "about " } else { "" };
    let how = match (manner.like_for_like, manner.bridged) {
        (true, _) => ", like for like,",
        (false, true) => ", converted from another definition,",
        (false, false) => "",
    };
    format!("{about}{figure}{how}")
}

/// A reported change against the one that is asked.
fn by_change(change: &ByChange, unit: &str, verb: &str) -> String {
    let decimals = change.decimals();
    let asked = demand(&change.asked, change_unit(change.asked_in, unit), decimals);
    let said = interval(change.said, change_unit(change.said_in, unit), decimals);
    let about = if change.approximate { "about " } else { "" };
    let comparable = if change.like_for_like { "like-for-like " } else { "" };
    match (&change.from, change.average_per_year) {
        (_, true) => {
            format!("an average {comparable}change of {about}{said} a year {verb} against one of {asked}")
        }
        (Some((base, _)), false) => {
            format!("a {comparable}change of {about}{said} from {base} {verb} against a change of {asked}")
        }
        (None, false) => {
            format!("a {comparable}change of {about}{said} {verb} against a change of {asked}")
        }
    }
}

fn gap(telling: &Telling<'_>) -> String {
    telling.gap().map_or(String::new(), |gap| format!(" (gap {})", difference(gap, telling.unit)))
}

/// The figure that decides, beside what the parent plan's path asks by then.
fn held_against_parent(telling: &Telling<'_>) -> String {
    let (unit, decimals, figures) = (telling.unit, telling.decimals(), &telling.assessment.figures);
    let (Ok(outcome), Ok(threshold)) = (figures.outcome, figures.threshold) else {
        return match telling.assessment.verdict {
            Verdict::Proved => "what was reported keeps to the parent plan's path".to_owned(),
            Verdict::Disproved => "what was reported falls short of the parent plan's path".to_owned(),
            Verdict::Open => "what was reported does not show that the parent plan's path is kept".to_owned(),
        };
    };
    let outcome = quantity_to(outcome, unit, decimals);
    let figure = match telling.deciding() {
        Deciding::Figure => outcome,
        Deciding::Sum(_) => format!("{outcome} in the years together"),
        Deciding::Average(_) => format!("an average of {outcome} a year"),
        Deciding::Cumulative(_) => format!("a cumulative {outcome}"),
        Deciding::Mean(_) => format!("an average of {outcome} over the years"),
    };
    let threshold = quantity_to(threshold, unit, decimals);
    let allowed = telling.tolerance().map_or(String::new(), |allowed| tolerance(allowed, unit));
    format!("{figure} against {threshold}{allowed} on the parent plan's path{}", gap(telling))
}

fn reason(reason: Reason, telling: &Telling<'_>) -> String {
    let end = telling.by.unwrap_or(telling.period.end());
    match reason {
        Reason::TargetNotIssued => "the target has not been issued".to_owned(),
        Reason::TargetQualitative => "the target is put in words from which no number follows".to_owned(),
        Reason::TargetDeferred => {
            "the target is left to the parent plan, no target of which says here what is due, and the report \
             does not say that the parent's pace is kept"
                .to_owned()
        }
        Reason::CaliberChanged => {
            "the outcome follows another statistical definition than the target, and the report does not say \
             like-for-like"
                .to_owned()
        }
        Reason::ReferenceMissing => "the figure that the target is compared with is not known".to_owned(),
        Reason::Incomparable if telling.has_no_base() => {
            "the earlier figure is zero or below, so that no percentage of it can be asked".to_owned()
        }
        Reason::Incomparable if telling.is_growth_beside_index() => {
            "one of the two is an index of about 100 and the other looks like its growth in percent"
                .to_owned()
        }
        Reason::Incomparable if let Some(reported) = telling.something_else() => {
            something_else(reported, telling)
        }
        Reason::Incomparable => {
            "what was reported is in a form that the target says nothing about".to_owned()
        }
        Reason::GroupEmpty => "the group has no sub-indicator".to_owned(),
        Reason::Discontinued => "the series is not continued".to_owned(),
        Reason::NotApplicable => "the target does not apply".to_owned(),
        Reason::NotDue if telling.by.is_some() => {
            format!("nothing that can be judged was reported, and it is due by {end}")
        }
        // Whose day it was is told of the sub-indicator itself.
        Reason::Late if telling.members().is_some() => {
            "a sub-indicator was due and no outcome was reported for it".to_owned()
        }
        Reason::Late if telling.by.is_some() => {
            format!("it was due by {end}, and no outcome says whether it was done by then")
        }
        Reason::Late if telling.has_only_parts() => {
            format!("the period ended on {end}, and what was reported is for parts of it alone")
        }
        Reason::NotDue if telling.has_no_path() => {
            format!(
                "no baseline is known from which what was reported is to move, so that nothing says how far it should be by \
                 now, and the period runs until {end}"
            )
        }
        Reason::NotDue => format!("nothing that can be judged was reported, and the period runs until {end}"),
        Reason::Late => format!("the period ended on {end} and no outcome was reported for it"),
        Reason::Withheld => "the figure is held back".to_owned(),
    }
}

/// What was reported beside what is asked.
fn something_else((what, not_done, doubt): (&str, bool, Option<Doubt>), telling: &Telling<'_>) -> String {
    let (asked, unit) = (telling.words, telling.unit);
    match doubt {
        Some(Doubt::Scale) => {
            return format!(
                "“{what}” was reported, which is so large beside “{asked}” that it seems not to be counted in {unit}"
            );
        }
        Some(Doubt::Sign) => {
            return format!("“{what}” was reported, and what its minus says beside “{asked}” is not certain");
        }
        None => {}
    }
    let not = if not_done { " not to be done" } else { "" };
    format!("“{what}” was reported{not}, which does not say whether “{asked}” was done")
}

const fn basis_verb(basis: Basis) -> &'static str {
    match basis {
        Basis::Forecast => "expected",
        Basis::Preliminary => "by a first count",
        Basis::Final => "reported",
    }
}
