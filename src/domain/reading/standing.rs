//! How a figure stands in its own series, in words: a record, or the way that its growth takes. Neither is kept.

use super::scan::{Table, take, try_word};

/// 降幅收窄, 增速有所放缓: how the growth itself goes on.
pub(super) fn is_trend(words: &str) -> bool {
    let mut said = words;
    let is_growth = ["增速", "增幅", "涨幅", "降幅", "跌幅"].into_iter().any(|noun| take(&mut said, noun));
    while ["比", "较", "上年", "同期", "有所", "继续", "持续", "进一步", "明显", "逐步", "逐月", "逐季"]
        .into_iter()
        .any(|word| take(&mut said, word))
    {}
    is_growth && matches!(said, "收窄" | "扩大" | "缩小" | "加快" | "放缓" | "趋缓" | "回落" | "回升")
}

/// 再创历史新高, 创近十三年新高: of how long it is the record is not the figure's to say.
pub(super) fn is_record(words: &str) -> bool {
    const SINCE: Table<()> =
        &[("历史", ()), ("历年", ()), ("同期", ()), ("有统计以来", ()), ("有记录以来", ()), ("历史同期", ())];
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
