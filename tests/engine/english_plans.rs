//! Plans in English: grades of a scale of one's own, amounts whose unit is one of a time, names that say that figures run on,
//! and limits around nothing.

use plantrack::domain::{
    assessment::{Case, Reason, Status, assess},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
    reading::{Context, of_a_milestone, read_outcome, read_target},
};

use crate::support::{day, indicator, period, read_as_target, said_in_words, target, vintage};

type Told = (Status, Option<Reason>);

fn judged(of: &Indicator, years: &str, asked: &str, said: &[(&str, &str)], on: &str) -> Told {
    let mut asks = target("x", period(years), Some(read_as_target(asked, of)));
    asked.clone_into(&mut asks.text);
    let reported = said_in_words(of, said, "2023-01-10");
    let answer = assess(&Case { reported: &reported, scale: &of.scale, ..Case::new(of, &asks, day(on)) });
    (answer.status, answer.reason)
}

fn named(name: &str, unit: &str, measure: Measure, direction: Direction) -> Indicator {
    Indicator { name_en: name.to_owned(), ..indicator("x", unit, measure, Some(direction)) }
}

fn graded(scale: &[&str], direction: Direction) -> Indicator {
    let scale = scale.iter().map(|grade| (*grade).to_owned()).collect();
    Indicator { scale, ..indicator("x", "", Measure::Grade, Some(direction)) }
}

const MET: Told = (Status::Achieved, None);
const MISSED: Told = (Status::NotAchieved, None);
const APART: Told = (Status::NotAssessable, Some(Reason::Incomparable));
const LATE: Told = (Status::AwaitingOutcome, Some(Reason::Late));

#[test]
fn at_most_a_grade_is_no_higher_on_its_scale() {
    let risk = graded(&["Low", "Medium", "High"], Direction::Lower);
    for asked in ["At most Medium", "Medium or below", "At least Medium"] {
        for (said, told) in [("Low", MET), ("Medium", MET), ("High", MISSED), ("At most Low", MET)] {
            assert_eq!(
                judged(&risk, "2022", asked, &[("2022", said)], "2023-03-01"),
                told,
                "{asked}: {said}"
            );
        }
    }
    let water = graded(&[], Direction::Lower);
    assert_eq!(judged(&water, "2022", "Ⅱ类以下", &[("2022", "Ⅲ类")], "2023-03-01"), MET);
    let letters = graded(&["A", "B", "C", "D"], Direction::Lower);
    assert_eq!(judged(&letters, "2022", "At most C", &[("2022", "B")], "2023-03-01"), MET);
    assert_eq!(judged(&letters, "2022", "At most C", &[("2022", "D")], "2023-03-01"), MISSED);
    let best_last = graded(&["D", "C", "B", "A"], Direction::Higher);
    for (of, phrase) in [
        (&letters, "C or below"),
        (&best_last, "C or below"),
        (&best_last, "At most C"),
        (&risk, "Medium or worse"),
        (&risk, "worse than Medium"),
    ] {
        let context = Context {
            unit: "",
            measure: Measure::Grade,
            direction: of.direction,
            is_reduction: false,
            scale: &of.scale,
        };
        assert!(read_target(phrase, &context).is_err(), "{phrase}");
    }
}

