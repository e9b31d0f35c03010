//! One clause: the forms it can have, tried all, so that a clause with two readings is refused and not guessed.
//! Knows no indicator beyond its unit.

use super::{
    amount::{Amount, Yardstick},
    comparison::{against, relative},
    doubling::{doubled, share_of_level},
    fault::{Fault, Parsed, Reason},
    number::digits,
    reference::Baseline,
    scan::{Table, space, take, try_word},
    signs::sign,
    statement::Statement,
    verbs::{Axis, Way},
};
use crate::domain::{criterion::Comparison, quantity::Exact};

/// What a clause with a relation says.
#[derive(Debug, Clone)]
pub(super) enum Form {
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
        offset: Option<(Amount, Option<Comparison>)>,
        of_growth: bool,
        /// Whether it is a rise or a fall without a number: 比上年提高.
        moved: bool,
        /// Whether the earlier figure is named as a ceiling and nothing more: 控制在上年水平.
        ceiling: bool,
        rest: usize,
    },
    /// A doubling or a halving: 翻一番, halve.
    Doubled { percent: Exact, baseline: Option<Baseline>, year: bool },
    /// A share of an earlier level: 110% of the 2019 level.
    OfLevel { percent: Exact, baseline: Baseline },
    /// A comparison with another series.
    Relative {
        op: Option<Comparison>,
        /// What it says more or less of.
        axis: Axis,
        way: Option<Way>,
        offset: Option<Amount>,
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
pub(super) fn clause(text: &str, yardstick: &Yardstick) -> Parsed<Form> {
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
    ("可完成", ()),
    ("能完成", ()),
    ("预计可完成", ()),
    ("预计能完成", ()),
    ("完成了", ()),
    ("实际完成", ()),
    ("仅完成", ()),
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
    ("预算", ()),
    ("预算数", ()),
    ("年初预算", ()),
    ("年初预算数", ()),
    ("全年预算", ()),
    ("全年预算数", ()),
    ("投资计划", ()),
    ("年度投资目标", ()),
    ("预期目标", ()),
    ("年初预期目标", ()),
    ("全年预期目标", ()),
    ("省定目标", ()),
    ("省定任务", ()),
    ("市定目标", ()),
    ("市定任务", ()),
    ("年度目标数", ()),
    ("年度任务数", ()),
    ("任务数", ()),
    ("任务", ()),
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
    ("of its target", ()),
    ("of its annual target", ()),
    ("of the budget", ()),
    ("of the annual budget", ()),
];

/// 完成率102.3% behind a figure: the share of the target that the figure is. Of an indicator in percent it may be the figure
/// itself.
pub(super) fn completion_rate(words: &str, yardstick: &Yardstick) -> Option<Amount> {
    let mut rest = words;
    let is_named =
        take(&mut rest, "完成率") || take(&mut rest, "目标完成率") || take(&mut rest, "计划完成率");
    let _ = take(&mut rest, "为") || take(&mut rest, "达到") || take(&mut rest, "达");
    let percent = yardstick.amount(&mut rest).ok()?;
    let is_share = percent.unit.is_fraction() && !percent.signed && !yardstick.unit.is_fraction();
    (is_named && is_share && rest.trim_start().is_empty()).then_some(percent)
}

fn share(input: &mut &str, yardstick: &Yardstick) -> Parsed<Form> {
    let start = *input;
    let led = try_word(input, SHARE_LEADS).is_some();
    if try_word(input, SHARE_OF).is_some() {
        let is_rate = take(input, "完成率") || take(input, "的完成率");
        let _ = is_rate && (take(input, "为") || take(input, "达到") || take(input, "达"));
        // 完成年计划710亿元的89.4%: the target is the plan's to say.
        let before_target = *input;
        if !(yardstick.amount(input).is_ok() && take(input, "的")) {
            *input = before_target;
        }
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
