//! Phrases that say in a note, a sign or two words what the grammar has in one: 60万人（净增） is 净增60万人. Knows no numbers and no
//! indicator but its measure.

pub(super) mod set_from_above;
pub(super) mod spelled;
pub(super) mod units_in_brackets;
pub(super) mod usual_english;

use std::borrow::Cow;

use set_from_above::without_who_set_it;

use super::{Context, times::reference::baseline_name};
use crate::domain::{
    characters::{as_given, counts_in_zhao, in_simplified},
    indicator::{Direction, Measure},
};

/// The words of a target as the grammar has them; `None` where they are so.
pub(super) fn of_target(phrase: &str, context: &Context<'_>) -> Option<String> {
    if let Some(words) = usual_english::of_target(phrase, context) {
        return Some(words);
    }
    if phrase.is_ascii() {
        return what_is_new(phrase, context).or_else(|| base_in_a_note(phrase));
    }
    if !counts(context) && context.measure != Measure::Rate {
        return None;
    }
    let unit = in_simplified(context.unit);
    let context = &Context { unit: &unit, ..*context };
    let given = phrase;
    let phrase = &*in_one_script(given);
    let said = in_plain_words(phrase.trim(), context);
    let said = said.as_ref();
    if let Some((before, note)) = with_a_note(said) {
        let is_rise = matches!(note, "净增" | "新增") && counts(context);
        if is_rise && before.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(as_given(given, &format!("{note}{before}")));
        }
        if says_again_that_it_is_included(before, note) {
            return Some(as_given(given, before));
        }
    }
    let said = if context.measure == Measure::Rate { Cow::Owned(in_step(said)) } else { Cow::Borrowed(said) };
    let said = without_name_of_limit(&said).map_or(said, Cow::Owned);
    let said = without_who_set_it(&said).map_or(said, Cow::Owned);
    let said = built_in_the_main(&said, context).map_or(said, Cow::Owned);
    let said = time_it_takes(&said, context).map_or(said, Cow::Owned);
    let reworded = works_in_one(&said, context).map_or(said, Cow::Owned);
    (reworded != phrase.trim()).then(|| as_given(given, &reworded))
}

/// The same of a report.
pub(super) fn of_report(phrase: &str, context: &Context<'_>, is_of_years: bool) -> Option<String> {
    if let Some(words) = usual_english::of_report(phrase, context) {
        return Some(words);
    }
    if phrase.is_ascii() {
        return what_is_new(phrase, context);
    }
    let unit = in_simplified(context.unit);
    let context = &Context { unit: &unit, ..*context };
    let given = phrase;
    let phrase = &*in_one_script(given);
    let arrows = [("↓", "下降"), ("↑", "增长")];
    let is_number = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let mut said = phrase.to_owned();
    for (arrow, word) in arrows {
        if let Some((before, behind)) = said.split_once(arrow)
            && is_number(behind)
            && !behind.contains(['↓', '↑'])
        {
            said = format!("{before}{word}{}", behind.trim_start());
        }
    }
    // Of what is itself a reduction 负增长 may be said of it, or of the thing reduced.
    if let Some((before, behind)) = said.split_once("负增长")
        && is_number(behind)
        && is_percentage(behind)
        && !context.is_reduction
    {
        said = format!("{before}下降{behind}");
    }
    let said = in_plain_words(&said, context);
    let said = without_aspect(&said).map_or(said, Cow::Owned);
    let said = rate_by_its_sign(&said, context).map_or(said, Cow::Owned);
    let said = works_in_one(&said, context).map_or(said, Cow::Owned);
    let said = built_in_the_main(&said, context).map_or(said, Cow::Owned);
    let said = if is_of_years { None } else { rise_of_the_year(&said) }.map_or(said, Cow::Owned);
    let said = not_passed(&said, context).map_or(said, Cow::Owned);
    let said = against_last_year(&said, context).map_or(said, Cow::Owned);
    (said != phrase).then(|| as_given(given, &said))
}

/// The phrase in simplified characters. With 兆 it stays as it is: that is another number in traditional ones.
fn in_one_script(phrase: &str) -> Cow<'_, str> {
    if counts_in_zhao(phrase) { Cow::Borrowed(phrase) } else { in_simplified(phrase) }
}

