//! What was known when: a revision moves a verdict and says why, and every past answer stays as it was.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{delete, get, import, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_revision_moves_a_verdict_and_says_why,
        a_rule_of_the_plan_moves_a_verdict_and_no_report_does,
        every_past_answer_stays_as_it_was,
        what_members_report_later_was_not_known_before,
        a_target_moves_when_what_it_refers_to_is_revised,
        a_target_alone_moves_a_verdict_whatever_it_takes_for_its_answer,
        time_alone_moves_a_verdict,
        targets_come_and_go,
    ]
}

const PLAN: &str = "/api/v1/plans/cq-2022";

/// The next day, for a service of its own.
async fn next_day(app: &App) -> App {
    app.clock.advance(TimeDelta::days(1));
    app.second().await
}

fn outcome(text: &str, basis: &str, day: &str) -> Value {
    json!({"indicator": "gdp-growth", "period": "2022", "outcome": text, "basis": basis, "reported_on": day})
}

/// What moved between the mornings of two days.
async fn moves(app: &App, from: &str, to: &str) -> Value {
    get(app, &format!("{PLAN}/changes?from={from}T12:00:00Z&to={to}T12:00:00Z")).await.is(200).json
}

async fn a_revision_moves_a_verdict_and_says_why(app: App) {
    set_up_plan(&app).await;
    let app = next_day(&app).await;
    post(&app, "/api/v1/outcomes", &outcome("5.6", "forecast", "2023-01-14")).await.is(201);
    let app = next_day(&app).await;
    post(&app, "/api/v1/outcomes", &outcome("2.6", "final", "2023-01-15")).await.is(201);
    let app = next_day(&app).await;
    let target = json!({"indicator": "gdp-growth", "target": "2以上", "no": "1"});
    put(&app, &format!("{PLAN}/targets/gdp-growth"), &target).await.is(200);
    let app = next_day(&app).await;
    post(&app, "/api/v1/calibers", &json!({"code": "old", "name_en": "old"})).await.is(201);
    let ruled = json!({"ruling": "discontinued", "person": "a", "reason": "b"});
    put(&app, &format!("{PLAN}/targets/gdp-growth/ruling"), &ruled).await.is(200);
    for (from, to, statuses, cause) in [
        ("2023-01-13", "2023-01-14", ("awaiting_outcome", "achieved"), "outcome_reported"),
        ("2023-01-14", "2023-01-15", ("achieved", "not_achieved"), "outcome_revised"),
        ("2023-01-15", "2023-01-16", ("not_achieved", "achieved"), "target_revised"),
        ("2023-01-13", "2023-01-16", ("awaiting_outcome", "achieved"), "outcome_reported"),
    ] {
        let answer = moves(&app, from, to).await;
        let moved = answer["moved"].as_array().unwrap();
        assert_eq!(moved.len(), 1, "{answer}");
        assert_eq!((&moved[0]["indicator"], &moved[0]["period"]), (&json!("gdp-growth"), &json!("2022")));
        assert_eq!(
            (&moved[0]["from"]["status"], &moved[0]["to"]["status"]),
            (&json!(statuses.0), &json!(statuses.1))
        );
        assert_eq!(moved[0]["cause"], cause, "{from} to {to}");
        assert_eq!((&answer["from"]["on"], &answer["to"]["on"]), (&json!(from), &json!(to)));
        assert!(answer["from"]["change"].as_i64() < answer["to"]["change"].as_i64());
    }
    let ruled = moves(&app, "2023-01-16", "2023-01-17").await;
    assert_eq!(ruled["moved"][0]["to"]["status"], "not_assessable");
    let still = moves(&app, "2023-01-17", "2023-01-17").await;
    assert_eq!((&still["moved"], &still["added"], &still["withdrawn"]), (&json!([]), &json!([]), &json!([])));
    let now = get(&app, &format!("{PLAN}/changes?from=2023-01-13T12:00:00Z")).await.is(200).json;
    assert_eq!(
        (&now["to"]["on"], &now["moved"][0]["to"]["status"]),
        (&json!("2023-01-17"), &json!("not_assessable"))
    );
}

