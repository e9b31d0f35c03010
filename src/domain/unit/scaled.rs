//! The scale that a unit names apart from its word, as the head of a column does: (000), $ thousands, number
//! (millions), 100 million yuan. Knows no phrase.

use super::{Unit, multiplier_starting, unit_whole};
use crate::domain::{quantity::Exact, unit::Base};

/// The unit of a thing whose scale stands apart from it; `None` where there is none, or what is left is not plain.
pub(super) fn unit(plain: &str) -> Option<Unit> {
    let (multiplier, thing) = apart(plain)?;
    let unit = unit_whole(thing);
    // Deaths per 1000: what they are counted on.
    let is_counted_on = thing.ends_with("per") || thing.ends_with('/');
    let is_plain = unit.multiplier == Exact::ONE && !is_unclear(&unit) && !is_counted_on;
    is_plain.then_some(Unit { multiplier, ..unit })
}

/// Whether a unit that is not in the table holds what may be a scale of its own, so that a multiplier before a number may
/// be counted in already.
pub(super) fn is_unclear(unit: &Unit) -> bool {
    const SCALES: [&str; 8] = ["k", "m", "mn", "b", "bn", "dozen", "dozens", "score"];
    let Base::Other(word) = &unit.base else { return false };
    let is_scale = |token: &str| {
        let holds_a_number = token.starts_with(|c: char| c.is_ascii_digit()) || token.contains("000");
        let is_multiplier = multiplier_starting(token).is_some_and(|(_, length)| length == token.len());
        holds_a_number || is_multiplier || SCALES.contains(&token) || is_money_with_letter(token)
    };
    word.contains(['百', '千', '万', '亿', '兆'])
        || word.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).any(is_scale)
}

/// `USDm`, MEUR: the code of a currency that is written as one with what may be its scale.
fn is_money_with_letter(token: &str) -> bool {
    const LETTERS: [&str; 7] = ["k", "m", "mn", "mln", "b", "bn", "tn"];
    let is_code = |word: &str| {
        Unit::starting(word).is_some_and(|(unit, length)| {
            length == word.len() && length > 2 && matches!(unit.base, Base::Currency(_))
        })
    };
    LETTERS.iter().any(|letter| {
        token.strip_prefix(letter).is_some_and(is_code) || token.strip_suffix(letter).is_some_and(is_code)
    })
}

/// The multiplier that the symbol of a unit holds: of a million Mt it may be said twice.
pub(super) fn prefix(plain: &str) -> Option<Exact> {
    const PREFIXED: [(&str, i64); 4] = [
        ("kt kilotonnes ktco ktoe", 1_000),
        (
            "mt megatonnes mtco mtoe mtpa ml megalitres mld mcm mw mwh mwp mva megawatts megawatt mj mb mbps 兆瓦 兆瓦时",
            1_000_000,
        ),
        ("gl gigalitres bcm gw gwh gwp gigawatts gigawatt gj gb gbps 吉瓦 吉瓦时", 1_000_000_000),
        ("tb tj twh terawatt", 1_000_000_000_000),
    ];
    let symbol = plain.split(|c: char| !c.is_alphabetic()).next()?.to_lowercase();
    let found = PREFIXED.iter().find(|(symbols, _)| symbols.split(' ').any(|one| one == symbol));
    found.map(|(_, factor)| Exact::from(*factor))
}

/// The scale and the thing that it is of.
fn apart(plain: &str) -> Option<(Exact, &str)> {
    let bracketed = |text: &str| text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).is_some();
    if bracketed(plain) && !plain.get(1..)?.contains('(') {
        return apart(plain.get(1..plain.len() - 1)?);
    }
    if let Some(scale) = scale(plain) {
        return Some((scale, ""));
    }
    let bracket = plain.strip_suffix(')').and_then(|plain| plain.rsplit_once('('));
    let comma = || plain.rsplit_once(',');
    let within = || plain.rsplit_once(" in ");
    if let Some((thing, words)) = bracket.or_else(comma).or_else(within) {
        return Some((scale(words)?, thing.trim()));
    }
    if let Some((words, thing)) = plain.split_once(" of ")
        && let Some(scale) = scale(words)
    {
        return Some((scale, thing));
    }
    money(plain).or_else(|| before(plain)).or_else(|| behind(plain))
}

/// $ million, £m, $000, Rs cr.
fn money(plain: &str) -> Option<(Exact, &str)> {
    let (unit, length) = Unit::starting(plain)?;
    let (thing, words) = plain.split_at_checked(length)?;
    let is_plain = matches!(unit.base, Base::Currency(_)) && unit.multiplier == Exact::ONE;
    let scale = match words.trim() {
        "k" => Some(Exact::from(1_000)),
        "m" => Some(Exact::from(1_000_000)),
        "b" => Some(Exact::from(1_000_000_000)),
        "cr" | "cr." => Some(Exact::from(10_000_000)),
        words => scale(words),
    };
    Some((scale.filter(|_| is_plain)?, thing))
}

/// 10,000 persons, 100 million yuan, 000 tonnes.
fn before(plain: &str) -> Option<(Exact, &str)> {
    plain.match_indices(' ').rev().find_map(|(at, _)| {
        let (words, thing) = plain.split_at_checked(at)?;
        Some((scale(words)?, thing.trim_start()))
    })
}

/// Number thousands, persons '000.
fn behind(plain: &str) -> Option<(Exact, &str)> {
    let (thing, words) = plain.rsplit_once(' ')?;
    Some((scale(words)?, thing.trim_end()))
}

/// A scale and nothing else: thousands, in millions, '000s, ×1000, 100 million.
fn scale(words: &str) -> Option<Exact> {
    let words = words.trim();
    let words = words.strip_prefix("in ").unwrap_or(words);
    let words = words.strip_prefix(['x', '×']).map_or(words, str::trim_start);
    if matches!(words, "000" | "000s" | "000's" | "1000s") {
        return Some(Exact::from(1_000));
    }
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, word) = words.split_at_checked(digits)?;
    let times = if number.is_empty() { Exact::ONE } else { power_of_ten(number)? };
    let word = word.trim_start();
    if word.is_empty() {
        return (times >= Exact::from(1_000)).then_some(times);
    }
    let (multiplier, _) = multiplier_starting(word).filter(|(_, length)| *length == word.len())?;
    times.times(multiplier)
}

fn power_of_ten(number: &str) -> Option<Exact> {
    let is_one = number.strip_prefix('1').is_some_and(|zeros| zeros.bytes().all(|zero| zero == b'0'));
    Exact::parse(number).ok().filter(|_| is_one)
}