/// 500 new jobs, of jobs that add up over the period: they are what is counted, as 新增 is. What is named here is new by being made;
/// new visitors may be those who come for the first time.
fn what_is_new(phrase: &str, context: &Context<'_>) -> Option<String> {
    const MADE: [&str; 20] = [
        "jobs",
        "homes",
        "houses",
        "dwellings",
        "apartments",
        "flats",
        "housing units",
        "classrooms",
        "schools",
        "clinics",
        "hospitals",
        "beds",
        "businesses",
        "companies",
        "firms",
        "enterprises",
        "start-ups",
        "startups",
        "units",
        "posts",
    ];
    let is_more = context.measure == Measure::Flow && context.direction == Some(Direction::Higher);
    let unit = context.unit.trim().to_lowercase();
    if !is_more || !MADE.contains(&unit.as_str()) {
        return None;
    }
    let said = phrase.to_lowercase();
    let (at, word) =
        [" new ", " additional "].iter().find_map(|word| said.find(word).map(|at| (at, *word)))?;
    let (before, behind) = (phrase.get(..at)?, phrase.get(at + word.len()..)?);
    let number =
        [" thousand", " million"].iter().find_map(|scale| before.strip_suffix(scale)).unwrap_or(before);
    let is_counted = number.rsplit(' ').next().is_some_and(|last| {
        last.starts_with(|c: char| c.is_ascii_digit()) && last.ends_with(|c: char| c.is_ascii_alphanumeric())
    });
    let goes_on = behind.to_lowercase().strip_prefix(&unit).is_none_or(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            || rest.contains(" new ")
            || rest.contains(" additional ")
    });
    (is_counted && !goes_on).then(|| format!("{before} {behind}"))
}

/// 50% reduction (vs 2015): a note with no more than what the change before it is counted from.
fn base_in_a_note(phrase: &str) -> Option<String> {
    const LINKS: [&str; 7] =
        ["vs ", "vs. ", "versus ", "compared to ", "compared with ", "relative to ", "from "];
    let (before, note) = with_a_note(phrase.trim())?;
    let said = note.to_lowercase();
    let base = LINKS.iter().find_map(|link| said.strip_prefix(link))?;
    let mut rest = base.trim();
    let is_base = baseline_name(&mut rest).is_some() && rest.trim().is_empty();
    let is_alone = !before.contains(['(', ',', ';']);
    (is_base && is_alone).then(|| format!("{before} {note}"))
}

/// The words without what says the same once more.
fn in_plain_words<'a>(said: &'a str, context: &Context<'_>) -> Cow<'a, str> {
    if said.is_ascii() {
        return Cow::Borrowed(said);
    }
    let said = without_second_names(said);
    let said = without_degrees(&said).map_or(said, Cow::Owned);
    let said = units_in_brackets::without_second_word(&said, context.unit).map_or(said, Cow::Owned);
    units_in_brackets::with_both_words(&said, context.unit).map_or(said, Cow::Owned)
}

/// 基本建成3000套: homes are counted as built where they are so in the main.
fn built_in_the_main(said: &str, context: &Context<'_>) -> Option<String> {
    let is_of_homes = context.measure == Measure::Flow
        && context.direction == Some(Direction::Higher)
        && context.unit.trim().ends_with(['套', '户']);
    let rest = said.strip_prefix("基本建成").filter(|_| is_of_homes)?;
    rest.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("建成{rest}"))
}

/// 年增29.4% of one year, which is its growth over the year before. Of several years it is what each of them brought.
fn rise_of_the_year(said: &str) -> Option<String> {
    let (before, by) = said.split_once("年增")?;
    let stands_apart = before.is_empty() || before.ends_with(['，', ',']);
    let is_number = by.starts_with(|c: char| c.is_ascii_digit()) && is_percentage(by);
    (stands_apart && is_number).then(|| format!("{before}同比增长{by}"))
}

/// 验收未通过, which is 未通过验收.
fn not_passed(said: &str, context: &Context<'_>) -> Option<String> {
    let what = said.strip_suffix("未通过").filter(|_| context.measure == Measure::Milestone)?;
    let is_one = what.ends_with("验收") && !what.contains(['未', '，', ',', '、', '；', ';', '（', '(']);
    is_one.then(|| format!("未通过{what}"))
}

/// 5个工作日内完成, 在5个工作日内办结, of a time of which less is better: that something is done within it is what it is the time of.
fn time_it_takes(said: &str, context: &Context<'_>) -> Option<String> {
    let is_time = context.measure == Measure::Level
        && context.direction == Some(Direction::Lower)
        && context.unit.trim().ends_with(['日', '天', '时', '钟', '周', '月']);
    let within = said.strip_prefix('在').unwrap_or(said);
    let done = ["办理完成", "办理完毕", "完成", "办结"].iter().find_map(|done| within.strip_suffix(done))?;
    let is_limit = within.starts_with(|c: char| c.is_ascii_digit()) && done.ends_with('内');
    (is_time && is_limit).then(|| done.to_owned())
}

