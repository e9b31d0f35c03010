//! Periods of whole days, both ends included: their notation, their parts, and how much of one has passed.
//! The day to judge for is always an argument.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use thiserror::Error;

use super::quantity::Exact;

/// How long before a period something may begin that says something of it.
const LONGEST_BEFORE: Months = Months::new(120);

/// A span of whole days, both ends included. Written `2022`, `2022-H1`, `2022-Q3`, `2022-09`, `2022-06-30`,
/// `2022-01..2022-06` (year to date) or `2021..2025`; a range of any two of these runs from the first day of
/// the one to the last day of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    start: NaiveDate,
    end: NaiveDate,
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PeriodError {
    /// Not one of the forms.
    #[error(
        "{0:?} is no period; write a year (2022), a half (2022-H1), a quarter (2022-Q3), a month (2022-09), \
         a day (2022-06-30) or a range of two of them (2022-01..2022-06)"
    )]
    NotAPeriod(String),
    /// The end is before the start.
    #[error("the period {0:?} ends before it begins")]
    Reversed(String),
}

impl Period {
    /// A period from its two days.
    ///
    /// # Errors
    /// [`PeriodError::Reversed`] where the end is before the start.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, PeriodError> {
        if end < start {
            return Err(PeriodError::Reversed(format!("{start}..{end}")));
        }
        Ok(Self { start, end })
    }

    /// Reads the notation.
    ///
    /// # Errors
    /// [`PeriodError`].
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let unknown = || PeriodError::NotAPeriod(text.to_owned());
        let trimmed = text.trim();
        let Some((first, last)) = trimmed.split_once("..") else {
            return single(trimmed).ok_or_else(unknown);
        };
        let first = single(first.trim()).ok_or_else(unknown)?;
        let last = single(last.trim()).ok_or_else(unknown)?;
        if last.end < first.start {
            return Err(PeriodError::Reversed(text.to_owned()));
        }
        Ok(Self { start: first.start, end: last.end })
    }

    /// The calendar year, `None` outside the years 1 to 9999.
    pub fn year(year: i32) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        Some(Self {
            start: NaiveDate::from_ymd_opt(year, 1, 1)?,
            end: NaiveDate::from_ymd_opt(year, 12, 31)?,
        })
    }

    /// The period that a label names, as other years are named beside this one: by the notation of periods, or where this
    /// one is made of financial years by the two numbers of one (2021-22, 2021/22).
    pub fn named_beside(self, label: &str) -> Option<Self> {
        // 2011-12 is a month as well, which no year is named by among financial ones.
        let named = self.financial_year(label).or_else(|| self.financial_year_by_its_end(label));
        named.or_else(|| Self::parse(label).ok())
    }

    /// The year that is called FY 2022: the one that ends in it. One from April on is called by its beginning as well, so that
    /// which is meant is not known.
    fn financial_year_by_its_end(self, label: &str) -> Option<Self> {
        let last: i32 = label.strip_prefix("FY ")?.parse().ok()?;
        match self.whole_years()?.first()?.start.month() {
            1 => Self::year(last),
            4 => None,
            _ => self.financial_year(&format!("{:04}-{last:04}", last - 1)),
        }
    }

    /// The twelve months that two numbers name (2021-22), where this one is made of years that begin in another month than
    /// January.
    fn financial_year(self, label: &str) -> Option<Self> {
        let (first, second) = label.trim().split_once(['-', '/'])?;
        let year: i32 = first.parse().ok().filter(|_| first.len() == 4)?;
        let next = format!("{:04}", year + 1);
        let is_next = second == next || (second.len() == 2 && next.ends_with(second));
        let like = *self.whole_years()?.first().filter(|like| is_next && like.start.month() > 1)?;
        let start = like.start.with_year(year)?;
        Self::new(start, start.checked_add_months(Months::new(12))?.pred_opt()?).ok()
    }

    /// The first day.
    pub const fn start(self) -> NaiveDate {
        self.start
    }

    /// The last day.
    pub const fn end(self) -> NaiveDate {
        self.end
    }

    /// The number of days, both ends included.
    pub fn days(self) -> i64 {
        self.end.signed_duration_since(self.start).num_days() + 1
    }

    /// The day before which nothing begins that says something of this period, though it overlaps it: ten years before
    /// its start. What was reported for so long a span is of no period that a plan asks about.
    pub fn earliest_start(self) -> NaiveDate {
        self.start.checked_sub_months(LONGEST_BEFORE).unwrap_or(self.start)
    }

    /// Whether the day lies in the period.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.start <= day && day <= self.end
    }

    /// Whether the whole of the other period lies in this one.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Whether the period is over on that day, that is, its last day lies before it.
    pub fn has_ended(self, on: NaiveDate) -> bool {
        on > self.end
    }

    /// Whether the period has begun on that day.
    pub fn has_begun(self, on: NaiveDate) -> bool {
        on >= self.start
    }

    /// The days that have passed on that day, it included: 0 before the start, all after the end.
    pub fn elapsed_days(self, on: NaiveDate) -> i64 {
        (on.signed_duration_since(self.start).num_days() + 1).clamp(0, self.days())
    }

    /// The elapsed share on that day, as a part and the whole: days elapsed of the days in the period. Of several whole years
    /// each is as much as any other, whether or not it has a leap day, and the days count within the year that runs.
    pub fn elapsed(self, on: NaiveDate) -> (i64, i64) {
        let years = self.whole_years().unwrap_or_default();
        let over = years.iter().filter(|year| year.end <= on).count();
        let running = years.get(over).or(years.last()).copied().unwrap_or(self);
        let is_over = over > 0 && over == years.len();
        let elapsed = if is_over { 0 } else { running.elapsed_days(on) };
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let whole_years = running.days().saturating_mul(count(years.len().max(1)));
        (running.days().saturating_mul(count(over)).saturating_add(elapsed), whole_years)
    }

    /// The elapsed share (序时进度) on that day, in percent.
    pub fn elapsed_percent(self, on: NaiveDate) -> Exact {
        let (part, whole) = self.elapsed(on);
        let share = || Exact::from(part).times(Exact::HUNDRED)?.over(Exact::from(whole));
        share().unwrap_or(Exact::HUNDRED)
    }

    /// The same span a year before.
    pub fn a_year_before(self) -> Option<Self> {
        let start = self.start.checked_sub_months(Months::new(12))?;
        // The end of a February moves with the leap year: the day before the same span's next day. The 28th of one of 29 days
        // is no end.
        let next = self.end.succ_opt()?;
        let end = if (next.month(), next.day()) == (2, 29) {
            self.end.checked_sub_months(Months::new(12))?
        } else {
            next.checked_sub_months(Months::new(12))?.pred_opt()?
        };
        Self::new(start, end).ok()
    }

    /// The period of equal length that ends the day before this one begins. Whole months step by months, so
    /// that the quarter before 2022-Q1 is 2021-Q4.
    pub fn previous(self) -> Option<Self> {
        let end = self.start.pred_opt()?;
        let start = match self.whole_months() {
            Some(months) => self.start.checked_sub_months(Months::new(months))?,
            None => end.checked_sub_days(Days::new(u64::try_from(self.days() - 1).ok()?))?,
        };
        Self::new(start, end).ok()
    }

    /// The period that growth is counted from. A part of a year is compared with the same part a year before, as growth is
    /// in statistics; whole years with the years before.
    pub fn counted_from(self) -> Option<Self> {
        if self.whole_years().is_some() { self.previous() } else { self.a_year_before() }
    }

    /// The number of whole months, where it is made of whole months.
    pub fn whole_months(self) -> Option<u32> {
        let next = self.end.succ_opt()?;
        if self.start.day() != 1 || next.day() != 1 {
            return None;
        }
        let months = (i64::from(next.year()) - i64::from(self.start.year())) * 12 + i64::from(next.month())
            - i64::from(self.start.month());
        u32::try_from(months).ok()
    }

    /// How many whole years it is made of; 0 where it is not.
    pub fn years(self) -> usize {
        let months = self.whole_months().filter(|months| months.is_multiple_of(12));
        months.and_then(|months| usize::try_from(months / 12).ok()).unwrap_or(0)
    }

    /// The years of twelve months that it is made of, where it is made of whole ones: calendar years, or years of another
    /// beginning (a financial year).
    pub fn whole_years(self) -> Option<Vec<Self>> {
        let months = self.whole_months().filter(|months| months.is_multiple_of(12))?;
        (0..months / 12)
            .map(|year| {
                let start = self.start.checked_add_months(Months::new(year * 12))?;
                let end = start.checked_add_months(Months::new(12))?.pred_opt()?;
                Some(Self { start, end })
            })
            .collect()
    }
}

