//! The views of a plan by its parts, against another plan and along its way: what they are asked and what they refuse.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, get, import, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        questions_that_make_no_sense_are_refused,
        an_answer_that_the_client_has_is_not_sent_again,
        a_plan_of_an_area_shows_its_own_parts,
        a_matrix_is_narrowed_to_an_area_and_to_a_category,
        a_part_on_another_caliber_is_no_part_of_the_total,
        a_part_that_counts_another_act_is_no_part_of_the_total,
        a_plan_that_admits_only_final_figures,
        a_category_with_parts_of_its_own_is_held_against_those,
        shares_are_rolled_up_by_their_sums,
        a_contribution_is_checked_against_its_range,
    ]
}

const BASE: &str = "/api/v1/plans/cq-2022";

fn views() -> [String; 5] {
    [
        format!("{BASE}/matrix?by=area"),
        format!("{BASE}/reconciliation?period=2022"),
        format!("{BASE}/compare/cq-2022?lang=zh"),
        format!("{BASE}/changes?from=2023-01-01T00:00:00Z&to=2023-01-13T12:00:00Z"),
        format!("{BASE}/series/gdp-growth?lang=en"),
    ]
}

async fn questions_that_make_no_sense_are_refused(app: App) {
    set_up_plan(&app).await;
    for (path, code) in [
        ("matrix", "missing"),
        ("matrix?by=", "unknown_word"),
        ("matrix?by=region", "unknown_word"),
        ("matrix?by=area&on=2023-02-30", "bad_day"),
        ("reconciliation?period=22", "bad_period"),
        ("reconciliation?on=2023-01-01", "unknown_parameter"),
        ("compare/cq-2022?as_of=2023", "bad_time"),
        ("compare/cq-2022?lang=de", "unknown_word"),
        ("changes", "missing"),
        ("changes?from=2023-01-13", "bad_time"),
        ("changes?from=2023-01-13T08:00:00Z&to=now", "bad_time"),
        ("changes?from=2023-01-13T08:00:00Z&to=2023-01-12T08:00:00Z", "bad_order"),
        ("changes?from=2043-01-13T08:00:00Z", "bad_order"),
        ("series/gdp-growth?period=no", "bad_period"),
    ] {
        let refused = get(&app, &format!("{BASE}/{path}")).await.problem(400, "bad-query");
        assert_eq!(refused.errors()[0].0, code, "{path}");
    }
    for path in views() {
        get(&app, &path.replacen("cq-2022", "none", 1)).await.problem(404, "not-found");
    }
    get(&app, &format!("{BASE}/compare/none")).await.problem(404, "not-found");
    get(&app, &format!("{BASE}/series/none")).await.problem(404, "not-found");
    for name in ["area", "category"] {
        let refused = get(&app, &format!("{BASE}/series/gdp-growth?{name}=none")).await;
        let refused = refused.problem(422, "data-refused");
        assert_eq!(refused.errors(), [(format!("unknown_{name}"), name.to_owned())]);
    }
}

async fn an_answer_that_the_client_has_is_not_sent_again(app: App) {
    set_up_plan(&app).await;
    for path in views() {
        let first = get(&app, &path).await.is(200);
        let tag = first.header("etag").to_owned();
        let known = Ask::new(&app, "GET", &path).header("if-none-match", &tag).send().await.is(304);
        assert_eq!((known.text.as_str(), known.header("etag")), ("", tag.as_str()));
        assert_eq!(get(&app, &path).await.is(200).text, first.text, "{path}");
    }
}

