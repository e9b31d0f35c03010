//! What a figure counts by the words for what was done with it (新增市场主体2500家), against what the name of the indicator or the words
//! of the target say. Two names are of different things
//! by the letters that they share, and not by a list of things. Knows no number.

use super::text::Text;

/// What is done with things that are counted. Of two that begin alike the longer one stands first.
const DEEDS: [&str; 64] = [
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
const ACTS: [&str; 36] = [
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

/// Words before a name that say nothing of the thing.
const ADVERBS: [&str; 19] = [
    "累计", "实际", "合计", "总计", "全市", "全省", "全区", "全县", "各类", "各级", "各种", "当年", "全年",
    "年内", "已", "了", "并", "且", "后",
];

/// Words behind a name that say how it is counted.
const MEASURES: [&str; 20] = [
    "线路", "运营", "面积", "里程", "长度", "数量", "总数", "个数", "家数", "户数", "人数", "人次", "总量",
    "规模", "数", "量", "项目", "工程", "任务", "等",
];

/// What any of the things that are asked may be called.
const ANYTHING: [&str; 24] = [
    "住户",
    "住宅",
    "建筑",
    "参训",
    "人员",
    "学员",
    "对象",
    "群众",
    "职工",
    "劳动力",
    "劳动者",
    "单位",
    "点位",
    "房屋",
    "住房",
    "房源",
    "居民",
    "农户",
    "家庭",
    "楼栋",
    "左右",
    "上下",
    "不等",
    "活动",
];

/// How the name of something ends that may be made up of other things.
const WHOLES: [&str; 24] = [
    "设施",
    "主体",
    "载体",
    "平台",
    "阵地",
    "场所",
    "机构",
    "网络",
    "体系",
    "服务",
    "能力",
    "环境",
    "系统",
    "电网",
    "农网",
    "路网",
    "水网",
    "棚户区",
    "片区",
    "街区",
    "城中村",
    "技能",
    "技术",
    "资源",
];

/// Names that mean the same, and one of them.
const ONE_NAME: [(&str, &str); 61] = [
    ("农贸市场", "菜场"),
    ("集贸市场", "菜场"),
    ("菜市场", "菜场"),
    ("自来水", "供水"),
    ("给水", "供水"),
    ("输配水", "供水"),
    ("天然气", "燃气"),
    ("煤气", "燃气"),
    ("地铁", "轨道交通"),
    ("乔灌木", "苗木"),
    ("乔木", "苗木"),
    ("树木", "苗木"),
    ("县乡公路", "农村公路"),
    ("县乡道", "农村公路"),
    ("通村公路", "农村公路"),
    ("主次干道", "道路"),
    ("次支路", "道路"),
    ("市政路", "道路"),
    ("小微公园", "口袋公园"),
    ("小游园", "口袋公园"),
    ("街头公园", "口袋公园"),
    ("街角公园", "口袋公园"),
    ("街头游园", "口袋公园"),
    ("老年助餐点", "老年食堂"),
    ("长者食堂", "老年食堂"),
    ("幸福食堂", "老年食堂"),
    ("公办园", "公办幼儿园"),
    ("人工造林", "营造林"),
    ("植树造林", "营造林"),
    ("国土绿化", "营造林"),
    ("文化惠民演出", "送戏下乡"),
    ("惠民演出", "送戏下乡"),
    ("农村电影", "公益电影"),
    ("水质净化厂", "污水处理厂"),
    ("过街天桥", "人行天桥"),
    ("商事主体", "经营主体"),
    ("卫生间", "公厕"),
    ("旱厕", "户厕"),
    ("工会驿站", "户外劳动者驿站"),
    ("爱心驿站", "户外劳动者驿站"),
    ("公共阅读空间", "城市书房"),
    ("市场主体", "经营主体"),
    ("规模以上", "规上"),
    ("四上", "规上"),
    ("城市", "城镇"),
    ("城区", "城镇"),
    ("乡村", "农村"),
    ("幼儿园学位", "学前教育学位"),
    ("中小学学位", "义务教育学位"),
    ("停车泊位", "泊位"),
    ("停车位", "泊位"),
    ("车位", "泊位"),
    ("道路", "公路"),
    ("公立", "公办"),
    ("新型职业农民", "高素质农民"),
    // A name of letters alone.
    ("5g", "伍"),
    ("进出口", "外贸"),
    ("批零住餐", "商贸"),
    ("高校毕业生", "毕业生"),
    ("大学毕业生", "毕业生"),
    ("大学生", "毕业生"),
];

/// What is said of things of many kinds, so that it does not tell them from those of one kind.
const OF_MANY_KINDS: [&str; 33] = [
    "主",
    "老化",
    "庭院",
    "中低压",
    "配套",
    "收集",
    "城镇",
    "县城",
    "市区",
    "主城区",
    "中心城区",
    "老旧",
    "地下",
    "公共",
    "公用",
    "新型",
    "优质",
    "标准化",
    "卫生",
    "重点",
    "重大",
    "示范",
    "普惠",
    "普惠性",
    "社区",
    "无害化",
    "骨干",
    "特色",
    "高端",
    "优秀",
    "智能",
    "闲置",
    "存量",
];

/// What things are counted in, and how long or wide they are. Of two that begin alike the longer one stands first.
const COUNTERS: [&str; 26] = [
    "平方公里",
    "平方米",
    "公里",
    "千米",
    "公顷",
    "亩",
    "米",
    "个",
    "座",
    "所",
    "家",
    "套",
    "处",
    "条",
    "户",
    "栋",
    "间",
    "辆",
    "台",
    "项",
    "名",
    "人次",
    "人",
    "张",
    "块",
    "位",
];

/// How surely words say what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// What something is done with: 新增上市公司.
    TheThing,
    /// The thing or a topic, of which others may be counted: 养老服务.
    ThingOrTopic,
}

/// Whether what the words of a report count is another thing than the name of an indicator with this unit, or the words of its
/// target, say.
pub fn counts_another_thing(report: &str, [name, unit, target]: [&str; 3]) -> bool {
    // Most that is reported names no thing: a word for what was done, a name and a unit are five letters at least.
    let is_long = report.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).nth(4).is_some();
    let is_share_or_mass = unit.contains(['元', '%', '％', '瓦', '吨']);
    if !is_long || is_share_or_mass {
        return false;
    }
    let Some(counted) = counted(&plain(report)) else { return false };
    let mut asked = by_name(&plain(name), unit);
    asked.extend(self::counted(&plain(target)).map(|thing| (thing, Says::TheThing)));
    asked.iter().any(|(thing, says)| is_told_apart(&counted, thing, *says))
        && asked.iter().all(|(thing, _)| are_others(&counted, thing))
}

