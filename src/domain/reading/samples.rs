//! What the property tests draw from: contexts, and the criteria and values that the grammar can produce in
//! them; and how tests of the grammar see that a report is refused.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::{Context, read_outcome};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    quantity::Exact,
    value::{Change, Declaration, Figure, Missing, Value},
};

/// The code with which a report is refused of what is better the higher it is; `None` where it is read.
pub(super) fn code(phrase: &str, unit: &str, measure: Measure) -> Option<&'static str> {
    let context =
        Context { unit, measure, direction: Some(Direction::Higher), is_reduction: false, scale: &[] };
    read_outcome(phrase, &context).err().map(|refusal| refusal.code)
}

pub(super) fn contexts() -> impl Strategy<Value = Context<'static>> {
    let units = prop_oneof![
        Just("%"),
        Just("‰"),
        Just("亿元"),
        Just("家"),
        Just("万人"),
        Just("个"),
        Just(""),
        Just("亿美元"),
        Just("吨标准煤/万元"),
        Just("万元/人年"),
        Just("天"),
        Just("$"),
        Just("$ million"),
        Just("thousand tonnes"),
        Just("hectares"),
        Just("盏灯"),
        Just("FTE"),
        Just("亿公斤"),
        Just("件/万人"),
        Just("人"),
        Just("微克/立方米"),
    ];
    let measures = prop_oneof![Just(Measure::Flow), Just(Measure::Level), Just(Measure::Rate)];
    let directions = prop_oneof![Just(Direction::Higher), Just(Direction::Lower), Just(Direction::OnTarget)];
    (units, measures, directions).prop_map(|(unit, measure, direction)| Context {
        unit,
        measure,
        direction: Some(direction),
        is_reduction: false,
        scale: &[],
    })
}

fn numbers() -> impl Strategy<Value = Exact> {
    (0_i64..100_000_000, 0_u32..5).prop_map(|(digits, decimals)| {
        let divisor = 10_i64.pow(decimals);
        Exact::from(digits).over_exactly(Exact::from(divisor)).unwrap()
    })
}

fn signed() -> impl Strategy<Value = Exact> {
    (numbers(), any::<bool>()).prop_map(|(number, minus)| if minus { number.negated() } else { number })
}

fn comparisons() -> impl Strategy<Value = Comparison> {
    prop_oneof![
        Just(Comparison::AtLeast),
        Just(Comparison::MoreThan),
        Just(Comparison::AtMost),
        Just(Comparison::LessThan),
        Just(Comparison::Equal),
    ]
}

fn bases() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(PREVIOUS_PERIOD), Just("2015"), Just("2019-20"), Just("十三五"), Just("十三五末")]
}

fn default_op(context: &Context<'_>) -> Comparison {
    match context.direction.unwrap() {
        Direction::Higher => Comparison::AtLeast,
        Direction::Lower => Comparison::AtMost,
        Direction::OnTarget => Comparison::Equal,
    }
}

