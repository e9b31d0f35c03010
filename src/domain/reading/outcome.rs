//! Outcome phrases into values: what was reported, and what is declared beside it.

use super::{
    Context, OutcomeReading, Refusal,
    amount::{Amount, Yardstick},
    clause::{Form, clause},
    fault::{Fault, Parsed, Reason},
    lexicon::{self, Said},
    number::exact_product,
    order,
    phrase::parts,
    reference::year_note,
    scan::starts_with_word,
    sense::{Figures, Reader, Role, Sense},
    signs::moved,
    statement::Statement,
    text::{Text, is_taken},
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison, PREVIOUS_PERIOD},
    indicator::{Direction, Measure},
    quantity::Exact,
    value::{Change, Declaration, Figure, Value},
};

/// Reads an outcome phrase.
pub(super) fn read(phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Refusal> {
    // Most that is reported is a bare number, which needs no grammar.
    if let Some(value) = bare(phrase, context) {
        let figure = Figure::Number { value, approximate: false };
        return Ok(OutcomeReading { value: figure.into(), unit_read: None });
    }
    read_words(phrase, context)
}

/// The number that a phrase is, where it is nothing else and every indicator of its kind takes it as it stands.
fn bare(phrase: &str, context: &Context<'_>) -> Option<Exact> {
    const LONGEST: usize = 15;
    match context.measure {
        Measure::Flow | Measure::Level | Measure::Rate | Measure::Ratio => {}
        Measure::Index | Measure::Grade | Measure::Milestone | Measure::Group => return None,
    }
    let is_padded = phrase.len() > 1 && phrase.starts_with('0') && !phrase.starts_with("0.");
    if phrase.len() > LONGEST || is_padded || !phrase.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // A unit that cannot be read is refused, whatever is reported in it.
    is_taken(context.unit).then(|| Exact::parse(phrase).ok()).flatten()
}

/// Reads an outcome phrase by the grammar.
pub(super) fn read_words(phrase: &str, context: &Context<'_>) -> Result<OutcomeReading, Refusal> {
    let text = Text::new(phrase).map_err(|(position, fault)| fault.refusal_at(position, ""))?;
    let unit = Text::new(context.unit).map_err(|(_, fault)| fault.refusal_at(0, ""))?;
    let yardstick = Yardstick::new(unit.plain, text.is_traditional || unit.is_traditional);
    let reader = Reader { context, yardstick: &yardstick, role: Role::Outcome };
    Outcome { text: &text, reader: &reader, unit_read: None, has_figure: false }.read()
}

struct Outcome<'a> {
    text: &'a Text<'a>,
    reader: &'a Reader<'a>,
    unit_read: Option<String>,
    /// Whether a figure of the indicator's own has been read.
    has_figure: bool,
}

/// What a part of the phrase says.
enum Piece {
    Figure(Figure, bool),
    /// A figure with the change that led to it (提高0.6个百分点至72%).
    Changed(Figure, Change),
    /// A remark that agrees with the figure and is not kept (高于全国2个百分点).
    Remark,
    Declared(Declaration),
    LikeForLike,
    Nothing,
}

