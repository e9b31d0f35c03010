//! How many requests a client may send: each has a quota that fills up evenly again. It does not know what is asked,
//! nor whether a key is a right one before the service has said so.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use actix_web::http::header::{self, HeaderMap, HeaderName};

use crate::config::{RateLimit, parts};

/// The header in which proxies write whom they ask for.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The parts of the table, each with a lock of its own.
const SHARDS: usize = 16;

/// The most clients of a part of the table. Those above share one quota.
const MOST_CLIENTS: usize = 8_192;

/// How long a full part of the table is left as it is, in nanoseconds.
const SWEEP: u64 = 1_000_000_000;

/// Who sends requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// Whoever has these credentials: their digest, with a secret of this process.
    Credentials(u64),
    /// An IPv4 address, or a network of 64 bits of IPv6.
    Address(IpAddr),
    /// Those for whom there is no room in the table.
    Others,
}

/// What is left to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    /// How many requests it may send at once.
    pub(super) requests: u32,
    /// When it has its whole quota again, in seconds.
    pub(super) whole_in_s: u64,
    /// When it may send the next one, in seconds; 0 is now.
    pub(super) next_in_s: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// When the quota will be whole again, in nanoseconds since the start.
    whole_at: u64,
    /// Whether the service took the credentials as right.
    is_proved: bool,
}

/// The quotas of all clients.
#[derive(Debug)]
pub(super) struct Quotas {
    started: Instant,
    requests: u32,
    window_s: u32,
    window: u64,
    /// How long it takes until one more request may be sent, in nanoseconds.
    step: u64,
    proxies: Vec<IpAddr>,
    hasher: RandomState,
    shards: [Mutex<Shard>; SHARDS],
}

/// A part of the table.
#[derive(Debug, Default)]
struct Shard {
    clients: HashMap<Client, Entry>,
    /// When those were last taken out that have their whole quota, in nanoseconds since the start.
    swept_at: u64,
}

/// Who asked, as far as its quota goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asker {
    address: Client,
    credentials: Option<Client>,
}

impl Quotas {
    /// The quotas that the settings give; nothing where they set no limit.
    pub(super) fn new(settings: &RateLimit) -> Option<Self> {
        let RateLimit { requests, window_s, trusted_proxies } = settings;
        let window = u64::from(*window_s) * 1_000_000_000;
        let step = window.checked_div(u64::from(*requests))?.max(1);
        Some(Self {
            started: Instant::now(),
            requests: *requests,
            window_s: *window_s,
            window,
            step,
            proxies: parts(trusted_proxies).filter_map(|part| part.parse().ok()).map(canonical).collect(),
            hasher: RandomState::new(),
            shards: Default::default(),
        })
    }

    /// The policy, as it is sent.
    pub(super) fn policy(&self) -> String {
        format!("\"default\";q={};w={}", self.requests, self.window_s)
    }

