//! Levels that are entered as rates: a death rate in ‰, an unemployment rate. What says how a level moved (与上年持平, 下降0.2) is the figure
//! of a rate of growth and none of a level, of which it would be taken for 0‰ or -0.2‰.

use crate::domain::{
    characters::{in_simplified, says},
    criterion::{Condition, Criterion},
    indicator::{Indicator, Measure},
    quantity::Exact,
    reading::{Context, context_of, read_outcome, read_target, unit_of},
    unit::Unit,
    value::Figure,
};

/// Names of levels in percent that are called rates.
const LEVELS: [&str; 9] =
    ["失业率", "死亡率", "病死率", "发病率", "患病率", "出生率", "生育率", "自然增长率", "城镇化率"];
const LEVELS_EN: [&str; 5] = ["unemployment rate", "jobless rate", "death rate", "mortality", "birth rate"];

/// What says that the rate is one of growth, whatever it is of.
const GROWTH: [&str; 15] = [
    "增速", "增幅", "涨幅", "降幅", "增长", "增加", "下降", "降低", "减少", "提高", "提升", "变化", "growth",
    "change", "reduc",
];

/// Words that say how something moved.
const MOVES: [&str; 26] = [
    "持平",
    "不变",
    "上年",
    "去年",
    "增长",
    "增加",
    "下降",
    "降低",
    "减少",
    "回落",
    "提高",
    "提升",
    "上升",
    "上涨",
    "unchanged",
    "same as",
    "last year",
    "previous",
    "increase",
    "decrease",
    "decline",
    "rise",
    "rose",
    "fell",
    "fall",
    "reduc",
];

/// Words in which they say no more than the number itself and its side.
const NO_MOVES: [&str; 4] = ["自然增长", "负增长", "正增长", "零增长"];

fn is_one(indicator: &Indicator) -> bool {
    if indicator.measure != Measure::Rate || indicator.is_reduction {
        return false;
    }
    let Some(unit) = unit_of(&indicator.unit).filter(Unit::is_fraction) else { return false };
    let is_named = || says(&indicator.name_zh, &LEVELS) || says(&indicator.name_en, &LEVELS_EN);
    let is_of_growth = || {
        let rest = in_simplified(&indicator.name_zh).replace("自然增长率", "");
        says(&rest, &GROWTH) || says(&indicator.name_en, &GROWTH)
    };
    (unit.scale != Exact::ONE || is_named()) && !is_of_growth()
}

/// Names of levels that are counted per so many people: in percent only how they move is told.
const PER_HEADS: [&str; 5] = ["死亡率", "发病率", "患病率", "mortality", "death rate"];

fn says_how_it_moved(phrase: &str, indicator: &Indicator) -> bool {
    let is_per_heads = says(&indicator.name_zh, &PER_HEADS) || says(&indicator.name_en, &PER_HEADS);
    if is_per_heads && indicator.unit.contains(['%', '％']) && phrase.contains(['%', '％']) {
        return false;
    }
    let phrase = in_simplified(phrase).into_owned();
    says(&NO_MOVES.iter().fold(phrase, |words, word| words.replace(word, "")), &MOVES)
}

fn as_level(indicator: &Indicator) -> Context<'_> {
    Context { measure: Measure::Level, ..context_of(indicator) }
}

