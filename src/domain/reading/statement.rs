//! A statement about one figure, as it is written: what stands before, the amount, what stands behind. Knows
//! the order of words; what follows from them for an indicator is decided elsewhere.

use super::{
    amount::{Amount, Yardstick},
    fault::{Fault, Parsed, Reason},
    fillers, fraction,
    range::Span,
    reference::{Baseline, baseline, baseline_name, year_named},
    scan::{space, take, try_word},
    tail::names_the_share,
    verbs::{self, Nature, Way},
    words::{self, Limit},
};
use crate::domain::{criterion::Comparison, unit::Base};

/// A verb of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verb {
    pub(super) way: Way,
    pub(super) nature: Nature,
    /// Whether it is a noun for a rate of growth (增速).
    pub(super) is_rate: bool,
    /// Whether 到, to says that the amount is the result.
    pub(super) to: bool,
    /// Whether by says that the amount is the change.
    pub(super) by: bool,
}

/// A statement with an amount.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a word was there")]
pub(super) struct Statement {
    pub(super) baseline: Option<Baseline>,
    pub(super) average: bool,
    pub(super) like_for_like: bool,
    pub(super) cumulative: bool,
    /// Whether a word says that a ceiling is meant (控制在).
    pub(super) ceiling: bool,
    pub(super) year: bool,
    /// Whether what it is for is a plan of several years (“十四五”期间).
    pub(super) over_years: bool,
    /// Whether the year is one until which something goes on: 到2025年, by 2030.
    pub(super) until: bool,
    pub(super) verb: Option<Verb>,
    /// The verb behind a noun of growth: 增速比上年提高.
    pub(super) second_verb: bool,
    pub(super) op: Option<Comparison>,
    pub(super) is_cap: bool,
    /// Whether the comparison is an English one that stands before years as well: below 2019.
    pub(super) is_comparative: bool,
    /// Whether the phrase leaves the side to the direction (or better).
    pub(super) or_better: bool,
    pub(super) about: bool,
    /// Whether about stands behind the amount (左右).
    about_behind: bool,
    /// Whether a limit stands behind the amount (以上).
    limited_behind: bool,
    pub(super) near: bool,
    pub(super) per_year: bool,
    pub(super) start: Option<Amount>,
    pub(super) span: Span,
    pub(super) result: Option<Amount>,
    /// Whether 达到 stands between the verb and the amount: the change or the result?
    pub(super) reached_after_verb: bool,
    /// Whether 完成 stands before the amount.
    pub(super) completed: bool,
    /// Whether it is arranged for: 按3%安排.
    pub(super) arranged: bool,
    /// Whether words behind the amount name what it is a share of: 80% of clients.
    pub(super) share_named: bool,
    /// Bytes of the clause from where the amount begins.
    pub(super) rest: usize,
}

/// What has been seen before the amount.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a word was there")]
struct Lead {
    baseline: Option<Baseline>,
    average: bool,
    like_for_like: bool,
    cumulative: bool,
    ceiling: bool,
    year: bool,
    over_years: bool,
    until: bool,
    verb: Option<Verb>,
    second_verb: bool,
    limit: Option<Limit>,
    is_comparative: bool,
    limit_before_verb: bool,
    about: bool,
    near: bool,
    per_year: bool,
    between: bool,
    ranged: bool,
    reached_after_verb: bool,
    completed: bool,
    arranged: bool,
    start: Option<Amount>,
}

fn once(flag: &mut bool, input: &str) -> Parsed<()> {
    if *flag {
        return Err(Fault::soft(input));
    }
    *flag = true;
    Ok(())
}

/// The words that have been taken since, without the spaces around them.
fn taken<'a>(since: &'a str, input: &str) -> &'a str {
    since.get(..since.len().saturating_sub(input.len())).unwrap_or("").trim()
}

/// Whether the year that has been taken since is a plan of several: “十四五”期间.
pub(super) fn spans_years(since: &str, input: &str) -> bool {
    let said = taken(since, input);
    said.contains("期间") || said.contains("时期")
}

/// Whether the year that has been taken since is one until which something goes on: 到2025年, by 2030.
pub(super) fn goes_on_until(since: &str, input: &str) -> bool {
    let said = taken(since, input);
    let has_year = said.chars().filter(char::is_ascii_digit).count() >= 4;
    has_year && ["到", "至", "截至", "截止", "by "].iter().any(|word| said.starts_with(word))
}

