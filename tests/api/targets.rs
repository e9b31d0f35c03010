//! Targets over HTTP: set, read, revised, withdrawn, listed; what cannot be read is refused.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, delete, gdp_growth, get, import, plan_2022, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        is_set_and_shows_what_it_was_read_as,
        all_or_nothing,
        a_put_sets_or_revises,
        body_and_address_name_the_same_target,
        is_withdrawn_and_can_be_set_again,
        is_listed_by_area_category_and_period,
        words_for_another_year_are_refused,
        a_day_without_a_year_is_of_the_period,
        a_fall_is_asked_of_what_counts_it,
        a_printed_baseline_is_where_the_way_starts,
        only_what_adds_up_has_waypoints,
        a_parent_has_a_target_in_the_plan,
        a_table_without_numbers_leaves_them,
        each_that_is_there_already_is_named,
    ]
}

const TARGETS: &str = "/api/v1/plans/cq-2022/targets";
const GDP: &str = "/api/v1/plans/cq-2022/targets/gdp-growth";

async fn is_set_and_shows_what_it_was_read_as(app: App) {
    set_up_plan(&app).await;
    let read = get(&app, GDP).await.is(200);
    assert_eq!(
        read.json["criterion"],
        json!({"kind": "threshold", "op": "at_least", "value": "5.5", "about": true})
    );
    assert_eq!((&read.json["target"], &read.json["period"]), (&json!("5.5左右"), &json!("2022")));
    assert_eq!((&read.json["nature"], read.header("etag")), (&json!("anticipatory"), "\"v1\""));
    Ask::new(&app, "GET", GDP).header("if-none-match", "\"v1\"").send().await.is(304);
    get(&app, &format!("{GDP}?area=wanzhou")).await.problem(404, "not-found");
    get(&app, "/api/v1/plans/none/targets").await.problem(404, "not-found");
    let again = json!({"indicator": "gdp-growth", "target": "6"});
    post(&app, TARGETS, &again).await.problem(409, "already-exists");
    post(&app, "/api/v1/plans/none/targets", &again).await.problem(404, "not-found");
}

async fn all_or_nothing(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    post(&app, "/api/v1/plans", &plan_2022()).await.is(201);
    let words = json!({"indicator": "gdp-growth", "period": "2022-H1", "target": "快速增长若干"});
    let batch = json!([
        {"indicator": "gdp-growth", "target": "5.5左右"},
        words,
        {"indicator": "none", "target": "5"},
        {"indicator": "gdp-growth", "period": "2023", "target": "5"},
    ]);
    let refused = post(&app, TARGETS, &batch).await.problem(422, "data-refused");
    let places: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
    assert_eq!(places, ["/1/target", "/2/indicator", "/3/period"]);
    let part =
        |name: &str| json!({"indicator": "gdp-growth", "target": "5", "period": "2022-H1", name: "none"});
    for (name, code) in [
        ("area", "unknown_area"),
        ("category", "unknown_category"),
        ("caliber", "unknown_caliber"),
        ("parent", "unknown_parent"),
        ("relative_to", "unknown_indicator"),
    ] {
        let batch = json!([{"indicator": "gdp-growth", "target": "5"}, part(name)]);
        let refused = post(&app, TARGETS, &batch).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [(code.to_owned(), format!("/1/{name}"))]);
        let alone = post(&app, TARGETS, &part(name)).await.problem(422, "data-refused");
        assert_eq!(alone.errors(), [(code.to_owned(), format!("/{name}"))]);
    }
    let mixed = json!([
        {"indicator": "gdp-growth", "target": "快速增长若干", "area": "none", "relative_to": "none"},
        {"indicator": "gdp-growth", "target": "5", "category": "none", "caliber": "none", "period": "2022-H1"},
    ]);
    let refused = post(&app, TARGETS, &mixed).await.problem(422, "data-refused");
    let mut places: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
    places.sort();
    assert_eq!(places, ["/0/area", "/0/relative_to", "/0/target", "/1/caliber", "/1/category"]);
    let worse = json!([
        {"indicator": "gdp-growth", "target": "快速增长若干", "parent": "none", "baseline": "abc"},
        {"indicator": "gdp-growth", "target": "5", "parent": "gdp-growth", "baseline_period": "abc"},
    ]);
    let refused = post(&app, TARGETS, &worse).await.problem(422, "data-refused").errors();
    for fault in [
        ("unknown_parent", "/0/parent"),
        ("bad_decimal", "/0/baseline"),
        ("missing", "/0/baseline_period"),
        ("bad_period", "/1/baseline_period"),
        ("missing", "/1/baseline"),
    ] {
        let fault = (fault.0.to_owned(), fault.1.to_owned());
        assert!(refused.contains(&fault), "{fault:?}: {refused:?}");
    }
    let twice =
        json!([{"indicator": "gdp-growth", "target": "5"}, {"indicator": "gdp-growth", "target": "6"}]);
    let twice = post(&app, TARGETS, &twice).await.problem(422, "data-refused");
    assert_eq!(twice.errors(), [("duplicate_target".to_owned(), "/1/indicator".to_owned())]);
    assert_eq!(get(&app, TARGETS).await.json["items"], json!([]), "nothing was kept");
    let mut kept = words;
    kept["qualitative"] = json!(true);
    let set =
        post(&app, TARGETS, &json!([{"indicator": "gdp-growth", "target": "5.5左右"}, kept])).await.is(201);
    assert_eq!(set.header("location"), TARGETS);
    assert_eq!(set.json["items"][1]["criterion"], json!({"kind": "qualitative"}));
    assert_eq!(set.json["items"][1]["target"], "快速增长若干", "the words are kept");
}

