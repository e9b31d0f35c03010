//! What one clause of a target asks of the indicator. It does not know how the clauses go together.

use super::Target;
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion},
    indicator::{Direction, Measure},
    reading::{
        beside::of_year::ChangeBefore,
        names::subject,
        reports::report::without_mean,
        reworded::spelled::spelled_out,
        statements::{
            clause::{Form, clause},
            grade,
            place::place,
            rank,
            sense::{Figures, Sense},
            statement::Statement,
            together::date_within_period,
        },
        times::held::without_course,
        wording::{
            fault::{Fault, Parsed, Reason},
            verbs::{Axis, Way},
        },
    },
};

impl Target<'_> {
    pub(super) fn condition(&mut self, words: &str, clause_end: usize) -> Parsed<Criterion> {
        let fault = |fault: Fault| fault.within(words.len());
        // 90% ongoing; of what is counted it would be those that are under way.
        let is_share = self.reader.yardstick.unit.is_fraction();
        let asked = if is_share { without_course(words) } else { words };
        let clause_end = clause_end - (words.len() - asked.len());
        let words = asked;
        let spelled = spelled_out(words);
        // Average of 30 days or less: the state that is asked for is the mean of several.
        let bare = if self.measure() == Measure::Level { without_mean(&spelled) } else { &spelled };
        let criterion = self.of_words(bare, clause_end).map_err(fault)?;
        self.mark(&criterion);
        self.change = match &criterion.condition {
            Condition::Change { op, by, by_unit, from, to_value: None, .. } => {
                let is_strict = matches!(op, Comparison::MoreThan | Comparison::LessThan);
                let is_of_nothing = by.is_zero();
                Some(ChangeBefore {
                    from: from.clone(),
                    by: *by,
                    by_unit: *by_unit,
                    is_of_nothing,
                    may_be_none: is_of_nothing && !is_strict,
                })
            }
            _ => None,
        };
        self.compared_with = match &criterion.condition {
            Condition::Relative { to, .. } => Some(to.clone()),
            _ => None,
        };
        Ok(criterion)
    }

    /// Keeps what the clauses behind must know of this one.
    fn mark(&mut self, criterion: &Criterion) {
        use Comparison::{LessThan, MoreThan};
        let is_amount = matches!(self.measure(), Measure::Flow | Measure::Level)
            && !self.reader.yardstick.unit.is_fraction();
        let seen = &mut self.seen;
        criterion.visit(&mut |condition| match condition {
            Condition::Threshold { op, .. } => seen.before.strict = matches!(op, MoreThan | LessThan),
            Condition::Change { op, by_unit, .. } => {
                seen.before.strict = matches!(op, MoreThan | LessThan);
                seen.held.growth_of_amount |= is_amount && *by_unit == ChangeUnit::Percent;
            }
            Condition::Relative { op, offset, .. } => {
                seen.before.strict = matches!(op, MoreThan | LessThan);
                seen.held.compared |= offset.is_zero();
            }
            _ => {}
        });
    }

    /// Whether a number is the average of several years: the other limit of one that is (年均增长5%以上、不高于8%) is of the same
    /// average, unless it is a statement of its own.
    fn is_averaged(&mut self, said: &Statement) -> Parsed<bool> {
        let goes_on = said.verb.is_none() && !said.year;
        let average = said.average || (self.seen.before.averaged && goes_on);
        if self.seen.numbers > 0 && average != self.seen.before.averaged {
            return Err(Fault::at(said.rest, Reason::TwoNumbers));
        }
        self.seen.before.averaged = average;
        Ok(average)
    }

    /// Two shares of one figure are shares of the same whole: not at least 20% of men and no more than 60% of women.
    fn is_of_one_whole(&mut self, words: &str) -> Parsed<()> {
        let whole = ["% of ", "percent of ", "per cent of "].iter().find_map(|of| words.split_once(of));
        let Some((_, whole)) = whole else { return Ok(()) };
        let plain = ["all ", "the ", "total ", "eligible "];
        let whole = plain.iter().fold(whole.trim(), |whole, word| whole.strip_prefix(word).unwrap_or(whole));
        if self.whole.as_ref().is_some_and(|before| before != whole) {
            return Err(Fault::firm(words, Reason::TwoNumbers));
        }
        self.whole = Some(whole.to_owned());
        Ok(())
    }

    /// A grade or better, or a place among so many.
    fn grade(&mut self, words: &str, clause_end: usize) -> Parsed<Criterion> {
        let mut input = words;
        if let Ok(rank) = self.rank(words, clause_end) {
            return Ok(rank.into());
        }
        let (scale, direction) = (self.reader.context.scale, self.direction());
        let said = grade::grade(&mut input, scale)
            .map_err(|fault| if fault.firm { fault } else { Fault::at(fault.rest, Reason::NeedsGrade) })?;
        let op = said.along(scale, direction, words)?.unwrap_or(Comparison::AtLeast);
        if matches!(op, Comparison::AtMost | Comparison::LessThan) && !scale.is_empty() {
            // No better than a grade is no aim; of the classes of water it is read as it stands.
            return Err(Fault::firm(words, Reason::AgainstDirection));
        }
        Ok(Condition::Grade { op, grade: said.grade }.into())
    }

    fn of_words(&mut self, words: &str, clause_end: usize) -> Parsed<Criterion> {
        if self.measure() == Measure::Grade {
            return self.grade(words, clause_end);
        }
        if self.measure() == Measure::Group {
            return Err(Fault::soft(words));
        }
        let ranked = rank::behind_move(subject::behind_growth(words, self.reader));
        if let Ok(rank) = self.rank(ranked, clause_end) {
            return Ok(rank.into());
        }
        if let Some(rank) = place(words, self.reader) {
            let among = String::new();
            return Ok(Condition::Rank { op: Comparison::AtMost, rank, among }.into());
        }
        if let Some(date) = date_within_period(words) {
            return Err(Fault::at(date, Reason::DatedWithinPeriod));
        }
        // A name behind a condition may be that of another indicator.
        let is_first = self.seen.conditions == 0;
        let form = if is_first {
            subject::clause_with_name(words, self.reader)?
        } else {
            clause(words, self.reader.yardstick)?
        };
        self.seen.conditions += 1;
        match form {
            Form::Statement(mut said) => {
                self.is_of_one_whole(words)?;
                said.over_years |= self.seen.over_years;
                said.until |= self.seen.until;
                if let Some(op) = said.op.filter(|_| said.limit_axis == Axis::Figure) {
                    said.op = Some(self.reader.place_asked(op, words)?);
                }
                self.statement(&said, clause_end)
            }
            Form::Sign { op, about, is_growth, like_for_like } => {
                let condition = self.sign(op, about, is_growth, words)?;
                Ok(Criterion { like_for_like, ..condition.into() })
            }
            Form::Against { of_growth: true, .. } if !self.is_growth_rate() => {
                Err(Fault::firm(words, Reason::Ambiguous))
            }
            Form::Against { op, axis: Axis::Figure, .. } if self.names_the_worse_side(op, words) => {
                Err(Fault::firm(words, Reason::Ambiguous))
            }
            Form::Relative { op: Some(op), axis: Axis::Figure, .. } if self.asks_as_much(op, words) => {
                Err(Fault::firm(words, Reason::Ambiguous))
            }
            Form::Against { op: Comparison::Equal, .. } if self.reader.context.is_reduction => {
                Err(Fault::firm(words, Reason::Ambiguous))
            }
            Form::Against { moved: true, op, axis, rest, .. }
                if !self.may_move(self.reader.along(axis, op, words.len())?) =>
            {
                Err(Fault::at(rest, Reason::Ambiguous))
            }
            Form::Against { ceiling: true, rest, .. } if self.direction() == Some(Direction::Higher) => {
                Err(Fault::at(rest, Reason::AgainstDirection))
            }
            Form::Against { op, axis, baseline, offset: None, rest, .. } => {
                // 保持上年水平: what is better than it keeps it as well.
                let op = if op == Comparison::Equal {
                    self.by_direction(rest)?
                } else {
                    self.against_name(axis, op, words)?
                };
                Ok(self.change_of_nothing(op, false, baseline.from, self.own_change_unit(), words)?.into())
            }
            Form::Against { op, axis, baseline, offset: Some((offset, limit)), rest, .. } => {
                let op = self.reader.along(axis, op, words.len())?;
                self.offset_from(op, baseline.from, &offset, limit, rest, clause_end).map(Criterion::from)
            }
            Form::Doubled { percent, baseline, year, .. } => {
                if year {
                    self.year_seen(words)?;
                }
                self.doubling(percent, baseline, year, words)
            }
            Form::OfLevel { percent, baseline, op, about } => {
                self.of_level(percent, baseline, (op, about), words)
            }
            Form::Relative { of_growth: true, rest, .. } if !self.reader.yardstick.unit.is_fraction() => {
                Err(Fault::at(rest, Reason::AmountAgainstGrowth))
            }
            Form::Relative { op, axis, way, offset, to, rest, .. } => {
                let (op, way) = match offset {
                    // By at least so much: the limit is of the offset, which goes the way of the word.
                    Some(_) if self.reader.is_turned(axis, words.len())? => (op, way.map(Way::turned)),
                    Some(_) => (op, way),
                    None => (op.map(|op| self.against_name(axis, op, words)).transpose()?, way),
                };
                self.relative(op, way, offset.as_ref(), to, rest, clause_end).map(Criterion::from)
            }
            Form::Share { .. } => Err(Fault::firm(words, Reason::PercentOfWhat)),
        }
    }

    /// Whether a bracket of English behind the figure that is asked says no more than by what change it is reached: 513 Mt (30%
    /// below 2005 levels). One with a limit of its own asks for itself.
    pub(super) fn explains_the_figure(&mut self, note: &str, clause_end: usize) -> bool {
        const LIMITS: [&str; 6] = ["at least", "at most", "minimum", "maximum", " or ", " and "];
        let is_sole = self.seen.numbers == 1 && self.seen.conditions == 1;
        // More than 5% up; 5% more than 2018-19 has none.
        let lead = note.find(|c: char| c.is_ascii_digit()).and_then(|at| note.get(..at)).unwrap_or(note);
        let is_limited = LIMITS.iter().any(|limit| note.contains(limit))
            || ["more than", "less than"].iter().any(|limit| lead.contains(limit));
        if !is_sole || !note.is_ascii() || is_limited {
            return false;
        }
        let (seen, unit_read, change) = (self.seen, self.unit_read.clone(), self.change.clone());
        let read = self.condition(note, clause_end);
        let has_limit = self.seen.limits > seen.limits;
        (self.seen, self.unit_read, self.change) = (seen, unit_read, change);
        let is_change = read.is_ok_and(|read| match read.condition {
            Condition::Change { by, to_value: None, about: false, average_per_year: false, .. } => {
                !by.is_zero()
            }
            _ => false,
        });
        is_change && !has_limit
    }

    /// At least the same, of what is to be low: as good, or as high?
    fn asks_as_much(&self, op: Comparison, words: &str) -> bool {
        op == Comparison::AtLeast
            && self.direction() == Some(Direction::Lower)
            && (words.contains("same as ") || words.starts_with("at least equal to "))
    }

    /// The same, and at or above last year, which may be a slip.
    fn names_the_worse_side(&self, op: Comparison, words: &str) -> bool {
        let is_either = words.is_ascii() && words.contains(" or ");
        self.asks_as_much(op, words) || (is_either && self.is_against_direction(op))
    }

    /// How the figure must stand to another one, which the words name.
    fn against_name(&self, axis: Axis, op: Comparison, words: &str) -> Parsed<Comparison> {
        match axis {
            Axis::Figure => self.reader.place_asked(op, words),
            Axis::Worth | Axis::Pace => self.reader.along(axis, op, words.len()),
        }
    }

    fn statement(&mut self, said: &Statement, clause_end: usize) -> Parsed<Criterion> {
        let fault = |reason| Fault::at(said.rest, reason);
        if said.year {
            self.year_seen("")?;
        }
        let sense = self.reader.sense(said)?;
        if let Sense::Change { by_unit, .. } = sense
            && said.is_growth_reaching(by_unit)
            && let Some((growth, amount)) = said.growth_and_amount()
        {
            let of = vec![self.statement(&growth, clause_end)?, self.statement(&amount, clause_end)?];
            return Ok(Condition::All { of }.into());
        }
        if self.reader.may_be_year(said, self.text, clause_end) {
            return Err(fault(Reason::Ambiguous));
        }
        if said.near || said.close {
            return Err(fault(Reason::NearTarget));
        }
        self.seen.cumulative |= said.is_of_years_together();
        self.seen.limits += usize::from(said.op.is_some());
        let higher = self.direction() == Some(Direction::Higher);
        let is_share = self.reader.yardstick.unit.is_fraction();
        if said.is_cap && is_share && self.direction() == Some(Direction::OnTarget) {
            // Within 2%: at most, or that far on either side?
            return Err(fault(Reason::Ambiguous));
        }
        let is_ceiling = said.is_cap || (said.ceiling && said.op.is_none());
        // 增速控制在3%: a noun of growth does not make a floor of it.
        let is_kept_small =
            said.verb.is_some_and(|verb| verb.way == Way::Up) && said.ceiling && said.op.is_none();
        if is_ceiling && higher && (said.verb.is_none() || is_kept_small) {
            return Err(fault(Reason::AgainstDirection));
        }
        if said.or_better && self.direction() == Some(Direction::OnTarget) {
            return Err(fault(Reason::DirectionMissing));
        }
        // The unit of the figure itself goes before that of its change.
        let is_figure = matches!(sense, Sense::Value { .. });
        if is_figure && self.seen.numbers == 0 {
            self.unit_read = None;
        }
        if is_figure || (self.unit_read.is_none() && self.seen.numbers == 0) {
            self.note_unit(said.result.as_ref().unwrap_or(said.span.last()), clause_end);
        }
        let average_per_year = if is_figure { self.is_averaged(said)? } else { said.average };
        let like_for_like = said.like_for_like
            || (is_figure && self.seen.numbers > 0 && self.seen.before.like_for_like && said.verb.is_none());
        self.seen.before.like_for_like = is_figure && like_for_like;
        let condition = match sense {
            Sense::Value { figures: Figures::One(value), op } => {
                self.seen.numbers += 1;
                self.seen.bare_numbers += usize::from(op.is_none());
                if self.seen.numbers > 1 && self.seen.bare_numbers > 0 {
                    return Err(fault(Reason::TwoNumbers));
                }
                let op = match op {
                    Some(op) => op,
                    None => self.by_direction(said.rest)?,
                };
                let is_strict = matches!(op, Comparison::MoreThan | Comparison::LessThan);
                let is_exact = op == Comparison::Equal && said.op.is_some();
                if said.about && (is_strict || is_exact) {
                    return Err(fault(Reason::AboutAndStrict));
                }
                Condition::Threshold { op, value, about: said.about, average_per_year }
            }
            Sense::Value { figures: Figures::Two(low, high), .. } => {
                if said.or_better {
                    return Err(fault(Reason::Contradiction));
                }
                let binds_twice = matches!(self.direction(), Some(Direction::OnTarget) | None);
                if low.is_negative() && low.negated() == high && !binds_twice {
                    // -5% to 5%, of what is to be low: as far from nothing on either side.
                    return Err(fault(Reason::Ambiguous));
                }
                Condition::Range { low, high, about: said.about, average_per_year }
            }
            Sense::Change { by, by_unit, op, from, to_value, way } => {
                let op = match op {
                    Some(op) => op,
                    None if way == Way::Down => match self.direction() {
                        Some(Direction::Lower) => Comparison::AtMost,
                        Some(Direction::OnTarget) => Comparison::Equal,
                        Some(Direction::Higher) | None => return Err(fault(Reason::AgainstDirection)),
                    },
                    None => self.by_direction(said.rest)?,
                };
                let is_strict = matches!(op, Comparison::MoreThan | Comparison::LessThan);
                if said.about && (is_strict || said.op == Some(Comparison::Equal)) {
                    return Err(fault(Reason::AboutAndStrict));
                }
                Condition::Change { op, by, by_unit, from, to_value, about: said.about, average_per_year }
            }
        };
        Ok(Criterion { like_for_like, ..condition.into() })
    }
}
