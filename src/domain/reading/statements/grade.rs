//! Grades: places on a scale that has names for them, Ⅱ类, good. Knows nothing of amounts.

use super::lead::taken;
use crate::domain::{
    criterion::Comparison::{self, AtLeast, AtMost, LessThan, MoreThan},
    reading::wording::{
        fault::{Fault, Parsed},
        scan::{Table, space, starts_with_word, take, try_word},
        text::Text,
    },
};

/// A grade in a phrase, and how the phrase stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GradeSaid {
    pub(crate) op: Option<Comparison>,
    pub(crate) grade: String,
    /// Whether the comparison speaks of how high the grade stands on its scale (at most, or below), not of how good it is.
    pub(crate) by_height: bool,
    /// Whether it stands behind the grade.
    pub(crate) is_behind: bool,
}

impl GradeSaid {
    fn at_least(grade: String) -> Self {
        Self { op: Some(AtLeast), grade, by_height: false, is_behind: false }
    }
}

const NUMBERED: Table<&str> = &[
    ("ⅰ", "Ⅰ"),
    ("ⅱ", "Ⅱ"),
    ("ⅲ", "Ⅲ"),
    ("ⅳ", "Ⅳ"),
    ("ⅴ", "Ⅴ"),
    ("Ⅰ", "Ⅰ"),
    ("Ⅱ", "Ⅱ"),
    ("Ⅲ", "Ⅲ"),
    ("Ⅳ", "Ⅳ"),
    ("Ⅴ", "Ⅴ"),
    ("i", "Ⅰ"),
    ("ii", "Ⅱ"),
    ("iii", "Ⅲ"),
    ("iv", "Ⅳ"),
    ("v", "Ⅴ"),
    ("1", "Ⅰ"),
    ("2", "Ⅱ"),
    ("3", "Ⅲ"),
    ("4", "Ⅳ"),
    ("5", "Ⅴ"),
    ("一", "Ⅰ"),
    ("二", "Ⅱ"),
    ("三", "Ⅲ"),
    ("四", "Ⅳ"),
    ("五", "Ⅴ"),
];

const BEFORE: Table<Option<Comparison>> = &[
    ("保持", None),
    ("保持在", None),
    ("达到", None),
    ("达", None),
    ("稳定达到", None),
    ("稳定保持", None),
    ("稳定在", None),
    ("维持", None),
    ("维持在", None),
    ("总体保持", None),
    ("总体稳定在", None),
    ("总体为", None),
    ("均值为", None),
    ("为", None),
    ("总体达到", None),
    ("全面达到", None),
    ("稳定保持在", None),
    ("不低于", Some(AtLeast)),
    ("不劣于", Some(AtLeast)),
    ("不差于", Some(AtLeast)),
    ("优于", Some(MoreThan)),
    ("高于", Some(MoreThan)),
    ("好于", Some(MoreThan)),
    ("稳定优于", Some(MoreThan)),
    ("达到或优于", Some(AtLeast)),
    ("优于或达到", Some(AtLeast)),
    ("达到或好于", Some(AtLeast)),
    ("好于或达到", Some(AtLeast)),
    ("等于或优于", Some(AtLeast)),
    ("力争", None),
    ("确保", None),
    ("继续", None),
    ("maintain", None),
    ("maintained at", None),
    ("reach", None),
    ("achieve", None),
    ("at least", Some(AtLeast)),
    ("not below", Some(AtLeast)),
    ("no worse than", Some(AtLeast)),
    ("not worse than", Some(AtLeast)),
    ("better than", Some(MoreThan)),
    ("above", Some(MoreThan)),
    ("≥", Some(AtLeast)),
    ("劣于", Some(LessThan)),
    ("差于", Some(LessThan)),
    ("低于", Some(LessThan)),
    ("worse than", Some(LessThan)),
    ("at most", Some(AtMost)),
    ("不高于", Some(AtMost)),
    ("不优于", Some(AtMost)),
];

const BEHIND: Table<Comparison> = &[
    ("以上", AtLeast),
    ("及以上", AtLeast),
    ("或以上", AtLeast),
    ("及更好", AtLeast),
    ("或更好", AtLeast),
    ("or better", AtLeast),
    ("or above", AtLeast),
    ("or higher", AtLeast),
    ("and above", AtLeast),
    ("及以下", AtMost),
    ("以下", AtMost),
    ("or worse", AtMost),
    ("or below", AtMost),
];

