//! Settings of the tokens of an OpenID Connect provider. It does not know what a token is.

use serde::Deserialize;

/// Settings of the tokens of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// The provider; empty where no tokens are taken.
    pub issuer: String,
    /// Whom a token must be meant for.
    pub audience: String,
    /// Where the provider's keys are; empty where it is asked for that.
    pub keys_url: String,
    /// How a token may be signed: words with commas between them.
    pub algorithms: String,
    /// The types of token that are taken: words with commas between them.
    pub types: String,
    /// The claim that holds the words for scopes.
    pub scope_claim: String,
    /// What each of these words allows: WORD=SCOPE with commas between them.
    pub scopes: String,
    /// The claim that names the indicators that are reported; empty is no limit.
    pub indicators_claim: String,
    /// The claim that names the areas that are reported for; empty is no limit.
    pub areas_claim: String,
    /// How long the provider's keys are kept, in seconds.
    pub keys_kept_s: u32,
    /// The least time between two fetches of them, in seconds.
    pub keys_fetched_every_s: u32,
}

impl Tokens {
    /// The entries of a list, without the blanks around them.
    pub fn entries(list: &str) -> impl Iterator<Item = &str> {
        list.split(',').map(str::trim).filter(|entry| !entry.is_empty())
    }

    /// The words for scopes with what each allows.
    pub fn scope_words(&self) -> impl Iterator<Item = (&str, &str)> {
        Self::entries(&self.scopes).filter_map(|entry| entry.rsplit_once('='))
    }
}
