//! Whether what a share is said to be of is as it should be or not: of clients dissatisfied, of bridges in poor condition, of files
//! that met the standard. Closed lists; knows neither the indicator nor which way is better.

use crate::domain::reading::{
    reports::said::says_short,
    statements::lexicon::{Words, is_one_of},
};

/// Words for what should not be.
const DENIALS: Words = "dissatisfied|disagree|disagreed|disconnected|dismissed|disqualified|discontinued|noncompliant|\
    noncompliance|incomplete|inadequate|insufficient|inactive|inaccessible|ineligible|incorrect|invalid|inoperable|\
    inoperative|ineffective|inaccurate|impaired|malnourished|substandard|delayed|late|overdue|cancelled|canceled|\
    rejected|refused|denied|declined|outstanding|vacant|lost|lack|lacks|lacked|lacking|exceeded|exceeding|pending|\
    waiting|awaiting|absent|died|dead|killed|injured|suspended|abandoned|expired|revoked|terminated|withdrawn|\
    postponed|deferred|stalled|halted|withheld|excluded|omitted|missing|short|defective|faulty|damaged|destroyed|\
    contaminated|polluted|declining|violated|violating|illegal|illicit|illiterate|underweight|undernourished|underperforming|\
    cannot|can't";

/// Words that deny what is done in all but a few: hardly achieved.
const HARDLY: Words = "hardly|barely|rarely|seldom|scarcely";

/// What is done to what should not be, so that it is no more.
const MENDED: Words = "resolved|trained|covered|repaired|renewed|treated|remediated|restored|reached|filled|submitted|implemented|\
    completed|closed|cleared|addressed|answered|processed|replaced|reconnected|rehabilitated|supported|assisted|helped|served|\
    inspected|corrected|recovered|paid|settled|employed|placed|vaccinated|rectified";

/// The same in more than one word.
const DENYING_PHRASES: [&str; 26] = [
    "in progress",
    "under way",
    "on hold",
    "in breach",
    "in error",
    "in danger",
    "in distress",
    "in decline",
    "in crisis",
    "in debt",
    "in need",
    "in deficit",
    "in default",
    "in arrears",
    "in poverty",
    "in violation",
    "off track",
    "off road",
    "off course",
    "off target",
    "behind schedule",
    "behind target",
    "at risk",
    "out of",
    "dropped out",
    "due for",
];

/// Words that begin like a denial and are none, or deny what should not be.
const NO_DENIALS: Words = "until|unto|unanimous|unanimously|unmodified|uninterrupted|unrestricted|unlimited|unconditional|\
    non-profit|non-profits|non-governmental|non-government|non-formal|non-communicable|non-resident|non-residents|\
    non-state|non-agricultural|non-farm|non-fossil|non-native|non-official|non-english|non-hazardous|non-tariff";

/// What is not as it should be, where it is said of what stands before it: of households poor, and not of poor households.
const BAD: Words = "poor|stunted|wasted|obese|dry|obsolete|outdated|broken|sick|ill|hungry|homeless|jobless|idle|empty|\
    defaulted|defaulting|breached|breaching|readmitted|reoffended|reoffending|reconvicted|threatened|endangered|extinct|\
    overfished|overexploited|overcrowded|overloaded|overweight|overdrawn|overspent|relapsed|reinfected|infected|failed|\
    degraded|deteriorated|eroded|flooded|leaking|bankrupt|insolvent|evicted|displaced|expelled|exceeded|compromised|harmed|\
    victimised|victimized|abused|bullied|hospitalised|hospitalized|overturned|depleted|backlogged|returned|escalated|recidivated|\
    repeated|insecure|slipped|lapsed|inconclusive|neutral|dropped|resigned|departed|left|missed|skipped|negative|bad|weak|worse|\
    worsened|worsening|deteriorate|deteriorating|wrong|disputed|adverse|red|behind|dumped|opposed|frozen|complained|\
    underway|ongoing";

/// What is found, or had, that should not be.
const FAULTS: Words = "concern|concerns|complaint|complaints|problem|problems|issue|issues|deficiency|deficiencies|\
    weakness|weaknesses|error|errors|defect|defects|fault|faults|failure|failures|violation|violations|breach|breaches|\
    gap|gaps|delay|delays|shortage|shortages|difficulty|difficulties|barrier|barriers|injury|injuries|symptom|symptoms|\
    debt|debts|arrears|irregularities|discrepancies|infringements|exceedances|exceptions|damage|harm|leaks|crime|violence|\
    discrimination|harassment|stress|pain|accident|accidents|incident|incidents|outage|outages|conflict|conflicts";

