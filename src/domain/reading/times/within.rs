//! The day of a milestone whose words leave the year to its period: 6月底前建成通车 in a plan for 2023. Puts the year in
//! where a part of a year is named, and reads the words so.

use chrono::{Datelike as _, NaiveDate};

use super::{
    calendar::{MONTHS, day_of_month, part_of_year},
    counted_time::day_counted,
    day::{by, is_limit},
    deadline::ends,
    financial::{by_two_numbers, called_so},
    quarters,
};
use crate::domain::{
    period::Period,
    reading::{
        Refusal,
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::{take, try_word},
            text::Text,
        },
    },
};

/// The day by which the words of a milestone say it is to be done, where it lies in the period and they name no year; `None`
/// where they name no such day.
///
/// # Errors
/// [`Refusal`] where the words are not certain once the year is known: 9月前 may be before it begins, or by its end; and where they
/// name a financial year of which the period does not say when it ends, or a time that is counted from what they do not say.
pub fn day_within(phrase: &str, period: Period, plan: Period) -> Result<Option<NaiveDate>, Refusal> {
    let Ok(text) = Text::new(phrase) else { return Ok(None) };
    let clause = text.plain.trim_end_matches([' ', '.']);
    let financial = in_financial_year(clause, period).map_err(|fault| fault.refusal(&text, clause.len()))?;
    if financial.is_some() {
        return Ok(financial);
    }
    let named = day_in_a_year(clause, period).map_err(|fault| fault.refusal(&text, clause.len()))?;
    let counted = || day_counted(clause, period, plan).map_err(|fault| fault.refusal(&text, clause.len()));
    if named.is_some() { Ok(named) } else { counted() }
}

/// The day in the one year of a period that has it.
fn day_in_a_year(clause: &str, period: Period) -> Parsed<Option<NaiveDate>> {
    let years = period.start().year()..=period.end().year();
    if comes_each_year(clause) && period.years() > 1 {
        return if has_a_day_each_year(clause, period.start().year()) {
            Err(Fault::firm(clause, Reason::UncertainDay))
        } else {
            Ok(None)
        };
    }
    let mut found: Option<NaiveDate> = None;
    for year in years {
        let day = by_in(clause, year, period.start().ordinal() == 1)?;
        match (day.filter(|day| period.contains(*day)), found) {
            // What was done late in the one was done in time for the other.
            (Some(day), Some(other)) if day != other => {
                return Err(Fault::firm(clause, Reason::UncertainDay));
            }
            (Some(day), _) => found = Some(day),
            (None, _) => {}
        }
    }
    Ok(found)
}

/// Whether words say that something comes again each year: 每年6月底前, annually by 30 June.
fn comes_each_year(clause: &str) -> bool {
    ["每年", "逐年", "各年", "历年", "annual", "yearly", "each year", "every year", "per year"]
        .iter()
        .any(|word| clause.contains(word))
}

/// Whether words name a day of each year, of which there are several: 每年6月底前, annually by 30 June. That the last of them was kept to
/// says nothing of the others.
fn has_a_day_each_year(clause: &str, year: i32) -> bool {
    const ENDS: [&str; 4] = ["每年年底", "每年年末", "每年底前", "每年末前"];
    const EACH: [&str; 9] =
        ["每年度", "每年", "每", "逐年", "各年", "annually", "yearly", "each year", "every year"];
    if ENDS.iter().any(|end| clause.contains(end)) {
        return true;
    }
    EACH.iter().filter(|word| clause.contains(**word)).any(|word| {
        let once = clause.replacen(word, "", 1);
        let once = once.split_whitespace().collect::<Vec<_>>().join(" ");
        !matches!(by_in(&once, year, true), Ok(None))
    })
}

