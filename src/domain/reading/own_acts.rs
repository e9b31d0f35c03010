//! The figure of the act that the name of the indicator says, where a report gives those of several stages of the works: 2900套 of
//! 开工5200套、基本建成2900套, of 保障性住房基本建成套数. Without such a name nobody knows which of them is asked, so that the grammar refuses them.

use super::own_words::is_number;
use crate::domain::indicator::Measure;

/// Stages of works by which things are counted. Of two of which one is a part of the other the longer one stands first.
const STAGES: [&str; 9] = ["基本建成", "新开工", "开工", "建成", "竣工", "完工", "封顶", "交付", "投用"];

/// The part of a phrase that is of the only act of a name, and nothing but acts and figures beside it.
pub(super) fn of_own_act(said: &str, name: &str, measure: Measure) -> Option<String> {
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
    let is_denied = before.ends_with(['未', '应', '拟', '待', '可', '不']);
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
    use super::of_own_act;
    use crate::domain::indicator::Measure;

    #[test]
    fn of_several_stages_the_one_of_the_name_is_taken() {
        for (name, phrase, taken) in [
            ("保障性住房开工套数", "开工5200套、基本建成2900套", Some("开工5200套")),
            ("保障性住房新开工", "开工5200套，竣工2900套", Some("开工5200套")),
            ("保障性住房基本建成", "开工5200套、基本建成2900套", Some("基本建成2900套")),
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
