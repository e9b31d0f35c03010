//! Comparisons with a name instead of a number: an earlier figure of the series, or another series, with or
//! without an offset. Knows no indicator beyond its unit.

use super::{
    bases::KNOWN,
    clause::Form,
    equal_or::{EqualOr, equal_or, names_when_due},
    lead::taken,
};
use crate::domain::{
    criterion::Comparison::{self, AtLeast, AtMost, Equal, LessThan, MoreThan},
    reading::{
        numbers::amount::{Amount, Yardstick},
        times::reference::{Baseline, baseline, baseline_name, names_growth, other_series},
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::{Table, space, take, try_word},
            verbs::{
                self,
                Axis::{self, Figure, Pace, Worth},
                Nature, Way,
            },
            words,
        },
    },
};

/// By how much something is to be more or less than what it is compared with.
#[derive(Debug, Clone)]
pub(crate) struct Offset {
    pub(crate) amount: Amount,
    /// Whether it is about so much: 高于全国平均2个百分点左右.
    pub(crate) about: bool,
}

impl Offset {
    /// An offset, and the limit that is said of it.
    fn parse(input: &mut &str, yardstick: &Yardstick) -> Parsed<(Self, Option<Comparison>)> {
        let limit = try_word(input, words::BEFORE).map(|limit| limit.op);
        let about_before = try_word(input, words::ABOUT_BEFORE).is_some();
        let amount = yardstick.amount(input)?;
        let about = about_before || try_word(input, words::ABOUT_BEHIND).is_some();
        let here = *input;
        let behind = behind(input);
        if behind.is_some() && about {
            // 2个百分点左右以上 is a slip of one word or the other.
            return Err(Fault::firm(here, Reason::Contradiction));
        }
        Ok((Self { amount, about }, one_limit(limit, behind, input)?))
    }
}

/// A little, before a comparison.
const SLIGHT: Table<()> = &[("略", ()), ("略微", ()), ("稍", ()), ("slightly", ())];

/// Comparisons that may stand before a name.
const AGAINST: Table<(Comparison, Axis)> = &[
    ("不低于", (AtLeast, Figure)),
    ("不少于", (AtLeast, Figure)),
    ("不高于", (AtMost, Figure)),
    ("不超过", (AtMost, Figure)),
    ("不多于", (AtMost, Figure)),
    ("高于或等于", (AtLeast, Figure)),
    ("等于或高于", (AtLeast, Figure)),
    ("大于或等于", (AtLeast, Figure)),
    ("低于或等于", (AtMost, Figure)),
    ("等于或低于", (AtMost, Figure)),
    ("小于或等于", (AtMost, Figure)),
    ("高于", (MoreThan, Figure)),
    ("多于", (MoreThan, Figure)),
    ("超过", (MoreThan, Figure)),
    ("快于", (MoreThan, Pace)),
    ("低于", (LessThan, Figure)),
    ("少于", (LessThan, Figure)),
    ("慢于", (LessThan, Pace)),
    ("不慢于", (AtLeast, Pace)),
    ("不快于", (AtMost, Pace)),
    ("not below", (AtLeast, Figure)),
    ("not lower than", (AtLeast, Figure)),
    ("no lower than", (AtLeast, Figure)),
    ("no less than", (AtLeast, Figure)),
    ("not less than", (AtLeast, Figure)),
    ("at least", (AtLeast, Figure)),
    ("at least same as", (AtLeast, Figure)),
    ("at least the same as", (AtLeast, Figure)),
    ("at least equal to", (AtLeast, Figure)),
    ("at least as high as", (AtLeast, Figure)),
    ("at least as many as", (AtLeast, Figure)),
    ("at least as much as", (AtLeast, Figure)),
    ("at least as good as", (AtLeast, Worth)),
    ("at or above", (AtLeast, Figure)),
    ("equal to or above", (AtLeast, Figure)),
    ("no slower than", (AtLeast, Pace)),
    ("not above", (AtMost, Figure)),
    ("not higher than", (AtMost, Figure)),
    ("no higher than", (AtMost, Figure)),
    ("no more than", (AtMost, Figure)),
    ("not more than", (AtMost, Figure)),
    ("not exceed", (AtMost, Figure)),
    ("not to exceed", (AtMost, Figure)),
    ("no fewer than", (AtLeast, Figure)),
    ("not fewer than", (AtLeast, Figure)),
    ("fewer than", (LessThan, Figure)),
    ("not exceeding", (AtMost, Figure)),
    ("at most", (AtMost, Figure)),
    ("at or below", (AtMost, Figure)),
    ("above", (MoreThan, Figure)),
    ("higher than", (MoreThan, Figure)),
    ("faster than", (MoreThan, Pace)),
    ("more than", (MoreThan, Figure)),
    ("greater than", (MoreThan, Figure)),
    ("exceed", (MoreThan, Figure)),
    ("exceeding", (MoreThan, Figure)),
    ("below", (LessThan, Figure)),
    ("lower than", (LessThan, Figure)),
    ("less than", (LessThan, Figure)),
    ("slower than", (LessThan, Pace)),
    ("优于", (MoreThan, Worth)),
    ("好于", (MoreThan, Worth)),
    ("不差于", (AtLeast, Worth)),
    ("不劣于", (AtLeast, Worth)),
    ("达到", (AtLeast, Worth)),
    ("达到或超过", (AtLeast, Figure)),
    ("达到或高于", (AtLeast, Figure)),
    ("达到或优于", (AtLeast, Worth)),
    ("达到或好于", (AtLeast, Worth)),
    ("better than", (MoreThan, Worth)),
    ("no worse than", (AtLeast, Worth)),
    ("not worse than", (AtLeast, Worth)),
    ("equal to or better than", (AtLeast, Worth)),
    ("same as or better than", (AtLeast, Worth)),
    ("≥", (AtLeast, Figure)),
    (">=", (AtLeast, Figure)),
    ("≤", (AtMost, Figure)),
    ("<=", (AtMost, Figure)),
    (">", (MoreThan, Figure)),
    ("<", (LessThan, Figure)),
];

