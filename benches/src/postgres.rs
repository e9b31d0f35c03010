//! A temporary PostgreSQL server on the core of the service, with the durability of production, that never outlives
//! the bench: a small shell script holds it and ends it when its standard input closes. It knows no table.

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

use anyhow::{Context, Result, bail};

use crate::process::{self, SERVING};

/// Starts the server `$2/data` with the programs in `$1`, waits for the end of the input, stops it, cleans up.
const KEEPER: &str = r#"
"$1/initdb" --pgdata="$2/data" --username=plantrack --auth=trust --encoding=UTF8 --locale=C >"$2/log" 2>&1 || exit 1
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=200 -c shared_buffers=512MB \
    -c max_wal_size=8GB -c synchronous_commit=on -c fsync=on </dev/null >>"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

/// What is set otherwise than by default; for the table.
pub const SETTINGS: &str =
    "synchronous_commit=on, fsync=on, shared_buffers=512MB, max_wal_size=8GB, Unix socket";

/// The server.
pub struct Postgres {
    keeper: Child,
    folder: PathBuf,
    programs: PathBuf,
    /// Its first process.
    pub pid: u32,
}

impl Postgres {
    /// Starts a server with its data below a folder.
    pub fn start(below: &Path) -> Result<Self> {
        let programs =
            programs().context("no PostgreSQL server programs; install them: apt-get install postgresql")?;
        let folder = below.join("postgres");
        fs::create_dir_all(&folder)?;
        let mut keeper = process::on_core(SERVING, "sh");
        keeper.arg("-c").arg(KEEPER).arg("plantrack-bench-postgres").arg(&programs).arg(&folder);
        keeper.current_dir(&folder).process_group(0);
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((user, group)) = unprivileged(&folder)? {
            std::os::unix::fs::chown(&folder, Some(user), Some(group))?;
            keeper.uid(user).gid(group);
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        let mut keeper = keeper.spawn()?;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(120) && keeper.try_wait()?.is_none() {
            let state = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
            let mut lines = state.lines();
            if let (Some(pid), Some("ready")) = (lines.next(), lines.next_back().map(str::trim)) {
                return Ok(Self { pid: pid.parse()?, keeper, folder, programs });
            }
            thread::sleep(Duration::from_millis(10));
        }
        bail!("PostgreSQL did not start: {}", fs::read_to_string(folder.join("log")).unwrap_or_default())
    }

    /// The URL of a database, for the service.
    pub fn url(&self, database: &str) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://plantrack@localhost/{database}?host={folder}")
    }

    /// A program of PostgreSQL against a database, on a core.
    pub fn program(&self, core: &str, name: &str, database: &str) -> Command {
        let beside = self.programs.join(name);
        let mut command = process::on_core(core, if beside.exists() { beside } else { PathBuf::from(name) });
        command.env("PGHOST", &self.folder).env("PGUSER", "plantrack").env("PGDATABASE", database);
        command
    }

    /// Runs SQL and gives what it prints, without decoration.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String> {
        let mut command = self.program(process::ASKING, "psql", database);
        command.args([
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            sql,
        ]);
        process::output(command)
    }

    /// Writes a database into a file and gives its path.
    pub fn dump(&self, database: &str) -> Result<PathBuf> {
        let file = self.folder.join("bench.dump");
        let mut command = self.program(process::ASKING, "pg_dump", database);
        command.args(["--format=custom", "--compress=0", "--file"]).arg(&file);
        process::output(command)?;
        Ok(file)
    }

    /// Fills an empty database from such a file.
    pub fn restore(&self, database: &str, file: &Path) -> Result<()> {
        let mut command = self.program(process::ASKING, "pg_restore", database);
        command.arg(format!("--dbname={database}")).arg(file);
        process::output(command).map(drop)
    }

    /// The version, as it says itself.
    pub fn version(&self) -> Result<String> {
        Ok(self.sql("postgres", "SHOW server_version")?.trim().to_owned())
    }

    /// Tells the server to write out what it has, so that it does not do so during the next run.
    pub fn checkpoint(&self) -> Result<()> {
        self.sql("postgres", "CHECKPOINT").map(drop)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        drop(self.keeper.wait());
    }
}

fn programs() -> Option<PathBuf> {
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    installed.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let newest_first = installed.into_iter().rev().map(|(_, folder)| folder);
    newest_first
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// PostgreSQL refuses to run as root: then it runs as another user, by number.
fn unprivileged(folder: &Path) -> Result<Option<(u32, u32)>> {
    if fs::metadata(folder)?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let numbers = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let found = numbers("postgres").or_else(|| numbers("nobody"));
    Ok(Some(found.context("as root, PostgreSQL needs a user `postgres` or `nobody` to run as")?))
}
