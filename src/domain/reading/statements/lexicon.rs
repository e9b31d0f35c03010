//! Phrases that are known as a whole and carry no number: not issued, deferred, qualitative, aspirations,
//! declarations, notes. Closed lists: what is not in them is not understood.

use crate::domain::reading::{
    times::pending,
    wording::{
        scan::{Table, starts_with_word, try_word},
        text::Text,
    },
};

/// Words of one meaning, parted by bars.
pub(crate) type Words = &'static str;

/// Whether a clause is one of the words, and nothing else.
pub(crate) fn is_one_of(clause: &str, words: Words) -> bool {
    words.split('|').any(|word| word == clause)
}

/// Takes the longest of the words that the input begins with.
pub(crate) fn take_one_of(input: &mut &str, words: Words) -> bool {
    *input = input.trim_start_matches(' ');
    let found = words.split('|').filter(|word| starts_with_word(input, word)).max_by_key(|word| word.len());
    *input = found.and_then(|word| input.get(word.len()..)).unwrap_or(input);
    found.is_some()
}

/// A clause without quotes and final stops.
pub(crate) fn bare(clause: &str) -> String {
    clause.chars().filter(|c| *c != '"').collect::<String>().trim().trim_end_matches(['。', '.']).to_owned()
}

const NOT_ISSUED: Words = "-|—|--|---|/|…|……|待定|未定|未下达|尚未下达|暂未下达|待下达|另行下达|待明确|待确定|尚未确定|\
    未确定|暂未确定|尚未发布|未发布|目标未下达|另行确定|另行明确|tbd|tbc|tba|t.b.d|t.b.c|\
    to be determined|to be confirmed|to be set|to be established|to be defined|to be decided|\
    to be announced|to be agreed|to be issued|to be finalized|to be finalised|\
    target to be determined|target to be confirmed|target to be set|target to be established|\
    target tbd|target tbc|not yet set|not yet issued|not yet determined|not yet established|\
    not yet defined|not yet confirmed|not issued|not issued yet|not set|no target set yet|\
    target not yet set|target not yet established|pending|no target|no target set|no target established|\
    no target yet|target not set|set baseline|set a baseline|baseline to be established|baseline to be determined|baseline to be set|\
    baseline to be confirmed|to establish baseline|to establish a baseline|baseline|establish baseline|\
    establish a baseline|baseline being established|baseline year|new measure|new indicator|not available|\
    will be set|will be determined|will be established|will be confirmed|establishing baseline|establishing a baseline|\
    baseline tbd|target under development|not targeted|不设具体目标|不设目标|不设具体指标|不设定具体目标|未设具体目标|\
    未设目标|不设量化目标|未设量化目标";

const ISSUED_LEADS: Words = "以|按|按照|待|根据|依据|最终以|具体以";

pub(crate) const ISSUERS: Table<&str> = &[
    ("国家", "国家"),
    ("国家和省", "国家和省"),
    ("国家、省", "国家、省"),
    ("国家和自治区", "国家和自治区"),
    ("国家和市", "国家和市"),
    ("省和市", "省和市"),
    ("国务院", "国务院"),
    ("中央", "中央"),
    ("省", "省"),
    ("省级", "省级"),
    ("省政府", "省政府"),
    ("自治区", "自治区"),
    ("市", "市"),
    ("市级", "市级"),
    ("市政府", "市政府"),
    ("上级", "上级"),
    ("国家有关部门", "国家有关部门"),
    ("国家发展改革委", "国家发展改革委"),
    ("生态环境部", "生态环境部"),
    ("水利部", "水利部"),
];

const ISSUES: Words = "定|下达|核定|确定|公布|分解下达|正式下达|最终核定";

const ISSUED_THINGS: Words = "的|年度|要求|目标|目标值|目标任务|任务|任务数|指标|指标值|计划|数|数据|数值|节能|减排|节能减排|约束性|考核|控制";

const ISSUED_ENDS: Words = "为准|执行|完成|确定|而定|后确定|后明确|后另行下达|控制|后";

const TASKS: Words = "任务|目标|目标任务|任务目标|年度任务|年度目标|年度目标任务";

const ISSUERS_EN: Table<&str> = &[
    ("the national government", "national government"),
    ("national government", "national government"),
    ("the state", "state"),
    ("the central government", "central government"),
    ("the provincial government", "provincial government"),
    ("the government", "government"),
];

