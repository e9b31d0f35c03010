//! The number of a target with the authority that set it: 完成省下达任务75.6万亩. Who set it changes nothing of the number.

use crate::domain::reading::statements::lexicon::{named_as_issued, take_one_of};

/// Words before who set it, that say how the figure is to stand to the number.
const SIDES: &str = "控制在|严格控制在|不低于|不少于|不超过|不高于|不突破|完成|确保完成|全面完成|达到";

/// The words of a target without those that say who set its number; `None` where they are none. Of a share or a multiple of what
/// was issued (不低于省下达任务的90%) the number is another one.
pub(crate) fn without_who_set_it(said: &str) -> Option<String> {
    let mut rest = said;
    let _ = take_one_of(&mut rest, SIDES);
    let side = said.get(..said.len() - rest.len())?;
    if !named_as_issued(&mut rest) {
        return None;
    }
    let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
    (is_number && !rest.contains(['%', '％', '倍', '成', '，', ',', '、', '（', '(']))
        .then(|| format!("{side}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::without_who_set_it;

    #[test]
    fn who_set_a_number_changes_nothing_of_it() {
        for (said, left) in [
            ("控制在省核定限额105.6亿元以内", Some("控制在105.6亿元以内")),
            ("不低于省下达的75.6万亩", Some("不低于75.6万亩")),
            ("完成省下达任务75.6万亩", Some("完成75.6万亩")),
            ("省下达任务75.6万亩", Some("75.6万亩")),
            ("不超过国家下达的控制目标12万吨", Some("不超过12万吨")),
            ("完成省下达任务的90%", None),
            ("不低于省下达任务的90%", None),
            ("不低于省下达任务的1.2倍", None),
            ("完成省下达任务", None),
            ("完成省下达任务，75.6万亩", None),
            ("完成75.6万亩", None),
            ("不低于省平均75.6万亩", None),
            ("省级75.6万亩", None),
        ] {
            assert_eq!(without_who_set_it(said).as_deref(), left, "{said}");
        }
    }
}
