//! One clause: the forms it can have, tried all, so that a clause with two readings is refused and not guessed.
//! Knows no indicator beyond its unit.

use super::{
    amount::{Amount, Yardstick},
    fault::{Fault, Parsed, Reason},
    reference::{Baseline, baseline, baseline_name, other_series},
    scan::{Table, digits, space, take, try_word},
    statement::Statement,
    words::{self, Way},
};
use crate::domain::{
    criterion::Comparison::{self, AtLeast, AtMost, Equal, LessThan, MoreThan},
    quantity::Exact,
};

/// What a clause with a relation says.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// An amount with what stands around it.
    Statement(Box<Statement>),
    /// Words for a sign: 正增长, unchanged.
    Sign { op: Comparison, about: bool, is_growth: bool, like_for_like: bool },
    /// A comparison with the same series' earlier figure: 不低于上年; 高于上年 by an amount.
    Against { op: Comparison, baseline: Baseline, offset: Option<(Amount, Option<Comparison>)>, rest: usize },
    /// A doubling: 翻一番.
    Doubled { percent: Exact, baseline: Option<Baseline> },
    /// A comparison with another series.
    Relative {
        op: Option<Comparison>,
        way: Option<Way>,
        offset: Option<Amount>,
        to: (usize, usize),
        rest: usize,
    },
    /// A share of the plan's target: 完成年度目标58.6%.
    Share { percent: Amount },
}

/// Reads a clause in the one way that takes it whole.
pub(super) fn clause(text: &str, yardstick: &Yardstick) -> Parsed<Form> {
    let mut fault = Fault::soft(text);
    let mut found = Vec::new();
    let forms: [&dyn Fn(&mut &str) -> Parsed<Form>; 6] = [
        &sign,
        &|input| against(input, yardstick),
        &doubled,
        &|input| share(input, yardstick),
        &|input| relative(input, yardstick),
        &|input| Statement::parse(input, yardstick).map(|said| Form::Statement(Box::new(said))),
    ];
    for (index, form) in forms.iter().enumerate() {
        let mut input = text;
        let outcome = form(&mut input).and_then(|form| {
            space(&mut input);
            if input.is_empty() { Ok(form) } else { Err(Fault::soft(input)) }
        });
        match outcome {
            // 零增长 is a word of its own, not the number zero with a verb behind it.
            Ok(form) if index == 0 => return Ok(form),
            Ok(form) => found.push(form),
            Err(other) => fault = winnow::error::ParserError::<&str>::or(fault, other),
        }
    }
    if found.len() > 1 {
        return Err(Fault::firm(text, Reason::Ambiguous));
    }
    found.pop().ok_or(fault)
}

const SIGNS: Table<(Comparison, bool, bool)> = &[
    ("正增长", (MoreThan, false, true)),
    ("负增长", (LessThan, false, true)),
    ("零增长", (Equal, false, true)),
    ("持平", (Equal, false, false)),
    ("基本持平", (Equal, true, false)),
    ("大体持平", (Equal, true, false)),
    ("总体持平", (Equal, true, false)),
    ("不下降", (AtLeast, false, false)),
    ("不降低", (AtLeast, false, false)),
    ("不减少", (AtLeast, false, false)),
    ("不增长", (AtMost, false, false)),
    ("不增加", (AtMost, false, false)),
    ("不上升", (AtMost, false, false)),
    ("不反弹", (AtMost, false, false)),
    ("positive growth", (MoreThan, false, true)),
    ("positive", (MoreThan, false, true)),
    ("negative growth", (LessThan, false, true)),
    ("negative", (LessThan, false, true)),
    ("zero growth", (Equal, false, true)),
    ("no change", (Equal, false, false)),
    ("unchanged", (Equal, false, false)),
    ("remain unchanged", (Equal, false, false)),
    ("flat", (Equal, false, false)),
    ("broadly unchanged", (Equal, true, false)),
    ("largely unchanged", (Equal, true, false)),
    ("essentially unchanged", (Equal, true, false)),
    ("broadly flat", (Equal, true, false)),
    ("no increase", (AtMost, false, false)),
    ("no decrease", (AtLeast, false, false)),
    ("no decline", (AtLeast, false, false)),
    ("no reduction", (AtLeast, false, false)),
    ("no rise", (AtMost, false, false)),
];

fn sign(input: &mut &str) -> Parsed<Form> {
    let mut like_for_like = false;
    loop {
        let here = *input;
        if try_word(input, words::LIKE_FOR_LIKE).is_some() {
            like_for_like = true;
            continue;
        }
        // 与上年持平, 比上年不下降: the period before is what growth is counted from anyway.
        if take(input, "与")
            && let Some(base) = baseline_name(input)
            && base.is_previous()
        {
            continue;
        }
        *input = here;
        if let Some(base) = baseline(input) {
            if base.is_previous() {
                continue;
            }
            *input = here;
        }
        if super::reference::year_named(input) {
            continue;
        }
        match try_word(input, words::FILLERS) {
            Some(false) => {}
            Some(true) => return Err(Fault::soft(here)),
            None => break,
        }
    }
    let Some((op, about, is_growth)) = try_word(input, SIGNS) else {
        return Err(Fault::soft(input));
    };
    let here = *input;
    let behind = take(input, "with") || take(input, "from") || take(input, "over") || take(input, "on");
    if !(behind && baseline_name(input).is_some_and(|base| base.is_previous())) {
        *input = here;
    }
    Ok(Form::Sign { op, about, is_growth, like_for_like })
}

