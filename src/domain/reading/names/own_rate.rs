//! A rate or a share with the name of which a report or a target begins, where the name of the indicator ends with it: 签约率75% of
//! 家庭医生签约率, 护理型床位占比达55%. Knows nothing of other names.

use super::own_words::{behind_link, is_dated, is_number};

/// How such names end, how many letters stand before that at least, and behind what: all but a word for where things are makes a share one
/// of another kind (制造业增加值占比, of 高技术制造业增加值占比).
const ENDS: [(&str, usize, &str); 2] = [("率", 2, ""), ("占比", 3, "机构")];

/// Of which the figure of a rate may be another one.
const MOVES: [&str; 8] = ["增长", "下降", "降低", "减少", "上升", "提高", "提升", "改善"];

/// The figure behind what the name ends with, whichever rate or share that is. How something moved is none: 下降率.
pub(crate) fn behind_other_rate(said: &str, name: &str) -> Option<String> {
    let said = ["总体", "平均"].iter().find_map(|lead| said.strip_prefix(lead)).unwrap_or(said);
    ENDS.iter().find_map(|(end, letters, behind)| {
        let (word, left) = said.split_once(end)?;
        let before = name.strip_suffix(end)?.strip_suffix(word)?;
        let is_one = word.chars().count() >= *letters
            && (before.is_empty() || before.ends_with(behind))
            && !before.ends_with(['不', '未', '非', '无'])
            && !MOVES.iter().any(|moved| word.ends_with(moved));
        let figure = behind_link(left);
        (is_one && is_number(figure) && !is_dated(figure)).then(|| figure.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::behind_other_rate;

    #[test]
    fn a_figure_may_stand_behind_the_end_of_the_name() {
        for (name, phrase, left) in [
            ("群众满意率", "满意率94.98%", Some("94.98%")),
            ("家庭医生签约率", "签约率达到75%", Some("75%")),
            ("专项债券使用率", "使用率95%", Some("95%")),
            ("农产品监测合格率", "总体合格率97.9%", Some("97.9%")),
            ("主要农产品合格率", "农产品合格率97.9%", Some("97.9%")),
            ("养老机构护理型床位占比", "护理型床位占比达55%", Some("55%")),
            ("护理型床位占比", "护理型床位占比达到55%以上", Some("55%以上")),
            ("高技术制造业增加值占比", "制造业增加值占比32%", None),
            ("三四级手术占比", "四级手术占比20%", None),
            ("高技能人才占比", "技能人才占比35%", None),
            ("未签约率", "签约率75%", None),
            ("家庭医生签约人数占比", "签约率75%", None),
            ("能耗下降率", "下降率3%", None),
            ("家庭医生签约率", "签约率比上年提高3个百分点", None),
            ("非护理型床位占比", "护理型床位占比达55%", None),
            ("普惠性床位占比", "护理型床位占比达55%", None),
            ("护理型床位占比", "护理型床位占比比上年提高3个百分点", None),
        ] {
            assert_eq!(behind_other_rate(phrase, name).as_deref(), left, "{name}: {phrase}");
        }
    }
}
