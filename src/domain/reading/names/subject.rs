//! The name of what is measured, in front of what is asked: 城镇调查失业率控制在5.5%以内. A closed list of names that are
//! whole, so that no word is passed over that makes the figure another one (占比, 增量, 缺口, 人均). Knows the indicator by
//! its unit and measure only, and lets a name stand where these fit it.

use crate::domain::{
    indicator::Measure,
    quantity::Exact,
    reading::{
        numbers::amount::{Amount, Yardstick},
        statements::{
            clause::{Form, clause},
            lead::goes_on_until,
            sense::Reader,
        },
        times::reference::year_named,
        wording::{fault::Parsed, scan::take, verbs::Way},
    },
    unit::Base,
};

/// Names of shares, counted in percent.
const SHARES: &[&str] = &[
    "城镇调查失业率",
    "调查失业率",
    "城镇登记失业率",
    "登记失业率",
    "失业率",
    "城镇化率",
    "常住人口城镇化率",
    "户籍人口城镇化率",
    "森林覆盖率",
    "草原综合植被盖度",
    "绿化覆盖率",
    "建成区绿化覆盖率",
    "参保率",
    "基本养老保险参保率",
    "基本医疗保险参保率",
    "基本医保参保率",
    "九年义务教育巩固率",
    "义务教育巩固率",
    "学前教育毛入园率",
    "高中阶段毛入学率",
    "高中阶段教育毛入学率",
    "高等教育毛入学率",
    "空气质量优良天数比率",
    "空气质量优良天数比例",
    "优良天数比率",
    "优良天数比例",
    "空气质量优良率",
    "优良率",
    "地表水优良比例",
    "地表水水质优良比例",
    "水质优良比例",
    "水质优良率",
    "研发投入强度",
    "研发经费投入强度",
    "全社会研发投入强度",
    "全社会研发经费投入强度",
    "农村自来水普及率",
    "自来水普及率",
    "农村卫生厕所普及率",
    "卫生厕所普及率",
    "生活污水处理率",
    "城镇污水处理率",
    "城市污水处理率",
    "生活垃圾无害化处理率",
    "畜禽粪污综合利用率",
    "秸秆综合利用率",
    "农作物耕种收综合机械化率",
    "综合机械化率",
    "赤字率",
    "财政赤字率",
    "自然增长率",
    "人口自然增长率",
    "群众满意度",
    "满意度",
    "达标率",
    "合格率",
    "覆盖率",
    "普及率",
    "办结率",
    "开工率",
    "竣工率",
    "到位率",
    "占比",
    "比重",
    "比例",
    "约占",
    "the unemployment rate",
    "unemployment rate",
    "the employment rate",
    "employment rate",
    "the poverty rate",
    "poverty rate",
    "the literacy rate",
    "literacy rate",
];

/// Names of amounts, which grow or fall by percent or have a figure in their unit.
const AMOUNTS: &[&str] = &[
    "余额",
    "存款余额",
    "贷款余额",
    "各项存款余额",
    "各项贷款余额",
    "本外币存款余额",
    "本外币贷款余额",
    "总数",
    "总里程",
    "通车里程",
    "通车总里程",
    "运营里程",
    "运营总里程",
    "营业里程",
    "保有量",
    "存量",
    "产量",
    "总产量",
    "装机",
    "总装机",
    "装机容量",
    "装机规模",
    "总装机容量",
    "到位资金",
    "实际到位资金",
    "gdp",
    "real gdp",
    "地区生产总值",
    "国内生产总值",
    "生产总值",
    "工业增加值",
    "规模以上工业增加值",
    "规上工业增加值",
    "服务业增加值",
    "规模以上服务业增加值",
    "第一产业增加值",
    "第二产业增加值",
    "第三产业增加值",
    "数字经济核心产业增加值",
    "战略性新兴产业增加值",
    "固定资产投资",
    "全社会固定资产投资",
    "工业投资",
    "民间投资",
    "房地产开发投资",
    "基础设施投资",
    "社会消费品零售总额",
    "社零总额",
    "进出口总额",
    "外贸进出口总额",
    "外贸进出口",
    "货物进出口总额",
    "一般公共预算收入",
    "地方一般公共预算收入",
    "一般公共预算支出",
    "税收收入",
    "居民收入",
    "居民人均可支配收入",
    "全体居民人均可支配收入",
    "城镇居民人均可支配收入",
    "城镇常住居民人均可支配收入",
    "农村居民人均可支配收入",
    "农村常住居民人均可支配收入",
    "人均可支配收入",
    "研发经费投入",
    "全社会研发经费投入",
    "研发经费",
    "全员劳动生产率",
    "实际使用外资",
    "实际利用外资",
    "粮食产量",
    "粮食总产量",
    "单位gdp能耗",
    "单位地区生产总值能耗",
    "单位国内生产总值能耗",
    "万元gdp能耗",
    "单位gdp能源消耗",
    "单位地区生产总值能源消耗",
    "单位gdp二氧化碳排放",
    "单位地区生产总值二氧化碳排放",
    "万元gdp用水量",
    "单位gdp用水量",
    "pm2.5浓度",
    "pm2.5平均浓度",
    "人均预期寿命",
    "空气质量优良天数",
    "优良天数",
    "居民消费价格",
    "居民消费价格指数",
    "cpi",
];

