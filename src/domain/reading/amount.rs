//! Amounts: a number with its sign, multiplier and unit, and ranges of two of them. Knows the indicator's unit,
//! and nothing of comparisons.

use super::{
    fault::{Fault, Parsed, Reason},
    scan::{NUMERALS, Table, digits, numeral, space, take, try_word},
};
use crate::domain::{
    quantity::Exact,
    unit::{Base, Fit, Unit, multiplier_starting},
};

/// The unit that an indicator has and that numbers are read against.
#[derive(Debug, Clone)]
pub(super) struct Yardstick {
    /// The unit in normalised form, as text.
    pub(super) plain: String,
    /// The unit itself.
    pub(super) unit: Unit,
}

/// An amount as printed.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    /// Bytes of the clause from where it begins.
    pub(super) rest: usize,
    /// The number with its sign, without multiplier.
    pub(super) number: Exact,
    /// Whether a sign is printed.
    pub(super) signed: bool,
    /// A multiplier without a unit after it.
    pub(super) multiplier: Option<Exact>,
    /// The unit printed.
    pub(super) unit: Unit,
    /// The bytes of the clause from the unit's start and from its end, where one is printed.
    pub(super) unit_span: Option<(usize, usize)>,
    /// Whether 多 or 余 says that it is a little more.
    pub(super) surplus: bool,
    /// Whether 左右 stood between the number and its unit (1.8左右∶1).
    pub(super) about: bool,
}

/// One amount, or a range of two.
#[derive(Debug, Clone)]
pub(super) enum Span {
    One(Amount),
    Two(Amount, Amount),
}

