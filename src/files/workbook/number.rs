//! The text of a number as a sheet shows it: at most fifteen significant digits, no exponent. Numbers are moved about as
//! digits, never as binary floating point. Knows no formats.

use chrono::{Days, NaiveDate};

/// How many significant digits a spreadsheet shows and keeps for certain.
const SURE_DIGITS: i32 = 15;
/// How far from the point digits may lie.
const FARTHEST: i32 = 28;

/// Why a number gives no text: a stable code and what to do.
pub(super) type Refusal = (&'static str, &'static str);

/// A decimal as its digits and the place of the point before them: 0.`digits` × 10^`point`.
struct Decimal {
    is_negative: bool,
    digits: Vec<u8>,
    point: i32,
}

fn parse(written: &str) -> Option<Decimal> {
    let written = written.trim();
    let (is_negative, unsigned) = match written.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, written.strip_prefix('+').unwrap_or(written)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() < 1_000)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() > 400 || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.drain(..zeros);
    let point = i32::try_from(whole.len()).ok()? - i32::try_from(zeros).ok()? + exponent;
    let mut decimal = Decimal { is_negative, digits, point };
    decimal.trim();
    Some(decimal)
}

impl Decimal {
    fn trim(&mut self) {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
            self.is_negative = false;
        }
    }

    fn length(&self) -> i32 {
        i32::try_from(self.digits.len()).unwrap_or(i32::MAX)
    }

    /// Rounds to the digits that a sheet shows, half away from zero.
    fn round(&mut self) {
        let sure = usize::try_from(SURE_DIGITS).unwrap_or_default();
        if self.digits.len() <= sure {
            return;
        }
        let goes_up = self.digits.get(sure).is_some_and(|digit| *digit >= b'5');
        self.digits.truncate(sure);
        if goes_up {
            while self.digits.last() == Some(&b'9') {
                self.digits.pop();
            }
            if let Some(last) = self.digits.last_mut() {
                *last += 1;
            } else {
                self.digits.push(b'1');
                self.point += 1;
            }
        }
        self.trim();
    }

    fn print(&self) -> String {
        let digits: String = self.digits.iter().map(|digit| char::from(*digit)).collect();
        let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
        let plain = if digits.is_empty() {
            "0".to_owned()
        } else if self.point <= 0 {
            format!("0.{}{digits}", zeros(-self.point))
        } else if self.point >= self.length() {
            format!("{digits}{}", zeros(self.point - self.length()))
        } else {
            let (whole, fraction) = digits.split_at(usize::try_from(self.point).unwrap_or_default());
            format!("{whole}.{fraction}")
        };
        if self.is_negative { format!("-{plain}") } else { plain }
    }
}

fn sure(written: &str) -> Result<Decimal, Refusal> {
    let mut decimal = parse(written)
        .ok_or(("broken_workbook", "the cell holds a number that cannot be read; write it anew"))?;
    if decimal.length() > SURE_DIGITS && decimal.point > SURE_DIGITS {
        return Err((
            "inexact_number",
            "a spreadsheet keeps fifteen digits of a number, and this one has more; write it as text",
        ));
    }
    decimal.round();
    if decimal.point.abs() > FARTHEST {
        return Err(("inexact_number", "the number is too large or too small; write it as text"));
    }
    Ok(decimal)
}

/// The text of a number.
///
/// # Errors
/// [`Refusal`] where it has more digits before the point than a sheet keeps.
pub(super) fn plain(written: &str) -> Result<String, Refusal> {
    sure(written).map(|decimal| decimal.print())
}

/// The text of a number that is shown as a percentage: 0.586 is 58.6%.
///
/// # Errors
/// As for [`plain`].
pub(super) fn percent(written: &str) -> Result<String, Refusal> {
    let mut decimal = sure(written)?;
    if !decimal.digits.is_empty() {
        decimal.point += 2;
    }
    Ok(decimal.print() + "%")
}

/// The day of a number that is shown as one.
///
/// # Errors
/// [`Refusal`] where it carries a time of day, or is no day.
pub(super) fn day(written: &str, from_1904: bool) -> Result<NaiveDate, Refusal> {
    let no_day = ("bad_day", "the cell is shown as a day and holds none; write the day as text: 2022-06-30");
    let text = plain(written)?;
    if text.contains('.') {
        return Err(("time_of_day", "the cell holds a time of day beside the day; write the day alone"));
    }
    let days: u64 = text.parse().map_err(|_| no_day)?;
    let first = match (from_1904, days) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
        // A spreadsheet counts a 29 February 1900, which never was.
        (false, 1..=59) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (false, 61..) => NaiveDate::from_ymd_opt(1899, 12, 30),
        (false, _) => None,
    };
    let day = first.and_then(|first| first.checked_add_days(Days::new(days)));
    day.filter(|day| *day <= NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default()).ok_or(no_day)
}
