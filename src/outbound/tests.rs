//! Nothing is ever connected to but public addresses: a corpus of addresses that lead elsewhere, names that resolve
//! to such, names that resolve to something else the second time, answers that redirect, flood or never come.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

/// Addresses that lead to the machine itself, to its network, or to what cannot be told. PORT is that of a listener
/// on this machine.
const NASTY: &[&str] = &[
    "https://127.0.0.1:PORT/",
    "https://127.1:PORT/",
    "https://127.0.1:PORT/",
    "https://127.255.255.254:PORT/",
    "https://0x7f.1:PORT/",
    "https://0x7f000001:PORT/",
    "https://0X7F.0.0.1:PORT/",
    "https://2130706433:PORT/",
    "https://017700000001:PORT/",
    "https://0177.0.0.1:PORT/",
    "https://0177.1:PORT/",
    "https://00000177.0.0.1:PORT/",
    "https://127.0.0.1.:PORT/",
    "https://0:PORT/",
    "https://0.0.0.0:PORT/",
    "https://①②⑦.⓪.⓪.①:PORT/",
    "https://１２７.０.０.１:PORT/",
    "https://127。0。0。1:PORT/",
    "https://%31%32%37.0.0.1:PORT/",
    "https://[::1]:PORT/",
    "https://[::]:PORT/",
    "https://[0:0:0:0:0:0:0:1]:PORT/",
    "https://[::ffff:127.0.0.1]:PORT/",
    "https://[::ffff:7f00:1]:PORT/",
    "https://[::127.0.0.1]:PORT/",
    "https://[::ffff:0:127.0.0.1]:PORT/",
    "https://[64:ff9b::127.0.0.1]:PORT/",
    "https://[64:ff9b::a9fe:a9fe]:PORT/",
    "https://[64:ff9b:1::1]:PORT/",
    "https://[2002:7f00:1::]:PORT/",
    "https://[2002:a9fe:a9fe::1]:PORT/",
    "https://[2001::1]:PORT/",
    "https://[2001:0:7f00:1::]:PORT/",
    "https://[2001:db8::1]:PORT/",
    "https://[3fff::1]:PORT/",
    "https://[fe80::1]:PORT/",
    "https://[fe80::1%25lo]:PORT/",
    "https://[fe80::1%lo]:PORT/",
    "https://[fec0::1]:PORT/",
    "https://[fc00::1]:PORT/",
    "https://[fd00:ec2::254]:PORT/",
    "https://[ff02::1]:PORT/",
    "https://[100::1]:PORT/",
    "https://[5f00::1]:PORT/",
    "https://169.254.169.254/latest/meta-data/",
    "https://169.254.170.2/v2/credentials",
    "https://0xa9.0xfe.0xa9.0xfe/",
    "https://0xa9fea9fe/",
    "https://2852039166/",
    "https://0251.0376.0251.0376/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://10.0.0.1/",
    "https://10.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://192.0.2.1/",
    "https://192.88.99.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://localhost:PORT/",
    "https://LOCALHOST:PORT/",
    "https://localhost.:PORT/",
    "https://a.localhost:PORT/",
    "https://metadata:PORT/",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://db.corp/",
    "https://router.home.arpa/",
    "https://user@example.org:PORT/",
    "https://user:pass@example.org:PORT/",
    "https://example.org:pass@127.0.0.1:PORT/",
    "https://example.org#@127.0.0.1:PORT/",
    "https://example.org\\@127.0.0.1:PORT/",
    "https://example.org:22/",
    "http://example.org:PORT/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:PORT/_x",
    "unix:/run/docker.sock",
];

/// A resolver that gives what it was told, one answer after another, and counts.
#[derive(Debug)]
struct Stub {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Stub {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let read = |texts: &&[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self { answers: answers.iter().map(read).collect(), asked: AtomicUsize::new(0) })
    }
}

impl Resolve for Stub {
    fn resolve<'a>(&'a self, _name: &'a str, port: u16) -> Resolving<'a> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = self.answers[asked.min(self.answers.len() - 1)].clone();
        Box::pin(async move {
            if answer.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound));
            }
            Ok(answer.into_iter().map(|address| SocketAddr::new(address, port)).collect())
        })
    }
}

