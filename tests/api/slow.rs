//! Clients that take their time, or too much of something: each step of a connection has its limit, below which nothing
//! is noticed and above which the connection ends.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::{
    cases,
    harness::{ADMIN_KEY, App, Case},
    talk::get,
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_head_that_does_not_come_is_given_up,
        a_later_head_that_does_not_come_is_given_up,
        a_body_that_pauses_is_given_up,
        an_answer_that_is_not_taken_is_given_up,
        a_connection_on_which_nothing_is_asked_ends,
        one_connection_more_than_allowed_is_told_so,
        heads_are_taken_up_to_their_limits,
        heads_that_are_no_http_are_refused_as_problems,
    ]
}

/// The limits under test, in milliseconds, far below the real ones so that the tests are quick.
const HASTY: [(&str, &str); 4] = [
    ("server.head_timeout_ms", "600"),
    ("server.body_pause_ms", "600"),
    ("server.answer_stall_ms", "600"),
    ("server.keep_alive_ms", "1500"),
];

/// No step may take longer than this under those limits.
const PATIENCE: Duration = Duration::from_secs(5);

async fn connect(app: &App) -> TcpStream {
    TcpStream::connect(app.base_url.trim_start_matches("http://")).await.unwrap()
}

/// All that comes until the server closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(ended.is_ok(), "the server keeps the connection after: {text}");
    text
}

