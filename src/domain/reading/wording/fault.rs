//! Why a phrase is not read: the reasons with their codes and texts in both languages. Knows no grammar.

use winnow::error::ParserError;

use super::{
    text::{MAX_BYTES, Text},
    words::start_of_word,
};
use crate::domain::reading::Refusal;

/// The result of a parser of this grammar.
pub(crate) type Parsed<T> = Result<T, Fault>;

/// A parse that did not succeed: the reason, and how much of the input was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Bytes of the clause that were left where it stopped.
    pub(crate) rest: usize,
    /// Why.
    pub(crate) reason: Reason,
    /// Whether it is certain that no other way of reading can succeed.
    pub(crate) firm: bool,
}

/// The reasons for which phrases are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    NotUnderstood,
    Empty,
    TooLong,
    HiddenCharacter,
    BadNumber,
    TooManyDigits,
    NoSuchDay,
    Contradiction,
    Ambiguous,
    TwoNumbers,
    /// What a report says of two acts, or of an act and a share, which are not kept as one.
    TwoActs(String, String),
    ReversedRange,
    SignAndVerb,
    OtherCurrency {
        printed: String,
        expected: String,
    },
    /// The unit printed, as the bytes left of the clause from its start and from its end.
    OtherUnit {
        printed: Option<(usize, usize)>,
        expected: String,
    },
    NotExact,
    PercentOfWhat,
    PercentOrPoints,
    PointsOfWhat,
    IndexGrowth,
    ReductionGrows,
    ReductionUnmarked,
    AgainstDirection,
    AboutAndStrict,
    NearTarget,
    BaselineAlone,
    BaselineNotKept,
    RangeOfChange,
    DirectionMissing,
    NeedsGrade,
    NoNumberForMilestone,
    DatedWithinPeriod,
    TwoDays,
    PerYear,
    Cumulative,
    NotAttained,
    NotKept,
    FromTo,
    NotApplicable,
    InStep,
    AmountAgainstGrowth,
    NotAReport,
    PaceAlone,
    NoFigure,
    AverageNotKept,
    BeforeOrByTheEnd,
    PartOfYear,
    OtherYear,
    FootnoteMark,
    StretchAlone,
    DemandBeside,
    NotDone,
    /// When it was done, which the phrase of an outcome does not keep.
    DoneOnDay,
    /// An act that may be less than what is asked.
    ActAlone,
    UncertainDay,
    BetterThanExpected,
    /// A share of what a plan of several years asks.
    ShareOfYears,
    /// One to so many, where so many to one is asked.
    OneToMany,
    /// All that there is at a day, of an indicator that adds up over a period.
    StockOfFlow,
}

impl Fault {
    pub(crate) fn soft(input: &str) -> Self {
        Self { rest: input.len(), reason: Reason::NotUnderstood, firm: false }
    }

    pub(crate) fn firm(input: &str, reason: Reason) -> Self {
        Self { rest: input.len(), reason, firm: true }
    }

    pub(crate) fn at(rest: usize, reason: Reason) -> Self {
        Self { rest, reason, firm: true }
    }

    /// The fault of words that were spelled out, for the words as they stand, which may be fewer.
    pub(crate) fn within(self, length: usize) -> Self {
        Self { rest: self.rest.min(length), ..self }
    }

    /// The refusal for a caller, for a clause that ends at the given offset of the normalised copy.
    pub(crate) fn refusal(&self, text: &Text<'_>, clause_end: usize) -> Refusal {
        let offset = start_of_word(&text.plain, clause_end.saturating_sub(self.rest));
        let mut refusal = self.refusal_at(text.position(offset), &text.as_given(offset..text.plain.len()));
        if let Reason::OtherUnit { printed: Some((from, to)), expected } = &self.reason {
            let printed = text.as_given(clause_end.saturating_sub(*from)..clause_end.saturating_sub(*to));
            refusal.zh = format!(
                "短语的单位是“{printed}”，指标的单位是“{expected}”，二者不作换算。请改用指标的单位。"
            );
            refusal.en = format!(
                "The phrase is in “{printed}”, the indicator in “{expected}”, and the one is not turned into the other. Use the indicator's unit."
            );
        }
        refusal
    }

