//! Target phrases into criteria: what each clause asks of the indicator, and how the clauses go together.

use super::{
    Context, Refusal, TargetReading,
    amount::{Amount, Yardstick, exact_quotient},
    clause::{Form, clause},
    day,
    fault::{Fault, Parsed, Reason},
    lexicon, order,
    phrase::{Part, parts},
    reference::year_named,
    sense::{Figures, Reader, Role, Sense},
    statement::Statement,
    text::Text,
    words::Way,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    quantity::Exact,
    unit::Base,
};

/// Reads a target phrase.
pub(super) fn read(phrase: &str, context: &Context<'_>) -> Result<TargetReading, Refusal> {
    let text = Text::new(phrase).map_err(|(position, fault)| fault.refusal_at(position, ""))?;
    let unit = Text::new(context.unit).map_or_else(|_| String::new(), |unit| unit.plain);
    let yardstick = Yardstick::new(unit);
    let reader = Reader { context, yardstick: &yardstick, role: Role::Target };
    Target { text: &text, reader: &reader, unit_read: None, years: 0 }.read()
}

struct Target<'a> {
    text: &'a Text<'a>,
    reader: &'a Reader<'a>,
    unit_read: Option<String>,
    /// How many clauses name the year they are for.
    years: usize,
}

/// What a clause is among the others.
enum Piece {
    Condition(Criterion),
    Aspiration(String),
    LikeForLike,
    Nothing,
}

