//! A unit behind the name of what is measured, as the head of a column prints it (Capacity (MW)), and the words that say that it is
//! one of a year (tonnes p.a.). Knows no phrase.

use super::{Base, Unit, scaled, unit_whole};
use crate::domain::quantity::Exact;

/// A year, as 年 stands in the table.
fn year() -> (Base, Exact) {
    (Base::Physical("time in months"), Exact::from(12))
}

/// The unit in the brackets behind a name; `None` where the bracket may be a part of the unit, or a scale of what is named.
pub fn unit_behind_name(plain: &str) -> Option<&str> {
    if let Some(unit) = averaged(plain.trim()) {
        return Some(unit);
    }
    let (name, inner) = plain.trim().strip_suffix(')')?.split_once('(')?;
    let (name, inner) = (name.trim(), inner.trim());
    let unit = unit_whole(inner);
    // Hectares (ha), full-time equivalents (FTEs): the unit in full, and its symbol.
    let has_symbol = matches!(unit.base, Base::Physical(_) | Base::Counter(_) | Base::Currency(_));
    if has_symbol && unit_whole(name) == unit {
        return Some(inner);
    }
    let is_known =
        matches!(unit.base, Base::Physical(_) | Base::Currency(_) | Base::Fraction | Base::Counter(_));
    // (m) is a metre or a million.
    let is_letter = inner.chars().count() == 1 && inner.is_ascii() && !matches!(inner, "%" | "$" | "t");
    let named = unit_whole(name);
    let is_name =
        matches!(named.base, Base::Other(_)) && named.multiplier == Exact::ONE && !scaled::is_unclear(&named);
    let has_no_unit = name.split([' ', '-', ',']).filter(|word| !word.is_empty()).all(|word| {
        let is_of_words = word.chars().all(|c| c.is_alphabetic() || c == '\'');
        let known = Unit::starting(word)
            .is_some_and(|(unit, length)| length == word.len() && !matches!(unit.base, Base::Counter(_)));
        is_of_words && !known
    });
    (is_known && !is_letter && is_name && has_no_unit).then_some(inner)
}

/// The unit of time of which a mean or a median is taken: days (average), median days.
fn averaged(plain: &str) -> Option<&str> {
    const MEANS: [&str; 3] = ["average", "mean", "median"];
    let behind = MEANS.iter().find_map(|mean| plain.strip_prefix(mean)?.strip_prefix(' '));
    let before =
        || MEANS.iter().find_map(|mean| plain.strip_suffix(')')?.strip_suffix(mean)?.strip_suffix(" ("));
    let unit = behind.or_else(before)?;
    matches!(unit_whole(unit).base, Base::Physical(_)).then_some(unit)
}

/// The words for a year that a text begins with, behind what is counted in it; the bytes they take.
pub fn yearly(plain: &str) -> Option<usize> {
    const WORDS: [&str; 9] =
        [" per year", " per annum", " p.a.", " pa", " a year", " each year", "/year", "/yr", "/annum"];
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    WORDS.into_iter().filter(|word| plain.strip_prefix(word).is_some_and(ends)).map(str::len).max()
}

/// The unit that is counted in a year, without the words that say so.
pub(super) fn without_year(plain: &str) -> Option<&str> {
    plain.char_indices().find_map(|(at, _)| {
        let rest = plain.get(at..)?;
        (at > 0 && yearly(rest) == Some(rest.len())).then(|| plain.get(..at)).flatten()
    })
}

/// A unit that is counted in a year: tonnes p.a., 500 km per year.
pub(super) fn of_a_year(plain: &str) -> Option<Unit> {
    let unit = Unit::parse(without_year(plain)?);
    match unit.base {
        Base::Fraction => Some(unit).filter(Unit::is_fraction),
        Base::Physical(_) | Base::Currency(_) | Base::Counter(_) if unit.per.is_none() => {
            Some(Unit { per: Some(year()), ..unit })
        }
        _ => None,
    }
}