fn left_over(input: &str) -> Fault {
    if input.starts_with(|c: char| c.is_ascii_digit()) {
        return Fault::firm(input, Reason::TwoNumbers);
    }
    Fault::soft(input)
}

/// Whether what follows over is counted in a unit, and no year: over 2000 jobs.
fn is_over_an_amount(input: &str, yardstick: &Yardstick) -> bool {
    let mut after = input;
    take(&mut after, "over") && yardstick.amount(&mut after).is_ok_and(|amount| amount.unit_span.is_some())
}

impl Lead {
    fn parse(input: &mut &str, yardstick: &Yardstick) -> Parsed<Self> {
        let mut lead = Self::default();
        while lead.step(input, yardstick)? {}
        Ok(lead)
    }

    /// Takes one word or group of words; false where none follows.
    fn step(&mut self, input: &mut &str, yardstick: &Yardstick) -> Parsed<bool> {
        let here = *input;
        space(input);
        if fraction::is_next(input) {
            return Ok(false);
        }
        if try_word(input, words::LIKE_FOR_LIKE).is_some() {
            once(&mut self.like_for_like, here)?;
            let _ = take(input, "增长") && {
                self.set_verb(
                    Verb { way: Way::Up, nature: Nature::Growth, is_rate: false, to: false, by: false },
                    here,
                )?;
                true
            };
            return Ok(true);
        }
        if try_word(input, words::AVERAGE).is_some() {
            once(&mut self.average, here)?;
            return Ok(true);
        }
        if try_word(input, words::PER_YEAR).is_some() {
            once(&mut self.per_year, here)?;
            return Ok(true);
        }
        if !is_over_an_amount(input, yardstick)
            && let Some(found) = baseline(input)
        {
            if self.baseline.is_some() {
                return Err(Fault::soft(here));
            }
            self.baseline = Some(found);
            return Ok(true);
        }
        if year_named(input) {
            self.over_years |= spans_years(here, input);
            self.until |= goes_on_until(here, input);
            let _ = take(input, ":");
            once(&mut self.year, here)?;
            return Ok(true);
        }
        let is_led = ["按", "拟按"].into_iter().find_map(|lead| input.strip_prefix(lead)).filter(|behind| {
            behind.starts_with(|c: char| c.is_ascii_digit()) || behind.starts_with(['约', '不', '增'])
        });
        if let Some(behind) = is_led {
            once(&mut self.arranged, here)?;
            *input = behind;
            return Ok(true);
        }
        if take(input, "累计") {
            once(&mut self.cumulative, here)?;
            return Ok(true);
        }
        if take(input, "between") || take(input, "介于") {
            once(&mut self.between, here)?;
            return Ok(true);
        }
        if try_word(input, words::RANGED).is_some() {
            once(&mut self.ranged, here)?;
            return Ok(true);
        }
        if self.verb.is_some_and(|verb| !verb.to && !verb.by) && self.limit.is_none() && !self.about {
            if take(input, "到") || take(input, "至") || take(input, "to") {
                self.with_verb(|verb| verb.to = true);
                return Ok(true);
            }
            if take(input, "by") {
                self.with_verb(|verb| verb.by = true);
                return Ok(true);
            }
        }
        if self.starts(input, yardstick)? {
            return Ok(true);
        }
        if let Some(limit) = try_word(input, words::BEFORE) {
            if self.limit.is_some() {
                return Err(Fault::firm(here, Reason::Contradiction));
            }
            self.limit = Some(limit);
            self.is_comparative = words::is_comparative(taken(here, input));
            self.limit_before_verb = self.verb.is_none();
            return Ok(true);
        }
        if try_word(input, words::ABOUT_BEFORE).is_some() {
            once(&mut self.about, here)?;
            return Ok(true);
        }
        if try_word(input, words::NEAR).is_some() {
            once(&mut self.near, here)?;
            return Ok(true);
        }
        if let Some((way, is_rate)) = try_word(input, verbs::VERBS) {
            let nature = Nature::of(taken(here, input));
            self.set_verb(Verb { way, nature, is_rate, to: false, by: false }, here)?;
            return Ok(true);
        }
        if let Some(ceiling) = try_word(input, fillers::FILLERS) {
            self.ceiling |= ceiling;
            let said = taken(here, input);
            self.completed |= said == "完成";
            let is_reached = said.ends_with("达到")
                || said.ends_with('达')
                || matches!(said, "reach" | "reaching" | "为" | "完成" | "实现" | "at");
            self.reached_after_verb |= self.verb.is_some() && is_reached;
            return Ok(true);
        }
        *input = here;
        Ok(false)
    }

