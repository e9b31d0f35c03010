//! What a target asks of a change, of another series, of a place or by a day: conditions whose limit is not a number of
//! the indicator's own.

use super::{comparison::Offset, rank};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    quantity::Exact,
    reading::{
        numbers::number::exact_product,
        target::Target,
        times::{day, reference::names_growth},
        wording::{
            fault::{Fault, Parsed, Reason},
            verbs::Way,
        },
    },
    unit::Base,
};

impl Target<'_> {
    pub(crate) const fn direction(&self) -> Option<Direction> {
        self.reader.context.direction
    }

    /// The comparison that a number without one has, by the direction.
    pub(crate) fn by_direction(&self, rest: usize) -> Parsed<Comparison> {
        match self.direction() {
            Some(Direction::Higher) => Ok(Comparison::AtLeast),
            Some(Direction::Lower) => Ok(Comparison::AtMost),
            Some(Direction::OnTarget) => Ok(Comparison::Equal),
            None => Err(Fault::at(rest, Reason::DirectionMissing)),
        }
    }

    pub(crate) fn milestone(&self, plain: &str) -> Parsed<Condition> {
        let by = day::by(plain)?;
        if by.is_none() && !plain.chars().any(char::is_alphabetic) {
            return Err(Fault::firm(plain, Reason::NoNumberForMilestone));
        }
        Ok(Condition::Milestone { by, what: self.text.as_given(0..plain.len()) })
    }

    pub(crate) fn rank(&self, words: &str, clause_end: usize) -> Parsed<Condition> {
        let mut input = words;
        let said = rank::rank(&mut input)?;
        // A second is a time, where times are measured.
        if said.in_words && self.measures_time() {
            return Err(Fault::soft(words));
        }
        let among = said.among.map_or_else(String::new, |(from, to)| {
            self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to))
        });
        Ok(Condition::Rank { op: Comparison::AtMost, rank: said.rank, among })
    }

    fn measures_time(&self) -> bool {
        let times = ["time in seconds", "time in months", "day"];
        matches!(self.reader.yardstick.unit.base, Base::Physical(what) if times.contains(&what))
    }

    pub(crate) fn sign(
        &self,
        op: Comparison,
        about: bool,
        is_growth: bool,
        words: &str,
    ) -> Parsed<Condition> {
        let own_share = self.reader.yardstick.unit.is_fraction();
        if self.reader.context.is_reduction {
            // Nobody asks of a fall that it should not go up; 不增长 may be said of either.
            let is_alone = !self.text.plain.contains([',', '、', ';', '(']);
            let is_of_the_thing =
                is_alone && ["只降不升", "只减不增", "不反弹"].iter().any(|said| words.ends_with(said));
            if !(is_of_the_thing && self.measure() == Measure::Rate && own_share) {
                return Err(Fault::firm(words, Reason::ReductionGrows));
            }
            let (op, value) = (Comparison::AtLeast, Exact::ZERO);
            return Ok(Condition::Threshold { op, value, about: false, average_per_year: false });
        }
        // 零增长 is the number zero, and its side the direction's; 持平 is the same figure as before.
        let is_zero_growth = op == Comparison::Equal && is_growth;
        let op = if is_zero_growth { self.by_direction(words.len())? } else { op };
        match self.measure() {
            Measure::Rate if own_share => {
                Ok(Condition::Threshold { op, value: Exact::ZERO, about, average_per_year: false })
            }
            Measure::Flow | Measure::Level | Measure::Rate => {
                if is_growth && own_share {
                    return Err(Fault::firm(words, Reason::PercentOrPoints));
                }
                let unit = if is_growth { ChangeUnit::Percent } else { self.own_change_unit() };
                self.change_of_nothing(op, about, PREVIOUS_PERIOD.to_owned(), unit, words)
            }
            _ => Err(Fault::firm(words, Reason::IndexGrowth)),
        }
    }

    pub(crate) fn own_change_unit(&self) -> ChangeUnit {
        if self.reader.yardstick.unit.is_fraction() { ChangeUnit::Points } else { ChangeUnit::Amount }
    }

    /// Whether a rise or a fall without a number says which way the indicator's own figure is to go.
    pub(crate) fn may_move(&self, op: Comparison) -> bool {
        let is_amount = matches!(self.measure(), Measure::Flow | Measure::Level);
        is_amount && !self.is_against_direction(op) && !self.reader.context.is_reduction
    }

    /// Whether a limit bounds the side that is the worse one.
    pub(crate) fn is_against_direction(&self, op: Comparison) -> bool {
        matches!(
            (op, self.direction()),
            (Comparison::MoreThan | Comparison::AtLeast, Some(Direction::Lower))
                | (Comparison::LessThan | Comparison::AtMost, Some(Direction::Higher))
        )
    }

    pub(crate) fn change_of_nothing(
        &self,
        op: Comparison,
        about: bool,
        from: String,
        by_unit: ChangeUnit,
        words: &str,
    ) -> Parsed<Condition> {
        if !matches!(
            self.measure(),
            Measure::Flow | Measure::Level | Measure::Rate | Measure::Index | Measure::Ratio
        ) || self.reader.context.is_reduction && about
        {
            return Err(Fault::firm(words, Reason::Ambiguous));
        }
        Ok(Condition::Change {
            op,
            by: Exact::ZERO,
            by_unit,
            from,
            to_value: None,
            about,
            average_per_year: false,
        })
    }

    /// 高于上年0.5个百分点.
    pub(crate) fn offset_from(
        &mut self,
        op: Comparison,
        from: String,
        offset: &Offset,
        limit: Option<Comparison>,
        rest: usize,
        clause_end: usize,
    ) -> Parsed<Condition> {
        let is_amount = matches!(self.measure(), Measure::Flow | Measure::Level);
        let is_share = self.reader.yardstick.unit.is_fraction() && self.measure() == Measure::Rate;
        if self.reader.context.is_reduction || !(is_amount || is_share) {
            return Err(Fault::at(rest, Reason::Ambiguous));
        }
        let way = if op == Comparison::MoreThan { Way::Up } else { Way::Down };
        let (by, op) = self.signed_offset(way, limit, offset, rest)?;
        self.note_unit_beside(&offset.amount, clause_end);
        let (by_unit, about) = (self.own_change_unit(), offset.about);
        Ok(Condition::Change { op, by, by_unit, from, to_value: None, about, average_per_year: false })
    }

    /// An offset in the unit with its sign, and how the outcome must stand to it.
    fn signed_offset(
        &self,
        way: Way,
        limit: Option<Comparison>,
        offset: &Offset,
        rest: usize,
    ) -> Parsed<(Exact, Comparison)> {
        let fault = |reason| Fault::at(rest, reason);
        let Offset { amount: offset, about } = offset;
        if *about && matches!(limit, Some(Comparison::MoreThan | Comparison::LessThan)) {
            return Err(fault(Reason::AboutAndStrict));
        }
        if offset.signed || offset.surplus || offset.about {
            return Err(fault(Reason::SignAndVerb));
        }
        let unit = &self.reader.yardstick.unit;
        let magnitude = match (&offset.unit.base, unit.is_fraction()) {
            (Base::Points, true) => {
                exact_product(offset.number, offset.unit.scale).and_then(|n| n.over_exactly(unit.scale))
            }
            (Base::Fraction, _) => return Err(fault(Reason::PercentOrPoints)),
            (Base::None, true) if offset.multiplier.is_none() => return Err(fault(Reason::PercentOrPoints)),
            _ => Some(self.reader.yardstick.beside_in_unit(offset)?),
        };
        let magnitude = magnitude.ok_or_else(|| fault(Reason::NotExact))?;
        if way == Way::Down {
            let op = match (limit, self.direction()) {
                (Some(op), _) => op.turned(),
                (None, Some(Direction::Lower)) => Comparison::AtMost,
                (None, Some(Direction::OnTarget)) => Comparison::Equal,
                (None, _) => return Err(fault(Reason::AgainstDirection)),
            };
            return Ok((magnitude.negated(), op));
        }
        let op = match (limit, self.direction()) {
            (Some(op), _) => op,
            (None, Some(Direction::Lower)) => return Err(fault(Reason::AgainstDirection)),
            (None, _) => self.by_direction(rest)?,
        };
        Ok((magnitude, op))
    }

    pub(crate) fn relative(
        &mut self,
        op: Option<Comparison>,
        way: Option<Way>,
        offset: Option<&Offset>,
        to: (usize, usize),
        rest: usize,
        clause_end: usize,
    ) -> Parsed<Condition> {
        let to = self.text.as_given(clause_end.saturating_sub(to.0)..clause_end.saturating_sub(to.1));
        let is_share = self.reader.yardstick.unit.is_fraction();
        if !is_share && names_growth(&to) {
            // An amount is not compared with a rate of growth.
            return Err(Fault::at(rest, Reason::AmountAgainstGrowth));
        }
        if let (Some(offset), Some(way)) = (offset, way) {
            let (offset_value, op) = self.signed_offset(way, op, offset, rest)?;
            if offset_value.is_zero() && op == Comparison::Equal {
                // Below it by nothing: below it, or as much?
                return Err(Fault::at(rest, Reason::Ambiguous));
            }
            self.note_unit_beside(&offset.amount, clause_end);
            // There is nothing about no distance at all.
            let about = offset.about && !offset_value.is_zero();
            return Ok(Condition::Relative { op, offset: offset_value, to, code: None, about });
        }
        let context = self.reader.context;
        let op = match op {
            Some(op) => op,
            // What is to grow in step with another is to grow no less, where more is better.
            None if context.measure == Measure::Rate
                && !context.is_reduction
                && self.direction() == Some(Direction::Higher) =>
            {
                Comparison::AtLeast
            }
            None => return Err(Fault::at(rest, Reason::InStep)),
        };
        Ok(Condition::Relative { op, offset: Exact::ZERO, to, code: None, about: false })
    }
}
