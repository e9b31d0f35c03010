//! What holds for every case: symmetry, monotony, three-valued logic, one answer for one case.

use plantrack::domain::{
    assessment::{
        Assessment, Case, Reported, Status, Verdict, assess,
        interval::{End, Interval, compare},
    },
    criterion::{Comparison, Condition},
    indicator::{Direction, Measure},
    outcome::Basis,
    quantity::Exact,
    value::{Figure, Value},
};
use proptest::prelude::*;

use crate::support::{day, indicator, period, target, vintage};

fn decimal() -> impl Strategy<Value = Exact> {
    (-200_000_i64..200_000, 0_u32..4).prop_map(|(digits, places)| {
        let scale = Exact::from(10_i64.pow(places));
        Exact::from(digits).over(scale).unwrap()
    })
}

fn positive() -> impl Strategy<Value = Exact> {
    decimal().prop_map(|number| number.abs().plus(Exact::ONE).unwrap())
}

fn comparison() -> impl Strategy<Value = Comparison> {
    prop_oneof![
        Just(Comparison::AtLeast),
        Just(Comparison::MoreThan),
        Just(Comparison::AtMost),
        Just(Comparison::LessThan),
        Just(Comparison::Equal),
    ]
}

fn figure() -> impl Strategy<Value = Figure> {
    let bound = prop_oneof![
        Just(Comparison::AtLeast),
        Just(Comparison::MoreThan),
        Just(Comparison::AtMost),
        Just(Comparison::LessThan)
    ];
    prop_oneof![
        (decimal(), any::<bool>()).prop_map(|(value, approximate)| Figure::Number { value, approximate }),
        (bound, decimal()).prop_map(|(op, value)| Figure::Bound { op, value, near: false }),
        (decimal(), positive())
            .prop_map(|(low, width)| Figure::Between { low, high: low.plus(width).unwrap() }),
        Just(Figure::DeclaredAttained),
    ]
}

struct Asked {
    direction: Direction,
    condition: Condition,
    tolerance: Exact,
    measure: Measure,
}

impl Asked {
    fn judge(&self, figure: Figure) -> Assessment {
        self.judge_on(figure, "2022", "2023-02-01")
    }

    fn judge_on(&self, figure: Figure, of: &str, on: &str) -> Assessment {
        let reported = [vintage(1, of, figure.into(), Basis::Final, "office", "2023-01-31")];
        self.judge_all(&reported, on)
    }

    fn judge_all(&self, reported: &[Reported], on: &str) -> Assessment {
        let indicator = indicator("x", "t", self.measure, Some(self.direction));
        let mut target = target("x", period("2022"), Some(self.condition.clone().into()));
        target.tolerance = Some(self.tolerance);
        assess(&Case { reported, ..Case::new(&indicator, &target, day(on)) })
    }
}

fn threshold(op: Comparison, value: Exact, about: bool) -> Condition {
    Condition::Threshold { op, value, about, average_per_year: false }
}

fn number(value: Exact) -> Figure {
    Figure::Number { value, approximate: false }
}

fn mirrored(figure: &Figure) -> Figure {
    match figure {
        Figure::Number { value, approximate } => {
            Figure::Number { value: value.negated(), approximate: *approximate }
        }
        Figure::Bound { op, value, near } => {
            Figure::Bound { op: op.turned(), value: value.negated(), near: *near }
        }
        Figure::Between { low, high } => Figure::Between { low: high.negated(), high: low.negated() },
        other => other.clone(),
    }
}

const fn turned(direction: Direction) -> Direction {
    match direction {
        Direction::Higher => Direction::Lower,
        Direction::Lower => Direction::Higher,
        Direction::OnTarget => Direction::OnTarget,
    }
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Higher), Just(Direction::Lower), Just(Direction::OnTarget)]
}

