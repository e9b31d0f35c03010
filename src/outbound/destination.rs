//! Where a body is to be sent, read from an address as people give it; what is no plain public address is refused.
//! It asks no name server.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use url::{Host, Url};

use super::is_global_unicast;

/// The longest address.
const LONGEST: usize = 2_000;

/// Names that are never of the public internet, and all below them.
const OWN_NAMES: [&str; 9] =
    ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion"];

/// Which destinations are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// Whether addresses may be private, loopback or link-local.
    pub private_addresses: bool,
    /// Whether the connection may be without TLS.
    pub plain_http: bool,
}

/// Where a body is to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Destination {
    pub(super) is_secure: bool,
    pub(super) host: Host<String>,
    pub(super) port: u16,
    /// Host and port as the request names them.
    pub(super) authority: String,
    /// Path and query as the request names them.
    pub(super) target: String,
}

/// Why an address is not taken: a stable code, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The code.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub detail: &'static str,
}

const fn refused(code: &'static str, detail: &'static str) -> Refused {
    Refused { code, detail }
}

/// Shows no path: it may hold a secret.
impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.origin())
    }
}

impl Destination {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn parse(text: &str, rules: Rules) -> Result<Self, Refused> {
        if text.len() > LONGEST {
            return Err(refused("url_too_long", "the address is longer than 2000 bytes; give a shorter one"));
        }
        // The reader of addresses would drop these, so that what is read is not what was written.
        if text.bytes().any(|byte| byte <= b' ' || byte == 0x7f || byte == b'\\') {
            return Err(refused(
                "bad_url",
                "the address has a space, a control character or a backslash in it",
            ));
        }
        let url =
            Url::parse(text).map_err(|_| refused("bad_url", "it is no address; write https://HOST/PATH"))?;
        let is_secure = match url.scheme() {
            "https" => true,
            "http" if rules.plain_http => false,
            "http" => {
                return Err(refused(
                    "plain_http",
                    "only https is taken here; the setting webhooks.plain_http decides",
                ));
            }
            _ if rules.plain_http => {
                return Err(refused("bad_scheme", "only https and http are taken; write https://HOST/PATH"));
            }
            _ => return Err(refused("bad_scheme", "only https is taken; write https://HOST/PATH")),
        };
        if !url.username().is_empty() || url.password().is_some() || text.contains('@') {
            return Err(refused(
                "user_in_url",
                "the address holds a user or an @; leave it out, events are signed",
            ));
        }
        if url.fragment().is_some() {
            return Err(refused("fragment_in_url", "the address has a part after #; leave it out"));
        }
        let host = match url.host() {
            Some(Host::Domain(name)) => Host::Domain(name.to_ascii_lowercase()),
            Some(Host::Ipv4(address)) => Host::Ipv4(address),
            Some(Host::Ipv6(address)) => Host::Ipv6(address),
            None => return Err(refused("bad_url", "the address has no host; write https://HOST/PATH")),
        };
        check_host(&host, rules)?;
        let port = url.port_or_known_default().unwrap_or(0);
        let is_usual = matches!(port, 80 | 443 | 1_024..);
        if !(is_usual || rules.private_addresses && port > 0) {
            return Err(refused(
                "bad_port",
                "the port is one of another service; give 443, 80, or 1024 and above",
            ));
        }
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_string(),
        };
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        Ok(Self { is_secure, host, port, authority, target })
    }

    /// Scheme, host and port: what may be shown to anyone who may read the record.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.is_secure { "https" } else { "http" }, self.authority)
    }

    /// The whole address.
    pub fn url(&self) -> String {
        format!("{}{}", self.origin(), self.target)
    }

    /// The address where the host is one and not a name.
    pub(super) const fn literal(&self) -> Option<SocketAddr> {
        match self.host {
            Host::Ipv4(address) => Some(SocketAddr::new(IpAddr::V4(address), self.port)),
            Host::Ipv6(address) => Some(SocketAddr::new(IpAddr::V6(address), self.port)),
            Host::Domain(_) => None,
        }
    }
}

fn check_host(host: &Host<String>, rules: Rules) -> Result<(), Refused> {
    const PRIVATE: Refused = refused(
        "private_address",
        "the host is not of the public internet; the setting webhooks.private_addresses decides",
    );
    if rules.private_addresses {
        return Ok(());
    }
    match host {
        Host::Ipv4(address) if is_global_unicast(IpAddr::V4(*address)) => Ok(()),
        Host::Ipv6(address) if is_global_unicast(IpAddr::V6(*address)) => Ok(()),
        Host::Ipv4(_) | Host::Ipv6(_) => Err(PRIVATE),
        Host::Domain(name) => {
            if name.ends_with('.') {
                return Err(refused("bad_host", "the host ends with a dot; leave it out"));
            }
            let is_own = OWN_NAMES
                .iter()
                .any(|own| name == own || name.strip_suffix(own).is_some_and(|before| before.ends_with('.')));
            if is_own || !name.contains('.') { Err(PRIVATE) } else { Ok(()) }
        }
    }
}
