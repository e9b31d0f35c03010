//! Every example in the documents of the engine is run, and so are the cases beside the tests. A block marked `case`, `parts` or `contribution` is
//! read line by line, `key: value`; what stands before `expect:` is given, what stands after it must come out.

use std::{collections::BTreeMap, fs, path::PathBuf};

use plantrack::domain::{
    assessment::{
        Assessment, Baseline, Case, Known, Parent, Profile, Reference, Reported, Unavailable, Waypoint,
        assess,
        contribution::{Grown, contribution},
        reconcile::reconcile,
        rollup::{Part, Printed},
        sentence,
    },
    code::Code,
    indicator::{Aggregation, Direction, Indicator, Measure},
    outcome::Basis,
    quantity::Exact,
    reading::Language,
    target::Target,
};

use crate::support::{code, day, exact, indicator, period, read_as_outcome, read_as_target, target, vintage};

struct Block {
    place: String,
    kind: String,
    given: Vec<(String, String)>,
    expected: Vec<(String, String)>,
}

impl Block {
    fn all(&self, key: &str) -> Vec<&str> {
        self.given.iter().filter(|(name, _)| name == key).map(|(_, value)| value.as_str()).collect()
    }

    fn one(&self, key: &str) -> Option<&str> {
        self.all(key).first().copied()
    }

    fn need(&self, key: &str) -> &str {
        self.one(key).unwrap_or_else(|| panic!("{}: no {key}", self.place))
    }

    fn check(&self, got: &BTreeMap<&str, String>) {
        assert!(!self.expected.is_empty(), "{}: nothing is expected", self.place);
        for (key, want) in &self.expected {
            let got = got.get(key.as_str()).unwrap_or_else(|| panic!("{}: unknown {key}", self.place));
            assert_eq!(got, want, "{}: {key}", self.place);
        }
    }
}

fn blocks(document: &str) -> Vec<Block> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{document}: {error}"));
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut expecting = false;
    for (number, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(kind @ ("case" | "parts" | "contribution"))) => {
                expecting = false;
                open = Some(Block {
                    place: format!("{document}:{}", number + 1),
                    kind: kind.to_owned(),
                    given: Vec::new(),
                    expected: Vec::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                let (key, value) =
                    line.split_once(':').unwrap_or_else(|| panic!("{}: {line:?}", block.place));
                if key.trim() == "expect" {
                    expecting = true;
                    continue;
                }
                let pair = (key.trim().to_owned(), value.trim().to_owned());
                if expecting { block.expected.push(pair) } else { block.given.push(pair) }
            }
            (None, _) => {}
        }
    }
    assert!(open.is_none(), "{document}: a block is not closed");
    blocks
}

/// `PERIOD = PHRASE [basis DAY source]`, the bracket being optional.
fn reported(id: i64, text: &str, of: &Indicator) -> Reported {
    let (when, rest) = text.split_once(" = ").expect("PERIOD = PHRASE");
    let (phrase, bracket) = match rest.rsplit_once(" [") {
        Some((phrase, bracket)) => (phrase, bracket.trim_end_matches(']')),
        None => (rest, "final"),
    };
    let mut words = bracket.splitn(3, ' ');
    let basis = Basis::from_word(words.next().unwrap()).unwrap();
    let reported_on = words.next().unwrap_or("2023-01-13");
    let mut value = read_as_outcome(phrase, of);
    value.like_for_like |= phrase.contains("同口径");
    let mut one = vintage(id, when, value, basis, words.next().unwrap_or("office"), reported_on);
    phrase.clone_into(&mut one.outcome.text);
    if one.outcome.source.ends_with("other-caliber") {
        one.outcome.caliber = Some(code("other"));
    }
    one
}

fn shown(known: Known) -> String {
    known.map_or_else(|why| why.code.to_owned(), |number| number.rounded(2).to_string())
}