    /// Who asks. The word of a proxy on it is taken where the proxy is one of ours.
    pub(super) fn asker(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Asker {
        let peer = canonical(peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)));
        let mut address = peer;
        if self.proxies.contains(&peer) {
            // Each proxy adds at the end whom it was asked by: the last one that is no proxy of ours is the client.
            let lines: Vec<&str> =
                headers.get_all(FORWARDED_FOR).filter_map(|value| value.to_str().ok()).collect();
            let given =
                lines.iter().flat_map(|line| line.split(',')).map(|part| part.trim().parse::<IpAddr>());
            for part in given.collect::<Vec<_>>().into_iter().rev() {
                let Ok(part) = part else { break };
                address = canonical(part);
                if !self.proxies.contains(&address) {
                    break;
                }
            }
        }
        let credentials = headers
            .get(header::AUTHORIZATION)
            .map(|value| Client::Credentials(self.hasher.hash_one(value.as_bytes())));
        Asker { address: Client::Address(network(address)), credentials }
    }

    /// Takes one request from the quota of whoever asks.
    ///
    /// # Errors
    /// What is left, where that is nothing.
    pub(super) fn take(&self, asker: Asker, now: Instant) -> Result<Left, Left> {
        let now = self.nanoseconds(now);
        let Some(credentials) = asker.credentials else {
            return self.take_from(asker.address, now);
        };
        // Whoever tries one key after another is held back by the address, until a key proves right.
        if !self.is_proved(credentials) {
            let left = self.left(self.whole_at(asker.address, now), now);
            if left.next_in_s > 0 {
                return Err(left);
            }
        }
        self.take_from(credentials, now)
    }

    /// Notes whether the service took the credentials as right; wrong ones cost the address.
    pub(super) fn judged(&self, asker: Asker, is_right: bool, now: Instant) {
        let Some(credentials) = asker.credentials else { return };
        if !is_right {
            // What is left is asked for with the next request.
            let _ = self.take_from(asker.address, self.nanoseconds(now));
        } else if !self.is_proved(credentials)
            && let Some(entry) = self.shard(credentials).clients.get_mut(&credentials)
        {
            entry.is_proved = true;
        }
    }

    fn take_from(&self, client: Client, now: u64) -> Result<Left, Left> {
        let mut shard = self.shard(client);
        if shard.clients.len() >= MOST_CLIENTS && !shard.clients.contains_key(&client) {
            // Looking through all of them for each that comes would be what a flood of clients wants.
            if now.saturating_sub(shard.swept_at) >= SWEEP {
                shard.swept_at = now;
                shard.clients.retain(|_, entry| entry.whole_at > now);
            }
            if shard.clients.len() >= MOST_CLIENTS && client != Client::Others {
                drop(shard);
                return self.take_from(Client::Others, now);
            }
        }
        let entry = shard.clients.entry(client).or_insert(Entry { whole_at: now, is_proved: false });
        let whole_at = entry.whole_at.max(now).saturating_add(self.step);
        if whole_at.saturating_sub(now) > self.window {
            return Err(self.left(entry.whole_at, now));
        }
        entry.whole_at = whole_at;
        Ok(self.left(whole_at, now))
    }

    fn whole_at(&self, client: Client, now: u64) -> u64 {
        self.shard(client).clients.get(&client).map_or(now, |entry| entry.whole_at)
    }

    fn is_proved(&self, client: Client) -> bool {
        self.shard(client).clients.get(&client).is_some_and(|entry| entry.is_proved)
    }

    fn left(&self, whole_at: u64, now: u64) -> Left {
        let used = whole_at.saturating_sub(now);
        let free = self.window.saturating_sub(used);
        let missing = self.step.saturating_sub(free);
        Left {
            requests: u32::try_from(free / self.step).unwrap_or(u32::MAX),
            whole_in_s: used.div_ceil(1_000_000_000),
            next_in_s: missing.div_ceil(1_000_000_000),
        }
    }

    fn nanoseconds(&self, now: Instant) -> u64 {
        let since: Duration = now.saturating_duration_since(self.started);
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    }

    fn shard(&self, client: Client) -> std::sync::MutexGuard<'_, Shard> {
        let [first, ..] = &self.shards;
        let number = usize::try_from(self.hasher.hash_one(client) % 16).unwrap_or_default();
        let shard = self.shards.get(number).unwrap_or(first);
        // The table is whole at each moment that another thread could have ended at.
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address itself, where it is one of IPv4 written as one of IPv6.
fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// What one household or one machine has: an address of IPv4, a network of 64 bits of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn quotas(requests: u32, window_s: u32, proxies: &str) -> Quotas {
        Quotas::new(&RateLimit { requests, window_s, trusted_proxies: proxies.to_owned() }).unwrap()
    }

    fn headers(given: &[(HeaderName, &str)]) -> HeaderMap {
        let given = given.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
        given.collect()
    }

    fn from(quotas: &Quotas, peer: &str, given: &[(HeaderName, &str)]) -> Asker {
        quotas.asker(Some(peer.parse().unwrap()), &headers(given))
    }

    #[test]
    fn a_quota_is_taken_whole_and_fills_up_evenly() {
        let quotas = quotas(10, 20, "");
        let asker = from(&quotas, "192.0.2.1", &[]);
        let now = quotas.started;
        for left in (0..10).rev() {
            assert_eq!(quotas.take(asker, now).unwrap().requests, left);
        }
        let refused = quotas.take(asker, now).unwrap_err();
        assert_eq!(refused, Left { requests: 0, whole_in_s: 20, next_in_s: 2 });
        let later = now + Duration::from_secs(2);
        assert_eq!(quotas.take(asker, later).unwrap(), Left { requests: 0, whole_in_s: 20, next_in_s: 2 });
        assert!(quotas.take(asker, later).is_err());
        let much_later = now + Duration::from_mins(1);
        assert_eq!(quotas.take(asker, much_later).unwrap().requests, 9);
        assert_eq!(quotas.take(from(&quotas, "192.0.2.2", &[]), now).unwrap().requests, 9);
        assert!(
            Quotas::new(&RateLimit { requests: 0, window_s: 1, trusted_proxies: String::new() }).is_none()
        );
    }

    #[test]
    fn clients_are_told_apart_by_what_they_cannot_choose() {
        let quotas = quotas(10, 20, "10.0.0.1, 10.0.0.2");
        let forwarded = |peer: &str, line: &str| from(&quotas, peer, &[(FORWARDED_FOR, line)]).address;
        let address = |text: &str| Client::Address(text.parse().unwrap());
        assert_eq!(forwarded("192.0.2.1", "198.51.100.7"), address("192.0.2.1"), "from no proxy of ours");
        assert_eq!(forwarded("10.0.0.1", "203.0.113.9, 198.51.100.7"), address("198.51.100.7"));
        assert_eq!(forwarded("10.0.0.1", "198.51.100.7, 10.0.0.2"), address("198.51.100.7"));
        assert_eq!(forwarded("10.0.0.1", "nonsense"), address("10.0.0.1"));
        assert_eq!(forwarded("10.0.0.1", "1.2.3.4, nonsense"), address("10.0.0.1"));
        assert_eq!(forwarded("::ffff:10.0.0.1", "198.51.100.7"), address("198.51.100.7"));
        let of = |peer: &str| from(&quotas, peer, &[]).address;
        assert_eq!(of("2001:db8:1:2:3::1"), of("2001:db8:1:2:ffff::2"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }

    #[test]
    fn wrong_keys_cost_the_address_and_right_ones_have_a_quota_of_their_own() {
        let quotas = quotas(3, 60, "");
        let now = quotas.started;
        let with_key = |key: &str| from(&quotas, "192.0.2.1", &[(header::AUTHORIZATION, key)]);
        let right = with_key("Bearer right");
        quotas.take(right, now).unwrap();
        quotas.judged(right, true, now);
        for number in 0..3 {
            let wrong = with_key(&format!("Bearer wrong-{number}"));
            quotas.take(wrong, now).unwrap();
            quotas.judged(wrong, false, now);
        }
        assert!(quotas.take(with_key("Bearer another"), now).is_err());
        assert!(quotas.take(from(&quotas, "192.0.2.1", &[]), now).is_err());
        assert_eq!(quotas.take(right, now).unwrap().requests, 1);
        assert!(quotas.take(from(&quotas, "192.0.2.2", &[(header::AUTHORIZATION, "Bearer x")]), now).is_ok());
    }

    #[test]
    fn the_table_does_not_grow_without_end() {
        let quotas = quotas(10, 60, "");
        let now = quotas.started;
        for number in 0..400_000_u64 {
            let _ = quotas.take_from(Client::Credentials(number), quotas.nanoseconds(now));
        }
        let held: usize = quotas.shards.iter().map(|shard| shard.lock().unwrap().clients.len()).sum();
        assert!(held <= SHARDS * (MOST_CLIENTS + 1), "{held}");
    }
}
