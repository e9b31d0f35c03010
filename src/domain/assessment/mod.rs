//! The engine's front door: from a target and the outcomes known, to status, evidence, reason, figures and
//! explanation. Pure: the day to judge for is an argument, and what was known then is the caller's to give.

mod act_of_name;
mod answer;
mod as_meant;
mod as_taken;
mod averaged_parts;
mod bracket;
pub mod bridge;
mod case;
pub mod changes;
pub mod choose;
pub mod compare;
mod compounding;
pub mod contribution;
mod counted_over;
pub mod counted_per;
pub mod demand;
mod difference;
pub mod earlier_word;
pub mod explain;
pub mod figures;
mod finding;
mod firmness;
pub mod horizon;
pub mod implied;
mod in_one_script;
mod index_base;
pub mod interval;
mod judge;
pub mod left_to_parent;
mod lower_end;
mod mean;
pub mod named_base;
pub mod pace;
pub mod parent_path;
mod part_of_work;
mod parts;
mod printed_base;
pub mod profile;
pub mod projection;
pub mod reconcile;
pub mod referred;
mod reported_change;
pub mod rollup;
mod root;
mod scale;
mod share_complete;
mod share_of_change;
mod start_without_year;
pub mod summary;
pub mod total;
mod under_way;
mod unscaled;
mod value_of;
mod weigh;
mod whole;
mod year_before;
mod yearly_growth;

use chrono::NaiveDate;

pub use self::{
    answer::{Assessment, Evidence, Implied, Reason, Status, Verdict},
    case::{Case, Exemption, Parent, Profile, Reference, Reported},
    choose::Chosen,
    counted_over::period_before,
    explain::{Step, sentence},
    figures::{Figures, Known, Unavailable},
    horizon::{Horizon, HorizonKind},
    pace::{CountedIn, Pace, Standing},
    profile::Path,
    projection::{Method, Projection},
    reported_change::ByChange,
    scale::WATER_CLASSES,
    summary::{Summary, summarise},
};
use self::{
    bridge::differs_in_caliber,
    judge::{Decision, Facts, Running},
    under_way::UnderWay,
};
pub use super::target::{Baseline, Waypoint};
use super::{
    criterion::Condition,
    indicator::Measure,
    outcome::{Basis, Outcome},
    period::Period,
    quantity::Exact,
};
pub use in_one_script::assess;

/// Assesses a case in which every vintage is as its target takes it.
fn of_what_speaks(case: &Case<'_>) -> Assessment {
    if let Some(target) = left_to_parent::on_the_parents_caliber(case) {
        return of_what_speaks(&Case { target: &target, ..*case });
    }
    let speaks = |vintage: &Reported| vintage.outcome.speaks_on(case.on);
    let all_speak =
        case.reported.iter().chain(case.references.iter().flat_map(|other| &other.reported)).all(speaks);
    if all_speak {
        return of_the_day(case);
    }
    let of_them = |reported: &[Reported]| reported.iter().filter(|one| speaks(one)).cloned().collect();
    let reported: Vec<Reported> = of_them(case.reported);
    let references: Vec<Reference> = case
        .references
        .iter()
        .map(|other| Reference { reported: of_them(&other.reported), ..other.clone() })
        .collect();
    of_the_day(&Case { reported: &reported, references: &references, ..*case })
}

/// Assesses a case in which every vintage may speak on the day.
fn of_the_day(case: &Case<'_>) -> Assessment {
    let stand = earlier_word::that_stand(case);
    let case = &Case { reported: stand.as_deref().unwrap_or(case.reported), ..*case };
    let printed = printed_base::with_those_printed(case);
    of_what_stands(&Case { reported: printed.as_deref().unwrap_or(case.reported), ..*case })
}

/// Assesses a case of whose vintages none leaves open what its source has settled before.
fn of_what_stands(case: &Case<'_>) -> Assessment {
    let Some(reported) = bridge::cross(case) else { return on_one_caliber(case) };
    let mut answer = on_one_caliber(&Case { reported: &reported, ..*case });
    bridge::tell(case, answer.chosen, &mut answer.steps);
    answer
}

