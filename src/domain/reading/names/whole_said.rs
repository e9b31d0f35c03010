//! Words of a report that say that its figure is of all, where the name of the indicator is that of a part: 7% overall of Youth
//! unemployment, 全市96% of 农村自来水普及率. Closed lists. Knows no number.

use crate::domain::reading::wording::text::Text;

/// Words of a name for some of the people or the places of which it is a rate.
const PARTS_EN: [&str; 11] = [
    "youth",
    "rural",
    "urban",
    "female",
    "male",
    "indigenous",
    "aboriginal",
    "disabled",
    "disabilities",
    "minority",
    "refugee",
];

/// Words for a part of an economy, where the name is one of prices or growth.
const OF_GROWTH: [&str; 5] = ["food", "oil", "core", "agricultural", "manufacturing"];

/// Words of a name that say what is told of them, so that 42% overall is not the part that these themselves are.
const RATES: [&str; 15] = [
    "rate",
    "unemployment",
    "employment",
    "literacy",
    "access",
    "graduation",
    "enrolment",
    "enrollment",
    "completion",
    "coverage",
    "poverty",
    "attendance",
    "participation",
    "inflation",
    "growth",
];

/// Words of a Chinese name for some of the people.
const PEOPLE: [&str; 13] = [
    "青年",
    "女性",
    "妇女",
    "女童",
    "残疾",
    "本地",
    "农村",
    "老年",
    "少数民族",
    "毕业生",
    "农民工",
    "困难",
    "流动人口",
];

/// The budgets and works of one authority among those of a place.
const OWN_LEVEL: &str = "本级";

/// Words for a part of a place, where the name is one of a rate or of what is measured in it.
const TOWNS: [&str; 2] = ["市区", "城区"];
const MEASURED: [&str; 4] = ["率", "浓度", "比例", "指数"];

/// All of a place.
const ALL_OF: [&str; 6] = ["全市", "全省", "全区", "全县", "全州", "全国"];

/// Whether the words before the figure, or around it in English, say that it is of all, and none that it is of the part that the name
/// or the target asks for.
pub fn is_said_of_the_whole(report: &str, names: [&str; 2], target: &str, is_share: bool) -> bool {
    let is_of_a_place = report.contains(['全', '总', '總', '平']);
    let is_english = is_share
        && report.is_ascii()
        && ["verall", "VERALL", "n total"].iter().any(|all| report.contains(all));
    if !is_of_a_place && !is_english {
        return false;
    }
    let [zh, en] = names;
    let [report, zh, en, target] = [report, zh, en, target].map(plain);
    if is_english {
        of_all_in_english(&report, [&zh, &en], &target)
    } else {
        of_all(&report, &zh, &target, is_share)
    }
}

fn plain(words: &str) -> String {
    Text::new(words).map(|text| text.plain.to_lowercase()).unwrap_or_default()
}

