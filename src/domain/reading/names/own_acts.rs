//! The figure of the act that the name of the indicator says (到位810亿元 of 实际到位资金), also where a report gives those of several stages of
//! the works: 2900套 of 开工5200套、基本建成2900套, of 保障性住房基本建成套数. Without such a name nobody knows what is asked, so that the grammar
//! refuses them.

use super::own_words::is_number;
use crate::domain::indicator::Measure;

/// What is done with money and with things, by the words of a name, where the grammar does not know it as the figure itself.
const OWN: [&str; 6] = ["到位", "下达", "新设", "新登记", "筛查", "出栏"];

/// The same, read in reports alone: of a target so worded another act (签约, of 加装) would not be told.
const OF_REPORTS: [&str; 5] = ["救助", "招聘", "新入库", "加装", "关停"];

/// Of those what is done with what there is, whose names may say less: 改造.
const RENOVATIONS: [&str; 2] = ["改造提升", "提升改造"];

/// Acts that the grammar knows.
const KNOWN: [&str; 13] =
    ["淘汰", "拨付", "兑付", "发放", "支付", "支出", "使用", "分配", "签约", "完成", "安排", "新增", "净增"];

/// Whether words begin with an act by which no target is read.
pub fn is_an_act_of_reports(phrase: &str) -> bool {
    let said = phrase.trim();
    OF_REPORTS.iter().chain(&RENOVATIONS).any(|act| said.starts_with(act))
}

/// Stages of works by which things are counted. Of two of which one is a part of the other the longer one stands first.
const STAGES: [&str; 9] = ["基本建成", "新开工", "开工", "建成", "竣工", "完工", "封顶", "交付", "投用"];

/// 到位810亿元: where the name says that this is what is counted, and names no other act.
pub(crate) fn behind_act(said: &str, name: &str, measure: Measure) -> Option<String> {
    // Whoever does it is none of those with whom it is done: 救助站, 招聘会.
    const DOERS: [&str; 5] = ["站", "机构", "中心", "平台", "会"];
    if measure != Measure::Flow {
        return None;
    }
    let own = || OWN.iter().chain(&OF_REPORTS);
    let act = own().chain(&RENOVATIONS).find(|act| said.starts_with(**act))?;
    // What is closed down is got rid of, and what is improved so is renovated.
    let named = match *act {
        act if name.contains(act) => act,
        "关停" => "淘汰",
        "改造提升" | "提升改造" => "改造",
        act => act,
    };
    let (before, behind) = name.split_once(named)?;
    if DOERS.iter().any(|doer| behind.starts_with(doer)) {
        return None;
    }
    let is_denied = before.ends_with(['未', '应', '拟', '待', '可', '不']);
    let names_others = own().chain(&KNOWN).any(|other| *other != named && name.contains(other));
    let left = said.strip_prefix(act)?;
    let left = left.strip_prefix('了').unwrap_or(left);
    // 招聘教师4.99万人 of 教师招聘人数: what the whole name says it is done with, and no more.
    let object = own_object(name, named);
    let left = left.strip_prefix(object).filter(|_| !object.is_empty()).unwrap_or(left);
    (!is_denied && !names_others && is_number(left)).then(|| left.to_owned())
}

/// What a name says that an act is done with, without how many there are: 教师 of 教师招聘人数.
fn own_object<'a>(name: &'a str, act: &str) -> &'a str {
    let Some((before, behind)) = name.split_once(act) else { return "" };
    let behind =
        ["人数", "数量", "户数", "数"].iter().find_map(|end| behind.strip_suffix(end)).unwrap_or(behind);
    match (before, behind) {
        ("", object) | (object, "") => object,
        // 既有住宅加装电梯: where else are they added?
        (_, object) if act == "加装" => object,
        _ => "",
    }
}