    /// From 60%, 从60%: where a change starts.
    fn starts(&mut self, input: &mut &str, yardstick: &Yardstick) -> Parsed<bool> {
        let here = *input;
        let may_start = self.start.is_none() && self.limit.is_none() && !self.about;
        if !(may_start && (take(input, "from") || take(input, "从") || take(input, "由"))) {
            return Ok(false);
        }
        self.start = Some(yardstick.amount(input)?);
        if self.verb.is_none() && (take(input, "to") || take(input, "到") || take(input, "至")) {
            return Err(Fault::firm(here, Reason::FromTo));
        }
        if let Some(verb) = &mut self.verb
            && take(input, "to")
        {
            verb.to = true;
        }
        Ok(true)
    }

    fn set_verb(&mut self, verb: Verb, here: &str) -> Parsed<()> {
        match self.verb {
            None => {}
            Some(first) if first.is_rate && !self.second_verb && first.way == Way::Up && !verb.is_rate => {
                self.second_verb = true;
            }
            // 增长速度, 实际增长 and the like are words of the table; any other second verb is not certain.
            Some(_) => return Err(Fault::soft(here)),
        }
        self.verb = Some(verb);
        Ok(())
    }

    fn with_verb(&mut self, change: impl FnOnce(&mut Verb)) {
        if let Some(verb) = &mut self.verb {
            change(verb);
        }
    }
}

impl Statement {
    /// Reads a statement that takes the whole of the clause.
    pub(super) fn parse(input: &mut &str, yardstick: &Yardstick) -> Parsed<Self> {
        let given = *input;
        let lead = Lead::parse(input, yardstick)?;
        space(input);
        let rest = input.len();
        let is_led = given.get(..given.len() - rest).is_some_and(|lead| lead.ends_with(' '));
        if is_led && input.starts_with("- ") {
            // Achieved - 82%: a dash, or a sign?
            return Err(Fault::firm(input, Reason::Ambiguous));
        }
        let span = yardstick.span(input, lead.between)?;
        if lead.ranged && matches!(span, Span::One(_)) {
            return Err(Fault::soft(input));
        }
        let is_of_amount = lead.limit.is_none_or(|limit| limit.of_amount);
        if lead.limit_before_verb && lead.verb.is_some() && !is_of_amount {
            return Err(Fault::at(rest, Reason::Ambiguous));
        }
        let about = lead.about || span.amounts().iter().any(|amount| amount.about);
        let mut statement = Self {
            baseline: lead.baseline,
            average: lead.average,
            like_for_like: lead.like_for_like,
            cumulative: lead.cumulative,
            ceiling: lead.ceiling,
            year: lead.year,
            over_years: lead.over_years,
            until: lead.until,
            verb: lead.verb,
            second_verb: lead.second_verb,
            op: lead.limit.map(|limit| limit.op),
            is_cap: lead.limit.is_some_and(|limit| limit.is_cap),
            is_comparative: lead.is_comparative,
            or_better: false,
            about,
            about_behind: false,
            limited_behind: false,
            near: lead.near,
            per_year: lead.per_year,
            start: lead.start,
            span,
            result: None,
            reached_after_verb: lead.reached_after_verb,
            completed: lead.completed,
            arranged: lead.arranged,
            share_named: false,
            rest,
        };
        let is_limited = lead.limit.is_some_and(|limit| !limit.of_amount);
        while statement.step_behind(input, yardstick, is_limited)? {}
        if statement.arranged && !(take(input, "安排") || take(input, "掌握")) {
            return Err(Fault::soft(input));
        }
        space(input);
        if !input.is_empty() {
            return Err(left_over(input));
        }
        Ok(statement)
    }

    /// Whether the amount is printed with what it counts.
    fn counts_things(&self) -> bool {
        matches!(self.span.last().unit.base, Base::Counter(_) | Base::Other(_))
    }

