//! Answers that are kept: whatever was written before, and by whom, they are what a service would say that knows
//! nothing yet. And what was answered once can be asked again for that moment.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, delete, get, import, post, put},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_warm_answer_is_that_of_a_cold_service,
        what_another_process_writes_is_seen,
        what_bears_on_nothing_changes_no_tag,
        what_bears_on_nothing_changes_no_view,
        a_storm_of_questions_gets_one_answer,
        nothing_older_than_what_was_seen,
        a_past_moment_takes_in_what_was_not_looked_for_yet,
        each_coding_says_the_same,
        what_it_rests_on_is_the_same_for_whoever_read_it_first,
    ]
}

const PLAN: &str = "/api/v1/plans/p";

/// The questions whose answers are kept.
const QUESTIONS: [&str; 12] = [
    "completion?on=2022-12-31",
    "completion?on=2022-07-31&lang=en",
    "completion?on=2022-12-31&area=wanzhou",
    "completion?on=2022-12-31&status=achieved",
    "completion/jobs?on=2022-12-31",
    "completion/pair?on=2022-12-31",
    // What the day says nothing of is not made anew.
    "completion?on=2023-02-01",
    "completion?on=2022-07-01",
    "completion?on=2023-03-01",
    "summary?on=2022-12-31",
    "matrix?by=area&on=2022-12-31",
    "matrix?by=category&on=2022-12-31",
];

async fn set_up(app: &App) {
    let indicators = "code,name_en,unit,measure,direction\n\
                      gdp,GDP growth,%,rate,higher\njobs,Jobs,万人,flow,higher\ncpi,Prices,%,rate,lower\n\
                      income,Income growth,%,rate,higher\npair,A pair,,group,\n";
    import(app, "indicators", indicators).await.is(200);
    let areas = "code,name_en,parent\ncq,Chongqing,\nwanzhou,Wanzhou,cq\nfuling,Fuling,cq\n";
    import(app, "areas", areas).await.is(200);
    import(app, "categories", "code,name_en,parent\nindustry,Industry,\n").await.is(200);
    for (code, period) in [("five", "2021..2025"), ("p", "2022"), ("other", "2022")] {
        let parent = (code == "p").then_some("five");
        let plan = json!({"code": code, "title_en": code, "period": period, "parent": parent});
        post(app, "/api/v1/plans", &plan).await.is(201);
    }
    let targets = "plan,indicator,area,category,period,target,no,parent,relative_to\n\
                   five,jobs,,,,300以上,1,,\np,gdp,,,,5.5左右,1,,\np,jobs,,,,60以上,2,,\np,pair,,,,,3,,\n\
                   p,cpi,,,,3左右,,pair,\np,income,,,,不低于经济增速,,pair,gdp\np,jobs,wanzhou,,,10以上,,,\n\
                   p,jobs,,industry,,20以上,,,\nother,gdp,,,,5以上,1,,\n";
    import(app, "targets", targets).await.is(200);
}

