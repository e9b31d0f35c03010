//! Whether the name of an indicator says that it counts all since something began, and whether a report says that its target is
//! missed. Knows no numbers.

use super::remark::falls_short;
use crate::domain::{
    indicator::Direction,
    reading::{
        numbers::number::is_number_alone, reports::said::says_missed, statements::phrase::parts,
        wording::text::Text,
    },
};

/// Whether a name says that each of its figures is of all the time until then: … (cumulative), … since 2019, 累计培训教师. One
/// that names of which years together it is (五年累计) is of these.
pub fn names_a_running_total(name: &str) -> bool {
    // What comes of many things together is cumulative as well.
    const QUALITIES: [&str; 14] = [
        "impact",
        "impacts",
        "effect",
        "effects",
        "environmental",
        "risk",
        "risks",
        "exposure",
        "dose",
        "doses",
        "stress",
        "trauma",
        "index",
        "harm",
    ];
    if !may_name_a_total(name) {
        return false;
    }
    let name = name.to_lowercase();
    let words = words_of(&name);
    let names_years = names_years_together(&words);
    // What is said of the things that are counted (homes built since 1990 inspected, up-to-date plans) is not said of the count.
    let is_cumulative = matches!(words.last(), Some(&("cumulative" | "cumulatively" | "itd" | "lop")))
            // Waste accumulated is what has come together.
            || name.contains("(accumulated")
            || name.contains(", accumulated")
            || name.contains("(cumulative")
            || name.contains("(cum.")
            || name.contains("(cumul.")
            || matches!(words.as_slice(), ["cumulative", what, ..] if !QUALITIES.contains(what))
            || name.contains("(lifetime)")
            || matches!(
                words.as_slice(),
                // Accumulated waste removed is not accumulated.
                ["accumulated", "number" | "length" | "km" | "kilometres", ..]
                    | ["running", "total", ..]
                    | [.., "running", "total"]
                    | [.., "so", "far"]
                    | [.., "up" | "until", "to" | "till", "now"]
                    | [.., "until" | "till", "now"]
                    | [.., "life", "of", "project" | "programme" | "program"]
            );
    let is_since = words.windows(2).any(
        |pair| matches!(pair, ["since", then] if matches!(*then, "inception" | "launch" | "start" | "the")),
    ) || match words.as_slice() {
        [.., "since", then] => then.len() == 4 && then.chars().all(|c| c.is_ascii_digit()),
        [.., "since" | "from", what, "start" | "launch" | "inception" | "beginning"] => {
            matches!(*what, "programme" | "program" | "project" | "scheme" | "policy" | "plan")
        }
        [.., before, "to", "date"] => *before != "up" && !words.contains(&"year"),
        _ => false,
    };
    if (is_cumulative || is_since) && !names_years && !denies_it(&words) {
        return true;
    }
    let Some((before, _)) = name.split_once("累计") else { return false };
    !before.contains(['年', '期', '五', '月']) && !before.ends_with(['非', '不', '未'])
}

/// Whether a name says that each of its figures is of all of the year until then: Homes built (YTD), Homes built, year to date,
/// Homes built since January.
pub fn names_a_total_of_the_year(name: &str) -> bool {
    const SIGNS: [&str; 7] = ["ytd", "YTD", "to date", "to-date", "anuary", "far this", "umulative"];
    let lower = || name.to_lowercase();
    if !SIGNS.iter().any(|sign| name.contains(sign)) && !lower().contains("to date") {
        return false;
    }
    let lower = lower();
    let words = words_of(&lower);
    let says_so = matches!(
        words.as_slice(),
        [.., "since", "january"]
            | [.., "since", "1", "january"]
            | [.., "so", "far", "this", "year"]
            | [.., "in", "year", "cumulative"]
            | [.., "cumulative", "in" | "within", "the", "year"]
    );
    says_so || words.contains(&"ytd") || words.windows(3).any(|three| three == ["year", "to", "date"])
}

/// Whether a name may say that it counts all until then. Most say no such thing.
fn may_name_a_total(name: &str) -> bool {
    const SIGNS: [&str; 17] = [
        "umul",
        "UMUL",
        "um.",
        "UM.",
        "ince ",
        "INCE ",
        "date",
        "unning total",
        "o far",
        "累计",
        "ccumulated",
        "ITD",
        "LOP",
        "ifetime",
        " now",
        "ife of ",
        "rom p",
    ];
    SIGNS.iter().any(|sign| name.contains(sign))
}

fn words_of(name: &str) -> Vec<&str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Whether a name says of which years together it is, or that it begins anew each year. By the end of the year is neither.
fn names_years_together(words: &[&str]) -> bool {
    let ends = words.windows(3).filter(|three| *three == ["end", "of", "year"]).count();
    let years = words.iter().filter(|word| {
        matches!(
            **word,
            "five" | "three" | "four" | "ten" | "year" | "years" | "over" | "during" | "annual" | "ytd"
        )
    });
    years.count() > ends
}

/// Non-cumulative, not cumulative.
fn denies_it(words: &[&str]) -> bool {
    words.windows(2).any(|pair| matches!(pair, ["non" | "not", "cumulative" | "cumulatively" | "cum"]))
        || words.contains(&"noncumulative")
}

/// Whether words may say that something is missed at all, which few reports do: asked of each figure that is judged.
fn may_say_missed(phrase: &str) -> bool {
    const SIGNS: [&str; 14] = [
        "not ",
        "unmet",
        "miss",
        "fail",
        "ncomplete",
        "part",
        "mostly",
        "substantially",
        "largely",
        "short",
        "under",
        "below",
        "above",
        "over",
    ];
    const TARGETS: [&str; 8] = ["目标", "目標", "计划", "計劃", "任务", "任務", "预算", "預算"];
    let lower = phrase.to_ascii_lowercase();
    phrase.contains(['未', '没', '沒', '不', '差', '欠', '无', '無', '难', '難', '部'])
        || TARGETS.iter().any(|target| phrase.contains(target))
        || SIGNS.iter().any(|sign| lower.contains(sign))
}

