//! What English plans print in their tables, as it is set and reported over HTTP: a half by the last year, a start and a goal with
//! their years, names of other indicators.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{get, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_half_by_the_last_year_is_that_of_the_targets_own_figure,
        start_and_goal_are_told_by_their_years,
        names_of_other_indicators_are_refused,
    ]
}

async fn set_up(app: &App, code: &str, name: &str, (unit, measure, direction): (&str, &str, &str)) {
    let entry =
        json!({"code": code, "name_en": name, "unit": unit, "measure": measure, "direction": direction});
    post(app, "/api/v1/indicators", &entry).await.is(201);
}

async fn plan(app: &App) {
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2021..2025"});
    post(app, "/api/v1/plans", &plan).await.is(201);
}

/// Sets a target, and answers with the codes of its faults.
async fn set(app: &App, target: &Value) -> Vec<String> {
    let answer = post(app, "/api/v1/plans/p/targets", target).await;
    if answer.status == 201 {
        return Vec::new();
    }
    answer.problem(422, "data-refused").errors().into_iter().map(|(code, _)| code).collect()
}

async fn report(app: &App, code: &str, period: &str, words: &str) -> Vec<String> {
    let body = json!({"indicator": code, "period": period, "outcome": words, "source": "office"});
    let answer = post(app, "/api/v1/outcomes", &body).await;
    if answer.status == 201 {
        return Vec::new();
    }
    answer.problem(422, "data-refused").errors().into_iter().map(|(code, _)| code).collect()
}

async fn a_half_by_the_last_year_is_that_of_the_targets_own_figure(app: App) {
    plan(&app).await;
    for (code, words) in [
        ("a", "halve by 2025"),
        ("b", "reduce by 50% by 2025"),
        ("c", "Halve"),
        ("d", "halve by the end of 2025"),
    ] {
        set_up(&app, code, "Deaths", ("deaths", "flow", "lower")).await;
        let target = |period: &str, base: Option<&str>| {
            let mut target = json!({"indicator": code, "target": words, "period": period});
            if let Some(base) = base {
                target["baseline"] = json!("100");
                target["baseline_period"] = json!(base);
            }
            target
        };
        // Without a figure of its own, and in a year on the way, nobody knows of which year the half is.
        assert_eq!(set(&app, &target("2025", None)).await, ["ambiguous"], "{words}");
        assert_eq!(set(&app, &target("2024", Some("2019"))).await, ["ambiguous"], "{words}");
        assert_eq!(set(&app, &target("2025", Some("2019"))).await, [""; 0], "{words}");
        let read = get(&app, &format!("/api/v1/plans/p/targets/{code}?period=2025")).await.is(200).json;
        assert_eq!(
            (&read["criterion"]["from"], &read["criterion"]["by"]),
            (&json!("2019"), &json!("-50")),
            "{read}"
        );
        assert_eq!(report(&app, code, "2024", "40").await, [""; 0]);
        for (said, status) in [("51", "not_achieved"), ("49", "achieved")] {
            assert_eq!(report(&app, code, "2025", said).await, [""; 0]);
            let address = format!("/api/v1/plans/p/completion/{code}?period=2025&on=2026-06-01");
            let judged = get(&app, &address).await.is(200).json;
            assert_eq!(judged["status"], status, "{judged}");
        }
    }
}

async fn start_and_goal_are_told_by_their_years(app: App) {
    plan(&app).await;
    set_up(&app, "share", "Share of land restored", ("%", "level", "higher")).await;
    set_up(&app, "visits", "Visits", ("million", "flow", "higher")).await;
    let target = |code: &str, words: &str, period: Option<&str>| {
        let mut target = json!({"indicator": code, "target": words});
        if let Some(period) = period {
            target["period"] = json!(period);
        }
        target
    };
    for (words, period, faults) in [
        ("from 58% in 2020 to 70% by 2030", "2025", vec!["other_period"]),
        ("from 58% (2020) to 70% (2030)", "2025", vec!["other_period"]),
        ("70% by 2030, up from 58% in 2020", "2025", vec!["other_period"]),
        ("70% by 2025, up from 58% in 2020", "2024", vec!["other_period"]),
        ("from 58% (2020) to 70% (2025)", "2023", vec!["other_period"]),
        ("from 70% in 2020 to 58% by 2025", "2025", vec!["from_to"]),
    ] {
        assert_eq!(set(&app, &target("share", words, Some(period))).await, faults, "{words}");
    }
    let told = [
        "from 58% in 2020 to 70% by 2025",
        "From 58% in 2020 to 70% in 2025",
        "from 58% (2020) to 70% (2025)",
        "70% by 2025, up from 58% in 2020",
        "70% (2020: 58%)",
        "70%, against a baseline of 58% in 2020",
    ];
    for (at, words) in told.iter().enumerate() {
        let code = format!("s{at}");
        set_up(&app, &code, "Share", ("%", "level", "higher")).await;
        assert_eq!(set(&app, &target(&code, words, None)).await, [""; 0], "{words}");
        let read = get(&app, &format!("/api/v1/plans/p/targets/{code}")).await.is(200).json;
        assert_eq!(read["criterion"]["value"], "70", "{read}");
        assert_eq!((&read["baseline"], &read["baseline_period"]), (&json!("58"), &json!("2020")), "{read}");
    }
    let visits = "from 8 million in 2020 to 30 million by 2025";
    assert_eq!(set(&app, &target("visits", visits, None)).await, ["period_missing"]);
    assert_eq!(set(&app, &target("visits", visits, Some("2021..2025"))).await, ["period_missing"]);
    assert_eq!(set(&app, &target("visits", visits, Some("2025"))).await, [""; 0]);
}

async fn names_of_other_indicators_are_refused(app: App) {
    plan(&app).await;
    set_up(&app, "exports", "Export growth", ("%", "rate", "higher")).await;
    set_up(&app, "young", "Youth unemployment rate", ("%", "level", "lower")).await;
    for (code, words) in [
        ("exports", "GDP growth of 5%"),
        ("exports", "5% GDP growth"),
        ("young", "unemployment rate of 4%"),
        ("young", "poverty rate: 4%"),
    ] {
        assert_eq!(report(&app, code, "2024", words).await, ["other_indicator"], "{words}");
        let target = json!({"indicator": code, "target": words, "period": "2024"});
        assert_eq!(set(&app, &target).await, ["other_indicator"], "{words}");
    }
    assert_eq!(report(&app, "exports", "2024", "growth of 5%").await, [""; 0]);
    let compared = json!({"indicator": "exports", "target": "above GDP growth", "period": "2024"});
    assert_eq!(set(&app, &compared).await, [""; 0]);
}
