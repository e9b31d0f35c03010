//! Imports of long files over HTTP: targets, outcomes, and the catalogue; all or nothing, every bad row named.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Answer, Ask, get, import, plan_2022, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_catalogue_file_may_stand_in_any_order,
        a_file_sent_again_changes_nothing,
        a_dry_run_keeps_nothing,
        every_bad_row_is_named,
        unknown_columns_are_refused_or_ignored,
        a_closed_plan_takes_no_targets,
        a_file_of_targets_does_not_change_the_catalogue,
        a_plan_table_does_not_change_what_its_indicators_mean,
        a_series_that_a_note_names_must_exist,
        outcomes_in_another_unit_are_refused,
        what_a_file_says_nothing_of_stays,
        locked_rows_are_all_named,
    ]
}

const KINDS: [&str; 5] = ["targets", "outcomes", "indicators", "areas", "categories"];

/// A good file of each kind, on top of the plan with its first target.
fn good(kind: &str) -> &'static str {
    match kind {
        "targets" => "plan,indicator,target,period,nature\ncq-2022,gdp-growth,2.5左右,2022-H1,binding\n",
        "outcomes" => "indicator,period,outcome,basis,source\ngdp-growth,2022,2.6,forecast,plan report\n",
        "indicators" => "code,name_zh,unit,measure,direction\njobs,就业,万人,flow,higher\n",
        "areas" => "code,name_zh,parent\nwanzhou,万州区,chongqing\nchongqing,重庆市,\n",
        _ => "code,name_zh,parent\nsector/a,甲,sector\nsector,产业,\n",
    }
}

fn done(created: usize, revised: usize, unchanged: usize) -> Value {
    json!({"created": created, "revised": revised, "unchanged": unchanged})
}

async fn a_catalogue_file_may_stand_in_any_order(app: App) {
    let file = "code,name_en,unit,measure,direction,aggregation,numerator,denominator\n\
        share,Share,%,level,higher,ratio_of_sums,some,all\n\
        some,Some,亿元,flow,higher,sum,,\n\
        all,All,亿元,flow,higher,sum,,\n";
    assert_eq!(import(&app, "indicators", file).await.is(200).json["done"], done(3, 0, 0));
    let share = get(&app, "/api/v1/indicators/share").await.is(200).json;
    assert_eq!((&share["numerator"], &share["denominator"]), (&json!("some"), &json!("all")));
    let revised = file.replace("Share,", "The share,");
    assert_eq!(import(&app, "indicators", &revised).await.is(200).json["done"], done(0, 1, 2));
    let circle = "code,name_en,parent\na,A,b\nb,B,a\n";
    for kind in ["areas", "categories"] {
        let refused = import(&app, kind, circle).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), vec![("circle".to_owned(), "parent".to_owned()); 2]);
    }
    let orphan = file.replace("\nall,", "\nall-of-it,").replace("share,Share", "share2,Share");
    let refused = import(&app, "indicators", &orphan).await;
    assert_eq!(refused.status, 200, "what is stored already need not stand in the file: {}", refused.text);
    let orphan = "code,name_en,unit,measure,direction,aggregation,numerator,denominator\n\
        x,X,%,level,higher,ratio_of_sums,none,all\n";
    let refused = import(&app, "indicators", orphan).await.problem(422, "data-refused");
    assert_eq!(
        (&refused.json["errors"][0]["line"], refused.errors()[0].1.as_str()),
        (&json!(2), "numerator")
    );
}

async fn a_file_sent_again_changes_nothing(app: App) {
    set_up_plan(&app).await;
    for kind in KINDS {
        let first = import(&app, kind, good(kind)).await.is(200).json;
        let rows = good(kind).lines().count() - 1;
        assert_eq!((&first["rows"], &first["done"]), (&json!(rows), &done(rows, 0, 0)), "{kind}");
        assert!(first["change"].is_i64());
        let again = import(&app, kind, good(kind)).await.is(200).json;
        assert_eq!((&again["done"], &again["change"]), (&done(0, 0, rows), &Value::Null), "{kind}");
    }
    let half = get(&app, "/api/v1/plans/cq-2022/targets/gdp-growth?period=2022-H1").await.is(200).json;
    assert_eq!((&half["target"], &half["nature"]), (&json!("2.5左右"), &json!("binding")));
    let outcome = get(&app, "/api/v1/outcomes?indicator=gdp-growth").await.is(200).json["items"][0].clone();
    assert_eq!((&outcome["basis"], &outcome["source"]), (&json!("forecast"), &json!("plan report")));
}

