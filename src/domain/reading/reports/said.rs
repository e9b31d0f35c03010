//! What an outcome clause declares without a number: that the target is attained or missed, that nothing is reported.
//! Closed lists; knows no indicator.

use crate::domain::reading::{
    numbers::number::number_said,
    statements::{
        lexicon::{ISSUERS, Words, bare, is_one_of, take_one_of},
        whose::{self, What},
    },
    times::pending,
    wording::scan::try_word,
};

/// What an outcome clause declares without a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// The target is attained, or will be.
    Attained,
    /// The pace of the plan of several years is kept.
    OnParentPace,
    /// It is missed, or what is asked is not done.
    Missed,
    /// The figure is above the target: attained where more is better.
    Above,
    /// The figure is below the target: attained where less is better.
    Below,
    /// The figure is kept within the target, which is a limit.
    Within,
    /// It is behind, or not attained yet, and may still be.
    UnderWay,
    /// It is under way, or not even begun: of what is counted, so many are not done.
    Begun,
    /// It is hoped for, or promised.
    Hoped,
    /// Nothing is reported.
    Nothing,
}

const ATTAINED: Words = "达标|已达标|全部达标|全面达标|能达标|可达标|预计达标|目标已实现|目标完成|目标已完成|任务已完成|任务完成|\
    已建成|已建成投用|建成投用|建成通车|已建成通车|建成投产|已建成投产|投入使用|已投入使用|建成并投入使用|投入运营|已投入运营|\
    已投用|已竣工|已通车|已投产|建成|achieved|attained|completed|complete|met|done|target met|\
    target achieved|target attained|target reached|target was met|target has been met|\
    the target was met|the target has been met|fully met|fully achieved|fully completed|\
    fully attained|goal achieved|goal met|objective met|objective achieved|achieved target|\
    met target|met the target|exceeded|target exceeded|exceeded target|exceeded the target|\
    exceeds target|on course|on track|on course to be met|on track to be met|\
    on track to meet target|on track to meet the target|on course to meet target|\
    on course to meet the target|expected to be met|expected to be achieved|\
    expected to be completed|expected to meet the target|delivered|accomplished|implemented|exceeded the annual target|exceeded annual target|\
    exceeded its target|achieved the target|achieved the annual target|achieved its target|\
    met the annual target|met its target|annual target met|annual target achieved|\
    annual target exceeded|annual target was met|surpassed|surpassed the target|\
    surpassed the annual target|target surpassed|target fully met|target fully achieved|\
    met in full|achieved in full|overachieved|over-achieved|target overachieved|fulfilled|satisfactorily fulfilled|\
    fully fulfilled|on target|at target|ahead of target|ahead of schedule";

const MISSED: Words = "未完成|未达标|未达到|未实现|未能完成|未完成目标|未完成年度目标|未达到目标|没有完成|\
    未达目标|不能完成|难以完成|无法完成|预计不能完成|预计难以完成|预计无法完成|not met|not achieved|\
    target not met|not attained|not completed|target not achieved|missed|not reached|partially met|\
    partly met|partially achieved|不达标|target missed|target not reached|\
    not fully met|not fully achieved|partially completed|partly achieved|target was not met|\
    target not fully met|target was missed|did not meet target|did not meet the target|\
    fell short|fell short of target|fell short of the target|did not reach target|did not reach the target|\
    failed to meet target|did not meet|does not meet|missed target|missed the target|failed to meet the target|not accomplished|not delivered|not implemented|not complete|incomplete|\
    partially complete|partly complete|partly completed|partially implemented|unmet|underachieved|\
    under-achieved|target underachieved|not fulfilled|not satisfactorily fulfilled|not fully fulfilled";

const UNDER_WAY: Words = "off track|off course|behind schedule|attention required|not on track|尚未完成|target not yet met|\
    not yet met|not yet achieved|at risk";

/// Under way, or not begun.
pub(crate) const BEGUN: Words = "in progress|still in progress|ongoing|on-going|still ongoing|underway|under way|进行中|推进中|正在推进|持续推进|继续推进|not started|not yet started|delayed|on hold|stalled|\
    not yet completed|nearly complete|nearly completed|almost complete|almost completed|close to completion";