/// One answer whose body is short, its head and its body.
async fn one_answer(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    while !text.contains("\r\n\r\n{") || !text.ends_with('}') {
        let mut bytes = [0; 4096];
        let count = tokio::time::timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
        assert!(count > 0, "the connection ended after: {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    text
}

/// What holds for every answer that is written without a request.
fn is_problem(answer: &str, status: u16, code: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    for header in ["x-content-type-options: nosniff", "content-security-policy: ", "x-request-id: "] {
        assert!(answer.contains(&format!("\r\n{header}")), "{header} is missing: {answer}");
    }
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let problem: serde_json::Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{answer}"));
    assert_eq!(problem["code"], code, "{answer}");
    assert!(answer.contains(problem["request_id"].as_str().unwrap()));
}

/// How often the service has cut a connection for a reason.
async fn cuts(app: &App, reason: &str) -> u64 {
    let text = get(app, "/metrics").await.is(200).text;
    let start = format!("plantrack_connections_cut_total{{reason=\"{reason}\"}} ");
    text.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap().parse().unwrap()
}

async fn a_head_that_does_not_come_is_given_up(app: App) {
    let hasty = app.with_settings(&HASTY).await;
    for start in ["", "GET /health/live HT", "GET /health/live HTTP/1.1\r\nhost: x\r\n"] {
        let mut stream = connect(&hasty).await;
        stream.write_all(start.as_bytes()).await.unwrap();
        is_problem(&rest(&mut stream).await, 408, "head-too-slow");
    }
    // One byte now and then is no progress.
    let mut stream = connect(&hasty).await;
    let started = Instant::now();
    while stream.write_all(b"G").await.is_ok() && started.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(started.elapsed() < PATIENCE, "a head that drips is waited for");
    assert_eq!(cuts(&hasty, "slow_head").await, 4);
}

async fn a_later_head_that_does_not_come_is_given_up(app: App) {
    let hasty = app.with_settings(&HASTY).await;
    let mut stream = connect(&hasty).await;
    let whole = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
    for _ in 0..3 {
        stream.write_all(whole.as_bytes()).await.unwrap();
        assert!(one_answer(&mut stream).await.starts_with("HTTP/1.1 200"));
    }
    stream.write_all(b"GET /health/live HTTP/1.1\r\nhost:").await.unwrap();
    let started = Instant::now();
    is_problem(&rest(&mut stream).await, 408, "head-too-slow");
    assert!(started.elapsed() >= Duration::from_millis(500), "{:?}", started.elapsed());

    // The beginning of the next head comes with the one before, and nothing after it.
    let mut stream = connect(&hasty).await;
    stream.write_all(format!("{whole}GET /heal").as_bytes()).await.unwrap();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
}

async fn a_body_that_pauses_is_given_up(app: App) {
    let hasty = app.with_settings(&HASTY).await;
    let start = format!(
        "POST /api/v1/imports/areas HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {ADMIN_KEY}\r\n\
         content-type: text/csv\r\ncontent-length: 1000\r\n\r\n"
    );
    let mut stream = connect(&hasty).await;
    stream.write_all(format!("{start}code,name").as_bytes()).await.unwrap();
    let started = Instant::now();
    is_problem(&rest(&mut stream).await, 408, "body-too-slow");
    assert!(started.elapsed() >= Duration::from_millis(500), "{:?}", started.elapsed());
}

async fn an_answer_that_is_not_taken_is_given_up(app: App) {
    let hasty = app.with_settings(&HASTY).await;
    let address = hasty.base_url.trim_start_matches("http://").parse().unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    // More than the buffers of the system hold.
    let asked = "GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(14);
    stream.write_all(asked.as_bytes()).await.unwrap();
    let started = Instant::now();
    while cuts(&hasty, "slow_reader").await == 0 {
        assert!(started.elapsed() < PATIENCE * 2, "the answer is kept for the client");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn a_connection_on_which_nothing_is_asked_ends(app: App) {
    let hasty = app.with_settings(&HASTY).await;
    let mut stream = connect(&hasty).await;
    stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    one_answer(&mut stream).await;
    let started = Instant::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(started.elapsed() >= Duration::from_millis(1200), "{:?}", started.elapsed());
    assert_eq!(cuts(&hasty, "idle").await, 1);
}

async fn one_connection_more_than_allowed_is_told_so(app: App) {
    let narrow = app.with_settings(&[("server.max_connections", "3")]).await;
    let ask = b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = connect(&narrow).await;
        stream.write_all(ask).await.unwrap();
        assert!(one_answer(&mut stream).await.starts_with("HTTP/1.1 200"));
        open.push(stream);
    }
    let mut refused = connect(&narrow).await;
    let answer = rest(&mut refused).await;
    is_problem(&answer, 503, "overloaded");
    assert!(answer.contains("\r\nretry-after: 1\r\n"), "{answer}");
    drop(open.pop());
    let started = Instant::now();
    loop {
        let mut stream = connect(&narrow).await;
        // The write fails where the server has closed the connection already.
        drop(stream.write_all(ask).await);
        let mut bytes = [0; 12];
        if stream.read_exact(&mut bytes).await.is_ok() && bytes.ends_with(b"200") {
            break;
        }
        assert!(started.elapsed() < PATIENCE, "the place is not given back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn heads_are_taken_up_to_their_limits(app: App) {
    const HEAD: usize = 32_768;
    const URI: usize = 8_192;
    let ask = async |uri: String, header: usize| {
        let mut stream = connect(&app).await;
        let head = format!(
            "GET {uri} HTTP/1.1\r\nhost: x\r\na: {}\r\nconnection: close\r\n\r\n",
            "b".repeat(header)
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        rest(&mut stream).await
    };
    let uri = |length: usize| format!("/health/live?{}", "a".repeat(length - "/health/live?".len()));
    let status = |answer: &str| answer.get(9..12).unwrap_or_default().to_owned();
    assert_eq!(status(&ask(uri(URI - 1), 1).await), "400", "the parameter is unknown, the length is taken");
    assert_eq!(status(&ask(uri(URI), 1).await), "400");
    is_problem(&ask(uri(URI + 1), 1).await, 414, "uri-too-long");
    // What counts is the path, and each name and value with the four bytes around them.
    let others = "/health/live".len()
        + "host".len()
        + "x".len()
        + 4
        + "a".len()
        + 4
        + "connection".len()
        + "close".len()
        + 4;
    assert_eq!(status(&ask("/health/live".to_owned(), HEAD - others - 1).await), "200");
    assert_eq!(status(&ask("/health/live".to_owned(), HEAD - others).await), "200");
    is_problem(&ask("/health/live".to_owned(), HEAD - others + 1).await, 431, "head-too-large");
    is_problem(&ask("/health/live".to_owned(), 200_000).await, 431, "head-too-large");
}

async fn heads_that_are_no_http_are_refused_as_problems(app: App) {
    for head in [
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nhost: x\r\na b: c\r\n\r\n",
        "POST /health/live HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        "POST /health/live HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}",
    ] {
        let mut stream = connect(&app).await;
        stream.write_all(head.as_bytes()).await.unwrap();
        is_problem(&rest(&mut stream).await, 400, "malformed-request");
    }
    let many: Vec<String> = (0..120).map(|number| format!("h{number}: x\r\n")).collect();
    let mut stream = connect(&app).await;
    stream
        .write_all(format!("GET /health/live HTTP/1.1\r\nhost: x\r\n{}\r\n", many.concat()).as_bytes())
        .await
        .unwrap();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 4"));
}