#[test]
fn amounts_of_a_time_are_not_added_up_over_a_longer_one() {
    let years = [("2021", "480"), ("2022", "500"), ("2023", "520"), ("2024", "510"), ("2025", "490")];
    for (unit, asked) in [
        ("homes per year", "600 homes per year"),
        ("homes per year", "600"),
        ("万吨/年", "600万吨/年"),
        ("Mt/year", "600"),
    ] {
        let of = named("Capacity", unit, Measure::Flow, Direction::Higher);
        assert_eq!(judged(&of, "2021..2025", asked, &years, "2026-03-01"), LATE, "{unit}");
        let whole = [("2021..2025", "510")];
        assert_eq!(judged(&of, "2021..2025", asked, &whole, "2026-03-01"), MISSED, "{unit}");
        assert_ne!(judged(&of, "2021..2025", asked, &years[..2], "2023-03-01").0, Status::Achieved, "{unit}");
        assert_eq!(judged(&of, "2022", asked, &years, "2023-03-01"), MISSED, "{unit}");
    }
    let lower = named("Waste", "tonnes p.a.", Measure::Flow, Direction::Lower);
    assert_eq!(judged(&lower, "2021..2025", "at most 600 tonnes a year", &years, "2026-03-01"), LATE);
    let months = [("2022-01", "60"), ("2022-02", "60"), ("2022-03", "60"), ("2022-04", "60")];
    let monthly = named("Homes", "homes per month", Measure::Flow, Direction::Higher);
    assert_ne!(judged(&monthly, "2022", "100 homes per month", &months, "2022-05-10").0, Status::Achieved);
    // Nor are the quarters of the years.
    let of_years = named("Homes", "homes per year", Measure::Flow, Direction::Higher);
    let quarters = [("2021-Q1", "200"), ("2021-Q2", "200"), ("2021-Q3", "200"), ("2021-Q4", "200")];
    assert_ne!(judged(&of_years, "2021..2022", "600", &quarters, "2022-02-01").0, Status::Achieved);
    // The amounts of a year's parts add up to the year's, whatever the unit says of the year.
    let quarters = [("2022-Q1", "200"), ("2022-Q2", "200"), ("2022-Q3", "100"), ("2022-Q4", "150")];
    for unit in ["homes per year", "homes", "万元/人年"] {
        let of = named("Homes", unit, Measure::Flow, Direction::Higher);
        assert_eq!(judged(&of, "2022", "600", &quarters, "2023-03-01"), MET, "{unit}");
    }
    let plain = named("Homes", "homes", Measure::Flow, Direction::Higher);
    assert_eq!(judged(&plain, "2021..2025", "2,500 homes", &years, "2026-03-01"), MET);
    let added = named("New treatment capacity", "Mt/year", Measure::Flow, Direction::Higher);
    assert_eq!(judged(&added, "2021..2025", "2,000", &years, "2026-03-01").0, Status::Achieved);
}

#[test]
fn amounts_that_are_of_a_time_by_their_name_are_not_added_up_over_a_longer_one() {
    let years = [("2021", "6600"), ("2022", "6600"), ("2023", "6600"), ("2024", "6600"), ("2025", "6600")];
    for name in [
        "New homes per year",
        "Homes built annually",
        "Homes built each year",
        "Homes built (per year)",
        "Annual homes built",
        "Average annual new homes",
        "年均新建住房",
        "每年新建住房",
        "年新建住房",
    ] {
        let both = |direction| {
            let of = named(name, "homes", Measure::Flow, direction);
            if name.is_ascii() {
                of
            } else {
                Indicator { name_zh: name.to_owned(), name_en: String::new(), ..of }
            }
        };
        let (higher, lower) = (both(Direction::Higher), both(Direction::Lower));
        assert_eq!(judged(&higher, "2021..2025", "33,000", &years, "2026-03-01"), LATE, "{name}");
        assert_eq!(judged(&lower, "2021..2025", "at most 7,000", &years, "2026-03-01"), LATE, "{name}");
        assert_eq!(judged(&higher, "2025", "6,500", &years, "2026-03-01"), MET, "{name}");
        assert_eq!(
            judged(&higher, "2021..2025", "33,000 in total", &years, "2026-03-01").0,
            Status::Achieved,
            "{name}"
        );
        let whole = [("2021..2025", "33,000")];
        assert_eq!(judged(&higher, "2021..2025", "33,000", &whole, "2026-03-01"), MET, "{name}");
    }
    // What is of a year itself is counted over several.
    for name in [
        "Homes built",
        "Annual reports published",
        "Patients waiting over a year",
        "Annual health checks done",
    ] {
        let of = named(name, "", Measure::Flow, Direction::Higher);
        assert_eq!(judged(&of, "2021..2025", "33,000", &years, "2026-03-01"), MET, "{name}");
    }
    let quarters = [("2022-Q1", "200"), ("2022-Q2", "200"), ("2022-Q3", "100"), ("2022-Q4", "150")];
    let of = named("Homes built per year", "homes", Measure::Flow, Direction::Higher);
    assert_eq!(judged(&of, "2022", "600", &quarters, "2023-03-01"), MET);
    let of = named("Homes built per quarter", "homes", Measure::Flow, Direction::Higher);
    assert_eq!(judged(&of, "2022", "600", &quarters, "2023-03-01"), LATE);
}

