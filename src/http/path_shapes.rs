//! Pace, projection and several years as they are sent, and figures that are null with their reason. It does not
//! know how they come about.

use serde::Serialize;
use utoipa::ToSchema;

use super::words::{
    CountedInWord, DayText, DecimalText, HorizonKindWord, MethodWord, PathWord, PeriodText, StandingWord,
    VerdictWord,
};
use crate::domain::{
    assessment::{
        Known,
        horizon::Horizon,
        pace::{Pace, Standing},
        profile::Path,
        projection::Projection,
    },
    quantity::Exact,
};

/// A figure that is null, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unavailable)]
pub(super) struct UnavailableOut {
    /// The name of the figure.
    #[schema(value_type = String, example = "completion")]
    figure: &'static str,
    /// A stable code of the reason.
    #[schema(value_type = String, example = "target_zero")]
    reason: &'static str,
}

/// How it stands against the expected path.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Pace)]
pub(super) struct PaceOut {
    /// The elapsed share of the period, in percent.
    #[schema(value_type = DecimalText, example = "49.589041")]
    elapsed: Exact,
    /// The last day that the figure is for; the path is read there.
    #[schema(value_type = DayText)]
    until: String,
    /// The shape of the path; null where none can be drawn.
    #[schema(required = true, value_type = Option<PathWord>)]
    path: Option<&'static str>,
    /// What was expected by that day, in what `counted_in` says.
    #[schema(required = true, value_type = Option<DecimalText>)]
    expected: Option<Exact>,
    /// What was reached by that day, in the same.
    #[schema(required = true, value_type = Option<DecimalText>)]
    reached: Option<Exact>,
    /// What both are counted in.
    #[schema(value_type = CountedInWord)]
    counted_in: &'static str,
    /// Completion over expected completion; 1 is as expected.
    #[schema(required = true, value_type = Option<DecimalText>)]
    ratio: Option<Exact>,
    /// The pace by the plan's limits; null where there is no path.
    #[schema(required = true, value_type = Option<StandingWord>)]
    standing: Option<&'static str>,
    /// Why a figure is null.
    unavailable: Vec<UnavailableOut>,
}

/// A projection to the end of the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Projection)]
pub(super) struct ProjectionOut {
    /// How it was made.
    #[schema(value_type = MethodWord)]
    method: &'static str,
    /// The projected figure, in the unit.
    #[schema(value_type = DecimalText)]
    value: Exact,
    /// The lower end of the range that earlier years' errors give; null with fewer than three of them.
    #[schema(required = true, value_type = Option<DecimalText>)]
    low: Option<Exact>,
    /// The upper end of it.
    #[schema(required = true, value_type = Option<DecimalText>)]
    high: Option<Exact>,
    /// How many earlier years' errors are known.
    years: usize,
    /// What the projection, or its range, would say about the target.
    #[schema(value_type = VerdictWord)]
    verdict: &'static str,
    /// What is still missing to the target, in the unit.
    #[schema(required = true, value_type = Option<DecimalText>)]
    remaining: Option<Exact>,
    /// What is needed a day from here on, in the unit.
    #[schema(required = true, value_type = Option<DecimalText>)]
    needed_per_day: Option<Exact>,
    /// That, as a multiple of what was reached a day so far.
    #[schema(required = true, value_type = Option<DecimalText>)]
    needed_times: Option<Exact>,
    /// Why a figure is null.
    unavailable: Vec<UnavailableOut>,
}

/// The several years of a target.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Horizon)]
pub(super) struct HorizonOut {
    /// How the years make up the whole.
    #[schema(value_type = HorizonKindWord)]
    kind: &'static str,
    /// The years of the target.
    years: usize,
    /// The years reported.
    years_reported: usize,
    /// The years left.
    years_left: usize,
    /// The last period reported.
    #[schema(required = true, value_type = Option<PeriodText>)]
    last_period: Option<String>,
    /// Its figure, in the unit.
    #[schema(required = true, value_type = Option<DecimalText>)]
    last_value: Option<Exact>,
    /// The average so far: growth a year in percent, or the amount a year in the unit.
    #[schema(required = true, value_type = Option<DecimalText>)]
    average_so_far: Option<Exact>,
    /// What each of the years left must bring.
    #[schema(required = true, value_type = Option<DecimalText>)]
    needed_a_year: Option<Exact>,
    /// true: some year reported brought as much; false: no year is left and the target is not reached; null: it
    /// would take more than any year brought.
    #[schema(required = true)]
    reachable: Option<bool>,
    /// Why a figure is null.
    unavailable: Vec<UnavailableOut>,
}

/// A figure, or null with the reason noted beside.
pub(super) fn take(
    unavailable: &mut Vec<UnavailableOut>,
    figure: &'static str,
    known: &Known,
) -> Option<Exact> {
    match known {
        Ok(number) => Some(*number),
        Err(why) => {
            unavailable.push(UnavailableOut { figure, reason: why.code });
            None
        }
    }
}

impl From<&Pace> for PaceOut {
    fn from(pace: &Pace) -> Self {
        // What is no one number is told in the sentence and the steps.
        let Pace {
            elapsed_percent,
            until,
            path,
            expected,
            reached,
            asked: _,
            known: _,
            counted_in,
            counted_from: _,
            average_per_year: _,
            ratio,
            standing,
            limits: _,
        } = pace;
        let mut unavailable = Vec::new();
        Self {
            elapsed: elapsed_percent.as_quotient(),
            until: until.to_string(),
            path: path.map(Path::word),
            expected: take(&mut unavailable, "expected", expected).map(Exact::as_quotient),
            reached: take(&mut unavailable, "reached", reached).map(Exact::as_figure),
            counted_in: counted_in.word(),
            ratio: take(&mut unavailable, "ratio", ratio).map(Exact::as_quotient),
            standing: standing.map(Standing::word),
            unavailable,
        }
    }
}

impl From<&Projection> for ProjectionOut {
    fn from(projection: &Projection) -> Self {
        let Projection { method, value, range, years, verdict, remaining, needed_per_day, needed_times } =
            projection;
        let mut unavailable = Vec::new();
        Self {
            method: method.word(),
            value: value.as_quotient(),
            low: take(&mut unavailable, "low", &range.map(|(low, _)| low)).map(Exact::as_quotient),
            high: take(&mut unavailable, "high", &range.map(|(_, high)| high)).map(Exact::as_quotient),
            years: *years,
            verdict: verdict.word(),
            remaining: take(&mut unavailable, "remaining", remaining).map(Exact::as_figure),
            needed_per_day: take(&mut unavailable, "needed_per_day", needed_per_day).map(Exact::as_quotient),
            needed_times: take(&mut unavailable, "needed_times", needed_times).map(Exact::as_quotient),
            unavailable,
        }
    }
}

impl From<&Horizon> for HorizonOut {
    fn from(horizon: &Horizon) -> Self {
        let Horizon {
            kind,
            years,
            years_reported,
            years_left,
            last,
            average_so_far,
            needed_a_year,
            reachable,
        } = horizon;
        let mut unavailable = Vec::new();
        Self {
            kind: kind.word(),
            years: *years,
            years_reported: *years_reported,
            years_left: *years_left,
            last_period: last.map(|(period, _)| period.to_string()),
            last_value: last.map(|(_, value)| value.as_figure()),
            average_so_far: take(&mut unavailable, "average_so_far", average_so_far).map(Exact::as_quotient),
            needed_a_year: take(&mut unavailable, "needed_a_year", needed_a_year).map(Exact::as_quotient),
            reachable: *reachable,
            unavailable,
        }
    }
}