/// The last day of the financial year by which something is to be done: by 2023/24 in a plan whose years begin in April. `None`
/// where none is named, or the one that the period is.
fn in_financial_year(clause: &str, period: Period) -> Parsed<Option<NaiveDate>> {
    let mut before = ' ';
    for (offset, character) in clause.char_indices() {
        let is_word = !before.is_ascii_alphanumeric() && character.is_ascii_alphanumeric();
        before = character;
        let (lead, rest) = clause.split_at_checked(offset).unwrap_or(("", ""));
        let lead = lead.trim_end();
        if !is_word || lead.is_empty() || !is_limit(lead) {
            continue;
        }
        let mut behind = rest;
        if !by_two_numbers(&mut behind) && !called_so(&mut behind) {
            continue;
        }
        // In 2023/24 budgets it is part of a name.
        let is_by = ["by", "end of", "than"].iter().any(|word| lead.trim_end_matches(" the").ends_with(word));
        if !ends(behind.trim_start().trim_start_matches('.')) && !is_by {
            continue;
        }
        let named = rest.get(..rest.len() - behind.len()).unwrap_or("").trim_end();
        let years = period.whole_years().unwrap_or_default();
        if years.len() == 1 && is_called(period, named) {
            return Ok(None);
        }
        let is_month_as_well = named.split_once('-').is_some_and(|(_, second)| second <= "12");
        let is_certain =
            named.contains(['/', '-']) && is_by && !is_month_as_well && period.start().ordinal() != 1;
        let year = years.into_iter().find(|year| is_certain && is_called(*year, named));
        return year.map(|year| Some(year.end())).ok_or_else(|| Fault::firm(rest, Reason::UncertainDay));
    }
    Ok(None)
}

/// Whether a year may be called so: 2023/24 by the years in which it begins and ends, FY2024 and FY24 by one of them.
fn is_called(year: Period, named: &str) -> bool {
    let numbers = named.trim_start_matches(|c: char| !c.is_ascii_digit());
    let last_two =
        |text: &str| text.get(text.len().saturating_sub(2)..).and_then(|two| two.parse::<i32>().ok());
    let (start, end) = (year.start().year().rem_euclid(100), year.end().year().rem_euclid(100));
    match numbers.split_once(['-', '/']) {
        Some((first, second)) => last_two(first) == Some(start) && last_two(second) == Some(end),
        None => last_two(numbers).is_some_and(|number| number == start || number == end),
    }
}

/// The day by which something is to be done in a year that the words do not name. Of a year that does not begin in January a
/// quarter may be its own or the calendar's.
fn by_in(clause: &str, year: i32, is_calendar: bool) -> Parsed<Option<NaiveDate>> {
    let mut before: Option<char> = None;
    let mut is_named = false;
    for (offset, character) in clause.char_indices() {
        let is_word = !before.is_some_and(|before| {
            before.is_ascii_alphanumeric() && character.is_ascii_alphanumeric()
                || "第年月每次、".contains(before)
        });
        before = Some(character);
        let (lead, rest) = clause.split_at_checked(offset).unwrap_or(("", ""));
        let undated = is_word.then(|| quarters::undated(rest)).flatten();
        if let Some((_, behind)) = undated.filter(|_| ends_what_is_said(lead, rest)) {
            // Publish results for Q1, Q2: the second is what they are of as well.
            is_named |= names_what_it_is_of(lead);
            if is_named && !is_limit(lead.trim_end()) {
                continue;
            }
            if goes_on_to_another(behind) {
                // One for each of them until the last is a year's work.
                if ["q4", "4q", "fourth quarter", "4th quarter"].iter().any(|last| behind.contains(last)) {
                    return Ok(None);
                }
                return Err(Fault::firm(rest, Reason::TwoDays));
            }
        }
        if is_word && !is_calendar && part_due(lead, rest).is_some() {
            return Err(Fault::firm(rest, Reason::UncertainDay));
        }
        let Some(dated) = is_word.then(|| with_year(lead, rest, year)).flatten() else { continue };
        match by(&dated) {
            Ok(Some(day)) => return Ok(Some(day)),
            Ok(None) => {}
            Err(fault) if fault.reason == Reason::BeforeOrByTheEnd => return Err(fault),
            Err(_) => return Ok(None),
        }
    }
    Ok(None)
}

/// The clause with the year at the part of a year that stands there; `None` where none does.
fn with_year(lead: &str, rest: &str, year: i32) -> Option<String> {
    let mut behind = rest;
    if part_of_year(&mut behind, year).is_some() && behind.len() < rest.len() {
        return Some(format!("{lead}{year}年{rest}"));
    }
    if let Some((named, behind)) = part_due(lead, rest) {
        return Some(format!("{lead}{named} {year}{behind}"));
    }
    let mut behind = rest;
    if day_of_month(&mut behind).is_some() {
        let _ = take(&mut behind, "of");
    }
    try_word(&mut behind, MONTHS)?;
    let mut day = behind;
    if day_of_month(&mut day).is_some() {
        behind = day;
    }
    let named = rest.get(..rest.len() - behind.len())?;
    Some(format!("{lead}{named} {year}{behind}"))
}

