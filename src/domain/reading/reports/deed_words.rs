//! The Chinese words for what is done with things, of all who look for them in a report, a name or a target. Knows no number.

/// What is done with things that are counted. Of two that begin alike the longer one stands first.
pub(crate) const DEEDS: [&str; 64] = [
    "新增",
    "净增",
    "新建",
    "新改扩建",
    "新改建",
    "新设",
    "改扩建",
    "改建",
    "扩建",
    "改造",
    "建成",
    "建设",
    "培育",
    "引进",
    "招引",
    "培训",
    "认定",
    "完成",
    "创建",
    "评定",
    "打造",
    "筹集",
    "筹建",
    "治理",
    "整治",
    "修复",
    "更新",
    "实施",
    "开工",
    "竣工",
    "完工",
    "签约",
    "投用",
    "投产",
    "组建",
    "设立",
    "新登记",
    "发展",
    "建立",
    "制定",
    "修订",
    "清理",
    "拆除",
    "淘汰",
    "加装",
    "安装",
    "更换",
    "盘活",
    "处置",
    "举办",
    "开展",
    "办理",
    "选派",
    "招聘",
    "栽植",
    "推广",
    "提升",
    "支持",
    "扶持",
    "升级",
    "消除",
    "关停",
    "搬迁",
    "腾退",
];

/// What is said beside it, and is no part of the name of a thing either.
pub(crate) const ACTS: [&str; 37] = [
    "认证",
    "入库",
    "入规",
    "入统",
    "纳统",
    "上规",
    "达标",
    "授权",
    "备案",
    "注册",
    "登记",
    "获批",
    "投入使用",
    "投入运营",
    "启用",
    "通车",
    "验收",
    "就业",
    "建",
    "增加",
    "整改",
    "销号",
    "加固",
    "评估",
    "审批",
    "办结",
    "清零",
    "交付",
    "入住",
    "接通",
    "铺设",
    "安置",
    "移交",
    "立项",
    "封顶",
    "提档",
    "提质",
];

/// By what there comes to be more of something.
pub(crate) const MORE: [&str; 9] =
    ["新增", "净增", "新建", "新设", "建成", "引进", "招引", "投放", "新增投放"];

/// By what there comes to be less of it.
pub(crate) const LESS: [&str; 17] = [
    "化解", "压减", "淘汰", "治理", "拆除", "退出", "关闭", "关停", "注销", "搬迁", "减少", "消除", "清偿",
    "偿还", "精简", "盘活", "压降",
];

/// Those of which a name is often that of what comes about by them, so that what is new is more of it, and what is built does them:
/// 新增水土流失治理面积, 消除空白村 by 建成.
pub(crate) const BY_BUILDING: [&str; 5] = ["治理", "搬迁", "消除", "盘活", "减少"];

/// Words by which a name or a target says that there is to be more of something as well: 淘汰更新, 拆除重建.
pub(crate) const SAYS_MORE: [&str; 14] = [
    "新增", "净增", "新建", "建成", "引进", "投放", "增加", "更新", "置换", "重建", "建设", "改造", "补充",
    "替代",
];

/// By what something that is there is dealt with.
pub(crate) const DEALT_WITH: [&str; 10] =
    ["治理", "改造", "办结", "整改", "结案", "销号", "化解", "处置", "消除", "整治"];

/// What is lent, raised or spent in a time.
pub(crate) const FLOWS_OF_MONEY: [&str; 5] = ["发放", "投放", "筹集", "完成", "回收"];

/// What is done with a length of what there is.
pub(crate) const FLOWS_OF_LENGTH: [&str; 4] = ["改造", "治理", "养护", "整治"];

/// What is done to have something built.
pub(crate) const BUILDS: [&str; 8] =
    ["开工", "新开工", "竣工", "完工", "建成", "新建", "新开工建设", "开工建设"];

/// What works are new, and what is there and renovated or extended. What goes on behind the first is most often the name of what is
/// counted: 新建商品房.
pub(crate) const NEW_WORKS: [&str; 2] = ["新建", "新改"];
pub(crate) const RENOVATIONS: [&str; 3] = ["改造", "改建", "扩建"];

/// That something is to be built, in words that say of no act that it is done.
pub(crate) const BUILD: &str = "建设";

/// That it is carried out, which says nothing of how far.
pub(crate) const CARRY_OUT: &str = "实施";
