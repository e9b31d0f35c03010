//! Exports over HTTP: what is exported imports again unchanged, in every form; the forms are what they say they are.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, get, import, plan_2022, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        what_is_exported_imports_again_unchanged,
        every_vintage_comes_along_where_it_is_asked_for,
        the_form_is_chosen_by_name_or_by_accept,
        a_selection_names_what_there_is,
        observations_are_those_of_sdmx,
        a_value_that_contradicts_the_words_is_refused,
        answers_are_files_too,
        many_exports_at_once_do_not_wait_for_each_other,
    ]
}

const FORMS: [(&str, &str); 4] = [
    ("csv", "text/csv"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ndjson", "application/x-ndjson"),
    ("json", "application/json"),
];

const KINDS: [&str; 5] = ["indicators", "areas", "categories", "targets", "outcomes"];

const INDICATORS: &str = "code,name_zh,name_en,unit,measure,direction,aggregation,scale,decimals\n\
    gdp-growth,地区生产总值增长,GDP growth,%,rate,higher,,,1\n\
    jobs,\"就业, 新增\",New jobs,万人,flow,higher,,,\n\
    energy,单位GDP能耗下降,Reduction of energy,%,rate,higher,,,\n\
    water,水质,Water,,grade,higher,,Ⅰ Ⅱ Ⅲ,\n";
const AREAS: &str = "code,name_zh,parent,overlapping\nchongqing,重庆市,,\nwanzhou,万州区,chongqing,\nzone,新区,chongqing,true\n";
const CATEGORIES: &str = "code,name_en,parent\nsector,Sector,\nsector/a,A,sector\n";
const TARGETS: &str = "plan,indicator,area,category,period,target,nature,no,caliber,relative_to,tolerance,baseline,baseline_period,waypoints,note,qualitative\n\
    cq-2022,gdp-growth,,,,5.5左右,binding,1,,,0.1,8.3,2021,,=not a formula,\n\
    cq-2022,jobs,,,,60以上,anticipatory,2,,,,,,2022-06-30=30; 2022-09-30=45.5,,\n\
    cq-2022,jobs,wanzhou,sector/a,2022-H1,\u{2014}8.4,,,national,,,,,,'quoted,\n\
    cq-2022,energy,,,,6以上、不低于经济增速,,3,,gdp-growth,,,,,,\n\
    cq-2022,water,,,,保稳促优,,4,,,,,,,,\n\
    cq-2022,gdp-growth,,,2022-H1,words that no grammar reads,,,,,,,,,,true\n";
const OUTCOMES: &str = "indicator,area,category,period,outcome,share_of_target,basis,caliber,source,reported_on,note\n\
    gdp-growth,,,2022,2.6,,forecast,,\"report, \"\"draft\"\"\",2023-01-13,\n\
    gdp-growth,,,2022-01..2022-09,正增长,,final,,,2022-10-20,-8.4\n\
    jobs,,,2022,123456789012.123456789,,final,,@source,2023-01-13,line one\n\
    jobs,wanzhou,sector/a,2022-H1,-2.50,,preliminary,national,,2022-07-15,\n\
    jobs,,,2022-Q3,35.2,58.6%,final,,,2022-10-15,\n\
    water,,,2022,Ⅱ类,,final,,,2023-01-13,\n";

async fn fill(app: &App) {
    post(app, "/api/v1/plans", &plan_2022()).await.is(201);
    post(app, "/api/v1/calibers", &json!({"code": "national", "name_en": "National"})).await.is(201);
}

async fn fill_all(app: &App) {
    fill(app).await;
    for (kind, file) in KINDS.into_iter().zip([INDICATORS, AREAS, CATEGORIES, TARGETS, OUTCOMES]) {
        import(app, kind, file).await.is(200);
    }
}

async fn export(app: &App, what: &str) -> Answer {
    get(app, &format!("/api/v1/exports/{what}")).await.is(200)
}

async fn what_is_exported_imports_again_unchanged(app: App) {
    fill_all(&app).await;
    for (form, media_type) in FORMS {
        let other = app.on_a_new_database().await;
        fill(&other).await;
        for kind in KINDS {
            let file = export(&app, &format!("{kind}?format={form}")).await;
            assert!(file.header("content-type").starts_with(media_type), "{kind} {form}");
            let address = format!("/api/v1/imports/{kind}");
            let sent =
                |app, file: &Answer| Ask::new(app, "POST", &address).body(media_type, file.bytes.clone());
            let first = sent(&other, &file).send().await.is(200).json;
            assert_eq!(first["done"]["created"], first["rows"], "{kind} {form}");
            let again = export(&other, &format!("{kind}?format={form}")).await;
            assert!(again.bytes == file.bytes, "{kind} {form}: {}\n{}", file.text, again.text);
            for app in [&app, &other] {
                let second = sent(app, &file).send().await.is(200).json;
                assert_eq!(second["change"], Value::Null, "{kind} {form}: {second}");
            }
        }
    }
    let target = get(&app, "/api/v1/plans/cq-2022/targets/jobs").await.is(200).json;
    assert_eq!(target["waypoints"][1]["cumulative"], "45.5");
}

async fn every_vintage_comes_along_where_it_is_asked_for(app: App) {
    fill_all(&app).await;
    let later = OUTCOMES.replace(",2.6,,forecast", ",3.0,,final").replace("2023-01-13", "2023-01-14");
    import(&app, "outcomes", &later).await.is(200);
    let lines = |text: &str| text.lines().count() - 1;
    let current = export(&app, "outcomes").await;
    let all = export(&app, "outcomes?all_vintages=true").await;
    assert_eq!((lines(&current.text), lines(&all.text)), (6, 9));
    let other = app.on_a_new_database().await;
    fill(&other).await;
    for (kind, file) in KINDS.into_iter().zip([INDICATORS, AREAS, CATEGORIES, TARGETS, &all.text]) {
        import(&other, kind, file).await.is(200);
    }
    assert_eq!(export(&other, "outcomes?all_vintages=true").await.text, all.text);
    assert_eq!(export(&other, "outcomes").await.text, current.text);
}

async fn the_form_is_chosen_by_name_or_by_accept(app: App) {
    fill_all(&app).await;
    for (accept, begins) in [
        ("application/x-ndjson", "{\"indicator\":\"gdp-growth\",\"area\":null"),
        ("application/json;q=0.5, application/x-ndjson;q=0.2", "[\n{\"indicator\""),
        ("text/html, */*;q=0.1", "indicator,area"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
        ("application/vnd.sdmx.data+csv; version=2.0.0", "STRUCTURE,"),
    ] {
        let answer =
            Ask::new(&app, "GET", "/api/v1/exports/outcomes").header("accept", accept).send().await.is(200);
        assert!(answer.text.starts_with(begins), "{accept}: {}", answer.text);
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\"outcomes."));
    }
    let csv = export(&app, "outcomes?format=csv").await;
    assert!(
        csv.text.contains("\ngdp-growth,,,2022,2.6,2.6,%,,forecast,,\"report, \"\"draft\"\"\",2023-01-13,,"),
        "{}",
        csv.text
    );
    assert!(csv.text.contains(",'@source,"), "a formula is disarmed: {}", csv.text);
    assert!(csv.text.contains(",-2.50,-2.5,"), "a number stays one: {}", csv.text);
    let marked = export(&app, "outcomes?format=csv&bom=true").await;
    assert_eq!(marked.bytes[..3], [0xEF, 0xBB, 0xBF]);
    assert_eq!(marked.bytes[3..], csv.bytes);
    let ndjson = export(&app, "outcomes?format=ndjson").await;
    assert!(ndjson.text.contains("\"value\":123456789012.123456789,"), "{}", ndjson.text);
    get(&app, "/api/v1/exports/outcomes?format=pdf").await.problem(400, "bad-query");
    get(&app, "/api/v1/exports/areas?format=sdmx").await.problem(400, "bad-query");
    get(&app, "/api/v1/exports/categories?bom=1").await.problem(400, "bad-query");
    get(&app, "/api/v1/exports/indicators?whatever=1").await.problem(400, "bad-query");
    get(&app, "/api/v1/exports/outcomes?format=sdmx&all_vintages=true").await.problem(400, "bad-query");
}

