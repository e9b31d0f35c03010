//! What every other test relies on: each has a service and a database of its own, and a clock that it sets.

use chrono::TimeDelta;

use crate::{
    cases,
    harness::{App, Case},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![answers, has_a_database_of_its_own, a_second_service_shares_the_database, the_clock_is_the_tests]
}

async fn answers(app: App) {
    let answer = app.client.get(app.url("/health/live")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

async fn has_a_database_of_its_own(app: App) {
    let other = app.on_a_new_database().await;
    assert_ne!(app.database_url, other.database_url);
    assert_ne!(app.base_url, other.base_url);
    app.execute("CREATE TABLE only_here (id BIGINT)").await.unwrap();
    app.execute("INSERT INTO only_here VALUES (1)").await.unwrap();
    assert!(other.execute("INSERT INTO only_here VALUES (1)").await.is_err());
}

async fn a_second_service_shares_the_database(app: App) {
    let second = app.second().await;
    assert_ne!(app.base_url, second.base_url);
    app.execute("CREATE TABLE shared (id BIGINT)").await.unwrap();
    drop(app);
    second.execute("INSERT INTO shared VALUES (1)").await.unwrap();
    let answer = second.client.get(second.url("/health/live")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

async fn the_clock_is_the_tests(app: App) {
    let start = app.clock.now();
    app.clock.advance(TimeDelta::days(2));
    assert_eq!(app.clock.now() - start, TimeDelta::days(2));
}