const NOTHING: Words = "-|—|--|---|/|…|……|暂无|暂无数据|无数据|未公布|尚未公布|暂未公布|未发布|尚未发布|待公布|未统计|\
    尚未统计|暂缺|缺|待统计|待核定|未报告|未上报|数据未出|n/a|n.a|na|not available|\
    not yet available|data not available|data not yet available|no data|no data available|\
    not reported|not yet reported|not published|not yet published|data pending|tbd|tbc|\
    to be determined|to be confirmed|unavailable|information not available|not recorded|pending|\
    to be reported|not assessed|not measured|not collected|data not collected|not surveyed|\
    数据待公布|尚无数据|数据暂缺|待发布|results not available|results not yet available|\
    not applicable|data unavailable|result not available|result not yet available|survey not conducted|n.d|nd|\
    data lag|dna|nfp|not available at this time|no survey|survey not administered|not administered|\
    target to be achieved in the future|result to be achieved in the future|results to be achieved in the future|\
    to be achieved in the future|new indicator|new measure|results pending|result pending|not yet known|unknown|np|n.p|suppressed|data suppressed|data not yet published|待年报|五年一普查|五年普查一次|五年一次普查|普查年份公布|年报公布|次年公布|次年发布|年度核算|按年核算|按年度核算|年度指标|年度数据|国家尚未下达|国家未下达|\
    省尚未下达|省未下达|上级尚未下达";

/// What an outcome clause declares, where it is one of the known phrases.
pub(crate) fn said(clause: &str) -> Option<Said> {
    // Most outcomes are plain numbers, which are none of the phrases.
    if clause.starts_with(|c: char| c.is_ascii_digit())
        && clause.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'%'))
    {
        return None;
    }
    let bare = bare(clause);
    // —(年度指标)
    let noted = bare.strip_suffix(')').and_then(|bare| bare.split_once('('));
    if bare.is_empty()
        || is_one_of(&bare, NOTHING)
        || noted.is_some_and(|(what, why)| is_one_of(what.trim(), NOTHING) && is_one_of(why, NOTHING))
        || pending::is_for_a_reason(&bare, |said| is_one_of(said, NOTHING))
        || pending::is_to_come(&bare)
        || pending::is_of_a_time(&bare, |said| is_one_of(said, NOTHING))
        || pending::is_awaited(&bare, |issuer| try_word(issuer, ISSUERS).is_some())
        || bare.chars().all(|c| c == '…')
    {
        return Some(Said::Nothing);
    }
    if let Some(side) = side_of_target(&bare) {
        return Some(side);
    }
    if is_one_of(&bare, MISSED) || is_met_in_part(&bare) || misses(bare.strip_prefix("预计").unwrap_or(&bare))
    {
        return Some(Said::Missed);
    }
    if is_one_of(&bare, UNDER_WAY) {
        return Some(Said::UnderWay);
    }
    if is_one_of(&bare, BEGUN) {
        return Some(Said::Begun);
    }
    // A promise says that it is not there yet: will be completed.
    if is_promised(&bare) || is_still_to_come(&bare) {
        return Some(Said::Hoped);
    }
    let without_lead = ["预计", "预计将", "预计全年", "预计年底"]
        .iter()
        .filter_map(|lead| bare.strip_prefix(lead))
        .min_by_key(|rest| rest.len())
        .unwrap_or(&bare);
    let beats =
        ["优于", "好于"].iter().find_map(|word| without_lead.strip_prefix(word)).is_some_and(of_target);
    if is_one_of(without_lead, ATTAINED) || meets_its_target(&bare) || attains(without_lead) || beats {
        return Some(Said::Attained);
    }
    fulfils_the_plan(&bare).then_some(Said::OnParentPace)
}

/// Whether words say that the target is missed, or not attained yet.
pub(crate) fn says_missed(words: &str) -> bool {
    match said(words) {
        Some(Said::Missed) => true,
        Some(Said::UnderWay) => words.contains("yet") || words.contains("尚未"),
        _ => false,
    }
}

/// Whether words say that what they are said of is missed, under way or not begun.
pub(crate) fn says_short(words: &str) -> bool {
    matches!(said(words), Some(Said::Missed | Said::UnderWay | Said::Begun))
}

/// Whether words say that what they are said of is under way, or not even begun.
pub(crate) fn says_begun(words: &str) -> bool {
    said(words) == Some(Said::Begun)
}

