//! A place among so many without a word for it, of an indicator that counts places: 18/132, 18 of 132, #18. Elsewhere such
//! numbers are a share, a part of a whole or a mark.

use super::{rank, sense::Reader};
use crate::domain::{
    indicator::{Direction, Measure},
    reading::{
        numbers::{number::digits, ordinal::ordinal_in_words},
        times::reference::year,
        wording::scan::{space, take},
    },
    unit::Base,
};

/// The year of which words are the place, and no more: 8th in 2021, 2021年第8位.
pub(crate) fn year_of_place(words: &str) -> Option<&str> {
    let is_rank = |mut words: &str| rank::rank(&mut words).is_ok() && words.trim().is_empty();
    if let Some((place, mut named)) = words.rsplit_once(" in ") {
        return year(&mut named).filter(|_| named.trim().is_empty() && is_rank(place));
    }
    let mut rest = words;
    let named = year(&mut rest)?;
    let _ = take(&mut rest, "年") || take(&mut rest, ":");
    is_rank(rest.trim_start()).then_some(named)
}

/// The place that words are. What begins with the sign for a number, or the word for a rank, is one as well where the indicator
/// has no unit and less is better.
pub(crate) fn place(words: &str, reader: &Reader<'_>) -> Option<u32> {
    let context = reader.context;
    let has_no_unit = reader.yardstick.unit.base == Base::None
        && context.measure == Measure::Level
        && context.direction == Some(Direction::Lower);
    let mut rest = words;
    let is_led = take(&mut rest, "ranked") || take(&mut rest, "rank") || take(&mut rest, "ranking");
    let _ = is_led && take(&mut rest, ":");
    let is_numbered = take(&mut rest, "#");
    if !(reader.is_place() || (has_no_unit && (is_led || is_numbered))) {
        return None;
    }
    // First, ranked third. A third alone may be a part of a whole, and a second a time.
    let mut word = rest;
    if let Some(named) = ordinal_in_words(&mut word).filter(|named| is_led || *named == 1)
        && word.is_empty()
        && !is_numbered
    {
        return u32::try_from(named).ok();
    }
    space(&mut rest);
    let place = digits(&mut rest).ok().filter(|place| place.decimals() == 0 && place.is_positive())?;
    let among = take(&mut rest, "/") || take(&mut rest, "out of") || take(&mut rest, "of");
    if among {
        space(&mut rest);
        let all = digits(&mut rest).ok().filter(|all| all.decimals() == 0)?;
        let _ = ["countries", "economies", "states", "provinces", "cities", "regions"]
            .into_iter()
            .any(|things| take(&mut rest, things));
        if place > all {
            return None;
        }
    }
    (rest.trim().is_empty() && (among || is_numbered || is_led)).then(|| place.to_string().parse().ok())?
}
