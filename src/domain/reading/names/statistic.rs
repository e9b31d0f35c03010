//! Of what a figure is made: the mean of many, which is none of their median, their longest or a percentile; of what there is for each
//! person or each household. Knows no figure; closed lists.

use super::share_named::spaced;
use crate::domain::reading::wording::text::Text;

/// That the figure behind is a mean, and of whom else it may be one.
const MEANS_ZH: [&str; 2] = ["平均", "均值"];
const OTHERS_ZH: [&str; 12] =
    ["低于", "高于", "优于", "好于", "快于", "短于", "长于", "少于", "比", "全国", "全省", "同期"];
const MEANS: [&str; 6] = ["average", "averages", "averaged", "averaging", "mean", "avg"];
const OTHERS: [&str; 17] = [
    "national",
    "industry",
    "sector",
    "provincial",
    "state",
    "world",
    "global",
    "eu",
    "oecd",
    "than",
    "below",
    "above",
    "from",
    "against",
    "vs",
    "versus",
    "target",
];

/// One of many, by its place among them.
const PLACES_ZH: [&str; 6] = ["中位数", "中位值", "百分位", "分位数", "分位值", "峰值"];
const PLACES: [&str; 3] = ["median", "percentile", "percentiles"];

/// The first or the last of many, with what makes other words of these: 最低生活保障, 最大限度.
const ENDS_ZH: [&str; 8] = ["最长", "最短", "最高", "最低", "最大", "最小", "最快", "最慢"];
const OTHERWISE_ZH: [&str; 16] = [
    "生活", "工资", "保障", "收入", "收购", "限", "程度", "化", "档", "标准", "缴费", "水平", "法", "检",
    "单元", "等级",
];
const ENDS: [&str; 4] = ["maximum", "max", "minimum", "peak"];
const OTHERWISE: &str = "hour hours period periods time times season seasons month months day travel traffic wage wages \
    standard standards income requirement requirements limit limits residue acceptable dietary diet service services \
    qualification qualifications essential package security proficiency competency competencies competence skill skills safety \
    age core condition conditions criteria benchmark benchmarks threshold thresholds allowable permissible";

/// Behind which, in a name, no word says any more what is measured.
const NO_MORE: [&str; 27] = [
    "who", "that", "which", "with", "without", "in", "on", "at", "within", "for", "from", "to", "are", "is",
    "by", "where", "under", "per", "of", "below", "above", "than", "during", "off", "and", "or", "against",
];

const TIMES_ZH: [&str; 7] = ["天", "日", "时", "分钟", "周", "月", "秒"];
const TIMES: [&str; 7] = ["day", "week", "month", "hour", "minute", "second", "year"];

/// Before 均, for each of whom something is.
const EACH: [char; 3] = ['人', '户', '亩'];

/// Whether the figure of a report is made of what is reported in another way than what is asked, by the names of the indicator, Chinese and
/// English, and the words of the target.
pub fn is_of_another_statistic(report: &str, names: [&str; 2], target: &str) -> bool {
    // Most of what is reported is a number alone, or says nothing of how it came about.
    let says_how = || {
        let words = report.to_ascii_lowercase();
        words.contains("mean") || words.contains("averag") || words.contains("avg")
    };
    let has_words = || report.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !(report.contains('均') || (has_words() && says_how())) {
        return false;
    }
    let plain = |words: &str| Text::new(words).map(|text| text.plain).unwrap_or_default();
    let (report, target) = (plain(report), plain(target));
    let [name_zh, name_en] = names.map(plain);
    let asked = format!("{name_zh} {target}");
    let Some((before, behind)) =
        report.find(|c: char| c.is_ascii_digit()).and_then(|at| report.split_at_checked(at))
    else {
        return false;
    };
    let (said, own) = (each(before), each(&asked));
    if !said.is_empty() && !own.is_empty() && !said.iter().any(|each| own.contains(each)) {
        return true;
    }
    let asks_a_mean = || {
        asked.contains('均')
            || name_en.contains('均')
            || says_any(&spaced(&format!("{asked} {name_en}")), &MEANS)
    };
    is_a_mean(before, behind)
        && !asks_a_mean()
        && (name_asks_one(&name_zh)
            || english_name_asks_one(&name_zh)
            || english_name_asks_one(&name_en)
            || target_asks_one(&target))
}

/// For each of whom words say that something is, on average.
fn each(words: &str) -> Vec<char> {
    let before = words.match_indices('均').filter_map(|(at, _)| words.get(..at)?.chars().next_back());
    before.filter(|each| EACH.contains(each)).collect()
}

fn says_any(spaced: &str, words: &[&str]) -> bool {
    spaced.split(' ').any(|said| words.contains(&said))
}