/// A target that has not been issued yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unissued {
    /// Who will issue it, where the phrase says so.
    pub(crate) by: Option<&'static str>,
}

/// Whether a clause says that the target has not been issued, and by whom it will be.
pub(crate) fn not_issued(clause: &str) -> Option<Unissued> {
    let bare = bare(clause);
    if is_one_of(&bare, NOT_ISSUED) || (!bare.is_empty() && bare.chars().all(|c| c == '…' || c == '.')) {
        return Some(Unissued { by: None });
    }
    let is_unissued = |said: &str| is_one_of(said, NOT_ISSUED);
    if pending::is_put_off(&bare, is_unissued) || pending::is_said_twice(&bare, is_unissued) {
        return Some(Unissued { by: None });
    }
    if clause.trim().chars().all(|c| c == '.') && clause.trim().len() >= 3 {
        return Some(Unissued { by: None });
    }
    let mut waiting = bare.as_str();
    if let Some(issuer) = try_word(&mut waiting, ISSUERS)
        && take_one_of(&mut waiting, "未下达|尚未下达|暂未下达|未核定|尚未核定")
    {
        let _ = take_one_of(&mut waiting, "指标|目标|目标值|任务|计划");
        if waiting.is_empty() {
            return Some(Unissued { by: Some(issuer) });
        }
    }
    let mut rest = bare.as_str();
    let input = &mut rest;
    for lead in ["as issued by ", "as set by ", "to be issued by ", "to be set by ", "to be determined by "] {
        if let Some(mut issuer) = bare.strip_prefix(lead)
            && let Some(name) = try_word(&mut issuer, ISSUERS_EN)
            && issuer.is_empty()
        {
            return Some(Unissued { by: Some(name) });
        }
    }
    // A duty to meet a figure that someone else issues: the figure itself is not printed.
    let mut duty = bare.as_str();
    let _ = take_one_of(&mut duty, "确保");
    let _ = take_one_of(&mut duty, "降幅|增幅|增速|下降率");
    if take_one_of(&mut duty, "完成|全面完成|达到|满足")
        && let Some(issuer) = try_word(&mut duty, ISSUERS)
    {
        // 完成国家任务: a task is issued by whoever sets it, and the words need not say so.
        if is_one_of(duty, TASKS) {
            return Some(Unissued { by: Some(issuer) });
        }
        if !take_one_of(&mut duty, ISSUES) {
            return None;
        }
        let issued = duty;
        while take_one_of(&mut duty, ISSUED_THINGS) {}
        // 达到省定要求 names no figure that is issued.
        let is_figure = !matches!(issued, "" | "要求" | "的要求");
        return (duty.is_empty() && is_figure).then_some(Unissued { by: Some(issuer) });
    }
    // 国家下达指标, 控制在国家下达指标以内, 不低于国家下达任务: the figure that was issued, which is not printed.
    let mut figure = bare.as_str();
    let is_ceiling = take_one_of(&mut figure, "控制在|严格控制在");
    let is_limit = is_ceiling || take_one_of(&mut figure, "不低于|不高于|不超过|不突破|低于|高于|优于|好于");
    if let Some(issuer) = issued_figure(&mut figure) {
        let _ = is_ceiling && take_one_of(&mut figure, "以内|之内|内|范围内|以下");
        if figure.is_empty() {
            return Some(Unissued { by: Some(issuer) });
        }
    }
    // 国家下达, in place of a figure.
    let mut alone = bare.as_str();
    if !is_limit
        && let Some(issuer) = try_word(&mut alone, ISSUERS)
        && is_one_of(alone, "下达|分解下达|正式下达")
    {
        return Some(Unissued { by: Some(issuer) });
    }
    if !take_one_of(input, ISSUED_LEADS) {
        return None;
    }
    let is_waiting = bare.starts_with('待');
    let issuer = try_word(input, ISSUERS);
    if !take_one_of(input, ISSUES) {
        return None;
    }
    while take_one_of(input, ISSUED_THINGS) {}
    let is_closed = take_one_of(input, ISSUED_ENDS);
    (input.is_empty() && (is_closed || is_waiting)).then_some(Unissued { by: issuer })
}

/// Whether a clause asks to fulfil an authority's task and does not say that it is issued: 完成国家任务.
pub(crate) fn is_task_of_authority(clause: &str) -> bool {
    let mut rest = clause;
    take_one_of(&mut rest, "完成|全面完成")
        && try_word(&mut rest, ISSUERS).is_some()
        && is_one_of(rest, TASKS)
}