impl Outcome<'_> {
    fn read(mut self) -> Result<OutcomeReading, Refusal> {
        let plain = self.text.plain.as_str();
        let whole = |fault: Fault| fault.refusal(self.text, plain.len());
        let exceeds = plain.contains("exceed") || plain.contains("超过");
        match lexicon::said(plain) {
            // What should be low and exceeds its target has missed it.
            Some(Said::Attained) if exceeds && !self.higher_is_better() => {
                return Err(whole(Fault::at(plain.len(), Reason::Ambiguous)));
            }
            Some(Said::Nothing) => return Ok(self.reading(Figure::NotReported.into())),
            Some(Said::Attained) => return Ok(self.reading(Figure::DeclaredAttained.into())),
            Some(Said::NotAttained) => return Err(whole(Fault::at(plain.len(), Reason::NotAttained))),
            Some(Said::OnParentPace) => return Err(whole(Fault::at(plain.len(), Reason::NotKept))),
            Some(Said::Hoped) => return Err(whole(Fault::at(plain.len(), Reason::NotAReport))),
            None if plain == "none" && self.is_none_good() => {
                let figure = Figure::Number { value: Exact::ZERO, approximate: false };
                return Ok(self.reading(figure.into()));
            }
            None => {}
        }
        let inner = plain.strip_prefix('(').and_then(|words| words.strip_suffix(')'));
        if self.text.is_in_ascii_brackets()
            && inner
                .is_some_and(|words| !words.starts_with(['-', '+']) && self.reader.yardstick.is_amount(words))
        {
            // A number in brackets may be one below zero.
            return Err(whole(Fault::at(plain.len(), Reason::Ambiguous)));
        }
        let parts = match parts(plain) {
            Ok(parts) => parts,
            Err(offset) => return Err(whole(Fault::at(plain.len() - offset, Reason::NotUnderstood))),
        };
        let mut figures: Vec<Figure> = Vec::new();
        let mut changes: Vec<Change> = Vec::new();
        let mut like_for_like = false;
        let mut declared = None;
        for part in &parts {
            let words = plain.get(part.span.clone()).unwrap_or("");
            let piece = self.piece(words, part.is_note, part.span.end, !figures.is_empty());
            match piece.map_err(|fault| fault.refusal(self.text, part.span.end))? {
                Piece::Figure(figure, like) => {
                    // 36.3亿元，同口径增长3.2%: it is the growth that is like for like, and not the figure.
                    like_for_like |= like && figures.is_empty();
                    changes.extend(as_change(&figure, like));
                    figures.push(figure);
                }
                Piece::Changed(figure, change) => {
                    like_for_like |= change.like_for_like && figures.is_empty();
                    changes.push(change);
                    figures.push(figure);
                }
                Piece::Declared(one) if declared.is_none() || declared == Some(one) => declared = Some(one),
                Piece::Declared(_) => return Err(whole(Fault::at(plain.len(), Reason::Contradiction))),
                Piece::LikeForLike => like_for_like = true,
                Piece::Remark | Piece::Nothing => {}
            }
        }
        let figure = match (joined(figures), declared) {
            (Ok(Some(figure)), _) => figure,
            (Ok(None), Some(Declaration::Attained)) => {
                declared = None;
                Figure::DeclaredAttained
            }
            (Ok(None), _) => return Err(whole(Fault::at(plain.len(), Reason::NotUnderstood))),
            (Err(reason), _) => return Err(whole(Fault::at(plain.len(), reason))),
        };
        // A change that is the figure itself does not stand beside it.
        if matches!(figure, Figure::Change { .. }) {
            changes.clear();
        }
        Ok(self.reading(Value { figure, like_for_like, declared, changes: without_repeats(changes) }))
    }

    /// Whether “none” is the number zero; where more is better it may say that nothing is reported.
    fn is_none_good(&self) -> bool {
        let is_number = matches!(
            self.reader.context.measure,
            Measure::Flow | Measure::Level | Measure::Rate | Measure::Index | Measure::Ratio
        );
        is_number && self.reader.context.direction == Some(Direction::Lower)
    }

    fn higher_is_better(&self) -> bool {
        self.reader.context.direction == Some(Direction::Higher)
    }

    fn reading(&mut self, value: Value) -> OutcomeReading {
        OutcomeReading { value, unit_read: self.unit_read.take() }
    }

    fn piece(&mut self, words: &str, is_note: bool, clause_end: usize, after_figure: bool) -> Parsed<Piece> {
        let names_the_target = ["target", "annual target", "目标", "目标值", "年度目标"].contains(&words);
        if (is_note && names_the_target)
            || ["was to be", "were to be"].iter().any(|lead| words.starts_with(lead))
        {
            return Err(Fault::at(words.len(), Reason::NotAReport));
        }
        if is_note && lexicon::idle_note(words) {
            return Ok(Piece::Nothing);
        }
        if is_note && lexicon::like_for_like_note(words) {
            return Ok(Piece::LikeForLike);
        }
        if is_note && year_note(words) {
            return Ok(Piece::Nothing);
        }
        match lexicon::said(words) {
            Some(Said::Attained) if words.contains("exceed") && !self.higher_is_better() => {
                return Err(Fault::at(words.len(), Reason::Ambiguous));
            }
            Some(Said::Attained) => return Ok(Piece::Declared(Declaration::Attained)),
            Some(Said::OnParentPace) => return Ok(Piece::Declared(Declaration::OnParentPace)),
            Some(Said::NotAttained) => return Err(Fault::at(words.len(), Reason::NotAttained)),
            Some(Said::Hoped) => return Err(Fault::at(words.len(), Reason::NotAReport)),
            Some(Said::Nothing) => return Err(Fault::at(words.len(), Reason::Contradiction)),
            None => {}
        }
        let words = without_lead(words);
        let measure = self.reader.context.measure;
        if measure == Measure::Milestone {
            return Err(Fault::soft(words));
        }
        let mut input = words;
        if let Ok(said) = order::rank(&mut input) {
            if said.within && said.rank > 1 {
                return Err(Fault::at(words.len(), Reason::NotKept));
            }
            let among = said.among.map_or_else(String::new, |(from, to)| {
                self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to))
            });
            return Ok(Piece::Figure(Figure::Rank { rank: said.rank, among }, false));
        }
        if measure == Measure::Grade {
            return grade(words, self.reader.context.scale);
        }
        if measure == Measure::Group {
            return Err(Fault::soft(words));
        }
        if let Some((op, like_for_like)) = moved(words) {
            return Ok(Piece::Figure(self.moved(op, words)?, like_for_like));
        }
        match clause(words, self.reader.yardstick)? {
            Form::Statement(said) => {
                let (figure, led_to_it) = self.statement(&said, words, clause_end)?;
                Ok(match led_to_it {
                    Some(change) => Piece::Changed(figure, change),
                    None => Piece::Figure(figure, said.like_for_like),
                })
            }
            Form::Sign { op, about, is_growth, like_for_like } => {
                Ok(Piece::Figure(self.sign(op, about, is_growth, words)?, like_for_like))
            }
            Form::Share { percent } => {
                if !self.has_figure {
                    self.unit_read = None;
                }
                self.has_figure = true;
                Self::share(&percent)
            }
            Form::Against { .. } | Form::Relative { .. } if after_figure => Ok(Piece::Remark),
            Form::Against { .. } | Form::Relative { .. } | Form::Doubled { .. } => {
                Err(Fault::at(words.len(), Reason::NotKept))
            }
        }
    }

    fn note_unit(&mut self, amount: &Amount, clause_end: usize) {
        if let Some((from, to)) = amount.unit_span {
            let words = self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to));
            self.unit_read = Some(words).filter(|words| !words.is_empty());
        }
    }

    fn share(percent: &Amount) -> Parsed<Piece> {
        let fault = |reason| Fault::at(percent.rest, reason);
        if percent.surplus || percent.about {
            return Err(fault(Reason::NotKept));
        }
        let value =
            exact_product(percent.number, percent.unit.scale).ok_or_else(|| fault(Reason::NotExact))?;
        Ok(Piece::Figure(Figure::ShareOfTarget { percent: value, value: None }, false))
    }

    fn statement(
        &mut self,
        said: &Statement,
        words: &str,
        clause_end: usize,
    ) -> Parsed<(Figure, Option<Change>)> {
        let fault = |reason| Fault::at(said.rest, reason);
        let lead = words.get(..words.len().saturating_sub(said.rest)).unwrap_or("");
        if strives(lead) {
            return Err(fault(Reason::NotAReport));
        }
        if lead.contains("up to") {
            // Risen to, or at most?
            return Err(fault(Reason::Ambiguous));
        }
        if said.average || said.or_better || said.is_cap && said.op != Some(Comparison::AtMost) {
            return Err(fault(Reason::NotKept));
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
                if op.is_some() || from != PREVIOUS_PERIOD {
                    return Err(fault(if op.is_some() { Reason::NotKept } else { Reason::BaselineNotKept }));
                }
                match to_value {
                    // 提高0.6个百分点至72%: the result is the figure.
                    Some(value) if !said.about => {
                        let like_for_like = said.like_for_like;
                        let change = Change { by, by_unit, op: None, approximate: false, like_for_like };
                        return Ok((Figure::Number { value, approximate: false }, Some(change)));
                    }
                    Some(_) => return Err(fault(Reason::NotKept)),
                    None => Figure::Change { by, by_unit, op: None, approximate: said.about },
                }
            }
        };
        Ok((figure, None))
    }

    /// A figure that has gone up or down, by how much is not said.
    fn moved(&self, op: Comparison, words: &str) -> Parsed<Figure> {
        let context = self.reader.context;
        if context.is_reduction || !matches!(context.measure, Measure::Flow | Measure::Level) {
            return Err(Fault::soft(words));
        }
        let own_share = self.reader.yardstick.unit.is_fraction();
        let by_unit = if own_share { ChangeUnit::Points } else { ChangeUnit::Percent };
        Ok(Figure::Change { by: Exact::ZERO, by_unit, op: Some(op), approximate: false })
    }

    fn sign(&self, op: Comparison, about: bool, is_growth: bool, words: &str) -> Parsed<Figure> {
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
        Ok(Figure::Change { by: Exact::ZERO, by_unit, op, approximate: about })
    }
}

