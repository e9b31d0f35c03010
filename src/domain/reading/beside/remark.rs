//! What stands beside a figure and is not kept: how it compares with a benchmark, a target or another year, its pace
//! and its place. Alone it gives no figure. Closed lists: what is not in them is not understood.

use super::{
    pace::PACE,
    standing,
    wholes::{of_adjusted_budget, of_the_country, part_of_whole},
    works::{early, still_under_way},
};
use crate::domain::reading::{
    numbers::{amount::Yardstick, number::number},
    statements::{lexicon, place::year_of_place, rank, whose},
    times::{
        reference::{baseline_name, other_series, year},
        year_spans::moved_together,
    },
    wording::scan::{Table, space, take, try_word},
};

/// Words of one meaning or of none.
type Words = Table<()>;

/// One of the forms a remark can have.
type Form = fn(&mut &str, &Yardstick) -> bool;

const LEADS: Words = &[
    ("并", ()),
    ("且", ()),
    ("但", ()),
    ("也", ()),
    ("均", ()),
    ("已", ()),
    ("仍", ()),
    ("略", ()),
    ("稍", ()),
    ("远", ()),
    ("明显", ()),
    ("大幅", ()),
    ("显著", ()),
    ("继续", ()),
    ("持续", ()),
    ("分别", ()),
    ("增速", ()),
    ("增幅", ()),
    ("降幅", ()),
    ("涨幅", ()),
    ("总量", ()),
    ("规模", ()),
    ("and", ()),
    ("but", ()),
    ("slightly", ()),
    ("well", ()),
    ("just", ()),
];

/// How a figure may stand to a benchmark that follows.
const AGAINST: Words = &[
    ("高于", ()),
    ("低于", ()),
    ("快于", ()),
    ("慢于", ()),
    ("好于", ()),
    ("优于", ()),
    ("多于", ()),
    ("少于", ()),
    ("超过", ()),
    ("超出", ()),
    ("超", ()),
    ("高出", ()),
    ("落后", ()),
    ("落后于", ()),
    ("滞后", ()),
    ("滞后于", ()),
    ("领先", ()),
    ("领先于", ()),
    ("超前", ()),
    ("超前于", ()),
    ("不低于", ()),
    ("不高于", ()),
    ("不及", ()),
    ("符合", ()),
];

const PLACES: Words = &[
    ("全国", ()),
    ("全省", ()),
    ("全市", ()),
    ("全区", ()),
    ("全县", ()),
    ("全州", ()),
    ("全盟", ()),
    ("全旗", ()),
    ("全球", ()),
    ("西部", ()),
    ("东部", ()),
    ("中部", ()),
    ("东北", ()),
    ("地区", ()),
    ("西部地区", ()),
    ("东部地区", ()),
    ("中部地区", ()),
    ("省", ()),
    ("市", ()),
    ("同期", ()),
    ("平均", ()),
    ("平均水平", ()),
    ("平均值", ()),
    ("平均增速", ()),
    ("平均增幅", ()),
    ("增速", ()),
    ("增幅", ()),
    ("水平", ()),
    ("的", ()),
];

const OTHER_TIMES: Words = &[
    ("一季度", ()),
    ("上半年", ()),
    ("前三季度", ()),
    ("上季度", ()),
    ("二季度", ()),
    ("三季度", ()),
    ("上月", ()),
    ("上个月", ()),
    ("年初", ()),
    ("前期", ()),
];

const MOVES: Words = &[
    ("高", ()),
    ("高出", ()),
    ("低", ()),
    ("快", ()),
    ("慢", ()),
    ("多", ()),
    ("少", ()),
    ("多增", ()),
    ("少增", ()),
    ("净增", ()),
    ("净增加", ()),
    ("增加", ()),
    ("减少", ()),
    ("提高", ()),
    ("提升", ()),
    ("上升", ()),
    ("下降", ()),
    ("降低", ()),
    ("回升", ()),
    ("回落", ()),
    ("加快", ()),
    ("放缓", ()),
    ("收窄", ()),
    ("扩大", ()),
    ("缩小", ()),
    ("改善", ()),
    ("前移", ()),
    ("后移", ()),
    ("前进", ()),
    ("后退", ()),
    ("跃升", ()),
];

const GROWTH: Words = &[("增长", ()), ("上涨", ()), ("下跌", ())];

