//! What stands beside what is asked and asks nothing itself: the figure it starts from, that it adds up over the years, and
//! what is striven for beyond it.

use crate::domain::{
    criterion::{Comparison, Condition, Criterion},
    indicator::Measure,
    reading::{
        names::subject,
        numbers::amount::Yardstick,
        statements::{
            bases::{Base, KNOWN, base, figure, year_or_two},
            clause::clause,
            grade, lexicon,
            phrase::Part,
            rank,
        },
        target::Target,
        times::reference::year_note,
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::{Table, take, try_word},
        },
    },
    unit::Base as Unit,
};

/// Words for where something stands now, which beside a reported figure would contradict it.
const NOW: Table<()> = &[
    ("现状", ()),
    ("现状值", ()),
    ("目前", ()),
    ("currently", ()),
    ("previously", ()),
    ("up from", ()),
    ("down from", ()),
];

/// The limit that a note says that the figure before it is.
pub(crate) fn limit_note(note: &str) -> Option<Comparison> {
    match note {
        "minimum" | "min" | "min." => Some(Comparison::AtLeast),
        "maximum" | "max" | "max." => Some(Comparison::AtMost),
        _ => None,
    }
}

/// The figure that a target starts from, where a note is no more: 上年79%, 2021年实际79%, baseline 2021: 79%. A year with a
/// figure and no such word may be another target.
pub(crate) fn base_note<'a>(note: &'a str, yardstick: &Yardstick) -> Option<Base<'a>> {
    if let Some(found) = base(note, yardstick) {
        return Some(found);
    }
    let mut rest = note;
    let mut of_year = None;
    // From 85% in 2014-15
    if take(&mut rest, "from") {
        let (from, mut dated) = rest.split_once(" in ")?;
        of_year = Some(year_or_two(&mut dated).filter(|_| dated.is_empty())?);
        rest = from;
    } else if try_word(&mut rest, NOW).is_none() {
        of_year = year_or_two(&mut rest);
        let is_known = of_year.is_some()
            && (take(&mut rest, "baseline")
                || (take(&mut rest, "年") && try_word(&mut rest, KNOWN).is_some()));
        if !is_known {
            return None;
        }
    }
    Some(Base { year: of_year, amount: figure(rest, yardstick)? })
}

/// Whether a note gives the year in which an index was 100: 2015=100. Where the unit names one, it is that or another index.
pub(crate) fn is_base_of_index(note: &str, unit: &str) -> bool {
    let plain = |words: &str| words.replace([' ', '(', ')', '年'], "");
    let is_base =
        note.split_once('=').is_some_and(|(year, number)| year_note(year.trim()) && number.trim() == "100");
    is_base && (!unit.contains('=') || plain(unit).ends_with(&plain(note)))
}

/// Whether a note says that a figure is that of several years together.
pub(crate) fn is_sum(note: &str) -> bool {
    matches!(note, "五年累计" | "累计" | "累计数" | "累计值" | "五年累计数" | "规划期累计" | "cumulative")
}

impl Target<'_> {
    /// Whether a note that elsewhere changes nothing says here that another thing is measured, or contradicts what stands before.
    pub(crate) fn may_be_beside(&self, note: &str) -> Parsed<()> {
        let is_of_prices = ["可比价", "不变价", "扣除价格"].iter().any(|words| note.contains(words));
        let is_of_each_year = matches!(note, "年度目标" | "全年" | "annual" | "annual target");
        let adds_up = self.measure() == Measure::Flow && !self.reader.yardstick.is_for_a_year;
        let is_growth = matches!(self.measure(), Measure::Rate | Measure::Index) || self.change.is_some();
        let is_money = matches!(self.reader.yardstick.unit.base, Unit::Currency(_));
        if note == "含" && self.seen.before.strict {
            // 超过5%（含）: more than that, or at least?
            return Err(Fault::firm(note, Reason::Contradiction));
        }
        if is_of_each_year && adds_up {
            return Err(Fault::firm(note, Reason::PerYear));
        }
        let is_another = ((is_of_prices || note == "同比") && !is_growth)
            || (note == "不含农户" && !is_growth && !is_money);
        if is_another && lexicon::idle_note(note) { Err(Fault::soft(note)) } else { Ok(()) }
    }

    /// What is asked, marked where it is the fall of several years together of what is itself a fall of one.
    pub(crate) fn over_the_years(&self, criterion: Criterion, is_said: bool) -> Criterion {
        let is_rate = self.measure() == Measure::Rate && self.reader.context.is_reduction;
        if !is_rate || !is_said {
            return criterion;
        }
        let is_number = matches!(
            criterion.condition,
            Condition::Threshold { average_per_year: false, .. }
                | Condition::Range { average_per_year: false, .. }
        );
        let condition = match criterion.condition {
            Condition::All { of } => {
                Condition::All { of: of.into_iter().map(|part| self.over_the_years(part, true)).collect() }
            }
            other => other,
        };
        Criterion { condition, cumulative: is_number, ..criterion }
    }

    /// The parts without the figure that is started from, where another of them is called the target: Baseline: 85%; Target: 90%.
    pub(crate) fn without_start(&self, mut parts: Vec<Part>) -> Vec<Part> {
        let words = |part: &Part| self.text.plain.get(part.span.clone()).unwrap_or("");
        let is_target = |part: &Part| {
            !part.is_note && ["target", "目标"].iter().any(|name| words(part).starts_with(name))
        };
        if parts.iter().any(is_target) {
            parts.retain(|part| part.is_note || base(words(part), self.reader.yardstick).is_none());
        }
        parts
    }

    /// Whether a note says that the figure is the sum over several years. A rate of one year cannot be.
    pub(crate) fn is_sum_note(&self, note: &str) -> Parsed<bool> {
        if !is_sum(note) {
            return Ok(false);
        }
        let is_state = self.measure() == Measure::Level && !self.reader.yardstick.unit.is_fraction();
        let adds_up =
            self.reader.makes_a_whole() || (is_state && matches!(note, "累计" | "累计数" | "累计值"));
        if adds_up { Ok(true) } else { Err(Fault::firm(note, Reason::Cumulative)) }
    }

    /// Whether what is striven for is a goal of this indicator beyond what is asked: a figure, a rank, a grade, a
    /// comparison, or a place among the first.
    pub(crate) fn is_goal(&self, goal: &str) -> bool {
        let yardstick = self.reader.yardstick;
        let mut rank = goal;
        let mut grade = goal;
        let is_grade =
            self.measure() == Measure::Grade && grade::grade(&mut grade, self.reader.context.scale).is_ok();
        is_grade
            || rank::rank(&mut rank).is_ok()
            || clause(goal, yardstick).is_ok()
            || lexicon::qualitative(goal)
            || subject::is_compared(goal, yardstick)
    }
}