async fn a_put_sets_or_revises(app: App) {
    post(&app, "/api/v1/indicators", &gdp_growth()).await.is(201);
    post(&app, "/api/v1/plans", &plan_2022()).await.is(201);
    let target = json!({"indicator": "gdp-growth", "target": "6以上", "nature": "binding"});
    let ask = |name: &'static str, value: &'static str| {
        Ask::new(&app, "PUT", GDP).header(name, value).json(&target).send()
    };
    ask("if-match", "\"v1\"").await.problem(404, "not-found");
    ask("if-match", "*").await.problem(404, "not-found");
    let made = ask("if-none-match", "*").await.is(201);
    assert_eq!((made.header("location"), made.header("etag")), (GDP, "\"v1\""));
    ask("if-none-match", "*").await.problem(412, "stale-version");
    ask("if-match", "\"v9\"").await.problem(412, "stale-version");
    ask("if-match", "v1").await.problem(400, "bad-header");
    assert_eq!(ask("if-match", "\"v1\"").await.is(200).json["version"], 1, "nothing changed");
    assert_eq!(ask("if-match", "*").await.is(200).json["version"], 1, "whichever it is");
    let mut back = made.json;
    for name in ["plan", "criterion"] {
        back.as_object_mut().unwrap().remove(name);
    }
    back["target"] = json!("6.5以上");
    back["reason"] = json!("raised at mid-year");
    let revised = put(&app, GDP, &back).await.is(200);
    assert_eq!((&revised.json["version"], &revised.json["criterion"]["value"]), (&json!(2), &json!("6.5")));
    put(&app, GDP, &back).await.problem(409, "changed-meanwhile");
    let unread = json!({"indicator": "gdp-growth", "target": "快速增长若干"});
    let refused = put(&app, GDP, &unread).await.problem(422, "data-refused");
    assert_eq!(refused.errors()[0].1, "/target");
}

async fn body_and_address_name_the_same_target(app: App) {
    set_up_plan(&app).await;
    put(&app, "/api/v1/areas/city", &json!({"code": "city", "name_en": "City"})).await.is(201);
    let part = json!({"code": "wanzhou", "name_en": "Wanzhou", "parent": "city"});
    put(&app, "/api/v1/areas/wanzhou", &part).await.is(201);
    let body = |name: &str, value: &str| {
        let mut body = json!({"indicator": "gdp-growth", "target": "6"});
        body[name] = json!(value);
        body
    };
    for (name, value) in
        [("indicator", "other"), ("area", "wanzhou"), ("category", "sector"), ("period", "2022-H1")]
    {
        let refused = put(&app, GDP, &body(name, value)).await.problem(422, "data-refused");
        assert_eq!(refused.errors()[0].1, format!("/{name}"));
    }
    put(&app, GDP, &body("period", "2022-01..2022-12")).await.is(200);
    let made =
        put(&app, &format!("{GDP}?area=wanzhou&period=2022-H1"), &body("area", "wanzhou")).await.is(201);
    assert_eq!(made.header("location"), format!("{GDP}?area=wanzhou&period=2022-H1"));
    let read = get(&app, made.header("location")).await.is(200).json;
    assert_eq!((&read["area"], &read["period"]), (&json!("wanzhou"), &json!("2022-H1")));
    let unknown = put(&app, &format!("{GDP}?area=none"), &body("target", "6")).await;
    assert_eq!(unknown.problem(422, "data-refused").errors()[0].0, "unknown_area");
}

