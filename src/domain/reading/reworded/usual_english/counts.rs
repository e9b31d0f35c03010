//! What English tables say of what is counted: 10+ medals, 9% fewer crashes, 200% of last year, 1.2 cr, up 3 places to 9th, none reported.

use super::{is_amount, is_number};
use crate::domain::{
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::Context,
    unit::counts_places,
};

/// 10+ medals, of what is counted in medals.
pub(super) fn open_number(said: &str, context: &Context<'_>) -> Option<String> {
    let (number, behind) = said.split_once('+')?;
    let unit = context.unit.trim();
    let is_word = unit.len() > 2 && unit.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
    (is_amount(context) && is_word && is_number(number) && behind.trim_start().eq_ignore_ascii_case(unit))
        .then(|| format!("{number}+"))
}

/// 9% fewer, 9% fewer crashes than last year, of what is counted in crashes.
pub(super) fn fewer(said: &str, context: &Context<'_>, is_target: bool) -> Option<String> {
    let (number, behind) = said.split_once('%')?;
    let behind = behind.trim_start();
    let (word, behind) = behind.split_at_checked("fewer".len())?;
    let lower = context.direction == Some(Direction::Lower);
    let is_fall = context.measure == Measure::Rate && (lower || context.is_reduction);
    let is_count = is_amount(context) && !context.is_reduction && (lower || !is_target);
    if !word.eq_ignore_ascii_case("fewer") || !is_number(number.trim_end()) || !(is_fall || is_count) {
        return None;
    }
    let unit = context.unit.trim();
    let thing = behind.trim_start().split_at_checked(unit.len());
    let behind = match thing {
        Some((word, rest)) if is_count && !unit.is_empty() && word.eq_ignore_ascii_case(unit) => rest,
        _ => behind,
    };
    let is_compared = behind.starts_with(" than ") && !behind.contains(unit_or_nothing(unit));
    (behind.is_empty() || is_compared).then(|| format!("{number}% lower{behind}"))
}

/// The unit, which is not said a second time, where it is a word.
fn unit_or_nothing(unit: &str) -> &str {
    if unit.len() > 2 { unit } else { "\n" }
}

/// 200% of last year, 2x last year: as many again as last year. Of a report 2x last year may be how often something was done then.
pub(super) fn times_last_year(said: &str, context: &Context<'_>, is_target: bool) -> Option<String> {
    const YEARS: [&str; 3] = ["last year", "the previous year", "the prior year"];
    if !is_amount(context) || context.is_reduction || !said.ends_with(['r', 'R']) {
        return None;
    }
    let said = said.to_lowercase();
    let before = YEARS.iter().find_map(|year| said.strip_suffix(year))?.strip_suffix(' ')?;
    let percent = before.strip_suffix("% of").map(|number| (number, Exact::ONE));
    let times = || before.strip_suffix('x').filter(|_| is_target).map(|number| (number, Exact::HUNDRED));
    let (number, factor) = percent.or_else(times)?;
    let times = Exact::parse(number.trim_end()).ok()?.times(factor)?;
    let more = times.minus(Exact::HUNDRED).filter(|more| more.is_positive() && *more <= Exact::from(900))?;
    Some(format!("{more}% increase over last year"))
}

/// 1.2 cr, 4.9 lac, of people and what belongs to them. In capitals the letters stand for other things: of children LAC are those who
/// are looked after.
pub(super) fn in_lakhs(said: &str, context: &Context<'_>) -> Option<String> {
    const COUNTED: [&str; 18] = [
        "people",
        "persons",
        "visits",
        "visitors",
        "households",
        "homes",
        "houses",
        "families",
        "students",
        "farmers",
        "beneficiaries",
        "tourists",
        "passengers",
        "pilgrims",
        "voters",
        "toilets",
        "trees",
        "workers",
    ];
    let (number, word) = said.split_once(' ')?;
    let scale = match word {
        "cr" | "Cr" | "cr." | "Cr." | "crs" => "crore",
        "lac" | "lacs" | "Lac" | "Lacs" => "lakh",
        _ => return None,
    };
    let unit = context.unit.trim().to_lowercase();
    (is_amount(context) && COUNTED.contains(&unit.as_str()) && is_number(number))
        .then(|| format!("{number} {scale}"))
}

/// Up 3 places to 9th, improved to 9th, 9th (was 12th): the place that it came to.
pub(super) fn place_after_move(said: &str, context: &Context<'_>) -> Option<String> {
    const MOVES: [&str; 10] =
        ["up", "moved up", "rose", "climbed", "improved", "down", "moved down", "fell", "dropped", "slipped"];
    let less_is_better = context.direction == Some(Direction::Lower);
    if !less_is_better || !counts_places(context.unit, less_is_better) {
        return None;
    }
    let said = said.to_lowercase();
    if let Some((place, was)) = said.strip_suffix(')').and_then(|said| said.split_once(" (was ")) {
        return (is_place(place) && is_place(was)).then(|| place.to_owned());
    }
    let (moved, place) = said.split_once(" to ")?;
    let by_none = MOVES.contains(&moved);
    let by_some = || {
        let moved = moved.strip_suffix(" places").or_else(|| moved.strip_suffix(" place"))?;
        let (verb, number) = moved.rsplit_once(' ')?;
        let verb = verb.strip_suffix(" by").unwrap_or(verb);
        Some(MOVES.contains(&verb) && number.chars().all(|c| c.is_ascii_digit()))
    };
    (is_place(place) && (by_none || by_some() == Some(true))).then(|| place.to_owned())
}

