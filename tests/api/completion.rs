//! How a plan stands, over HTTP: the real plan, imported as a table, gives the verdicts that it states itself.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, get, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        the_real_plan_stands_as_it_says_itself,
        one_indicator_explains_itself,
        an_answer_changes_its_tag_exactly_when_it_changes,
        as_of_gives_what_was_known_then,
        questions_that_make_no_sense_are_refused,
        a_dry_run_keeps_nothing,
        every_bad_row_is_named,
        what_a_later_table_leaves_alone_stays_under_its_parent,
    ]
}

const TABLE: &str = include_str!("../golden/cq-2022/plan.csv");
const EXPECTED: &str = include_str!("../golden/cq-2022/expected.csv");
const CARD: &str = "/api/v1/plans/cq-2022/completion";
const IMPORT: &str = "/api/v1/imports/plan-table";
const OPTIONS: &str = "?plan=cq-2022&period=2022&title_en=Chongqing&basis=forecast&reported_on=2023-01-13";

async fn import(app: &App, query: &str, table: impl Into<reqwest::Body>) -> Answer {
    Ask::new(app, "POST", &format!("{IMPORT}{query}")).body("text/csv; charset=utf-8", table).send().await
}

async fn the_real_plan_stands_as_it_says_itself(app: App) {
    let report = import(&app, OPTIONS, TABLE).await.is(200).json;
    assert_eq!(report["targets"], json!({"created": report["rows"], "revised": 0, "unchanged": 0}));
    let card = get(&app, CARD).await.is(200).json;
    let headline = &card["summary"]["headline"];
    assert_eq!(headline["total"], 35);
    let (binding, anticipatory) = (&headline["by_nature"]["binding"], &headline["by_nature"]["anticipatory"]);
    assert_eq!((&binding["total"], &binding["by_status"]["achieved"]), (&json!(6), &json!(5)));
    assert_eq!(anticipatory["total"], 29);
    assert_eq!(anticipatory["by_status"]["achieved"], 13);
    assert_eq!(anticipatory["by_status"]["not_achieved"], 15);
    assert_eq!(headline["by_reason"], json!({"caliber_changed": 1, "target_not_issued": 1}));
    let given: BTreeMap<&str, &str> = card["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["indicator"].as_str().unwrap(), item["status"].as_str().unwrap()))
        .collect();
    let mut lines = EXPECTED.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name| columns.iter().position(|column| *column == name).unwrap();
    let (code, status) = (at("code"), at("status"));
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(given.get(cells[code]), Some(&cells[status]), "{line}");
    }
    let summary = get(&app, "/api/v1/plans/cq-2022/summary").await.is(200).json;
    assert_eq!(summary["summary"], card["summary"]);
    let listed = get(&app, &format!("{CARD}?nature=binding&status=achieved")).await.is(200).json;
    assert_eq!(
        listed["indicators"].as_array().unwrap().iter().filter(|item| item["parent"].is_null()).count(),
        5
    );
    assert_eq!(listed["summary"], card["summary"], "the counts are of all");
    assert_eq!(import(&app, OPTIONS, TABLE).await.is(200).json["change"], Value::Null, "nothing new is said");
}

async fn one_indicator_explains_itself(app: App) {
    import(&app, OPTIONS, TABLE).await.is(200);
    let one = get(&app, &format!("{CARD}/gdp-growth")).await.is(200).json;
    assert_eq!((&one["status"], &one["evidence"]), (&json!("not_achieved"), &json!("measured")));
    assert_eq!((&one["gap"], &one["outcome"]["text"]), (&json!("-2.9"), &json!("2.6")));
    assert!(one["explanation"]["zh"].as_str().unwrap().contains("5.5"));
    assert!(!one["steps"].as_array().unwrap().is_empty());
    let english = get(&app, &format!("{CARD}/gdp-growth?lang=en")).await.is(200).json;
    assert_eq!(english["explanation"]["en"], one["explanation"]["en"]);
    assert!(english["explanation"]["zh"].is_null() && english["name"]["zh"].is_null());
    get(&app, &format!("{CARD}/none")).await.problem(404, "not-found");
    get(&app, "/api/v1/plans/none/completion").await.problem(404, "not-found");
    get(&app, "/api/v1/plans/none/summary").await.problem(404, "not-found");
}