async fn a_dry_run_keeps_nothing(app: App) {
    set_up_plan(&app).await;
    for kind in KINDS {
        let report = import(&app, &format!("{kind}?dry_run=true"), good(kind)).await.is(200).json;
        assert_eq!((&report["dry_run"], &report["change"]), (&json!(true), &Value::Null), "{kind}");
        assert_ne!(report["done"]["created"], 0, "{kind}");
        let refused = import(&app, &format!("{kind}?dry_run=1"), good(kind)).await.problem(400, "bad-query");
        assert_eq!(refused.errors(), [("bad_flag".to_owned(), "dry_run".to_owned())]);
    }
    for path in [
        "indicators/jobs",
        "areas/chongqing",
        "categories/sector",
        "plans/cq-2022/targets/gdp-growth?period=2022-H1",
    ] {
        get(&app, &format!("/api/v1/{path}")).await.problem(404, "not-found");
    }
    assert_eq!(get(&app, "/api/v1/outcomes").await.json["items"], json!([]));
}

async fn every_bad_row_is_named(app: App) {
    set_up_plan(&app).await;
    for (kind, file, expected) in [
        (
            "targets",
            "plan,indicator,target,area\ncq-2022,gdp-growth,很好很好,\ncq-2022,none,5,\nnone,gdp-growth,5,\ncq-2022,gdp-growth,5,a b\n",
            vec![(2, "target"), (3, "indicator"), (4, "plan"), (5, "area")],
        ),
        (
            "outcomes",
            "indicator,period,outcome,basis\ngdp-growth,2022,很好,final\nnone,2022,1,final\ngdp-growth,2022-13,2.6,sure\n",
            vec![(2, "outcome"), (3, "indicator"), (4, "period"), (4, "basis")],
        ),
        (
            "indicators",
            "code,name_en,measure\na b,X,flow\nc,C,flow\n",
            vec![(2, "code"), (2, "direction"), (3, "direction")],
        ),
        ("areas", "code,name_en,overlapping\nx,X,perhaps\n", vec![(2, "overlapping")]),
        ("categories", "code,name_en\nx,X\nx,Y\n", vec![(3, "code")]),
    ] {
        let refused = import(&app, kind, file).await.problem(422, "data-refused");
        let mut named: Vec<(u64, String)> = refused.json["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| (error["line"].as_u64().unwrap(), error["column"].as_str().unwrap().to_owned()))
            .collect();
        named.sort_by_key(|(line, _)| *line);
        let expected: Vec<(u64, String)> =
            expected.into_iter().map(|(line, column)| (line, column.to_owned())).collect();
        assert_eq!(named, expected, "{kind}: {}", refused.text);
    }
    assert_eq!(get(&app, "/api/v1/outcomes").await.json["items"], json!([]), "nothing was kept");
    for (kind, file, expected) in [
        (
            "outcomes",
            "indicator,area,category,caliber,period,outcome\ngdp-growth,,,,2022,2.6\ngdp-growth,a,b,c,2022,2.6\n\
             gdp-growth,d,,,2022,2.6\n",
            vec![(3, "area"), (3, "caliber"), (3, "category"), (4, "area")],
        ),
        (
            "targets",
            "plan,indicator,area,category,caliber,parent,relative_to,target\ncq-2022,gdp-growth,a,b,c,d,e,6\n\
             cq-2022,gdp-growth,f,,,,gdp-growth,5\n",
            vec![
                (2, "area"),
                (2, "caliber"),
                (2, "category"),
                (2, "parent"),
                (2, "relative_to"),
                (3, "area"),
            ],
        ),
        ("areas", "code,name_en,parent\na,A,\nb,B,x\nc,C,b\nd,D,y\n", vec![(3, "parent"), (5, "parent")]),
        (
            "indicators",
            "code,name_en,measure,direction,aggregation,numerator,denominator\n\
             a,A,level,higher,ratio_of_sums,gdp-growth,none\n",
            vec![(2, "denominator")],
        ),
    ] {
        let refused = import(&app, kind, file).await.problem(422, "data-refused");
        let errors = refused.json["errors"].as_array().unwrap();
        let mut named: Vec<(u64, &str)> = errors
            .iter()
            .map(|error| (error["line"].as_u64().unwrap(), error["column"].as_str().unwrap()))
            .collect();
        named.sort_unstable();
        assert_eq!(named, expected, "{kind}: {}", refused.text);
    }
    for path in ["/api/v1/outcomes", "/api/v1/areas"] {
        assert_eq!(get(&app, path).await.json["items"], json!([]), "nothing was kept");
    }
}

async fn unknown_columns_are_refused_or_ignored(app: App) {
    set_up_plan(&app).await;
    for kind in KINDS {
        let (header, rest) = good(kind).split_once('\n').unwrap();
        let wider: Vec<String> = rest.lines().map(|line| format!("{line},1")).collect();
        let file = format!("{header},whatever\n{}\n", wider.join("\n"));
        let refused = import(&app, kind, &file).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), [("unknown_column".to_owned(), "whatever".to_owned())], "{kind}");
        import(&app, &format!("{kind}?ignore_unknown=true"), &file).await.is(200);
        let address = format!("/api/v1/imports/{kind}");
        let wrong = Ask::new(&app, "POST", &address).body("text/plain", "x".to_owned()).send().await;
        wrong.problem(415, "unsupported-media-type");
    }
}

