//! The schema goes down and up with data in it and is then the same; a schema that a newer program has expanded is
//! still served by this one.

use serde_json::json;
use sqlx::{Connection, PgConnection, Row, SqliteConnection};

use crate::{
    cases,
    harness::{App, Case},
    program::plantrack,
    talk::{get, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![down_and_up_again_with_data_in_it, the_release_before_runs_on_the_expanded_schema]
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
    for steps in 1..=all {
        let steps = steps.to_string();
        let down = ["migrate", "down", "--steps", &steps, "--lose-data"];
        let said = plantrack(&app.database_url, &down).is(0).said;
        assert!(said.contains(&format!("{steps} migrations taken back")), "{said}");
        assert_ne!(dump(&app).await, whole);
        plantrack(&app.database_url, &["migrate", "up"]).is(0);
        assert_eq!(dump(&app).await, whole, "after {steps} down and up");
        let again = app.second().await;
        get(&again, "/health/ready").await.is(200);
        get(&again, "/api/v1/plans").await.is(200);
    }
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