async fn an_answer_changes_its_tag_exactly_when_it_changes(app: App) {
    set_up_plan(&app).await;
    for path in [CARD.to_owned(), format!("{CARD}/gdp-growth"), "/api/v1/plans/cq-2022/summary".to_owned()] {
        let first = get(&app, &path).await.is(200);
        let again = get(&app, &path).await.is(200);
        assert_eq!((again.header("etag"), &again.text), (first.header("etag"), &first.text));
        let known =
            Ask::new(&app, "GET", &path).header("if-none-match", first.header("etag")).send().await.is(304);
        assert_eq!((known.text.as_str(), known.header("etag")), ("", first.header("etag")));
        let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "2.6", "note": path});
        post(&app, "/api/v1/outcomes", &outcome).await.is(201);
        let after =
            Ask::new(&app, "GET", &path).header("if-none-match", first.header("etag")).send().await.is(200);
        assert_ne!(after.header("etag"), first.header("etag"));
    }
}

async fn as_of_gives_what_was_known_then(app: App) {
    set_up_plan(&app).await;
    // Each change is recorded a little after the one before, also where the clock stands still.
    let before = app.clock.now() + TimeDelta::seconds(1);
    let status = |card: &Value| card["indicators"][0]["status"].clone();
    let first =
        get(&app, &format!("{CARD}?as_of={}", before.format("%Y-%m-%dT%H:%M:%SZ"))).await.is(200).json;
    assert_eq!(status(&first), "awaiting_outcome");
    app.clock.advance(TimeDelta::days(1));
    let later = app.second().await;
    let outcome = json!({"indicator": "gdp-growth", "period": "2022", "outcome": "5.6"});
    post(&later, "/api/v1/outcomes", &outcome).await.is(201);
    assert_eq!(status(&get(&later, CARD).await.is(200).json), "achieved");
    let question = format!("{CARD}?on=2023-01-13&as_of={}", before.format("%Y-%m-%dT%H:%M:%S%%2B00:00"));
    let then = get(&later, &question).await.is(200).json;
    assert_eq!(then["indicators"], first["indicators"]);
    assert_eq!(then["as_of"], first["as_of"]);
    let early = get(&later, &format!("{CARD}?as_of=2020-01-01T00:00:00Z")).await.problem(404, "not-found");
    let said = early.json["detail"].as_str().unwrap();
    assert!(said.contains("no plan cq-2022 yet") && !said.contains("create"), "{said}");
    let area = json!({"code": "east", "name_en": "East"});
    crate::talk::put(&later, "/api/v1/areas/east", &area).await.is(201);
    let nowhere = get(&later, &format!("{CARD}/gdp-growth?area=east&period=2022-Q1")).await;
    let said = nowhere.problem(404, "not-found").json["detail"].as_str().unwrap().to_owned();
    assert!(said.contains("east") && said.contains("2022-Q1"), "{said}");
    // What has one name is called by it in either language.
    let named = get(&later, &format!("{CARD}?lang=zh")).await.is(200).json;
    assert_ne!(named["indicators"][0]["name"]["zh"], "");
    assert_eq!(named["indicators"][0]["name"]["en"], Value::Null);
}

async fn questions_that_make_no_sense_are_refused(app: App) {
    set_up_plan(&app).await;
    let one = format!("{CARD}/gdp-growth");
    let summary = "/api/v1/plans/cq-2022/summary";
    for (path, query, code) in [
        (CARD, "on=2023-02-30", "bad_day"),
        (CARD, "on=20230113", "bad_day"),
        (CARD, "as_of=2023-01-13", "bad_time"),
        (CARD, "as_of=2023-01-13T08:00:00+08:00", "bad_time"),
        (CARD, "status=good", "unknown_word"),
        (CARD, "nature=", "unknown_word"),
        (CARD, "lang=de", "unknown_word"),
        (CARD, "period=2022", "unknown_parameter"),
        (one.as_str(), "period=no", "bad_period"),
        (one.as_str(), "status=achieved", "unknown_parameter"),
        (summary, "period=2022", "unknown_parameter"),
        (summary, "on=", "bad_day"),
    ] {
        let refused = get(&app, &format!("{path}?{query}")).await.problem(400, "bad-query");
        assert_eq!(refused.errors()[0].0, code, "{query}");
    }
    for path in [CARD, &one, summary] {
        let refused = get(&app, &format!("{path}?area=none")).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("unknown_area".to_owned(), "area".to_owned())]);
    }
}

