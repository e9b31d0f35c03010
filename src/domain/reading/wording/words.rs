//! The words of the grammar, in normalised form, each with what it means. Knows nothing of their order.

use super::{
    fillers::FILLERS,
    scan::Table,
    verbs::{Axis, VERBS},
};
use crate::domain::criterion::Comparison::{self, AtLeast, AtMost, Equal, LessThan, MoreThan};

/// A comparison before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) op: Comparison,
    /// Whether it may stand before a verb and then speaks of the verb's amount: 至少下降5%.
    pub(crate) of_amount: bool,
    /// Whether it is certain only where less is better: up to, within.
    pub(crate) is_cap: bool,
    /// What is limited: the figure, or how good it is.
    pub(crate) axis: Axis,
}

const fn limit(op: Comparison) -> Limit {
    Limit { op, of_amount: false, is_cap: false, axis: Axis::Figure }
}

const fn of_amount(op: Comparison) -> Limit {
    Limit { of_amount: true, ..limit(op) }
}

const fn cap(op: Comparison) -> Limit {
    Limit { is_cap: true, ..limit(op) }
}

const fn worth(op: Comparison) -> Limit {
    Limit { axis: Axis::Worth, ..limit(op) }
}

/// Comparisons before a number.
pub(crate) const BEFORE: Table<Limit> = &[
    ("不低于", limit(AtLeast)),
    ("不得低于", limit(AtLeast)),
    ("不应低于", limit(AtLeast)),
    ("不少于", limit(AtLeast)),
    ("不得少于", limit(AtLeast)),
    ("不小于", limit(AtLeast)),
    ("不下于", limit(AtLeast)),
    ("至少", of_amount(AtLeast)),
    ("最低", of_amount(AtLeast)),
    ("最少", of_amount(AtLeast)),
    ("不超过", limit(AtMost)),
    ("不得超过", limit(AtMost)),
    ("不超", limit(AtMost)),
    ("不突破", limit(AtMost)),
    ("不高于", limit(AtMost)),
    ("不得高于", limit(AtMost)),
    ("不大于", limit(AtMost)),
    ("不得大于", limit(AtMost)),
    ("不多于", limit(AtMost)),
    ("未超过", limit(AtMost)),
    ("未突破", limit(AtMost)),
    ("至多", of_amount(AtMost)),
    ("最多", of_amount(AtMost)),
    ("最高", of_amount(AtMost)),
    ("超过", limit(MoreThan)),
    ("突破", limit(MoreThan)),
    ("首次突破", limit(MoreThan)),
    ("迈上", limit(AtLeast)),
    ("站上", limit(AtLeast)),
    ("跨上", limit(AtLeast)),
    ("大于", limit(MoreThan)),
    ("多于", limit(MoreThan)),
    ("高于", limit(MoreThan)),
    ("超", limit(MoreThan)),
    ("逾", limit(MoreThan)),
    ("低于", limit(LessThan)),
    ("少于", limit(LessThan)),
    ("小于", limit(LessThan)),
    ("不足", limit(LessThan)),
    ("不到", limit(LessThan)),
    ("等于", limit(Equal)),
    ("首次超过", limit(MoreThan)),
    ("达到或超过", limit(AtLeast)),
    ("达到或高于", limit(AtLeast)),
    ("达到或大于", limit(AtLeast)),
    ("达到或多于", limit(AtLeast)),
    ("等于或高于", limit(AtLeast)),
    ("等于或大于", limit(AtLeast)),
    ("等于或超过", limit(AtLeast)),
    ("等于或多于", limit(AtLeast)),
    ("大于等于", limit(AtLeast)),
    ("大于或等于", limit(AtLeast)),
    ("高于等于", limit(AtLeast)),
    ("高于或等于", limit(AtLeast)),
    ("多于或等于", limit(AtLeast)),
    ("超过或等于", limit(AtLeast)),
    ("超过或达到", limit(AtLeast)),
    ("高于或达到", limit(AtLeast)),
    ("不低于或等于", limit(AtLeast)),
    ("达到或低于", limit(AtMost)),
    ("等于或低于", limit(AtMost)),
    ("等于或小于", limit(AtMost)),
    ("等于或少于", limit(AtMost)),
    ("小于等于", limit(AtMost)),
    ("小于或等于", limit(AtMost)),
    ("低于等于", limit(AtMost)),
    ("低于或等于", limit(AtMost)),
    ("少于或等于", limit(AtMost)),
    ("低于或达到", limit(AtMost)),
    ("≥", limit(AtLeast)),
    (">=", limit(AtLeast)),
    (">/=", limit(AtLeast)),
    ("> or =", limit(AtLeast)),
    (">or=", limit(AtLeast)),
    ("≤", limit(AtMost)),
    ("<=", limit(AtMost)),
    ("</=", limit(AtMost)),
    ("< or =", limit(AtMost)),
    ("<or=", limit(AtMost)),
    ("=>", limit(AtLeast)),
    ("=<", limit(AtMost)),
    (">", limit(MoreThan)),
    ("<", limit(LessThan)),
    ("=", limit(Equal)),
    ("at least", of_amount(AtLeast)),
    ("no less than", of_amount(AtLeast)),
    ("not less than", of_amount(AtLeast)),
    ("no fewer than", of_amount(AtLeast)),
    ("not fewer than", of_amount(AtLeast)),
    ("no lower than", limit(AtLeast)),
    ("not lower than", limit(AtLeast)),
    ("not below", limit(AtLeast)),
    ("not under", limit(AtLeast)),
    ("minimum", of_amount(AtLeast)),
    ("minimum:", of_amount(AtLeast)),
    ("minimum of", of_amount(AtLeast)),
    ("a minimum of", of_amount(AtLeast)),
    ("at a minimum", of_amount(AtLeast)),
    ("min.", of_amount(AtLeast)),
    ("min", of_amount(AtLeast)),
    ("greater than or equal to", limit(AtLeast)),
    ("more than or equal to", limit(AtLeast)),
    ("higher than or equal to", limit(AtLeast)),
    ("equal to or greater than", limit(AtLeast)),
    ("equal to or more than", limit(AtLeast)),
    ("equal to or higher than", limit(AtLeast)),
    ("equal to or above", limit(AtLeast)),
    ("same or higher than", limit(AtLeast)),
    ("the same or higher than", limit(AtLeast)),
    ("same or lower than", limit(AtMost)),
    ("the same or lower than", limit(AtMost)),
    ("at or above", limit(AtLeast)),
    ("at or over", limit(AtLeast)),
    ("at or higher than", limit(AtLeast)),
    ("greater or equal to", limit(AtLeast)),
    ("equal or greater than", limit(AtLeast)),
    ("above or equal to", limit(AtLeast)),
    ("equal to or over", limit(AtLeast)),
    ("equal to or exceeding", limit(AtLeast)),
    ("equal or exceed", limit(AtLeast)),
    ("equals or exceeds", limit(AtLeast)),
    ("meet or exceed", limit(AtLeast)),
    ("meets or exceeds", limit(AtLeast)),
    ("maintain or exceed", limit(AtLeast)),
    ("meeting or exceeding", limit(AtLeast)),
    ("met or exceeded", limit(AtLeast)),
    ("reach or exceed", limit(AtLeast)),
    ("reaches or exceeds", limit(AtLeast)),
    ("reached or exceeded", limit(AtLeast)),
    ("at minimum", of_amount(AtLeast)),
    ("at most", of_amount(AtMost)),
    ("no more than", of_amount(AtMost)),
    ("not more than", of_amount(AtMost)),
    ("no greater than", limit(AtMost)),
    ("not greater than", limit(AtMost)),
    ("no higher than", limit(AtMost)),
    ("not higher than", limit(AtMost)),
    ("not above", limit(AtMost)),
    ("not over", limit(AtMost)),
    ("not exceed", limit(AtMost)),
    ("not exceeding", limit(AtMost)),
    ("not to exceed", limit(AtMost)),
    ("does not exceed", limit(AtMost)),
    ("do not exceed", limit(AtMost)),
    ("did not exceed", limit(AtMost)),
    ("should not exceed", limit(AtMost)),
    ("shall not exceed", limit(AtMost)),
    ("will not exceed", limit(AtMost)),
    ("shall not be more than", limit(AtMost)),
    ("must not be more than", limit(AtMost)),
    ("should not be more than", limit(AtMost)),
    ("not be more than", limit(AtMost)),
    ("not be less than", limit(AtLeast)),
    ("shall not be less than", limit(AtLeast)),
    ("should not be less than", limit(AtLeast)),
    ("must not be less than", limit(AtLeast)),
    ("not fall below", limit(AtLeast)),
    ("shall not fall below", limit(AtLeast)),
    ("should not fall below", limit(AtLeast)),
    ("must not fall below", limit(AtLeast)),
    ("will not fall below", limit(AtLeast)),
    ("not to fall below", limit(AtLeast)),
    ("must not exceed", limit(AtMost)),
    ("maximum", of_amount(AtMost)),
    ("maximum:", of_amount(AtMost)),
    ("maximum of", of_amount(AtMost)),
    ("a maximum of", of_amount(AtMost)),
    ("max.", of_amount(AtMost)),
    ("max", of_amount(AtMost)),
    ("less than or equal to", limit(AtMost)),
    ("fewer than or equal to", limit(AtMost)),
    ("lower than or equal to", limit(AtMost)),
    ("equal to or less than", limit(AtMost)),
    ("equal to or lower than", limit(AtMost)),
    ("equal to or below", limit(AtMost)),
    ("at or below", limit(AtMost)),
    ("at or under", limit(AtMost)),
    ("at or lower than", limit(AtMost)),
    ("less or equal to", limit(AtMost)),
    ("equal or less than", limit(AtMost)),
    ("below or equal to", limit(AtMost)),
    ("equal to or under", limit(AtMost)),
    ("meet or fall below", limit(AtMost)),
    ("up to", cap(AtMost)),
    ("within", cap(AtMost)),
    ("more than", limit(MoreThan)),
    ("greater than", limit(MoreThan)),
    ("higher than", limit(MoreThan)),
    ("larger than", limit(MoreThan)),
    ("over", limit(MoreThan)),
    ("above", limit(MoreThan)),
    ("exceed", limit(MoreThan)),
    ("exceeds", limit(MoreThan)),
    ("exceeded", limit(MoreThan)),
    ("exceeding", limit(MoreThan)),
    ("to exceed", limit(MoreThan)),
    ("in excess of", limit(MoreThan)),
    ("just over", limit(MoreThan)),
    ("just above", limit(MoreThan)),
    ("less than", limit(LessThan)),
    ("fewer than", limit(LessThan)),
    ("lower than", limit(LessThan)),
    ("smaller than", limit(LessThan)),
    ("below", limit(LessThan)),
    ("under", limit(LessThan)),
    ("no longer than", limit(AtMost)),
    ("not longer than", limit(AtMost)),
    ("shorter than", limit(LessThan)),
    ("优于", worth(MoreThan)),
    ("好于", worth(MoreThan)),
    ("better than", worth(MoreThan)),
    ("no worse than", worth(AtLeast)),
    ("not worse than", worth(AtLeast)),
    ("exactly", limit(Equal)),
    ("precisely", limit(Equal)),
    ("equal to", limit(Equal)),
    ("equals", limit(Equal)),
];

