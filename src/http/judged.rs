//! What the reads of how a plan stands have in common: their parameters, and the language of their words. It does not
//! know what an answer says.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    completion::moment_in,
    outgoing::thousandths,
    query::Parameters,
    words::{DayText, LanguageText, MemberText, PeriodText},
};
use crate::{
    domain::reading::Language,
    service::scorecard::{Listed, Question},
};

/// What is asked of a plan as a whole.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OfPlan {
    /// The day it is judged for; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The targets for this area; left out or empty, those for the whole.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// The targets for this category; left out or empty, those for all of them.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// The language of the words: zh or en; by Accept-Language where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

/// What is asked of one indicator of a plan.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OfIndicator {
    /// The day it is judged for, and the last that is looked at; today where left out.
    #[param(value_type = Option<DayText>)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out.
    #[param(value_type = Option<String>, format = DateTime)]
    as_of: Option<String>,
    /// The target for this area; left out or empty, that for the whole.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// The target for this category; left out or empty, that for all of them.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// The period of the target, where the plan has several.
    #[param(value_type = Option<PeriodText>)]
    pub(super) period: Option<String>,
    /// The language of the words: zh or en; by Accept-Language where left out.
    #[param(value_type = Option<LanguageText>)]
    lang: Option<String>,
}

impl OfPlan {
    pub(super) fn common(&self) -> Common<'_> {
        let Self { on, as_of, area, category, lang } = self;
        Common { on, as_of, area, category, lang }
    }
}

impl OfIndicator {
    pub(super) fn common(&self) -> Common<'_> {
        let Self { on, as_of, area, category, period: _, lang } = self;
        Common { on, as_of, area, category, lang }
    }
}

/// The parts that all of these have.
pub(super) struct Common<'a> {
    pub(super) on: &'a Option<String>,
    pub(super) as_of: &'a Option<String>,
    pub(super) area: &'a Option<String>,
    pub(super) category: &'a Option<String>,
    pub(super) lang: &'a Option<String>,
}

/// A parameter that is not there.
pub(super) const LEFT_OUT: &Option<String> = &None;

impl Common<'_> {
    /// Reads them, and notes what is wrong with them.
    pub(super) fn read(&self, parameters: &mut Parameters, request: &HttpRequest) -> (Question, Tongue) {
        let question = Question {
            on: self.on.as_deref().and_then(|on| parameters.fields().day("on", on)),
            as_of: self.as_of.as_deref().and_then(|text| moment_in(parameters, "as_of", text)),
            area: parameters.code("area", self.area.as_deref()),
            category: parameters.code("category", self.category.as_deref()),
            listed: Listed::default(),
        };
        let tongue = match self.lang.as_deref() {
            None => Tongue { language: best_liked(request.headers()), by_header: true },
            Some("zh") => Tongue { language: Some(Language::Zh), by_header: false },
            Some("en") => Tongue { language: Some(Language::En), by_header: false },
            Some(other) => {
                parameters.fault("lang", other, "unknown_word", "write zh or en, or leave it out");
                Tongue { language: None, by_header: false }
            }
        };
        (question, tongue)
    }
}

/// Which targets are asked for, where not all are.
pub(super) struct Chosen<'a> {
    pub(super) section: &'a Option<String>,
    pub(super) nature: &'a Option<String>,
    pub(super) status: &'a Option<String>,
}

impl Chosen<'_> {
    /// Reads them, and notes what is wrong with them.
    pub(super) fn read(&self, parameters: &mut Parameters) -> Listed {
        Listed {
            section: self.section.clone(),
            nature: self.nature.as_deref().and_then(|word| parameters.fields().word("nature", word)),
            status: self.status.as_deref().and_then(|word| parameters.fields().word("status", word)),
        }
    }
}

/// The language that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tongue {
    /// The one language; `None` is both.
    pub(super) language: Option<Language>,
    by_header: bool,
}

impl Tongue {
    /// The language of what has only one: English where none is asked for.
    pub(super) fn only_one(self) -> Language {
        self.language.unwrap_or(Language::En)
    }

    /// What tells answers apart that have the same address.
    pub(super) fn mark(self) -> &'static str {
        if self.by_header { mark(self.language) } else { "" }
    }

    /// Says in an answer's headers in which languages it is, and that it depends on what is asked for.
    pub(super) fn say(self, mut answer: HttpResponse) -> HttpResponse {
        let is_whole = answer.status() == StatusCode::OK;
        let headers = answer.headers_mut();
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Accept-Encoding"));
        if is_whole {
            headers.insert(header::CONTENT_LANGUAGE, languages(self.language));
        }
        answer
    }
}

/// The languages of an answer, as its header says them.
pub(super) const fn languages(language: Option<Language>) -> HeaderValue {
    HeaderValue::from_static(match language {
        Some(Language::Zh) => "zh",
        Some(Language::En) => "en",
        None => "zh, en",
    })
}

const fn mark(language: Option<Language>) -> &'static str {
    match language {
        Some(Language::Zh) => "zh",
        Some(Language::En) => "en",
        None => "",
    }
}

/// What tells the answer to a request apart from others with the same address, as [`Tongue::mark`] of the same request
/// does. Where the query names the language in an unusual way this is another one, under which nothing is kept.
pub(super) fn mark_of(headers: &HeaderMap, address: &str) -> &'static str {
    let is_named = || address.contains("?lang=") || address.contains("&lang=");
    if !headers.contains_key(header::ACCEPT_LANGUAGE) || is_named() {
        return "";
    }
    mark(best_liked(headers))
}

/// The language with the highest weight in `Accept-Language`; of equal ones the first. `None` where neither is taken.
/// What cannot be read is passed over.
pub(super) fn best_liked(headers: &HeaderMap) -> Option<Language> {
    let mut best = None;
    let mut best_weight = 0;
    let texts = headers.get_all(header::ACCEPT_LANGUAGE).filter_map(|value| value.to_str().ok());
    for range in texts.flat_map(|text| text.split(',')) {
        let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
        let primary = tag.trim().split('-').next().unwrap_or_default();
        let language = match primary {
            _ if primary.eq_ignore_ascii_case("zh") => Language::Zh,
            _ if primary.eq_ignore_ascii_case("en") => Language::En,
            _ => continue,
        };
        let weight = match rest.trim().strip_prefix("q=") {
            None => 1_000,
            Some(weight) => thousandths(weight.trim()).unwrap_or(0),
        };
        if weight > best_weight {
            (best, best_weight) = (Some(language), weight);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_is_taken() {
        for (accepted, wanted) in [
            ("", None),
            ("zh", Some(Language::Zh)),
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Language::Zh)),
            ("en;q=0.8, ZH-hans;q=0.9", Some(Language::Zh)),
            ("fr-FR, en;q=0.5, zh;q=0.5", Some(Language::En)),
            ("zh;q=0, en;q=0.001", Some(Language::En)),
            ("zh;q=x", None),
            ("de, *;q=0.5", None),
            (";;,,q=1,zh;q=1.000", Some(Language::Zh)),
        ] {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted))]);
            assert_eq!(best_liked(&headers), wanted, "{accepted}");
        }
    }
}
