//! One temporary PostgreSQL server for the whole test run, from the binaries that the machine has. It listens on a
//! Unix socket in a folder of its own, so it takes no port and nobody else reaches it.
//!
//! The server must not outlive the run, however that ends. A small shell script holds it and waits for the end of
//! its own standard input, which is a pipe from the test process: the pipe closes when the process is gone, by
//! SIGKILL too. It has its own process group, so Ctrl-C reaches the tests alone.

use std::{
    env, fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const HOW_TO_ENABLE: &str = "PostgreSQL's server programs (initdb, postgres) were not found on PATH or in \
    /usr/lib/postgresql/*/bin; install them, for example with: apt-get install postgresql";

/// Starts the server `$2/data` with the programs in `$1`, waits for the end of the input, stops it, cleans up.
/// Two signals: the shell starts it with QUIT ignored, so until it sets its own handlers only TERM ends it.
const KEEPER: &str = r#"
"$1/initdb" --pgdata="$2/data" --username=plantrack --auth=trust --encoding=UTF8 --locale=C --no-sync \
    >"$2/log" 2>&1 || exit 1
"$1/postgres" -D "$2/data" -F -k "$2" -c listen_addresses= -c max_connections=300 -c full_page_writes=off \
    -c synchronous_commit=off -c log_min_messages=fatal </dev/null >>"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT "$server"
kill -TERM "$server"
wait "$server"
rm -rf "$2"
"#;

const START_LIMIT: Duration = Duration::from_mins(1);

/// A server and the script that holds it.
struct Server {
    folder: PathBuf,
    keeper: Mutex<Option<Child>>,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// The folder with the server's programs, or how to get them.
pub(crate) fn binaries() -> Result<&'static Path, &'static str> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOUND.get_or_init(find).as_deref().ok_or(HOW_TO_ENABLE)
}

fn find() -> Option<PathBuf> {
    let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    installed.sort();
    let newest_first = installed.into_iter().rev().map(|(_, folder)| folder);
    let candidates: Vec<PathBuf> = Vec::into_iter(on_path).chain(newest_first).collect();
    candidates.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

impl Server {
    fn start() -> Result<Self, String> {
        let programs = binaries()?;
        let folder = tempfile::Builder::new().prefix("pt-pg-").tempdir().map_err(|e| e.to_string())?.keep();
        let mut keeper = Command::new("sh");
        keeper.arg("-c").arg(KEEPER).arg("plantrack-test-postgres").arg(programs).arg(&folder);
        keeper.current_dir(&folder).process_group(0);
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((user, group)) = unprivileged_owner(&folder)? {
            std::os::unix::fs::chown(&folder, Some(user), Some(group)).map_err(|e| e.to_string())?;
            keeper.uid(user).gid(group);
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).map_err(|e| e.to_string())?;
        let keeper = keeper.spawn().map_err(|e| format!("sh cannot be started: {e}"))?;
        let server = Self { folder, keeper: Mutex::new(Some(keeper)) };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        let started = Instant::now();
        while started.elapsed() < START_LIMIT && self.keeper_runs() {
            // Ready is the last state that the server writes into its own file.
            let state = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if state.lines().last().is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(10));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        self.stop();
        drop(fs::remove_dir_all(&self.folder));
        Err(format!("the PostgreSQL server did not start within {} s; its log: {log}", START_LIMIT.as_secs()))
    }

    fn keeper_runs(&self) -> bool {
        self.keeper.lock().unwrap().as_mut().is_some_and(|keeper| matches!(keeper.try_wait(), Ok(None)))
    }

    /// Lets go of the keeper and waits for it to clean up.
    fn stop(&self) {
        if let Some(mut keeper) = self.keeper.lock().unwrap().take() {
            drop(keeper.stdin.take());
            drop(keeper.wait());
        }
    }

    fn url(&self, database: &str) -> String {
        let folder: String =
            url::form_urlencoded::byte_serialize(self.folder.as_os_str().as_encoded_bytes()).collect();
        format!("postgres://plantrack@localhost/{database}?host={folder}")
    }
}

/// PostgreSQL refuses to run as root: then it runs as another user, by number.
fn unprivileged_owner(folder: &Path) -> Result<Option<(u32, u32)>, String> {
    use std::os::unix::fs::MetadataExt;
    let is_root = fs::metadata(folder).map_err(|e| e.to_string())?.uid() == 0;
    if !is_root {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").map_err(|e| e.to_string())?;
    let numbers = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let owner = numbers("postgres").or_else(|| numbers("nobody"));
    owner
        .map(Some)
        .ok_or_else(|| "as root, PostgreSQL needs a user `postgres` or `nobody` to run as".to_owned())
}

fn server() -> Result<&'static Server, String> {
    SERVER.get_or_init(Server::start).as_ref().map_err(Clone::clone)
}

/// Stops the server, where one was started.
pub(crate) fn stop() {
    if let Some(Ok(server)) = SERVER.get() {
        server.stop();
    }
}

/// The URL of a database on the server.
pub(crate) fn url(database: &str) -> Result<String, String> {
    server().map(|server| server.url(database))
}

/// Makes an empty database, starting the server where this is the first, and gives its name.
pub(crate) async fn create_database() -> Result<String, String> {
    let name = format!("t_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    administer(format!("CREATE DATABASE {name}"))
        .await
        .map_err(|e| format!("no database could be made: {e}"))?;
    Ok(name)
}

/// Removes a database, whoever is still connected to it.
pub(crate) async fn drop_database(name: &str) {
    if let Err(error) = administer(format!("DROP DATABASE {name} WITH (FORCE)")).await {
        eprintln!("the test database {name} was not removed: {error}");
    }
}

async fn administer(sql: String) -> Result<(), Box<dyn std::error::Error>> {
    let mut connection = PgConnection::connect(&url("postgres")?).await?;
    connection.execute(AssertSqlSafe(sql)).await?;
    Ok(connection.close().await?)
}

/// The test of the keeper: with nothing but the pipe closed, as when the test process is killed, the server and
/// its folder are gone.
pub(crate) fn ends_with_its_test_run() -> Result<(), String> {
    let server = Server::start()?;
    let pid = fs::read_to_string(server.folder.join("data/postmaster.pid")).map_err(|e| e.to_string())?;
    let pid = pid.lines().next().unwrap_or_default().to_owned();
    let mut keeper = server.keeper.lock().unwrap().take().ok_or("no keeper")?;
    drop(keeper.stdin.take());
    let closed = Instant::now();
    while closed.elapsed() < START_LIMIT {
        // The server is looked for by its process, the folder by name: each could outlive the other.
        let is_running = Path::new("/proc").join(&pid).exists();
        if !is_running && !server.folder.exists() {
            drop(keeper.wait());
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(format!("the server {pid} or its folder {} outlived the test run", server.folder.display()))
}
