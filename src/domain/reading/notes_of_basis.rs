//! How firm a figure is by the note behind it: 87% (forecast), 5.2%（初步核算数）. Knows no figure.

use super::{
    lexicon::{Words, bare, is_one_of},
    phrase::parts,
    text::Text,
};
use crate::domain::outcome::Basis;

const FORECAST: Words = "expected|projected|projection|forecast|预计|预计数|预计值|预测|预测数|预测值|全年预计|预计全年|全年预测|\
    预估|预估数";

const PRELIMINARY: Words = "estimate|estimated|est|preliminary|prelim|provisional|prov|interim|unaudited|初步|初步数|初步核算|初步核算数|初步统计|\
    初步统计数|快报|快报数|统计快报";

/// How firm a report says in brackets that its figure is; `None` where it says nothing of it.
pub fn basis_noted(phrase: &str) -> Option<Basis> {
    if !phrase.contains(['(', '（']) {
        return None;
    }
    let text = Text::new(phrase).ok()?;
    let parts = parts(&text.plain, "").ok()?;
    let notes = parts.iter().skip(1).take_while(|part| part.is_note);
    let basis = notes.filter_map(|part| {
        let note = bare(text.plain.get(part.span.clone())?);
        let is = |words: Words| is_one_of(note.trim(), words);
        if is(FORECAST) { Some(Basis::Forecast) } else { is(PRELIMINARY).then_some(Basis::Preliminary) }
    });
    basis.min()
}

#[cfg(test)]
mod tests {
    use super::basis_noted;
    use crate::domain::outcome::Basis;

    #[test]
    fn the_note_behind_the_figure_says_how_firm_it_is() {
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
            ("预计5.2%", None),
        ] {
            assert_eq!(basis_noted(phrase), basis, "{phrase}");
        }
    }
}