/// A tree of areas with a plan for one of its branches, and one figure for each area.
async fn set_up_branch(app: &App) {
    let areas = "code,name_en,parent\nland,Land,\neast,East,land\nwest,West,land\neast/a,A,east\neast/b,B,east\nwest/c,C,west\n";
    import(app, "areas", areas).await.is(200);
    let plan = json!({"code": "east-2022", "title_en": "East", "period": "2022", "area": "east"});
    post(app, "/api/v1/plans", &plan).await.is(201);
    let targets = "plan,indicator,area,target,name_en,unit,measure,direction\n\
        east-2022,jobs,,100以上,Jobs,人,flow,higher\n\
        east-2022,jobs,east/a,60以上,Jobs,人,flow,higher\n";
    import(app, "targets", targets).await.is(200);
    let outcomes = "indicator,area,period,outcome\njobs,land,2022,500\njobs,east,2022,101\njobs,west,2022,7\n\
        jobs,east/a,2022,61\njobs,east/b,2022,40\njobs,west/c,2022,7\n";
    import(app, "outcomes", outcomes).await.is(200);
}

async fn a_plan_of_an_area_shows_its_own_parts(app: App) {
    set_up_branch(&app).await;
    let matrix = get(&app, "/api/v1/plans/east-2022/matrix?by=area").await.is(200).json;
    let codes: Vec<&Value> =
        matrix["members"].as_array().unwrap().iter().map(|member| &member["code"]).collect();
    assert_eq!(codes, ["east/a", "east/b"]);
    let cells = &matrix["rows"][0]["cells"];
    assert_eq!((&cells[0]["status"], &cells[0]["outcome"]), (&json!("achieved"), &json!("61")));
    assert_eq!((&cells[1]["status"], &cells[1]["outcome"]), (&Value::Null, &json!("40")));
    let answer = get(&app, "/api/v1/plans/east-2022/reconciliation").await.is(200).json;
    let totals = answer["totals"].as_array().unwrap();
    assert_eq!(totals.len(), 1, "{answer}");
    assert_eq!(
        (&totals[0]["of"], &totals[0]["total"], &totals[0]["together"]),
        (&json!("east"), &json!("101"), &json!("101"))
    );
    assert_eq!(totals[0]["agrees"], true);
}

async fn a_matrix_is_narrowed_to_an_area_and_to_a_category(app: App) {
    set_up_branch(&app).await;
    let categories =
        "code,name_en,parent\nall,All,\nfarms,Farms,all\nfarms/small,Small farms,farms\nshops,Shops,all\n";
    import(&app, "categories", categories).await.is(200);
    let areas = "code,name_en,parent\neast/a/1,A1,east/a\n";
    import(&app, "areas", areas).await.is(200);
    let targets = "plan,indicator,area,category,target\n\
        east-2022,jobs,,farms,30以上\neast-2022,jobs,east/a,farms,20以上\neast-2022,jobs,east/a,farms/small,5以上\n";
    import(&app, "targets", targets).await.is(200);
    let outcomes = "indicator,area,category,period,outcome\njobs,east,farms,2022,31\njobs,east/a,farms,2022,19\n\
        jobs,east/b,farms,2022,12\njobs,east/a,farms/small,2022,6\njobs,east/a,shops,2022,4\njobs,east/a/1,farms,2022,3\n";
    import(&app, "outcomes", outcomes).await.is(200);
    let told = |question: &str| {
        let path = format!("/api/v1/plans/east-2022/matrix?on=2023-02-01&{question}");
        let app = &app;
        async move {
            let matrix = get(app, &path).await.is(200).json;
            let cells = matrix["rows"][0]["cells"].as_array().cloned().unwrap_or_default();
            let words = matrix["members"].as_array().unwrap().iter().zip(&cells).map(|(member, cell)| {
                let word = |name: &str| cell[name].as_str().unwrap_or("-").to_owned();
                format!("{} {} {}", member["code"].as_str().unwrap(), word("status"), word("outcome"))
            });
            words.collect::<Vec<_>>()
        }
    };
    let (a, part, b) = ("east/a achieved 61", "east/a/1 - -", "east/b - 40");
    assert_eq!(told("by=area").await, [a, b, part]);
    assert_eq!(told("by=area&area=east").await, [a, b, part]);
    assert_eq!(told("by=area&area=east%2Fa").await, [a, part]);
    assert_eq!(told("by=area&area=west").await, [""; 0]);
    let of_farms = ["east/a not_achieved 19", "east/b - 12", "east/a/1 - 3"];
    assert_eq!(told("by=area&category=farms").await, of_farms);
    assert_eq!(told("by=area&category=farms&area=east%2Fa").await, [of_farms[0], of_farms[2]]);
    let (farms, small) = ("farms achieved 31", "farms/small - -");
    assert_eq!(told("by=category").await, ["all - -", farms, small, "shops - -"]);
    assert_eq!(told("by=category&area=east").await, ["all - -", farms, small, "shops - -"]);
    assert_eq!(told("by=category&category=farms").await, [farms, small]);
    let of_a = ["all - -", "farms not_achieved 19", "farms/small achieved 6", "shops - 4"];
    assert_eq!(told("by=category&area=east%2Fa").await, of_a);
    for unknown in ["by=area&area=x", "by=category&category=x"] {
        let refused = get(&app, &format!("/api/v1/plans/east-2022/matrix?{unknown}")).await.is(422).json;
        assert_eq!(refused["errors"][0]["value"], "x", "{refused}");
    }
    // What is reported later is seen by an answer that was kept.
    let later = json!({"indicator": "jobs", "area": "east/a", "category": "farms", "period": "2022", "outcome": "25",
        "source": "bureau"});
    post(&app, "/api/v1/outcomes", &later).await.is(201);
    let of_a = ["all - -", "farms achieved 25", "farms/small achieved 6", "shops - 4"];
    assert_eq!(told("by=category&area=east%2Fa").await, of_a);
    assert_eq!(told("by=area&category=farms&area=east%2Fa").await, ["east/a achieved 25", "east/a/1 - 3"]);
}

