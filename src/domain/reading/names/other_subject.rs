//! Of what a name is, by the word in it that says so, and of which kind: an investment, in industry; a rate of unemployment, of the
//! young. Whether two names are of different things. Closed lists; a name with none of the words is of nothing that is known here.

/// What a name means that says none of the words of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unsaid {
    /// All of it: 居民收入 is that of all, and none of those in the country alone.
    Whole,
    /// Any of it: 参保率 may be short for that of either insurance.
    Any,
}

/// Words of which the kind is one or the other, each with those that mean the same, parted by bars.
type Dimension = (Unsaid, &'static [&'static str]);

const TOWNS: Dimension = (Unsaid::Any, &["城市|城镇|城区|县城", "农村"]);

const SECTORS: Dimension = (
    Unsaid::Whole,
    &[
        "第一产业|一产|农林牧渔|农业",
        "第二产业|二产",
        "第三产业|三产|服务业",
        "工业",
        "建筑业",
        "数字经济",
        "战略性新兴|战新",
        "高技术|高新技术",
        "制造业",
        "装备",
        "文化",
        "旅游",
        "海洋",
        "民营",
        "批发",
        "住宿",
        "金融",
        "交通|运输",
        "核心",
    ],
);

const INVESTMENTS: Dimension = (
    Unsaid::Whole,
    &[
        "工业",
        "民间",
        "房地产",
        "基础设施|基建",
        "制造业",
        "技改|技术改造",
        "高技术|高新技术",
        "第一产业|一产|农林牧渔|农业",
        "第二产业|二产",
        "第三产业|三产|服务业",
        "交通|公路|铁路",
        "水利",
        "能源|电力|电网",
        "建安|建筑安装",
        "新兴",
        "文化|旅游|文旅",
        "生态|环境|环保",
        "社会事业|社会领域|民生",
    ],
);