/// Comparisons that may stand before a name.
const AGAINST: Table<Comparison> = &[
    ("不低于", AtLeast),
    ("不少于", AtLeast),
    ("不高于", AtMost),
    ("不超过", AtMost),
    ("不多于", AtMost),
    ("高于", MoreThan),
    ("多于", MoreThan),
    ("超过", MoreThan),
    ("快于", MoreThan),
    ("低于", LessThan),
    ("少于", LessThan),
    ("慢于", LessThan),
    ("不慢于", AtLeast),
    ("不快于", AtMost),
    ("not below", AtLeast),
    ("not lower than", AtLeast),
    ("no lower than", AtLeast),
    ("no less than", AtLeast),
    ("not less than", AtLeast),
    ("at least", AtLeast),
    ("at or above", AtLeast),
    ("equal to or above", AtLeast),
    ("no slower than", AtLeast),
    ("not above", AtMost),
    ("not higher than", AtMost),
    ("no higher than", AtMost),
    ("no more than", AtMost),
    ("not more than", AtMost),
    ("not exceed", AtMost),
    ("not exceeding", AtMost),
    ("at most", AtMost),
    ("at or below", AtMost),
    ("above", MoreThan),
    ("higher than", MoreThan),
    ("faster than", MoreThan),
    ("more than", MoreThan),
    ("greater than", MoreThan),
    ("exceed", MoreThan),
    ("exceeding", MoreThan),
    ("below", LessThan),
    ("lower than", LessThan),
    ("less than", LessThan),
    ("slower than", LessThan),
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
            ("实现", ()),
            ("增长速度", ()),
            ("the", ()),
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

fn against(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    while try_word(
        input,
        &[("确保", ()), ("力争", ()), ("保持", ()), ("remain", ()), ("keep", ()), ("maintain", ())],
    )
    .is_some()
    {}
    let Some(op) = try_word(input, AGAINST) else { return Err(Fault::soft(input)) };
    let here = *input;
    // 不低于2022 is a number; 不低于2022年 is that year's figure.
    let digits = input.trim_start_matches(' ');
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    let base = baseline_name(input).ok_or_else(|| Fault::soft(here))?;
    if is_number {
        let said = here.get(..here.len() - input.len()).unwrap_or("");
        if !["年", "level", "baseline"].iter().any(|word| said.contains(word)) {
            return Err(Fault::soft(here));
        }
    }
    let _ = take(input, "水平") || take(input, "的水平");
    space(input);
    let rest = input.len();
    let mut offset = None;
    if matches!(op, MoreThan | LessThan) && !input.is_empty() {
        let limit = try_word(input, words::BEFORE).map(|limit| limit.op);
        let amount = yardstick.amount(input)?;
        offset = match (limit, behind(input)) {
            (None, op) | (op, None) => Some((amount, op)),
            (Some(_), Some(_)) => return Err(Fault::firm(input, Reason::Contradiction)),
        };
    }
    Ok(Form::Against { op, baseline: base, offset, rest })
}

fn doubled(input: &mut &str) -> Parsed<Form> {
    let mut base = baseline(input);
    while try_word(input, &[("力争", ()), ("实现", ()), ("确保", ())]).is_some() {}
    let words: Table<i64> = &[
        ("翻一番", 100),
        ("翻番", 100),
        ("翻两番", 300),
        ("double", 100),
        ("doubled", 100),
        ("doubling", 100),
        ("triple", 200),
    ];
    let Some(percent) = try_word(input, words) else { return Err(Fault::soft(input)) };
    if base.is_none() {
        base = baseline(input);
    }
    Ok(Form::Doubled { percent: Exact::from(percent), baseline: base })
}

const OFFSETS: Table<Way> = &[
    ("高", Way::Up),
    ("高出", Way::Up),
    ("快", Way::Up),
    ("低", Way::Down),
    ("慢", Way::Down),
    ("多", Way::Up),
    ("少", Way::Down),
];

fn relative(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    idle(input);
    let rest = input.len();
    // 比全国平均高2个百分点
    if take(input, "比") || take(input, "较") {
        let to = named(input)?;
        let Some(way) = try_word(input, OFFSETS) else { return Err(Fault::soft(input)) };
        let offset = yardstick.amount(input)?;
        let op = behind(input);
        return Ok(Form::Relative { op, way: Some(way), offset: Some(offset), to, rest });
    }
    let before = *input;
    if let Some(op) = try_word(input, AGAINST)
        && let Ok(to) = named(input)
    {
        let here = *input;
        space(input);
        if input.is_empty() {
            return Ok(Form::Relative { op: Some(op), way: None, offset: None, to, rest });
        }
        *input = here;
        let way = match op {
            MoreThan => Way::Up,
            LessThan => Way::Down,
            AtLeast | AtMost | Equal => return Err(Fault::soft(input)),
        };
        let limit = try_word(input, words::BEFORE).map(|limit| limit.op);
        let offset = yardstick.amount(input)?;
        let op = match (limit, behind(input)) {
            (None, op) | (op, None) => op,
            (Some(_), Some(_)) => return Err(Fault::firm(input, Reason::Contradiction)),
        };
        return Ok(Form::Relative { op, way: Some(way), offset: Some(offset), to, rest });
    }
    *input = before;
    // 与经济增长同步
    let mut step = *input;
    if (take(&mut step, "与") || take(&mut step, "和") || take(&mut step, "同"))
        && named(&mut step).is_ok()
        && (step.starts_with("同步")
            || step.starts_with("基本同步")
            || step.starts_with("保持")
            || step.starts_with("大体同步"))
    {
        return Err(Fault::firm(input, Reason::Aloft));
    }
    english_offset(input, yardstick, rest)
}

/// At least 2 points above the national average.
fn english_offset(input: &mut &str, yardstick: &Yardstick, rest: usize) -> Parsed<Form> {
    let limit = try_word(input, words::BEFORE).map(|limit| limit.op);
    let offset = yardstick.amount(input)?;
    let behind = behind(input);
    let op = match (limit, behind) {
        (None, op) | (op, None) => op,
        (Some(_), Some(_)) => return Err(Fault::firm(input, Reason::Contradiction)),
    };
    let Some(way) = try_word(input, words::ABOVE) else { return Err(Fault::soft(input)) };
    let to = named(input)?;
    Ok(Form::Relative { op, way: Some(way), offset: Some(offset), to, rest })
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
    let name = other_series(input)?;
    let end = input.len();
    Ok((end + name.len(), end))
}

const SHARE_LEADS: Table<()> = &[
    ("完成", ()),
    ("达到", ()),
    ("占", ()),
    ("为", ()),
    ("相当于", ()),
    ("已完成", ()),
    ("累计完成", ()),
    ("达", ()),
    ("预计完成", ()),
    ("预计达到", ()),
    ("占到", ()),
    ("是", ()),
];

const SHARE_OF: Table<()> = &[
    ("年度目标", ()),
    ("年度计划", ()),
    ("全年目标", ()),
    ("全年计划", ()),
    ("年度任务", ()),
    ("全年任务", ()),
    ("年度目标任务", ()),
    ("全年目标任务", ()),
    ("目标", ()),
    ("计划", ()),
    ("目标任务", ()),
    ("年计划", ()),
    ("年目标", ()),
    ("年度计划目标", ()),
    ("年初计划", ()),
    ("年初目标", ()),
    ("目标值", ()),
    ("年度目标值", ()),
    ("年度投资计划", ()),
    ("年度计划投资", ()),
    ("全年投资计划", ()),
    ("年度预算", ()),
    ("全年预期目标", ()),
    ("年度预期目标", ()),
];

const SHARE_OF_EN: Table<()> = &[
    ("of the annual target", ()),
    ("of annual target", ()),
    ("of the target", ()),
    ("of target", ()),
    ("of the annual plan", ()),
    ("of annual plan", ()),
    ("of the plan", ()),
    ("of plan", ()),
    ("of the year's target", ()),
    ("of the full-year target", ()),
    ("of the yearly target", ()),
    ("of the planned target", ()),
    ("of planned", ()),
];

fn share(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    let start = *input;
    let led = try_word(input, SHARE_LEADS).is_some();
    if try_word(input, SHARE_OF).is_some() {
        let is_rate = take(input, "完成率") || take(input, "的完成率");
        let _ = is_rate && (take(input, "为") || take(input, "达到") || take(input, "达"));
        let _ = take(input, "的");
        space(input);
        if !(led || is_rate) {
            return Err(Fault::soft(start));
        }
        let percent = yardstick.amount(input)?;
        return if percent.unit.is_fraction() && !percent.signed {
            Ok(Form::Share { percent })
        } else {
            Err(Fault::soft(start))
        };
    }
    *input = start;
    let _ = take(input, "completed") || take(input, "achieved");
    space(input);
    if !input.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Fault::soft(input));
    }
    let mut probe = *input;
    digits(&mut probe)?;
    let percent = yardstick.amount(input)?;
    if try_word(input, SHARE_OF_EN).is_some() && percent.unit.is_fraction() {
        return Ok(Form::Share { percent });
    }
    Err(Fault::soft(input))
}