/// 92.3%，高于上年1.1个百分点, 100.2万亩，比上年净增0.1万亩: how far what there is moved.
fn against_last_year(said: &str, context: &Context<'_>) -> Option<String> {
    // 高于上年100.1万亩 may be by so much, or say what last year's was.
    const SIDES: [(&str, &str, bool); 6] = [
        ("高于上年", "比上年提高", true),
        ("高于去年", "比上年提高", true),
        ("低于上年", "比上年下降", true),
        ("低于去年", "比上年下降", true),
        ("比上年净增", "比上年增加", false),
        ("较上年净增", "比上年增加", false),
    ];
    if context.measure != Measure::Level || context.is_reduction {
        return None;
    }
    SIDES.iter().find_map(|(side, moved, by_points)| {
        let (before, by) = said.split_once(side)?;
        let figure = before.strip_suffix(['，', ','])?;
        let is_beside =
            figure.starts_with(|c: char| c.is_ascii_digit()) && !figure.contains(['，', ',', '、']);
        let is_number = by.starts_with(|c: char| c.is_ascii_digit()) && by.contains("百分点") == *by_points;
        (is_beside && is_number && !is_percentage(by)).then(|| format!("{before}{moved}{by}"))
    })
}

/// 地区生产总值（GDP）, 细颗粒物（PM2.5）: what has another name in a note behind it.
fn without_second_names(said: &str) -> Cow<'_, str> {
    const NAMED: [(&str, &str); 6] = [
        ("生产总值", "GDP"),
        ("细颗粒物", "PM2.5"),
        ("可吸入颗粒物", "PM10"),
        ("试验发展", "R&D"),
        ("居民消费价格指数", "CPI"),
        ("固定资产投资", "不含农户"),
    ];
    let mut plain = Cow::Borrowed(said);
    for (name, note) in NAMED {
        for noted in [format!("{name}（{note}）"), format!("{name}({note})")] {
            if plain.contains(&noted) {
                plain = Cow::Owned(plain.replace(&noted, name));
            }
        }
    }
    plain
}

/// 微增0.3%, 比上年小幅下降0.3%: how much that is, the number says.
fn without_degrees(said: &str) -> Option<String> {
    const SHORT: [&str; 4] = ["略", "微", "稍", "仅"];
    const DEGREES: [&str; 19] = [
        "略有",
        "略微",
        "稍有",
        "小幅",
        "微幅",
        "小幅度",
        "大幅",
        "大幅度",
        "明显",
        "显著",
        "快速",
        "高速",
        "稳步",
        "平稳",
        "稳定",
        "逆势",
        "恢复性",
        "逐步",
        "进一步",
    ];
    const VERBS: [&str; 18] = [
        "增长", "增加", "提高", "提升", "上升", "上涨", "回升", "下降", "降低", "减少", "回落", "下跌",
        "下滑", "增", "升", "涨", "降", "跌",
    ];
    let moves = |behind: &str| {
        let verbs = VERBS.iter().filter_map(|verb| behind.strip_prefix(verb));
        verbs.min_by_key(|rest| rest.len()).is_some_and(|rest| {
            let number = rest.trim_start_matches([' ', '到', '至']);
            number.starts_with(|c: char| c.is_numeric() || matches!(c, '约' | '近' | '超'))
        })
    };
    let (at, length) = said.char_indices().find_map(|(at, _)| {
        let (before, rest) = said.split_at_checked(at)?;
        // 小微增长12% and 战略增长5% are of what is called so.
        let stands_apart = before.is_empty()
            || before
                .ends_with(['，', ',', '、', '；', ';', '（', '(', ' ', '比', '年', '月', '期', '计', '末']);
        let short = SHORT.iter().filter(|_| stands_apart);
        let words = DEGREES.iter().chain(short).filter(|word| rest.strip_prefix(**word).is_some_and(moves));
        Some((at, words.map(|word| word.len()).max()?))
    })?;
    let (before, rest) = said.split_at_checked(at)?;
    Some(format!("{before}{}", rest.get(length..)?))
}

/// 与GDP同步, 与经济同步增长, 年均高于GDP增速: growth in step with that of another, each year on average where it is asked for several.
fn in_step(said: &str) -> String {
    const OTHERS: [(&str, &str); 7] = [
        ("GDP", "GDP"),
        ("gdp", "GDP"),
        ("地区生产总值", "地区生产总值"),
        ("国内生产总值", "国内生产总值"),
        ("生产总值", "生产总值"),
        ("经济发展", "经济"),
        ("经济", "经济"),
    ];
    let mut plain = said.to_owned();
    for with in ["与", "和", "同"] {
        for (name, plain_name) in OTHERS {
            for step in ["同步增长", "保持同步", "同步"] {
                plain = plain.replace(&format!("{with}{name}{step}"), &format!("{with}{plain_name}增长同步"));
            }
        }
    }
    let is_compared = ["于", "同步", "不低", "不慢"].iter().any(|word| plain.contains(word))
        && !plain.contains(char::is_numeric);
    match plain.strip_prefix("年均") {
        Some(rest) if is_compared => rest.to_owned(),
        _ => plain,
    }
}

