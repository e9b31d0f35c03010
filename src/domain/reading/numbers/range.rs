//! Ranges: two amounts, and the signs and words between them. What only one end prints holds for both, where
//! that is certain.

use super::{
    amount::{Amount, Yardstick},
    number::exact_product,
};
use crate::domain::{
    quantity::Exact,
    reading::wording::{
        fault::{Fault, Parsed, Reason},
        scan::{space, take},
    },
    unit::Base,
};

/// One amount, or a range of two.
#[derive(Debug, Clone)]
pub(crate) enum Span {
    One(Amount),
    Two(Amount, Amount),
}

impl Yardstick {
    /// One amount, or two with a sign or a word for a range between them.
    pub(crate) fn span(&self, input: &mut &str, between: bool) -> Parsed<Span> {
        if let Some(span) = self.margin_alone(input)? {
            return Ok(span);
        }
        let low = self.amount(input)?;
        if let Some(span) = self.with_margin(&low, input)? {
            return Ok(span);
        }
        let before = *input;
        let is_range = if between {
            take(input, "and")
                || take(input, "与")
                || take(input, "和")
                || take(input, "到")
                || take(input, "至")
                || (!low.looks_like_year() || self.is_grouped) && range_sign(input, !low.is_bare())
        } else {
            range_sign(input, !low.is_bare())
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
        let by_word = !between && !before.trim_start().starts_with(['-', '~', '—']);
        let is_dash = before.trim_start().starts_with('-');
        ends(low, high, by_word, is_dash)
    }
}

impl Span {
    /// Whether it may be a ratio and no range: 40 to 1.
    pub(crate) fn is_to_one(&self) -> bool {
        matches!(self, Self::Two(low, high) if high.is_bare() && high.number == Exact::ONE && low.number > high.number)
    }
}

/// Signs and words for a margin on either side.
const MARGINS: [&str; 5] = ["±", "+/-", "plus or minus", "plus/minus", "正负"];

/// Whether words give a figure with a margin on either side of it.
pub(crate) fn has_margin(words: &str) -> bool {
    MARGINS.iter().any(|margin| words.contains(margin))
}

/// Whether a bracket opens here that holds a margin, which belongs to the figure before it.
pub(crate) fn opens_margin(rest: &str) -> bool {
    let inner = rest.strip_prefix('(').map(str::trim_start);
    inner.is_some_and(|inner| MARGINS.iter().any(|margin| inner.starts_with(margin)))
}

/// Whether words begin with a margin, which behind a comma belongs to the figure before it: 2%, plus or minus 1%.
pub(crate) fn goes_on_as_margin(rest: &str) -> bool {
    MARGINS.iter().any(|margin| rest.trim_start().starts_with(margin))
}

impl Yardstick {
    /// A margin on either side of nothing: ±5%.
    fn margin_alone(&self, input: &mut &str) -> Parsed<Option<Span>> {
        let mut rest = *input;
        if !MARGINS.into_iter().any(|margin| take(&mut rest, margin)) {
            return Ok(None);
        }
        let margin = self.amount(&mut rest)?;
        if margin.signed || margin.surplus || !margin.number.is_positive() {
            return Err(Fault::at(margin.rest, Reason::Ambiguous));
        }
        *input = rest;
        let high = Amount { signed: true, ..margin };
        Ok(Some(Span::Two(Amount { number: high.number.negated(), ..high.clone() }, high)))
    }