async fn a_part_on_another_caliber_is_no_part_of_the_total(app: App) {
    set_up_branch(&app).await;
    post(&app, "/api/v1/calibers", &json!({"code": "new", "name_en": "the new survey"})).await.is(201);
    let restated = json!({"indicator": "jobs", "area": "east/b", "period": "2022", "outcome": "90",
        "caliber": "new", "source": "survey", "reported_on": "2023-01-13"});
    post(&app, "/api/v1/outcomes", &restated).await.is(201);
    let total = |answer: Value| answer["totals"][0].clone();
    let with_both = total(get(&app, "/api/v1/plans/east-2022/reconciliation").await.is(200).json);
    assert_eq!((&with_both["together"], &with_both["agrees"]), (&json!("101"), &json!(true)));
    let alone = json!({"indicator": "jobs", "area": "east/b", "period": "2022", "outcome": "—",
        "reported_on": "2023-01-13"});
    post(&app, "/api/v1/outcomes", &alone).await.is(201);
    let with_one = total(get(&app, "/api/v1/plans/east-2022/reconciliation").await.is(200).json);
    assert_eq!((&with_one["together"], &with_one["missing"]), (&json!("61"), &json!(["east/b"])));
}

async fn a_part_that_counts_another_act_is_no_part_of_the_total(app: App) {
    set_up_branch(&app).await;
    let targets = "plan,indicator,target,name_zh,unit,measure,direction\n\
        east-2022,works,竣工80个,重点项目,个,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    let report = async |area: &str, outcome: &str| {
        let body = json!({"indicator": "works", "area": area, "period": "2022", "outcome": outcome});
        post(&app, "/api/v1/outcomes", &body).await.is(201);
    };
    let works = async || {
        let answer = get(&app, "/api/v1/plans/east-2022/reconciliation").await.is(200).json;
        let totals = answer["totals"].as_array().unwrap();
        totals.iter().find(|total| total["indicator"] == "works").cloned().unwrap_or_default()
    };
    let facts = |total: &Value| {
        (total["total"].clone(), total["together"].clone(), total["missing"].clone(), total["agrees"].clone())
    };
    report("east", "85个").await;
    report("east/a", "竣工40个").await;
    report("east/b", "开工45个").await;
    let one = works().await;
    assert_eq!(facts(&one), (json!("85"), json!("40"), json!(["east/b"]), json!(false)), "{one}");
    report("east/a", "开工40个").await;
    let none = works().await;
    assert_eq!(facts(&none), (json!("85"), Value::Null, json!(["east/a", "east/b"]), Value::Null), "{none}");
    report("east/a", "40个").await;
    report("east/b", "竣工45个").await;
    let both = works().await;
    assert_eq!(facts(&both), (json!("85"), json!("85"), json!([]), json!(true)), "{both}");
    report("east", "开工85个").await;
    let begun = works().await;
    assert_eq!((&begun["total"], &begun["together"]), (&Value::Null, &json!("85")), "{begun}");
    assert!(begun.to_string().contains("not_comparable"), "{begun}");
}

