//! Years in words against the period that these are given for. It does not know how the words are read.

use chrono::Datelike as _;

use super::{
    error::Fault,
    one_of_several, years_beside,
    years_together::{average_of_one, is_average_of_one, is_average_over, of_one_year, of_several_years},
};
use crate::domain::{
    criterion::{Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Indicator, Measure},
    period::Period,
    reading::{
        Span, is_a_share_of_a_year, is_number_alone, is_said_to_add_up, names_a_longer_year,
        names_the_year_before, names_the_years_target, says_all_of_a_year, without_its_period,
        years_counted_from, years_named, years_reported,
    },
    value::{Figure, Value},
};

/// The fault of a target whose words are for other years than its period: a figure of that period says nothing of them. Where
/// nobody gave the period, so that it is all of a plan of several years, the figure of one year of them is not the sum, nor
/// the growth, of all.
pub(super) fn of_target(
    text: &str,
    criterion: &Criterion,
    indicator: &Indicator,
    period: Period,
    plan: Period,
    is_given: bool,
) -> Option<Fault> {
    let years = period.years();
    let is_average = is_average(criterion);
    if is_average_over(criterion, indicator, if plan.covers(period) { plan } else { period }, period) {
        return Some(average_of_one("target", text, period));
    }
    let named = years_named(text, criterion).into_iter().find_map(|named| {
        if let Span::Count(count) = named {
            return other_count("target", text, count, period);
        }
        if let Some(fault) =
            within("target", text, named, period).or_else(|| of_uncertain_year("target", text, named, period))
        {
            return Some(fault);
        }
        let (words, span) = (words_of(named), days_of(named, period)?);
        let (first, last) = (span.start().year(), span.end().year());
        let ends_before = years > 1 && last < period.end().year() && !is_average;
        // The sum of several years is not that of one, and neither is what they fell by.
        let is_sum = (indicator.measure == Measure::Flow || criterion.is_cumulative()) && !is_average;
        // 2025—2026年 are two years, but where the period is no calendar year they may be how that is called.
        let beyond_one = if period.start().ordinal() == 1 { 1 } else { 2 };
        let is_of_several = is_sum && matches!(named, Span::From(..)) && last - first >= beyond_one;
        let is_longer = is_of_several && (span.end() > period.end() || span.years() > years);
        if is_another(named, span, period) || ends_before || is_longer {
            let detail = format!(
                "the words are for {words}, and the target is set for {period}; set it for the period {span}, in a plan \
                 that contains it, or leave the year out of the words"
            );
            return Some(Fault::new("target", text, "other_period", detail));
        }
        let is_one_of_several = years > 1 && first == last && !is_average;
        let adds_up = matches!(indicator.measure, Measure::Flow | Measure::Rate | Measure::Index);
        (is_one_of_several && adds_up && !is_given).then(|| {
            let detail = format!(
                "the words are for {words}, and no period is given; give {span} for the figure of that year alone, or \
                 {period} where all the years together are meant"
            );
            Fault::new("period", text, "period_missing", detail)
        })
    });
    let is_of_numbers = matches!(criterion.condition, Condition::Threshold { .. } | Condition::Range { .. });
    let is_one_of_several = period.years() == 1 && plan.years() > 1;
    let one_year = || {
        let added_up = || is_one_of_several && indicator.measure == Measure::Flow && is_said_to_add_up(text);
        of_one_year("target", text, indicator, period)
            .or_else(|| added_up().then(|| of_several_years("target", text, period)))
    };
    let other_base = || if is_of_numbers { other_base("target", text, indicator, period) } else { None };
    named.or_else(other_base).or_else(one_year)
}

