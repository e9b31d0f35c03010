//! Amounts: a number with its sign, multiplier and unit, and ranges of two of them. Knows the indicator's unit,
//! and nothing of comparisons.

use super::{
    fraction::fraction,
    number::{
        digits, is_one_of_many, number, number_said, round_numeral, tenths, with_lower_numerals,
        with_lower_places,
    },
};
use crate::domain::{
    quantity::Exact,
    reading::{
        statements::lexicon::is_one_of,
        wording::{
            fault::{Fault, Parsed, Reason},
            minus::sign,
            scan::{Table, space, starts_with_word, take, try_word},
            text::Text,
        },
    },
    unit::{Base, Unit, is_of_a_year, multiplier_starting, singular, unit_behind_name, yearly},
};

/// The unit that an indicator has and that numbers are read against.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says what the unit or the phrase is written in or is of"
)]
pub(crate) struct Yardstick {
    /// The unit in normalised form, as text.
    pub(crate) plain: String,
    /// The name of what is measured before the unit, where that stands in brackets behind it: capacity of Capacity (MW).
    pub(crate) head: String,
    /// The unit as it is given.
    pub(crate) given: String,
    /// The unit itself.
    pub(crate) unit: Unit,
    /// Whether 兆 before money is 10¹²: the phrase or the unit is written in traditional characters.
    pub(crate) counts_in_zhao: bool,
    /// Whether the unit says that it is one of a year: tonnes p.a.
    pub(crate) of_a_year: bool,
    /// Whether what is read is asked for one year, of which so many a year are as many.
    pub(crate) is_for_a_year: bool,
    /// Whether what is read reports several years, of which the target of a plan of several years is one.
    pub(crate) is_of_years: bool,
    /// Whether a thousands separator says of what may be a year that it is a number.
    pub(crate) is_grouped: bool,
}

/// An amount as printed.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a sign or a word was there")]
pub(crate) struct Amount {
    /// Bytes of the clause from where it begins.
    pub(crate) rest: usize,
    /// The number with its sign, without multiplier.
    pub(crate) number: Exact,
    /// Whether a sign is printed.
    pub(crate) signed: bool,
    /// A multiplier without a unit after it.
    pub(crate) multiplier: Option<Exact>,
    /// The unit printed.
    pub(crate) unit: Unit,
    /// The bytes of the clause from the unit's start and from its end, where one is printed.
    pub(crate) unit_span: Option<(usize, usize)>,
    /// Whether 多 or 余 says that it is a little more.
    pub(crate) surplus: bool,
    /// Whether 左右 stood between the number and its unit (1.8左右∶1).
    pub(crate) about: bool,
    /// What the number stands for that is written before its word (六成, 五百): a lower end of a range without
    /// that word may mean as many of it.
    pub(crate) place: Option<Exact>,
    /// Whether it is a part of a whole in words: 三分之二, half.
    pub(crate) in_parts: bool,
    /// Whether its unit is the sign of money before the number.
    pub(crate) has_sign_of_money: bool,
    /// Whether its unit is the English word for times.
    pub(crate) says_times: bool,
}

const SHARES: Table<&str> = &[("百分之", "1"), ("千分之", "0.1"), ("万分之", "0.01")];

impl Yardstick {
    pub(crate) fn new(unit: &Text<'_>, is_traditional: bool) -> Self {
        let behind_name = unit_behind_name(&unit.plain);
        let plain = behind_name.unwrap_or(&unit.plain);
        let head = behind_name.and(unit.plain.split_once('(')).map_or("", |(head, _)| head.trim());
        Self {
            plain: plain.to_owned(),
            head: head.to_owned(),
            given: unit.given().to_owned(),
            unit: Unit::parse(plain),
            of_a_year: is_of_a_year(plain),
            counts_in_zhao: is_traditional || unit.is_traditional,
            is_for_a_year: false,
            is_of_years: false,
            is_grouped: false,
        }
    }