/// A quarter or a half by its English name in which something is due, and what stands behind it: by Q2, and the Q2 that ends what
/// is said. The Q2 report is none.
fn part_due<'a>(lead: &str, rest: &'a str) -> Option<(&'a str, &'a str)> {
    let (named, behind) = quarters::undated(rest)?;
    let is_led = is_limit(lead.trim_end_matches([' ', '-'])) && !lead.trim().is_empty();
    let is_last = ends_what_is_said(lead, rest) && !names_what_it_is_of(lead);
    (is_led || is_last).then_some((named, behind))
}

/// Whether a part of a year, or two that are joined, ends a clause outside quotes.
fn ends_what_is_said(lead: &str, rest: &str) -> bool {
    let Some((_, behind)) = quarters::undated(rest) else { return false };
    let is_quoted = lead.matches('"').count() % 2 == 1;
    let is_end = ends(behind.trim_start().trim_start_matches('.'));
    !is_quoted && (is_end || goes_on_to_another(behind))
}

/// Whether what follows these words names what they are about, and not when it is due: results for Q2, the review of Q2.
pub(crate) fn names_what_it_is_of(lead: &str) -> bool {
    const OF: [&str; 10] = ["of", "for", "on", "about", "between", "from", "after", "since", "with", "and"];
    let lead = lead.trim_end();
    let last = lead.trim_end_matches(" the").rsplit(' ').next().unwrap_or("");
    OF.contains(&last) && !is_limit(lead)
}

