//! Target phrases into criteria: what each clause asks of the indicator, and how the clauses go together.

use super::{
    Context, Refusal, TargetReading,
    beside::{of_year::ChangeBefore, start_and_goal::reached},
    numbers::amount::{Amount, Yardstick},
    reports::misplaced,
    reworded,
    statements::{
        brackets::{clauses, out_of_brackets},
        lead::{goes_on_until, spans_years},
        lexicon,
        phrase::Part,
        sense::{Reader, Role},
        together::{both_ends, clash, linking_words, split_at_and, with_result},
        without_digits::figure_in_words,
    },
    times::{held::without_course, reference::year_named},
    wording::{
        fault::{Fault, Parsed, Reason},
        text::Text,
    },
};
use crate::domain::{
    criterion::{Comparison, Condition, Criterion},
    indicator::{Direction, Measure},
    quantity::Exact,
};

mod asked;
mod noted;

/// Reads a target phrase, for one year or for whatever time.
pub(super) fn read(
    phrase: &str,
    context: &Context<'_>,
    is_for_a_year: bool,
) -> Result<TargetReading, Refusal> {
    let reworded = reworded::of_target(phrase, context);
    let read = reworded.and_then(|words| read_as_it_stands(&words, context, is_for_a_year).ok());
    read.map_or_else(|| read_as_it_stands(phrase, context, is_for_a_year), Ok)
}

fn read_as_it_stands(
    phrase: &str,
    context: &Context<'_>,
    is_for_a_year: bool,
) -> Result<TargetReading, Refusal> {
    let text = Text::new(phrase).map_err(|(position, fault)| fault.refusal_at(position, ""))?;
    let unit = Text::new(context.unit).map_err(|(_, fault)| fault.refusal_at(0, ""))?;
    let is_grouped = text.groups_what_may_be_years();
    let yardstick = Yardstick { is_for_a_year, is_grouped, ..Yardstick::new(&unit, text.is_traditional) };
    let reader = Reader { context, yardstick: &yardstick, role: Role::Target };
    let unwrapped =
        out_of_brackets(&text, &reader).map_err(|fault| fault.refusal(&text, text.plain.len()))?;
    let seen = Seen { cumulative: unwrapped.is_some(), ..Seen::default() };
    Target {
        text: unwrapped.as_ref().unwrap_or(&text),
        reader: &reader,
        unit_read: None,
        seen,
        change: None,
        compared_with: None,
        whole: None,
    }
    .read()
}

/// A target phrase being read.
pub(super) struct Target<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) reader: &'a Reader<'a>,
    unit_read: Option<String>,
    /// What has been counted in the clauses so far.
    pub(super) seen: Seen,
    /// The change that the clause before asks for, where it does.
    pub(super) change: Option<ChangeBefore>,
    /// What the clause before compares the figure with, where it does.
    compared_with: Option<String>,
    /// What the share before is one of, where its clause says so.
    whole: Option<String>,
}

/// What clauses have in common that may stand in one of them only.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Clauses that name the year they are for.
    years: usize,
    /// Clauses that ask something.
    conditions: usize,
    /// Clauses that are a number of the indicator's own.
    numbers: usize,
    /// Whether a clause is for a plan of several years.
    over_years: bool,
    /// Whether a clause names the year until which something goes on.
    until: bool,
    /// Whether the figure is said to be that of several years together.
    cumulative: bool,
    /// Of the numbers, the ones that leave the side to the direction.
    bare_numbers: usize,
    /// Clauses with a figure of which the words say the side.
    limits: usize,
    /// What the figure before is.
    pub(super) before: Before,
    held: Held,
}

/// What the words say of the figure of the clause before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// Whether it is the average of several years.
    averaged: bool,
    /// Whether it is on a like-for-like caliber.
    like_for_like: bool,
    /// Whether it is a limit that leaves its own number out.
    pub(super) strict: bool,
}

