//! Verbs and nouns of change, in normalised form, and which way each goes. Knows nothing of their order.

use super::scan::Table;

/// Which way a verb goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
    /// 新增: what came new in the period.
    New,
    /// 减排, 压减: what was taken away in the period.
    Removed,
    /// 新建, 完成投资: what was done in the period.
    Done,
}

impl Way {
    /// The other way of what can go both.
    pub(crate) const fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::New | Self::Removed | Self::Done => self,
        }
    }
}

/// What a word says more or less of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    /// The figure itself: higher.
    Figure,
    /// How good it is: better. Which way that is, is the indicator's.
    Worth,
    /// How fast it is: faster. A rate that is faster is higher; of what is to be short it takes less.
    Pace,
}

/// What the word of a change leaves open beyond its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Nothing.
    Plain,
    /// 增长: what grows by a bare number may grow by percent.
    Growth,
    /// 提高, 下降: where something goes, by how much of it or by how many percent.
    Course,
    /// 回落, 回升: of a rate, which falls back by points.
    Turn,
    /// 加快: only a rate has a pace.
    Pace,
    /// improve, 改善: which way is better.
    Worth,
    /// faster than: whether it is a rate or a time that is meant.
    Swift,
    /// narrowed, widened: how large a gap is, which of a rate may be that of a fall.
    Gap,
    /// contracted, shrank: what does so has a rate below nothing.
    Size,
    /// raised, expanded: as well what was done with what is counted (funds raised) as by how much more it is.
    Deed,
}

impl Nature {
    pub(crate) fn of(word: &str) -> Self {
        match word {
            "加快" => Self::Pace,
            "回落" | "回升" => Self::Turn,
            "上涨" | "涨" | "增" | "增收" | "增产" | "减产" | "减收" => Self::Growth,
            "缩短" | "压缩" | "提高" | "提升" | "上升" | "升" | "下降" | "降低" | "下跌" | "下滑" | "降"
            | "跌" | "不降反升" | "不升反降" | "不增反降" => Self::Course,
            "改善" | "better than" | "worse than" => Self::Worth,
            "faster than" | "slower than" => Self::Swift,
            "narrow" | "narrows" | "narrowed" | "narrowing" | "widened" => Self::Gap,
            "contracted" | "contraction" | "shrink" | "shrinks" | "shrank" | "shrunk" | "shrinking" => {
                Self::Size
            }
            "raise" | "raised" | "expanded" | "lowered" | "cut" | "drop" | "dropped" | "grew" | "扩大" => {
                Self::Deed
            }
            word if word.contains("improve") => Self::Worth,
            word if word.contains("增长") || word.contains("grow") => Self::Growth,
            _ => Self::Plain,
        }
    }

    /// What the word says more or less of.
    pub(crate) const fn axis(self) -> Axis {
        match self {
            Self::Worth => Axis::Worth,
            Self::Swift => Axis::Pace,
            Self::Plain
            | Self::Growth
            | Self::Course
            | Self::Turn
            | Self::Pace
            | Self::Gap
            | Self::Size
            | Self::Deed => Axis::Figure,
        }
    }
}

