//! How often something happens among so many: deaths per 1,000 live births, 1/10万. Knows no phrase.

use super::{Base, Unit, base_starting};
use crate::domain::quantity::Exact;

/// How often something happens among so many: deaths per 1,000 live births.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incidence {
    /// What is counted, as written, where it is said.
    pub what: Option<String>,
    /// Among how many.
    pub count: Exact,
    /// Among whom, where it is said.
    pub whom: Option<String>,
}

impl Incidence {
    /// Whether two say the same, as far as both say it.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let same =
            |one: &Option<String>, other: &Option<String>| one.is_none() || other.is_none() || one == other;
        self.count == other.count && same(&self.what, &other.what) && same(&self.whom, &other.whom)
    }

    fn unit(self) -> Unit {
        Unit { base: Base::Incidence(Box::new(self)), ..Unit::none() }
    }
}

/// Among whom something is counted, each with one word for all that mean the same.
const WHOM: &[(&str, &str)] = &[
    ("people", "people"),
    ("persons", "people"),
    ("population", "people"),
    ("inhabitants", "people"),
    ("residents", "people"),
    ("人", "people"),
    ("人口", "people"),
    ("live births", "live births"),
    ("births", "births"),
    ("women", "women"),
    ("children", "children"),
    ("students", "students"),
    ("workers", "workers"),
    ("employees", "employees"),
    ("households", "households"),
];

/// The unit of an indicator that is such a count as a whole, whatever its words.
pub(super) fn unit(plain: &str) -> Option<Unit> {
    if let Some((unit, length)) = starting(plain) {
        let words = plain.get(length..)?;
        if words.is_empty() {
            return Some(unit);
        }
        // Words that are not in the table name among whom, where none that is did.
        let Base::Incidence(said) = unit.base else { return None };
        let whom = Some(words.strip_prefix(' ').filter(|_| said.whom.is_none())?.to_owned());
        return Some(Incidence { whom, ..*said }.unit());
    }
    let (what, among) = plain.split_once(" per ")?;
    let found = unit(plain.get(what.len() + 1..)?).filter(|_| !among.is_empty())?;
    let Base::Incidence(said) = found.base else { return None };
    Some(Incidence { what: Some(what.to_owned()), ..*said }.unit())
}

/// Such a count that a text begins with, and the bytes it takes.
pub(super) fn starting(plain: &str) -> Option<(Unit, usize)> {
    if !(plain.contains("per ") || plain.contains(['/', '每'])) {
        return None;
    }
    let (what, named) = match base_starting(plain) {
        Some((Base::Counter(_), _, length)) => (plain.get(..length).map(str::to_owned), length),
        _ => (None, 0),
    };
    let rest = plain.get(named..)?;
    let per = [" per ", "per ", "1/", "/", "每"]
        .into_iter()
        .find(|per| rest.starts_with(per) && !(named > 0 && *per == "1/"))?;
    let rest = rest.get(per.len()..)?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, behind) = rest.split_at_checked(digits)?;
    let number = Exact::parse(number).ok()?;
    let (factor, behind) =
        behind.strip_prefix('万').map_or((Exact::ONE, behind), |behind| (Exact::from(10_000), behind));
    let count = number.times(factor)?;
    let goes_on = behind.starts_with(|c: char| c.is_alphanumeric() && c.is_ascii());
    let is_of_many = per == "/" && count >= Exact::from(1_000);
    if count < Exact::from(100) || (per.contains('/') && factor == Exact::ONE && !is_of_many) || goes_on {
        // 5/100 may be a score, and 3/4 anything.
        return None;
    }
    let said = behind.strip_prefix(' ').unwrap_or(behind);
    let ends = |word: &str| {
        said.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let whom = WHOM.iter().filter(|(word, _)| ends(word)).max_by_key(|(word, _)| word.len());
    let behind = whom.map_or(behind, |(word, _)| said.get(word.len()..).unwrap_or(""));
    let whom = whom.map(|(_, whom)| (*whom).to_owned());
    Some((Incidence { what, count, whom }.unit(), plain.len() - behind.len()))
}
