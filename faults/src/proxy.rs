//! A proxy (`HAProxy`) in front of the replicas of the service, or of the nodes of a PostgreSQL cluster. It does not
//! know what goes through it.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::service::free_port;

/// A running proxy. It ends when this is dropped.
pub(crate) struct Proxy {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// One server behind it: where it is, and the port that says how it is.
pub(crate) struct Behind {
    pub(crate) port: u16,
    pub(crate) check_port: u16,
}

const HTTP: &str = "    mode http
    option httpchk GET /health/ready
    http-check expect status 200
    default-server inter 500ms fall 1 rise 1
";

const POSTGRES: &str = "    mode tcp
    option httpchk OPTIONS /primary
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
";

impl Proxy {
    /// In front of replicas of the service.
    pub(crate) fn of_services(folder: &Path, ports: &[u16]) -> Self {
        let behind = ports.iter().map(|port| Behind { port: *port, check_port: *port }).collect::<Vec<_>>();
        Self::start(folder, "http", HTTP, &behind)
    }

    /// In front of PostgreSQL nodes: connections go to the primary alone.
    pub(crate) fn of_primary(folder: &Path, nodes: &[Behind]) -> Self {
        Self::start(folder, "tcp", POSTGRES, nodes)
    }

    fn start(folder: &Path, mode: &str, backend: &str, servers: &[Behind]) -> Self {
        let port = free_port();
        let mut text = format!(
            "global\n    maxconn 1000\ndefaults\n    mode {mode}\n    timeout connect 1s\n    timeout client 60s\n    \
             timeout server 60s\n    timeout check 2s\n    retries 3\n    option redispatch\nfrontend front\n    bind \
             127.0.0.1:{port}\n    default_backend back\nbackend back\n{backend}"
        );
        for (number, Behind { port, check_port }) in servers.iter().enumerate() {
            text.push_str(&format!("    server s{number} 127.0.0.1:{port} check port {check_port}\n"));
        }
        let file = folder.join(format!("haproxy-{mode}-{port}.cfg"));
        fs::write(&file, text).unwrap();
        let mut haproxy = Command::new("haproxy");
        haproxy.arg("-db").arg("-f").arg(&file).stdin(Stdio::null());
        haproxy.stdout(Stdio::null()).stderr(Stdio::null());
        let child = haproxy.spawn().expect("HAProxy is not installed: apt-get install haproxy");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "HAProxy does not start");
            thread::sleep(Duration::from_millis(20));
        }
        Self { child, address }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