async fn a_plan_that_admits_only_final_figures(app: App) {
    set_up_branch(&app).await;
    let strict = json!({
        "code": "strict-2022", "title_en": "Strict", "period": "2022", "area": "east", "admitted_from": "final"
    });
    post(&app, "/api/v1/plans", &strict).await.is(201);
    let targets = "plan,indicator,target,name_en,unit,measure,direction\nstrict-2022,homes,10以上,Homes,套,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    let report = |basis: &str, total: &str, part: &str| {
        format!(
            "indicator,area,period,outcome,basis,source\nhomes,east,2022,{total},{basis},s\n\
             homes,east/a,2022,{part},{basis},s\n"
        )
    };
    let status = "/api/v1/plans/strict-2022/completion/homes?on=2023-01-14";
    let totals = "/api/v1/plans/strict-2022/reconciliation";
    for basis in ["forecast", "preliminary"] {
        import(&app, "outcomes", &report(basis, "12", "12")).await.is(200);
        let one = get(&app, status).await.is(200).json;
        assert_eq!((&one["status"], &one["outcome"]), (&json!("awaiting_outcome"), &Value::Null));
        assert_eq!(
            get(&app, totals).await.is(200).json["totals"],
            json!([]),
            "nothing that counts is reported"
        );
    }
    import(&app, "outcomes", &report("final", "9", "9")).await.is(200);
    let one = get(&app, status).await.is(200).json;
    assert_eq!((&one["status"], &one["provisional"]), (&json!("not_achieved"), &json!(false)));
    let total = get(&app, totals).await.is(200).json["totals"][0].clone();
    assert_eq!(
        (&total["total"], &total["together"], &total["agrees"]),
        (&json!("9"), &json!("9"), &json!(false))
    );
    assert_eq!((&total["missing"], &total["agrees_within_rounding"]), (&json!(["east/b"]), &json!(false)));
}

async fn a_category_with_parts_of_its_own_is_held_against_those(app: App) {
    let categories = "code,name_en,parent\nind,All,\nind/infra,Infrastructure,ind\nind/soc,Social,ind\n\
        ind/infra/tr,Transport,ind/infra\nind/infra/en,Energy,\n";
    import(&app, "categories", categories).await.is(200);
    post(&app, "/api/v1/plans", &json!({"code": "works-2022", "title_en": "Works", "period": "2022"}))
        .await
        .is(201);
    let targets = "plan,indicator,target,name_en,unit,measure,direction\nworks-2022,spent,20以上,Spent,亿元,flow,higher\n";
    import(&app, "targets", targets).await.is(200);
    let outcomes = "indicator,category,period,outcome\nspent,,2022,20\nspent,ind/infra,2022,12.1\nspent,ind/soc,2022,8\n\
        spent,ind/infra/tr,2022,7\nspent,ind/infra/en,2022,5\n";
    import(&app, "outcomes", outcomes).await.is(200);
    let path = "/api/v1/plans/works-2022/reconciliation";
    let found = |answer: &Value| -> Vec<[String; 3]> {
        let of = |total: &Value| ["of", "total", "difference"].map(|name| total[name].to_string());
        answer["totals"].as_array().unwrap().iter().map(of).collect()
    };
    let row =
        |of: &str, total: &str, difference: &str| [of, total, difference].map(|text| format!("\"{text}\""));
    let answer = get(&app, path).await.is(200).json;
    assert_eq!(found(&answer), [row("ind", "20", "-0.1"), row("ind/infra", "12.1", "0.1")]);
    import(&app, "outcomes", "indicator,category,period,outcome\nspent,ind,2022,20.1\n").await.is(200);
    let answer = get(&app, path).await.is(200).json;
    assert_eq!(found(&answer), [row("ind", "20.1", "0"), row("ind/infra", "12.1", "0.1")]);
}

