//! A start and a goal that two years tell apart: from 58% in 2015 to 70% by 2020, 70% by 2020, up from 58% in 2015, 70% (2015: 58%).

use super::figure;
use crate::domain::{
    indicator::{Direction, Measure},
    reading::Context,
};

/// The figure that something starts from and its year, and the goal and its own, where it has one.
pub(crate) struct StartAndGoal {
    start: String,
    /// The year of the figure that it starts from.
    pub(crate) since: u16,
    goal: String,
    until: Option<u16>,
    /// Whether a verb, or other words, stand before it: raise from 58% in 2018 to 70% by 2025.
    is_led: bool,
}

impl StartAndGoal {
    /// What words say of a start and a goal.
    pub(crate) fn of(phrase: &str) -> Option<Self> {
        // Most of what is asked begins with its number and ends with it.
        let said = phrase.trim();
        if !(said.contains("19") || said.contains("20")) {
            return None;
        }
        let said = said.to_lowercase();
        let own = |(start, since, goal, until): (&str, u16, &str, Option<u16>), is_led| Self {
            start: start.to_owned(),
            since,
            goal: goal.to_owned(),
            until,
            is_led,
        };
        if let Some(found) = with_years(&said) {
            return Some(own(found, false));
        }
        let from = said.find("from ").filter(|at| *at < LONGEST_LEAD && !said.contains(','))?;
        with_years(said.get(from..)?).map(|found| own(found, true))
    }

    /// The same as the grammar has it, with the verb of the way that it goes, which is the one that is better. Two years, or the name
    /// of a baseline, say which figure is which.
    pub(crate) fn asked(&self, context: &Context<'_>) -> Option<String> {
        let is_amount = matches!(context.measure, Measure::Level | Measure::Flow) && !context.is_reduction;
        let rises = match context.direction.filter(|_| is_amount)? {
            Direction::Higher => true,
            Direction::Lower => false,
            Direction::OnTarget => return None,
        };
        let (way, words) = self.with_a_verb()?;
        (way == rises).then_some(words)
    }

    /// The same of whatever it is of, and whether it rises; `None` where a verb stands before it, or what follows is no start and goal.
    pub(crate) fn with_a_verb(&self) -> Option<(bool, String)> {
        let Self { start, since, goal, until, is_led } = self;
        let ((from, of_start), (to, of_goal)) = (figure(start)?, figure(goal)?);
        let is_after = until.is_none_or(|until| *since < until);
        // 5.6 million to 30 would be more or less.
        let are_alike =
            of_start == of_goal && !of_start.contains(|c: char| c.is_ascii_digit() || "(),;:/+±".contains(c));
        let may_be_years = year(start).is_some() || year(goal).is_some();
        if *is_led || from == to || !is_after || !are_alike || may_be_years {
            return None;
        }
        let verb = if from < to { "raise" } else { "reduce" };
        let by = until.map_or_else(String::new, |until| format!(" by {until}"));
        Some((from < to, format!("{verb} from {start} in {since} to {goal}{by}")))
    }
}

/// Where what starts may begin at the latest.
const LONGEST_LEAD: usize = 20;

/// The year that is all of the words.
fn year(words: &str) -> Option<u16> {
    let words = words.trim();
    let is_year = words.len() == 4 && words.chars().all(|c| c.is_ascii_digit());
    words.parse().ok().filter(|year| is_year && (1900..2200).contains(year))
}

/// A figure and the year behind it: 58% in 2015, 70% by 2020, 58% (2015).
fn of_a_year(words: &str) -> Option<(&str, u16)> {
    let words = words.trim();
    if let Some((before, note)) = words.strip_suffix(')').and_then(|words| words.rsplit_once('(')) {
        return Some((before.trim(), year(note)?));
    }
    let (before, last) = words.rsplit_once(' ')?;
    let figure = [" in", " by"].iter().find_map(|link| before.strip_suffix(link))?;
    Some((figure.trim(), year(last)?))
}