/// Whether a report prints a figure and says beside it that the target is missed, or that the figure is on the wrong side of it:
/// not achieved (80%), 80%，未达标; 82%，低于目标3个百分点.
pub fn says_it_is_missed(phrase: &str, direction: Option<Direction>) -> bool {
    if is_number_alone(phrase) || !may_say_missed(phrase) {
        return false;
    }
    let Ok(text) = Text::of_report(phrase) else { return false };
    let Ok(parts) = parts(&text.plain, "") else { return false };
    let is_on_the_wrong_side = |words: &str| match direction {
        Some(Direction::Higher) => falls_short(words, true),
        Some(Direction::Lower) => falls_short(words, false),
        Some(Direction::OnTarget) | None => false,
    };
    let words = parts.into_iter().filter_map(|part| text.plain.get(part.span));
    let mut words = words.flat_map(|words| words.split([':', '-'])).map(str::trim);
    words.any(|words| says_missed(words) || is_on_the_wrong_side(words))
}

#[cfg(test)]
mod tests {
    use super::{Direction, names_a_running_total, names_a_total_of_the_year, says_it_is_missed};

    #[test]
    fn a_name_says_that_it_counts_all_since_something_began() {
        for name in [
            "Number of teachers trained (cumulative)",
            "Cumulative number of teachers trained",
            "Teachers trained since 2019",
            "Teachers trained to date",
            "Cumulative homes built",
            "Homes built (cum.)",
            "Homes built (cumul.)",
            "Homes built, running total",
            "Homes built so far",
            "Homes built since programme start",
            "Number of homes built (cumulative), by end of year",
            "Fibre laid (accumulated)",
            "Accumulated km of fibre",
            "Fibre laid (life of project)",
            "Teachers trained (LOP)",
            "Teachers trained (ITD)",
            "Teachers trained (lifetime)",
            "Homes built up to now",
            "Homes built until now",
            "Homes built from project start",
            "累计培训教师",
            "培训教师（累计）",
        ] {
            assert!(names_a_running_total(name), "{name}");
        }
        for name in [
            "Number of teachers trained",
            "Cumulative over five years",
            "Number of children up to date with vaccinations",
            "Up-to-date care plans",
            "Records brought up to date",
            "Homes built since 1990 inspected",
            "Cumulative impact assessments completed",
            "Number of cumulative effects studies",
            "Five-year cumulative total",
            "Year to date revenue",
            "Homes built (non-cumulative)",
            "Homes built (not cumulative)",
            "Homes built (noncumulative)",
            "Accumulated waste removed",
            "Waste accumulated",
            "Battery lifetime",
            "Homes built from public land",
            "Homes built so far this year",
            "Homes built (cumulative within the year)",
            "Vacuum. Number of cleaners sold",
            "培训教师（非累计）",
            "五年累计培训教师",
            "“十四五”期间累计培训教师",
            "培训教师",
        ] {
            assert!(!names_a_running_total(name), "{name}");
        }
    }

    #[test]
    fn a_name_says_that_it_counts_all_of_the_year_until_then() {
        for name in [
            "Homes built (YTD)",
            "YTD homes sold",
            "Homes built, year to date",
            "Year-to-date homes",
            "Homes built since January",
            "Homes built since 1 January",
            "Homes built so far this year",
            "Homes built (in-year cumulative)",
            "Homes built (cumulative within the year)",
        ] {
            assert!(names_a_total_of_the_year(name), "{name}");
        }
        for name in
            ["Homes built", "Homes built to date", "Children up to date", "Homes built since January 2020"]
        {
            assert!(!names_a_total_of_the_year(name), "{name}");
        }
    }

    #[test]
    fn a_report_says_beside_its_figure_that_the_target_is_missed() {
        let higher = Some(Direction::Higher);
        for phrase in [
            "not achieved (80%)",
            "80%, not met",
            "Not achieved – 88%",
            "80%，未达标",
            "12家，无法完成",
            "12家，難以完成",
            "12家（仅部分完成）",
            "12家，尚未完成",
            "82%, Fell short of target",
            "82% (largely achieved)",
            "82% (underachieved)",
            "82% (target not yet met)",
            "82%，低于目标",
            "82%，比目标低3个百分点",
            "82% (3 points below target)",
            "82%, short of target by 3 points",
        ] {
            assert!(says_it_is_missed(phrase, higher), "{phrase}");
        }
        assert!(says_it_is_missed("12件，超控制目标2件", Some(Direction::Lower)));
        assert!(says_it_is_missed("12, 2 above target", Some(Direction::Lower)));
        for phrase in [
            "80%",
            "80% (achieved)",
            "80% of targets not met by clients",
            "增长5%，未受影响",
            "82%，高于目标2个百分点",
            "82%，不低于目标",
            "82%，低于全国、高于目标",
            "82%, behind schedule",
            "82%，低于全国平均",
            "82%，部分指标领先",
        ] {
            assert!(!says_it_is_missed(phrase, higher), "{phrase}");
        }
        assert!(!says_it_is_missed("12件，低于控制目标", Some(Direction::Lower)));
        assert!(!says_it_is_missed("12件，超额完成目标", Some(Direction::Lower)));
        assert!(!says_it_is_missed("82%，低于目标", Some(Direction::OnTarget)));
    }
}