/// Nothing is asked of the member, so that what is reported for it does not touch what the plan's targets rest on.
async fn what_members_report_later_was_not_known_before(app: App) {
    set_up_plan(&app).await;
    import(&app, "areas", "code,name_en,parent\nchongqing,Chongqing,\nwanzhou,Wanzhou,chongqing\n")
        .await
        .is(200);
    import(&app, "categories", "code,name_en\nsector/a,A\n").await.is(200);
    let reported = |figure: &str, day: &str| {
        format!(
            "indicator,area,category,period,outcome,basis,reported_on\n\
             gdp-growth,wanzhou,,2022,{figure},final,{day}\ngdp-growth,,sector/a,2022,{figure},final,{day}\n"
        )
    };
    import(&app, "outcomes", &reported("5", "2023-01-10")).await.is(200);
    let app = next_day(&app).await;
    for by in ["area", "category"] {
        let matrix = |then: &str| format!("{PLAN}/matrix?by={by}&on=2023-01-14&as_of={then}T12:00:00Z");
        let export =
            format!("/api/v1/exports/matrix?plan=cq-2022&by={by}&on=2023-01-14&as_of=2023-01-13T12:00:00Z");
        let before = get(&app, &matrix("2023-01-13")).await.is(200);
        let exported = get(&app, &export).await.is(200);
        import(&app, "outcomes", &reported(&format!("9.{}", by.len()), "2023-01-12")).await.is(200);
        let now = get(&app, &matrix("2023-01-15")).await.is(200);
        assert_ne!(now.json["rows"], before.json["rows"], "{by}");
        assert_eq!(get(&app, &matrix("2023-01-13")).await.is(200).text, before.text, "{by}");
        assert_eq!(get(&app, &export).await.is(200).text, exported.text, "{by}");
    }
}

async fn a_rule_of_the_plan_moves_a_verdict_and_no_report_does(app: App) {
    let rules = |admitted: &str, tolerance: &str| json!({"code": "p", "title_en": "P", "period": "2022", "admitted_from": admitted, "tolerance": tolerance});
    post(&app, "/api/v1/plans", &rules("forecast", "0")).await.is(201);
    let targets = "plan,indicator,target,name_en,unit,measure,direction\np,forest,100左右,Forest,%,level,higher\n\
        p,water,100以上,Water,%,level,higher\n";
    import(&app, "targets", targets).await.is(200);
    let outcomes = "indicator,period,outcome,basis\nforest,2022,99,final\nwater,2022,101,preliminary\n";
    import(&app, "outcomes", outcomes).await.is(200);
    let revised = async |rules: Value, app: &App| {
        let app = next_day(app).await;
        put(&app, "/api/v1/plans/p", &rules).await.is(200);
        let now = app.clock.now().format("%Y-%m-%d");
        let before = (app.clock.now() - TimeDelta::days(1)).format("%Y-%m-%d");
        let question = format!("from={before}T12:00:00Z&to={now}T12:00:00Z");
        let answer = get(&app, &format!("/api/v1/plans/p/changes?{question}")).await.is(200).json;
        let told = |moved: &Value| {
            format!("{} {}", moved["indicator"].as_str().unwrap(), moved["cause"].as_str().unwrap())
        };
        let moved: Vec<String> = answer["moved"].as_array().unwrap().iter().map(told).collect();
        (app, moved)
    };
    let (app, moved) = revised(rules("forecast", "1"), &app).await;
    assert_eq!(moved, ["forest otherwise_ruled"]);
    let (app, moved) = revised(rules("final", "1"), &app).await;
    assert_eq!(moved, ["water otherwise_ruled"]);
    let (_, moved) = revised(rules("forecast", "1"), &app).await;
    assert_eq!(moved, ["water otherwise_ruled"]);
}