fn idle(input: &mut &str) {
    while try_word(
        input,
        &[
            ("确保", ()),
            ("力争", ()),
            ("争取", ()),
            ("保持", ()),
            ("继续", ()),
            ("增速", ()),
            ("增长", ()),
            ("增幅", ()),
            ("涨幅", ()),
            ("实现", ()),
            ("增长速度", ()),
            ("keep", ()),
            ("remain", ()),
            ("maintain", ()),
            ("growth", ()),
            ("level", ()),
            ("be", ()),
        ],
    )
    .is_some()
    {}
}

pub(crate) fn against(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    while try_word(input, &[("确保", ()), ("力争", ())]).is_some() {}
    let rest = input.len();
    if let Some((op, baseline)) = kept(input) {
        let (moved, ceiling) = (false, op == LessThan);
        // What is better than a level that is kept keeps it as well.
        let op = if ceiling { Equal } else { op };
        let of_growth = false;
        return Ok(Form::Against {
            op,
            axis: Figure,
            baseline,
            offset: None,
            of_growth,
            moved,
            ceiling,
            rest,
        });
    }
    if let Some(EqualOr { op, axis, baseline, moved }) = equal_or(input) {
        let (of_growth, ceiling) = (false, false);
        return Ok(Form::Against { op, axis, baseline, offset: None, of_growth, moved, ceiling, rest });
    }
    if let Some((op, axis, baseline)) = moved(input).or_else(|| not_moved(input)).or_else(|| met(input)) {
        let (of_growth, moved, ceiling) = (false, true, false);
        return Ok(Form::Against { op, axis, baseline, offset: None, of_growth, moved, ceiling, rest });
    }
    while try_word(
        input,
        &[("确保", ()), ("力争", ()), ("保持", ()), ("remain", ()), ("keep", ()), ("maintain", ())],
    )
    .is_some()
    {}
    let growth: Table<()> = &[("增速", ()), ("增长", ()), ("增幅", ()), ("增长速度", ())];
    let mut of_growth = try_word(input, growth).is_some();
    // 略高于上年: how little is not said, so that only the side is asked.
    let is_reached = input.starts_with("达到");
    let is_slight = try_word(input, SLIGHT).is_some();
    let Some((op, axis)) = try_word(input, AGAINST) else { return Err(Fault::soft(input)) };
    let here = *input;
    // 不低于2022 is a number; 不低于2022年 is that year's figure.
    let digits = input.trim_start_matches(' ');
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    let base = baseline_name(input).ok_or_else(|| Fault::soft(here))?;
    if is_reached && !here.get(..here.len() - input.len()).unwrap_or("").ends_with("水平") {
        // 达到2025年 breaks off.
        return Err(Fault::soft(here));
    }
    if is_number && !names_a_figure(&base, here.get(..here.len() - input.len()).unwrap_or("")) {
        return Err(Fault::soft(here));
    }
    // 不低于上年增速
    of_growth |= try_word(input, growth).is_some();
    let _ = take(input, "水平") || take(input, "的水平") || try_word(input, KNOWN).is_some();
    space(input);
    if is_slight && !(input.is_empty() && matches!(op, MoreThan | LessThan)) {
        return Err(Fault::soft(here));
    }
    let rest = input.len();
    let mut offset = None;
    if matches!(op, MoreThan | LessThan) && !input.is_empty() {
        offset = Some(Offset::parse(input, yardstick)?);
    }
    let (moved, ceiling) = (is_slight, false);
    Ok(Form::Against { op, axis, baseline: base, offset, of_growth, moved, ceiling, rest })
}