fn run_case(block: &Block) {
    let mut words = block.need("indicator").split(' ');
    let measure = Measure::from_word(words.next().unwrap()).unwrap();
    let direction = words.next().map(|word| Direction::from_word(word).unwrap());
    let mut of = indicator("x", words.next().unwrap_or(""), measure, direction);
    of.is_reduction = words.next() == Some("reduction");
    let asked = match block.need("target") {
        "(none printed)" => None,
        phrase => Some(read_as_target(phrase, &of)),
    };
    let mut goal = target("x", period(block.need("period")), asked);
    block.need("target").clone_into(&mut goal.text);
    goal.tolerance = block.one("tolerance").map(exact);
    goal.relative_to = block.one("relative to").map(|_| code("other"));
    let outcomes: Vec<Reported> =
        block.all("outcome").iter().zip(1..).map(|(text, id)| reported(id, text, &of)).collect();
    let of_the_other: Vec<Reported> =
        block.all("relative to").iter().zip(99..).map(|(text, id)| reported(id, text, &of)).collect();
    let references: Vec<Reference> = (!of_the_other.is_empty())
        .then(|| Reference { indicator: code("other"), unit: None, reported: of_the_other })
        .into_iter()
        .collect();
    let from = |key| {
        block.one(key).map(|text| {
            let (when, value) = text.split_once(" = ").unwrap();
            Baseline { label: when.to_owned(), period: period(when), value: exact(value) }
        })
    };
    let (baseline, parent_baseline) = (from("baseline"), from("parent baseline"));
    let waypoints: Vec<Waypoint> = block
        .all("waypoint")
        .iter()
        .map(|text| {
            let (until, cumulative) = text.split_once(" = ").unwrap();
            Waypoint { until: day(until), cumulative: exact(cumulative) }
        })
        .collect();
    let parent = block.one("parent").map(|text| {
        let (when, phrase) = text.split_once(" = ").unwrap();
        let longer = target("x", period(when), Some(read_as_target(phrase, &of)));
        Target { baseline: parent_baseline.clone(), ..longer }
    });
    let others: Vec<Target> = block
        .all("beside")
        .iter()
        .map(|text| {
            let (when, phrase) = text.split_once(" = ").unwrap();
            target("x", period(when), Some(read_as_target(phrase, &of)))
        })
        .collect();
    let case = Case {
        beside: &others.iter().collect::<Vec<_>>(),
        reported: &outcomes,
        references: &references,
        baseline: baseline.as_ref(),
        plan_period: block.one("plan period").map(period),
        profile: match block.one("profile") {
            Some("seasonal") => Profile::Seasonal,
            _ if waypoints.is_empty() => Profile::Linear,
            _ => Profile::Waypoints(&waypoints),
        },
        parent: parent.as_ref().map(|longer| Parent {
            plan_period: block.one("parent plan period").map(period),
            tolerance: block.one("parent tolerance").map_or(Exact::ZERO, exact),
            ..Parent::new(longer)
        }),
        ..Case::new(&of, &goal, day(block.need("on")))
    };
    let answer = assess(&case);
    let told = |language| sentence(&of, &goal, &answer, language);
    let mut got = facts(&answer);
    got.insert("zh", told(Language::Zh));
    got.insert("en", told(Language::En));
    block.check(&got);
}

fn facts(answer: &Assessment) -> BTreeMap<&'static str, String> {
    let none = || "none".to_owned();
    let mut got = BTreeMap::from([
        ("status", answer.status.to_string()),
        ("evidence", answer.evidence.map_or_else(none, |evidence| evidence.to_string())),
        ("reason", answer.reason.map_or_else(none, |reason| reason.to_string())),
        ("verdict", answer.verdict.to_string()),
        ("threshold", shown(answer.figures.threshold)),
        ("gap", shown(answer.figures.gap)),
        ("completion", shown(answer.figures.completion)),
        ("completion capped", shown(answer.figures.completion_capped)),
        ("progress", shown(answer.figures.progress)),
        ("margin", shown(answer.figures.margin)),
        ("chosen", answer.chosen.map_or_else(none, |id| id.to_string())),
        ("conflict", format!("{:?}", answer.conflict)),
        ("provisional", answer.provisional.to_string()),
        ("approximate", answer.approximate.to_string()),
        ("reached early", answer.reached_early.to_string()),
        ("implied target", answer.implied.map_or_else(none, |implied| implied.target.rounded(2).to_string())),
    ]);
    if let Some(pace) = &answer.pace {
        got.insert("elapsed", pace.elapsed_percent.rounded(2).to_string());
        got.insert("path", pace.path.map_or_else(none, |path| path.to_string()));
        got.insert("expected", shown(pace.expected));
        got.insert("ratio", shown(pace.ratio));
        got.insert("standing", pace.standing.map_or_else(none, |standing| standing.to_string()));
    }
    got.insert("no outlook", answer.no_outlook().map_or_else(none, |why| why.code.to_owned()));
    if let Some(outlook) = &answer.outlook {
        got.insert("method", outlook.method.to_string());
        got.insert("projected", outlook.value.rounded(2).to_string());
        got.insert("outlook", outlook.verdict.to_string());
        got.insert("remaining", shown(outlook.remaining));
        got.insert("needed per day", shown(outlook.needed_per_day));
        got.insert("needed times", shown(outlook.needed_times));
        let range = outlook.range.map(|(low, high)| format!("{} to {}", low.rounded(2), high.rounded(2)));
        got.insert("range", range.unwrap_or_else(|why| why.code.to_owned()));
    }
    if let Some(horizon) = &answer.horizon {
        got.insert("years", horizon.years.to_string());
        got.insert("years left", horizon.years_left.to_string());
        got.insert("average so far", shown(horizon.average_so_far));
        got.insert("needed a year", shown(horizon.needed_a_year));
        got.insert("reachable", horizon.reachable.map_or_else(none, |reachable| reachable.to_string()));
    }
    got
}