async fn a_closed_plan_takes_no_targets(app: App) {
    set_up_plan(&app).await;
    for step in ["adopt", "close"] {
        post(&app, &format!("/api/v1/plans/cq-2022/{step}"), &json!({})).await.is(200);
    }
    import(&app, "targets", good("targets")).await.problem(409, "not-allowed");
    post(&app, "/api/v1/plans", &plan_2022()).await.problem(409, "already-exists");
    let large = "x".repeat(40 * 1024);
    let small = app.with_settings(&[("server.max_import_bytes", "1024")]).await;
    for kind in KINDS {
        import(&small, kind, &large).await.problem(413, "body-too-large");
    }
}

/// An indicator of two plans, 500 of it planned and 400 reported.
async fn set_up_amounts(app: &App) {
    let indicators = "code,name_en,unit,measure,direction\ndd,Amount,亿元,flow,higher\n";
    import(app, "indicators", indicators).await.is(200);
    post(app, "/api/v1/plans", &json!({"code": "dp", "title_en": "DP", "period": "2022"})).await.is(201);
    let target = json!({"indicator": "dd", "target": "500", "no": "1"});
    post(app, "/api/v1/plans/dp/targets", &target).await.is(201);
    post(app, "/api/v1/outcomes", &json!({"indicator": "dd", "period": "2022", "outcome": "400"}))
        .await
        .is(201);
}

/// The line, column and code of each fault.
fn named(refused: &Answer) -> Vec<(u64, &str, &str)> {
    let errors = refused.json["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            let (column, code) = (error["column"].as_str(), error["code"].as_str());
            (error["line"].as_u64().unwrap(), column.unwrap(), code.unwrap())
        })
        .collect()
}

const CONTRADICTS: &str = "contradicts_catalogue";

async fn a_file_of_targets_does_not_change_the_catalogue(app: App) {
    set_up_amounts(&app).await;
    let before = get(&app, "/api/v1/indicators/dd").await.is(200);
    let head = "plan,indicator,period,target,name_en,unit,measure,direction\n";
    let file = format!(
        "{head}dp,dd,2022,500,,,,\ndp,dd,2022-H1,250,,亿元,flow,lower\ndp,dd,2022-Q1,120,,万元,level,\n\
         dp,new,2022,5,New,家,level,higher\ndp,new,2022-H1,4,New,人,,lower\n"
    );
    let refused = import(&app, "targets", &file).await.problem(422, "data-refused");
    assert_eq!(
        named(&refused),
        [
            (3, "direction", CONTRADICTS),
            (4, "unit", CONTRADICTS),
            (4, "measure", CONTRADICTS),
            (6, "unit", CONTRADICTS),
            (6, "direction", CONTRADICTS),
        ]
    );
    for (error, words) in [
        (0, ["the catalogue has the direction \"higher\"", "\"lower\""]),
        (3, ["line 5 has the unit \"家\"", "\"人\""]),
    ] {
        let detail = refused.json["errors"][error]["detail"].as_str().unwrap();
        assert!(words.iter().all(|word| detail.contains(word)), "{detail}");
        assert!(detail.contains("import indicators") && detail.contains("leave the cell empty"), "{detail}");
    }
    // What means the same and another name are taken, and change nothing of the catalogue.
    let file = format!("{head}dp,dd,2022-H1,250,Sum,億元,flow,higher\n");
    assert_eq!(import(&app, "targets", &file).await.is(200).json["done"], done(1, 0, 0));
    let after = get(&app, "/api/v1/indicators/dd").await.is(200);
    assert_eq!((&after.json, after.header("etag")), (&before.json, before.header("etag")));
}