proptest! {
    #[test]
    fn every_rule_is_the_same_in_a_mirror(
        op in comparison(), at in decimal(), about: bool, tolerance in positive(),
        direction in direction(), figure in figure(), range: bool, width in positive(),
    ) {
        let (condition, mirror) = if range {
            let high = at.plus(width).unwrap();
            let of = |low, high| Condition::Range { low, high, about, average_per_year: false };
            (of(at, high), of(high.negated(), at.negated()))
        } else {
            (threshold(op, at, about), threshold(op.turned(), at.negated(), about))
        };
        let here = Asked { direction, condition, tolerance, measure: Measure::Level };
        let there =
            Asked { direction: turned(direction), condition: mirror, tolerance, measure: Measure::Level };
        let (a, b) = (here.judge(figure.clone()), there.judge(mirrored(&figure)));
        prop_assert_eq!((a.status, a.evidence, a.reason, a.verdict), (b.status, b.evidence, b.reason, b.verdict));
        prop_assert_eq!(a.figures.gap, b.figures.gap);
        let symmetric_margin = !(range && direction == Direction::OnTarget) && op != Comparison::Equal;
        if symmetric_margin {
            prop_assert_eq!(a.figures.margin, b.figures.margin.map(Exact::negated));
        }
    }

    #[test]
    fn completion_and_pace_are_the_same_seen_from_the_target(at in positive(), off in decimal()) {
        let of = |direction, op| Asked {
            direction, condition: threshold(op, at, false), tolerance: Exact::ZERO, measure: Measure::Rate,
        };
        let above = number(at.plus(off).unwrap());
        let below = number(at.minus(off).unwrap());
        let higher = of(Direction::Higher, Comparison::AtLeast);
        let lower = of(Direction::Lower, Comparison::AtMost);
        let (a, b) = (higher.judge(above.clone()), lower.judge(below.clone()));
        prop_assert_eq!(a.figures.completion, b.figures.completion);
        prop_assert_eq!(a.status, b.status);
        let (a, b) = (
            higher.judge_on(above, "2022-01..2022-06", "2022-07-10"),
            lower.judge_on(below, "2022-01..2022-06", "2022-07-10"),
        );
        prop_assert_eq!(a.status, b.status);
        prop_assert_eq!(a.pace.map(|pace| pace.ratio), b.pace.map(|pace| pace.ratio));
    }

    #[test]
    fn more_is_never_worse_where_higher_is_better(
        at in decimal(), reached in decimal(), more in positive(), about: bool, tolerance in positive(),
    ) {
        let asked = Asked {
            direction: Direction::Higher, condition: threshold(Comparison::AtLeast, at, about),
            tolerance, measure: Measure::Flow,
        };
        let better = reached.plus(more).unwrap();
        let order = |status: Status| match status {
            Status::Achieved => 3,
            Status::OnTrack => 2,
            Status::AtRisk => 1,
            _ => 0,
        };
        let (a, b) = (asked.judge(number(reached)), asked.judge(number(better)));
        prop_assert!(order(a.status) <= order(b.status));
        prop_assert!(a.figures.gap.unwrap() < b.figures.gap.unwrap());
        if !reached.is_negative() && at.is_positive() {
            let half = |value| asked.judge_on(number(value), "2022-01..2022-06", "2022-07-10");
            prop_assert!(order(half(reached).status) <= order(half(better).status));
        }
    }

    #[test]
    fn a_larger_tolerance_never_takes_a_verdict_away(
        op in comparison(), at in decimal(), figure in figure(), tolerance in positive(), more in positive(),
    ) {
        let with = |tolerance| {
            let condition = threshold(op, at, true);
            let asked = Asked { direction: Direction::OnTarget, condition, tolerance, measure: Measure::Level };
            asked.judge(figure.clone()).status
        };
        if with(tolerance) == Status::Achieved {
            prop_assert_eq!(with(tolerance.plus(more).unwrap()), Status::Achieved);
        }
    }

    #[test]
    fn the_capped_completion_is_at_most_the_raw_one_and_at_most_whole(at in decimal(), reached in decimal()) {
        for (direction, op) in [(Direction::Higher, Comparison::AtLeast), (Direction::Lower, Comparison::AtMost)] {
            let asked = Asked {
                direction, condition: threshold(op, at, false), tolerance: Exact::ZERO, measure: Measure::Flow,
            };
            let figures = asked.judge(number(reached)).figures;
            prop_assert_eq!(figures.completion.is_ok(), figures.completion_capped.is_ok());
            if let (Ok(raw), Ok(capped)) = (figures.completion, figures.completion_capped) {
                prop_assert!(capped <= raw && capped <= Exact::HUNDRED && !capped.is_negative());
                prop_assert_eq!(raw >= Exact::HUNDRED, asked.judge(number(reached)).status == Status::Achieved);
            }
        }
    }

    #[test]
    fn the_margin_turns_the_verdict_and_nothing_smaller_does(at in decimal(), reached in decimal()) {
        let asked = Asked {
            direction: Direction::Higher, condition: threshold(Comparison::AtLeast, at, false),
            tolerance: Exact::ZERO, measure: Measure::Level,
        };
        let here = asked.judge(number(reached));
        let margin = here.figures.margin.unwrap();
        let edge = reached.plus(margin).unwrap();
        let hair = Exact::parse("0.0000001").unwrap();
        prop_assert_eq!(asked.judge(number(edge)).status, Status::Achieved);
        prop_assert_eq!(asked.judge(number(edge.minus(hair).unwrap())).status, Status::NotAchieved);
    }

    #[test]
    fn nothing_is_rounded_before_it_is_compared(at in decimal(), places in 5_u32..20) {
        let asked = Asked {
            direction: Direction::Higher, condition: threshold(Comparison::AtLeast, at, false),
            tolerance: Exact::ZERO, measure: Measure::Level,
        };
        let mut hair = Exact::ONE;
        for _ in 0..places {
            hair = hair.over(Exact::from(10)).unwrap();
        }
        prop_assert_eq!(asked.judge(number(at)).status, Status::Achieved);
        let short = asked.judge(number(at.minus(hair).unwrap()));
        prop_assert_eq!(short.status, Status::NotAchieved);
        prop_assert_eq!(short.figures.gap, Ok(hair.negated()));
    }

    #[test]
    fn a_bound_never_says_more_than_every_number_that_it_allows(
        op in comparison(), at in decimal(), figure in figure(), sample in decimal(),
    ) {
        let asked = Asked {
            direction: Direction::OnTarget, condition: threshold(op, at, false),
            tolerance: Exact::ZERO, measure: Measure::Level,
        };
        let allowed = match &figure {
            Figure::Bound { op, value, .. } => {
                compare(Interval::point(sample), *op, Interval::point(*value)) == Verdict::Proved
            }
            Figure::Between { low, high } => *low <= sample && sample <= *high,
            _ => false,
        };
        if allowed {
            let (bound, exact) = (asked.judge(figure), asked.judge(number(sample)));
            prop_assert!(bound.verdict == Verdict::Open || bound.verdict == exact.verdict);
        }
    }

    #[test]
    fn one_case_has_one_answer_in_whatever_order_it_is_given(
        values in prop::collection::vec((figure(), 0_usize..3, 0_usize..3, 0_usize..4, 0_usize..6), 1..9),
        seed in 0_usize..50,
    ) {
        let reported: Vec<Reported> = values.into_iter().zip(1..).map(|((figure, basis, source, date, part), id)| {
            let value: Value = figure.into();
            let basis = Basis::ALL[basis];
            let source = ["press", "office", "yearbook"][source];
            let date = ["2022-05-01", "2022-08-01", "2023-01-10", "2023-01-20"][date];
            let part = ["2022", "2022", "2022-Q1", "2022-Q2", "2022-01..2022-06", "2021"][part];
            vintage(id, part, value, basis, source, date)
        }).collect();
        let mut turned = reported.clone();
        let length = turned.len();
        turned.rotate_left(seed % length);
        if seed % 2 == 0 {
            turned.reverse();
        }
        let asked = Asked {
            direction: Direction::Higher, condition: threshold(Comparison::AtLeast, Exact::HUNDRED, false),
            tolerance: Exact::ZERO, measure: Measure::Flow,
        };
        for on in ["2022-04-20", "2022-07-15", "2023-02-01"] {
            prop_assert_eq!(asked.judge_all(&reported, on), asked.judge_all(&turned, on));
        }
    }

    #[test]
    fn two_intervals_compare_as_all_their_numbers_do(
        ends in prop::collection::vec((decimal(), any::<bool>(), any::<bool>()), 4), op in comparison(),
        samples in prop::collection::vec((decimal(), decimal()), 8),
    ) {
        let interval = |a: &(Exact, bool, bool), b: &(Exact, bool, bool)| {
            let (low, high) = if a.0 <= b.0 { (a, b) } else { (b, a) };
            let end = |(at, open, known): &(Exact, bool, bool)| known.then_some(End { at: *at, open: *open });
            Interval { low: end(low), high: end(high) }
        };
        let (x, y) = (interval(&ends[0], &ends[1]), interval(&ends[2], &ends[3]));
        let holds = |interval: Interval, number: Exact| {
            let low = interval.low.is_none_or(|end| number > end.at || (number == end.at && !end.open));
            low && interval.high.is_none_or(|end| number < end.at || (number == end.at && !end.open))
        };
        let verdict = compare(x, op, y);
        for (a, b) in samples {
            if holds(x, a) && holds(y, b) {
                let one = compare(Interval::point(a), op, Interval::point(b));
                prop_assert!(verdict == Verdict::Open || verdict == one, "{a} {b}: {verdict} and {one}");
            }
        }
    }
}

#[test]
fn kleene_logic() {
    let all = Verdict::ALL;
    for &a in all {
        assert_eq!(a.negated().negated(), a);
        assert_eq!((a.and(a), a.or(a)), (a, a));
        assert_eq!((a.and(Verdict::Proved), a.or(Verdict::Disproved)), (a, a));
        for &b in all {
            assert_eq!((a.and(b), a.or(b)), (b.and(a), b.or(a)));
            assert_eq!(a.and(b).negated(), a.negated().or(b.negated()));
            assert_eq!((a.or(a.and(b)), a.and(a.or(b))), (a, a));
            for &c in all {
                assert_eq!(a.and(b.and(c)), a.and(b).and(c));
                assert_eq!(a.and(b.or(c)), a.and(b).or(a.and(c)));
            }
        }
    }
}
