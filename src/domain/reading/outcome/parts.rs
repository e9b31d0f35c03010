//! The parts of a report that are not its figure: what stands behind it without a separator, what stands beside it, and the
//! counts that it was made of. It does not know what a clause says of the figure.

use super::Outcome;
use crate::domain::{
    indicator::Measure,
    quantity::Exact,
    reading::{
        beside::{
            another,
            in_all::asks_for_the_new,
            note,
            notes::is_base_of_index,
            part::{self, Part as PartOf},
            remark,
            since::since,
            wholes,
        },
        names::subject,
        numbers::{amount::Amount, in_dollars},
        reports::{
            done,
            report::{declares, is_label, reports, turned_down, turned_up, without_lead},
            said::{Said, says_begun},
        },
        statements::{
            clause::{Form, clause},
            lexicon,
            phrase::Part,
            statement::Statement,
            together::linking_words,
        },
        times::{
            reference::{year, year_note},
            year_spans,
        },
        wording::{fault::Reason, scan::take, verbs::Way},
    },
    unit::Base,
    value::{Change, Figure},
};

const DAYS: Base = Base::Physical("day");

impl Outcome<'_> {
    /// How many parts print the target before the result, which says that it is one: Target: 95%, Result: 93.4%.
    fn before_result(&self, parts: &[Part]) -> usize {
        let words = |part: &Part| self.text.plain.get(part.span.clone());
        let [first, second, ..] = parts else { return 0 };
        let is_target =
            words(first).is_some_and(|words| another::is_target_alone(words, self.reader.yardstick));
        let is_result = words(second).is_some_and(|words| {
            words.split_once(':').is_some_and(|(label, _)| is_label(label)) || reports(words)
        });
        usize::from(is_target && is_result && !first.is_note && !second.is_note)
    }

    /// Cuts off what a clause says behind its figure without a separator: 82% against a target of 85%.
    pub(super) fn with_tails(&self, parts: &[Part]) -> Vec<Part> {
        let plain = self.text.plain.as_str();
        let mut cut = Vec::with_capacity(parts.len());
        for part in parts.get(self.before_result(parts)..).unwrap_or(&[]).iter().cloned() {
            let words = plain.get(part.span.clone()).unwrap_or("");
            let is_milestone = self.reader.context.measure == Measure::Milestone;
            if is_milestone
                && !part.is_note
                && let Some(offset) = done::where_to_come(words)
            {
                let (before, behind) = words.split_at_checked(offset).unwrap_or((words, ""));
                let (start, end) = (part.span.start, part.span.end);
                cut.push(Part { span: start..start + before.trim_end().len(), is_note: false });
                cut.push(Part { span: end - behind.trim_start().len()..end, is_note: false });
                continue;
            }
            // Target met: 82%. Of a share, which has no sign, a dash does as well.
            let is_share =
                self.reader.yardstick.plain == "%" && self.reader.context.measure == Measure::Level;
            let dash = words
                .split_once(" - ")
                .filter(|(_, figure)| is_share && figure.starts_with(|c: char| c.is_ascii_digit()));
            let labelled = words.split_once(':').or(dash);
            // 2060:1 is no 1 of the year 2060.
            let is_ratio = self.reader.context.measure == Measure::Ratio
                || self.reader.yardstick.unit.base == Base::Ratio;
            if let Some((label, figure)) = labelled
                && !part.is_note
                && (is_label(label) || (year_note(label.trim()) && !is_ratio))
            {
                let start = part.span.end - figure.trim_start().len();
                cut.push(Part { span: start..part.span.end, is_note: false });
                continue;
            }
            let offset = labelled
                .filter(|(said, _)| declares(said))
                .map(|(said, _)| said.len())
                .or_else(|| another::tail_of(words))
                .filter(|_| !part.is_note && clause(words, self.reader.yardstick).is_err());
            let Some(offset) = offset else {
                cut.push(part);
                continue;
            };
            let start = part.span.start;
            let tail = words.get(offset..).unwrap_or("").trim_start_matches([' ', '-', ':']);
            cut.push(Part { span: start..start + offset, is_note: false });
            cut.push(Part { span: part.span.end - tail.len()..part.span.end, is_note: false });
        }
        cut
    }

    /// The parts without the amount before its growth, where the growth is what is measured: 32772.68亿元，增长4.3%. Nor is the
    /// number of days with good air another figure beside their share.
    pub(super) fn behind_its_amount(&self, mut parts: Vec<Part>) -> Vec<Part> {
        let context = self.reader.context;
        let words = |part: &Part| self.text.plain.get(part.span.clone()).unwrap_or("");
        if let [first, second, ..] = parts.as_slice()
            && self.measures_another_thing(words(first), false)
            && self.amount_alone(words(second)).is_some_and(|own| self.reader.yardstick.in_unit(&own).is_ok())
        {
            parts.remove(0);
            return parts;
        }
        if let [first, second, ..] = parts.as_slice()
            && context.measure == Measure::Level
            && !second.is_note
            && self.is_new_of_all(words(first), words(second))
        {
            parts.remove(0);
            return parts;
        }
        let [amount, behind @ ..] = parts.as_slice() else { return parts };
        // 56749.8亿元，按可比价格计算，比上年增长2.9%
        let growth = behind.iter().find(|part| !lexicon::says_at_which_prices(words(part)));
        let Some(growth) = growth else { return parts };
        if !self.reader.yardstick.unit.is_fraction() || amount.is_note {
            return parts;
        }
        let named = words(amount);
        let Some(amount) = subject::amount_alone(without_lead(named), self.reader.yardstick) else {
            return parts;
        };
        let behind = words(growth);
        let behind = behind.get(linking_words(behind)..).unwrap_or("");
        let is_its_growth = match clause(without_lead(behind), self.reader.yardstick) {
            Ok(Form::Statement(said)) => {
                let is_percent = said.span.last().unit.is_fraction();
                let moves = said.verb.is_some_and(|verb| matches!(verb.way, Way::Up | Way::Down));
                is_percent && (moves || (!growth.is_note && said.verb.is_none()))
            }
            Ok(Form::Sign { .. }) => true,
            _ => false,
        };
        // 优良天数332天，占比91.0%
        let days_are_named = named.contains("优良") && behind.starts_with("占比") && self.higher_is_better();
        let is_its_share = amount.unit.base == DAYS
            && (behind.contains("优良") || days_are_named)
            && subject::is_share(behind, self.reader.yardstick);
        let is_beside = match context.measure {
            Measure::Rate => is_its_growth,
            Measure::Level => is_its_share,
            _ => false,
        };
        if is_beside {
            parts.remove(0);
        }
        parts
    }

    /// 2025年新增12，五年累计52家: what one year added is no change of what there has been over several, which stands behind it.
    fn is_new_of_all(&self, one_year: &str, all: &str) -> bool {
        let yardstick = self.reader.yardstick;
        let (mut one_year, mut all) = (one_year, all);
        let is_led = year(&mut one_year).is_some()
            && take(&mut one_year, "年")
            && take(&mut one_year, "新增")
            && year_spans::counted(&mut all).is_some()
            && take(&mut all, "累计");
        let number = |mut words: &str| {
            let amount = yardstick.amount(&mut words).ok().filter(|_| words.trim().is_empty())?;
            yardstick.beside_in_unit(&amount).ok()
        };
        is_led && number(one_year).zip(number(all)).is_some_and(|(one, all)| one <= all)
    }

    /// The amount that words are, where it is no share and is printed with what it is counted in.
    fn amount_alone(&self, words: &str) -> Option<Amount> {
        let mut rest = words;
        let amount = self.reader.yardstick.amount(&mut rest).ok()?;
        let is_counted = matches!(amount.unit.base, Base::Counter(_) | Base::Physical(_) | Base::Currency(_))
            || amount.unit.base == Base::Anything;
        let is_plain = amount.unit_span.is_some() && !amount.signed && amount.unit.base != DAYS;
        (is_plain && is_counted && rest.trim().is_empty()).then_some(amount)
    }

    /// 1828个、3400万平方米: an amount alone that cannot be one of what is measured here, which is counted in another unit.
    /// In two currencies it may be two parts of one sum, where the second is no note on the first; and so it may be in two
    /// measures of time, or of things that are not counted as the people among them are.
    fn measures_another_thing(&self, words: &str, is_note: bool) -> bool {
        let context = self.reader.context;
        let own = &self.reader.yardstick.unit;
        let is_amount = matches!(context.measure, Measure::Flow | Measure::Level)
            && matches!(own.base, Base::Counter(_) | Base::Physical(_) | Base::Currency(_) | Base::Anything);
        is_amount
            && own.per.is_none()
            && self.amount_alone(words).is_some_and(|amount| {
                let both = [&amount.unit.base, &own.base];
                let are_money = both.iter().all(|base| matches!(base, Base::Currency(_)));
                let are_times = both.iter().all(|base| is_a_time(base));
                let are_things = both.iter().all(|base| matches!(base, Base::Counter(_) | Base::Anything))
                    && !both.contains(&&Base::Counter("person"));
                amount.unit.per.is_none()
                    && amount.unit.base != own.base
                    && (is_note || !are_money)
                    && !are_times
                    && !are_things
                    && self.reader.yardstick.in_unit(&amount).is_err()
            })
    }

    /// How many parts from the given one on are no more than a remark on the figure; 0 where it says something else.
    pub(super) fn beside(&self, parts: &[Part], from: usize, figures: &[Figure]) -> usize {
        const LONGEST: usize = 3;
        let Some(figure) = figures.first() else { return 0 };
        let words = |parts: &[Part]| match parts {
            [first, .., last] if !parts.iter().any(|part| part.is_note) => {
                self.text.plain.get(first.span.start..last.span.end)
            }
            [one] => self.text.plain.get(one.span.clone()),
            _ => None,
        };
        let rest = parts.get(from..).unwrap_or(&[]);
        if rest.get(..1).and_then(words).is_some_and(|one| self.pace(one).is_some()) {
            return 0;
        }
        // 520亿元，超额4%完成年度任务: a share of the target, where none is given yet. Beside a growth it is said of that growth, and
        // beside a bound there is no amount that it could be the share of.
        let is_amount = matches!(figures, [Figure::Number { approximate: false, .. }]);
        let first = rest.get(..1).and_then(words);
        let is_target = rest.first().is_some_and(|part| part.is_note)
            && first.is_some_and(another::names_the_target_alone);
        // 西部第3位，全国第12位: of two places neither is a remark on the other.
        let is_under_way = first.is_some_and(says_begun);
        let is_second_place = matches!(figure, Figure::Rank { .. }) && first.is_some_and(remark::is_place);
        if is_target || is_under_way || is_second_place {
            return 0;
        }
        if is_amount
            && first.is_some_and(|one| matches!(clause(one, self.reader.yardstick), Ok(Form::Share { .. })))
        {
            return 0;
        }
        // 高于全国、全省0.8、0.3个百分点 is one remark in three parts.
        let longest = (1..=LONGEST.min(rest.len())).rev().find(|length| {
            rest.get(..*length)
                .and_then(words)
                .is_some_and(|words| remark::is_remark(words, self.reader.yardstick))
        });
        if let Some(length) = longest {
            return length;
        }
        let Some(one) = rest.get(..1).and_then(words) else { return 0 };
        let others = rest.get(1..).unwrap_or(&[]).iter();
        let before = rest.first().and_then(|part| self.text.plain.get(..part.span.start)).unwrap_or("");
        // 其中一产320亿元、二产3200亿元: every part behind it is one more of the same, or how much of the whole it is.
        let are_parts = others.map(std::slice::from_ref).all(|other| {
            words(other).is_some_and(|other| {
                wholes::is_one_more_part(other, self.reader.yardstick)
                    && self.part_of_list_against(other, before).is_none()
            })
        });
        let is_part = are_parts
            && self.part_against(one).is_none()
            && (wholes::names_a_part_of_ours(one) || wholes::holds_a_part(one, self.reader.yardstick));
        if is_part {
            return rest.len();
        }
        let is_other = rest.first().is_some_and(|part| part.is_note)
            && (another::is_of_named_year(one, self.reader.yardstick)
                || (figure.number().is_some() && another::is_of_a_year(one, self.reader.yardstick)))
            && !another::names_a_year(before)
            || another::is_another_figure(one, self.reader.yardstick, figure.number());
        // 增长2.1%，由负转正
        let is_share =
            !self.reader.yardstick.unit.is_fraction() && subject::is_share(one, self.reader.yardstick);
        let is_risen = figure.number().is_some_and(|figure| {
            figure.is_positive() && turned_up(one) || figure.is_negative() && turned_down(one)
        });
        let is_growth = self.is_growth_of_index(one, figure.number());
        let is_note = rest.first().is_some_and(|part| part.is_note);
        if is_note && (self.is_note_on(one, figure) || self.is_sum_so_far(one, figure, before)) {
            return 1;
        }
        let is_in_dollars = figure
            .number()
            .is_some_and(|own| in_dollars::is_the_same(one, own, before, is_note, self.reader.yardstick));
        if is_in_dollars && figures.len() == 1 && from == 1 {
            return 1;
        }
        let is_another_thing =
            is_amount && ends_with_a_unit(before) && self.measures_another_thing(one, is_note);
        usize::from(is_other || is_share || is_risen || is_growth || is_another_thing)
    }

    /// How far a number moved since an earlier year whose figure stands beside it.
    pub(super) fn since(&self, words: &str, figures: &[Figure]) -> Option<Change> {
        let [Figure::Number { value, approximate: false }] = figures else { return None };
        if self.reader.context.is_reduction {
            return None;
        }
        since(words, *value, (self.reader.context.measure, self.reader.yardstick))
    }

    /// 新增65家，减少12家: of what is new and what was lost meanwhile the second is no fall from the year before.
    pub(super) fn is_lost_meanwhile(&self, said: &Statement) -> bool {
        let is_bare_fall = said.verb.is_some_and(|verb| verb.way == Way::Down && !verb.to && !verb.is_rate)
            && said.baseline.is_none()
            && !said.span.last().unit.is_fraction();
        let plain = self.text.plain.as_str();
        is_bare_fall
            && matches!(self.reader.context.measure, Measure::Flow | Measure::Level)
            && (asks_for_the_new(plain) || plain.contains("净增") || plain.contains("增加"))
    }

    /// Whether a figure counts what is said to be under way, or not even begun, and so is not done: 12 schools (in progress).
    pub(super) fn is_of_what_is_begun(&self, short: Option<Said>, figure: &Figure) -> bool {
        let is_amount = matches!(self.reader.context.measure, Measure::Flow | Measure::Level);
        let is_count =
            matches!(figure, Figure::Number { .. } | Figure::Bound { .. } | Figure::Between { .. });
        short == Some(Said::Begun) && is_amount && is_count
    }

    /// Whether a rate of growth stands behind the amount that grew, which a share of a plan is of as well: 完成520亿元，同比增长5.2%，
    /// 完成年度计划的104%.
    pub(super) fn is_behind_an_amount(&self) -> bool {
        let plain = self.text.plain.as_str();
        let first = || plain.split([',', ';', '(']).next().unwrap_or("");
        self.reader.context.measure == Measure::Rate
            && self.reader.yardstick.unit.is_fraction()
            && subject::amount_alone(without_lead(first()), self.reader.yardstick).is_some()
    }

    /// Whether a note says how far a number moved by a sign alone (+2.2), or whom it is made up of (60% female).
    fn is_note_on(&self, note: &str, figure: &Figure) -> bool {
        let yardstick = self.reader.yardstick;
        let measure = self.reader.context.measure;
        let is_amount = matches!(measure, Measure::Flow | Measure::Level);
        figure.number().is_some_and(|number| {
            note::is_step(note, yardstick, measure == Measure::Level)
                || (is_amount && note::is_made_up_of(note, number, &yardstick.unit))
        })
    }

    /// 79% (revised from 82%): what the figure was given as before, which is never the figure.
    pub(super) fn is_former_figure(&self, note: &str) -> bool {
        let former = ["revised from ", "corrected from "].iter().find_map(|lead| note.strip_prefix(lead));
        former.is_some_and(|mut rest| {
            let amount = self.reader.yardstick.amount(&mut rest);
            let is_of_it = amount.is_ok_and(|amount| {
                !amount.surplus
                    && !amount.signed
                    && !amount.looks_like_year()
                    && self.reader.yardstick.in_unit(&amount).is_ok()
            });
            is_of_it && rest.trim().is_empty()
        })
    }

    /// 162座（累计832座）: of what adds up, all that there has been by then, which is more than the period's own.
    fn is_sum_so_far(&self, note: &str, figure: &Figure, before: &str) -> bool {
        let mut rest = note;
        let is_sum = take(&mut rest, "累计") && !before.contains("累计");
        let _ = take(&mut rest, "达到") || take(&mut rest, "达") || take(&mut rest, "建成");
        let Ok(all) = self.reader.yardstick.amount(&mut rest) else { return false };
        let is_more = || {
            let all = self.reader.yardstick.in_unit(&all).ok();
            all.zip(figure.number()).is_some_and(|(all, own)| all > own)
        };
        self.reader.context.measure == Measure::Flow
            && is_sum
            && all.unit_span.is_some()
            && !all.signed
            && rest.trim().is_empty()
            && is_more()
    }

    /// Why the part of the figure that words name cannot stand beside it: not all of the figure is done (其中在建20家), or it is of more
    /// than the year, of what adds up (其中今年新增20家).
    pub(super) fn part_against(&self, words: &str) -> Option<Reason> {
        let yardstick = self.reader.yardstick;
        let part = part::named_part(words)?;
        let (before, behind) = self.text.plain.split_once(words).unwrap_or(("", ""));
        let first = PartOf { words: part, before, yardstick };
        let is_of_more = || self.reader.context.measure == Measure::Flow && first.is_of_the_year();
        let against = || is_of_more().then_some(Reason::TwoNumbers);
        self.part_of_list_against(part, before).or_else(against).or_else(|| {
            // 其中农村620户、在建300户, within one pair of brackets or behind commas.
            let is_separator = |c: char| matches!(c, '、' | ',' | ';');
            let behind = if behind.starts_with(is_separator) { behind } else { "" };
            let list = part.split(is_separator).skip(1).chain(behind.split(is_separator).skip(1));
            let mut others =
                list.map(str::trim).take_while(|other| wholes::is_one_more_part(other, yardstick));
            others.find_map(|other| self.part_of_list_against(other, before))
        })
    }

    /// The same of one of several parts, whatever stands before it in their list.
    fn part_of_list_against(&self, part: &str, before: &str) -> Option<Reason> {
        let part = PartOf { words: part, before, yardstick: self.reader.yardstick };
        match self.reader.context.measure {
            Measure::Flow | Measure::Level if part.is_not_done() => Some(Reason::NotAttained),
            Measure::Flow if part.is_of_more() => Some(Reason::TwoNumbers),
            _ => None,
        }
    }

    /// The part of which the whole is printed, where it is the part that is counted: 1,234 of 2,000 people.
    pub(super) fn counted_of_all(&self, words: &str) -> Option<Figure> {
        let unit = &self.reader.yardstick.unit;
        let counts = matches!(unit.base, Base::Counter(_) | Base::Anything | Base::None)
            && unit.multiplier == Exact::ONE
            && self.reader.context.measure == Measure::Flow;
        let (value, _) = another::part_of(words).filter(|_| counts && another::is_share_by_counts(words))?;
        Some(Figure::Number { value, approximate: false })
    }

    /// The percentage that counts alone make, where they make one exactly: 12 of 15.
    pub(super) fn share_counted(&self) -> Result<Option<Figure>, Reason> {
        let Some((part, whole)) = self.counted else { return Ok(None) };
        if !(self.counts_are_a_share && self.reader.context.measure == Measure::Level) {
            return Err(Reason::Ambiguous);
        }
        let scale = self.reader.yardstick.unit.scale;
        let percent =
            part.times(Exact::HUNDRED).and_then(|part| part.over_exactly(whole)?.over_exactly(scale));
        let value = percent.ok_or(Reason::NotExact)?;
        Ok(Some(Figure::Number { value, approximate: false }))
    }

    /// Whether a note says what the figure is made of, and is no figure of its own: 5 (83%), 83% (15 projects), 66%
    /// (n=1,204), 98.2 (2012=100).
    pub(super) fn is_of_the_figure(&self, note: &str) -> bool {
        let is_number = |words: &str| !words.is_empty() && words.chars().all(|c| c.is_ascii_digit());
        let own_share = self.reader.yardstick.unit.is_fraction();
        if let Some((name, number)) = note.split_once('=') {
            let is_base = self.reader.context.measure == Measure::Index
                && is_base_of_index(note, &self.reader.yardstick.plain);
            return is_base || (own_share && name.trim() == "n" && is_number(number.trim()));
        }
        let mut rest = note;
        let Ok(amount) = self.reader.yardstick.amount(&mut rest) else { return false };
        // 86.8%（317天）: the days of which the share is.
        let is_days = amount.unit.base == DAYS && amount.number <= Exact::from(366);
        let counts = (is_days || matches!(amount.unit.base, Base::Counter(_))) && amount.multiplier.is_none();
        let is_amount = matches!(self.reader.context.measure, Measure::Flow | Measure::Level);
        let says_another = if own_share { counts } else { amount.unit.is_fraction() };
        is_amount && says_another && !amount.signed && !amount.surplus && rest.trim().is_empty()
    }
}

pub(super) fn is_a_time(base: &Base) -> bool {
    const TIMES: [&str; 5] = ["day", "working day", "week", "time in seconds", "time in months"];
    matches!(base, Base::Physical(what) if TIMES.contains(what))
}

/// Whether a number before a separator is printed with what it is counted in: of 3、4家 the first is not, and both are one guess.
fn ends_with_a_unit(before: &str) -> bool {
    const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿余多几";
    let said = before.trim_end_matches([' ', ',', '、', ';', '(']);
    said.ends_with(|c: char| !c.is_numeric() && !NUMERALS.contains(c))
}
