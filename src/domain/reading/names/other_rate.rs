//! A rate that a Chinese report names before its percentage (合格率96%), against the name of the indicator and the words of the target. Two
//! are told apart by the letters before 率, and not by a list of rates. Knows no number.

use crate::domain::reading::wording::text::Text;

/// How the name of a share ends.
const ENDS: [&str; 5] = ["占比", "比重", "比例", "比率", "率"];

/// What is told in percent and ends otherwise.
const DEGREES: [&str; 5] = ["满意度", "知晓度", "认可度", "信任度", "支持度"];

/// Of which the word before says how something moved, or of what it is a share, and not which rate it is.
const NO_RATES: [&str; 15] = [
    "增长", "增速", "下降", "降低", "减少", "上升", "提高", "提升", "改善", "目标", "计划", "任务", "预算",
    "序时", "完成",
];

/// What is said before the name of a rate, and is no part of it.
const LEADS: [&str; 18] = [
    "全市", "全省", "全区", "全县", "全国", "年度", "全年", "年末", "年底", "年", "累计", "预计", "实现",
    "总体", "平均", "综合", "其中", "使",
];

/// What joins the name of a rate to its figure.
const LINKS: [&str; 17] = [
    "为",
    "达到",
    "达",
    "是",
    "约",
    "近",
    "超过",
    "超",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "稳定在",
    "保持在",
    "不低于",
    "到",
    "至",
];

/// What means the same beside such a word.
const SAME: [(&str, &str); 3] = [("入园", "入学"), ("处理", "治理"), ("参保", "覆盖")];

/// Words before what a rate is of, by which less of it counts: those of one line mean the same. 按期办结率 is no 办结率.
const ON_CONDITION: [&[&str]; 3] =
    [&["按期", "按时", "及时", "准时", "如期", "限时"], &["一次", "首次"], &["当场", "即时"]];

/// A rate by its name.
struct Rate {
    /// The word before the end, which says of what it is: 合格.
    word: String,
    /// Whether it is the share of something, and no rate: 占比.
    is_share: bool,
}

/// Whether the rate that a report names is another one than that of the target's words or of the name of the indicator. A word that may
/// be short for the name is of the same.
pub fn names_another_rate(report: &str, name: &str, target: &str) -> bool {
    // Most that is reported names no rate.
    if !report.contains(['率', '度', '比']) {
        return false;
    }
    // The days of good air are those that keep the standard.
    let of_air =
        |words: String| if name.contains("空气") { words.replace("达标", "优良") } else { words };
    let [report, own, target] = [report, name, target].map(|words| of_air(plain(words)));
    let name = own;
    let asked = before_percentages(&target).into_iter().next().flatten();
    let asked = asked.filter(|asked| !asked.word.is_empty());
    let is_another = |said: &Rate| {
        if is_denied(&said.word, &name) || is_of_less(&said.word, &name, &target) {
            return true;
        }
        if is_on_another_condition(&said.word, [asked.as_ref().map_or("", |asked| &asked.word), &name]) {
            return true;
        }
        if let Some(asked) = &asked {
            return !(may_be_short(said, &asked.word) || may_be_short(asked, &said.word));
        }
        let bare = name.split('(').next().unwrap_or_default();
        let bare = bare.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        rate(bare).is_some() && !may_be_short(said, &name)
    };
    // Where several are printed, the figure may be any of them.
    let said = before_percentages(&report);
    !said.is_empty() && said.iter().all(|said| said.as_ref().is_some_and(is_another))
}

fn plain(words: &str) -> String {
    let plain = Text::new(words).map(|text| text.plain).unwrap_or_default();
    SAME.iter().fold(plain, |words, (one, other)| words.replace(one, other))
}

/// The rates that stand right before the percentages of a phrase, where these say of which rate they are.
fn before_percentages(plain: &str) -> Vec<Option<Rate>> {
    plain.match_indices('%').map(|(at, _)| plain.get(..at).and_then(named_last)).collect()
}

/// The rate with the name and the number of which words end. What has the share that is none by its name stands before it:
/// 优良天数332天，占比91%.
fn named_last(before: &str) -> Option<Rate> {
    let mut name = before.trim_end_matches(|c: char| c.is_ascii_digit() || ".≥> ".contains(c));
    while let Some(left) = LINKS.iter().find_map(|link| name.strip_suffix(link)) {
        name = left.trim_end_matches([':', ' ']);
    }
    let name = name.trim_end_matches([':', ' ']);
    let is_name = |c: char| !c.is_ascii() && c.is_alphabetic();
    let rate = rate(name.strip_prefix(name.trim_end_matches(is_name))?)?;
    let is_none = NO_RATES.iter().any(|none| rate.word.ends_with(none));
    let is_of_something = rate.word.is_empty() && before.contains([',', ';', '。']);
    (!is_none && !is_of_something).then_some(rate)
}