/// Whether another part of a year stands next and ends what is said: the /Q2 of Q1/Q2.
fn goes_on_to_another(behind: &str) -> bool {
    let mut rest = behind.trim_start();
    let is_joined =
        ["-", "/", "~", ",", "&", "and", "to", "or"].into_iter().any(|link| take(&mut rest, link));
    let another = if is_joined { quarters::undated(rest.trim_start()) } else { None };
    another.is_some_and(|(_, behind)| ends(behind.trim_start().trim_start_matches('.')))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::day_within;
    use crate::domain::{period::Period, reading::Refusal};

    fn within(phrase: &str, period: Period) -> Result<Option<NaiveDate>, Refusal> {
        day_within(phrase, period, period)
    }

    #[test]
    fn the_year_of_a_day_is_that_of_the_period() {
        for (phrase, period, day) in [
            ("6月底前建成通车", "2023", Some("2023-06-30")),
            ("上半年投入使用", "2023", Some("2023-06-30")),
            ("三季度开工建设", "2023", Some("2023-09-30")),
            ("10月合龙", "2023", Some("2023-10-31")),
            ("6月30日前竣工", "2023", Some("2023-06-30")),
            ("力争9月底建成", "2023", Some("2023-09-30")),
            ("到6月底完成", "2022-04..2023-03", Some("2022-06-30")),
            ("到2月底完成", "2022-04..2023-03", Some("2023-02-28")),
            ("by 30 June", "2023", Some("2023-06-30")),
            ("By September 30", "2022-04..2023-03", Some("2022-09-30")),
            ("completed by March", "2022-04..2023-03", Some("2023-03-31")),
            ("by Q2", "2023", Some("2023-06-30")),
            ("Launch by the end of the second quarter", "2023", Some("2023-06-30")),
            ("by end of first half", "2023", Some("2023-06-30")),
            ("Q2", "2023", Some("2023-06-30")),
            ("Publish the Q2 report", "2023", None),
            ("Publish Q1 report", "2023", None),
            ("Publish results for Q2", "2023", None),
            ("Publish results for Q1, Q2", "2023", None),
            ("Reports tabled (Q1, Q2, Q3, Q4)", "2023", None),
            ("Publish the quarterly report, Q1 to Q4", "2023", None),
            ("Publish results for Q2, by 30 September", "2023", Some("2023-09-30")),
            ("Publish results for Q2, by Q3", "2023", Some("2023-09-30")),
            ("Review of the second quarter", "2023", None),
            ("Start after Q2", "2023", None),
            ("Report tabled (Q2)", "2023", Some("2023-06-30")),
            ("Report tabled Q2", "2023", Some("2023-06-30")),
            ("Report tabled - Q2", "2023", Some("2023-06-30")),
            ("Report tabled, Q2", "2023", Some("2023-06-30")),
            ("Report tabled: Q2.", "2023", Some("2023-06-30")),
            ("Report tabled [Q2]", "2023", Some("2023-06-30")),
            ("Report tabled 2Q", "2023", Some("2023-06-30")),
            ("Report tabled (second quarter)", "2023", Some("2023-06-30")),
            ("Report tabled (2nd quarter)", "2023", Some("2023-06-30")),
            ("Report tabled (H1)", "2023", Some("2023-06-30")),
            ("Report tabled H1", "2023", Some("2023-06-30")),
            ("Report tabled (1st half)", "2023", Some("2023-06-30")),
            ("Report tabled (first half)", "2023", Some("2023-06-30")),
            ("repairs within 2h", "2023", None),
            ("建成投用", "2023", None),
            ("每年6月底前完成", "2023", None),
            ("每年完成一次评估", "2021..2025", None),
            ("Annual report tabled by 30 June", "2021..2025", None),
            ("建成投用", "2021..2025", None),
            ("完成3个项目", "2021..2025", None),
            ("完成3个项目", "2023", None),
        ] {
            let found = within(phrase, Period::parse(period).unwrap_or_else(|why| panic!("{why}")));
            let found = found.unwrap_or_else(|why| panic!("{phrase}: {why:?}")).map(|day| day.to_string());
            assert_eq!(found.as_deref(), day, "{phrase} in {period}");
        }
        let year = Period::year(2023).unwrap_or_else(|| panic!("2023"));
        assert!(within("9月前完工", year).is_err());
        // Each year of the plan has such a day.
        let financial = Period::parse("2022-04..2023-03").unwrap_or_else(|why| panic!("{why}"));
        for phrase in ["by Q2", "Report tabled (Q2)", "Report tabled Q2"] {
            assert!(within(phrase, financial).is_err(), "{phrase}");
        }
        assert!(within("Report tabled Q1/Q2", year).is_err());
        let several = Period::parse("2022-04..2026-03").unwrap_or_else(|why| panic!("{why}"));
        let calendar = Period::parse("2023..2026").unwrap_or_else(|why| panic!("{why}"));
        for (phrase, day) in [
            ("Strategy published by 2023/24", Some("2024-03-31")),
            ("By the end of 2024-25 publish the strategy", Some("2025-03-31")),
            ("Strategy adopted by FY2023/24", Some("2024-03-31")),
            ("Publish the 2023/24 strategy", None),
            ("Savings found in 2023/24 budgets", None),
        ] {
            let found = within(phrase, several).map(|day| day.map(|day| day.to_string()));
            assert_eq!(found, Ok(day.map(str::to_owned)), "{phrase}");
        }
        for phrase in [
            "published by FY2024",
            "published by end of FY24",
            "published by 2011-12",
            "published before 2023/24",
        ] {
            assert!(within(phrase, several).is_err(), "{phrase}");
            assert!(within(phrase, calendar).is_err(), "{phrase}");
        }
        assert!(within("published by 2024/25", calendar).is_err());
        assert_eq!(
            within("published by 2023/24", Period::parse("2023-04..2024-03").unwrap_or(year)),
            Ok(None)
        );
        assert_eq!(within("published by FY2023", year), Ok(None));
        assert_eq!(within("Publish the Q2 report", financial), Ok(None));
    }

    #[test]
    fn a_day_without_its_year_is_none_of_several_years() {
        for words in [
            "6月底前建成",
            "12月底前完成",
            "上半年投入使用",
            "by 30 June",
            "Report tabled (Q2)",
            "每年6月底前完成",
            "每年年底前完成",
            "每年底前完成",
            "每年上半年完成",
            "于每年6月30日前公布",
            "Report tabled annually by 30 June",
            "Report tabled by 30 June each year",
            "Report tabled every year by 30 June",
            "by 30 June annually",
        ] {
            for years in ["2021..2025", "2022..2023"] {
                let years = Period::parse(years).unwrap_or_else(|why| panic!("{why}"));
                assert!(within(words, years).is_err(), "{words}");
            }
        }
    }
}