/// The authority whose task a phrase names: 国家 of 超额完成国家下达任务.
pub fn issuer_named(phrase: &str) -> Option<&'static str> {
    const ASKS: Words = "下达|分解下达|正式下达|定|核定|确定|考核|年度|要求|任务|目标|指标|计划|约束性";
    let text = Text::new(phrase).ok()?;
    let plain = bare(&text.plain);
    let mut starts = plain.char_indices().map(|(at, _)| at);
    starts.find_map(|at| {
        let (before, mut rest) = plain.split_at_checked(at)?;
        let issuer = try_word(&mut rest, ISSUERS)?;
        // 全市目标 is the city's own.
        let is_own = before.ends_with(['全', '我', '本', '各']);
        (!is_own && take_one_of(&mut rest, ASKS)).then_some(issuer)
    })
}

/// Whether a task that the one authority has issued is that of the other: 省政府 is 省, and the state and the province together
/// are each of them.
pub fn is_issued_by(named: &str, asked: &str) -> bool {
    let bare = |issuer: &str| {
        issuer.strip_suffix("政府").or_else(|| issuer.strip_suffix('级')).unwrap_or(issuer).to_owned()
    };
    let (named, asked) = (bare(named), bare(asked));
    named.contains(&asked) || named == "上" || asked == "上"
}

/// Takes the name of a figure that an authority issues, and says which: 国家下达指标, 省控指标.
fn issued_figure(input: &mut &str) -> Option<&'static str> {
    let issuer = try_word(input, ISSUERS)?;
    if !take_one_of(input, "下达|分解下达|正式下达|核定|控") {
        return None;
    }
    while take_one_of(input, "的|年度|约束性|考核|控制|减排|节能减排") {}
    take_one_of(input, "目标|目标值|目标任务|任务|任务数|指标|指标值|计划|数").then_some(issuer)
}

/// Takes who set the number that follows, and what it is called: 省核定限额, 国家下达的, 省下达任务.
pub(crate) fn named_as_issued(input: &mut &str) -> bool {
    const NAMES: Words = "限额|任务|任务数|目标|目标值|目标任务|指标|指标值|计划|控制目标|控制指标|控制数";
    let is_set =
        try_word(input, ISSUERS).is_some() && take_one_of(input, "下达|分解下达|正式下达|核定|确定|批准");
    if is_set {
        let _ = take_one_of(input, "的");
        let _ = take_one_of(input, NAMES);
    }
    is_set
}

/// Whether a note behind a figure says no more than that an authority has issued it: 省下达目标.
pub(crate) fn issuer_note(note: &str) -> bool {
    let bare = bare(note);
    let mut rest = bare.as_str();
    issued_figure(&mut rest).is_some() && rest.is_empty()
}

/// Whether a clause leaves the target to a plan of several years.
pub(crate) fn deferred(clause: &str) -> bool {
    const WHOLE: Words = "▽|五年统筹|五年统筹考核|纳入五年统筹|五年统筹考虑|五年规划期内统筹考虑|规划期内统筹考虑|在规划期内统筹考虑|\
    在五年规划期内统筹考虑|considered over the whole period of the five-year plan|\
    considered over the five-year plan period|deferred to the five-year plan|\
    deferred to the parent plan|deferred|to be considered over the five-year plan period";
    let bare = bare(clause);
    if is_one_of(&bare, WHOLE) {
        return true;
    }
    let mut rest = bare.as_str();
    let _ = take_one_of(&mut rest, "在|纳入|放在|按");
    if crate::domain::reading::times::reference::five_year_plan(&mut rest).is_none() {
        return false;
    }
    while take_one_of(&mut rest, "规划期|规划|期间|时期|期|五年|内|中|进行") {}
    is_one_of(rest, "统筹考虑|统筹|统筹完成|统筹推进|统筹安排|统筹实现|统筹落实|统筹考核")
}

