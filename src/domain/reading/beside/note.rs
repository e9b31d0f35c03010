//! Notes behind a figure that say how far it moved by a sign alone (+2.2), and whom the people that it counts are made up of (60%
//! female). Neither is kept, and neither is the figure.

use crate::domain::{
    quantity::Exact,
    reading::{
        numbers::{amount::Yardstick, number::digits},
        wording::scan::{Table, take, try_word},
    },
    unit::{Base, Unit},
};

/// Whether a note is a signed step and no more: +2.2, ↑2.2. Of what it is (points, percent, the unit) need not be said, and how a
/// table means it is not known.
pub(crate) fn is_step(note: &str, yardstick: &Yardstick, is_level: bool) -> bool {
    const ARROWS: [char; 6] = ['↑', '↓', '▲', '▼', '⬆', '⬇'];
    let (signed, arrow) = (note.strip_prefix(['+', '-']), note.strip_prefix(ARROWS));
    let Some(mut rest) = signed.or(arrow) else { return false };
    let Ok(amount) = yardstick.amount(&mut rest) else { return false };
    let unit = &amount.unit;
    let is_of_figure = match unit.base {
        // 96 (-4%): by how much it moved, or was off what was asked, and never how much there is.
        Base::None | Base::Fraction => true,
        // Signed points of a level are read, and kept.
        Base::Points => yardstick.unit.is_fraction() && (arrow.is_some() || !is_level),
        _ => unit.base == yardstick.unit.base,
    };
    is_of_figure && !amount.signed && !amount.surplus && !amount.in_parts && rest.trim().is_empty()
}

const WHO: Table<()> = &[
    ("女性", ()),
    ("女", ()),
    ("女生", ()),
    ("女职工", ()),
    ("妇女", ()),
    ("男性", ()),
    ("男", ()),
    ("男生", ()),
    ("青年", ()),
    ("残疾人", ()),
    ("female", ()),
    ("females", ()),
    ("women", ()),
    ("woman", ()),
    ("girls", ()),
    ("male", ()),
    ("males", ()),
    ("men", ()),
    ("man", ()),
    ("boys", ()),
    ("youth", ()),
    ("youths", ()),
    ("young people", ()),
    ("persons with disabilities", ()),
    ("people with disabilities", ()),
];

const LEADS: Table<()> = &[
    ("其中", ()),
    ("of which", ()),
    ("of whom", ()),
    ("including", ()),
    ("incl.", ()),
    ("包括", ()),
    ("含", ()),
];

/// One of those that people are made up of.
struct Of {
    number: Exact,
    is_share: bool,
}

/// Whether a note says of so many people which of them are women, men or the like: 60% female; 720 women, 480 men; 女性120人. They
/// are no more than the people together.
pub(crate) fn is_made_up_of(note: &str, all: Exact, unit: &Unit) -> bool {
    let counts = matches!(unit.base, Base::Counter(_) | Base::Anything | Base::None | Base::Other(_));
    let Some(all) = all.times(unit.multiplier).filter(|_| counts) else { return false };
    let mut rest = note;
    let _ = try_word(&mut rest, LEADS);
    let _ = take(&mut rest, ":") || take(&mut rest, ",");
    let (mut people, mut shares) = (Exact::ZERO, Exact::ZERO);
    loop {
        let Some(of) = one(&mut rest) else { return false };
        let sum = if of.is_share { &mut shares } else { &mut people };
        let Some(more) = sum.plus(of.number) else { return false };
        *sum = more;
        if rest.trim().is_empty() {
            return people <= all && shares <= Exact::HUNDRED;
        }
        if ![",", "、", ";", "/", "and", "和"].into_iter().any(|link| take(&mut rest, link)) {
            return false;
        }
        let _ = take(&mut rest, "and");
    }
}

fn one(input: &mut &str) -> Option<Of> {
    let is_named_first = try_word(input, WHO).is_some();
    if is_named_first {
        let _ = take(input, ":") || take(input, "占比") || take(input, "占");
    }
    *input = input.trim_start();
    let number = digits(input).ok()?;
    let is_share = ["%", "percent", "per cent"].into_iter().any(|sign| take(input, sign));
    let is_counted = ["人", "名", "people", "persons"].into_iter().any(|word| take(input, word));
    let is_named = is_named_first || {
        let _ = take(input, "were") || take(input, "are");
        try_word(input, WHO).is_some()
    };
    let is_whole = number.decimals() == 0 || is_share;
    (is_named && is_whole && !(is_share && is_counted)).then_some(Of { number, is_share })
}
