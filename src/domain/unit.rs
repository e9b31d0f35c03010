//! Units as written, and their multiples: which units measure the same thing, and by what exact factor they
//! differ. Knows no phrase, no number format and no exchange rate.

mod headed;
mod incidence;
mod money;
mod scaled;
mod scored;
mod table;

use std::{borrow::Cow, collections::HashMap, hash, sync::LazyLock};

use super::quantity::Exact;
pub use headed::{is_of_a_year, months_of_pace, unit_behind_name, yearly};
pub use incidence::Incidence;

/// What is measured: two units can be turned into each other only where this is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// No unit is written.
    None,
    /// A share: percent and its parts. The scale is in percent.
    Fraction,
    /// Percentage points. The scale is in points.
    Points,
    /// a : 1.
    Ratio,
    /// Times (倍).
    Times,
    /// Money in one currency, by its ISO code; `$` is a dollar without a country.
    Currency(&'static str),
    /// A physical quantity.
    Physical(&'static str),
    /// Things counted by a word of their own (家, 辆, projects).
    Counter(&'static str),
    /// Things counted by the word that fits all (个).
    Anything,
    /// How often something happens among so many.
    Incidence(Box<Incidence>),
    /// A score out of so many.
    OutOf(Exact),
    /// A unit that is not in the table, as written.
    Other(String),
}

/// A unit: what it measures and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// What is measured.
    pub base: Base,
    /// The multiplier before it (万 in 万人).
    pub multiplier: Exact,
    /// How much of the base one of the unit is, without the multiplier (1000 for 千克 where the base is 克).
    pub scale: Exact,
    /// What it is counted on (人 in 元/人), with its own multiplier and scale in one.
    pub per: Option<(Base, Exact)>,
}

/// How a printed unit stands to the indicator's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// A number in the printed unit times the first over the second is one in the indicator's.
    Factor(Exact, Exact),
    /// Both are money, in different currencies.
    OtherCurrency,
    /// They measure different things.
    Other,
}

/// Whether a unit as written counts places in an order, where what rises has the smaller number. 位 and 名 count people as
/// well, of which fewer is seldom better.
pub fn counts_places(unit: &str, less_is_better: bool) -> bool {
    let unit = unit.trim().to_lowercase();
    let is_rank = |word: Option<&str>| matches!(word, Some("rank" | "ranking"));
    let is_place = matches!(unit.as_str(), "位次" | "名次" | "排名" | "place" | "position")
        // global rank, rank in the world
        || is_rank(unit.split(' ').next())
        || is_rank(unit.rsplit(' ').next());
    is_place || (less_is_better && matches!(unit.as_str(), "位" | "名"))
}

impl Unit {
    /// The unit of a number without one.
    pub const fn none() -> Self {
        Self { base: Base::None, multiplier: Exact::ONE, scale: Exact::ONE, per: None }
    }

    /// Reads a unit as written for an indicator, in its normalised form (half-width, simplified, lower case).
    /// A word that is not known is a unit of its own: [`Base::Other`].
    pub fn parse(plain: &str) -> Self {
        let plain = unit_behind_name(plain).unwrap_or(plain).trim();
        if plain.is_empty() {
            return Self::none();
        }
        if matches!(plain, "ratio" | "to 1" | "x:1" | "x to 1" | "x : 1") {
            return Self { base: Base::Ratio, ..Self::none() };
        }
        if matches!(plain, "#" | "no") {
            // The head of a column of counts; behind a number it would be a footnote, or a word of its own.
            return Self { base: Base::Anything, ..Self::none() };
        }
        scaled::unit(plain)
            .or_else(|| without_head(plain).map(unit_whole))
            .unwrap_or_else(|| unit_whole(plain))
    }

    /// Whether it names what may be a scale that is not certain, so that a multiplier before a number may be counted in
    /// already.
    pub fn is_scale_unclear(&self) -> bool {
        scaled::is_unclear(self)
    }

    /// A score out of so many, with or without the word for it: out of 5, /5, score (out of 5).
    fn score(plain: &str) -> Option<Self> {
        if let Some(most) = scored::scale_of(plain) {
            return Some(Self { base: Base::OutOf(most), ..Self::none() });
        }
        let words = ["score", "average score", "rating", "average rating", "points"];
        let said = words.iter().filter_map(|word| plain.strip_prefix(word)).min_by_key(|said| said.len());
        let said = said.unwrap_or(plain).trim_start();
        let said = said.strip_prefix('(').and_then(|said| said.strip_suffix(')')).unwrap_or(said);
        let (unit, length) = Self::out_of(said)?;
        (length == said.len()).then_some(unit)
    }