/// The words without those that only say that they are the report of what is: 实际, 初步核算, actual.
fn without_lead(words: &str) -> &str {
    const LEADS: &[&str] = &[
        "actual:",
        "actual result:",
        "actual",
        "result:",
        "outcome:",
        "实际:",
        "实际值:",
        "实际值为",
        "实际完成",
        "实际达到",
        "实际为",
        "完成情况:",
        "经初步核算",
        "初步核算",
        "初步核算为",
        "初步统计",
        "初步统计为",
        "据初步统计",
        "据统计",
        "已经",
        "已达",
        "已",
        "was",
        "were",
        "remained",
        "stood",
        "stands",
        "expected to reach",
        "expected to be",
        "is expected to reach",
        "is expected to be",
        "projected to reach",
        "projected to be",
        "forecast to reach",
        "estimated at",
    ];
    let lead = LEADS.iter().filter(|lead| starts_with_word(words, lead)).max_by_key(|lead| lead.len());
    lead.and_then(|lead| words.get(lead.len()..)).unwrap_or(words).trim_start()
}

/// Whether the words before a figure say that it is striven for, which is no report of what is.
fn strives(lead: &str) -> bool {
    const STRIVING: [&str; 6] = ["力争", "争取", "确保", "努力", "目标", "计划"];
    const STRIVING_EN: [&str; 9] =
        ["target", "ensure", "maintain", "keep", "limit", "contain", "must", "shall", "should"];
    STRIVING.iter().any(|word| lead.contains(word))
        || lead.split(|c: char| !c.is_alphabetic()).any(|word| STRIVING_EN.contains(&word))
}