/// A clause that is a grade: 保持Ⅱ类, 达到Ⅲ类及以上, grade A or better.
/// Where the indicator has a scale of its own, a grade of that.
pub(crate) fn grade(input: &mut &str, scale: &[String]) -> Parsed<GradeSaid> {
    if scale.is_empty()
        && let Some(grade) = rid_of_the_last(input).or_else(|| worse_of_two(input))
    {
        *input = "";
        return Ok(GradeSaid::at_least(grade));
    }
    let mut op = None;
    let mut seen = false;
    let _ = take(input, "水质");
    let mut by_height = false;
    let mut here = *input;
    while let Some(said) = try_word(input, BEFORE) {
        by_height |= ["at most", "不高于", "低于"].contains(&taken(here, input));
        here = *input;
        if seen && said.is_some() && op.is_some() {
            return Err(Fault::soft(input));
        }
        seen = true;
        op = op.or(said);
    }
    let _ = take(input, "国家") || take(input, "地表水") || take(input, "水质");
    let is_worse = take(input, "劣");
    let is_named =
        take(input, "grade") || take(input, "class") || take(input, "level") || take(input, "category");
    space(input);
    let start = *input;
    let grade = if let Some(own) = own_grade(input, scale).filter(|_| !is_worse) {
        let _ = take(input, "类") || take(input, "级") || take(input, "等");
        own
    } else if let Some(grade) = try_word(input, NUMBERED) {
        let is_classed = take(input, "类") || take(input, "级");
        let sign_alone = grade_sign(start);
        if !(is_classed || is_named || sign_alone) {
            return Err(Fault::soft(start));
        }
        format!("{}{grade}", if is_worse { "劣" } else { "" })
    } else {
        return Err(Fault::soft(start));
    };
    let _ = take(input, "水质") || take(input, "标准") || take(input, "水平") || take(input, "水体");
    let here = *input;
    let is_behind = try_word(&mut { here }, BEHIND).is_some();
    if let Some(said) = try_word(input, BEHIND) {
        by_height |= taken(here, input) != "or worse";
        if op.is_some_and(|before| before != said) {
            return Err(Fault::firm(input, crate::domain::reading::wording::fault::Reason::Contradiction));
        }
        op = Some(said);
    }
    let _ = take(input, "标准") || take(input, "水质") || take(input, "水平");
    space(input);
    if !scale.is_empty() && !scale.contains(&grade) {
        return Err(Fault::soft(start));
    }
    if input.is_empty() { Ok(GradeSaid { op, grade, by_height, is_behind }) } else { Err(Fault::soft(input)) }
}

/// 消除劣Ⅴ类: what is left is at least the grade before it.
fn rid_of_the_last(clause: &str) -> Option<String> {
    let mut rest = clause;
    try_word(&mut rest, &[("消除", ()), ("全面消除", ()), ("全部消除", ()), ("已消除", ())])?;
    let is_last =
        take(&mut rest, "劣") && try_word(&mut rest, NUMBERED) == Some("Ⅴ") && take(&mut rest, "类");
    let _ = take(&mut rest, "水体") || take(&mut rest, "水质") || take(&mut rest, "断面");
    (is_last && rest.is_empty()).then(|| "Ⅴ".to_owned())
}

/// The worse of two grades of which both are reached: Ⅰ—Ⅱ类.
fn worse_of_two(clause: &str) -> Option<String> {
    let order = |grade: &str| NUMBERED.iter().position(|(word, _)| *word == grade);
    let mut rest = clause;
    while try_word(&mut rest, BEFORE).is_some_and(|op| op.is_none()) {}
    let is_numeral = grade_sign(rest);
    let better = try_word(&mut rest, NUMBERED)?;
    let _ = take(&mut rest, "类");
    let is_joined = ["-", "~", "—", "至", "到"].into_iter().any(|link| take(&mut rest, link));
    let worse = try_word(&mut rest, NUMBERED)?;
    let is_whole = take(&mut rest, "类") && matches!(rest, "" | "水质");
    (is_numeral && is_joined && is_whole && order(better) < order(worse)).then(|| worse.to_owned())
}

/// The longest grade of a scale that the input begins with, as the scale has it.
fn own_grade(input: &mut &str, scale: &[String]) -> Option<String> {
    let written = scale.iter().filter_map(|grade| Some((grade, Text::new(grade).ok()?.plain)));
    let (grade, plain) = written
        .filter(|(_, plain)| !plain.is_empty() && starts_with_word(input, plain))
        .max_by_key(|(_, plain)| plain.len())?;
    *input = input.get(plain.len()..)?;
    Some(grade.clone())
}

fn grade_sign(text: &str) -> bool {
    text.starts_with(|c: char| ('Ⅰ'..='Ⅻ').contains(&c) || ('ⅰ'..='ⅻ').contains(&c))
        || text.starts_with(['i', 'v'])
}

/// The grade that something has come to, behind the words for the one it had: 由Ⅳ类改善为Ⅲ类.
pub(crate) fn behind_improvement(words: &str) -> &str {
    let order = |input: &mut &str| {
        let grade = try_word(input, NUMBERED)?;
        let place = NUMBERED.iter().position(|(word, _)| *word == grade);
        place.filter(|_| take(input, "类"))
    };
    let mut rest = words;
    let is_led = take(&mut rest, "由") || take(&mut rest, "从");
    let start = order(&mut rest);
    let verbs = ["改善", "提升", "提高", "好转", "上升"];
    let is_better = verbs.into_iter().any(|verb| take(&mut rest, verb));
    let is_to = ["为", "至", "到"].into_iter().any(|link| take(&mut rest, link));
    let end = order(&mut { rest });
    if is_led && is_better && is_to && end.is_some() && end < start { rest } else { words }
}
