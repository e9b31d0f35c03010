//! Whether a day in the words of a milestone is the one by which it is to be done, or belongs to the name of a
//! thing: 完成2023年棚户区改造续建项目 says which project, and not when. Knows no calendar.

/// Words behind a day that say that it is a limit, whatever stands before it.
const MARKS: &[&str] = &[
    "前", "底", "末", "内", "之前", "以前", "之内", "以内", "期间", "年底", "年末", "年内", "度内", "度末",
    "度底", "度前", "截止",
];

/// Verbs and prepositions that take what follows as their object.
const TAKERS: &[&str] = &[
    "完成",
    "编制",
    "编报",
    "修订",
    "制定",
    "制订",
    "更新",
    "落实",
    "印发",
    "发布",
    "公布",
    "出台",
    "下达",
    "拨付",
    "兑付",
    "兑现",
    "支付",
    "偿还",
    "清偿",
    "实施",
    "开展",
    "推进",
    "推动",
    "加快",
    "启动",
    "执行",
    "组织",
    "做好",
    "抓好",
    "继续",
    "建设",
    "续建",
    "改造",
    "整改",
    "验收",
    "审核",
    "审计",
    "审议",
    "提交",
    "上报",
    "报送",
    "达到",
    "实现",
    "巩固",
    "贯彻",
    "承接",
    "承办",
    "举办",
    "按",
    "按照",
    "根据",
    "依据",
    "依照",
    "对照",
    "除",
    "除去",
    "除了",
    "对",
    "将",
    "把",
    "为",
    "与",
    "和",
    "及",
    "含",
    "包括",
    "纳入",
    "列入",
    "以",
    "迎接",
    "申报",
    "创建",
    "争创",
    "筹备",
    "谋划",
    "储备",
    "安排",
    "分解",
    "签订",
    "收储",
    "供应",
    "处置",
    "治理",
    "整治",
    "消化",
    "化解",
    "清理",
    "发放",
    "缴纳",
    "征收",
    "招录",
    "招聘",
    "评估",
    "考核",
    "总结",
    "公示",
    "建立",
    "健全",
    "完善",
    "构建",
    "打造",
    "建成",
    "新建",
    "开工建设",
    "新开工",
    "改扩建",
    "拆除",
    "交付",
    "移交",
];

/// Words that say that something is counted from the day.
const COMPARED_WITH: &[&str] = &["比", "较", "相比", "相较", "对比"];

/// Verbs that end what is to be done.
const FINISHES: &[&str] = &[
    "完成", "完工", "建成", "竣工", "投用", "投产", "投入", "通车", "验收", "实现", "开工", "动工", "启动",
    "达到", "达标", "交付", "交工", "贯通", "运营", "运行", "使用", "通过", "印发", "出台", "发布", "开通",
    "封顶", "上线", "落地", "到位", "销号", "见效", "通水", "通气", "发电", "并网", "入驻", "开园", "开业",
    "开馆", "启用", "结束", "办结", "清零", "退出", "关停", "拆除", "搬迁", "签约",
];

/// Verbs that end an attributive besides those: 2023年下达的.
const ATTRIBUTIVE: &[&str] = &[
    "下达", "确定", "批复", "立项", "安排", "新建", "续建", "认定", "入库", "引进", "移交", "实施", "开展",
    "纳入", "列入", "申报", "获批", "结转", "遗留", "改造", "建设", "规划", "计划", "制定", "签订", "承诺",
    "公布", "提出", "部署",
];

/// Words that may stand before such a verb.
const ADVERBS: &[&str] = &[
    "全部", "全面", "基本", "正式", "顺利", "如期", "按期", "按时", "提前", "整体", "陆续", "力争", "确保",
    "争取", "已", "均", "要", "可", "能", "将", "率先", "主体", "同步", "分批", "初步",
];

/// How many characters an attributive before 的 has at most.
const LONGEST_ATTRIBUTIVE: usize = 8;