fn of_all_in_english(report: &str, names: [&str; 2], target: &str) -> bool {
    let words = |of: &str| -> Vec<String> {
        of.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let said = words(report);
    let has = |words: &[String], word: &str| words.iter().any(|one| one == word);
    let says_all =
        |words: &[String]| has(words, "overall") || words.windows(2).any(|pair| pair == ["in", "total"]);
    if !says_all(&said) {
        return false;
    }
    let is_part = |name: &str| {
        let own = words(name);
        let is_growth = has(&own, "inflation") || has(&own, "growth") || has(&own, "prices");
        let parts = PARTS_EN.iter().chain(if is_growth { &OF_GROWTH[..] } else { &[] });
        let named_in_own: Vec<&&str> = parts.filter(|part| has(&own, part)).collect();
        let is_rate = RATES.iter().any(|rate| has(&own, rate));
        let stem = |part: &str| part.trim_end_matches('s').to_owned();
        let says_part = |part: &&&str| said.iter().any(|word| word.starts_with(&stem(part)));
        is_rate && !says_all(&own) && !named_in_own.is_empty() && !named_in_own.iter().any(says_part)
    };
    !says_all(&words(target)) && names.into_iter().any(is_part)
}

fn of_all(report: &str, name: &str, target: &str, is_share: bool) -> bool {
    let own = |parts: &[&str]| -> Vec<String> {
        let is_of_name = |part: &&&str| name.contains(**part) && !name.contains(&format!("{part}域"));
        parts.iter().filter(is_of_name).map(|part| (*part).to_owned()).collect()
    };
    let is_measured = MEASURED.iter().any(|measured| name.contains(measured));
    let (people, mut places) = (own(&PEOPLE), own(&[OWN_LEVEL]));
    places.extend(if is_measured { own(&TOWNS) } else { Vec::new() });
    let says_none = |parts: &[String]| !parts.is_empty() && !parts.iter().any(|part| report.contains(part));
    let asks = |word: &str| name.contains(word) || target.contains(word);
    let stands_first = |word: &str| !asks(word) && stands_before_the_figure(report, word);
    let is_of_all = || ALL_OF.iter().any(|word| stands_first(word));
    let is_of_rate = || ["总体", "平均"].iter().any(|word| stands_first(word) && names_a_rate(report, word));
    // 农村 is of all that there is but the towns, of which amounts of a place are told without it: 全市改厕3000户.
    let is_of_rural = || people.iter().all(|part| part == "农村");
    (is_share && says_none(&people) && (is_of_rate() || (is_of_rural() && is_of_all())))
        || (says_none(&places) && is_of_all())
}

/// Whether a word stands before the first figure of a report, and not as what that is compared with.
fn stands_before_the_figure(report: &str, word: &str) -> bool {
    const COMPARED: [&str; 12] =
        ["高于", "低于", "快于", "慢于", "好于", "优于", "超过", "比", "较", "占", "居", "列"];
    let Some((before, behind)) = report.split_once(word) else { return false };
    let is_day =
        |clause: &str| !clause.contains(|c: char| c.is_ascii_digit()) || clause.contains(['年', '月']);
    let clause = before.rsplit([',', ';', '。']).next().unwrap_or_default();
    let to_figure = behind.split_at_checked(behind.find(|c: char| c.is_ascii_digit()).unwrap_or(0));
    let goes_on = to_figure
        .is_some_and(|(words, _)| !words.is_empty() || behind.starts_with(|c: char| c.is_ascii_digit()));
    let stops = to_figure.is_some_and(|(words, _)| {
        words.contains([',', ';', '。', '(', '第', '前', '之'])
            || COMPARED.iter().any(|to| words.contains(to))
    });
    before.split([',', ';', '。', '(']).all(is_day)
        && goes_on
        && !stops
        && !COMPARED.iter().any(|to| clause.contains(to))
}

/// Whether a word is followed by the name of a rate: 总体失业率7%, and not 总体稳定在7%. 全年平均 is of one and the same.
fn names_a_rate(report: &str, word: &str) -> bool {
    report.split_once(word).is_some_and(|(before, behind)| {
        let name = behind.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
        name.contains('率') && !name.contains("稳定") && !before.ends_with('年')
    })
}

#[cfg(test)]
mod tests {
    use super::is_said_of_the_whole;

    #[test]
    fn all_is_no_part() {
        for (name, report) in [
            ("Youth unemployment", "7% overall"),
            ("Youth unemployment", "overall 7%"),
            ("Rural access to electricity", "96% in total"),
            ("Rural literacy", "96% (overall)"),
            ("Female employment rate", "75% overall"),
            ("Indigenous graduation rate", "85% overall"),
            ("Food inflation", "2% overall"),
            ("Non-oil GDP growth", "5% overall"),
        ] {
            assert!(is_said_of_the_whole(report, ["", name], "50%", true), "{name}: {report}");
        }
        for (name, report) in [
            ("Client satisfaction", "85% overall"),
            ("Youth unemployment", "7% overall youth unemployment"),
            ("Overall youth unemployment", "7% overall"),
            ("Share of women on boards", "42% overall"),
            ("Female representation", "42% overall"),
            ("Children vaccinated", "95% overall"),
            ("Youth unemployment", "7%"),
        ] {
            assert!(!is_said_of_the_whole(report, ["", name], "50%", true), "{name}: {report}");
        }
        assert!(!is_said_of_the_whole("450,000 in total", ["", "Female literacy"], "400,000", false));
        assert!(!is_said_of_the_whole("7% overall", ["", "Youth unemployment"], "8% overall", true));
    }

    #[test]
    fn all_of_a_place_is_no_part_of_it() {
        for (name, report, is_share) in [
            ("青年失业率", "总体失业率7%", true),
            ("青年失业率", "平均失业率7%", true),
            ("本地居民失业率", "总体失业率1.8%", true),
            ("本地居民失業率", "總體失業率1.8%", true),
            ("女性就业率", "总体就业率75%", true),
            ("女童入学率", "总体入学率99%", true),
            ("农村自来水普及率", "全市96%", true),
            ("农村自来水普及率", "全市自来水普及率达96%", true),
            ("农村自来水普及率", "2024年，全市达96%", true),
            ("市本级一般公共预算收入", "全市300亿元", false),
            ("市本级一般公共预算收入", "全市一般公共预算收入300亿元", false),
            ("市区PM2.5浓度", "全市32", false),
            ("市区空气优良率", "全市88%", true),
        ] {
            assert!(is_said_of_the_whole(report, [name, ""], "90", is_share), "{name}: {report}");
        }
        for (name, report, is_share) in [
            ("自来水普及率", "全市96%", true),
            ("城镇调查失业率", "全市5.1%", true),
            ("城镇调查失业率", "总体稳定在5.1%", true),
            ("青年失业率", "总体稳定在7%", true),
            ("青年失业率", "全年平均失业率15%", true),
            ("青年失业率", "总体青年失业率15%", true),
            ("农村自来水普及率", "全市农村自来水普及率96%", true),
            ("农村自来水普及率", "96%，全市92%", true),
            ("农村自来水普及率", "96%，高于全市平均水平4个百分点", true),
            ("农村自来水普及率", "高于全市平均水平4个百分点，达96%", true),
            ("农村自来水普及率", "居全市第1位，达96%", true),
            ("全市农村自来水普及率", "全市96%", true),
            ("农村改厕", "全市完成3000户", false),
            ("城市区域声环境达标率", "全市96%", true),
            ("市本级一般公共预算收入", "市本级95亿元", false),
        ] {
            assert!(!is_said_of_the_whole(report, [name, ""], "90", is_share), "{name}: {report}");
        }
    }
}
