//! What one clause of a report says of the figure. It does not know what stands beside it.

use super::{Manner, Outcome, Piece};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, PREVIOUS_PERIOD},
    indicator::Measure,
    quantity::Exact,
    reading::{
        Context,
        beside::{progress, remark},
        names::subject,
        numbers::{amount::Amount, number::exact_product, range::has_margin},
        reports::{
            done,
            report::{strives, without_year_behind},
            said::Said,
        },
        statements::{
            bearing::speaks_of_height,
            clause::{Form, clause, completion_rate},
            grade,
            sense::{Figures, Sense},
            signs::Moved,
            statement::Statement,
        },
        times::reference::Baseline,
        wording::{
            fault::{Fault, Parsed, Reason},
            scan::{take, try_word},
            words,
        },
    },
    unit::Base,
    value::{Change, Declaration, Figure},
};

impl Outcome<'_> {
    pub(super) fn note_unit(&mut self, amount: &Amount, clause_end: usize) {
        if let Some((from, to)) = amount.unit_span {
            let words = self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to));
            self.unit_read = Some(words).filter(|words| !words.is_empty());
        }
    }

    /// What is said of a milestone: that it is done, or how much of it is.
    pub(super) fn milestone(&self, words: &str, clause_end: usize) -> Parsed<Piece> {
        let is_behind_another = clause_end > words.len();
        let done = without_year_behind(words);
        let year = words.len() - done.len();
        self.of_what_is_done(done, is_behind_another)
            .map_err(|fault| Fault { rest: fault.rest + year, ..fault })
    }

    /// The same without the year in which it was done.
    fn of_what_is_done(&self, words: &str, is_behind_another: bool) -> Parsed<Piece> {
        if let Some(what) = done::to_come(words).filter(|_| is_behind_another) {
            let figure = Figure::Act { what: what.to_owned(), not_done: true };
            return Ok(Piece::Figure(figure, Manner::default()));
        }
        if done::is_done(words) {
            return Ok(Piece::Declared(Declaration::Attained));
        }
        if done::is_undone(words) {
            return Ok(Piece::Short(Said::Missed));
        }
        if let Some((what, not_done)) = done::act(words) {
            let figure = Figure::Act { what: what.to_owned(), not_done };
            return Ok(Piece::Figure(figure, Manner::default()));
        }
        if done::is_built(words) {
            let figure = Figure::Act { what: "construction completed".to_owned(), not_done: false };
            return Ok(Piece::Figure(figure, Manner::default()));
        }
        if let Some(is_finished) = progress::is_finished(words, self.reader.yardstick) {
            let figure = Figure::Act { what: "完工".to_owned(), not_done: !is_finished };
            return Ok(Piece::Figure(figure, Manner::default()));
        }
        // A share of what is spent is none of what is to be built.
        let is_of_money = ["投资", "预算"].iter().any(|money| words.contains(money));
        // 90% complete
        let mut done =
            words.strip_suffix(" complete").or_else(|| words.strip_suffix(" completed")).unwrap_or("");
        if let Ok(percent) = self.reader.yardstick.amount(&mut done)
            && done.is_empty()
            && percent.unit.is_fraction()
            && !percent.signed
        {
            return Self::share(&percent);
        }
        // Whatever it is of, what is less than complete is not done.
        if let Some(percent) = completion_rate(&mut { words }, self.reader.yardstick).filter(|_| !is_of_money)
        {
            return Self::share(&percent);
        }
        match clause(words, self.reader.yardstick) {
            // 超目标1个百分点: of what is done once that is the figure of something else.
            Ok(Form::Share { percent }) if percent.unit.base == Base::Points => {
                Err(Fault::at(words.len(), Reason::PercentOfWhat))
            }
            Ok(Form::Share { percent }) if !is_of_money => Self::share(&percent),
            Err(fault) if fault.reason == Reason::ShareOfYears => Err(fault),
            _ => Err(Fault::at(words.len(), done::why_not(words))),
        }
    }

    /// 降幅收窄至0.3%: what a noun of growth names has come to so much.
    pub(super) fn come_to(&self, words: &str) -> Parsed<Option<Figure>> {
        let context = self.reader.context;
        let is_growth = context.measure == Measure::Rate && self.reader.yardstick.unit.is_fraction();
        let mut rest = words;
        let is_fall = take(&mut rest, "降幅") || take(&mut rest, "跌幅");
        let is_named = is_fall || take(&mut rest, "增幅") || take(&mut rest, "涨幅");
        let has_moved =
            ["收窄", "扩大", "缩小", "回落", "回升"].into_iter().any(|verb| take(&mut rest, verb));
        let is_result = take(&mut rest, "至") || take(&mut rest, "到");
        if !(is_growth && is_named && has_moved && is_result) || context.is_reduction {
            return Ok(None);
        }
        let amount = self.reader.yardstick.amount(&mut rest)?;
        let approximate = try_word(&mut rest, words::ABOUT_BEHIND).is_some();
        if !rest.is_empty() || amount.signed || amount.surplus || !amount.unit.is_fraction() {
            return Ok(None);
        }
        let value = self.reader.yardstick.in_unit(&amount)?;
        let value = if is_fall { value.negated() } else { value };
        Ok(Some(Figure::Number { value, approximate }))
    }

    /// Whether words behind a figure say how far it moved, in a way that the grammar of figures does not know. The growth of an
    /// index is the index itself, said once more.
    pub(super) fn is_move(&self, words: &str) -> bool {
        let is_index = self.reader.context.measure == Measure::Index;
        !(is_index && words.starts_with("同比")) && remark::is_move(words, self.reader.yardstick)
    }

    /// 100.9，同比上涨0.9%: an index of which the year before is 100, and how far it is from that.
    pub(super) fn is_growth_of_index(&self, words: &str, index: Option<Exact>) -> bool {
        let mut rest = words;
        let is_growth = self.reader.context.measure == Measure::Index && take(&mut rest, "同比");
        let is_fall = take(&mut rest, "下降") || take(&mut rest, "下跌");
        let has_moved = is_fall || take(&mut rest, "上涨") || take(&mut rest, "增长");
        let Ok(amount) = self.reader.yardstick.amount(&mut rest) else { return false };
        let by = if is_fall { amount.number.negated() } else { amount.number };
        let is_share = !amount.signed && amount.unit.is_fraction();
        is_growth
            && has_moved
            && is_share
            && rest.is_empty()
            && index.is_some()
            && by.plus(Exact::HUNDRED) == index
    }

    /// 完成率84%, 420张，完成84%: beside an amount, which is none of it, the share of the target.
    pub(super) fn share_done(&self, words: &str) -> Option<Amount> {
        if let Some(percent) = completion_rate(&mut { words }, self.reader.yardstick) {
            return Some(percent);
        }
        let mut rest = words;
        let is_done = self.has_figure && take(&mut rest, "完成");
        let percent = self.reader.yardstick.amount(&mut rest).ok().filter(|_| is_done)?;
        let is_share = percent.unit.is_fraction() && !percent.signed && rest.trim().is_empty();
        (is_share && !self.reader.yardstick.unit.is_fraction()).then_some(percent)
    }

    /// A printed share of the target, which one that is itself a share must name.
    pub(super) fn share_printed(
        &mut self,
        percent: &Amount,
        words: &str,
        after_figure: bool,
    ) -> Parsed<Piece> {
        if percent.unit.base == Base::Points && !after_figure {
            // Alone these are as well the points by which its growth was more than was planned.
            return Err(Fault::at(words.len(), Reason::PercentOfWhat));
        }
        let is_of_plan = !["target", "目标", "任务", "计划", "预算"].iter().any(|what| words.contains(what));
        let is_share =
            self.reader.context.measure == Measure::Level && self.reader.yardstick.unit.is_fraction();
        if is_of_plan && !after_figure && is_share {
            // 82% of the budget: of its target, or the share itself?
            return Err(Fault::at(words.len(), Reason::PercentOfWhat));
        }
        let is_of_completion = completion_rate(&mut { words }, self.reader.yardstick).is_some();
        if (words.starts_with("超额") || (is_of_completion && !after_figure)) && !self.higher_is_better() {
            return Err(Fault::at(words.len(), Reason::Ambiguous));
        }
        if !self.has_figure {
            self.unit_read = None;
        }
        self.has_figure = true;
        self.share_of_what_grew(percent)
    }

    /// 较2020年翻一番, 是上年的2.1倍: by how much more it is than then.
    pub(super) fn multiplied(percent: Exact, baseline: Baseline, approximate: bool) -> Piece {
        let (by_unit, from) = (ChangeUnit::Percent, baseline.from);
        let figure = Figure::Change { by: percent, by_unit, op: None, approximate, from };
        Piece::Figure(figure, Manner::default())
    }

    /// A printed share beside a figure, which behind an amount and its growth may be that of either.
    pub(super) fn share_of_what_grew(&self, percent: &Amount) -> Parsed<Piece> {
        if self.is_behind_an_amount() {
            return Err(Fault::at(percent.rest, Reason::PercentOfWhat));
        }
        Self::share(percent)
    }

    pub(super) fn share(percent: &Amount) -> Parsed<Piece> {
        let fault = |reason| Fault::at(percent.rest, reason);
        if percent.surplus || percent.about {
            return Err(fault(Reason::NotKept));
        }
        let value =
            exact_product(percent.number, percent.unit.scale).ok_or_else(|| fault(Reason::NotExact))?;
        Ok(Piece::Figure(Figure::ShareOfTarget { percent: value, value: None }, Manner::default()))
    }

    pub(super) fn statement(
        &mut self,
        said: &Statement,
        words: &str,
        clause_end: usize,
    ) -> Parsed<(Figure, Option<Change>)> {
        let fault = |reason| Fault::at(said.rest, reason);
        let lead = words.get(..words.len().saturating_sub(said.rest)).unwrap_or("");
        if lead.contains("up to") || ["于预期", "超预期", "过预期", "出预期"].iter().any(|w| lead.contains(w))
        {
            // Risen to, or at most? 高于预期2亿元: by that much more than was expected.
            return Err(fault(Reason::Ambiguous));
        }
        if strives(lead) {
            return Err(fault(Reason::NotAReport));
        }
        if self.reader.context.measure == Measure::Flow && subject::names_a_stock(lead) {
            return Err(fault(Reason::StockOfFlow));
        }
        if self.is_lost_meanwhile(said) {
            return Err(fault(Reason::TwoNumbers));
        }
        if self.counts_a_cut(lead) {
            return Err(fault(Reason::ReductionUnmarked));
        }
        if has_margin(words) {
            // The margin of an estimate is no range in which the figure lies for certain.
            return Err(fault(Reason::NotKept));
        }
        if said.or_better || said.is_cap && said.op != Some(Comparison::AtMost) {
            return Err(fault(Reason::NotKept));
        }
        if said.close {
            // Close to 95%: it may fall short of it, which about does not say.
            return Err(fault(Reason::Ambiguous));
        }
        if said.op.is_some() && self.reader.is_place() && speaks_of_height(words) {
            // Above 30: a better place, or a larger number?
            return Err(fault(Reason::Ambiguous));
        }
        let sense = self.reader.sense(said)?;
        if self.reader.may_be_year(said, self.text, clause_end) {
            return Err(fault(Reason::Ambiguous));
        }
        // The unit of the figure itself goes before that of its change.
        let is_figure = matches!(sense, Sense::Value { .. });
        if is_figure && !self.has_figure {
            self.unit_read = None;
        }
        if is_figure || (self.unit_read.is_none() && !self.has_figure) {
            self.note_unit(said.result.as_ref().unwrap_or(said.span.last()), clause_end);
        }
        self.has_figure |= is_figure;
        let is_growth = matches!(self.reader.context.measure, Measure::Rate | Measure::Index)
            || matches!(sense, Sense::Change { .. });
        if said.average && (!is_growth || self.reader.context.is_reduction) {
            return Err(fault(Reason::AverageNotKept));
        }
        let figure = match sense {
            Sense::Value { figures: Figures::One(value), op } => match op {
                _ if said.near => Figure::Bound { op: Comparison::LessThan, value, near: true },
                None => Figure::Number { value, approximate: said.about },
                Some(_) if said.about => return Err(fault(Reason::AboutAndStrict)),
                Some(Comparison::Equal) => Figure::Number { value, approximate: false },
                Some(op) => Figure::Bound { op, value, near: false },
            },
            Sense::Value { figures: Figures::Two(low, high), .. } => {
                if said.about {
                    return Err(fault(Reason::NotKept));
                }
                Figure::Between { low, high }
            }
            Sense::Change { by, by_unit, op, from, to_value, .. } => {
                let op = op.filter(|op| *op != Comparison::Equal);
                if op.is_some()
                    && (said.about || said.near || said.average || to_value.is_some() || by.is_zero())
                {
                    return Err(fault(Reason::NotKept));
                }
                match to_value {
                    // 提高0.6个百分点至72%: the result is the figure.
                    Some(value) if !said.about => {
                        let change = Change {
                            by,
                            by_unit,
                            op: None,
                            approximate: false,
                            from,
                            average_per_year: said.average,
                            like_for_like: said.like_for_like,
                        };
                        return Ok((Figure::Number { value, approximate: false }, Some(change)));
                    }
                    Some(_) => return Err(fault(Reason::NotKept)),
                    None => Figure::Change { by, by_unit, op, approximate: said.about, from },
                }
            }
        };
        Ok((figure, None))
    }

    /// Whether the words say how much was cut, or that it rose in place of a cut, which is never said of a growth whose rise is
    /// wanted: the rate is that of the cut.
    fn counts_a_cut(&self, lead: &str) -> bool {
        const CUTS: [&str; 6] = ["压减", "压缩", "精简", "缩短", "缩小", "不降反升"];
        let context = self.reader.context;
        context.measure == Measure::Rate
            && self.higher_is_better()
            && !context.is_reduction
            && CUTS.iter().any(|cut| lead.contains(cut))
    }

    /// A figure that has gone up or down, by how much is not said.
    pub(super) fn moved(&self, said: Moved, words: &str) -> Parsed<Figure> {
        let context = self.reader.context;
        if context.is_reduction || !matches!(context.measure, Measure::Flow | Measure::Level) {
            return Err(Fault::soft(words));
        }
        let own_share = self.reader.yardstick.unit.is_fraction();
        let by_unit = if own_share { ChangeUnit::Points } else { ChangeUnit::Percent };
        Ok(Figure::Change {
            by: Exact::ZERO,
            by_unit,
            op: Some(self.reader.along(said.axis, said.op, words.len())?),
            approximate: false,
            from: PREVIOUS_PERIOD.to_owned(),
        })
    }

    pub(super) fn sign(&self, op: Comparison, about: bool, is_growth: bool, words: &str) -> Parsed<Figure> {
        let own_share = self.reader.yardstick.unit.is_fraction();
        if self.reader.context.is_reduction {
            return Err(Fault::firm(words, Reason::ReductionGrows));
        }
        if self.reader.context.measure == Measure::Rate && own_share {
            return Ok(match op {
                Comparison::Equal => Figure::Number { value: Exact::ZERO, approximate: about },
                op => Figure::Bound { op, value: Exact::ZERO, near: false },
            });
        }
        let is_amount = matches!(self.reader.context.measure, Measure::Flow | Measure::Level);
        if !is_amount || (is_growth && own_share) {
            return Err(Fault::at(words.len(), Reason::NotKept));
        }
        let by_unit = match (is_growth, own_share) {
            (true, _) => ChangeUnit::Percent,
            (false, true) => ChangeUnit::Points,
            (false, false) => ChangeUnit::Amount,
        };
        let op = (op != Comparison::Equal).then_some(op);
        Ok(Figure::Change {
            by: Exact::ZERO,
            by_unit,
            op,
            approximate: about,
            from: PREVIOUS_PERIOD.to_owned(),
        })
    }
}

/// The grade that a clause reports.
pub(super) fn grade(words: &str, context: &Context<'_>) -> Parsed<Piece> {
    let scale = context.scale;
    let mut input = if scale.is_empty() { grade::behind_improvement(words) } else { words };
    let said = grade::grade(&mut input, scale)
        .map_err(|fault| if fault.firm { fault } else { Fault::at(fault.rest, Reason::NeedsGrade) })?;
    let op = said.along(scale, context.direction, words)?;
    // 达到或优于Ⅱ类 is a bound on a grade.
    Ok(Piece::Figure(Figure::Grade { grade: said.grade, op }, Manner::default()))
}
