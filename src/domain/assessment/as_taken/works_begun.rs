//! How much of the works is done, of what is only to be begun: what is 80 % done was begun, by the end of the days that the report is
//! for. Takes no decision.

use super::{Case, Reported, done_late::day_asked, replaced};
use crate::domain::{
    act::{is_time_alone, is_what_is_asked},
    assessment::part_of_work,
    criterion::Condition,
    indicator::Measure,
    quantity::Exact,
    reading::works_are_under_way,
    value::{Figure, Value},
};

/// Words for what is to be begun, and what is said of it once it is.
const BEGINNINGS: [&str; 2] = ["开工", "started"];

/// Words for what is built: of what is operated, taught or tried it is not the works that are begun.
const OF_WORKS: [&str; 4] = ["开工", "动工", "建设", "施工"];
const OF_WORKS_EN: [&str; 5] = ["construction", "works", "work", "building", "build"];

/// Words for each of several, of which a share may be that of those that are begun.
const EACH: [&str; 4] = ["全部", "所有", "全面", "各"];
const EACH_EN: [&str; 4] = ["all", "each", "every", "both"];

/// The vintages in which works that are under way were begun, where no more is asked; `None` where there are none.
pub(super) fn reported(case: &Case<'_>) -> Option<Vec<Reported>> {
    if case.indicator.measure != Measure::Milestone {
        return None;
    }
    let asked = what_is_asked(case)?;
    let begun = BEGINNINGS.into_iter().find(|begun| is_what_is_asked(asked, begun))?;
    if !is_of_works(asked) {
        return None;
    }
    // Of a part of the works it is not known that the report speaks of it.
    let is_of_all = !is_of_each(asked) && !part_of_work::is_asked(case, asked);
    let until = day_asked(case).unwrap_or(case.target.period.end());
    replaced(case, |vintage| {
        let outcome = &vintage.outcome;
        let said = match &outcome.value.figure {
            // That all of it is done is taken as completed is.
            Figure::ShareOfTarget { value: None, percent } if *percent >= Exact::HUNDRED => return None,
            Figure::Act { not_done: true, .. } | Figure::ShareOfTarget { value: None, .. } => &outcome.text,
            _ => return None,
        };
        if !works_are_under_way(said) {
            return None;
        }
        let is_in_time = outcome.period.end() <= until && is_of_all;
        let figure = if is_in_time {
            Figure::Act { what: begun.to_owned(), not_done: false }
        } else {
            // Begun at some time, and not by the day for sure: all that it says is that they are not finished.
            let is_chinese = said.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
            let what = if is_chinese { "完工" } else { "completed" };
            Figure::Act { what: what.to_owned(), not_done: true }
        };
        let mut taken = vintage.clone();
        taken.outcome.value = Value::from(figure);
        Some(taken)
    })
}

/// What is to be done: the words of the target, or else the name of the indicator.
fn what_is_asked<'a>(case: &Case<'a>) -> Option<&'a str> {
    let Condition::Milestone { what, .. } = &case.target.criterion.as_ref()?.condition else { return None };
    if !is_time_alone(what) {
        return Some(what);
    }
    let names = [&case.indicator.name_en, &case.indicator.name_zh].map(String::as_str);
    names.into_iter().find(|name| !name.is_empty())
}

fn is_of_works(asked: &str) -> bool {
    OF_WORKS.iter().any(|works| asked.contains(works)) || holds_one_of(asked, &OF_WORKS_EN)
}

fn is_of_each(asked: &str) -> bool {
    EACH.iter().any(|each| asked.contains(each)) || asked.contains("个项目") || holds_one_of(asked, &EACH_EN)
}

fn holds_one_of(words: &str, list: &[&str]) -> bool {
    let mut words = words.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| list.iter().any(|one| word.eq_ignore_ascii_case(one)))
}