async fn every_past_answer_stays_as_it_was(app: App) {
    set_up_plan(&app).await;
    import(&app, "areas", "code,name_en,parent\nchongqing,Chongqing,\nwanzhou,Wanzhou,chongqing\n")
        .await
        .is(200);
    import(&app, "categories", "code,name_en\nsector/a,A\n").await.is(200);
    post(&app, "/api/v1/plans", &json!({"code": "cq-2023", "title_en": "x", "period": "2023"})).await.is(201);
    let targets = "plan,indicator,area,category,target\ncq-2022,gdp-growth,wanzhou,,6\n\
        cq-2022,gdp-growth,,sector/a,4\ncq-2023,gdp-growth,,,6\n";
    import(&app, "targets", targets).await.is(200);
    let outcomes = "indicator,area,category,period,outcome,basis\ngdp-growth,,,2022,5.6,forecast\n\
        gdp-growth,,,2022-H1,4,final\ngdp-growth,wanzhou,,2022,7,forecast\ngdp-growth,,sector/a,2022,3,forecast\n";
    import(&app, "outcomes", outcomes).await.is(200);
    let app = next_day(&app).await;
    let then = "as_of=2023-01-13T12:00:00Z";
    let questions = [
        format!("{PLAN}/completion?on=2023-01-14&{then}"),
        format!("{PLAN}/completion/gdp-growth?on=2023-01-14&area=wanzhou&{then}"),
        format!("{PLAN}/summary?on=2023-01-14&{then}"),
        format!("{PLAN}/matrix?by=area&on=2023-01-14&{then}"),
        format!("{PLAN}/matrix?by=category&on=2023-01-14&{then}"),
        format!("{PLAN}/reconciliation?{then}"),
        format!("{PLAN}/compare/cq-2023?on=2023-01-14&{then}"),
        format!("{PLAN}/series/gdp-growth?on=2023-01-14&{then}"),
        format!("{PLAN}/changes?from=2023-01-12T12:00:00Z&to=2023-01-13T12:00:00Z"),
    ];
    let mut before = Vec::new();
    for question in &questions {
        before.push(get(&app, question).await.is(200));
    }
    // Everything is revised: outcomes, targets, the plans, the catalogue, remarks, bridges.
    let revised = outcomes.replace("forecast", "final").replace("5.6", "2.6").replace(",7,", ",1,");
    import(&app, "outcomes", &revised).await.is(200);
    import(&app, "targets", &targets.replace(",6\n", ",8\n").replace(",4\n", ",1\n")).await.is(200);
    delete(&app, &format!("{PLAN}/targets/gdp-growth?area=wanzhou")).await.is(204);
    let plan = json!({"code": "cq-2022", "title_en": "revised", "period": "2022", "admitted_from": "final"});
    put(&app, PLAN, &plan).await.is(200);
    let indicator =
        "code,name_zh,name_en,unit,measure,direction,aggregation\ngdp-growth,甲,A,%,rate,lower,sum\n";
    import(&app, "indicators", indicator).await.is(200);
    import(&app, "areas", "code,name_en,parent\nwanzhou,W,chongqing\nfuling,F,chongqing\nelsewhere,E,\n")
        .await
        .is(200);
    import(&app, "categories", "code,name_en,overlapping\nsector/a,B,true\n").await.is(200);
    let ruled = json!({"ruling": "withheld", "person": "a", "reason": "b"});
    put(&app, &format!("{PLAN}/targets/gdp-growth/ruling"), &ruled).await.is(200);
    let note = json!({"cause": "a", "measures": "b", "person": "c"});
    put(&app, &format!("{PLAN}/targets/gdp-growth/deviation"), &note).await.is(200);
    let app = next_day(&app).await;
    for (question, before) in questions.iter().zip(&before) {
        let after = get(&app, question).await.is(200);
        assert_eq!(after.text, before.text, "{question}");
        assert_eq!(after.header("etag"), before.header("etag"));
    }
    let now = get(&app, &format!("{PLAN}/completion?on=2023-01-14")).await.is(200);
    assert_ne!(now.json["indicators"], before[0].json["indicators"]);
}