/// Names of ratios, of which the first of the two that are named is counted on one of the other.
const RATIOS: &[&str] = &[
    "城乡居民收入比",
    "城乡居民收入之比",
    "城乡居民人均可支配收入比",
    "城乡居民人均可支配收入之比",
    "城乡收入比",
    "师生比",
    "生师比",
];

/// Words behind the name of an amount that say that it grows or falls.
const MOVES: &[&str] = &[
    "年均",
    "实际",
    "名义",
    "增",
    "涨",
    "上涨",
    "下降",
    "降",
    "减",
    "同比",
    "比",
    "较",
    "正增长",
    "负增长",
    "提高",
    "提升",
    "不低于",
    "高于",
    "快于",
    "与",
    "growth",
    "grow",
    "grew",
    "rose",
    "increased",
    "expanded",
    "fell",
    "contracted",
    "shrank",
];

/// Reads a clause; where it cannot be read as it stands, behind the name of what is measured.
pub(crate) fn clause_with_name(words: &str, reader: &Reader<'_>) -> Parsed<Form> {
    let fault = match clause(words, reader.yardstick) {
        Ok(form) => return Ok(form),
        Err(fault) => fault,
    };
    let mut rest = words;
    let has_year = year_named(&mut rest);
    let until = has_year && goes_on_until(words, rest);
    let _ = take(&mut rest, "全年") || take(&mut rest, "全市") || take(&mut rest, "全省");
    // 完成固定资产投资180亿元, 累计装机达到500万千瓦
    let _ = take(&mut rest, "完成")
        || take(&mut rest, "实现")
        || (reader.context.measure == Measure::Level && take(&mut rest, "累计"));
    let Some((name, is_share)) = named(&mut rest) else { return Err(fault) };
    if !fits(name, is_share, rest, reader) {
        return Err(fault);
    }
    match clause(rest, reader.yardstick) {
        Ok(Form::Statement(mut said)) => {
            let amount = said.span.last();
            let is_counted = said.verb.is_some() || amount.unit_span.is_some() || amount.multiplier.is_some();
            // 地区生产总值新增1000亿元 is what it grows by.
            let is_other = said.verb.is_some_and(|verb| !matches!(verb.way, Way::Up | Way::Down));
            let is_index = matches!(reader.context.measure, Measure::Index | Measure::Ratio);
            if said.year && has_year || !(is_share || is_counted || is_index) || said.cumulative || is_other {
                return Err(fault);
            }
            said.year |= has_year;
            said.until |= until;
            said.about |= name.starts_with('约');
            Ok(Form::Statement(said))
        }
        Ok(form @ Form::Relative { .. }) if !has_year => Ok(form),
        Ok(form @ Form::Sign { .. }) if !has_year && !is_share => Ok(form),
        Ok(_) => Err(fault),
        Err(behind) => Err(if behind.firm { behind } else { fault }),
    }
}

/// The words of a clause behind the name of an amount whose growth the indicator is: 增速全省前三.
pub(crate) fn behind_growth<'a>(words: &'a str, reader: &Reader<'_>) -> &'a str {
    let is_growth = reader.context.measure == Measure::Rate && reader.yardstick.unit.is_fraction();
    let mut rest = words;
    if !is_growth {
        return words;
    }
    let _ = named(&mut rest).is_some_and(|(_, is_share)| is_share);
    let is_noun = take(&mut rest, "增速")
        || take(&mut rest, "增幅")
        || take(&mut rest, "涨幅")
        || take(&mut rest, "增长速度");
    if is_noun { rest } else { words }
}

