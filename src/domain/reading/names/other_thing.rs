//! What a figure counts by the words for what was done with it (新增市场主体2500家), against what the name of the indicator or the words
//! of the target say. Two names are of different things
//! by the letters that they share, and not by a list of things. Knows no number.

mod heads;
mod investments;
mod jobs;
mod ranks;
mod words;

use heads::{have_other_heads, is_place_behind};
use investments::invested_in;
use jobs::is_of_all_new_jobs;
use ranks::is_of_another_rank;
use words::{
    ADVERBS, ANYTHING, COUNTERS, EXCLUSIVE, FIRST, KINDS_OF_IT, MEASURES, OF_MANY_KINDS, ONE_NAME, WHOLES,
};

use crate::domain::{
    characters::in_simplified,
    reading::{
        reports::deed_words::{ACTS, DEEDS},
        wording::text::Text,
    },
};

/// How surely words say what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// What something is done with: 新增上市公司.
    TheThing,
    /// The thing or a topic, of which others may be counted: 养老服务.
    ThingOrTopic,
}

/// What the words of a report count, beside what the name of an indicator, or the words of its target, say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThingCounted {
    /// What is asked, or what is not known to be anything else.
    Asked,
    /// A part of it by its name, so that there may be more: 公办学位 of 学位.
    PartOfIt,
    /// Another thing.
    Another,
}

/// What the words of a report count, beside the name of an indicator with this unit and the words of its target.
pub fn thing_counted(report: &str, [name, unit, target]: [&str; 3]) -> ThingCounted {
    // Most that is reported names no thing: a word for what was done, a name and a unit are five letters at least.
    let is_long = report.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).nth(4).is_some();
    if !is_long {
        return ThingCounted::Asked;
    }
    let unit = in_simplified(unit);
    let is_share_or_mass = unit.contains(['元', '%', '％', '瓦', '吨']);
    if is_share_or_mass && !(unit.contains('元') && report.contains('投')) {
        return ThingCounted::Asked;
    }
    let (report, name, target) = (plain(report), plain(name), plain(target));
    if is_share_or_mass {
        return invested_in(&report, [&name, &target]);
    }
    if is_of_another_rank(&report, [&name, &target]) || is_of_all_new_jobs(&report, [&name, &target]) {
        return ThingCounted::Another;
    }
    let Some(counted) = counted_so_called(&report) else { return ThingCounted::Asked };
    if !may_be_told_apart(&counted) {
        let is_another = is_excluded_of_anything(&counted, [&name, &target]);
        return if is_another { ThingCounted::Another } else { ThingCounted::Asked };
    }
    // 充电站（桩） is either.
    let noted = name.split_once('(').and_then(|(_, noted)| noted.split(')').next()).unwrap_or_default();
    if !noted.is_empty() && counted.ends_with(noted) {
        return ThingCounted::Asked;
    }
    let mut asked = by_name(&name, &unit);
    asked.extend(self::counted(&target).map(|thing| (thing, Says::TheThing)));
    let is_another = asked.iter().any(|(thing, says)| is_told_apart(&counted, thing, *says))
        && asked.iter().all(|(thing, _)| are_others(&counted, thing));
    // 产业项目, of 产业园: what is planned for one is no more of it than of anything else.
    let are_projects = |of: &str, words: [&str; 2], place: &str| {
        is_place_behind(of, place) && words.iter().any(|words| words.contains(&format!("{of}项目")))
    };
    let is_beside_projects = !asked.is_empty()
        && asked.iter().all(|(thing, _)| {
            are_projects(&counted, [&report, ""], thing) || are_projects(thing, [&name, &target], &counted)
        });
    if is_another || is_beside_projects {
        return ThingCounted::Another;
    }
    let is_part = asked.iter().any(|(thing, _)| is_a_part(&counted, thing, [&name, &target]));
    if is_part { ThingCounted::PartOfIt } else { ThingCounted::Asked }
}

/// Whether what is counted is told from all that is asked by a word for one kind of it, of which neither the name nor the target speaks.
fn is_a_part(counted: &str, asked: &str, said: [&str; 2]) -> bool {
    let Some(mut own) = counted.strip_suffix(asked) else { return false };
    let mut is_of_a_kind = false;
    while !own.is_empty() {
        let kind = KINDS_OF_IT.iter().find(|kind| own.starts_with(**kind));
        if kind.is_some_and(|kind| said.iter().any(|words| words.contains(kind))) {
            return false;
        }
        is_of_a_kind |= kind.is_some();
        let of_many =
            || OF_MANY_KINDS.iter().filter(|word| own.starts_with(**word)).max_by_key(|word| word.len());
        let word = kind.or_else(of_many);
        let Some(rest) = word.and_then(|word| own.strip_prefix(word)) else { return false };
        own = rest;
    }
    is_of_a_kind
}

fn plain(words: &str) -> String {
    let plain = Text::new(words).map(|text| text.plain).unwrap_or_default();
    let plain: String = plain.to_lowercase().chars().filter(|c| !" \"".contains(*c)).collect();
    ONE_NAME.iter().fold(plain, |words, (one, other)| words.replace(one, other))
}

