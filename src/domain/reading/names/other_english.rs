//! Whether a name that English words print with a figure is another one than the English name of the indicator: GDP growth, of the
//! growth of exports; the unemployment rate, of that of the young. A name is the same where it says the same thing, and the indicator's
//! is of no part of it. Knows no figure.

use crate::domain::unit::singular;

/// Names of a thing, by how words of the indicator's begin that are of the same, parted by spaces, and by characters of its Chinese one.
struct Thing {
    printed: &'static str,
    own: &'static str,
    chinese: &'static [&'static str],
}

const THINGS: [Thing; 6] = [
    Thing {
        printed: "gdp",
        own: "gdp gsdp grdp grp economic economy output gross domestic product",
        chinese: &["gdp", "生产总值", "经济增"],
    },
    Thing {
        printed: "cpi", own: "cpi consumer price inflation", chinese: &["cpi", "价格", "物价", "通胀"]
    },
    Thing { printed: "unemployment", own: "unemploy jobless", chinese: &["失业"] },
    Thing { printed: "employment", own: "employ work", chinese: &["就业"] },
    Thing { printed: "poverty", own: "poverty poor", chinese: &["贫困", "贫穷"] },
    Thing { printed: "literacy", own: "litera read", chinese: &["识字", "文盲"] },
];

/// Words with which a name says that something is measured, and not what.
const OF_ANYTHING: &str = "a an the of in for at on by to from as growth rate rates level percentage percent index target indicator \
     actual annual yearly average avg mean year years end period real headline total overall national";

/// Words beside its thing, of one, that make a name that of a part of it, or of another one: of some people, of a part of the economy.
/// Any other word may be that of a place.
const PARTS: &str = "youth young youngest older elderly senior woman female man male girl boy child childhood infant rural remote \
     extreme absolute severe relative chronic multidimensional energy fuel food core long graduate disabled disability migrant \
     immigrant refugee indigenous aboriginal minority ethnic roma veteran single parent mother non oil mining agricultural \
     agriculture industrial industry manufacturing service tourism construction private public capita part informal vulnerable \
     digital financial health media ict fixed capital formation consumption saving income production productivity producer";

/// The name of what grew, where it stands between a percentage and the word that it did: 5% GDP growth. With the byte where it begins.
pub(crate) fn growth_behind(plain: &str) -> Option<(usize, &str)> {
    const SIGNS: [&str; 3] = ["%", "percent", "per cent"];
    let at = plain.find(" gdp growth")?;
    let before = plain.get(..at)?.trim_end();
    let is_counted = SIGNS.iter().any(|sign| before.ends_with(sign));
    is_counted.then_some((at + 1, plain.get(at + 1..at + 4)?))
}

/// Whether the printed name is sure to be another one than that of the indicator with these names.
pub(crate) fn is_other_in_english(printed: &str, name_en: &str, name_zh: &str) -> bool {
    let printed = printed.to_ascii_lowercase();
    let own = words(name_en);
    let Some(thing) = THINGS
        .iter()
        .find(|thing| printed.split(' ').any(|word| word == thing.printed))
        .filter(|_| !own.is_empty())
    else {
        return false;
    };
    let of_thing = |word: &Word| thing.own.split_whitespace().any(|stem| word.plain.starts_with(stem));
    let of_more = |word: &&Word| !word.is_of_anything && !of_thing(word);
    if own.iter().any(of_thing) {
        let is_part = |word: &Word| {
            let one = singular(&word.plain);
            PARTS.split_whitespace().any(|part| part == word.plain || one.as_deref() == Some(part))
        };
        return own.iter().any(is_part) || is_of_the_young(name_en);
    }
    // Growth, or the rate, of whatever that is.
    own.iter().any(|word| of_more(&word)) && !thing.chinese.iter().any(|name| name_zh.contains(name))
}

/// A word of a name.
struct Word {
    plain: String,
    is_of_anything: bool,
}

fn words(name: &str) -> Vec<Word> {
    // Where each word of a name begins with a capital, nobody knows which are those of places.
    let parts = || {
        name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
            .filter(|word| !word.is_empty())
    };
    let is_sentence =
        parts().skip(1).any(|word| word.len() > 3 && word.starts_with(|c: char| c.is_lowercase()));
    let mut is_place = false;
    parts()
        .map(|word| {
            let plain = word.to_lowercase();
            let is_capital = word.starts_with(char::is_uppercase);
            // In Kenya, in New South Wales.
            is_place = is_sentence && (plain == "in" || (is_place && (is_capital || plain == "the")));
            let is_number = plain.starts_with(|c: char| c.is_ascii_digit());
            let is_owner = plain.ends_with("'s") || plain.ends_with("’s");
            let is_idle = OF_ANYTHING.split_whitespace().any(|idle| idle == plain);
            Word { is_of_anything: is_idle || is_number || is_owner || is_place, plain }
        })
        .collect()
}

/// Whether a name is of those up to an age below thirty: 15–24.
fn is_of_the_young(name: &str) -> bool {
    name.split(|c: char| !c.is_ascii_digit()).any(|age| matches!(age, "19" | "24" | "29"))
}

#[cfg(test)]
mod tests {
    use crate::domain::reading::another_name;

