//! The forms and languages of the answers on how a plan stands: named in the query or by a header, each with a tag of its
//! own. It does not know what a table holds.

use serde_json::json;

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, get, import, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        the_scorecard_and_the_matrix_are_tables_too,
        counts_and_cells_are_of_those_that_are_asked_for,
        each_form_and_language_has_its_own_tag,
        a_form_that_is_not_there_is_refused,
        the_language_is_chosen_by_name_or_by_header,
    ]
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const FORMS: [(&str, &str); 3] = [("csv", "text/csv"), ("xlsx", XLSX), ("ndjson", "application/x-ndjson")];
const CARD: &str = "/api/v1/plans/cq-2022/completion?on=2023-02-01";
const STATUS: &str = "/api/v1/plans/cq-2022/completion/gdp-growth?on=2023-02-01";
const SUMMARY: &str = "/api/v1/plans/cq-2022/summary?on=2023-02-01";
const MATRIX: &str = "/api/v1/plans/cq-2022/matrix?by=area&on=2023-02-01";

async fn set_up(app: &App) {
    set_up_plan(app).await;
    import(app, "areas", "code,name_zh,parent\nchongqing,重庆市,\nwanzhou,万州区,chongqing\n").await.is(200);
    for target in [
        json!({"indicator": "gdp-growth", "area": "wanzhou", "target": "6左右"}),
        json!({"indicator": "gdp-growth", "period": "2022-H1", "target": "5左右", "nature": "binding"}),
    ] {
        post(app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    }
    report(app, "2.6").await;
}

async fn report(app: &App, outcome: &str) {
    let body = json!({"indicator": "gdp-growth", "period": "2022", "outcome": outcome,
        "reported_on": "2023-01-13"});
    post(app, "/api/v1/outcomes", &body).await.is(201);
}

async fn with(app: &App, path: &str, name: &str, value: &str) -> Answer {
    Ask::new(app, "GET", path).header(name, value).send().await
}

/// Whether an answer says that it depends on a header.
fn varies(answer: &Answer, on: &str) -> bool {
    let values = answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap());
    values.flat_map(|value| value.split(',')).any(|name| name.trim().eq_ignore_ascii_case(on))
}

async fn the_scorecard_and_the_matrix_are_tables_too(app: App) {
    set_up(&app).await;
    for (path, export) in [
        (CARD, "/api/v1/exports/completion?plan=cq-2022&on=2023-02-01"),
        (MATRIX, "/api/v1/exports/matrix?plan=cq-2022&by=area&on=2023-02-01"),
    ] {
        let json = get(&app, path).await.is(200);
        assert_eq!(json.header("content-type"), "application/json");
        // The first time it is made, the second time it is there.
        for _ in 0..2 {
            for (form, media_type) in FORMS {
                let named = get(&app, &format!("{path}&format={form}")).await.is(200);
                let accepted = with(&app, path, "accept", media_type).await.is(200);
                let exported = get(&app, &format!("{export}&format={form}")).await.is(200);
                assert!(named.header("content-type").starts_with(media_type), "{path} {form}");
                assert!(named.header("content-disposition").starts_with("attachment; filename="));
                assert!(named.bytes == accepted.bytes && named.bytes == exported.bytes, "{path} {form}");
                for answer in [&named, &accepted, &exported] {
                    assert!(varies(answer, "accept"), "{path} {form}");
                    assert_eq!(answer.header("etag"), named.header("etag"), "{path} {form}");
                }
            }
            assert_eq!(get(&app, &format!("{path}&format=json")).await.is(200).text, json.text);
            for accept in ["*/*", "application/json", "application/*;q=0.5", "text/html, */*;q=0.1"] {
                assert_eq!(with(&app, path, "accept", accept).await.is(200).text, json.text, "{accept}");
            }
        }
        // What the query names wins over what the header prefers.
        let path = format!("{path}&format=csv");
        let named = with(&app, &path, "accept", "application/json").await.is(200);
        assert!(named.header("content-type").starts_with("text/csv"));
        let marked = get(&app, &format!("{path}&bom=true")).await.is(200);
        assert_eq!(marked.bytes[..3], [0xEF, 0xBB, 0xBF]);
        assert_eq!(marked.bytes[3..], named.bytes);
    }
    let of_one = get(&app, &format!("{STATUS}&format=csv")).await.is(200).text;
    let all = get(&app, &format!("{CARD}&format=csv")).await.is(200).text;
    assert_eq!(of_one.lines().collect::<Vec<_>>(), all.lines().take(2).collect::<Vec<_>>());
    let counts = get(&app, &format!("{SUMMARY}&format=csv")).await.is(200).text;
    assert!(counts.contains("\ncq-2022,2023-02-01,headline,all,,,2,0,1,0,0,0,1,0\n"), "{counts}");
    assert!(counts.contains("\ncq-2022,2023-02-01,headline,nature,binding,binding,1,0,"), "{counts}");

    let binding = get(&app, &format!("{CARD}&format=csv&nature=binding")).await.is(200).text;
    assert_eq!(binding.lines().count(), 2, "the rows are those that are asked for: {binding}");
    let of_wanzhou = get(&app, &format!("{CARD}&format=ndjson&area=wanzhou")).await.is(200).text;
    assert_eq!(of_wanzhou.lines().count(), 1, "{of_wanzhou}");
    assert!(of_wanzhou.contains("\"area\":\"wanzhou\""), "{of_wanzhou}");

    let before = get(&app, &format!("{CARD}&format=csv")).await.is(200);
    report(&app, "5.7").await;
    let after = get(&app, &format!("{CARD}&format=csv")).await.is(200);
    assert!(after.text.contains(",5.7,"), "{}", after.text);
    assert_ne!(after.header("etag"), before.header("etag"));
}