/// Whether a comparison is an English one that stands before years as well as before numbers: lower than 2019.
pub(crate) fn is_comparative(limit: &str) -> bool {
    limit.is_ascii()
        && ["than", "below", "above", "under", "over", "excess", "exceed"]
            .iter()
            .any(|word| limit.contains(word))
}

/// Whether a limit right behind a verb of change says where the figure is as well as by how much it moves: fall below 3,
/// 增长突破500家.
pub(crate) fn names_a_place(limit: &str) -> bool {
    const PLACES: [&str; 7] = ["below", "under", "above", "over", "lower than", "higher than", "突破"];
    let is_either = limit.starts_with("at or ") || limit.starts_with("equal to or ");
    PLACES.contains(&limit)
        || matches!(limit, "首次突破" | "exceeding" | "exceed" | "in excess of" | "just over" | "just above")
        || matches!(limit, "above or equal to" | "below or equal to")
        || (is_either && PLACES.iter().any(|place| limit.ends_with(place)))
}

/// Words that a range follows.
pub(crate) const RANGED: Table<()> = &[
    ("in the range of", ()),
    ("in a range of", ()),
    ("within the range of", ()),
    ("within a range of", ()),
    ("within the range", ()),
    ("a range of", ()),
    ("in the range", ()),
];