/// The fault of a report whose words are of other years than its period: an average of several for one, a change from a
/// figure that is not an earlier one.
pub(super) fn of_outcome(
    field: &str,
    text: &str,
    value: &Value,
    indicator: &Indicator,
    period: Period,
) -> Option<Fault> {
    if is_average_of_one(value) && period.years() < 2 {
        return Some(average_of_one(field, text, period));
    }
    let own = if let Figure::Change { from, .. } = &value.figure { Some(from) } else { None };
    let beside = value.changes.iter().map(|change| &change.from);
    let is_no_earlier =
        |from: &String| period.named_beside(from).is_some_and(|base| base.end() >= period.start());
    // Beside the figure of a financial year one may stand of the calendar year in which it begins.
    let begins_no_earlier =
        |from: &&String| period.named_beside(from).is_some_and(|base| base.start() >= period.start());
    let of_no_earlier =
        own.filter(|from| is_no_earlier(from)).or_else(|| beside.clone().find(begins_no_earlier));
    if let Some(from) = of_no_earlier {
        let printed = years_beside::of_outcome(field, text, indicator, period).filter(|_| own.is_none());
        return Some(printed.unwrap_or_else(|| years_beside::counted_from(field, text, from, period)));
    }
    // Most of what is imported is a number alone, which names no year.
    if is_number_alone(text) {
        return None;
    }
    let of_a_year = of_a_year(field, text, value, indicator, period)
        .or_else(|| one_of_several::of_outcome(field, text, value, indicator, period));
    if let Some(fault) = of_a_year.or_else(|| years_beside::of_outcome(field, text, indicator, period)) {
        return Some(fault);
    }
    let is_reported = !value.figure.is_nothing();
    let mut named = years_reported(text).into_iter().filter(|_| is_reported);
    if let Some(year) = calendar_year_in(text).filter(|year| is_reported && is_mostly_another(*year, period))
    {
        let detail = format!(
            "the words are of the calendar year {year}, and the outcome is reported for {period}; report it for {year}, or \
             leave the year out of the words"
        );
        return Some(Fault::new(field, text, "other_period", detail));
    }
    let of_time =
        |named| within(field, text, named, period).or_else(|| of_uncertain_year(field, text, named, period));
    if let Some(fault) = named.find_map(of_time) {
        return Some(fault);
    }
    if let Some((words, span)) = other_year_reported(text, period).filter(|_| is_reported) {
        let detail = format!(
            "the words are of {words}, and the outcome is reported for {period}; report it for {span}, or leave the year \
             out of the words"
        );
        return Some(Fault::new(field, text, "other_period", detail));
    }
    let (_, counts) = years_counted_from(text);
    let counted = counts.into_iter().find_map(|count| other_count(field, text, count, period));
    let is_number =
        matches!(value.figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    let of_numbers =
        || other_base(field, text, indicator, period).or_else(|| of_one_year(field, text, indicator, period));
    counted.or_else(|| if is_number { of_numbers() } else { None })
}

/// The fault of a report for a part of a year whose words are for all of it, and of one for several years whose words are for
/// one of them: its target, or what it counts from.
fn of_a_year(field: &str, text: &str, value: &Value, indicator: &Indicator, period: Period) -> Option<Fault> {
    let year = period.end().year();
    if period.years() == 0 && period.days() < 365 {
        let is_longer = !value.figure.is_nothing()
            && (says_all_of_a_year(text, period)
                || names_a_longer_year(text, indicator.measure, period)
                || (indicator.measure == Measure::Flow && is_a_share_of_a_year(text)))
            && without_its_period(text, indicator.measure, period).is_none();
        return is_longer.then(|| {
            let detail = format!(
                "the words are of a whole year, and the outcome is reported for {period}; report it for {year}, or give the \
                 figure of {period}"
            );
            Fault::new(field, text, "other_period", detail)
        });
    }
    if period.years() < 2 {
        return None;
    }
    let is_share = matches!(
        value.figure,
        Figure::ShareOfTarget { .. } | Figure::DeclaredAttained | Figure::DeclaredMissed
    );
    let changes = value.figure.as_change(value.average_per_year, false).into_iter();
    let mut changes = changes.chain(value.changes.iter().cloned());
    let is_step = changes.any(|change| change.from == PREVIOUS_PERIOD && !change.average_per_year)
        || (indicator.measure == Measure::Rate && !value.average_per_year);
    let why = if is_share && names_the_years_target(text) {
        "the words are of a year's target"
    } else if is_step && names_the_year_before(text) {
        "the words count from the year before"
    } else {
        return None;
    };
    let detail = format!(
        "{why}, and the outcome is reported for {period}; report it for the year that is meant ({year}), or give the figure \
         of all of {period}"
    );
    Some(Fault::new(field, text, "other_period", detail))
}

/// The years that a report says its figure is of, as words and as days, where they are not those of the period.
fn other_year_reported(text: &str, period: Period) -> Option<(String, Period)> {
    years_reported(text).into_iter().find_map(|named| {
        let span = days_of(named, period)?;
        let is_of_more = period.years() == 1 && matches!(named, Span::From(first, last) if first < last);
        (is_of_more || is_another(named, span, period)).then(|| (words_of(named), span))
    })
}

/// The fault of a figure that words say is of a day, or due on one, within a period that goes on after it: what was by then
/// answers for no more than the time until then.
fn within(field: &str, text: &str, named: Span, period: Period) -> Option<Fault> {
    let Span::On(day) = named else { return None };
    let until_then = Period::new(period.start(), day).ok()?;
    (until_then.end() < period.end()).then(|| {
        let code = if field == "target" { "dated_within_period" } else { "part_of_year" };
        let detail = format!(
            "the words are of {day}, and {period} goes on after it; give {until_then} as the period, or leave the day out of \
             the words where the figure is that of all of {period}"
        );
        Fault::new(field, text, code, detail)
    })
}

/// The fault of a financial year from April on that is called by one number: FY22 is the year that ends in 2022 where it is called
/// by its end, and the one that begins then where it is called by its beginning. Years from other months go by their end.
pub(super) fn of_uncertain_year(field: &str, text: &str, named: Span, period: Period) -> Option<Fault> {
    let Span::Financial(year) = named else { return None };
    let is_from_april = period.start().month() == 4 && period.years() > 0;
    let may_be = period.start().year() <= year && year <= period.end().year();
    (is_from_april && may_be).then(|| {
        let (before, after) = (words_of(Span::Across(year - 1)), words_of(Span::Across(year)));
        let detail = format!(
            "FY{year} may be the year that ends in {year} or the one that begins then, and {period} is the period given; write \
             {before} or {after}, or leave the year out of the words"
        );
        Fault::new(field, text, "other_period", detail)
    })
}

/// The days of years that are named, as they are counted beside a period.
pub(super) fn days_of(span: Span, period: Period) -> Option<Period> {
    let years = |first, last| Period::new(Period::year(first)?.start(), Period::year(last)?.end()).ok();
    match span {
        Span::From(first, last) => years(first, last),
        // Of a calendar year it is the name where it begins in it: 2021-22 is most of 2021.
        Span::Financial(last) => {
            let label = format!("{:04}-{last:04}", last - 1);
            let is_financial = period.years() > 0 && period.start().month() > 1;
            let named = if is_financial { period.named_beside(&label) } else { None };
            named.or_else(|| years(last, last))
        }
        Span::Across(first) if period.start().ordinal() == 1 && period.years() == 1 => years(first, first),
        Span::Across(first) => {
            let (label, next) = (format!("{first:04}-{:04}", first + 1), first + 1);
            period.named_beside(&label).or_else(|| years(first, next))
        }
        Span::On(day) => Period::new(day, day).ok(),
        Span::Count(_) => None,
    }
}

pub(super) fn words_of(span: Span) -> String {
    match span {
        Span::From(first, last) if first == last => first.to_string(),
        Span::From(first, last) => format!("{first} to {last}"),
        Span::Financial(year) => format!("FY{year}"),
        Span::Across(first) => format!("{first}-{:02}", (first + 1) % 100),
        Span::On(day) => day.to_string(),
        Span::Count(count) => format!("{count} years"),
    }
}

/// Whether what is named is not the period: it shares no day with it, or it is a calendar year that a financial year only
/// begins in (2021, of the twelve months from October 2021 on).
fn is_another(named: Span, span: Period, period: Period) -> bool {
    let only_begins = matches!(named, Span::From(first, last) if first == last)
        && period.years() == 1
        && span.end() < period.end()
        && period.elapsed_days(span.end()) * 2 < period.days();
    !span.overlaps(period) || only_begins
}

/// The year that words call a calendar year.
fn calendar_year_in(text: &str) -> Option<i32> {
    let text = text.to_ascii_lowercase();
    let (_, behind) = text.split_once("calendar year ")?;
    behind.get(..4)?.parse().ok()
}

/// Whether less than half of a calendar year lies in a period.
fn is_mostly_another(year: i32, period: Period) -> bool {
    let Some(year) = Period::year(year) else { return false };
    let (first, last) = (year.start().max(period.start()), year.end().min(period.end()));
    ((last - first).num_days() + 1) * 2 < year.days()
}

fn other_count(field: &str, text: &str, count: usize, period: Period) -> Option<Fault> {
    (period.years() != count).then(|| {
        let last = period.end().year();
        let first = i32::try_from(count).map_or(last, |count| last - count + 1);
        let detail = format!(
            "the words are for {count} years together, and {period} is the period given; give the period of those \
             years, as {first}..{last}"
        );
        Fault::new(field, text, "other_period", detail)
    })
}

/// What is itself a reduction is kept as its number alone: the year that it counts from must be the one before its period.
fn other_base(field: &str, text: &str, indicator: &Indicator, period: Period) -> Option<Fault> {
    if !(indicator.is_reduction && indicator.measure == Measure::Rate) {
        return None;
    }
    let before = period.start().pred_opt()?;
    let (bases, _) = years_counted_from(text);
    let base = bases.into_iter().find(|base| Period::year(*base).is_some_and(|base| base.end() != before))?;
    let detail = format!(
        "the words count from {base}, and {period} is the period given; a reduction from {base} is one of the years \
         behind it: give the period {}..{}",
        base + 1,
        period.end().year()
    );
    Some(Fault::new(field, text, "other_period", detail))
}

fn is_average(criterion: &Criterion) -> bool {
    let mut is_average = false;
    criterion.visit(&mut |condition| {
        is_average |= matches!(
            condition,
            Condition::Threshold { average_per_year: true, .. }
                | Condition::Range { average_per_year: true, .. }
                | Condition::Change { average_per_year: true, .. }
        );
    });
    is_average
}

#[cfg(test)]
mod tests {
    use super::{of_uncertain_year, other_year_reported, within};
    use crate::domain::{period::Period, reading::years_reported};

    #[test]
    fn a_day_answers_for_the_period_that_it_ends() {
        for (text, period, code) in [
            ("4,010 as of March 31, 2023", "2023", Some("part_of_year")),
            ("4,010 as of March 31, 2023", "2023-Q1", None),
            ("4,010 as of March 31, 2023", "2022-04..2023-03", None),
            ("40 as of December 31, 2022", "2022-10..2023-09", Some("part_of_year")),
            ("40 as of December 31, 2022", "2022", None),
            ("93.4% as of September 30, 2023", "2022-10..2023-09", None),
            ("88% as at 30 June 2023", "2022-07..2023-06", None),
            ("88%, as at 31 March 2023", "2022-07..2023-06", Some("part_of_year")),
            ("96% by March 2023", "2023", Some("part_of_year")),
            ("截至2023年3月31日，96%", "2023", Some("part_of_year")),
            ("96%（截至2023年3月底）", "2022-04..2023-03", None),
            ("96% (2023)", "2023", None),
        ] {
            let period = Period::parse(period).unwrap();
            let mut named = years_reported(text).into_iter();
            let fault = named.find_map(|named| within("outcome", text, named, period));
            assert_eq!(fault.map(|fault| fault.code).as_deref(), code, "{text} for {period}");
        }
    }

    #[test]
    fn a_financial_year_from_april_on_is_named_by_both_its_years() {
        for (text, period, is_uncertain) in [
            ("82% (FY22)", "2022-04..2023-03", true),
            ("82% (FY2023)", "2022-04..2023-03", true),
            ("82% in fiscal year 2023", "2022-04..2023-03", true),
            ("82% (FY22)", "2020-04..2023-03", true),
            ("82% (FY2022-23)", "2022-04..2023-03", false),
            ("82% (2022-23)", "2022-04..2023-03", false),
            ("82% (2023)", "2022-04..2023-03", false),
            ("82% (FY21)", "2022-04..2023-03", false),
            ("82% (FY22)", "2022-07..2023-06", false),
            ("82% (FY22)", "2022", false),
            ("82% (FY22)", "2022-Q2", false),
        ] {
            let period = Period::parse(period).unwrap();
            let mut named = years_reported(text).into_iter();
            let fault = named.find_map(|named| of_uncertain_year("outcome", text, named, period));
            assert_eq!(fault.is_some(), is_uncertain, "{text} for {period}");
        }
    }

    #[test]
    fn a_figure_of_another_year_is_none_of_the_period() {
        let april = "2016-04..2017-03";
        for (text, period, other) in [
            ("82% (2016-17)", april, None),
            ("82% (2016/17)", april, None),
            ("82% (FY 2016-17)", april, None),
            ("82% in 2016-17", april, None),
            ("82% (2016-2017)", april, None),
            ("82% (2015-16)", april, Some("2015-04..2016-03")),
            ("82% in 2015-16", april, Some("2015-04..2016-03")),
            ("82% (2015/16)", april, Some("2015-04..2016-03")),
            ("82% (FY 2015-16)", april, Some("2015-04..2016-03")),
            ("82% (fiscal year 2015-16)", april, Some("2015-04..2016-03")),
            ("7 in 2015-16", april, Some("2015-04..2016-03")),
            ("82% (2017-18)", april, Some("2017-04..2018-03")),
            ("2015-16: 82%", april, Some("2015-04..2016-03")),
            ("In 2015-16, 82%", april, Some("2015-04..2016-03")),
            ("2016-17: 82%", april, None),
            ("82% (2021-22)", "2022-07..2023-06", Some("2021-07..2022-06")),
            ("82% (2011-12)", "2011-04..2012-03", None),
            ("82% (2010-11)", "2011-04..2012-03", Some("2010-04..2011-03")),
            ("Target: 95%; Result: 93% in 2022", "2023", Some("2022")),
            ("Target: 95%; Result: 93% in 2023", "2023", None),
            ("Increased from 91% in 2022 to 96% in 2023", "2022", Some("2023")),
            ("Increased from 91% in 2022 to 96% in 2023", "2023", None),
            ("Increased to 96% in 2023 from 91%", "2022", Some("2023")),
            ("rose from 91% to 96% in 2023", "2022", Some("2023")),
            ("82% (as of March 31, 2017)", april, None),
            ("82% (as of March 31, 2016)", april, Some("2016-03-31")),
            ("As of March 31, 2016, 82%", april, Some("2016-03-31")),
            ("82% (FY23)", "2022-07..2023-06", None),
            ("FY2023: 82%", "2022-07..2023-06", None),
            ("82% (FY22)", "2022-07..2023-06", Some("2021-07..2022-06")),
            ("FY2022: 82%", "2022-07..2023-06", Some("2021-07..2022-06")),
            ("82% in FY 2022", "2022-07..2023-06", Some("2021-07..2022-06")),
            ("82% in fiscal year 2022", "2022-07..2023-06", Some("2021-07..2022-06")),
            ("82% (FY22)", "2022-10..2023-09", Some("2021-10..2022-09")),
            ("82% (FY23)", "2022-10..2023-09", None),
            ("82% (FY22)", "2022", None),
            ("82% (FY21)", "2022", Some("2021")),
            ("82% (FY22)", "2022-07..2022-09", None),
            ("82% (2016)", april, None),
            ("82% in 2017", april, None),
            ("82% (2015)", april, Some("2015")),
            ("82% (2013-2016)", april, Some("2013..2016")),
            // Of the twelve months to September 2022, 2021 is the year before.
            ("82% (2022)", "2021-10..2022-09", None),
            ("82% (2021)", "2021-10..2022-09", Some("2021")),
            ("82% (2021)", "2021-07..2022-06", None),
            ("82% (2022-23)", "2022", None),
            ("82% (2021-22)", "2022", Some("2021")),
            ("82% (2021-22)", "2020-04..2023-03", None),
            ("82% (2018-19)", "2020-04..2023-03", Some("2018-04..2019-03")),
            ("82% (2016-17)", "2016-Q4", None),
            ("82% (79% in 2015-16)", april, None),
        ] {
            let found =
                other_year_reported(text, Period::parse(period).unwrap()).map(|(_, span)| span.to_string());
            assert_eq!(found.as_deref(), other, "{text} for {period}");
        }
    }
}