/// Assesses a case in which no figure has to be turned to another caliber.
fn on_one_caliber(case: &Case<'_>) -> Assessment {
    let stands_for_members = case.indicator.measure == Measure::Group
        || (case.target.criterion.is_none() && !case.members.is_empty());
    if stands_for_members {
        return assess_group(case);
    }
    if let Some((target, passed_over)) = horizon::at_its_last_year(case) {
        let plan_period = Some(case.plan_period());
        let mut answer = on_one_caliber(&Case { target: &target, plan_period, ..*case });
        if let Some((other, says)) = passed_over {
            whole::list_against(case, &mut answer, other, says.verdict);
        }
        answer.set_elapsed(case.target.period.elapsed_percent(case.on));
        return answer;
    }
    let implied = if implied::is_unprinted(case) { implied::of(case) } else { None };
    let ended = case.target.period.has_ended(case.on);
    let (whole, under_way) = spoken(case, implied.as_ref());
    let (chosen, said) = whole.unzip();
    let by_parent = if is_deferred(case) { left_to_parent::held(case, chosen.is_some()) } else { None };

    let mut covering =
        said.or_else(|| under_way.as_ref().filter(|parts| parts.covers).map(|parts| parts.finding));
    // What the parent's path says decides where the report itself declares nothing; and once the period is over only
    // where the whole of it is reported: an earlier year says nothing of this one.
    let undeclared = covering.is_none_or(|finding| finding.obstacle == Some(Reason::TargetDeferred));
    if let (Some(held), true, true) = (&by_parent, undeclared, covering.is_some()) {
        let other_caliber = chosen.as_ref().is_some_and(|chosen| differs_in_caliber(case, chosen.answer));
        covering =
            Some(if other_caliber { weigh::Finding::obstacle(Reason::CaliberChanged) } else { held.finding });
    }
    let mut running = under_way.as_ref().map(UnderWay::facts);
    if let Some(held) = &by_parent {
        let pace = held.parent.pace.as_ref().and_then(|pace| pace.standing);
        running = Some(Running { so_far: held.finding, final_so_far: false, pace });
    } else if is_deferred(case) && left_to_parent::is_loaded(case) {
        running = running.and_then(|running| left_to_parent::without_a_path(case, running));
    }
    let speaks = running.is_some_and(|running| running.so_far.obstacle.is_none());
    let decision = judge::decide(&Facts {
        exemption: case.exemption,
        whole: covering,
        target: if speaks { None } else { obstacle(case, implied.as_ref(), running.is_some()) },
        due: is_due(case),
        running,
        missing: choose::why_missing(case),
    });
    let decision = bridge::but_for_the_caliber(case, implied.as_ref(), decision);
    let mut answer = match (&chosen, &under_way) {
        (Some(chosen), _) => whole::answer(case, chosen, implied, decision),
        (None, Some(parts)) => answer_by_parts(case, parts, implied, decision),
        (None, None) if decision.reason == Some(Reason::CaliberChanged) => {
            let figures = Figures::none(Unavailable::NOT_COMPARABLE);
            Assessment { figures, ..bare(decision, implied) }
        }
        (None, None) => with_last_part(case, bare(decision, implied)),
    };
    if let Some(parts) = under_way {
        if !ended {
            let early = parts.is_reached_early(case);
            answer.reached_early = answer.status == Status::OnTrack && early;
            answer.pace = Some(parts.pace);
            answer.outlook = parts.outlook;
        }
        answer.horizon = parts.horizon;
    }
    let held_against = undeclared && matches!(decision.reason, None | Some(Reason::NotDue));
    if let Some(held) = by_parent.filter(|_| held_against) {
        tell_held(&mut answer, held);
    }
    answer
}