async fn a_selection_names_what_there_is(app: App) {
    fill_all(&app).await;
    let rows = async |query: &str| {
        let text = export(&app, &format!("outcomes?{query}")).await.text;
        text.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rows("indicator=jobs").await, ["jobs"; 3]);
    assert_eq!(rows("area=wanzhou&category=sector/a").await, ["jobs"]);
    assert_eq!(rows("period=2022").await, ["gdp-growth", "jobs", "water"]);
    assert_eq!(rows("indicator=energy").await, [""; 0]);
    for query in ["outcomes?indicator=none", "outcomes?area=none", "targets?plan=none"] {
        get(&app, &format!("/api/v1/exports/{query}")).await.problem(404, "not-found");
    }
    let one = export(&app, "targets?plan=cq-2022").await.text;
    assert_eq!(one, export(&app, "targets").await.text);
    assert_eq!(one.lines().count(), 7);
}

async fn observations_are_those_of_sdmx(app: App) {
    fill_all(&app).await;
    let outcomes = export(&app, "outcomes?format=sdmx").await;
    assert_eq!(
        outcomes.header("content-type"),
        "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
    );
    let lines: Vec<&str> = outcomes.text.lines().collect();
    assert!(
        lines[0].starts_with("STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,CATEGORY,"),
        "{}",
        lines[0]
    );
    assert_eq!(
        lines[1],
        "dataflow,PLANTRACK:OUTCOMES(1.0.0),I,gdp-growth,_T,_T,_Z,\"report, \"\"draft\"\"\",2022,2.6,F,%,2.6,,2023-01-13,"
    );
    assert!(lines[2].contains(",2022-01-01/P9M,,A,"), "a bound has no value: {}", lines[2]);
    let targets = export(&app, "targets?format=sdmx").await;
    let lines: Vec<&str> = targets.text.lines().collect();
    assert_eq!(
        lines[1],
        "dataflow,PLANTRACK:TARGETS(1.0.0),I,cq-2022,gdp-growth,_T,_T,2022,5.5,%,5.5左右,binding,_Z,'=not a formula"
    );
    assert!(lines[3].contains(",jobs,wanzhou,sector/a,2022-S1,-8.4,"), "{}", lines[3]);
}