impl Target<'_> {
    fn read(mut self) -> Result<TargetReading, Refusal> {
        let plain = self.text.plain.as_str();
        let whole = |fault: Fault| fault.refusal(self.text, plain.len());
        if plain.is_empty() {
            if self.measure() == Measure::Group {
                return Ok(self.reading(Condition::Qualitative.into()));
            }
            return Err(whole(Fault::firm("", Reason::Empty)));
        }
        if let Some(known) = self.known(plain).map_err(whole)? {
            return Ok(self.reading(known));
        }
        if self.measure() == Measure::Milestone {
            let condition = self.milestone(plain).map_err(whole)?;
            return Ok(self.reading(condition.into()));
        }
        let parts = match parts(plain) {
            Ok(parts) => parts,
            Err(offset) => return Err(whole(Fault::at(plain.len() - offset, Reason::NotUnderstood))),
        };
        let mut criteria: Vec<Criterion> = Vec::new();
        let mut aspirations: Vec<String> = Vec::new();
        let mut like_for_like = false;
        for part in &parts {
            let words = plain.get(part.span.clone()).unwrap_or("");
            let role = self
                .part(part, words, !criteria.is_empty())
                .map_err(|fault| fault.refusal(self.text, part.span.end))?;
            match role {
                Piece::Condition(criterion) => {
                    if let Some(reason) = clash(&criteria, &criterion) {
                        return Err(Fault::at(words.len(), reason).refusal(self.text, part.span.end));
                    }
                    criteria.push(criterion);
                }
                Piece::Aspiration(words) => aspirations.push(words),
                Piece::LikeForLike => like_for_like = true,
                Piece::Nothing => {}
            }
        }
        let Some(first) = criteria.pop() else {
            return Err(whole(Fault::at(plain.len(), Reason::NotUnderstood)));
        };
        let mut criterion = if criteria.is_empty() {
            first
        } else {
            criteria.push(first);
            Criterion::from(Condition::All { of: criteria })
        };
        criterion.like_for_like |= like_for_like;
        if !aspirations.is_empty() {
            criterion.aspiration = Some(aspirations.join("、"));
        }
        Ok(self.reading(criterion))
    }

    const fn measure(&self) -> Measure {
        self.reader.context.measure
    }

    fn reading(&mut self, criterion: Criterion) -> TargetReading {
        TargetReading { criterion, unit_read: self.unit_read.take() }
    }

    /// A phrase that is known as a whole.
    fn known(&self, plain: &str) -> Parsed<Option<Criterion>> {
        if let Some(issuer) = lexicon::not_issued(plain) {
            return Ok(Some(Condition::NotIssued { as_issued_by: issuer.map(str::to_owned) }.into()));
        }
        if lexicon::deferred(plain) {
            return Ok(Some(Condition::Deferred { as_issued_by: None }.into()));
        }
        if matches!(plain, "n/a" | "na" | "n.a." | "not applicable" | "不适用" | "无") {
            return Err(Fault::firm(plain, Reason::NotApplicable));
        }
        if self.measure() != Measure::Milestone && lexicon::qualitative(plain) {
            return Ok(Some(Condition::Qualitative.into()));
        }
        Ok(None)
    }

    fn milestone(&self, plain: &str) -> Parsed<Condition> {
        if !plain.chars().any(char::is_alphabetic) {
            return Err(Fault::firm(plain, Reason::NoNumberForMilestone));
        }
        let by = day::by(plain)?;
        Ok(Condition::Milestone { by, what: self.text.as_given(0..plain.len()) })
    }

    fn part(&mut self, part: &Part, words: &str, after_condition: bool) -> Parsed<Piece> {
        if part.is_note {
            if lexicon::idle_note(words) {
                return Ok(Piece::Nothing);
            }
            if lexicon::like_for_like_note(words) {
                return Ok(Piece::LikeForLike);
            }
        }
        let mut year = words;
        if !part.is_note && year_named(&mut year) && matches!(year, "" | ":") {
            self.year_seen(words)?;
            return Ok(Piece::Nothing);
        }
        if after_condition && lexicon::aspiration(words) {
            return Ok(Piece::Aspiration(self.text.as_given(part.span.clone())));
        }
        let skipped = linking_words(words);
        let clause_words = words.get(skipped..).unwrap_or("");
        if after_condition && lexicon::qualitative(clause_words) {
            return Err(Fault::at(clause_words.len(), Reason::NotUnderstood));
        }
        let stretch = after_condition
            && ["力争", "争取", "努力实现", "奋斗目标"].iter().any(|lead| clause_words.starts_with(lead));
        let end = part.span.end;
        if let Some(offset) = split_at_and(clause_words) {
            // "at least 5% and not below GDP growth": two clauses without a separator.
            let (first, second) = clause_words.split_at_checked(offset).unwrap_or((clause_words, ""));
            let one =
                self.condition(first.trim_end(), end - second.len() - (first.len() - first.trim_end().len()));
            let joined = second.trim_start_matches(' ');
            let after = joined
                .trim_start_matches("and")
                .trim_start_matches("但")
                .trim_start_matches("且")
                .trim_start();
            let two = self.condition(after, end);
            if let (Ok(one), Ok(two)) = (one, two) {
                if let Some(reason) = clash(std::slice::from_ref(&one), &two) {
                    return Err(Fault::at(after.len(), reason));
                }
                return Ok(Piece::Condition(Condition::All { of: vec![one, two] }.into()));
            }
        }
        let is_statement = Statement::parse(&mut &*clause_words, self.reader.yardstick).is_ok();
        if stretch && is_statement {
            return Ok(Piece::Aspiration(self.text.as_given(part.span.clone())));
        }
        Ok(Piece::Condition(self.condition(clause_words, end)?))
    }

    fn condition(&mut self, words: &str, clause_end: usize) -> Parsed<Criterion> {
        if self.measure() == Measure::Grade {
            let mut input = words;
            if let Ok(rank) = self.rank(words, clause_end) {
                return Ok(rank.into());
            }
            let said = order::grade(&mut input).map_err(|fault| {
                if fault.firm { fault } else { Fault::at(fault.rest, Reason::NeedsGrade) }
            })?;
            let op = said.op.unwrap_or(Comparison::AtLeast);
            return Ok(Condition::Grade { op, grade: said.grade }.into());
        }
        if self.measure() == Measure::Group {
            return Err(Fault::soft(words));
        }
        if let Ok(rank) = self.rank(words, clause_end) {
            return Ok(rank.into());
        }
        if let Some(date) = date_within_period(words) {
            return Err(Fault::at(date, Reason::DatedWithinPeriod));
        }
        let form = clause(words, self.reader.yardstick)?;
        match form {
            Form::Statement(said) => self.statement(&said, clause_end),
            Form::Sign { op, about, is_growth, like_for_like } => {
                let condition = self.sign(op, about, is_growth, words)?;
                Ok(Criterion { condition, aspiration: None, like_for_like })
            }
            Form::Against { op, baseline, offset: None, .. } => {
                Ok(self.change_of_nothing(op, false, baseline.from, self.own_change_unit(), words)?.into())
            }
            Form::Against { op, baseline, offset: Some((offset, limit)), rest } => {
                self.offset_from(op, baseline.from, &offset, limit, rest, clause_end).map(Criterion::from)
            }
            Form::Doubled { percent, baseline } => {
                let is_amount = matches!(self.measure(), Measure::Flow | Measure::Level)
                    && !self.reader.yardstick.unit.is_fraction();
                if !is_amount || self.direction() != Some(Direction::Higher) {
                    return Err(Fault::firm(words, Reason::Ambiguous));
                }
                let from = baseline.map_or_else(|| PREVIOUS_PERIOD.to_owned(), |baseline| baseline.from);
                Ok(Condition::Change {
                    op: Comparison::AtLeast,
                    by: percent,
                    by_unit: ChangeUnit::Percent,
                    from,
                    to_value: None,
                    about: false,
                    average_per_year: false,
                }
                .into())
            }
            Form::Relative { op, way, offset, to, rest } => {
                self.relative(op, way, offset.as_ref(), to, rest, clause_end).map(Criterion::from)
            }
            Form::Share { .. } => Err(Fault::firm(words, Reason::PercentOfWhat)),
        }
    }

    const fn direction(&self) -> Option<Direction> {
        self.reader.context.direction
    }

    /// The comparison that a number without one has, by the direction.
    fn by_direction(&self, rest: usize) -> Parsed<Comparison> {
        match self.direction() {
            Some(Direction::Higher) => Ok(Comparison::AtLeast),
            Some(Direction::Lower) => Ok(Comparison::AtMost),
            Some(Direction::OnTarget) => Ok(Comparison::Equal),
            None => Err(Fault::at(rest, Reason::DirectionMissing)),
        }
    }

    fn own_change_unit(&self) -> ChangeUnit {
        if self.reader.yardstick.unit.is_fraction() { ChangeUnit::Points } else { ChangeUnit::Amount }
    }

    fn note_unit(&mut self, amount: &Amount, clause_end: usize) {
        if let Some((from, to)) = amount.unit_span {
            let words = self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to));
            self.unit_read = Some(words).filter(|words| !words.is_empty());
        }
    }

    /// Two years are two targets, of which a criterion can hold one.
    fn year_seen(&mut self, words: &str) -> Parsed<()> {
        self.years += 1;
        if self.years > 1 { Err(Fault::firm(words, Reason::TwoNumbers)) } else { Ok(()) }
    }

    fn statement(&mut self, said: &Statement, clause_end: usize) -> Parsed<Criterion> {
        let fault = |reason| Fault::at(said.rest, reason);
        if said.year {
            self.year_seen("")?;
        }
        let sense = self.reader.sense(said)?;
        if said.near {
            return Err(fault(Reason::NearTarget));
        }
        let higher = self.direction() == Some(Direction::Higher);
        let is_ceiling = said.is_cap || (said.ceiling && said.op.is_none());
        if is_ceiling && higher && said.verb.is_none() {
            return Err(fault(Reason::AgainstDirection));
        }
        if said.or_better && self.direction() == Some(Direction::OnTarget) {
            return Err(fault(Reason::DirectionMissing));
        }
        // The unit of the figure itself goes before that of its change.
        if matches!(sense, Sense::Value { .. }) || self.unit_read.is_none() {
            self.note_unit(said.span.last(), clause_end);
        }
        let condition = match sense {
            Sense::Value { figures: Figures::One(value), op } => {
                let op = match op {
                    Some(op) => op,
                    None => self.by_direction(said.rest)?,
                };
                let is_strict = matches!(op, Comparison::MoreThan | Comparison::LessThan);
                let is_exact = op == Comparison::Equal && said.op.is_some();
                if said.about && (is_strict || is_exact) {
                    return Err(fault(Reason::AboutAndStrict));
                }
                Condition::Threshold { op, value, about: said.about, average_per_year: said.average }
            }
            Sense::Value { figures: Figures::Two(low, high), .. } => {
                if said.or_better {
                    return Err(fault(Reason::Contradiction));
                }
                Condition::Range { low, high, about: said.about, average_per_year: said.average }
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
                Condition::Change {
                    op,
                    by,
                    by_unit,
                    from,
                    to_value,
                    about: said.about,
                    average_per_year: said.average,
                }
            }
        };
        Ok(Criterion { condition, aspiration: None, like_for_like: said.like_for_like })
    }

    fn sign(&self, op: Comparison, about: bool, is_growth: bool, words: &str) -> Parsed<Condition> {
        let own_share = self.reader.yardstick.unit.is_fraction();
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

    fn change_of_nothing(
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
    fn offset_from(
        &mut self,
        op: Comparison,
        from: String,
        offset: &Amount,
        limit: Option<Comparison>,
        rest: usize,
        clause_end: usize,
    ) -> Parsed<Condition> {
        let way = if op == Comparison::MoreThan { Way::Up } else { Way::Down };
        let (by, op) = self.signed_offset(way, limit, offset, rest)?;
        self.note_unit(offset, clause_end);
        let by_unit = self.own_change_unit();
        Ok(Condition::Change { op, by, by_unit, from, to_value: None, about: false, average_per_year: false })
    }

    /// An offset in the unit with its sign, and how the outcome must stand to it.
    fn signed_offset(
        &self,
        way: Way,
        limit: Option<Comparison>,
        offset: &Amount,
        rest: usize,
    ) -> Parsed<(Exact, Comparison)> {
        let fault = |reason| Fault::at(rest, reason);
        if offset.signed || offset.surplus || offset.about {
            return Err(fault(Reason::SignAndVerb));
        }
        let unit = &self.reader.yardstick.unit;
        let magnitude = match (&offset.unit.base, unit.is_fraction()) {
            (Base::Points, true) => {
                offset.number.times(offset.unit.scale).and_then(|n| exact_quotient(n, unit.scale))
            }
            (Base::Fraction, _) => return Err(fault(Reason::PercentOrPoints)),
            (Base::None, true) if offset.multiplier.is_none() => return Err(fault(Reason::PercentOrPoints)),
            _ => Some(self.reader.yardstick.in_unit(offset)?),
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

    fn relative(
        &mut self,
        op: Option<Comparison>,
        way: Option<Way>,
        offset: Option<&Amount>,
        to: (usize, usize),
        rest: usize,
        clause_end: usize,
    ) -> Parsed<Condition> {
        let to = self.text.as_given(clause_end.saturating_sub(to.0)..clause_end.saturating_sub(to.1));
        match (offset, way) {
            (Some(offset), Some(way)) => {
                let (offset_value, op) = self.signed_offset(way, op, offset, rest)?;
                self.note_unit(offset, clause_end);
                Ok(Condition::Relative { op, offset: offset_value, to, code: None })
            }
            _ => {
                let op = op.ok_or_else(|| Fault::at(rest, Reason::Ambiguous))?;
                Ok(Condition::Relative { op, offset: Exact::ZERO, to, code: None })
            }
        }
    }

    fn rank(&self, words: &str, clause_end: usize) -> Parsed<Condition> {
        let mut input = words;
        let said = order::rank(&mut input)?;
        let among = said.among.map_or_else(String::new, |(from, to)| {
            self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to))
        });
        Ok(Condition::Rank { op: Comparison::AtMost, rank: said.rank, among })
    }
}

/// Words that join a clause to the one before; their length.
fn linking_words(words: &str) -> usize {
    let leads = ["并且", "同时", "并", "且", "and ", "but ", "while ", "其中"];
    let lead = leads.iter().filter(|lead| **lead != "其中").find(|lead| words.starts_with(**lead));
    lead.map_or(0, |lead| lead.len())
}

/// Where a clause without a separator goes on with another one.
fn split_at_and(words: &str) -> Option<usize> {
    if words.contains("between") || words.contains("介于") {
        return None;
    }
    words.find(" and ").or_else(|| words.find('且')).or_else(|| words.find('但'))
}

/// Bytes left from a month or a day within the year, where the clause names one.
fn date_within_period(words: &str) -> Option<usize> {
    let month = words.char_indices().find(|(offset, c)| {
        *c == '月'
            && words.get(..*offset).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    });
    if let Some((offset, _)) = month {
        return Some(words.len() - offset);
    }
    ["上半年", "下半年", "一季度", "二季度", "三季度", "四季度"]
        .iter()
        .find_map(|word| words.find(word))
        .map(|offset| words.len() - offset)
}

/// Why a criterion cannot stand beside those before it.
fn clash(before: &[Criterion], next: &Criterion) -> Option<Reason> {
    before.iter().find_map(|one| clash_of(&one.condition, &next.condition))
}

fn clash_of(one: &Condition, other: &Condition) -> Option<Reason> {
    use Comparison::{AtLeast, AtMost, Equal, LessThan, MoreThan};
    match (one, other) {
        (
            Condition::Threshold { op: first, value: low, .. },
            Condition::Threshold { op: second, value: high, .. },
        ) => {
            let (lower, upper) = match (first, second) {
                (AtLeast | MoreThan, AtMost | LessThan) => (low, high),
                (AtMost | LessThan, AtLeast | MoreThan) => (high, low),
                _ => return Some(Reason::TwoNumbers),
            };
            (lower >= upper).then_some(Reason::Contradiction)
        }
        (Condition::Threshold { .. } | Condition::Range { .. }, Condition::Range { .. })
        | (Condition::Range { .. }, Condition::Threshold { .. }) => Some(Reason::TwoNumbers),
        (
            Condition::Change { by_unit: one, from, .. },
            Condition::Change { by_unit: other, from: other_from, .. },
        ) => (one == other && from == other_from).then_some(Reason::TwoNumbers),
        (Condition::Relative { op: one, to, .. }, Condition::Relative { op: other, to: other_to, .. }) => {
            (to == other_to && (one == other || *one == Equal || *other == Equal))
                .then_some(Reason::Contradiction)
        }
        (Condition::Grade { .. }, Condition::Grade { .. })
        | (Condition::Rank { .. }, Condition::Rank { .. }) => Some(Reason::TwoNumbers),
        (Condition::All { of }, other) => of.iter().find_map(|one| clash_of(&one.condition, other)),
        (one, Condition::All { of }) => of.iter().find_map(|other| clash_of(one, &other.condition)),
        _ => None,
    }
}
