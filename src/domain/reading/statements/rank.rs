//! Ranks: places among others, 第3位, 3rd of 31, top ten. Knows nothing of amounts.

use crate::domain::{
    quantity::Exact,
    reading::{
        numbers::{
            number::{digits, numeral},
            ordinal::{OR_BETTER, is_ordinal, is_ordinal_in_words, ordinal_in_words, take_ordinal_ending},
        },
        wording::{
            fault::{Fault, Parsed},
            scan::{Table, space, take, try_word},
        },
    },
};

/// A rank in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RankSaid {
    pub(crate) rank: u32,
    /// The place among whom, as bytes of the clause from its start and its end.
    pub(crate) among: Option<(usize, usize)>,
    /// Whether the phrase says among the first so many; else exactly that place.
    pub(crate) within: bool,
    /// Whether the place is an English word, as second is, which is a time as well.
    pub(crate) in_words: bool,
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
pub(crate) fn rank(input: &mut &str) -> Parsed<RankSaid> {
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
pub(crate) fn behind_move(words: &str) -> &str {
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

fn english_or_numeral(input: &mut &str) -> Parsed<Exact> {
    let words: Table<i64> =
        &[("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("ten", 10), ("twenty", 20)];
    match try_word(input, words) {
        Some(number) => Ok(number.into()),
        None => numeral(input),
    }
}
