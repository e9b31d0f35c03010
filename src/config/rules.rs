//! What each setting may be, and which key was probably meant where one does not exist. It does not know where
//! values come from or how they are put together.

use chrono::FixedOffset;
use config::ValueKind;
use url::Url;

use super::{
    Origin,
    layers::{Given, Leaf, meant_by, variable_of},
};

/// What a setting may be.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// A whole number from the first to the second, both included.
    Number(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A text that passes the check, which says what it must be.
    Text(fn(&str) -> Result<(), String>),
    /// A database URL. Its value is not repeated in an error, since it may hold a password.
    Url,
}

/// An hour and a day in milliseconds: no request, and no stop, takes longer.
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 86_400_000;
/// A month in seconds: no answer to a write is kept longer.
const MONTH_S: i64 = 2_678_400;
/// One gibibyte: no body is larger.
const GIBIBYTE: i64 = 1_073_741_824;

const RULES: &[(&str, Rule)] = &[
    ("server.host", Rule::Text(host)),
    ("server.port", Rule::Number(0, 65_535)),
    ("server.workers", Rule::Number(0, 1_024)),
    ("server.request_timeout_ms", Rule::Number(1, HOUR_MS)),
    ("server.import_timeout_ms", Rule::Number(1, DAY_MS)),
    ("server.max_json_bytes", Rule::Number(1_024, GIBIBYTE)),
    ("server.kept_answers_mib", Rule::Number(1, 65_536)),
    ("server.max_import_bytes", Rule::Number(1_024, GIBIBYTE)),
    ("server.head_timeout_ms", Rule::Number(100, HOUR_MS)),
    ("server.body_pause_ms", Rule::Number(100, HOUR_MS)),
    ("server.answer_stall_ms", Rule::Number(100, HOUR_MS)),
    ("server.keep_alive_ms", Rule::Number(100, HOUR_MS)),
    ("server.max_connections", Rule::Number(1, 1_000_000)),
    ("server.max_head_bytes", Rule::Number(1_024, 131_072)),
    ("server.max_uri_bytes", Rule::Number(256, 65_536)),
    ("server.hsts_s", Rule::Number(0, 63_072_000)),
    ("server.drain_ms", Rule::Number(0, HOUR_MS)),
    ("server.shutdown_grace_ms", Rule::Number(0, HOUR_MS)),
    ("database.url", Rule::Url),
    ("database.max_connections", Rule::Number(1, 1_000)),
    ("database.acquire_timeout_ms", Rule::Number(1, HOUR_MS)),
    ("database.busy_timeout_ms", Rule::Number(0, HOUR_MS)),
    ("database.write_queue", Rule::Number(1, 100_000)),
    ("database.follow_ms", Rule::Number(10, 5_000)),
    ("database.migrate_on_start", Rule::Word(&["auto", "always", "never"])),
    ("database.durability", Rule::Word(&["required", "not_required"])),
    ("log.format", Rule::Word(&["auto", "text", "json"])),
    ("log.level", Rule::Text(level)),
    ("time.utc_offset", Rule::Text(offset)),
    ("access.reads", Rule::Word(&["open", "keyed"])),
    ("tokens.issuer", Rule::Text(provider)),
    ("tokens.audience", Rule::Text(word_or_nothing)),
    ("tokens.keys_url", Rule::Text(provider)),
    ("tokens.algorithms", Rule::Text(algorithms)),
    ("tokens.types", Rule::Text(some)),
    ("tokens.scope_claim", Rule::Text(some)),
    ("tokens.scopes", Rule::Text(scopes)),
    ("tokens.indicators_claim", Rule::Text(word_or_nothing)),
    ("tokens.areas_claim", Rule::Text(word_or_nothing)),
    ("tokens.keys_kept_s", Rule::Number(1, 600)),
    ("tokens.keys_fetched_every_s", Rule::Number(1, 600)),
    ("lists.default_limit", Rule::Number(1, 10_000)),
    ("lists.max_limit", Rule::Number(1, 10_000)),
    ("writes.answers_kept_s", Rule::Number(60, MONTH_S)),
    ("writes.if_match", Rule::Word(&["optional", "required"])),
    ("stream.max_subscribers", Rule::Number(0, 100_000)),
    ("stream.heartbeat_ms", Rule::Number(10, HOUR_MS)),
    ("stream.stall_ms", Rule::Number(100, HOUR_MS)),
    ("load.concurrent_reads", Rule::Number(1, 100_000)),
    ("load.concurrent_writes", Rule::Number(1, 100_000)),
    ("load.max_queued", Rule::Number(0, 1_000_000)),
    ("load.queue_wait_ms", Rule::Number(0, HOUR_MS)),
    ("rate_limit.requests", Rule::Number(0, 1_000_000_000)),
    ("rate_limit.window_s", Rule::Number(1, 86_400)),
    ("rate_limit.trusted_proxies", Rule::Text(addresses)),
    ("cors.origins", Rule::Text(origins)),
    ("cors.public_reads", Rule::Word(&["listed", "any"])),
    ("metrics.serve", Rule::Word(&["on", "off"])),
    ("metrics.max_plans", Rule::Number(0, 1_000)),
    ("telemetry.otlp_endpoint", Rule::Text(collector)),
    ("telemetry.service_name", Rule::Text(some)),
    ("telemetry.sampled_percent", Rule::Number(0, 100)),
    ("files.spool_folder", Rule::Text(folder)),
    ("files.max_workbook_bytes", Rule::Number(1_024, GIBIBYTE)),
    ("files.max_unpacked_bytes", Rule::Number(1_024, GIBIBYTE)),
    ("webhooks.send", Rule::Word(&["on", "off"])),
    ("webhooks.private_addresses", Rule::Word(&["refuse", "allow"])),
    ("webhooks.plain_http", Rule::Word(&["refuse", "allow"])),
    ("webhooks.hold_ms", Rule::Number(0, MONTH_S * 1_000)),
    ("webhooks.max_per_plan", Rule::Number(0, 10_000)),
    ("webhooks.every_ms", Rule::Number(10, HOUR_MS)),
    ("webhooks.lease_ms", Rule::Number(1_000, HOUR_MS)),
    ("webhooks.timeout_ms", Rule::Number(100, 60_000)),
    ("webhooks.max_attempts", Rule::Number(1, 1_000)),
    ("webhooks.first_pause_ms", Rule::Number(0, DAY_MS)),
    ("webhooks.longest_pause_ms", Rule::Number(0, DAY_MS)),
    ("webhooks.kept_s", Rule::Number(60, 12 * MONTH_S)),
];

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Checks one value against its rule and gives it in the form that the settings are read from.
pub(super) fn check(leaf: &Leaf, known: &[Leaf]) -> Result<ValueKind, String> {
    let Some((_, rule)) = RULES.iter().find(|(key, _)| *key == leaf.key) else {
        return Err(unknown(leaf, known));
    };
    match (rule, &leaf.given) {
        (Rule::Number(low, high), Given::Integer(number)) => within(*number, *low, *high),
        (Rule::Number(low, high), Given::Bare(text)) => match whole_number(text) {
            Some(number) => within(number, *low, *high),
            None => Err(format!("{text:?} is not a whole number; give one from {low} to {high}")),
        },
        (Rule::Number(low, high), Given::Text(_) | Given::Other(_)) => {
            Err(format!("it must be a whole number from {low} to {high}, written without quotes"))
        }
        (Rule::Word(words), Given::Bare(text) | Given::Text(text)) => {
            if words.contains(&text.as_str()) {
                Ok(ValueKind::from(text.as_str()))
            } else {
                Err(format!("{text:?} is not one of: {}", words.join(", ")))
            }
        }
        (Rule::Text(accepts), Given::Bare(text) | Given::Text(text)) => {
            accepts(text)?;
            Ok(ValueKind::from(text.as_str()))
        }
        (Rule::Url, Given::Bare(text) | Given::Text(text)) => {
            database_url(text)?;
            Ok(ValueKind::from(text.as_str()))
        }
        (Rule::Word(_) | Rule::Text(_) | Rule::Url, Given::Integer(_) | Given::Other(_)) => {
            Err(format!("it must be text, but it is {}", leaf.text()))
        }
    }
}