/// 增长了5.2%, 比上年下降了0.3个百分点: that it has done so, which a report says anyhow. Twice of two figures it is said of both.
fn without_aspect(said: &str) -> Option<String> {
    const VERBS: [&str; 10] =
        ["增长", "增加", "提高", "提升", "上升", "上涨", "下降", "降低", "减少", "回落"];
    let mut plain = said.to_owned();
    for (at, particle) in said.match_indices('了').collect::<Vec<_>>().into_iter().rev() {
        let (before, behind) = said.split_at_checked(at)?;
        let is_of_change = VERBS.iter().any(|verb| before.ends_with(verb));
        let is_counted =
            behind.strip_prefix(particle)?.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if is_of_change && is_counted {
            plain.replace_range(at..at + particle.len(), "");
        }
    }
    (plain != said).then_some(plain)
}

/// 同比增速为-1.3%: the rate is one over the year before in any case, and the noun that names it takes its sign.
fn rate_by_its_sign(said: &str, context: &Context<'_>) -> Option<String> {
    if context.measure != Measure::Rate || context.is_reduction {
        return None;
    }
    let rest = said.strip_prefix("预计").unwrap_or(said).strip_prefix("同比")?;
    let number = ["增速", "增长率", "增幅"].iter().find_map(|name| rest.strip_prefix(name))?;
    let number = number.strip_prefix(['为', '是']).unwrap_or(number).trim_start();
    let below = number.strip_prefix(['-', '－', '−', '—', '–'])?;
    below.starts_with(|c: char| c.is_ascii_digit()).then(|| said.replacen("同比", "", 1))
}

/// 控制在限额9800亿元以内, 保持在60%警戒线以下, 严控在5.5%以内: what the limit is called changes nothing of it.
fn without_name_of_limit(said: &str) -> Option<String> {
    const ENDS: [&str; 5] = ["以内", "之内", "以下", "范围内", "内"];
    if !ENDS.iter().any(|end| said.ends_with(end)) {
        return None;
    }
    let is_number = |words: &str| words.starts_with(|c: char| c.is_ascii_digit());
    if let Some(rest) = said.strip_prefix("严控在").filter(|rest| is_number(rest)) {
        return Some(format!("控制在{rest}"));
    }
    if let Some(rest) = said.strip_prefix("控制在限额").filter(|rest| is_number(rest)) {
        return Some(format!("控制在{rest}"));
    }
    let rest = ["保持在", "控制在"].iter().find_map(|lead| said.strip_prefix(lead))?;
    let (number, end) = ["警戒线", "预警线", "红线"].iter().find_map(|name| rest.split_once(name))?;
    let is_end = ENDS.contains(&end) && number.ends_with(['%', '％']);
    is_end.then(|| format!("控制在{number}{end}"))
}

const fn counts(context: &Context<'_>) -> bool {
    matches!(context.measure, Measure::Flow | Measure::Level)
}

/// The words before a note that ends the phrase, and the note.
fn with_a_note(said: &str) -> Option<(&str, &str)> {
    let said = said.strip_suffix(['）', ')'])?;
    let (before, note) = said.rsplit_once(['（', '('])?;
    Some((before.trim(), note.trim()))
}

/// 3%以内（含3%）: a limit that includes its number says that it does.
fn says_again_that_it_is_included(before: &str, note: &str) -> bool {
    let Some(number) = note.strip_prefix('含').map(str::trim) else { return false };
    let limits = ["以内", "之内", "以上", "以下"];
    let Some(limited) = limits.iter().find_map(|limit| before.strip_suffix(limit)) else { return false };
    let ahead = limited.strip_suffix(number);
    let is_all = |ahead: &str| !ahead.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    number.starts_with(|c: char| c.is_ascii_digit()) && ahead.is_some_and(is_all)
}

/// 新建、改扩建82所: both are done with the things that are counted together.
fn works_in_one(said: &str, context: &Context<'_>) -> Option<String> {
    let (before, behind) = said.split_once("新建").filter(|_| counts(context))?;
    let joined = behind.strip_prefix(['、', '和', '及', '与'])?;
    let is_of_works = ["改扩建", "改建", "扩建", "改造"].iter().any(|works| joined.starts_with(works));
    is_of_works.then(|| format!("{before}新建{joined}"))
}

/// Whether a number goes on with the sign of a percentage.
fn is_percentage(words: &str) -> bool {
    let behind = words.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    behind.trim_start().starts_with(['%', '％'])
}
