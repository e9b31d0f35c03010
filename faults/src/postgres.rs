//! A PostgreSQL server of the harness's own that syncs what it commits, and can be killed, frozen and started again.
//! It does not know what is stored.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::service::{children_of, free_port, signal};

/// A server with its data.
pub(crate) struct Postgres {
    folder: PathBuf,
    port: u16,
    settings: Vec<String>,
    child: Option<Child>,
}

/// Where the programs of the server are.
pub(crate) fn programs() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = installed
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    found.sort();
    found.pop().expect("PostgreSQL is not installed: apt-get install postgresql").1
}

/// As root, PostgreSQL runs as another user, by number.
pub(crate) fn owner() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.starts_with("postgres:")).expect("there is no user postgres");
    let mut fields = line.split(':').skip(2).map(|field| field.parse().unwrap());
    Some((fields.next().unwrap(), fields.next().unwrap()))
}

/// A command of PostgreSQL as its owner.
pub(crate) fn command(name: &str) -> Command {
    let mut command = Command::new(programs().join(name));
    if let Some((user, group)) = owner() {
        command.uid(user).gid(group);
    }
    command
}

/// Makes a folder that belongs to the owner.
pub(crate) fn owned_folder(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    if let Some((user, group)) = owner() {
        std::os::unix::fs::chown(folder, Some(user), Some(group)).unwrap();
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
}

impl Postgres {
    /// A new server in a folder, with settings beside the defaults, started.
    pub(crate) fn create(folder: &Path, settings: &[&str]) -> Self {
        owned_folder(folder);
        let mut initdb = command("initdb");
        initdb.arg(format!("--pgdata={}", folder.join("data").display())).current_dir(folder);
        initdb.args([
            "--username=plantrack",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums",
        ]);
        let output = initdb.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let mut server = Self { folder: folder.to_owned(), port: free_port(), settings, child: None };
        server.start();
        server.sql("postgres", "CREATE DATABASE plantrack");
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://plantrack@127.0.0.1:{}/plantrack", self.port)
    }

    /// Starts it and waits until it answers.
    pub(crate) fn start(&mut self) {
        drop(fs::remove_file(self.folder.join("data/postmaster.pid")));
        let log = fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        let mut postgres = command("postgres");
        postgres.arg("-D").arg(self.folder.join("data")).args(["-c", "listen_addresses=127.0.0.1"]);
        postgres.arg("-c").arg(format!("unix_socket_directories={}", self.folder.display()));
        postgres.arg("-c").arg(format!("port={}", self.port)).args(["-c", "max_connections=200"]);
        for setting in &self.settings {
            postgres.args(["-c", setting]);
        }
        postgres.current_dir(&self.folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.child = Some(postgres.spawn().unwrap());
        let started = Instant::now();
        while self.try_sql("postgres", "SELECT 1").is_err() {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(started.elapsed() < Duration::from_mins(1), "PostgreSQL does not start: {log}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether the process of the server is there.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Kills all of its processes at once.
    pub(crate) fn kill(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let children = children_of(child.id());
        drop(child.kill());
        for one in children {
            signal("KILL", one);
        }
        drop(child.wait());
        thread::sleep(Duration::from_millis(50));
    }

    /// Freezes all of its processes, or lets them go on.
    pub(crate) fn freeze(&self, is_to_stand_still: bool) {
        let Some(child) = &self.child else { return };
        let name = if is_to_stand_still { "STOP" } else { "CONT" };
        signal(name, child.id());
        for one in children_of(child.id()) {
            signal(name, one);
        }
    }

    /// Runs SQL; gives what it prints.
    pub(crate) fn try_sql(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut psql = Command::new("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]);
        psql.arg(format!("postgres://plantrack@127.0.0.1:{}/{database}", self.port)).args(["--command", sql]);
        let output = psql.output().map_err(|error| error.to_string())?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    pub(crate) fn sql(&self, database: &str, sql: &str) -> String {
        self.try_sql(database, sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Changes a setting while it runs.
    pub(crate) fn set(&self, setting: &str) {
        self.sql("postgres", &format!("ALTER SYSTEM SET {setting}"));
        self.sql("postgres", "SELECT pg_reload_conf()");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.freeze(false);
        self.kill();
    }
}