const SMALL_NUMBERS: Table<i64> = &[
    ("zero", 0),
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
    ("fifteen", 15),
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

const SHARES: Table<&str> = &[("百分之", "1"), ("千分之", "0.1"), ("万分之", "0.01")];

const CURRENCY_SIGNS: [&str; 26] = [
    "us$",
    "cad$",
    "ca$",
    "c$",
    "au$",
    "a$",
    "nz$",
    "hk$",
    "$",
    "€",
    "£",
    "usd ",
    "cad ",
    "aud ",
    "eur ",
    "gbp ",
    "rmb ",
    "cny ",
    "人民币",
    "usd",
    "cad",
    "aud",
    "eur",
    "gbp",
    "rmb",
    "cny",
];

impl Yardstick {
    pub(super) fn new(plain: String) -> Self {
        let unit = Unit::parse(&plain);
        Self { plain, unit }
    }

    /// One amount: sign, currency, number, multiplier, unit.
    pub(super) fn amount(&self, input: &mut &str) -> Parsed<Amount> {
        space(input);
        let rest = input.len();
        let mut negative = false;
        let mut signed = false;
        if let Some(after) = input.strip_prefix(['-', '+']) {
            signed = true;
            negative = input.starts_with('-');
            *input = after;
        }
        if let Some(scale) = try_word(input, SHARES) {
            let number = if take(input, "百") { Exact::HUNDRED } else { number(input)? };
            let unit = Unit {
                base: Base::Fraction,
                multiplier: Exact::ONE,
                scale: Exact::parse(scale).unwrap_or(Exact::ONE),
                per: None,
            };
            let number = if negative { number.negated() } else { number };
            return Ok(Amount {
                rest,
                number,
                signed,
                multiplier: None,
                unit,
                unit_span: None,
                surplus: false,
                about: false,
            });
        }
        let currency = Self::currency_sign(input);
        let number = number(input)?;
        let number = if negative { number.negated() } else { number };
        let mut surplus = take_surplus(input);
        let before_unit = input.len();
        let mut about = false;
        let mut multiplier = None;
        let mut unit = Unit::none();
        let mut unit_span = None;
        if let Some((sign, span)) = currency {
            let factor = self.multiplier(input, true).unwrap_or(Exact::ONE);
            // 人民币5000亿元 says it twice.
            let _ = sign.base == Base::Currency("CNY") && (take(input, "元") || take(input, "yuan"));
            unit = Unit { multiplier: factor, ..sign };
            unit_span = Some(span);
        } else if let Some(found) = self.unit(input) {
            unit = found;
            unit_span = Some((before_unit, input.len()));
        } else if let Some(factor) = self.multiplier(input, false) {
            let has_surplus = take_surplus(input);
            surplus |= has_surplus;
            let after_multiplier = *input;
            // 10万多人: the unit comes after the word for a little more.
            match self.unit(input).filter(|unit| has_surplus && unit.multiplier == Exact::ONE) {
                Some(found) => {
                    unit = Unit { multiplier: factor, ..found };
                    unit_span = Some((before_unit, input.len()));
                }
                None => {
                    *input = after_multiplier;
                    multiplier = Some(factor);
                }
            }
        } else if self.unit.base == Base::Ratio || input.contains(':') {
            let before = *input;
            about = take(input, "左右") || take(input, "上下");
            let from = input.len();
            if take(input, ":") {
                space(input);
                let one = digits(input).ok().filter(|one| *one == Exact::ONE);
                if one.is_none() || input.starts_with(':') {
                    return Err(Fault::at(from, Reason::NotUnderstood));
                }
                unit = Unit { base: Base::Ratio, ..Unit::none() };
                unit_span = Some((from, input.len()));
            } else {
                about = false;
                *input = before;
            }
        }
        Ok(Amount { rest, number, signed, multiplier, unit, unit_span, surplus, about })
    }

    fn currency_sign(input: &mut &str) -> Option<(Unit, (usize, usize))> {
        let start = *input;
        space(input);
        let from = input.len();
        let sign = CURRENCY_SIGNS.iter().find(|sign| input.starts_with(**sign));
        if let Some(sign) = sign {
            *input = input.get(sign.len()..).unwrap_or("");
            let to = input.len();
            space(input);
            if input.starts_with(|c: char| c.is_ascii_digit()) {
                let (unit, _) = Unit::starting(sign.trim())?;
                return Some((unit, (from, to)));
            }
        }
        *input = start;
        None
    }

    fn multiplier(&self, input: &mut &str, is_money: bool) -> Option<Exact> {
        let start = *input;
        space(input);
        if let Some((factor, length)) = multiplier_starting(input) {
            *input = input.get(length..).unwrap_or("");
            return Some(factor);
        }
        // One letter is certain only right behind the digits, and m only for money: it is a metre as well.
        let letters: [(&str, i64); 3] = [("k", 1_000), ("m", 1_000_000), ("b", 1_000_000_000)];
        let is_plain = is_money || (self.unit.base == Base::None);
        for (letter, factor) in letters {
            if start.len() == input.len()
                && is_plain
                && (is_money || letter == "k")
                && input.starts_with(letter)
                && !input.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '²' || c == '³')
            {
                *input = input.get(1..).unwrap_or("");
                return Some(Exact::from(factor));
            }
        }
        *input = start;
        None
    }

    /// A printed unit: one of the table, or the indicator's own as it is written.
    fn unit(&self, input: &mut &str) -> Option<Unit> {
        let start = *input;
        space(input);
        let known = Unit::starting(input);
        let own = self.own_unit(input);
        let (unit, length) = match (known, own) {
            (Some(known), Some(own)) if own.1 > known.1 => own,
            (Some(known), _) => known,
            (None, Some(own)) => own,
            (None, None) => {
                *input = start;
                return None;
            }
        };
        *input = input.get(length..).unwrap_or("");
        Some(unit)
    }

    fn own_unit(&self, input: &str) -> Option<(Unit, usize)> {
        let boundary = |word: &str| {
            let after = input.strip_prefix(word).and_then(|rest| rest.chars().next());
            !(word.ends_with(|c: char| c.is_ascii_alphanumeric())
                && after.is_some_and(|c| c.is_ascii_alphanumeric()))
        };
        if !self.plain.is_empty() && input.starts_with(&self.plain) && boundary(&self.plain) {
            return Some((self.unit.clone(), self.plain.len()));
        }
        let Base::Other(word) = &self.unit.base else { return None };
        let (multiplier, length) = multiplier_starting(input).unwrap_or((Exact::ONE, 0));
        let rest = input.get(length..)?;
        let gap = rest.len() - rest.trim_start().len();
        if rest.trim_start().starts_with(word.as_str()) && boundary(word) {
            return Some((Unit { multiplier, ..self.unit.clone() }, length + gap + word.len()));
        }
        None
    }

    /// One amount, or two with a sign or a word for a range between them.
    pub(super) fn span(&self, input: &mut &str, between: bool) -> Parsed<Span> {
        let low = self.amount(input)?;
        let before = *input;
        let is_range = if between {
            take(input, "and")
                || take(input, "与")
                || take(input, "和")
                || take(input, "到")
                || take(input, "至")
        } else {
            range_sign(input)
        };
        if !is_range {
            *input = before;
            return if between { Err(Fault::soft(input)) } else { Ok(Span::One(low)) };
        }
        let Ok(high) = self.amount(input) else {
            *input = before;
            return if between { Err(Fault::soft(input)) } else { Ok(Span::One(low)) };
        };
        let is_other =
            low.unit.base != Base::None && high.unit.base != Base::None && low.unit.base != high.unit.base;
        if is_other {
            // 提高5个百分点至80% is no range.
            *input = before;
            return if between { Err(Fault::soft(input)) } else { Ok(Span::One(low)) };
        }
        ends(low, high)
    }

    /// The amount as a number in the indicator's unit.
    pub(super) fn in_unit(&self, amount: &Amount) -> Parsed<Exact> {
        let not_exact = || Fault::at(amount.rest, Reason::NotExact);
        let (up, down) = match (amount.multiplier, &amount.unit.base) {
            (Some(multiplier), _) => {
                let takes_multiplier =
                    !matches!(self.unit.base, Base::Fraction | Base::Points | Base::Ratio | Base::Times);
                if !takes_multiplier {
                    return Err(self.other_unit(amount));
                }
                (multiplier, self.unit.multiplier)
            }
            (None, Base::None) => return Ok(amount.number),
            (None, _) => match amount.unit.fit(&self.unit) {
                Fit::Factor(up, down) => (up, down),
                Fit::OtherCurrency => {
                    return Err(Fault::at(
                        amount.rest,
                        Reason::OtherCurrency {
                            printed: printed(&amount.unit),
                            expected: self.plain.clone(),
                        },
                    ));
                }
                Fit::Other => return Err(self.other_unit(amount)),
            },
        };
        amount.number.times(up).and_then(|n| exact_quotient(n, down)).ok_or_else(not_exact)
    }

    /// The refusal of an amount whose unit does not fit the indicator's.
    pub(super) fn other_unit(&self, amount: &Amount) -> Fault {
        if amount.unit.is_fraction() {
            return Fault::at(amount.rest, Reason::PercentOfWhat);
        }
        if amount.unit.base == Base::Points {
            return Fault::at(amount.rest, Reason::PointsOfWhat);
        }
        Fault::at(
            amount.rest,
            Reason::OtherUnit { printed: printed(&amount.unit), expected: self.plain.clone() },
        )
    }
}

