//! One clause: the forms it can have, tried all, so that a clause with two readings is refused and not guessed.
//! Knows no indicator beyond its unit.

use super::{
    comparison::{Offset, against, relative},
    doubling::{doubled, share_of_level},
    signs::sign,
    statement::Statement,
    whose::{self, What},
};
use crate::domain::{
    criterion::Comparison,
    quantity::Exact,
    reading::{
        numbers::{
            amount::{Amount, Yardstick},
            number::digits,
        },
        times::reference::Baseline,
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::{Table, space, take, try_word},
            verbs::{Axis, Way},
        },
    },
    unit::Base,
};

/// What a clause with a relation says.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    /// An amount with what stands around it.
    Statement(Box<Statement>),
    /// Words for a sign: 正增长, unchanged.
    Sign { op: Comparison, about: bool, is_growth: bool, like_for_like: bool },
    /// A comparison with the same series' earlier figure: 不低于上年; 高于上年 by an amount.
    Against {
        op: Comparison,
        /// What it says more or less of.
        axis: Axis,
        baseline: Baseline,
        offset: Option<(Offset, Option<Comparison>)>,
        of_growth: bool,
        /// Whether it is a rise or a fall without a number: 比上年提高.
        moved: bool,
        /// Whether the earlier figure is named as a ceiling and nothing more: 控制在上年水平.
        ceiling: bool,
        rest: usize,
    },
    /// A doubling or a halving: 翻一番, halve.
    Doubled {
        percent: Exact,
        baseline: Option<Baseline>,
        year: bool,
        /// Whether it says that it is at least that: 翻一番以上.
        is_limit: bool,
    },
    /// A share of an earlier level: 110% of the 2019 level, 2020年的2倍.
    OfLevel { percent: Exact, baseline: Baseline, op: Option<Comparison>, about: bool },
    /// A comparison with another series.
    Relative {
        op: Option<Comparison>,
        /// What it says more or less of.
        axis: Axis,
        way: Option<Way>,
        offset: Option<Offset>,
        to: (usize, usize),
        /// Whether it is the growth that is compared: 增速高于全国平均水平.
        of_growth: bool,
        rest: usize,
    },
    /// A share of the plan's target: 完成年度目标58.6%.
    Share { percent: Amount },
}

/// One of the forms a clause can have.
type FormParser<'p> = &'p dyn Fn(&mut &str) -> Parsed<Form>;

/// Reads a clause in the one way that takes it whole.
pub(crate) fn clause(text: &str, yardstick: &Yardstick) -> Parsed<Form> {
    let mut fault = Fault::soft(text);
    let mut found = Vec::new();
    let forms: [FormParser<'_>; 7] = [
        &sign,
        &|input| against(input, yardstick),
        &doubled,
        &|input| share_of_level(input, yardstick),
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
        // 完成全年目标64.2% names what it is a share of.
        found.retain(|form| matches!(form, Form::Share { .. }));
        if found.len() != 1 {
            return Err(Fault::firm(text, Reason::Ambiguous));
        }
    }
    found.pop().ok_or(fault)
}

/// Words before what a share is of; `true` where they say that it is done, and not only how large the share is.
const SHARE_LEADS: Table<bool> = &[
    ("完成", true),
    ("实现", true),
    ("已完成", true),
    ("累计完成", true),
    ("预计完成", true),
    ("可完成", true),
    ("能完成", true),
    ("预计可完成", true),
    ("预计能完成", true),
    ("完成了", true),
    ("实际完成", true),
    ("仅完成", true),
    ("达到", false),
    ("占", false),
    ("为", false),
    ("相当于", false),
    ("达", false),
    ("预计达到", false),
    ("占到", false),
    ("是", false),
];

/// What a share is of; `true` where it is the target of a plan of several years.
const SHARE_OF_EN: Table<bool> = &[
    ("of the annual target", false),
    ("of annual target", false),
    ("of the target", false),
    ("of target", false),
    ("of the annual plan", false),
    ("of annual plan", false),
    ("of the plan", false),
    ("of plan", false),
    ("of the year's target", false),
    ("of the full-year target", false),
    ("of the yearly target", false),
    ("of the planned target", false),
    ("of planned", false),
    ("of its target", false),
    ("of its annual target", false),
    ("of the budget", false),
    ("of the annual budget", false),
    ("of the five-year target", true),
    ("of the five-year plan", true),
    ("of the five-year plan target", true),
    ("of the five-year plan's target", true),
    ("of the target of the five-year plan", true),
];

/// 完成率102.3% behind a figure: the share of the target that the figure is. Of an indicator in percent it may be the figure
/// itself.
pub(crate) fn completion_rate(input: &mut &str, yardstick: &Yardstick) -> Option<Amount> {
    let mut rest = *input;
    let percent = named_completion_rate(&mut rest, yardstick)?;
    (!yardstick.unit.is_fraction()).then(|| {
        *input = rest;
        percent
    })
}