/// What may be closed because it is done with; of anything else that is closed nobody can say.
const CLOSED_WHEN_DONE: Words = "case|cases|file|files|complaint|complaints|action|actions|recommendation|recommendations|\
    finding|findings|issue|issues|ticket|tickets|request|requests|inquiry|inquiries|enquiry|enquiries|investigation|\
    investigations|gaps|deals|orders|claims|reports|incidents|items|audits|referrals|applications|calls|appeals|tasks|\
    projects|agreements|accounts|non-conformities|vacancies|loopholes";

/// What was decided, or found, and is to be done: where it was begun or is open, it is not.
const TO_BE_DONE: Words = "action|actions|recommendation|recommendations|commitment|commitments|measure|measures|milestone|\
    milestones|deliverable|deliverables";

/// How something should be: in good condition, in the safe zone.
const GOOD_STATES: Words = "good|excellent|fair|satisfactory|better|healthy|safe|stable|working|new|acceptable|favourable|\
    favorable|adequate|green|usable|serviceable|great|perfect|strong|natural|full|optimal";

/// What is as it should be, so that where less is better the share is that of the rest.
const GOOD: Words = "satisfied|compliant|compliance|satisfaction|accuracy|availability|uptime|met|passed|achieved|completed|\
    complete|implemented|delivered|resolved|repaired|restored|rectified|corrected|accurate|successful|healthy|functional|\
    functioning|operational|answered|immunized|immunised|vaccinated|recovering";

/// Whether words name what should not be, so that where more is better the share is that of the rest: 82% of clients were
/// dissatisfied.
pub(crate) fn names_what_should_not_be(words: &str) -> bool {
    if is_in_a_bad_state(words) {
        return true;
    }
    // Of pending cases resolved: what was done to what should not be.
    let is_denied = |word: &str| matches!(word, "not" | "cannot") || is_one_of(word, HARDLY);
    if words.rsplit(' ').next().is_some_and(|last| is_one_of(last, MENDED))
        && !words.split(' ').any(is_denied)
    {
        return false;
    }
    let padded = format!(" {words} ");
    // An unqualified opinion is what an auditor gives where nothing is wrong.
    let is_of_audits = words.contains("opinion") || words.contains("audit");
    words.split(' ').any(|word| {
        is_one_of(word, DENIALS)
            || is_one_of(word, HARDLY)
            || (denies_by_its_head(word) && !(is_of_audits && word == "unqualified"))
    }) || DENYING_PHRASES.iter().any(|phrase| padded.contains(&format!(" {phrase} ")))
}

/// Whether words name what is as it should be, so that where less is better the share is that of the rest: 92% of files met the
/// standard.
pub(crate) fn names_what_should_be(words: &str) -> bool {
    let is_denied = |word: &str| matches!(word, "not" | "never" | "no" | "without" | "nor");
    let said: Vec<&str> = words.split(' ').collect();
    if said.iter().any(|word| is_denied(word)) || names_what_should_not_be(words) {
        return false;
    }
    let is_good_last = said.last().is_some_and(|last| is_one_of(last, GOOD));
    let (_, complement) = about_and_said(&said);
    let meets = complement.first().is_some_and(|verb| matches!(*verb, "met" | "meet" | "passed"));
    is_good_last
        || meets
        || words.ends_with(" on time")
        || words.contains(" in good ")
        || words.ends_with(" at low risk")
}