    /// The words for what a score is out of that a text begins with, and the bytes they take.
    pub fn out_of(plain: &str) -> Option<(Self, usize)> {
        if let Some((most, length)) = scored::on_a_scale(plain) {
            return Some((Self { base: Base::OutOf(most), ..Self::none() }, length));
        }
        let said = ["out of", "/", "on "].into_iter().find_map(|word| plain.strip_prefix(word))?.trim_start();
        let digits = said.len() - said.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = said.split_at_checked(digits)?;
        let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | ':'));
        let most = Exact::parse(number).ok().filter(|most| *most > Exact::ONE && !goes_on)?;
        Some((Self { base: Base::OutOf(most), ..Self::none() }, plain.len() - rest.len()))
    }

    /// Money counted on something that is not in the table: $ per household.
    fn money_per(plain: &str) -> Option<Self> {
        let (unit, length) = Self::starting(plain)?;
        let rest = plain.get(length..)?;
        let slash = PER.into_iter().find(|sign| rest.starts_with(sign))?;
        let whom = rest.get(slash.len()..)?.trim();
        let is_money = matches!(unit.base, Base::Currency(_)) && unit.per.is_none() && !whom.is_empty();
        is_money.then(|| Self { per: Some((Base::Other(whom.to_owned()), Exact::ONE)), ..unit })
    }

    /// A percentage with the words for what it is of: % of GDP.
    fn share_of(plain: &str) -> Option<Self> {
        let (unit, length) = Self::starting(plain)?;
        let whole = plain.get(length..)?.strip_prefix(" of ")?;
        (unit.is_fraction() && !whole.is_empty()).then_some(unit)
    }

    /// The unit that a normalised text begins with, multiplier included, and the bytes it takes.
    pub fn starting(plain: &str) -> Option<(Self, usize)> {
        if let Some(found) = incidence::starting(plain) {
            return Some(found);
        }
        let (multiplier, base, scale, mut length) = simple_starting(plain)?;
        let mut unit = Self { base, multiplier, scale, per: None };
        if let Some((per, more)) = Self::denominator_starting(plain.get(length..)?) {
            unit.per = Some(per);
            length += more;
        }
        Some((unit, length))
    }

    /// What a text begins by counting on, behind its slash or word: /tonne, per capita. The bytes it takes.
    pub fn denominator_starting(plain: &str) -> Option<((Base, Exact), usize)> {
        let slash = PER.into_iter().find(|sign| plain.starts_with(sign))?;
        let words = plain.get(slash.len()..)?;
        if let Some((times, base, scale, length)) = simple_starting(words) {
            return Some(((base, times.times(scale)?), slash.len() + length));
        }
        let (word, base) = table::DENOMINATORS.iter().find(|(word, _)| {
            let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() && c.is_ascii());
            words.strip_prefix(word).is_some_and(|rest| !goes_on(rest))
        })?;
        Some(((base.clone(), Exact::ONE), slash.len() + word.len()))
    }

    /// The word or sign for money that a text begins with before its number, and the bytes it takes: $, Rs., KES.
    pub fn currency_starting(plain: &str) -> Option<(Self, usize)> {
        let stands_before = |word: &str| !word.ends_with(['元', '块', '镑']);
        let ends = |word: &str| {
            plain.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
        };
        let (word, base, _) = units()
            .get(&plain.chars().next()?)?
            .iter()
            .find(|(word, base, _)| matches!(base, Base::Currency(_)) && stands_before(word) && ends(word))?;
        Some((Self { base: base.clone(), ..Self::none() }, word.len()))
    }

    /// Whether the unit is a percentage or another share of a hundred.
    pub fn is_fraction(&self) -> bool {
        self.base == Base::Fraction && self.per.is_none()
    }

    /// How a number in the printed unit becomes one in the indicator's unit.
    pub fn fit(&self, indicator: &Self) -> Fit {
        if let (Base::Currency(one), Base::Currency(other)) = (&self.base, &indicator.base)
            && !same_currency(one, other)
        {
            return Fit::OtherCurrency;
        }
        if !same_thing(&self.base, &indicator.base) {
            return Fit::Other;
        }
        let denominators = match (&self.per, &indicator.per) {
            // The denominator need not be said again: 4万元 for an indicator in 元/人.
            (None, _) => Some((Exact::ONE, Exact::ONE)),
            (Some((one, scale)), Some((other, expected))) if same_thing(one, other) => {
                Some((*expected, *scale))
            }
            _ => None,
        };
        let factor = denominators.and_then(|(up, down)| {
            let up = self.multiplier.times(self.scale)?.times(up)?;
            let down = indicator.multiplier.times(indicator.scale)?.times(down)?;
            Some(Fit::Factor(up, down))
        });
        factor.unwrap_or(Fit::Other)
    }
}

