//! How much of the works of a project is done, as reports print it: 形象进度达92%, 完成工程量的80%. It is no share of a target, which
//! may ask for no more than that they are begun. Closed lists.

use super::{
    amount::{Amount, Yardstick},
    scan::{Table, take, try_word},
};
use crate::domain::quantity::Exact;

const LEADS: Table<()> = &[
    ("目前", ()),
    ("现", ()),
    ("已", ()),
    ("累计", ()),
    ("项目", ()),
    ("工程", ()),
    ("总体", ()),
    ("整体", ()),
    ("总", ()),
];

const WORKS: Table<()> = &[
    ("形象进度", ()),
    ("工程形象进度", ()),
    ("工程进度", ()),
    ("施工进度", ()),
    ("建设进度", ()),
    ("总体进度", ()),
    ("工程量", ()),
    ("总工程量", ()),
    ("主体", ()),
    ("主体工程", ()),
    ("主体结构", ()),
];

const COME_TO: Table<()> = &[
    ("完成", ()),
    ("已完成", ()),
    ("达到", ()),
    ("已达到", ()),
    ("达", ()),
    ("已达", ()),
    ("为", ()),
    (":", ()),
    ("过", ()),
];

/// Whether the works are reported to be finished, where words print how much of them is done and nothing more. That all of a part of
/// them is done (主体工程完成100%) does not say so.
pub(super) fn is_finished(words: &str, yardstick: &Yardstick) -> Option<bool> {
    let (percent, is_part) =
        behind_its_name(words, yardstick).or_else(|| before_its_name(words, yardstick))?;
    let hundred = Exact::HUNDRED;
    let is_whole = percent.number == hundred && !(is_part || percent.about || percent.surplus);
    let is_short = percent.number < hundred && !percent.surplus;
    (percent.unit.is_fraction()
        && percent.unit.scale == Exact::ONE
        && !percent.signed
        && (is_whole || is_short))
        .then_some(is_whole)
}

/// 工程形象进度完成65%, 主体工程已完成90%
fn behind_its_name(words: &str, yardstick: &Yardstick) -> Option<(Amount, bool)> {
    let mut rest = words;
    let mut name = rest;
    while try_word(&mut rest, WORKS).is_none() {
        try_word(&mut rest, LEADS)?;
        name = rest;
    }
    let is_led = try_word(&mut rest, COME_TO).is_some();
    let is_part = name.starts_with("主体");
    let percent = yardstick.amount(&mut rest).ok()?;
    (rest.trim().is_empty() && (is_led || !is_part)).then_some((percent, is_part))
}

/// 完成工程量的80%
fn before_its_name(words: &str, yardstick: &Yardstick) -> Option<(Amount, bool)> {
    let mut rest = words;
    while try_word(&mut rest, &[("目前", ()), ("已", ()), ("累计", ())]).is_some() {}
    let is_done = take(&mut rest, "完成");
    let is_of_works = take(&mut rest, "总工程量") || take(&mut rest, "工程总量") || take(&mut rest, "工程量");
    let _ = take(&mut rest, "的");
    let percent = yardstick.amount(&mut rest).ok()?;
    (is_done && is_of_works && rest.trim().is_empty()).then_some((percent, false))
}

#[cfg(test)]
mod tests {
    use super::is_finished;
    use crate::domain::reading::{amount::Yardstick, text::Text};

    #[test]
    fn how_much_of_the_works_is_done() {
        let unit = Text::new("").unwrap();
        let yardstick = Yardstick::new(&unit, false);
        for (words, expected) in [
            ("形象进度达92%", Some(false)),
            ("工程形象进度完成65%", Some(false)),
            ("总体形象进度已达65%", Some(false)),
            ("项目总体进度65%", Some(false)),
            ("完成工程量的80%", Some(false)),
            ("完成总工程量80%", Some(false)),
            ("累计完成工程量的80%", Some(false)),
            ("主体工程完成90%", Some(false)),
            ("主体结构已完成90%", Some(false)),
            ("形象进度达100%", Some(true)),
            ("主体工程完成100%", None),
            ("形象进度约100%", None),
            ("完成投资的80%", None),
            ("完成80%", None),
            ("主体工程完工", None),
            ("主体工程投资90%", None),
            ("形象进度超过90%的项目3个", None),
        ] {
            assert_eq!(is_finished(words, &yardstick), expected, "{words}");
        }
    }
}