async fn a_dry_run_keeps_nothing(app: App) {
    let report = import(&app, &format!("{OPTIONS}&dry_run=true"), TABLE).await.is(200).json;
    assert_eq!((&report["dry_run"], &report["change"]), (&json!(true), &Value::Null));
    get(&app, CARD).await.problem(404, "not-found");
    for (query, name) in [("", "plan"), ("?plan=a&dry_run=1", "dry_run"), ("?plan=a&what=1", "what")] {
        let refused = import(&app, query, TABLE).await.problem(400, "bad-query");
        assert_eq!(refused.errors()[0].1, name);
    }
    // What is said of the outcomes is looked at also where there are none.
    let bare = "no,code,name_en,unit,measure,direction,target\n1,jobs,Jobs,万人,flow,higher,60以上\n";
    for (query, name) in [("basis=certain", "basis"), ("reported_on=2022-13-01", "reported_on")] {
        let refused = import(&app, &format!("?plan=cq-2022&period=2022&{query}"), bare).await;
        assert_eq!(refused.problem(422, "data-refused").errors()[0].1, name);
    }
}

async fn every_bad_row_is_named(app: App) {
    let table = "no,code,name_en,unit,measure,direction,target,outcome\n\
                 1,gdp-growth,GDP growth,%,rate,higher,很好很好,2.6\n\
                 2,jobs,Jobs,万人,flow,upwards,60以上,70\n";
    let refused = import(&app, OPTIONS, table).await.problem(422, "data-refused");
    let named: Vec<_> = refused.json["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["line"].clone(), error["column"].clone(), error["value"].clone()))
        .collect();
    assert_eq!(
        named,
        [(json!(2), json!("target"), json!("很好很好")), (json!(3), json!("direction"), json!("upwards"))]
    );
    get(&app, "/api/v1/plans/cq-2022").await.problem(404, "not-found");
    let broken = import(&app, OPTIONS, b"code,target\n\xFF\xFF\xFF,\xFF\n".to_vec()).await;
    broken.problem(422, "data-refused");
    Ask::new(&app, "POST", &format!("{IMPORT}{OPTIONS}"))
        .body("text/html", "{}")
        .send()
        .await
        .problem(415, "unsupported-media-type");
}

async fn what_a_later_table_leaves_alone_stays_under_its_parent(app: App) {
    let head = "code,no,name_zh,unit,measure,direction,parent,target\n";
    let whole = format!(
        "{head}trade,1,进出口,,group,,,\nexports,,出口,亿元,flow,higher,trade,100\nimports,,进口,亿元,flow,higher,trade,50\n\
         jobs,2,就业,万人,flow,higher,,60\nincome,3,收入,元,level,higher,,40000\n"
    );
    let options = "?plan=p&period=2022&title_en=P";
    import(&app, options, whole).await.is(200);
    let later = format!("{head}jobs,1,就业,万人,flow,higher,,60\nincome,2,收入,元,level,higher,,40000\n");
    let report = import(&app, options, later).await.is(200).json;
    assert_eq!(report["not_in_table"], json!(["exports", "imports", "trade"]));
    let card = get(&app, "/api/v1/plans/p/completion").await.is(200).json;
    let listed = card["indicators"].as_array().unwrap();
    let order: Vec<&str> = listed.iter().map(|item| item["indicator"].as_str().unwrap()).collect();
    let trade = order.iter().position(|code| *code == "trade").unwrap();
    assert_eq!(order[trade..trade + 3], ["trade", "exports", "imports"], "{order:?}");
}
