//! A client of HTTP/1.1 that keeps its connection and says honestly whether there was an answer. It does not know
//! what is asked.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether its end was the end of the connection.
    pub(crate) closed: bool,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A client of one server.
pub(crate) struct Client {
    address: SocketAddr,
    patience: Duration,
    headers: String,
    connection: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A client that waits at most so long for each part of an answer.
    pub(crate) fn new(address: SocketAddr, patience: Duration) -> Self {
        Self { address, patience, headers: String::new(), connection: None }
    }

    /// The same client, with a header on every request.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub(crate) fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, &[], "")
    }

    /// Sends a request. An error means that it is not known what became of it.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Answer> {
        let answer = self.attempt(method, path, headers, body);
        let stays = answer
            .as_ref()
            .is_ok_and(|answer| answer.header("connection") != Some("close") && !answer.closed);
        if !stays {
            self.connection = None;
        }
        answer
    }

    fn attempt(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n{}", self.address, self.headers);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" {
            request
                .push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        request.push_str(body);
        if self.connection.is_none() {
            let stream = TcpStream::connect_timeout(&self.address, self.patience)?;
            stream.set_read_timeout(Some(self.patience))?;
            stream.set_write_timeout(Some(self.patience))?;
            stream.set_nodelay(true)?;
            self.connection = Some(BufReader::new(stream));
        }
        let connection = self.connection.as_mut().unwrap();
        connection.get_mut().write_all(request.as_bytes())?;
        read_answer(connection)
    }
}

fn cut_off(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, what.to_owned())
}

fn read_answer(connection: &mut BufReader<TcpStream>) -> io::Result<Answer> {
    let mut line = String::new();
    if connection.read_line(&mut line)? == 0 {
        return Err(cut_off("no answer"));
    }
    let ends_by_closing = line.starts_with("HTTP/1.0");
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(|| cut_off(&line))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        if connection.read_line(&mut line)? == 0 {
            return Err(cut_off("the head was cut off"));
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new(), closed: ends_by_closing };
    if answer.header("transfer-encoding") == Some("chunked") {
        loop {
            line.clear();
            connection.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).map_err(|_| cut_off("a bad chunk"))?;
            let mut chunk = vec![0; size + 2];
            connection.read_exact(&mut chunk)?;
            answer.body.extend_from_slice(&chunk[..size]);
            if size == 0 {
                return Ok(answer);
            }
        }
    }
    if ends_by_closing && answer.header("content-length").is_none() {
        connection.read_to_end(&mut answer.body)?;
        return Ok(answer);
    }
    let size = answer.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    answer.body = vec![0; size];
    connection.read_exact(&mut answer.body)?;
    Ok(answer)
}