fn run_parts(block: &Block) {
    let parts: Vec<Part> = block
        .all("part")
        .iter()
        .map(|text| {
            let (name, rest) = text.split_once(" = ").unwrap();
            let overlapping = rest.ends_with(" overlapping");
            let mut numbers = rest.trim_end_matches(" overlapping").split(" by ");
            let number = |text: Option<&str>| text.filter(|text| *text != "-").map(exact);
            let (figure, weight) = (number(numbers.next()), number(numbers.next()));
            Part { code: code(name), overlapping, figure: figure.map(Printed::from), weight }
        })
        .collect();
    let aggregation = Aggregation::from_word(block.need("aggregation")).unwrap();
    let per = block.one("per").map_or(Exact::ONE, exact);
    let total = block.one("total").map(|total| exact(total).into());
    let total = total.ok_or(Unavailable::NOTHING_REPORTED);
    let held = reconcile(total, aggregation, Ok(per), &parts);
    let truth = |known: Option<bool>| known.map_or_else(|| "unknown".to_owned(), |known| known.to_string());
    let names = |codes: &[Code]| codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ");
    block.check(&BTreeMap::from([
        ("together", shown(held.parts.value)),
        ("counted", held.parts.counted.len().to_string()),
        ("missing", names(&held.parts.missing)),
        ("left out", names(&held.parts.overlapping)),
        ("partial", held.parts.is_partial().to_string()),
        ("difference", shown(held.difference)),
        ("agrees", truth(held.agrees)),
        ("agrees within rounding", truth(held.agrees_within_rounding)),
    ]));
}

fn run_contribution(block: &Block) {
    let grown = |key: &str| {
        let (amount, growth) = block.need(key).split_once(" grown by ").unwrap();
        let printed = |decimal: &str| Printed::by_its_digits(exact(decimal), decimal);
        Grown { amount: printed(amount), growth_percent: printed(growth) }
    };
    let answer = contribution(grown("part"), grown("whole")).unwrap();
    block.check(&BTreeMap::from([
        ("percent", answer.percent.rounded(1).to_string()),
        ("points", answer.points.rounded(2).to_string()),
        ("low", answer.low.map_or_else(String::new, |low| low.rounded(1).to_string())),
        ("high", answer.high.map_or_else(String::new, |high| high.rounded(1).to_string())),
    ]));
}

fn run(document: &str, at_least: usize) {
    let blocks = blocks(document);
    assert!(blocks.len() >= at_least, "{document} has {} examples", blocks.len());
    for block in &blocks {
        match block.kind.as_str() {
            "case" => run_case(block),
            "parts" => run_parts(block),
            _ => run_contribution(block),
        }
    }
}

#[test]
fn judging() {
    run("docs/judging.md", 20);
}

#[test]
fn pace() {
    run("docs/pace.md", 8);
}

#[test]
fn several_years() {
    run("docs/several-years.md", 5);
}

#[test]
fn adding_up() {
    run("docs/adding-up.md", 5);
}

#[test]
fn cases() {
    run("tests/engine/cases.md", 20);
    run("tests/engine/plans_own_targets.md", 20);
    run("tests/engine/what_binds.md", 5);
}

#[test]
fn firmness() {
    run("tests/engine/firmness.md", 60);
}