/// Whether the day belongs to the name of a thing, by what stands before it, its own words and what stands behind.
pub(crate) fn names_a_thing(lead: &str, day: &str, behind: &str) -> bool {
    // 印发《2024年重点工作安排》
    if lead.matches('"').count() % 2 == 1 {
        return true;
    }
    let mut behind = behind.trim_start();
    if COMPARED_WITH.iter().any(|word| lead.ends_with(word)) {
        return true;
    }
    let is_other = ["内蒙", "前期"].iter().any(|word| behind.starts_with(word));
    let mark = MARKS.iter().find(|mark| behind.starts_with(**mark) && !is_other);
    if mark.is_some() || day.ends_with(['底', '末']) {
        // 2000年底前建成的老旧小区
        behind = behind_marks(behind);
        return is_attributive(behind) || (mark.is_some() && behind.starts_with('的'));
    }
    // The June 2024 action plan
    let is_dated = lead == "the" || lead.ends_with(" the");
    let is_led =
        ["by the", "before the", "until the", "on the", "in the"].iter().any(|words| lead.ends_with(words));
    if is_dated && !is_led && behind.starts_with(|c: char| c.is_ascii_lowercase()) {
        return true;
    }
    if is_one_of_two_names(behind) {
        return true;
    }
    // 以2025年6月30日为限
    if lead.ends_with('以')
        && ["为限", "为截止", "为最后期限", "为期限"].iter().any(|words| behind.starts_with(words))
    {
        return false;
    }
    if behind.starts_with(['至', '到', '-', '~', '—']) {
        return false;
    }
    let rest = behind.strip_prefix('度').unwrap_or(behind);
    if ["的", "基础", "水平"].iter().any(|word| rest.starts_with(word)) || is_attributive(rest) {
        return true;
    }
    // 2023年度高标准农田建设任务
    let is_named_year = rest.len() < behind.len() && !ends(rest) && behind_verbs(rest).is_none();
    let is_object = TAKERS.iter().any(|verb| lead.ends_with(verb))
        || (day.ends_with('年') && is_in_a_clause(lead) && !has_verb(rest));
    is_named_year || (is_object && !ends(rest) && !closes(rest))
}

/// Whether words stand before a year in its clause, other than those that a time follows: 用好2025年专项债.
fn is_in_a_clause(lead: &str) -> bool {
    let clause = lead.trim_end().rsplit([',', '、', ';', '。', ':', '(', ')']).next().unwrap_or("").trim();
    !clause.is_empty() && !["到", "至", "于", "在", "截至", "截止"].iter().any(|word| clause.ends_with(word))
}

/// Whether something is done in the clause behind a day.
fn has_verb(rest: &str) -> bool {
    const MORE: &[&str] = &[
        "形成", "成形", "覆盖", "消除", "归零", "脱贫", "摘帽", "召开", "举办", "完善", "建立", "普及",
        "就绪", "合龙", "收官", "试行", "施行", "推广", "改善", "转入", "进入", "推进", "改造", "建设",
        "实施",
    ];
    let clause = rest.split([',', '、', ';', '。']).next().unwrap_or("");
    FINISHES.iter().chain(MORE).any(|verb| clause.contains(verb))
}

/// What is left behind the words that say that a day is a limit.
pub(crate) fn behind_marks(mut behind: &str) -> &str {
    while let Some(rest) = MARKS.iter().find_map(|mark| behind.strip_prefix(mark)) {
        behind = rest;
    }
    behind
}

/// What is left behind the second half of a range of months or years: of 2025年—2027年 or 6月至9月.
pub(crate) fn behind_range(behind: &str) -> Option<&str> {
    let second = behind.trim_start().strip_prefix(['至', '到', '-', '~', '—'])?.trim_start();
    let rest = second.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = second.len() - rest.len();
    let is_month = matches!(digits, 1 | 2) && rest.starts_with(['月', '日', '号']);
    let is_year = digits == 4 && rest.starts_with('年') && !rest.starts_with("年底");
    let rest = rest.get(3..)?;
    // 2025年6月至2026年9月 names a second month of its own.
    let goes_on = is_year && rest.starts_with(|c: char| c.is_ascii_digit());
    ((is_month || is_year) && !goes_on).then_some(rest)
}

/// Whether 前 stands behind a time that lasts: 2023年9月前 may mean before it begins, or by its end.
pub(crate) fn is_before_a_time(day: &str, behind: &str) -> bool {
    let of_sign = |day: &str| day.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(['q', 'h']);
    let lasts =
        ["年", "月", "月份", "季", "季度", "半年", "旬", "q", "h"].iter().any(|time| day.ends_with(time))
            || (day.ends_with(|c: char| c.is_ascii_digit()) && of_sign(day));
    let is_before = ["前", "之前", "以前"].iter().any(|before| behind.starts_with(before));
    lasts && is_before && !["前期", "前三季度"].iter().any(|words| behind.starts_with(words))
}

