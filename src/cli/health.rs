//! `plantrack health`: asks the server on this machine whether it is alive, for container health checks where
//! there is no curl. It knows the settings of the server and nothing of what it serves.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs},
    time::Duration,
};

use thiserror::Error;

use crate::config::Server;

/// The longest wait for each step, shorter than a container engine waits for the check.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why the server is not known to be alive.
#[derive(Debug, Error)]
pub enum HealthError {
    /// The settings leave the port to chance.
    #[error("server.port is 0, so the port that was taken is not known; set a port")]
    NoPort,
    /// The host name leads nowhere.
    #[error("the host {0} has no address; check server.host")]
    NoAddress(String),
    /// Nothing answers, or not in time.
    #[error("no answer from {address}; see the server's log")]
    NoAnswer {
        /// Where it was asked.
        address: SocketAddr,
        /// What happened.
        source: io::Error,
    },
    /// It answers something else than 200.
    #[error("{address} answers {status:?} and not 200; see the server's log")]
    NotAlive {
        /// Where it was asked.
        address: SocketAddr,
        /// The first line of the answer.
        status: String,
    },
}

/// Asks `/health/live` where the settings say that the server listens; one that listens on all addresses is
/// asked on the loopback one.
///
/// # Errors
/// [`HealthError`] where it does not answer 200 within a few seconds.
pub fn check(server: &Server) -> Result<(), HealthError> {
    let address = address(server)?;
    let status = ask(address, &server.host).map_err(|source| HealthError::NoAnswer { address, source })?;
    if status.split(' ').nth(1) == Some("200") {
        Ok(())
    } else {
        Err(HealthError::NotAlive { address, status })
    }
}

fn address(server: &Server) -> Result<SocketAddr, HealthError> {
    if server.port == 0 {
        return Err(HealthError::NoPort);
    }
    let none = || HealthError::NoAddress(server.host.clone());
    let addresses = (server.host.as_str(), server.port).to_socket_addrs().map_err(|_| none())?;
    let mut address = addresses.into_iter().next().ok_or_else(none)?;
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        IpAddr::V4(_) | IpAddr::V6(_) => {}
    }
    Ok(address)
}

/// The first line of the answer, of which a few bytes are enough.
fn ask(address: SocketAddr, host: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let request =
        format!("GET /health/live HTTP/1.1\r\nHost: {host}:{}\r\nConnection: close\r\n\r\n", address.port());
    stream.write_all(request.as_bytes())?;
    let mut start = Vec::new();
    stream.take(64).read_to_end(&mut start)?;
    Ok(String::from_utf8_lossy(&start).lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;
    use crate::config::{Flag, Settings};

    fn server(host: &str, port: u16) -> Server {
        let flag = |key, value: &str| Flag { name: "test", key, value: value.to_owned() };
        let flags = [flag("server.host", host), flag("server.port", &port.to_string())];
        Settings::load(&flags, [], None).unwrap().settings.server
    }

    /// Answers one request in the given words, and gives the port.
    fn answering(words: &'static str) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let length = stream.read(&mut request).unwrap();
            assert!(request[..length].starts_with(b"GET /health/live HTTP/1.1\r\n"));
            stream.write_all(words.as_bytes()).unwrap();
        });
        port
    }

    #[test]
    fn a_server_that_answers_200_is_alive() {
        let port = answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        check(&server("127.0.0.1", port)).unwrap();
        let port = answering("HTTP/1.1 200 OK\r\n\r\n");
        check(&server("0.0.0.0", port)).unwrap();
    }

    #[test]
    fn anything_else_is_not() {
        let port = answering("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        let text = check(&server("127.0.0.1", port)).unwrap_err().to_string();
        assert!(text.contains("503"), "{text}");
        let port = answering("");
        assert!(matches!(check(&server("127.0.0.1", port)), Err(HealthError::NotAlive { .. })));
        assert!(matches!(check(&server("127.0.0.1", 0)), Err(HealthError::NoPort)));
        let unused = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        assert!(matches!(check(&server("127.0.0.1", unused)), Err(HealthError::NoAnswer { .. })));
        assert!(matches!(check(&server("no.such.invalid", 80)), Err(HealthError::NoAddress(_))));
    }
}