/// The unit that the head of a column names with other words around it: number of schools, coverage (%), annual %.
fn without_head(plain: &str) -> Option<&str> {
    const SHARES: [&str; 9] =
        ["percent", "per cent", "percentage", "rate", "share", "coverage", "proportion", "%", ""];
    let counted = ["number of ", "no. of ", "# of "].iter().find_map(|head| plain.strip_prefix(head));
    if let Some(thing) = counted.or_else(|| plain.strip_suffix(" (number)")) {
        return Some(thing.trim()).filter(|thing| !thing.is_empty());
    }
    let is_annual =
        ["annual %", "% p.a.", "% per annum", "% per year", "in percent", "in %"].contains(&plain);
    let is_named = plain.strip_suffix("(%)").is_some_and(|head| SHARES.contains(&head.trim()));
    (is_annual || is_named).then_some("%")
}

/// What stands between a unit and what it is counted on.
const PER: [&str; 4] = ["/", " / ", " per ", "每"];

/// Reads a unit whose scale, if it has one, stands before its word.
fn unit_whole(plain: &str) -> Unit {
    if plain.is_empty() {
        return Unit::none();
    }
    if let Some((unit, length)) = Unit::starting(plain)
        && length == plain.len()
    {
        return unit;
    }
    let known = headed::of_a_year(plain)
        .or_else(|| incidence::unit(plain))
        .or_else(|| Unit::share_of(plain))
        .or_else(|| Unit::score(plain))
        .or_else(|| Unit::money_per(plain));
    if let Some(unit) = known {
        return unit;
    }
    let (multiplier, length) = multiplier_starting(plain).unwrap_or((Exact::ONE, 0));
    let rest = plain.get(length..).unwrap_or("").trim();
    if rest.is_empty() {
        return Unit { multiplier, ..Unit::none() };
    }
    Unit { base: Base::Other(rest.to_owned()), multiplier, ..Unit::none() }
}

/// The multiplier that the symbol of a unit, in normalised form, holds: a million for Mt.
pub fn prefix_of(plain: &str) -> Option<Exact> {
    scaled::prefix(plain)
}

/// Whether two bases measure the same thing. 个 counts anything that is counted.
fn same_thing(one: &Base, other: &Base) -> bool {
    // A batch, or a stage, is of so many things, and none itself.
    let is_counted = |base: &Base| {
        matches!(base, Base::Counter(_) | Base::Anything) && !matches!(base, Base::Counter("批" | "期"))
    };
    match (one, other) {
        // An indicator without a unit counts something; a counting word says what.
        (base, Base::None) => is_counted(base) || matches!(base, Base::None),
        (Base::Anything, base) | (base, Base::Anything) => {
            is_counted(base) || matches!(base, Base::Other(word) if word.chars().count() == 1)
        }
        (Base::Currency(one), Base::Currency(other)) => same_currency(one, other),
        (Base::Incidence(one), Base::Incidence(other)) => one.agrees(other),
        (one, other) => one == other,
    }
}

fn same_currency(printed: &str, indicator: &str) -> bool {
    // A bare $ is taken for the dollar of the other side where that one is named by the indicator; an
    // indicator in bare $ takes a printed US$ and no other.
    let is_dollar = |code: &str| matches!(code, "USD" | "CAD" | "AUD" | "NZD" | "HKD" | "SGD");
    // Rs is the rupee of the other side in the same way.
    let is_rupee = |one: &str, other: &str| one == "Rs" && other == "INR";
    if is_rupee(printed, indicator) || is_rupee(indicator, printed) {
        return true;
    }
    printed == indicator || (printed == "$" && is_dollar(indicator)) || (indicator == "$" && printed == "USD")
}