/// Will be completed, to be established.
fn is_promised(clause: &str) -> bool {
    const DONE: Words = "built|met|done|held|set|in place|set up|put in place";
    let promised =
        ["will be ", "to be ", "is to be ", "are to be "].iter().find_map(|lead| clause.strip_prefix(lead));
    promised.is_some_and(|what| {
        is_one_of(what, ATTAINED) || is_one_of(what, DONE) || (what.ends_with("ed") && !what.contains(' '))
    })
}

/// Meets target, exceeded its annual target: a verb, and whose target it is. Of most targets it is not said.
fn meets_its_target(clause: &str) -> bool {
    const VERBS: Words =
        "meets|met|achieves|achieved|reaches|reached|attains|attained|exceeds|exceeded|surpasses|surpassed";
    let mut words = clause.split(' ');
    let is_verb = words.next().is_some_and(|verb| is_one_of(verb, VERBS));
    let mut behind = words.skip_while(|word| matches!(*word, "the" | "its" | "our" | "annual" | "this"));
    let is_target = behind.next().is_some_and(|noun| matches!(noun, "target" | "goal" | "objective"));
    is_verb && is_target && behind.next().is_none()
}

/// 将超额完成, 计划建成: that it will be done, or grow. 预计 is how a forecast is reported, and is none of these.
fn is_still_to_come(clause: &str) -> bool {
    const LEADS: Words = "将|即将|会|将会|可望|有望|预计有望|计划|预期|拟|力争|争取|确保|努力";
    const VERBS: [&str; 19] = [
        "完成", "实现", "达到", "达成", "达标", "达", "建成", "竣工", "完工", "开工", "投", "通车", "交付",
        "增长", "下降", "提高", "新增", "超", "突破",
    ];
    let mut rest = clause;
    if !take_one_of(&mut rest, LEADS) {
        return false;
    }
    while ahead_of_time(&mut rest)
        || take_one_of(&mut rest, "全面|圆满|顺利|如期|按期|按时|超额|全部|整体|能|可|够|全年|年底|年内|累计")
    {
    }
    // 计划完成率102% is a share of the plan.
    let goes_on = |behind: &str| behind.starts_with('率') || behind.starts_with("比例");
    VERBS.iter().any(|verb| rest.strip_prefix(verb).is_some_and(|behind| !goes_on(behind)))
}

/// Whether words that report nothing name an act, which a milestone may consist in: 待公布, not published.
pub(crate) fn names_an_act(clause: &str) -> bool {
    let acts = [
        "下达",
        "公布",
        "发布",
        "审定",
        "核定",
        "核算",
        "通报",
        "确认",
        "考核",
        "统计",
        "上报",
        "报告",
        "published",
        "recorded",
    ];
    let will_be = ["available", "will be", "to be available"].iter().any(|lead| clause.starts_with(lead));
    will_be || acts.iter().any(|act| clause.contains(act))
}

/// 已超额完成全年目标任务: that it is done, in what way, and whose target it is.
fn attains(clause: &str) -> bool {
    attains_what(clause, of_target)
}

fn attains_what(clause: &str, is_what_is_asked: impl Fn(&str) -> bool) -> bool {
    let mut rest = clause;
    let _ = take_one_of(&mut rest, "能|可|能够|可以|已|已经|均|均已|能如期|可如期");
    let mut adverbs = clause.len() > rest.len();
    while ahead_of_time(&mut rest)
        || take_one_of(&mut rest, "全面|圆满|顺利|如期|按期|按时|超额|全部|整体|已|均")
    {
        adverbs = true;
    }
    let is_completed = take_one_of(&mut rest, "完成");
    if !is_completed && !take_one_of(&mut rest, "实现|达到|达成") {
        return false;
    }
    let _ = take_one_of(&mut rest, "了");
    if rest.is_empty() {
        // 已实现, 如期实现; 达到 alone says nothing.
        return is_completed || (adverbs && clause.ends_with("实现"));
    }
    is_what_is_asked(rest)
}

