//! The forms of files over HTTP: the same table as CSV, NDJSON, JSON and as a workbook; what is wrong in each is named
//! with its place; none holds the service up.

use std::fmt::Write as _;

use std::time::{Duration, Instant};

use rust_xlsxwriter::{Formula, Workbook};
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    program::plantrack,
    talk::{Answer, Ask, document, get, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        the_same_table_comes_in_every_form,
        every_bad_row_is_named_with_its_place_in_its_form,
        a_quote_that_never_closes_swallows_no_rows,
        csv_in_another_encoding_is_refused,
        a_row_of_a_plan_table_may_be_for_a_part_of_the_plan,
        words_without_a_number_are_kept_where_a_plan_table_says_so,
        a_scale_comes_as_the_api_gives_it,
        a_refusal_of_the_whole_file_names_the_file,
        every_column_that_is_taken_is_documented,
        a_large_file_waits_on_disk,
        hostile_files_are_refused_at_once,
        outcomes_are_reported_as_lines_too,
        a_character_that_no_database_keeps_is_refused_in_every_cell,
    ]
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn send(app: &App, path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    Ask::new(app, "POST", path).body(kind, body.into()).send().await
}

/// A workbook of a table; what begins with = becomes a formula.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (number, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*row) {
            match (cell.strip_prefix('='), cell.parse::<f64>()) {
                (Some(formula), _) => sheet.write_formula(number, column, Formula::new(formula)),
                (None, Ok(value)) => sheet.write_number(number, column, value),
                (None, Err(_)) => sheet.write_string(number, column, *cell),
            }
            .unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

async fn the_same_table_comes_in_every_form(app: App) {
    set_up_plan(&app).await;
    let csv = "indicator,period,outcome,source,note\ngdp-growth,2021,2.6,\"a \"\"report\"\"\",'-x\n\
               gdp-growth,2022,\u{2014}8.4,,\n";
    let ndjson = "{\"indicator\":\"gdp-growth\",\"period\":2021,\"outcome\":2.6,\"source\":\"a \\\"report\\\"\",\"note\":\"-x\"}\n\n\
                  {\"indicator\":\"gdp-growth\",\"period\":\"2022\",\"outcome\":\"\u{2014}8.4\",\"note\":null}";
    let array = format!("[{}]", ndjson.replace("\n\n", " ,\n"));
    let sheet = workbook(&[
        &["indicator", "period", "outcome", "source", "note"],
        &["gdp-growth", "2021", "2.6", "a \"report\"", "'-x"],
        &["gdp-growth", "2022", "\u{2014}8.4"],
    ]);
    let forms: [(&str, Vec<u8>); 5] = [
        ("text/csv", csv.into()),
        ("application/x-ndjson", ndjson.into()),
        ("application/jsonl", format!("\u{feff}{ndjson}").into()),
        ("application/json", array.into()),
        (XLSX, sheet),
    ];
    for (number, (kind, body)) in forms.into_iter().enumerate() {
        let done = send(&app, "/api/v1/imports/outcomes", kind, body).await.is(200).json;
        let unchanged = if number == 0 { 0 } else { 2 };
        assert_eq!(done["rows"], 2, "{kind}");
        assert_eq!(done["done"]["unchanged"], unchanged, "{kind} says something else: {done}");
    }
    let kept = get(&app, "/api/v1/outcomes").await.is(200).json;
    assert_eq!(kept["items"][0]["note"], "-x");
    assert_eq!(kept["items"][1]["value"], json!({"kind": "number", "value": "-8.4"}));
}

