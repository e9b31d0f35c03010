//! The canonical text of criteria, and what the texts of values share with it, Chinese and English. What is printed reads back as the same, so
//! every form here is one that the grammar reads with certainty.

pub(super) mod value;

use super::{Context, Language};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion, PREVIOUS_PERIOD},
    indicator::Direction,
    quantity::Exact,
    unit::{Base, Unit},
    value::Value,
};

/// Prints for one indicator in one language.
pub(super) struct Printer<'a> {
    pub(super) context: &'a Context<'a>,
    unit: Unit,
    /// The unit in normalised form.
    plain: String,
    pub(super) zh: bool,
}

/// The text of a criterion.
pub(super) fn target(criterion: &Criterion, context: &Context<'_>, language: Language) -> String {
    Printer::new(context, language).criterion(criterion)
}

/// The text of a value.
pub(super) fn outcome(value: &Value, context: &Context<'_>, language: Language) -> String {
    Printer::new(context, language).value(value)
}

impl<'a> Printer<'a> {
    fn new(context: &'a Context<'a>, language: Language) -> Self {
        let plain =
            super::wording::text::Text::new(context.unit).map_or_else(|_| String::new(), |text| text.plain);
        Self { context, unit: Unit::parse(&plain), plain, zh: language == Language::Zh }
    }

