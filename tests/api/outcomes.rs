//! Outcomes over HTTP: reported once or often, listed, with their vintages.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{gdp_growth, get, import, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        an_older_report_sent_again_is_no_news,
        judged_for_an_earlier_day_the_word_of_that_day_speaks,
        a_blank_takes_back_its_own_word_alone,
        a_growth_leaves_the_amount_of_its_source,
        a_projection_has_the_range_of_earlier_years,
        is_reported_and_read_back,
        a_report_sent_again_adds_nothing,
        a_later_report_is_another_vintage,
        a_file_that_corrects_itself_is_told_once,
        a_long_file_that_corrects_itself_is_told_once,
        all_or_nothing,
        is_listed_by_series_and_period,
        words_of_other_years_are_refused,
        words_alone_are_refused_with_the_other_rows,
        words_of_another_indicator_are_refused,
        words_behind_a_figure_say_whose_and_how_firm_it_is,
    ]
}

const OUTCOMES: &str = "/api/v1/outcomes";
const ALL: &str = "/api/v1/exports/outcomes?format=csv&all_vintages=true";

fn outcome(text: &str, basis: &str, day: &str) -> Value {
    json!({
        "indicator": "gdp-growth", "period": "2022", "outcome": text, "basis": basis, "source": "统计局",
        "reported_on": day
    })
}

async fn is_reported_and_read_back(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let said = post(&app, OUTCOMES, &outcome("2.6", "forecast", "2023-01-13")).await.is(201);
    let id = said.json["items"][0]["id"].as_i64().unwrap();
    assert_eq!(said.json, json!({"items": [{"id": id, "known": false}], "new": 1}));
    assert_eq!(said.header("location"), format!("{OUTCOMES}/{id}"));
    let read = get(&app, said.header("location")).await.is(200).json;
    assert_eq!(read["value"], json!({"kind": "number", "value": "2.6"}));
    assert_eq!((&read["basis"], &read["reported_on"]), (&json!("forecast"), &json!("2023-01-13")));
    assert_eq!((&read["earlier"], &read["later"]), (&json!([]), &json!([])));
    get(&app, "/api/v1/outcomes/999999").await.problem(404, "not-found");
    for id in ["0", "-1", "+1", "a", "1.0", "99999999999999999999", "%FF"] {
        get(&app, &format!("{OUTCOMES}/{id}")).await.problem(400, "bad-path");
    }
}

async fn a_report_sent_again_adds_nothing(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let report = outcome("2.6", "forecast", "2023-01-13");
    let first = post(&app, OUTCOMES, &report).await.is(201).json;
    let again = post(&app, OUTCOMES, &report).await.is(200).json;
    assert_eq!(again, json!({"items": [{"id": first["items"][0]["id"], "known": true}], "new": 0}));
    assert_eq!(get(&app, OUTCOMES).await.json["items"].as_array().unwrap().len(), 1);
    let one_is_new = json!([report, outcome("2.7", "final", "2023-01-13")]);
    let said = post(&app, OUTCOMES, &one_is_new).await.is(201);
    assert_eq!(said.header("location"), format!("{OUTCOMES}/{}", said.json["items"][1]["id"]));
}

/// What importing a file did: how many were new, and how many were known.
async fn imported(app: &App, file: &str) -> (i64, i64) {
    let done = import(app, "outcomes", file).await.is(200).json;
    let count = |name: &str| done["done"][name].as_i64().unwrap();
    assert_eq!(done["change"].is_null(), count("created") == 0, "{done}");
    (count("created"), count("unchanged"))
}