/// Whether a key holds a URL, which may hold a password.
pub(super) fn is_url(key: &str) -> bool {
    RULES.iter().any(|(name, rule)| *name == key && matches!(rule, Rule::Url))
}

/// How many settings there are.
#[cfg(test)]
pub(super) fn count() -> usize {
    RULES.len()
}

fn within(number: i64, low: i64, high: i64) -> Result<ValueKind, String> {
    if (low..=high).contains(&number) {
        Ok(ValueKind::I64(number))
    } else {
        Err(format!("{number} is out of range; give a whole number from {low} to {high}"))
    }
}

fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if is_plain { text.parse().ok() } else { None }
}

fn folder(text: &str) -> Result<(), String> {
    if text.is_empty() || std::path::Path::new(text).is_dir() {
        return Ok(());
    }
    Err(format!("{text:?} is no folder; make it first, or leave it empty"))
}

fn host(text: &str) -> Result<(), String> {
    if text.is_empty() || text.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '[' | ']')) {
        return Err(format!("{text:?} is not an address or a host name; give one such as 0.0.0.0 or ::1"));
    }
    Ok(())
}

/// The parts of a list with commas between.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn addresses(text: &str) -> Result<(), String> {
    match parts(text).find(|part| part.parse::<std::net::IpAddr>().is_err()) {
        Some(other) => Err(format!("{other:?} is no address; give IP addresses with commas between")),
        None => Ok(()),
    }
}

