//! Numbers as people read them on a page: rounded for show, and lengths of lines. It does not know what they measure.

use crate::domain::{assessment::explain::shown_share_of, quantity::Exact};

/// A share in percent, to one decimal, and to as many more as it takes to tell it from the whole.
pub(super) fn percent(number: Exact) -> String {
    format!("{}%", shown_share_of(number, 1))
}

/// A number of a picture's axis or point, to at most four decimals, its thousands apart; a small one to so many digits.
pub(super) fn shown(number: Exact) -> String {
    let is_small = number.abs() < Exact::ONE;
    let text = number.to_digits(4).filter(|_| is_small).unwrap_or_else(|| number.rounded(4)).to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && whole.len() > 4 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{fraction}")
}

/// A share within 0 and 100.
pub(super) fn within_bar(percent: Exact) -> Exact {
    percent.clamp(Exact::ZERO, Exact::HUNDRED).rounded(2)
}

/// A part of a whole, in percent.
pub(super) fn share(part: u32, whole: u32) -> Exact {
    let of = |number: u32| Exact::from(i64::from(number));
    of(part).times(Exact::HUNDRED).and_then(|part| part.over(of(whole))).unwrap_or(Exact::ZERO).rounded(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_and_grouped_for_show() {
        for (given, wanted) in [
            ("0", "0"),
            ("-2.50", "−2.5"),
            ("6348", "6348"),
            ("26000", "26\u{202f}000"),
            ("0.00002", "0.00002"),
            ("-0.000012345678", "−0.00001235"),
            ("0.33333333", "0.3333"),
            ("-1234567.891234", "−1\u{202f}234\u{202f}567.8912"),
        ] {
            assert_eq!(shown(Exact::parse(given).unwrap()), wanted);
        }
        assert_eq!(percent(Exact::parse("47.272727").unwrap()), "47.3%");
        assert_eq!(percent(Exact::parse("99.992").unwrap()), "99.99%");
        assert_eq!(within_bar(Exact::from(130)), Exact::HUNDRED);
        assert_eq!((share(1, 3).to_string().as_str(), share(0, 0)), ("33.333", Exact::ZERO));
    }
}