    /// The refusal at a position of the phrase as given.
    pub(crate) fn refusal_at(&self, position: usize, rest: &str) -> Refusal {
        let found: String = rest.chars().take(40).collect();
        let (code, mut zh, mut en) = self.reason.texts();
        if matches!(self.reason, Reason::NotUnderstood) {
            if found.is_empty() {
                zh = String::from("短语在此处中断，后面缺少数字或词语。请补全。");
                en = String::from("The phrase breaks off here; a number or a word is missing. Complete it.");
            } else {
                zh = format!("看不懂“{found}”。请改写这一部分。");
                en = format!("“{found}” is not understood. Reword this part.");
            }
        }
        Refusal { code, position, found, zh, en }
    }
}

impl<'a> ParserError<&'a str> for Fault {
    type Inner = Self;

    fn from_input(input: &&'a str) -> Self {
        Self::soft(input)
    }

    fn or(self, other: Self) -> Self {
        // The way that got further says better what is wrong.
        if (other.firm, self.rest) > (self.firm, other.rest) { other } else { self }
    }

    fn is_backtrack(&self) -> bool {
        !self.firm
    }

    fn into_inner(self) -> Result<Self::Inner, Self> {
        Ok(self)
    }
}

impl Reason {
    /// The code and the texts in Chinese and in English: what is wrong, and what to do next.
    #[expect(clippy::too_many_lines, reason = "one row a reason")]
    fn texts(&self) -> (&'static str, String, String) {
        let (code, zh, en) = match self {
            Self::OtherCurrency { printed, expected } => {
                return (
                    "other_currency",
                    format!(
                        "短语的币种是“{printed}”，指标的单位是“{expected}”；不做汇率换算。请按指标的币种填写。"
                    ),
                    format!(
                        "The phrase is in {printed}, the indicator in {expected}; currencies are not converted. Give the figure in the indicator's currency."
                    ),
                );
            }
            Self::OtherUnit { expected, .. } => {
                return (
                    "other_unit",
                    format!("短语的单位与指标的单位“{expected}”不作换算。请改用指标的单位。"),
                    format!(
                        "The unit of the phrase is not turned into the indicator's, “{expected}”. Use the indicator's unit."
                    ),
                );
            }
            Self::AmountAgainstGrowth => (
                "other_unit",
                "指标是数量，不能与增速相比。请改用增速指标，或写“增长…%”。",
                "The indicator is an amount and is not compared with a rate of growth. Use the indicator of its growth, or write “growth of … %”.",
            ),
            Self::TooLong => {
                return (
                    "too_long",
                    format!("短语超过{MAX_BYTES}字节。请只填目标或结果本身。"),
                    format!(
                        "The phrase is longer than {MAX_BYTES} bytes. Give the target or the outcome alone."
                    ),
                );
            }
            Self::TwoActs(one, other) => {
                return (
                    "contradiction",
                    format!(
                        "“{one}”与“{other}”合在一起，看不出所要求的是否已经完成。请只写目标所要求的那一项。"
                    ),
                    format!(
                        "“{one}” and “{other}” together leave open whether what is asked is done. Give the one that the target asks for."
                    ),
                );
            }
            Self::NotUnderstood => ("not_understood", "", ""),
            Self::Empty => (
                "empty",
                "短语是空的。请填写；尚未下达的目标填“—”。",
                "The phrase is empty. Fill it in; write “—” for a target that has not been issued.",
            ),
            Self::HiddenCharacter => (
                "hidden_character",
                "短语含有看不见的控制字符。请删去后重填。",
                "The phrase holds a control character that cannot be seen. Remove it.",
            ),
            Self::BadNumber => (
                "bad_number",
                "这不是一个完整的数字。请核对数字。",
                "This is not a whole number or decimal. Check the digits.",
            ),
            Self::TooManyDigits => (
                "bad_number",
                "数字的位数太多，无法精确保存（最多28位）。请核对数字，或使用万、亿。",
                "The number has more digits than can be kept exactly (28). Check it, or write it with 万, 亿, million or billion.",
            ),
            Self::NoSuchDay => (
                "bad_number",
                "没有这一天（或这个月、季度）。请核对日期。",
                "There is no such day, month or quarter. Check the date.",
            ),
            Self::Contradiction => (
                "contradiction",
                "短语前后矛盾。请只保留一个界限。",
                "The phrase contradicts itself. Keep one limit.",
            ),
            Self::Ambiguous => (
                "ambiguous",
                "短语有不止一种读法。请写得更明确。",
                "The phrase can be read in more than one way. Say it more precisely.",
            ),
            Self::TwoNumbers => (
                "two_numbers",
                "两个数字之间没有关系词。请说明是区间还是哪一个。",
                "There are two numbers with nothing that relates them. Say whether it is a range, or which one is meant.",
            ),
            Self::ReversedRange => (
                "reversed_range",
                "区间的起点不小于终点。请按从小到大填写，并写明单位。",
                "The range does not run from the smaller to the larger number. Turn it, with a unit on both ends.",
            ),
            Self::SignAndVerb => (
                "sign_and_verb",
                "既有正负号又有增减词，方向不明。请二者取一。",
                "There is both a sign and a word for rising or falling. Keep one of them.",
            ),
            Self::NotExact => (
                "not_exact",
                "换算成指标的单位后不能精确表示。请按指标的单位填写。",
                "It cannot be turned into the indicator's unit exactly. Give it in that unit.",
            ),
            Self::PercentOfWhat => (
                "percent_of_what",
                "不清楚是什么的百分比。如指增长，请写“增长…%”；如指完成目标的比例，请改写指标本身的数值。",
                "It is not clear what the percentage is of. For growth write “growth of … %”; in place of a share of a target give the figure of the indicator itself.",
            ),
            Self::PercentOrPoints => (
                "percent_or_points",
                "指标本身是百分比，不清楚是百分比还是百分点。请写“…个百分点”或“提高到…%”。",
                "The indicator is itself a percentage: percent or points? Write “… percentage points” or “to … %”.",
            ),
            Self::PointsOfWhat => (
                "points_of_what",
                "百分点须说明与谁相比，且指标须以百分比计。请写“比上年提高…个百分点”。",
                "Points need something to compare with, and an indicator in percent. Write “… points above last year”.",
            ),
            Self::IndexGrowth => (
                "index_growth",
                "指标是指数（上年＝100）。请直接写指数，例如涨3%写103。",
                "The indicator is an index (base = 100). Give the index itself: 103 for a rise of 3 %.",
            ),
            Self::ReductionUnmarked => (
                "reduction_unmarked",
                "“压减”“压缩”“缩短”“不降反升”等说的是减少多少，而指标是越高越好的比率。请把指标标为下降量（is_reduction: true）。",
                "That is how much less there is, of a rate of which more is better. Mark the indicator as a reduction (is_reduction: true).",
            ),
            Self::ReductionGrows => (
                "reduction_grows",
                "指标本身是下降量，不清楚升降的是指标还是其对象。请直接写下降多少；报告上升的，写“上升…”。",
                "The indicator is itself a reduction: it is not clear what rises or falls. Give the reduction itself, or of a report that it rose, “rose …”.",
            ),
            Self::AgainstDirection => (
                "against_direction",
                "短语的方向与指标的优劣方向相反。请核对指标方向，或写明“不低于”“不超过”。",
                "The phrase goes against the indicator's direction. Check the direction, or write “at least” or “at most”.",
            ),
            Self::AboutAndStrict => (
                "about_and_strict",
                "“左右”与严格的界限不能并用。请二者取一。",
                "“About” and a strict limit do not go together. Keep one of them.",
            ),
            Self::NearTarget => (
                "near_target",
                "目标写“接近”不够明确。请写“…左右”或“不低于…”。",
                "“Nearly” is not clear enough for a target. Write “about …” or “at least …”.",
            ),
            Self::BaselineAlone => (
                "baseline_alone",
                "有比较对象，却没有增减词。请写“增长”“下降”“高于”等。",
                "There is something to compare with, but no word for how. Write “increase”, “above” and the like.",
            ),
            Self::BaselineNotKept => (
                "baseline_not_kept",
                "这里只能与上年（上期）相比。请写与上年的比较，或写出数值本身。",
                "Here only a comparison with the period before can be kept. Give that, or the figure itself.",
            ),
            Self::RangeOfChange => (
                "range_of_change",
                "增减幅度是一个区间，不能作为一个条件。请写下限或上限。",
                "A change that is a range cannot be kept as one condition. Give one limit.",
            ),
            Self::DirectionMissing => (
                "direction_missing",
                "指标没有优劣方向，短语也没有“不低于”之类的词。请补充其一。",
                "The indicator has no direction, and the phrase has no word such as “at least”. Give one of them.",
            ),
            Self::NeedsGrade => (
                "needs_grade",
                "指标是等级，应写等级，例如“保持Ⅱ类”；用字母等其他等级的，请先给指标登记等级次序（scale）。",
                "The indicator is a grade; give one of its scale, such as “Ⅱ类”. Letters and other grades need a scale of their own \
                 on the indicator (scale).",
            ),
            Self::NoNumberForMilestone => (
                "no_number_for_milestone",
                "指标是里程碑，应写要完成什么或何时完成。",
                "The indicator is a milestone; say what is to be done, or by when.",
            ),
            Self::DatedWithinPeriod => (
                "dated_within_period",
                "短语含有年内日期。请把目标设在相应的期间（月、季），短语只留数值。",
                "The phrase names a day or month within the year. Give the target a period of its own, and the number alone as its phrase.",
            ),
            Self::TwoDays => (
                "two_days",
                "短语含有两个日期。请只保留完成日期。",
                "The phrase names two days. Keep the one by which it is to be done.",
            ),
            Self::BeforeOrByTheEnd => (
                "ambiguous",
                "“…月前”“…年前”可指开始之前，也可指结束之前。请写明日期，例如“8月底前”或“9月底前”。",
                "“前” behind a month or a year may mean before it begins or by its end. Write the day, such as “8月底前” or “9月底前”.",
            ),
            Self::PerYear => (
                "per_year",
                "“每年”可指逐年，也可指年均。请写“年均”，或为每年各设目标。",
                "“Per year” may mean each year or the average. Write “annual average”, or set a target for each year.",
            ),
            Self::Cumulative => (
                "cumulative",
                "累计的增减幅度须写明从哪一年算起；跨年累计的增长率不是一年的增长率，不能当作一个数值保存。请写“比2020年…”或“年均…”。",
                "A cumulative change must say from when; over several years it is no rate of one year and cannot be kept as one. Write “compared with 2020” or “annual average”.",
            ),
            Self::NotAttained => (
                "not_attained",
                "“进行中”“滞后”没有数值，也不说明最终是否完成。请填写实际完成数；已确定未完成的写“未完成”。",
                "That it is under way, or behind, gives no figure and may still change. Report the figure itself, or “not achieved” where that is certain.",
            ),
            Self::NotKept => (
                "not_kept",
                "这样的结果无法准确保存。请只写数值。",
                "An outcome in this form cannot be kept exactly. Give the figure alone.",
            ),
            Self::StockOfFlow => (
                "ambiguous",
                "这是期末的总数（存量），不是本期的数。请填写本期的数值，例如“新增…”。",
                "That is all there is at a day, and not what the period added. Report the figure of the period.",
            ),
            Self::PaceAlone => (
                "not_kept",
                "“序时进度”只说快慢，没有数值，也不等于完成全年目标。请填写实际完成数。",
                "A pace that is kept gives no figure, and does not say that the target is attained. Report the figure itself.",
            ),
            Self::NoFigure => (
                "not_understood",
                "短语没有数值。请填写实际完成数，或填写目标是否完成（已完成、未完成）；其他文字写入备注（note），结果填“—”。",
                "The words carry no figure. Report the figure itself, or whether the target is attained (target attained, \
                 target missed); other words belong into the note, beside “—” for the outcome.",
            ),
            Self::AverageNotKept => (
                "not_kept",
                "年均数是多年的平均，不能当作一年的数值保存。请填写当年的数值。",
                "An average over the years is no figure of one of them and cannot be kept as one. Give the figure of the period.",
            ),
            Self::FromTo => (
                "from_to",
                "不清楚是区间，还是从现状提高到目标。请写“between … and …”或“increase from … to …”。",
                "It may be a range, or a start and a goal. Write “between … and …” or “increase from … to …”.",
            ),
            Self::NotApplicable => (
                "not_applicable",
                "“不适用”不是“尚未下达”。请删去此目标，或填“—”。",
                "“Not applicable” is not “not issued yet”. Leave the target out, or write “—”.",
            ),
            Self::NotAReport => (
                "not_a_report",
                "短语说的是力争或计划的数值，不是结果。请填写实际完成数。",
                "The phrase says what is striven for or planned, which is no outcome. Report the figure itself.",
            ),
            Self::PartOfYear => (
                "part_of_year",
                "短语指明了年内的一段时间或日期。请把它填作结果的期间（2022年1-11月写 2022-01..2022-11），短语中不再写。",
                "The words name a part of the year. Give it as the outcome's period (2022-01..2022-11 for January to November 2022), and leave it out of the words.",
            ),
            Self::OtherYear => (
                "other_year",
                "数值是注明年份的数据。请把它报在那一年的期间，短语中不再写年份。",
                "The note says that the figure is that of a year of its own. Report it for that year, and leave the note out.",
            ),
            Self::FootnoteMark => (
                "footnote_mark",
                "这像是脚注标记，而脚注的内容不在短语中。请删去标记；脚注如改变口径或性质，请另行填写。",
                "This looks like the mark of a footnote, which is not here. Leave the mark out; where the note changes the caliber or the basis, give that in its place.",
            ),
            Self::StretchAlone => (
                "stretch_alone",
                "“冲刺”“奋斗目标”是目标之外的期望，目标本身没有写。请写“5%以上，冲刺6%”，或只写目标。",
                "This is striven for beyond a target, which is not given. Write the target and this behind it (“5%以上，冲刺6%”), or the target alone.",
            ),
            Self::DemandBeside => (
                "demand_beside",
                "数值之外还有上级的要求，二者不一定相同。请只写数值；如以上级要求为准，请写“以国家下达目标值为准”。",
                "Beside the figure stands what an authority requires, which may be another. Give the figure alone, or “as issued by the state” where that holds.",
            ),
            Self::NotDone => (
                "not_attained",
                "“进行中”“滞后”不说明完成了多少。请填写完成比例，例如“完成目标的80%”；到期未完成的写“未完成”；尚无可报的填“—”。",
                "That it is under way, or delayed, does not say how much of it is done. Report the share, such as “80% of the target”, “not completed” where that is so at the end, or “—” while there is nothing to report.",
            ),
            Self::DoneOnDay => (
                "part_of_year",
                "短语写明了完成的日期，而日期可能决定是否按期。请把那一天（如 2023-06-28）或那个月（如 2023-06）填作结果的期间，短语写“已完成”。",
                "The words name the day on which it was done, which may decide whether it was in time. Give that day (2023-06-28) or month (2023-06) as the outcome's period, and write “completed”.",
            ),
            Self::ActAlone => (
                "not_understood",
                "短语说的是做了什么，不说明所要求的已经完成。如已完成，请写“已完成”；否则请写完成比例，例如“完成目标的80%”。",
                "The words say what was done, and not that what is asked is done. Where it is, write “completed”; else the share of it, such as “80% of the target”.",
            ),
            Self::UncertainDay => (
                "ambiguous",
                "这个时间的最后一天不明确。请写明日期，例如“2022-06-30”，或删去日期并把目标设在相应的期间。",
                "The last day of this time is not certain. Write the day, such as 2022-06-30, or leave it out and give the target a period of its own.",
            ),
            Self::BetterThanExpected => (
                "ambiguous",
                "“好于预期”不等于完成目标：预期可以指目标，也可以指预测。请填写数值，或写“已完成目标”。",
                "Better than expected may mean the target or a forecast. Report the figure, or write “target met”.",
            ),
            Self::ShareOfYears => (
                "share_of_years",
                "这是规划（多年）目标的比例，不是年度目标的比例，一年或更短期间的结果不能记录它。请填写数值本身，或把它报告为规划开始以来的各年（如 2021..2023）。",
                "This is a share of the target of a plan of several years and not of the year's, which an outcome of a year or less does not keep. Report the figure itself, or report it for the years since the plan began, such as 2021..2023.",
            ),
            Self::OneToMany => (
                "one_to_many",
                "这是“一比多少”，而这里的比读作“多少比一”（1.72∶1）：是倒数，还是两方换了位置，短语没有说明。请按指标的次序写成“30∶1”，或只写指标的数值。",
                "This is one to so many, and ratios are read as so many to one (1.72:1): whether it is the inverse, or names the two the other way round, is not said. Write it in the indicator's , such as 30:1, or the indicator's number alone.",
            ),
            Self::InStep => (
                "in_step",
                "“同步”在此不够明确。请写“不低于…”或“与…持平”。",
                "“In step with” is not clear enough here. Write “not below …”.",
            ),
        };
        (code, zh.to_owned(), en.to_owned())
    }
}
