//! The real program as a process: started, told to stop, killed. It does not know what it is asked.

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::http::Client;

/// How long a start may take on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A program on a database, with what it is started with.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) binary: PathBuf,
    pub(crate) database: String,
    pub(crate) folder: PathBuf,
    pub(crate) variables: Vec<(String, String)>,
    /// A key that may do anything, once there is one.
    pub(crate) key: Option<String>,
}

/// A process that serves.
pub(crate) struct Service {
    child: Child,
    pub(crate) address: SocketAddr,
    log: PathBuf,
}

impl Program {
    pub(crate) fn new(binary: &Path, database: &str, folder: &Path) -> Self {
        let variables = [("LOG__LEVEL", "warn"), ("LOG__FORMAT", "text"), ("SERVER__DRAIN_MS", "0")];
        let variables =
            variables.map(|(name, value)| (format!("PLANTRACK__{name}"), value.to_owned())).to_vec();
        Self {
            binary: binary.to_owned(),
            database: database.to_owned(),
            folder: folder.to_owned(),
            variables,
            key: None,
        }
    }

    /// The same program with a setting (`server.drain_ms`) or, in capitals, a variable.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        let name = match name.split_once('.') {
            Some((section, key)) => {
                format!("PLANTRACK__{}__{}", section.to_uppercase(), key.to_uppercase())
            }
            None => name.to_owned(),
        };
        self.variables.retain(|(other, _)| *other != name);
        self.variables.push((name, value.to_owned()));
        self
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(words).args(["--database", &self.database]).current_dir(&self.folder);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command of the program to its end; gives what it printed.
    pub(crate) fn run(&self, words: &[&str]) -> Result<String, String> {
        let output = self.command(words).output().map_err(|error| error.to_string())?;
        let said = [&output.stdout[..], &output.stderr[..]].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        if output.status.success() { Ok(said) } else { Err(format!("plantrack {}: {said}", words.join(" "))) }
    }

    /// The same program with a key that may do anything. The key is made in the database, which is made for it.
    pub(crate) fn with_key(self) -> Self {
        self.run(&["migrate"]).unwrap();
        let mut command = self.command(&["keys", "create", "--name", "faults", "--scope", "admin"]);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "plantrack keys create: {said}");
        let key = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        Self { key: Some(key), ..self }
    }

    /// The database is whole: its pages, its references, the chain of its log.
    pub(crate) fn check(&self) {
        if let Err(said) = self.run(&["check"]) {
            panic!("the database is not whole: {said}");
        }
    }

    /// Starts it on a free port and waits until it is ready.
    pub(crate) fn start(&self) -> Service {
        self.start_on(free_port())
    }

    pub(crate) fn start_on(&self, port: u16) -> Service {
        let service = self.spawn(port);
        service.wait_until(200, START_LIMIT);
        service
    }

    /// Starts it on a port and does not wait.
    pub(crate) fn spawn(&self, port: u16) -> Service {
        let log = self.folder.join(format!("service-{port}.log"));
        let file = File::options().create(true).append(true).open(&log).unwrap();
        let mut command = self.command(&["serve", "--host", "127.0.0.1", "--port", &port.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);
        let child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", self.binary.display()));
        Service { child, address: SocketAddr::from(([127, 0, 0, 1], port)), log }
    }

    /// A client of a service of this program.
    pub(crate) fn client(&self, address: SocketAddr, patience: Duration) -> Client {
        let client = Client::new(address, patience);
        match &self.key {
            Some(key) => client.with("authorization", &format!("Bearer {key}")),
            None => client,
        }
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

impl Service {
    /// Waits until readiness has a status.
    pub(crate) fn wait_until(&self, status: u16, limit: Duration) {
        let started = Instant::now();
        let mut client = Client::new(self.address, Duration::from_secs(2));
        loop {
            if client.get("/health/ready").is_ok_and(|answer| answer.status == status) {
                return;
            }
            let late = started.elapsed() > limit;
            assert!(!late, "readiness is not {status} after {limit:?}; the log: {}", self.log());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The end of what it has logged.
    pub(crate) fn log(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(10)..].join("\n")
    }

    /// Whether a library is loaded into it.
    pub(crate) fn has_mapped(&self, library: &str) -> bool {
        fs::read_to_string(format!("/proc/{}/maps", self.child.id())).is_ok_and(|maps| maps.contains(library))
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        self.end_now();
    }

    fn end_now(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Tells it to stop, as a supervisor does, and waits for its end.
    pub(crate) fn stop(mut self) {
        signal("TERM", self.child.id());
        let told = Instant::now();
        while self.is_alive() {
            assert!(told.elapsed() < START_LIMIT, "it does not stop");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end_now();
        // The log goes away with its folder: what it says of faults of the service itself is needed to find their cause.
        if thread::panicking() {
            let text = fs::read_to_string(&self.log).unwrap_or_default();
            for line in
                text.lines().filter(|line| line.contains("internal") || line.contains("panicked")).take(5)
            {
                eprintln!("  {line}");
            }
        }
    }
}

/// Sends a signal to one process.
pub(crate) fn signal(name: &str, pid: u32) {
    let mut kill = Command::new("kill");
    // What is gone already needs no signal.
    drop(kill.args([&format!("-{name}"), &pid.to_string()]).stderr(Stdio::null()).status());
}

/// The children of a process.
pub(crate) fn children_of(pid: u32) -> Vec<u32> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Some(child) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // The name stands in brackets and may hold anything.
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<u32>().ok());
        if parent == Some(pid) {
            found.push(child);
        }
    }
    found
}