async fn a_file_that_corrects_itself_is_told_once(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let row = |outcome: &str| format!("gdp-growth,2022,{outcome},2023-01-13,A\n");
    let file = |rows: &[&str]| {
        let rows: String = rows.iter().map(|outcome| row(outcome)).collect();
        format!("indicator,period,outcome,reported_on,source\n{rows}")
    };
    assert_eq!(imported(&app, &file(&["90", "110"])).await, (2, 0));
    assert_eq!(imported(&app, &file(&["90", "110"])).await, (0, 2));
    // What is said last answers, were it known or not.
    assert_eq!(imported(&app, &file(&["110", "90"])).await, (1, 1));
    let current = get(&app, "/api/v1/exports/outcomes?format=csv").await.is(200).text;
    assert!(current.contains("2022,90,90,%,,final,,A,"), "{current}");
    assert_eq!(imported(&app, &file(&["110", "90"])).await, (0, 2));
    assert_eq!(imported(&app, &file(&["110"])).await, (1, 0));
    assert_eq!(imported(&app, &file(&["90", "100", "110"])).await, (2, 1));
    assert_eq!(imported(&app, &file(&["90", "100", "110"])).await, (0, 3));
    let all = get(&app, ALL).await.is(200).text;
    assert_eq!(all.lines().count(), 7, "{all}");
    assert_eq!(imported(&app, &all).await, (0, 6));
    let other = app.on_a_new_database().await;
    post(&other, "/api/v1/indicators", &gdp_growth()).await.is(201);
    assert_eq!(imported(&other, &all).await, (6, 0));
    assert_eq!(get(&other, ALL).await.is(200).text, all);
    assert_eq!(imported(&other, &all).await, (0, 6));
    // The same without a day: it is not the day that tells them apart.
    let undated = "indicator,period,outcome,source\ngdp-growth,2021,90,A\ngdp-growth,2021,110,A\n";
    assert_eq!(imported(&app, undated).await, (2, 0));
    assert_eq!(imported(&app, undated).await, (0, 2));
}

async fn a_long_file_that_corrects_itself_is_told_once(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let row = |period: &str, outcome: &str| format!("gdp-growth,{period},{outcome},2023-01-13,A\n");
    let mut file = format!("indicator,period,outcome,reported_on,source\n{}", row("2022", "90"));
    let first = chrono::NaiveDate::from_ymd_opt(2005, 1, 1).unwrap();
    for day in first.iter_days().take(5_000) {
        file.push_str(&row(&day.to_string(), "1"));
    }
    file.push_str(&row("2022", "110"));
    assert_eq!(imported(&app, &file).await, (5_002, 0));
    assert_eq!(imported(&app, &file).await, (0, 5_002));
    file.push_str(&row("2022", "90"));
    assert_eq!(imported(&app, &file).await, (1, 5_002), "the last answers");
    assert_eq!(imported(&app, &file).await, (0, 5_003));
}