/// Whether another year is named with this one, before what is to be done with both: 2025年项目和2026年项目全部完工.
fn is_one_of_two_names(behind: &str) -> bool {
    let joined = behind.char_indices().find_map(|(offset, _)| {
        let (before, rest) = behind.split_at_checked(offset)?;
        Some((before, another_year(rest)?))
    });
    joined.is_some_and(|(before, rest)| {
        !FINISHES.iter().any(|verb| before.contains(verb)) && !ends(rest) && !closes(rest)
    })
}

/// What stands behind a year that is named together with the one before.
pub(crate) fn another_year(behind: &str) -> Option<&str> {
    let rest = behind.strip_prefix(['和', '、', '与', '及', ','])?.trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    rest.get(digits..)?.strip_prefix('年').filter(|_| digits == 4)
}

/// Whether nothing of the clause is left.
pub(crate) fn ends(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([',', '、', ';', '。', ':', '(', ')', ']', '"'])
}

/// What is left behind adverbs and verbs that end what is to be done; `None` where no such verb stands there.
pub(crate) fn behind_verbs(rest: &str) -> Option<&str> {
    let (mut rest, mut is_verb) = (rest, false);
    loop {
        let verb = FINISHES.iter().find_map(|verb| rest.strip_prefix(verb));
        let next = verb.or_else(|| ADVERBS.iter().find_map(|adverb| rest.strip_prefix(adverb)));
        is_verb |= verb.is_some();
        match next {
            Some(next) => rest = next,
            None => return is_verb.then_some(rest),
        }
    }
}

/// Whether the clause ends with its verb: 方案编制2025年6月全部完成 has a subject before the day, and no object behind.
pub(crate) fn closes(rest: &str) -> bool {
    behind_verbs(rest).is_some_and(|rest| {
        ends(rest) || rest.starts_with('并') || rest.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a short attributive follows that ends in a verb: 2023年开工的老旧小区改造项目.
pub(crate) fn is_attributive(rest: &str) -> bool {
    let clause = rest.split([',', '、', ';', '。']).next().unwrap_or("");
    let Some((attributive, thing)) = clause.split_once('的') else { return false };
    attributive.chars().count() <= LONGEST_ATTRIBUTIVE
        && !thing.is_empty()
        && FINISHES.iter().chain(ATTRIBUTIVE).any(|verb| attributive.ends_with(verb))
}

/// Where the words say that a day is the earliest and not the last, or that something is not done by then: what a
/// milestone cannot hold. The bytes of the clause from there.
pub(crate) fn denied(clause: &str) -> Option<usize> {
    const UNDONE: [&str; 15] = [
        "not completed",
        "not complete",
        "not yet completed",
        "not be completed",
        "not finished",
        "not built",
        "not delivered",
        "not start",
        "fail to ",
        "fails to ",
        "unable to ",
        "never completed",
        "不在2",
        "未于2",
        "年不完成",
    ];
    /// The words, and what before them turns them round.
    const EARLIEST: &[(&str, &[&str])] = &[
        ("不早于", &[]),
        ("不得早于", &[]),
        ("不能早于", &[]),
        ("晚于", &["不", "不得", "最", "不能"]),
        ("迟于", &["不", "不得", "不能"]),
        ("no earlier than", &[]),
        ("not earlier than", &[]),
        ("no sooner than", &[]),
        ("not sooner than", &[]),
        ("not until", &[]),
        ("later than", &["no ", "not ", "never "]),
    ];
    let earliest = EARLIEST.iter().find_map(|(words, denials)| {
        let (before, _) = clause.split_once(words)?;
        (!denials.iter().any(|denial| before.ends_with(denial))).then_some(before)
    });
    if let Some(before) = earliest {
        return Some(clause.len() - before.len());
    }
    if let Some(found) = UNDONE.iter().find_map(|words| clause.find(words)) {
        return Some(clause.len() - found);
    }
    let (before, behind) = clause.split_once('未')?;
    // 未来三年完成; 未完成整改的企业全部关停
    let is_other = behind.starts_with('来') || behind.contains('的');
    let is_undone = behind_verbs(behind).is_some_and(|rest| {
        let is_task = ["任务", "目标", "计划", "指标"].iter().any(|task| rest.ends_with(task));
        ends(rest) || is_task || rest.starts_with(|c: char| c.is_ascii_digit())
    });
    let is_said =
        before.is_empty() || before.ends_with(['前', '底', '末', '年', '月', '日', '内', '仍', '尚']);
    (is_said && is_undone && !is_other).then_some(clause.len() - before.len())
}