impl Amount {
    /// Whether it is a bare number such as years are.
    pub(super) fn looks_like_year(&self) -> bool {
        let is_bare = self.unit.base == Base::None && self.multiplier.is_none();
        let is_near = self.number >= Exact::from(1900) && self.number <= Exact::from(2100);
        is_bare && is_near && self.number.decimals() == 0
    }

    fn is_bare(&self) -> bool {
        self.multiplier.is_none() && self.unit.base == Base::None
    }
}

/// The two ends of a range: what only one end prints holds for both, where that is certain. 5—6万人 is from
/// 50,000 to 60,000; 6%—7 and 5000—1万 are not certain.
fn ends(mut low: Amount, mut high: Amount) -> Parsed<Span> {
    if high.looks_like_year() && low.number < Exact::from(1000) {
        // 5 to 2025: a year, most likely.
        return Err(Fault::at(high.rest, Reason::Ambiguous));
    }
    let is_money = matches!(low.unit.base, Base::Currency(_)) && low.unit.multiplier == Exact::ONE;
    let is_prefixed = is_money && low.unit_span.is_some_and(|(from, _)| from > low.rest.saturating_sub(1));
    if low.is_bare() && !high.is_bare() {
        if low.number >= high.number {
            return Err(Fault::at(low.rest, Reason::ReversedRange));
        }
        low.multiplier = high.multiplier;
        low.unit = high.unit.clone();
    } else if high.is_bare() && !low.is_bare() {
        if !is_prefixed {
            return Err(Fault::at(high.rest, Reason::TwoNumbers));
        }
        high.unit = low.unit.clone();
    } else if let (true, Some(factor)) = (is_prefixed, high.multiplier) {
        // $2-3 million
        if low.number >= high.number {
            return Err(Fault::at(low.rest, Reason::ReversedRange));
        }
        low.unit.multiplier = factor;
        high.multiplier = None;
        high.unit = low.unit.clone();
    } else if is_prefixed && high.unit.multiplier != Exact::ONE {
        // $2-$3 million
        return Err(Fault::at(low.rest, Reason::Ambiguous));
    }
    Ok(Span::Two(low, high))
}

