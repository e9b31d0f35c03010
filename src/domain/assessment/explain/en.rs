//! Every English word of an explanation. Knows no rule: it says what it is given.

mod labels;

pub(super) use labels::{evidence_words, reason_words, status_words};

use super::{
    DECIMALS, DECIMALS_OF_A_SHARE, Deciding, Step, Telling, decimals_apart, shown, shown_apart, shown_share,
    shown_to,
};
use crate::domain::{
    assessment::{
        ByChange, CountedIn, Evidence, Horizon, HorizonKind, Method, Pace, Path, Projection, Reason, Verdict,
        demand::Demand, interval::Interval,
    },
    criterion::ChangeUnit,
    outcome::Basis,
    quantity::Exact,
};

pub(super) fn sentence(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
    let mut text = format!("{}: {}", status_words(assessment.status), clause(telling));
    if assessment.provisional && telling.is_judged() {
        text.push_str("; provisional until the final figure");
    }
    if !assessment.conflict.is_empty() {
        text.push_str("; another source disagrees");
    }
    text.push('.');
    text
}

fn clause(telling: &Telling<'_>) -> String {
    let assessment = telling.assessment;
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
    let against = asked.as_ref().map_or(String::new(), |asked| format!(" against {asked}"));
    if let (false, Some(pace)) = (telling.is_judged(), &assessment.pace) {
        let early = if assessment.reached_early { "; what is due later is already met" } else { "" };
        return format!("{}{early}", running(pace, unit));
    }
    let verb = basis_verb(telling.basis());
    let mut changes: Vec<String> = telling.changes().map(|change| by_change(change, unit, verb)).collect();
    if telling.asked().is_none() && !changes.is_empty() {
        return changes.join("; ");
    }
    changes.insert(0, by_figure(telling, asked, &against));
    changes.join("; ")
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
        (Some(Evidence::Undemonstrated), Some((_, known))) => format!(
            "the report says only {}, which does not show {}; the burden of proof is on the report",
            interval(known, unit, decimals),
            asked.unwrap_or_else(|| "what is asked".to_owned())
        ),
        (_, Some((basis, known))) => {
            let figure = match telling.deciding() {
                Deciding::Figure => with_manner(telling, known, &interval(known, unit, decimals)),
                Deciding::Sum(sum) => format!("{} in the years together", quantity_to(sum, unit, decimals)),
                Deciding::Average(average) => {
                    format!("an average of {} a year", quantity_to(average, unit, decimals))
                }
                Deciding::Mean(mean) => {
                    format!("an average of {} over the years", quantity_to(mean, unit, decimals))
                }
            };
            format!("{figure} {}{against}{}", basis_verb(basis), gap(telling))
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
    let asked = demand(&change.asked, change_unit(change.asked_in, unit), DECIMALS);
    let said = interval(change.said, change_unit(change.said_in, unit), DECIMALS);
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

const fn change_unit(by_unit: ChangeUnit, unit: &str) -> &str {
    match by_unit {
        ChangeUnit::Percent => "%",
        ChangeUnit::Points => "percentage points",
        ChangeUnit::Amount => unit,
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
        Deciding::Mean(_) => format!("an average of {outcome} over the years"),
    };
    let threshold = quantity_to(threshold, unit, decimals);
    format!("{figure} against {threshold} on the parent plan's path{}", gap(telling))
}

fn reason(reason: Reason, telling: &Telling<'_>) -> String {
    let end = telling.by.unwrap_or(telling.period.end());
    match reason {
        Reason::TargetNotIssued => "the target has not been issued".to_owned(),
        Reason::TargetQualitative => "the target is put in words from which no number follows".to_owned(),
        Reason::TargetDeferred => {
            "the target is left to the parent plan, no target of which says here what is due, and the report \
             declares nothing"
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
        Reason::Incomparable => {
            "what was reported is in a form that the target says nothing about".to_owned()
        }
        Reason::GroupEmpty => "the group has no sub-indicator".to_owned(),
        Reason::Discontinued => "the series is not continued".to_owned(),
        Reason::NotApplicable => "the target does not apply".to_owned(),
        Reason::NotDue if telling.by.is_some() => {
            format!("nothing that can be judged was reported, and it is due by {end}")
        }
        Reason::Late if telling.by.is_some() => {
            format!("it was due by {end} and no outcome was reported")
        }
        Reason::Late if telling.has_only_parts() => {
            format!("the period ended on {end}, and what was reported is for parts of it alone")
        }
        Reason::NotDue => format!("nothing that can be judged was reported, and the period runs until {end}"),
        Reason::Late => format!("the period ended on {end} and no outcome was reported for it"),
        Reason::Withheld => "the figure is held back".to_owned(),
    }
}

const fn basis_verb(basis: Basis) -> &'static str {
    match basis {
        Basis::Forecast => "expected",
        Basis::Preliminary => "by a first count",
        Basis::Final => "reported",
    }
}

fn quantity(number: Exact, unit: &str) -> String {
    quantity_to(number, unit, DECIMALS)
}

fn quantity_to(number: Exact, unit: &str, decimals: u32) -> String {
    with_unit(shown_to(number, decimals), unit)
}

fn with_unit(number: String, unit: &str) -> String {
    match unit {
        "" => number,
        ":1" => format!("{number}:1"),
        "percentage points" if matches!(number.as_str(), "1" | "-1") => format!("{number} percentage point"),
        "%" => format!("{number} %"),
        _ => format!("{number} {unit}"),
    }
}

/// The difference of two figures: between percents it is percentage points.
fn difference(number: Exact, unit: &str) -> String {
    let unit = match unit {
        "%" => "percentage points",
        ":1" => "",
        _ => unit,
    };
    with_unit(shown_apart(number, Exact::ZERO, DECIMALS), unit)
}

fn interval(known: Interval, unit: &str, decimals: u32) -> String {
    if let Some(number) = known.as_point() {
        return quantity_to(number, unit, decimals);
    }
    let low = known.low.map(|end| {
        format!("{} {}", if end.open { "more than" } else { "at least" }, quantity_to(end.at, unit, decimals))
    });
    let high = known.high.map(|end| {
        format!("{} {}", if end.open { "less than" } else { "at most" }, quantity_to(end.at, unit, decimals))
    });
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} and {high}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "an unknown number".to_owned(),
    }
}

