//! Runs each test body once for each database, against a service of its own. It does not know what the bodies
//! test.

mod app;
mod clock;
mod database;
mod postgres;
mod service;

use std::{env, future::Future, pin::Pin, process::ExitCode, time::Duration};

use libtest_mimic::{Arguments, Completion, Failed, Trial};

pub(crate) use app::{ADMIN_KEY, App};

use database::Database;

/// Set to `1`, tests that need PostgreSQL fail where there is none, instead of being ignored.
const REQUIRE_POSTGRES: &str = "PLANTRACK_REQUIRE_POSTGRES";

/// The longest that one body may run on one database, in minutes, where long forms are asked for.
const MINUTES: &str = "PLANTRACK_TEST_MINUTES";

/// How much a body with a long form does: a variable says it, else it is the short form.
pub(crate) fn amount(variable: &str, short: u64) -> u64 {
    env::var(variable).ok().map_or(short, |text| text.parse().unwrap())
}

/// One of PostgreSQL's programs, for a test that runs on PostgreSQL: that of the server, else the one on `PATH`.
pub(crate) fn postgres_program(name: &str) -> std::path::PathBuf {
    let beside = postgres::binaries().unwrap().join(name);
    if beside.exists() { beside } else { name.into() }
}

/// A body with its name.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) body: fn(App) -> Pin<Box<dyn Future<Output = ()>>>,
}

/// Makes the list of a file's cases from the names of its bodies, each an `async fn(App)`.
#[macro_export]
macro_rules! cases {
    ($($body:ident),+ $(,)?) => {
        vec![$($crate::harness::Case {
            name: concat!(module_path!(), "::", stringify!($body)),
            body: |app| Box::pin($body(app)),
        }),+]
    };
}

/// The two kinds of database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Runs the cases on both databases, as the arguments of the command line say.
pub(crate) fn run(cases: Vec<Case>) -> ExitCode {
    let mut trials: Vec<Trial> = cases
        .into_iter()
        .flat_map(|case| [trial(case, Backend::Sqlite), trial(case, Backend::Postgres)])
        .collect();
    trials.push(Trial::ignorable_test("harness::postgres_ends_with_its_test_run", || {
        let_postgres(|| postgres::ends_with_its_test_run().map_err(Failed::from))
    }));
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    postgres::stop();
    conclusion.exit_code()
}

fn trial(case: Case, backend: Backend) -> Trial {
    let short = case.name.split_once("::").map_or(case.name, |(_, name)| name);
    match backend {
        Backend::Sqlite => Trial::test(format!("sqlite::{short}"), move || play(case, backend)),
        Backend::Postgres => {
            Trial::ignorable_test(format!("postgres::{short}"), move || let_postgres(|| play(case, backend)))
        }
    }
}

/// Runs a test that needs PostgreSQL where there is one, else ignores it and says how to enable it.
fn let_postgres(test: impl FnOnce() -> Result<(), Failed>) -> Result<Completion, Failed> {
    match postgres::binaries() {
        Ok(_) => test().map(|()| Completion::Completed),
        Err(how) if env::var_os(REQUIRE_POSTGRES).is_some_and(|value| value == "1") => {
            Err(Failed::from(format!("{how} ({REQUIRE_POSTGRES}=1 makes this a failure)")))
        }
        Err(how) => Ok(Completion::ignored_with(how)),
    }
}

/// Runs one body on one database. The service and the database are taken away however it ends.
fn play(case: Case, backend: Backend) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let database = Database::create(backend).await?;
        let made = database.made();
        let minutes = amount(MINUTES, 2);
        let app = App::start(database).await;
        let body = tokio::task::LocalSet::new();
        let ended = body.run_until(async {
            tokio::time::timeout(Duration::from_mins(minutes), tokio::task::spawn_local((case.body)(app)))
                .await
        });
        let ended = ended.await;
        drop(body);
        made.remove_all().await;
        match ended {
            Ok(Ok(())) => Ok(()),
            Ok(Err(stopped)) => Err(Failed::from(reason(stopped))),
            Err(_) => Err(Failed::from(format!("it ran longer than {minutes} min"))),
        }
    })
}

fn reason(stopped: tokio::task::JoinError) -> String {
    let Ok(panic) = stopped.try_into_panic() else { return "it was cancelled".to_owned() };
    match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
        (Some(text), _) => text.clone(),
        (_, Some(text)) => (*text).to_owned(),
        (None, None) => "it panicked".to_owned(),
    }
}
