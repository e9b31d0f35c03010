//! How much of the works of a project is done, as reports print it: 形象进度达92%, 完成工程量的80%. It is no share of a target, which
//! may ask for no more than that they are begun. Closed lists.

use crate::domain::{
    act::is_time_alone,
    quantity::Exact,
    reading::{
        numbers::amount::{Amount, Yardstick},
        wording::{
            scan::{Table, take, try_word},
            text::Text,
        },
    },
};

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

/// How much of works is done, or to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorksDone {
    /// In percent.
    pub percent: Exact,
    /// Whether it is that or more.
    pub or_more: bool,
    /// Of what it is counted.
    pub of: Works,
}

/// Of what it is counted how much of works is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Works {
    /// How far all of them have come: 形象进度.
    Progress,
    /// How much there is to do: 工程量.
    Quantity,
    /// The main structure.
    Main,
}

/// How much of works a report says is done, by its first words: 形象进度达92%，完成投资3亿元.
pub fn works_reported(phrase: &str) -> Option<WorksDone> {
    let text = Text::new(phrase).ok()?;
    works_done(text.plain.split([',', ';']).next()?.trim())
}

/// How much of works is asked to be done, and nothing beside it: 年底前形象进度达60%.
pub fn works_asked(phrase: &str) -> Option<WorksDone> {
    let text = Text::new(phrase).ok()?;
    let mut words = text.plain.char_indices().filter_map(|(at, _)| text.plain.split_at_checked(at));
    words.find_map(|(before, words)| {
        let is_led = before.is_empty() || is_time_alone(before) || before == "项目";
        works_done(words.strip_suffix("以上").unwrap_or(words)).filter(|_| is_led)
    })
}

fn works_done(words: &str) -> Option<WorksDone> {
    let unit = Text::new("").ok()?;
    let (percent, is_main) = share_of_works(words, &Yardstick::new(&unit, false))?;
    let of = match (is_main, words.contains("工程量")) {
        (true, _) => Works::Main,
        (false, true) => Works::Quantity,
        (false, false) => Works::Progress,
    };
    let is_plain = is_some(&percent) && percent.unit.scale == Exact::ONE && !percent.about;
    is_plain.then_some(WorksDone { percent: percent.number, or_more: percent.surplus, of })
}

/// Whether a report prints how much of works is done, and that it is something: 形象进度达92%, 80% complete. What it makes a share of a
/// target is none of works.
pub fn works_are_under_way(phrase: &str) -> bool {
    if !phrase.contains(['%', '％']) && !phrase.contains("per") {
        return false;
    }
    let (Ok(text), Ok(unit)) = (Text::new(phrase), Text::new("")) else { return false };
    let yardstick = Yardstick::new(&unit, false);
    let mut clauses = text.plain.split([',', ';']).map(str::trim);
    clauses.any(|clause| {
        share_of_works(clause, &yardstick).is_some_and(|(percent, _)| is_some(&percent))
            || is_in_part_complete(clause, &yardstick)
    })
}

/// Whether a share is one, and not of nothing.
fn is_some(percent: &Amount) -> bool {
    percent.unit.is_fraction() && !percent.signed && percent.number.is_positive()
}

/// 80% complete, Works 45% completed
fn is_in_part_complete(words: &str, yardstick: &Yardstick) -> bool {
    let end =
        ["completed", "complete", "built", "constructed"].iter().find_map(|end| words.strip_suffix(end));
    let Some(mut rest) = end else { return false };
    rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    yardstick.amount(&mut rest).is_ok_and(|percent| rest.trim().is_empty() && is_some(&percent))
}

/// Whether the works are reported to be finished, where words print how much of them is done and nothing more. That all of a part of
/// them is done (主体工程完成100%) does not say so.
pub(crate) fn is_finished(words: &str, yardstick: &Yardstick) -> Option<bool> {
    let (percent, is_part) = share_of_works(words, yardstick)?;
    let hundred = Exact::HUNDRED;
    let is_whole = percent.number == hundred && !(is_part || percent.about || percent.surplus);
    let is_short = percent.number < hundred && !percent.surplus;
    (percent.unit.is_fraction()
        && percent.unit.scale == Exact::ONE
        && !percent.signed
        && (is_whole || is_short))
        .then_some(is_whole)
}

/// How much of works is done, and whether it is of a part of them.
fn share_of_works(words: &str, yardstick: &Yardstick) -> Option<(Amount, bool)> {
    behind_its_name(words, yardstick).or_else(|| before_its_name(words, yardstick))
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
    use super::{Works, is_finished, works_are_under_way, works_asked, works_reported};
    use crate::domain::reading::{numbers::amount::Yardstick, wording::text::Text};

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

    #[test]
    fn works_of_which_something_is_done_are_under_way() {
        for phrase in [
            "形象进度达92%",
            "完成工程量的80%",
            "主体工程已完成90%",
            "形象进度100%",
            "80% complete",
            "80 per cent complete",
            "80% complete, delayed by weather",
            "45% completed",
        ] {
            assert!(works_are_under_way(phrase), "{phrase}");
        }
        for phrase in
            ["形象进度0%", "0% complete", "未开工", "完成目标的80%", "完成80%", "80% of target", "已建成"]
        {
            assert!(!works_are_under_way(phrase), "{phrase}");
        }
    }

    #[test]
    fn how_much_of_works_is_asked_and_reported() {
        let hundredths =
            |done: Option<super::WorksDone>| done.map(|done| (done.percent.to_string(), done.of));
        for (phrase, expected) in [
            ("形象进度达60%", Some(("60", Works::Progress))),
            ("形象进度达60%以上", Some(("60", Works::Progress))),
            ("2024年底前形象进度达到60%", Some(("60", Works::Progress))),
            ("完成工程量的60%", Some(("60", Works::Quantity))),
            ("形象进度约60%", None),
            ("形象进度达60%，完成投资3亿元", None),
            ("办公楼形象进度达60%", None),
            ("投资完成60%", None),
        ] {
            let expected = expected.map(|(percent, of)| (percent.to_owned(), of));
            assert_eq!(hundredths(works_asked(phrase)), expected, "{phrase}");
        }
        let said = hundredths(works_reported("形象进度达62%，完成投资3亿元"));
        assert_eq!(said, Some(("62".to_owned(), Works::Progress)));
        assert_eq!(hundredths(works_reported("办公楼形象进度达62%")), None);
    }
}
