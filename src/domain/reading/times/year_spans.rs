//! Several years as a phrase names them: by the first and the last (2021-2025年), or by how many they are (五年累计). Knows no
//! amounts.

use super::reference::year;
use crate::domain::reading::wording::scan::{Table, take, try_word};

/// Takes several years by the first and the last, and what says that they are all meant: 2021-2025年, 2021至2025年期间.
pub(crate) fn from_to(input: &mut &str) -> bool {
    let start = *input;
    let links = ["-", "至", "到", "~"];
    let is_span = year(input).is_some()
        && {
            let _ = take(input, "年");
            links.into_iter().any(|link| take(input, link))
        }
        && year(input).is_some()
        && take(input, "年");
    if is_span {
        let _ = take(input, "期间") || take(input, "间");
    } else {
        *input = start;
    }
    is_span
}

const COUNTS: Table<usize> = &[
    ("两年", 2),
    ("2年", 2),
    ("三年", 3),
    ("3年", 3),
    ("四年", 4),
    ("4年", 4),
    ("五年", 5),
    ("5年", 5),
    ("五年间", 5),
    ("五年来", 5),
    ("5年间", 5),
    ("5年来", 5),
    ("十年", 10),
    ("10年", 10),
];

/// Takes how many years are added up, or averaged: the 五年 of 五年累计 and of 五年年均.
pub(crate) fn counted(input: &mut &str) -> Option<usize> {
    let is_of_them = |behind: &str| {
        ["累计", "年均", "合计", "共", "总计", "新增"].iter().any(|word| behind.starts_with(word))
    };
    count_before(input, is_of_them)
}

/// Takes how many years a change is that of all of together, with the word for it: the 五年提高 of 五年提高5.4个百分点.
pub(crate) fn moved_together(input: &mut &str) -> bool {
    const MOVES: [&str; 9] = ["增长", "增加", "提高", "提升", "上升", "下降", "降低", "减少", "缩小"];
    let start = *input;
    let is_of_years = try_word(input, COUNTS).is_some();
    let _ = take(input, "累计") || take(input, "共");
    if is_of_years && MOVES.into_iter().any(|word| take(input, word)) {
        return true;
    }
    *input = start;
    false
}

/// Takes how many years a change is the average of, the 两年平均 of 两年平均增长: as much as 两年年均. Beside a figure it tells how
/// that lies among others, so that it is looked for only where a phrase begins.
pub(crate) fn averaged(input: &mut &str) -> Option<usize> {
    let start = *input;
    let count = count_before(input, is_average_change)?;
    if take(input, "平均") {
        return Some(count);
    }
    *input = start;
    None
}

/// Whether a change on average is next: the 平均增长 of 两年平均增长.
fn is_average_change(input: &str) -> bool {
    let changes = ["增", "下降", "降低", "减少", "提高", "上升"];
    input.strip_prefix("平均").is_some_and(|change| changes.iter().any(|word| change.starts_with(word)))
}

/// Takes a number of years, where what is behind it says that they are meant together.
fn count_before(input: &mut &str, is_of_them: impl Fn(&str) -> bool) -> Option<usize> {
    let start = *input;
    // 前两年: the first two of them; 近三年: the last three.
    let _ = ["前", "近", "最近", "过去"].into_iter().any(|word| take(input, word));
    let count = try_word(input, COUNTS);
    if count.is_some() && is_of_them(input) {
        return count;
    }
    *input = start;
    None
}
