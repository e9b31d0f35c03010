//! Words behind a percentage that name what it is a share of: 80% of clients, 95% compliance. They are the
//! indicator's own denominator and are passed over; anything that could compare, change, count or date is not.

/// Nouns that say what a percentage measures, directly behind it.
const NOUNS: &[&str] = &[
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
];

/// Whether words end with the name of things, or say that these are done: projects, targets met.
pub(super) fn names_what_is_done(words: &str) -> bool {
    words.rsplit(' ').next().is_some_and(|last| last.ends_with('s') || DONE_TO_TARGETS.contains(&last))
}

/// How many words a name of a share has at most.
const MOST_WORDS: usize = 12;

/// The words without the time within which a service is given, and whether there is one: of requests within 30 days.
/// Months and years are left, since a target may be due within them.
fn without_time_limit(words: &str) -> (&str, bool) {
    let whole = (words, false);
    let name_and_limit =
        words.strip_prefix("within ").map(|limit| ("", limit)).or_else(|| words.split_once(" within "));
    let Some((name, limit)) = name_and_limit else { return whole };
    let mut limit = limit.split_whitespace();
    let is_counted = limit.next().is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let mut unit = limit.next();
    if matches!(unit, Some("business" | "working" | "calendar")) {
        unit = limit.next();
    }
    let is_unit = matches!(
        unit,
        Some(
            "second"
                | "seconds"
                | "day"
                | "days"
                | "hour"
                | "hours"
                | "minute"
                | "minutes"
                | "week"
                | "weeks"
        )
    );
    let behind: Vec<&str> = limit.collect();
    let is_whole = match behind.as_slice() {
        [] => true,
        ["of", rest @ ..] => matches!(
            rest,
            ["receipt" | "request" | "application" | "submission" | "notification"]
                | ["the" | "a", "request" | "application" | "complaint" | "submission"]
        ),
        _ => false,
    };
    if is_counted && is_unit && is_whole { (name.trim_end(), true) } else { whole }
}

/// Whether the words behind a percentage do no more than name what it is a share of.
pub(super) fn names_the_share(words: &str) -> bool {
    let words = words.trim();
    let (words, is_timed) = without_time_limit(words);
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
        let is_stop = STOP.contains(&word) && !(is_done && TARGETS.contains(&word));
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '\'' | '&'))
            && word.split('-').all(|part| part == word || !STOP.contains(&part))
            && !is_stop
    };
    let mut count = 0;
    let all = name.split_whitespace().inspect(|_| count += 1).all(is_word);
    all && (1..=MOST_WORDS).contains(&count)
}