/// What something is, by the words in its name, parted by bars, and the dimensions of its kind. A word that holds another one stands
/// before it.
const SUBJECTS: &[(&str, &[Dimension])] = &[
    ("收入比|收入之比|收入差距|收入倍差", &[]),
    (
        "可支配收入|居民收入|居民人均收入|农民收入|农民人均收入|纯收入",
        &[(Unsaid::Whole, &["城镇", "农村|农民", "脱贫|低收入"])],
    ),
    (
        "失业率",
        &[
            (Unsaid::Whole, &["登记"]),
            (Unsaid::Whole, &["青年|大学生|毕业生|16|25", "外来|农业户籍", "本地户籍"]),
        ],
    ),
    ("就业率|就业落实率", &[]),
    ("出勤率", &[]),
    ("入住率", &[]),
    ("参保率", &[(Unsaid::Any, &["养老", "医疗|医保", "失业", "工伤", "生育"])]),
    ("入学率|入园率|巩固率", &[(Unsaid::Any, &["学前|入园", "义务教育|小学|初中", "高中", "高等教育"])]),
    (
        "普及率|供水率",
        &[(Unsaid::Any, &["自来水|供水", "厕", "燃气|天然气", "宽带|互联网|5g", "电话"]), TOWNS],
    ),
    ("污水", &[(Unsaid::Any, &["收集", "处理|治理"]), TOWNS]),
    ("垃圾", &[(Unsaid::Any, &["无害化", "回收", "资源化", "分类"]), TOWNS]),
    ("pm2.5|细颗粒物", &[]),
    ("pm10|可吸入颗粒物", &[]),
    ("重污染|重度", &[]),
    ("空气|优良天数", &[]),
    ("地表水|水质|断面|饮用水|水源|水体", &[]),
    ("森林|林木", &[]),
    ("绿化", &[]),
    ("植被", &[]),
    ("粪污", &[]),
    ("秸秆", &[]),
    ("机械化", &[]),
    ("城镇化率", &[]),
    ("赤字率", &[]),
    ("自然增长率", &[]),
    ("满意度", &[]),
    ("办结率", &[]),
    ("开工率", &[]),
    ("竣工率", &[]),
    ("到位率", &[]),
    ("能耗|能源消费", &[]),
    ("碳排放", &[]),
    ("用水|水耗", &[]),
    ("用电", &[]),
    ("预期寿命", &[]),
    ("劳动生产率", &[]),
    ("研发|r&d|研究与试验", &[(Unsaid::Any, &["企业|规模以上", "全社会"])]),
    (
        "社零|消费品零售|网上零售|网络零售",
        &[(Unsaid::Whole, &["限额以上|限上", "网上|网络", "城镇", "乡村|农村"])],
    ),
    ("进出口|外贸", &[(Unsaid::Whole, &["跨境", "服务", "加工", "机电", "民营", "高新|高技术"])]),
    ("出口|进口", &[]),
    ("外资|外商投资|外商直接投资", &[]),
    ("政府性基金|基金收入|基金预算", &[]),
    ("非税", &[]),
    ("税收", &[]),
    ("财政总收入|预算总收入", &[]),
    ("预算收入|公共财政收入|财政收入|地方级收入", &[]),
    ("预算支出|财政支出", &[(Unsaid::Whole, &["民生", "教育", "科技", "社会保障"])]),
    ("消费支出", &[]),
    ("旅游收入|旅游总收入|旅游综合收入|旅游业收入", &[]),
    ("营业收入|主营业务收入|营收", &[]),
    ("集体经济", &[]),
    ("存款", &[]),
    ("贷款", &[]),
    ("投资", &[INVESTMENTS]),
    ("利润", &[]),
    ("产值", &[SECTORS]),
    ("销售", &[]),
    ("增加值", &[SECTORS]),
    ("gdp", &[]),
    ("就业", &[]),
    ("粮食", &[(Unsaid::Whole, &["夏粮", "秋粮", "早稻|稻谷", "小麦", "玉米", "大豆"])]),
    ("蔬菜", &[]),
    ("肉类|猪肉|生猪", &[]),
    ("油料", &[]),
    ("水产", &[]),
    ("消费价格|cpi|物价", &[]),
    ("出厂价格|ppi|生产者价格", &[]),
];

/// Names of what a sector adds, which do not say so: 第三产业, 规上工业增速.
const SECTORS_ALONE: &str = "第一产业|第二产业|第三产业|农林牧渔业|规模以上工业|工业增|服务业增|建筑业增";

const VALUE_ADDED: &str = "增加值";

/// Whether two names, in lower case and without spaces, are of different things, or of different kinds of one.
pub(crate) fn are_of_different_things(printed: &str, own: &str) -> bool {
    let given = own;
    let (printed, own) = (plain(printed), plain(own));
    let (is, asks) = (subjects(&printed), subjects(&own));
    let is_same = |one: &&Subject| asks.iter().any(|other| other.0 == one.0);
    if is.is_empty() || asks.is_empty() {
        return false;
    }
    let common: Vec<&Subject> = is.iter().filter(is_same).collect();
    // A note may name the thing itself: 空气质量（PM2.5浓度）, 就业（城镇调查失业率）.
    let noted = subjects(given);
    if common.is_empty() {
        return !own.contains(&printed) && !is.iter().any(|one| noted.iter().any(|other| other.0 == one.0));
    }
    // A note may say of which kind it is: 居民人均可支配收入（城镇）.
    let with_notes = given.replace('(', "、").replace(')', "");
    let are_others = |one: &Dimension| {
        are_other_kinds(*one, &printed, &own) && are_other_kinds(*one, &printed, &with_notes)
    };
    common.iter().any(|(_, dimensions)| dimensions.iter().any(are_others))
}

type Subject = (&'static str, &'static [Dimension]);