    pub(super) fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.zh { zh } else { en }
    }

    /// A number with the indicator's unit, where the unit is one that can stand behind a number.
    pub(super) fn amount(&self, number: Exact) -> String {
        let scaled = self.is_as_large_as_its_scale(number).then(|| self.in_millions(number)).flatten();
        scaled.unwrap_or_else(|| self.plain_amount(number))
    }

    /// As large as the scale of its unit a bare number would be refused, as one that may be counted one by one.
    fn is_as_large_as_its_scale(&self, number: Exact) -> bool {
        let scale = self.unit.multiplier;
        let is_bare = self.plain_amount(number) == number.to_string();
        scale >= Exact::from(1_000_000) && number.abs() >= scale && is_bare
    }

    fn in_millions(&self, number: Exact) -> Option<String> {
        let millions = number.times(self.unit.multiplier.over_exactly(Exact::from(1_000_000))?)?;
        Some(format!("{millions}{}", self.pick("百万", " million")))
    }

    fn plain_amount(&self, number: Exact) -> String {
        let unit = self.context.unit.trim();
        match &self.unit.base {
            Base::None => {
                // A bare multiplier is no unit of its own, and is counted in already.
                number.to_string()
            }
            Base::Ratio => format!("{number}{}1", self.pick("∶", ":")),
            Base::Currency(_) if unit.starts_with(['$', '€', '£']) || unit.contains(['$', '€', '£']) => {
                number.to_string()
            }
            Base::Other(word) if !is_plain_word(word) => number.to_string(),
            _ if !self.stands_behind_a_number() => number.to_string(),
            _ if self.unit.base == Base::Anything && !self.zh && unit.is_ascii() => number.to_string(),
            _ if unit.starts_with(|c: char| c.is_ascii_alphanumeric()) => format!("{number} {unit}"),
            _ => format!("{number}{unit}"),
        }
    }

    /// Whether the unit is read behind a number in the words that it is given in.
    fn stands_behind_a_number(&self) -> bool {
        let plain = self.plain.as_str();
        match &self.unit.base {
            // 11 and 1/10万 would be a number of another kind.
            Base::Incidence(_) if starts_with_digit(plain) => false,
            Base::Other(word) => plain.ends_with(word.as_str()),
            _ => Unit::starting(plain).is_some_and(|(_, length)| length == plain.len()),
        }
    }

    pub(super) fn points(&self, number: Exact) -> String {
        // Kept in the indicator's unit: ten points of ‰ are one of percent.
        let number = number.times(self.unit.scale).unwrap_or(number);
        if self.zh { format!("{number}个百分点") } else { format!("{number} percentage points") }
    }

    fn default_op(&self) -> Option<Comparison> {
        match self.context.direction? {
            Direction::Higher => Some(Comparison::AtLeast),
            Direction::Lower => Some(Comparison::AtMost),
            Direction::OnTarget => Some(Comparison::Equal),
        }
    }

    pub(super) fn before(&self, op: Comparison) -> &'static str {
        match (op, self.zh) {
            (Comparison::AtLeast, true) => "不低于",
            (Comparison::MoreThan, true) => "超过",
            (Comparison::AtMost, true) => "不超过",
            (Comparison::LessThan, true) => "低于",
            (Comparison::Equal, true) => "等于",
            (Comparison::AtLeast, false) => "at least ",
            (Comparison::MoreThan, false) => "more than ",
            (Comparison::AtMost, false) => "at most ",
            (Comparison::LessThan, false) => "less than ",
            (Comparison::Equal, false) => "exactly ",
        }
    }

    /// An amount with its comparison. A figure that is about a number takes the side of the direction where
    /// it can, as it is published.
    fn compared(&self, op: Comparison, amount: &str, about: bool) -> String {
        let follows_direction = Some(op) == self.default_op();
        let op_words =
            if follows_direction && (about || op == Comparison::Equal) { "" } else { self.before(op) };
        self.around(op_words, amount, about)
    }

    pub(super) fn around(&self, op_words: &str, amount: &str, about: bool) -> String {
        let amount = &Self::no_year(op_words, amount);
        match (about, self.zh) {
            (true, true) => format!("{op_words}{amount}左右"),
            (true, false) => format!("{op_words}about {amount}"),
            (false, _) => format!("{op_words}{amount}"),
        }
    }

    /// An amount behind its comparison: 2,020 behind more than, where 2020 may be a year.
    pub(super) fn no_year(op_words: &str, amount: &str) -> String {
        let number = amount.parse().unwrap_or(0_u16);
        let is_year = (1990..=2040).contains(&number) && number != 2000;
        match amount.split_at_checked(1) {
            Some((thousands, rest)) if is_year && op_words.ends_with("than ") => {
                format!("{thousands},{rest}")
            }
            _ => amount.to_owned(),
        }
    }

    fn criterion(&self, criterion: &Criterion) -> String {
        self.beside(self.condition(&criterion.condition), criterion)
    }

    /// A condition's text with what stands beside it.
    fn beside(&self, mut text: String, criterion: &Criterion) -> String {
        if criterion.cumulative {
            text.push_str(self.pick("（累计）", " (cumulative)"));
        }
        if criterion.like_for_like {
            text.push_str(self.pick("（同口径）", " (like-for-like)"));
        }
        if let Some(words) = &criterion.aspiration {
            text = format!("{text}{}{words}", self.pick("、", ", "));
        }
        text
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Threshold { op: Comparison::Equal, value, about: true, .. }
                if value.is_zero() && self.context.direction != Some(Direction::OnTarget) =>
            {
                self.pick("基本持平", "broadly unchanged").to_owned()
            }
            Condition::Threshold { op, value, about, average_per_year } => {
                let text = self.compared(*op, &self.amount(*value), *about);
                self.averaged(text, *average_per_year)
            }
            Condition::Range { low, high, about, average_per_year } => {
                let text = self.range(*low, *high);
                let text = match (about, self.zh) {
                    (true, true) => format!("{text}左右"),
                    (true, false) => format!("about {text}"),
                    (false, _) => text,
                };
                self.averaged(text, *average_per_year)
            }
            Condition::Change { op, by, by_unit, from, to_value, about, average_per_year } => {
                let is_zero = by.is_zero() && to_value.is_none() && !average_per_year;
                let text = if is_zero && self.has_words_for_no_change(*op, *by_unit, *about) {
                    self.no_change(*op, from, *by_unit == ChangeUnit::Percent, *about)
                } else {
                    self.change(*op, *by, *by_unit, from, *to_value, *about)
                };
                self.averaged(text, *average_per_year)
            }
            Condition::Relative { op, offset, to, about, .. } => self.relative(*op, *offset, to, *about),
            Condition::Grade { op, grade } => self.grade(*op, grade),
            Condition::Rank { rank, among, .. } => self.place("前", "top", *rank, among),
            Condition::Milestone { what, .. } => what.clone(),
            Condition::All { of } => {
                let parts: Vec<String> = of.iter().map(|part| self.part(part)).collect();
                parts.join(self.pick("、", "; "))
            }
            Condition::NotIssued { as_issued_by: None } => self.pick("待定", "to be determined").to_owned(),
            Condition::NotIssued { as_issued_by: Some(issuer) } => {
                if issuer.is_ascii() {
                    format!("as issued by the {issuer}")
                } else {
                    format!("以{issuer}下达目标值为准")
                }
            }
            Condition::Deferred { .. } => {
                self.pick("在规划期内统筹考虑", "deferred to the parent plan").to_owned()
            }
            Condition::Qualitative => self.pick("定性目标", "qualitative target").to_owned(),
        }
    }

    pub(super) fn range(&self, low: Exact, high: Exact) -> String {
        let looks_like_year =
            |n: Exact| n >= Exact::from(1900) && n <= Exact::from(2100) && n.decimals() == 0;
        let thousand = Exact::from(1000);
        let is_bare = self.amount(high) == high.to_string();
        let (from, to) = match (low.over_exactly(thousand), high.over_exactly(thousand)) {
            // Two bare years would be refused.
            (Some(from), Some(to)) if is_bare && looks_like_year(low) && looks_like_year(high) => {
                (format!("{from}千"), format!("{to}千"))
            }
            // A scale that stands behind one of the two alone would not be the other's.
            _ if self.is_as_large_as_its_scale(low) || self.is_as_large_as_its_scale(high) => {
                let both = self.in_millions(low).zip(self.in_millions(high));
                both.unwrap_or_else(|| (self.amount(low), self.amount(high)))
            }
            _ => (self.amount(low), self.amount(high)),
        };
        match (self.zh, is_bare && looks_like_year(high)) {
            (true, true) => format!("{from}~{to}"),
            (true, false) => format!("{from}至{to}"),
            (false, _) => format!("between {from} and {to}"),
        }
    }

    /// A part of several: beside another number the side is always said.
    fn part(&self, part: &Criterion) -> String {
        match &part.condition {
            Condition::Threshold { op, value, about, average_per_year }
                if !(*about && *op == Comparison::Equal) =>
            {
                let text = self.around(self.before(*op), &self.amount(*value), *about);
                self.beside(self.averaged(text, *average_per_year), part)
            }
            _ => self.criterion(part),
        }
    }

    pub(super) fn averaged(&self, text: String, average: bool) -> String {
        match (average, self.zh) {
            (false, _) => text,
            (true, true) => format!("年均{text}"),
            (true, false) => format!("annual average {text}"),
        }
    }

    pub(super) fn change(
        &self,
        op: Comparison,
        by: Exact,
        by_unit: ChangeUnit,
        from: &str,
        to_value: Option<Exact>,
        about: bool,
    ) -> String {
        let is_previous = from == PREVIOUS_PERIOD;
        let is_down = by.is_negative();
        let amount = match by_unit {
            ChangeUnit::Points => self.points(by.abs()),
            ChangeUnit::Percent => format!("{}%", by.abs()),
            ChangeUnit::Amount => self.amount(by.abs()),
        };
        let op = if is_down { op.turned() } else { op };
        // A change always says its comparison: by the direction it would turn with the sign.
        let on_target = self.context.direction == Some(Direction::OnTarget);
        let op_words = if op == Comparison::Equal && on_target { "" } else { self.before(op) };
        let said = self.around(op_words, &amount, about);
        let result = to_value.map_or_else(String::new, |value| {
            if self.zh { format!("至{}", self.amount(value)) } else { format!(" to {}", self.amount(value)) }
        });
        if self.zh {
            let base = if is_previous { "上年".to_owned() } else { chinese_baseline(from) };
            // An amount without a unit would be read after 提高 as percent just as well.
            let verb = match (is_down, by_unit) {
                (true, ChangeUnit::Amount) => "减少",
                (true, _) => "下降",
                (false, ChangeUnit::Amount) => "增加",
                (false, ChangeUnit::Percent) => "增长",
                (false, ChangeUnit::Points) => "提高",
            };
            format!("比{base}{verb}{said}{result}")
        } else {
            let verb = if is_down { "decrease of" } else { "increase of" };
            let base = if is_previous { "the previous period" } else { from };
            format!("{verb} {said}{result} compared with {base}")
        }
    }

    /// Whether a change of zero has words of its own. A limit of about zero has none; zero growth takes the side of
    /// the direction, so that its words are those of exactly zero only where exactly that is aimed at.
    fn has_words_for_no_change(&self, op: Comparison, by_unit: ChangeUnit, about: bool) -> bool {
        match (by_unit, op) {
            (ChangeUnit::Percent, Comparison::AtLeast | Comparison::AtMost) => false,
            (ChangeUnit::Percent, Comparison::Equal) => {
                !about && self.context.direction == Some(Direction::OnTarget)
            }
            (_, Comparison::Equal) => true,
            _ => !about,
        }
    }

    fn no_change(&self, op: Comparison, from: &str, is_growth: bool, about: bool) -> String {
        if is_growth {
            return match op {
                Comparison::MoreThan => self.pick("正增长", "positive growth"),
                Comparison::LessThan => self.pick("负增长", "negative growth"),
                _ => self.pick("零增长", "zero growth"),
            }
            .to_owned();
        }
        if op == Comparison::Equal {
            return match (about, self.zh) {
                (true, true) => "与上年基本持平",
                (false, true) => "与上年持平",
                (true, false) => "broadly unchanged from the previous period",
                (false, false) => "unchanged from the previous period",
            }
            .to_owned();
        }
        let base = match (from == PREVIOUS_PERIOD, self.zh) {
            (true, true) => "上年".to_owned(),
            (true, false) => "the previous period".to_owned(),
            (false, true) => chinese_baseline(from),
            (false, false) if starts_with_digit(from) => format!("{from} level"),
            (false, false) => from.to_owned(),
        };
        let words = match (op, self.zh) {
            (Comparison::AtLeast, true) => "不低于",
            (Comparison::MoreThan, true) => "高于",
            (Comparison::AtMost, true) => "不高于",
            (_, true) => "低于",
            (Comparison::AtLeast, false) => "not below ",
            (Comparison::MoreThan, false) => "above ",
            (Comparison::AtMost, false) => "not above ",
            (_, false) => "below ",
        };
        format!("{words}{base}")
    }

    fn relative(&self, op: Comparison, offset: Exact, to: &str, about: bool) -> String {
        if offset.is_zero() {
            let words = match (op, self.zh) {
                (Comparison::AtLeast, true) => "不低于",
                (Comparison::MoreThan, true) => "高于",
                (Comparison::AtMost, true) => "不高于",
                (_, true) => "低于",
                (Comparison::AtLeast, false) => "not below ",
                (Comparison::MoreThan, false) => "above ",
                (Comparison::AtMost, false) => "not above ",
                (_, false) => "below ",
            };
            return format!("{words}{to}");
        }
        let is_down = offset.is_negative();
        let amount =
            if self.unit.is_fraction() { self.points(offset.abs()) } else { self.amount(offset.abs()) };
        let before = self.before(if is_down { op.turned() } else { op });
        let amount = match (about, self.zh) {
            (true, true) => format!("{before}{amount}左右"),
            (true, false) => format!("{before}about {amount}"),
            (false, _) => format!("{before}{amount}"),
        };
        if self.zh {
            format!("{}{to}{amount}", if is_down { "低于" } else { "高于" })
        } else {
            format!("{amount} {} {to}", if is_down { "below" } else { "above" })
        }
    }

    pub(super) fn grade(&self, op: Comparison, grade: &str) -> String {
        let name = self.grade_name(grade);
        let words = match (op, self.zh) {
            (Comparison::AtLeast | Comparison::Equal, true) => "不低于",
            (Comparison::MoreThan, true) => "优于",
            (Comparison::AtMost, true) => "不优于",
            (Comparison::LessThan, true) => "劣于",
            (Comparison::AtLeast | Comparison::Equal, false) => "at least ",
            (Comparison::MoreThan, false) => "better than ",
            (Comparison::AtMost, false) => "at most ",
            (Comparison::LessThan, false) => "worse than ",
        };
        format!("{words}{name}")
    }

    /// A rank. Among whom is kept as written, and decides the order of the words.
    pub(super) fn place(&self, zh: &str, en: &str, rank: u32, among: &str) -> String {
        match (among.is_ascii(), self.zh, among.is_empty()) {
            // Nationally stands alone, the country behind a preposition.
            (true, _, false) if among.to_ascii_lowercase().ends_with("ly") || among == "worldwide" => {
                format!("{en} {rank} {among}")
            }
            (true, _, false) => format!("{en} {rank} in {among}"),
            (_, true, _) => format!("{among}{zh}{rank}位"),
            (_, false, true) => format!("{en} {rank}"),
            (_, false, false) => format!("{among} {en} {rank}"),
        }
    }

    pub(super) fn grade_name(&self, grade: &str) -> String {
        if self.context.scale.iter().any(|own| own == grade) && !grade.is_ascii() {
            // A scale of one's own names its grades in full: 优, 二级.
            return grade.to_owned();
        }
        let is_roman = grade.ends_with(|c: char| ('Ⅰ'..='Ⅻ').contains(&c));
        match (is_roman, self.zh || grade.starts_with('劣')) {
            (true, true) => format!("{grade}类"),
            (true, false) => format!("class {grade}"),
            (false, true) => format!("{grade}级"),
            (false, false) => format!("grade {grade}"),
        }
    }
}

/// Whether a unit that is not in the table is a word that can stand behind a number and be told from it.
fn is_plain_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

/// Whether a baseline is a year, or a financial year: 2015, 2019-20.
fn starts_with_digit(from: &str) -> bool {
    from.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn chinese_baseline(from: &str) -> String {
    if starts_with_digit(from) {
        return format!("{from}年");
    }
    match from.strip_suffix('末') {
        Some(plan) => format!("“{plan}”末"),
        None => format!("“{from}”"),
    }
}
