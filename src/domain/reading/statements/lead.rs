//! What stands before the amount of a statement: words and groups of words in the order in which they come. What stands
//! behind it is not known here.

use super::{comparable::says_comparable, things::is_name};
use crate::domain::{
    reading::{
        numbers::{
            amount::{Amount, Yardstick},
            counted_on::{CountedOn, counted_on},
            fraction,
        },
        times::{
            reference::{Baseline, baseline, baseline_name, year_named},
            year_spans,
        },
        wording::{
            fault::{Fault, Parsed, Reason},
            fillers,
            scan::{space, take, try_word},
            verbs::{self, Nature, Way},
            words::{self, Limit},
        },
    },
    unit::Base,
};

/// A verb of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verb {
    pub(crate) way: Way,
    pub(crate) nature: Nature,
    /// Whether it is a noun for a rate of growth (增速).
    pub(crate) is_rate: bool,
    /// Whether 到, to says that the amount is the result.
    pub(crate) to: bool,
    /// Whether by says that the amount is the change.
    pub(crate) by: bool,
}

/// What has been seen before the amount.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a word was there")]
pub(crate) struct Lead {
    pub(crate) baseline: Option<Baseline>,
    pub(crate) average: bool,
    pub(crate) like_for_like: bool,
    pub(crate) cumulative: bool,
    pub(crate) ceiling: bool,
    pub(crate) year: bool,
    pub(crate) over_years: bool,
    pub(crate) until: bool,
    pub(crate) verb: Option<Verb>,
    pub(crate) second_verb: bool,
    pub(crate) limit: Option<Limit>,
    pub(crate) is_comparative: bool,
    pub(crate) limit_before_verb: bool,
    /// Whether right behind the verb a limit says where the figure is: fall below 3.
    pub(crate) place_behind_verb: bool,
    /// Bytes of the clause left behind the verb.
    behind_verb: Option<usize>,
    pub(crate) about: bool,
    pub(crate) near: bool,
    /// Whether the figure is said to be close, on either side: close to 5%.
    pub(crate) close: bool,
    pub(crate) per_year: bool,
    pub(crate) between: bool,
    pub(crate) ranged: bool,
    pub(crate) reached_after_verb: bool,
    pub(crate) completed: bool,
    pub(crate) arranged: bool,
    /// Whether a verb of what was done names its object before the amount: 新建标准厂房50万平方米.
    pub(crate) object: bool,
    pub(crate) start: Option<Amount>,
    /// What the amount is said to be counted on, and the bytes of the clause from where it says so.
    pub(crate) counted_on: Option<(CountedOn, usize)>,
}

pub(crate) fn once(flag: &mut bool, input: &str) -> Parsed<()> {
    if *flag {
        return Err(Fault::soft(input));
    }
    *flag = true;
    Ok(())
}

/// The words that have been taken since, without the spaces around them.
pub(crate) fn taken<'a>(since: &'a str, input: &str) -> &'a str {
    since.get(..since.len().saturating_sub(input.len())).unwrap_or("").trim()
}

/// Whether what has been taken since is several years: “十四五”期间, 2021-2025年.
pub(crate) fn spans_years(since: &str, input: &str) -> bool {
    let said = taken(since, input);
    let mut rest = said;
    said.contains("期间") || said.contains("时期") || year_spans::from_to(&mut rest)
}

/// Whether the year that has been taken since is one until which something goes on: 到2025年, by 2030.
pub(crate) fn goes_on_until(since: &str, input: &str) -> bool {
    let said = taken(since, input);
    let has_year = said.chars().filter(char::is_ascii_digit).count() >= 4;
    has_year && ["到", "至", "截至", "截止", "by "].iter().any(|word| said.starts_with(word))
}

/// Whether what follows over is counted in a unit, and no year: over 2000 jobs.
fn is_over_an_amount(input: &str, yardstick: &Yardstick) -> bool {
    let mut after = input;
    take(&mut after, "over") && yardstick.amount(&mut after).is_ok_and(|amount| amount.unit_span.is_some())
}

/// Takes the name of what is done, up to the digits behind it. What could compare, change, count, date or share it is no
/// part of a name.
fn object(input: &mut &str) -> bool {
    named_thing(input, 8)
}

/// Takes the name of a piece of work that was completed: 完成老年人家庭适老化改造1000户.
fn work(input: &mut &str) -> bool {
    const WORKS: [&str; 8] = ["改造", "建设", "培训", "治理", "整治", "修复", "造林", "绿化"];
    let here = *input;
    let is_work = named_thing(input, 12) && WORKS.iter().any(|work| taken(here, input).ends_with(work));
    if !is_work {
        *input = here;
    }
    is_work
}

fn named_thing(input: &mut &str, longest: usize) -> bool {
    // The digit of 5G基站 is a part of the name.
    let named = input.strip_prefix("5g").unwrap_or(input);
    let digits = named.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let Some((name, rest)) = named.split_at_checked(digits) else { return false };
    let is_one = is_name(name, longest);
    if is_one {
        *input = rest;
    }
    is_one
}

