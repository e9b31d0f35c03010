//! How a figure stands in its own series, in words: a record, or the way that its growth takes. Neither is kept.

use crate::domain::reading::wording::scan::{Table, take, try_word};

/// 降幅收窄, 增速有所放缓: how the growth itself goes on.
pub(crate) fn is_trend(words: &str) -> bool {
    let mut said = words;
    let is_growth = ["增速", "增幅", "涨幅", "降幅", "跌幅"].into_iter().any(|noun| take(&mut said, noun));
    while ["比", "较", "上年", "同期", "有所", "继续", "持续", "进一步", "明显", "逐步", "逐月", "逐季"]
        .into_iter()
        .any(|word| take(&mut said, word))
    {}
    is_growth && matches!(said, "收窄" | "扩大" | "缩小" | "加快" | "放缓" | "趋缓" | "回落" | "回升")
}

/// 为2002年以来最低水平, 达到有监测记录以来最低: the best or the worst since a year or since it is measured.
fn is_best_since(words: &str) -> bool {
    const LEADS: [&str; 9] = ["达到", "达", "为", "是", "处于", "创下", "创", "均为", "仍为"];
    const ENDS: [&str; 10] =
        ["最低", "最高", "最好", "最优", "最低水平", "最高水平", "最好水平", "最低值", "最高值", "最好成绩"];
    const MEASURED: [&str; 9] = [
        "有监测记录",
        "有监测数据",
        "有记录",
        "有统计",
        "有统计数据",
        "有统计记录",
        "有监测",
        "监测",
        "建市",
    ];
    let Some((since, end)) = words.split_once("以来") else { return false };
    let since = LEADS.iter().find_map(|lead| since.strip_prefix(lead)).unwrap_or(since);
    let since = since.strip_prefix('自').unwrap_or(since);
    let year = since.strip_suffix('年').filter(|year| year.len() == 4);
    let is_year = year.is_some_and(|year| year.chars().all(|c| c.is_ascii_digit()));
    let is_measured = MEASURED.contains(&since);
    (is_year || is_measured) && ENDS.contains(&end.strip_prefix('的').unwrap_or(end))
}

/// 再创历史新高, 创近十三年新高: of how long it is the record is not the figure's to say.
pub(crate) fn is_record(words: &str) -> bool {
    const SINCE: Table<()> =
        &[("历史", ()), ("历年", ()), ("同期", ()), ("有统计以来", ()), ("有记录以来", ()), ("历史同期", ())];
    if is_best_since(words) {
        return true;
    }
    let mut said = words.strip_prefix(['再', '又']).unwrap_or(words);
    if !(take(&mut said, "创下") || take(&mut said, "创")) {
        return false;
    }
    let _ = try_word(&mut said, SINCE);
    if let Some((years, behind)) = said.strip_prefix('近').and_then(|years| years.split_once('年')) {
        if !years.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十几".contains(c)) {
            return false;
        }
        said = behind.strip_prefix('来').unwrap_or(behind);
    }
    let _ = try_word(&mut said, SINCE);
    matches!(said, "新高" | "最高" | "新高点" | "最好水平" | "最高水平" | "最高纪录" | "新纪录")
}