async fn words_of_other_years_are_refused(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let refused = async |text: &str, period: &str| {
        let report =
            json!({"indicator": "gdp-growth", "period": period, "outcome": text, "source": "统计局"});
        let answer = post(&app, OUTCOMES, &report).await;
        if answer.status == 201 { None } else { answer.problem(422, "data-refused").errors().pop() }
    };
    let fault = |code: &str| Some((code.to_owned(), "/outcome".to_owned()));
    assert_eq!(refused("2.6%（2019年）", "2022").await, fault("other_period"));
    assert_eq!(refused("2.6%（2022年）", "2022").await, None);
    assert_eq!(refused("2.7% (2021: 8.3%)", "2022").await, None, "beside it");
    assert_eq!(refused("2.6% as of March 31, 2022", "2022").await, fault("part_of_year"));
    assert_eq!(refused("2.6% as of March 31, 2022", "2022-Q1").await, None);
    assert_eq!(refused("截至2022年9月30日，2.6%", "2022").await, fault("part_of_year"));
    assert_eq!(refused("截至2022年9月30日，2.6%", "2022-01..2022-09").await, None);
    assert_eq!(refused("2.6% as at 30 June 2022", "2021-07..2022-06").await, None);
    assert_eq!(refused("2.6% as of December 31, 2021", "2021-07..2022-06").await, fault("part_of_year"));
    assert_eq!(refused("2.6% as at 30 June 2021", "2021-07..2022-06").await, fault("other_period"));
    assert_eq!(refused("上半年增长2.6%", "2022-H1").await, None, "its own name");
    assert_eq!(refused("2.6%（1—6月）", "2022-H1").await, None);
    assert_eq!(refused("上半年增长2.6%", "2022").await, fault("part_of_year"));
    assert_eq!(refused("前三季度增长2.6%", "2022-H1").await, fault("part_of_year"));
    assert_eq!(refused("预计全年增长2.6%", "2022-H1").await, fault("other_period"));
    assert_eq!(refused("预计全年增长2.6%", "2022").await, None);
    assert_eq!(refused("今年以来增长2.6%", "2022-H1").await, None);
    assert!(refused("今年以来增长2.6%", "2022-Q2").await.is_some(), "it began before");
    assert_eq!(refused("完成年度目标的62%", "2021..2023").await, fault("other_period"));
    assert_eq!(refused("比上年增长2.6%", "2021..2023").await, fault("other_period"));
    assert_eq!(refused("年均增长5.8%", "2022").await, fault("average_of_one_year"));
    let amount =
        json!({"code": "gdp", "name_zh": "总量", "unit": "亿元", "measure": "level", "direction": "higher"});
    post(&app, "/api/v1/indicators", &amount).await.is(201);
    for text in ["505.6亿元，年均增长6.8%", "505.6亿元，“十四五”期间年均增长6.8%"] {
        let report = json!({"indicator": "gdp", "period": "2025", "outcome": text, "source": text});
        post(&app, OUTCOMES, &report).await.is(201);
    }
    assert_eq!(refused("五年年均增长5.8%", "2021..2023").await, fault("other_period"));
    assert_eq!(refused("年均增长5.8%", "2021..2025").await, None);
}

async fn words_of_another_indicator_are_refused(app: App) {
    let rural = json!({
        "code": "rural-income", "name_zh": "农村居民人均可支配收入", "unit": "%", "measure": "rate", "direction": "higher"
    });
    post(&app, "/api/v1/indicators", &rural).await.is(201);
    let plan = json!({"code": "p", "title_zh": "计划", "issuer": "市", "period": "2022"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    post(&app, "/api/v1/categories", &json!({"code": "all", "name_zh": "全体"})).await.is(201);
    let told = async |path: &str, body: serde_json::Value| {
        let answer = post(&app, path, &body).await;
        if answer.status == 201 { None } else { answer.problem(422, "data-refused").errors().pop() }
    };
    let refused = |field: &str| Some(("other_indicator".to_owned(), field.to_owned()));
    let report =
        |text: &str| json!({"indicator": "rural-income", "period": "2022", "outcome": text, "source": "局"});
    assert_eq!(told(OUTCOMES, report("城镇居民人均可支配收入增长8.2%")).await, refused("/outcome"));
    assert_eq!(told(OUTCOMES, report("农村居民人均可支配收入增长8.2%")).await, None);
    assert_eq!(told(OUTCOMES, report("人均可支配收入增长8.3%")).await, None, "a shorter name");
    let accidents = json!({
        "code": "accidents", "name_zh": "生产安全事故起数", "unit": "起", "measure": "flow", "direction": "lower"
    });
    post(&app, "/api/v1/indicators", &accidents).await.is(201);
    let none =
        |text: &str| json!({"indicator": "accidents", "period": "2022", "outcome": text, "source": "局"});
    assert_eq!(told(OUTCOMES, none("零投诉")).await, refused("/outcome"), "of another event");
    assert_eq!(told(OUTCOMES, none("未发生事故")).await, None);
    let mut part = report("全体居民人均可支配收入增长8.2%");
    part["category"] = json!("all");
    assert_eq!(told(OUTCOMES, part).await, None, "a part has a name of its own");
    let target = |text: &str| json!({"indicator": "rural-income", "target": text});
    let targets = "/api/v1/plans/p/targets";
    assert_eq!(told(targets, target("全体居民人均可支配收入增长8%")).await, refused("/target"));
    assert_eq!(told(targets, target("人均可支配收入增长8%")).await, None);
}

async fn words_behind_a_figure_say_whose_and_how_firm_it_is(app: App) {
    for (code, name) in [("satisfied", "Clients satisfied"), ("women", "Share of women satisfied")] {
        let entry = json!({
            "code": code, "name_en": name, "measure": "level", "direction": "higher", "unit": "%"
        });
        post(&app, "/api/v1/indicators", &entry).await.is(201);
    }
    let report = |code: &str, text: &str| json!({"indicator": code, "period": "2022", "outcome": text, "source": "office", "reported_on": "2023-01-13"});
    let refused =
        post(&app, OUTCOMES, &report("satisfied", "84% of women")).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("part_alone".to_owned(), "/outcome".to_owned())]);
    post(&app, OUTCOMES, &report("women", "84% of women")).await.is(201);
    for (text, given, basis) in [
        ("87% (forecast)", None, "forecast"),
        ("88% (estimate)", None, "preliminary"),
        ("86% (forecast)", Some("final"), "final"),
        ("预计84%", None, "forecast"),
        ("Expected to reach 83%", None, "forecast"),
        ("初步核算82%", None, "preliminary"),
        ("预计81%", Some("preliminary"), "preliminary"),
        ("85%", None, "final"),
    ] {
        let mut report = report("satisfied", text);
        if let Some(basis) = given {
            report["basis"] = json!(basis);
        }
        let said = post(&app, OUTCOMES, &report).await.is(201);
        assert_eq!(get(&app, said.header("location")).await.json["basis"], basis, "{text}");
    }
}

