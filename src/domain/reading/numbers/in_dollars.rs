//! The same amount in dollars behind one in yuan (约合1.12万美元, 折合11200美元), which is printed for readers abroad. It is passed over,
//! and only where it can be the same amount.

use super::amount::Yardstick;
use crate::domain::{
    quantity::Exact,
    reading::wording::scan::{Table, take, try_word},
    unit::Base,
};

/// Words that say that what follows is the amount before them in another currency.
const TURNED: Table<()> = &[
    ("约合", ()),
    ("折合", ()),
    ("约折合", ()),
    ("折合约", ()),
    ("合", ()),
    ("折", ()),
    ("相当于", ()),
    ("按年平均汇率折算", ()),
    ("按年平均汇率折合", ()),
    ("按年均汇率折算", ()),
];

/// Whether words are an amount in dollars that is the figure in yuan before them, once more. About so much needs a bracket, since in
/// a clause it may be an amount of something else.
pub(crate) fn is_the_same(
    words: &str,
    figure: Exact,
    before: &str,
    is_note: bool,
    yardstick: &Yardstick,
) -> bool {
    let own = &yardstick.unit;
    if own.base != Base::Currency("CNY") || !prints_yuan(before) {
        return false;
    }
    let mut rest = words;
    let is_turned = try_word(&mut rest, TURNED).is_some();
    let is_about = take(&mut rest, "约") || take(&mut rest, "为");
    if !(is_turned || (is_about && is_note)) {
        return false;
    }
    let Ok(dollars) = yardstick.amount(&mut rest) else { return false };
    let _ = take(&mut rest, "左右");
    let is_plain = rest.trim().is_empty() && !dollars.signed && !dollars.surplus;
    let unit = &dollars.unit;
    is_plain
        && unit.base == Base::Currency("USD")
        && (unit.per.is_none() || unit.per == own.per)
        && figure
            .times(own.multiplier)
            .zip(dollars.number.times(unit.multiplier))
            .is_some_and(|(yuan, dollars)| may_be_worth(yuan, dollars))
}

/// Whether the words before a separator end with an amount in yuan: 8100亿元, 8100亿元人民币.
fn prints_yuan(before: &str) -> bool {
    let said = before.trim_end_matches([' ', ',', ';', '(']);
    said.strip_suffix("人民币").unwrap_or(said).ends_with('元')
}

/// Whether a dollar may have cost as many yuan: between five and nine of them since 1993.
fn may_be_worth(yuan: Exact, dollars: Exact) -> bool {
    let worth = |rate: i64| dollars.times(Exact::from(rate));
    dollars.is_positive() && worth(5).zip(worth(9)).is_some_and(|(least, most)| least <= yuan && yuan <= most)
}