fn named_completion_rate(input: &mut &str, yardstick: &Yardstick) -> Option<Amount> {
    let mut rest = *input;
    let is_of_year = take(&mut rest, "年度");
    // What is paid of an amount of money is the amount; of homes to be built it is another thing.
    let is_money = matches!(yardstick.unit.base, Base::Currency(_));
    let is_of_investment = (is_of_year || is_money) && take(&mut rest, "投资");
    let names = ["完成率", "完成比例", "完成进度", "completion rate"];
    let is_named = names.into_iter().any(|name| take(&mut rest, name))
        || (is_of_investment && is_money && take(&mut rest, "进度"));
    let _ = is_led_to(&mut rest);
    let percent = share_in_percent(&mut rest, yardstick).ok()?;
    (is_named && rest.trim_start().is_empty()).then(|| {
        *input = rest;
        percent
    })
}

fn is_led_to(input: &mut &str) -> bool {
    [":", "为", "达到", "达", "of", "was", "is"].into_iter().any(|word| take(input, word))
}

fn share_in_percent(input: &mut &str, yardstick: &Yardstick) -> Parsed<Amount> {
    space(input);
    let percent = yardstick.amount(input)?;
    if percent.unit.is_fraction() && !percent.signed { Ok(percent) } else { Err(Fault::soft(input)) }
}

fn share_in_points(input: &mut &str, yardstick: &Yardstick) -> Option<Amount> {
    let points = yardstick.amount(input).ok()?;
    (points.unit.base == Base::Points && !points.signed).then_some(points)
}

/// 超额20%完成年度任务, 超年度目标20%, 低于年度目标20%: how much more or less was done than was asked. Of an indicator in percent
/// these may be its points; of an amount 超年度计划14个百分点 says how far its share goes beyond the whole.
fn share_beyond(input: &mut &str, yardstick: &Yardstick) -> Option<Amount> {
    let sides: Table<bool> =
        &[("超", true), ("超出", true), ("超过", true), ("高于", true), ("高出", true), ("低于", false)];
    let of_target = |rest: &mut &str| {
        whose::target(rest).is_some_and(|named| {
            !named.is_of_years && !named.is_of_authority && matches!(named.what, What::Target | What::Money)
        })
    };
    let mut rest = *input;
    let is_beyond = take(&mut rest, "超额");
    let is_more =
        if is_beyond { true } else { try_word(&mut rest, sides).filter(|_| of_target(&mut rest))? };
    let of_amount = &mut { rest };
    let by = share_in_percent(&mut rest, yardstick).ok().or_else(|| {
        let points = share_in_points(of_amount, yardstick).filter(|_| !is_beyond && is_more)?;
        rest = *of_amount;
        Some(points)
    })?;
    let is_done = !is_beyond || (take(&mut rest, "完成") && of_target(&mut rest));
    let is_whole = is_done && rest.is_empty() && !by.surplus && !by.in_parts && !yardstick.unit.is_fraction();
    let all = Exact::HUNDRED.over_exactly(by.unit.scale)?;
    let number = all.plus(if is_more { by.number } else { by.number.negated() })?;
    (is_whole && !number.is_negative()).then(|| {
        *input = rest;
        Amount { number, ..by }
    })
}

fn share(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    if let Some(percent) = share_beyond(input, yardstick) {
        return Ok(Form::Share { percent });
    }
    let start = *input;
    let led = try_word(input, SHARE_LEADS);
    if let Some(named) = whose::target(input) {
        let is_rate = take(input, "完成率") || take(input, "的完成率");
        let is_part =
            !is_rate && led.is_some() && ["的比重", "比重", "的比例"].iter().any(|word| take(input, word));
        let _ = (is_rate || is_part) && is_led_to(input);
        // 完成年计划710亿元的89.4%: the target is the plan's to say.
        let before_target = *input;
        if !(yardstick.amount(input).is_ok() && take(input, "的")) {
            *input = before_target;
        }
        // 年度投资计划的120.9%
        let is_share_of = take(input, "的");
        // 占国家目标的10% is a part of what the whole country is to do.
        let is_own = !named.is_of_authority || led == Some(true) || is_rate;
        let is_known = matches!(named.what, What::Target | What::Money);
        if !is_own || !is_known || (led.is_none() && !is_rate && !is_share_of) {
            return Err(Fault::soft(start));
        }
        let percent = share_in_percent(input, yardstick)?;
        if named.is_of_years && !yardstick.is_of_years {
            return Err(Fault::firm(start, Reason::ShareOfYears));
        }
        return Ok(Form::Share { percent });
    }
    *input = start;
    if let Some(percent) = named_completion_rate(input, yardstick) {
        if yardstick.unit.is_fraction() {
            // Of the target, or the share that is asked itself?
            return Err(Fault::firm(start, Reason::PercentOfWhat));
        }
        // Of less than all, of the year's target or of what is to be done in the end?
        let is_all = percent.number.times(percent.unit.scale).is_some_and(|share| share >= Exact::HUNDRED);
        return if is_all || take(&mut { start }, "年度") {
            Ok(Form::Share { percent })
        } else {
            Err(Fault::firm(start, Reason::PercentOfWhat))
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
    match try_word(input, SHARE_OF_EN).filter(|_| percent.unit.is_fraction()) {
        Some(of_years) if of_years && !yardstick.is_of_years => {
            return Err(Fault::firm(start, Reason::ShareOfYears));
        }
        Some(_) => return Ok(Form::Share { percent }),
        None => {}
    }
    Err(Fault::soft(input))
}