async fn a_later_report_is_another_vintage(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let mut ids = Vec::new();
    for (text, basis, day) in [
        ("2.6", "forecast", "2023-01-11"),
        ("2.7", "preliminary", "2023-01-12"),
        ("2.6", "final", "2023-01-13"),
    ] {
        let said = post(&app, OUTCOMES, &outcome(text, basis, day)).await.is(201).json;
        ids.push(said["items"][0]["id"].clone());
    }
    let middle = get(&app, &format!("{OUTCOMES}/{}", ids[1])).await.is(200).json;
    assert_eq!(middle["earlier"][0]["id"], ids[0]);
    assert_eq!((&middle["later"][0]["id"], &middle["later"][0]["basis"]), (&ids[2], &json!("final")));
    let current = get(&app, &format!("{OUTCOMES}?current=true")).await.is(200).json;
    assert_eq!(
        current["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect::<Vec<_>>(),
        [&ids[2]]
    );
}

async fn all_or_nothing(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    let mut elsewhere = outcome("3", "final", "2023-01-13");
    elsewhere["area"] = json!("none");
    let batch = json!([
        outcome("2.6", "forecast", "2023-01-13"),
        outcome("好", "forecast", "2023-01-13"),
        outcome("2.6", "certain", "2023-02-30"),
        {"indicator": "none", "period": "2022", "outcome": "1"},
    ]);
    let refused = post(&app, OUTCOMES, &batch).await.problem(422, "data-refused");
    let places: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
    assert_eq!(places, ["/1/outcome", "/2/basis", "/2/reported_on", "/3/indicator"]);
    let batch = json!([outcome("2.6", "forecast", "2023-01-13"), elsewhere]);
    let refused = post(&app, OUTCOMES, &batch).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("unknown_area".to_owned(), "/1/area".to_owned())]);
    let mixed = json!([
        {"indicator": "none", "area": "none", "category": "none", "period": "2022", "outcome": "1"},
        {"indicator": "gdp-growth", "area": "none", "caliber": "none", "period": "2022", "outcome": "好"},
        {"indicator": "gdp-growth", "category": "none", "caliber": "none", "period": "2022", "outcome": "1"},
    ]);
    let refused = post(&app, OUTCOMES, &mixed).await.problem(422, "data-refused");
    let mut places: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
    places.sort();
    let all = [
        "/0/area",
        "/0/category",
        "/0/indicator",
        "/1/area",
        "/1/caliber",
        "/1/outcome",
        "/2/caliber",
        "/2/category",
    ];
    assert_eq!(places, all, "all that is wrong is named at once");
    let to_come = post(&app, OUTCOMES, &outcome("2.6", "final", "2023-01-15")).await;
    let to_come = to_come.problem(422, "data-refused");
    assert_eq!(to_come.errors(), [("in_the_future".to_owned(), "/reported_on".to_owned())]);
    assert_eq!(get(&app, OUTCOMES).await.json["items"], json!([]), "nothing was kept");
    let known = json!([outcome("2.6", "final", "2023-01-14"), outcome("2.6", "final", "2023-01-14")]);
    assert_eq!(post(&app, OUTCOMES, &known).await.is(201).json["new"], 1, "tomorrow is today elsewhere");
}