fn grade(words: &str, scale: &[String]) -> Parsed<Piece> {
    let mut input = words;
    let said = order::grade(&mut input, scale)
        .map_err(|fault| if fault.firm { fault } else { Fault::at(fault.rest, Reason::NeedsGrade) })?;
    match said.op {
        None => Ok(Piece::Figure(Figure::Grade { grade: said.grade }, false)),
        // 达到或优于Ⅱ类 is a bound on a grade, which a value cannot hold.
        Some(_) => Err(Fault::at(words.len(), Reason::NotKept)),
    }
}

/// The figures of the parts as one: an amount and its share of the target, an amount and its growth.
fn joined(figures: Vec<Figure>) -> Result<Option<Figure>, Reason> {
    let mut figures = figures.into_iter();
    let Some(mut whole) = figures.next() else { return Ok(None) };
    for next in figures {
        whole = pair(whole, next)?;
    }
    Ok(Some(whole))
}

/// The change that a figure is, as it stands beside another one.
const fn as_change(figure: &Figure, like_for_like: bool) -> Option<Change> {
    match figure {
        Figure::Change { by, by_unit, op, approximate } => {
            let (by, by_unit, op, approximate) = (*by, *by_unit, *op, *approximate);
            Some(Change { by, by_unit, op, approximate, like_for_like })
        }
        _ => None,
    }
}

fn without_repeats(changes: Vec<Change>) -> Vec<Change> {
    changes.into_iter().fold(Vec::new(), |mut once, change| {
        if !once.contains(&change) {
            once.push(change);
        }
        once
    })
}

fn pair(one: Figure, other: Figure) -> Result<Figure, Reason> {
    match (one, other) {
        (Figure::Number { value, approximate: false }, Figure::ShareOfTarget { percent, value: None })
        | (Figure::ShareOfTarget { percent, value: None }, Figure::Number { value, approximate: false }) => {
            Ok(Figure::ShareOfTarget { percent, value: Some(value) })
        }
        (
            figure @ (Figure::Number { .. }
            | Figure::Bound { .. }
            | Figure::Between { .. }
            | Figure::ShareOfTarget { .. }),
            Figure::Change { .. },
        )
        | (
            Figure::Change { .. },
            figure @ (Figure::Number { .. }
            | Figure::Bound { .. }
            | Figure::Between { .. }
            | Figure::ShareOfTarget { .. }),
        )
        | (figure @ Figure::Number { .. }, Figure::Rank { .. }) => Ok(figure),
        // The amount's about has no place beside a share.
        (Figure::Number { approximate: true, .. }, Figure::ShareOfTarget { .. })
        | (Figure::ShareOfTarget { .. }, Figure::Number { approximate: true, .. }) => Err(Reason::NotKept),
        _ => Err(Reason::TwoNumbers),
    }
}
