//! What a report says beside its figure of that of an earlier year: 52%（2020年为50%）, 52%, up from 50% in 2015-16; 52% (50% in 2015-16);
//! 52%, an increase over the previous year; 96 (4% below 2015-16 levels). It is how far the figure moved since then.

use chrono::Datelike as _;

use super::another::{FROM, moved_from};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, PREVIOUS_PERIOD},
    indicator::Measure,
    period::Period,
    quantity::Exact,
    reading::{
        Context,
        numbers::{
            amount::{Amount, Yardstick},
            number::exact_product,
        },
        statements::{
            bases::{KNOWN, figure as figure_behind, of_a_year},
            phrase::parts,
        },
        times::reference::{baseline_name, year_note},
        wording::{
            scan::{Table, take, try_word},
            text::Text,
        },
    },
    unit::Base,
    value::Change,
};

/// How a figure stands to the earlier one; whether it is more.
const WAYS: Table<bool> = &[
    ("an increase", true),
    ("a rise", true),
    ("increased", true),
    ("up", true),
    ("higher", true),
    ("a decrease", false),
    ("a decline", false),
    ("a drop", false),
    ("a fall", false),
    ("decreased", false),
    ("down", false),
    ("lower", false),
];

const LINKS: Table<()> = &[
    ("over", ()),
    ("from", ()),
    ("on", ()),
    ("than", ()),
    ("than in", ()),
    ("compared to", ()),
    ("compared with", ()),
];

/// On which side of the earlier figure it lies; whether it is more.
const SIDES: Table<bool> = &[
    ("above", true),
    ("over", true),
    ("more than", true),
    ("higher than", true),
    ("below", false),
    ("under", false),
    ("less than", false),
    ("lower than", false),
];

/// How far the figure moved by words beside it; `None` where they name no earlier year, or where it is no amount that moves.
pub(crate) fn since(
    words: &str,
    figure: Exact,
    (measure, yardstick): (Measure, &Yardstick),
) -> Option<Change> {
    let own_share = yardstick.unit.is_fraction();
    if !matches!(measure, Measure::Flow | Measure::Level) || (own_share && yardstick.unit.scale != Exact::ONE)
    {
        return None;
    }
    let by_unit = if own_share { ChangeUnit::Points } else { ChangeUnit::Amount };
    let change = |by: Exact, op: Option<Comparison>, from: String| Change {
        by,
        by_unit,
        op,
        approximate: false,
        from,
        average_per_year: false,
        like_for_like: false,
    };
    if let Some((earlier, from)) = earlier_figure(words, yardstick) {
        return Some(change(figure.minus(earlier)?, None, from));
    }
    if let Some((by, by_unit, from)) = beyond(words, yardstick) {
        return Some(Change { by_unit, ..change(by, None, from) });
    }
    let mut input = words;
    let is_up = try_word(&mut input, WAYS)?;
    try_word(&mut input, LINKS)?;
    let op = if is_up { Comparison::MoreThan } else { Comparison::LessThan };
    let from = year_of(input).filter(|from| from == PREVIOUS_PERIOD)?;
    Some(change(Exact::ZERO, Some(op), from))
}

/// How far the figure lies from that of an earlier year, and the year: 4% below 2015-16 levels. What 4 % of a percentage are is not
/// said.
fn beyond(words: &str, yardstick: &Yardstick) -> Option<(Exact, ChangeUnit, String)> {
    let mut input = words;
    let amount = yardstick.amount(&mut input).ok()?;
    let is_up = try_word(&mut input, SIDES)?;
    let base = baseline_name(&mut input).filter(|_| input.trim().is_empty() && words.is_ascii())?;
    if amount.signed || amount.surplus || amount.about {
        return None;
    }
    let by_unit = match (amount.unit.base == Base::Points, amount.unit.is_fraction()) {
        (true, _) if yardstick.unit.is_fraction() => ChangeUnit::Points,
        (false, true) if !yardstick.unit.is_fraction() => ChangeUnit::Percent,
        (false, false) if !yardstick.unit.is_fraction() => ChangeUnit::Amount,
        _ => return None,
    };
    let by = match by_unit {
        ChangeUnit::Amount => yardstick.beside_in_unit(&amount).ok()?,
        ChangeUnit::Points | ChangeUnit::Percent => exact_product(amount.number, amount.unit.scale)?,
    };
    Some((if is_up { by } else { by.negated() }, by_unit, base.from))
}