/// Whether the words on either side of the first figure say that it is a mean, and not one to which it is compared.
fn is_a_mean(before: &str, behind: &str) -> bool {
    let is_led = MEANS_ZH.iter().any(|mean| before.contains(mean))
        && !OTHERS_ZH.iter().any(|other| before.contains(other));
    let in_english = |words: &str| {
        let words = spaced(words);
        says_any(&words, &MEANS) && !says_any(&words, &OTHERS)
    };
    let (here, noted) = behind.split_once('(').unwrap_or((behind, ""));
    let clause = here.split([',', ';', '。']).next().unwrap_or_default();
    // A note behind another clause is of that.
    let noted = if clause == here { noted.split(')').next().unwrap_or_default() } else { "" };
    let is_noted = MEANS_ZH.iter().any(|mean| noted.strip_prefix("全年").unwrap_or(noted).starts_with(mean));
    is_led || in_english(before) || in_english(clause) || is_noted || in_english(noted)
}

/// Whether a Chinese name is that of one of many: 最长办理时间.
fn name_asks_one(name: &str) -> bool {
    let is_an_end = |word: &str| {
        name.match_indices(word).any(|(at, _)| {
            let behind = name.get(at + word.len()..).unwrap_or_default();
            !OTHERWISE_ZH.iter().any(|other| behind.starts_with(other))
        })
    };
    PLACES_ZH.iter().any(|place| name.contains(place)) || ENDS_ZH.iter().any(|end| is_an_end(end))
}

/// Whether an English one is: what is measured stands at its beginning, or behind a comma or a bracket.
fn english_name_asks_one(name: &str) -> bool {
    name.split([',', '(', ')', ':', ';', '–']).any(|words| {
        let words = spaced(words);
        let is_head = |(at, word): &(usize, &str)| {
            let says_how = *at > 0 && ["ed", "ing"].iter().any(|end| word.ends_with(end));
            !NO_MORE.contains(word) && (!says_how || *word == "waiting")
        };
        let all = || words.split_whitespace().skip_while(|word| *word == "the");
        let head: Vec<&str> = all().enumerate().take_while(is_head).map(|(_, word)| word).collect();
        let is_an_end = || match head.as_slice() {
            [end, what, ..] => {
                ENDS.contains(end) && !OTHERWISE.split_whitespace().any(|other| other == *what)
            }
            [end] => ENDS.contains(end),
            [] => false,
        };
        is_a_place(&head) || is_an_end()
    })
}

/// Whether words say a place among many. A quintile, and any quartile but the upper and the lower one, is a group, which has a mean.
fn is_a_place(words: &[&str]) -> bool {
    words.iter().any(|word| PLACES.contains(word))
        || words.windows(2).any(|pair| matches!(pair, ["upper" | "lower", "quartile"]))
}

/// Whether the words of a target ask for one of many. The longest time binds each; most else that is at most so much is a limit.
fn target_asks_one(target: &str) -> bool {
    let words = spaced(target);
    let is_a_time = || {
        let of_time = |word: &str| {
            TIMES.iter().any(|time| word.strip_prefix(time).is_some_and(|end| matches!(end, "" | "s")))
        };
        TIMES_ZH.iter().any(|time| target.contains(time)) || words.split(' ').any(of_time)
    };
    let is_an_end =
        ["最长", "最高"].iter().any(|end| target.contains(end)) || says_any(&words, &["maximum", "max"]);
    PLACES_ZH.iter().any(|place| target.contains(place))
        || is_a_place(&words.split_whitespace().collect::<Vec<_>>())
        || (is_an_end && is_a_time())
}

#[cfg(test)]
mod tests {
    use super::is_of_another_statistic;

    fn is_another(report: &str, name: &str, target: &str) -> bool {
        let names = if name.is_ascii() { ["", name] } else { [name, ""] };
        is_of_another_statistic(report, names, target)
    }

