//! The steps of an assessment in English, each in a sentence.

use super::{
    super::{
        Step, Together,
        number::{DECIMALS, DECIMALS_OF_A_SHARE, decimals_apart, shown, shown_share, shown_share_of},
        place_words,
    },
    amounts::{change_unit, demand, difference, interval, quantity, quantity_to, said, with_unit},
    by_change,
};
use crate::domain::{
    assessment::{CountedIn, Horizon, HorizonKind, Implied, Method, Pace, Path, Projection, Verdict},
    criterion::ChangeUnit,
    period::Period,
    quantity::Exact,
    reading::Language,
};

pub(in crate::domain::assessment::explain) fn step(step: &Step, unit: &str) -> String {
    match step {
        Step::Asked(asked) => format!("Asked: {}.", demand(asked, unit, DECIMALS)),
        Step::CountedFrom { earlier, by, by_unit, years } => {
            let counted = match by_unit {
                ChangeUnit::Points => with_unit(&shown(*by), "percentage points"),
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
        Step::Chosen { id, basis, reported_on, period, known, near } => {
            let known =
                known.map_or(String::new(), |known| format!(": {}", said(known, *near, unit, DECIMALS)));
            let day = reported_on.map_or(String::new(), |day| format!(", reported on {day}"));
            format!("Outcome {id} answers for {period} ({basis}{day}){known}.")
        }
        Step::Placed { asked, reported, scale } => {
            let (asked, reported) = place_words(asked, reported, scale, Language::En);
            format!("Asked: {asked}; reported: {reported}.")
        }
        Step::Beside { what, not_done: false, .. } => format!("“{what}” was reported."),
        Step::Beside { what, not_done: true, .. } => format!("“{what}” was reported not to be done."),
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
        Step::AddedUp { parts, period, sum, together } => {
            added_up(*parts, *period, &interval(*sum, unit, DECIMALS), *together)
        }
        Step::Conflict { sources: 1 } => "1 other current report disagrees.".to_owned(),
        Step::Conflict { sources } => format!("{sources} other current reports disagree."),
        Step::SetAside { vintages: 1 } => {
            "1 report on a weaker basis than the plan admits is set aside.".to_owned()
        }
        Step::SetAside { vintages } => {
            format!("{vintages} reports on a weaker basis than the plan admits are set aside.")
        }
        Step::Implied(target) => implied(target, unit),
        Step::Share { percent } => format!("The report prints {} % of the target.", shown(*percent)),
        Step::Declared => "The report says that the target is attained.".to_owned(),
        Step::DeclaredMissed => "The report says that the target is not attained.".to_owned(),
        Step::DeclaredOnPace => "The report says that the pace is kept.".to_owned(),
        Step::DeclaredBehindPace => "The report says that it is behind its pace.".to_owned(),
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
        Step::Gap { outcome, threshold, gap } => gap_between(*outcome, *threshold, *gap, unit),
        Step::Completion { percent } => {
            format!("Completion: {} %.", shown_share_of(*percent, DECIMALS_OF_A_SHARE))
        }
        Step::Pace(pace) => format!("Pace: {}.", running(pace, unit, false, None)),
        Step::Years(horizon) => years(horizon, unit),
        Step::Projected(projection) => projected(projection, unit),
        Step::HeldAgainstParent => {
            "The target is left to the parent plan and held against the parent's own target.".to_owned()
        }
        Step::Members { achieved, total } => format!("{achieved} of {total} sub-indicators are achieved."),
    }
}

/// What several reports make.
fn added_up(parts: i64, period: Period, make: &str, together: Together) -> String {
    match together {
        Together::Sum => format!("{parts} parts cover {period}; together {make}."),
        Together::Mean => format!("{parts} parts cover {period}; on average {make}."),
        Together::Difference => {
            format!("What was reported until the end of {period} is {make} more than what was before it.")
        }
    }
}

fn implied(implied: &Implied, unit: &str) -> String {
    format!(
        "The target is not printed; amount / share implies {} (between {} and {}, the share being rounded).",
        quantity(implied.target, unit),
        quantity(implied.low, unit),
        quantity(implied.high, unit)
    )
}

fn gap_between(outcome: Exact, threshold: Exact, gap: Exact, unit: &str) -> String {
    let decimals = decimals_apart(outcome, threshold, DECIMALS);
    format!(
        "Gap between {} and {}: {} (positive is good).",
        quantity_to(outcome, unit, decimals),
        quantity_to(threshold, unit, decimals),
        difference(gap, unit)
    )
}

/// How it stands while the period runs. `near` says that it is just under the bound, `compared` what is
/// compared where that is no number.
pub(super) fn running(pace: &Pace, unit: &str, near: bool, compared: Option<&str>) -> String {
    let change = if pace.average_per_year { "a change a year of " } else { "a change of " };
    let (unit, what) = match pace.counted_in {
        CountedIn::Unit => (unit, ""),
        CountedIn::ShareOfTarget => ("% of the target", ""),
        CountedIn::Percent => ("%", change),
        CountedIn::Points => ("percentage points", change),
        CountedIn::Amount => (unit, change),
    };
    let times = pace.times().map_or(String::new(), |times| format!(", {times} times the pace expected"));
    let from = pace.counted_from.as_ref().map_or(String::new(), |base| format!(" from {base}"));
    let decimals = pace.decimals();
    let so_far = match (pace.known, &pace.asked) {
        (Some(known), Some(asked)) => {
            let due = match pace.expected {
                Ok(expected) if asked.is_one_number() => quantity_to(expected, unit, decimals),
                _ => demand(asked, unit, decimals),
            };
            let (reached, path) = (said(known, near, unit, decimals), path(pace.path));
            format!("{what}{reached}{from} by {} against {due} on the {path} path{times}", pace.until)
        }
        (Some(known), None) => {
            let reached = said(known, near, unit, decimals);
            format!("{what}{reached} by {}, and there is no path to hold it against", pace.until)
        }
        (None, _) => match compared {
            Some(compared) => format!("by {}: {compared}", pace.until),
            None => format!("the latest report, for the time until {}, is compared whole", pace.until),
        },
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