/// The figure of an earlier year that is named with it, and the year.
fn earlier_figure(words: &str, yardstick: &Yardstick) -> Option<(Exact, String)> {
    let mut input = words;
    if let Some(found) = of_a_year(words, yardstick) {
        return Some((yardstick.beside_in_unit(&found.amount).ok()?, found.year?.to_owned()));
    }
    if let Some((label, figure)) = words.split_once(':') {
        let from = year_of(label.trim())?;
        let mut rest = figure;
        let amount = yardstick.amount(&mut rest).ok()?;
        return Some((yardstick.beside_in_unit(&amount).ok()?, from)).filter(|_| rest.trim().is_empty());
    }
    if try_word(&mut input, FROM).is_none() && moved_from(&mut input, yardstick).is_none() {
        input = words;
    }
    let amount = yardstick.amount(&mut input).ok().filter(|amount| !amount.signed && !amount.surplus)?;
    let from = year_of(input.trim_start())?;
    Some((yardstick.beside_in_unit(&amount).ok()?, from))
}

/// The earlier figure that a report moved from, of which it does not say the year: 1,060, up from 1,000; 由31.2%降至30.5%.
pub fn start_without_year(phrase: &str, now: Exact, context: &Context<'_>) -> Option<Exact> {
    let text = Text::new(phrase).ok()?;
    let unit = Text::new(context.unit).ok()?;
    let yardstick = Yardstick::new(&unit, text.is_traditional);
    let plain = text.plain.as_str();
    if let Some(earlier) = came_from(plain, now, None, &yardstick) {
        return Some(earlier);
    }
    FROM.iter().find_map(|(words, way)| {
        let is_up = (*way)?;
        let (before, mut rest) = plain.rsplit_once(words)?;
        let is_beside = before.trim_end().ends_with([',', '(', ';']);
        let amount = yardstick.amount(&mut rest).ok().filter(|amount| !amount.signed && !amount.surplus)?;
        let earlier = yardstick.beside_in_unit(&amount).ok()?;
        let is_last = matches!(rest.trim(), "" | ")" | "." | ").");
        (is_beside && is_last && now != earlier && (now > earlier) == is_up).then_some(earlier)
    })
}

/// 累计下降17% of what there is, reported for the years 2021..2025: how far it moved from what it was in the year before them, in
/// words that name that year. `None` where words say anything else.
pub fn since_the_year_before(phrase: &str, measure: Measure, period: Period) -> Option<String> {
    const MOVES: [&str; 8] = ["下降", "降低", "减少", "增长", "提高", "提升", "上升", "增加"];
    let years = period.whole_years().filter(|years| years.len() > 1 && measure == Measure::Level)?;
    let first = years.first().filter(|first| first.start().ordinal() == 1)?;
    let moved = phrase.trim().strip_prefix("累计")?;
    let by = MOVES.iter().find_map(|word| moved.strip_prefix(word))?;
    let sign = by.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_one = by.len() > sign.len() && matches!(sign, "%" | "％" | "个百分点");
    is_one.then(|| format!("较{}年{moved}", first.start().year() - 1))
}

/// The figure of the year before that a Chinese report prints beside its own: 3520亿元（上年3333亿元）, 从上年的3333亿元增加到3520亿元.
/// Whether that is the same span of time is asked of the caller.
pub fn figure_of_last_year(phrase: &str, now: Exact, context: &Context<'_>) -> Option<Exact> {
    let text = Text::of_report(phrase).ok()?;
    let unit = Text::new(context.unit).ok()?;
    let yardstick = Yardstick::new(&unit, text.is_traditional);
    let plain = text.plain.as_str();
    let is_level = context.measure == Measure::Level;
    if let Some(earlier) = came_from(plain, now, Some(is_level), &yardstick) {
        return Some(earlier);
    }
    // Behind a third figure it may be that one's.
    let [first, second] = parts(plain, "").ok()?.try_into().ok()?;
    let mut own = plain.get(first.span)?;
    let figure = yardstick.amount(&mut own).ok().filter(|_| own.trim().is_empty())?;
    let mut rest = plain.get(second.span)?;
    let is_own = yardstick.in_unit(&figure).is_ok_and(|figure| figure == now);
    if !is_own || !last_year(&mut rest, is_level) {
        return None;
    }
    let _ = try_word(&mut rest, KNOWN);
    amount_of_last_year(&figure_behind(rest, &yardstick)?, &yardstick)
}

