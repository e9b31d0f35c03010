//! A path is a quotient and is compared without being carried out: what is exactly on it is on it, and what is a hair behind is
//! behind, whatever the numbers. So is a reference in another unit.

use plantrack::domain::{
    assessment::{
        Assessment, Baseline, Case, Profile, Reference, Reported, Standing, Status, Verdict, Waypoint, assess,
    },
    criterion::{Comparison, Condition},
    indicator::{Direction, Measure},
    outcome::Basis,
    quantity::Exact,
    value::{Figure, Value},
};
use proptest::prelude::*;

use crate::support::{code, day, exact, indicator, period, read_as_target, target, vintage};

const YEAR: i64 = 365;

fn times(number: Exact, by: i64) -> Exact {
    number.times(Exact::from(by)).unwrap()
}

/// A number above zero with up to six digits and four decimals.
fn amount() -> impl Strategy<Value = Exact> {
    (1_i64..1_000_000, 0_u32..5)
        .prop_map(|(digits, places)| Exact::from(digits).over(Exact::from(10_i64.pow(places))).unwrap())
}

/// A day of 2022 that is neither the first nor the last, as the days until then.
fn days() -> impl Strategy<Value = i64> {
    2..YEAR - 1
}

fn better() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Higher), Just(Direction::Lower)]
}

fn until(days: i64) -> String {
    let last = day("2021-12-31") + chrono::Duration::days(days);
    format!("2022-01-01..{last}")
}

/// What is asked of 2022, and what is known before a report.
struct Asked<'a> {
    measure: Measure,
    direction: Direction,
    whole: Exact,
    tolerance: Exact,
    profile: Profile<'a>,
    baseline: Option<Exact>,
    earlier: Vec<Reported>,
}

impl<'a> Asked<'a> {
    fn flow(direction: Direction, whole: Exact, profile: Profile<'a>) -> Self {
        let (tolerance, baseline, earlier) = (Exact::ZERO, None, Vec::new());
        Self { measure: Measure::Flow, direction, whole, tolerance, profile, baseline, earlier }
    }

    /// The answer where so much is reported, and so much of a hair is missing.
    fn where_reached(&self, reached: Exact, hairs: i64, part: &str) -> Assessment {
        let hair = times(exact("0.0000001"), hairs);
        let is_higher = self.direction == Direction::Higher;
        let reached = reached.minus(if is_higher { hair } else { hair.negated() }).unwrap();
        let op = if is_higher { Comparison::AtLeast } else { Comparison::AtMost };
        let about = !self.tolerance.is_zero();
        let condition = Condition::Threshold { op, value: self.whole, about, average_per_year: false };
        let mut target = target("x", period("2022"), Some(condition.into()));
        target.tolerance = Some(self.tolerance);
        let indicator = indicator("x", "t", self.measure, Some(self.direction));
        let baseline =
            self.baseline.map(|value| Baseline { label: "2021".to_owned(), period: period("2021"), value });
        let mut reported = self.earlier.clone();
        reported.push(vintage(99, part, figure(reached), Basis::Final, "office", "2022-12-30"));
        let case = Case::new(&indicator, &target, day("2022-12-30"));
        let (profile, baseline) = (self.profile, baseline.as_ref());
        assess(&Case { reported: &reported, profile, baseline, ..case })
    }

    /// That so much is exactly what is due, and a hair less is not.
    fn is_due(&self, reached: Exact, part: &str) -> Result<(), TestCaseError> {
        let there = self.where_reached(reached, 0, part);
        prop_assert_eq!(there.status, Status::OnTrack);
        prop_assert_eq!(there.pace.unwrap().ratio, Ok(Exact::ONE));
        prop_assert_eq!(there.outlook.unwrap().verdict, Verdict::Proved);
        let behind = self.where_reached(reached, 1, part);
        prop_assert_ne!(behind.status, Status::OnTrack);
        prop_assert_eq!(behind.outlook.unwrap().verdict, Verdict::Disproved);
        Ok(())
    }

    /// That so much is exactly at the limit from which on it is at risk, and a hair less is far behind.
    fn is_the_least_at_risk(&self, reached: Exact, part: &str) -> Result<(), TestCaseError> {
        let standing = |hairs| self.where_reached(reached, hairs, part).pace.and_then(|pace| pace.standing);
        prop_assert_eq!(standing(0), Some(Standing::AtRisk));
        prop_assert_eq!(standing(1), Some(Standing::OffTrack));
        Ok(())
    }
}

fn figure(value: Exact) -> Value {
    Figure::Number { value, approximate: false }.into()
}

/// Of ten, what is a tenth behind.
const fn a_tenth_behind(direction: Direction) -> i64 {
    if matches!(direction, Direction::Higher) { 9 } else { 11 }
}