/// The conditions that the grammar can produce in a context.
fn conditions(context: Context<'static>) -> BoxedStrategy<Condition> {
    let default = default_op(&context);
    let is_share = matches!(context.unit, "%" | "‰");
    // About goes with a limit that is not strict; an exact one is about only where it is the direction's.
    let about_fits = move |op: Comparison| match op {
        Comparison::AtLeast | Comparison::AtMost => true,
        Comparison::Equal => default == Comparison::Equal,
        Comparison::MoreThan | Comparison::LessThan => false,
    };
    let threshold = (comparisons(), signed(), any::<bool>(), any::<bool>())
        .prop_filter(
            "where more is better what is below zero is not limited from above",
            move |(op, value, ..)| {
                let is_ceiling = matches!(op, Comparison::AtMost | Comparison::LessThan);
                !(is_ceiling && value.is_negative() && context.direction == Some(Direction::Higher))
            },
        )
        .prop_map(move |(op, value, about, average)| Condition::Threshold {
            op,
            value,
            about: about && about_fits(op),
            average_per_year: average,
        });
    let range = (numbers(), numbers(), any::<bool>(), any::<bool>())
        .prop_filter("a range has two ends", |(a, b, ..)| {
            let year = |n: &Exact| *n >= Exact::from(1900) && *n <= Exact::from(2100);
            a != b && !year(a) && !year(b)
        })
        .prop_map(|(a, b, about, average)| Condition::Range {
            low: a.min(b),
            high: a.max(b),
            about,
            average_per_year: average,
        });
    let is_rate = context.measure == Measure::Rate;
    let higher = context.direction == Some(Direction::Higher);
    let lower = context.direction == Some(Direction::Lower);
    let units = if is_share {
        vec![ChangeUnit::Points]
    } else if is_rate {
        vec![ChangeUnit::Percent]
    } else {
        vec![ChangeUnit::Percent, ChangeUnit::Amount]
    };
    let has_words = !matches!(context.unit, "" | "$" | "$ million");
    let change = (
        comparisons(),
        signed(),
        prop::sample::select(units),
        bases(),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(numbers()),
    )
        .prop_filter("zero has words of its own", |(_, by, ..)| !by.is_zero())
        .prop_filter("where more is better a fall is only ever limited", move |(op, by, ..)| {
            !(by.is_negative() && higher) || matches!(op, Comparison::AtLeast | Comparison::MoreThan)
        })
        .prop_map(move |(op, by, by_unit, from, about, average, to_value)| Condition::Change {
            op,
            by,
            by_unit,
            from: from.to_owned(),
            // Behind an amount in the same unit it would be a range, and a bare number is not told from a year. What it leads to is
            // not limited on its worse side.
            to_value: to_value.filter(|_| {
                let is_low = matches!(op, Comparison::AtMost | Comparison::LessThan);
                let is_worse = op != Comparison::Equal && ((higher && is_low) || (lower && !is_low));
                by_unit != ChangeUnit::Amount && has_words && !is_worse
            }),
            about: about && about_fits(op),
            average_per_year: average,
        });
    let others = if is_share {
        vec!["经济增速", "全国平均水平", "GDP growth", "the national average"]
    } else {
        vec!["全国平均水平", "the national average"]
    };
    let limits = prop_oneof![
        Just(Comparison::AtLeast),
        Just(Comparison::MoreThan),
        Just(Comparison::AtMost),
        Just(Comparison::LessThan)
    ];
    let relative = (limits, signed(), prop::sample::select(others), any::<bool>()).prop_map(
        move |(op, offset, to, about)| Condition::Relative {
            op,
            offset,
            to: to.to_owned(),
            code: None,
            about: about && about_fits(op) && !offset.is_zero(),
        },
    );
    let rank = (1_u32..500, prop_oneof![Just(""), Just("全国"), Just("西部"), Just("nationally")])
        .prop_map(|(rank, among)| Condition::Rank { op: Comparison::AtMost, rank, among: among.to_owned() });
    let fixed = prop_oneof![
        Just(Condition::NotIssued { as_issued_by: None }),
        Just(Condition::NotIssued { as_issued_by: Some("国家".to_owned()) }),
        Just(Condition::NotIssued { as_issued_by: Some("national government".to_owned()) }),
        Just(Condition::Deferred { as_issued_by: None }),
        Just(Condition::Qualitative),
    ];
    prop_oneof![4 => threshold, 2 => range, 4 => change, 2 => relative, 1 => rank, 1 => fixed].boxed()
}

pub(super) fn criteria() -> impl Strategy<Value = (Context<'static>, Criterion)> {
    contexts().prop_flat_map(|context| {
        let parts = (conditions(context), any::<bool>(), prop::option::of(Just("争取实现更好的结果")));
        parts.prop_map(move |(condition, like_for_like, aspiration)| {
            let has_number = matches!(condition, Condition::Threshold { .. } | Condition::Range { .. });
            let criterion = Criterion {
                condition,
                aspiration: aspiration.filter(|_| has_number).map(str::to_owned),
                like_for_like: like_for_like && has_number,
                cumulative: false,
            };
            (context, criterion)
        })
    })
}

