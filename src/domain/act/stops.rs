//! Words that ask that something is stopped, taken away or kept from happening, or for work of another kind than building. Of such
//! the report that something was built or put to use says nothing. Closed lists.

use super::without_time;

/// What says that something is not to be done, wherever it stands.
const FORBIDS: &[&str] = &["不", "未", "禁止", "严禁", "禁用", "禁建", "推迟", "杜绝", "避免", "防止"];

/// What says that the thing named is to end or to go, unless something is built behind it: 搬迁投产, 拆除重建.
const STOPS: &[&str] = &[
    "停", "关闭", "关停", "关张", "拆除", "退出", "退役", "撤销", "撤并", "取缔", "取消", "淘汰", "腾退",
    "搬迁", "注销", "报废", "封闭", "封停", "清退", "破产", "清算", "结束", "终止", "中止", "废止",
];

/// What is built, or begun again, with which words end.
const BUILT: &[&str] = &[
    "建成",
    "重建",
    "完工",
    "竣工",
    "投产",
    "投用",
    "投运",
    "投入使用",
    "投入运营",
    "通车",
    "启用",
    "并网",
    "开工",
    "封顶",
    "复工",
    "复产",
];

/// What says that something is not to be.
const DENIALS: &[&str] = &["不", "未", "无", "零", "杜绝", "避免", "防止", "严禁", "禁止"];

/// Names and times that hold such a word and say nothing of the kind.
const NAMES: &[&str] = &[
    "不停车",
    "不停航",
    "不夜城",
    "停车",
    "停机",
    "停泊",
    "停靠",
    "退役军人",
    "拆迁安置",
    "搬迁安置",
    "不动产",
    "不锈钢",
    "不断",
    "不晚于",
    "不迟于",
    "不得晚于",
    "不得迟于",
    "不少于",
    "不低于",
    "不超过",
    "未来",
    "未成年",
    "无人",
    "无障碍",
    "无锡",
    "无废",
    "无纺",
    "无烟",
    "无毒",
    "无欠薪城",
    "清零",
    "归零",
    "无害化",
    "无线",
    "零售",
    "零工",
    "零件",
    "零部件",
    "零碳",
    "零距离",
];

/// What is asked to be done, as the first word: a one-stop shop is no end of anything.
const STOPS_EN: &[&str] = &[
    "stop",
    "cease",
    "close",
    "terminate",
    "suspend",
    "cancel",
    "halt",
    "abolish",
    "discontinue",
    "shut",
    "retire",
    "decommission",
    "dismantle",
    "demolish",
    "withdraw",
    "ban",
];

/// What is to be so, as the last word: closed sites, or a home for retired teachers, are what something else is done with.
const STOPPED_EN: &[&str] = &[
    "stopped",
    "ceased",
    "closed",
    "ended",
    "terminated",
    "suspended",
    "cancelled",
    "halted",
    "abolished",
    "discontinued",
    "shut",
    "retired",
    "decommissioned",
    "dismantled",
    "demolished",
    "withdrawn",
    "banned",
];

const DENIALS_EN: &[&str] =
    &["no", "not", "never", "none", "without", "avoid", "avoided", "prevent", "prevented"];

/// What is done and is neither building nor putting to use, with which what is asked ends.
const OF_ANOTHER_KIND: &[&str] = &[
    "审计",
    "审核",
    "审查",
    "审议",
    "审批",
    "评审",
    "论证",
    "转让",
    "出让",
    "拍卖",
    "收购",
    "招标",
    "招投标",
    "采购",
    "编制",
    "修编",
    "制定",
    "制订",
    "起草",
    "调查",
    "普查",
    "核查",
    "清查",
    "检查",
    "排查",
    "督查",
    "勘察",
    "勘测",
    "设计",
    "征地",
    "征收",
    "征拆",
    "拆迁",
    "注册",
    "登记",
    "申报",
    "改制",
    "重组",
    "兼并",
    "划转",
    "移交",
    "报送",
    "上报",
    "提交",
    "销毁",
    "清理",
    "偿还",
    "兑付",
    "规划",
    "方案",
    "报告",
];

/// What goes on when it is begun, so that it is another thing to end it.
const GOES_ON: &[&str] = &["试运行", "试运营", "招生"];

fn without_names(words: &str) -> String {
    let without =
        |rest: String, name: &&str| if rest.contains(*name) { rest.replace(*name, " ") } else { rest };
    NAMES.iter().fold(words.to_lowercase(), without)
}

/// Whether what is asked is that something ends, or is not done: 停产, 退出运营, 完成试运行.
pub(super) fn is_stop(asked: &str) -> bool {
    let asked = without_names(asked);
    let mut words = asked.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    FORBIDS.iter().any(|word| asked.contains(word))
        || (STOPS.iter().any(|word| asked.contains(word)) && !ends_with_what_is_built(&asked))
        || words.next().is_some_and(|first| STOPS_EN.contains(&first))
        || is_stopped(words)
        || ends_what_goes_on(&asked)
}

/// Operation of the plant ceased; and when.
fn is_stopped<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let is_last = words.peek().is_none_or(|next| {
            matches!(*next, "by" | "before" | "in" | "on" | "from" | "until")
                || next.starts_with(|c: char| c.is_ascii_digit())
        });
        if is_last && STOPPED_EN.contains(&word) {
            return true;
        }
    }
    false
}

