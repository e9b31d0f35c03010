//! Days of counted times, those that have none, and what is no time.

use crate::domain::{period::Period, reading::day_within};

fn within(phrase: &str, period: &str) -> Result<Option<String>, String> {
    let period = Period::parse(period).unwrap();
    let found = day_within(phrase, period, period);
    found.map(|day| day.map(|day| day.to_string())).map_err(|refusal| refusal.code.to_owned())
}

#[test]
fn the_years_of_a_plan_have_their_days() {
    for (phrase, period, day) in [
        ("Strategy published by end of year 2", "2021..2025", "2022-12-31"),
        ("Strategy published by the end of Year 2", "2021..2025", "2022-12-31"),
        ("By the end of year two, publish the strategy", "2021..2025", "2022-12-31"),
        ("By end of year 2 publish the strategy", "2021..2025", "2022-12-31"),
        ("Strategy published in year 3", "2021..2025", "2023-12-31"),
        ("Strategy published by year 3", "2021..2025", "2023-12-31"),
        ("Strategy published by the end of Y2", "2021..2025", "2022-12-31"),
        ("Strategy published by end-Y2", "2021..2025", "2022-12-31"),
        ("Strategy published by the end of the second year", "2021..2025", "2022-12-31"),
        ("Strategy published by the end of the second year of the plan", "2021..2025", "2022-12-31"),
        ("Strategy published in the first year of the strategy.", "2021..2025", "2021-12-31"),
        ("Strategy published (Year 2)", "2021..2025", "2022-12-31"),
        ("Strategy published, Y2", "2021..2025", "2022-12-31"),
        ("Year 2: strategy published", "2021..2025", "2022-12-31"),
        ("Year 2 - strategy published", "2021..2025", "2022-12-31"),
        ("Strategy published by end of year 2", "2022-04..2026-03", "2024-03-31"),
        ("第二年底前完成", "2021..2025", "2022-12-31"),
        ("第2年底前完成", "2021..2025", "2022-12-31"),
        ("第二年末建成投用", "2021..2025", "2022-12-31"),
        ("到第三年全面建成", "2021..2025", "2023-12-31"),
        ("规划第二年完成", "2021..2025", "2022-12-31"),
        ("规划实施第二年完成", "2021..2025", "2022-12-31"),
        ("第二年内完成平台建设", "2021..2025", "2022-12-31"),
        ("第二年启动试点", "2021..2025", "2022-12-31"),
        ("平台建设（第二年）", "2021..2025", "2022-12-31"),
    ] {
        assert_eq!(within(phrase, period), Ok(Some(day.to_owned())), "{phrase} in {period}");
    }
}

#[test]
fn what_is_counted_from_what_nobody_says_has_none() {
    for phrase in [
        "Strategy published within six months",
        "Strategy published within 12 months",
        "Within 6 months, publish the strategy",
        "Within six months publish the strategy",
        "Strategy published within a year",
        "Strategy published in 18 months",
        "Strategy published in two years' time",
        "Strategy published within the next 12 months",
        "Strategy published within the first six months",
        "Strategy published within the first 100 days",
        "Strategy published within 6-12 months",
        "Strategy published within six months of adoption of the plan",
        "Strategy published within 6 months of royal assent",
        "Strategy published by mid-term",
        "Strategy published by the mid-term review",
        "Strategy published by midterm.",
        "Strategy published at mid-term",
        "Strategy published (mid-term)",
        "Half-year",
        "Strategy published by half-year",
        "Strategy published, half-year",
        "Strategy published halfway through the plan",
        "Strategy published by end of project",
        "Strategy published by the end of the programme",
        "Strategy published by project end",
        "Strategy published by the end of phase 1",
        "Strategy published before year 3",
        "Strategy published early in year 2",
        "Strategy published by mid-year 2",
        "Strategy published by Q2 of year 2",
        "Strategy published in the first half of year 2",
        "Strategy published by Y2 Q3",
        "Y2Q3",
        "Strategy published by year 2/3",
        "Strategy published in year 2 of the project",
        "Strategy published by end of year 6",
        "六个月内完成",
        "6个月内完成",
        "6个月之内建成投用",
        "半年内完成",
        "半年之内完成",
        "一年内建成",
        "两年内完成",
        "2年内完成",
        "一年半内完成",
        "自规划印发之日起6个月内完成",
        "中期前完成",
        "到中期完成",
        "规划中期完成",
        "中期评估前完成",
        "年中前完成",
        "第二年前完成",
        "第二年上半年完成",
        "第二年6月底前完成",
        "第六年底前完成",
        "项目结束前完成",
        "项目第二年完成",
        "实施第二年完成",
        "政策实施的第二年完成",
        "竣工第二年投用",
        "第一年启动，第三年完成",
    ] {
        assert_eq!(within(phrase, "2021..2025"), Err("ambiguous".to_owned()), "{phrase}");
    }
    for phrase in ["Strategy published by end of year 1", "第二年底前完成"] {
        assert_eq!(within(phrase, "2024"), Err("ambiguous".to_owned()), "{phrase}");
    }
}

