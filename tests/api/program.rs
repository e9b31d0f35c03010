//! The program as people call it, on the database of a test. It does not know what the commands do.

use std::process::Command;

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
    let mut command = Command::new(env!("CARGO_BIN_EXE_plantrack"));
    command.args(words).args(["--database", database_url, "--lang", "en"]);
    // No setting of the developer's own changes the test.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PLANTRACK")) {
        command.env_remove(name);
    }
    command.env("PLANTRACK__DATABASE__DURABILITY", "not_required");
    command.current_dir(std::env::temp_dir());
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    Ended { status: output.status.code().unwrap_or(-1), said: String::from_utf8_lossy(&said).into_owned() }
}