/// 搬迁投产, 旧桥拆除重建通车; but not 拆除已建成的违建, nor what is built and then to go.
fn ends_with_what_is_built(asked: &str) -> bool {
    let rest = without_time(asked).trim_end();
    let rest = rest.strip_suffix("完成").unwrap_or(rest);
    BUILT.iter().any(|act| rest.strip_suffix(act).is_some_and(|before| !before.ends_with('已')))
}

/// 完成试运行, 试运行期满, 转入正式运营
fn ends_what_goes_on(asked: &str) -> bool {
    let ended = asked.split_once("完成").is_some_and(|(_, behind)| {
        let clause = behind.split(['并', '及', '和', '、', '，', ',']).next().unwrap_or_default();
        GOES_ON.iter().any(|act| clause.trim_end().ends_with(act))
    });
    let is_over = |act: &&str| {
        let behind = asked.split_once(*act).map_or("", |(_, behind)| behind);
        ["完成", "期满", "到期", "转"].iter().any(|end| behind.starts_with(end))
    };
    ended || asked.contains("转入正式") || GOES_ON.iter().any(is_over)
}

/// Whether what is asked ends with work of another kind: 完成审计, 规划编制.
pub(super) fn is_of_another_kind(asked: &str) -> bool {
    let mut rest = without_time(asked);
    while let Some(before) =
        ["工作", "任务", "手续", "完成", "全部", "全面"].iter().find_map(|end| rest.strip_suffix(end))
    {
        rest = before;
    }
    OF_ANOTHER_KIND.iter().any(|work| rest.ends_with(work))
}

/// Whether words say that something is not to be, so that neither yes nor no says whether it is so: no data breach, 不发生重大事故.
pub fn denies(asked: &str) -> bool {
    let asked = without_names(asked);
    let words: Vec<&str> =
        asked.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_denial = |(place, word): (usize, &&str)| {
        let next = words.get(place + 1).copied().unwrap_or_default();
        // No later than June; No. 3.
        let is_time = matches!(next, "later" | "before") || next.starts_with(|c: char| c.is_ascii_digit());
        let is_name = matches!(next, "waste" | "carbon" | "emission" | "emissions");
        let is_led = words.get(..place).is_some_and(|before| {
            before.iter().all(|word| {
                matches!(*word, "ensure" | "that" | "there" | "is" | "are" | "has" | "have" | "been")
            })
        });
        // A strategy to prevent homelessness is a thing to be had; what is without delay is done.
        (DENIALS_EN.contains(word) && !is_time && is_led)
            || (*word == "zero" && place == 0 && !is_name)
            || (*word == "free" && matches!(next, "from" | "of"))
    };
    DENIALS.iter().any(|word| asked.contains(word)) || words.iter().enumerate().any(is_denial)
}

#[cfg(test)]
mod tests {
    use super::{denies, is_of_another_kind, is_stop};

    #[test]
    fn what_is_to_end_is_told_from_what_is_to_be_built() {
        for asked in [
            "2022年底前停产",
            "退出运营",
            "停用",
            "拆除已建成的违建",
            "严禁投产",
            "不再新建",
            "结束试运行",
            "完成试运行",
            "试运行期满",
            "完成秋季招生",
            "Operation of the plant ceased",
            "完成旧厂搬迁",
            "Close the old plant",
            "Coal plant closed by 30 June 2022",
        ] {
            assert!(is_stop(asked), "{asked}");
        }
        for asked in [
            "停车场建成投用",
            "退役军人服务中心建成",
            "不迟于2022年6月建成",
            "建成不少于5个站点",
            "未来科技城建成",
            "不动产登记中心建成",
            "完成拆迁安置房建设",
            "试运行",
            "完成建设并试运行",
            "开馆试运行",
            "搬迁投产",
            "旧桥拆除重建通车",
            "拆除重建完成",
            "封闭煤场完工",
            "完成主体施工",
            "One-stop shop opened by June 2022",
            "Smoking ban in force",
            "Bus stop built",
            "不停车收费系统建成",
            "Build closed-loop water system by June 2022",
            "Home for retired teachers built",
        ] {
            assert!(!is_stop(asked), "{asked}");
        }
        assert!(is_of_another_kind("2022年底前完成审计工作"));
        assert!(!is_of_another_kind("设计院大楼建设"));
    }

    #[test]
    fn what_is_not_to_be_is_denied() {
        for asked in
            ["2022年底前不发生重大事故", "无新增欠薪", "No data breach", "Avoid downgrade", "Zero deaths"]
        {
            assert!(denies(asked), "{asked}");
        }
        for asked in [
            "Report published no later than June 2022",
            "No. 3 reactor built",
            "无障碍设施建成",
            "零售中心建成",
            "Net zero plan published",
            "不迟于6月底完成",
            "隐患清零",
            "建成无废城市",
            "Strategy to prevent homelessness published",
            "Zero Waste strategy published",
            "Delivered without delay",
        ] {
            assert!(!denies(asked), "{asked}");
        }
    }
}