async fn a_plan_table_does_not_change_what_its_indicators_mean(app: App) {
    set_up_amounts(&app).await;
    let status = async || {
        let read = get(&app, "/api/v1/plans/dp/completion/dd?on=2023-06-01").await.is(200).json;
        (read["status"].clone(), read["target"]["text"].clone())
    };
    let before = status().await;
    assert_eq!(before.0, "not_achieved");
    let head = "no,code,name_en,unit,measure,direction,target\n";
    let table = |row: &str| format!("{head}1,dd,{row}\n2,new,New,家,level,higher,5\n");
    for (row, columns) in [
        (",万元,flow,higher,500", vec!["unit"]),
        (",,level,lower,500", vec!["measure", "direction"]),
        (",元,,,500", vec!["unit"]),
    ] {
        let refused = import(&app, "plan-table?plan=dp", &table(row)).await.problem(422, "data-refused");
        let expected: Vec<_> = columns.into_iter().map(|column| (2, column, CONTRADICTS)).collect();
        assert_eq!(named(&refused), expected);
        assert_eq!(status().await, before);
    }
    let renamed = table("Sum,亿人民币元,flow,higher,500");
    import(&app, "plan-table?plan=dp", &renamed).await.is(200);
    let dd = get(&app, "/api/v1/indicators/dd").await.is(200).json;
    assert_eq!((&dd["unit"], &dd["name_en"]), (&json!("亿元"), &json!("Sum")));
    assert_eq!(status().await, before);
}

async fn a_series_that_a_note_names_must_exist(app: App) {
    set_up_amounts(&app).await;
    let table = "no,code,name_en,unit,measure,direction,target,note\n1,a,A,%,rate,higher,5,relative-to: nope\n\
        2,b,B,%,rate,higher,很好很好,\n3,c,C,%,rate,higher,5,relative-to: dd\n4,d,D,%,rate,higher,5,relative-to: a\n";
    let refused = import(&app, "plan-table?plan=dp", table).await.problem(422, "data-refused");
    let found = named(&refused);
    assert_eq!(
        found.iter().map(|(line, column, _)| (*line, *column)).collect::<Vec<_>>(),
        [(2, "note"), (3, "target")]
    );
    assert_eq!((found[0].2, &refused.json["errors"][0]["value"]), ("unknown_indicator", &json!("nope")));
}

async fn outcomes_in_another_unit_are_refused(app: App) {
    set_up_amounts(&app).await;
    let head = "indicator,period,outcome,unit\n";
    let file = format!("{head}dd,2021,500,亿元\ndd,2022,500,万元\ndd,2023,500,%\n");
    for path in ["/api/v1/imports/outcomes", "/api/v1/outcomes"] {
        let sent = Ask::new(&app, "POST", path).body("text/csv", file.clone()).send().await;
        let refused = sent.problem(422, "data-refused");
        assert_eq!(named(&refused), [(3, "unit", CONTRADICTS), (4, "unit", CONTRADICTS)], "{path}");
        let error = &refused.json["errors"][0];
        let detail = error["detail"].as_str().unwrap();
        assert!(detail.contains("\"亿元\"") && detail.contains("\"万元\""), "{detail}");
        assert_eq!(error["value"], "万元");
    }
    let same = format!("{head}dd,2021,500,億元\ndd,2023,500万元,亿人民币元\ndd,2020,1,\n");
    assert_eq!(import(&app, "outcomes", &same).await.is(200).json["done"], done(3, 0, 0));
    let exported = get(&app, "/api/v1/exports/outcomes?format=csv").await.is(200);
    let again = import(&app, "outcomes", exported.text.trim_start_matches('\u{feff}')).await.is(200).json;
    assert_eq!(again["done"], done(0, 0, 4), "what was exported says nothing new");
}

