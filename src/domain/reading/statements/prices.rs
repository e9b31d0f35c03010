//! At which prices a growth is counted, by the words that stand with it: 实际增长, 按不变价计算, 名义增长, 现价. Knows no condition.

use super::phrase::parts;
use crate::domain::{quantity::Exact, reading::wording::text::Text};

/// At which prices a growth is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prices {
    /// At those of another year, so that what prices rose by is no part of it.
    Constant,
    /// At those of each year.
    Current,
}

const OF_ANOTHER_YEAR: [&str; 2] = ["可比价", "不变价"];
const OF_EACH_YEAR: [&str; 3] = ["现价", "现行价", "当年价"];
const TAKEN_OUT: [&str; 4] = ["扣除价格", "扣除物价", "剔除价格", "剔除物价"];

/// What stands between 实际 and the word for the growth.
const BETWEEN: [&str; 6] = ["年均", "平均", "同比", "比上年", "较上年", "累计"];
const MOVES: [&str; 7] = ["增长", "增速", "增幅", "增", "上涨", "下降", "降"];

/// The prices that words name; `None` where they name none, or both.
fn said(words: &str) -> Option<Prices> {
    let has = |listed: &[&str]| listed.iter().any(|word| words.contains(word));
    let is_real = has(&OF_ANOTHER_YEAR) || has(&TAKEN_OUT) || is_growth_called(words, "实际");
    let is_nominal = has(&OF_EACH_YEAR) || is_growth_called(words, "名义");
    match (is_real, is_nominal) {
        (true, false) => Some(Prices::Constant),
        (false, true) => Some(Prices::Current),
        _ => None,
    }
}

/// Whether words call a growth so; 实际完成, 实际利用 and 实际增加 are of something that was done.
fn is_growth_called(words: &str, called: &str) -> bool {
    words.match_indices(called).any(|(at, _)| {
        let mut behind = words.get(at + called.len()..).unwrap_or_default();
        while let Some(rest) = BETWEEN.iter().find_map(|word| behind.strip_prefix(word)) {
            behind = rest;
        }
        MOVES.iter().any(|word| behind.starts_with(word)) && !behind.starts_with("增加")
    })
}

/// A part of a phrase that prints figures, with the prices that its words name.
struct Printed {
    at: std::ops::Range<usize>,
    numbers: Vec<Exact>,
    prices: Option<Prices>,
}

/// Whether the words may name prices at all, which few do.
fn may_name_prices(phrase: &str) -> bool {
    phrase.contains(['价', '價', '实', '實', '名'])
}

fn printed(text: &Text<'_>) -> Vec<Printed> {
    let mut all: Vec<Printed> = Vec::new();
    // What stands in a clause of its own is said of the figure behind it: 按可比价计算，增长5%.
    let mut before = None;
    for part in parts(&text.plain, "").unwrap_or_default() {
        let words = text.plain.get(part.span.clone()).unwrap_or_default();
        let (said, numbers) = (said(words), numbers(words));
        if !numbers.is_empty() {
            all.push(Printed { at: part.span, numbers, prices: said.or(before.take()) });
        } else if part.is_note
            && let Some(last) = all.last_mut()
        {
            last.prices = last.prices.or(said);
        } else {
            before = said.or(before);
        }
    }
    all
}

fn numbers(words: &str) -> Vec<Exact> {
    words
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter_map(|number| Exact::parse(number.trim_matches('.')).ok())
        .collect()
}

/// The prices at which a phrase says that it counts a growth by so much; `None` where it does not say, or says both.
pub fn prices_of(phrase: &str, growth: Exact) -> Option<Prices> {
    if !may_name_prices(phrase) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let mut of_it = printed(&text).into_iter().filter(|one| one.numbers.contains(&growth.abs()));
    let prices = of_it.next()?.prices;
    of_it.all(|other| other.prices == prices).then_some(prices).flatten()
}

/// Whether a phrase says of a growth by so much that it is counted at the prices of another year, or of each year, and not only that
/// it is real or nominal, as growth of incomes is called.
pub fn names_prices(phrase: &str) -> bool {
    phrase.contains(['价', '價'])
        && Text::new(phrase).is_ok_and(|text| {
            let has = |listed: &[&str]| listed.iter().any(|word| text.plain.contains(word));
            has(&OF_ANOTHER_YEAR) && has(&OF_EACH_YEAR)
        })
}

/// The prices that the name of an indicator says its growth is counted at.
pub fn prices_named(name: &str) -> Option<Prices> {
    if !may_name_prices(name) {
        return None;
    }
    said(&Text::new(name).ok()?.plain)
}

/// The prices that the name of an indicator says the growth of what it names is counted at, wherever it says so: 实际GDP增速,
/// 居民收入增速（实际）. 实际利用外资 and 实际收入 are what there was, and say nothing of prices.
pub fn prices_of_growth_named(name: &str) -> Option<Prices> {
    const GROWS: [&str; 13] = [
        "gdp",
        "生产总值",
        "地区生产总值",
        "国内生产总值",
        "居民",
        "城镇居民",
        "农村居民",
        "城乡居民",
        "全体居民",
        "人均",
        "可支配收入",
        "工资",
        "增加值",
    ];
    const NO_GROWTH: [&str; 3] = ["利率", "汇率", "上"];
    if !may_name_prices(name) {
        return None;
    }
    let plain = Text::new(name).ok()?.plain;
    let behind = |called: &'static str| {
        plain.match_indices(called).filter_map(|(at, _)| plain.get(at + called.len()..))
    };
    let is_real = behind("实际").any(|behind| {
        behind.is_empty() || behind.starts_with(')') || GROWS.iter().any(|word| behind.starts_with(word))
    });
    let is_nominal = behind("名义").any(|behind| !NO_GROWTH.iter().any(|word| behind.starts_with(word)));
    match (is_real, is_nominal) {
        (true, false) => said(&plain).or(Some(Prices::Constant)),
        (false, true) => said(&plain).or(Some(Prices::Current)),
        (true, true) => None,
        (false, false) => said(&plain),
    }
}