/// Verbs and nouns of change: the way, and whether it is a noun that names a rate of growth (增速).
pub(crate) const VERBS: Table<(Way, bool)> = &[
    ("增长", (Way::Up, false)),
    ("增加", (Way::Up, false)),
    ("提高", (Way::Up, false)),
    ("提升", (Way::Up, false)),
    ("上升", (Way::Up, false)),
    ("上涨", (Way::Up, false)),
    ("增", (Way::Up, false)),
    ("增收", (Way::Up, false)),
    ("增产", (Way::Up, false)),
    ("减产", (Way::Down, false)),
    ("减收", (Way::Down, false)),
    ("升", (Way::Up, false)),
    ("涨", (Way::Up, false)),
    ("高", (Way::Up, false)),
    ("高出", (Way::Up, false)),
    ("扩大", (Way::Up, false)),
    ("加快", (Way::Up, false)),
    ("改善", (Way::Up, false)),
    ("回升", (Way::Up, false)),
    ("不降反升", (Way::Up, false)),
    ("实际增长", (Way::Up, false)),
    ("名义增长", (Way::Up, false)),
    ("现价增长", (Way::Up, false)),
    ("不变价增长", (Way::Up, false)),
    ("可比价增长", (Way::Up, false)),
    ("扣除物价因素实际增长", (Way::Up, false)),
    ("扣除价格因素实际增长", (Way::Up, false)),
    ("增速", (Way::Up, true)),
    ("增幅", (Way::Up, true)),
    ("涨幅", (Way::Up, true)),
    ("增长率", (Way::Up, true)),
    ("增长速度", (Way::Up, true)),
    ("下降", (Way::Down, false)),
    ("不升反降", (Way::Down, false)),
    ("不增反降", (Way::Down, false)),
    ("减少", (Way::Down, false)),
    ("降低", (Way::Down, false)),
    ("回落", (Way::Down, false)),
    ("下跌", (Way::Down, false)),
    ("下滑", (Way::Down, false)),
    ("降", (Way::Down, false)),
    ("跌", (Way::Down, false)),
    ("减", (Way::Down, false)),
    ("缩短", (Way::Down, false)),
    ("低", (Way::Down, false)),
    ("缩小", (Way::Down, false)),
    ("降幅", (Way::Down, true)),
    ("下降率", (Way::Down, true)),
    ("新增", (Way::New, false)),
    ("净增", (Way::New, false)),
    ("净增加", (Way::New, false)),
    ("新增就业", (Way::New, false)),
    ("城镇新增就业", (Way::New, false)),
    ("新增城镇就业", (Way::New, false)),
    ("完成投资", (Way::Done, false)),
    ("完成投资额", (Way::Done, false)),
    ("新建", (Way::Done, false)),
    ("新建成", (Way::Done, false)),
    ("建设", (Way::Done, false)),
    ("开展", (Way::Done, false)),
    ("建成", (Way::Done, false)),
    ("新开工", (Way::Done, false)),
    ("开工", (Way::Done, false)),
    ("开工建设", (Way::Done, false)),
    ("建成通车", (Way::Done, false)),
    ("新改建", (Way::Done, false)),
    ("新改扩建", (Way::Done, false)),
    ("改建", (Way::Done, false)),
    ("改扩建", (Way::Done, false)),
    ("完工", (Way::Done, false)),
    ("竣工", (Way::Done, false)),
    ("开行", (Way::Done, false)),
    ("筹集", (Way::Done, false)),
    ("培训", (Way::Done, false)),
    ("开展培训", (Way::Done, false)),
    ("办理", (Way::Done, false)),
    ("办结", (Way::Done, false)),
    ("发放", (Way::Done, false)),
    ("接待", (Way::Done, false)),
    ("治理", (Way::Done, false)),
    ("修复", (Way::Done, false)),
    ("栽植", (Way::Done, false)),
    ("招引", (Way::Done, false)),
    ("培育", (Way::Done, false)),
    ("新培育", (Way::Done, false)),
    ("新认定", (Way::Done, false)),
    ("引进", (Way::Done, false)),
    ("新引进", (Way::Done, false)),
    ("改造", (Way::Done, false)),
    ("开工改造", (Way::Done, false)),
    ("新改造", (Way::Done, false)),
    ("更新改造", (Way::Done, false)),
    ("投产", (Way::Done, false)),
    ("投用", (Way::Done, false)),
    ("通车", (Way::Done, false)),
    ("入库", (Way::Done, false)),
    ("完成改造", (Way::Done, false)),
    ("新实施", (Way::Done, false)),
    ("实施", (Way::Done, false)),
    ("新签约", (Way::Done, false)),
    ("签约", (Way::Done, false)),
    ("减排", (Way::Removed, false)),
    ("削减", (Way::Removed, false)),
    ("压减", (Way::Removed, false)),
    ("淘汰", (Way::Removed, false)),
    ("化解", (Way::Removed, false)),
    ("退出", (Way::Removed, false)),
    ("压降", (Way::Removed, false)),
    ("压缩", (Way::Removed, false)),
    ("increase", (Way::Up, false)),
    ("increases", (Way::Up, false)),
    ("increased", (Way::Up, false)),
    ("increasing", (Way::Up, false)),
    ("an increase", (Way::Up, false)),
    ("grow", (Way::Up, false)),
    ("grows", (Way::Up, false)),
    ("grew", (Way::Up, false)),
    ("growth", (Way::Up, false)),
    ("growing", (Way::Up, false)),
    ("rise", (Way::Up, false)),
    ("rises", (Way::Up, false)),
    ("rose", (Way::Up, false)),
    ("rising", (Way::Up, false)),
    ("raise", (Way::Up, false)),
    ("raised", (Way::Up, false)),
    ("improve", (Way::Up, false)),
    ("improved", (Way::Up, false)),
    ("up", (Way::Up, false)),
    ("growth rate", (Way::Up, true)),
    ("decrease", (Way::Down, false)),
    ("decreases", (Way::Down, false)),
    ("decreased", (Way::Down, false)),
    ("decreasing", (Way::Down, false)),
    ("reduce", (Way::Down, false)),
    ("reduced", (Way::Down, false)),
    ("reducing", (Way::Down, false)),
    ("reduction", (Way::Down, false)),
    ("fall", (Way::Down, false)),
    ("falls", (Way::Down, false)),
    ("fell", (Way::Down, false)),
    ("falling", (Way::Down, false)),
    ("decline", (Way::Down, false)),
    ("declines", (Way::Down, false)),
    ("declined", (Way::Down, false)),
    ("drop", (Way::Down, false)),
    ("dropped", (Way::Down, false)),
    ("cut", (Way::Down, false)),
    ("lower", (Way::Down, false)),
    ("contracted", (Way::Down, false)),
    ("contraction", (Way::Down, false)),
    ("shrank", (Way::Down, false)),
    ("shrink", (Way::Down, false)),
    ("shrinks", (Way::Down, false)),
    ("shrunk", (Way::Down, false)),
    ("shrinking", (Way::Down, false)),
    ("narrow", (Way::Down, false)),
    ("narrows", (Way::Down, false)),
    ("narrowed", (Way::Down, false)),
    ("narrowing", (Way::Down, false)),
    ("widened", (Way::Up, false)),
    ("expanded", (Way::Up, false)),
    ("lowered", (Way::Down, false)),
    ("down", (Way::Down, false)),
];

