//! The service under measurement: its program, its database, its key. It is started as anyone would start it, on one
//! core; nothing in it is set for the bench but the port.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    data::{self, Import, Size},
    load,
    postgres::Postgres,
    process::{self, ASKING, SERVING, Serving},
};

/// A database that the service can be started on.
pub struct Database<'a> {
    /// `SQLite` or `PostgreSQL`.
    pub kind: &'static str,
    /// Its URL.
    pub url: String,
    /// The file, where it is one.
    pub file: Option<PathBuf>,
    /// The server and the name of the database, where it is one.
    pub server: Option<(&'a Postgres, String)>,
}

impl<'a> Database<'a> {
    /// A SQLite file.
    pub fn sqlite(file: PathBuf) -> Self {
        Self { kind: "SQLite", url: format!("sqlite://{}", file.display()), file: Some(file), server: None }
    }

    /// A new database on the server.
    pub fn postgres(server: &'a Postgres, name: &str) -> Result<Self> {
        server.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(Self::existing(server, name))
    }

    /// A database that is there.
    pub fn existing(server: &'a Postgres, name: &str) -> Self {
        let (kind, url) = ("PostgreSQL", server.url(name));
        Self { kind, url, file: None, server: Some((server, name.to_owned())) }
    }

    /// A copy of its own, for what must not change the original. Nobody may be connected.
    pub fn copy(&self, name: &str) -> Result<Database<'a>> {
        if let Some(file) = &self.file {
            let copy = file.with_file_name(format!("{name}.db"));
            for ending in ["", "-wal", "-shm"] {
                let of = |file: &Path| PathBuf::from(format!("{}{ending}", file.display()));
                drop(std::fs::remove_file(of(&copy)));
                if of(file).exists() {
                    std::fs::copy(of(file), of(&copy))?;
                }
            }
            return Ok(Database::sqlite(copy));
        }
        let (server, original) = self.server.as_ref().context("no database")?;
        server.sql("postgres", &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        server.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {original}"))?;
        Ok(Database::existing(server, name))
    }

    /// The same while the service runs on it: SQLite's own backup, or a dump that is restored.
    pub fn copy_while_served(&self, name: &str) -> Result<Database<'a>> {
        if let Some(file) = &self.file {
            let copy = file.with_file_name(format!("{name}.db"));
            let copied = Database::sqlite(copy.clone());
            for ending in ["", "-wal", "-shm"] {
                drop(std::fs::remove_file(format!("{}{ending}", copy.display())));
            }
            let connection = rusqlite::Connection::open(file)?;
            connection.execute("VACUUM INTO ?1", [copy.display().to_string()])?;
            return Ok(copied);
        }
        let (server, original) = self.server.as_ref().context("no database")?;
        server.sql("postgres", &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        server.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        let dump = server.dump(original)?;
        server.restore(name, &dump)?;
        Ok(Database::existing(server, name))
    }

    /// Runs several statements.
    pub fn batch(&self, sql: &str) -> Result<()> {
        if let Some(file) = &self.file {
            let connection = rusqlite::Connection::open(file)?;
            connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA cache_size=-262144;")?;
            return Ok(connection.execute_batch(sql)?);
        }
        let (server, name) = self.server.as_ref().context("no database")?;
        server.sql(name, sql).map(drop)
    }

    /// Has PostgreSQL look at how much is in its tables, as it does by itself a minute after a load: until then it plans
    /// statements for tables that it takes to be empty, those of the limits as those of the service.
    pub fn learn_its_sizes(&self) -> Result<()> {
        match &self.server {
            Some((server, name)) => server.sql(name, "VACUUM ANALYZE").map(drop),
            None => Ok(()),
        }
    }

    /// Takes it away.
    pub fn remove(self) -> Result<()> {
        if let Some(file) = &self.file {
            for ending in ["", "-wal", "-shm"] {
                drop(std::fs::remove_file(format!("{}{ending}", file.display())));
            }
        }
        if let Some((server, name)) = &self.server {
            server.sql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"))?;
        }
        Ok(())
    }

