//! Words behind a percentage against the name of the indicator and the words of the target: whether the share is that of another
//! rate (62% participation rate, of employment). Closed lists; where the name says nothing that is known, nothing is told apart.

use super::{
    all_of_them::is_of_all_of_them,
    contrary_kinds::{is_of_another_kind, is_of_the_contrary_kind},
    degrees::is_of_less,
    things_shared::is_of_other_things,
    whole_shared::is_of_another_whole,
};
use crate::domain::reading::{statements::tail, times::time_limit::without_time_limit, wording::text::Text};

/// What is asked, in words.
#[derive(Debug, Clone, Copy)]
pub struct AskedShare<'a> {
    /// The name of the indicator.
    pub name: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// The words of the target.
    pub target: &'a str,
    /// Whether the report is for an area or a category, which has a name of its own.
    pub is_of_a_part: bool,
}

/// What may be said to be measured directly behind a percentage.
struct Rate {
    said: &'static [&'static str],
    /// How words begin by which a name is of the same, parted by spaces.
    own: &'static str,
    /// How words begin of which the same may be said: the standards of compliance. A last = is the end of the word.
    near: &'static str,
}

const RATES: &[Rate] = &[
    Rate {
        said: &["compliance", "compliance rate", "compliant"],
        own: "complian comply complie conform adher",
        near: "standard meet met= requirement regulat within time day hour minute rule code polic law quality \
              safety mainten inspect audit complet train accura pay paid collect fil tax submi report review licen \
              permit norm limit criteri guideline hygien hand protocol schedul certif accredit deadline control \
              service availab",
    },
    Rate {
        said: &[
            "satisfaction",
            "satisfaction rate",
            "client satisfaction",
            "customer satisfaction",
            "satisfied",
            "satisfied or very satisfied",
            "very satisfied or satisfied",
            "very satisfied",
        ],
        own: "satisf",
        near: "happ experience rating rated pleas content percept perceiv quality approv confiden trust feedback \
              opinion useful helpful recommend positiv favour favor view believ feel felt agree find found \
              consider think value expect meet met= need impression",
    },
    Rate {
        said: &["completion", "completion rate", "completed", "complete"],
        own: "complet",
        near: "finish graduat clos done deliver implement execut clear build built construct progress train process \
              inspect conduct carried mainten fulfil achiev plan milestone treat review audit assess action \
              recommend resol project work program schedul vaccin immuni dose complian report submi fil course \
              transition assign module",
    },
    Rate {
        said: &["implemented"],
        own: "implement",
        near: "complet deliver execut action recommend plan measure adopt accept commit address reform project \
              polic program work activit initiative audit respon",
    },
    Rate {
        said: &["delivered"],
        own: "deliver",
        near: "complet implement suppl distribut provid serv train dispatch ship output program commit project \
              activit work plan order vaccin achiev",
    },
    Rate {
        said: &["coverage", "coverage rate"],
        own: "cover",
        near: "access vaccin immuni reach insur serv connect suppl protect penetrat uptake enrol birth skilled \
              natal care treat screen distribut electri net= nets= with= receiv network broadband internet health \
              dose test inspect sanitation water map",
    },
    Rate {
        said: &["vaccination coverage"],
        own: "vaccin immuni",
        near: "dose cover measles polio jab inocul bcg dtp dpt hpv penta influenza flu= shot mmr mcv opv",
    },
    Rate {
        said: &["availability", "uptime"],
        own: "availab uptime",
        near: "reliab operat function servic online readiness ready system network performance portal site website \
              stock fleet platform up=",
    },
    Rate {
        said: &["success rate"],
        own: "success",
        near: "complet pass achiev treat cure win won= convict solv resol plac employ graduat deliver time recover \
              surviv implement accura transition retention retain met= meet",
    },
    Rate {
        said: &["response rate"],
        own: "respon answer repl",
        near: "return particip complet feedback consult vot census",
    },
    Rate {
        said: &["participation", "participation rate"],
        own: "particip",
        near: "turnout vot attend enrol uptake involv activ respon join screen complet train member register taking \
              take took labour labor workforce",
    },
    Rate {
        said: &["attendance"],
        own: "attend",
        near: "particip present train turnout visit appointment workshop session",
    },
    Rate {
        said: &["accuracy"],
        own: "accura",
        near: "error correct quality precis valid forecast predict detect",
    },
    Rate {
        said: &["retention", "retention rate"],
        own: "retain retention",
        near: "turnover attrit stay remain surviv renew persist continu loyal keep kept progress still maintain \
              sustain month",
    },
    Rate {
        said: &["employment rate"],
        own: "employ job",
        near: "work placement placed hire labour labor graduat career occupation recruit find found",
    },
    Rate {
        said: &["pass rate"],
        own: "pass= passes= passed= passing=",
        near: "exam test proficien graduat certif success qualif grade achiev score standard complian inspect \
              attain meet met= safe quality result assess licen",
    },
    Rate {
        said: &["occupancy"],
        own: "occup",
        near: "bed utili usage used fill full capacity lettable let= leas tenan rent nights",
    },
    Rate {
        said: &["on time"],
        own: "time punctual schedul deadline day hour minute week month prompt due=",
        near: "late delay overdue complet deliver process standard complian submi report pay paid fil servic respon \
              answer depart arriv launch",
    },
];

/// Words of a name that say what it is the rate of, parted by bars.
const KINDS: &str = "satisfaction|satisfied|completion|completed|attendance|accuracy|retention|margin|occupancy|\
    vaccination|vaccinated|immunisation|immunization|immunised|immunized|employment|participation|\
    compliance|uptime|availability|enrolment|enrollment|literacy|poverty|response rate|pass rate|\
    success rate|employee engagement|staff engagement|on time|on budget|within budget|profit margin|\
    occupancy rate|punctuality";