/// The rate with the name of which words end.
fn rate(words: &str) -> Option<Rate> {
    let degree = words.strip_suffix('度').filter(|_| DEGREES.iter().any(|degree| words.ends_with(degree)));
    let (word, is_share) = match degree {
        Some(word) => (word, false),
        None => ENDS.iter().find_map(|end| Some((words.strip_suffix(end)?, *end != "率")))?,
    };
    // 占地区生产总值的比重: what it is a share of is not what has it.
    let word = word.split('占').next().filter(|_| is_share).unwrap_or(word);
    let word = LEADS.iter().fold(word, |word, lead| word.strip_prefix(lead).unwrap_or(word));
    // 占GDP的比重, of which the letters before are no part.
    let word = word.trim_matches('的');
    Some(Rate { word: word.to_owned(), is_share })
}

/// Whether a name says that what a word is of is not so: 不合格率, of 合格.
fn is_denied(word: &str, name: &str) -> bool {
    let denied = |no: char| name.contains(&format!("{no}{word}")) && !word.contains(no);
    let is_so = || word.chars().nth(1).is_some() && ['不', '未', '非', '无'].into_iter().any(denied);
    // What both say that they are of: 合格率和不合格率.
    is_so() && name.matches(word).count() == 1
}

/// Whether a rate is of what is done in time, or at once, and the one that is asked, by the words of the target or else by the name, is
/// not; or the other way round.
fn is_on_another_condition(said: &str, [target, name]: [&str; 2]) -> bool {
    const NEAR: usize = 4;
    let start = said.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let Some(what) = said.get(start..).filter(|what| what.chars().nth(1).is_some()) else { return false };
    // What both are of: 办结率、按期办结率.
    let asked = if target.contains(what) { target } else { name };
    if asked.matches(what).count() != 1 {
        return false;
    }
    let is_said = |words: &str, conditions: &[&str]| {
        let before = words.split(what).next().unwrap_or_default();
        let from = before.char_indices().rev().nth(NEAR - 1).map_or(0, |(at, _)| at);
        let near = before.get(from..).unwrap_or_default();
        conditions.iter().any(|condition| near.contains(condition))
    };
    ON_CONDITION.iter().any(|conditions| {
        let (of_report, of_target) = (is_said(said, conditions), is_said(asked, conditions));
        // The words of the target may be short for the name.
        of_report != of_target && !(of_report && is_said(name, conditions))
    })
}

/// By which a word says more than it does alone: 非常满意.
const MORE: [&str; 6] = ["非常", "十分", "特别", "高度", "完全", "全面"];

/// Whether what is asked is more than a word says: 满意, of 非常满意. Of 非常满意和满意率 either is asked.
fn is_of_less(word: &str, name: &str, target: &str) -> bool {
    word.split(['和', '及', '与', '或', '、']).any(|word| {
        let says_more = |more: &&str| word.contains(more);
        let asked = if target.contains(word) { target } else { name };
        let asks_more = |more: &&str| asked.contains(&format!("{more}{word}"));
        word.chars().nth(1).is_some()
            && asked.matches(word).count() == 1
            && !MORE.iter().any(says_more)
            && MORE.iter().any(asks_more)
    })
}

/// Whether the name of a rate may be short for another one, or that in other words: what it is of stands in it, or the most of it.
fn may_be_short(rate: &Rate, name: &str) -> bool {
    if rate.word.is_empty() {
        // 占比 of what is a share, of whatever it is.
        return !rate.is_share || ["占", "比重", "比例", "比率"].iter().any(|share| name.contains(share));
    }
    let letters: Vec<char> = rate.word.chars().collect();
    shared(&letters, name) >= letters.len().min(2)
}

/// How many letters of a word a name holds in the same , where that is two at most.
fn shared(letters: &[char], name: &str) -> usize {
    let holds_two = letters.iter().enumerate().any(|(at, first)| {
        let behind = name.split_once(*first).map(|(_, behind)| behind);
        behind.is_some_and(|behind| letters.iter().skip(at + 1).any(|second| behind.contains(*second)))
    });
    if holds_two { 2 } else { usize::from(letters.iter().any(|letter| name.contains(*letter))) }
}

#[cfg(test)]
mod tests {
    use super::names_another_rate;