async fn counts_and_cells_are_of_those_that_are_asked_for(app: App) {
    set_up(&app).await;
    for (asked, total, judged) in [
        ("", 2, 1),
        ("&nature=binding", 1, 0),
        ("&nature=anticipatory", 1, 1),
        ("&status=not_achieved", 1, 1),
        ("&status=achieved", 0, 0),
        ("&section=none", 0, 0),
        ("&area=wanzhou", 1, 0),
        ("&area=wanzhou&nature=binding", 0, 0),
    ] {
        let counts = get(&app, &format!("{SUMMARY}{asked}")).await.is(200).json;
        let counts = &counts["summary"]["headline"];
        assert_eq!(
            (&counts["total"], &counts["judged"]),
            (&json!(total), &json!(judged)),
            "{asked}: {counts}"
        );
        let card = get(&app, &format!("{CARD}{asked}")).await.is(200).json;
        assert_eq!(card["indicators"].as_array().unwrap().len(), total, "{asked}");
    }
    for (asked, rows) in [
        ("", 1),
        ("&nature=anticipatory", 1),
        ("&nature=binding", 0),
        ("&status=awaiting_outcome", 1),
        ("&status=achieved", 0),
        ("&section=none", 0),
    ] {
        let matrix = get(&app, &format!("{MATRIX}{asked}")).await.is(200).json;
        assert_eq!(matrix["rows"].as_array().unwrap().len(), rows, "{asked}: {matrix}");
    }
    for path in [SUMMARY, MATRIX] {
        let refused = get(&app, &format!("{path}&status=done&nature=hard")).await.problem(400, "bad-query");
        assert_eq!(refused.errors().len(), 2);
    }
}