async fn is_withdrawn_and_can_be_set_again(app: App) {
    set_up_plan(&app).await;
    let withdraw = |tag: &'static str| Ask::new(&app, "DELETE", GDP).header("if-match", tag).send();
    withdraw("\"v2\"").await.problem(412, "stale-version");
    withdraw("what").await.problem(400, "bad-header");
    assert_eq!(withdraw("\"v1\"").await.is(204).text, "");
    get(&app, GDP).await.problem(404, "not-found");
    delete(&app, GDP).await.problem(404, "not-found");
    let again = json!({"indicator": "gdp-growth", "target": "6"});
    assert_eq!(
        post(&app, TARGETS, &again).await.is(201).json["items"][0]["version"],
        3,
        "the record goes on"
    );
    delete(&app, &format!("{GDP}?reason=merged%20with%20another")).await.is(204);
}

async fn is_listed_by_area_category_and_period(app: App) {
    set_up_plan(&app).await;
    for area in ["wanzhou", "kaizhou"] {
        put(&app, &format!("/api/v1/areas/{area}"), &json!({"code": area, "name_en": area})).await.is(201);
    }
    let more = json!([
        {"indicator": "gdp-growth", "area": "wanzhou", "target": "6"},
        {"indicator": "gdp-growth", "area": "kaizhou", "target": "7"},
        {"indicator": "gdp-growth", "period": "2022-H1", "target": "5"},
    ]);
    post(&app, TARGETS, &more).await.is(201);
    let words = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|item| item["target"].as_str().unwrap().to_owned()).collect()
    };
    for (query, expected) in [
        ("", vec!["5.5左右", "6", "7", "5"]),
        ("?area=", vec!["5.5左右", "5"]),
        ("?area=kaizhou", vec!["7"]),
        ("?period=2022-H1", vec!["5"]),
        ("?period=2022&area=", vec!["5.5左右"]),
        ("?category=", vec!["5.5左右", "6", "7", "5"]),
    ] {
        assert_eq!(words(&get(&app, &format!("{TARGETS}{query}")).await.is(200).json), expected, "{query}");
    }
    let unknown = get(&app, &format!("{TARGETS}?indicator=none")).await.problem(422, "data-refused");
    assert_eq!(unknown.errors(), [("unknown_indicator".to_owned(), "indicator".to_owned())]);
    let first = get(&app, &format!("{TARGETS}?limit=3")).await.json;
    let next = first["next"].as_str().unwrap();
    delete(&app, &format!("{GDP}?area=kaizhou")).await.is(204);
    let second = get(&app, &format!("{TARGETS}?limit=3&cursor={next}")).await.is(200).json;
    assert_eq!(
        (words(&first), words(&second)),
        (vec!["5.5左右".into(), "6".into(), "7".into()], vec!["5".into()])
    );
}