/// Takes the longest name that stands next, and says whether it is that of a share.
pub(crate) fn named(input: &mut &str) -> Option<(&'static str, bool)> {
    let of_shares = SHARES.iter().map(|name| (*name, true));
    let names = of_shares.chain(AMOUNTS.iter().chain(RATIOS).map(|name| (*name, false)));
    // GDP5123.6亿元: a digit does not make it another word.
    let is_next = |name: &str| {
        input.strip_prefix(name).is_some_and(|rest| {
            !(name.ends_with(|c: char| c.is_ascii_alphabetic())
                && rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$'))
        })
    };
    let found = names.filter(|(name, _)| is_next(name)).max_by_key(|(name, _)| name.len())?;
    let rest = input.get(found.0.len()..)?.trim_start_matches([' ', ':']);
    *input = rest;
    Some(found)
}

/// Whether words are a share by its name, which beside an amount is another figure: 332天，优良率91%.
pub(crate) fn is_share(words: &str, yardstick: &Yardstick) -> bool {
    let mut rest = words;
    let is_named = named(&mut rest).is_some_and(|(_, is_share)| is_share);
    let _ = take(&mut rest, "达到") || take(&mut rest, "达") || take(&mut rest, "为");
    is_named
        && yardstick.amount(&mut rest).is_ok_and(|amount| amount.unit.is_fraction())
        && rest.trim().is_empty()
}

/// The amount that words are, with its name or without it, where they print what it is counted in: 地区生产总值32772.68亿元. None
/// that is itself a share.
pub(crate) fn amount_alone(words: &str, yardstick: &Yardstick) -> Option<Amount> {
    let mut rest = words;
    let _ = year_named(&mut rest) || take(&mut rest, "全年") || take(&mut rest, "全市");
    let _ = take(&mut rest, "完成") || take(&mut rest, "实现");
    let _ = named(&mut rest);
    let _ =
        take(&mut rest, "达到") || take(&mut rest, "达") || take(&mut rest, "为") || take(&mut rest, "约");
    let amount = yardstick.amount(&mut rest).ok()?;
    let _ = take(&mut rest, "左右");
    let is_share =
        amount.unit.is_fraction() || matches!(amount.unit.base, Base::Points | Base::Ratio | Base::Times);
    let is_counted = amount.unit_span.is_some() && !amount.signed;
    (is_counted && !is_share && rest.trim().is_empty()).then_some(amount)
}

/// Whether the words before an amount say that it is all that there is at a day, and none that came new in the period:
/// 总数达1200家, 年末620万人.
pub(crate) fn names_a_stock(lead: &str) -> bool {
    const STOCKS: [&str; 12] = [
        "存量",
        "保有量",
        "总数",
        "总里程",
        "通车里程",
        "运营里程",
        "营业里程",
        "年末",
        "比年初",
        "较年初",
        "期末",
        "余额",
    ];
    const NEW: [&str; 12] =
        ["新增", "净增", "新建", "完成", "累计", "建成", "改造", "接待", "培训", "服务", "受理", "办理"];
    STOCKS.iter().any(|word| lead.contains(word)) && !NEW.iter().any(|word| lead.contains(word))
}

/// Whether what has the name can be what the indicator measures, by its unit.
fn fits(name: &str, is_share: bool, rest: &str, reader: &Reader<'_>) -> bool {
    let unit = &reader.yardstick.unit;
    let measure = reader.context.measure;
    if is_share {
        let is_rate_by_name = name.ends_with("自然增长率") && measure == Measure::Rate;
        return unit.is_fraction() && (measure == Measure::Level || is_rate_by_name);
    }
    if RATIOS.contains(&name) || measure == Measure::Ratio {
        return RATIOS.contains(&name) && measure == Measure::Ratio;
    }
    let moves = MOVES.iter().any(|word| rest.starts_with(word));
    let is_money = matches!(unit.base, Base::Currency(_));
    match measure {
        Measure::Rate => unit.is_fraction() && moves,
        Measure::Flow | Measure::Level if unit.is_fraction() => false,
        // What is left at a day is no sum over the period.
        Measure::Flow if name.ends_with("余额") => false,
        Measure::Flow | Measure::Level => {
            // 人均…收入 in 亿元 would be another figure.
            !name.contains("人均") || !is_money || unit.multiplier == Exact::ONE
        }
        Measure::Index => name == "cpi" || name.starts_with("居民消费价格"),
        _ => false,
    }
}

/// Whether words are a comparison with another series, with or without the name of what is compared:
/// 投入强度高于全国平均.
pub(crate) fn is_compared(words: &str, yardstick: &Yardstick) -> bool {
    let starts = ["高于", "不低于", "快于", "超过", "好于"].iter().filter_map(|word| words.find(word));
    let Some(start) = starts.min() else { return false };
    let (name, comparison) = words.split_at_checked(start).unwrap_or((words, ""));
    let is_name = name.chars().count() <= 10 && name.chars().all(|c| !c.is_ascii() && c.is_alphabetic());
    is_name && matches!(clause(comparison, yardstick), Ok(Form::Relative { .. } | Form::Against { .. }))
}