async fn each_form_and_language_has_its_own_tag(app: App) {
    set_up(&app).await;
    let mut tags = std::collections::BTreeSet::new();
    for accept in ["application/json", "text/csv", XLSX, "application/x-ndjson"] {
        for language in ["fr", "zh", "en"] {
            let ask =
                || Ask::new(&app, "GET", CARD).header("accept", accept).header("accept-language", language);
            let tag = ask().send().await.is(200).header("etag").to_owned();
            if accept == "application/json" || language == "fr" {
                assert!(tags.insert(tag.clone()), "{accept} {language}");
            }
            let known = ask().header("if-none-match", &tag).send().await.is(304);
            assert_eq!(known.header("etag"), tag);
            assert!(varies(&known, "accept") && varies(&known, "accept-language"));
            let others: Vec<String> = tags.iter().filter(|other| **other != tag).cloned().collect();
            if !others.is_empty() {
                ask().header("if-none-match", &others.join(", ")).send().await.is(200);
            }
        }
    }
    for path in ["completion?plan=cq-2022", "matrix?plan=cq-2022&by=area"] {
        let path = format!("/api/v1/exports/{path}");
        let tag = get(&app, &path).await.is(200).header("etag").to_owned();
        with(&app, &path, "if-none-match", &tag).await.is(304);
        assert_ne!(get(&app, &format!("{path}&format=json")).await.is(200).header("etag"), tag);
        // A plain client of JSON and one that says nothing ask for different things here.
        let json = with(&app, &path, "accept", "application/json").await.is(200);
        assert_eq!(json.header("content-type"), "application/json");
        assert!(get(&app, &path).await.is(200).header("content-type").starts_with("text/csv"));
    }
}

async fn a_form_that_is_not_there_is_refused(app: App) {
    set_up(&app).await;
    let exports = [
        "completion?plan=cq-2022",
        "matrix?plan=cq-2022&by=area",
        "indicators",
        "areas",
        "categories",
        "targets",
        "outcomes",
    ];
    let answers = [CARD, STATUS, SUMMARY, MATRIX];
    let mut paths = answers.map(str::to_owned).to_vec();
    paths.extend(exports.map(|export| format!("/api/v1/exports/{export}")));
    for path in paths {
        for accept in ["image/png", "text/csv;q=0, application/pdf", "*/*;q=0"] {
            let refused = with(&app, &path, "accept", accept).await.problem(406, "not-acceptable");
            assert!(varies(&refused, "accept"), "{path}");
            let detail = refused.json["detail"].as_str().unwrap();
            assert!(detail.contains("text/csv") && detail.contains("format="), "{detail}");
        }
    }
    for path in answers {
        for form in ["pdf", "sdmx", "CSV", ""] {
            get(&app, &format!("{path}&format={form}")).await.problem(400, "bad-query");
        }
        get(&app, &format!("{path}&bom=yes")).await.problem(400, "bad-query");
    }
}

async fn the_language_is_chosen_by_name_or_by_header(app: App) {
    set_up(&app).await;
    for path in [
        CARD,
        MATRIX,
        "/api/v1/plans/cq-2022/completion/gdp-growth?on=2023-02-01&period=2022",
        "/api/v1/plans/cq-2022/summary?on=2023-02-01",
        "/api/v1/plans/cq-2022/series/gdp-growth?on=2023-02-01&period=2022",
        "/api/v1/plans/cq-2022/reconciliation?period=2022",
        "/api/v1/plans/cq-2022/compare/cq-2022?on=2023-02-01",
    ] {
        let both = get(&app, path).await.is(200);
        assert_eq!(both.header("content-language"), "zh, en", "{path}");
        for (language, contrary) in [("zh", "en"), ("en", "zh")] {
            let in_query = format!("{path}&lang={language}");
            let named = get(&app, &in_query).await.is(200);
            assert_eq!(named.header("content-language"), language, "{path}");
            // The first time it is made, the second time it is there.
            for _ in 0..2 {
                let accepts = format!("fr, {language}-XX;q=0.8");
                let accepted = with(&app, path, "accept-language", &accepts).await.is(200);
                assert_eq!(accepted.text, named.text, "{path} {language}");
                assert_eq!(accepted.header("content-language"), language);
                assert!(varies(&accepted, "accept-language"), "{path}");
                let other = with(&app, path, "accept-language", "fr").await.is(200);
                assert_eq!(other.text, both.text, "{path}: neither is asked for");
            }
            let wins = with(&app, &in_query, "accept-language", contrary).await.is(200);
            assert_eq!(wins.text, named.text, "{path}");
        }
    }
    let zh = with(&app, CARD, "accept-language", "zh").await.is(200);
    assert!(zh.text.contains("地区生产总值") && !zh.text.contains("GDP growth"), "{}", zh.text);
}
