//! A statement about one figure, as it is written: what stands before, the amount, what stands behind. Knows
//! the order of words; what follows from them for an indicator is decided elsewhere.

use super::{
    comparable::says_comparable,
    done_behind::done_behind,
    grade,
    lead::{Lead, Verb, goes_on_until, once, spans_years, taken},
    tail::names_the_share,
    things::names_things,
};
use crate::domain::{
    criterion::{ChangeUnit, Comparison},
    reading::{
        numbers::{
            amount::{Amount, Yardstick},
            range::Span,
        },
        times::reference::{Baseline, baseline, baseline_name, year_named},
        wording::{
            fault::{Fault, Parsed, Reason},
            fillers,
            scan::{space, take, try_word},
            verbs::{self, Axis, Nature, Way},
            words,
        },
    },
    unit::Base,
};

/// A statement with an amount.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a word was there")]
pub(crate) struct Statement {
    pub(crate) baseline: Option<Baseline>,
    pub(crate) average: bool,
    pub(crate) like_for_like: bool,
    pub(crate) cumulative: bool,
    /// Whether a word says that a ceiling is meant (控制在).
    pub(crate) ceiling: bool,
    pub(crate) year: bool,
    /// Whether what it is for is a plan of several years (“十四五”期间).
    pub(crate) over_years: bool,
    /// Whether the year is one until which something goes on: 到2025年, by 2030.
    pub(crate) until: bool,
    pub(crate) verb: Option<Verb>,
    /// The verb behind a noun of growth: 增速比上年提高.
    pub(crate) second_verb: bool,
    pub(crate) op: Option<Comparison>,
    pub(crate) is_cap: bool,
    /// What the limit is of: the figure, or how good it is.
    pub(crate) limit_axis: Axis,
    /// Whether the comparison is an English one that stands before years as well: below 2019.
    pub(crate) is_comparative: bool,
    /// Whether the phrase leaves the side to the direction (or better).
    pub(crate) or_better: bool,
    pub(crate) about: bool,
    /// Whether about stands behind the amount (左右).
    about_behind: bool,
    /// Whether a limit stands behind the amount (以上).
    limited_behind: bool,
    pub(crate) near: bool,
    pub(crate) close: bool,
    pub(crate) per_year: bool,
    pub(crate) start: Option<Amount>,
    pub(crate) span: Span,
    /// Whether the two ends stand behind a word that says that they are ends: between 5 and 10.
    pub(crate) between: bool,
    pub(crate) result: Option<Amount>,
    /// The limit behind the result, which is of it and not of the change: 下降2个百分点至20%以内.
    pub(crate) result_limit: Option<Comparison>,
    /// Whether about stands behind the result.
    pub(crate) about_of_result: bool,
    /// Whether 达到 stands between the change and the result: 增长10%达到500家.
    pub(crate) is_reached: bool,
    /// Whether right behind the verb a limit says where the figure is: fall below 3.
    pub(crate) place_behind_verb: bool,
    /// Whether 达到 stands between the verb and the amount: the change or the result?
    pub(crate) reached_after_verb: bool,
    /// Whether 完成 stands before the amount.
    pub(crate) completed: bool,
    /// Whether it is arranged for: 按3%安排.
    pub(crate) arranged: bool,
    /// Whether words behind the amount name what it is a share of: 80% of clients.
    pub(crate) share_named: bool,
    /// Bytes of the clause from where the amount begins.
    pub(crate) rest: usize,
}

/// Whether a result follows behind the word for it alone: 提高0.3个百分点达65.3%.
fn reaches(input: &str, yardstick: &Yardstick) -> bool {
    let mut rest = input;
    (take(&mut rest, "达到") || take(&mut rest, "达")) && yardstick.amount(&mut rest).is_ok()
}

fn left_over(input: &str) -> Fault {
    if input.starts_with(|c: char| c.is_ascii_digit()) {
        return Fault::firm(input, Reason::TwoNumbers);
    }
    Fault::soft(input)
}