async fn a_target_moves_when_what_it_refers_to_is_revised(app: App) {
    set_up_plan(&app).await;
    let income = json!({
        "code": "income-growth", "name_zh": "居民收入增长", "unit": "%", "measure": "rate", "direction": "higher"
    });
    post(&app, "/api/v1/indicators", &income).await.is(201);
    let target =
        json!({"indicator": "income-growth", "target": "不低于经济增速", "relative_to": "gdp-growth"});
    post(&app, &format!("{PLAN}/targets"), &target).await.is(201);
    post(&app, "/api/v1/outcomes", &outcome("2.6", "preliminary", "2023-01-13")).await.is(201);
    let own = json!({"indicator": "income-growth", "period": "2022", "outcome": "3"});
    post(&app, "/api/v1/outcomes", &own).await.is(201);
    let one = get(&app, &format!("{PLAN}/completion/income-growth?on=2023-01-14")).await.is(200).json;
    assert_eq!((&one["status"], &one["threshold"]), (&json!("achieved"), &json!("2.6")));
    let app = next_day(&app).await;
    post(&app, "/api/v1/outcomes", &outcome("3.1", "final", "2023-01-14")).await.is(201);
    let one = get(&app, &format!("{PLAN}/completion/income-growth?on=2023-01-14")).await.is(200).json;
    assert_eq!((&one["status"], &one["threshold"]), (&json!("not_achieved"), &json!("3.1")));
    let moved = moves(&app, "2023-01-13", "2023-01-14").await["moved"].clone();
    assert_eq!(moved.as_array().unwrap().len(), 1, "{moved}");
    assert_eq!(
        (&moved[0]["indicator"], &moved[0]["cause"]),
        (&json!("income-growth"), &json!("reference_revised"))
    );
}

/// Nothing but the targets is revised, so that other figures are compared, or others than before are chosen.
async fn a_target_alone_moves_a_verdict_whatever_it_takes_for_its_answer(app: App) {
    for caliber in ["k1", "k2"] {
        post(&app, "/api/v1/calibers", &json!({"code": caliber, "name_en": caliber})).await.is(201);
    }
    post(&app, "/api/v1/plans", &json!({"code": "cq-2022", "title_en": "x", "period": "2022"})).await.is(201);
    let targets = |share: &str, sites: &str, growth: &str, road: &str, firms: (&str, &str)| {
        format!(
            "plan,indicator,target,name_en,unit,measure,direction,relative_to,caliber\n\
             cq-2022,share,{share},Share,%,level,higher,,\ncq-2022,sites,{sites},Sites,家,flow,higher,,\n\
             cq-2022,growth,{growth},Growth,%,rate,higher,{},\ncq-2022,road,{road},Road,,milestone,higher,,\n\
             cq-2022,firms,{},Firms,家,flow,higher,,{}\n",
            if growth.contains("经济") { "gdp" } else { "" },
            firms.0,
            firms.1,
        )
    };
    let gdp = json!({"code": "gdp", "name_en": "GDP", "unit": "%", "measure": "rate", "direction": "higher"});
    post(&app, "/api/v1/indicators", &gdp).await.is(201);
    let first = targets("较上年提高5个百分点", "100家", "5%", "2022年6月底前建成", ("100家", "k1"));
    import(&app, "targets", &first).await.is(200);
    let outcomes = "indicator,period,outcome,basis,caliber\nshare,2021,50,final,\nshare,2022,54.5,final,\n\
        sites,2021,80,final,\nsites,2022,90,final,\ngrowth,2022,4,final,\ngdp,2022,3,final,\n\
        road,2022-08,已建成,final,\nfirms,2022,99,final,k1\nfirms,2022,101,final,k2\n";
    import(&app, "outcomes", outcomes).await.is(200);
    let app = next_day(&app).await;
    let second =
        targets("较上年提高4个百分点", "增长10%", "不低于经济增速", "2022年9月底前建成", ("100家", "k2"));
    import(&app, "targets", &second).await.is(200);
    let app = next_day(&app).await;
    import(&app, "targets", &first).await.is(200);
    for (from, to, status) in
        [("2023-01-13", "2023-01-14", "achieved"), ("2023-01-14", "2023-01-15", "not_achieved")]
    {
        let answer = moves(&app, from, to).await;
        let moved = answer["moved"].as_array().unwrap();
        assert_eq!(moved.len(), 5, "{answer}");
        for one in moved {
            assert_eq!(
                (&one["to"]["status"], &one["cause"]),
                (&json!(status), &json!("target_revised")),
                "{one}"
            );
        }
    }
    // Of a target and a report that are both revised the report comes first, as ever.
    let app = next_day(&app).await;
    import(&app, "targets", &second).await.is(200);
    import(&app, "outcomes", "indicator,period,outcome,basis\nsites,2022,95,final\n").await.is(200);
    let answer = moves(&app, "2023-01-15", "2023-01-16").await;
    let causes: Vec<&Value> = answer["moved"].as_array().unwrap().iter().map(|one| &one["cause"]).collect();
    assert_eq!(causes.iter().filter(|cause| **cause == "outcome_revised").count(), 1, "{answer}");
    assert_eq!(causes.iter().filter(|cause| **cause == "target_revised").count(), 4, "{answer}");
}