const QUALITATIVE: Words = "量稳质升|回稳向好|稳定在合理区间|止跌回稳|回升向好|企稳回升|止跌企稳|保持增长|保持平稳增长|基本平衡|保持基本平衡|总体平衡|收支平衡|收支基本平衡|国际收支基本平衡|stable or improving|\
    stable or improved|improving or stable|stable or increasing|stable or better|\
    maintained or improved|保稳促优|保稳提质|稳中提质|稳中有进|稳中向好|稳中有升|稳中有增|稳中有降|稳中求进|促稳提质|定性目标|\
    定性指标|保持稳定|基本稳定|保持基本稳定|总体稳定|保持总体稳定|总体平稳|保持平稳|基本平稳|\
    保持在合理区间、各年度视情提出|保持在合理区间,各年度视情提出|合理区间、各年度视情提出|\
    年均保持在合理区间、各年度视情提出|年均保持在合理区间,各年度视情提出|\
    保持合理区间|保持在合理区间|运行在合理区间|处于合理区间|\
    达到考核要求|位居全国前列|保持全国前列|位居前列|保持前列|全国前列|\
    走在全国前列|走在前列|进入全国前列|位居全省前列|保持全省前列|位居西部前列|居全国前列|\
    处于全国前列|居全国领先水平|保持全国领先|达到国内领先水平|达到国际先进水平|达到全国先进水平|\
    长期稳定|长期向好|有效控制|得到有效控制|有效遏制|基本消除|improve|improved|improvement|\
    improving|continue to improve|continued improvement|continuous improvement|further improve|\
    further improvement|steady improvement|steadily improve|sustained improvement|maintain|\
    maintain or increase|maintain or exceed|maintain or reduce|maintain or decrease|reduce or maintain|decrease or maintain|\
    maintained|maintain or improve|maintain and improve|improve or maintain|stable|remain stable|\
    remains stable|kept stable|keep stable|remain broadly stable|broadly stable|strengthen|\
    strengthened|enhance|enhanced|qualitative|qualitative target|no numeric target|upward trend|\
    increase|increase or maintain|substantially increase|substantially reduce|significantly increase|\
    significantly reduce|increasing|decrease|decreasing|decline|declining|reduce|reduction|downward trend|improving trend|increasing trend|decreasing trend|positive trend|steady growth|\
    sustained growth|stable growth|steady progress|significant improvement|significantly improve|\
    significantly improved";

const ADVERBS: Words = "持续|逐年|稳步|有序|进一步|不断|逐步|显著|明显|有所|大幅|大幅度|继续|全面|有效|平稳|稳定|较快|加快|总体|\
    得到";

const TRENDS: Words = "改善|提高|提升|下降|降低|减少|增长|增加|优化|增强|扩大|向好|好转|完善|加强|巩固|回升|上升|发展|\
    稳定|推进|控制|建设|缩小|收窄|回稳|回暖";

/// Whether a clause is made of words from which no number follows.
pub(crate) fn qualitative(clause: &str) -> bool {
    let bare = bare(clause);
    if is_one_of(&bare, QUALITATIVE) {
        return true;
    }
    if is_demand(&bare) {
        return true;
    }
    // 完成“十四五”国家考核目标
    let mut exam = bare.as_str();
    if take_one_of(&mut exam, "完成|全面完成|达到")
        && crate::domain::reading::times::reference::five_year_plan(&mut exam).is_some()
    {
        let _ = take_one_of(&mut exam, "期间|时期|规划");
        return is_one_of(exam, "国家考核目标|国家考核任务|国家考核要求|国家考核目标任务");
    }
    pending::is_among_the_first(&bare) || is_course(&bare)
}

/// Whether a clause asks to meet what an authority demands, of which nobody issues a number: 达到国家要求, 符合省定标准,
/// 完成省考核任务.
fn is_demand(clause: &str) -> bool {
    let mut rest = clause;
    let is_led = take_one_of(&mut rest, "完成|全面完成|达到|满足|符合|按|按照|执行|严格执行");
    if !is_led || try_word(&mut rest, ISSUERS).is_none() {
        return false;
    }
    let mut is_exam = false;
    while take_one_of(&mut rest, "定|下达|规定|有关|相关|确定|的") || {
        let here = take_one_of(&mut rest, "考核");
        is_exam |= here;
        here
    } {}
    let is_named = take_one_of(&mut rest, "要求|标准|有关要求")
        || (is_exam && take_one_of(&mut rest, "目标|任务|目标任务|指标"))
        || clause.contains("规定");
    let _ = take_one_of(&mut rest, "执行|落实|完成");
    is_named && rest.is_empty()
}