const ABOVE_EN: Words = &[
    ("above", ()),
    ("below", ()),
    ("over", ()),
    ("under", ()),
    ("more than", ()),
    ("less than", ()),
    ("higher than", ()),
    ("lower than", ()),
    ("better than", ()),
    ("worse than", ()),
    ("faster than", ()),
    ("slower than", ()),
    ("ahead of", ()),
    ("short of", ()),
    ("exceeding", ()),
    ("surpassing", ()),
    ("in line with", ()),
];

/// The words that a target is named with in English; `true` for those that it may end with.
pub(crate) const TARGET_EN: Table<bool> = &[
    ("the", false),
    ("its", false),
    ("our", false),
    ("annual", false),
    ("planned", false),
    ("revised", false),
    ("original", false),
    ("full-year", false),
    ("year's", false),
    ("target", true),
    ("targets", true),
    ("goal", true),
    ("plan", true),
    ("budget", true),
    ("forecast", true),
    ("baseline", true),
    ("schedule", true),
];

/// Whether words behind a figure only say how it compares, and with what.
pub(crate) fn is_remark(words: &str, yardstick: &Yardstick) -> bool {
    const FORMS: [Form; 15] = [
        still_under_way,
        early,
        beyond,
        met,
        kept_within,
        halfway,
        place,
        beyond_in_english,
        of_adjusted_budget,
        over_two_years,
        beyond_all,
        part_of_whole,
        level_with,
        scored,
        of_the_country,
    ];
    let plain: String = words.chars().filter(|c| *c != '"').collect();
    standing::is_record(&plain)
        || standing::is_trend(&plain)
        || lexicon::qualitative(&plain)
        || takes_whole(&plain, yardstick, &FORMS)
}

/// Whether words behind a figure say how far it moved, in a way that the grammar of figures does not know.
pub(crate) fn is_move(words: &str, yardstick: &Yardstick) -> bool {
    takes_whole(words, yardstick, &[moved])
}

/// Whether a clause declares no more than that the pace of the year is kept, which is no figure.
pub(crate) fn is_pace_alone(words: &str, yardstick: &Yardstick) -> bool {
    let plain: String = words.chars().filter(|c| *c != '"').collect();
    let plain = plain.strip_prefix("预计").unwrap_or(&plain);
    takes_whole(plain, yardstick, &[halfway, pace])
}

/// Whether a remark says that the figure is on the wrong side of its target: 低于目标 where more is better.
pub(crate) fn falls_short(remark: &str, higher_is_better: bool) -> bool {
    const BELOW: [&str; 9] = ["低于", "不及", "少于", "慢于", "落后", "滞后", "below", "under", "short of"];
    const ABOVE: [&str; 9] = ["高于", "多于", "快于", "超过", "超出", "超控制", "超目标", "above", "over"];
    let names_target = ["目标", "计划", "任务", "预算", "target"].iter().any(|word| remark.contains(word));
    let denies = ["不低于", "不高于", "不少于"].iter().any(|word| remark.contains(word));
    let lies = |words: &[&str], moves: [char; 3]| {
        let is_compared = remark.contains('比') || remark.contains('较');
        words.iter().any(|word| remark.contains(word)) || (is_compared && remark.contains(moves))
    };
    let (is_below, is_above) = (lies(&BELOW, ['少', '低', '慢']), lies(&ABOVE, ['多', '高', '快']));
    // 低于全国而高于目标 is on both sides of something.
    names_target && !denies && is_below == higher_is_better && is_above != higher_is_better
}

/// 与上月持平: with what is no earlier figure that a change is counted from.
fn level_with(input: &mut &str, yardstick: &Yardstick) -> bool {
    let is_led = take(input, "与") || take(input, "和") || take(input, "同");
    is_led && baseline_name(&mut { *input }).is_none() && benchmarks(input, yardstick) && {
        let _ = take(input, "基本") || take(input, "大体");
        take(input, "持平") || take(input, "相当")
    }
}

/// 超额2.3%完成: by how much more was done than was asked.
fn beyond_all(input: &mut &str, yardstick: &Yardstick) -> bool {
    let is_share = take(input, "超额")
        && yardstick.amount(input).is_ok_and(|amount| amount.unit.is_fraction() && !amount.signed);
    is_share && take(input, "完成") && (input.is_empty() || whose::target(input).is_some())
}

