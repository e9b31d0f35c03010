//! Which target of several years words name: that of a five-year plan, of so many years, or of a plan that is not named.
//! Knows no figure and no plan.

use crate::domain::reading::{statements::whose, times::reference::years_of_plan, wording::text::Text};

/// The target of a plan of several years, by what its name says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearsTarget {
    /// From the first to the last year: “十四五”规划目标.
    From(i32, i32),
    /// Of so many years: 三年行动目标.
    Count(usize),
    /// Of a plan that is not named: 规划目标.
    Unnamed,
}

/// The target of several years that a phrase names.
pub fn years_target_named(phrase: &str) -> Option<YearsTarget> {
    let text = Text::new(phrase).ok()?;
    let plain = text.plain.as_str();
    if plain.contains("of the five-year") || plain.contains("of the target of the five-year") {
        return Some(YearsTarget::Count(5));
    }
    plain.char_indices().find_map(|(at, _)| {
        let from = plain.get(at..)?;
        let mut rest = from;
        let named = whose::target(&mut rest).filter(|named| named.is_of_years)?;
        Some(years_of(from.get(..from.len() - rest.len())?, named.names_plan))
    })
}

fn years_of(name: &str, names_plan: bool) -> YearsTarget {
    if let Some((first, last)) = years_of_plan(name).filter(|_| names_plan) {
        return YearsTarget::From(first, last);
    }
    match name {
        _ if name.contains("三年") => YearsTarget::Count(3),
        _ if name.contains("五年") => YearsTarget::Count(5),
        _ => YearsTarget::Unnamed,
    }
}

#[cfg(test)]
mod tests {
    use super::{YearsTarget, years_target_named};

    #[test]
    fn the_target_of_several_years_is_known_by_its_name() {
        for (phrase, named) in [
            ("完成“十四五”规划目标的62.3%", Some(YearsTarget::From(2021, 2025))),
            ("520亿元，完成十三五目标任务的62.3%", Some(YearsTarget::From(2016, 2020))),
            ("520亿元（完成五年规划目标的62.3%）", Some(YearsTarget::Count(5))),
            ("62.3% of the five-year plan target", Some(YearsTarget::Count(5))),
            ("占三年行动目标的62.3%", Some(YearsTarget::Count(3))),
            ("完成规划目标的62.3%", Some(YearsTarget::Unnamed)),
            ("完成年度目标的62.3%", None),
            ("62.3% of the plan", None),
            ("“十四五”期间增长5%", None),
        ] {
            assert_eq!(years_target_named(phrase), named, "{phrase}");
        }
    }
}