async fn is_listed_by_series_and_period(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    post(&app, "/api/v1/areas", &json!({"code": "wanzhou", "name_en": "Wanzhou"})).await.is(201);
    let mut area = outcome("4", "final", "2023-01-13");
    area["area"] = json!("wanzhou");
    let mut half = outcome("3", "final", "2022-07-13");
    half["period"] = json!("2022-H1");
    let batch = json!([outcome("2.6", "final", "2023-01-13"), area, half]);
    let said = post(&app, OUTCOMES, &batch).await.is(201);
    assert_eq!((&said.json["new"], said.header("location")), (&json!(3), OUTCOMES));
    for (query, expected) in [
        ("", vec!["2.6", "4", "3"]),
        ("?indicator=gdp-growth", vec!["2.6", "3"]),
        ("?indicator=gdp-growth&area=wanzhou", vec!["4"]),
        ("?period=2022-H1", vec!["3"]),
        ("?indicator=gdp-growth&period=2022&current=true", vec!["2.6"]),
        ("?area=wanzhou", vec!["4"]),
        ("?area=wanzhou&period=2022-H1", vec![]),
    ] {
        let page = get(&app, &format!("{OUTCOMES}{query}")).await.is(200).json;
        let texts: Vec<&str> =
            page["items"].as_array().unwrap().iter().map(|item| item["outcome"].as_str().unwrap()).collect();
        assert_eq!(texts, expected, "{query}");
    }
    for (query, field) in [
        ("?category=none", "category"),
        ("?indicator=none", "indicator"),
        ("?indicator=gdp-growth&area=none", "area"),
        ("?area=wanzhou&category=none", "category"),
    ] {
        let refused = get(&app, &format!("{OUTCOMES}{query}")).await.problem(422, "data-refused");
        let fault = (format!("unknown_{field}"), field.to_owned());
        assert_eq!(refused.errors(), [fault], "{query}");
    }
    for (query, code) in
        [("period=22", "bad_period"), ("current=yes", "bad_flag"), ("indicator=a%20b", "bad_code")]
    {
        let refused = get(&app, &format!("{OUTCOMES}?{query}")).await.problem(400, "bad-query");
        assert_eq!(refused.errors()[0].0, code);
    }
}

async fn an_older_report_sent_again_is_no_news(app: App) {
    set_up_plan(&app).await;
    let report = |outcome: &str, day: &str| {
        let report = json!({"indicator": "gdp-growth", "period": "2022", "outcome": outcome, "source": "office",
            "reported_on": day});
        let app = &app;
        async move { post(app, "/api/v1/outcomes", &report).await.json["items"][0].clone() }
    };
    let first = report("5.2", "2023-01-10").await;
    let second = report("5.4", "2023-01-11").await;
    let again = report("5.2", "2023-01-10").await;
    assert_eq!((&again["id"], &again["known"]), (&first["id"], &json!(true)), "{again}");
    let other = report("5.3", "2023-01-10").await;
    assert_eq!(other["known"], false, "another figure of that day is news");
    assert_eq!(report("5.3", "2023-01-10").await["id"], other["id"]);
    let back = report("5.2", "2023-01-12").await;
    assert_eq!(back["known"], false, "said again later, it stands again");
    let file = get(&app, "/api/v1/exports/outcomes?format=csv&all_vintages=true").await.is(200).text;
    let imported = import(&app, "outcomes", &file).await.is(200).json;
    assert_eq!(
        (&imported["done"]["created"], &imported["done"]["unchanged"]),
        (&json!(0), &json!(4)),
        "{imported}"
    );
    let many: Vec<Value> = (0..50)
        .map(|_| {
            json!({"indicator": "gdp-growth", "period": "2022", "outcome": "5.1", "source": "office",
            "reported_on": "2023-01-01"})
        })
        .collect();
    let answer = post(&app, "/api/v1/outcomes", &json!(many)).await.json;
    let ids: std::collections::BTreeSet<i64> =
        answer["items"].as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()).collect();
    assert_eq!(ids.len(), 1, "{answer}");
    assert_ne!(second["id"], first["id"]);
}

