//! Grades and ranks: places on an ordered scale. Knows nothing of amounts.

use super::{
    fault::{Fault, Parsed},
    lead::taken,
    number::{digits, numeral},
    ordinal::{OR_BETTER, is_ordinal, is_ordinal_in_words, ordinal_in_words, take_ordinal_ending},
    scan::{Table, space, starts_with_word, take, try_word},
    text::Text,
};
use crate::domain::criterion::Comparison::{self, AtLeast, AtMost, LessThan, MoreThan};

/// A grade in a phrase, and how the phrase stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GradeSaid {
    pub(super) op: Option<Comparison>,
    pub(super) grade: String,
    /// Whether the comparison speaks of how high the grade stands on its scale (at most, or below), not of how good it is.
    pub(super) by_height: bool,
    /// Whether it stands behind the grade.
    pub(super) is_behind: bool,
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
pub(super) fn grade(input: &mut &str, scale: &[String]) -> Parsed<GradeSaid> {
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
            return Err(Fault::firm(input, super::fault::Reason::Contradiction));
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

/// A rank in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RankSaid {
    pub(super) rank: u32,
    /// The place among whom, as bytes of the clause from its start and its end.
    pub(super) among: Option<(usize, usize)>,
    /// Whether the phrase says among the first so many; else exactly that place.
    pub(super) within: bool,
    /// Whether the place is an English word, as second is, which is a time as well.
    pub(super) in_words: bool,
}

const PLACES: &[&str] = &[
    "全国",
    "全省",
    "全市",
    "全区",
    "全县",
    "全球",
    "世界",
    "西部",
    "西部地区",
    "东部",
    "中部",
    "中西部",
    "东北",
    "长三角",
    "成渝地区",
    "全国各省区市",
    "省内",
    "国内",
    "副省级城市",
    "同类城市",
    "全国城市",
    "直辖市",
    "中心城市",
    "全国副省级城市",
];

/// Among whom, in English, as a word of its own.
const PLACES_EN: Table<()> =
    &[("nationally", ()), ("globally", ()), ("worldwide", ()), ("internationally", ()), ("provincially", ())];

/// Among whom, in English, behind a preposition, which is no part of the name.
const WITHIN_EN: Table<()> = &[
    ("the country", ()),
    ("the nation", ()),
    ("the world", ()),
    ("the eu", ()),
    ("the oecd", ()),
    ("the g7", ()),
    ("the g20", ()),
    ("oecd countries", ()),
    ("oecd member countries", ()),
    ("oecd members", ()),
    ("oecd member states", ()),
    ("eu countries", ()),
    ("eu member states", ()),
    ("g7 countries", ()),
    ("g20 countries", ()),
    ("all countries", ()),
    ("all provinces", ()),
    ("europe", ()),
    ("asia", ()),
    ("africa", ()),
    ("canada", ()),
    ("australia", ()),
    ("the uk", ()),
];

/// Words before a rank that change nothing.
const RANK_LEADS: Table<()> = &[
    ("保持", ()),
    ("保持在", ()),
    ("位居", ()),
    ("居", ()),
    ("列", ()),
    ("位列", ()),
    ("进入", ()),
    ("稳居", ()),
    ("排名", ()),
    ("排", ()),
    ("排在", ()),
    ("处于", ()),
    ("力争", ()),
    ("确保", ()),
    ("继续", ()),
    ("跻身", ()),
    ("跃居", ()),
    ("升至", ()),
    ("跃升至", ()),
    ("并列", ()),
    ("迈入", ()),
    ("达到", ()),
    ("稳定在", ()),
    ("位次", ()),
    ("综合排名", ()),
    ("in the", ()),
    ("among the", ()),
    ("in", ()),
    ("be", ()),
    ("rank", ()),
    ("ranked", ()),
    ("ranking", ()),
    ("the", ()),
    ("within the", ()),
    ("maintain", ()),
    ("remain", ()),
];

/// Words before a rank for which a better one does as well.
const LEAST: Table<()> = &[
    ("at least", ()),
    ("no lower than", ()),
    ("not lower than", ()),
    ("not below", ()),
    ("no worse than", ()),
    ("not worse than", ()),
    ("不低于", ()),
];