/// What speaks of the case: the vintage that answers for the whole of its period with what it says, and how it stands from
/// the parts. What the parts settle by counted figures is displaced neither by a mere expectation of the whole, nor by another
/// source's mere word, nor by a report of the whole that settles nothing itself.
fn spoken<'a>(
    case: &Case<'a>,
    implied: Option<&Implied>,
) -> (Option<(Chosen<'a>, weigh::Finding)>, Option<UnderWay<'a>>) {
    let whole = whole::answering(case);
    let ended = case.target.period.has_ended(case.on);
    let Some(chosen) = whole else { return (None, under_way::of(case, implied)) };
    let chosen = whole::with_other_parts(case, chosen);
    let said = &chosen.answer.outcome;
    let is_word = choose::is_mere_word(&said.value.figure);
    // What amounts add up to over the years is not what they have grown to in the last of them.
    let has_no_parts = horizon::of_its_last_year(case).is_some();
    let finding = whole::weigh(case, chosen.answer, implied);
    let settles_nothing = finding.settles_nothing();
    if has_no_parts || (ended && said.basis == Basis::Final && !is_word && !settles_nothing) {
        return (Some((chosen, finding)), None);
    }
    let under_way = match said.basis {
        Basis::Forecast => under_way::beside_an_expectation(case, implied, (chosen.answer, finding)),
        _ => under_way::of(case, implied),
    };
    let is_of_another =
        |parts: &UnderWay<'_>| parts.so_far.parts.iter().all(|part| part.outcome.source != said.source);
    // What follows from two figures of a source is not what it reports: it does not refute the source's own word.
    let follows_from_its_own = |parts: &UnderWay<'_>| parts.so_far.is_difference() && !is_of_another(parts);
    let refutes = |parts: &UnderWay<'_>| {
        is_word && parts.finding.verdict == Verdict::Disproved && !follows_from_its_own(parts)
    };
    let is_outranked = under_way.as_ref().is_some_and(|parts| {
        let is_settled = parts.covers || parts.final_so_far;
        let made_of = &parts.so_far.parts;
        // Beside what was reached before, a bound of the whole is one part of what is known.
        let is_it_alone = matches!(made_of.as_slice(), [only] if only.id == chosen.answer.id);
        if parts.finding.obstacle.is_some() || is_it_alone {
            return false;
        }
        if settles_nothing {
            let are_firmer = firmness::least(made_of.iter().copied()) > Some(said.basis);
            // Of one source the latest word stands, where both cannot be true.
            let can_be = value_of::interval(&said.value.figure).zip(parts.so_far.known);
            let is_taken_back =
                parts.covers && !is_of_another(parts) && can_be.is_some_and(|(one, other)| !one.meets(other));
            let says_more = is_settled && (parts.finding.verdict != Verdict::Open || are_firmer);
            let stands = says_more || (!ended && parts.pace.standing.is_some());
            return stands && !(is_taken_back && finding.obstacle.is_none());
        }
        is_settled && firmness::goes_before(made_of, said, || refutes(parts))
    });
    match under_way {
        Some(mut parts) if is_outranked => {
            let made_of = &parts.so_far.parts;
            let disagrees = choose::contradicts_parts(case, said, made_of, parts.covers);
            let is_known = parts.so_far.conflict.contains(&chosen.answer.id);
            let is_other_way = match parts.finding.verdict {
                Verdict::Proved => finding.verdict == Verdict::Disproved,
                Verdict::Disproved => is_word,
                Verdict::Open => false,
            };
            let is_against = is_word && is_other_way && is_of_another(&parts);
            if !is_known && !differs_in_caliber(case, chosen.answer) && (disagrees || is_against) {
                parts.so_far.conflict.push(chosen.answer.id);
            }
            (None, Some(parts))
        }
        under_way => {
            let against = under_way.as_ref().filter(|parts| {
                is_word && follows_from_its_own(parts) && contradicts(finding.verdict, parts)
            });
            let chosen = match against {
                Some(parts) => chosen.with_conflict(&parts.so_far.parts),
                None => chosen,
            };
            (Some((chosen, finding)), under_way.filter(|_| !ended))
        }
    }
}

/// Whether what the parts settle is the other way round.
fn contradicts(verdict: Verdict, parts: &UnderWay<'_>) -> bool {
    let is_settled = (parts.covers || parts.final_so_far) && parts.finding.obstacle.is_none();
    is_settled && verdict != Verdict::Open && parts.finding.verdict == verdict.negated()
}

/// Names what was reported for a part of the period, of which nothing follows for the whole.
fn with_last_part(case: &Case<'_>, mut answer: Assessment) -> Assessment {
    let is_compared_whole = matches!(case.indicator.measure, Measure::Rate | Measure::Index);
    if is_compared_whole
        && answer.reason == Some(Reason::Late)
        && let Some(last) = parts::last_part(case)
    {
        answer.chosen = Some(last.id);
        answer.figures = Figures::none(Unavailable::ONLY_PARTS);
    }
    answer
}

