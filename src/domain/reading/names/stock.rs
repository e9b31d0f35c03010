//! Whether what an indicator measures is what there is at a day, so that the state at the end of December is the year's; and not
//! what may be the mean of twelve months, as a share, a concentration or the number of those employed may be. It does not know
//! what is reported.

use super::subject::names_a_stock;
use crate::domain::{
    reading::{unit_of, wording::text::Text},
    unit::{Base, Unit},
};

/// Things that are there or not: nobody gives the mean of twelve counts of them without saying so.
const THINGS: [&str; 24] = [
    "家",
    "户",
    "所",
    "座",
    "处",
    "台",
    "台套",
    "辆",
    "套",
    "艘",
    "架",
    "张",
    "床",
    "栋",
    "幢",
    "business",
    "company",
    "enterprise",
    "facility",
    "firm",
    "home",
    "school",
    "site",
    "vehicle",
];

/// What says that a figure is a mean.
const MEANS: [&str; 7] = ["平均", "年均", "月均", "日均", "均值", "average", "mean "];

/// What says in English that a figure is what there is at a day.
const AT_A_DAY: [&str; 5] = ["outstanding", "stock of", "year-end", "year end", "end of "];

/// Whether an indicator measures what there is at a day, by its unit and its names.
pub fn is_what_there_is_at_a_day(unit: &str, names: [&str; 2]) -> bool {
    let plain = |name: &str| Text::new(name).map(|text| text.plain).unwrap_or_default();
    let names = names.map(plain);
    let says = |words: &[&str]| names.iter().any(|name| words.iter().any(|word| name.contains(word)));
    let is_named = || names.iter().any(|name| names_a_stock(name)) || says(&AT_A_DAY);
    !says(&MEANS) && (is_named() || unit_of(unit).is_some_and(|unit| counts_things(&unit)))
}

/// Whether an indicator by its names, or a target by its words, is of the mean of the days of a period: PM2.5年均浓度,
/// 全年平均控制在33. A mean of people or of things (平均受教育年限) is not.
pub fn is_mean_of_its_days(names: [&str; 2], target: &str) -> bool {
    const NAMED: [&str; 8] =
        ["年均", "月均", "日均", "年平均", "月平均", "日平均", "average daily", "average monthly"];
    const ASKED: [&str; 5] = ["全年平均", "年平均", "annual average", "annual mean", "average for the year"];
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_named = names.iter().any(|name| {
        let name = name.to_lowercase();
        says(&name, &NAMED) || says(&name, &ASKED)
    });
    is_named || says(&target.to_lowercase(), &ASKED)
}

/// Whether a unit is one of things that are there once they are built or founded, or of how much of them there is: neither money
/// nor a share, nor people, who are counted anew each year.
pub fn unit_counts_things(unit: &str) -> bool {
    unit_of(unit).is_some_and(|unit| match unit.base {
        Base::Counter(thing) => thing != "person",
        Base::Physical(_) | Base::Anything | Base::Other(_) => true,
        _ => false,
    })
}

fn counts_things(unit: &Unit) -> bool {
    matches!(unit.base, Base::Counter(thing) if THINGS.contains(&thing)) && unit.per.is_none()
}

#[cfg(test)]
mod tests {
    use super::{is_mean_of_its_days, is_what_there_is_at_a_day};

    #[test]
    fn a_mean_of_days_is_told_from_one_of_people() {
        for (zh, en, target) in [
            ("PM2.5年均浓度", "", "33"),
            ("城镇调查失业率", "", "全年平均5.5%左右"),
            ("月均参保人数", "", "100"),
            ("", "Annual mean PM2.5", "33"),
        ] {
            assert!(is_mean_of_its_days([zh, en], target), "{zh}{en} {target}");
        }
        for (zh, en, target) in [
            ("平均受教育年限", "", "11年"),
            ("城镇调查失业率", "", "5.5%左右"),
            ("", "Average wait time", "30"),
            ("高新技术企业", "", "年均增长5%"),
        ] {
            assert!(!is_mean_of_its_days([zh, en], target), "{zh}{en} {target}");
        }
    }

    #[test]
    fn what_there_is_at_a_day_is_told_from_what_may_be_a_mean() {
        for (unit, zh, en) in [
            ("家", "高新技术企业", ""),
            ("万户", "市场主体", ""),
            ("亿元", "本外币存款余额", ""),
            ("万人", "年末常住人口", ""),
            ("%", "年末城镇登记失业率", ""),
            ("vehicles", "", "Electric vehicles registered"),
            ("$ million", "", "Loans outstanding"),
        ] {
            assert!(is_what_there_is_at_a_day(unit, [zh, en]), "{unit} {zh} {en}");
        }
        for (unit, zh, en) in [
            ("%", "城镇调查失业率", ""),
            ("%", "常住人口城镇化率", ""),
            ("微克/立方米", "细颗粒物浓度", ""),
            ("万人", "就业人数", ""),
            ("thousand persons", "", "Employment"),
            ("家", "年平均企业数", ""),
            ("家/万人", "每万人企业数", ""),
            ("人次", "日接待", ""),
            ("℃", "", "Temperature"),
            ("vehicles", "", "Average daily vehicles"),
            ("number", "", "Inmates"),
        ] {
            assert!(!is_what_there_is_at_a_day(unit, [zh, en]), "{unit} {zh} {en}");
        }
    }
}