fn single(text: &str) -> Option<Period> {
    let number = |part: &str, digits: usize| -> Option<u32> {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let mut parts = text.splitn(3, '-');
    let year = i32::try_from(number(parts.next()?, 4)?).ok()?;
    let months = |first: u32, last: u32| -> Option<Period> {
        let start = NaiveDate::from_ymd_opt(year, first, 1)?;
        let end = NaiveDate::from_ymd_opt(year, last, 1)?.checked_add_months(Months::new(1))?.pred_opt()?;
        Some(Period { start, end })
    };
    if year == 0 {
        return None;
    }
    let Some(part) = parts.next() else {
        return Period::year(year);
    };
    match (part, parts.next()) {
        ("H1", None) => months(1, 6),
        ("H2", None) => months(7, 12),
        ("Q1", None) => months(1, 3),
        ("Q2", None) => months(4, 6),
        ("Q3", None) => months(7, 9),
        ("Q4", None) => months(10, 12),
        (month, None) => {
            let month = number(month, 2)?;
            months(month, month)
        }
        (month, Some(day)) => {
            let day = NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)?;
            Some(Period { start: day, end: day })
        }
    }
}

impl fmt::Display for Period {
    /// The shortest form of the notation; it reads back as the same period.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (self.start, self.end);
        let year = |day: NaiveDate| format!("{:04}", day.year());
        let month = |day: NaiveDate| format!("{:04}-{:02}", day.year(), day.month());
        if start == end {
            return write!(f, "{start}");
        }
        if start.ordinal() == 1 && self.whole_years().is_some() {
            let (first, last) = (year(start), year(end));
            return if first == last { f.write_str(&first) } else { write!(f, "{first}..{last}") };
        }
        let Some(months) = self.whole_months() else {
            return write!(f, "{start}..{end}");
        };
        match (months, start.month()) {
            (1, _) => f.write_str(&month(start)),
            (3, 1 | 4 | 7 | 10) => write!(f, "{}-Q{}", year(start), start.month().div_ceil(3)),
            (6, 1 | 7) => write!(f, "{}-H{}", year(start), start.month().div_ceil(6)),
            _ => write!(f, "{}..{}", month(start), month(end)),
        }
    }
}