/// A name without the notes behind it, and without what it is counted on or is a share of.
fn plain(name: &str) -> String {
    let mut depth = 0;
    let outside = |c: &char| {
        depth += i32::from(*c == '(');
        let is_outside = depth == 0;
        depth -= i32::from(*c == ')');
        is_outside
    };
    let bare: String = name.chars().filter(outside).collect();
    let bare = ["单位gdp", "单位工业增加值", "万元工业增加值"]
        .iter()
        .fold(bare.replace("规上", "规模以上"), |name, base| name.replace(base, ""));
    let whole = if bare.is_empty() { name } else { &bare };
    let part = whole.split('占').next().unwrap_or_default();
    if part.is_empty() { whole.to_owned() } else { part.to_owned() }
}

fn subjects(name: &str) -> Vec<Subject> {
    let mut rest = name.to_owned();
    let mut found = Vec::new();
    for (words, dimensions) in SUBJECTS {
        let held: Vec<&str> = words.split('|').filter(|word| rest.contains(word)).collect();
        if !held.is_empty() {
            found.push((*words, *dimensions));
            rest = held.iter().fold(rest, |rest, word| rest.replace(word, " "));
        }
    }
    let adds_value = || SECTORS_ALONE.split('|').any(|word| name.contains(word));
    if found.is_empty() && adds_value() {
        found.extend(SUBJECTS.iter().filter(|(words, _)| *words == VALUE_ADDED));
    }
    let is_growth = || {
        let behind = name
            .trim_start_matches(['全', '我', '本'])
            .trim_start_matches(['市', '省', '县', '区', '州', '国']);
        behind.starts_with("经济增")
    };
    if found.is_empty() && is_growth() {
        found.extend(SUBJECTS.iter().filter(|(words, _)| *words == "gdp"));
    }
    found
}

