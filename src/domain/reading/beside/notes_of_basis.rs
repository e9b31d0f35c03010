//! How firm a figure is by the note behind it, or the word that the report begins with: 87% (forecast), 5.2%（初步核算数）, 预计5.2%,
//! expected to reach 87%. Knows no figure.

use crate::domain::{
    outcome::Basis,
    reading::{
        statements::{
            lexicon::{Words, bare, is_one_of, take_one_of},
            phrase::parts,
        },
        wording::text::Text,
    },
};

const FORECAST: Words = "expected|projected|projection|forecast|预计|预计数|预计值|预测|预测数|预测值|全年预计|预计全年|全年预测|\
    预估|预估数";

const PRELIMINARY: Words = "estimate|estimated|est|preliminary|prelim|provisional|prov|interim|unaudited|初步|初步数|初步核算|初步核算数|初步统计|\
    初步统计数|快报|快报数|统计快报";

/// What a report begins with that tells what is expected.
const EXPECTS: Words = "预计|预测|预估|expected|is expected|are expected|projected|is projected|are projected|forecast|is forecast|\
    anticipated|is anticipated";

/// What a report begins with that tells what was counted at first.
const COUNTED_AT_FIRST: Words =
    "初步核算|初步统计|初步测算|快报|统计快报|estimated|estimate|is estimated|preliminary|provisional";

/// How firm a report says that its figure is, in brackets or by what it begins with; `None` where it says nothing of it.
pub fn basis_noted(phrase: &str) -> Option<Basis> {
    // Most of what is reported is a bare number.
    let begins = phrase.trim_start();
    let may_begin =
        begins.starts_with(|c: char| c.is_ascii_alphabetic() || "预預初快统統全年经經据據".contains(c));
    if !may_begin && !phrase.contains(['(', '（']) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let begun = basis_begun(&text.plain);
    let parts = parts(&text.plain, "").ok()?;
    let notes = parts.iter().skip(1).take_while(|part| part.is_note);
    let basis = notes.filter_map(|part| {
        let note = bare(text.plain.get(part.span.clone())?);
        let is = |words: Words| is_one_of(note.trim(), words);
        if is(FORECAST) { Some(Basis::Forecast) } else { is(PRELIMINARY).then_some(Basis::Preliminary) }
    });
    basis.chain(begun).min()
}

/// How firm a report is by the word that it begins with: 全年预计102亿元, 经初步核算增长5.2%.
fn basis_begun(plain: &str) -> Option<Basis> {
    let mut rest = plain;
    let _ = take_one_of(&mut rest, "全年|年度|年内|全市|经|据");
    if take_one_of(&mut rest, EXPECTS) {
        return Some(Basis::Forecast);
    }
    take_one_of(&mut rest, COUNTED_AT_FIRST).then_some(Basis::Preliminary)
}

#[cfg(test)]
mod tests {
    use super::basis_noted;
    use crate::domain::outcome::Basis;

    #[test]
    fn a_note_or_the_first_word_says_how_firm_the_figure_is() {
        for (phrase, basis) in [
            ("87% (forecast)", Some(Basis::Forecast)),
            ("87% (Projected)", Some(Basis::Forecast)),
            ("5.2%（预计数）", Some(Basis::Forecast)),
            ("87% (estimate)", Some(Basis::Preliminary)),
            ("87% (est.)", Some(Basis::Preliminary)),
            ("2.9% (prov.)", Some(Basis::Preliminary)),
            ("2.9% (p)", None),
            ("87% (preliminary) (2021-22)", Some(Basis::Preliminary)),
            ("5.2%（初步核算数）", Some(Basis::Preliminary)),
            ("87% (final)", None),
            ("87% (2021-22)", None),
            ("87%, up from 80% (estimate)", None),
            ("87%", None),
            ("预计5.2%", Some(Basis::Forecast)),
            ("全年预计102亿元", Some(Basis::Forecast)),
            ("预计能完成", Some(Basis::Forecast)),
            ("預計增長5.2%", Some(Basis::Forecast)),
            ("Expected to reach 102", Some(Basis::Forecast)),
            ("expected to be met", Some(Basis::Forecast)),
            ("Projected to be 102", Some(Basis::Forecast)),
            ("forecast to reach 102", Some(Basis::Forecast)),
            ("初步核算102亿元", Some(Basis::Preliminary)),
            ("经初步核算，增长5.2%", Some(Basis::Preliminary)),
            ("据初步统计5.2%", Some(Basis::Preliminary)),
            ("Estimated at 102", Some(Basis::Preliminary)),
            ("预计5.2%（初步核算数）", Some(Basis::Forecast)),
            ("Expectedly 102", None),
            ("On track", None),
            ("实际5.2%", None),
            ("完成102亿元，预计明年开工", None),
        ] {
            assert_eq!(basis_noted(phrase), basis, "{phrase}");
        }
    }
}
