//! What a statement says of an indicator: a value of its own, or a change of it. Knows the indicator's unit,
//! measure and direction; the same for targets and outcomes.

use super::{lead::Verb, statement::Statement};
use crate::domain::{
    criterion::{ChangeUnit, Comparison},
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::{
        Context,
        numbers::{
            amount::{Amount, Yardstick},
            range::Span,
        },
        wording::{
            fault::{Fault, Parsed, Reason},
            verbs::{Axis, Nature, Way},
        },
    },
    unit::Base,
};

/// Whether a target or an outcome is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Target,
    Outcome,
}

/// One number or a range of two, in the indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figures {
    One(Exact),
    Two(Exact, Exact),
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sense {
    /// The figure itself.
    Value { figures: Figures, op: Option<Comparison> },
    /// A change of it, with its sign.
    Change {
        by: Exact,
        by_unit: ChangeUnit,
        op: Option<Comparison>,
        from: String,
        to_value: Option<Exact>,
        way: Way,
    },
}

/// A statement together with the indicator that it is read for.
pub(crate) struct Reader<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) yardstick: &'a Yardstick,
    pub(crate) role: Role,
}

impl Reader<'_> {
    pub(crate) fn sense(&self, said: &Statement) -> Parsed<Sense> {
        if let Some(said) = self.step_by_its_sign(said) {
            return self.sense(&said);
        }
        if said.limit_axis != Axis::Figure {
            // Better than 90%: more or less than that.
            let mut said = said.clone();
            said.op = said.op.map(|op| self.along(said.limit_axis, op, said.rest)).transpose()?;
            said.limit_axis = Axis::Figure;
            return self.sense(&said);
        }
        let fault = |reason| Fault::at(said.rest, reason);
        if said.per_year && !self.is_of_each_year(said) {
            return Err(fault(Reason::PerYear));
        }
        let is_ratio = self.context.measure == Measure::Ratio && said.span.is_to_one();
        if said.op.is_some() && (said.near || (matches!(said.span, Span::Two(..)) && !is_ratio)) {
            return Err(fault(Reason::Contradiction));
        }
        if said.arranged && self.role == Role::Outcome {
            return Err(fault(Reason::NotAReport));
        }
        if said.is_cap && said.span.amounts().iter().any(|amount| amount.number.is_negative()) {
            // Within -5%: between it and nothing, or below it?
            return Err(fault(Reason::Ambiguous));
        }
        if self.role == Role::Target
            && self.context.direction == Some(Direction::Higher)
            && matches!(said.op, Some(Comparison::AtMost | Comparison::LessThan))
            && said.span.amounts().iter().any(|amount| amount.number.is_negative())
        {
            // A deficit not exceeding -3% of GDP: no further below nothing than that, or below it?
            return Err(fault(Reason::Ambiguous));
        }
        if said.near && said.about {
            return Err(fault(Reason::Contradiction));
        }
        if said.over_years && said.verb.is_some() && self.is_cumulative(said.average) {
            return Err(fault(Reason::Cumulative));
        }
        let surplus = said.span.amounts().iter().any(|amount| amount.surplus);
        if surplus
            && (self.role == Role::Target
                || said.op.is_some()
                || said.about
                || matches!(said.span, Span::Two(..)))
        {
            return Err(fault(Reason::Ambiguous));
        }
        let is_share = said.span.last().unit.is_fraction();
        if said.completed && is_share {
            // 完成80%: of the indicator, or of its target?
            return Err(fault(Reason::PercentOfWhat));
        }
        let is_in_parts = said.span.amounts().iter().any(|amount| amount.in_parts);
        let may_be_in_parts = match self.context.measure {
            Measure::Level => true,
            Measure::Flow => said.verb.is_some(),
            _ => false,
        };
        if is_in_parts && (said.is_cap || !may_be_in_parts) {
            // Within one quarter may be three months. Half: of what, where the figure is no share? A rate that falls by half may be half of what it was.
            return Err(fault(Reason::PercentOfWhat));
        }
        let is_plain = said.verb.is_none() && said.baseline.is_none() && said.start.is_none();
        if said.share_named && !(is_plain && self.context.measure == Measure::Level) {
            return Err(fault(Reason::PercentOfWhat));
        }
        let Some(verb) = said.verb else {
            if said.start.is_some() {
                return Err(fault(Reason::FromTo));
            }
            let is_growth = self.context.measure == Measure::Rate
                && self.yardstick.unit.is_fraction()
                && !self.context.is_reduction;
            if said.baseline.as_ref().is_some_and(|baseline| !(is_growth && baseline.is_year_on_year)) {
                return Err(fault(Reason::BaselineAlone));
            }
            return self.value(said);
        };
        // 增速为-5%: a noun that names the rate itself takes its sign.
        let names_rate = verb.is_rate
            && verb.way == Way::Up
            && !said.second_verb
            && said.baseline.is_none()
            && self.context.measure == Measure::Rate
            && self.yardstick.unit.is_fraction();
        if !(names_rate || self.grows_by_its_sign(said, verb))
            && said.span.amounts().iter().any(|amount| amount.signed)
        {
            return Err(fault(Reason::SignAndVerb));
        }
        let verb = self.towards(verb, said)?;
        if verb.to {
            return self.reached(said, verb);
        }
        if said.start.is_some() {
            return Err(fault(Reason::FromTo));
        }
        match verb.way {
            Way::Done if self.context.measure == Measure::Flow && said.baseline.is_none() => self.value(said),
            // 累计建成5万个: what has been built in all stands there.
            Way::Done if self.is_sum_of_things(said) => self.value(said),
            Way::Done => Err(fault(Reason::Ambiguous)),
            Way::New => self.new_in_period(said),
            Way::Removed => self.removed(said, verb),
            Way::Up | Way::Down => self.changed(said, verb),
        }
    }

    /// Whether so many a year are one number and no average: of a state, and of what adds up where it is asked for one year.
    fn is_of_each_year(&self, said: &Statement) -> bool {
        let adds_up_in_it = self.yardstick.is_for_a_year && self.context.measure == Measure::Flow;
        said.verb.is_none() && (self.context.measure == Measure::Level || adds_up_in_it)
    }

    /// 增长-3%, as tables report it: a growth below nothing is a fall, and nothing else that the sign could say. Of what is asked
    /// it may be a slip.
    fn grows_by_its_sign(&self, said: &Statement, verb: Verb) -> bool {
        let Span::One(amount) = &said.span else { return false };
        let is_growth = verb.way == Way::Up && verb.nature == Nature::Growth && !verb.to && !said.second_verb;
        let is_plain = said.op.is_none()
            && said.start.is_none()
            && said.result.is_none()
            && !(said.near || said.ceiling || amount.surplus);
        let is_figure = matches!(self.context.measure, Measure::Rate | Measure::Flow | Measure::Level);
        self.role == Role::Outcome && is_growth && is_plain && is_figure && !self.context.is_reduction
    }

    /// Whether a stock is reported by all that was ever done.
    fn is_sum_of_things(&self, said: &Statement) -> bool {
        let is_stock = self.context.measure == Measure::Level && !self.yardstick.unit.is_fraction();
        is_stock && said.cumulative && said.baseline.is_none() && said.span.last().unit_span.is_some()
    }

    /// Whether a growth over several years would be kept as that of one.
    pub(crate) fn is_cumulative(&self, average: bool) -> bool {
        self.context.measure == Measure::Rate
            && self.yardstick.unit.is_fraction()
            && !self.makes_a_whole()
            && !average
    }

    /// Whether the figures of single years make one of several together: amounts add up, and falls in percent compound.
    pub(crate) fn makes_a_whole(&self) -> bool {
        let unit = &self.yardstick.unit;
        let is_percent = unit.is_fraction() && unit.scale == Exact::ONE;
        match self.context.measure {
            Measure::Flow => true,
            Measure::Rate => self.context.is_reduction && is_percent,
            _ => self.context.is_reduction,
        }
    }

    pub(crate) fn figures(&self, said: &Statement) -> Parsed<Figures> {
        match &said.span {
            Span::One(one) => Ok(Figures::One(self.number(one)?)),
            Span::Two(low, high) => {
                if said.span.is_margin() {
                    return self.margin(low, high);
                }
                let (from, to) = (self.number(low)?, self.number(high)?);
                if self.context.measure == Measure::Ratio && said.span.is_to_one() {
                    // 40 to 1
                    return Ok(Figures::One(from));
                }
                if self.is_one_to_many(said) {
                    return Err(Fault::at(low.rest, Reason::OneToMany));
                }
                let looks_like_years =
                    |n: Exact| n >= Exact::from(1900) && n <= Exact::from(2100) && n.decimals() == 0;
                let bare = high.unit.base == Base::None && high.multiplier.is_none();
                let are_ends =
                    (said.between && !self.yardstick.unit.is_fraction()) || self.yardstick.is_grouped;
                if bare && !are_ends && looks_like_years(from) && looks_like_years(to) {
                    return Err(Fault::at(low.rest, Reason::Ambiguous));
                }
                if said.between && from == to {
                    return Ok(Figures::One(from));
                }
                if from > to && self.is_fall_by_its_size(low, high) {
                    return Ok(Figures::Two(to, from));
                }
                if from >= to {
                    return Err(Fault::at(low.rest, Reason::ReversedRange));
                }
                Ok(Figures::Two(from, to))
            }
        }
    }

    /// -50% to -55%, of a rate of which less is better: the smaller fall stands first, as it does of a fall by 50% to 55%. Of a state
    /// it may be where it starts and where it is to go.
    fn is_fall_by_its_size(&self, low: &Amount, high: &Amount) -> bool {
        let is_below = |end: &Amount| end.signed && end.number.is_negative() && end.unit.is_fraction();
        self.context.measure == Measure::Rate
            && self.context.direction == Some(Direction::Lower)
            && is_below(low)
            && is_below(high)
    }

    /// 1 to 30, of a ratio: one to thirty, or a range?
    fn is_one_to_many(&self, said: &Statement) -> bool {
        let Span::Two(low, high) = &said.span else { return false };
        let is_ratio = self.context.measure == Measure::Ratio || self.yardstick.unit.base == Base::Ratio;
        let are_bare = low.is_bare() && high.is_bare() && !low.signed && !high.signed;
        // What begins at one and ends near it is a range: 1.0 to 1.5.
        let are_whole = low.number.decimals() == 0 && high.number.decimals() == 0;
        is_ratio
            && are_bare
            && are_whole
            && !said.between
            && low.number == Exact::ONE
            && high.number > Exact::from(3)
    }

    /// As far below nothing as above it, which binds on both sides only where the target itself is best.
    fn margin(&self, low: &Amount, high: &Amount) -> Parsed<Figures> {
        if self.context.direction != Some(Direction::OnTarget) {
            return Err(Fault::at(low.rest, Reason::Ambiguous));
        }
        if self.context.is_reduction {
            return Err(Fault::at(low.rest, Reason::ReductionGrows));
        }
        Ok(Figures::Two(self.yardstick.in_unit(low)?, self.yardstick.in_unit(high)?))
    }

    /// A number in the indicator's unit.
    pub(crate) fn number(&self, amount: &Amount) -> Parsed<Exact> {
        let says_it_too = match (self.context.measure, &amount.unit.base) {
            (Measure::Ratio, Base::Ratio) => self.yardstick.unit.base == Base::None,
            // 103% of an index whose base is 100.
            (Measure::Index, Base::Fraction) => {
                let base = self.yardstick.plain.trim_end_matches(')');
                amount.unit.scale == Exact::ONE && (base.ends_with("=100") || base.ends_with("= 100"))
            }
            _ => false,
        };
        if says_it_too && !amount.signed {
            return Ok(amount.number);
        }
        let is_plus = amount.signed && !amount.number.is_negative() && !amount.number.is_zero();
        if is_plus && (self.context.measure != Measure::Rate || self.context.is_reduction) {
            // +5 for anything but a growth rate may be a change; of a reduction, that what is to fall rose.
            return Err(Fault::at(amount.rest, Reason::Ambiguous));
        }
        if amount.signed && amount.number.is_negative() && self.context.is_reduction {
            // -3% of a reduction: a fall by 3, or a rise?
            return Err(Fault::at(amount.rest, Reason::ReductionGrows));
        }
        let number = self.yardstick.in_unit(amount)?;
        if self.role == Role::Outcome && self.yardstick.is_of_ones(amount) {
            return Err(Fault::at(amount.rest, Reason::Ambiguous));
        }
        Ok(number)
    }

    pub(crate) fn value(&self, said: &Statement) -> Parsed<Sense> {
        if said.cumulative && self.is_cumulative(said.average) {
            return Err(Fault::at(said.rest, Reason::Cumulative));
        }
        let op = if said.span.last().surplus { Some(Comparison::MoreThan) } else { said.op };
        let figures = self.figures(said)?;
        self.is_index(said, figures)?;
        // Between 5 and 5: both ends bind, whichever way is better.
        let is_one_point = said.between && matches!(figures, Figures::One(_));
        Ok(Sense::Value { figures, op: if is_one_point { Some(Comparison::Equal) } else { op } })
    }

    /// An index in percent, or one of which the unit says that the year before is 100, is counted from 100: 3% is its growth, and
    /// was not meant as the index.
    pub(crate) fn is_index(&self, said: &Statement, figures: Figures) -> Parsed<()> {
        let (Figures::One(figure) | Figures::Two(figure, _)) = figures;
        let is_percent = self.yardstick.unit.is_fraction() || said.span.last().unit.is_fraction();
        let is_from_100 = || is_percent || self.is_from_the_year_before();
        if self.context.measure == Measure::Index && figure < Exact::from(50) && is_from_100() {
            return Err(Fault::at(said.rest, Reason::IndexGrowth));
        }
        Ok(())
    }

    /// 提高到2%, reduced to 5: the result is the value.
    fn reached(&self, said: &Statement, verb: Verb) -> Parsed<Sense> {
        let fault = |reason| Fault::at(said.rest, reason);
        if said.baseline.is_some() || said.average || said.cumulative {
            return Err(fault(Reason::Ambiguous));
        }
        let is_up = match verb.way {
            Way::Up => true,
            Way::Down => false,
            Way::Removed if self.context.measure == Measure::Level => false,
            Way::New | Way::Removed | Way::Done => return Err(fault(Reason::Ambiguous)),
        };
        let figures = self.figures(said)?;
        self.is_index(said, figures)?;
        if let Some(start) = &said.start {
            let start = self.number(start)?;
            let (Figures::One(end) | Figures::Two(end, _)) = figures;
            if (is_up && end <= start) || (!is_up && end >= start) {
                return Err(fault(Reason::Contradiction));
            }
        }
        if self.role == Role::Target {
            let is_against = matches!(
                (is_up, self.context.direction),
                (true, Some(Direction::Lower)) | (false, Some(Direction::Higher))
            );
            if is_against {
                return Err(fault(Reason::AgainstDirection));
            }
            let is_upper = matches!(said.op, Some(Comparison::AtMost | Comparison::LessThan));
            let is_lower = matches!(said.op, Some(Comparison::AtLeast | Comparison::MoreThan));
            if (is_up && is_upper) || (!is_up && is_lower) {
                return Err(fault(Reason::Contradiction));
            }
        }
        Ok(Sense::Value { figures, op: said.op })
    }

    /// 新增60万人: the figure itself where it adds up over the period, an increase of a stock.
    fn new_in_period(&self, said: &Statement) -> Parsed<Sense> {
        let fault = |reason| Fault::at(said.rest, reason);
        if said.baseline.is_some() {
            return Err(fault(Reason::Ambiguous));
        }
        let is_share = said.span.amounts().iter().any(|amount| amount.unit.is_fraction());
        match self.context.measure {
            Measure::Flow if !is_share => self.value(said),
            Measure::Level if !is_share && !self.yardstick.unit.is_fraction() => {
                self.change(said, Way::Up, ChangeUnit::Amount)
            }
            _ => Err(fault(Reason::Ambiguous)),
        }
    }
}
