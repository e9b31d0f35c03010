//! A printed share where a change is asked: of a fall it is one of the fall, and of a rise of a state one of the way up.

use plantrack::domain::{
    assessment::{Assessment, Case, CountedIn, Reason, Reported, Standing, Status, assess},
    indicator::{Direction, Indicator, Measure},
    outcome::Basis,
};

use crate::support::{day, exact, indicator, period, read_as_outcome, read_as_target, target, vintage};

fn judged(of: &Indicator, asked: &str, (when, said): (&str, &str), on: &str) -> Assessment {
    let mut asks = target("x", period("2022"), Some(read_as_target(asked, of)));
    asked.clone_into(&mut asks.text);
    let mut one = vintage(1, when, read_as_outcome(said, of), Basis::Final, "office", "2022-07-10");
    said.clone_into(&mut one.outcome.text);
    let reported: [Reported; 1] = [one];
    assess(&Case { reported: &reported, ..Case::new(of, &asks, day(on)) })
}

fn lower(unit: &str, measure: Measure) -> Indicator {
    indicator("x", unit, measure, Some(Direction::Lower))
}

fn higher(unit: &str, measure: Measure) -> Indicator {
    indicator("x", unit, measure, Some(Direction::Higher))
}

#[test]
fn less_than_all_of_a_fall_is_not_the_fall() {
    let (achieved, missed) = (Status::Achieved, Status::NotAchieved);
    for (of, asked, share, status) in [
        (lower("微克/立方米", Measure::Level), "下降3%", "完成年度目标的80%", missed),
        (lower("微克/立方米", Measure::Level), "下降3%", "完成年度目标的100%", achieved),
        (lower("微克/立方米", Measure::Level), "下降3%", "完成年度目标的105%", achieved),
        (lower("万吨", Measure::Flow), "减少100万吨", "完成年度目标的80%", missed),
        (lower("万吨", Measure::Flow), "减少100万吨", "完成年度目标的105%", achieved),
        (lower("万吨", Measure::Flow), "下降2%以上", "完成年度目标的105%", achieved),
        (lower("%", Measure::Level), "下降0.5个百分点", "完成年度目标的80%", missed),
        (lower("t", Measure::Flow), "reduce by 5%", "80% of the target", missed),
        (lower("t", Measure::Flow), "5% below 2021", "80% of the target", missed),
        (lower("t", Measure::Flow), "5% below 2021", "105% of the target", achieved),
        // Of a cap it is what was used of it.
        (lower("万吨", Measure::Flow), "9700万吨以内", "完成年度目标的80%", achieved),
        (lower("万吨", Measure::Flow), "9700万吨以内", "完成年度目标的105%", missed),
        (lower("万吨", Measure::Flow), "不超过上年", "完成年度目标的105%", missed),
        (lower("万吨", Measure::Flow), "增长5%以内", "完成年度目标的80%", achieved),
        (higher("亿元", Measure::Flow), "增长5%", "完成年度目标的80%", missed),
    ] {
        let answer = judged(&of, asked, ("2022", share), "2023-02-01");
        assert_eq!(answer.status, status, "{asked}: {share}");
    }
    let missed =
        judged(&lower("万吨", Measure::Flow), "减少100万吨", ("2022", "完成年度目标的80%"), "2023-02-01");
    assert_eq!(missed.figures.completion, Ok(exact("80")));
}

#[test]
fn a_share_of_the_budget_is_none_of_a_fall() {
    let money = || lower("万元", Measure::Flow);
    let cut = || higher("万元", Measure::Flow);
    for (of, asked, share) in [
        (money(), "压减10%", "完成预算的105%"),
        (money(), "压减10%", "完成预算的85%"),
        (money(), "下降10%", "占预算的105%"),
        (money(), "下降10%", "为预算的105%"),
        (money(), "下降5%", "完成年初预算的102.3%"),
        (money(), "减少100万元", "完成年度预算的105%"),
        (lower("万元", Measure::Level), "减少100万元", "完成预算的105%"),
        (money(), "10% below 2021", "110% of the budget"),
        (money(), "10% below 2021", "110% of the annual budget"),
        (cut(), "压减100万元", "完成预算的105%"),
    ] {
        let answer = judged(&of, asked, ("2022", share), "2023-02-01");
        assert_eq!(
            (answer.status, answer.reason),
            (Status::NotAssessable, Some(Reason::Incomparable)),
            "{share}"
        );
    }
    for (of, asked, share, status) in [
        (money(), "不超过1200万元", "完成年度预算的85%", Status::Achieved),
        (money(), "压减10%", "完成年度目标的105%", Status::Achieved),
        (money(), "压减10%", "下降12%，完成预算的85%", Status::Achieved),
        (cut(), "1200万元", "完成年度预算的105%", Status::Achieved),
        (cut(), "增长5%", "完成预算的105%", Status::Achieved),
    ] {
        assert_eq!(judged(&of, asked, ("2022", share), "2023-02-01").status, status, "{asked}: {share}");
    }
}

#[test]
fn a_share_of_a_change_is_as_much_of_the_way() {
    for (of, asked, share, status) in [
        (lower("万吨", Measure::Flow), "减少100万吨", "完成年度目标的30%", Status::OffTrack),
        (lower("万吨", Measure::Flow), "减少100万吨", "完成年度目标的60%", Status::OnTrack),
        // More may be used in the half year that is left.
        (lower("万吨", Measure::Flow), "减少100万吨", "完成年度目标的110%", Status::OnTrack),
        (lower("微克/立方米", Measure::Level), "下降3%", "完成年度目标的30%", Status::OffTrack),
        (lower("微克/立方米", Measure::Level), "下降3%", "完成年度目标的47%", Status::AtRisk),
        (higher("家", Measure::Level), "净增100家", "完成年度目标的60%", Status::OnTrack),
        (higher("%", Measure::Level), "提高1个百分点", "完成年度目标的52%", Status::OnTrack),
        (higher("万人", Measure::Level), "增加10万人", "完成年度目标的40%", Status::OffTrack),
        (higher("schools", Measure::Level), "increase by 10", "52% of the target", Status::OnTrack),
    ] {
        let answer = judged(&of, asked, ("2022-H1", share), "2022-07-20");
        assert_eq!(answer.status, status, "{asked}: {share}");
        assert_eq!(answer.pace.unwrap().counted_in, CountedIn::ShareOfTarget, "{asked}: {share}");
    }
    let of = higher("家", Measure::Level);
    let pace = judged(&of, "净增100家", ("2022-H1", "完成年度目标的60%"), "2022-07-20").pace.unwrap();
    assert_eq!(pace.expected.unwrap().rounded(2), exact("49.59"));
    assert_eq!(pace.ratio.unwrap().rounded(2), exact("1.21"));
    assert_eq!(pace.standing, Some(Standing::OnTrack));
}

#[test]
fn a_share_of_a_rise_is_of_the_rise_where_the_start_is_on_record() {
    let of = higher("家", Measure::Level);
    let asks = target("x", period("2022"), Some(read_as_target("净增100家", &of)));
    let share = vintage(
        2,
        "2022-H1",
        read_as_outcome("完成年度目标的60%", &of),
        Basis::Final,
        "office",
        "2022-07-10",
    );
    let reported = [crate::support::counted(1, "2021", "300"), share];
    let answer = assess(&Case { reported: &reported, ..Case::new(&of, &asks, day("2022-07-20")) });
    assert_eq!(answer.status, Status::OnTrack);
}