/// Whether words that name what something is compared with cannot be a number: 2019-20, 2019 level, last year.
pub(crate) fn names_a_figure(base: &Baseline, said: &str) -> bool {
    base.is_previous()
        || base.from.contains(['-', '/'])
        || ["年", "level", "baseline", "result"].iter().any(|word| said.contains(word))
}

/// No increase from 2019: neither so much nor more than nothing has come to it since a year that is named.
fn not_moved(input: &mut &str) -> Option<(Comparison, Axis, Baseline)> {
    let mut rest = *input;
    let op = try_word(
        &mut rest,
        &[("no increase", AtMost), ("no rise", AtMost), ("no decrease", AtLeast), ("no decline", AtLeast)],
    )?;
    let base = baseline(&mut rest).filter(|base| !base.is_previous() && rest.trim().is_empty())?;
    *input = rest;
    Some((op, Figure, base))
}

/// Meet or exceed the previous year: what it came to is to be met, where more is better.
fn met(input: &mut &str) -> Option<(Comparison, Axis, Baseline)> {
    let start = *input;
    let mut rest = start;
    let limit = try_word(&mut rest, words::BEFORE)?;
    let said = taken(start, rest);
    let is_met = said.is_ascii() && said.contains(" or ") && !limit.is_cap;
    let base = baseline_name(&mut rest).filter(|base| base.is_previous() && rest.trim().is_empty())?;
    is_met.then(|| {
        *input = rest;
        (limit.op, limit.axis, base)
    })
}

/// A rise or a fall without a number: 比上年提高, year-on-year increase. It names what it is compared with.
fn moved(input: &mut &str) -> Option<(Comparison, Axis, Baseline)> {
    let ways: Table<(Comparison, Axis)> = &[
        ("增长", (MoreThan, Figure)),
        ("增加", (MoreThan, Figure)),
        ("提高", (MoreThan, Figure)),
        ("提升", (MoreThan, Figure)),
        ("上升", (MoreThan, Figure)),
        ("改善", (MoreThan, Worth)),
        ("下降", (LessThan, Figure)),
        ("减少", (LessThan, Figure)),
        ("降低", (LessThan, Figure)),
        ("increase", (MoreThan, Figure)),
        ("an increase", (MoreThan, Figure)),
        ("improvement", (MoreThan, Worth)),
        ("an improvement", (MoreThan, Worth)),
        ("improve", (MoreThan, Worth)),
        ("decrease", (LessThan, Figure)),
        ("a decrease", (LessThan, Figure)),
        ("reduction", (LessThan, Figure)),
        ("a reduction", (LessThan, Figure)),
        ("decline", (LessThan, Figure)),
        ("maintain or increase", (AtLeast, Figure)),
        ("maintain or improve", (AtLeast, Worth)),
        ("maintain or decrease", (AtMost, Figure)),
        ("maintain or reduce", (AtMost, Figure)),
    ];
    let mut rest = *input;
    let before = baseline(&mut rest);
    let _ = before.is_some() && (take(&mut rest, "有所") || take(&mut rest, "均有所"));
    let (op, axis) = try_word(&mut rest, ways)?;
    // Increase over 2000: that year's figure, or by more than 2000?
    let number = rest.trim_start().strip_prefix("over ").unwrap_or("");
    if before.is_none() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let base = before.or_else(|| baseline(&mut rest))?;
    rest.trim_start().is_empty().then(|| {
        *input = "";
        (op, axis, base)
    })
}

