//! What is to be done once, and what its reports say: of what ends, of a part, of a share, and of what is not to be.

use plantrack::domain::{
    assessment::{Case, Reason, Status, assess},
    indicator::{Indicator, Measure},
};

use crate::support::{day, indicator, period, read_as_target, said_in_words, target};

const MET: (Status, Option<Reason>) = (Status::Achieved, None);
const MISSED: (Status, Option<Reason>) = (Status::NotAchieved, None);
const APART: (Status, Option<Reason>) = (Status::NotAssessable, Some(Reason::Incomparable));

fn judged(zh: &str, en: &str, asked: &str, said: &str) -> (Status, Option<Reason>) {
    let of = Indicator {
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        ..indicator("x", "", Measure::Milestone, None)
    };
    let mut asks = target("x", period("2022"), Some(read_as_target(asked, &of)));
    asked.clone_into(&mut asks.text);
    let reported = said_in_words(&of, &[("2022", said)], "2023-01-10");
    let answer = assess(&Case { reported: &reported, ..Case::new(&of, &asks, day("2023-02-01")) });
    (answer.status, answer.reason)
}

fn all_are(expected: (Status, Option<Reason>), cases: &[(&str, &str)]) {
    for (asked, said) in cases {
        assert_eq!(judged("", "", asked, said), expected, "{asked}: {said}");
    }
}

#[test]
fn what_is_to_end_is_not_done_by_what_was_built_or_put_to_use() {
    all_are(
        APART,
        &[
            ("2022年底前停产", "投产"),
            ("2022年底前停产", "已建成"),
            ("2022年底前停运", "投入运营"),
            ("2022年底前退出运营", "投入运营"),
            ("2022年底前退出运营", "未投入运营"),
            ("2022年底前停用", "启用"),
            ("2022年底前关停", "建成"),
            ("2022年底前腾退", "建成"),
            ("2022年底前关闭煤矿", "投产"),
            ("2022年底前破产清算", "投产"),
            ("2022年底前拆除已建成的违建", "建成"),
            ("2022年底前严禁投产", "投产"),
            ("2022年底前不再新建", "建成"),
            ("2022年底前杜绝新建", "建成"),
            ("2022年底前拆除旧桥", "通车"),
            ("2022年底前完成审计", "建成"),
            ("2022年底前完成搬迁", "建成"),
            ("2022年底前完成转让", "投产"),
            ("2022年底前结束试运行", "试运行"),
            ("2022年底前完成试运行", "试运行"),
            ("2022年底前完成试运行", "投产"),
            ("2022年底前结束招生", "招生"),
            ("Operation of the plant ceased by December 2022", "operational"),
        ],
    );
    all_are(
        MET,
        &[
            ("2022年底前完成停车场建设", "建成"),
            ("2022年底前退役军人服务中心建成", "建成"),
            ("不迟于2022年6月底建成", "建成"),
            ("2022年底前试运行", "试运行"),
            ("2022年底前完成建设并试运行", "投产"),
            ("2022年底前完成", "建成"),
        ],
    );
}

#[test]
fn a_share_in_words_is_not_refuted_by_a_share_of_the_whole() {
    all_are(
        APART,
        &[
            ("2022年底前完成过半", "完成率90%"),
            ("2022年底前完成一半以上", "完成率60%"),
            ("2022年底前基本完成", "完成率90%"),
            ("2022年底前基本建成", "形象进度95%"),
            ("2022年底前建成一半", "形象进度60%"),
            ("2022年底前建成一半", "未建成"),
            ("Half built by 31 December 2022", "60% complete"),
            ("Half of the works completed by 31 December 2022", "90% complete"),
            ("Two thirds complete by 31 December 2022", "90% complete"),
            ("Mostly complete by 31 December 2022", "90% complete"),
        ],
    );
    all_are(
        MISSED,
        &[
            ("2022年上半年建成", "形象进度90%"),
            ("Built by the second half of 2022", "90% complete"),
            ("2022年底前基本建成", "未完成"),
        ],
    );
    all_are(MET, &[("2022年底前完成过半", "完成率100%"), ("2022年底前基本建成", "基本建成")]);
}

#[test]
fn a_part_of_the_works_is_not_refuted_by_what_is_left_of_the_whole() {
    all_are(
        APART,
        &[
            ("2022年底前主体工程完工", "形象进度90%"),
            ("2022年底前主体工程完工", "完成工程量的90%"),
            ("2022年底前主体工程完工", "未建成"),
            ("2022年底前土建完工", "总体进度90%"),
            ("2022年底前一期建成", "总体进度80%"),
            ("2022年底前一期投用", "未投用"),
            ("2022年底前部分投用", "未投用"),
            ("2022年底前路基完工", "形象进度80%"),
            ("Phase 1 completed by 31 December 2022", "60% complete"),
            ("Foundations completed by 31 December 2022", "60% complete"),
        ],
    );
    all_are(
        MISSED,
        &[("2022年底前培育市场主体工程建成", "形象进度90%"), ("2022年底前基础设施建成", "未建成")],
    );
    // The report is of what the indicator is of.
    assert_eq!(judged("某水库一期工程", "", "2022年底前一期建成", "形象进度90%"), MISSED);
    assert_eq!(judged("", "Phase 1 of the metro", "Phase 1 completed by June 2022", "60% complete"), MISSED);
    all_are(MET, &[("2022年底前主体工程完工", "建成"), ("2022年底前一期建成", "已投产")]);
}

#[test]
fn yes_and_no_say_nothing_of_what_is_not_to_be() {
    for said in ["否", "是", "No", "Yes", "No."] {
        all_are(APART, &[("2022年底前不发生重大事故", said), ("No data breach by 31 December 2022", said)]);
    }
    assert_eq!(judged("", "No data breach", "by 31 December 2022", "No"), APART);
    all_are(
        MISSED,
        &[
            ("Report published no later than June 2022", "No"),
            ("2022年底前建成无障碍设施", "否"),
            ("No data breach by 31 December 2022", "Not achieved"),
        ],
    );
    all_are(MET, &[("不迟于2022年6月底建成", "是")]);
}

#[test]
fn an_act_that_is_asked_is_answered_whatever_ends_before_it() {
    all_are(
        MET,
        &[
            ("2022年底前搬迁投产", "已投产"),
            ("2022年底前旧桥拆除重建通车", "已通车"),
            ("2022年底前封闭煤场完工", "已完工"),
            ("2022年底前完成主体施工", "已完工"),
            ("2022年底前隐患清零", "是"),
            ("One-stop shop opened by 30 June 2022", "Opened"),
            ("Bus stop built by 30 June 2022", "Built"),
            ("Strategy to prevent homelessness published by June 2022", "Yes"),
        ],
    );
    all_are(
        MISSED,
        &[
            ("2022年底前搬迁投产", "未投产"),
            ("2022年底前二期开工", "未开工"),
            ("2022年底前主体工程完工", "未开工"),
            ("2022年底前首条高铁通车", "未通车"),
            ("2022年底前隐患清零", "否"),
            ("Parking lot built by 30 June 2022", "Not built"),
        ],
    );
}
