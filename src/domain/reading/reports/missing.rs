//! Why a report has no figure, in its own words: suppressed, not applicable, no longer collected. Closed lists; knows no figure.

use crate::domain::{
    indicator::Measure,
    reading::statements::lexicon::{Words, bare, is_one_of},
    value::Missing,
};

/// What names the data, so that it cannot be an act.
const DATA_WITHHELD: Words = "data suppressed|data withheld|data confidential|data not disclosed|figure withheld|figures withheld|\
    result withheld|results withheld|results suppressed|数据暂不公布|数据不予公布";

/// What may be done with other things as well, and is said of the figure where a number is asked.
const WITHHELD: Words = "suppressed|withheld|confidential|not disclosed|暂不公布|不予公布|暂不对外公布";

/// Why it is held back. It changes nothing.
const REASONS: Words = "confidential|confidentiality|small number|small numbers|low numbers|small sample|small sample size|privacy|\
    confidentiality reasons|privacy reasons|commercial confidentiality|disclosure control";

const SERIES_DISCONTINUED: Words = "indicator discontinued|measure discontinued|series discontinued|survey discontinued|\
    data collection discontinued|data discontinued|data no longer collected|data no longer available|指标已停止统计|指标不再统计|该指标不再统计|该指标已停止统计";

const DISCONTINUED: Words = "discontinued|no longer collected|no longer measured|no longer reported|no longer tracked|\
    no longer published|no longer monitored|不再统计|停止统计|已停止统计|取消统计";

/// “n/a” may be not available as well, and says nothing of the kind.
const NOT_APPLICABLE: Words = "not applicable|不适用|不涉及";

/// Why a report says that it has no figure. Of a milestone what is withheld or discontinued may be what was to be done.
pub(crate) fn said(clause: &str, measure: Measure) -> Option<Missing> {
    // Most outcomes are numbers.
    if clause.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare = bare(clause);
    let (words, why) = ["due to ", "for "]
        .iter()
        .find_map(|link| {
            let (words, why) =
                bare.split_once(" (").and_then(|(words, why)| Some((words, why.strip_suffix(')')?)))?;
            Some((words, why.strip_prefix(link).unwrap_or(why)))
        })
        .or_else(|| bare.split_once(" due to ").or_else(|| bare.split_once(" for ")))
        .unwrap_or((bare.as_str(), ""));
    let is_number = measure != Measure::Milestone;
    if is_one_of(words, DATA_WITHHELD) || (is_number && is_one_of(words, WITHHELD)) {
        return (why.is_empty() || is_one_of(why, REASONS)).then_some(Missing::Withheld);
    }
    if is_one_of(&bare, SERIES_DISCONTINUED) || (is_number && is_one_of(&bare, DISCONTINUED)) {
        return Some(Missing::Discontinued);
    }
    is_one_of(&bare, NOT_APPLICABLE).then_some(Missing::NotApplicable)
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::domain::{indicator::Measure, value::Missing};

    #[test]
    fn a_report_says_why_it_has_no_figure() {
        let [withheld, discontinued, not_applicable] =
            [Missing::Withheld, Missing::Discontinued, Missing::NotApplicable].map(Some);
        for (words, of_a_number, of_a_milestone) in [
            ("suppressed", withheld, None),
            ("withheld", withheld, None),
            ("confidential", withheld, None),
            ("suppressed (small numbers)", withheld, None),
            ("suppressed due to small numbers", withheld, None),
            ("withheld for confidentiality reasons", withheld, None),
            ("data suppressed (due to privacy)", withheld, withheld),
            ("数据暂不公布", withheld, withheld),
            ("discontinued", discontinued, None),
            ("no longer collected", discontinued, None),
            ("indicator discontinued", discontinued, discontinued),
            ("not applicable", not_applicable, not_applicable),
            ("暂不公布", withheld, None),
            ("数据不予公布", withheld, withheld),
            ("不再统计", discontinued, None),
            ("该指标已停止统计", discontinued, discontinued),
            ("不涉及", not_applicable, not_applicable),
            ("停止统计调查", None, None),
            ("不再统计12家", None, None),
            ("未停止统计", None, None),
            ("n/a", None, None),
            ("not suppressed", None, None),
            ("suppressed until 2024", None, None),
            ("suppressed for 2022", None, None),
            ("withheld payments", None, None),
            ("not discontinued", None, None),
            ("discontinued 12 services", None, None),
            ("not yet applicable", None, None),
            ("82% (not applicable)", None, None),
            ("", None, None),
        ] {
            assert_eq!(said(words, Measure::Level), of_a_number, "{words}");
            assert_eq!(said(words, Measure::Milestone), of_a_milestone, "{words}");
        }
    }
}
