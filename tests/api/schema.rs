//! The schema goes down and up with data in it and is then the same; a schema that a newer program has expanded is
//! still served by this one; a database that is another's, or that only reads, is not begun with.

use futures_util::future::{join_all, try_join_all};
use plantrack::store::Store;
use serde_json::json;
use sqlx::{Connection, PgConnection, Row, SqliteConnection};

use crate::{
    cases,
    harness::{App, Case},
    program::{command, plantrack},
    talk::{get, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        down_and_up_again_with_data_in_it,
        a_schema_that_was_changed_past_the_program_is_found,
        a_row_that_does_not_read_is_a_finding_beside_others,
        the_release_before_runs_on_the_expanded_schema,
        a_database_of_another_program_is_left_as_it_is,
        what_cannot_be_written_is_refused_at_the_start,
        several_at_once_bring_the_schema_up_to_date,
        the_servers_own_isolation_does_not_matter,
    ]
}

/// The whole schema as text, in an order of its own.
async fn dump(app: &App) -> String {
    let mut lines: Vec<String> = if app.database_url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&app.database_url).await.unwrap();
        let all = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema";
        let rows = sqlx::query(all).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    } else {
        let mut connection = PgConnection::connect(&app.database_url).await.unwrap();
        let all = "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default,
                   identity_generation) FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, pg_get_triggerdef(oid))
                FROM pg_trigger WHERE NOT tgisinternal";
        let rows = sqlx::query(all).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    lines.sort();
    lines.join("\n")
}

async fn down_and_up_again_with_data_in_it(app: App) {
    set_up_plan(&app).await;
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    let whole = dump(&app).await;
    assert!(whole.contains("change_log") && whole.contains("outcome_head"), "{whole}");
    let listed = plantrack(&app.database_url, &["migrate", "status"]).is(0).said;
    let all = listed.lines().filter(|line| line.starts_with("applied")).count();
    assert!(all >= 5, "{listed}");
    plantrack(&app.database_url, &["migrate", "down"]).is(2);
    let store = app.open_store().await;
    for steps in 1..=all {
        // Once by the program, with a service on what is left, and to each depth between by what the program does.
        let is_by_the_program = steps == 1 || steps == all;
        if is_by_the_program {
            let down = ["migrate", "down", "--steps", &steps.to_string(), "--lose-data"];
            let said = plantrack(&app.database_url, &down).is(0).said;
            assert!(said.contains(&format!("{steps} migration")) && said.contains("taken back"), "{said}");
        } else {
            assert_eq!(store.migrate_down(u32::try_from(steps).unwrap()).await.unwrap(), steps);
        }
        assert_ne!(dump(&app).await, whole);
        assert_eq!(store.schema_faults().await.unwrap(), Vec::<String>::new(), "after {steps} down");
        if is_by_the_program {
            plantrack(&app.database_url, &["migrate", "up"]).is(0);
        } else {
            assert_eq!(store.migrate_up().await.unwrap(), steps);
        }
        assert_eq!(dump(&app).await, whole, "after {steps} down and up");
        if is_by_the_program {
            let again = app.second().await;
            get(&again, "/health/ready").await.is(200);
            get(&again, "/api/v1/plans").await.is(200);
        }
    }
}

async fn a_schema_that_was_changed_past_the_program_is_found(app: App) {
    set_up_plan(&app).await;
    let is_embedded = app.database_url.starts_with("sqlite");
    let trigger = if is_embedded {
        "CREATE TRIGGER rounds AFTER INSERT ON outcome BEGIN SELECT 1; END"
    } else {
        "CREATE TRIGGER rounds BEFORE UPDATE ON outcome FOR EACH ROW \
         EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    };
    plantrack(&app.database_url, &["check"]).is(0);
    app.execute("CREATE TABLE of_somebody_else (x INTEGER)").await.unwrap();
    plantrack(&app.database_url, &["check"]).is(0);
    let mut found = Vec::new();
    for (change, fault) in [
        (trigger, "the table outcome has the trigger or rule rounds, which is none of plantrack's"),
        (
            "DROP INDEX ix_idempotency_key_recorded_at",
            "the index of the table idempotency_key over recorded_at is missing",
        ),
        (
            "ALTER TABLE idempotency_key DROP COLUMN fingerprint",
            "the column fingerprint of the table idempotency_key is missing",
        ),
        ("DROP TABLE deviation_note", "the table deviation_note is missing"),
    ] {
        app.execute(change).await.unwrap();
        found.push(fault);
        let said = plantrack(&app.database_url, &["check"]).is(1).said;
        for fault in &found {
            assert!(said.contains(fault), "{fault}: {said}");
        }
    }
    let faults = app.open_store().await.schema_faults().await.unwrap();
    assert_eq!(faults.len(), found.len(), "{faults:?}");
    if is_embedded {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("copy.db");
        let said = plantrack(&app.database_url, &["backup", file.to_str().unwrap()]).is(1).said;
        assert!(said.contains("the table deviation_note is missing"), "{said}");
        assert!(!file.exists());
    }
}

async fn a_row_that_does_not_read_is_a_finding_beside_others(app: App) {
    // The types of PostgreSQL do not let such a row in.
    if !app.database_url.starts_with("sqlite") {
        return;
    }
    set_up_plan(&app).await;
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    app.execute("UPDATE outcome SET reported_on = 'yesterday'").await.unwrap();
    app.execute("UPDATE change_head SET recorded_at = 1").await.unwrap();
    let said = plantrack(&app.database_url, &["check"]).is(1).said;
    for finding in ["what the entries 1 to", "a row does not read", "table change_head"] {
        assert!(said.contains(finding), "{finding}: {said}");
    }
    app.execute("UPDATE change_log SET recorded_at = 'yesterday' WHERE number = 2").await.unwrap();
    let said = plantrack(&app.database_url, &["check", "--chain"]).is(1).said;
    assert!(said.contains("the entries 1 to") && said.contains("a row does not read"), "{said}");
}

async fn the_release_before_runs_on_the_expanded_schema(app: App) {
    set_up_plan(&app).await;
    app.execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 0)")
        .await
        .unwrap();
    let before = app.second().await;
    get(&before, "/health/ready").await.is(200);
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6"});
    post(&before, "/api/v1/outcomes", &outcome).await.is(201);
    plantrack(&app.database_url, &["migrate", "up"]).is(0);
    let refused = plantrack(&app.database_url, &["migrate", "down", "--lose-data"]).is(3).said;
    assert!(refused.contains("only a newer plantrack knows"), "{refused}");
    let listed = plantrack(&app.database_url, &["migrate", "status"]).is(0).said;
    assert!(listed.contains("applied\tm9999_from_the_future"), "{listed}");
}