/// Words of a name that say that it is of what should not be, parted by bars.
const BAD: &str = "unemployment|unemployed|dropout|dropouts|drop|vacancy|vacancies|vacant|absence|absences|absent|\
    absenteeism|default|defaults|failure|failures|failed|error|errors|complaint|complaints|late|loss|\
    losses|turnover|attrition|mortality|dissatisfied|dissatisfaction|incident|incidents|delayed|delays|\
    overdue|defect|defects|rejected|rejection|downtime|illiteracy|churn|outage|outages|non";

/// What may be asked of how something is done.
const CONDITIONS: [&str; 4] = ["on time", "on schedule", "on budget", "within budget"];

const ON_BUDGET: [&str; 2] = ["on budget", "within budget"];

/// What is said of what was done, however that was.
const ACTS: [&str; 6] =
    ["completed", "complete", "completion", "completion rate", "implemented", "delivered"];

const STAFF: [&str; 6] = ["staff", "employee", "employees", "personnel", "workforce", "workers"];

/// The words of a text in small letters, each with a space on either side.
pub(crate) fn spaced(words: &str) -> String {
    let each = words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    each.fold(String::from(" "), |all, word| all + &word.to_lowercase() + " ")
}

/// Whether spaced words hold one word, or several that follow each other.
pub(crate) fn holds(words: &str, said: &str) -> bool {
    words.match_indices(said).any(|(at, _)| {
        let before = words.get(..at).is_some_and(|before| before.ends_with(' '));
        before && words.get(at + said.len()..).is_some_and(|behind| behind.starts_with(' '))
    })
}

/// Whether the share that a report gives is named as that of something else than what is asked: of another rate, of other things or
/// of a part of them.
pub fn shares_another(report: &str, asked: &AskedShare<'_>, lower_is_better: bool) -> bool {
    // Most of what is reported is a number alone.
    let has_words = |words: &str| words.chars().any(|c| c.is_ascii_alphabetic());
    if !has_words(report) || !(report.contains('%') || report.contains("per")) {
        return false;
    }
    let Ok(text) = Text::new(report) else { return false };
    if is_of_less(&text.plain, asked) {
        return true;
    }
    let Some(words) = behind_percentage(&text.plain) else { return false };
    let things = words.strip_prefix("of ");
    if let Some(things) = things
        && !asked.is_of_a_part
        && asked.target.contains(" of ")
        && is_of_another_whole(things, asked.target, &format!("{} {}", asked.name, asked.unit))
    {
        return true;
    }
    if things.is_some_and(|things| !asked.is_of_a_part && is_of_all_of_them(things, asked)) {
        return true;
    }
    has_words(asked.name)
        && match things {
            Some(things) => {
                is_of_the_contrary_kind(things, asked)
                    || is_of_another_kind(things, asked)
                    || is_of_other_things(things, asked)
            }
            None => is_another_rate(words, asked, lower_is_better),
        }
}

/// The words right behind the first percentage of a report, until its clause ends.
fn behind_percentage(plain: &str) -> Option<&str> {
    let signs = ["%", "percent", "per cent"].iter();
    let (at, sign) = signs.filter_map(|sign| Some((plain.find(sign)?, *sign))).min()?;
    let is_figure = plain.get(..at)?.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let words = plain.get(at + sign.len()..)?.split([',', ';', '(', ':', '.']).next()?.trim();
    (is_figure && !words.is_empty()).then_some(words)
}

fn is_another_rate(words: &str, asked: &AskedShare<'_>, lower_is_better: bool) -> bool {
    let without = without_time_limit(words);
    let said = without.unwrap_or(words).trim();
    if !tail::NOUNS.contains(&said) {
        return false;
    }
    let Some(rate) = RATES.iter().find(|rate| rate.said.contains(&said)) else { return false };
    let name = spaced(asked.name);
    let target = spaced(asked.target);
    let all = format!("{name}{}{target}", spaced(asked.unit));
    let begins = |word: &str, stem: &str| match stem.strip_suffix('=') {
        Some(whole) => word == whole,
        None => word.starts_with(stem),
    };
    let has_any = |stems: &str| all.split(' ').any(|word| stems.split(' ').any(|stem| begins(word, stem)));
    let names_any = |kinds: &[&str]| kinds.iter().any(|kind| holds(&name, kind));
    let is_one_of = |kinds: &str| kinds.split('|').any(|kind| holds(&name, kind));
    // What was done, of what is to be done on time, unless the target itself asks for no more.
    let target_asks_so = holds(&target, said) && !CONDITIONS.iter().any(|how| holds(&target, how));
    if ACTS.contains(&said) && without.is_none() && names_any(&CONDITIONS) && !target_asks_so {
        return true;
    }
    if said == "on time" && names_any(&ON_BUDGET) && !holds(&all, said) {
        return true;
    }
    let is_of_clients = said.starts_with("client") || said.starts_with("customer");
    if is_of_clients && names_any(&STAFF) {
        return !has_any("client customer user public citizen");
    }
    if has_any(rate.own) {
        return false;
    }
    if lower_is_better && is_one_of(BAD) {
        return true;
    }
    let is_of_other_kind = || is_one_of(KINDS);
    let is_other_rate = || {
        said.ends_with(" rate") && said != "success rate" && (holds(&name, "rate") || holds(&name, "rates"))
    };
    !has_any(rate.near) && (is_of_other_kind() || is_other_rate())
}
