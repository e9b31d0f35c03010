//! Names, units, targets and reports in traditional characters, all of them or some, beside the same in simplified ones: what is read
//! and judged of them is the same, and the words that are told are those that were given.

use std::path::Path;

use plantrack::{
    domain::{
        assessment::{Case, Reason, Status, Step, assess},
        indicator::{Direction, Indicator, Measure},
        outcome::Basis,
        reading::{context_of, read_outcome, without_own_words},
    },
    service::reading::criterion,
};

use crate::{
    support::{day, indicator, period, target, vintage},
    traditional::{simplified, traditional},
};

/// What is asked of an indicator, and what is reported: a name, a unit, the words of a target and those of a report.
pub(crate) type Words = [String; 4];

/// Which of them are in traditional characters.
pub(crate) const SCRIPTS: [[bool; 4]; 8] = [
    [true, true, true, true],
    [true, false, false, false],
    [false, true, false, false],
    [false, false, true, false],
    [false, false, false, true],
    [true, true, true, false],
    [true, true, false, true],
    [false, false, true, true],
];

/// All of them, all but the report, and the report alone.
const WHOLE_OR_HALF: [[bool; 4]; 3] = [[true; 4], [true, true, true, false], [false, false, false, true]];

pub(crate) fn in_script(words: &Words, script: [bool; 4]) -> Words {
    std::array::from_fn(|at| if script[at] { traditional(&words[at]) } else { words[at].clone() })
}

/// What follows, in words in simplified characters.
fn judged([name, unit, asked, said]: &Words, of: (Measure, Option<Direction>)) -> String {
    let of = Indicator { name_zh: name.clone(), name_en: String::new(), ..indicator("x", unit, of.0, of.1) };
    let year = period("2022");
    let asks = match criterion("target", asked, &of, Some(year), None, None) {
        Ok(asks) => asks,
        Err(fault) => return format!("target {}", fault.code),
    };
    let by_its_name = without_own_words(said, &of).and_then(|own| read_outcome(&own, &context_of(&of)).ok());
    let read = by_its_name.map_or_else(|| read_outcome(said, &context_of(&of)), Ok);
    let value = match read {
        Ok(read) => read.value,
        Err(refusal) => return format!("outcome {}", refusal.code),
    };
    let mut asks = target("x", year, Some(asks));
    asked.clone_into(&mut asks.text);
    let mut reported = vintage(1, "2022", value, Basis::Final, "office", "2023-01-10");
    said.clone_into(&mut reported.outcome.text);
    let reported = [reported];
    simplified(&format!(
        "{:?}",
        assess(&Case { reported: &reported, ..Case::new(&of, &asks, day("2023-02-01")) })
    ))
}

