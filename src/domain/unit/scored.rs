//! Scales that a score is given on, in the other words that they have: 5-point scale, Score (1-5), on a scale of 1 to 5. Knows no
//! number.

use crate::domain::quantity::Exact;

/// What the best score is, where a unit is a scale and nothing else.
pub(super) fn scale_of(plain: &str) -> Option<Exact> {
    const NAMES: [&str; 7] =
        ["score", "average score", "rating", "average rating", "likert", "likert scale", "scale"];
    let said = NAMES.iter().filter_map(|name| plain.strip_prefix(name)).min_by_key(|said| said.len());
    if let Some(said) = said.map(str::trim_start).filter(|said| !said.is_empty()) {
        let said = said.strip_prefix('(').and_then(|said| said.strip_suffix(')')).unwrap_or(said);
        return whole(said.strip_prefix("of ").unwrap_or(said), plain.starts_with("scale of "));
    }
    let said = plain.strip_suffix(" scale").or_else(|| plain.strip_suffix(" likert scale"))?;
    match said.strip_suffix("-point").or_else(|| said.strip_suffix(" point")) {
        Some(points) => number(points).filter(|(_, rest)| rest.is_empty()).map(|(most, _)| most),
        None => whole(said, false),
    }
}

/// Behind a score the scale that it is given on, and the bytes of the words for it: on a scale of 5, on a 5-point scale.
pub(super) fn on_a_scale(plain: &str) -> Option<(Exact, usize)> {
    let behind =
        ["on a scale of ", "on a scale from ", "on a "].iter().find_map(|lead| plain.strip_prefix(lead))?;
    let (most, rest) = if let Some(end) = from_one(behind) {
        end
    } else {
        let (most, rest) = number(behind)?;
        let is_points = !plain.starts_with("on a scale");
        (
            most,
            if is_points {
                rest.strip_prefix("-point scale").or_else(|| rest.strip_prefix(" point scale"))?
            } else {
                rest
            },
        )
    };
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | ':' | '-'));
    (!goes_on).then(|| (most, plain.len() - rest.len()))
}

fn whole(said: &str, may_be_alone: bool) -> Option<Exact> {
    let end = from_one(said).or_else(|| number(said).filter(|_| may_be_alone));
    end.filter(|(_, rest)| rest.is_empty()).map(|(most, _)| most)
}

/// 1-5, 1 to 5: from one to the best, and what stands behind.
fn from_one(said: &str) -> Option<(Exact, &str)> {
    let behind = said.strip_prefix('1')?;
    let behind = [" to ", "-", " - "].iter().find_map(|link| behind.strip_prefix(link))?;
    number(behind)
}

fn number(said: &str) -> Option<(Exact, &str)> {
    let digits = said.len() - said.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = said.split_at_checked(digits)?;
    Some((Exact::parse(number).ok().filter(|most| *most > Exact::ONE)?, rest))
}

#[cfg(test)]
mod tests {
    use super::{on_a_scale, scale_of};
    use crate::domain::quantity::Exact;

    #[test]
    fn scales_in_their_words() {
        for plain in [
            "scale of 5",
            "scale of 1-5",
            "scale of 1 to 5",
            "score (1-5)",
            "scale 1 to 5",
            "1-5 scale",
            "5-point scale",
            "likert (1-5)",
            "rating (1-5)",
        ] {
            assert_eq!(scale_of(plain), Some(Exact::from(5)), "{plain}");
        }
        for plain in ["score", "scale", "score (5)", "rating 5", "2-5 scale", "score (0-100)", "scale of 1"] {
            assert_eq!(scale_of(plain), None, "{plain}");
        }
        for words in ["on a scale of 5", "on a 5-point scale", "on a scale of 1-5", "on a scale from 1 to 5"]
        {
            assert_eq!(on_a_scale(words), Some((Exact::from(5), words.len())), "{words}");
        }
        for words in ["on a scale", "on a 5-year plan", "on a scale of 5.5", "on a 5"] {
            assert_eq!(on_a_scale(words), None, "{words}");
        }
    }
}