async fn words_for_another_year_are_refused(app: App) {
    set_up_plan(&app).await;
    let share =
        json!({"code": "share", "name_en": "Share", "unit": "%", "measure": "level", "direction": "higher"});
    let output = json!({"code": "output", "name_en": "Output", "unit": "亿元", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &share).await.is(201);
    post(&app, "/api/v1/indicators", &output).await.is(201);
    let mut longer = plan_2022();
    longer["code"] = json!("cq-2021-2025");
    longer["period"] = json!("2021..2025");
    post(&app, "/api/v1/plans", &longer).await.is(201);
    let years = "/api/v1/plans/cq-2021-2025/targets";
    let set = async |plan: &str, indicator: &str, words: &str, period: Option<&str>| {
        let mut target = json!({"indicator": indicator, "target": words});
        if let Some(period) = period {
            target["period"] = json!(period);
        }
        let answer = post(&app, plan, &target).await;
        if answer.status == 201 { Vec::new() } else { answer.problem(422, "data-refused").errors() }
    };
    let fault = |code: &str, field: &str| vec![(code.to_owned(), format!("/{field}"))];
    assert_eq!(set(TARGETS, "share", "85% by 2025", None).await, fault("other_period", "target"));
    assert_eq!(set(TARGETS, "share", "“十四五”末达到65%", None).await, fault("other_period", "target"));
    assert_eq!(set(TARGETS, "share", "2022年达到85%", None).await, []);
    let quarter = Some("2022-Q1");
    assert_eq!(set(TARGETS, "share", "82%以上（2021年实际79%）", quarter).await, [], "what it was before");
    assert_eq!(
        set(TARGETS, "share", "82%（2021年）", Some("2022-Q2")).await,
        fault("other_period", "target")
    );
    assert_eq!(
        set(TARGETS, "share", "85% by March 31, 2022", None).await,
        fault("dated_within_period", "target")
    );
    assert_eq!(set(TARGETS, "share", "86% by March 31, 2022", Some("2022-02..2022-03")).await, []);
    assert_eq!(set(TARGETS, "share", "2022年6月底前达到86%", Some("2022-01..2022-06")).await, []);
    assert_eq!(set(TARGETS, "share", "85% by December 31, 2022", Some("2022-07..2022-12")).await, []);
    assert_eq!(set(years, "share", "2023年达到80%", None).await, fault("other_period", "target"));
    assert_eq!(set(years, "share", "2023年达到80%", Some("2023")).await, []);
    assert_eq!(set(years, "share", "85% by 2025", None).await, [], "the state at the end of the plan");
    // Of what adds up one year is not the five of them.
    assert_eq!(set(years, "output", "到2025年达到3万亿元", None).await, fault("period_missing", "period"));
    assert_eq!(set(years, "output", "到2025年达到3万亿元", Some("2025")).await, []);
    assert_eq!(set(years, "output", "到2025年达到3万亿元", Some("2021..2025")).await, [], "it was said");
    for (target, outcome, field) in [
        ("At least 80%", "82% (2015-16)", "outcome"),
        ("At least 80%", "82% in 2017-18", "outcome"),
        ("At least 80% (2015-16)", "82%", "target"),
        ("80% in 2015-16", "82%", "target"),
        ("80% by March 31, 2016", "82%", "target"),
    ] {
        let what_if = json!({"target": target, "outcome": outcome, "unit": "%", "measure": "level",
            "direction": "higher", "period": "2016-04..2017-03", "on": "2017-11-01"});
        let refused = post(&app, "/api/v1/assess", &what_if).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), fault("other_period", field), "{target} {outcome}");
    }
    let what_if = json!({"target": "85% by 2025", "outcome": "70%", "unit": "%", "measure": "level",
        "direction": "higher", "period": "2022", "on": "2023-02-01"});
    let refused = post(&app, "/api/v1/assess", &what_if).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), fault("other_period", "target"));
}

async fn a_day_without_a_year_is_of_the_period(app: App) {
    set_up_plan(&app).await;
    let bridge = json!({"code": "bridge", "name_zh": "大桥", "measure": "milestone"});
    post(&app, "/api/v1/indicators", &bridge).await.is(201);
    let target = json!({"indicator": "bridge", "target": "6月底前建成通车"});
    post(&app, TARGETS, &target).await.is(201);
    let read = get(&app, &format!("{TARGETS}/bridge")).await.is(200);
    assert_eq!(read.json["criterion"]["by"], "2022-06-30");
    let late = get(&app, "/api/v1/plans/cq-2022/completion/bridge?on=2022-07-15").await.is(200);
    assert_eq!((&late.json["status"], &late.json["reason"]), (&json!("awaiting_outcome"), &json!("late")));
    let unclear = json!({"indicator": "bridge", "target": "9月前建成通车", "period": "2022-H2"});
    let refused = post(&app, TARGETS, &unclear).await.problem(422, "data-refused").errors();
    assert_eq!(refused.len(), 1, "before it begins, or by its end");
    // A year that is counted is one of the plan's, whatever part of the plan the target is set for.
    let years = json!({"code": "years", "title_en": "Years", "period": "2021..2025"});
    post(&app, "/api/v1/plans", &years).await.is(201);
    let counted = json!({"indicator": "bridge", "target": "第三年底前建成", "period": "2023..2024"});
    post(&app, "/api/v1/plans/years/targets", &counted).await.is(201);
    let read = get(&app, "/api/v1/plans/years/targets/bridge?period=2023..2024").await.is(200);
    assert_eq!(read.json["criterion"]["by"], "2023-12-31");
    let undated = json!({"indicator": "bridge", "target": "六个月内建成"});
    let refused = post(&app, "/api/v1/plans/years/targets", &undated).await.problem(422, "data-refused");
    assert_eq!(refused.errors().len(), 1, "since when is not said");
    // What is due each year is not done by one report.
    for undated in ["6月底前建成", "12月底前完成", "by 30 June", "每年6月底前完成"] {
        let target = json!({"indicator": "bridge", "target": undated});
        let refused = post(&app, "/api/v1/plans/years/targets", &target).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("ambiguous".to_owned(), "/target".to_owned())], "{undated}");
    }
}