/// The multiplier that a normalised text begins with, and the bytes it takes.
pub fn multiplier_starting(plain: &str) -> Option<(Exact, usize)> {
    static INDEX: LazyLock<Index<(&str, i64)>> = LazyLock::new(|| index(table::MULTIPLIERS, |entry| entry.0));
    let (word, factor) = longest(&INDEX, plain, |entry| entry.0)?;
    Some((Exact::from(*factor), word.len()))
}

fn simple_starting(plain: &str) -> Option<(Exact, Base, Exact, usize)> {
    let bare = base_starting(plain).map(|(base, scale, length)| (Exact::ONE, base, scale, length));
    let multiplied = multiplier_starting(plain).and_then(|(multiplier, length)| {
        let rest = plain.get(length..)?;
        let gap = rest.len() - rest.trim_start().len();
        let (found, scale, more) = base_starting(rest.trim_start())?;
        Some((multiplier, found, scale, length + gap + more))
    });
    match (bare, multiplied) {
        (Some(bare), Some(multiplied)) if multiplied.3 > bare.3 => Some(multiplied),
        (None, multiplied) => multiplied,
        (bare, _) => bare,
    }
}

fn units() -> &'static Index<(&'static str, Base, &'static str)> {
    static INDEX: LazyLock<Index<(&str, Base, &str)>> =
        LazyLock::new(|| index(table::UNITS.iter().chain(money::MONEY), |entry| entry.0));
    &INDEX
}

fn base_starting(plain: &str) -> Option<(Base, Exact, usize)> {
    if let Some((word, base, scale)) = longest(units(), plain, |entry| entry.0) {
        return Some((base.clone(), Exact::parse(scale).ok()?, word.len()));
    }
    // One report is of what reports are counted in.
    let length = plain.len() - plain.trim_start_matches(|c: char| c.is_ascii_lowercase()).len();
    let one = plain.get(..length).filter(|_| {
        !plain.get(length..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })?;
    ones().get(one).map(|base| ((*base).clone(), Exact::ONE, length))
}

/// A table of our own words by what they are looked up by. Nothing foreign becomes a key of it, so that it needs no secret
/// against crafted keys, and a run of a fuzzer goes the same way again.
pub type Lookup<K, V> = HashMap<K, V, hash::BuildHasherDefault<hash::DefaultHasher>>;

/// What is counted, by the word for one of it.
fn ones() -> &'static Lookup<Cow<'static, str>, &'static Base> {
    static ONES: LazyLock<Lookup<Cow<'_, str>, &Base>> = LazyLock::new(|| {
        let counters = table::UNITS.iter().filter(|(_, base, _)| matches!(base, Base::Counter(_)));
        let mut ones = Lookup::default();
        for (many, base, _) in counters {
            if let Some(one) = singular(many) {
                ones.entry(one).or_insert(base);
            }
        }
        ones
    });
    &ONES
}

/// One of what an English word counts: the report of reports, the country of countries. `None` where it cannot be told.
pub fn singular(many: &str) -> Option<Cow<'_, str>> {
    if let Some((_, one)) = table::ONES.iter().find(|(of_many, _)| *of_many == many) {
        return Some(Cow::Borrowed(one));
    }
    let stem = many
        .strip_suffix('s')
        .filter(|stem| stem.len() > 2 && stem.is_ascii() && !stem.ends_with(['s', 'u', 'i']))?;
    if let Some(stem) = stem.strip_suffix("ie") {
        return Some(Cow::Owned(format!("{stem}y")));
    }
    let sibilant = ["sse", "xe", "che", "she", "zze"].iter().any(|end| stem.ends_with(end));
    Some(Cow::Borrowed(if sibilant { stem.strip_suffix('e').unwrap_or(stem) } else { stem }))
}

/// The entries of a table by the first character of their words, the longest words first.
type Index<T> = Lookup<char, Vec<&'static T>>;

fn index<T>(table: impl IntoIterator<Item = &'static T>, word_of: impl Fn(&T) -> &'static str) -> Index<T> {
    let mut index = Index::default();
    for entry in table {
        if let Some(first) = word_of(entry).chars().next() {
            index.entry(first).or_default().push(entry);
        }
    }
    for entries in index.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse(word_of(entry).len()));
    }
    index
}