    /// Its size on disk in MiB.
    pub fn mib(&self) -> Result<f64> {
        if let Some(file) = &self.file {
            return Ok(std::fs::metadata(file)?.len() as f64 / 1024.0 / 1024.0);
        }
        let (server, name) = self.server.as_ref().context("no database")?;
        let bytes = server.sql(name, "SELECT pg_database_size(current_database())")?;
        Ok(bytes.trim().parse::<f64>()? / 1024.0 / 1024.0)
    }
}

/// The program.
pub struct Program {
    /// Its path.
    pub path: PathBuf,
    /// Where logs and files go.
    pub folder: PathBuf,
}

/// The service, running.
pub struct Service {
    serving: Serving,
    postgres: Option<u32>,
    /// A header line with the key for writes.
    pub key: String,
}

impl Program {
    fn command(&self, core: &str, database: &Database<'_>) -> Command {
        let mut command = process::on_core(core, &self.path);
        command.current_dir(&self.folder);
        command.args(["--database", &database.url]);
        command
    }

    /// A command of it to its end, on a core.
    pub fn run(&self, database: &Database<'_>, words: &[&str]) -> Result<String> {
        let mut command = self.command(ASKING, database);
        command.args(words);
        process::output(command)
    }

    /// An import: seconds, CPU seconds, most memory in MiB.
    pub fn import(&self, database: &Database<'_>, import: &Import) -> Result<(f64, f64, f64)> {
        let mut command = self.command(SERVING, database);
        let (what, more) = import.words.split_first().context("nothing to import")?;
        command.arg("import").arg(what).arg(self.folder.join(&import.file)).args(more);
        process::measured(command, &self.folder.join("import.log"))
    }

    /// Schema, catalogue, plans, targets and so many outcomes.
    pub fn set_up(&self, database: &Database<'_>, size: Size) -> Result<()> {
        self.run(database, &["migrate"])?;
        for import in data::catalogue(&self.folder, size)? {
            self.import(database, &import)?;
        }
        self.add_outcomes(database, size, 0)
    }

    /// Outcomes from a number on up to the size.
    pub fn add_outcomes(&self, database: &Database<'_>, size: Size, from: u64) -> Result<()> {
        const A_FILE: u64 = 1_000_000;
        let mut at = from;
        while at < size.outcomes {
            let end = size.outcomes.min(at + A_FILE);
            let import = data::outcomes(&self.folder, "outcomes.csv", size, at, end)?;
            self.import(database, &import)?;
            at = end;
        }
        Ok(())
    }

    /// Starts it, with a key of its own.
    pub fn serve(&self, database: &Database<'_>) -> Result<Service> {
        let key = self.run(database, &["keys", "create", "--name", "bench", "--scope", "admin"])?;
        let key = format!("Authorization: Bearer {}\r\n", key.trim());
        let mut command = self.command(SERVING, database);
        command.args(["serve", "--port", "0"]);
        let serving = Serving::start(command, &self.folder.join("service.log"))?;
        let postgres = database.server.as_ref().map(|(server, _)| server.pid);
        Ok(Service { serving, postgres, key })
    }
}

impl Service {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.serving.address
    }

    /// The CPU seconds that it and its database have used.
    pub fn cpu(&self) -> Result<f64> {
        let own = process::cpu_of(self.serving.pid())?;
        Ok(own + self.postgres.map_or(Ok(0.0), process::cpu_of)?)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.serving.pid()
    }

    /// Its memory in MiB now.
    pub fn memory_mib(&self) -> Result<f64> {
        process::memory_mib(self.serving.pid(), "VmRSS")
    }

    /// One request.
    pub fn get(&self, path: &str) -> Result<(u16, String, Vec<u8>)> {
        load::once(self.address(), &load::get(path, ""))
    }

    /// Ends it.
    pub fn stop(self) -> Result<()> {
        self.serving.stop()
    }
}