fn plain(words: &str) -> String {
    let plain = Text::new(words).map(|text| text.plain).unwrap_or_default();
    let plain: String = plain.to_lowercase().chars().filter(|c| !" \"".contains(*c)).collect();
    ONE_NAME.iter().fold(plain, |words, (one, other)| words.replace(one, other))
}

/// The word for what was done that words begin with, and what stands behind it.
fn behind_deed(words: &str) -> Option<&str> {
    let after =
        |words: &str| DEEDS.iter().filter(|deed| words.starts_with(**deed)).map(|deed| deed.len()).max();
    let new = words.strip_prefix('新').and_then(after).map(|length| length + '新'.len_utf8());
    words.get(after(words).max(new)?..)
}

/// What the first figure of a phrase counts, by its name behind the word for what was done, or else behind the figure.
fn counted(plain: &str) -> Option<String> {
    let clause = plain
        .split([',', ';', '。', '(', ')'])
        .find(|clause| clause.contains(|c: char| c.is_ascii_digit()))?;
    let behind = clause.char_indices().find_map(|(at, _)| behind_deed(clause.get(at..)?))?;
    let (before, figure) = behind.split_at_checked(behind.find(|c: char| c.is_ascii_digit())?)?;
    let before = before.trim_end_matches(['约', '近', '超', '过', '共', '达', '到']);
    if !cleaned(before).is_empty() {
        return thing(before);
    }
    let number = |c: char| c.is_ascii_digit() || ".千百万亿余多".contains(c);
    let counter = figure.trim_start_matches(number);
    let named = COUNTERS.iter().find_map(|unit| counter.strip_prefix(unit))?;
    let end = named.find(|c: char| !c.is_alphabetic()).unwrap_or(named.len());
    thing(named.get(..end)?)
}

/// The name of one thing; `None` where the words name none, or several.
fn thing(words: &str) -> Option<String> {
    const NO_NAME: &str = "的和及与或不未其率比占为至到达逾超约近余均每";
    const NO_NAMES: [&str; 9] = ["以上", "目标", "计划", "任务", "预算", "进度", "指标", "突破", "接近"];
    let name = cleaned(words);
    let is_one = (2..=16).contains(&name.chars().count())
        && name.chars().all(|c| !c.is_ascii() && c.is_alphabetic())
        && !name.contains(|c| NO_NAME.contains(c))
        && !NO_NAMES.iter().any(|word| name.contains(word))
        && may_be_told_apart(name);
    is_one.then(|| name.to_owned())
}

/// Whether a name is not one that anything of many kinds may have.
fn may_be_told_apart(name: &str) -> bool {
    !name.is_empty() && !OF_MANY_KINDS.contains(&name) && !ANYTHING.iter().any(|end| name.ends_with(end))
}