/// 保持上年水平, 控制在上年水平以内: last year's figure is kept, or is the ceiling. `LessThan` stands for a ceiling that
/// is named without 以内.
fn kept(input: &mut &str) -> Option<(Comparison, Baseline)> {
    let leads: Table<Comparison> = &[
        ("保持", Equal),
        ("保持在", Equal),
        ("稳定在", Equal),
        ("维持在", Equal),
        ("维持", Equal),
        ("maintain", Equal),
        ("maintain at", Equal),
        ("maintained at", Equal),
        ("keep at", Equal),
        ("控制在", AtMost),
        ("严格控制在", AtMost),
    ];
    let mut rest = *input;
    let op = try_word(&mut rest, leads)?;
    let named = rest;
    let base = baseline_name(&mut rest).filter(|_| !names_when_due("", named))?;
    let said = named.get(..named.len() - rest.len()).unwrap_or("");
    if !(said.ends_with("水平")
        || said.ends_with("level")
        || said.ends_with("levels")
        || take(&mut rest, "水平")
        || take(&mut rest, "的水平")
        || (op == Equal && named.is_ascii() && rest.trim().is_empty() && names_a_figure(&base, said)))
    {
        return None;
    }
    let is_limited = take(&mut rest, "以内") || take(&mut rest, "之内") || take(&mut rest, "以下");
    if is_limited && op != AtMost {
        return None;
    }
    *input = rest;
    Some((if op == AtMost && !is_limited { LessThan } else { op }, base))
}

/// Whether a name is that of two series, each with a figure of its own: 全国和全省平均水平.
fn names_two(name: &str) -> bool {
    let places = ["全国", "全省", "全市", "全区", "全县", "全球", "世界"];
    name.contains(['和', '与']) || places.iter().filter(|place| name.contains(**place)).count() > 1
}

const OFFSETS: Table<(Way, Axis)> = &[
    ("高", (Way::Up, Figure)),
    ("高出", (Way::Up, Figure)),
    ("快", (Way::Up, Pace)),
    ("低", (Way::Down, Figure)),
    ("慢", (Way::Down, Pace)),
    ("多", (Way::Up, Figure)),
    ("少", (Way::Down, Figure)),
];