impl Lead {
    pub(crate) fn parse(input: &mut &str, yardstick: &Yardstick) -> Parsed<Self> {
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
        // 可比价增长 is a growth at constant prices.
        if !input.starts_with("可比价") && says_comparable(input) {
            once(&mut self.like_for_like, here)?;
            let _ = take(input, "增长") && {
                self.set_verb(
                    Verb { way: Way::Up, nature: Nature::Growth, is_rate: false, to: false, by: false },
                    here,
                    input.len(),
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
        // 由2020年的56.2%提高到2025年的62.4%: the year is that of the result.
        let is_open = self.start.is_some() && self.verb.is_some_and(|verb| !verb.to);
        if is_open && (take(input, "到") || take(input, "至")) {
            self.with_verb(|verb| verb.to = true);
            let dated = *input;
            if year_named(input) && take(input, "的") {
                once(&mut self.year, here)?;
            } else {
                *input = dated;
            }
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
            let is_limit = behind.starts_with(['约', '不', '增']) && !behind.starts_with("不变价");
            behind.starts_with(|c: char| c.is_ascii_digit()) || is_limit
        });
        if let Some(behind) = is_led {
            once(&mut self.arranged, here)?;
            *input = behind;
            return Ok(true);
        }
        if year_spans::counted(input).is_some() {
            self.over_years = true;
            return Ok(true);
        }
        if year_spans::averaged(input).is_some() {
            self.over_years = true;
            once(&mut self.average, here)?;
            return Ok(true);
        }
        if take(input, "累计") || take(input, "合计") || take(input, "总计") {
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
        if self.starts(input, yardstick)? || self.counts_on(input) {
            return Ok(true);
        }
        let is_taken = self.word(input, here, yardstick)?;
        if !is_taken {
            *input = here;
        }
        Ok(is_taken)
    }

    /// Takes a limit, a verb or a word that changes nothing; false, and nothing taken, where none follows.
    fn word(&mut self, input: &mut &str, here: &str, yardstick: &Yardstick) -> Parsed<bool> {
        if let Some(limit) = try_word(input, words::BEFORE) {
            if self.limit.is_some() {
                return Err(Fault::firm(here, Reason::Contradiction));
            }
            self.limit = Some(limit);
            self.is_comparative = words::is_comparative(taken(here, input));
            self.limit_before_verb = self.verb.is_none();
            self.place_behind_verb =
                self.behind_verb == Some(here.len()) && words::names_a_place(taken(here, input));
            return Ok(true);
        }
        if try_word(input, words::ABOUT_BEFORE).is_some() {
            once(&mut self.about, here)?;
            self.close |= taken(here, input) == "close to";
            return Ok(true);
        }
        if try_word(input, words::NEAR).is_some() {
            once(&mut self.near, here)?;
            return Ok(true);
        }
        // 通车里程1200公里 is all there is, and 通车120公里 what was opened.
        let is_length = ["通车里程", "通车总里程"].iter().any(|name| input.starts_with(name));
        if !is_length && let Some((way, is_rate)) = try_word(input, verbs::VERBS) {
            let nature = Nature::of(taken(here, input));
            self.set_verb(Verb { way, nature, is_rate, to: false, by: false }, here, input.len())?;
            // Of people there are too many kinds that are new: 新增就业困难人员.
            let names_things = yardstick.unit.base != Base::Counter("person")
                && matches!(taken(here, input), "新增" | "净增");
            self.object = (way == Way::Done || names_things) && object(input);
            return Ok(true);
        }
        let is_place = ["全市", "全省", "全区", "全县"].iter().any(|place| input.starts_with(place));
        if is_place && self.limit.is_some() {
            // 高于全省1个百分点 compares with the province.
            return Ok(false);
        }
        if let Some(ceiling) = try_word(input, fillers::FILLERS) {
            self.ceiling |= ceiling;
            let said = taken(here, input);
            self.completed |= said == "完成";
            if said == "完成" && self.verb.is_none() && work(input) {
                let verb =
                    Verb { way: Way::Done, nature: Nature::Plain, is_rate: false, to: false, by: false };
                self.set_verb(verb, here, input.len())?;
                self.object = true;
            }
            let is_reached = said.ends_with("达到")
                || said.ends_with('达')
                || matches!(said, "reach" | "reaching" | "为" | "完成" | "实现" | "at");
            // Increased by a total of 50 says that it is how much more.
            let is_total = matches!(said, "a total of" | "total of" | "total:");
            self.reached_after_verb |= self.verb.is_some_and(|verb| is_reached || (is_total && !verb.by));
            return Ok(true);
        }
        Ok(false)
    }

    /// 人均, 户均: what the amount is counted on.
    fn counts_on(&mut self, input: &mut &str) -> bool {
        let from = input.len();
        let found = if self.counted_on.is_none() { counted_on(input) } else { None };
        let is_found = found.is_some();
        self.counted_on = found.map(|on| (on, from)).or(self.counted_on.take());
        is_found
    }

    /// From 60%, 从60%: where a change starts.
    fn starts(&mut self, input: &mut &str, yardstick: &Yardstick) -> Parsed<bool> {
        let here = *input;
        let may_start = self.start.is_none() && self.limit.is_none() && !self.about;
        if !(may_start && (take(input, "from") || take(input, "从") || take(input, "由"))) {
            return Ok(false);
        }
        let dated = *input;
        if !(baseline_name(input).is_some() && take(input, "的")) {
            *input = dated;
        }
        self.start = Some(yardstick.amount(input)?);
        // From 91% in 2022 to 93%
        let mut dated = *input;
        if year_named(&mut dated) && take(&mut { dated }, "to") {
            *input = dated;
        }
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

    fn set_verb(&mut self, verb: Verb, here: &str, behind: usize) -> Parsed<()> {
        match self.verb {
            None => {}
            Some(first) if first.is_rate && !self.second_verb && first.way == Way::Up && !verb.is_rate => {
                self.second_verb = true;
            }
            // 增长速度, 实际增长 and the like are words of the table; any other second verb is not certain.
            Some(_) => return Err(Fault::soft(here)),
        }
        self.verb = Some(verb);
        self.behind_verb = Some(behind);
        Ok(())
    }

    fn with_verb(&mut self, change: impl FnOnce(&mut Verb)) {
        if let Some(verb) = &mut self.verb {
            change(verb);
        }
    }
}