/// 9th, 21st.
fn is_place(words: &str) -> bool {
    let digits = words.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let end = words.get(digits.len()..).unwrap_or("");
    matches!(end, "st" | "nd" | "rd" | "th")
        && (1..=3).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
}

/// None reported, of what is reported where it happens. Of anything else it may be that nothing was reported at all.
pub(super) fn none_reported(said: &str, context: &Context<'_>) -> Option<String> {
    const HAPPENS: [&str; 14] = [
        "cases",
        "incidents",
        "accidents",
        "deaths",
        "fatalities",
        "injuries",
        "complaints",
        "breaches",
        "outbreaks",
        "spills",
        "crashes",
        "crimes",
        "infections",
        "violations",
    ];
    let is_count = context.measure == Measure::Flow
        && context.direction == Some(Direction::Lower)
        && !context.is_reduction;
    let unit = context.unit.trim().to_lowercase();
    if !is_count || !HAPPENS.contains(&unit.as_str()) || said.len() > 40 {
        return None;
    }
    let said = said.to_lowercase();
    let none = said.strip_suffix(" reported").or_else(|| said.strip_suffix(" recorded"))?;
    let none = none.strip_suffix(" were").unwrap_or(none);
    let is_of_unit = none.strip_prefix("no ").is_some_and(|thing| thing == unit);
    (none == "none" || is_of_unit).then(|| "0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HIGHER, LOWER, of};
    use crate::domain::{
        indicator::Measure,
        reading::{
            Context,
            reworded::usual_english::{of_report, of_target},
        },
    };

    #[test]
    fn what_is_asked_in_usual_words_is_asked_in_those_of_the_grammar() {
        let (flow, level, rate) = (Measure::Flow, Measure::Level, Measure::Rate);
        for (said, context, left) in [
            ("10+ medals", of("medals", flow, HIGHER), Some("10+")),
            ("10+ schools", of("medals", flow, HIGHER), None),
            ("30+ rank", of("%", level, LOWER), None),
            ("10% fewer", of("crashes", flow, LOWER), Some("10% lower")),
            (
                "10% fewer crashes than last year",
                of("crashes", flow, LOWER),
                Some("10% lower than last year"),
            ),
            ("10% fewer", of("%", rate, LOWER), Some("10% lower")),
            ("10% fewer", of("visitors", flow, HIGHER), None),
            ("10% fewer", of("%", level, LOWER), None),
            ("10% fewer trucks", of("crashes", flow, LOWER), None),
            ("10% fewer crashes than crashes", of("crashes", flow, LOWER), None),
            ("200% of last year", of("people", flow, HIGHER), Some("100% increase over last year")),
            ("2x last year", of("people", flow, HIGHER), Some("100% increase over last year")),
            ("50% of last year", of("people", flow, HIGHER), None),
            ("200% of last year", of("%", level, HIGHER), None),
            ("200% of last year's target", of("people", flow, HIGHER), None),
            ("1.2 cr", of("people", flow, HIGHER), Some("1.2 crore")),
            ("4.9 lac", of("houses", flow, HIGHER), Some("4.9 lakh")),
            ("45 LAC", of("people", flow, HIGHER), None),
            ("6 lac", of("countries", flow, HIGHER), None),
            ("12 cr", of("credits", flow, HIGHER), None),
        ] {
            assert_eq!(of_target(said, &context).as_deref(), left, "{said} [{}]", context.unit);
        }
        let cut = Context { is_reduction: true, ..of("%", rate, HIGHER) };
        assert_eq!(of_target("9% fewer", &cut).as_deref(), Some("9% lower"));
    }

    #[test]
    fn what_is_reported_in_usual_words_is_what_it_came_to() {
        let (flow, level, rate) = (Measure::Flow, Measure::Level, Measure::Rate);
        for (said, context, left) in [
            ("82% (95% CI 79–85)", of("%", level, HIGHER), Some("82%")),
            ("82% (95% CI: 79-85%)", of("%", level, HIGHER), Some("82%")),
            ("1.2 (95% confidence interval, 0.9 to 1.5)", of("", level, LOWER), Some("1.2")),
            ("82% (95% CI 84–85)", of("%", level, HIGHER), None),
            ("75%, 82% (95% CI 70–85)", of("%", level, HIGHER), None),
            ("82% (95% CI)", of("%", level, HIGHER), None),
            ("82% (95% of CI 79–85)", of("%", level, HIGHER), None),
            ("up 3 places to 9th", of("rank", level, LOWER), Some("9th")),
            ("Improved to 9th", of("rank", level, LOWER), Some("9th")),
            ("9th (was 12th)", of("rank", level, LOWER), Some("9th")),
            ("9th (target was 12th)", of("rank", level, LOWER), None),
            ("improved to 9th in 2019", of("rank", level, LOWER), None),
            ("improved to 9th", of("%", level, LOWER), None),
            ("none reported", of("incidents", flow, LOWER), Some("0")),
            ("No incidents were recorded", of("incidents", flow, LOWER), Some("0")),
            ("none reported", of("schools", flow, LOWER), None),
            ("none reported", of("incidents", flow, HIGHER), None),
            ("no serious incidents reported", of("incidents", flow, LOWER), None),
            // How often it was done, or how many times as many.
            ("2x last year", of("meetings", flow, HIGHER), None),
            ("200% of last year", of("people", flow, HIGHER), Some("100% increase over last year")),
            ("11% fewer", of("visitors", flow, HIGHER), Some("11% lower")),
            ("12% fewer", of("%", rate, HIGHER), None),
        ] {
            assert_eq!(of_report(said, &context).as_deref(), left, "{said} [{}]", context.unit);
        }
    }
}