    fn step_behind(&mut self, input: &mut &str, yardstick: &Yardstick, is_limited: bool) -> Parsed<bool> {
        let here = *input;
        space(input);
        let at_word = *input;
        // "75% or higher than last year" and "5 % more than last year" are told apart by what follows.
        if let Some(way) = try_word(input, verbs::ABOVE) {
            // Reduce by 40% below 2005 levels says which way twice; less than last year is of the reduction.
            let is_plain = matches!(taken(at_word, input), "above" | "below");
            let agrees =
                self.verb.is_none_or(|verb| is_plain && verb.way == way && !verb.to && !verb.is_rate);
            if agrees && let Some(found) = baseline_name(input) {
                if self.baseline.is_some() || is_limited {
                    return Err(Fault::soft(here));
                }
                self.baseline = Some(found);
                let nature = Nature::Plain;
                self.verb = self.verb.or(Some(Verb { way, nature, is_rate: false, to: false, by: false }));
                return Ok(true);
            }
            *input = at_word;
        }
        if let Some(op) = try_word(input, words::BEHIND) {
            self.limited_behind(op, here)?;
            return Ok(true);
        }
        if try_word(input, words::ABOUT_BEHIND).is_some() {
            // 约71%左右 says it twice.
            once(&mut self.about_behind, here)?;
            self.about = true;
            if self.limited_behind {
                // 5.5%以上左右 is a slip of one word or the other.
                return Err(Fault::firm(here, Reason::Contradiction));
            }
            return Ok(true);
        }
        if let Some(verb) = self.verb
            && !verb.to
            && self.result.is_none()
            && self.start.is_none()
            && (take(input, "到") || take(input, "至") || take(input, "to"))
        {
            let _ = take(input, "达到");
            let result = yardstick.amount(input)?;
            if result.looks_like_year() {
                return Err(Fault::at(result.rest, Reason::Ambiguous));
            }
            self.result = Some(result);
            return Ok(true);
        }
        if let Some(found) = baseline(input) {
            if self.baseline.is_some() {
                return Err(Fault::soft(here));
            }
            self.baseline = Some(found);
            return Ok(true);
        }
        if self.verb.is_none()
            && let Some(way) = try_word(input, verbs::VERBS_BEHIND)
        {
            let nature = Nature::of(taken(here, input));
            self.verb = Some(Verb { way, nature, is_rate: false, to: false, by: false });
            return Ok(true);
        }
        if try_word(input, words::AVERAGE).is_some() {
            once(&mut self.average, here)?;
            return Ok(true);
        }
        if try_word(input, words::PER_YEAR).is_some() {
            once(&mut self.per_year, here)?;
            return Ok(true);
        }
        if try_word(input, words::LIKE_FOR_LIKE).is_some() {
            once(&mut self.like_for_like, here)?;
            return Ok(true);
        }
        if year_named(input) {
            self.over_years |= spans_years(here, input);
            self.until |= goes_on_until(here, input);
            once(&mut self.year, here)?;
            return Ok(true);
        }
        if try_word(input, fillers::FILLERS_BEHIND).is_some() {
            return Ok(true);
        }
        if self.counts_things() && try_word(input, fillers::DONE_BEHIND).is_some() {
            return Ok(true);
        }
        if matches!(self.span, Span::Two(..)) && take(input, "之间") {
            return Ok(true);
        }
        // An indicator in % of GDP takes a share of nothing else.
        if let Some((_, whole)) = yardstick.plain.split_once(" of ")
            && take(input, "of")
        {
            let names_it = self.span.last().unit.is_fraction() && input.trim() == whole;
            *input = if names_it { "" } else { here };
            return Ok(names_it);
        }
        if self.span.last().unit.is_fraction() && take(input, "of") {
            while take(input, "all") || take(input, "the") || take(input, "eligible") || take(input, "total")
            {
            }
            if try_word(input, fillers::OF_WHOM).is_some() && input.trim_start().is_empty() {
                return Ok(true);
            }
            *input = at_word;
        }
        if self.span.last().unit.is_fraction() && names_the_share(input) {
            self.share_named = true;
            *input = "";
            return Ok(true);
        }
        *input = here;
        Ok(false)
    }

    fn limited_behind(&mut self, op: Option<Comparison>, here: &str) -> Parsed<()> {
        let contradicts = match (self.op, op) {
            // Or better leaves the side to the direction.
            (Some(_), None) => true,
            // 不低于5%以上, at least 5 or more: the same said twice.
            (Some(before), Some(op)) => before != op,
            (None, _) => false,
        };
        if contradicts || self.limited_behind || self.about_behind {
            return Err(Fault::firm(here, Reason::Contradiction));
        }
        self.limited_behind = true;
        self.or_better = op.is_none();
        self.op = self.op.or(op);
        Ok(())
    }
}