    #[test]
    fn a_rate_of_less_is_another_than_one_of_more() {
        let mut wrong = Vec::new();
        for (name, target, report, is_another) in [
            ("非常满意率", "60%", "满意率95%", true),
            ("非常满意率", "60%", "满意度95%", true),
            ("非常满意率", "60%", "总体满意率95%", true),
            ("非常满意率", "60%", "非常满意和满意率95%", true),
            ("群众满意度", "非常满意率60%", "满意率95%", true),
            ("完全达标率", "90%", "达标率95%", true),
            ("全面达标率", "90%", "达标率95%", true),
            ("首次缴费率", "90%", "缴费率95%", true),
            ("产品一次合格率", "90%", "合格率95%", true),
            ("产品一次交验合格率", "90%", "合格率95%", true),
            ("工单按期办结率", "90%", "办结率95%", true),
            ("非常满意率", "60%", "非常满意率65%", false),
            ("非常满意率", "60%", "65%", false),
            ("非常满意率", "满意率90%", "满意率95%", false),
            ("满意率", "60%", "非常满意率65%", false),
            ("群众满意率", "60%", "满意率95%", false),
            ("非常满意和满意率", "90%", "满意率95%", false),
            ("产品合格率", "90%", "合格率95%", false),
            ("工单按期办结率", "90%", "按期办结率95%", false),
            ("工单按期办结率", "90%", "按时办结率95%", false),
            ("完工及时率", "90%", "及时率95%", false),
        ] {
            if names_another_rate(report, name, target) != is_another {
                wrong.push((name, target, report));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_rate_is_another_where_it_is_not_in_the_name() {
        for (name, target, report) in [
            ("农村生活污水治理率", "45%", "覆盖率96%"),
            ("疫苗接种率", "85%", "合格率96%"),
            ("疫苗接种率", "85%", "全市合格率达到96%"),
            ("学生体质健康优良率", "55%", "合格率95.4%"),
            ("学生体质健康", "优良率55%", "合格率95.4%"),
            ("农村卫生厕所普及率", "普及率85%", "覆盖率96%"),
            ("水质优良比例", "85%", "达标率96%"),
            ("劳动参与率", "60%", "参保率61%"),
            ("老旧小区改造完成率", "90%", "满意度96%"),
            ("老旧小区改造完成率", "90%", "占比96%"),
            ("食品抽检不合格率", "2%以内", "合格率98.5%"),
            ("食品抽检不合格数", "2%以内", "合格率1.5%"),
            ("不合格率", "2%以内", "合格率1.5%"),
            ("水质超标率", "10%以内", "达标率95%"),
            ("水質超標率（%）", "10%以內", "達標率95%"),
            ("工单按期办结率", "90%", "办结率96%"),
            ("工单按期办结率", "按期办结率90%", "办结率96%"),
            ("工单按时规范办结率", "90%", "工单办结率96%"),
            ("工单办结率", "90%", "按期办结率96%"),
            ("工资及时发放率", "90%", "发放率96%"),
            ("产品一次合格率", "90%", "合格率96%"),
            ("工單按期辦結率", "90%", "辦結率96%"),
        ] {
            assert!(names_another_rate(report, name, target), "{name} {target}: {report}");
        }
        for (name, target, report) in [
            ("农产品质量安全监测合格率", "98%", "合格率98.5%"),
            ("农产品质量安全监测", "98%", "合格率98.5%"),
            ("食品抽检不合格率", "2%以内", "不合格率1.5%"),
            ("合格率和不合格率", "98%", "合格率98.5%"),
            ("老旧小区改造完成率", "90%", "完成率96%"),
            ("常住人口城镇化率", "60%", "城镇化率61%"),
            ("工单按期办结率", "90%", "按期办结率96%"),
            ("工单按期办结率", "90%", "工单按时办结率96%"),
            ("工单按期办结率", "办结率90%", "办结率96%"),
            ("工单按期办结率", "办结率90%", "按期办结率96%"),
            ("工单办结率、按期办结率", "90%", "办结率96%"),
            ("工单按期办理", "90%", "办结率96%"),
            ("按期整改问题的群众满意率", "90%", "满意率96%"),
            ("空气质量优良天数比例", "88%", "优良率89%"),
            ("空气质量达标天数比例", "88%", "优良天数比率89%"),
            ("国考断面水质优良率", "88%", "水质优良比例90%"),
            ("地表水达到或好于Ⅲ类水体比例", "88%", "地表水优良比例90%"),
            ("服务业增加值占地区生产总值比重", "55%", "占GDP比重为55.3%"),
            ("税收占比", "70%", "比重70.6%"),
            ("制造业增加值占GDP比重", "30%", "占GDP的比重为31%"),
            ("制造业增加值占GDP比重", "30%", "制造业增加值占GDP的比重为31%"),
            ("研发投入占GDP比重", "3%", "占全省GDP的比例达3.1%"),
            ("空气质量达标天数比例", "85%", "达标率86%"),
            ("空气质量达标率", "85%", "优良天数比例86%"),
            ("空气质量优良率", "85%", "达标率86%"),
            ("基本医疗保险参保率", "95%", "覆盖率96%"),
            ("服务业增加值占比", "55%", "占地区生产总值的比重为55.3%"),
            ("群众满意率", "90%", "满意度95%"),
            ("学生体质健康", "优良率55%", "学生体质健康优良率56%"),
            ("12345热线（办结率）", "90%", "办结率96%"),
            ("预算执行率", "90%", "目标完成率96%"),
            ("研发投入强度", "2%", "占比2.1%"),
            ("失业率", "5%", "5.2%"),
            ("空气质量优良率", "88%", "优良天数332天，占比91%"),
            ("工单办结率", "88%", "满意度98%，办结率99%"),
            ("", "5%", "合格率96%"),
        ] {
            assert!(!names_another_rate(report, name, target), "{name} {target}: {report}");
        }
    }
}