/// A name without what was done, when, and how it is counted.
fn cleaned(words: &str) -> &str {
    let mut name = words;
    loop {
        let lead = || ADVERBS.iter().chain(&ACTS).find_map(|lead| name.strip_prefix(lead));
        let ends = || MEASURES.iter().chain(&DEEDS).chain(&ACTS).find_map(|end| name.strip_suffix(end));
        match behind_deed(name).or_else(lead).or_else(ends) {
            Some(left) => name = left,
            None => return name,
        }
    }
}

/// The things that the name of an indicator says.
fn by_name(name: &str, unit: &str) -> Vec<(String, Says)> {
    const COUNTED: [&str; 5] = ["个", "家", "所", "座", "处"];
    let bare = name.split('(').next().unwrap_or_default();
    let lead = ADVERBS.iter().fold(bare, |name, lead| name.strip_prefix(lead).unwrap_or(name));
    let is_led = behind_deed(lead).is_some();
    let names = lead.split(['、', '和', '及', '与', '/']).map(cleaned);
    names
        .filter(|name| may_be_told_apart(name))
        .map(|name| {
            // What is renovated thing by thing is what the name says: 老旧小区改造, counted in 个.
            let is_renovated = bare.contains("改造") && COUNTED.contains(&unit) && name.chars().count() > 3;
            let says = if is_led || is_renovated { Says::TheThing } else { Says::ThingOrTopic };
            (name.to_owned(), says)
        })
        .collect()
}

/// Whether a name is so surely of another thing than the one that is asked that the figure is none of it.
fn is_told_apart(counted: &str, asked: &str, says: Says) -> bool {
    are_others(counted, asked)
        && match says {
            Says::TheThing => true,
            Says::ThingOrTopic => in_common(counted, asked).1 > 1,
        }
}

/// Whether two names are of different things: they share next to nothing, or an end before which each has a word of its own
/// (燃气管网, 供水管网). A name that is a part of the other one is short for it, or of a kind of the same.
fn are_others(one: &str, other: &str) -> bool {
    let (begin, end) = in_common(one, other);
    let own = |name: &str| -> Vec<char> {
        let count = name.chars().count();
        name.chars().take(count.saturating_sub(end)).skip(begin).collect()
    };
    let whole = |name: &str| -> Vec<char> { name.chars().collect() };
    let shortest = one.chars().count().min(other.chars().count());
    if shared(&whole(one), &whole(other)) == shortest {
        return false;
    }
    let (first, second) = (own(one), own(other));
    let is_little = shared(&first, &second) * 4 <= first.len().min(second.len());
    // 托育服务托位: its beginning says no more than its end.
    let head = other.chars().rev().take(end).last();
    let says_it_twice = |own: &[char]| head.is_some_and(|head| own.contains(&head));
    if end > 1 && (says_it_twice(&first) || says_it_twice(&second)) {
        return false;
    }
    let is_whole = || WHOLES.iter().any(|end| other.ends_with(end));
    match (begin, end) {
        (0, 0) => is_little && !is_whole() && !shares_its_last(&first, &second),
        (1, 0) => is_little && !is_whole() && first.len().min(second.len()) > 1,
        (1, _) | (2.., 0 | 1) => false,
        _ => is_little && are_kinds(&first, &second),
    }
}

/// Whether the words of their own before one end tell kinds of it apart: 燃气管网 from 供水管网, and not 老旧管网.
fn are_kinds(one: &[char], other: &[char]) -> bool {
    let (one, other): (String, String) = (one.iter().collect(), other.iter().collect());
    let is_opposed = one == "农村" || other == "农村";
    let is_of_many = |own: &str| {
        let is_one = OF_MANY_KINDS.contains(&own) || own.ends_with('级');
        is_one && !(is_opposed && own == "城镇")
    };
    !is_of_many(&one) && !is_of_many(&other)
}

/// Whether the letter with which one name ends stands within the other one: 户厕, 卫生厕所.
fn shares_its_last(one: &[char], other: &[char]) -> bool {
    one.last().is_some_and(|last| other.contains(last)) || other.last().is_some_and(|last| one.contains(last))
}

/// With how many letters two names begin alike, and end alike.
fn in_common(one: &str, other: &str) -> (usize, usize) {
    let begin = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let end = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).count();
    let shortest = one.chars().count().min(other.chars().count());
    (begin, end.min(shortest - begin))
}

/// How many letters two names share in the same order.
fn shared(one: &[char], other: &[char]) -> usize {
    let mut row = vec![0_usize; other.len()];
    for letter in one {
        let (mut diagonal, mut left) = (0, 0);
        for (their, cell) in other.iter().zip(row.iter_mut()) {
            let best = if letter == their { diagonal + 1 } else { left.max(*cell) };
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or(0)
}