#[test]
fn figures_run_on_where_the_name_says_so() {
    let quarters = [("2025-Q1", "1,000"), ("2025-Q2", "1,800"), ("2025-Q3", "2,400"), ("2025-Q4", "2,900")];
    let apart = [("2025-Q1", "700"), ("2025-Q2", "800"), ("2025-Q3", "900"), ("2025-Q4", "950")];
    let falling = [("2025-Q1", "1,000"), ("2025-Q2", "800"), ("2025-Q3", "700"), ("2025-Q4", "900")];
    let flow = |name: &str| named(name, "homes", Measure::Flow, Direction::Higher);
    for name in [
        "Homes built (cumulative)",
        "Cumulative homes built",
        "Homes built (cum.)",
        "Homes built, running total",
        "Homes built so far",
        "Homes built since programme start",
        "Homes built (YTD)",
        "YTD homes sold",
        "Homes built, year to date",
        "Homes built (cumulative, year to date)",
        "Number of homes built (cumulative), by end of year",
    ] {
        assert_eq!(judged(&flow(name), "2025", "3,000", &quarters, "2026-03-01"), MISSED, "{name}");
        assert_eq!(judged(&flow(name), "2025", "2,900", &quarters, "2026-03-01"), MET, "{name}");
        assert_eq!(judged(&flow(name), "2025", "900", &falling, "2026-03-01"), APART, "{name}");
    }
    for name in ["Homes built (non-cumulative)", "Homes built (not cumulative)", "Homes built"] {
        assert_eq!(judged(&flow(name), "2025", "3,000", &apart, "2026-03-01"), MET, "{name}");
        assert_eq!(judged(&flow(name), "2025", "3,400", &falling, "2026-03-01"), MET, "{name}");
    }
    let years = [("2021", "1,000"), ("2022", "1,800"), ("2023", "2,400")];
    for name in ["Cumulative homes built", "Homes built so far"] {
        assert_eq!(
            judged(&flow(name), "2021..2030", "3,000", &years, "2024-02-01").0,
            Status::OnTrack,
            "{name}"
        );
    }
    // Each year begins anew.
    assert_eq!(judged(&flow("Homes built (YTD)"), "2021..2030", "5,000", &years, "2024-02-01"), MET);
}

#[test]
fn within_so_much_of_nothing_may_bind_on_both_sides() {
    let variance = named("Variance from budget", "%", Measure::Level, Direction::Lower);
    for (said, told) in
        [("-7 per cent", APART), ("-4 per cent", MET), ("4 per cent", MET), ("7 per cent", MISSED)]
    {
        let answer = judged(&variance, "2022", "Within 5 per cent", &[("2022", said)], "2023-03-01");
        assert_eq!(answer, told, "{said}");
    }
    let context = |unit, direction| Context {
        unit,
        measure: Measure::Level,
        direction: Some(direction),
        is_reduction: false,
        scale: &[],
    };
    for phrase in ["-5% to 5%", "-5% to +5%"] {
        assert!(read_target(phrase, &context("%", Direction::Lower)).is_err(), "{phrase}");
    }
    for unit in ["share, %", "% (percent)", "percent change"] {
        assert!(read_target("Increase of 2%", &context(unit, Direction::Higher)).is_err(), "{unit}");
    }
    assert!(read_outcome("-7%", &context("%", Direction::Lower)).is_ok());
}

#[test]
fn a_figure_a_thousand_times_what_is_asked_is_in_a_smaller_unit() {
    for (unit, asked, said, told) in [
        ("TWh", "50 TWh", "50,100", APART),
        ("km", "12", "12,400", APART),
        ("US$ billion", "60", "59,900", APART),
        ("million tonnes", "7.4", "7,390", APART),
        ("TWh", "50 TWh", "50,100 GWh", MET),
        ("TWh", "50 TWh", "50,100 TWh", MET),
        ("TWh", "50 TWh", "5,010", MET),
        ("TWh", "50 TWh", "70,100", MET),
        ("homes", "50", "50,100", MET),
    ] {
        let of = named("x", unit, Measure::Level, Direction::Higher);
        assert_eq!(judged(&of, "2022", asked, &[("2022", said)], "2023-03-01"), told, "{unit}: {said}");
    }
    let less = named("x", "Mt", Measure::Level, Direction::Lower);
    assert_eq!(judged(&less, "2022", "50", &[("2022", "50,100")], "2023-03-01"), MISSED);
}

