//! Access tokens of an OpenID Connect provider: who a token is of and what it allows. A token is taken for what it says
//! only once its signature, its issuer, its audience and its time hold. It does not know how the provider is reached.
//!
//! Signatures are checked with ring, which the TLS of the database uses already, and not by a library for tokens: the
//! moment is an argument, a claim that is missing is refused, and no library for RSA comes along.

pub mod fetch;
pub mod provider;
pub mod signature;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use self::{
    provider::{Fetch, Provider, Source},
    signature::{Algorithm, decoded},
};
use super::access::{Grant, Limit, Principal, Scope};
use crate::domain::code::Code;

/// The longest token, in bytes.
const LONGEST_TOKEN: usize = 8 * 1_024;

/// The longest name of a subject, in characters.
const LONGEST_SUBJECT: usize = 255;

/// How far the provider's clock may be from ours, in seconds.
const LEEWAY_S: i64 = 30;

/// Which tokens are taken, and what they allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Where the keys are; the issuer of every token.
    pub source: Source,
    /// Whom a token must be meant for.
    pub audience: String,
    /// How a token may be signed.
    pub algorithms: Vec<Algorithm>,
    /// The types of token that are taken, in small letters.
    pub types: Vec<String>,
    /// The claim that holds the words for scopes: its name, or a way to it with dots.
    pub scope_claim: String,
    /// What each of these words allows.
    pub scopes: Vec<(String, Scope)>,
    /// The claim that names the indicators that are reported; `None` is no limit.
    pub indicators_claim: Option<String>,
    /// The claim that names the areas that are reported for; `None` is no limit.
    pub areas_claim: Option<String>,
}

/// What tells whom a token is of.
#[derive(Debug)]
pub struct Tokens {
    rules: Rules,
    provider: Provider,
}

/// The head of a token. What else is in it is not looked at.
#[derive(Debug, Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
    jwk: Option<Value>,
    jku: Option<Value>,
    x5u: Option<Value>,
}

impl Tokens {
    /// Takes tokens by these rules.
    pub fn new(rules: Rules, fetch: Arc<dyn Fetch>) -> Self {
        let provider = Provider::new(rules.source.clone(), fetch);
        Self { rules, provider }
    }

    /// Whom a token is of.
    ///
    /// # Errors
    /// Why it is not taken: for the log, and without a word of the token.
    pub async fn principal(&self, token: &str, now: DateTime<Utc>) -> Result<Principal, &'static str> {
        if token.len() > LONGEST_TOKEN {
            return Err("the token is too long");
        }
        let mut parts = token.split('.');
        let (Some(head), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err("the token has not three parts");
        };
        let message = token.get(..head.len() + 1 + claims.len()).unwrap_or_default();
        let kid = self.checked_head(head)?;
        let key = self.provider.key(&kid.name).await.ok_or("the provider has no key of that name")?;
        if key.algorithm() != kid.algorithm {
            return Err("the token is signed in another way than the key is for");
        }
        let signature = decoded(signature).ok_or("the signature is not readable")?;
        if !key.signed(message.as_bytes(), &signature) {
            return Err("the signature does not hold");
        }
        let claims = decoded(claims).ok_or("the claims are not readable")?;
        let claims: Map<String, Value> =
            serde_json::from_slice(&claims).map_err(|_| "the claims are not readable")?;
        self.principal_of(&claims, now.timestamp())
    }

    fn checked_head(&self, head: &str) -> Result<NamedKey, &'static str> {
        let head = decoded(head).ok_or("the head is not readable")?;
        let head: Head = serde_json::from_slice(&head).map_err(|_| "the head is not readable")?;
        let Head { alg, kid, typ, crit, jwk, jku, x5u } = head;
        let algorithm = Algorithm::from_word(&alg).ok().filter(|known| self.rules.algorithms.contains(known));
        let algorithm = algorithm.ok_or("the token is signed in a way that is not taken")?;
        if crit.is_some() || jwk.is_some() || jku.is_some() || x5u.is_some() {
            return Err("the token brings its own key, or asks for what is not known");
        }
        let typ = typ.unwrap_or_default().to_ascii_lowercase();
        let typ = typ.strip_prefix("application/").unwrap_or(&typ);
        if !self.rules.types.iter().any(|taken| taken == typ) {
            return Err("the token is of another type than is taken");
        }
        Ok(NamedKey { name: kid.ok_or("the token names no key")?, algorithm })
    }

    fn principal_of(&self, claims: &Map<String, Value>, now: i64) -> Result<Principal, &'static str> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let moment =
            |name: &str| claims.get(name).map(|value| value.as_i64().ok_or("a moment is no whole number"));
        if text("iss") != Some(self.rules.source.issuer.as_str()) {
            return Err("the token is of another issuer");
        }
        let is_meant = match claims.get("aud") {
            Some(Value::String(audience)) => *audience == self.rules.audience,
            Some(Value::Array(audiences)) => {
                audiences.iter().any(|audience| audience.as_str() == Some(self.rules.audience.as_str()))
            }
            _ => false,
        };
        if !is_meant {
            return Err("the token is meant for somebody else");
        }
        let end = moment("exp").transpose()?.ok_or("the token has no end")?;
        if end <= now.saturating_sub(LEEWAY_S) {
            return Err("the token has ended");
        }
        for begin in ["nbf", "iat"] {
            if moment(begin).transpose()?.is_some_and(|begin| begin > now.saturating_add(LEEWAY_S)) {
                return Err("the token is not yet to be used");
            }
        }
        let subject = text("sub").unwrap_or_default();
        let is_name = |subject: &str| {
            !subject.is_empty()
                && subject.chars().count() <= LONGEST_SUBJECT
                && !subject.chars().any(char::is_control)
        };
        if !is_name(subject) {
            return Err("the token names nobody");
        }
        let actor = format!("token {subject} of {}", self.rules.source.issuer);
        Ok(Principal { actor, grant: self.grant(claims) })
    }

    fn grant(&self, claims: &Map<String, Value>) -> Grant {
        let words = found(claims, &self.rules.scope_claim).map(words_of).unwrap_or_default();
        let said = self.rules.scopes.iter().filter(|(word, _)| words.contains(word));
        let scopes: BTreeSet<Scope> = said.map(|(_, scope)| *scope).collect();
        Grant {
            scopes,
            indicators: limit(claims, self.rules.indicators_claim.as_deref()),
            areas: limit(claims, self.rules.areas_claim.as_deref()),
        }
    }
}

struct NamedKey {
    name: String,
    algorithm: Algorithm,
}

/// A claim by its name, or by a way with dots (`realm_access.roles`).
fn found<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let (first, rest) = name.split_once('.')?;
    found(claims.get(first)?.as_object()?, rest)
}

/// Words with spaces between them, or a list of words.
fn words_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split_whitespace().map(str::to_owned).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The limit that a claim sets. Where one is to be and is not there, nothing is reached; `*` is no limit.
fn limit(claims: &Map<String, Value>, name: Option<&str>) -> Limit {
    let Some(name) = name else { return Limit::None };
    let words = found(claims, name).map(words_of).unwrap_or_default();
    if words.iter().any(|word| word == "*") {
        return Limit::None;
    }
    Limit::Only(words.iter().filter_map(|word| Code::new(word).ok()).collect())
}
