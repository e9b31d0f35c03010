//! Words behind a percentage that name what it is a share of: 80% of clients, 95% compliance. They are the
//! indicator's own denominator and are passed over; anything that could compare, change, count or date is not.

use crate::domain::reading::{
    numbers::number::is_number_word,
    times::{calendar::MONTHS, time_limit::without_time_limit},
};

/// Nouns that say what a percentage measures, directly behind it.
pub(crate) const NOUNS: &[&str] = &[
    "compliance",
    "compliance rate",
    "satisfaction",
    "satisfaction rate",
    "client satisfaction",
    "customer satisfaction",
    "completion",
    "completion rate",
    "coverage",
    "coverage rate",
    "availability",
    "uptime",
    "success rate",
    "response rate",
    "participation",
    "participation rate",
    "attendance",
    "accuracy",
    "retention",
    "retention rate",
    "employment rate",
    "pass rate",
    "occupancy",
    "vaccination coverage",
    "satisfied",
    "compliant",
    "on time",
    "completed",
    "complete",
    "implemented",
    "delivered",
    "satisfied or very satisfied",
    "very satisfied or satisfied",
    "very satisfied",
];

/// What may have been done to targets of which a share is counted: 82% of targets met.
const DONE_TO_TARGETS: [&str; 5] = ["met", "achieved", "reached", "attained", "completed"];

/// Words for many targets, which alone may mean the one that a report is held against.
const TARGETS: [&str; 4] = ["targets", "goals", "objectives", "plans"];

/// Words that a share's name cannot hold: those that compare, change, date, count or deny.
const STOP: &[&str] = &[
    "than",
    "by",
    "from",
    "to",
    "until",
    "since",
    "before",
    "after",
    "previous",
    "previously",
    "prior",
    "last",
    "next",
    "current",
    "currently",
    "present",
    "now",
    "today",
    "earlier",
    "past",
    "year",
    "years",
    "year's",
    "yearly",
    "annual",
    "annually",
    "annum",
    "month",
    "months",
    "monthly",
    "quarter",
    "quarters",
    "quarterly",
    "week",
    "day",
    "daily",
    "baseline",
    "base",
    "benchmark",
    "target",
    "targets",
    "plan",
    "plans",
    "goal",
    "goals",
    "objective",
    "objectives",
    "budget",
    "budgets",
    "budgeted",
    "gdp",
    "gnp",
    "gni",
    "growth",
    "increase",
    "increases",
    "increased",
    "increasing",
    "decrease",
    "decreases",
    "decreased",
    "decreasing",
    "rise",
    "rises",
    "rising",
    "fall",
    "falls",
    "falling",
    "reduce",
    "reduced",
    "reducing",
    "reduction",
    "reductions",
    "improve",
    "improved",
    "improvement",
    "decline",
    "drop",
    "change",
    "changes",
    "cut",
    "cuts",
    "gain",
    "loss",
    "above",
    "below",
    "over",
    "under",
    "more",
    "less",
    "fewer",
    "higher",
    "lower",
    "greater",
    "better",
    "worse",
    "best",
    "least",
    "most",
    "minimum",
    "maximum",
    "min",
    "max",
    "up",
    "down",
    "about",
    "around",
    "approximately",
    "nearly",
    "almost",
    "or",
    "not",
    "no",
    "never",
    "none",
    "without",
    "except",
    "excluding",
    "fail",
    "fails",
    "failed",
    "failing",
    "miss",
    "missed",
    "but",
    "while",
    "if",
    "unless",
    "though",
    "although",
    "however",
    "percent",
    "percentage",
    "cent",
    "point",
    "points",
    "half",
    "third",
    "thirds",
    "double",
    "twice",
    "triple",
    "times",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "first",
    "second",
    "each",
    "every",
    "per",
    "either",
    "both",
    "neither",
    "average",
    "averages",
    "mean",
    "median",
    "rate",
    "rates",
    "level",
    "levels",
    "normal",
    "usual",
    "initial",
    "original",
    "historical",
    "historic",
    "peak",
    "required",
    "requirement",
    "expected",
    "forecast",
    "projected",
    "estimated",
    "allocated",
    "approved",
    "national",
    "international",
    "eu",
    "oecd",
    "remain",
    "remains",
    "maintain",
    "reach",
    "reaches",
    "exceed",
    "exceeds",
    "achieve",
    "aim",
    "aiming",
    "strive",
    "tbd",
    "tbc",
    "its",
    "their",
    "value",
    "that",
    "which",
    "where",
    "actual",
    "capacity",
    "pre-pandemic",
    "other",
    "others",
    "biennially",
    "biannually",
    "decade",
    "decades",
    "thrice",
    "dozen",
    "dozens",
    "compared",
    "versus",
    "vs",
    "unlike",
    "assuming",
    "depending",
    "excl",
    "omitting",
    "excepting",
    "minus",
];

