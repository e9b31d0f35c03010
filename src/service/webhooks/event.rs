//! Events: their form (`CloudEvents` 1.0 in JSON), and their signature (Standard Webhooks: HMAC-SHA256 over id, time and
//! body). It does not know when one is sent.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use ring::hmac;
use serde_json::json;

use super::super::{error::ServiceError, knowledge::Assessed};
use crate::{
    domain::{assessment::sentence, code::Code, reading::Language},
    store::{SigningSecret, StoreError},
};

/// The type of an event that tells of a status.
const STATUS_CHANGED: &str = "plantrack.status.changed";

/// The type of an event that tells nothing but that it arrives.
const TRIAL: &str = "plantrack.webhook.trial";

/// What a secret begins with, so that it is recognised where it was left lying.
const PREFIX: &str = "whsec_";

/// A new secret: 256 bits of chance.
pub(super) fn new_secret() -> Result<SigningSecret, ServiceError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Corrupt {
        table: "webhook",
        row: String::new(),
        column: "secret",
        detail: format!("the machine gives no random numbers: {error}"),
    })?;
    Ok(SigningSecret::new(format!("{PREFIX}{}", STANDARD.encode(bytes))))
}

/// The signature of an event; empty where the secret is none.
pub(super) fn signature(secret: &SigningSecret, id: &str, seconds: i64, body: &str) -> String {
    let Some(key) = secret.expose().strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok()) else {
        return String::new();
    };
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag.as_ref()))
}

/// A change of a status that is to be told.
pub(super) struct StatusChanged<'a> {
    pub(super) plan: &'a Code,
    pub(super) item: &'a Assessed,
    pub(super) from: &'a str,
    pub(super) turns: i64,
    pub(super) on: NaiveDate,
    pub(super) change: i64,
    pub(super) now: DateTime<Utc>,
}

/// A moment as events tell it.
fn time(now: DateTime<Utc>) -> String {
    now.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The event of a change of a status.
pub(super) fn status_changed(id: &str, told: &StatusChanged<'_>) -> String {
    let StatusChanged { plan, item, from, turns, on, change, now } = told;
    let (target, assessment, indicator) = (&item.target.item, &item.assessment, &item.indicator);
    let series = &target.series;
    let words = |language| sentence(indicator, target, assessment, language);
    json!({
        "specversion": "1.0",
        "id": id,
        "type": STATUS_CHANGED,
        "source": format!("/api/v1/plans/{plan}"),
        "subject": indicator.code.as_str(),
        "time": time(*now),
        "datacontenttype": "application/json",
        "data": {
            "plan": plan.as_str(),
            "indicator": indicator.code.as_str(),
            "name": { "zh": indicator.name_zh, "en": indicator.name_en },
            "area": series.area.as_ref().map(Code::as_str),
            "category": series.category.as_ref().map(Code::as_str),
            "period": target.period.to_string(),
            "nature": target.nature.word(),
            "target": target.text,
            "outcome": item.outcome.as_ref().map(|vintage| vintage.outcome.text.as_str()),
            "status": assessment.status.word(),
            "previous_status": from,
            "turns": turns,
            "on": on.to_string(),
            "change": change,
            "explanation": { "zh": words(Language::Zh), "en": words(Language::En) },
        },
    })
    .to_string()
}

/// An event that tells nothing but that it arrives.
pub(super) fn trial(id: &str, webhook: i64, plan: &Code, now: DateTime<Utc>) -> String {
    json!({
        "specversion": "1.0",
        "id": id,
        "type": TRIAL,
        "source": format!("/api/v1/webhooks/{webhook}"),
        "time": time(now),
        "datacontenttype": "application/json",
        "data": { "plan": plan.as_str(), "webhook": webhook },
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's own libraries are tested with.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let secret = SigningSecret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let signed =
            signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn secrets_differ_and_are_not_shown() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.expose().len(), "whsec_".len() + 44);
        assert_eq!(format!("{one:?}"), "SigningSecret(***)");
        assert_eq!(signature(&SigningSecret::new(String::new()), "id", 0, ""), "");
    }
}