async fn a_printed_baseline_is_where_the_way_starts(app: App) {
    set_up_plan(&app).await;
    let share =
        json!({"code": "share", "name_en": "Share", "unit": "%", "measure": "level", "direction": "higher"});
    post(&app, "/api/v1/indicators", &share).await.is(201);
    post(&app, TARGETS, &json!({"indicator": "share", "target": "从60%提高到66%"})).await.is(201);
    let read = get(&app, &format!("{TARGETS}/share")).await.is(200);
    assert_eq!((&read.json["baseline"], &read.json["baseline_period"]), (&json!("60"), &json!("2021")));
    let report = json!({"indicator": "share", "period": "2022-Q2", "outcome": "63%", "source": "report"});
    post(&app, "/api/v1/outcomes", &report).await.is(201);
    let judged = get(&app, "/api/v1/plans/cq-2022/completion/share?on=2022-07-05").await.is(200).json;
    assert_eq!(judged["status"], "on_track");
    assert_eq!(judged["pace"]["path"], "from_baseline");
    // What is given goes before what is printed.
    let given = json!({"indicator": "share", "target": "从60%提高到66%", "baseline": "50", "baseline_period": "2021"});
    put(&app, &format!("{TARGETS}/share"), &given).await.is(200);
    let read = get(&app, &format!("{TARGETS}/share")).await.is(200);
    assert_eq!(read.json["baseline"], "50");
}

async fn a_fall_is_asked_of_what_counts_it(app: App) {
    set_up_plan(&app).await;
    let spending = |code: &str, is_reduction: bool| {
        json!({"code": code, "name_zh": "三公经费", "unit": "%", "measure": "rate", "direction": "higher",
            "is_reduction": is_reduction})
    };
    post(&app, "/api/v1/indicators", &spending("unmarked", false)).await.is(201);
    post(&app, "/api/v1/indicators", &spending("marked", true)).await.is(201);
    let target = |code: &str| json!({"indicator": code, "target": "压减5%以上"});
    let refused = post(&app, TARGETS, &target("unmarked")).await.problem(422, "data-refused").errors();
    assert_eq!(refused, [("reduction_unmarked".to_owned(), "/target".to_owned())]);
    post(&app, TARGETS, &target("marked")).await.is(201);
    let report = json!({"indicator": "marked", "period": "2022", "outcome": "压减6.1%", "source": "report"});
    post(&app, "/api/v1/outcomes", &report).await.is(201);
    let judged = get(&app, "/api/v1/plans/cq-2022/completion/marked?on=2023-02-01").await.is(200);
    assert_eq!((&judged.json["status"], &judged.json["gap"]), (&json!("achieved"), &json!("1.1")));
    // A table brings the indicator and what is asked of it together.
    let table = "no,code,name_zh,unit,measure,direction,target,outcome\n\
                 71,travel,差旅经费,%,rate,higher,压减5%以上,压减4%\n\
                 72,profit,工业利润增速,%,rate,higher,降幅不超过5%,下降6%\n";
    let path = "/api/v1/imports/plan-table?plan=cuts-2022&period=2022&source=report&reported_on=2023-01-13";
    Ask::new(&app, "POST", path).body("text/csv", table).send().await.is(200);
    for (code, gap) in [("travel", "-1"), ("profit", "-1")] {
        let path = format!("/api/v1/plans/cuts-2022/completion/{code}?on=2023-02-01");
        let judged = get(&app, &path).await.is(200);
        assert_eq!(
            (&judged.json["status"], &judged.json["gap"]),
            (&json!("not_achieved"), &json!(gap)),
            "{code}"
        );
    }
}