/// Adds to an answer how the parent's own target stands, which it was held against.
fn tell_held(answer: &mut Assessment, held: left_to_parent::HeldAgainst) {
    let parent = held.parent;
    answer.pace = parent.pace;
    answer.outlook = parent.outlook;
    answer.horizon = parent.horizon;
    answer.provisional |= parent.provisional;
    answer.conflict.extend(parent.conflict);
    answer.conflict.sort_unstable();
    answer.conflict.dedup();
    answer.steps.push(Step::HeldAgainstParent);
    answer.steps.extend(parent.steps);
    if answer.reason.is_none() {
        answer.figures = held.figures;
        let evidence = answer.evidence.unwrap_or(Evidence::Undemonstrated);
        explain::tell::verdict(answer.verdict, evidence, false, &answer.figures, &mut answer.steps);
    }
}

/// An answer with the decision alone.
fn bare(decision: Decision, implied: Option<Implied>) -> Assessment {
    let steps = implied.map(Step::Implied).into_iter().collect();
    Assessment {
        status: decision.status,
        evidence: decision.evidence,
        reason: decision.reason,
        verdict: decision.verdict,
        pace: None,
        outlook: None,
        horizon: None,
        chosen: None,
        conflict: Vec::new(),
        provisional: false,
        approximate: false,
        reached_early: false,
        implied,
        figures: Figures::none(Unavailable::NOTHING_REPORTED),
        steps,
    }
}

fn answer_by_parts(
    case: &Case<'_>,
    parts: &UnderWay<'_>,
    implied: Option<Implied>,
    decision: Decision,
) -> Assessment {
    let so_far = &parts.so_far;
    let outcomes = || so_far.parts.iter().map(|part| &part.outcome);
    let mut answer = bare(decision, implied);
    answer.chosen = so_far.latest().map(|part| part.id);
    answer.conflict.clone_from(&so_far.conflict);
    answer.provisional = outcomes().any(|outcome| is_provisional(case, outcome))
        || parts
            .condition(case)
            .is_some_and(|condition| demand::rests_on_provisional(case, &condition, so_far.asked_for(case)))
        || parts.changed.is_some_and(|vintage| yearly_growth::rests_on_provisional(case, &vintage.outcome));
    answer.approximate = outcomes().any(|outcome| value_of::is_approximate(&outcome.value.figure));
    answer.figures = match (decision.status, decision.reason) {
        (Status::NotAssessable, _) => Figures::none(Unavailable::NOT_COMPARABLE),
        (_, Some(Reason::Late)) => Figures::none(Unavailable::ONLY_PARTS),
        _ => parts.figures.clone(),
    };
    explain::tell::parts(case, parts, &mut answer);
    answer
}

fn assess_group(case: &Case<'_>) -> Assessment {
    let decision = match case.exemption {
        Some(_) => judge::decide(&Facts::of_group(case.exemption, is_due(case))),
        None => judge::group(case.members),
    };
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let achieved = case.members.iter().filter(|member| member.status == Status::Achieved).count();
    let members = Step::Members { achieved: count(achieved), total: count(case.members.len()) };
    Assessment {
        provisional: case.members.iter().any(|member| member.provisional),
        figures: Figures::none(Unavailable::TARGET_WITHOUT_NUMBER),
        steps: vec![members],
        ..bare(decision, None)
    }
}

/// Whether a figure is not the last word: expected, counted for the first time, or for days not over yet.
fn is_provisional(case: &Case<'_>, outcome: &Outcome) -> bool {
    outcome.basis != Basis::Final || !outcome.period.has_ended(case.on)
}

fn is_deferred(case: &Case<'_>) -> bool {
    case.target
        .criterion
        .as_ref()
        .is_some_and(|criterion| matches!(criterion.condition, Condition::Deferred { .. }))
}

/// Why nothing follows: the target as it stands cannot be judged, or what is reported is on another caliber.
fn obstacle(case: &Case<'_>, implied: Option<&Implied>, is_running: bool) -> Option<Reason> {
    let of_the_reports = || under_way::obstacle(case).filter(|_| !is_running);
    match target_obstacle(case, implied) {
        Some(Reason::TargetNotIssued)
            if case.reported.iter().any(|one| one.outcome.value.figure.is_share()) =>
        {
            of_the_reports().or(Some(Reason::TargetNotIssued))
        }
        None if !is_due(case) => of_the_reports(),
        of_the_target => of_the_target,
    }
}