async fn report_of_the_year(app: &App, outcome: &str, basis: &str, day: &str) {
    let report = json!({"indicator": "gdp-growth", "period": "2022", "outcome": outcome, "basis": basis,
        "source": "office", "reported_on": day});
    post(app, "/api/v1/outcomes", &report).await.is(201);
}

async fn judged_for_an_earlier_day_the_word_of_that_day_speaks(app: App) {
    set_up_plan(&app).await;
    let report = |outcome, basis, day| report_of_the_year(&app, outcome, basis, day);
    let path = "/api/v1/plans/cq-2022/completion/gdp-growth?on=2022-11-30";
    report("6", "forecast", "2022-11-10").await;
    let then = get(&app, path).await.is(200).json;
    assert_eq!((&then["status"], &then["outcome"]["text"]), (&json!("achieved"), &json!("6")), "{then}");
    report("4", "final", "2023-01-10").await;
    let now = get(&app, path).await.is(200).json;
    assert_eq!((&now["status"], &now["outcome"]["text"]), (&json!("achieved"), &json!("6")), "{now}");
    let later = get(&app, &path.replace("2022-11-30", "2023-01-11")).await.is(200).json;
    assert_eq!((&later["status"], &later["outcome"]["text"]), (&json!("not_achieved"), &json!("4")));
    let card = get(&app, "/api/v1/plans/cq-2022/completion?on=2022-11-30").await.is(200).json;
    assert_eq!(card["indicators"][0]["status"], "achieved");
    assert_eq!(get(&app, path).await.is(200).json, now, "whatever was asked in between");
}

async fn a_blank_takes_back_its_own_word_alone(app: App) {
    set_up_plan(&app).await;
    let report = |outcome, basis, day| report_of_the_year(&app, outcome, basis, day);
    let one = || {
        let app = &app;
        async move {
            let path = "/api/v1/plans/cq-2022/completion/gdp-growth?on=2023-01-14";
            let one = get(app, path).await.is(200).json;
            (one["status"].as_str().unwrap().to_owned(), one["outcome"]["text"].clone())
        }
    };
    report("6", "forecast", "2022-12-20").await;
    assert_eq!(one().await, ("achieved".to_owned(), json!("6")));
    report("—", "final", "2023-01-10").await;
    assert_eq!(one().await, ("achieved".to_owned(), json!("6")), "the forecast was not taken back");
    report("5", "forecast", "2023-01-11").await;
    assert_eq!(one().await, ("not_achieved".to_owned(), json!("5")), "nor is the next one hidden");
    report("—", "forecast", "2023-01-12").await;
    assert_eq!(one().await.0, "awaiting_outcome");
    report("7", "final", "2023-01-12").await;
    assert_eq!(one().await, ("achieved".to_owned(), json!("7")));
}