/// One of many things that a person may write; which, a number says.
async fn write(app: &App, step: u64) {
    let outcome = |indicator: &str, area: Option<&str>, category: Option<&str>| {
        let (value, month) = (step % 97, step % 12 + 1);
        let period = match step % 7 {
            0 | 3 => "2022".to_owned(),
            // Overlaps the plan's year, and is of far too long a span to say something of it.
            5 => "2001-01..2022-12".to_owned(),
            _ => format!("2022-01..2022-{month:02}"),
        };
        let source = format!("source {}", step % 2);
        json!({
            "indicator": indicator, "area": area, "category": category, "period": period,
            "outcome": value.to_string(), "source": source, "note": step.to_string(), "reported_on": "2023-01-10",
        })
    };
    let reported = async |outcome: Value| post(app, "/api/v1/outcomes", &outcome).await.is(201);
    match step % 16 {
        0 => drop(reported(outcome("jobs", None, None)).await),
        1 => drop(reported(outcome("gdp", None, None)).await),
        2 => drop(reported(outcome("jobs", Some("wanzhou"), None)).await),
        3 => drop(reported(outcome("cpi", Some("cq"), None)).await),
        4 => drop(reported(outcome("income", Some("cq"), None)).await),
        5 => drop(reported(outcome("jobs", None, Some("industry"))).await),
        6 => {
            let name = format!("Jobs {step}");
            let jobs = json!({"code": "jobs", "name_en": name, "unit": "万人", "measure": "flow", "direction": "higher"});
            put(app, "/api/v1/indicators/jobs", &jobs).await.is(200);
        }
        7 => {
            let target = json!({"indicator": "jobs", "target": format!("{}以上", step % 90), "no": "2"});
            put(app, &format!("{PLAN}/targets/jobs"), &target).await.is(200);
        }
        8 => {
            let ruling = json!({"ruling": "achieved", "person": "A", "reason": format!("because {step}")});
            put(app, &format!("{PLAN}/targets/gdp/ruling"), &ruling).await.is(200);
        }
        9 => {
            let plan = json!({"code": "p", "title_en": format!("p {step}"), "period": "2022", "parent": "five",
                "on_track_from": "0.95", "area": step.is_multiple_of(2).then_some("cq")});
            put(app, PLAN, &plan).await.is(200);
        }
        10 => {
            let target = json!({"indicator": "gdp", "target": format!("{}以上", step % 9)});
            put(app, "/api/v1/plans/other/targets/gdp", &target).await.is(200);
        }
        11 => {
            let area = json!({"code": format!("root-{step}"), "name_en": "Another root"});
            post(app, "/api/v1/areas", &area).await.is(201);
        }
        12 => {
            let target = json!({"indicator": "jobs", "target": format!("{}以上", step % 400)});
            put(app, "/api/v1/plans/five/targets/jobs", &target).await.is(200);
        }
        13 => {
            let rows: Vec<Value> = ["gdp", "jobs", "cpi"].map(|code| outcome(code, None, None)).into();
            post(app, "/api/v1/outcomes", &json!(rows)).await.is(201);
        }
        14 => {
            let target = json!({"indicator": "cpi", "target": "2左右", "area": "fuling"});
            post(app, &format!("{PLAN}/targets"), &target).await.is(201);
        }
        _ => drop(delete(app, &format!("{PLAN}/targets/cpi?area=fuling")).await.is(204)),
    }
}

async fn answers(app: &App, as_of: Option<&str>) -> Vec<String> {
    let mut all = Vec::new();
    for question in QUESTIONS {
        let moment = as_of.map(|moment| format!("&as_of={moment}")).unwrap_or_default();
        // Without a key, what is kept is given at the edge; with one, behind it.
        let path = format!("{PLAN}/{question}{moment}");
        let ask = Ask::new(app, "GET", &path);
        let ask = if all.len().is_multiple_of(2) { ask.by(None) } else { ask };
        let answer = ask.send().await.is(200);
        assert!(!answer.header("etag").is_empty());
        all.push(match as_of {
            None => answer.text,
            // The moment asked for is the one thing that differs from what was answered then.
            Some(moment) => answer.text.replacen(&format!("\"as_of\":\"{moment}\""), "\"as_of\":null", 1),
        });
    }
    all
}

