//! How the clauses of a target go together: where one ends without a separator, what may stand before one,
//! and which conditions cannot stand side by side.

use crate::domain::{
    criterion::{ChangeUnit, Comparison, Condition, Criterion},
    reading::{times::dated::day_named, wording::fault::Reason},
};

/// Words that join a clause to the one before; their length.
pub(crate) fn linking_words(words: &str) -> usize {
    let leads = ["并且", "同时", "并", "且", "and ", "but ", "while "];
    let lead = leads.iter().find(|lead| words.starts_with(**lead));
    lead.map_or(0, |lead| lead.len())
}

/// Where a clause without a separator goes on with another one.
pub(crate) fn split_at_and(words: &str) -> Option<usize> {
    if words.contains("between") || words.contains("介于") {
        return None;
    }
    words
        .find(" and ")
        .or_else(|| words.find(" but "))
        .or_else(|| words.find('且'))
        .or_else(|| words.find('但'))
}

/// Bytes left from a month or a day within the year, where the clause names one without its year. One with its year may be the
/// end of the target's period.
pub(crate) fn date_within_period(words: &str) -> Option<usize> {
    let (mut rest, mut before) = (words, None);
    while let Some(next) = rest.chars().next() {
        if next == '月' && before.is_some_and(|before: char| before.is_ascii_digit()) {
            return Some(rest.len());
        }
        let is_day = !before.is_some_and(|before| before.is_ascii_digit()) && day_named(&mut rest).is_some();
        before = Some(next);
        if !is_day {
            rest = rest.get(next.len_utf8()..).unwrap_or("");
        }
    }
    ["上半年", "下半年", "一季度", "二季度", "三季度", "四季度"]
        .iter()
        .find_map(|word| words.find(word))
        .map(|offset| words.len() - offset)
}

/// Why a criterion cannot stand beside those before it.
pub(crate) fn clash(before: &[Criterion], next: &Criterion) -> Option<Reason> {
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
        (
            Condition::Change { by_unit: one, from, .. },
            Condition::Change { by_unit: other, from: other_from, .. },
        ) => (one == other && from == other_from).then_some(Reason::TwoNumbers),
        (Condition::Relative { op: one, to, .. }, Condition::Relative { op: other, to: other_to, .. }) => {
            (to == other_to && (one == other || *one == Equal || *other == Equal))
                .then_some(Reason::Contradiction)
        }
        (Condition::Threshold { .. } | Condition::Range { .. }, Condition::Range { .. })
        | (Condition::Range { .. }, Condition::Threshold { .. })
        | (Condition::Grade { .. }, Condition::Grade { .. })
        | (Condition::Rank { .. }, Condition::Rank { .. } | Condition::Threshold { .. })
        | (Condition::Threshold { .. }, Condition::Rank { .. }) => Some(Reason::TwoNumbers),
        (Condition::All { of }, other) => of.iter().find_map(|one| clash_of(&one.condition, other)),
        (one, Condition::All { of }) => of.iter().find_map(|other| clash_of(one, &other.condition)),
        _ => None,
    }
}

/// The last of what is asked, and where it is a limit of the figure the limit on its other side: 5%以上且8%以下（年均）.
pub(crate) fn both_ends(criteria: &mut [Criterion]) -> impl Iterator<Item = &mut Criterion> {
    let is_limit = |one: &Criterion| matches!(one.condition, Condition::Threshold { .. });
    let last = criteria.len().saturating_sub(1);
    let is_one_of_two = criteria.last().is_some_and(is_limit);
    let ends = criteria.iter_mut().enumerate();
    ends.filter(move |(index, one)| *index == last || (is_one_of_two && is_limit(one))).map(|(_, one)| one)
}

/// A change in points that is followed by the value it leads to (提高0.5个百分点，达到65.5%): one condition. An
/// amount and its growth in percent (达到2.4万亿元、增长6%) are two, in either order.
pub(crate) fn with_result(change: &Criterion, result: &Criterion) -> Option<Criterion> {
    let Condition::Threshold { op, value, about: false, average_per_year: false } = result.condition else {
        return None;
    };
    let mut one = change.clone();
    match &mut one.condition {
        Condition::Change {
            op: asked,
            by_unit: ChangeUnit::Points,
            to_value: to_value @ None,
            about: false,
            average_per_year: false,
            ..
        } if *asked == op && !change.like_for_like && !result.like_for_like => *to_value = Some(value),
        _ => return None,
    }
    Some(one)
}
