//! A database for one test, and its removal. It does not know what is in it.

use std::{cell::RefCell, rc::Rc};

use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use tempfile::TempDir;

use super::{Backend, postgres};

/// An empty database. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) url: String,
    backend: Backend,
    made: Made,
}

/// Everything that was made for one test and is to be removed after it.
#[derive(Clone, Default)]
pub(crate) struct Made(Rc<RefCell<Vec<Thing>>>);

enum Thing {
    Folder(TempDir),
    PostgresDatabase(String),
}

impl Database {
    /// Makes a first database for a test.
    pub(crate) async fn create(backend: Backend) -> Result<Self, String> {
        Self::create_in(backend, Made::default()).await
    }

    /// Makes another one of the same kind, removed together with the first.
    pub(crate) async fn another(&self) -> Self {
        Self::create_in(self.backend, self.made.clone()).await.unwrap()
    }

    async fn create_in(backend: Backend, made: Made) -> Result<Self, String> {
        let (url, thing) = match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
                let url = format!("sqlite://{}", folder.path().join("plantrack.db").display());
                (url, Thing::Folder(folder))
            }
            Backend::Postgres => {
                let name = postgres::create_database().await?;
                (postgres::url(&name)?, Thing::PostgresDatabase(name))
            }
        };
        made.0.borrow_mut().push(thing);
        Ok(Self { url, backend, made })
    }

    pub(crate) fn made(&self) -> Made {
        self.made.clone()
    }

    /// Runs one statement past the service: for what a test must see or break from outside.
    pub(crate) async fn execute(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self.backend {
            Backend::Sqlite => {
                let mut connection = SqliteConnection::connect(&format!("{}?mode=rwc", self.url)).await?;
                connection.execute(sql).await?;
                connection.close().await
            }
            Backend::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await?;
                connection.execute(sql).await?;
                connection.close().await
            }
        }
    }

    /// The number that one statement gives, asked past the service.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        match self.backend {
            Backend::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
            }
            Backend::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
            }
        }
    }
}

impl Made {
    /// Removes it all. PostgreSQL databases take 7 MB each, so they cannot wait for the end of the run.
    pub(crate) async fn remove_all(&self) {
        let things: Vec<Thing> = self.0.borrow_mut().drain(..).collect();
        for thing in things {
            match thing {
                Thing::Folder(folder) => drop(folder),
                Thing::PostgresDatabase(name) => postgres::drop_database(&name).await,
            }
        }
    }
}