async fn time_alone_moves_a_verdict(app: App) {
    let plan = json!({"code": "cq-2022", "title_en": "x", "period": "2023"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    let targets = "plan,indicator,period,target,name_en,unit,measure,direction\n\
        cq-2022,sites,2023-01-01..2023-01-14,10个,Sites,个,flow,higher\n\
        cq-2022,sites,2023-01,20个,Sites,个,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    let reported = json!({"indicator": "sites", "period": "2023-01-01..2023-01-12", "outcome": "9"});
    post(&app, "/api/v1/outcomes", &reported).await.is(201);
    let app = next_day(&next_day(&app).await).await;
    let answer = moves(&app, "2023-01-13", "2023-01-15").await;
    let moved = answer["moved"].as_array().unwrap();
    assert_eq!(moved.len(), 1, "the one whose time is over: {answer}");
    assert_eq!(moved[0]["period"], "2023-01-01..2023-01-14");
    assert_eq!(moved[0]["cause"], "time_passed");
}

async fn targets_come_and_go(app: App) {
    set_up_plan(&app).await;
    import(&app, "areas", "code,name_en,parent\nchongqing,Chongqing,\nwanzhou,Wanzhou,chongqing\n")
        .await
        .is(200);
    let before_all = get(&app, &format!("{PLAN}/changes?from=2023-01-01T00:00:00Z")).await.is(200).json;
    let only = json!([{
        "indicator": "gdp-growth", "area": null, "category": null, "period": "2022", "status": "awaiting_outcome"
    }]);
    assert_eq!((&before_all["added"], &before_all["moved"]), (&only, &json!([])));
    let app = next_day(&app).await;
    import(&app, "targets", "plan,indicator,area,target\ncq-2022,gdp-growth,wanzhou,6\n").await.is(200);
    delete(&app, &format!("{PLAN}/targets/gdp-growth")).await.is(204);
    let answer = moves(&app, "2023-01-13", "2023-01-14").await;
    assert_eq!((&answer["added"][0]["area"], &answer["withdrawn"]), (&json!("wanzhou"), &only));
    let app = next_day(&app).await;
    let outcome = json!({"indicator": "gdp-growth", "area": "wanzhou", "period": "2022", "outcome": "7"});
    post(&app, "/api/v1/outcomes", &outcome).await.is(201);
    let answer = moves(&app, "2023-01-14", "2023-01-15").await;
    assert_eq!(
        (&answer["moved"][0]["area"], &answer["moved"][0]["cause"]),
        (&json!("wanzhou"), &json!("outcome_reported"))
    );
    get(&app, &format!("{PLAN}/changes?from=2022-01-01T00:00:00Z&to=2022-01-02T00:00:00Z"))
        .await
        .problem(404, "not-found");
}