/// Nouns of change behind an amount: 6%的增长, 5% increase.
pub(crate) const VERBS_BEHIND: Table<Way> = &[
    ("的增长", Way::Up),
    ("的增速", Way::Up),
    ("的增幅", Way::Up),
    ("增长", Way::Up),
    ("增速", Way::Up),
    ("增幅", Way::Up),
    ("的降幅", Way::Down),
    ("降幅", Way::Down),
    ("increase", Way::Up),
    ("growth", Way::Up),
    ("rise", Way::Up),
    ("improvement", Way::Up),
    ("growth rate", Way::Up),
    ("gdp growth", Way::Up),
    ("decrease", Way::Down),
    ("reduction", Way::Down),
    ("decline", Way::Down),
    ("fall", Way::Down),
    ("drop", Way::Down),
    ("cut", Way::Down),
    ("contraction", Way::Down),
    ("higher", Way::Up),
    ("lower", Way::Down),
];

/// Comparatives behind an amount: 0.5 points above last year.
pub(crate) const ABOVE: Table<Way> = &[
    ("better than", Way::Up),
    ("worse than", Way::Down),
    ("up on", Way::Up),
    ("down on", Way::Down),
    ("above", Way::Up),
    ("higher than", Way::Up),
    ("more than", Way::Up),
    ("over", Way::Up),
    ("faster than", Way::Up),
    ("below", Way::Down),
    ("lower than", Way::Down),
    ("less than", Way::Down),
    ("fewer than", Way::Down),
    ("slower than", Way::Down),
];
