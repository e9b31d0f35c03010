//! Changes that a report prints on the way, each against what is asked by then: a table whose numbers are worked out by hand.
//! One line, one case: `indicator; target; period; plan; baseline; reports; day; status; expected`.

use plantrack::domain::{
    assessment::{Assessment, Baseline, Case, Reported, assess},
    indicator::{Direction, Measure},
};

use crate::support::{day, exact, indicator, period, read_as_target, said_in_words, target};

fn judged(line: &str) -> (Assessment, String) {
    let columns: Vec<&str> = line.split(';').map(str::trim).collect();
    let [of, asked, when, plan, base, reports, on, status, expected] = columns[..] else { panic!("{line}") };
    let mut words = of.splitn(3, ' ');
    let measure = Measure::from_word(words.next().unwrap()).unwrap();
    let direction = Direction::from_word(words.next().unwrap()).unwrap();
    let of = indicator("x", words.next().unwrap(), measure, Some(direction));
    let mut goal = target("x", period(when), Some(read_as_target(asked, &of)));
    asked.clone_into(&mut goal.text);
    let baseline = base.split_once('=').map(|(year, value)| Baseline {
        label: year.to_owned(),
        period: period(year),
        value: exact(value),
    });
    let reports: Vec<(&str, &str)> =
        reports.split('|').map(|report| report.trim().split_once('=').unwrap()).collect();
    let reported: Vec<Reported> = said_in_words(&of, &reports, on);
    let case = Case {
        reported: &reported,
        baseline: baseline.as_ref(),
        plan_period: Some(period(plan)),
        ..Case::new(&of, &goal, day(on))
    };
    (assess(&case), format!("{status}; {expected}"))
}

#[test]
fn a_change_that_is_printed_on_the_way_is_as_much_of_it_as_it_says() {
    let table = include_str!("changes_on_the_way.csv");
    let mut otherwise = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (answer, wanted) = judged(line);
        let expected = answer.pace.as_ref().and_then(|pace| pace.expected.ok());
        let shown = expected.map_or_else(|| "-".to_owned(), |number| number.rounded(2).to_string());
        let got = format!("{}; {shown}", answer.status);
        if got != wanted {
            otherwise.push(format!("{line} -> {got} {:?}", answer.reason));
        }
    }
    assert!(otherwise.is_empty(), "{} differ:\n{}", otherwise.len(), otherwise.join("\n"));
}
