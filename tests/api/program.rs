//! The program as people call it, on the database of a test. It does not know what the commands do.

use std::{
    fs::{self, File},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// The program that was built.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_plantrack");

const LIMIT: Duration = Duration::from_secs(30);

/// `plantrack serve`, which ends with the test, however that ends.
pub(crate) struct Serving {
    child: Child,
    /// Where it is reached.
    pub(crate) base: String,
}

impl Serving {
    /// Starts it and waits until it says where it is.
    pub(crate) fn start(mut command: Command, log: &Path) -> Self {
        command.arg("serve").stdout(Stdio::null()).stderr(File::create(log).unwrap());
        let mut serving = Self { child: command.spawn().unwrap(), base: String::new() };
        let started = Instant::now();
        loop {
            let text = fs::read_to_string(log).unwrap_or_default();
            // What it says is written bit by bit: the address is whole with what ends it.
            let said = text.split_once("plantrack serves at http://");
            if let Some((address, _)) = said.and_then(|(_, rest)| rest.split_once('/')) {
                serving.base = format!("http://{address}");
                return serving;
            }
            assert!(started.elapsed() < LIMIT, "it does not start: {text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Tells it to stop, as a supervisor does, and waits for its end.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success(), "it is gone already");
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < LIMIT, "it does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// How a command ended, and what it said.
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) said: String,
}

impl Ended {
    #[track_caller]
    pub(crate) fn is(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}", self.said);
        self
    }
}

/// Runs `plantrack` with words on a database.
pub(crate) fn plantrack(database_url: &str, words: &[&str]) -> Ended {
    let output = command(database_url).args(words).args(["--lang", "en"]).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    Ended { status: output.status.code().unwrap_or(-1), said: String::from_utf8_lossy(&said).into_owned() }
}

/// The program on a database, without words.
pub(crate) fn command(database_url: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["--database", database_url]);
    // No setting of the developer's own changes the test.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PLANTRACK")) {
        command.env_remove(name);
    }
    command.env("PLANTRACK__DATABASE__DURABILITY", "not_required");
    command.current_dir(std::env::temp_dir());
    command
}