impl Statement {
    /// Reads a statement that takes the whole of the clause.
    pub(crate) fn parse(input: &mut &str, yardstick: &Yardstick) -> Parsed<Self> {
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
        let span = match &lead.counted_on {
            Some((on, at)) => on.of(span, yardstick, *at)?,
            None => span,
        };
        // Within ±5%: the range says it already.
        let limit = lead.limit.filter(|limit| !(limit.is_cap && span.is_margin()));
        if limit.is_some() && matches!(span, Span::Two(..)) && !span.is_to_one() {
            return Err(Fault::firm(given, Reason::Contradiction));
        }
        // Of money there are too many kinds that an object may name: agreed, received, lent.
        let counts_its_object =
            span.last().unit_span.is_some() && !matches!(yardstick.unit.base, Base::Currency(_));
        if lead.object && !counts_its_object {
            return Err(Fault::soft(given));
        }
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
            op: limit.map(|limit| limit.op),
            is_cap: limit.is_some_and(|limit| limit.is_cap),
            limit_axis: limit.map_or(Axis::Figure, |limit| limit.axis),
            is_comparative: lead.is_comparative,
            or_better: false,
            about,
            about_behind: false,
            limited_behind: false,
            near: lead.near,
            close: lead.close,
            per_year: lead.per_year,
            start: lead.start,
            span,
            between: lead.between,
            result: None,
            result_limit: None,
            about_of_result: false,
            is_reached: false,
            place_behind_verb: lead.place_behind_verb,
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

    /// Whether it says that a fall is that of several years together.
    pub(crate) fn is_of_years_together(&self) -> bool {
        let is_since = self.baseline.as_ref().is_some_and(|baseline| !baseline.is_previous());
        self.cumulative || is_since || (self.over_years && self.verb.is_some())
    }

    /// Whether it is a growth in percent and the amount that is reached with it, which are two: 增长10%达到500家.
    pub(crate) fn is_growth_reaching(&self, by_unit: ChangeUnit) -> bool {
        self.is_reached && self.result.is_some() && by_unit == ChangeUnit::Percent
    }

    /// The growth and the amount apart, each with the limit that stands behind it.
    pub(crate) fn growth_and_amount(&self) -> Option<(Self, Self)> {
        let amount = Self {
            verb: None,
            baseline: None,
            average: false,
            cumulative: false,
            ceiling: false,
            year: false,
            op: self.result_limit,
            about: self.about_of_result || self.result.as_ref().is_some_and(|result| result.about),
            span: Span::One(self.result.clone()?),
            result: None,
            ..self.clone()
        };
        let about = self.about && !self.about_of_result;
        let growth = Self { about, year: false, result: None, result_limit: None, ..self.clone() };
        Some((growth, amount))
    }

    /// Whether the amount is printed with what it counts.
    fn counts_things(&self) -> bool {
        matches!(self.span.last().unit.base, Base::Counter(_) | Base::Other(_))
    }

    /// Takes the words that say what was done with what is counted, or measured.
    fn says_what_was_done(&self, input: &mut &str) -> bool {
        (self.counts_things() || self.measures_works())
            && (try_word(input, fillers::DONE_BEHIND).is_some() || done_behind(input))
    }

    /// Whether it is a percentage that says so itself.
    fn prints_percent(&self) -> bool {
        let amount = self.span.last();
        amount.unit_span.is_some() && amount.unit.is_fraction()
    }

    /// Whether it is a length or an area with its unit, which works are measured in: 1,060 km resurfaced.
    fn measures_works(&self) -> bool {
        let amount = self.span.last();
        amount.unit_span.is_some() && matches!(amount.unit.base, Base::Physical("length in m" | "area in mu"))
    }

    /// Takes the name of the things with which something was done: 改造45个老旧小区. Of 个 it says what they are, which must not be
    /// another thing than the unit's.
    fn names_its_things(&self, input: &mut &str, yardstick: &Yardstick) -> bool {
        let amount = self.span.last();
        let is_of_the_unit = match amount.unit.base {
            Base::Counter(_) => true,
            Base::Anything => yardstick.unit.base == Base::Anything,
            _ => false,
        };
        let counts_them = self.verb.is_some_and(|verb| verb.way == Way::Done)
            && is_of_the_unit
            && amount.unit_span.is_some();
        let are_named = counts_them && names_things(input);
        if are_named {
            *input = "";
        }
        are_named
    }

    fn step_behind(&mut self, input: &mut &str, yardstick: &Yardstick, is_limited: bool) -> Parsed<bool> {
        let here = *input;
        space(input);
        let at_word = *input;
        // "75% or higher than last year" and "5 % more than last year" are told apart by what follows.
        if let Some(way) = try_word(input, verbs::ABOVE) {
            let comparative = *input;
            // Reduce by 40% below 2005 levels says which way twice; less than last year is of the reduction.
            let is_plain = matches!(taken(at_word, input), "above" | "below");
            let agrees =
                self.verb.is_none_or(|verb| is_plain && verb.way == way && !verb.to && !verb.is_rate);
            if agrees && let Some(found) = baseline_name(input) {
                if self.baseline.is_some() || is_limited {
                    return Err(Fault::soft(here));
                }
                self.baseline = Some(found);
                let nature = Nature::of(taken(at_word, comparative));
                self.verb = self.verb.or(Some(Verb { way, nature, is_rate: false, to: false, by: false }));
                return Ok(true);
            }
            *input = at_word;
        }
        if let Some(op) = try_word(input, words::BEHIND) {
            let is_inside = matches!(taken(at_word, input), "以内" | "之内" | "内");
            if is_inside && self.span.amounts().iter().any(|amount| amount.number.is_negative()) {
                // -5%以内: between it and nothing, most likely; or below it.
                return Err(Fault::firm(here, Reason::Ambiguous));
            }
            self.limited_behind(op, here)?;
            return Ok(true);
        }
        if try_word(input, words::ABOUT_BEHIND).is_some() {
            // 约71%左右 says it twice.
            once(&mut self.about_behind, here)?;
            self.about_of_result = self.result.is_some();
            self.about = true;
            if self.limited_behind || self.result_limit.is_some() {
                // 5.5%以上左右 is a slip of one word or the other.
                return Err(Fault::firm(here, Reason::Contradiction));
            }
            return Ok(true);
        }
        if let Some(verb) = self.verb
            && !verb.to
            && self.result.is_none()
            && self.start.is_none()
            && (take(input, "到") || take(input, "至") || take(input, "to") || reaches(input, yardstick))
        {
            self.is_reached = take(input, "达到") || take(input, "达");
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
        // Declined to 93.4% from 95.1%
        if self.verb.is_some_and(|verb| verb.to) && self.start.is_none() && take(input, "from") {
            self.start = Some(yardstick.amount(input)?);
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
        if says_comparable(input) {
            once(&mut self.like_for_like, here)?;
            return Ok(true);
        }
        if year_named(input) {
            self.over_years |= spans_years(here, input);
            self.until |= goes_on_until(here, input);
            once(&mut self.year, here)?;
            return Ok(true);
        }
        // 12 met: of what, nobody says.
        if try_word(input, fillers::FILLERS_BEHIND).is_some() || (self.prints_percent() && take(input, "met"))
        {
            return Ok(true);
        }
        if (matches!(self.span, Span::Two(..)) && take(input, "之间"))
            || self.says_what_was_done(input)
            || self.names_its_head(input, yardstick)
            || self.names_its_whole(input, yardstick)
            || self.names_its_things(input, yardstick)
        {
            return Ok(true);
        }
        *input = here;
        Ok(false)
    }

    /// Takes the name of what is measured as it stands before the unit: 120 MW of capacity, of Capacity (MW).
    fn names_its_head(&self, input: &mut &str, yardstick: &Yardstick) -> bool {
        let mut rest = *input;
        let _ = take(&mut rest, "of");
        let is_head = self.span.last().unit_span.is_some() && rest.trim() == yardstick.head;
        if is_head && !yardstick.head.is_empty() {
            *input = "";
            return true;
        }
        false
    }

    /// Takes the words that name what the percentage is a share of, where they do no more than that.
    fn names_its_whole(&mut self, input: &mut &str, yardstick: &Yardstick) -> bool {
        let here = *input;
        // An indicator in % of GDP takes a share of nothing else.
        if let Some((_, whole)) = yardstick.plain.split_once(" of ")
            && take(input, "of")
        {
            let names_it = self.span.last().unit.is_fraction() && input.trim() == whole;
            *input = if names_it { "" } else { here };
            return names_it;
        }
        if self.span.last().unit.is_fraction() && take(input, "of") {
            while take(input, "all") || take(input, "the") || take(input, "eligible") || take(input, "total")
            {
            }
            if try_word(input, fillers::OF_WHOM).is_some() && input.trim_start().is_empty() {
                return true;
            }
            *input = here;
        }
        // 100%达标
        if self.span.last().unit.is_fraction() && take(input, "达标") && input.trim_start().is_empty() {
            self.share_named = true;
            return true;
        }
        *input = here;
        // 100%达到或好于Ⅲ类
        let names_grade = ["达到", "优于", "好于"].iter().any(|word| input.starts_with(word));
        if names_grade && self.span.last().unit.is_fraction() && grade::grade(&mut { *input }, &[]).is_ok() {
            self.share_named = true;
            *input = "";
            return true;
        }
        if self.span.last().unit.is_fraction() && names_the_share(input) {
            self.share_named = true;
            *input = "";
            return true;
        }
        *input = here;
        false
    }

    fn limited_behind(&mut self, op: Option<Comparison>, here: &str) -> Parsed<()> {
        if self.result.is_some() && op.is_some() {
            // What a fall leads to is limited as it stands: its side is not that of the fall.
            if self.result_limit.is_some() || self.limited_behind || self.about_behind {
                return Err(Fault::firm(here, Reason::Contradiction));
            }
            self.result_limit = op;
            return Ok(());
        }
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