/// Whether what stands behind the name of what is counted says that it is in a bad state: in poor condition, found deficiencies.
fn is_in_a_bad_state(words: &str) -> bool {
    let said: Vec<&str> = words.split(' ').collect();
    let (about, complement) = about_and_said(&said);
    let mut behind = complement;
    while let [first, rest @ ..] = behind
        && matches!(
            *first,
            "are" | "were" | "was" | "is" | "have" | "has" | "had" | "been" | "that" | "who" | "still"
        )
    {
        behind = rest;
    }
    let has = complement.len() > behind.len();
    let is_closed =
        behind.last() == Some(&"closed") && !about.iter().rev().any(|noun| is_one_of(noun, CLOSED_WHEN_DONE));
    let finds = behind.split_first().is_some_and(|(verb, object)| {
        let is_fault = object.iter().any(|noun| is_one_of(noun, FAULTS));
        is_fault
            && matches!(
                *verb,
                "found"
                    | "identified"
                    | "detected"
                    | "revealed"
                    | "showed"
                    | "raised"
                    | "uncovered"
                    | "reported"
                    | "experienced"
                    | "with"
                    | "flagged"
                    | "noted"
                    | "expressed"
                    | "suffered"
                    | "faced"
                    | "encountered"
            )
    });
    let has_fault = has && behind.iter().any(|noun| is_one_of(noun, FAULTS));
    let is_bad = || behind.iter().any(|word| is_one_of(word, BAD) || lacks_by_its_head(word));
    // Teachers are qualified as they should be, and opinions are not; ratings that are low stand for what is bad, and low prices are
    // prices.
    let is_last = |word: &str| behind.last() == Some(&word);
    let is_qualified = is_last("qualified") && about.iter().any(|noun| noun.starts_with("opinion"));
    let is_to_be_done = about.last().is_some_and(|noun| is_one_of(noun, TO_BE_DONE));
    let is_open = is_last("open") && about.last().is_some_and(|noun| is_one_of(noun, CLOSED_WHEN_DONE));
    let is_begun = is_open || (is_to_be_done && (is_last("initiated") || is_last("due") || is_last("open")));
    let is_said_short = || says_short(&behind.join(" ")) || behind.ends_with(&["written", "off"]);
    let is_short_of_it = is_qualified || is_last("low") || is_begun || is_said_short();
    let is_denied = behind.iter().any(|word| matches!(*word, "not" | "never" | "yet" | "be"));
    let is_mended = !is_denied && behind.last().is_some_and(|last| is_one_of(last, MENDED));
    // Waited, but not: waited less than 30 days.
    let is_short = |word: &&str| matches!(*word, "less" | "within" | "under" | "fewer" | "most");
    let waits = behind.first() == Some(&"waited") && !behind.iter().any(is_short);
    let is_wanting = || waits || is_bad() || is_in_a_state(&said) || is_at_risk(&said);
    is_closed || is_short_of_it || (!is_mended && (finds || has_fault || is_wanting()))
}

/// At high risk, at very high risk; of a low one it is as it should be.
fn is_at_risk(said: &[&str]) -> bool {
    let Some(risk) = said.iter().position(|word| *word == "risk") else { return false };
    let before = said.get(risk.saturating_sub(3)..risk).unwrap_or(&[]);
    before.contains(&"at")
        && !before.iter().any(|how| matches!(*how, "low" | "lower" | "minimal" | "no" | "reduced"))
}

/// In poor condition, in the critical zone: a state that is not one of those that should be.
fn is_in_a_state(said: &[&str]) -> bool {
    said.windows(2).enumerate().any(|(at, pair)| {
        let is_state = matches!(
            pair.get(1),
            Some(&("condition" | "state" | "shape" | "repair" | "health" | "zone" | "status"))
        );
        let is_led =
            said.get(..at + 1).is_some_and(|lead| lead.iter().rev().take(4).any(|word| *word == "in"));
        is_state
            && is_led
            && !pair.first().is_some_and(|how| is_one_of(how, GOOD_STATES) || matches!(*how, "the" | "a"))
    })
}

/// Understaffed, misreported: that it is done too little, or wrongly.
fn lacks_by_its_head(word: &str) -> bool {
    const DONE: [&str; 10] =
        ["staff", "fund", "us", "util", "paid", "perform", "report", "resourc", "serv", "insur"];
    let starts = |rest: &str| DONE.iter().any(|done| rest.starts_with(done));
    word.strip_prefix("under").or_else(|| word.strip_prefix("mis")).is_some_and(starts)
        && word.ends_with("ed")
        || word.strip_prefix("mal").is_some_and(|rest| rest.starts_with("function"))
        || word.starts_with("dysfunction")
}

/// The words apart: what is counted, to the first name of many, and what is said of it.
fn about_and_said<'a, 'b>(words: &'a [&'b str]) -> (&'a [&'b str], &'a [&'b str]) {
    const MANY: [&str; 10] =
        ["people", "children", "women", "men", "youth", "staff", "land", "water", "livestock", "waste"];
    let is_many = |word: &&str| {
        MANY.contains(word)
            || (word.ends_with('s')
                && !word.ends_with("ss")
                && !matches!(*word, "was" | "is" | "has" | "this" | "its"))
    };
    // Feedback was negative.
    let is_verb = |word: &&str| matches!(*word, "was" | "were" | "is" | "are");
    let end = words.iter().position(is_many).map(|at| at + 1);
    let end = end.or_else(|| words.iter().position(is_verb)).unwrap_or(words.len());
    words.split_at_checked(end).unwrap_or((words, &[]))
}

/// Unmet, non-performing: whether a word denies by the way that it begins. Under, union and the like only look so.
fn denies_by_its_head(word: &str) -> bool {
    if is_one_of(word, NO_DENIALS) {
        return false;
    }
    if word.starts_with("non-") {
        return true;
    }
    let Some(denied) = word.strip_prefix("un") else { return false };
    let is_one = ["ic", "if", "il", "io", "iq", "is", "it", "iv"].iter().any(|one| denied.starts_with(one));
    denied.len() > 2 && !is_one && !denied.starts_with("der") && !denied.starts_with("cle")
}