async fn a_database_of_another_program_is_left_as_it_is(app: App) {
    set_up_plan(&app).await;
    // Tables that no migration is known of: none is applied, since not all can be.
    app.execute("DELETE FROM seaql_migrations").await.unwrap();
    let before = dump(&app).await;
    let refused = plantrack(&app.database_url, &["migrate", "up"]).is(3).said;
    assert!(refused.contains("left as it was") && refused.contains("already exists"), "{refused}");
    assert_eq!(app.count("SELECT COUNT(*) FROM seaql_migrations").await, 0);
    assert_eq!(dump(&app).await, before);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.db");
    let mut options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    options = options.journal_mode(sqlx::sqlite::SqliteJournalMode::Delete);
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("CREATE TABLE plan (x INTEGER)").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    let before = std::fs::read(&file).unwrap();
    let url = format!("sqlite://{}", file.display());
    for words in [&["migrate", "up"][..], &["serve", "--port", "0"], &["check"]] {
        let refused = plantrack(&url, words).is(3).said;
        assert!(refused.contains("another program") && refused.contains("a table plan"), "{refused}");
    }
    assert!(std::fs::read(&file).unwrap() == before, "it was changed");
}

async fn what_cannot_be_written_is_refused_at_the_start(app: App) {
    set_up_plan(&app).await;
    let mut serve = command(&app.database_url);
    serve.args(["serve", "--port", "0"]).env("PLANTRACK__FILES__SPOOL_FOLDER", "/proc");
    let ended = serve.output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(said.contains("no file can be made in the folder /proc"), "{said}");
    if app.database_url.starts_with("sqlite") {
        let reading = format!("{}?mode=ro", app.database_url);
        let refused = plantrack(&reading, &["serve", "--port", "0"]).is(3).said;
        assert!(refused.contains("cannot be written"), "{refused}");
    }
}

/// As replicas do that migrate at their start: one of them does it, and the others find it done.
async fn several_at_once_bring_the_schema_up_to_date(app: App) {
    let before = dump(&app).await;
    let stores = join_all((0..4).map(|_| app.open_store())).await;
    let all = stores[0].migrations().await.unwrap().len();
    for _ in 0..3 {
        stores[0].migrate_down(u32::try_from(all).unwrap()).await.unwrap();
        app.execute("DROP TABLE seaql_migrations").await.unwrap();
        let applied = try_join_all(stores.iter().map(Store::migrate_up)).await.unwrap();
        assert_eq!(applied.iter().sum::<usize>(), all, "{applied:?}");
        assert_eq!(dump(&app).await, before);
    }
}

/// A writer that waited for that of another replica goes on from what it finds then.
async fn the_servers_own_isolation_does_not_matter(app: App) {
    if app.database_url.starts_with("sqlite") {
        return;
    }
    set_up_plan(&app).await;
    let strict = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation TO \
                  ''repeatable read''', current_database()); END $$";
    app.execute(strict).await.unwrap();
    let replicas = [app.second().await, app.second().await];
    for round in 0..10 {
        let reports = (0..8).map(|number| {
            let source = format!("{round} {number}");
            let replica = &replicas[number % 2];
            async move {
                let outcome =
                    json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6", "source": source});
                post(replica, "/api/v1/outcomes", &outcome).await.is(201);
            }
        });
        join_all(reports).await;
    }
}