/// 两年平均增长5.1%, 五年提高5.4个百分点
fn over_two_years(input: &mut &str, yardstick: &Yardstick) -> bool {
    let is_led = take(input, "两年平均") || take(input, "三年平均") || moved_together(input);
    let _ = take(input, "增长") || take(input, "增速") || take(input, "下降");
    let _ = take(input, "为");
    is_led && yardstick.amount(input).is_ok_and(|amount| !amount.signed)
}

fn takes_whole(words: &str, yardstick: &Yardstick, forms: &[Form]) -> bool {
    let mut body = words;
    while try_word(&mut body, LEADS).is_some() {}
    forms.iter().any(|form| {
        let mut input = body;
        form(&mut input, yardstick) && input.trim().is_empty()
    })
}

const MEETS: Words =
    &[("达到", ()), ("达", ()), ("符合", ()), ("完成", ()), ("实现", ()), ("满足", ()), ("与", ())];

/// 达到序时进度, 快于序时进度4.5个百分点.
fn pace(input: &mut &str, yardstick: &Yardstick) -> bool {
    let is_led = try_word(input, AGAINST).is_some() || try_word(input, MEETS).is_some();
    is_led && named(input, PACE) && offsets(input, yardstick)
}

/// 高于全市0.8个百分点, 低于预期目标, 快于序时进度4.5个百分点.
fn beyond(input: &mut &str, yardstick: &Yardstick) -> bool {
    try_word(input, AGAINST).is_some() && benchmarks(input, yardstick) && offsets(input, yardstick)
}

/// 达到序时进度, 与序时进度持平, 达到预期: what is expected may be a forecast, and no target.
fn met(input: &mut &str, _: &Yardstick) -> bool {
    let is_with = input.starts_with('与');
    let mut expected = *input;
    if !is_with && try_word(&mut expected, MEETS).is_some() && matches!(expected, "预期" | "预期水平") {
        *input = "";
        return true;
    }
    let is_met = try_word(input, MEETS).is_some() && named(input, PACE);
    is_met && is_with == (take(input, "持平") || take(input, "同步") || take(input, "基本同步"))
}

/// 控制在预期目标以内.
fn kept_within(input: &mut &str, yardstick: &Yardstick) -> bool {
    take(input, "控制在")
        && benchmarks(input, yardstick)
        && ["以内", "之内", "范围内", "内"].into_iter().any(|words| take(input, words))
}

/// 时间过半、任务过半.
fn halfway(input: &mut &str, _: &Yardstick) -> bool {
    let _ = take(input, "实现") && take(input, "了");
    let _ = take(input, "时间、任务") || take(input, "时间任务");
    if take(input, "双过半") {
        return true;
    }
    let _ = take(input, "时间过半") && (take(input, "、") || take(input, ","));
    (take(input, "任务过半") || take(input, "任务超半") || take(input, "任务完成过半")) && input.is_empty()
}

/// 得分10分: what the figure is worth.
fn scored(input: &mut &str, _: &Yardstick) -> bool {
    (take(input, "得分") || take(input, "自评得分")) && number(input).is_ok() && take(input, "分")
}

/// Whether words are a place of now.
pub(crate) fn is_place(words: &str) -> bool {
    year_of_place(words).is_none() && rank::rank(&mut { words.trim_start_matches(['并', '且']) }).is_ok()
}

/// 增速居全省第3位; 总量和增速分别居全国第17位、第5位.
fn place(input: &mut &str, _: &Yardstick) -> bool {
    while try_word(input, &[("和", ()), ("与", ()), ("、", ()), ("总量", ()), ("增速", ()), ("分别", ())])
        .is_some()
    {}
    let mut before = *input;
    if year_of_place(input).is_some()
        || (baseline_name(&mut before).is_some() && rank::rank(&mut before).is_ok())
    {
        // 8th in 2021, 上年第9位
        *input = "";
        return true;
    }
    let Some((first, others)) = input.split_once('、') else { return rank::rank(input).is_ok() };
    let is_place = |words: &str| rank::rank(&mut { words }).is_ok();
    let are_places = is_place(first) && others.split('、').all(is_place);
    *input = if are_places { "" } else { *input };
    are_places
}