fn origins(text: &str) -> Result<(), String> {
    let is_origin = |part: &str| {
        Url::parse(part).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == part
        })
    };
    match parts(text).find(|part| !is_origin(part)) {
        Some(other) => Err(format!(
            "{other:?} is no origin as a browser writes it; give scheme and host, and the port where it is another \
             than the scheme's, such as https://stats.example.org"
        )),
        None => Ok(()),
    }
}

fn level(text: &str) -> Result<(), String> {
    for part in text.split(',').map(str::trim) {
        let level = part.rsplit_once('=').map_or(part, |(_, level)| level);
        if !LEVELS.contains(&level) {
            return Err(format!("{level:?} is not a level; the levels are {}", LEVELS.join(", ")));
        }
    }
    Ok(())
}

fn provider(text: &str) -> Result<(), String> {
    let is_here = |url: &Url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let is_taken = |url: &Url| match url.scheme() {
        "https" => url.has_host(),
        "http" => is_here(url),
        _ => false,
    };
    let has_secret = |url: &Url| url.password().is_some() || !url.username().is_empty();
    match Url::parse(text) {
        _ if text.is_empty() => Ok(()),
        Ok(url) if is_taken(&url) && !has_secret(&url) && url.fragment().is_none() => Ok(()),
        _ => Err("it is not taken; give https://HOST/PATH without a name or a password, or http:// on this \
                  machine"
            .to_owned()),
    }
}

fn collector(text: &str) -> Result<(), String> {
    let is_plain = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.port() != Some(0)
    };
    let is_taken = text.is_empty()
        || !text.contains(['@', '\\', ' ']) && Url::parse(text).is_ok_and(|url| is_plain(&url));
    if is_taken {
        return Ok(());
    }
    Err("it is not taken; give http://HOST:PORT or https://HOST:PORT, without a name, a password or a query"
        .to_owned())
}

fn word_or_nothing(text: &str) -> Result<(), String> {
    if text.contains(char::is_whitespace) {
        Err(format!("{text:?} has blanks; give one word"))
    } else {
        Ok(())
    }
}