pub(super) fn values() -> impl Strategy<Value = (Context<'static>, Value)> {
    contexts().prop_flat_map(|context| {
        let is_share = matches!(context.unit, "%" | "‰");
        let unit = if is_share { ChangeUnit::Points } else { ChangeUnit::Percent };
        let figure = prop_oneof![
            (signed(), any::<bool>()).prop_map(|(value, approximate)| Figure::Number { value, approximate }),
            (comparisons(), signed(), any::<bool>()).prop_filter_map(
                "a bound is no equality",
                |(op, value, near)| {
                    let near = near && !value.is_negative();
                    let op = if near { Comparison::LessThan } else { op };
                    (op != Comparison::Equal).then_some(Figure::Bound { op, value, near })
                }
            ),
            (numbers(), numbers()).prop_filter_map("a range has two ends", |(a, b)| {
                let year = |n: &Exact| *n >= Exact::from(1900) && *n <= Exact::from(2100);
                (a != b && !year(&a) && !year(&b)).then(|| Figure::Between { low: a.min(b), high: a.max(b) })
            }),
            (signed(), any::<bool>(), bases()).prop_map(move |(by, approximate, from)| Figure::Change {
                by,
                by_unit: unit,
                op: None,
                approximate,
                from: from.to_owned(),
            }),
            (numbers(), prop::option::of(numbers()))
                .prop_map(|(percent, value)| Figure::ShareOfTarget { percent, value }),
            Just(Figure::DeclaredAttained),
            Just(Figure::DeclaredMissed),
            prop::option::of(prop_oneof![
                Just(Missing::Withheld),
                Just(Missing::Discontinued),
                Just(Missing::NotApplicable)
            ])
            .prop_map(|why| Figure::NotReported { why }),
            (1_u32..500, prop_oneof![Just(""), Just("全国"), Just("the country"), Just("nationally")])
                .prop_map(|(rank, among)| Figure::Rank { rank, among: among.to_owned() }),
        ];
        let declared = prop::option::of(prop_oneof![
            Just(Declaration::Attained),
            Just(Declaration::OnParentPace),
            Just(Declaration::OnPace),
            Just(Declaration::BehindPace),
        ]);
        let change = (signed(), any::<bool>(), any::<bool>(), any::<bool>(), bases()).prop_map(
            move |(by, approximate, like_for_like, average_per_year, from)| {
                let from = from.to_owned();
                Change { by, by_unit: unit, op: None, approximate, from, average_per_year, like_for_like }
            },
        );
        // Beside the rate of growth itself a change in percent is another number of it.
        let takes_changes = is_share || context.measure != Measure::Rate;
        let changes = prop::collection::vec(change, 0..3).prop_filter(
            "each is printed once",
            |changes| !matches!(changes.as_slice(), [one, other] if one == other),
        );
        (figure, any::<bool>(), any::<bool>(), declared, changes, prop::option::of(signed())).prop_map(
            move |(figure, like_for_like, average, declared, changes, comparable)| {
                let is_rate = context.measure == Measure::Rate;
                let may_be_average = matches!(figure, Figure::Change { .. })
                    || (is_rate && matches!(figure, Figure::Number { .. }));
                let average_per_year = average && may_be_average;
                let is_number = matches!(figure, Figure::Number { .. });
                let has_changes = takes_changes
                    && matches!(
                        figure,
                        Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. }
                    );
                let value = Value {
                    figure,
                    like_for_like: like_for_like && is_number,
                    average_per_year,
                    declared: declared.filter(|_| is_number),
                    changes: if has_changes { changes } else { Vec::new() },
                    comparable: comparable.filter(|_| is_number && !like_for_like && !average_per_year),
                };
                (context, value)
            },
        )
    })
}

/// Pieces of plan language in any order: closer to the grammar than arbitrary text.
pub(super) fn jumbles() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "5.5",
        "8",
        "2022",
        "万",
        "亿",
        "亿元",
        "%",
        "个百分点",
        "增长",
        "下降",
        "不低于",
        "不超过",
        "以上",
        "以内",
        "左右",
        "约",
        "—",
        "-",
        "~",
        "至",
        "到",
        "、",
        "，",
        "比上年",
        "较2015年",
        "年均",
        "同口径",
        "（",
        "）",
        "经济增速",
        "全国",
        "前三",
        "Ⅱ类",
        "完成",
        "力争",
        "about",
        "at least",
        "between",
        "and",
        "to",
        "increase",
        "by",
        "points",
        "above",
        "last year",
        "percent",
        "$",
        "million",
        " ",
        "6",
        ":",
        "1",
        "十",
        "百分之",
        "五",
        "翻一番",
        "of",
        "the",
        "no",
        "less",
        "than",
        "per year",
        "2015",
        "levels",
        "below",
        "2019",
        "加快",
        "回落",
        "减",
        "百亿",
        "万亿元",
        "五到六成",
        "一万二千",
        "nil",
        "〔",
        "〕",
        "“十四五”期间",
        "在",
        "基础上",
        "水平",
        "保持",
        "控制在",
        "确保",
        "奋斗目标",
        "增速",
        "预算",
    ]);
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}
