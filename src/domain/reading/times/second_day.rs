//! A second time joined to the day by which something is to be done: 2025年6月底前、12月底前; by 2025 and 2026. Which of the two is the
//! limit is not said. And words that make a day the first one: 30 June 2025 onwards. Knows no calendar.

use super::{
    calendar::{MONTHS, day_of_month},
    deadline::behind_marks,
    reference::year,
};
use crate::domain::reading::wording::scan::{take, try_word};

const LINKS: &[&str] = &["或者", "以及", "、", "和", "与", "及", "或", "/"];
const LINKS_EN: &[&str] = &["and", "or", "&", "/"];

/// Whether a day is joined with a second time by what stands behind it.
pub(crate) fn follows(behind: &str) -> bool {
    let rest = behind_marks(behind.trim_start()).trim_start();
    let joined = LINKS.iter().find_map(|link| rest.strip_prefix(link));
    if joined.is_some_and(|rest| is_chinese_time(rest.trim_start())) {
        return true;
    }
    let mut rest = rest;
    LINKS_EN.iter().any(|link| take(&mut rest, link)) && {
        let _ = ["by", "in", "before"].into_iter().any(|lead| take(&mut rest, lead));
        is_english_time(rest)
    }
}

/// 12月, 年底, 上半年, 三季度, 2026年
fn is_chinese_time(rest: &str) -> bool {
    const PARTS: [&str; 6] = ["年底", "年末", "年中", "年初", "上半年", "下半年"];
    let ordinal = rest.strip_prefix('第').unwrap_or(rest);
    let number =
        ordinal.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let is_numbered = number.len() < ordinal.len();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits == 4 && rest.get(digits..).is_some_and(|behind| behind.starts_with('年'));
    PARTS.iter().any(|part| rest.starts_with(part))
        || is_year
        || (is_numbered && digits <= 2 && (number.starts_with('月') || number.starts_with("季度")))
}

/// December 2025, 31 December, 2026, Q4
fn is_english_time(rest: &str) -> bool {
    let ends = |rest: &str| !rest.trim_start().starts_with(|c: char| c.is_alphanumeric());
    let mut at = rest;
    if year(&mut at).is_some() && ends(at) {
        return true;
    }
    at = rest;
    let is_day = day_of_month(&mut at).is_some();
    let may_be_a_verb = at.trim_start().starts_with("may") || at.trim_start().starts_with("march");
    if try_word(&mut at, MONTHS).is_none() {
        return false;
    }
    // May is a verb as well.
    is_day || !may_be_a_verb || ends(at) || at.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a list of months or quarters stands behind a year: 2025年一、三季度, 2025年3、6、9月.
pub(crate) fn is_list(behind: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let mut rest = behind.trim_start_matches('第');
    let mut numbers = 0;
    loop {
        let after = rest.trim_start_matches(is_number);
        // Each has two digits or signs at most.
        if !(1..=2).contains(&(rest.chars().count() - after.chars().count())) {
            return false;
        }
        numbers += 1;
        match after.strip_prefix(['、', '和', '与', '及', '或']) {
            Some(next) => rest = next.trim_start_matches('第'),
            None => return numbers > 1 && (after.starts_with('月') || after.starts_with("季度")),
        }
    }
}

/// Whether another month of the same year is joined to the one before: of May/June 2025, June and December 2025, 30 June/31 December
/// 2025.
pub(crate) fn names_another(behind: &str) -> bool {
    let mut rest = behind;
    if !["or", "/", "and", "&"].into_iter().any(|link| take(&mut rest, link)) {
        return false;
    }
    let _ = ["by", "in"].into_iter().any(|lead| take(&mut rest, lead));
    let _ = day_of_month(&mut rest);
    try_word(&mut rest, MONTHS).is_some() && {
        let _ = take(&mut rest, ",");
        year(&mut rest).is_some()
    }
}

/// Whether words behind a day say that it is the first and not the last: or later, onwards.
pub(crate) fn goes_on(behind: &str) -> bool {
    let mut rest = behind;
    let is_joined = ["or", "and"].into_iter().any(|link| take(&mut rest, link));
    let ends: &[&'static str] = if is_joined {
        &["later", "beyond", "thereafter", "after", "onwards", "onward", "afterwards"]
    } else {
        &["onwards", "onward"]
    };
    ends.iter().any(|end| take(&mut rest, end))
}

#[cfg(test)]
mod tests {
    use super::{follows, goes_on, is_list, names_another};

    #[test]
    fn a_second_time_is_told_from_what_is_done() {
        for behind in [
            "底前、12月底前",
            "及12月底前",
            "、12月",
            "和年底前",
            "或2026年初完成",
            "、下半年各一次",
            " and 2026",
            " or december 2025",
            "前或三季度",
        ] {
            assert!(follows(behind), "{behind}");
        }
        for behind in
            ["前完成", "、建成3座", "和12座桥梁", " and may be extended", " and 12 schools", "及年度报告"]
        {
            assert!(!follows(behind), "{behind}");
        }
        assert!(is_list("一、三季度") && is_list("3、6、9月") && !is_list("6月和12月"));
        assert!(!is_list("3、4号机组投产") && !is_list("6月"));
        assert!(names_another(" and december 2025") && names_another("/31 december 2025"));
        assert!(!names_another(" 2025") && !names_another(" and december"));
        assert!(goes_on(" or later") && goes_on(" onwards") && !goes_on(" or so") && !goes_on(", later"));
    }
}