    /// One amount: sign, currency, number, multiplier, unit.
    pub(crate) fn amount(&self, input: &mut &str) -> Parsed<Amount> {
        space(input);
        let rest = input.len();
        let is_minus = sign(input);
        let (mut signed, mut negative) = (is_minus.is_some(), is_minus == Some(true));
        if let Some(scale) = try_word(input, SHARES) {
            let number = if take(input, "百") { Exact::HUNDRED } else { number(input)? };
            let number = if negative { number.negated() } else { number };
            let unit = Unit {
                base: Base::Fraction,
                multiplier: Exact::ONE,
                scale: Exact::parse(scale).unwrap_or(Exact::ONE),
                per: None,
            };
            return Ok(Amount::share(rest, signed, number, unit));
        }
        if !signed && let Some(percent) = fraction(input, self.unit.is_fraction())? {
            let share = Amount::share(rest, false, percent, Unit { base: Base::Fraction, ..Unit::none() });
            return Ok(Amount { in_parts: true, ..share });
        }
        let currency = self.currency_sign(input, signed);
        let has_sign_of_money = currency.is_some();
        if let Some(after) = input.strip_prefix('-').filter(|_| has_sign_of_money) {
            // $-3
            (negative, signed) = (true, true);
            *input = after;
        }
        let place = round_numeral(input);
        let in_words = !input.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let number = if !signed && is_one_of_many(input) { Exact::ONE } else { number_said(input)? };
        if let Some(percent) = tenths(input, number) {
            let number = if negative { percent.negated() } else { percent };
            let unit = Unit { base: Base::Fraction, ..Unit::none() };
            let place = Some(Exact::from(10));
            return Ok(Amount { place, ..Amount::share(rest, signed, number, unit) });
        }
        let number =
            if in_words { with_lower_numerals(input, number) } else { with_lower_places(input, number)? };
        let mut number = if negative { number.negated() } else { number };
        let mut surplus = take_surplus(input);
        let before_unit = input.len();
        let says_times = starts_with_word(input.trim_start(), "times");
        let mut about = false;
        let mut multiplier = None;
        let mut unit = Unit::none();
        let mut unit_span = None;
        if let Some((sign, span)) = currency {
            let factor = self.multiplier(input, true).unwrap_or(Exact::ONE);
            // 人民币5000亿元 says it twice.
            let _ = matches!(sign.base, Base::Currency("CNY" | "TWD"))
                && (take(input, "元") || take(input, "yuan"));
            let per = self.denominator(input).or_else(|| self.year(input));
            unit = Unit { multiplier: factor, per, ..sign };
            unit_span = Some(span);
        } else if let Some(found) =
            self.zhao(input).or_else(|| self.millions(input)).or_else(|| self.unit_behind(input, number))
        {
            unit = found;
            unit_span = Some((before_unit, input.len()));
            if let Some((total, smaller)) = self.with_smaller(input, number, &unit) {
                (number, unit) = (total, smaller);
            }
        } else if let Some(factor) = self.multiplier(input, false) {
            let has_surplus = take_surplus(input);
            surplus |= has_surplus;
            let after_multiplier = *input;
            // 10万多人: the unit comes after the word for a little more.
            let counted = self.unit(input).filter(|unit| has_surplus && unit.multiplier == Exact::ONE);
            if let Some(found) = counted {
                unit = Unit { multiplier: factor, ..found };
                unit_span = Some((before_unit, input.len()));
            } else {
                *input = after_multiplier;
                multiplier = Some(factor);
            }
        } else if number.decimals() == 0 && self.counted_noun(input) {
            unit = Unit { base: Base::Anything, ..Unit::none() };
            unit_span = Some((before_unit, input.len()));
        } else if let Some((span, is_about)) = self.to_one(input, number)? {
            unit = Unit { base: Base::Ratio, ..Unit::none() };
            (unit_span, about) = (Some(span), is_about);
        }
        Ok(Amount {
            rest,
            number,
            signed,
            multiplier,
            unit,
            unit_span,
            surplus,
            about,
            place,
            in_parts: false,
            has_sign_of_money,
            says_times,
        })
    }