    /// The range that a margin on either side makes of an amount: 85% ± 5%, 85% (plus or minus 2%).
    fn with_margin(&self, middle: &Amount, input: &mut &str) -> Parsed<Option<Span>> {
        let mut rest = *input;
        let _ = take(&mut rest, ",");
        let is_bracketed = take(&mut rest, "(");
        if !MARGINS.into_iter().any(|margin| take(&mut rest, margin)) {
            return Ok(None);
        }
        let margin = self.amount(&mut rest)?;
        let ambiguous = || Fault::at(margin.rest, Reason::Ambiguous);
        let is_of_points = middle.unit.base == Base::Fraction
            && margin.unit.base == Base::Points
            && middle.unit.scale == margin.unit.scale;
        // 500 ± 5% is a share of the figure, and 85 ± 5% may be.
        let is_alike = margin.multiplier == middle.multiplier && (margin.unit == middle.unit || is_of_points);
        let is_plain = !(margin.signed || margin.surplus || middle.surplus || middle.about);
        if !(is_alike && is_plain && margin.number.is_positive()) || (is_bracketed && !take(&mut rest, ")")) {
            return Err(ambiguous());
        }
        // 4 ± 11 begins below nothing, as -7 does.
        let end = |number: Option<Exact>| {
            number.map(|number| Amount { number, signed: number.is_negative(), ..middle.clone() })
        };
        let low = end(middle.number.minus(margin.number)).ok_or_else(ambiguous)?;
        let high = end(middle.number.plus(margin.number)).ok_or_else(ambiguous)?;
        *input = rest;
        Ok(Some(Span::Two(low, high)))
    }
}

impl Span {
    /// Whether it runs as far below nothing as above it, with a sign for either side: ±5%, -5% to +5%.
    pub(crate) fn is_margin(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::Two(low, high) => low.signed && high.signed && low.number == high.number.negated(),
        }
    }

    /// The amounts in it.
    pub(crate) fn amounts(&self) -> Vec<&Amount> {
        match self {
            Self::One(one) => vec![one],
            Self::Two(low, high) => vec![low, high],
        }
    }

    /// The last amount, whose unit is the one printed.
    pub(crate) const fn last(&self) -> &Amount {
        match self {
            Self::One(one) | Self::Two(_, one) => one,
        }
    }
}

/// The two ends of a range: what only one end prints holds for both, where that is certain. 5—6万人 is from
/// 50,000 to 60,000; 6%—7 and 5000—1万 are not certain.
fn ends(mut low: Amount, mut high: Amount, by_word: bool, is_dash: bool) -> Parsed<Span> {
    if is_dash && low.number.is_negative() && !high.number.is_negative() && low.is_bare() {
        // -5-3: to 3, or to -3? A unit on the low end parts the two dashes: -2%—1%.
        return Err(Fault::at(high.rest, Reason::Ambiguous));
    }
    if by_word && high.looks_like_year() && low.number < Exact::from(1000) {
        // 5 to 2025: a year, most likely.
        return Err(Fault::at(high.rest, Reason::Ambiguous));
    }
    let is_money = matches!(low.unit.base, Base::Currency(_)) && low.unit.multiplier == Exact::ONE;
    let is_prefixed = is_money && low.unit_span.is_some_and(|(from, _)| from > low.rest.saturating_sub(1));
    if let Some(place) = high.place
        && low.is_bare()
        && low.place.is_none()
        && low.number < Exact::from(10)
    {
        if high.unit.base == Base::Fraction && !low.signed {
            // 五到六成
            low.number =
                exact_product(low.number, place).ok_or_else(|| Fault::at(low.rest, Reason::NotExact))?;
        } else {
            // 三至五百: from 3, or from 300?
            return Err(Fault::at(low.rest, Reason::Ambiguous));
        }
    }
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
        // $2-$3 million; of $500-$2 million only the far end is.
        if low.number >= high.number {
            return Err(Fault::at(low.rest, Reason::Ambiguous));
        }
        low.unit.multiplier = high.unit.multiplier;
    }
    Ok(Span::Two(low, high))
}

/// The sign or word between two ends. Behind a unit and a tilde a dash is a minus: -3%~-1%.
fn range_sign(input: &mut &str, behind_unit: bool) -> bool {
    let start = *input;
    space(input);
    for sign in ["-", "~", "—", "至", "到"] {
        if let Some(rest) = input.strip_prefix(sign) {
            let rest = rest.trim_start_matches(' ');
            // Behind a dash a second dash would be a minus or a slip; behind a word it is a minus.
            let is_dash = matches!(sign, "-" | "~" | "—");
            let is_minus = behind_unit && sign == "~" && rest.starts_with('-');
            if is_dash && !is_minus && rest.starts_with(['-', '+', '~', '—']) {
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