async fn only_what_adds_up_has_waypoints(app: App) {
    set_up_plan(&app).await;
    let share =
        json!({"code": "share", "name_en": "Share", "unit": "%", "measure": "level", "direction": "higher"});
    post(&app, "/api/v1/indicators", &share).await.is(201);
    let target = json!({"indicator": "share", "target": "85%",
        "waypoints": [{"until": "2022-06-30", "cumulative": "40"}]});
    let refused = post(&app, TARGETS, &target).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("no_cumulative".to_owned(), "/waypoints".to_owned())]);
}

async fn a_parent_has_a_target_in_the_plan(app: App) {
    set_up_plan(&app).await;
    for code in ["a", "b", "c"] {
        let indicator =
            json!({"code": code, "name_en": code, "unit": "%", "measure": "rate", "direction": "higher"});
        post(&app, "/api/v1/indicators", &indicator).await.is(201);
    }
    let under = |code: &str, parent: &str| json!({"indicator": code, "target": "5", "parent": parent});
    let fault = |code: &str, place: &str| vec![(code.to_owned(), place.to_owned())];
    let refused = post(&app, TARGETS, &under("a", "b")).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), fault("unknown_parent", "/parent"));
    let together = json!([under("a", "b"), {"indicator": "b", "target": "5"}]);
    post(&app, TARGETS, &together).await.is(201);
    let at = |code: &str| format!("{TARGETS}/{code}");
    let refused = put(&app, &at("b"), &under("b", "a")).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), fault("circle", "/parent"));
    let circle = json!([under("c", "gdp-growth"), under("b", "c"), under("c", "a")]);
    post(&app, TARGETS, &circle).await.problem(422, "data-refused");
    // A file, and a plan table.
    let file = "plan,indicator,target,parent\ncq-2022,c,5,a\ncq-2022,b,5,c\n";
    let refused = import(&app, "targets", file).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), vec![("circle".to_owned(), "parent".to_owned()); 2]);
    let table = "no,code,parent,target\n1,gdp-growth,,5\n,a,b,5\n,b,a,5\n";
    let refused = import(&app, "plan-table?plan=cq-2022", table).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), fault("circle", "parent"));
    // Whoever has sub-indicators is not withdrawn before them.
    let refused = delete(&app, &at("b")).await.problem(409, "not-allowed");
    assert!(
        refused.json["detail"].as_str().unwrap().contains("sub-indicators in the plan: a;"),
        "{}",
        refused.text
    );
    delete(&app, &at("a")).await.is(204);
    delete(&app, &at("b")).await.is(204);
}

async fn a_table_without_numbers_leaves_them(app: App) {
    set_up_plan(&app).await;
    import(&app, "plan-table?plan=cq-2022", "no,code,target\n7,gdp-growth,5\n").await.is(200);
    let table = "code,target,outcome\ngdp-growth,6,5.8\n";
    let done = import(&app, "plan-table?plan=cq-2022", table).await.is(200).json;
    assert_eq!((&done["targets"]["revised"], &done["outcomes"]["created"]), (&json!(1), &json!(1)), "{done}");
    let target = get(&app, GDP).await.is(200).json;
    assert_eq!((&target["no"], &target["target"]), (&json!("7"), &json!("6")));
    // A sub-indicator stays one, and its parent need not stand in the table.
    let table = "code,parent,name_en,unit,measure,direction,target\nsub,gdp-growth,Sub,%,rate,higher,5\n";
    import(&app, "plan-table?plan=cq-2022", table).await.is(200);
    import(&app, "plan-table?plan=cq-2022", "code,target\nsub,4\n").await.is(200);
    assert_eq!(get(&app, &format!("{TARGETS}/sub")).await.is(200).json["parent"], "gdp-growth");
    let table = "code,name_en,unit,measure,direction,target\nnew,New,%,rate,higher,5\n";
    let refused = import(&app, "plan-table?plan=cq-2022", table).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("missing".to_owned(), "no".to_owned())]);
}

async fn each_that_is_there_already_is_named(app: App) {
    set_up_plan(&app).await;
    let items = json!([{"indicator": "gdp-growth", "target": "5", "period": "2022-H1"},
        {"indicator": "gdp-growth", "target": "5"}]);
    let refused = post(&app, TARGETS, &items).await.problem(409, "already-exists");
    assert_eq!(refused.errors(), [("already_exists".to_owned(), "/1/indicator".to_owned())]);
    get(&app, &format!("{TARGETS}?area=none")).await.problem(422, "data-refused");
}