async fn a_projection_has_the_range_of_earlier_years(app: App) {
    let jobs =
        json!({"code": "jobs", "name_en": "Jobs", "unit": "t", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &jobs).await.is(201);
    let plan = json!({"code": "p", "title_en": "P", "period": "2022"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    post(&app, "/api/v1/plans/p/targets", &json!({"indicator": "jobs", "target": "365"})).await.is(201);
    let file = "indicator,period,outcome,reported_on\n\
        jobs,2019-H1,50,2019-07-05\njobs,2019,100,2020-01-05\njobs,2020-H1,45,2020-07-05\n\
        jobs,2020,100,2021-01-05\njobs,2021-H1,40,2021-07-05\njobs,2021,100,2022-01-05\n";
    import(&app, "outcomes", file).await.is(200);
    let path = "/api/v1/plans/p/completion/jobs?on=2022-07-10";
    assert_eq!(get(&app, path).await.is(200).json["projection"], json!(null), "nothing of the year is known");
    let told =
        json!({"indicator": "jobs", "period": "2022-H1", "outcome": "150", "reported_on": "2022-07-05"});
    post(&app, "/api/v1/outcomes", &told).await.is(201);
    let projection = get(&app, path).await.is(200).json["projection"].clone();
    assert_eq!(projection["years"], 3, "{projection}");
    let end = |name: &str| projection[name].as_str().unwrap()[..3].to_owned();
    assert_eq!((end("low"), end("high")), ("300".to_owned(), "375".to_owned()), "{projection}");
    assert_eq!(projection["verdict"], "open", "{projection}");
    let told =
        json!({"indicator": "jobs", "period": "2018-H1", "outcome": "60", "reported_on": "2018-07-05"});
    post(&app, "/api/v1/outcomes", &told).await.is(201);
    let told = json!({"indicator": "jobs", "period": "2018", "outcome": "100", "reported_on": "2019-01-05"});
    post(&app, "/api/v1/outcomes", &told).await.is(201);
    assert_eq!(
        get(&app, path).await.is(200).json["projection"]["years"],
        4,
        "what is told later takes part, too"
    );
}

async fn a_growth_leaves_the_amount_of_its_source(app: App) {
    set_up_plan(&app).await;
    let indicator = json!({"code": "output", "name_zh": "工业产值", "unit": "亿元", "measure": "flow",
        "direction": "higher", "aggregation": "sum"});
    post(&app, "/api/v1/indicators", &indicator).await.is(201);
    let target = json!({"indicator": "output", "target": "5000亿元以上"});
    post(&app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    let report = async |outcome: &str, on: &str| {
        let body = json!({"indicator": "output", "period": "2022", "outcome": outcome, "source": "office",
            "reported_on": on});
        post(&app, "/api/v1/outcomes", &body).await.is(201);
    };
    let status = async |app: &App| {
        let path = "/api/v1/plans/cq-2022/completion/output?on=2023-03-01";
        let answer = get(app, path).await.is(200).json;
        (answer["status"].clone(), answer["outcome"]["text"].clone())
    };
    report("5200亿元", "2023-01-10").await;
    assert_eq!(status(&app).await, (json!("achieved"), json!("5200亿元")));
    report("增长6.5%", "2023-01-11").await;
    assert_eq!(status(&app).await, (json!("achieved"), json!("5200亿元")), "kept up to date");
    let again = app.second().await;
    assert_eq!(status(&again).await, (json!("achieved"), json!("5200亿元")), "read anew");
    report("4900亿元", "2023-01-12").await;
    assert_eq!(status(&app).await, (json!("not_achieved"), json!("4900亿元")));
}

async fn words_alone_are_refused_with_the_other_rows(app: App) {
    set_up_plan(&app).await;
    let file = "indicator,period,outcome,note\ngdp-growth,2022,持续改善,\ngdp-growth,2022,2.6,\n\
        gdp-growth,2021,maintained,\n";
    let refused = import(&app, "outcomes", file).await.problem(422, "data-refused");
    let errors = refused.json["errors"].as_array().unwrap();
    let lines: Vec<&Value> = errors.iter().map(|error| &error["line"]).collect();
    assert_eq!(lines, [2, 4], "{}", refused.text);
    for error in errors {
        let says = |words: &str| error["detail"].as_str().unwrap().contains(words);
        assert!(says("target attained") && says("note"), "{error}");
    }
    let kept = "indicator,period,outcome,note\ngdp-growth,2022,—,持续改善\ngdp-growth,2021,已完成,\n";
    import(&app, "outcomes", kept).await.is(200);
}
