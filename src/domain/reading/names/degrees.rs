//! How much of something is asked, and how much of it is reported: very satisfied is more than satisfied, and on time and in full more than
//! on time. What is less says nothing of what is more. Knows no figure.

use super::share_named::{AskedShare, holds, spaced};

/// Words by which another one says more.
const MORE: [&str; 4] = ["very", "strongly", "highly", "extremely"];

/// Those of which the same is so where they stand before what something is, and not before what was done with it: children vaccinated are
/// vaccinated fully.
const ALL_OF_IT: [&str; 4] = ["fully", "completely", "entirely", "totally"];

/// How what may be said in another form of a word begins: satisfied, satisfaction.
const STEMS: [&str; 2] = ["satisf", "complian"];

/// What may be asked of what is delivered, each in the words that mean the same.
const DEMANDS: [&[&str]; 4] = [
    &["on time", "on schedule", "within time", "to schedule"],
    &["on budget", "within budget", "to budget"],
    &["in full"],
    &["to scope", "within scope"],
];

/// Whether a report says less of what it is a share of than is asked.
pub(crate) fn is_of_less(report: &str, asked: &AskedShare<'_>) -> bool {
    let said =
        spaced(report.split([';', '(']).next().unwrap_or_default().split(", ").next().unwrap_or_default());
    let (name, target) = (spaced(asked.name), spaced(asked.target));
    let is_less = |words: &str| {
        let own: Vec<&str> = words.split_whitespace().collect();
        let pairs = own.windows(2).filter_map(|pair| match pair {
            [more, what] if MORE.contains(more) => Some(*what),
            [all, what] if ALL_OF_IT.contains(all) && begins(what).is_some() => Some(*what),
            _ => None,
        });
        // Satisfied or very satisfied is what is asked, or the target asks for less than the name.
        let asks_so = |what: &&str| !is_bare(words, what) && !is_bare(&target, what);
        pairs.filter(asks_so).any(|what| is_bare(&said, what))
    };
    is_less(&target) || is_less(&name) || lacks_a_demand(&said, &name, &target)
}

/// Whether words say something without a word that says more of it.
fn is_bare(words: &str, what: &str) -> bool {
    let stem = begins(what);
    let is_it = |word: &str| word == what || stem.is_some_and(|stem| word.starts_with(stem));
    let mut before = "";
    words.split_whitespace().any(|word| {
        let said_before = std::mem::replace(&mut before, word);
        is_it(word) && !MORE.contains(&said_before) && !ALL_OF_IT.contains(&said_before)
    })
}

fn begins(word: &str) -> Option<&'static str> {
    STEMS.into_iter().find(|stem| word.starts_with(stem))
}

/// Whether what a report says was kept to is only a part of what is asked together: on time, of on time and on budget.
fn lacks_a_demand(said: &str, name: &str, target: &str) -> bool {
    let demands = |words: &str| DEMANDS.map(|ways| ways.iter().any(|way| holds(words, way)));
    let of = demands(target);
    let (asked, words) = if of.contains(&true) { (of, target) } else { (demands(name), name) };
    let reported = demands(said);
    let lacks = || asked.iter().zip(reported).any(|(asks, says)| *asks && !says);
    asked.iter().filter(|asks| **asks).nth(1).is_some()
        && !holds(words, "or")
        && reported.contains(&true)
        && lacks()
}

#[cfg(test)]
mod tests {
    use super::is_of_less;
    use crate::domain::reading::AskedShare;

    #[test]
    fn less_than_is_asked_is_told_from_it() {
        let mut wrong = Vec::new();
        for (name, target, report, is_less) in [
            ("Customers very satisfied", "60%", "85% satisfied", true),
            ("Customers very satisfied", "60%", "85% satisfied or very satisfied", true),
            ("Customers very satisfied", "60%", "85% very satisfied or satisfied", true),
            ("Customers strongly satisfied", "60%", "85% satisfaction rate", true),
            ("Client satisfaction", "60% very satisfied", "85% satisfied", true),
            ("Fully compliant sites", "60%", "85% compliant", true),
            ("Fully compliant sites", "60%", "85% compliance", true),
            ("Customers fully satisfied", "60%", "92% of customers satisfied", true),
            ("Deliveries on time and in full", "90%", "92% on time", true),
            ("Deliveries on time in full", "90%", "92% on time", true),
            ("Projects on time and on budget", "90%", "92% on time", true),
            ("Projects on time and on budget", "90%", "92% within budget", true),
            ("Projects", "90% on time and within budget", "92% on time", true),
            ("Customers very satisfied", "60%", "65% very satisfied", false),
            ("Customers very satisfied", "60%", "65%", false),
            ("Customers very satisfied", "60%", "65% of customers", false),
            ("Customers very satisfied", "60%", "65% highly satisfied", false),
            ("Customers satisfied or very satisfied", "60%", "85% satisfied", false),
            ("Customers satisfied", "60%", "85% satisfied or very satisfied", false),
            ("Customers very satisfied", "60% satisfied", "85% satisfied", false),
            ("Fully funded plans delivered", "60%", "85% delivered", false),
            ("Fully compliant sites", "60%", "85% fully compliant", false),
            ("Children fully immunised", "60%", "92% of children immunised", false),
            ("Projects on time", "90%", "92% on time", false),
            ("Projects on time and on budget", "90% on time", "92% on time", false),
            ("Projects on time and on budget", "90%", "92% on time and on budget", false),
            ("Projects on time and on budget", "90%", "92% on time and within budget", false),
            ("Projects on time and on budget", "90%", "92% of projects", false),
            ("Projects on time or on budget", "90%", "92% on time", false),
        ] {
            let asked = AskedShare { name, unit: "%", target, is_of_a_part: false };
            if is_of_less(report, &asked) != is_less {
                wrong.push((name, target, report));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
