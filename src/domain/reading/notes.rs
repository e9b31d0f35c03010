//! What stands beside what is asked and asks nothing itself: the figure it starts from, that it adds up over the years, and
//! what is striven for beyond it.

use super::{
    clause::clause,
    fault::{Fault, Parsed, Reason},
    lexicon, order,
    reference::year,
    scan::{Table, take, try_word},
    subject,
    target::Target,
};
use crate::domain::indicator::Measure;

const BASES: Table<()> = &[
    ("上年", ()),
    ("去年", ()),
    ("上年度", ()),
    ("上年同期", ()),
    ("上年完成", ()),
    ("上年实际", ()),
    ("基数", ()),
    ("基期", ()),
    ("基期值", ()),
    ("基准值", ()),
    ("现状", ()),
    ("现状值", ()),
    ("目前", ()),
    ("baseline", ()),
    ("baseline of", ()),
    ("baseline is", ()),
    ("baseline was", ()),
    ("previous year", ()),
    ("last year", ()),
    ("currently", ()),
];

/// Words behind a year that say that its figure is known.
const KNOWN: Table<()> =
    &[("实际", ()), ("实际完成", ()), ("完成", ()), ("实绩", ()), ("基数", ()), ("基数为", ()), ("现状", ())];

impl Target<'_> {
    /// Whether a note is the figure that a target starts from: 上年79%, 2021年实际79%, baseline 2021: 79%. A year with a
    /// figure and no such word may be another target.
    pub(super) fn is_base_note(&self, note: &str) -> bool {
        let mut rest = note;
        let is_base = try_word(&mut rest, BASES).is_some();
        if is_base {
            let mut after = rest;
            let _ = take(&mut after, "in");
            if year(&mut after).is_some() && (take(&mut after, ":") || take(&mut after, "年")) {
                rest = after;
            }
        } else {
            let is_known =
                year(&mut rest).is_some() && take(&mut rest, "年") && try_word(&mut rest, KNOWN).is_some();
            if !is_known {
                return false;
            }
        }
        let _ = take(&mut rest, ":") || take(&mut rest, "为") || take(&mut rest, "是");
        self.reader.yardstick.is_amount(rest)
    }

    /// Whether a note says that the figure is the sum over several years. A rate of one year cannot be.
    pub(super) fn is_sum_note(&self, note: &str) -> Parsed<bool> {
        if !matches!(
            note,
            "五年累计" | "累计" | "累计数" | "累计值" | "五年累计数" | "规划期累计" | "cumulative"
        ) {
            return Ok(false);
        }
        let is_state = self.measure() == Measure::Level && !self.reader.yardstick.unit.is_fraction();
        let adds_up = self.measure() == Measure::Flow
            || self.reader.context.is_reduction
            || (is_state && matches!(note, "累计" | "累计数" | "累计值"));
        if adds_up { Ok(true) } else { Err(Fault::firm(note, Reason::Cumulative)) }
    }

    /// Whether what is striven for is a goal of this indicator beyond what is asked: a figure, a rank, a grade, a
    /// comparison, or a place among the first.
    pub(super) fn is_goal(&self, goal: &str) -> bool {
        let yardstick = self.reader.yardstick;
        let mut rank = goal;
        let mut grade = goal;
        let is_grade =
            self.measure() == Measure::Grade && order::grade(&mut grade, self.reader.context.scale).is_ok();
        is_grade
            || order::rank(&mut rank).is_ok()
            || clause(goal, yardstick).is_ok()
            || lexicon::qualitative(goal)
            || subject::is_compared(goal, yardstick)
    }
}
