//! The figure that another one starts from, printed beside it: last year's, the baseline. The same for targets and for
//! outcomes; the number itself is not kept.

use crate::domain::reading::{
    numbers::amount::{Amount, Yardstick},
    times::{
        financial::financial_year_goes_on,
        reference::{Baseline, baseline_name, year},
    },
    wording::scan::{Table, space, take, try_word},
};

/// Words for where something starts.
const BASES: Table<()> = &[
    ("基数", ()),
    ("基期", ()),
    ("基期值", ()),
    ("基准值", ()),
    ("baseline", ()),
    ("baseline of", ()),
    ("baseline is", ()),
    ("baseline was", ()),
];

/// Words behind the name of a year that say that its figure is known.
pub(crate) const KNOWN: Table<()> = &[
    ("实际", ()),
    ("实际数", ()),
    ("实际值", ()),
    ("实际水平", ()),
    ("实际完成", ()),
    ("实际完成数", ()),
    ("完成", ()),
    ("完成数", ()),
    ("完成值", ()),
    ("实绩", ()),
    ("基数", ()),
    ("基数为", ()),
    ("现状", ()),
];

/// Takes the name of the period before, with or without a word that says that its figure is known: 上年, 上年实际.
pub(crate) fn last_year(input: &mut &str) -> bool {
    let start = *input;
    let is_previous = baseline_name(input).is_some_and(|base| Baseline::is_previous(&base));
    if is_previous {
        let _ = try_word(input, KNOWN);
    } else {
        *input = start;
    }
    is_previous
}

/// A figure that something starts from.
pub(crate) struct Base<'a> {
    /// The year that it is of, where that is printed.
    pub(crate) year: Option<&'a str>,
    /// The figure.
    pub(crate) amount: Amount,
}

/// The figure of last year or the one that is started from, where words are no more: 上年79%, baseline 2021: 79%.
pub(crate) fn base<'a>(words: &'a str, yardstick: &Yardstick) -> Option<Base<'a>> {
    let mut rest = words;
    let mut of_year = None;
    if !last_year(&mut rest) {
        try_word(&mut rest, BASES)?;
        let mut after = rest;
        let _ = take(&mut after, "in");
        let named = year_or_two(&mut after);
        if named.is_some() && (take(&mut after, ":") || take(&mut after, "年")) {
            rest = after;
            of_year = named;
        }
    }
    // Baseline: 80% in 2022
    if of_year.is_none()
        && let Some((figure, mut dated)) = rest.split_once(" in ")
    {
        of_year = year_or_two(&mut dated).filter(|_| dated.is_empty());
        rest = if of_year.is_some() { figure } else { rest };
    }
    Some(Base { year: of_year, amount: figure(rest, yardstick)? })
}

/// The figure of a year that is named before it in Chinese, where words are no more: 2014年为100万人, 2020年底69.5%.
pub(crate) fn of_a_year<'a>(words: &'a str, yardstick: &Yardstick) -> Option<Base<'a>> {
    let mut rest = words;
    let named = year(&mut rest)?;
    if !take(&mut rest, "年") {
        return None;
    }
    let _ = take(&mut rest, "末") || take(&mut rest, "底");
    let _ = try_word(&mut rest, KNOWN);
    let amount = figure(rest, yardstick).filter(|amount| !amount.signed && !amount.surplus)?;
    Some(Base { year: Some(named), amount })
}

/// A year, or the two that a financial one is called by: 2021, 2021-22.
pub(crate) fn year_or_two<'a>(input: &mut &'a str) -> Option<&'a str> {
    space(input);
    let start = *input;
    year(input)?;
    financial_year_goes_on(input);
    start.get(..start.len() - input.len())
}

/// The amount that follows, with or without a word between, where nothing stands behind it.
pub(crate) fn figure(words: &str, yardstick: &Yardstick) -> Option<Amount> {
    let mut rest = words;
    let _ = take(&mut rest, ":") || take(&mut rest, "为") || take(&mut rest, "是");
    let amount = yardstick.amount(&mut rest).ok()?;
    rest.trim().is_empty().then_some(amount)
}