/// Line or pointer, column and code of each fault.
fn places(answer: &Answer) -> Vec<(Value, String, String)> {
    let errors = answer.json["errors"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors
        .iter()
        .map(|error| {
            let place = error.get("line").or(error.get("pointer")).cloned().unwrap_or_default();
            (place, text(&error["column"]), text(&error["code"]))
        })
        .collect()
}

async fn every_bad_row_is_named_with_its_place_in_its_form(app: App) {
    set_up_plan(&app).await;
    let lines = "{\"indicator\":\"gdp-growth\",\"period\":\"2022\",\"outcome\":[1]}\n{\"indicator\":\"none\",\"period\":\"2022\",\"outcome\":\"1\"}\n\
                 nonsense\n{\"indicator\":\"gdp-growth\",\"outcome\":\"1\",\"outcome\":\"2\",\"x\":1}\n";
    let refused = send(&app, "/api/v1/imports/outcomes", "application/x-ndjson", lines).await;
    let at = |line: u64, column: &str, code: &str| (json!(line), column.to_owned(), code.to_owned());
    assert_eq!(
        places(&refused.problem(422, "data-refused")),
        [
            at(1, "outcome", "wrong_type"),
            at(2, "indicator", "unknown_indicator"),
            at(3, "", "malformed_json"),
            at(4, "outcome", "duplicate_field"),
            at(4, "x", "unknown_field"),
            at(4, "period", "missing_field"),
        ]
    );
    let array = "[{\"indicator\":\"gdp-growth\",\"period\":\"2022\",\"outcome\":\"1\"},\n{\"indicator\":\"none\",\"period\":\"2022\",\"outcome\":\"1\"},{\"x\":1}, 7]";
    let refused = send(&app, "/api/v1/imports/outcomes", "application/json", array).await;
    let pointers: Vec<Value> =
        places(&refused.problem(422, "data-refused")).into_iter().map(|(place, ..)| place).collect();
    assert_eq!(pointers[0], "/1/indicator");
    assert!(pointers.contains(&json!("/2/x")) && pointers.contains(&json!("/3")), "{pointers:?}");
    let sheet = workbook(&[
        &["indicator", "period", "outcome"],
        &["gdp-growth", "2022", "=1+1"],
        &[],
        &["gdp-growth", "2022-13", "1"],
    ]);
    let refused = send(&app, "/api/v1/imports/outcomes", XLSX, sheet).await;
    assert_eq!(
        places(&refused.problem(422, "data-refused")),
        [at(2, "outcome", "formula_cell"), at(4, "period", "bad_period")]
    );
    for (kind, body, code) in [
        ("application/json", "{}", "malformed_json"),
        ("application/json", "[{}", "malformed_json"),
        ("application/json", "[{\"indicator\":1}] x", "malformed_json"),
        ("text/csv", "indicator,period,outcome\n\"never ends", "unclosed_quote"),
        (XLSX, "indicator,period,outcome\n", "no_workbook"),
    ] {
        let refused = send(&app, "/api/v1/imports/outcomes", kind, body).await.problem(422, "data-refused");
        assert!(refused.errors().iter().any(|(found, _)| found == code), "{}", refused.text);
    }
    assert_eq!(get(&app, "/api/v1/outcomes").await.json["items"], json!([]), "nothing was kept");
}

async fn a_quote_that_never_closes_swallows_no_rows(app: App) {
    set_up_plan(&app).await;
    let outcomes = "indicator,period,outcome,source\ngdp-growth,2021,1,\"a\ngdp-growth,2022,1,b\n";
    let table = "no,code,target,note\n1,gdp-growth,5,\"a\n2,none,6,\n";
    for (path, file, column) in [
        ("/api/v1/imports/outcomes", outcomes, "source"),
        ("/api/v1/outcomes", outcomes, "source"),
        ("/api/v1/imports/plan-table?plan=cq-2022", table, "note"),
    ] {
        let refused = send(&app, path, "text/csv", file).await.problem(422, "data-refused");
        assert_eq!(places(&refused), [(json!(2), column.to_owned(), "unclosed_quote".to_owned())], "{path}");
        let behind = file.replace("\"a\n", "\"a\"b\n");
        let refused = send(&app, path, "text/csv", behind).await.problem(422, "data-refused");
        let expected = (json!(2), column.to_owned(), "text_behind_quote".to_owned());
        assert!(places(&refused).contains(&expected), "{path}: {}", refused.text);
    }
    let closed = outcomes.replace("\"a\n", "\"a\nb\"\n");
    assert_eq!(send(&app, "/api/v1/outcomes", "text/csv", closed).await.is(201).json["new"], 2);
    let kept = get(&app, "/api/v1/outcomes").await.is(200).json;
    assert_eq!((&kept["items"][0]["source"], &kept["items"][1]["source"]), (&json!("a\nb"), &json!("b")));
}

async fn csv_in_another_encoding_is_refused(app: App) {
    set_up_plan(&app).await;
    let file = "indicator,period,outcome,source\ngdp-growth,2022,2.6,";
    let with = |source: &[u8]| [file.as_bytes(), source, b"\n"].concat();
    let latin = with(b"Qu\xe9bec, Montr\xe9al");
    for path in ["/api/v1/outcomes", "/api/v1/imports/outcomes"] {
        for charset in ["iso-8859-1", "\"ISO-8859-1\"", "windows-1252", "big5", "utf-8; charset=gbk"] {
            let kind = format!("text/csv; header=present; Charset={charset}");
            send(&app, path, &kind, latin.clone()).await.problem(415, "unsupported-media-type");
        }
        // 统计 as UTF-8 in one row, as GB18030 in the other.
        let mixed = [with("统计".as_bytes()), b"gdp-growth,2021,2.6,\xcd\xb3\xbc\xc6\n".to_vec()].concat();
        let refused = send(&app, path, "text/csv", mixed).await.problem(422, "data-refused");
        assert_eq!(places(&refused), [(json!(3), String::new(), "mixed_encoding".to_owned())], "{path}");
    }
    let gbk = with(b"\xcd\xb3\xbc\xc6");
    let utf16: Vec<u8> = String::from_utf8(with("统计".as_bytes()))
        .unwrap()
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    for path in ["/api/v1/outcomes", "/api/v1/imports/outcomes"] {
        // 年 in Big5, which decodes as GB18030 to a character of private use.
        let big5 = with(b"\xa6\x7e");
        for (kind, bytes, line) in [
            ("text/csv", &big5, 2),
            ("text/csv; charset=gbk", &big5, 2),
            ("text/csv; charset=utf-8", &gbk, 2),
            ("text/csv; charset=gb2312", &with("统计".as_bytes()), 2),
            ("text/csv; charset=utf-16", &utf16, 1),
        ] {
            let refused = send(&app, path, kind, bytes.clone()).await.problem(422, "data-refused");
            let expected = [(json!(line), String::new(), "bad_encoding".to_owned())];
            assert_eq!(places(&refused), expected, "{path} {kind}");
        }
    }
    assert_eq!(get(&app, "/api/v1/outcomes").await.json["items"], json!([]));
    send(&app, "/api/v1/outcomes", "text/csv; charset=GBK", gbk).await.is(201);
    send(&app, "/api/v1/outcomes", "text/csv;charset=\"utf-8\"", with("统计".as_bytes())).await.is(200);
    send(&app, "/api/v1/outcomes", "text/csv; charset=utf-16be", utf16).await.is(200);
    assert_eq!(get(&app, "/api/v1/outcomes").await.json["items"][0]["source"], "统计");
}

async fn a_row_of_a_plan_table_may_be_for_a_part_of_the_plan(app: App) {
    let path = "/api/v1/imports/plan-table?plan=years&period=2021..2025&title_en=Years&source=office&reported_on=2023-01-13";
    let table = |period: &str| {
        format!(
            "no,code,name_en,unit,measure,direction,period,target,outcome\n\
             1,output,Output,亿元,flow,higher,{period},到2025年达到3万亿元,\n\
             2,share,Share,%,level,higher,,30,\n3,jobs,Jobs,万人,flow,higher,2022,60,61\n"
        )
    };
    let refused = send(&app, path, "text/csv", table("")).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("period_missing".to_owned(), "period".to_owned())]);
    send(&app, path, "text/csv", table("2025")).await.is(200);
    let targets = get(&app, "/api/v1/plans/years/targets").await.is(200).json;
    let periods: Vec<&str> =
        targets["items"].as_array().unwrap().iter().map(|item| item["period"].as_str().unwrap()).collect();
    assert_eq!(periods, ["2025", "2021..2025", "2022"]);
    let reported = get(&app, "/api/v1/outcomes?indicator=jobs").await.is(200).json;
    assert_eq!(reported["items"][0]["period"], "2022");
}