/// 比上年多2亿元, 比上半年收窄1.5个百分点.
fn moved(input: &mut &str, yardstick: &Yardstick) -> bool {
    // Growth from the year before is the indicator's own, and read as such.
    let mut time = *input;
    let _ = take(&mut time, "比") || take(&mut time, "较");
    let from_other_time = input.starts_with("环比") || other_time(&mut time);
    let is_compared = take(input, "同比") || take(input, "环比") || {
        let is_led = take(input, "比") || take(input, "较");
        is_led && benchmarks(input, yardstick)
    };
    let is_growth = from_other_time && try_word(input, GROWTH).is_some();
    is_compared && (is_growth || try_word(input, MOVES).is_some()) && {
        let _ = take(input, "了");
        offsets(input, yardstick)
    }
}

/// 0.3 percentage points above target, below the annual target by 2 points.
fn beyond_in_english(input: &mut &str, yardstick: &Yardstick) -> bool {
    let here = *input;
    if !yardstick.amount(input).is_ok_and(|amount| !amount.signed) {
        *input = here;
    }
    let is_named = try_word(input, ABOVE_EN).is_some()
        && (named(input, TARGET_EN) || other_series(input).is_ok() || baseline_name(input).is_some());
    if is_named && (take(input, "by") || take(input, "of")) {
        return yardstick.amount(input).is_ok_and(|amount| !amount.signed);
    }
    is_named
}

/// One benchmark, or several that are named together: 全国和全省平均水平.
fn benchmarks(input: &mut &str, yardstick: &Yardstick) -> bool {
    let mut found = benchmark(input, yardstick);
    while found && ["、", "和", "与", "及"].into_iter().any(|word| take(input, word)) {
        found = benchmark(input, yardstick);
    }
    found
}

fn benchmark(input: &mut &str, yardstick: &Yardstick) -> bool {
    // 3%左右的预期目标 prints the target's own figure.
    let mut printed = *input;
    if yardstick.amount(&mut printed).is_ok() {
        let _ = ["左右", "以上", "以内"].into_iter().any(|word| take(&mut printed, word));
        if take(&mut printed, "的") && whose::target(&mut printed).is_some() {
            *input = printed;
            return true;
        }
    }
    named(input, PACE)
        || whose::target(input).is_some()
        || other_time(input)
        || baseline_name(input).is_some()
        || other_series(input).is_ok() && {
            while try_word(input, PLACES).is_some() {}
            true
        }
        || {
            let here = *input;
            while try_word(input, PLACES).is_some() {}
            here.len() > input.len()
        }
}

/// Another part of a year than the one reported.
fn other_time(input: &mut &str) -> bool {
    try_word(input, OTHER_TIMES).is_some() || months(input) || same_part_of_a_year(input)
}

/// 2019年同期: a part of that year, which is as long as the one reported, and no figure of the whole.
fn same_part_of_a_year(input: &mut &str) -> bool {
    let mut rest = *input;
    let is_part = year(&mut rest).is_some() && take(&mut rest, "年") && take(&mut rest, "同期");
    if is_part {
        *input = rest;
    }
    is_part
}

/// 1-11月
fn months(input: &mut &str) -> bool {
    let here = *input;
    let rest = input.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    if rest.len() < here.len() && rest.starts_with('月') {
        *input = rest.strip_prefix('月').map_or(rest, |rest| rest.strip_prefix('份').unwrap_or(rest));
        return true;
    }
    false
}

/// Takes the words of a name as far as they reach; the name ends with one that it may end with.
pub(crate) fn named(input: &mut &str, words: Table<bool>) -> bool {
    let here = *input;
    let mut is_whole = false;
    while let Some(ends) = try_word(input, words) {
        is_whole = ends;
    }
    if !is_whole {
        *input = here;
    }
    is_whole
}

/// How far it stands from them; nothing where the words end.
pub(crate) fn offsets(input: &mut &str, yardstick: &Yardstick) -> bool {
    space(input);
    if input.is_empty() {
        return true;
    }
    let _ = take(input, "分别");
    loop {
        let _ = take(input, "约") || take(input, "近");
        if !yardstick.amount(input).is_ok_and(|amount| !amount.signed) {
            return false;
        }
        let _ = take(input, "左右") || take(input, "以上");
        if !["、", "和", "与", "及"].into_iter().any(|word| take(input, word)) {
            return true;
        }
    }
}