async fn a_warm_answer_is_that_of_a_cold_service(app: App) {
    set_up(&app).await;
    let mut told = Vec::new();
    let mut warm = app;
    for round in 0..3 {
        for step in 0..16 {
            write(&warm, round * 16 + step).await;
            // Each answer is brought up to date from the one before.
            answers(&warm, None).await;
            if step % 4 == 3 {
                let (said, cold) = (answers(&warm, None).await, warm.second().await);
                for (number, (said, anew)) in said.iter().zip(answers(&cold, None).await).enumerate() {
                    assert_eq!(*said, anew, "round {round}, step {step}: {}", QUESTIONS[number]);
                }
            }
        }
        let moment = (warm.clock.now() + TimeDelta::seconds(1)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
        told.push((moment, answers(&warm, None).await));
        warm.clock.advance(TimeDelta::hours(1));
        warm = warm.second().await;
    }
    for (moment, said) in told {
        for (number, (said, again)) in said.iter().zip(answers(&warm, Some(&moment)).await).enumerate() {
            assert_eq!(*said, again, "as of {moment}: {}", QUESTIONS[number]);
        }
    }
}

async fn what_another_process_writes_is_seen(app: App) {
    set_up(&app).await;
    let other = app.second().await;
    for step in 0..8 {
        answers(&other, None).await;
        write(&app, step).await;
        let said = answers(&app, None).await;
        let mut looks = 0;
        while answers(&other, None).await != said {
            looks += 1;
            assert!(looks < 200, "the other service does not see it");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

async fn what_bears_on_nothing_changes_no_tag(app: App) {
    set_up(&app).await;
    let path = format!("{PLAN}/completion?on=2022-12-31");
    let first = get(&app, &path).await.is(200);
    for outcome in [
        json!({"indicator": "jobs", "area": "wanzhou", "period": "2022", "outcome": "5"}),
        json!({"indicator": "jobs", "category": "industry", "period": "2022", "outcome": "5"}),
    ] {
        post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    }
    let target = json!({"indicator": "gdp", "target": "7以上"});
    put(&app, "/api/v1/plans/other/targets/gdp", &target).await.is(200);
    let again = get(&app, &path).await.is(200);
    assert_eq!(
        (again.json["change"].clone(), again.header("etag")),
        (first.json["change"].clone(), first.header("etag"))
    );
    Ask::new(&app, "GET", &path).header("if-none-match", first.header("etag")).send().await.is(304);
    let outcome = json!({"indicator": "jobs", "period": "2022", "outcome": "5"});
    post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    let after =
        Ask::new(&app, "GET", &path).header("if-none-match", first.header("etag")).send().await.is(200);
    assert_ne!(after.json["change"], first.json["change"]);
}

/// Answers that are made anew each time say the same as well where nothing that they rest on has changed.
async fn what_bears_on_nothing_changes_no_view(app: App) {
    set_up(&app).await;
    let elsewhere = json!({"code": "elsewhere", "name_en": "Elsewhere", "unit": "t", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &elsewhere).await.is(201);
    for view in ["compare/other?on=2022-12-31", "reconciliation?period=2022"] {
        let path = format!("{PLAN}/{view}");
        let first = get(&app, &path).await.is(200);
        let again = || Ask::new(&app, "GET", &path).header("if-none-match", first.header("etag")).send();
        let reported = |indicator: &str, figure: usize| json!({"indicator": indicator, "period": "2022", "outcome": figure.to_string()});
        post(&app, "/api/v1/outcomes", &reported("elsewhere", view.len())).await.is(201);
        again().await.is(304);
        post(&app, "/api/v1/outcomes", &reported("gdp", view.len())).await.is(201);
        again().await.is(200);
    }
}

async fn a_storm_of_questions_gets_one_answer(app: App) {
    set_up(&app).await;
    for round in 0..5 {
        write(&app, round).await;
        let path = "/api/v1/plans/p/completion?on=2022-12-31";
        let asked = (0..40).map(|_| Ask::new(&app, "GET", path).by(None).send());
        let given = futures_util::future::join_all(asked).await;
        let first = given[0].text.clone();
        assert!(given.iter().all(|answer| answer.status == 200 && answer.text == first));
    }
}

async fn nothing_older_than_what_was_seen(app: App) {
    set_up(&app).await;
    // The second looks for the writes of the first as seldom as it may.
    let other = app.with_settings(&[("database.follow_ms", "5000")]).await;
    let path = "/api/v1/plans/p/completion?on=2022-12-31";
    for step in [0, 1, 3, 6, 7] {
        get(&other, path).await.is(200);
        write(&app, step).await;
        let told = get(&app, path).await.is(200);
        let seen = told.header("plantrack-change");
        assert!(seen.parse::<i64>().unwrap() >= told.json["change"].as_i64().unwrap());
        let there = Ask::new(&other, "GET", path).header("plantrack-change", seen).send().await.is(200);
        assert_eq!(there.text, told.text);
        assert!(there.header("plantrack-change").parse::<i64>().unwrap() >= seen.parse().unwrap());
    }
    for named in ["-1", "seven", "", "99999999999999999999"] {
        Ask::new(&app, "GET", path).header("plantrack-change", named).send().await.problem(400, "bad-header");
    }
    let unknown = Ask::new(&app, "GET", path).header("plantrack-change", "999999").send().await;
    unknown.problem(503, "unavailable");
}

/// A past moment is asked of the record, which knows of writes that this process has not looked for yet.
async fn a_past_moment_takes_in_what_was_not_looked_for_yet(app: App) {
    set_up(&app).await;
    let other = app.with_settings(&[("database.follow_ms", "5000")]).await;
    for step in [0, 1, 3, 6, 7] {
        answers(&other, None).await;
        write(&app, step).await;
        let said = answers(&app, None).await;
        let moment = (app.clock.now() + TimeDelta::seconds(1)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
        app.clock.advance(TimeDelta::seconds(2));
        for (number, (said, again)) in said.iter().zip(answers(&other, Some(&moment)).await).enumerate() {
            assert_eq!(*said, again, "step {step}, as of {moment}: {}", QUESTIONS[number]);
        }
    }
}

/// The bytes as they were before they were coded.
fn decoded(coding: &str, coded: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut plain = Vec::new();
    match coding {
        "gzip" => flate2::read::GzDecoder::new(coded).read_to_end(&mut plain).unwrap(),
        "br" => brotli::Decompressor::new(coded, 4_096).read_to_end(&mut plain).unwrap(),
        _ => zstd::stream::read::Decoder::new(coded).unwrap().read_to_end(&mut plain).unwrap(),
    };
    plain
}

async fn each_coding_says_the_same(app: App) {
    set_up(&app).await;
    let url = app.url("/api/v1/plans/p/completion?on=2022-12-31");
    let plain = app.client.get(&url).send().await.unwrap().bytes().await.unwrap();
    // The first time it is made, the second time it is there.
    for coding in ["gzip", "br", "zstd", "gzip", "br", "zstd"] {
        let ask = || app.client.get(&url).header("accept-encoding", coding);
        let answer = ask().send().await.unwrap();
        assert_eq!(answer.headers()["content-encoding"], coding);
        let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
        assert!(tag.ends_with(&format!("+{coding}\"")), "{tag}");
        assert_eq!(answer.headers().get_all("vary").iter().count(), 1);
        assert_eq!(decoded(coding, &answer.bytes().await.unwrap()), plain);
        let known = ask().header("if-none-match", &tag).send().await.unwrap();
        assert_eq!((known.status().as_u16(), known.headers()["etag"].to_str().unwrap()), (304, tag.as_str()));
    }
    let refused = app.client.get(&url).header("accept-encoding", "br;q=0, identity").send().await.unwrap();
    assert!(refused.headers().get("content-encoding").is_none());
    assert_eq!(refused.bytes().await.unwrap(), plain);
}

/// A year that a report counts from is read under both names of the whole. Whether something stands there makes no difference to
/// what the answer rests on.
async fn what_it_rests_on_is_the_same_for_whoever_read_it_first(app: App) {
    let indicators = "code,name_en,unit,measure,direction\ngas,Gas,t,flow,lower\n";
    import(&app, "indicators", indicators).await.is(200);
    import(&app, "areas", "code,name_en,parent\nroot,Root,\npart,Part,\n").await.is(200);
    post(&app, "/api/v1/plans", &json!({"code": "p", "title_en": "P", "period": "2022"})).await.is(201);
    let target = json!({"indicator": "gas", "area": "root", "target": "100以内"});
    post(&app, &format!("{PLAN}/targets"), &target).await.is(201);
    let part = json!({"code": "part", "name_en": "Part", "parent": "root"});
    put(&app, "/api/v1/areas/part", &part).await.is(200);
    let report = async |area: Option<&str>, period: &str, outcome: &str| {
        let outcome = json!({"indicator": "gas", "area": area, "period": period, "outcome": outcome});
        post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    };
    report(Some("root"), "2022", "比2010年下降6%").await;
    let path = format!("{PLAN}/matrix?by=area&on=2023-01-12");
    get(&app, &path).await.is(200);
    report(None, "2010", "50").await;
    report(None, "2010", "60").await;
    let (warm, fresh) = (get(&app, &path).await.is(200), get(&app.second().await, &path).await.is(200));
    assert_eq!((&warm.json, warm.header("etag")), (&fresh.json, fresh.header("etag")));
}