impl Span {
    /// The amounts in it.
    pub(super) fn amounts(&self) -> Vec<&Amount> {
        match self {
            Self::One(one) => vec![one],
            Self::Two(low, high) => vec![low, high],
        }
    }

    /// The last amount, whose unit is the one printed.
    pub(super) const fn last(&self) -> &Amount {
        match self {
            Self::One(one) | Self::Two(_, one) => one,
        }
    }
}

fn number(input: &mut &str) -> Parsed<Exact> {
    space(input);
    if input.starts_with(|c: char| c.is_ascii_digit()) {
        return digits(input);
    }
    if let Some(number) = try_word(input, SMALL_NUMBERS) {
        return Ok(Exact::from(number));
    }
    let whole = numeral(input)?;
    decimal_numerals(input, whole)
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

/// The quotient where it ends after few decimals. One that fills all its decimals was rounded: the factors
/// between units are short.
pub(super) fn exact_quotient(dividend: Exact, divisor: Exact) -> Option<Exact> {
    dividend.over_exactly(divisor).filter(|quotient| quotient.decimals() <= 20)
}

fn take_surplus(input: &mut &str) -> bool {
    ["多", "余"].into_iter().any(|word| {
        let is_it = input.starts_with(word) && !input.starts_with("多于");
        is_it && take(input, word)
    })
}

fn range_sign(input: &mut &str) -> bool {
    let start = *input;
    space(input);
    for sign in ["-", "~", "—", "至", "到"] {
        if let Some(rest) = input.strip_prefix(sign) {
            let rest = rest.trim_start_matches(' ');
            // Behind a dash a second dash would be a minus or a slip; behind a word it is a minus.
            let is_dash = matches!(sign, "-" | "~" | "—");
            if is_dash && rest.starts_with(['-', '+', '~', '—']) {
                break;
            }
            *input = rest;
            return true;
        }
    }
    *input = start;
    if take(input, "to") {
        return true;
    }
    *input = start;
    false
}

fn printed(unit: &Unit) -> String {
    match &unit.base {
        Base::Currency(code) => (*code).to_owned(),
        Base::Counter(word) | Base::Physical(word) => (*word).to_owned(),
        Base::Fraction => "%".to_owned(),
        Base::Points => "个百分点".to_owned(),
        Base::Ratio => "∶1".to_owned(),
        Base::Times => "倍".to_owned(),
        Base::Anything => "个".to_owned(),
        Base::Other(word) => word.clone(),
        Base::None => String::new(),
    }
}