/// Whether a unit says that it is one of a year.
pub fn is_of_a_year(plain: &str) -> bool {
    without_year(plain).is_some()
}

/// The months in which an amount of a unit comes about, where it is one of a time (homes per year, 万吨/年); none of a week or a
/// day. One that is counted on something else as well (元/人/年, cases per 1,000 a year) is no amount that comes about in it.
pub fn months_of_pace(unit: &str) -> Option<u32> {
    const TIMES: [(&str, u32); 12] = [
        ("year", 12),
        ("yr", 12),
        ("annum", 12),
        ("quarter", 3),
        ("month", 1),
        ("week", 0),
        ("day", 0),
        ("年", 12),
        ("季度", 3),
        ("月", 1),
        ("天", 0),
        ("日", 0),
    ];
    let unit = unit.trim().to_lowercase().replace('／', "/");
    let (what, months) = match unit.strip_suffix(" p.a.").or_else(|| unit.strip_suffix(" annually")) {
        Some(what) => (what, 12),
        None => TIMES.iter().find_map(|(time, months)| {
            let before = unit.strip_suffix(time)?;
            let links = ["/", " per ", " a ", " each ", "每"];
            let what =
                links.iter().find_map(|link| before.trim_end_matches(' ').strip_suffix(link.trim_end()))?;
            Some((what, *months))
        })?,
    };
    let is_on_something = what.contains(['/', '每']) || what.contains(" per ");
    (!what.trim().is_empty() && !is_on_something).then_some(months)
}

#[cfg(test)]
mod tests {
    use super::{Unit, months_of_pace, unit_behind_name, yearly};

    #[test]
    fn a_unit_says_in_what_time_its_amounts_come_about() {
        for (unit, months) in [
            ("homes per year", 12),
            ("tonnes p.a.", 12),
            ("Mt/year", 12),
            ("万吨/年", 12),
            ("homes per quarter", 3),
            ("homes a month", 1),
            ("visits/week", 0),
            ("riders per day", 0),
            ("万吨/日", 0),
        ] {
            assert_eq!(months_of_pace(unit), Some(months), "{unit}");
        }
        for unit in [
            "homes",
            "万元/人年",
            "元/人",
            "元/人/年",
            "person-years",
            "cases per 1,000 per year",
            "bed days",
            "年",
            "km/h",
        ] {
            assert_eq!(months_of_pace(unit), None, "{unit}");
        }
    }

    #[test]
    fn a_unit_stands_behind_a_name_where_the_bracket_is_no_part_of_it() {
        for (plain, unit) in [
            ("capacity (mw)", Some("mw")),
            ("length of roads (km)", Some("km")),
            ("里程(万公里)", Some("万公里")),
            ("unemployment rate (%)", Some("%")),
            ("fiscal deficit (% of gdp)", Some("% of gdp")),
            ("万套(间)", None),
            ("家(个)", None),
            ("households (万户)", None),
            ("people (m)", None),
            ("revenue (m)", None),
            ("number (thousands)", None),
            ("tonnes of waste (kg)", None),
            ("score (out of 5)", None),
            ("index (2015=100)", None),
            ("pm2.5 (kg)", None),
            ("capacity (built)", None),
            ("(mw)", None),
        ] {
            assert_eq!(unit_behind_name(plain), unit, "{plain}");
        }
    }

    #[test]
    fn a_unit_of_a_year_is_one_in_whatever_words() {
        for plain in ["tonnes p.a.", "tonnes per year", "t/year", "吨/年"] {
            assert_eq!(Unit::parse(plain), Unit::parse("tonnes per annum"), "{plain}");
        }
        assert_ne!(Unit::parse("tonnes per day"), Unit::parse("tonnes p.a."));
        assert_eq!((yearly(" a yearling"), yearly(" per year.")), (None, Some(" per year".len())));
        assert!(Unit::parse("% p.a.").is_fraction());
    }
}
