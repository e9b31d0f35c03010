//! What was known for an earlier day, asked over HTTP: what was reported only after the day does not speak on it, and what it
//! displaced does, whoever asks.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{get, import, post, put},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_comparison_stands_where_the_scorecard_does,
        what_was_approved_speaks_on_an_earlier_day,
        a_matrix_shows_no_later_outcomes,
        what_is_dated_tomorrow_moves_nothing_today,
    ]
}

/// Before the firm figure came.
const EARLIER: &str = "2022-12-01";

async fn set_up(app: &App, more: &Value) {
    let indicators = "code,name_en,unit,measure,direction\nstock,Stock,t,level,higher\n";
    import(app, "indicators", indicators).await.is(200);
    import(app, "areas", "code,name_en,parent\nroot,Root,\npart,Part,root\n").await.is(200);
    for (code, period) in [("p", "2022"), ("q", "2023")] {
        let mut plan = json!({"code": code, "title_en": code, "period": period});
        plan.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        post(app, "/api/v1/plans", &plan).await.is(201);
        let target = json!({"indicator": "stock", "target": "at least 100"});
        post(app, &format!("/api/v1/plans/{code}/targets"), &target).await.is(201);
    }
}

/// A forecast of the year, and the firm figure that displaces it; their numbers.
async fn reported(app: &App, area: Option<&str>) -> Vec<Value> {
    let mut ids = Vec::new();
    for (period, outcome, basis, on) in [
        ("2022-H1", "110", "final", "2022-07-10"),
        ("2022", "90", "forecast", "2022-11-10"),
        ("2022-H1", "111", "final", "2023-01-10"),
        ("2022", "120", "final", "2023-01-10"),
    ] {
        let outcome = json!({"indicator": "stock", "area": area, "period": period, "outcome": outcome,
            "source": "office", "basis": basis, "reported_on": on});
        ids.push(post(app, "/api/v1/outcomes", &outcome).await.is(201).json["items"][0]["id"].clone());
    }
    ids
}

/// The status and the outcome of the stock on a day, as a scorecard has them.
async fn card(app: &App, on: &str) -> (Value, Value) {
    let card = get(app, &format!("/api/v1/plans/p/completion/stock?on={on}")).await.is(200).json;
    (card["status"].clone(), card["outcome"]["text"].clone())
}

async fn a_comparison_stands_where_the_scorecard_does(app: App) {
    set_up(&app, &json!({})).await;
    reported(&app, None).await;
    for (on, expected) in [
        ("2022-09-01", ("on_track", "111")),
        (EARLIER, ("not_achieved", "90")),
        ("2023-01-12", ("achieved", "120")),
    ] {
        let expected = (json!(expected.0), json!(expected.1));
        let compared = get(&app, &format!("/api/v1/plans/p/compare/q?on={on}")).await.is(200).json;
        let before = &compared["items"][0]["before"];
        assert_eq!((before["status"].clone(), before["outcome"].clone()), card(&app, on).await, "{on}");
        let way = get(&app, &format!("/api/v1/plans/p/series/stock?on={on}")).await.is(200).json;
        assert_eq!(way["status"], before["status"], "{on}");
        assert_eq!(card(&app, on).await.1, expected.1, "{on}");
        if on != "2022-09-01" {
            assert_eq!(card(&app, on).await, expected, "{on}");
        }
    }
}

async fn what_was_approved_speaks_on_an_earlier_day(app: App) {
    set_up(&app, &json!({"asks_for_approval": true})).await;
    let ids = reported(&app, None).await;
    app.execute("UPDATE change_log SET actor = 'a colleague'").await.unwrap();
    let target = "/api/v1/plans/p/targets/stock".to_owned();
    let outcomes = ids.iter().map(|id| format!("/api/v1/outcomes/{id}"));
    for of in [target].into_iter().chain(outcomes) {
        for state in ["submitted", "approved"] {
            put(&app, &format!("{of}/approval"), &json!({"state": state, "reason": "checked"})).await.is(200);
        }
    }
    assert_eq!(card(&app, EARLIER).await, (json!("not_achieved"), json!("90")));
    assert_eq!(card(&app, "2023-01-12").await, (json!("achieved"), json!("120")));
    let compared = get(&app, &format!("/api/v1/plans/p/compare/q?on={EARLIER}")).await.is(200).json;
    assert_eq!(compared["items"][0]["before"]["outcome"], "90", "{compared}");
    // What is not approved any more speaks on no day.
    let returned = json!({"state": "returned", "reason": "wrong"});
    put(&app, &format!("/api/v1/outcomes/{}/approval", ids[1]), &returned).await.is(200);
    assert_eq!(card(&app, EARLIER).await.1, "111");
}

async fn a_matrix_shows_no_later_outcomes(app: App) {
    set_up(&app, &json!({})).await;
    reported(&app, Some("part")).await;
    for (on, shown) in [("2022-06-30", json!("111")), (EARLIER, json!("90")), ("2023-01-12", json!("120"))] {
        let matrix = get(&app, &format!("/api/v1/plans/p/matrix?by=area&on={on}")).await.is(200).json;
        assert_eq!(matrix["rows"][0]["cells"][0]["outcome"], shown, "{on}: {matrix}");
    }
    let matrix = get(&app, "/api/v1/plans/p/matrix?by=area&on=2022-06-29").await.is(200).json;
    assert_eq!(matrix["rows"], json!([]), "nothing was reported by then");
}

async fn what_is_dated_tomorrow_moves_nothing_today(app: App) {
    set_up(&app, &json!({})).await;
    let report = async |app: &App, outcome: &str, on: &str| {
        let outcome = json!({"indicator": "stock", "period": "2023", "outcome": outcome, "source": "office",
            "reported_on": on});
        post(app, "/api/v1/outcomes", &outcome).await.is(201);
    };
    report(&app, "120", "2023-01-12").await;
    let before = app.clock.now();
    app.clock.advance(TimeDelta::hours(1));
    let app = app.second().await;
    report(&app, "125", "2023-01-14").await;
    let from = (before + TimeDelta::minutes(1)).format("%Y-%m-%dT%H:%M:%SZ");
    let moves = get(&app, &format!("/api/v1/plans/q/changes?from={from}")).await.is(200).json;
    assert_eq!(moves["moved"], json!([]), "{moves}");
    let card = get(&app, "/api/v1/plans/q/completion/stock").await.is(200).json;
    assert_eq!(card["outcome"]["text"], "120");
}