proptest! {
    #[test]
    fn a_sum_on_its_linear_path(day in days(), a_day in amount(), direction in better()) {
        let asked = Asked::flow(direction, times(a_day, YEAR), Profile::Linear);
        asked.is_due(times(a_day, day), &until(day))?;
        let asked = Asked::flow(direction, times(a_day, YEAR * 10), Profile::Linear);
        asked.is_the_least_at_risk(times(a_day, day * a_tenth_behind(direction)), &until(day))?;
    }

    #[test]
    fn a_sum_on_the_path_of_earlier_years(
        part in 1_i64..2_000, rest in 1_i64..2_000, years in prop::collection::vec(amount(), 1..4),
        so_much in amount(), direction in better(),
    ) {
        let mut earlier = Vec::new();
        for (as_often, year) in years.iter().zip((2019..2022).rev()) {
            for (of, number) in [(format!("{year}-H1"), part), (format!("{year}"), part + rest)] {
                let id = i64::try_from(earlier.len()).unwrap() + 1;
                let number = figure(times(*as_often, number));
                earlier.push(vintage(id, &of, number, Basis::Final, "office", "2022-01-31"));
            }
        }
        let whole = times(so_much, part + rest);
        let asked =
            Asked { earlier: earlier.clone(), ..Asked::flow(direction, whole, Profile::Seasonal) };
        asked.is_due(times(so_much, part), "2022-H1")?;
        let asked = Asked { whole: times(whole, 10), ..asked };
        asked.is_the_least_at_risk(times(so_much, part * a_tenth_behind(direction)), "2022-H1")?;
    }

    #[test]
    fn a_sum_on_the_path_that_the_plan_sets(
        day in days(), first in amount(), second in amount(), direction in better(),
    ) {
        let half = 181;
        let whole = times(first, half).plus(times(second, YEAR - half)).unwrap();
        let waypoints = [Waypoint { until: crate::support::day("2022-06-30"), cumulative: times(first, half) }];
        let asked = Asked::flow(direction, whole, Profile::Waypoints(&waypoints));
        let late = times(second, (day - half).max(0));
        asked.is_due(times(first, day.min(half)).plus(late).unwrap(), &until(day))?;
    }

    #[test]
    fn a_level_on_its_way_from_a_baseline(day in days(), start in amount(), a_day in amount(), up: bool) {
        let (direction, a_day) =
            if up { (Direction::Higher, a_day) } else { (Direction::Lower, a_day.negated()) };
        let whole = start.plus(times(a_day, YEAR)).unwrap();
        let measure = Measure::Level;
        let asked =
            Asked { measure, baseline: Some(start), ..Asked::flow(direction, whole, Profile::Linear) };
        asked.is_due(start.plus(times(a_day, day)).unwrap(), &until(day))?;
    }

    #[test]
    fn a_tolerance_goes_the_same_way(day in days(), a_day in amount(), tolerance in amount(), start in amount()) {
        for baseline in [None, Some(start)] {
            let measure = if baseline.is_some() { Measure::Level } else { Measure::Flow };
            let from = baseline.unwrap_or(Exact::ZERO);
            let least = from.plus(times(a_day, YEAR)).unwrap();
            let whole = least.plus(times(tolerance, YEAR)).unwrap();
            let asked = Asked {
                measure, baseline, tolerance: times(tolerance, YEAR),
                ..Asked::flow(Direction::Higher, whole, Profile::Linear)
            };
            let reached = from.plus(times(a_day, day)).unwrap();
            prop_assert_eq!(asked.where_reached(reached, 0, &until(day)).status, Status::OnTrack);
            prop_assert_ne!(asked.where_reached(reached, 1, &until(day)).status, Status::OnTrack);
        }
    }
}

#[test]
fn as_much_as_last_year_is_on_the_path_of_last_year() {
    let of =
        |id, of: &str, value| vintage(id, of, figure(exact(value)), Basis::Final, "office", "2022-01-31");
    let earlier = vec![of(1, "2021-H1", "1300"), of(2, "2021", "3000")];
    let flow = Asked::flow(Direction::Lower, exact("3000"), Profile::Seasonal);
    let answer = Asked { earlier, ..flow }.where_reached(exact("1300"), 0, "2022-H1");
    assert_eq!(answer.status, Status::OnTrack);
    let pace = answer.pace.unwrap();
    assert_eq!((pace.expected, pace.ratio), (Ok(exact("1300")), Ok(Exact::ONE)));
    assert_eq!(answer.outlook.unwrap().value, exact("3000"));
}

#[test]
fn a_reference_in_a_larger_unit_is_as_much_as_it_is() {
    let hectares = indicator("x", "公顷", Measure::Level, Some(Direction::Higher));
    let criterion = read_as_target("不低于全国平均", &hectares);
    let mut target = target("x", period("2022"), Some(criterion));
    target.relative_to = Some(code("other"));
    for (mu, hectare) in [("30", "2"), ("105", "7"), ("1500", "100"), ("4.5", "0.3")] {
        let of =
            |value: &str| [vintage(1, "2022", figure(exact(value)), Basis::Final, "office", "2023-01-31")];
        let references =
            [Reference { indicator: code("other"), unit: Some("亩".to_owned()), reported: of(mu).to_vec() }];
        let reported = of(hectare);
        let case = Case::new(&hectares, &target, day("2023-02-01"));
        let answer = assess(&Case { reported: &reported, references: &references, ..case });
        assert_eq!((answer.status, answer.figures.gap), (Status::Achieved, Ok(Exact::ZERO)), "{mu}");
    }
}