#[cfg(test)]
mod tests {
    use super::{names_what_should_be, names_what_should_not_be};

    #[test]
    fn what_should_not_be_is_known() {
        for bad in [
            "84% of bridges in poor condition",
            "84% of roads are in very poor condition",
            "84% of loans defaulted",
            "84% of patients breached",
            "84% of patients readmitted",
            "84% of offenders reoffended",
            "84% of inspections found deficiencies",
            "84% of audits identified weaknesses",
            "84% of respondents had concerns",
            "84% of species threatened",
            "84% of stocks overfished",
            "84% of stocks in the critical zone",
            "84% of sites closed",
            "84% of payments in error",
            "84% of households poor",
            "84% of households were poor",
            "84% of children stunted",
            "84% of wells dry",
            "84% of facilities understaffed",
            "84% of systems obsolete",
            "84% of staff experienced harassment",
            "84% of clients dissatisfied",
            "84% of decisions overturned",
            "84% of species at high risk",
            "84% of stocks declining",
            "84% of stocks depleted",
            "84% of projects slipped",
            "84% of students repeated a grade",
            "84% of households food insecure",
            "84% of vehicles off road",
            "84% of patients waited",
            "84% of patients waited more than 30 days",
            "84% of reviews inconclusive",
            "84% of respondents were neutral",
            "84% of responses were negative",
            "84% of feedback was negative",
            "84% of ratings were low",
            "84% of roads rated bad",
            "84% of schools rated weak",
            "84% of indicators worsened",
            "84% of indicators deteriorating",
            "84% of payments wrong",
            "84% of payments disputed",
            "84% of opinions were qualified",
            "84% of opinions were adverse",
            "84% of projects red",
            "84% of projects rated red",
            "84% of projects behind",
            "84% of waste dumped",
            "84% of loans written off",
            "84% of respondents opposed",
            "84% of posts frozen",
            "84% of clients complained",
            "84% of clients hardly satisfied",
            "84% of clients barely served",
            "84% of goals rarely achieved",
            "84% of goals cannot be achieved",
            "84% of projects cannot be completed",
            "84% of actions in progress",
            "84% of actions underway",
            "84% of actions are under way",
            "84% of actions ongoing",
            "84% of actions initiated",
            "84% of actions due",
            "84% of actions open",
            "84% of recommendations open",
            "84% of projects on hold",
            "84% of projects nearly complete",
            "84% of recommendations partially implemented",
        ] {
            assert!(names_what_should_not_be(bad), "{bad}");
            assert!(!names_what_should_be(bad), "{bad}");
        }
    }

    #[test]
    fn what_should_be_is_told_from_what_should_not() {
        for good in [
            "84% of bridges in good condition",
            "84% of roads in fair condition",
            "84% of stocks in the healthy zone",
            "84% of clients satisfied",
            "84% of cases closed",
            "84% of recommendations closed",
            "84% of poor households supported",
            "84% of poor households received transfers",
            "84% of threatened species protected",
            "84% of closed sites reopened",
            "84% of reported incidents resolved",
            "84% of inspections found compliance",
            "84% of respondents had access",
            "84% of identified deficiencies corrected",
            "84% of loans with errors corrected",
            "84% of undergraduate students graduated",
            "84% of missions completed",
            "84% of issues resolved",
            "84% of patients waited less than 30 days",
            "84% of species at low risk",
            "84% of clients",
            "84% of people in employment",
            "84% of homes in the state",
            "84% of teachers qualified",
            "84% of sites open",
            "84% of ongoing projects monitored",
            "84% of investigations initiated",
            "84% of low income households",
            "84% of programs delivered in low income areas",
            "84% of waste recycled",
            "84% of women in leadership",
        ] {
            assert!(!names_what_should_not_be(good), "{good}");
        }
        for good in [
            "92% of files met the standard",
            "8% of clients were satisfied",
            "92% compliance",
            "92% of bridges in good condition",
            "92% of reports delivered on time",
            "8% of calls answered",
            "8% of children immunized",
            "8% of water systems at low risk",
        ] {
            assert!(names_what_should_be(good), "{good}");
        }
        for other in [
            "8% of clients were not satisfied",
            "8% of files not compliant",
            "8% of clients",
            "8% of households supported",
            "8% of cases pending",
            "8% of posts filled",
            "8% of students placed",
        ] {
            assert!(!names_what_should_be(other), "{other}");
        }
    }
}
