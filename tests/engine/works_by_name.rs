//! Works that the name of an indicator says are to be done, against what a report says was done.

use plantrack::domain::reading::Counted;

#[test]
fn what_is_to_be_built_by_its_name_is_not_renovated_nor_begun() {
    for (name, asked, reported, is_another) in [
        ("老旧小区改造", "45个", "新建、改造50个", true),
        ("老旧小区改造", "45个", "完工50个", false),
        ("老旧小区改造", "45个", "改造50个", false),
        ("老旧小区改造", "45个", "更新改造50个", false),
        ("老旧小区改造", "45个", "新改造50个", false),
        ("农村户厕改造", "5000户", "新改建5200户", false),
        ("改造公厕", "10座", "新建12座", true),
        ("扩建停车场", "10个", "新建12个", true),
        ("农村公路改造", "10公里", "新建12公里", true),
        ("新建学校", "10所", "改造12所", true),
        ("新建学校", "10所", "改建12所", true),
        ("新建学校", "10所", "改扩建12所", true),
        ("新建学校", "10所", "新建、改扩建12所", true),
        ("新建学校", "10所", "开工12所", true),
        ("新建学校", "10所", "签约12所", true),
        ("新建学校", "10所", "建成12所", false),
        ("新建学校", "10所", "新建12所", false),
        ("新建学校", "10所", "新增12所", false),
        ("新建学校", "开工10所", "开工12所", false),
        ("新建学校", "10所", "12所", false),
        ("学校新建", "10所", "改造12所", true),
        ("新建住房", "1000套", "改造1200套", true),
        ("新建住房", "1000套", "筹集1200套", true),
        ("筹集住房", "1000套", "新建1200套", false),
        ("新建项目", "10个", "筹集12个", false),
        ("新建公园", "10个", "改造公园12个", true),
        ("农村公路新改建", "100公里", "改造120公里", false),
        ("农村公路新改建", "100公里", "新建120公里", false),
        ("新建改扩建学校", "10所", "新建、改扩建12所", false),
        ("农村公路建设改造", "100公里", "新建120公里", false),
        // Where those stood new ones are built.
        ("棚户区改造", "5000套", "新建5200套", false),
        ("城中村改造", "5000套", "新建5200套", false),
        ("农村危房改造", "500户", "新建520户", false),
        // Of a kind of projects, and of homes that are sold, the name says nothing of what is done.
        ("新建商品房销售面积", "120万平方米", "网上签约130万平方米", false),
        ("新建项目", "10个", "新开工12个", false),
        ("新建和改造项目", "10个", "新建、改造12个", false),
    ] {
        let asked_of = Counted::of(asked).or_by(&Counted::by_name(name));
        assert_eq!(asked_of.is_another_act(&Counted::of(reported)), is_another, "{name}: {reported}");
    }
}