/// Where a limit lies: a number, or one of which only so much is known.
fn limit(at: Interval, unit: &str, decimals: u32) -> String {
    let known = interval(at, unit, decimals);
    if at.as_point().is_some() { known } else { format!("a figure that is known only to be {known}") }
}

fn demand(demand: &Demand, unit: &str, decimals: u32) -> String {
    let tolerance = |tolerance: Exact| {
        if tolerance.is_zero() {
            String::new()
        } else {
            format!(" (tolerance {})", difference(tolerance, unit))
        }
    };
    if let (Some(floor), Some(ceiling)) = (demand.floor, demand.ceiling)
        && floor.at == ceiling.at
        && !floor.strict
        && !ceiling.strict
    {
        return format!("exactly {}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance));
    }
    let floor = demand.floor.map(|floor| {
        let words = if floor.strict { "more than" } else { "at least" };
        format!("{words} {}{}", limit(floor.at, unit, decimals), tolerance(floor.tolerance))
    });
    let ceiling = demand.ceiling.map(|ceiling| {
        let words = if ceiling.strict { "less than" } else { "at most" };
        format!("{words} {}{}", limit(ceiling.at, unit, decimals), tolerance(ceiling.tolerance))
    });
    match (floor, ceiling) {
        (Some(floor), Some(ceiling)) => format!("{floor} and {ceiling}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => "no number".to_owned(),
    }
}

pub(super) fn step(step: &Step, unit: &str) -> String {
    match step {
        Step::Asked(asked) => format!("Asked: {}.", demand(asked, unit, DECIMALS)),
        Step::CountedFrom { earlier, by, by_unit, years } => {
            let counted = match by_unit {
                ChangeUnit::Points => with_unit(shown(*by), "percentage points"),
                ChangeUnit::Percent => format!("{} %", shown(*by)),
                ChangeUnit::Amount => quantity(*by, unit),
            };
            let times = if *years > 1 { format!(" in each of {years} years") } else { String::new() };
            format!(
                "Counted from the earlier figure {}, changed by {counted}{times}.",
                interval(*earlier, unit, DECIMALS)
            )
        }
        Step::ComparedWith { to, figure, offset } => {
            let offset = if offset.is_zero() {
                String::new()
            } else {
                format!(", and {} beside it", difference(*offset, unit))
            };
            format!("Compared with {to}: {}{offset}.", interval(*figure, unit, DECIMALS))
        }
        Step::Chosen { id, basis, reported_on, period, known } => {
            let known = known.map_or(String::new(), |known| format!(": {}", interval(known, unit, DECIMALS)));
            format!("Outcome {id} answers for {period} ({basis}, reported on {reported_on}){known}.")
        }
        Step::ByChange(change) => {
            let on_record = change.on_record.map_or(String::new(), |(earlier, on_record)| {
                format!(
                    "; from {} before the figure itself would make {}",
                    quantity(earlier, unit),
                    quantity(on_record, change_unit(change.said_in, unit))
                )
            });
            let change = by_change(change, unit, "printed");
            format!("The change that the report prints decides: {change}{on_record}.")
        }
        Step::Grown { earlier, by, by_unit, known } => format!(
            "The change reported, {}, makes of the earlier figure {}: {}.",
            quantity(*by, change_unit(*by_unit, unit)),
            interval(*earlier, unit, DECIMALS),
            interval(*known, unit, DECIMALS)
        ),
        Step::AddedUp { parts, period, sum, is_mean } => {
            let make = if *is_mean { "on average" } else { "together" };
            format!("{parts} parts cover {period}; {make} {}.", interval(*sum, unit, DECIMALS))
        }
        Step::Conflict { sources } => format!("{sources} other current report(s) disagree."),
        Step::SetAside { vintages } => {
            format!("{vintages} report(s) on a weaker basis than the plan admits are set aside.")
        }
        Step::Implied(implied) => format!(
            "The target is not printed; amount / share implies {} (between {} and {}, the share being rounded).",
            quantity(implied.target, unit),
            quantity(implied.low, unit),
            quantity(implied.high, unit)
        ),
        Step::Share { percent } => format!("The report prints {} % of the target.", shown(*percent)),
        Step::Declared => "The report says that the target is attained.".to_owned(),
        Step::DeclaredOnParentPace => "The report says that the parent plan's pace is kept.".to_owned(),
        Step::Compared { verdict, evidence } => {
            let verdict = match verdict {
                Verdict::Proved => "is proved",
                Verdict::Disproved => "is disproved",
                Verdict::Open => "is neither proved nor disproved",
            };
            format!("What is asked {verdict} (evidence: {evidence}).")
        }
        Step::BurdenOfProof => "What is not proved counts as not achieved.".to_owned(),
        Step::Bridged { factor, source } => format!(
            "The outcome follows another statistical definition and was multiplied by {} ({source}).",
            shown(*factor)
        ),
        Step::LikeForLike { printed, comparable } => format!(
            "The report prints {}, and {} like for like, which is what is compared.",
            quantity(*printed, unit),
            quantity(*comparable, unit)
        ),
        Step::CaliberDiffers => "Target and outcome follow different statistical definitions.".to_owned(),
        Step::Gap { outcome, threshold, gap } => format!(
            "Gap between {} and {}: {} (positive is good).",
            quantity(*outcome, unit),
            quantity(*threshold, unit),
            difference(*gap, unit)
        ),
        Step::Completion { percent } => {
            format!("Completion: {} %.", shown_apart(*percent, Exact::HUNDRED, DECIMALS_OF_A_SHARE))
        }
        Step::Pace(pace) => format!("Pace: {}.", running(pace, unit)),
        Step::Years(horizon) => years(horizon, unit),
        Step::Projected(projection) => projected(projection, unit),
        Step::HeldAgainstParent => {
            "The target is left to the parent plan and held against the parent's own target.".to_owned()
        }
        Step::Members { achieved, total } => format!("{achieved} of {total} sub-indicators are achieved."),
    }
}

fn running(pace: &Pace, unit: &str) -> String {
    let (unit, what) = match pace.counted_in {
        CountedIn::Unit => (unit, ""),
        CountedIn::ShareOfTarget => ("% of the target", ""),
        CountedIn::Percent => ("%", "a change of "),
        CountedIn::Points => ("percentage points", "a change of "),
        CountedIn::Amount => (unit, "a change of "),
    };
    let times = pace.ratio.map_or(String::new(), |ratio| {
        format!(", {} times the pace expected", shown_apart(ratio, Exact::ONE, DECIMALS_OF_A_SHARE))
    });
    let so_far = match (pace.reached, pace.expected) {
        (Ok(reached), Ok(expected)) => {
            let decimals = decimals_apart(reached, expected, DECIMALS);
            format!(
                "{what}{} by {} against {} on the {} path{times}",
                quantity_to(reached, unit, decimals),
                pace.until,
                quantity_to(expected, unit, decimals),
                path(pace.path)
            )
        }
        (Ok(reached), Err(_)) => {
            let reached = quantity(reached, unit);
            format!("{what}{reached} by {}, and there is no path to hold it against", pace.until)
        }
        (Err(_), _) => format!("the latest report, for the time until {}, is compared whole", pace.until),
    };
    // Before the target's own period has begun, its elapsed share says nothing of the way to it.
    if pace.elapsed_percent.is_zero() {
        return so_far;
    }
    format!("{so_far}; {} % of the time has passed", shown_share(pace.elapsed_percent))
}

const fn path(path: Option<Path>) -> &'static str {
    match path {
        Some(Path::Linear) => "linear",
        Some(Path::Seasonal) => "seasonal",
        Some(Path::Waypoints) => "planned",
        Some(Path::Flat) => "flat",
        Some(Path::FromBaseline) => "baseline-to-target",
        None => "unknown",
    }
}

fn years(horizon: &Horizon, unit: &str) -> String {
    let unit = if horizon.kind == HorizonKind::Sum { unit } else { "%" };
    let mut text = format!(
        "{} of {} years reported, {} left",
        horizon.years_reported, horizon.years, horizon.years_left
    );
    if let Ok(average) = horizon.average_so_far {
        text.push_str("; so far ");
        text.push_str(&quantity(average.rounded(2), unit));
        text.push_str(" a year");
    }
    if let Ok(needed) = horizon.needed_a_year {
        text.push_str("; needed ");
        text.push_str(&quantity(needed.rounded(2), unit));
        text.push_str(" in each year left");
    }
    text.push('.');
    text
}

fn projected(projection: &Projection, unit: &str) -> String {
    let method = match projection.method {
        Method::RunRate => "run-rate",
        Method::SeasonalShare => "the share of earlier years",
        Method::PlanProfile => "the plan's own profile",
        Method::LatestFigure => "the latest figure",
        Method::TrendFromBaseline => "the trend from the baseline",
    };
    let range = projection.range.map_or(String::new(), |(low, high)| {
        format!(
            " (between {} and {} by the errors of {} earlier years)",
            quantity(low, unit),
            quantity(high, unit),
            projection.years
        )
    });
    format!("Projected to the end by {method}: {}{range}.", quantity(projection.value, unit))
}