/// A clause that is a rank: 保持全国前三, 居西部第1位, top 10.
pub(super) fn rank(input: &mut &str) -> Parsed<RankSaid> {
    let given = *input;
    while try_word(input, RANK_LEADS).is_some() {}
    let said = given.get(..given.len() - input.len()).unwrap_or("");
    // At least 30th is 30th or better.
    let is_least = try_word(input, LEAST).is_some();
    let is_rank = ["rank", "ranked", "ranking"].iter().any(|word| said.trim_end().ends_with(word));
    // A place that is shared is that place.
    let _ = take(input, "=") || take(input, "joint") || take(input, "equal") || take(input, "tied for");
    space(input);
    let from = input.len();
    let place = PLACES.iter().filter(|place| input.starts_with(**place)).max_by_key(|place| place.len());
    let mut among = None;
    if let Some(place) = place {
        *input = input.get(place.len()..).unwrap_or("");
        among = Some((from, input.len()));
        while try_word(input, &[("排名", ()), ("位居", ()), ("居", ()), ("位列", ()), ("保持", ())]).is_some()
        {
        }
    }
    let is_top = take(input, "top");
    let within = if is_top || take(input, "前") {
        true
    } else if take(input, "第")
        || take(input, "no.")
        || take(input, "number")
        || is_ordinal(input)
        || is_ordinal_in_words(input)
        || (is_rank && input.starts_with(|c: char| c.is_ascii_digit()))
    {
        false
    } else {
        return Err(Fault::soft(input));
    };
    space(input);
    let start = *input;
    // The top third is a part of them.
    let in_words = !is_top && ordinal_in_words(&mut { *input }).is_some();
    let number = if input.starts_with(|c: char| c.is_ascii_digit()) {
        digits(input)?
    } else if in_words {
        ordinal_in_words(input).ok_or_else(|| Fault::soft(start))?.into()
    } else {
        english_or_numeral(input)?
    };
    let rank: u32 = number.to_string().parse().map_err(|_| Fault::soft(start))?;
    if rank == 0 {
        return Err(Fault::soft(start));
    }
    let _ = take_ordinal_ending(input) || ["位", "名", "强"].into_iter().any(|word| take(input, word));
    let within = within || is_least || OR_BETTER.into_iter().any(|behind| take(input, behind));
    let here = *input;
    let has_preposition =
        ["in", "among", "out of", "of"].into_iter().any(|preposition| take(input, preposition));
    let mut counted = input.trim_start();
    if has_preposition && digits(&mut counted).is_ok() && counted.trim_start().is_empty() {
        // 8th out of 50: among how many, and not among whom.
        *input = "";
        return Ok(RankSaid { rank, among, within, in_words });
    }
    space(input);
    let from = input.len();
    let has_place = if has_preposition {
        try_word(input, WITHIN_EN).is_some() || counted_places(input)
    } else {
        try_word(input, PLACES_EN).is_some()
    };
    if among.is_none() && has_place {
        among = Some((from, input.len()));
    } else {
        *input = here;
    }
    let _ = within && (take(input, "以内") || take(input, "之内") || take(input, "行列"));
    space(input);
    if input.is_empty() { Ok(RankSaid { rank, among, within, in_words }) } else { Err(Fault::soft(input)) }
}

/// The place that something has come to, behind the words for where it was or how far it moved: 从第5位上升到第3位,
/// 上升2位至第3位. The words as they are where they say no such thing, or where it would have gone the other way.
pub(super) fn behind_move(words: &str) -> &str {
    let moves: Table<bool> = &[
        ("上升", true),
        ("提升", true),
        ("前进", true),
        ("跃升", true),
        ("下降", false),
        ("下滑", false),
        ("后退", false),
        ("升", true),
        ("跃", true),
        ("降", false),
        ("滑落", false),
    ];
    let number = |input: &mut &str| {
        let number =
            if input.starts_with(|c: char| c.is_ascii_digit()) { digits(input) } else { numeral(input) };
        number.ok().filter(|_| take(input, "位") || take(input, "名"))
    };
    let mut rest = words;
    let has_start = take(&mut rest, "从") || take(&mut rest, "由");
    let start = if has_start && take(&mut rest, "第") { number(&mut rest) } else { None };
    let way = try_word(&mut rest, moves);
    let by = if has_start { None } else { number(&mut rest) };
    let is_to = take(&mut rest, "到") || take(&mut rest, "至");
    let mut place = rest;
    let end = if take(&mut place, "第") { number(&mut place) } else { None };
    let agrees = match (start, by, way, end) {
        (Some(start), _, Some(true), Some(end)) => end < start,
        (Some(start), _, Some(false), Some(end)) => end > start,
        (None, Some(_), Some(_), Some(_)) => true,
        _ => false,
    };
    if agrees && is_to { rest } else { words }
}

/// The grade that something has come to, behind the words for the one it had: 由Ⅳ类改善为Ⅲ类.
pub(super) fn behind_improvement(words: &str) -> &str {
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

/// 190 countries
fn counted_places(input: &mut &str) -> bool {
    let places: Table<()> = &[
        ("countries", ()),
        ("provinces", ()),
        ("states", ()),
        ("cities", ()),
        ("economies", ()),
        ("regions", ()),
    ];
    digits(input).is_ok() && try_word(input, places).is_some()
}

fn english_or_numeral(input: &mut &str) -> Parsed<crate::domain::quantity::Exact> {
    let words: Table<i64> =
        &[("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("ten", 10), ("twenty", 20)];
    match try_word(input, words) {
        Some(number) => Ok(number.into()),
        None => numeral(input),
    }
}