    #[test]
    fn a_mean_is_none_of_the_places_among_many() {
        let mut wrong = Vec::new();
        for (name, target, report) in [
            ("Median waiting time", "12 weeks", "average 10 weeks"),
            ("Median waiting time", "12 weeks", "10 weeks (mean)"),
            ("Median waiting time", "12 weeks", "average 10 weeks against a target of 12"),
            ("Median processing time", "30 days", "mean 28 days"),
            ("Median processing time", "30 days", "average of 28 days"),
            ("Median processing time", "30 days", "28 days on average"),
            ("Processing time (median)", "30 days", "28 days on average"),
            ("Processing time, median", "30 days", "an average of 28 days"),
            ("Household median income", "50000", "mean 61000"),
            ("Maximum waiting time", "12 weeks", "average 10 weeks"),
            ("Maximum class size", "25", "average 24"),
            ("90th percentile response time", "15", "mean 9 minutes"),
            ("Response time, 95th percentile", "15", "mean 9"),
            ("Minimum reservoir level", "60%", "average 75%"),
            ("Minimum staffing ratio", "90%", "average 95%"),
            ("Upper quartile house price", "400", "average 350"),
            ("Peak demand", "5,000 MW", "average 4,500 MW"),
            ("Peak load", "100", "mean of 90"),
            ("Waiting time", "maximum 12 weeks", "average 10 weeks"),
            ("Waiting time", "median 12 weeks", "mean 10 weeks"),
            ("最长办理时间", "5天", "平均4天"),
            ("最长办理时间", "5天", "平均办理时间4天"),
            ("最长办理时间", "5天", "4天（平均）"),
            ("最高日用水量", "100", "平均80"),
            ("最大供水能力", "100", "平均供水120万立方米/日"),
            ("中位数收入", "30000元", "平均35000元"),
            ("办理时间", "最长5天", "平均4天"),
            ("辦理時間", "最長5天", "平均4天"),
        ] {
            if !is_another(report, name, target) {
                wrong.push((name, target, report));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn what_is_a_mean_or_says_of_none_is_left() {
        let mut wrong = Vec::new();
        for (name, target, report) in [
            ("Average waiting time", "12 weeks", "average 10 weeks"),
            ("Waiting time", "12 weeks", "average 10 weeks"),
            ("Waiting time", "no more than 12 weeks", "average 10 weeks"),
            ("Median waiting time", "12 weeks", "10 weeks"),
            ("Median waiting time", "12 weeks", "median 10 weeks"),
            ("Median waiting time", "12 weeks", "10 weeks, below the national average of 14"),
            ("Median waiting time", "12 weeks", "10 weeks (national average 14)"),
            ("Median waiting time", "average 12 weeks", "average 10 weeks"),
            ("Average daily maximum", "12", "average 10"),
            ("Bottom quintile income", "400", "average 450"),
            ("Bottom quintile income", "400", "450 on average"),
            ("Income of the lowest quartile", "400", "average 450"),
            ("Top decile citations", "400", "average 450"),
            ("Schools meeting minimum standards", "90%", "average 95%"),
            ("Minimum wage coverage", "90%", "average 95%"),
            ("Children with a minimum acceptable diet", "40%", "average 45%"),
            ("Minimum dietary diversity", "40%", "average 45%"),
            ("Punctuality in peak hours", "90%", "average 95%"),
            ("Peak-hour punctuality", "90%", "average 95%"),
            ("Population below 60% of median income", "15%", "average 14%"),
            ("Vacancy rate", "maximum 10%", "average 8%"),
            ("PM2.5浓度", "最高35", "平均33"),
            ("平均办理时间", "最长5天", "平均4天"),
            ("办理时间", "5天以内", "平均4天"),
            ("办理时间", "不超过5天", "平均4天"),
            ("最长办理时间", "5天", "4天"),
            ("最长办理时间", "5天", "4天，低于全省平均"),
            ("最长办理时间", "5天", "比全省平均少1天，为4天"),
            ("最低生活保障标准", "650元", "全市平均680元"),
            ("最低工资标准", "2000元", "平均2100元"),
            ("最多跑一次事项占比", "90%", "平均95%"),
            ("最大限度压减办理时间", "5天", "平均4天"),
            ("劳动年龄人口平均受教育年限", "11.3年", "平均11.5年"),
        ] {
            if is_another(report, name, target) {
                wrong.push((name, target, report));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn what_there_is_for_each_household_is_not_what_there_is_for_each_person() {
        for (name, target, report, is_another) in [
            ("户均年收入", "50000元", "人均52000元", true),
            ("人均增收", "5000元", "户均15200元", true),
            ("人均收入", "5000元", "户均15200元，人均4800元", true),
            ("增收", "户均5000元", "人均5200元", true),
            ("亩均效益", "5万元", "户均6万元", true),
            ("人均收入", "5000元", "人均5200元", false),
            ("户均年收入", "50000元", "52000元", false),
            ("户均年收入", "50000元", "年均52000元", false),
            ("户均年收入", "50000元", "户均52000元，人均18000元", false),
            ("居民收入", "50000元", "人均52000元", false),
            ("村均集体经济收入", "50万元", "村均52万元", false),
        ] {
            let got = is_of_another_statistic(report, [name, ""], target);
            assert_eq!(got, is_another, "{name}, {target}: {report}");
        }
    }
}