async fn shares_are_rolled_up_by_their_sums(app: App) {
    set_up_branch(&app).await;
    let indicators = "code,name_en,unit,measure,direction,aggregation,numerator,denominator\n\
        share,Share,%,level,higher,ratio_of_sums,some,all\nsome,Some,户,flow,higher,sum,,\nall,All,户,flow,higher,sum,,\n";
    import(&app, "indicators", indicators).await.is(200);
    import(&app, "targets", "plan,indicator,target\neast-2022,share,50以上\n").await.is(200);
    let outcomes = "indicator,area,period,outcome\nshare,east,2022,81.9\nsome,east/a,2022,1\nall,east/a,2022,10\n\
        some,east/b,2022,900\nall,east/b,2022,1000\n";
    import(&app, "outcomes", outcomes).await.is(200);
    let answer = get(&app, "/api/v1/plans/east-2022/reconciliation").await.is(200).json;
    let share =
        answer["totals"].as_array().unwrap().iter().find(|total| total["indicator"] == "share").unwrap();
    assert_eq!((&share["together"], &share["aggregation"]), (&json!("89.207921"), &json!("ratio_of_sums")));
    assert_eq!((&share["difference"], &share["agrees"]), (&json!("-7.307921"), &json!(false)));
    assert_eq!(share["unavailable"], json!([{"figure": "rounding", "reason": "not_additive"}]));
}

async fn a_contribution_is_checked_against_its_range(app: App) {
    let path = "/api/v1/assess/contribution";
    let mut asked = json!({
        "part_amount": "3741.1", "part_growth": "7.1", "whole_amount": "8158.4", "whole_growth": "2", "printed": "156"
    });
    let answer = post(&app, path, &asked).await.is(200).json;
    assert_eq!(&answer["percent"].as_str().unwrap()[..3], "155");
    assert!(
        answer["low"].as_str().unwrap().starts_with("123.")
            && answer["high"].as_str().unwrap().starts_with("207.")
    );
    assert_eq!((&answer["allows_printed"], &answer["unavailable"]), (&json!(true), &json!([])));
    asked["printed"] = json!("300");
    assert_eq!(post(&app, path, &asked).await.is(200).json["allows_printed"], false);
    asked["printed"] = Value::Null;
    asked["whole_growth"] = json!("0");
    let still = post(&app, path, &asked).await.is(200).json;
    assert_eq!((&still["percent"], &still["allows_printed"]), (&Value::Null, &Value::Null));
    assert_eq!(still["unavailable"][0], json!({"figure": "percent", "reason": "no_growth"}));
    asked["whole_growth"] = json!("-100");
    asked["part_amount"] = json!("x");
    let refused = post(&app, path, &asked).await.problem(422, "data-refused");
    assert_eq!(
        refused.errors(),
        [
            ("bad_decimal".to_owned(), "/part_amount".to_owned()),
            ("growth_too_low".to_owned(), "/whole_growth".to_owned())
        ]
    );
}
