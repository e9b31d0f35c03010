//! What a verb of change says of an indicator: the figure itself, where it counts what is taken away or is a rate of growth,
//! or a change of it. The same for targets and for outcomes.

use super::{
    lead::Verb,
    sense::{Figures, Reader, Role, Sense},
    statement::Statement,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::{
        numbers::{amount::Amount, number::exact_product, range::Span},
        times::reference::{Baseline, baseline_name},
        wording::{
            fault::{Fault, Parsed, Reason},
            verbs::{Nature, Way},
        },
    },
    unit::{Base, counts_places},
};

impl Reader<'_> {
    /// +2 percentage points, -28% vs 2020: the sign is the word for the way where the unit cannot be that of the figure
    /// itself.
    pub(crate) fn step_by_its_sign(&self, said: &Statement) -> Option<Statement> {
        let Span::One(amount) = &said.span else { return None };
        let own_share = self.yardstick.unit.is_fraction();
        let is_amount = matches!(self.context.measure, Measure::Flow | Measure::Level);
        let is_step = match amount.unit.base {
            Base::Points => own_share && self.context.measure == Measure::Level,
            Base::Fraction => !own_share && is_amount && said.baseline.is_some(),
            _ => false,
        };
        let is_plain =
            said.verb.is_none() && said.start.is_none() && said.op.is_none() && !self.context.is_reduction;
        (is_step && is_plain && amount.signed).then(|| {
            let way = if amount.number.is_negative() { Way::Down } else { Way::Up };
            let verb = Verb { way, nature: Nature::Plain, is_rate: false, to: false, by: true };
            let span = Span::One(Amount { number: amount.number.abs(), signed: false, ..amount.clone() });
            let mut step = said.clone();
            (step.verb, step.span) = (Some(verb), span);
            step
        })
    }

    /// 减排1.7万吨: the figure itself where what is counted is what is taken away.
    pub(crate) fn removed(&self, said: &Statement, verb: Verb) -> Parsed<Sense> {
        let is_share = said.span.amounts().iter().any(|amount| amount.unit.is_fraction());
        let counts_removals = self.context.is_reduction || self.context.direction == Some(Direction::Higher);
        if self.context.measure == Measure::Flow && counts_removals && !is_share && said.baseline.is_none() {
            return self.value(said);
        }
        self.changed(said, Verb { way: Way::Down, ..verb })
    }

    pub(crate) fn changed(&self, said: &Statement, verb: Verb) -> Parsed<Sense> {
        let fault = |reason| Fault::at(said.rest, reason);
        let printed = said.span.last();
        let is_share = printed.unit.is_fraction();
        let is_bare = printed.unit.base == Base::None;
        let own_share = self.yardstick.unit.is_fraction();
        let measure = self.context.measure;
        if self.counts_places() {
            // 上升2位 makes the number of the place smaller.
            return Err(fault(Reason::Ambiguous));
        }
        if said.place_behind_verb && self.may_be_where_it_is(said, verb) {
            return Err(fault(Reason::Ambiguous));
        }
        if printed.says_times {
            // Increased 1.5 times, 1.5 times higher: by so many times it, or to so many? And of what, in 1.5 times GDP growth?
            return Err(fault(Reason::Ambiguous));
        }
        if matches!(measure, Measure::Index) {
            return self.index_of_growth(said, verb);
        }
        if matches!(measure, Measure::Ratio | Measure::Grade | Measure::Milestone | Measure::Group) {
            return Err(fault(Reason::Ambiguous));
        }
        if printed.unit.base == Base::Points {
            if verb.nature == Nature::Pace && measure != Measure::Rate {
                return Err(fault(Reason::Ambiguous));
            }
            if verb.is_rate || !own_share || printed.unit.per.is_some() {
                return Err(self.yardstick.other_unit(printed));
            }
            return self.change(said, verb.way, ChangeUnit::Points);
        }
        if said.second_verb {
            return Err(fault(Reason::PercentOrPoints));
        }
        if printed.unit.base == Base::Times && measure == Measure::Rate && own_share {
            return self.times_more(said, verb);
        }
        if own_share {
            if measure != Measure::Rate || !(is_share || is_bare) {
                let reason = if is_share || is_bare { Reason::PercentOrPoints } else { Reason::Ambiguous };
                return Err(fault(reason));
            }
            return self.rate(said, verb);
        }
        if self.yardstick.unit.base == Base::Points || (is_share && names_a_percentage(&self.yardstick.plain))
        {
            return Err(fault(Reason::PercentOrPoints));
        }
        let may_be_percent =
            matches!(verb.nature, Nature::Growth | Nature::Course | Nature::Turn | Nature::Worth);
        if verb.nature == Nature::Pace || (may_be_percent && printed.is_bare()) {
            // 增长8: by 8 %, or by 8 of the unit?
            return Err(fault(Reason::Ambiguous));
        }
        if is_share {
            return self.change(said, verb.way, ChangeUnit::Percent);
        }
        if printed.unit.base == Base::Times {
            if verb.way != Way::Up || self.yardstick.unit.base == Base::Times {
                return Err(fault(Reason::Ambiguous));
            }
            return self.change(said, verb.way, ChangeUnit::Percent);
        }
        let is_own_amount = self.context.is_reduction && verb.way == Way::Down && measure == Measure::Flow;
        if is_own_amount && said.baseline.is_none() && said.result.is_none() {
            return self.value(said);
        }
        // Raised $1.2 billion, improved 120 km: so much in the period, or so much more than in the one before?
        let may_be_a_deed = measure == Measure::Flow
            && matches!(verb.nature, Nature::Deed | Nature::Worth | Nature::Gap)
            && !verb.by
            && said.baseline.is_none()
            && said.result.is_none();
        if verb.is_rate || said.reached_after_verb || measure == Measure::Rate || may_be_a_deed {
            return Err(fault(Reason::Ambiguous));
        }
        self.change(said, verb.way, ChangeUnit::Amount)
    }

    /// Whether what stands behind a verb is the figure and no size of its change: fall below 3, rise above 500 jobs. Growth over 5%
    /// is the same number either way, or can only be the size.
    fn may_be_where_it_is(&self, said: &Statement, verb: Verb) -> bool {
        let is_low = matches!(said.op, Some(Comparison::LessThan | Comparison::AtMost));
        let printed = &said.span.last().unit;
        let is_relative = printed.is_fraction() || printed.base == Base::Points;
        let may_be_size = self.yardstick.unit.is_fraction() || is_relative;
        match verb.way {
            Way::Down => is_low && !verb.is_rate,
            Way::Up if self.context.measure == Measure::Index => !is_low && !verb.is_rate,
            Way::Up => !is_low && !may_be_size,
            Way::New | Way::Removed | Way::Done => false,
        }
    }

    /// Whether the indicator is a place in an , where what rises has the smaller number.
    fn counts_places(&self) -> bool {
        counts_places(&self.yardstick.plain, self.context.direction == Some(Direction::Lower))
    }

    /// 上涨2.0%, of an index of which the year before is 100: the index is 102.
    fn index_of_growth(&self, said: &Statement, verb: Verb) -> Parsed<Sense> {
        let fault = |reason| Fault::at(said.rest, reason);
        let printed = said.span.last();
        let is_percent = printed.unit.is_fraction() && printed.unit.scale == Exact::ONE;
        let is_growth = matches!(
            verb.nature,
            Nature::Plain | Nature::Growth | Nature::Course | Nature::Size | Nature::Deed
        );
        let is_of_the_year = said.baseline.as_ref().is_none_or(Baseline::is_previous)
            && !(said.average || said.cumulative || said.over_years || said.second_verb)
            && said.result.is_none();
        if !(self.is_from_the_year_before() && is_percent && is_growth && is_of_the_year) {
            return Err(fault(Reason::IndexGrowth));
        }
        let is_up = verb.way == Way::Up;
        // 涨幅控制在3% is a ceiling where less is better; elsewhere it is not clear what is kept.
        let is_open_ceiling =
            said.ceiling && said.op.is_none() && self.context.direction != Some(Direction::Lower);
        if is_open_ceiling || (!is_up && (said.ceiling || said.is_cap || said.near || printed.surplus)) {
            return Err(fault(Reason::Ambiguous));
        }
        let index = |by: Exact| {
            let by = if is_up { by } else { by.negated() };
            by.plus(Exact::HUNDRED).ok_or_else(|| fault(Reason::NotExact))
        };
        let figures = match self.figures(said)? {
            Figures::One(by) => Figures::One(index(by)?),
            Figures::Two(low, high) if is_up => Figures::Two(index(low)?, index(high)?),
            Figures::Two(low, high) => Figures::Two(index(high)?, index(low)?),
        };
        self.is_index(said, figures)?;
        let op = if printed.surplus { Some(Comparison::MoreThan) } else { said.op };
        Ok(Sense::Value { figures, op: if is_up { op } else { op.map(Comparison::turned) } })
    }

    /// Whether the unit says that the year before is 100, so that the index says what the growth since then is.
    pub(crate) fn is_from_the_year_before(&self) -> bool {
        let unit = self.yardstick.plain.trim_end_matches(')').strip_suffix("100").map(str::trim_end);
        let Some(base) = unit.and_then(|unit| unit.strip_suffix('=')) else { return false };
        let mut name = base.rsplit('(').next().unwrap_or(base).trim();
        baseline_name(&mut name).is_some_and(|base| base.is_previous()) && name.trim().is_empty()
    }

    /// 增长8%, 下降3.4% of an indicator that is itself a rate of growth or a reduction.
    fn rate(&self, said: &Statement, verb: Verb) -> Parsed<Sense> {
        let fault = |reason| Fault::at(said.rest, reason);
        let is_reduction = self.context.is_reduction;
        // What is itself a reduction is so since the year before the years that it is for.
        let is_own_fall = is_reduction && verb.way == Way::Down;
        if said.baseline.as_ref().is_some_and(|baseline| !baseline.is_previous()) && !is_own_fall {
            return Err(fault(Reason::BaselineNotKept));
        }
        if said.result.is_some() {
            return Err(fault(Reason::Ambiguous));
        }
        if matches!(verb.nature, Nature::Turn | Nature::Pace | Nature::Worth | Nature::Swift) {
            // 回落2%: to a rate that is lower by 2 points, or a fall by 2 %?
            return Err(fault(Reason::PercentOrPoints));
        }
        if said.cumulative && !self.makes_a_whole() {
            return Err(fault(Reason::Cumulative));
        }
        let figures = self.figures(said)?;
        let is_up = verb.way == Way::Up;
        if is_up && is_reduction && self.role == Role::Target {
            return Err(fault(Reason::ReductionGrows));
        }
        if is_up && !is_reduction {
            let op = if said.span.last().surplus { Some(Comparison::MoreThan) } else { said.op };
            return Ok(Sense::Value { figures, op });
        }
        let higher = self.context.direction == Some(Direction::Higher);
        let is_ceiling = matches!(said.op, Some(Comparison::AtMost | Comparison::LessThan)) || said.ceiling;
        // 减产: 下降 may be what the rate is of, but what is wanted is not called less of a crop or an income.
        let is_a_loss = verb.nature == Nature::Growth && !is_up && higher && !is_reduction && !is_ceiling;
        if is_a_loss && self.role == Role::Target {
            return Err(fault(Reason::AgainstDirection));
        }
        if is_reduction && is_ceiling && self.role == Role::Target {
            return Err(fault(Reason::AgainstDirection));
        }
        // 降幅控制在3%以内: a fall that is limited is one of the rate itself, whatever is better.
        // What is itself a reduction and has risen was reduced by less than nothing.
        let names_amount = (is_reduction && !is_up) || (self.role == Role::Target && higher && !is_ceiling);
        if names_amount {
            return Ok(Sense::Value { figures, op: said.op });
        }
        // 降幅控制在3%以内: the fall itself is what is kept small.
        let is_small_fall = self.role == Role::Outcome && verb.is_rate && said.op == Some(Comparison::AtMost);
        let is_open_ceiling = said.ceiling && !names_limit(said, verb.way) && !is_small_fall;
        if said.near || said.span.last().surplus || is_open_ceiling {
            return Err(fault(Reason::Ambiguous));
        }
        let figures = match figures {
            Figures::One(one) => Figures::One(one.negated()),
            Figures::Two(low, high) => Figures::Two(high.negated(), low.negated()),
        };
        let op = said.op.or_else(|| said.ceiling.then_some(Comparison::AtMost));
        Ok(Sense::Value { figures, op: op.map(Comparison::turned) })
    }

    /// 增长1.1倍 of what is itself a rate of growth: by 110 %.
    fn times_more(&self, said: &Statement, verb: Verb) -> Parsed<Sense> {
        let is_growth = verb.way == Way::Up && verb.nature == Nature::Growth && !self.context.is_reduction;
        let is_of_a_year = said.baseline.as_ref().is_none_or(Baseline::is_previous) && !said.cumulative;
        let by = match &said.span {
            Span::One(times) if !times.surplus => times.number.times(Exact::HUNDRED),
            _ => None,
        };
        match by.filter(|_| is_growth && is_of_a_year && said.result.is_none()) {
            Some(by) if self.yardstick.unit.scale == Exact::ONE => {
                Ok(Sense::Value { figures: Figures::One(by), op: said.op })
            }
            _ => Err(Fault::at(said.rest, Reason::Ambiguous)),
        }
    }

    /// How much a change must at least be. Of 增长7%—8% that is the end that is met first: beyond the other is better still, as
    /// it is of a range of figures.
    fn needed_of_change(&self, said: &Statement, way: Way, by_unit: ChangeUnit) -> Parsed<Amount> {
        let fault = |reason| Fault::at(said.rest, reason);
        let (low, high) = match &said.span {
            Span::One(amount) => return Ok(amount.clone()),
            Span::Two(low, high) => (low, high),
        };
        let is_open = matches!(
            (way, self.context.direction),
            (Way::Up | Way::New, Some(Direction::Higher)) | (Way::Down, Some(Direction::Lower))
        );
        let is_alike = low.is_bare() || (low.unit == high.unit && low.multiplier == high.multiplier);
        // 提高1亿元到2亿元: by so much, or from the one to the other?
        let is_relative = by_unit != ChangeUnit::Amount;
        let is_plain =
            is_relative && is_alike && !high.is_bare() && said.result.is_none() && !said.span.is_margin();
        if self.role == Role::Outcome || !is_open || !is_plain {
            return Err(fault(Reason::RangeOfChange));
        }
        if low.number >= high.number {
            return Err(fault(Reason::ReversedRange));
        }
        Ok(Amount { number: low.number, rest: low.rest, ..high.clone() })
    }

    /// The comparison of a change together with that of the figure it leads to, which must be the same one. A limit of the
    /// change which leaves that figure open to its worse side is none that the figure can have: 下降不超过2个百分点至20%.
    fn of_result(&self, said: &Statement, op: Option<Comparison>) -> Parsed<Option<Comparison>> {
        let fault = |reason| Fault::at(said.rest, reason);
        if said.result.is_none() {
            return Ok(op);
        }
        let of_both = match (op, said.result_limit) {
            (Some(one), Some(other)) if one != other => return Err(fault(Reason::Contradiction)),
            (op, limit) => limit.or(op),
        };
        let is_against = matches!(
            (of_both, self.context.direction),
            (Some(Comparison::AtLeast | Comparison::MoreThan), Some(Direction::Lower))
                | (Some(Comparison::AtMost | Comparison::LessThan), Some(Direction::Higher))
        );
        if self.role == Role::Target && is_against {
            return Err(fault(Reason::AgainstDirection));
        }
        Ok(of_both)
    }

    pub(crate) fn change(&self, said: &Statement, way: Way, by_unit: ChangeUnit) -> Parsed<Sense> {
        let fault = |reason| Fault::at(said.rest, reason);
        let amount = &self.needed_of_change(said, way, by_unit)?;
        // 降幅控制在3%以内 names its limit; 提高控制在3% does not.
        let is_open_ceiling = said.ceiling && !names_limit(said, way);
        if is_open_ceiling || said.near || amount.surplus || said.or_better || said.is_cap {
            return Err(fault(Reason::Ambiguous));
        }
        let is_previous = said.baseline.as_ref().is_none_or(Baseline::is_previous);
        if (said.cumulative || (said.over_years && !said.average)) && is_previous {
            return Err(fault(Reason::Cumulative));
        }
        if said.until && said.baseline.is_none() && !said.average && self.role == Role::Target {
            // Reduce by 45% by 2030: from which year's figure is not said.
            return Err(fault(Reason::Ambiguous));
        }
        let magnitude = match by_unit {
            ChangeUnit::Amount => self.yardstick.beside_in_unit(amount)?,
            ChangeUnit::Points | ChangeUnit::Percent => {
                let scale = if amount.unit.base == Base::Times { Exact::HUNDRED } else { amount.unit.scale };
                let own = if by_unit == ChangeUnit::Points { self.yardstick.unit.scale } else { Exact::ONE };
                exact_product(amount.number, scale)
                    .and_then(|n| n.over_exactly(own))
                    .ok_or_else(|| fault(Reason::NotExact))?
            }
        };
        if let Some(result) = &said.result
            && (by_unit == ChangeUnit::Amount || result.is_bare())
        {
            // 提高1亿元到2亿元 may be a range.
            return Err(fault(Reason::Ambiguous));
        }
        let is_up = way != Way::Down;
        if self.context.is_reduction {
            return Err(fault(Reason::ReductionGrows));
        }
        let op = said.op.or_else(|| said.ceiling.then_some(Comparison::AtMost));
        let op = if is_up { op } else { op.map(Comparison::turned) };
        let op = if said.is_growth_reaching(by_unit) { op } else { self.of_result(said, op)? };
        if self.role == Role::Target && !is_up && self.context.direction == Some(Direction::Higher) {
            // A fall asked for where more is better is a slip, or the indicator counts the fall itself.
            if !matches!(op, Some(Comparison::AtLeast | Comparison::MoreThan)) {
                return Err(fault(Reason::AgainstDirection));
            }
        }
        let to_value = said.result.as_ref().map(|result| self.number(result)).transpose()?;
        let from = said.baseline.as_ref().map_or(PREVIOUS_PERIOD, |baseline| &baseline.from);
        let is_on_target = self.role == Role::Target && self.context.direction == Some(Direction::OnTarget);
        if is_on_target
            && op.is_none()
            && magnitude.is_zero()
            && to_value.is_none()
            && from != PREVIOUS_PERIOD
        {
            // Below 2022 by nothing: below it, or as much?
            return Err(fault(Reason::Ambiguous));
        }
        Ok(Sense::Change {
            by: if is_up { magnitude } else { magnitude.negated() },
            by_unit,
            op,
            from: from.to_owned(),
            to_value,
            way,
        })
    }
}

/// Whether words say that the change is limited, by a limit of its own or by the noun that names it: 涨幅控制在3%.
fn names_limit(said: &Statement, way: Way) -> bool {
    let is_noun = said.verb.is_some_and(|verb| verb.is_rate);
    let is_limit = matches!(said.op, Some(Comparison::AtMost | Comparison::LessThan));
    is_limit || (is_noun && way == Way::Down && said.op.is_none() && matches!(said.span, Span::One(_)))
}

/// Whether a unit holds the sign or the word of a percentage beside other words, so that the figure may be one: share, %.
fn names_a_percentage(unit: &str) -> bool {
    ["%", "percent", "per cent"].iter().any(|sign| unit.contains(sign))
}