impl std::str::FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_back() {
        for text in [
            "2022",
            "2021..2025",
            "2022-H2",
            "2022-Q3",
            "2022-09",
            "2022-06-30",
            "2022-04..2023-03",
            "2020-07..2023-06",
            "2022-02..2023-01",
            "2022-01..2022-08",
            "2022-01-02..2022-03-04",
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(period.to_string(), text);
        }
    }

    #[test]
    fn a_financial_year_by_one_number_is_the_one_that_ends_in_it() {
        for (beside, label, named) in [
            ("2022-07..2023-06", "FY 2022", Some("2021-07..2022-06")),
            ("2022-10..2023-09", "FY 2022", Some("2021-10..2022-09")),
            ("2023", "FY 2022", Some("2022")),
            ("2022-04..2023-03", "FY 2022", None),
            ("2022-04..2023-03", "2021-22", Some("2021-04..2022-03")),
        ] {
            let named_so = Period::parse(beside).unwrap().named_beside(label);
            assert_eq!(
                named_so.map(|period| period.to_string()).as_deref(),
                named,
                "{label} beside {beside}"
            );
        }
    }

    #[test]
    fn a_leap_day_makes_no_year_longer_than_another() {
        let elapsed = |period: &str, on: &str| {
            let on = Period::parse(on).unwrap().end();
            Period::parse(period).unwrap().elapsed_percent(on).rounded(4).to_string()
        };
        assert_eq!(elapsed("2021..2025", "2020"), "0");
        assert_eq!(elapsed("2021..2025", "2021"), "20");
        assert_eq!(elapsed("2021..2025", "2024"), "80");
        assert_eq!(elapsed("2021..2025", "2024-06"), "69.9454", "182 of 366 days");
        assert_eq!(elapsed("2021..2025", "2025"), "100");
        assert_eq!(elapsed("2021..2025", "2026"), "100");
        assert_eq!(elapsed("2020-07..2022-06", "2021-06"), "50");
        assert_eq!(elapsed("2022", "2022-06-30"), "49.589");
        assert_eq!(elapsed("2022-07..2024-12", "2023-06"), "39.8907", "no whole years: days");
        assert_eq!(elapsed("2022-Q1", "2022-01"), "34.4444");
    }

    #[test]
    fn a_financial_year_goes_by_the_one_it_stands_beside() {
        let beside = |period: &str, label: &str| {
            Period::parse(period).unwrap().named_beside(label).map(|named| named.to_string())
        };
        assert_eq!(beside("2016-04..2017-03", "2015-16").as_deref(), Some("2015-04..2016-03"));
        assert_eq!(beside("2016-04..2017-03", "2011-12").as_deref(), Some("2011-04..2012-03"));
        assert_eq!(beside("2016", "2011-12").as_deref(), Some("2011-12"), "a month among calendar years");
        assert_eq!(beside("2016", "2015-16"), None);
    }

    #[test]
    fn years_of_twelve_months_may_begin_in_any() {
        let years = |text: &str| {
            let years = Period::parse(text).unwrap().whole_years()?;
            Some(years.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(years("2021..2022"), Some(vec!["2021".to_owned(), "2022".to_owned()]));
        assert_eq!(
            years("2020-04..2022-03"),
            Some(vec!["2020-04..2021-03".to_owned(), "2021-04..2022-03".to_owned()])
        );
        assert_eq!(years("2020-03..2021-02").map(|years| years.len()), Some(1), "a February of a leap year");
        assert_eq!(years("2021-04..2022-06"), None);
        assert_eq!(years("2021-04-02..2022-04-01"), None);
    }
}