async fn words_without_a_number_are_kept_where_a_plan_table_says_so(app: App) {
    let path = "/api/v1/imports/plan-table?plan=p&period=2022&title_en=P";
    let table = |qualitative: &str| {
        format!(
            "no,code,name_en,unit,measure,direction,target,qualitative\n\
             1,gdp,GDP growth,%,rate,higher,5.5左右,\n2,income,Income growth,%,rate,higher,与经济增长基本同步,{qualitative}\n"
        )
    };
    let refused = send(&app, path, "text/csv", table("")).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("in_step".to_owned(), "target".to_owned())]);
    let refused = send(&app, path, "text/csv", table("maybe")).await.problem(422, "data-refused");
    assert_eq!(refused.errors()[0], ("bad_flag".to_owned(), "qualitative".to_owned()));
    send(&app, path, "text/csv", table("TRUE")).await.is(200);
    let targets = get(&app, "/api/v1/plans/p/targets").await.is(200).json;
    assert_eq!(targets["items"][0]["criterion"]["kind"], "threshold");
    assert_eq!(targets["items"][1]["criterion"]["kind"], "qualitative");
    assert_eq!(targets["items"][1]["target"], "与经济增长基本同步");
}

async fn a_scale_comes_as_the_api_gives_it(app: App) {
    let path = "/api/v1/imports/indicators";
    let line = |scale: &str| {
        format!(
            "{{\"code\":\"water\",\"name_en\":\"Water\",\"measure\":\"grade\",\"direction\":\"higher\",\"scale\":{scale}}}"
        )
    };
    for (kind, file, created) in [
        ("application/x-ndjson", line("[\"Ⅰ\",\"Ⅱ\"]"), 1),
        ("application/json", format!("[{}]", line("[\"Ⅰ\", \"Ⅱ\"]")), 0),
        ("application/x-ndjson", line("\"Ⅰ Ⅱ\""), 0),
    ] {
        let done = send(&app, path, kind, file).await.is(200).json;
        let expected = json!({"created": created, "revised": 0, "unchanged": 1 - created});
        assert_eq!(done["done"], expected, "{kind}");
    }
    let kept = get(&app, "/api/v1/indicators/water").await.is(200).json;
    assert_eq!(kept["scale"], json!(["Ⅰ", "Ⅱ"]));
    for (scale, code) in [
        ("[\"Ⅰ\",2]", "wrong_type"),
        ("{\"Ⅰ\":1}", "wrong_type"),
        ("[\"Ⅰ|a\",\"Ⅱ\"]", "bad_word"),
        ("[\"Ⅰ\",\"\"]", "bad_word"),
    ] {
        let refused = send(&app, path, "application/x-ndjson", line(scale)).await;
        let found = refused.problem(422, "data-refused").errors();
        assert_eq!(found, [(code.to_owned(), "scale".to_owned())], "{scale}");
    }
    // Grades of several words come back from a table as they went into it.
    let file = line("[\"Requires improvement\",\"Good\"]").replace("\"water\"", "\"care\"");
    send(&app, path, "application/x-ndjson", file).await.is(200);
    let table = get(&app, "/api/v1/exports/indicators?format=csv").await.is(200).text;
    assert!(table.contains("Requires improvement | Good"), "{table}");
    let done = send(&app, path, "text/csv", table).await.is(200).json;
    assert_eq!(done["done"]["revised"], 0, "{done}");
    let other = line("null").replace("\"name_en\":\"Water\"", "\"name_en\":[\"Water\"]");
    let refused = send(&app, path, "application/x-ndjson", other).await.problem(422, "data-refused");
    assert_eq!(refused.errors(), [("wrong_type".to_owned(), "name_en".to_owned())]);
}

