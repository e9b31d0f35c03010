//! Fetches from the provider over HTTPS: one request, within a few seconds, up to some size, no redirect followed. It
//! does not know what is fetched.

use std::{io, sync::Arc, time::Duration};

use http_body_util::{BodyExt, Empty, Limited};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Url};

use super::provider::{Fetch, Fetching};

/// How long a fetch may take in all.
const LIMIT: Duration = Duration::from_secs(5);

/// The largest body, in bytes.
const LARGEST: usize = 256 * 1_024;

/// The largest head, in bytes.
const LARGEST_HEAD: usize = 16 * 1_024;

/// Fetches over HTTPS; without TLS from this machine alone.
#[derive(Debug, Clone)]
pub struct HttpsFetch {
    tls: Arc<ClientConfig>,
}

impl HttpsFetch {
    /// The other side proves who it is by a certificate that the public web trusts.
    ///
    /// # Errors
    /// Where no TLS can be set up.
    pub fn new() -> io::Result<Self> {
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Arc::new(tls) })
    }

    async fn get(&self, address: &str) -> Result<Vec<u8>, String> {
        let url = Url::parse(address).map_err(|error| format!("{address}: {error}"))?;
        let failed =
            |error: &dyn std::fmt::Display| format!("{}: {error}", url.host_str().unwrap_or_default());
        let host = url.host().ok_or("the address has no host")?;
        let is_secure = url.scheme() == "https";
        let is_local = url.scheme() == "http" && is_here(&host);
        if !is_secure && !is_local {
            return Err("the provider is reached over https, or on this machine".to_owned());
        }
        let port = url.port_or_known_default().ok_or("the address has no port")?;
        let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let stream = TcpStream::connect((name.as_str(), port)).await.map_err(|error| failed(&error))?;
        let request = Request::get(&url[url::Position::BeforePath..url::Position::AfterQuery])
            .header("host", &url[url::Position::BeforeHost..url::Position::AfterPort])
            .header("accept", "application/json")
            .header("user-agent", concat!("plantrack/", env!("CARGO_PKG_VERSION")))
            .header("connection", "close")
            .body(Empty::<Bytes>::new())
            .map_err(|error| failed(&error))?;
        if !is_secure {
            return ask(stream, request).await.map_err(|error| failed(&error));
        }
        let server = ServerName::try_from(name).map_err(|error| failed(&error))?;
        let secured = TlsConnector::from(Arc::clone(&self.tls)).connect(server, stream).await;
        ask(secured.map_err(|error| failed(&error))?, request).await.map_err(|error| failed(&error))
    }
}

impl Fetch for HttpsFetch {
    fn fetch<'a>(&'a self, address: &'a str) -> Fetching<'a> {
        Box::pin(async move {
            let answer = tokio::time::timeout(LIMIT, self.get(address)).await;
            answer.unwrap_or_else(|_late| Err("the provider does not answer in time".to_owned()))
        })
    }
}

fn is_here(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

async fn ask<S>(stream: S, request: Request<Empty<Bytes>>) -> Result<Vec<u8>, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let said = |error: hyper::Error| error.to_string();
    let handshake =
        http1::Builder::new().max_buf_size(LARGEST_HEAD).handshake::<_, Empty<Bytes>>(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(said)?;
    let answering = async move {
        let answer = sender.send_request(request).await.map_err(said)?;
        if answer.status() != 200 {
            return Err(format!("the provider answers with {}", answer.status()));
        }
        let body = Limited::new(answer.into_body(), LARGEST).collect().await;
        Ok(body.map_err(|error| error.to_string())?.to_bytes().to_vec())
    };
    // The connection is driven here and ends with the answer, so that none outlives its fetch.
    let (driven, answered) =
        tokio::join!(async { connection.await.map_err(|error| error.to_string()) }, answering);
    answered
        .map_err(|error| if driven.is_err() { format!("{error}, and the connection broke") } else { error })
}
