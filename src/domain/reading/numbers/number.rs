//! Numbers in digits, in English words and in Chinese numerals; and arithmetic that never rounds. Knows no
//! units.

use winnow::{Parser, token::take_while};

use crate::domain::{
    quantity::Exact,
    reading::wording::{
        fault::{Fault, Parsed, Reason},
        scan::{Table, space, take, try_word},
    },
};

/// Whether a word is a number: eleven, twenty.
pub(crate) fn is_number_word(word: &str) -> bool {
    SMALL_NUMBERS.iter().any(|(number, _)| *number == word)
}

const SMALL_NUMBERS: Table<i64> = &[
    ("zero", 0),
    ("nil", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("one hundred", 100),
];

pub(crate) fn number(input: &mut &str) -> Parsed<Exact> {
    space(input);
    if input.starts_with(|c: char| c.is_ascii_digit()) {
        return digits(input);
    }
    if let Some(number) = word_number(input) {
        return Ok(number);
    }
    let whole = numeral(input)?;
    decimal_numerals(input, whole)
}

/// A number, which may be said again in brackets, in the other of words and digits: two (2), 10 (ten).
pub(crate) fn number_said(input: &mut &str) -> Parsed<Exact> {
    let start = input.trim_start();
    let said = number(input)?;
    let words = start.get(..start.len() - input.len()).unwrap_or("");
    let rest = input.trim_start();
    if let Some(length) = said_again(words, rest) {
        *input = rest.get(length..).unwrap_or("");
    }
    Ok(said)
}

/// The bytes of a bracket that says a number once more, in the other of words and digits; `before` ends with the number.
pub(crate) fn said_again(before: &str, rest: &str) -> Option<usize> {
    let (inner, _) = rest.strip_prefix('(')?.split_once(')')?;
    let whole = |mut words: &str| number(&mut words).ok().filter(|_| words.trim().is_empty());
    let said = whole(inner)?;
    let before = before.trim_end();
    let is_digits = |words: &str| words.trim().starts_with(|c: char| c.is_ascii_digit());
    let last = if is_digits(inner) {
        before.rsplit(' ').next()?
    } else {
        before.get(before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len()..)?
    };
    let is_again = is_digits(inner) != is_digits(last) && whole(last) == Some(said);
    is_again.then_some(inner.len() + "()".len())
}

/// A number in an English word: five, twenty-five.
pub(crate) fn word_number(input: &mut &str) -> Option<Exact> {
    let number = try_word(input, SMALL_NUMBERS)?;
    if (20..100).contains(&number)
        && let Some(mut rest) = input.strip_prefix('-')
        && !rest.starts_with(' ')
        && let Some(ones) = try_word(&mut rest, SMALL_NUMBERS).filter(|ones| (1..10).contains(ones))
    {
        *input = rest;
        return Some(Exact::from(number + ones));
    }
    Some(Exact::from(number))
}

/// A small whole number in an English word, up to the most that one may be: six, twenty-four.
pub(crate) fn small_word(input: &mut &str, most: u32) -> Option<u32> {
    let mut rest = *input;
    let number = word_number(&mut rest)?.to_string().parse().ok()?;
    (1..=most).contains(&number).then(|| {
        *input = rest;
        number
    })
}

/// A small whole number in Chinese numerals: 六, 二十四.
pub(crate) fn small_numeral(input: &mut &str) -> Option<u32> {
    let mut rest = *input;
    let number = numeral(&mut rest).ok()?.to_string().parse().ok()?;
    *input = rest;
    Some(number)
}

/// The decimals of a number in Chinese numerals: 点五.
fn decimal_numerals(input: &mut &str, whole: Exact) -> Parsed<Exact> {
    let before = *input;
    let mut text = format!("{whole}.");
    if take(input, "点") {
        while let Some(digit) = try_word(input, NUMERALS) {
            text.push_str(&digit.to_string());
        }
    }
    if text.ends_with('.') {
        *input = before;
        return Ok(whole);
    }
    Exact::parse(&text).map_err(|_| Fault::firm(before, Reason::BadNumber))
}

/// The product where it is exact. One that fills all the digits there are (28) may have been rounded.
pub(crate) fn exact_product(one: Exact, other: Exact) -> Option<Exact> {
    if other == Exact::ONE {
        return Some(one);
    }
    one.times(other).filter(|product| has_room(*product))
}

fn has_room(number: Exact) -> bool {
    let digits = number.to_string().bytes().filter(u8::is_ascii_digit).count();
    digits < 27 && number.decimals() < 27
}

/// A number in digits: `5`, `5.5`. No sign; thousands separators are gone by now.
pub(crate) fn digits(input: &mut &str) -> Parsed<Exact> {
    let start = *input;
    let whole: &str = take_while(1.., |c: char| c.is_ascii_digit()).parse_next(input)?;
    let mut length = whole.len();
    if let Some(rest) = input.strip_prefix('.') {
        let decimals = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if decimals == 0 {
            return Err(Fault::firm(start, Reason::BadNumber));
        }
        *input = rest.get(decimals..).unwrap_or("");
        length += 1 + decimals;
    }
    let is_padded = whole.len() > 1 && whole.starts_with('0');
    if is_padded || input.starts_with('.') {
        return Err(Fault::firm(start, Reason::BadNumber));
    }
    let number = start.get(..length).map(Exact::parse);
    number.and_then(Result::ok).ok_or_else(|| Fault::firm(start, Reason::TooManyDigits))
}

/// The digits in Chinese numerals.
pub(crate) const NUMERALS: Table<i64> = &[
    ("零", 0),
    ("〇", 0),
    ("一", 1),
    ("二", 2),
    ("两", 2),
    ("三", 3),
    ("四", 4),
    ("五", 5),
    ("六", 6),
    ("七", 7),
    ("八", 8),
    ("九", 9),
];

const PLACES: [(&str, i64); 3] = [("千", 1000), ("百", 100), ("十", 10)];

/// A whole number below 10,000 in Chinese numerals: 三, 十, 二十五, 一百零五. Digits read out one by one
/// (二〇二五) and colloquial short forms (一百五 for 150) are not read.
pub(crate) fn numeral(input: &mut &str) -> Parsed<Exact> {
    let start = *input;
    let number = numeral_value(input);
    let goes_on = input.starts_with(|c| "零〇一二两三四五六七八九十".contains(c));
    match number {
        Some(number) if !goes_on => Ok(Exact::from(number)),
        _ => {
            *input = start;
            Err(Fault::soft(start))
        }
    }
}

fn numeral_value(input: &mut &str) -> Option<i64> {
    let mut total = 0;
    let mut any = false;
    let mut gap = false;
    for (place, weight) in PLACES {
        let before = *input;
        let zero = any && take(input, "零");
        let digit = try_word(input, NUMERALS);
        let bare_ten = place == "十" && digit.is_none() && !any;
        if take(input, place) && (bare_ten || digit.is_some_and(|d| d > 0)) && zero == gap {
            total += digit.unwrap_or(1) * weight;
            any = true;
            gap = false;
        } else {
            *input = before;
            gap = any;
        }
    }
    let zero = any && take(input, "零");
    match try_word(input, NUMERALS) {
        Some(0) if any => None,
        Some(digit) => (zero == gap).then_some(total + digit),
        None => (any && !zero).then_some(total),
    }
}

/// The place of a numeral that is one digit and its place: 100 of 五百, 10 of 五十. What the input holds stays.
pub(crate) fn round_numeral(input: &str) -> Option<Exact> {
    let mut rest = input;
    let digit = try_word(&mut rest, NUMERALS).filter(|digit| *digit > 0);
    let place = PLACES.iter().find(|(place, _)| take(&mut rest, place));
    let goes_on = rest.starts_with(|c| "零〇一二两三四五六七八九十".contains(c));
    digit.and(place).filter(|(_, weight)| *weight >= 10 && !goes_on).map(|(_, weight)| Exact::from(*weight))
}

/// 八成, 八成半: tenths, as percent.
pub(crate) fn tenths(input: &mut &str, number: Exact) -> Option<Exact> {
    let mut after = *input;
    let is_tenths = number > Exact::ZERO && number <= Exact::from(10) && number.decimals() == 0;
    if !is_tenths || !take(&mut after, "成") {
        return None;
    }
    let half = if take(&mut after, "半") { Exact::from(5) } else { Exact::ZERO };
    // 三成本, 三成员: another word begins with 成.
    let is_other = after.starts_with(|c| "本立果员品套交年功效为长分色".contains(c));
    let percent = number.times(Exact::from(10))?.plus(half)?;
    if is_other || percent > Exact::HUNDRED {
        return None;
    }
    *input = after;
    Some(percent)
}

/// 3万9105, 1亿2000万: a number written on behind its multiplier, place by place. Where fewer than three digits
/// follow without their place (3万5) it may be a short form, and is not read.
pub(crate) fn with_lower_places(input: &mut &str, number: Exact) -> Parsed<Exact> {
    let fault = Fault::firm(input, Reason::TwoNumbers);
    let mut total = number;
    for place in ["亿", "万"] {
        let mut after = *input;
        if !(take(&mut after, place) && after.starts_with(|c: char| c.is_ascii_digit())) {
            continue;
        }
        let length = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let behind = after.get(length..).unwrap_or("");
        if length == 1 && total.decimals() == 0 && behind.starts_with('千') {
            // 3万9千元, 1亿2千万元; of 3万9千克 or 3万9千亿 it is not certain what 千 belongs to.
            let below = behind.trim_start_matches('千');
            let is_unit = below.starts_with(['克', '米', '瓦', '卡', '帕', '赫', '伏', '焦', '亿']);
            let goes_on = below.starts_with(|c: char| c.is_ascii_digit());
            if is_unit || goes_on || below.starts_with('万') != (place == "亿") {
                return Err(fault);
            }
            let more = digits(&mut after)?.times(Exact::from(1000));
            let upper = total.times(Exact::from(10_000)).zip(more).and_then(|(upper, more)| upper.plus(more));
            total = upper.ok_or_else(|| fault.clone())?;
            *input = below;
            continue;
        }
        let is_whole = total.decimals() == 0 && !behind.starts_with(['.', '年', '-', '~', ':', '/']);
        let fits = (3..=4).contains(&length) && (place == "万" || behind.starts_with('万'));
        if !(is_whole && fits) {
            return Err(fault);
        }
        let more = digits(&mut after)?;
        // 1亿2000万 is counted in 万 here: that multiplier is still to come. Each place is 10,000 of the next.
        let upper = total.times(Exact::from(10_000)).and_then(|upper| upper.plus(more));
        total = upper.ok_or_else(|| fault.clone())?;
        *input = after;
    }
    Ok(total)
}

/// 一万二千, 三万零五百: a numeral that goes on behind 万, with every place named. 一万二 is colloquial and is not read.
pub(crate) fn with_lower_numerals(input: &mut &str, number: Exact) -> Exact {
    let mut after = *input;
    if !take(&mut after, "万") {
        return number;
    }
    let has_gap = take(&mut after, "零");
    let lower = numeral(&mut after).ok().filter(|lower| has_gap != (*lower >= Exact::from(1000)));
    let total = lower.and_then(|lower| number.times(Exact::from(10_000))?.plus(lower));
    if total.is_some() {
        *input = after;
    }
    total.unwrap_or(number)
}

/// 千亿元, 突破万亿: a multiplier that stands for one of it.
pub(crate) fn is_one_of_many(input: &str) -> bool {
    ["百万", "千万", "百亿", "千亿", "万亿"].iter().any(|many| input.trim_start().starts_with(many))
}
/// Whether a text is a number and nothing else, which names neither a time nor a thing.
pub fn is_number_alone(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