/// Whether the words of an outcome, read as a figure of a rate, say how a level moved.
pub fn tells_a_move(phrase: &str, figure: &Figure, indicator: &Indicator) -> bool {
    let is_number = matches!(figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
    is_number
        && is_one(indicator)
        && says_how_it_moved(phrase, indicator)
        && read_outcome(phrase, &as_level(indicator))
            .map_or(true, |reading| matches!(reading.value.figure, Figure::Change { .. }))
}

/// Whether the words of a target, read as one for a rate, ask how a level is to move.
pub fn asks_for_a_move(phrase: &str, criterion: &Criterion, indicator: &Indicator) -> bool {
    let is_number =
        |condition: &Condition| matches!(condition, Condition::Threshold { .. } | Condition::Range { .. });
    let is_change = |condition: &Condition| matches!(condition, Condition::Change { .. });
    is_one(indicator)
        && criterion.asks(is_number)
        && !criterion.asks(is_change)
        && says_how_it_moved(phrase, indicator)
        && read_target(phrase, &as_level(indicator)).map_or(true, |reading| reading.criterion.asks(is_change))
}

#[cfg(test)]
mod tests {
    use super::{asks_for_a_move, tells_a_move};
    use crate::domain::{
        indicator::{Direction, Indicator, Measure},
        reading::{context_of, read_outcome, read_target},
    };

    fn rate(name: &str, unit: &str) -> Indicator {
        Indicator { direction: Some(Direction::Lower), ..Indicator::sample(name, unit, Measure::Rate, false) }
    }

    #[test]
    fn how_a_level_moved_is_no_figure_of_it() {
        for (name, unit, phrase, is_a_move) in [
            ("婴儿死亡率", "‰", "与上年持平", true),
            ("婴儿死亡率", "‰", "持平", true),
            ("婴儿死亡率", "‰", "下降0.2", true),
            ("婴儿死亡率", "‰", "下降0.2‰", true),
            ("婴儿死亡率", "‰", "比上年降低0.2‰", true),
            ("婴儿死亡率", "‰", "unchanged", true),
            ("嬰兒死亡率", "‰", "持平", true),
            ("城鎮登記失業率", "%", "與上年持平", true),
            ("常住人口城鎮化率", "%", "提高0.6", true),
            ("常住人口城鎮化率", "%", "60.6%", false),
            ("人口自然增長率", "‰", "負增長", false),
            ("消費品零售總額增長率", "%", "增長5%", false),
            ("", "‰", "与上年持平", true),
            ("人口自然增长率", "‰", "提高7.1", true),
            ("城镇登记失业率", "%", "与上年持平", true),
            ("城镇登记失业率", "%", "下降0.2", true),
            ("城镇登记失业率", "%", "下降0.2%", true),
            ("亿元GDP生产安全事故死亡率", "%", "下降12%", false),
            ("城镇登记失业率", "%", "3.5", false),
            ("城镇登记失业率", "%", "3.5%左右", false),
            ("婴儿死亡率", "‰", "4.8‰", false),
            ("婴儿死亡率", "‰", "4.8‰，比上年下降0.2个千分点", false),
            ("人口自然增长率", "‰", "-0.5‰", false),
            ("人口自然增长率", "‰", "+0.5‰", false),
            ("人口自然增长率", "‰", "负增长", false),
            ("居民消费价格涨幅", "%", "与上年持平", false),
            ("规上工业增加值增速", "%", "与上年持平", false),
            ("常住人口增长率", "‰", "增长5‰", false),
            ("地区生产总值", "%", "增长5%", false),
            ("城镇登记失业率降幅", "%", "下降0.2%", false),
        ] {
            let of = rate(name, unit);
            let found = read_outcome(phrase, &context_of(&of))
                .is_ok_and(|reading| tells_a_move(phrase, &reading.value.figure, &of));
            assert_eq!(found, is_a_move, "{name}: {phrase}");
        }
        let english = Indicator { name_en: "Unemployment rate".to_owned(), ..rate("", "%") };
        let reading = read_outcome("unchanged from last year", &context_of(&english)).unwrap();
        assert!(tells_a_move("unchanged from last year", &reading.value.figure, &english));
    }

    #[test]
    fn how_a_level_is_to_move_is_no_number_of_it() {
        for (name, unit, phrase, is_a_move) in [
            ("婴儿死亡率", "‰", "持平", true),
            ("婴儿死亡率", "‰", "较上年下降0.2", true),
            ("婴儿死亡率", "‰", "不高于上年", false),
            ("婴儿死亡率", "‰", "5‰以内", false),
            ("人口自然增长率", "‰", "人口自然增长率6.5‰", false),
            ("城镇调查失业率", "%", "5.5%左右", false),
            ("居民消费价格涨幅", "%", "持平", false),
        ] {
            let of = rate(name, unit);
            let found = read_target(phrase, &context_of(&of))
                .is_ok_and(|reading| asks_for_a_move(phrase, &reading.criterion, &of));
            assert_eq!(found, is_a_move, "{name}: {phrase}");
        }
    }
}