/// Comparisons behind a number; `None` follows the direction (or better).
pub(crate) const BEHIND: Table<Option<Comparison>> = &[
    ("以上", Some(AtLeast)),
    ("及以上", Some(AtLeast)),
    ("或以上", Some(AtLeast)),
    ("(含)以上", Some(AtLeast)),
    ("以下", Some(AtMost)),
    ("及以下", Some(AtMost)),
    ("或以下", Some(AtMost)),
    ("(含)以下", Some(AtMost)),
    ("以内", Some(AtMost)),
    ("之内", Some(AtMost)),
    ("内", Some(AtMost)),
    ("之下", Some(AtMost)),
    ("或更高", Some(AtLeast)),
    ("及更高", Some(AtLeast)),
    ("或更多", Some(AtLeast)),
    ("及更多", Some(AtLeast)),
    ("或更低", Some(AtMost)),
    ("及更低", Some(AtMost)),
    ("或更少", Some(AtMost)),
    ("+", Some(AtLeast)),
    ("or more", Some(AtLeast)),
    ("or higher", Some(AtLeast)),
    ("or above", Some(AtLeast)),
    ("or greater", Some(AtLeast)),
    ("or over", Some(AtLeast)),
    ("and above", Some(AtLeast)),
    ("& above", Some(AtLeast)),
    ("& over", Some(AtLeast)),
    ("and over", Some(AtLeast)),
    ("and higher", Some(AtLeast)),
    ("and more", Some(AtLeast)),
    ("at least", Some(AtLeast)),
    ("at minimum", Some(AtLeast)),
    ("at a minimum", Some(AtLeast)),
    ("minimum", Some(AtLeast)),
    ("or less", Some(AtMost)),
    ("or fewer", Some(AtMost)),
    ("or lower", Some(AtMost)),
    ("or below", Some(AtMost)),
    ("or under", Some(AtMost)),
    ("and below", Some(AtMost)),
    ("& below", Some(AtMost)),
    ("and under", Some(AtMost)),
    ("at most", Some(AtMost)),
    ("at maximum", Some(AtMost)),
    ("maximum", Some(AtMost)),
    ("max.", Some(AtMost)),
    ("max", Some(AtMost)),
    ("or better", None),
    ("or faster", None),
    ("or quicker", None),
    ("or sooner", None),
];