/// The longest entry of a table that a text begins with. A word of ASCII letters must end where a word ends.
fn longest<T>(index: &Index<T>, plain: &str, word_of: impl Fn(&T) -> &'static str) -> Option<&'static T> {
    let fits = |entry: &&&'static T| {
        let word = word_of(entry);
        plain.strip_prefix(word).is_some_and(|rest| {
            !(word.ends_with(|c: char| c.is_ascii_alphanumeric())
                && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
    };
    index.get(&plain.chars().next()?)?.iter().find(fits).copied()
}

#[cfg(test)]
mod tests {
    use super::{Base, Fit, Unit};
    use crate::domain::quantity::Exact;

    fn factor(printed: &str, indicator: &str) -> Option<String> {
        match Unit::parse(printed).fit(&Unit::parse(indicator)) {
            Fit::Factor(up, down) => up.over_exactly(down).map(|factor| factor.to_string()),
            Fit::OtherCurrency | Fit::Other => None,
        }
    }

    #[test]
    fn multiples_of_one_thing_differ_by_exact_factors() {
        for (printed, indicator, expected) in [
            ("万亿元", "亿元", "10000"),
            ("公里", "米", "1000"),
            ("公顷", "亩", "15"),
            ("平方公里", "公顷", "100"),
            ("吨", "斤", "2000"),
            ("亿公斤", "亿斤", "2"),
            ("兆瓦", "千瓦", "1000"),
            ("度", "千瓦时", "1"),
            ("万元/人", "元/人", "10000"),
            ("元/人", "万元/人年", "0.0001"),
            ("吨标准煤/万元", "吨标准煤/万元", "1"),
            ("$ million", "$", "1000000"),
            ("个", "家", "1"),
            ("名", "万人", "0.0001"),
            ("‰", "%", "0.1"),
            ("Mt", "kt", "1000"),
            ("ML", "gl", "0.001"),
            ("$", "$000", "0.001"),
            ("people", "thousands of people", "0.001"),
            ("亿元", "100 million yuan", "1"),
            ("$/kg", "$/tonne", "1000"),
            ("deaths per 1000 live births", "per 1000 live births", "1"),
            ("schools", "number of schools", "1"),
            ("days", "no. of days", "1"),
            ("schools", "schools (number)", "1"),
            ("%", "percent (%)", "1"),
            ("%", "coverage (%)", "1"),
            ("%", "annual %", "1"),
        ] {
            assert_eq!(factor(printed, indicator).as_deref(), Some(expected), "{printed} for {indicator}");
        }
    }

    #[test]
    fn different_things_are_never_turned_into_each_other() {
        for (printed, indicator) in [
            ("户", "家"),
            ("人次", "人"),
            ("美元", "元"),
            ("c$", "$"),
            ("%", "亿元"),
            ("个百分点", "%"),
            ("天", "小时"),
            ("个工作日", "天"),
            ("吨标准煤", "吨"),
            ("平方米", "米"),
            ("个", "吨"),
            ("元/人", "元"),
            ("ml", "mW"),
            ("mw", "mW"),
            ("deaths per 1000 births", "deaths per 1000 live births"),
            ("deaths per 100000 people", "cases per 100000 people"),
            ("deaths", "deaths per 1000 live births"),
            ("out of 10", "out of 5"),
        ] {
            assert_eq!(factor(printed, indicator), None, "{printed} for {indicator}");
        }
    }

    #[test]
    fn a_scale_that_may_be_one_is_not_taken_for_certain() {
        for unit in ["people (m)", "dozens", "100 km", "households (万户)", "us$ million per km"] {
            assert!(Unit::parse(unit).is_scale_unclear(), "{unit}");
            assert_eq!(Unit::parse(unit).multiplier, Exact::ONE, "{unit}");
        }
        assert_eq!(Unit::parse("deaths per 1000").multiplier, Exact::ONE);
        assert!(!Unit::parse("ftes").is_scale_unclear());
    }

    #[test]
    fn an_unknown_word_is_a_unit_of_its_own() {
        assert_eq!(Unit::parse("盏灯").base, Base::Other("盏灯".to_owned()));
        let unit = Unit::parse("万盏灯");
        assert_eq!((unit.base, unit.multiplier), (Base::Other("盏灯".to_owned()), Exact::from(10_000)));
    }
}