/// Whether the names of an indicator say that prices are what it measures.
pub fn names_prices_as_such(name_zh: &str, name_en: &str) -> bool {
    let english = name_en.to_lowercase();
    let is_in_english = ["consumer price", "cpi", "inflation", "price index", "producer price"]
        .iter()
        .any(|word| english.contains(word));
    let is_in_chinese = || {
        if !name_zh.contains(['价', '價', '胀', '脹', 'i', 'I', 'Ｉ']) {
            return false;
        }
        let plain = Text::new(name_zh).map(|text| text.plain).unwrap_or_default();
        ["消费价格", "物价", "价格指数", "价格涨幅", "出厂价格", "通货膨胀", "通胀", "cpi", "ppi"]
            .iter()
            .any(|word| plain.contains(word))
    };
    is_in_english || is_in_chinese()
}

/// Whether the name of an indicator says that its amounts are at the prices of another year.
pub fn is_at_constant_prices(name: &str) -> bool {
    Text::new(name).is_ok_and(|text| OF_ANOTHER_YEAR.iter().any(|word| text.plain.contains(word)))
}

/// A phrase without the figures that it says are at other prices than these, where it prints one at these.
pub fn without_other_prices(phrase: &str, prices: Prices) -> Option<String> {
    if !may_name_prices(phrase) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let all = printed(&text);
    let is_other = |one: &&Printed| one.prices.is_some_and(|said| said != prices);
    let has_own = all.iter().any(|one| one.prices == Some(prices));
    let kept: Vec<String> =
        all.iter().filter(|one| !is_other(one)).map(|one| text.as_given(one.at.clone())).collect();
    (has_own && kept.len() < all.len()).then(|| kept.join("，"))
}

#[cfg(test)]
mod tests {
    use super::{Prices, prices_named, prices_of, prices_of_growth_named, without_other_prices};
    use crate::domain::quantity::Exact;

    const REAL: Option<Prices> = Some(Prices::Constant);
    const NOMINAL: Option<Prices> = Some(Prices::Current);

    #[test]
    fn prices_are_told_by_the_words_of_the_figure() {
        for (phrase, growth, prices) in [
            ("实际增长6%", "6", REAL),
            ("扣除价格因素增长6%", "6", REAL),
            ("扣除价格因素，实际增长6%", "6", REAL),
            ("增长7%（按可比价计算）", "7", REAL),
            ("按可比价格计算，增长7%", "7", REAL),
            ("实际年均增长7%", "7", REAL),
            ("實際增長6%", "6", REAL),
            ("名义增长6.5%", "6.5", NOMINAL),
            ("312.6亿元，按不变价计算增长6.8%，现价增长8.2%", "6.8", REAL),
            ("312.6亿元，按不变价计算增长6.8%，现价增长8.2%", "8.2", NOMINAL),
            ("38652元，名义增长6.5%，实际增长5.70%", "5.7", REAL),
            ("增长6.5%", "6.5", None),
            ("5000亿元（现价），增长7%", "7", None),
            ("实际使用外资增长7%", "7", None),
            ("实际完成312亿元，增长7%", "7", None),
            ("名义增长6%，实际增长6%", "6", None),
            ("实际下降3%", "-3", REAL),
        ] {
            assert_eq!(prices_of(phrase, Exact::parse(growth).unwrap()), prices, "{phrase}");
        }
        for (name, prices) in [
            ("居民收入实际增速", REAL),
            ("规模以上工业增加值（可比价）", REAL),
            ("居民人均可支配收入名义增速", NOMINAL),
            ("实际利用外资增长", None),
            ("居民消费价格", None),
        ] {
            assert_eq!(prices_named(name), prices, "{name}");
            assert_eq!(prices_of_growth_named(name), prices, "{name}");
        }
        for (name, prices) in [
            ("实际GDP增速", REAL),
            ("實際GDP增長率", REAL),
            ("实际居民收入增速", REAL),
            ("居民收入增速（实际）", REAL),
            ("居民收入增速（名义）", NOMINAL),
            ("名义GDP增长率", NOMINAL),
            ("名义地区生产总值", NOMINAL),
            ("实际收入增速", None),
            ("实际利用外资增速", None),
            ("实际到位资金增速", None),
            ("名义利率", None),
            ("地区生产总值增速", None),
        ] {
            assert_eq!(prices_of_growth_named(name), prices, "{name}");
        }
    }

    #[test]
    fn figures_at_other_prices_are_left_out() {
        for (phrase, kept) in [
            ("38652元，名义增长6.5%，实际增长5.7%", Some("38652元，实际增长5.7%")),
            ("名义增长6.5%、扣除价格因素实际增长5.7%", Some("扣除价格因素实际增长5.7%")),
            ("名义增长6.5%", None),
            ("增长6.5%", None),
        ] {
            assert_eq!(without_other_prices(phrase, Prices::Constant).as_deref(), kept, "{phrase}");
        }
    }
}
