//! What settings must be together, each of them being right alone. It does not know where they come from.

use super::{Entry, Origin, Refused, Settings};

/// The first of the settings that does not go with another one.
pub(super) fn refusal(settings: &Settings, entries: &[Entry]) -> Option<Refused> {
    let refused = |key: &str, reason: String| {
        let origin = entries
            .iter()
            .find(|entry| entry.key == key)
            .map_or(Origin::Default, |entry| entry.origin.clone());
        Some(Refused { key: key.to_owned(), origin, reason })
    };
    let (lists, tokens, webhooks) = (&settings.lists, &settings.tokens, &settings.webhooks);
    if lists.default_limit > lists.max_limit {
        let reason = format!(
            "{} is more than lists.max_limit, which is {}; lower the one or raise the other",
            lists.default_limit, lists.max_limit
        );
        return refused("lists.default_limit", reason);
    }
    if !tokens.issuer.is_empty() && tokens.audience.is_empty() {
        let reason = "tokens.issuer is set, so say whom its tokens must be meant for; without that, tokens that were given \
                      to other services would be taken";
        return refused("tokens.audience", reason.to_owned());
    }
    // A delivery is begun in the first half of the time that the duty is held for, and ends before that is past.
    let round = webhooks.timeout_ms.saturating_mul(2).saturating_add(webhooks.every_ms);
    if u64::try_from(webhooks.lease_ms).is_ok_and(|lease| lease < round) {
        let reason = format!(
            "{} is less than deliveries may take, twice webhooks.timeout_ms and webhooks.every_ms together: {round}; \
             another process would send the same again meanwhile",
            webhooks.lease_ms
        );
        return refused("webhooks.lease_ms", reason);
    }
    None
}