/// Whether names of one thing are of different kinds of it.
fn are_other_kinds((unsaid, kinds): Dimension, printed: &str, own: &str) -> bool {
    const JOINS: [&str; 9] = ["和", "及", "与", "、", ",", "/", "高于", "快于", "城乡"];
    // Of what is in industry, a narrower word says of which kind it is: 工业战略性新兴产业.
    let of_kind = |name: &str| -> Vec<&str> {
        let said = |kind: &&&str| kind.split('|').any(|word| name.contains(word));
        let all: Vec<&str> = kinds.iter().filter(said).copied().collect();
        let is_narrow = |kind: &&str| matches!(*kind, "数字经济" | "战略性新兴|战新");
        if all.iter().any(is_narrow) {
            return all.into_iter().filter(|kind| *kind != "工业").collect();
        }
        all
    };
    let (is, asks) = (of_kind(printed), of_kind(own));
    if is == asks {
        return false;
    }
    let are_joined = JOINS.iter().any(|word| own.contains(word));
    if are_joined && !is.is_empty() && is.iter().all(|kind| asks.contains(kind)) {
        return false;
    }
    // Short for the name of those that the indicator is of, as 居民人均可支配收入 is not.
    let is_short = is.is_empty() && printed == "人均可支配收入";
    match unsaid {
        Unsaid::Whole => !is_short,
        Unsaid::Any => !is.is_empty() && !asks.is_empty() && !is.iter().any(|kind| asks.contains(kind)),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::reading::another_name;

    #[test]
    fn a_name_of_another_thing_or_of_another_kind_is_seen() {
        for (name, phrase) in [
            ("居民人均可支配收入增速", "城镇居民人均可支配收入增长7.2%"),
            ("居民人均可支配收入增速", "农村居民人均可支配收入增长8.1%"),
            ("居民人均可支配收入", "城镇居民人均可支配收入48652元"),
            ("农村居民人均可支配收入增速", "居民人均可支配收入增长7.2%"),
            ("城乡居民人均可支配收入", "农村居民人均可支配收入增长8.1%"),
            ("固定资产投资增速", "工业投资增长15%"),
            ("固定资产投资增速", "民间投资增长12%"),
            ("工业投资增速", "固定资产投资增长12%"),
            ("房地产开发投资增速", "固定资产投资增长12%"),
            ("工业技改投资", "工业投资增长12%"),
            ("制造业投资", "基础设施投资增长12%"),
            ("制造业投资", "工业投资增长12%"),
            ("地区生产总值增速", "第三产业增加值增长8%"),
            ("经济增长", "第三产业增加值增长8%"),
            ("经济增长", "固定资产投资增长8%"),
            ("第三产业", "第二产业增加值增长8%"),
            ("第二产业", "工业增加值增长8%"),
            ("农林牧渔业增加值", "工业增加值增长8%"),
            ("建筑业总产值", "工业增加值增长8%"),
            ("工业总产值", "工业增加值增长8%"),
            ("高技术制造业增加值", "规模以上工业增加值增长8%"),
            ("规模以上工业增加值", "工业投资增长15%"),
            ("税收收入", "一般公共预算收入增长8%"),
            ("政府性基金收入", "一般公共预算收入增长8%"),
            ("一般公共预算收入", "税收收入增长8%"),
            ("旅游总收入", "税收收入增长8%"),
            ("实际利用外资", "进出口总额增长8%"),
            ("出口总额", "进出口总额增长8%"),
            ("跨境电商进出口", "进出口总额增长8%"),
            ("限额以上社会消费品零售额", "社会消费品零售总额增长8%"),
            ("网上零售额增速", "社会消费品零售总额增长9%"),
            ("实物商品网上零售额", "社会消费品零售总额增长9%"),
            ("蔬菜产量", "粮食产量增长8%"),
            ("青年调查失业率", "城镇调查失业率5.2%"),
            ("城镇登记失业率", "失业率5.2%"),
            ("基本养老保险参保率", "基本医疗保险参保率98%"),
            ("学前三年毛入园率", "高中阶段毛入学率93%"),
            ("高中阶段毛入学率", "高等教育毛入学率60%"),
            ("九年义务教育巩固率", "高中阶段毛入学率93%"),
            ("农村自来水普及率", "农村卫生厕所普及率90%"),
            ("农村集中供水率", "农村卫生厕所普及率90%"),
            ("城市污水集中收集率", "城市污水处理率96%"),
            ("农村生活污水治理率", "城市污水处理率96%"),
            ("生活垃圾无害化处理率", "城市污水处理率96%"),
            ("地表水达到或好于Ⅲ类比例", "空气质量优良率90%"),
            ("单位工业增加值能耗", "单位GDP能耗下降3%"),
            ("森林覆盖率", "建成区绿化覆盖率42%"),
            ("12345热线办结率", "满意度98%"),
            ("高校毕业生就业率", "满意度98%"),
            ("高校毕业生就业率", "城镇调查失业率5%"),
            ("酒店入住率", "满意度98%"),
        ] {
            assert!(another_name(phrase, name, "").is_some(), "{name}: {phrase}");
        }
    }

    #[test]
    fn names_of_one_thing_and_names_of_nothing_known_are_left() {
        for (name, phrase) in [
            ("GDP增速", "地区生产总值增长5.2%"),
            ("生产总值", "GDP增长5.2%"),
            // What is meant may stand in the note.
            ("就业（城镇调查失业率）", "城镇调查失业率5.2%"),
            ("国土绿化（森林覆盖率）", "森林覆盖率46%"),
            ("税收（一般公共预算收入）增速", "一般公共预算收入增长6.5%"),
            ("制造业（工业）投资", "工业投资增长6.5%"),
            ("经济增速", "地区生产总值增长5.2%"),
            ("地方一般公共预算收入", "一般公共预算收入增长8%"),
            ("财政收入", "地方一般公共预算收入增长8%"),
            ("地方公共财政预算收入", "一般公共预算收入增长8%"),
            ("一般公共预算收入增速", "地方一般公共预算收入增长8%"),
            ("规上工业增加值", "规模以上工业增加值增长8%"),
            ("规模以上工业增加值增速", "工业增加值增长8%"),
            ("规模以上工业", "规模以上工业增加值增长8%"),
            ("工业增加值", "规上工业增加值增长8%"),
            ("社零", "社会消费品零售总额增长8%"),
            ("网上零售额增速", "网络零售额增长9%"),
            ("实物商品网上零售额增速", "网上零售额增长9%"),
            ("社会消费品网上零售额", "网上零售额增长9%"),
            ("社会消费品零售总额", "社零总额增长8%"),
            ("全社会固定资产投资", "固定资产投资增长8%"),
            ("固定资产投资（不含农户）", "固定资产投资增长8%"),
            ("500万元以上固定资产投资", "固定资产投资增长8%"),
            ("民间固定资产投资", "民间投资增长8%"),
            ("工业固定资产投资", "工业投资增长8%"),
            ("房地产投资", "房地产开发投资增长8%"),
            ("基建投资", "基础设施投资增长8%"),
            ("投资", "固定资产投资增长8%"),
            ("服务业增加值", "第三产业增加值增长8%"),
            ("工业战略性新兴产业增加值", "战略性新兴产业增加值增长8%"),
            ("数字经济核心产业增加值占GDP比重", "占比达到8%"),
            ("工业和建筑业增加值", "工业增加值增长8%"),
            ("城镇常住居民人均可支配收入", "城镇居民人均可支配收入增长7.2%"),
            ("农民人均可支配收入", "农村居民人均可支配收入增长7.2%"),
            ("城乡居民人均可支配收入", "居民人均可支配收入增长7.2%"),
            ("城镇和农村居民人均可支配收入", "农村居民人均可支配收入增长7.2%"),
            ("农村居民人均可支配收入增速", "人均可支配收入增长7.2%"),
            ("城乡居民收入比", "城乡居民人均可支配收入之比2.4∶1"),
            ("进出口总额", "外贸进出口增长8%"),
            ("外贸", "进出口总额增长8%"),
            ("实际使用外资", "实际利用外资5亿美元"),
            ("城镇登记失业率", "登记失业率3.2%"),
            ("城镇失业率", "城镇调查失业率5.2%"),
            ("参保率", "基本医疗保险参保率98%"),
            ("基本养老保险参保率", "参保率98%"),
            ("高中阶段教育毛入学率", "高中阶段毛入学率93%"),
            ("义务教育巩固率", "九年义务教育巩固率99%"),
            ("学前教育毛入园率", "学前教育毛入园率93%"),
            ("农村自来水普及率", "自来水普及率93%"),
            ("城市（县城）污水处理率", "城镇污水处理率96%"),
            ("城市生活垃圾无害化处理率", "生活垃圾无害化处理率100%"),
            ("环境空气质量优良天数比例", "优良天数比率90%"),
            ("地表水国控断面优良比例", "水质优良比例90%"),
            ("规模以上工业企业研发投入", "研发经费投入增长12%"),
            ("居民消费价格涨幅", "居民消费价格上涨2%"),
            ("人均预期寿命", "人均预期寿命79岁"),
            ("单位地区生产总值能耗", "单位GDP能耗下降3%"),
            ("项目建设", "固定资产投资增长8%"),
            ("重大项目投资", "固定资产投资增长8%"),
            ("民营经济", "民间投资增长8%"),
            ("居民人均可支配收入（城镇）", "城镇居民人均可支配收入增长7.2%"),
            ("居民增收", "居民人均可支配收入增长8%"),
            ("毕业生就业率和满意度", "满意度98%"),
            ("毕业生就业率", "达标率98%"),
        ] {
            assert_eq!(another_name(phrase, name, ""), None, "{name}: {phrase}");
        }
    }
}