/// Words that are none of the name together, though each may be: dates, conditions and exceptions.
const STOP_TOGETHER: [(&str, &[&str]); 16] = [
    ("once", FUNDED),
    ("when", FUNDED),
    ("if", FUNDED),
    ("exclusive", &["of"]),
    ("partly", DONE),
    ("partially", DONE),
    ("mostly", DONE),
    ("in", SEASONS),
    ("during", SEASONS),
    ("pending", &["approval", "approvals", "funding", "funds", "review", "confirmation"]),
    ("provided", &["funds", "funding", "there"]),
    ("given", &["funds", "funding"]),
    ("funding", &["permits", "permitting"]),
    ("funds", &["permit", "permitting"]),
    ("net", &["of"]),
    ("save", &["for"]),
];

const FUNDED: &[&str] = &["funded", "approved", "available"];

const DONE: &[&str] = &["completed", "complete", "implemented", "done", "finished", "built", "open"];

const SEASONS: &[&str] = &["spring", "summer", "autumn", "winter"];

/// Whether words that stand side by side compare, date or except: of girls against boys, and not of children vaccinated against it.
fn stops_together(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.last() == Some(&"only")
        || words.windows(2).any(|pair| {
            let [first, second] = pair else { return false };
            let is_done = |word: &str| word.ends_with("ed") || word.ends_with("ion");
            (*second == "against" && !is_done(first))
                || STOP_TOGETHER.iter().any(|(word, behind)| word == first && behind.contains(second))
        })
}

/// Whether words end with the name of things, or say that these are done: projects, targets met.
pub(crate) fn names_what_is_done(words: &str) -> bool {
    words.rsplit(' ').next().is_some_and(|last| last.ends_with('s') || DONE_TO_TARGETS.contains(&last))
}

/// How many words a name of a share has at most.
const MOST_WORDS: usize = 12;

/// Whether the words behind a percentage do no more than name what it is a share of.
pub(crate) fn names_the_share(words: &str) -> bool {
    let words = words.trim();
    let without = without_time_limit(words);
    let (words, is_timed) = (without.unwrap_or(words), without.is_some());
    if words.is_empty() {
        return is_timed;
    }
    if NOUNS.contains(&words) {
        return true;
    }
    let Some(name) = words.strip_prefix("of ") else { return false };
    // Of what is planned, of planned activities: the plan itself, or what is in it?
    if ["planned", "targeted"].iter().any(|word| name == *word || name.ends_with(&format!(" {word}"))) {
        return false;
    }
    let is_done = name.rsplit(' ').next().is_some_and(|last| DONE_TO_TARGETS.contains(&last));
    let is_word = |word: &str| {
        let is_date = || MONTHS.iter().any(|(month, _)| *month == word);
        let is_stop = (STOP.contains(&word) && !(is_done && TARGETS.contains(&word)))
            || is_number_word(word)
            || is_date();
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '\'' | '&'))
            && word.split('-').all(|part| part == word || !STOP.contains(&part))
            && !is_stop
    };
    let mut count = 0;
    let all = name.split_whitespace().inspect(|_| count += 1).all(is_word);
    all && (1..=MOST_WORDS).contains(&count) && !stops_together(name)
}
