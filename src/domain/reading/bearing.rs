//! Which way the figure goes where a word speaks of something else: how good it is, how fast. Knows the indicator's measure
//! and direction.

use super::{
    fault::{Fault, Parsed, Reason},
    lead::Verb,
    sense::Reader,
    statement::Statement,
    verbs::Axis,
};
use crate::domain::{
    criterion::Comparison,
    indicator::{Direction, Measure},
    unit::Base,
};

impl Reader<'_> {
    /// The verb with the way in which the figure goes.
    pub(super) fn towards(&self, verb: Verb, said: &Statement) -> Parsed<Verb> {
        // Improve to 50%: the result is named, whichever way leads to it.
        let names_result =
            verb.to && said.start.is_none() && self.context.direction == Some(Direction::OnTarget);
        let is_turned = !names_result && self.is_turned(verb.nature.axis(), said.rest)?;
        Ok(if is_turned { Verb { way: verb.way.turned(), ..verb } } else { verb })
    }

    /// How the figure must stand where a word says how that which it speaks of does.
    pub(super) fn along(&self, axis: Axis, op: Comparison, rest: usize) -> Parsed<Comparison> {
        Ok(if self.is_turned(axis, rest)? { op.turned() } else { op })
    }

    /// Whether more of what a word speaks of is less of the figure.
    pub(super) fn is_turned(&self, axis: Axis, rest: usize) -> Parsed<bool> {
        match axis {
            Axis::Figure => Ok(false),
            _ if self.context.is_reduction => Err(Fault::at(rest, Reason::ReductionGrows)),
            Axis::Pace if self.context.measure == Measure::Rate => Ok(false),
            // What adds up, and money, are no times: it is their growth that is faster.
            Axis::Pace
                if self.context.measure == Measure::Flow
                    || matches!(self.yardstick.unit.base, Base::Currency(_)) =>
            {
                Err(Fault::at(rest, Reason::AmountAgainstGrowth))
            }
            Axis::Pace | Axis::Worth => match self.context.direction {
                Some(Direction::Higher) => Ok(false),
                Some(Direction::Lower) => Ok(true),
                Some(Direction::OnTarget) | None => Err(Fault::at(rest, Reason::DirectionMissing)),
            },
        }
    }
}