async fn what_a_file_says_nothing_of_stays(app: App) {
    set_up_plan(&app).await;
    let full = json!({"indicator": "gdp-growth", "target": "5.5左右", "no": "7", "nature": "binding", "position": 9,
        "section_zh": "综合", "section_en": "General", "tolerance": "0.2", "baseline": "4.1", "baseline_period": "2021",
        "source": "纲要", "note": "n"});
    let address = "/api/v1/plans/cq-2022/targets/gdp-growth";
    put(&app, address, &full).await.is(200);
    let stands = async || {
        let mut target = get(&app, address).await.is(200).json;
        target.as_object_mut().unwrap().remove("version");
        target
    };
    let before = stands().await;
    let unchanged = |answer: Answer| {
        let done = if answer.json["done"].is_null() { &answer.json["targets"] } else { &answer.json["done"] };
        assert_eq!(done, &self::done(0, 0, 1), "{}", answer.text);
    };
    unchanged(import(&app, "targets", "plan,indicator,target\ncq-2022,gdp-growth,5.5左右\n").await.is(200));
    unchanged(
        import(&app, "plan-table?plan=cq-2022", "no,code,target\n7,gdp-growth,5.5左右\n").await.is(200),
    );
    // An object says something of the fields that it has, whatever the others have.
    let objects = json!([{"plan": "cq-2022", "indicator": "gdp-growth", "target": "5.5左右"},
        {"plan": "cq-2022", "indicator": "gdp-growth", "target": "2.5", "period": "2022-H1", "note": "half"}]);
    let file =
        Ask::new(&app, "POST", "/api/v1/imports/targets").body("application/json", objects.to_string());
    assert_eq!(file.send().await.is(200).json["done"], done(1, 0, 1));
    assert_eq!(stands().await, before);

    // Other words alone, and then a cell that clears.
    import(&app, "targets", "plan,indicator,target\ncq-2022,gdp-growth,6左右\n").await.is(200);
    let mut expected = before.clone();
    let now = stands().await;
    assert_eq!(now["target"], "6左右");
    for changed in ["target", "criterion", "text_read", "value"] {
        if let Some(value) = now.get(changed) {
            expected[changed] = value.clone();
        }
    }
    assert_eq!(now, expected);
    let cleared = "plan,indicator,target,tolerance,baseline,note\ncq-2022,gdp-growth,6左右,,,\n";
    import(&app, "targets", cleared).await.is(200);
    let now = stands().await;
    for (field, value) in [("tolerance", &now["tolerance"]), ("baseline", &now["baseline"])] {
        assert!(value.is_null(), "{field}: {now}");
    }
    assert_eq!(
        (&now["note"], &now["source"], &now["nature"]),
        (&json!(""), &json!("纲要"), &json!("binding"))
    );
    // The catalogue alike.
    unchanged(import(&app, "indicators", "code,measure\ngdp-growth,rate\n").await.is(200));
    import(&app, "areas", "code,name_en,parent,overlapping\ncity,City,,\nzone,Zone,city,true\n")
        .await
        .is(200);
    unchanged(import(&app, "areas", "code\nzone\n").await.is(200));
    import(&app, "areas", "code,overlapping\nzone,\n").await.is(200);
    let zone = get(&app, "/api/v1/areas/zone").await.is(200).json;
    assert_eq!((&zone["overlapping"], &zone["parent"]), (&json!(false), &json!("city")));
    // Words that were kept as words stay so.
    let words = "plan,indicator,target,qualitative\ncq-2022,gdp-growth,另行商定其幅度,true\n";
    import(&app, "targets", words).await.is(200);
    unchanged(
        import(&app, "targets", "plan,indicator,target\ncq-2022,gdp-growth,另行商定其幅度\n").await.is(200),
    );
}

async fn locked_rows_are_all_named(app: App) {
    set_up_plan(&app).await;
    put(&app, "/api/v1/locks/2022-Q1", &json!({"reason": "published"})).await;
    let file = "indicator,period,outcome\ngdp-growth,2022-Q1,2\ngdp-growth,2022,3\ngdp-growth,2022-01,4\n";
    let refused = import(&app, "outcomes", file).await.problem(409, "period-locked");
    let lines: Vec<_> =
        refused.json["errors"].as_array().unwrap().iter().map(|error| &error["line"]).collect();
    assert_eq!(lines, [2, 4], "{}", refused.text);
    assert_eq!(refused.errors(), vec![("period_locked".to_owned(), "period".to_owned()); 2]);
    let items = json!([{"indicator": "gdp-growth", "period": "2022", "outcome": "3"},
        {"indicator": "gdp-growth", "period": "2022-Q1", "outcome": "2"}]);
    let refused = post(&app, "/api/v1/outcomes", &items).await.problem(409, "period-locked");
    assert_eq!(refused.errors(), [("period_locked".to_owned(), "/1/period".to_owned())]);
    assert_eq!(get(&app, "/api/v1/outcomes").await.json["items"], json!([]));
}
