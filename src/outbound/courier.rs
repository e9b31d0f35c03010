//! Brings a body to its destination and gives the status of the answer. The name is resolved once, every address that
//! it has must be one that is allowed, and the connection goes to one of these very addresses. Redirects are not
//! followed, and nothing of the answer but its status is kept.

use std::{fmt, future::Future, io, net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::Host;

use super::{Destination, Rules, is_global_unicast};

/// Most bytes of the head of an answer.
const LONGEST_HEAD: usize = 16 * 1_024;

/// Most addresses of a name that are tried.
const MOST_ADDRESSES: usize = 16;

/// A future in a box.
pub type Resolving<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'a>>;

/// What finds the addresses of a name.
pub trait Resolve: fmt::Debug + Send + Sync {
    /// The addresses of a name.
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> Resolving<'a>;
}

/// The system's own way to resolve names.
#[derive(Debug, Clone, Copy)]
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> Resolving<'a> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, port)).await?.collect()) })
    }
}

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The whole delivery, resolving and connecting included.
    pub whole: Duration,
}

/// Why a body was not brought to its destination.
#[derive(Debug, Error)]
pub enum Undelivered {
    /// An address of the destination may not be connected to. No connection was made.
    #[error("the host has an address that is not of the public internet")]
    Forbidden,
    /// The name has no address.
    #[error("the host's name does not resolve")]
    NoAddress(#[source] Option<io::Error>),
    /// Nobody answers there.
    #[error("no connection")]
    NoConnection(#[source] io::Error),
    /// The other side does not prove who it is, or does not speak TLS.
    #[error("no secure connection")]
    NotSecure(#[source] io::Error),
    /// What came back is no answer.
    #[error("no HTTP answer")]
    NoAnswer,
    /// The connection was lost before the answer.
    #[error("the connection was lost")]
    Lost(#[source] io::Error),
    /// It took too long.
    #[error("no answer in time")]
    TooSlow,
    /// The request cannot be written.
    #[error("the request cannot be written")]
    Unwritable,
}

/// Brings bodies to their destinations. Clones are the same one.
#[derive(Clone)]
pub struct Courier {
    rules: Rules,
    limits: Limits,
    tls: Arc<ClientConfig>,
    resolver: Arc<dyn Resolve>,
}

impl fmt::Debug for Courier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Courier").field("rules", &self.rules).finish_non_exhaustive()
    }
}

impl Courier {
    /// A courier by these rules. The other side proves who it is by a certificate that the public web trusts.
    ///
    /// # Errors
    /// Where no TLS can be set up.
    pub fn new(rules: Rules, limits: Limits, resolver: Arc<dyn Resolve>) -> io::Result<Self> {
        let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect::<RootCertStore>();
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { rules, limits, tls: Arc::new(tls), resolver })
    }

    /// Which destinations are taken.
    pub const fn rules(&self) -> Rules {
        self.rules
    }

    /// Sends a body with some headers; gives the status of the answer.
    ///
    /// # Errors
    /// [`Undelivered`]; whether the other side took the body is then not known.
    pub async fn send(
        &self,
        to: &Destination,
        headers: &[(&'static str, String)],
        body: &str,
    ) -> Result<u16, Undelivered> {
        let sending = self.send_to(to, headers, body);
        tokio::time::timeout(self.limits.whole, sending).await.map_err(|_late| Undelivered::TooSlow)?
    }

    async fn send_to(
        &self,
        to: &Destination,
        headers: &[(&'static str, String)],
        body: &str,
    ) -> Result<u16, Undelivered> {
        let stream = connect(&self.addresses(to).await?).await?;
        let request = written(to, headers, body)?;
        if !to.is_secure {
            return ask(stream, &request).await;
        }
        let name = match &to.host {
            Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|_| Undelivered::Unwritable)?,
            Host::Ipv4(address) => ServerName::from(std::net::IpAddr::V4(*address)),
            Host::Ipv6(address) => ServerName::from(std::net::IpAddr::V6(*address)),
        };
        let secured = TlsConnector::from(self.tls.clone()).connect(name, stream);
        ask(secured.await.map_err(Undelivered::NotSecure)?, &request).await
    }

    /// The addresses of a destination, all of which are allowed.
    async fn addresses(&self, to: &Destination) -> Result<Vec<SocketAddr>, Undelivered> {
        let addresses = match (to.literal(), &to.host) {
            (Some(address), _) => vec![address],
            (None, Host::Domain(name)) => {
                let found = self.resolver.resolve(name, to.port).await;
                found.map_err(|error| Undelivered::NoAddress(Some(error)))?
            }
            (None, _) => Vec::new(),
        };
        if addresses.is_empty() {
            return Err(Undelivered::NoAddress(None));
        }
        let is_allowed = |address: &SocketAddr| {
            address.port() == to.port && (self.rules.private_addresses || is_global_unicast(address.ip()))
        };
        if addresses.iter().all(is_allowed) { Ok(addresses) } else { Err(Undelivered::Forbidden) }
    }
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Undelivered> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in addresses.iter().take(MOST_ADDRESSES) {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // A small body goes out at once.
                stream.set_nodelay(true).map_err(Undelivered::NoConnection)?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(Undelivered::NoConnection(last))
}

/// The request, written out. What would end a line is in no part of it.
fn written(to: &Destination, headers: &[(&'static str, String)], body: &str) -> Result<Vec<u8>, Undelivered> {
    let mut head = format!(
        "POST {} HTTP/1.1\r\nhost: {}\r\nuser-agent: plantrack/{}\r\nconnection: close\r\ncontent-length: {}\r\n",
        to.target,
        to.authority,
        env!("CARGO_PKG_VERSION"),
        body.len()
    );
    for (name, value) in headers {
        if !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(Undelivered::Unwritable);
        }
        head.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    head.push_str("\r\n");
    Ok([head.as_bytes(), body.as_bytes()].concat())
}

/// Sends the request and reads the status of the answer, and nothing more of it.
async fn ask<S>(mut stream: S, request: &[u8]) -> Result<u16, Undelivered>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    stream.write_all(request).await.map_err(Undelivered::Lost)?;
    stream.flush().await.map_err(Undelivered::Lost)?;
    let mut head = Vec::new();
    let mut piece = [0; 1_024];
    loop {
        if let Some(status) = status_in(&head)? {
            return Ok(status);
        }
        if head.len() > LONGEST_HEAD {
            return Err(Undelivered::NoAnswer);
        }
        let count = stream.read(&mut piece).await.map_err(Undelivered::Lost)?;
        if count == 0 {
            return Err(Undelivered::NoAnswer);
        }
        head.extend(piece.iter().take(count));
    }
}

/// The final status in the head of an answer, so far as it was read; what is only on the way (1xx) is passed over.
fn status_in(head: &[u8]) -> Result<Option<u16>, Undelivered> {
    let text = String::from_utf8_lossy(head);
    let mut rest: &str = &text;
    loop {
        let Some((line, after)) = rest.split_once("\r\n") else { return Ok(None) };
        let status = line
            .strip_prefix("HTTP/1.1 ")
            .or_else(|| line.strip_prefix("HTTP/1.0 "))
            .and_then(|rest| rest.get(..3))
            .and_then(|digits| digits.parse::<u16>().ok())
            .filter(|status| (100..=599).contains(status))
            .ok_or(Undelivered::NoAnswer)?;
        if status >= 200 {
            return Ok(Some(status));
        }
        // What is only on the way has a head of its own, which may have no field.
        rest = match (after.strip_prefix("\r\n"), after.split_once("\r\n\r\n")) {
            (Some(next), _) | (None, Some((_, next))) => next,
            (None, None) => return Ok(None),
        };
    }
}
