//! Scales of a picture: from numbers and days to places on a drawing, and the round numbers along an axis. Exact
//! decimals throughout. It does not know what is drawn.

use chrono::{Datelike, Months, NaiveDate};

use crate::domain::{period::Period, quantity::Exact};

/// Most lines along an axis.
const MOST_TICKS: usize = 6;

/// Most halvings or doublings of the step along an axis: enough for any number that is kept.
const MOST_STEPS: usize = 200;

/// A scale from numbers to places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    from: (Exact, Exact),
    to: (Exact, Exact),
}

impl Scale {
    /// The first number and its place, the last number and its place.
    pub(super) const fn new(from: (Exact, Exact), to: (Exact, Exact)) -> Self {
        Self { from, to }
    }

    /// The place of a number, to a tenth; none where the numbers are too large for it.
    pub(super) fn place(&self, number: Exact) -> Option<Exact> {
        let whole = self.to.0.minus(self.from.0)?;
        let way = number.minus(self.from.0)?.over(whole)?.times(self.to.1.minus(self.from.1)?)?;
        Some(self.from.1.plus(way)?.rounded(1))
    }
}

/// The days of a period along an axis: the day before its first stands at the start.
pub(super) fn days(period: Period, left: Exact, right: Exact) -> Scale {
    Scale::new((Exact::ZERO, left), (Exact::from(period.days()), right))
}

/// How far into a period a day is, in days.
pub(super) fn day(period: Period, day: NaiveDate) -> Exact {
    Exact::from(day.signed_duration_since(period.start()).num_days() + 1)
}

/// Round numbers that hold all the given ones between them.
pub(super) fn ticks(numbers: &[Exact]) -> Vec<Exact> {
    round_ticks(numbers).filter(|ticks| ticks.len() > 1).unwrap_or_else(|| vec![Exact::ZERO, Exact::ONE])
}

fn round_ticks(numbers: &[Exact]) -> Option<Vec<Exact>> {
    let (low, high) = (numbers.iter().min().copied()?, numbers.iter().max().copied()?);
    let span = high.minus(low)?;
    // One number alone gets room in proportion to itself.
    let pad = if span.is_zero() { low.abs().over(Exact::from(5))? } else { span.over(Exact::from(20))? };
    let pad = if pad.is_zero() { Exact::ONE } else { pad };
    let low = if low.is_zero() { low } else { low.minus(pad)? };
    let high = if high.is_zero() { high } else { high.plus(pad)? };
    let step = step(high.minus(low)?)?;
    let mut tick = floor(low, step)?;
    let mut all = vec![tick];
    while tick < high && all.len() < 2 * MOST_TICKS {
        tick = tick.plus(step)?;
        all.push(tick);
    }
    Some(all)
}

/// A step of 1, 2 or 5 times a power of ten that goes at most so many times into a span.
fn step(span: Exact) -> Option<Exact> {
    let most = Exact::from(i64::try_from(MOST_TICKS - 1).ok()?);
    let (two, five, half, fifth) =
        (Exact::from(2), Exact::from(5), Exact::ONE.over(Exact::from(2))?, Exact::ONE.over(Exact::from(5))?);
    let ten = Exact::from(10);
    let mut power = Exact::ONE;
    for _ in 0..MOST_STEPS {
        if span.over(power)? > ten { power = power.times(ten)? } else { break }
    }
    for _ in 0..MOST_STEPS {
        if span.over(power)? <= Exact::ONE { power = power.over(ten)? } else { break }
    }
    [fifth, half, Exact::ONE, two, five]
        .into_iter()
        .filter_map(|times| power.times(times))
        .find(|step| span.over(*step).is_some_and(|count| count <= most))
}

/// The largest multiple of a step that is not above a number.
fn floor(number: Exact, step: Exact) -> Option<Exact> {
    let nearest = number.over(step)?.rounded(0).times(step)?;
    if nearest > number { nearest.minus(step) } else { Some(nearest) }
}

/// What stands along the axis of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A month, by its number.
    Month(u32),
    /// A year.
    Year(i32),
    /// A day.
    Day(NaiveDate),
}

/// The parts of a period along an axis: months within two years, years beyond; the days at both ends of a short one.
pub(super) fn parts(period: Period) -> Vec<(Period, Mark)> {
    let days = period.days();
    if days < 45 {
        let ends = [period.start(), period.end()];
        return ends
            .into_iter()
            .filter_map(|day| Some((Period::new(day, day).ok()?, Mark::Day(day))))
            .collect();
    }
    let by_month = days <= 732;
    let step = if by_month { Months::new(1) } else { Months::new(12) };
    let first = if by_month { period.start().with_day(1) } else { period.start().with_ordinal(1) };
    let mut all = Vec::new();
    let mut next = first;
    while let Some(start) = next.filter(|start| *start <= period.end() && all.len() < 60) {
        next = start.checked_add_months(step);
        let Some(end) = next.and_then(|next| next.pred_opt()) else { break };
        let mark = if by_month { Mark::Month(start.month()) } else { Mark::Year(start.year()) };
        all.extend(
            Period::new(start.max(period.start()), end.min(period.end())).ok().map(|part| (part, mark)),
        );
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn ticks_of(numbers: &[&str]) -> Vec<String> {
        let numbers: Vec<Exact> = numbers.iter().map(|text| exact(text)).collect();
        ticks(&numbers).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ticks_are_round_and_hold_all_numbers() {
        assert_eq!(ticks_of(&["0", "71"]), ["0", "20", "40", "60", "80"]);
        assert_eq!(ticks_of(&["5.5", "2.6"]), ["2", "3", "4", "5", "6"]);
        assert_eq!(ticks_of(&["-8.4", "6"]), ["-10", "-5", "0", "5", "10"]);
        assert_eq!(ticks_of(&["0"]), ["0", "1"]);
        assert_eq!(ticks_of(&[]), ["0", "1"]);
        for one in ["0.00001", "26000", "-7", "12345678901234567890"] {
            let ticks = ticks(&[exact(one)]);
            assert!((2..=8).contains(&ticks.len()), "{one}: {ticks:?}");
            assert!(ticks[0] <= exact(one) && exact(one) <= ticks[ticks.len() - 1], "{one}: {ticks:?}");
        }
    }

    #[test]
    fn places_are_in_proportion() {
        let scale = Scale::new((exact("0"), exact("300")), (exact("60"), exact("100")));
        assert_eq!(scale.place(exact("30")), Some(exact("200")));
        assert_eq!(scale.place(exact("71")), Some(exact("63.3")));
        let nothing = Scale::new((exact("1"), exact("0")), (exact("1"), exact("9")));
        assert_eq!(nothing.place(exact("1")), None);
    }

    #[test]
    fn the_axis_of_days_has_months_years_or_days() {
        let parts_of = |text: &str| parts(Period::parse(text).unwrap());
        assert_eq!(parts_of("2022").len(), 12);
        assert_eq!(parts_of("2022")[1].0.to_string(), "2022-02");
        assert_eq!(
            parts_of("2022-Q3").iter().map(|(_, mark)| *mark).collect::<Vec<_>>(),
            [7, 8, 9].map(Mark::Month)
        );
        assert_eq!(
            parts_of("2021..2025").iter().map(|(_, mark)| *mark).collect::<Vec<_>>(),
            [2021, 2022, 2023, 2024, 2025].map(Mark::Year)
        );
        assert_eq!(parts_of("2022-02").len(), 2);
    }
}