/// What is held against what.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    /// Whether a clause asks for a growth in percent of an amount.
    growth_of_amount: bool,
    /// Whether a clause compares with another figure, and does not say by how much of the unit.
    compared: bool,
}

/// What the clauses say together.
#[derive(Debug, Default)]
struct Gathered {
    criteria: Vec<Criterion>,
    aspirations: Vec<String>,
    /// A note that comes first belongs to the clause behind.
    like_for_like: bool,
}

/// What a clause is among the others.
enum Piece {
    Condition(Criterion),
    Aspiration(String),
    LikeForLike,
    /// What the change before it comes to.
    Reached(Exact),
    /// A limit of the figure before it.
    Limited(Comparison),
    /// The growth before it is the average of several years.
    AveragePerYear,
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
        let all = clauses(self.text, self.reader).map_err(whole)?;
        let parts = self.without_start(all.clone());
        let mut gathered = Gathered::default();
        for (index, part) in parts.iter().enumerate() {
            let words = plain.get(part.span.clone()).unwrap_or("");
            // 力争6%，确保5%: the second is asked, the first is beyond it.
            let is_ensured =
                |part: &Part| plain.get(part.span.clone()).is_some_and(|w| w.starts_with("确保"));
            let is_beyond =
                lexicon::behind_stretch(words).is_some() && parts.get(index + 1).is_some_and(is_ensured);
            let role = self
                .part(part, words, is_beyond || !gathered.criteria.is_empty())
                .map_err(|fault| {
                    // 比上年下降3%（33）: a figure that may be one of two is no mark.
                    let is_either = part.is_note && fault.reason == Reason::TwoNumbers;
                    if is_either && self.change.is_some() {
                        return fault;
                    }
                    misplaced::of_target(fault, words, part.is_note)
                })
                .map_err(|fault| fault.refusal(self.text, part.span.end))?;
            self.gather(role, words, &mut gathered)
                .map_err(|fault| fault.refusal(self.text, part.span.end))?;
        }
        self.one_of(gathered, parts.len() < all.len()).map_err(whole)
    }

    /// Adds what a clause says to what those before it said.
    fn gather(&mut self, role: Piece, words: &str, gathered: &mut Gathered) -> Parsed<()> {
        let Gathered { criteria, aspirations, like_for_like } = gathered;
        match role {
            Piece::Condition(mut criterion) => {
                criterion.like_for_like |= std::mem::take(like_for_like);
                if let Some(reason) = clash(criteria, &criterion) {
                    return Err(Fault::at(words.len(), reason));
                }
                let is_like_for_like = criterion.like_for_like;
                match criterion.condition {
                    // "at least 5 and at most 8, not below GDP growth": one list of three.
                    Condition::All { of } => criteria.extend(of.into_iter().map(|one| Criterion {
                        like_for_like: one.like_for_like || is_like_for_like,
                        ..one
                    })),
                    _ => criteria.push(criterion),
                }
            }
            Piece::Aspiration(words) => aspirations.push(words),
            Piece::LikeForLike if criteria.is_empty() => *like_for_like = true,
            Piece::LikeForLike => {
                self.seen.before.like_for_like = true;
                both_ends(criteria).for_each(|one| one.like_for_like = true);
            }
            Piece::AveragePerYear => {
                self.seen.before.averaged = true;
                for one in both_ends(criteria) {
                    let (Condition::Threshold { average_per_year, .. }
                    | Condition::Range { average_per_year, .. }) = &mut one.condition
                    else {
                        return Err(Fault::soft(words));
                    };
                    *average_per_year = true;
                }
            }
            // Increase by 5 points (60% to 65%): the goal is what is asked.
            Piece::Reached(goal) => {
                if let Some(Condition::Change { to_value, .. }) =
                    criteria.last_mut().map(|last| &mut last.condition)
                {
                    *to_value = Some(goal);
                }
            }
            // 90% (minimum): the figure leaves the side to the direction, or says the same.
            Piece::Limited(op) => match criteria.last().map(|last| &last.condition) {
                Some(Condition::Threshold { op: said, .. }) if *said == op => {}
                _ => return Err(Fault::at(words.len(), Reason::Contradiction)),
            },
            Piece::Nothing => {}
        }
        Ok(())
    }

    /// What is asked by all that was gathered.
    fn one_of(&mut self, gathered: Gathered, has_a_start: bool) -> Parsed<TargetReading> {
        let Gathered { mut criteria, aspirations, .. } = gathered;
        let end = self.text.plain.len();
        if criteria.is_empty() {
            return Err(Fault::at(end, Reason::NotUnderstood));
        }
        if self.seen.held.growth_of_amount && self.seen.held.compared && self.seen.numbers == 0 {
            // 增长8%，高于全国平均水平 of an amount: its growth is compared, or the amount itself?
            return Err(Fault::at(end, Reason::AmountAgainstGrowth));
        }
        let is_change = |asked: &Condition| matches!(asked, Condition::Change { .. });
        if has_a_start && criteria.iter().any(|one| one.asks(is_change)) {
            // Baseline: 1,000; Target: 5% increase. Of which year that is, and whether it is counted from, is not said.
            return Err(Fault::at(end, Reason::TwoNumbers));
        }
        let mut criterion = match criteria.as_slice() {
            // 提高1个百分点以上、达到85%以上: each with a limit of its own, and so each asked.
            [change, result]
                if self.seen.limits < 2
                    && let Some(one) = with_result(change, result) =>
            {
                one
            }
            [_] => criteria.swap_remove(0),
            _ => Criterion::from(Condition::All { of: criteria }),
        };
        if !aspirations.is_empty() {
            criterion.aspiration = Some(aspirations.join("、"));
        }
        Ok(self.reading(criterion))
    }

    pub(super) const fn measure(&self) -> Measure {
        self.reader.context.measure
    }

    fn reading(&mut self, criterion: Criterion) -> TargetReading {
        let criterion = self.over_the_years(criterion, self.seen.cumulative);
        TargetReading { criterion, unit_read: self.unit_read.take() }
    }

    /// A phrase that is known as a whole.
    fn known(&self, plain: &str) -> Parsed<Option<Criterion>> {
        // Set baseline, will be established by March, 完成国家任务: of what is to be done once, that is it.
        const VERBS: [&str; 5] =
            ["set ", "establish ", "establishing ", "will be set", "will be established"];
        let is_act = self.measure() == Measure::Milestone
            && (VERBS.iter().any(|verb| plain.starts_with(verb)) || lexicon::is_task_of_authority(plain));
        if let Some(unissued) = lexicon::not_issued(plain).filter(|_| !is_act) {
            return Ok(Some(Condition::NotIssued { as_issued_by: unissued.by.map(str::to_owned) }.into()));
        }
        let is_number = matches!(
            self.measure(),
            Measure::Flow | Measure::Level | Measure::Rate | Measure::Index | Measure::Ratio
        );
        if plain == "none" && is_number && self.direction() == Some(Direction::Lower) {
            let (op, value) = (Comparison::AtMost, Exact::ZERO);
            return Ok(Some(
                Condition::Threshold { op, value, about: false, average_per_year: false }.into(),
            ));
        }
        if let Some((op, value)) = figure_in_words(plain, self.reader) {
            let op = if op == Comparison::Equal { self.by_direction(plain.len())? } else { op };
            return Ok(Some(
                Condition::Threshold { op, value, about: false, average_per_year: false }.into(),
            ));
        }
        if lexicon::deferred(plain) {
            return Ok(Some(Condition::Deferred { as_issued_by: None }.into()));
        }
        if matches!(plain, "n/a" | "na" | "n.a." | "not applicable" | "不适用" | "无") {
            return Err(Fault::firm(plain, Reason::NotApplicable));
        }
        if plain == "nil" && self.direction() != Some(Direction::Lower) {
            // Where more is better it says that there is no target.
            return Err(Fault::firm(plain, Reason::NotApplicable));
        }
        let is_qualitative = match self.measure() {
            // 完成国家任务 can be done or not; 持续推进 cannot, nor what is called qualitative.
            Measure::Milestone => {
                lexicon::is_course(plain) || matches!(plain, "定性目标" | "qualitative target")
            }
            _ => lexicon::qualitative(plain),
        };
        if is_qualitative {
            return Ok(Some(Condition::Qualitative.into()));
        }
        Ok(None)
    }

    fn part(&mut self, part: &Part, words: &str, after_condition: bool) -> Parsed<Piece> {
        if part.is_note
            && let Some(piece) = self.note(part, words, after_condition)?
        {
            return Ok(piece);
        }
        let before = self.text.plain.get(..part.span.start).unwrap_or("");
        if after_condition
            && self.seen.numbers == 0
            && self.is_earlier_or_other(before, words, part.is_note)?
        {
            return Ok(Piece::Nothing);
        }
        if after_condition
            && self.seen.numbers == 0
            && let Some(change) = &self.change
            && let Some(goal) = reached(words, change.by, change.by_unit, self.reader.yardstick)?
        {
            return Ok(Piece::Reached(goal));
        }
        let mut year = words;
        if year_named(&mut year) && matches!(year, "" | ":") {
            self.seen.over_years |= spans_years(words, year);
            self.seen.until |= goes_on_until(words, year);
            self.year_seen(words)?;
            return Ok(Piece::Nothing);
        }
        // 90%, ongoing
        if after_condition && self.reader.yardstick.unit.is_fraction() && without_course(words).is_empty() {
            return Ok(Piece::Nothing);
        }
        if after_condition && lexicon::aspiration(words) {
            return Ok(Piece::Aspiration(self.text.as_given(part.span.clone())));
        }
        let skipped = linking_words(words);
        let clause_words = words.get(skipped..).unwrap_or("");
        let stretch = lexicon::behind_stretch(clause_words).filter(|_| after_condition);
        if after_condition && stretch.is_none() && lexicon::qualitative(clause_words) {
            return Err(Fault::at(clause_words.len(), Reason::NotUnderstood));
        }
        let end = part.span.end;
        if let Some(offset) = split_at_and(clause_words) {
            // "at least 5% and not below GDP growth": two clauses without a separator.
            let (first, second) = clause_words.split_at_checked(offset).unwrap_or((clause_words, ""));
            let (seen, whole) = (self.seen, self.whole.clone());
            let one =
                self.condition(first.trim_end(), end - second.len() - (first.len() - first.trim_end().len()));
            let joined = second.trim_start_matches(' ');
            let after = joined
                .trim_start_matches("and")
                .trim_start_matches("but")
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
            (self.seen, self.whole) = (seen, whole);
        }
        if stretch.is_some_and(|goal| self.is_goal(goal) || self.is_goal(clause_words)) {
            return Ok(Piece::Aspiration(self.text.as_given(part.span.clone())));
        }
        Ok(Piece::Condition(self.condition(clause_words, end)?))
    }

    /// Whether the indicator is itself a rate of growth in percent.
    fn is_growth_rate(&self) -> bool {
        self.measure() == Measure::Rate && self.reader.yardstick.unit.is_fraction()
    }

    /// The unit of what stands beside the figure goes behind the figure's own.
    pub(super) fn note_unit_beside(&mut self, amount: &Amount, clause_end: usize) {
        if self.seen.numbers == 0 && self.unit_read.is_none() {
            self.note_unit(amount, clause_end);
        }
    }

    pub(super) fn note_unit(&mut self, amount: &Amount, clause_end: usize) {
        if let Some((from, to)) = amount.unit_span {
            let words = self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to));
            self.unit_read = Some(words).filter(|words| !words.is_empty());
        }
    }

    /// Two years are two targets, of which a criterion can hold one.
    fn year_seen(&mut self, words: &str) -> Parsed<()> {
        self.seen.years += 1;
        if self.seen.years > 1 { Err(Fault::firm(words, Reason::TwoNumbers)) } else { Ok(()) }
    }
}
