//! Which way the figure goes where a word speaks of something else: how good it is, how fast. Knows the indicator's measure
//! and direction.

use super::{grade::GradeSaid, lead::Verb, sense::Reader, statement::Statement};
use crate::domain::{
    criterion::Comparison,
    indicator::{Direction, Measure},
    reading::wording::{
        fault::{Fault, Parsed, Reason},
        verbs::{Axis, Nature},
    },
    unit::{Base, counts_places},
};

/// Whether a limit speaks of how high something stands and not of its number: of a place, at least 30th and higher than 30th
/// are better ones.
pub(crate) fn speaks_of_height(words: &str) -> bool {
    const HEIGHTS: [&str; 9] = ["least", "min", "high", "low", "above", "below", "高于", "低于", "以上"];
    HEIGHTS.iter().any(|height| words.contains(height))
}

impl GradeSaid {
    /// How the figure is to stand to the grade of a scale of the indicator's own, where the words say that it is to be no higher:
    /// where less is better that is the good side. A letter or a number or below may be meant either way and is refused.
    pub(crate) fn along(
        &self,
        scale: &[String],
        direction: Option<Direction>,
        words: &str,
    ) -> Parsed<Option<Comparison>> {
        let is_upper = matches!(self.op, Some(Comparison::AtMost | Comparison::LessThan));
        if scale.is_empty() || !self.by_height || !is_upper || direction != Some(Direction::Lower) {
            return Ok(self.op);
        }
        let letters = self.grade.chars().filter(|c| c.is_alphabetic()).count();
        let counts = |c: char| c.is_numeric() || "一二三四五甲乙丙丁戊".contains(c);
        let is_mark = (self.grade.is_ascii() && letters < 2) || self.grade.contains(counts);
        if self.is_behind && is_mark {
            return Err(Fault::firm(words, Reason::Ambiguous));
        }
        Ok(self.op.map(Comparison::turned))
    }
}

impl Reader<'_> {
    /// Whether what is measured is a place in an grade, of which the first is the best.
    pub(crate) fn is_place(&self) -> bool {
        self.context.direction == Some(Direction::Lower) && counts_places(self.context.unit, true)
    }

    /// How a place is to stand to the one that is named. Nobody asks for a worse one; what is more than so many speaks of the
    /// number, and may be a slip.
    pub(crate) fn place_asked(&self, op: Comparison, words: &str) -> Parsed<Comparison> {
        let is_worse = self.is_place() && matches!(op, Comparison::AtLeast | Comparison::MoreThan);
        match is_worse {
            false => Ok(op),
            true if speaks_of_height(words) => Ok(op.turned()),
            true => Err(Fault::at(words.len(), Reason::AgainstDirection)),
        }
    }

    /// The verb with the way in which the figure goes.
    pub(crate) fn towards(&self, verb: Verb, said: &Statement) -> Parsed<Verb> {
        if self.may_be_of_a_fall(verb) {
            return Err(Fault::at(said.rest, Reason::Ambiguous));
        }
        // Improve to 50%: the result is named, whichever way leads to it.
        let names_result =
            verb.to && said.start.is_none() && self.context.direction == Some(Direction::OnTarget);
        let is_turned = !names_result && self.is_turned(verb.nature.axis(), said.rest)?;
        Ok(if is_turned { Verb { way: verb.way.turned(), ..verb } } else { verb })
    }

    /// A rate that narrowed to 3 % may be that of a fall, and what contracted to 3 % a growth that is less or one below nothing.
    fn may_be_of_a_fall(&self, verb: Verb) -> bool {
        let leaves_it_open = verb.nature == Nature::Gap || (verb.nature == Nature::Size && verb.to);
        self.context.measure == Measure::Rate && leaves_it_open
    }

    /// How the figure must stand where a word says how that which it speaks of does.
    pub(crate) fn along(&self, axis: Axis, op: Comparison, rest: usize) -> Parsed<Comparison> {
        Ok(if self.is_turned(axis, rest)? { op.turned() } else { op })
    }

    /// Whether more of what a word speaks of is less of the figure.
    pub(crate) fn is_turned(&self, axis: Axis, rest: usize) -> Parsed<bool> {
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