/// About, before a number.
pub(crate) const ABOUT_BEFORE: Table<()> = &[
    ("约", ()),
    ("大约", ()),
    ("大概", ()),
    ("约为", ()),
    ("大致", ()),
    ("≈", ()),
    ("~", ()),
    ("about", ()),
    ("around", ()),
    ("approximately", ()),
    ("approx.", ()),
    ("approx", ()),
    ("roughly", ()),
    ("circa", ()),
    ("ca.", ()),
    ("c.", ()),
    ("in the region of", ()),
    ("in the order of", ()),
    // It does not say from which side.
    ("close to", ()),
];

/// About, behind a number.
pub(crate) const ABOUT_BEHIND: Table<()> = &[
    ("左右", ()),
    ("上下", ()),
    ("or so", ()),
    ("or thereabouts", ()),
    ("approximately", ()),
    ("approx.", ()),
];

/// A little less than the number that follows.
pub(crate) const NEAR: Table<()> = &[
    ("近", ()),
    ("接近", ()),
    ("将近", ()),
    ("nearly", ()),
    ("almost", ()),
    ("just under", ()),
    ("just below", ()),
];

/// 年均: an average over the years.
pub(crate) const AVERAGE: Table<()> = &[
    ("年均", ()),
    ("年平均", ()),
    ("平均每年", ()),
    ("annual average", ()),
    ("average annual", ()),
    ("average yearly", ()),
    ("an annual average of", ()),
    ("an average annual", ()),
    ("on average per year", ()),
    ("per year on average", ()),
    ("a year on average", ()),
    ("annually on average", ()),
    ("on average each year", ()),
    ("on annual average", ()),
];

/// Each year: an average or every year alike.
pub(crate) const PER_YEAR: Table<()> = &[
    ("每年", ()),
    ("逐年", ()),
    ("per year", ()),
    ("a year", ()),
    ("per annum", ()),
    ("p.a.", ()),
    ("pa", ()),
    ("each year", ()),
    ("every year", ()),
    ("annually", ()),
    ("yearly", ()),
];

/// 同口径: like for like.
pub(crate) const LIKE_FOR_LIKE: Table<()> = &[
    ("同口径", ()),
    ("按同口径", ()),
    ("按同口径计算", ()),
    ("按可比口径", ()),
    ("可比口径", ()),
    ("可比", ()),
    ("按可比口径计算", ()),
    ("like-for-like", ()),
    ("like for like", ()),
    ("on a like-for-like basis", ()),
    ("on a comparable basis", ()),
];

/// What something came to.
pub(crate) const FIGURES: Table<()> = &[
    ("result", ()),
    ("results", ()),
    ("performance", ()),
    ("outcome", ()),
    ("outcomes", ()),
    ("actual", ()),
    ("actuals", ()),
    ("figure", ()),
    ("figures", ()),
];

/// Where the word begins that an offset stands in: of 超额完成 only 超 may have been taken for a word of its own.
pub(crate) fn start_of_word(plain: &str, offset: usize) -> usize {
    const SHORT: &str = "超达逾增减升涨高降低近约为在占比较由从";
    let (before, behind) = plain.split_at_checked(offset).unwrap_or((plain, ""));
    if ["率", "进度"].iter().any(|noun| behind.starts_with(noun))
        && let Some(word) = FILLERS
            .iter()
            .map(|(word, _)| *word)
            .filter(|word| before.ends_with(word))
            .max_by_key(|w| w.len())
    {
        // Of 完成率 the verb was taken for a word of its own.
        return offset - word.len();
    }
    let goes_on = behind.starts_with(|c: char| !c.is_ascii() && c.is_alphabetic());
    // 提高 and 控制在 end with one of these, and are whole.
    let is_whole = |word: &str| word.chars().nth(1).is_some() && before.ends_with(word);
    let ends_whole = VERBS.iter().any(|(word, _)| is_whole(word))
        || FILLERS.iter().any(|(word, _)| is_whole(word))
        || BEFORE.iter().any(|(word, _)| is_whole(word));
    match before.chars().next_back() {
        Some(last) if goes_on && !ends_whole && SHORT.contains(last) => offset - last.len_utf8(),
        _ => offset,
    }
}