/// The part of a phrase that is of the only act of a name, and nothing but acts and figures beside it.
pub(crate) fn of_own_act(said: &str, name: &str, measure: Measure) -> Option<String> {
    if measure != Measure::Flow || !said.contains(['、', '，', ',', '；', ';']) {
        return None;
    }
    let own = act_in(name)?;
    let parts: Vec<&str> = said.split(['、', '，', ',', '；', ';']).map(str::trim).collect();
    let acts: Option<Vec<&str>> = parts.iter().map(|part| act_of_part(part)).collect();
    let acts = acts?;
    let is_one = |act: &&&str| without_new(act) == without_new(own);
    let is_told_apart = acts.iter().filter(is_one).count() == 1;
    let at = acts.iter().position(|act| is_one(&act)).filter(|_| is_told_apart)?;
    parts.get(at).map(|part| (*part).to_owned())
}

/// What is begun is new.
fn without_new(act: &str) -> &str {
    act.strip_prefix('新').unwrap_or(act)
}

/// The act of a name that names no other.
fn act_in(name: &str) -> Option<&'static str> {
    let act = STAGES.into_iter().find(|act| name.contains(act))?;
    let (before, behind) = name.split_once(act)?;
    // 开竣工 is two of them.
    let is_denied = before.ends_with(['未', '应', '拟', '待', '可', '不', '开']);
    let is_only = !STAGES.iter().any(|other| before.contains(other) || behind.contains(other));
    (is_only && !is_denied && !behind.starts_with(['率', '区', '面'])).then_some(act)
}

/// The act of a part that is made of one and a number alone.
fn act_of_part(part: &str) -> Option<&'static str> {
    let part = part.strip_prefix("已").unwrap_or(part);
    let act = STAGES.into_iter().find(|act| part.starts_with(act))?;
    let figure = part.strip_prefix(act)?;
    let unit = figure.trim_start_matches(|c: char| c.is_ascii_digit() || ".万亿余多约近超".contains(c));
    let is_unit = unit.chars().count() <= 3 && unit.chars().all(char::is_alphabetic);
    (is_number(figure) && is_unit).then_some(act)
}

#[cfg(test)]
mod tests {
    use super::{behind_act, is_an_act_of_reports, of_own_act};
    use crate::domain::indicator::Measure;

    #[test]
    fn what_is_improved_so_is_renovated_by_the_name() {
        for (name, phrase, left) in [
            ("老旧小区改造", "改造提升52个", Some("52个")),
            ("农贸市场改造提升", "提升改造12个", Some("12个")),
            ("落后产能企业淘汰", "改造提升52家", None),
            ("既有住宅加装电梯", "改造提升52台", None),
            ("农村公路", "改造提升52公里", None),
        ] {
            assert_eq!(behind_act(phrase, name, Measure::Flow).as_deref(), left, "{name}: {phrase}");
        }
        assert!(is_an_act_of_reports("加装电梯100台") && !is_an_act_of_reports("到位100亿元"));
    }

    #[test]
    fn of_several_stages_the_one_of_the_name_is_taken() {
        for (name, phrase, taken) in [
            ("保障性住房开工套数", "开工5200套、基本建成2900套", Some("开工5200套")),
            ("保障性住房新开工", "开工5200套，竣工2900套", Some("开工5200套")),
            ("保障性住房基本建成", "开工5200套、基本建成2900套", Some("基本建成2900套")),
            ("项目开竣工数", "开工110个、竣工90个", None),
            ("竣工项目", "开工52个；竣工29个", Some("竣工29个")),
            ("保障性住房", "开工5200套、基本建成2900套", None),
            ("保障性住房建成", "开工5200套、基本建成2900套", None),
            ("开工建成套数", "开工5200套、建成2900套", None),
            ("开工率", "开工5200套、建成2900套", None),
            ("保障性住房开工套数", "开工5200套，去年建成2900套", None),
            ("保障性住房开工套数", "开工5200套，建成占比90%", None),
            ("保障性住房开工套数", "开工5200套，开工300套", None),
            ("保障性住房开工套数", "开工5200套", None),
        ] {
            let found = of_own_act(phrase, name, Measure::Flow);
            assert_eq!(found.as_deref(), taken, "{name}: {phrase}");
        }
        assert_eq!(of_own_act("开工5200套、竣工2900套", "开工套数", Measure::Level), None);
    }
}