    /// The unit behind a number; behind the number one that of one of a time as well.
    fn unit_behind(&self, input: &mut &str, number: Exact) -> Option<Unit> {
        self.unit(input).or_else(|| self.one_of_time(input, number))
    }

    /// 1 year, of an indicator that is counted in months. Elsewhere a year may be what is counted on.
    fn one_of_time(&self, input: &mut &str, number: Exact) -> Option<Unit> {
        const TIMES: Table<&str> =
            &[("year", "years"), ("month", "months"), ("week", "weeks"), ("minute", "minutes")];
        if number != Exact::ONE || self.unit.per.is_some() || !matches!(self.unit.base, Base::Physical(_)) {
            return None;
        }
        let mut rest = *input;
        let unit = Unit::parse(try_word(&mut rest, TIMES)?);
        (unit.base == self.unit.base).then(|| {
            *input = rest;
            unit
        })
    }

    /// Takes the English word for many of what an indicator without a unit counts, where it ends what is said: 12 claims.
    fn counted_noun(&self, input: &mut &str) -> bool {
        const SHORTEST: usize = 5;
        // What is measured in, and not counted.
        const MEASURES: &str = "cents|pence|points|percentages|grades|levels|places|ranks|stars|scores|dollars|euros|pounds|pesos|\
            rupees|francs|inches|miles|yards|acres|ounces|grams|watts|volts|joules|bytes|degrees|decibels|dozens|thirds|quarters|\
            tenths|times|hours|years|months|weeks|minutes|seconds";
        let Some(rest) = input.strip_prefix(' ').filter(|_| self.plain.is_empty()) else { return false };
        let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_lowercase()).len();
        let (word, behind) = rest.split_at_checked(length).unwrap_or_default();
        let is_of_many = word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
        let ends = behind.is_empty() || behind.starts_with([',', ';', ')']) || behind.starts_with(" or ");
        let is_noun = word.len() >= SHORTEST
            && is_of_many
            && ends
            && multiplier_starting(word).is_none()
            && !is_one_of(word, MEASURES);
        if is_noun {
            *input = behind;
        }
        is_noun
    }

    /// What says that a number is one of a ratio, and whether 左右 stands before it: :1, 左右∶1.
    fn to_one(&self, input: &mut &str, number: Exact) -> Parsed<Option<((usize, usize), bool)>> {
        if !(self.unit.base == Base::Ratio || input.contains(':')) {
            return Ok(None);
        }
        let before = *input;
        let about = take(input, "左右") || take(input, "上下");
        let from = input.len();
        if !take(input, ":") {
            *input = before;
            return Ok(None);
        }
        space(input);
        let one = digits(input).ok().filter(|_| !input.starts_with(':'));
        if one != Some(Exact::ONE) {
            let may_be_ratio = matches!(self.unit.base, Base::Ratio | Base::None | Base::Other(_));
            let is_one_to_many =
                may_be_ratio && number == Exact::ONE && one.is_some_and(|many| many > Exact::ONE);
            let reason = if is_one_to_many { Reason::OneToMany } else { Reason::NotUnderstood };
            return Err(Fault::at(from, reason));
        }
        Ok(Some(((from, input.len()), about)))
    }

    /// Whether the words are an amount and nothing else.
    pub(crate) fn is_amount(&self, words: &str) -> bool {
        let mut input = words;
        self.amount(&mut input).is_ok() && input.trim().is_empty()
    }

    fn currency_sign(&self, input: &mut &str, is_negative: bool) -> Option<(Unit, (usize, usize))> {
        let mut rest = *input;
        space(&mut rest);
        let from = rest.len();
        let (unit, length) = Unit::currency_starting(rest)?;
        // A single letter is money only where the indicator is.
        let is_certain = !rest.starts_with('r') || length > 1 || unit.base == self.unit.base;
        rest = rest.get(length..)?;
        let to = rest.len();
        space(&mut rest);
        let number = rest.strip_prefix('-').filter(|_| !is_negative).unwrap_or(rest);
        if !(is_certain && number.starts_with(|c: char| c.is_ascii_digit())) {
            return None;
        }
        *input = rest;
        Some((unit, (from, to)))
    }

    /// What money is counted on behind its figure: per capita, /tonne, or what the indicator's unit names.
    fn denominator(&self, input: &mut &str) -> Option<(Base, Exact)> {
        let start = *input;
        let own = self.unit.per.clone().filter(|(base, _)| matches!(base, Base::Other(_)));
        if let Some((Base::Other(whom), scale)) = own {
            for sign in ["/", "per"] {
                let after =
                    take(input, sign).then(|| input.trim_start().strip_prefix(whom.as_str())).flatten();
                if let Some(rest) = after.filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) {
                    *input = rest;
                    return Some((Base::Other(whom), scale));
                }
                *input = start;
            }
        }
        let (per, length) = Unit::denominator_starting(input)?;
        *input = input.get(length..)?;
        Some(per)
    }

    /// 7 min 30 s, 3小时40分钟: the same time in the smaller of two units, where the indicator counts time.
    fn with_smaller(&self, input: &mut &str, number: Exact, unit: &Unit) -> Option<(Exact, Unit)> {
        let is_time = matches!(unit.base, Base::Physical("time in seconds" | "time in months"));
        if !is_time || unit.base != self.unit.base || number.is_negative() || number.decimals() > 0 {
            return None;
        }
        let mut rest = *input;
        let _ = take(&mut rest, "and");
        space(&mut rest);
        let more = digits(&mut rest).ok()?;
        space(&mut rest);
        let minutes = rest.strip_prefix('m').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let (smaller, length) = if minutes {
            // 2h 20m
            Unit::starting("min").map(|(unit, _)| (unit, 1))?
        } else {
            Unit::starting(rest).filter(|(smaller, _)| smaller.base == unit.base)?
        };
        let ratio = unit.scale.over_exactly(smaller.scale).filter(|ratio| more < *ratio)?;
        let is_plain = unit.multiplier == Exact::ONE && smaller.multiplier == Exact::ONE;
        let total = number.times(ratio)?.plus(more).filter(|_| is_plain && smaller.per.is_none())?;
        *input = rest.get(length..)?;
        // 1 hour 2 minutes 3 seconds
        self.with_smaller(input, total, &smaller).or(Some((total, smaller)))
    }

    fn multiplier(&self, input: &mut &str, is_money: bool) -> Option<Exact> {
        let start = *input;
        space(input);
        if let Some((factor, length)) = multiplier_starting(input) {
            *input = input.get(length..).unwrap_or("");
            return Some(factor);
        }
        let ends = |length: usize| {
            let next = input.get(length..).and_then(|rest| rest.chars().next());
            !next.is_some_and(|c| c.is_alphanumeric() || c == '²' || c == '³')
        };
        if is_money || matches!(self.unit.base, Base::Currency(_)) {
            let crore = ["cr.", "cr"].into_iter().find(|word| input.starts_with(word) && ends(word.len()));
            if let Some(word) = crore {
                *input = input.get(word.len()..).unwrap_or("");
                return Some(Exact::from(10_000_000));
            }
        }
        // One letter is certain only right behind the digits, and a small m only for money: it is a metre as well.
        let letters: [(&str, i64); 5] =
            [("k", 1_000), ("m", 1_000_000), ("M", 1_000_000), ("b", 1_000_000_000), ("B", 1_000_000_000)];
        let is_plain = is_money
            || matches!(self.unit.base, Base::None | Base::Anything | Base::Counter(_) | Base::Currency(_));
        for (letter, factor) in letters {
            let is_certain = is_money || matches!(letter, "k" | "M" | "B");
            // $1.2 M
            let stands_next = start.len() == input.len() || (is_money && letter != "k");
            if stands_next && is_plain && is_certain && input.starts_with(letter) && ends(1) {
                *input = input.get(1..).unwrap_or("");
                return Some(Exact::from(factor));
            }
        }
        *input = start;
        None
    }

    /// 5.2m people: right behind the digits and before what the indicator counts, m is no metre.
    fn millions(&self, input: &mut &str) -> Option<Unit> {
        let mut after = input.strip_prefix(['m', 'M'])?.strip_prefix(' ')?;
        let counts = |unit: &Unit| matches!(unit.base, Base::Counter(_) | Base::Other(_));
        let unit = self.unit(&mut after).filter(|unit| counts(unit) && unit.base == self.unit.base)?;
        if unit.multiplier != Exact::ONE && unit.multiplier != self.unit.multiplier {
            return None;
        }
        *input = after;
        Some(Unit { multiplier: Exact::from(1_000_000), ..unit })
    }

    /// 兆元, where the script says that 兆 is 10¹².
    fn zhao(&self, input: &mut &str) -> Option<Unit> {
        let mut after = *input;
        if !(self.counts_in_zhao && take(&mut after, "兆")) {
            return None;
        }
        let (unit, length) = Unit::starting(after)?;
        if !(matches!(unit.base, Base::Currency(_)) && unit.multiplier == Exact::ONE) {
            return None;
        }
        *input = after.get(length..)?;
        Some(Unit { multiplier: Exact::from(1_000_000_000_000), ..unit })
    }

    /// A printed unit: one of the table, or the indicator's own as it is written.
    fn unit(&self, input: &mut &str) -> Option<Unit> {
        let start = *input;
        space(input);
        let known = Unit::starting(input);
        let own = match self.unit.base {
            Base::OutOf(_) => Unit::out_of(input),
            _ => self.own_unit(input),
        };
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
        if unit.per.is_some() || unit.base != self.unit.base {
            return Some(unit);
        }
        let per = self.year(input);
        Some(Unit { per, ..unit })
    }

    /// A year, on which the indicator's unit is counted, in whatever words: 500 tonnes a year of tonnes p.a.
    fn year(&self, input: &mut &str) -> Option<(Base, Exact)> {
        let length = yearly(input).filter(|_| self.of_a_year)?;
        *input = input.get(length..)?;
        self.unit.per.clone()
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
        // 1 fatality, of an indicator that counts fatalities.
        let one = singular(word).filter(|one| starts_with_word(input, one))?;
        Some((Unit { multiplier: Exact::ONE, ..self.unit.clone() }, one.len()))
    }
}

impl Amount {
    /// A share that prints no unit behind its number.
    const fn share(rest: usize, signed: bool, number: Exact, unit: Unit) -> Self {
        let (multiplier, unit_span, place) = (None, None, None);
        let (surplus, about, in_parts, has_sign_of_money, says_times) = (false, false, false, false, false);
        Self {
            rest,
            number,
            signed,
            multiplier,
            unit,
            unit_span,
            surplus,
            about,
            place,
            in_parts,
            has_sign_of_money,
            says_times,
        }
    }

    /// Whether it is a bare number such as years are.
    pub(crate) fn looks_like_year(&self) -> bool {
        let is_bare = self.unit.base == Base::None && self.multiplier.is_none();
        let is_near = self.number >= Exact::from(1900) && self.number <= Exact::from(2100);
        is_bare && is_near && self.number.decimals() == 0
    }

    /// Whether neither a multiplier nor a unit is printed.
    pub(crate) fn is_bare(&self) -> bool {
        self.multiplier.is_none() && self.unit.base == Base::None
    }
}

fn take_surplus(input: &mut &str) -> bool {
    ["多", "余"].into_iter().any(|word| {
        let is_it = input.starts_with(word) && !input.starts_with("多于");
        is_it && take(input, word)
    })
}