/// Those of the words that are judged otherwise in some other characters.
fn otherwise(words: &Words, of: (Measure, Option<Direction>), scripts: &[[bool; 4]]) -> Vec<String> {
    let expected = judged(words, of);
    let each = scripts.iter().map(|script| in_script(words, *script));
    each.filter_map(|other| {
        let found = judged(&other, of);
        (found != expected).then(|| format!("{other:?}:\n   {found}\n   {expected}"))
    })
    .collect()
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|row| row.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn deeds_are_judged_alike() {
    let mut wrong = Vec::new();
    for row in rows("deeds.csv") {
        let [name, unit, measure, direction, asked, said, _] = row.try_into().unwrap();
        let of = (Measure::from_word(&measure).unwrap(), Direction::from_word(&direction).ok());
        wrong.extend(otherwise(&[name, unit, asked, said], of, &WHOLE_OR_HALF));
    }
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn things_are_judged_alike() {
    let mut wrong = Vec::new();
    for (at, row) in rows("things.csv").into_iter().enumerate() {
        let [name, unit, asked, said, _] = row.try_into().unwrap();
        wrong.extend(otherwise(&[name, unit, asked, said], FLOW, &WHOLE_OR_HALF[at % 3..=at % 3]));
    }
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

const FLOW: (Measure, Option<Direction>) = (Measure::Flow, Some(Direction::Higher));
const LESS: (Measure, Option<Direction>) = (Measure::Flow, Some(Direction::Lower));
const LEVEL: (Measure, Option<Direction>) = (Measure::Level, Some(Direction::Higher));
const RATE: (Measure, Option<Direction>) = (Measure::Rate, Some(Direction::Higher));
const ACT: (Measure, Option<Direction>) = (Measure::Milestone, None);

#[test]
fn names_units_and_acts_are_judged_alike() {
    let cases = [
        ("亏损额", "万元", LESS, "100", "-50"),
        ("亏损", "万元", LESS, "100万元", "-150"),
        ("拖欠欠费", "万元", LESS, "100", "-50"),
        ("减少碳排放", "万吨", FLOW, "减少10万吨", "减少12万吨"),
        ("减排量", "万吨", FLOW, "减少10万吨", "减少12万吨"),
        ("设备", "台（套）", FLOW, "10台（套）", "12台"),
        ("设备", "台（套）", FLOW, "10台", "12台（套）"),
        ("设备", "台（套）", FLOW, "10台", "12台"),
        ("住房", "万套", FLOW, "8万套（间）", "8.1万套"),
        ("演出", "场", FLOW, "120场（次）", "121场"),
        ("就业", "万人", FLOW, "60万人（净增）", "净增62万人"),
        ("重点项目投资完成率", "%", LEVEL, "100%", "完成投资占年度计划的102.3%"),
        ("第三产业增加值占比", "%", LEVEL, "55%", "占地区生产总值的比重为55.3%"),
        ("服务业增加值占比", "%", LEVEL, "55%", "占地区生产总值比重为55.3%"),
        ("税收占比", "%", LEVEL, "70%", "税收占一般公共预算收入比重为70.6%"),
        ("道路交通事故死亡人数", "人", LESS, "不超过13人", "死亡12人，同比减少1人"),
        ("电信网络诈骗案件立案数", "起", LESS, "不超过1300起", "立案1230起"),
        ("较大及以上事故", "起", LESS, "0", "较大及以上事故零发生"),
        ("较大事故", "起", LESS, "0", "未发生较大事故"),
        ("重大事故", "起", LESS, "0", "未发生较大事故"),
        ("生猪出栏", "万头", FLOW, "100万头", "出栏101万头"),
        ("制种基地", "万亩", LEVEL, "12万亩", "制种基地12万亩"),
        ("户籍人口", "万人", LEVEL, "300万人", "年末户籍人口302万人"),
        ("公路通车里程", "公里", LEVEL, "11000公里", "年末公路通车里程11986公里"),
        ("固定电话用户", "万户", LEVEL, "29万户", "年末固定电话用户29.9万户"),
        ("单位GDP能耗", "%", RATE, "3%", "3.2%"),
        ("城镇登记失业率", "%", RATE, "3.5%", "与上年持平"),
        ("常住人口城镇化率", "%", RATE, "60%", "提高0.6个百分点"),
        ("常住人口城镇化率", "%", RATE, "60%", "60.5%"),
        ("人口自然增长率", "‰", RATE, "提高7.1", "7.2"),
        ("新增装机容量", "兆瓦", FLOW, "100兆瓦", "新增装机120兆瓦"),
        ("新增装机容量", "万千瓦", FLOW, "10万千瓦", "淘汰煤电装机12万千瓦"),
        ("新增画廊", "家", FLOW, "10家", "新增画廊12家"),
        ("计划投资", "亿元", FLOW, "10亿元", "12亿元"),
        ("预算执行率", "%", LEVEL, "95%", "完成预算的97%"),
        ("投资完成额", "亿元", FLOW, "100亿元", "完成年度计划的103%"),
        ("累计建成5G基站", "个", LEVEL, "100个", "累计建成120个"),
        ("办理时限", "个工作日", (Measure::Level, Some(Direction::Lower)), "5个工作日内完成", "4个工作日"),
        ("办理时长", "小时", (Measure::Level, Some(Direction::Lower)), "5小时内办结", "4小时"),
        ("综合排名", "位", (Measure::Level, Some(Direction::Lower)), "全国前3名", "全国第2名"),
    ];
    let acts = [
        ("开工建设", "已开工"),
        ("启动建设", "已启动"),
        ("出台办法", "已出台"),
        ("完成验收", "未通过验收"),
        ("通过验收", "未验收"),
        ("通过验收", "验收未通过"),
        ("系统上线运行", "未上线"),
        ("主体封顶", "主体结构封顶"),
        ("2022年底前停产", "投产"),
        ("2022年底前关闭煤矿", "已关闭"),
        ("2022年底前完成审计", "建成"),
        ("制定规划", "规划已印发"),
        ("竣工验收", "竣工"),
        ("建成投用", "投入使用"),
        ("建成一期工程", "形象进度90%"),
        ("100兆瓦风电场开工建设", "已开工"),
        ("完成工程量的40%", "完成45%"),
    ];
    let cases = cases.into_iter().chain(acts.map(|(asked, said)| ("某水库工程", "", ACT, asked, said)));
    let mut wrong = Vec::new();
    for (name, unit, of, asked, said) in cases {
        wrong.extend(otherwise(&[name, unit, asked, said].map(str::to_owned), of, &SCRIPTS));
    }
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_told_is_what_was_given() {
    let of = indicator("x", "", Measure::Milestone, None);
    let asked = criterion("target", "2022年底前完成審計", &of, None, None, None).unwrap();
    assert!(format!("{asked:?}").contains("審計"), "{asked:?}");
    let of = Indicator { name_zh: "新增上市公司".to_owned(), ..indicator("x", "家", FLOW.0, FLOW.1) };
    let asks = target("x", period("2022"), criterion("target", "2家", &of, None, None, None).ok());
    let said = "新增規上企業3家";
    let value = read_outcome(said, &context_of(&of)).unwrap().value;
    let mut reported = vintage(1, "2022", value, Basis::Final, "office", "2023-01-10");
    said.clone_into(&mut reported.outcome.text);
    let reported = [reported];
    let answer = assess(&Case { reported: &reported, ..Case::new(&of, &asks, day("2023-02-01")) });
    assert_eq!((answer.status, answer.reason), (Status::NotAssessable, Some(Reason::Incomparable)));
    let told = |step: &Step| matches!(step, Step::Beside { what, .. } if what == said);
    assert!(answer.steps.iter().any(told), "{:?}", answer.steps);
}
