//! What is reported anew, taken back or reported in parts: what follows from it through the record.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{get, import, post},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        an_amount_that_is_restated_leaves_the_target_that_its_share_implied,
        implied_totals_are_those_of_the_scorecard,
        totals_go_over_the_bridge_that_the_scorecard_goes_over,
        the_other_targets_of_a_series_take_part,
        a_cell_shows_the_sum_beside_its_completion,
        what_stands_in_a_closed_plan_is_imported_again,
        a_share_of_the_target_is_taken_in_words,
        plans_are_compared_for_an_area_or_a_category,
    ]
}

async fn plan(app: &App, code: &str, period: &str) {
    post(app, "/api/v1/plans", &json!({"code": code, "title_en": "x", "period": period})).await.is(201);
}

async fn report(app: &App, rows: &str) {
    let file = format!("indicator,category,period,outcome,share_of_target,basis,source,reported_on\n{rows}");
    import(app, "outcomes", &file).await.is(200);
}

async fn set_up_unprinted(app: &App) {
    plan(app, "p", "2022").await;
    let targets = "plan,indicator,target,name_en,unit,measure,direction\n\
        p,k,—,K,亿元,flow,higher\np,m,—,M,亿元,flow,higher\n";
    import(app, "targets", targets).await.is(200);
}

async fn an_amount_that_is_restated_leaves_the_target_that_its_share_implied(app: App) {
    set_up_unprinted(&app).await;
    let one = async |indicator: &str| {
        let path = format!("/api/v1/plans/p/completion/{indicator}?on=2023-03-01");
        let item = get(&app, &path).await.is(200).json;
        (item["status"].clone(), item["reason"].clone(), item["implied"]["target"].clone())
    };
    report(&app, "k,,2022-H1,500,50%,final,a,2022-07-10\n").await;
    one("k").await;
    report(&app, "k,,2022-H1,510,,final,a,2022-07-12\nk,,2022,990,,final,a,2023-01-10\n").await;
    assert_eq!(one("k").await, (json!("not_achieved"), Value::Null, json!("1000")));
    report(&app, "m,,2022,1010,101%,forecast,a,2022-12-10\n").await;
    report(&app, "m,,2022,990,,final,a,2023-01-10\n").await;
    assert_eq!(one("m").await, (json!("not_achieved"), Value::Null, json!("1000")));
    // A blank takes back the source's word of its own basis alone.
    report(&app, "k,,2022-H1,—,,final,a,2022-07-14\nm,,2022,—,,final,a,2023-01-12\n").await;
    assert_eq!(one("k").await, (json!("not_assessable"), json!("target_not_issued"), Value::Null));
    assert_eq!(one("m").await, (json!("achieved"), Value::Null, json!("1000")));
    let second = app.second().await;
    let item = get(&second, "/api/v1/plans/p/completion/k?on=2023-03-01").await.is(200).json;
    assert_eq!(item["reason"], "target_not_issued", "{item}");
}

async fn implied_totals_are_those_of_the_scorecard(app: App) {
    set_up_unprinted(&app).await;
    import(&app, "categories", "code,name_en\nsec/x,X\nsec/y,Y\n").await.is(200);
    let rows = "k,,2022,100,100%,final,plan,2023-01-10\nk,sec/x,2022,60,100%,final,plan,2023-01-10\n\
        k,sec/y,2022,40,100%,final,plan,2023-01-10\n";
    report(&app, rows).await;
    report(&app, "k,sec/y,2022,40.2,,final,press,2023-01-12\nk,sec/x,2022,60.1,,final,plan,2023-01-12\n")
        .await;
    let answer = get(&app, "/api/v1/plans/p/reconciliation").await.is(200).json;
    let totals = answer["totals"].as_array().unwrap();
    let implied = totals.iter().find(|one| one["figure"] == "implied_target").unwrap();
    assert_eq!((&implied["total"], &implied["together"]), (&json!("100"), &json!("100")), "{implied}");
    assert_eq!((&implied["missing"], &implied["agrees"]), (&json!([]), &json!(true)));
}

async fn totals_go_over_the_bridge_that_the_scorecard_goes_over(app: App) {
    plan(&app, "p", "2022").await;
    let target = "plan,indicator,target,name_en,unit,measure,direction\np,k,100,K,亿元,flow,higher\n";
    import(&app, "targets", target).await.is(200);
    import(&app, "categories", "code,name_en\nsec/x,X\nsec/y,Y\n").await.is(200);
    post(&app, "/api/v1/calibers", &json!({"code": "new", "name_en": "New"})).await.is(201);
    report(&app, "k,sec/x,2022,60,,final,s,2023-01-10\nk,sec/y,2022,44,,final,s,2023-01-10\n").await;
    let total =
        json!({"indicator": "k", "period": "2022", "outcome": "130", "caliber": "new", "source": "s"});
    post(&app, "/api/v1/outcomes", &total).await.is(201);
    let bridge = json!({"indicator": "k", "from": "new", "factor": "0.8", "source": "yearbook"});
    post(&app, "/api/v1/bridges", &bridge).await.is(201);
    let card = get(&app, "/api/v1/plans/p/completion/k?on=2023-03-01").await.is(200).json;
    assert_eq!(card["status"], "achieved", "{card}");
    let answer = get(&app, "/api/v1/plans/p/reconciliation").await.is(200).json;
    let total = answer["totals"].as_array().unwrap().iter().find(|one| one["figure"] == "outcome").unwrap();
    assert_eq!((&total["total"], &total["together"]), (&json!("104"), &json!("104")), "{total}");
    assert_eq!((&total["missing"], &total["agrees"]), (&json!([]), &json!(true)));
}