async fn a_value_that_contradicts_the_words_is_refused(app: App) {
    fill_all(&app).await;
    for (kind, file) in [
        (
            "outcomes",
            "indicator,period,outcome,value\njobs,2021,60,61\njobs,2021,60,60.0\ngdp-growth,2021,正增长,1\n",
        ),
        ("targets", "plan,indicator,period,target,value\ncq-2022,jobs,2022-H1,30以上,31\n"),
    ] {
        let refused = import(&app, kind, file).await.problem(422, "data-refused");
        let codes: Vec<String> = refused.errors().into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, vec!["value_contradicts"; codes.len()], "{}", refused.text);
    }
}

async fn answers_are_files_too(app: App) {
    fill_all(&app).await;
    let card = export(&app, "completion?plan=cq-2022&on=2023-02-01").await.text;
    let line = card.lines().find(|line| line.contains(",gdp-growth,")).unwrap();
    assert!(line.starts_with("cq-2022,2023-02-01,1,gdp-growth,"), "{line}");
    assert!(
        line.contains(",5.5左右,2.6,forecast,2022,") && line.contains(",not_achieved,measured,"),
        "{line}"
    );
    assert!(line.ends_with(",5.5,2.6,-2.9,47.272727,"), "{line}");
    let json = export(&app, "completion?plan=cq-2022&on=2023-02-01&format=json").await.json;
    let shown = get(&app, "/api/v1/plans/cq-2022/completion?on=2023-02-01").await.is(200).json;
    for (row, item) in json.as_array().unwrap().iter().zip(shown["indicators"].as_array().unwrap()) {
        for field in ["indicator", "status", "evidence", "reason"] {
            assert_eq!(row[field], item[field], "{item}");
        }
    }
    assert!(card.contains(",123456788952.123456789,"), "what is no quotient has all its digits: {card}");
    let matrix = export(&app, "matrix?plan=cq-2022&by=area&format=ndjson").await.text;
    assert!(matrix.lines().all(|line| line.contains("\"member\":\"wanzhou\"")), "{matrix}");
    export(&app, "matrix?plan=cq-2022&by=category&format=xlsx").await;
    for (path, status, code) in [
        ("completion?on=2023-02-01", 400, "bad-query"),
        ("completion?plan=cq-2022&format=sdmx", 400, "bad-query"),
        ("completion?plan=none", 404, "not-found"),
        ("matrix?plan=cq-2022", 400, "bad-query"),
        ("matrix?plan=none&by=area", 404, "not-found"),
    ] {
        get(&app, &format!("/api/v1/exports/{path}")).await.problem(status, code);
    }
}

/// Each holds a connection while it reads: one that asked for a second would wait for the others, and they for it.
async fn many_exports_at_once_do_not_wait_for_each_other(app: App) {
    fill_all(&app).await;
    let narrow = app
        .with_settings(&[("database.max_connections", "2"), ("database.acquire_timeout_ms", "2000")])
        .await;
    let export = || get(&narrow, "/api/v1/exports/outcomes");
    let others = futures_util::future::join_all((0..12).map(|_| get(&narrow, "/api/v1/indicators")));
    let exports = futures_util::future::join_all((0..24).map(|_| export()));
    let (exports, others) = futures_util::future::join(exports, others).await;
    let first = exports[0].text.clone();
    assert!(first.contains("GDP growth"), "{first}");
    for answer in exports {
        assert_eq!(answer.is(200).text, first);
    }
    for answer in others {
        answer.is(200);
    }
}