fn some(text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err("it is empty; give at least one word".to_owned()) } else { Ok(()) }
}

fn algorithms(text: &str) -> Result<(), String> {
    some(text)?;
    let taken = ["RS256", "ES256", "EdDSA"];
    match super::Tokens::entries(text).find(|word| !taken.contains(word)) {
        Some(other) => Err(format!("{other:?} is not taken; the algorithms are {}", taken.join(", "))),
        None => Ok(()),
    }
}

fn scopes(text: &str) -> Result<(), String> {
    some(text)?;
    let known = ["read", "report", "plan", "admin"];
    let is_pair = |entry: &str| {
        entry.rsplit_once('=').is_some_and(|(word, scope)| {
            !word.is_empty() && !word.contains(char::is_whitespace) && known.contains(&scope)
        })
    };
    match super::Tokens::entries(text).find(|entry| !is_pair(entry)) {
        Some(entry) => Err(format!("{entry:?} is no WORD=SCOPE; the scopes are {}", known.join(", "))),
        None => Ok(()),
    }
}

fn offset(text: &str) -> Result<(), String> {
    let is_plain = text.len() == 6 && text.starts_with(['+', '-']) && text.get(3..4) == Some(":");
    if is_plain && text.parse::<FixedOffset>().is_ok() {
        return Ok(());
    }
    Err(format!("{text:?} is not an offset from UTC; give a sign, hours and minutes, such as +08:00"))
}

fn database_url(text: &str) -> Result<(), String> {
    const WHAT_TO_GIVE: &str = "give sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE";
    if let Some(file) = text.strip_prefix("sqlite:") {
        let names_a_file = !file.trim_start_matches('/').is_empty();
        return if names_a_file { Ok(()) } else { Err(format!("it names no file; {WHAT_TO_GIVE}")) };
    }
    match Url::parse(text) {
        // Without the slashes nobody knows what is a password in it.
        Ok(url) if url.cannot_be_a_base() => Err(format!("it is not a URL of a database; {WHAT_TO_GIVE}")),
        Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => Ok(()),
        Ok(url) => Err(format!("{:?} is not a kind of database that is known; {WHAT_TO_GIVE}", url.scheme())),
        Err(_) => Err(format!("it is not a URL; {WHAT_TO_GIVE}")),
    }
}

/// Says that a key does not exist and which ones come nearest.
fn unknown(leaf: &Leaf, known: &[Leaf]) -> String {
    let meant = meant_by(&leaf.key);
    let in_section = format!("{meant}.");
    let members: Vec<&str> =
        known.iter().map(|k| k.key.as_str()).filter(|key| key.starts_with(&in_section)).collect();
    if !members.is_empty() {
        return format!("it is a section, not a setting; it has {}", members.join(", "));
    }
    let is_variable = matches!(leaf.origin, Origin::Variable(_));
    let names: Vec<String> = nearest(&meant, known)
        .into_iter()
        .map(|key| if is_variable { variable_of(key) } else { key.to_owned() })
        .collect();
    format!("there is no such setting; the nearest are {}", names.join(", "))
}

/// The three known keys that come nearest to a text: by the edits that lead from it to the key, or to the key
/// without its section where the section is forgotten.
fn nearest<'a>(text: &str, known: &'a [Leaf]) -> Vec<&'a str> {
    let name = text.rsplit('.').next().unwrap_or(text);
    let mut ranked: Vec<(usize, &str)> = known
        .iter()
        .map(|leaf| {
            let whole = strsim::damerau_levenshtein(text, &leaf.key);
            let known_name = leaf.key.rsplit('.').next().unwrap_or(&leaf.key);
            let by_name = strsim::damerau_levenshtein(name, known_name).saturating_add(2);
            (whole.min(by_name), leaf.key.as_str())
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(3).map(|(_, key)| key).collect()
}