async fn the_other_targets_of_a_series_take_part(app: App) {
    plan(&app, "five", "2021..2023").await;
    plan(&app, "p", "2022").await;
    let targets = "plan,indicator,period,target,name_en,unit,measure,direction\n\
        five,jobs,2021,60以上,Jobs,万人,flow,higher\nfive,jobs,2022,60以上,Jobs,万人,flow,higher\n\
        five,jobs,2023,60以上,Jobs,万人,flow,higher\np,funds,2022-Q1,15,Funds,亿元,flow,higher\n\
        p,funds,2022-H1,40,Funds,亿元,flow,higher\np,funds,2022,100,Funds,亿元,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    report(&app, "jobs,,2021,75,,final,s,2022-01-10\nfunds,,2022-H1,42,,final,s,2022-07-10\n").await;
    for year in ["2022", "2023"] {
        let path = format!("/api/v1/plans/five/completion/jobs?period={year}&on=2022-02-01");
        let item = get(&app, &path).await.is(200).json;
        assert_eq!((&item["status"], &item["reason"]), (&json!("awaiting_outcome"), &json!("not_due")));
        assert_eq!((&item["completion"], &item["gap"]), (&Value::Null, &Value::Null), "{item}");
    }
    let item = get(&app, "/api/v1/plans/p/completion/funds?period=2022&on=2022-07-20").await.is(200).json;
    assert_eq!((&item["status"], &item["pace"]["expected"]), (&json!("on_track"), &json!("40")), "{item}");
    assert_eq!(item["pace"]["path"], "waypoints");
}

async fn a_cell_shows_the_sum_beside_its_completion(app: App) {
    plan(&app, "p", "2022").await;
    import(&app, "categories", "code,name_en\nsec/x,X\n").await.is(200);
    let targets =
        "plan,indicator,category,target,name_en,unit,measure,direction\np,k,sec/x,50,K,t,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    report(&app, "k,sec/x,2022-Q1,12,,final,s,2022-04-10\nk,sec/x,2022-Q2,1,,final,s,2022-07-10\n").await;
    let matrix = get(&app, "/api/v1/plans/p/matrix?by=category&on=2022-08-01").await.is(200).json;
    let cell = &matrix["rows"][0]["cells"][0];
    assert_eq!((&cell["outcome"], &cell["completion"]), (&json!("13"), &json!("26")), "{cell}");
}

async fn what_stands_in_a_closed_plan_is_imported_again(app: App) {
    set_up_unprinted(&app).await;
    for act in ["adopt", "close"] {
        post(&app, &format!("/api/v1/plans/p/{act}"), &json!({})).await.is(200);
    }
    let standing = get(&app, "/api/v1/exports/targets?format=csv").await.is(200).text;
    let again = import(&app, "targets", &standing).await.is(200).json;
    assert_eq!((&again["done"]["unchanged"], &again["change"]), (&json!(2), &Value::Null), "{again}");
    import(&app, "targets", &standing.replace("—", "5")).await.problem(409, "not-allowed");
    import(&app, "targets", "plan,indicator,period,target\np,k,2022-H1,5\n")
        .await
        .problem(409, "not-allowed");
}

async fn a_share_of_the_target_is_taken_in_words(app: App) {
    set_up_unprinted(&app).await;
    for share in
        ["58.6%", "完成年度目标的58.6%", "占全年目标的58.6%", "完成全年任务的58.6%", "达年度计划的58.6%"]
    {
        report(&app, &format!("k,,2022-H1,586,{share},final,{share},2022-07-10\n")).await;
    }
    let item = get(&app, "/api/v1/plans/p/completion/k?on=2022-08-01").await.is(200).json;
    assert_eq!((&item["implied"]["target"], &item["conflict"]), (&json!("1000"), &json!([])), "{item}");
    let file = "indicator,period,outcome,share_of_target,source\nk,2022-H1,586,增长58.6%,s\n";
    let refused = import(&app, "outcomes", file).await.problem(422, "data-refused");
    assert_eq!(refused.errors()[0].0, "bad_share");
}

async fn plans_are_compared_for_an_area_or_a_category(app: App) {
    import(&app, "areas", "code,name_en\na,A\nb,B\n").await.is(200);
    import(&app, "categories", "code,name_en\nsec/x,X\n").await.is(200);
    plan(&app, "p22", "2022").await;
    plan(&app, "p23", "2023").await;
    let targets = "plan,indicator,area,category,target,name_en,unit,measure,direction\n\
        p22,k,a,,40,K,t,flow,higher\np22,k,b,,50,K,t,flow,higher\np22,k,,sec/x,50,K,t,flow,higher\n\
        p23,k,a,,45,K,t,flow,higher\np23,k,,sec/x,45,K,t,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    for (of, change) in [("area=a", "raised"), ("area=b", "dropped"), ("category=sec/x", "lowered")] {
        let answer = get(&app, &format!("/api/v1/plans/p22/compare/p23?{of}")).await.is(200).json;
        assert_eq!(answer["items"][0]["change"], change, "{answer}");
        assert_eq!(answer["counts"]["headline"][change], 1, "{answer}");
    }
    let whole = get(&app, "/api/v1/plans/p22/compare/p23").await.is(200).json;
    assert_eq!(whole["items"], json!([]));
    get(&app, "/api/v1/plans/p22/compare/p23?area=none").await.problem(422, "data-refused");
}