async fn a_refusal_of_the_whole_file_names_the_file(app: App) {
    set_up_plan(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("figures.xlsx");
    std::fs::write(&path, "no zip").unwrap();
    let file = path.to_str().unwrap();
    for words in [&["import", "outcomes", file][..], &["import", "plan-table", file, "--plan", "cq-2022"]] {
        let said = plantrack(&app.database_url, words).is(1).said;
        assert!(said.contains(&format!("\n  {file}: the file is no workbook")), "{said}");
    }
}

/// The columns of each kind of file stand in the description of its operation as they do in the schema of its rows.
async fn every_column_that_is_taken_is_documented(_app: App) {
    let document = document();
    for (kind, rows) in [
        ("plan-table", "PlanTableRows"),
        ("targets", "TargetRows"),
        ("outcomes", "OutcomeRows"),
        ("indicators", "IndicatorRows"),
        ("areas", "AreaRows"),
        ("categories", "CategoryRows"),
    ] {
        let operation = &document["paths"][format!("/api/v1/imports/{kind}")]["post"];
        let described = operation["description"].as_str().unwrap();
        let words: Vec<&str> = described.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let columns = &document["components"]["schemas"][rows]["items"]["properties"];
        for column in columns.as_object().unwrap().keys() {
            assert!(words.contains(&column.as_str()), "{kind}: {column} is not described");
        }
    }
}

async fn a_large_file_waits_on_disk(app: App) {
    set_up_plan(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let app = app.with_settings(&[("files.spool_folder", folder.path().to_str().unwrap())]).await;
    let mut csv = "indicator,period,outcome,note\n".to_owned();
    for day in 0..4_000 {
        let (month, day) = (day / 28 % 12 + 1, day % 28 + 1);
        writeln!(csv, "gdp-growth,2022-{month:02}-{day:02},{day}.5,{}", "x".repeat(100)).unwrap();
    }
    let done = send(&app, "/api/v1/imports/outcomes", "text/csv", csv).await.is(200).json;
    assert_eq!(done["rows"], 4_000);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the file is gone when nobody reads it");
}

async fn hostile_files_are_refused_at_once(app: App) {
    set_up_plan(&app).await;
    let long = "a".repeat(3 * 1024 * 1024);
    let deep = "[".repeat(200_000);
    let files: Vec<(&str, String)> = vec![
        ("text/csv", format!("indicator,period,outcome\n\"{long}")),
        ("text/csv", format!("{long},period")),
        ("application/x-ndjson", long.clone()),
        ("application/x-ndjson", format!("{{\"indicator\":{deep}")),
        ("application/json", format!("[{{\"indicator\":{deep}")),
        ("application/json", format!("[{{\"indicator\":\"{long}\"}}]")),
        ("application/json", deep),
        ("application/x-ndjson", "{}\n".repeat(100_000)),
        (XLSX, format!("PK\u{3}\u{4}{long}")),
    ];
    for (kind, file) in files {
        let started = Instant::now();
        send(&app, "/api/v1/imports/outcomes", kind, file).await.problem(422, "data-refused");
        // A build for tests is many times slower than the one that is shipped.
        assert!(started.elapsed() < Duration::from_secs(10), "{kind}");
    }
    let small = app.with_settings(&[("files.max_workbook_bytes", "1024")]).await;
    send(&small, "/api/v1/imports/outcomes", XLSX, vec![0; 1_025]).await.problem(413, "body-too-large");
    get(&app, "/health/live").await.is(200);
}

async fn outcomes_are_reported_as_lines_too(app: App) {
    set_up_plan(&app).await;
    let csv = "indicator,period,outcome\ngdp-growth,2022,2.6\ngdp-growth,2021,8.3\n";
    let done = send(&app, "/api/v1/outcomes", "text/csv", csv).await.is(201).json;
    assert_eq!((&done["new"], done["items"].as_array().unwrap().len()), (&json!(2), 2));
    let lines = "{\"indicator\":\"gdp-growth\",\"period\":\"2022\",\"outcome\":\"2.6\"}\n{\"indicator\":\"gdp-growth\",\"period\":\"2020\",\"outcome\":3.9}\n";
    let done = send(&app, "/api/v1/outcomes", "application/x-ndjson", lines).await.is(201).json;
    assert_eq!(done["items"][0]["known"], true);
    assert_eq!(done["new"], 1);
    let one =
        send(&app, "/api/v1/outcomes", "text/csv", "indicator,period,outcome\ngdp-growth,2019,6.3\n").await;
    assert!(one.is(201).header("location").starts_with("/api/v1/outcomes/"));
    let bad = "indicator,period,outcome\ngdp-growth,2018,6\nnone,2018,6\ngdp-growth,2018,x y z\n";
    let refused = send(&app, "/api/v1/outcomes", "text/csv", bad).await.problem(422, "data-refused");
    let at: Vec<Value> = places(&refused).into_iter().map(|(place, ..)| place).collect();
    assert_eq!(at, [json!(3), json!(4)]);
    let bad = "nonsense\n{\"indicator\":\"none\",\"period\":\"2018\",\"outcome\":\"1\"}\n\
               {\"indicator\":\"gdp-growth\",\"period\":\"2017\",\"outcome\":\"1\"}\n{\"period\":\"2018\"}\n";
    for path in ["/api/v1/outcomes", "/api/v1/imports/outcomes"] {
        let refused = send(&app, path, "application/x-ndjson", bad).await.problem(422, "data-refused");
        let found: Vec<(Value, String)> =
            places(&refused).into_iter().map(|(line, _, code)| (line, code)).collect();
        let expected =
            [(1, "malformed_json"), (2, "unknown_indicator"), (4, "missing_field"), (4, "missing_field")];
        assert_eq!(found, expected.map(|(line, code)| (json!(line), code.to_owned())), "{path}");
    }
    assert_eq!(get(&app, "/api/v1/outcomes?indicator=gdp-growth&period=2017").await.json["items"], json!([]));
    let many = format!("indicator,period,outcome\n{}", "gdp-growth,2022,2.6\n".repeat(10_001));
    send(&app, "/api/v1/outcomes", "text/csv", many).await.problem(413, "body-too-large");
}

/// PostgreSQL takes no text with U+0000, not even to look for it: whatever is looked up must be a code first.
async fn a_character_that_no_database_keeps_is_refused_in_every_cell(app: App) {
    set_up_plan(&app).await;
    let key = json!({"name": "of one area", "scopes": ["report"], "areas": ["wanzhou"]});
    post(&app, "/api/v1/areas", &json!({"code": "wanzhou", "name_en": "Wanzhou"})).await.is(201);
    let made = post(&app, "/api/v1/keys", &key).await.is(201).json;
    let limited = made["secret"].as_str();
    let outcome = json!({"indicator": "gdp-growth", "area": "wanzhou", "category": null, "period": "2022",
        "outcome": "2.6", "basis": "final", "caliber": null, "source": "report", "reported_on": "2023-01-13", "note": "x"});
    let target = json!({"plan": "cq-2022", "indicator": "gdp-growth", "area": null, "category": null, "period": "2022",
        "target": "5.5", "nature": "binding", "caliber": null, "source": "plan"});
    let item = json!({"code": "x", "name_en": "X", "parent": null});
    let indicator =
        json!({"code": "x", "name_en": "X", "unit": "%", "measure": "rate", "direction": "higher"});
    let table = json!({"no": "1", "code": "gdp-growth", "parent": null, "target": "5.5", "outcome": "2.6", "note": "x"});
    for (path, row, keys) in [
        ("/api/v1/imports/outcomes", &outcome, &[None, limited][..]),
        ("/api/v1/outcomes", &outcome, &[None, limited][..]),
        ("/api/v1/imports/targets", &target, &[None][..]),
        ("/api/v1/imports/areas", &item, &[None][..]),
        ("/api/v1/imports/categories", &item, &[None][..]),
        ("/api/v1/imports/indicators", &indicator, &[None][..]),
        ("/api/v1/imports/plan-table?plan=cq-2022&basis=final", &table, &[None][..]),
    ] {
        for column in row.as_object().unwrap().keys() {
            let mut bad = row.clone();
            bad[column] = json!("a\u{0}b");
            for key in keys {
                let ask = Ask::new(&app, "POST", path);
                let ask = if key.is_some() { ask.by(*key) } else { ask };
                let answer = ask.body("application/x-ndjson", bad.to_string()).send().await;
                assert!(
                    matches!(answer.status, 403 | 422),
                    "{path} {column}: {} {}",
                    answer.status,
                    answer.text
                );
            }
        }
    }
    let mut bad = outcome.clone();
    for column in ["indicator", "area", "category", "period", "outcome", "caliber", "source", "note"] {
        bad[column] = json!("a\u{0}b");
        post(&app, "/api/v1/outcomes", &bad).await.problem(422, "data-refused");
        bad[column].clone_from(&outcome[column]);
    }
}