pub(crate) fn relative(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    let lead = *input;
    idle(input);
    let said = lead.get(..lead.len() - input.len()).unwrap_or("");
    let of_growth = said.contains(['增', '涨']) || said.contains("growth");
    let rest = input.len();
    // 比全国平均高2个百分点
    if take(input, "比") || take(input, "较") {
        let to = named(input)?;
        let Some((way, axis)) = try_word(input, OFFSETS) else { return Err(Fault::soft(input)) };
        let (offset, op) = Offset::parse(input, yardstick)?;
        return Ok(Form::Relative { op, axis, way: Some(way), offset: Some(offset), to, of_growth, rest });
    }
    let before = *input;
    if let Some((op, to)) = kept_to(input) {
        let (op, axis) = (Some(op), Figure);
        return Ok(Form::Relative { op, axis, way: None, offset: None, to, of_growth, rest });
    }
    // 略高于GDP增速: how little is not said, so that only the side is asked.
    let is_slight = try_word(input, SLIGHT).is_some();
    if let Some((op, axis)) = try_word(input, AGAINST)
        && let Ok(to) = named(input)
    {
        let here = *input;
        space(input);
        if is_slight && !(input.is_empty() && matches!(op, MoreThan | LessThan)) {
            return Err(Fault::soft(here));
        }
        if input.is_empty() {
            return Ok(Form::Relative { op: Some(op), axis, way: None, offset: None, to, of_growth, rest });
        }
        *input = here;
        let way = match op {
            MoreThan => Way::Up,
            LessThan => Way::Down,
            AtLeast | AtMost | Equal => return Err(Fault::soft(input)),
        };
        let (offset, op) = Offset::parse(input, yardstick)?;
        return Ok(Form::Relative { op, axis, way: Some(way), offset: Some(offset), to, of_growth, rest });
    }
    *input = before;
    // 与经济增长同步
    let mut step = *input;
    if (take(&mut step, "与") || take(&mut step, "和") || take(&mut step, "同"))
        && let Ok(to) = named(&mut step)
        && (step.starts_with("同步")
            || step.starts_with("基本同步")
            || step.starts_with("保持")
            || step.starts_with("大体同步"))
    {
        let _ = take(&mut step, "保持");
        let name = input.get(input.len() - to.0..input.len() - to.1).unwrap_or("");
        // What is about in step may lie below as well, and a place has no growth of its own by its name.
        if step != "同步" || !names_growth(name) {
            return Err(Fault::firm(input, Reason::InStep));
        }
        *input = "";
        let (op, axis) = (None, Figure);
        return Ok(Form::Relative { op, axis, way: None, offset: None, to, of_growth, rest });
    }
    english_offset(input, yardstick, of_growth, rest)
}

/// 控制在全国平均水平以下, 达到全省平均水平以上: the other's figure is the ceiling, or what is reached at least.
fn kept_to(input: &mut &str) -> Option<(Comparison, (usize, usize))> {
    let leads: Table<Comparison> = &[
        ("控制在", AtMost),
        ("严格控制在", AtMost),
        ("达到", AtLeast),
        ("达", AtLeast),
        ("在", AtLeast),
        ("稳定在", AtLeast),
    ];
    let mut rest = *input;
    let op = try_word(&mut rest, leads)?;
    let to = named(&mut rest).ok()?;
    let limits: &[&'static str] = if op == AtMost { &["以下", "以内", "之内"] } else { &["以上"] };
    let is_limited = limits.iter().any(|end| take(&mut rest, end));
    is_limited.then(|| {
        *input = rest;
        (op, to)
    })
}

/// At least 2 points above the national average.
fn english_offset(input: &mut &str, yardstick: &Yardstick, of_growth: bool, rest: usize) -> Parsed<Form> {
    let (offset, op) = Offset::parse(input, yardstick)?;
    let comparative = *input;
    let Some(way) = try_word(input, verbs::ABOVE) else { return Err(Fault::soft(input)) };
    let axis = Nature::of(taken(comparative, input)).axis();
    let to = named(input)?;
    Ok(Form::Relative { op, axis, way: Some(way), offset: Some(offset), to, of_growth, rest })
}

/// The limit that is said before or behind; saying two is a contradiction.
fn one_limit(
    before: Option<Comparison>,
    behind: Option<Comparison>,
    input: &str,
) -> Parsed<Option<Comparison>> {
    if before.is_some() && behind.is_some() {
        return Err(Fault::firm(input, Reason::Contradiction));
    }
    Ok(before.or(behind))
}

fn behind(input: &mut &str) -> Option<Comparison> {
    try_word(
        input,
        &[
            ("以上", AtLeast),
            ("及以上", AtLeast),
            ("以内", AtMost),
            ("or more", AtLeast),
            ("or less", AtMost),
        ],
    )
}

fn named(input: &mut &str) -> Parsed<(usize, usize)> {
    let here = *input;
    let name = other_series(input)?;
    if names_two(name) {
        return Err(Fault::firm(here, Reason::Ambiguous));
    }
    let end = input.len();
    Ok((end + name.len(), end))
}