    #[test]
    fn a_name_of_another_thing_or_of_the_whole_is_seen() {
        for (name, phrase, printed) in [
            ("Export growth", "GDP growth of 5%", "GDP"),
            ("Export growth", "GDP growth 5%", "GDP"),
            ("Export growth", "GDP grew 5%", "GDP"),
            ("Export growth", "5% GDP growth", "GDP"),
            ("Export growth", "at least 5 percent GDP growth", "GDP"),
            ("Employment growth", "Real GDP growth 5%", "Real GDP"),
            ("Growth of household income", "GDP growth of 5%", "GDP"),
            ("Retail sales growth", "GDP growth of 5%", "GDP"),
            ("Inflation", "GDP growth of 5%", "GDP"),
            ("Population growth", "GDP growth of 5%", "GDP"),
            ("Growth in prices", "GDP growth of 5%", "GDP"),
            ("Gross fixed capital formation growth", "GDP growth of 5%", "GDP"),
            ("GDP growth", "CPI growth of 5%", "CPI"),
            ("GDP per capita growth", "GDP growth of 5%", "GDP"),
            ("Non-oil GDP growth", "GDP growth of 5%", "GDP"),
            ("Agricultural GDP growth", "5% GDP growth", "GDP"),
            ("Manufacturing growth", "CPI growth of 5%", "CPI"),
            ("Food price inflation", "CPI growth of 5%", "CPI"),
            ("Core inflation", "CPI rose 5%", "CPI"),
            ("Electricity production growth", "GDP growth of 5%", "GDP"),
            ("Labour productivity growth", "GDP growth of 5%", "GDP"),
            ("Gross national income growth", "GDP growth of 5%", "GDP"),
            ("Unemployment rate", "poverty rate of 4%", "poverty rate"),
            ("Poverty rate", "unemployment rate of 5%", "unemployment rate"),
            ("Teacher satisfaction", "Literacy rate: 85%", "Literacy rate"),
            ("School completion", "The literacy rate reached 85%", "The literacy rate"),
            ("Youth unemployment rate", "Unemployment rate: 5.1%", "Unemployment rate"),
            ("Unemployment rate (15–24)", "Unemployment rate: 5.1%", "Unemployment rate"),
            ("Long-term unemployment", "Unemployment rate: 5.1%", "Unemployment rate"),
            ("Rural unemployment rate", "Unemployment rate: 5.1%", "Unemployment rate"),
            ("Employment rate of women", "Employment rate: 76.2%", "Employment rate"),
            ("Employment Rate of Women", "Employment rate: 76.2%", "Employment rate"),
            ("Employment rate of persons with disabilities", "Employment rate: 76.2%", "Employment rate"),
            ("Graduate employment rate", "Employment rate: 76.2%", "Employment rate"),
            ("Child poverty rate", "Poverty rate 9%", "Poverty rate"),
            ("Extreme poverty rate", "Poverty rate 9%", "Poverty rate"),
            ("Female literacy rate", "Literacy rate 85%", "Literacy rate"),
            ("Unemployment rate", "Employment rate 76%", "Employment rate"),
        ] {
            assert_eq!(another_name(phrase, "", name).as_deref(), Some(printed), "{name}: {phrase}");
        }
        for (name_zh, name_en, phrase) in [
            ("出口增速", "Export growth", "5% GDP growth"),
            ("失业率", "Unemployment rate", "poverty rate of 4%"),
        ] {
            assert!(another_name(phrase, name_zh, name_en).is_some(), "{name_en}: {phrase}");
        }
    }

    #[test]
    fn the_same_name_a_shorter_one_and_none_are_left() {
        for (name_zh, name_en, phrase) in [
            ("", "GDP growth", "GDP growth of 5%"),
            ("", "Economic growth", "5% GDP growth"),
            ("", "Growth of gross domestic product (constant prices)", "GDP grew 5%"),
            ("", "Average annual GDP growth rate", "GDP growth of 5%"),
            ("", "Real GDP growth in Kenya", "GDP growth of 5%"),
            ("", "Kenya's GDP growth", "GDP growth of 5%"),
            ("", "Growth", "GDP growth of 5%"),
            ("", "London employment rate", "employment rate of 76%"),
            ("", "China GDP growth", "6% GDP growth"),
            ("", "Increase in GDP", "GDP growth of 5%"),
            ("", "Share of population below the poverty line", "poverty rate of 4.2%"),
            ("", "Share of people in work", "employment rate of 76%"),
            ("", "Adults who can read and write", "literacy rate of 96%"),
            ("", "Employment rate (ages 16-64)", "employment rate of 76%"),
            ("", "Employment rate among residents", "employment rate of 76%"),
            ("", "", "GDP growth of 5%"),
            ("地区生产总值增速", "Gross regional product growth", "GDP growth of 5%"),
            ("经济增长", "Output", "5% GDP growth"),
            ("", "Inflation", "CPI rose 2%"),
            ("", "Consumer price index", "CPI rose 2%"),
            ("", "Surveyed urban unemployment rate", "unemployment rate 5.1%"),
            ("", "Unemployment rate (ILO, 15–74)", "unemployment rate 5.1%"),
            ("", "Registered unemployment", "unemployment rate 5.1%"),
            ("", "Unemployment rate in New South Wales", "unemployment rate 5.1%"),
            ("", "Employment rate (aged 20–64)", "Employment rate: 76.2%"),
            ("", "Employed persons as percentage of population", "Employment rate: 76.2%"),
            ("", "National poverty rate", "Poverty rate 9%"),
            ("", "Population below the poverty line", "Poverty rate 9%"),
            ("", "Adult literacy rate", "Literacy rate 85%"),
            // What grows is compared, and what stands beside is no name of the figure.
            ("", "Export growth", "5%"),
            ("", "Export growth", "growth of 5%"),
            ("", "Export growth", "1 percentage point above GDP growth"),
            ("失业率", "", "poverty rate of 4%"),
            ("地区生产总值增速", "Whole-city output", "GDP增长5%"),
        ] {
            assert_eq!(another_name(phrase, name_zh, name_en), None, "{name_en}: {phrase}");
        }
    }
}