/// 从上年的3333亿元增加到3520亿元: where it came from, where the word for the way agrees. The year before is named where that is asked
/// for, of what there is at a moment also its end; else no year is (由31.2%降至30.5%).
fn came_from(plain: &str, now: Exact, of_last_year: Option<bool>, yardstick: &Yardstick) -> Option<Exact> {
    const MOVES: Table<bool> = &[
        ("增加", true),
        ("增长", true),
        ("提高", true),
        ("提升", true),
        ("上升", true),
        ("扩大", true),
        ("减少", false),
        ("下降", false),
        ("降低", false),
        ("回落", false),
        ("升", true),
        ("增", true),
        ("降", false),
        ("减", false),
    ];
    let mut rest = plain.strip_prefix('从').or_else(|| plain.strip_prefix('由'))?;
    if let Some(is_level) = of_last_year {
        if !last_year(&mut rest, is_level) {
            return None;
        }
        let _ = take(&mut rest, "的");
    }
    let earlier = amount_of_last_year(&yardstick.amount(&mut rest).ok()?, yardstick)?;
    let is_up = try_word(&mut rest, MOVES)?;
    let is_to = take(&mut rest, "到") || take(&mut rest, "至");
    let reached = yardstick.amount(&mut rest).ok().filter(|_| is_to && rest.trim().is_empty())?;
    let is_now = yardstick.in_unit(&reached).is_ok_and(|reached| reached == now);
    (is_now && now != earlier && (now > earlier) == is_up).then_some(earlier)
}

/// Takes the name of the year before; of what there is at a moment its end does as well.
fn last_year(input: &mut &str, is_level: bool) -> bool {
    const YEARS: Table<()> =
        &[("上年", ()), ("去年", ()), ("上一年", ()), ("上年度", ()), ("上年同期", ()), ("去年同期", ())];
    const ENDS: Table<()> = &[("上年末", ()), ("上年底", ()), ("去年末", ()), ("去年底", ())];
    (is_level && try_word(input, ENDS).is_some()) || try_word(input, YEARS).is_some()
}

fn amount_of_last_year(amount: &Amount, yardstick: &Yardstick) -> Option<Exact> {
    let is_printed = !amount.signed && !amount.surplus && !amount.about && amount.unit_span.is_some();
    is_printed.then(|| yardstick.in_unit(amount).ok()).flatten()
}

/// The year that is named with another figure than the one reported: (79% in 2021-22), (FY22: 79%), up from 79% in 2021-22.
pub(crate) fn year_beside<'a>(words: &'a str, yardstick: &Yardstick) -> Option<&'a str> {
    let is_figure = |words: &str| {
        let mut rest = words;
        let amount = yardstick.amount(&mut rest).ok().filter(|amount| !amount.signed && !amount.surplus);
        amount
            .is_some_and(|amount| yardstick.beside_in_unit(&amount).is_ok())
            .then_some(words.len() - rest.len())
    };
    if let Some(found) = of_a_year(words, yardstick) {
        return found.year.filter(|_| yardstick.beside_in_unit(&found.amount).is_ok());
    }
    if let Some((label, figure)) = words.split_once(':') {
        let is_alone = is_figure(figure).is_some_and(|length| length == figure.len());
        return Some(label.trim()).filter(|label| is_alone && year_note(label));
    }
    let mut input = words;
    if try_word(&mut input, FROM).is_none() && moved_from(&mut input, yardstick).is_none() {
        input = words;
    }
    let mut behind = input.get(is_figure(input)?..)?;
    let _ = take(&mut behind, "in");
    let year = behind.trim();
    year_note(year).then_some(year)
}

/// The year before, or the one that is named, where words are no more.
fn year_of(words: &str) -> Option<String> {
    let mut rest = words;
    let _ = take(&mut rest, "in");
    let rest = rest.trim_start();
    let mut name = rest;
    if baseline_name(&mut name).is_some_and(|base| base.is_previous()) && name.trim().is_empty() {
        return Some(PREVIOUS_PERIOD.to_owned());
    }
    let year = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    // FY22 may be meant of either year.
    (rest.is_ascii() && year.len() >= 4 && year_note(rest)).then(|| year.to_owned())
}

#[cfg(test)]
mod tests {
    use super::since_the_year_before;
    use crate::domain::{indicator::Measure, period::Period};

    #[test]
    fn a_change_in_all_is_one_since_the_year_before_the_years() {
        for (phrase, measure, period, words) in [
            ("累计下降17%", Measure::Level, "2021..2025", Some("较2020年下降17%")),
            ("累计提高3.2个百分点", Measure::Level, "2021..2023", Some("较2020年提高3.2个百分点")),
            ("累计下降17%", Measure::Level, "2023", None),
            ("累计下降17%", Measure::Flow, "2021..2025", None),
            ("累计下降17%", Measure::Rate, "2021..2025", None),
            ("累计下降17%", Measure::Level, "2021-04..2025-03", None),
            ("累计减少17万吨", Measure::Level, "2021..2025", None),
            ("累计下降17%，其中2025年下降3%", Measure::Level, "2021..2025", None),
            ("近三年累计下降17%", Measure::Level, "2021..2025", None),
            ("年均下降3%", Measure::Level, "2021..2025", None),
        ] {
            let period = Period::parse(period).unwrap();
            assert_eq!(since_the_year_before(phrase, measure, period).as_deref(), words, "{phrase}");
        }
    }
}