/// Why the target as it stands cannot be judged, whatever is reported short of a declaration.
fn target_obstacle(case: &Case<'_>, implied: Option<&Implied>) -> Option<Reason> {
    match case.target.criterion.as_ref().map(|criterion| &criterion.condition) {
        None | Some(Condition::NotIssued { .. }) if implied.is_some() => None,
        None | Some(Condition::NotIssued { .. }) => Some(Reason::TargetNotIssued),
        Some(Condition::Deferred { .. }) if left_to_parent::is_loaded(case) => None,
        Some(Condition::Deferred { .. }) => Some(Reason::TargetDeferred),
        Some(Condition::Qualitative) => Some(Reason::TargetQualitative),
        Some(_) => None,
    }
}

/// Whether the target is due on the day: its period is over, or the day that it names has passed.
fn is_due(case: &Case<'_>) -> bool {
    match case.target.criterion.as_ref().map(|criterion| &criterion.condition) {
        Some(Condition::Milestone { by: Some(by), .. }) => case.on > *by,
        _ => case.target.period.has_ended(case.on),
    }
}

/// Where the way to the target starts, and on which day: the baseline of the case, else the figure reported
/// for the period that ends the day before the plan begins. Only for what goes on from year to year.
fn starting_point(case: &Case<'_>) -> Option<(NaiveDate, Exact)> {
    if let Some(baseline) = case.baseline {
        return Some((baseline.period.end(), baseline.value));
    }
    let level = match case.indicator.measure {
        Measure::Level => true,
        // What a ratio was last year is no start of what it is to be this year: it is compared whole.
        Measure::Ratio if case.plan_period().years() > 1 => true,
        Measure::Flow => false,
        _ => return None,
    };
    let before = case.plan_period().start().pred_opt()?;
    case.reported
        .iter()
        .map(|vintage| vintage.outcome.period)
        .filter(|period| {
            let year = period.years();
            period.end() == before
                && if level { year < 2 } else { parts::is_as_long(*period, case.target.period) }
        })
        .filter_map(|period| Some((period, choose::choose_for(case, period)?)))
        .max_by_key(|(period, chosen)| {
            let Reported { outcome, .. } = chosen.answer;
            let is_its_own = !differs_in_caliber(case, chosen.answer);
            let is_number = value_of::number(&outcome.value.figure).is_some();
            let is_counted = firmness::is_counted(Some(outcome.basis)) && is_its_own && is_number;
            (is_counted, period.days())
        })
        .map(|(_, chosen)| chosen)
        .filter(|chosen| !differs_in_caliber(case, chosen.answer))
        .and_then(|chosen| value_of::number(&chosen.answer.outcome.value.figure))
        .or_else(|| if level { None } else { amount_before(case) })
        .map(|value| (before, value))
        .or_else(|| named_start(case))
}

/// The figure of the earlier year that the words count from (比2015年下降16%), where nothing nearer is known.
fn named_start(case: &Case<'_>) -> Option<(NaiveDate, Exact)> {
    let Condition::Change { from, .. } = &case.target.criterion.as_ref()?.condition else { return None };
    let named = named_base::in_case(case, from, case.target.period).filter(|named| named.years() == 1)?;
    let figure = parts::figure_for(case, named)?.as_point()?;
    (named.end() < case.plan_period().start()).then_some((named.end(), figure))
}

/// What the figure for a period makes progress from. An amount makes none from the amount of a longer or a shorter time.
fn progress_from(case: &Case<'_>, covered: Period) -> Known {
    let (_, value) = starting_point(case).ok_or(Unavailable::NO_BASELINE)?;
    let counted_over = case.baseline.map_or(case.target.period, |baseline| baseline.period);
    let adds_up = case.indicator.measure == Measure::Flow;
    if adds_up && !parts::is_as_long(counted_over, covered) {
        return Err(Unavailable::BASELINE_OF_OTHER_LENGTH);
    }
    Ok(value)
}

/// The amount of a period as long as the target's that ends where the plan begins, added up from its parts.
fn amount_before(case: &Case<'_>) -> Option<Exact> {
    let months = chrono::Months::new(case.target.period.whole_months()?);
    let first = case.plan_period().start();
    let before = Period::new(first.checked_sub_months(months)?, first.pred_opt()?).ok()?;
    parts::figure_for(case, before)?.as_point()
}