/// Whether a clause says in which way something goes on, and not that it comes to an end: 持续改善, 稳步推进.
pub(crate) fn is_course(clause: &str) -> bool {
    const COURSES: Words = "improve|continue to improve|further improve|improvement|continuous improvement|ongoing|\
        strengthen|enhance|maintain";
    let bare = bare(clause);
    if is_one_of(&bare, COURSES) {
        return true;
    }
    let mut rest = bare.as_str();
    let mut adverbs = 0;
    let _ = take_one_of(&mut rest, "保持|实现|力争|确保");
    while take_one_of(&mut rest, ADVERBS) {
        adverbs += 1;
    }
    adverbs > 0 && take_one_of(&mut rest, TRENDS) && rest.is_empty()
}

/// Whether a clause is an aspiration beyond what another clause asks, in words alone.
pub(crate) fn aspiration(clause: &str) -> bool {
    const LEADS: &[&str] = &[
        "争取",
        "力争",
        "努力",
        "奋力",
        "全力",
        "并努力",
        "并奋力",
        "并在实际工作中争取",
        "并在实际工作中力争",
        "并在实际工作中努力",
        "并争取",
        "并力争",
        "在实际工作中争取",
        "实际工作中争取",
        "实际工作中力争",
        "在实际工作中力争",
        "在工作中争取",
        "在实际工作中努力",
        "strive",
        "striving",
        "while striving",
        "and strive",
        "aim",
        "aiming",
        "with efforts",
        "seek",
        "seeking",
    ];
    const MORE: [&str; 12] = [
        "更好", "更高", "更快", "更优", "更大", "更多", "更佳", "更强", "better", "higher", "more", "faster",
    ];
    let clause = clause.trim();
    let has_number =
        clause.chars().any(|c| c.is_ascii_digit() || "零〇一二两三四五六七八九十百千万亿%".contains(c));
    !has_number
        && LEADS.iter().any(|lead| clause.starts_with(lead))
        && MORE.iter().any(|word| clause.contains(word))
}

/// What a clause strives for beyond what is asked, behind the words that say so: 力争7%, 奋斗目标7%.
pub(crate) fn behind_stretch(clause: &str) -> Option<&str> {
    let leads: Words = "力争|争取|努力实现|努力争取|奋力实现|奋力争取|奋力冲刺|冲刺|力争冲刺|奋斗目标|奋斗目标为|奋斗目标:|\
        stretch|stretch target|stretch target of|stretch target:|stretch goal|stretch goal:|stretch:";
    let mut rest = clause;
    take_one_of(&mut rest, leads).then_some(rest)
}

/// Notes in brackets that change nothing.
pub(crate) fn idle_note(note: &str) -> bool {
    is_one_of(
        &bare(note),
        "预期性|约束性|预期|约束|预期性指标|约束性指标|不含农户|可比价|按可比价计算|可比价格|\
        按可比价格计算|按可比价|不变价|按不变价计算|按不变价格计算|现价|含|扣除价格因素|自然口径|按自然口径|按自然口径计算|初步核算|初步核算数|\
        快报数|预计|预计数|预计值|初步|初步数|目标值|年度目标|全年|annual|binding|anticipatory|\
        indicative|expected|projected|projection|estimate|estimated|est|preliminary|prelim|provisional|prov|interim|rounded|forecast|target|\
        annual target|tied|final|ongoing|revised|unaudited|audited|actual|实际|实际数|实际值|快报|同比|\
        预测|预测数|预测值|全年预计|预计全年|全年预测|\
        省统计局反馈数|市统计局反馈数|国家统计局反馈数|统计局反馈数|省反馈数|统计局数据|统一核算数|统一核算|地区生产总值统一核算数|统计部门数据|部门数据|\
        最终核实|最终核实数|最终核定数|年报数|统计公报数|预估|预估数|统计快报|初步统计|初步统计数|修订|修订数|修订值|修订后|修正数|\
        更正数|订正数|核实数|抽样调查|抽样调查数",
    )
}

/// Whether a clause only says at which prices the growth behind it is counted.
pub(crate) fn says_at_which_prices(clause: &str) -> bool {
    is_one_of(
        clause,
        "按可比价格计算|按可比价计算|按不变价格计算|按不变价计算|按可比价格|按可比价|按不变价格|按不变价|\
        扣除价格因素|扣除价格因素后|扣除物价因素|扣除物价因素后|扣除价格因素影响",
    )
}