/// The figure that something starts from and its year, and the goal and its own, where it has one.
fn with_years(said: &str) -> Option<(&str, u16, &str, Option<u16>)> {
    if let Some(rest) = said.strip_prefix("from ") {
        let (start, goal) = rest.split_once(" to ")?;
        let ((start, since), (goal, until)) = (of_a_year(start)?, of_a_year(goal)?);
        return Some((start, since, goal, Some(until)));
    }
    let moved = [", up from ", ", down from ", " up from ", " down from "];
    let behind = moved.iter().find_map(|link| said.split_once(link));
    let behind = behind.or_else(|| {
        let links = [", against a baseline of ", " against a baseline of ", ", from a baseline of "];
        links.iter().find_map(|link| said.split_once(link))
    });
    if let Some((goal, start)) = behind {
        let (start, since) = of_a_year(start)?;
        let (goal, until) = of_a_year(goal).map_or((goal.trim(), None), |(goal, until)| (goal, Some(until)));
        let is_up = said.contains("up from ");
        let is_down = said.contains("down from ");
        let rises = figure(start)?.0 < figure(goal)?.0;
        return (!(is_up && !rises || is_down && rises)).then_some((start, since, goal, until));
    }
    // 70% by 2020 (2015: 58%)
    let (goal, note) = said.strip_suffix(')')?.rsplit_once('(')?;
    let (since, start) = note.split_once(':')?;
    let (goal, until) = of_a_year(goal).map_or((goal.trim(), None), |(goal, until)| (goal, Some(until)));
    Some((start.trim(), year(since)?, goal, until))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HIGHER, LOWER, ON, asks, of};
    use crate::domain::{
        indicator::Measure,
        reading::{prints_a_start, starts_at},
    };

    #[test]
    fn two_years_say_which_figure_is_the_start_and_which_the_goal() {
        let (up, down) = (of("%", Measure::Level, HIGHER), of("%", Measure::Level, LOWER));
        let power = of("GW", Measure::Level, HIGHER);
        for (phrase, context, same) in [
            ("from 58% in 2015 to 70% by 2020", &up, Some("70%")),
            ("From 58% in 2015 to 70% in 2020", &up, Some("70%")),
            ("from 58% (2015) to 70% (2020)", &up, Some("70%")),
            ("70% by 2020, up from 58% in 2015", &up, Some("70%")),
            ("70%, up from 58% in 2015", &up, Some("70%")),
            ("70% (2015: 58%)", &up, Some("70%")),
            ("70% by 2020 (2015: 58%)", &up, Some("70%")),
            ("70%, against a baseline of 58% in 2015", &up, Some("70%")),
            ("from 12.6% in 2015 to 9% by 2020", &down, Some("9%")),
            ("9% by 2020, down from 12.6% in 2015", &down, Some("9%")),
            ("from 1.2 GW in 2015 to 3 GW by 2020", &power, Some("3 GW")),
            // The other way, a range, the wrong order of the years, other units.
            ("from 58% in 2015 to 70% by 2020", &down, None),
            ("from 12.6% in 2015 to 9% by 2020", &up, None),
            ("from 58% to 70%", &up, None),
            ("from 58% to 70% by 2020", &up, None),
            ("from 58% in 2020 to 70% by 2015", &up, None),
            ("from 58% in 2015 to 70% in 2015", &up, None),
            ("from 1.2 GW in 2015 to 3000 MW by 2020", &power, None),
            ("70% by 2020, down from 58% in 2015", &up, None),
            ("70% by 2020, up from 78% in 2015", &up, None),
            ("70% (2015: 58)", &up, None),
            ("58% (2020: 70%)", &up, None),
            ("70% (2015: 58%, 2016: 60%)", &up, None),
            ("from 58% in 2015 to 70% by 2020", &of("%", Measure::Rate, HIGHER), None),
            ("from 58% in 2015 to 70% by 2020", &of("%", Measure::Level, ON), None),
        ] {
            asks(phrase, context, same);
        }
        let start = starts_at("from 58% in 2015 to 70% by 2020", &up);
        assert_eq!(start, starts_at("raise from 58% in 2015 to 70% by 2020", &up));
        let visitors = of("million", Measure::Flow, HIGHER);
        for phrase in ["from 8 million in 2015 to 30 million by 2020", "30 million (2015: 8 million)"] {
            assert!(prints_a_start(phrase, &visitors), "{phrase}");
        }
    }
}