#[test]
fn what_is_no_time_stays_words() {
    for phrase in [
        "Strategy published",
        "Publish the year 2 report",
        "Year 2 report published",
        "Review of year 2",
        "Results for year 2",
        "Starting in year 2",
        "After year 1",
        "Mid-term review completed",
        "Mid-term evaluation report published",
        "Half-yearly reports published",
        "Half-year report published",
        "End of project report published",
        "Project completion report published",
        "All appeals decided within six months of receipt",
        "Run the pilot for six months",
        "All complaints answered within 10 days",
        "Pupils assessed by the end of their second year",
        "One year after the merger",
        "受理后3个月内办结",
        "6个月内的婴儿全部建档",
        "连续第二年实现零事故",
        "第二年级教材印发",
        "中期评估报告印发",
        "中长期规划印发",
        "完成中期票据发行",
        "上半年的任务全部完成",
        "年内到期债务全部偿还",
        "3年内到期债务全部偿还",
        "完成第二轮整改",
        "第二批项目建成",
        "项目完成验收",
        "项目建成",
        "建成投用",
        "二期工程完成",
        "项目完成前期工作",
        "工程完成前置审批",
        "项目期末验收",
        "合同到期前续签",
        "通过中期验收",
        "离校2年内未就业高校毕业生实名登记",
        "成立3年内企业扶持政策落地",
        "审批时限压缩至3个月内",
        "应收账款账龄控制在一年以内",
        "建设工期24个月以内",
        "每两年内轮训一次",
        "三年内无安全事故",
        "案件六个月内审结",
        "中期（2024年底）前完成",
        "Invoices paid within one month",
        "Grants paid within one month of approval",
        "Law requires reply within one month",
        "Project completion",
        "End of phase 1",
        "All pupils can read by the end of Year 2",
        "Free school meals extended to Year 6",
        "Strategy published by mid-term (end 2023)",
        "Cut waiting time to within 3 months",
        "Introduce English in Year 3",
        "3个月内办结",
        "工程完成前不拆除围挡",
    ] {
        assert_eq!(within(phrase, "2021..2025"), Ok(None), "{phrase}");
    }
    // What ends no earlier than the plan asks no more than the plan does, whenever it began.
    for phrase in ["Strategy published within 12 months", "Within a year", "一年内完成", "12个月内完成"]
    {
        assert_eq!(within(phrase, "2024"), Ok(None), "{phrase}");
    }
}

#[test]
fn a_year_is_counted_from_the_beginning_of_the_plan() {
    let (plan, two) = (Period::parse("2021..2025").unwrap(), Period::parse("2023..2024").unwrap());
    let day = |phrase| day_within(phrase, two, plan).map(|day| day.map(|day| day.to_string()));
    assert_eq!(day("by end of year 3"), Ok(Some("2023-12-31".to_owned())));
    assert!(day("by end of year 2").is_err(), "before what it is set for");
}