#[test]
fn what_is_done_in_part_is_not_done() {
    let of = indicator("x", "", Measure::Milestone, None);
    for (asked, said, told) in [
        ("Operational", "Partially operational", MISSED),
        ("Operational", "partly operational", MISSED),
        ("Operational", "Operational", MET),
        ("Enact the law", "Partially operational", APART),
    ] {
        assert_eq!(judged(&of, "2022", asked, &[("2022", said)], "2023-03-01"), told, "{asked}: {said}");
    }
    let context =
        Context { unit: "", measure: Measure::Milestone, direction: None, is_reduction: false, scale: &[] };
    // That it was not done yet does not say that it was not done by the end of the period.
    for said in
        ["Not yet enacted", "Not yet operational", "Partially", "Partly in force", "Published 2 April 2024"]
    {
        assert!(read_outcome(said, &context).is_err(), "{said}");
    }
}

fn milestone() -> Indicator {
    indicator("x", "", Measure::Milestone, Some(Direction::Higher))
}

/// What follows from a report of a milestone for 2022 that its period tells, where it is reported on a day.
fn told_by_its_time(asked: &str, said: &str, reported_on: &str) -> Told {
    let of = milestone();
    let mut asks = target("x", period("2022"), Some(read_as_target(asked, &of)));
    asked.clone_into(&mut asks.text);
    let value = of_a_milestone(said, period("2022")).unwrap().value;
    let mut one = vintage(1, "2022", value, Basis::Final, "office", reported_on);
    said.clone_into(&mut one.outcome.text);
    let answer = assess(&Case { reported: &[one], ..Case::new(&of, &asks, day("2023-03-01")) });
    (answer.status, answer.reason)
}

#[test]
fn the_day_behind_what_was_done_says_whether_it_was_in_time() {
    for (asked, said, told) in [
        ("Published", "Published 2 April 2022", MET),
        ("Published by June 2022", "Published 2 April 2022", MET),
        ("Published by March 2022", "Published 2 April 2022", MISSED),
        ("Strategy published by March 2022", "Published in June 2022", MISSED),
        ("Published by 15 June 2022", "Published in June 2022", APART),
        ("Published by June 2022", "Published in June 2022", MET),
        ("Completed by March 2022", "Completed in June 2022", MISSED),
        ("Completed by March 2022", "Completed in March 2022", MET),
        ("Enacted by March 2022", "Published in June 2022", APART),
        ("Enacted by December 2022", "Published in June 2022", APART),
    ] {
        assert_eq!(told_by_its_time(asked, said, "2023-01-10"), told, "{asked}: {said}");
    }
}

#[test]
fn what_is_not_done_yet_was_not_done_once_its_days_are_over() {
    for (asked, said, told) in [
        ("Law enacted", "Not yet enacted", MISSED),
        ("Published by June 2022", "Not yet published", MISSED),
        ("In place", "Not yet in place", MISSED),
        ("Completed", "Has not yet been completed", MISSED),
        ("Law published", "Not yet enacted", APART),
    ] {
        assert_eq!(told_by_its_time(asked, said, "2023-01-10"), told, "{asked}: {said}");
        assert_eq!(told_by_its_time(asked, said, "2022-12-31"), told, "{asked}: {said}");
        // In June it may still be done.
        assert_eq!(told_by_its_time(asked, said, "2022-06-10"), LATE, "{asked}: {said}");
    }
}

#[test]
fn that_construction_is_complete_says_no_more_than_that() {
    for (asked, told) in [
        ("Completed", MET),
        ("Construction completed by June 2022", MET),
        ("Bridge completed", MET),
        ("Handed over", APART),
        ("Bridge opened", APART),
        ("Completed and commissioned", APART),
        ("Strategy published", APART),
    ] {
        let said = [("2022", "Construction complete")];
        assert_eq!(judged(&milestone(), "2022", asked, &said, "2023-03-01"), told, "{asked}");
    }
}
