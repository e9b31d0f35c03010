//! Phrases that say in a note, a sign or two words what the grammar has in one: 60万人（净增） is 净增60万人. Knows no numbers and no
//! indicator but its measure.

use super::Context;
use crate::domain::indicator::Measure;

/// The words of a target as the grammar has them; `None` where they are so.
pub(super) fn of_target(phrase: &str, context: &Context<'_>) -> Option<String> {
    if !counts(context) && context.measure != Measure::Rate {
        return None;
    }
    let said = phrase.trim();
    if let Some((before, note)) = with_a_note(said) {
        let is_rise = matches!(note, "净增" | "新增" | "淨增") && counts(context);
        if is_rise && before.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(format!("{note}{before}"));
        }
        if says_again_that_it_is_included(before, note) {
            return Some(before.to_owned());
        }
    }
    works_in_one(said, context)
}

/// The same of a report.
pub(super) fn of_report(phrase: &str, context: &Context<'_>) -> Option<String> {
    let arrows = [("↓", "下降"), ("↑", "增长")];
    let is_number = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let mut said = phrase.to_owned();
    for (arrow, word) in arrows {
        if let Some((before, behind)) = said.split_once(arrow)
            && is_number(behind)
            && !behind.contains(['↓', '↑'])
        {
            said = format!("{before}{word}{}", behind.trim_start());
        }
    }
    // Of what is itself a reduction 负增长 may be said of it, or of the thing reduced.
    if let Some((before, behind)) = said.split_once("负增长")
        && is_number(behind)
        && is_percentage(behind)
        && !context.is_reduction
    {
        said = format!("{before}下降{behind}");
    }
    let said = works_in_one(&said, context).unwrap_or(said);
    (said != phrase).then_some(said)
}

const fn counts(context: &Context<'_>) -> bool {
    matches!(context.measure, Measure::Flow | Measure::Level)
}

/// The words before a note that ends the phrase, and the note.
fn with_a_note(said: &str) -> Option<(&str, &str)> {
    let said = said.strip_suffix(['）', ')'])?;
    let (before, note) = said.rsplit_once(['（', '('])?;
    Some((before.trim(), note.trim()))
}

/// 3%以内（含3%）: a limit that includes its number says that it does.
fn says_again_that_it_is_included(before: &str, note: &str) -> bool {
    let Some(number) = note.strip_prefix('含').map(str::trim) else { return false };
    let limits = ["以内", "之内", "以上", "以下"];
    let Some(limited) = limits.iter().find_map(|limit| before.strip_suffix(limit)) else { return false };
    let ahead = limited.strip_suffix(number);
    let is_all = |ahead: &str| !ahead.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    number.starts_with(|c: char| c.is_ascii_digit()) && ahead.is_some_and(is_all)
}

/// 新建、改扩建82所: both are done with the things that are counted together.
fn works_in_one(said: &str, context: &Context<'_>) -> Option<String> {
    let (before, behind) = said.split_once("新建").filter(|_| counts(context))?;
    let joined = behind.strip_prefix(['、', '和', '及', '与'])?;
    let is_of_works = ["改扩建", "改建", "扩建", "改造"].iter().any(|works| joined.starts_with(works));
    is_of_works.then(|| format!("{before}新建{joined}"))
}

/// Whether a number goes on with the sign of a percentage.
fn is_percentage(words: &str) -> bool {
    let behind = words.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    behind.trim_start().starts_with(['%', '％'])
}