/// A listener on this machine that counts its connections and answers each with a text.
struct Listener {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Listener {
    async fn start(answer: &'static str, flood: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = connections.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    let mut read = [0; 4_096];
                    let _ = stream.read(&mut read).await;
                    let _ = stream.write_all(answer.as_bytes()).await;
                    let more = vec![b'x'; 65_536];
                    while flood && stream.write_all(&more).await.is_ok() {}
                    tokio::time::sleep(Duration::from_secs(5)).await;
                });
            }
        });
        Self { port, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn courier(rules: Rules, resolver: Arc<dyn Resolve>) -> Courier {
    Courier::new(rules, Limits { whole: Duration::from_millis(800) }, resolver).unwrap()
}

const OPEN: Rules = Rules { private_addresses: true, plain_http: true };

async fn send(courier: &Courier, url: &str) -> Result<u16, String> {
    let destination = Destination::parse(url, courier.rules()).map_err(|refused| refused.code.to_owned())?;
    courier.send(&destination, &[], "{}").await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn none_of_the_corpus_is_connected_to() {
    let listener = Listener::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", false).await;
    // Whatever name is left over resolves to this machine.
    let courier = courier(Rules::default(), Stub::new(&[&["127.0.0.1"]]));
    for url in NASTY {
        let url = url.replace("PORT", &listener.port.to_string());
        assert!(send(&courier, &url).await.is_err(), "{url}");
    }
    assert_eq!(listener.connections(), 0);
}

#[tokio::test]
async fn a_name_with_an_address_that_is_not_public_is_not_connected_to() {
    let listener = Listener::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", false).await;
    let url = format!("https://hooks.example.org:{}/", listener.port);
    for addresses in [
        ["127.0.0.1"].as_slice(),
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["10.0.0.1"],
        &["169.254.169.254"],
        &["93.184.215.14", "127.0.0.1"],
        &["127.0.0.1", "93.184.215.14"],
        &["2606:4700::1111", "fd00::1"],
    ] {
        let courier = courier(Rules::default(), Stub::new(&[addresses]));
        let error = send(&courier, &url).await.unwrap_err();
        assert_eq!(error, "the host has an address that is not of the public internet", "{addresses:?}");
    }
    let courier = courier(Rules::default(), Stub::new(&[&[]]));
    assert_eq!(send(&courier, &url).await.unwrap_err(), "the host's name does not resolve");
    assert_eq!(listener.connections(), 0);
}

#[tokio::test]
async fn a_name_is_resolved_once_so_that_it_cannot_change_its_mind() {
    let listener = Listener::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", false).await;
    // Public when it is checked; this machine whenever it would be asked again. 192.0.2.0/24 leads nowhere, and
    // counts as public for this test alone: nothing may be sent into the real internet.
    let stub = Stub::new(&[&["2001:4:112::1"], &["127.0.0.1"]]);
    let url = format!("https://hooks.example.org:{}/", listener.port);
    let courier = courier(Rules { private_addresses: true, ..Rules::default() }, stub.clone());
    assert!(send(&courier, &url).await.is_err());
    assert_eq!(stub.asked.load(Ordering::SeqCst), 1);
    assert_eq!(listener.connections(), 0);
}

#[tokio::test]
async fn where_it_is_allowed_the_status_comes_back_and_nothing_else_counts() {
    let answers = [
        ("HTTP/1.1 204 No Content\r\n\r\n", 204),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\n", 201),
        ("HTTP/1.1 103 Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n", 202),
        ("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", 302),
        ("HTTP/1.1 500 Internal\r\ncontent-length: 3\r\n\r\nabc", 500),
    ];
    for (answer, status) in answers {
        let listener = Listener::start(answer, false).await;
        let courier = courier(OPEN, Stub::new(&[&["127.0.0.1"]]));
        let url = format!("http://hooks.example.org:{}/a?b=c", listener.port);
        assert_eq!(send(&courier, &url).await, Ok(status));
        assert_eq!(listener.connections(), 1, "a redirect is not followed");
    }
}

#[tokio::test]
async fn floods_silence_and_what_is_no_tls_end_in_time() {
    let started = Instant::now();
    let courier = courier(OPEN, Stub::new(&[&["127.0.0.1"]]));
    let flood = Listener::start("HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n", true).await;
    assert_eq!(send(&courier, &format!("http://a.example:{}/", flood.port)).await, Ok(200));
    let headers = Listener::start("HTTP/1.1 103 Hints\r\nx: ", true).await;
    assert!(send(&courier, &format!("http://a.example:{}/", headers.port)).await.is_err());
    let silent = Listener::start("", false).await;
    let error = send(&courier, &format!("http://a.example:{}/", silent.port)).await.unwrap_err();
    assert_eq!(error, "no answer in time");
    let plain = Listener::start("HTTP/1.1 200 OK\r\n\r\n", false).await;
    let error = send(&courier, &format!("https://a.example:{}/", plain.port)).await.unwrap_err();
    assert_eq!(error, "no secure connection");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn public_addresses_are_told_from_others() {
    for public in ["8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"] {
        assert!(is_global_unicast(public.parse().unwrap()), "{public}");
    }
    for url in ["https://example.org/", "https://EXAMPLE.org:8443/a?b=c", "https://bücher.example/"] {
        assert!(Destination::parse(url, Rules::default()).is_ok(), "{url}");
    }
    let read = Destination::parse("https://bücher.example/a b", Rules::default());
    assert_eq!(read.unwrap_err().code, "bad_url");
    let read = Destination::parse("https://EXAMPLE.org:443/secret?token=1", Rules::default()).unwrap();
    assert_eq!(read.origin(), "https://example.org");
    assert_eq!(format!("{read:?}"), "https://example.org");
    assert_eq!(read.url(), "https://example.org/secret?token=1");
}
