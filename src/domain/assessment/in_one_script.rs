//! The front door: a case in traditional characters, or with some of its words in them, as it reads in simplified ones. What the answer tells of
//! its words stays as it was given. Takes no decision.

use std::borrow::Cow;

use super::{Assessment, Case, Reported, Step, as_meant};
use crate::domain::{
    characters::{counts_in_zhao, in_simplified},
    criterion::{Condition, Criterion},
    indicator::Indicator,
    target::Target,
    value::Figure,
};

/// Assesses a case. The same case gives the same answer, whichever characters its words are in.
///
/// What was reported only after the day about a period that was not over on it does not take part.
pub fn assess(case: &Case<'_>) -> Assessment {
    // 兆 is another number in traditional characters: what prints it is kept with all its words.
    let texts = case.reported.iter().map(|vintage| vintage.outcome.text.as_str());
    let mut texts = texts.chain([case.indicator.unit.as_str(), case.target.text.as_str()]);
    if texts.any(counts_in_zhao) {
        return as_meant::assess(&Case { indicator: &case.indicator.with_plain_name(), ..*case });
    }
    let mut given = Given::default();
    let indicator = of_indicator(case.indicator);
    let target = of_target(case.target, &mut given);
    let reported = of_reported(case.reported, &mut given);
    let mut answer =
        as_meant::assess(&Case { indicator: &indicator, target: &target, reported: &reported, ..*case });
    given.tell(&mut answer);
    answer
}

/// Words with those that they were given in.
#[derive(Debug, Default)]
struct Given(Vec<(String, String)>);

impl Given {
    /// Replaces words by simplified ones.
    fn replace(&mut self, words: &mut String) {
        if let Cow::Owned(plain) = in_simplified(words) {
            let given = std::mem::replace(words, plain.clone());
            self.0.push((plain, given));
        }
    }

    /// Tells in the steps of an answer the words that were given.
    fn tell(&self, answer: &mut Assessment) {
        if self.0.is_empty() {
            return;
        }
        for step in &mut answer.steps {
            if let Step::Beside { what: words, .. } | Step::ComparedWith { to: words, .. } = step
                && let Some((_, given)) = self.0.iter().find(|(plain, _)| plain == words)
            {
                given.clone_into(words);
            }
        }
    }
}

fn is_traditional(words: &str) -> bool {
    matches!(in_simplified(words), Cow::Owned(_))
}

fn of_indicator(indicator: &Indicator) -> Cow<'_, Indicator> {
    let named = indicator.with_plain_name();
    match in_simplified(&indicator.unit) {
        Cow::Owned(unit) => Cow::Owned(Indicator { unit, ..named.into_owned() }),
        Cow::Borrowed(_) => named,
    }
}

fn of_target<'a>(target: &'a Target, given: &mut Given) -> Cow<'a, Target> {
    // What is asked is read from the words, unless it was given beside them.
    let asks_in_words = |condition: &Condition| match condition {
        Condition::Milestone { what: words, .. }
        | Condition::Relative { to: words, .. }
        | Condition::Rank { among: words, .. } => is_traditional(words),
        _ => false,
    };
    if !is_traditional(&target.text)
        && !target.criterion.as_ref().is_some_and(|criterion| criterion.asks(asks_in_words))
    {
        return Cow::Borrowed(target);
    }
    let mut plain = target.clone();
    given.replace(&mut plain.text);
    if let Some(criterion) = &mut plain.criterion {
        of_criterion(criterion, given);
    }
    Cow::Owned(plain)
}

fn of_criterion(criterion: &mut Criterion, given: &mut Given) {
    match &mut criterion.condition {
        Condition::Milestone { what: words, .. }
        | Condition::Relative { to: words, .. }
        | Condition::Rank { among: words, .. } => given.replace(words),
        Condition::All { of } => of.iter_mut().for_each(|part| of_criterion(part, given)),
        _ => {}
    }
}

fn of_reported<'a>(reported: &'a [Reported], given: &mut Given) -> Cow<'a, [Reported]> {
    let says_so = |vintage: &Reported| {
        is_traditional(&vintage.outcome.text)
            || match &vintage.outcome.value.figure {
                Figure::Act { what: words, .. } | Figure::Rank { among: words, .. } => is_traditional(words),
                _ => false,
            }
    };
    if !reported.iter().any(says_so) {
        return Cow::Borrowed(reported);
    }
    let mut plain = reported.to_vec();
    for vintage in &mut plain {
        given.replace(&mut vintage.outcome.text);
        if let Figure::Act { what: words, .. } | Figure::Rank { among: words, .. } =
            &mut vintage.outcome.value.figure
        {
            given.replace(words);
        }
    }
    Cow::Owned(plain)
}