/// The word for what was done that words begin with, and what stands behind it.
fn behind_deed(words: &str) -> Option<&str> {
    let after =
        |words: &str| DEEDS.iter().filter(|deed| words.starts_with(**deed)).map(|deed| deed.len()).max();
    let new = words.strip_prefix('新').and_then(after).map(|length| length + '新'.len_utf8());
    words.get(after(words).max(new)?..)
}

/// Whether what may be called anything is told from all that is asked, which is called alike, by words of which it is not both:
/// 保障性住房, 商品住房.
fn is_excluded_of_anything(counted: &str, [name, target]: [&str; 2]) -> bool {
    let Some(end) = ANYTHING.iter().find(|end| counted.ends_with(**end)) else { return false };
    let own = |name: &str| -> Option<Vec<char>> { Some(name.strip_suffix(*end)?.chars().collect()) };
    let bare = name.split('(').next().unwrap_or_default();
    let names = bare.split(['、', '和', '及', '与', '/']).map(|name| cleaned(name).to_owned());
    let asked: Vec<String> = names.chain(counted_so_called(target)).collect();
    let is_apart =
        |asked: &String| own(counted).zip(own(asked)).is_some_and(|(one, other)| exclude(&one, &other));
    !asked.is_empty() && asked.iter().all(is_apart)
}

/// What the first figure of a phrase counts, where that is not called what anything may be.
fn counted(plain: &str) -> Option<String> {
    counted_so_called(plain).filter(|name| may_be_told_apart(name))
}

/// What the first figure of a phrase counts, by its name behind the word for what was done, or else behind the figure.
fn counted_so_called(plain: &str) -> Option<String> {
    let clause = plain
        .split([',', ';', '。', '(', ')'])
        .find(|clause| clause.contains(|c: char| c.is_ascii_digit()))?;
    let behind = clause.char_indices().find_map(|(at, _)| behind_deed(clause.get(at..)?))?;
    let (before, figure) = behind.split_at_checked(behind.find(|c: char| c.is_ascii_digit())?)?;
    let before = before.trim_end_matches(['约', '近', '超', '过', '共', '达', '到']);
    if !cleaned(before).is_empty() {
        return thing(before);
    }
    let number = |c: char| c.is_ascii_digit() || ".千百万亿余多".contains(c);
    let counter = figure.trim_start_matches(number);
    let named = COUNTERS.iter().find_map(|unit| counter.strip_prefix(unit))?;
    let end = named.find(|c: char| !c.is_alphabetic()).unwrap_or(named.len());
    thing(named.get(..end)?)
}

/// The name of one thing; `None` where the words name none, or several.
fn thing(words: &str) -> Option<String> {
    const NO_NAME: &str = "的和及与或不未其率比占为至到达逾超约近余均每";
    const NO_NAMES: [&str; 9] = ["以上", "目标", "计划", "任务", "预算", "进度", "指标", "突破", "接近"];
    let name = cleaned(words);
    let is_one = (2..=16).contains(&name.chars().count())
        && name.chars().all(|c| !c.is_ascii() && c.is_alphabetic())
        && !name.contains(|c| NO_NAME.contains(c))
        && !NO_NAMES.iter().any(|word| name.contains(word));
    is_one.then(|| name.to_owned())
}

/// Whether a name is not one that anything of many kinds may have.
fn may_be_told_apart(name: &str) -> bool {
    !name.is_empty() && !OF_MANY_KINDS.contains(&name) && !ANYTHING.iter().any(|end| name.ends_with(end))
}

/// A name without what was done, when, and how it is counted.
fn cleaned(words: &str) -> &str {
    let mut name = words;
    loop {
        let lead = || ADVERBS.iter().chain(&ACTS).find_map(|lead| name.strip_prefix(lead));
        let ends = || MEASURES.iter().chain(&DEEDS).chain(&ACTS).find_map(|end| name.strip_suffix(end));
        match behind_deed(name).or_else(lead).or_else(ends) {
            Some(left) => name = left,
            None => return name,
        }
    }
}

/// Whether words go on with what an authority has issued, so that it is not the rank of things: 省级下达任务.
fn is_of_a_task(words: &str) -> bool {
    ["下达", "任务", "目标", "计划", "考核", "确定", "分解", "核定"]
        .iter()
        .any(|word| words.starts_with(word))
}

/// The things that the name of an indicator says.
fn by_name(name: &str, unit: &str) -> Vec<(String, Says)> {
    const COUNTED: [&str; 5] = ["个", "家", "所", "座", "处"];
    let bare = name.split('(').next().unwrap_or_default();
    // What tells series apart that are called alike: 规上工业企业2.
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let lead = ADVERBS.iter().fold(bare, |name, lead| name.strip_prefix(lead).unwrap_or(name));
    let is_led = behind_deed(lead).is_some();
    let names = lead.split(['、', '和', '及', '与', '/']).map(cleaned);
    names
        .filter(|name| may_be_told_apart(name))
        .map(|name| {
            // What is renovated thing by thing is what the name says: 老旧小区改造, counted in 个.
            let is_renovated = bare.contains("改造") && COUNTED.contains(&unit) && name.chars().count() > 3;
            let says = if is_led || is_renovated { Says::TheThing } else { Says::ThingOrTopic };
            (name.to_owned(), says)
        })
        .collect()
}