/// Whether words say that the money that was to be invested in the year has been: 超额完成年度投资计划. Of what is measured in money
/// that is the target itself.
pub(crate) fn invests_all(clause: &str) -> bool {
    let bare = bare(clause);
    let of_plan = |words: &str| {
        let mut rest = words;
        let names_plan = |named: whose::Named| !named.is_of_years && named.what == What::Money;
        words.contains("投资") && whose::target(&mut rest).is_some_and(names_plan) && rest.is_empty()
    };
    attains_what(bare.strip_prefix("预计").unwrap_or(&bare), of_plan)
}

/// 提前, 提前一个月: before its time, by how long or not.
fn ahead_of_time(input: &mut &str) -> bool {
    if !take_one_of(input, "提前") {
        return false;
    }
    let mut rest = *input;
    if number_said(&mut rest).is_ok() || take_one_of(&mut rest, "半") {
        let _ = take_one_of(&mut rest, "个");
        if take_one_of(&mut rest, "年|月|季度|周|天|日|工作日") {
            *input = rest;
        }
    }
    true
}

/// Substantially achieved, target not met but improved: what is short of the whole, whatever else is said for it.
fn is_met_in_part(clause: &str) -> bool {
    // Works that are substantially complete may be in use already; that a target is substantially achieved, or mostly met, is a
    // grade below the whole.
    const IN_PART: Words =
        "met|achieved|attained|fulfilled|completed|complete|implemented|delivered|accomplished";
    if let Some(denied) = clause.strip_suffix(" but improved") {
        return is_one_of(denied, MISSED);
    }
    let mut rest = clause;
    let _ = take_one_of(&mut rest, "target|goal|objective|milestone");
    let mut rest = rest.trim_start();
    let is_in_part = take_one_of(&mut rest, "partially|partly");
    if !is_in_part && !take_one_of(&mut rest, "substantially|mostly|largely") {
        return false;
    }
    let rest = rest.trim_start();
    is_one_of(rest, if is_in_part { IN_PART } else { "achieved|met|attained" })
}

/// 未完成年度目标, 预计难以完成省定任务.
fn misses(clause: &str) -> bool {
    let mut rest = clause;
    let _ = take_one_of(&mut rest, "但");
    let denies =
        take_one_of(&mut rest, "未|没有|未能|未能如期|不能|难以|无法|没能|未如期|未按期|部分|仅部分");
    while take_one_of(&mut rest, "全面|全部|整体|完全|圆满|顺利|如期|按期|按时") {}
    let is_completed = take_one_of(&mut rest, "完成");
    if !denies || !(is_completed || take_one_of(&mut rest, "实现|达到|达成|达")) {
        return false;
    }
    rest.is_empty() || of_target(rest)
}

/// On which side of its target the figure is said to be: 高于目标值, 控制在预期目标以内, below target.
fn side_of_target(clause: &str) -> Option<Said> {
    let mut rest = clause;
    if take_one_of(&mut rest, "控制在|严格控制在|控制在了") {
        let name = ["以内", "之内", "范围内", "范围以内", "以下", "内"]
            .iter()
            .find_map(|end| rest.strip_suffix(end))?;
        return of_target(name).then_some(Said::Within);
    }
    let side = match clause {
        _ if take_one_of(&mut rest, "高于") => Said::Above,
        _ if take_one_of(&mut rest, "低于") => Said::Below,
        "above target" | "above the target" => return Some(Said::Above),
        "below target" | "below the target" => return Some(Said::Below),
        "within target" | "within the target" => return Some(Said::Within),
        _ => return None,
    };
    of_target(rest).then_some(side)
}

/// Whether words name the year's target, and no sum of money, which may be spent without what it is for being done.
fn of_target(words: &str) -> bool {
    let mut rest = words;
    whose::target(&mut rest).is_some_and(|named| !named.is_of_years && named.what == What::Target)
        && rest.is_empty()
}

/// 提前完成“十四五”规划目标: what the plan of several years asks by its end is done, and with it what it asks by now.
fn fulfils_the_plan(clause: &str) -> bool {
    let mut rest = clause;
    while ahead_of_time(&mut rest) || take_one_of(&mut rest, "已|已经|均已|全面|超额|圆满|顺利")
    {
    }
    let is_done = take_one_of(&mut rest, "完成|实现|达到|达成");
    is_done
        && whose::target(&mut rest).is_some_and(|named| named.names_plan && named.what == What::Target)
        && rest.is_empty()
}
