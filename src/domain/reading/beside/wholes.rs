//! Larger wholes and smaller parts beside a figure: what it is a share of, what a part of it is. None is kept. Knows no
//! target.

use crate::domain::reading::{
    numbers::amount::Yardstick,
    wording::scan::{take, try_word},
};

/// 含中央资金20亿元: a part of the figure, in a unit of its own.
pub(crate) fn holds_a_part(words: &str, yardstick: &Yardstick) -> bool {
    let Some(part) = words.strip_prefix('含') else { return false };
    let name = part.trim_end_matches(|c: char| !c.is_ascii_digit());
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let amount = part.get(name.len()..).unwrap_or("");
    let mut rest = amount;
    let is_amount = yardstick.amount(&mut rest).is_ok_and(|amount| amount.unit_span.is_some());
    is_amount && rest.is_empty() && !name.contains(|c: char| c.is_ascii_digit())
}

/// 全国5.0%, 全国平均为5.0%: what the figure is in the country, beside that of a part of it.
pub(crate) fn of_the_country(input: &mut &str, yardstick: &Yardstick) -> bool {
    const NAMES: &[(&str, ())] =
        &[("平均", ()), ("平均水平", ()), ("平均值", ()), ("平均增速", ()), ("增速", ())];
    const LINKS: &[(&str, ())] = &[("为", ()), (":", ()), ("增长", ()), ("下降", ())];
    take(input, "全国") && {
        let _ = try_word(input, NAMES);
        let _ = try_word(input, LINKS);
        yardstick.amount(input).is_ok_and(|amount| yardstick.beside_in_unit(&amount).is_ok())
    }
}

/// Whether the part is one of what is reported, and not that itself of a larger whole: 全省1256万人，其中本市50万人.
pub(crate) fn names_a_part_of_ours(words: &str) -> bool {
    const PLACES: [char; 9] = ['省', '市', '区', '县', '州', '盟', '旗', '地', '国'];
    part_named(words).is_some_and(|what| {
        let ours = what.strip_prefix(['本', '我']).filter(|place| place.starts_with(PLACES));
        // 市本级 is a part of the city.
        ours.is_none_or(|place| place.contains("本级"))
    })
}

/// Whether words are one more part beside another, by its name and amount, or the share that it is: 二产3200亿元, 占比63.7%.
pub(crate) fn is_one_more_part(words: &str, yardstick: &Yardstick) -> bool {
    const OTHERWISE: [&str; 12] =
        ["增", "降", "减", "比", "完成", "累计", "本", "我", "全", "总", "目标", "计划"];
    const LONGEST: usize = 10;
    let share = words.strip_prefix("占比").or_else(|| words.strip_prefix("占比重"));
    let (name, amount) =
        words.split_at_checked(words.find(|c: char| c.is_ascii_digit()).unwrap_or(0)).unwrap_or(("", words));
    let is_name = (1..=LONGEST).contains(&name.chars().count())
        && name.chars().all(|c| !c.is_ascii() && c.is_alphabetic())
        && !OTHERWISE.iter().any(|word| name.contains(word));
    let counts = |mut words: &str, is_fraction: bool| {
        let amount = yardstick.amount(&mut words);
        words.is_empty()
            && amount.is_ok_and(|amount| {
                amount.unit_span.is_some() && amount.unit.is_fraction() == is_fraction && !amount.signed
            })
    };
    share.is_some_and(|share| yardstick.is_amount(share)) || (is_name && counts(amount, false))
}

/// The part of a figure that words name, behind what says that it is one.
pub(crate) fn part_named(words: &str) -> Option<&str> {
    const LEADS: [&str; 3] = ["其中", "of which", "of whom"];
    let what = LEADS.iter().find_map(|lead| words.strip_prefix(lead))?;
    Some(what.trim_start_matches([',', ':', ' ']))
}

/// 占全市的12.5%, 占GDP比重12.5%: how much the figure is of a larger whole. What is planned is no such whole, and neither is
/// the year's.
pub(crate) fn part_of_whole(input: &mut &str, yardstick: &Yardstick) -> bool {
    if !take(input, "占") || yardstick.unit.is_fraction() {
        return false;
    }
    let digits = input.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (whole, share) = input.split_at_checked(digits).unwrap_or(("", input));
    *input = share;
    let is_planned = ["目标", "计划", "任务", "预算", "指标", "年", "规划", "预期", "应", "完成"]
        .iter()
        .any(|word| whole.contains(word));
    let is_name = whole.chars().count() <= 12 && whole.chars().all(char::is_alphabetic);
    !is_planned
        && is_name
        && !whole.is_empty()
        && yardstick.amount(input).is_ok_and(|amount| amount.unit.is_fraction() && !amount.signed)
        && {
            let _ = take(input, "左右") || take(input, "以上");
            true
        }
}

/// 为调整预算的100.4%: the budget as it was adjusted is no target.
pub(crate) fn of_adjusted_budget(input: &mut &str, yardstick: &Yardstick) -> bool {
    let _ = try_word(input, &[("为", ()), ("占", ()), ("完成", ()), ("达到", ())]);
    let is_named = take(input, "调整预算数") || take(input, "调整预算") || take(input, "调整后预算");
    let _ = take(input, "的");
    is_named && yardstick.amount(input).is_ok_and(|amount| amount.unit.is_fraction() && !amount.signed)
}