/// Whether a name is so surely of another thing than the one that is asked that the figure is none of it.
fn is_told_apart(counted: &str, asked: &str, says: Says) -> bool {
    are_others(counted, asked)
        && match says {
            Says::TheThing => true,
            Says::ThingOrTopic => in_common(counted, asked).1 > 1,
        }
}

/// Whether two names are of different things: they share next to nothing, or an end before which each has a word of its own
/// (燃气管网, 供水管网). A name that is a part of the other one is short for it, or of a kind of the same.
fn are_others(one: &str, other: &str) -> bool {
    let (one, other) = without_common_first(one, other);
    let (begin, end) = in_common(one, other);
    let own = |name: &str| -> Vec<char> {
        let count = name.chars().count();
        name.chars().take(count.saturating_sub(end)).skip(begin).collect()
    };
    let whole = |name: &str| -> Vec<char> { name.chars().collect() };
    let shortest = one.chars().count().min(other.chars().count());
    if shared(&whole(one), &whole(other)) == shortest {
        return false;
    }
    let (first, second) = (own(one), own(other));
    let is_little = shared(&first, &second) * 4 <= first.len().min(second.len());
    // 托育服务托位: its beginning says no more than its end.
    let head = other.chars().rev().take(end).last();
    let says_it_twice = |own: &[char]| head.is_some_and(|head| own.contains(&head));
    if end > 1 && (says_it_twice(&first) || says_it_twice(&second)) {
        return false;
    }
    let is_whole = || WHOLES.iter().any(|end| other.ends_with(end));
    match (begin, end) {
        (_, 0) if have_other_heads(one, other) => true,
        (0, 0) => is_little && !is_whole() && !shares_its_last(&first, &second),
        (1, 0) => is_little && !is_whole() && first.len().min(second.len()) > 1,
        // 境内上市公司, 境外上市公司.
        (1, 2..) => exclude(&first, &second),
        (1, _) | (2.., 0 | 1) => false,
        _ => exclude(&first, &second) || (is_little && are_kinds(&first, &second, other)),
    }
}

/// Two names without the words for where things are, or of which rank, with which both begin: they tell nothing of what the things are.
fn without_common_first<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let left = |word: &&str| {
        let (one, other) = one.strip_prefix(*word).zip(other.strip_prefix(*word))?;
        let is_name = |name: &str| name.chars().nth(1).is_some() && may_be_told_apart(name);
        (is_name(one) && is_name(other)).then_some((one, other))
    };
    FIRST.iter().find_map(left).map_or((one, other), |(one, other)| without_common_first(one, other))
}

/// Whether the words of their own before one end tell kinds of it apart: 燃气管网 from 供水管网, and not 老旧管网.
fn are_kinds(one: &[char], other: &[char], name: &str) -> bool {
    if exclude(one, other) {
        return true;
    }
    let (one, other): (String, String) = (one.iter().collect(), other.iter().collect());
    let is_opposed = one == "农村" || other == "农村";
    let is_medical = [&one, &other].into_iter().any(|own| own.contains('医'));
    // Of what else than these it says what it is: 卫生服务中心.
    let is_of_these = |own: &str| match own {
        "卫生" => is_medical || name.contains('厕'),
        "智能" => !name.ends_with("工厂"),
        "城镇" => !is_opposed,
        _ => true,
    };
    let is_of_many = |own: &str| own.ends_with('级') || (OF_MANY_KINDS.contains(&own) && is_of_these(own));
    !is_of_many(&one) && !is_of_many(&other)
}

/// Whether words before one end exclude each other: 内 and 外, 公共 and 自用.
fn exclude(one: &[char], other: &[char]) -> bool {
    let is = |word: &str, own: &[char]| word.chars().eq(own.iter().copied());
    EXCLUSIVE
        .iter()
        .any(|(this, that)| (is(this, one) && is(that, other)) || (is(that, one) && is(this, other)))
}

/// Whether the letter with which one name ends stands within the other one: 户厕, 卫生厕所.
fn shares_its_last(one: &[char], other: &[char]) -> bool {
    one.last().is_some_and(|last| other.contains(last)) || other.last().is_some_and(|last| one.contains(last))
}

/// With how many letters two names begin alike, and end alike.
fn in_common(one: &str, other: &str) -> (usize, usize) {
    let begin = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let end = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).count();
    let shortest = one.chars().count().min(other.chars().count());
    (begin, end.min(shortest - begin))
}

/// How many letters two names share in the same order.
fn shared(one: &[char], other: &[char]) -> usize {
    let mut row = vec![0_usize; other.len()];
    for letter in one {
        let (mut diagonal, mut left) = (0, 0);
        for (their, cell) in other.iter().zip(row.iter_mut()) {
            let best = if letter == their { diagonal + 1 } else { left.max(*cell) };
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or(0)
}
