//! Plans over HTTP: their life, their versions, their list.

use serde_json::{Value, json};

use crate::{
    cases,
    harness::{App, Case},
    talk::{Ask, get, import, plan_2022, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        is_created_as_a_draft_and_read_back,
        what_is_read_can_be_sent_back,
        a_stale_version_is_refused_by_header_and_by_body,
        lives_from_draft_to_adopted_to_closed,
        a_closed_plan_is_not_changed,
        is_listed_page_by_page,
        what_cannot_be_taken_is_named,
        lasts_a_hundred_years_at_most,
        slashes_in_codes_are_encoded,
    ]
}

const PLANS: &str = "/api/v1/plans";
const PLAN: &str = "/api/v1/plans/cq-2022";

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

async fn is_created_as_a_draft_and_read_back(app: App) {
    let made = post(&app, PLANS, &plan_2022()).await.is(201);
    assert_eq!((made.header("location"), made.header("etag")), (PLAN, "\"v1\""));
    assert_eq!((&made.json["state"], &made.json["version"]), (&json!("draft"), &json!(1)));
    assert_eq!(made.json["at_risk_from"], "0.9");
    let read = get(&app, PLAN).await.is(200);
    assert_eq!((read.json, read.headers["etag"].to_str().unwrap()), (made.json, "\"v1\""));
    let known = Ask::new(&app, "GET", PLAN).header("if-none-match", "\"v1\"").send().await.is(304);
    assert_eq!((known.text.as_str(), known.header("etag")), ("", "\"v1\""));
    let head = Ask::new(&app, "HEAD", PLAN).send().await.is(200);
    assert_eq!((head.text.as_str(), head.header("etag")), ("", "\"v1\""));
    post(&app, PLANS, &plan_2022()).await.problem(409, "already-exists");
    get(&app, "/api/v1/plans/cq-2032").await.problem(404, "not-found");
    put(&app, "/api/v1/plans/cq-2032", &with(plan_2022(), "code", json!("cq-2032")))
        .await
        .problem(404, "not-found");
}

async fn what_is_read_can_be_sent_back(app: App) {
    post(&app, PLANS, &plan_2022()).await.is(201);
    let read = get(&app, PLAN).await.json;
    let same = put(&app, PLAN, &read).await.is(200);
    assert_eq!(same.json, read, "nothing changed, so there is no new version");
    let changed = put(&app, PLAN, &with(read, "tolerance", json!("0.1"))).await.is(200);
    assert_eq!((&changed.json["tolerance"], &changed.json["version"]), (&json!("0.1"), &json!(2)));
    assert_eq!(changed.header("etag"), "\"v2\"");
    let other =
        put(&app, PLAN, &with(plan_2022(), "state", json!("closed"))).await.problem(422, "data-refused");
    assert_eq!(other.errors(), [("other_state".to_owned(), "/state".to_owned())]);
    let other =
        put(&app, PLAN, &with(plan_2022(), "code", json!("cq-2023"))).await.problem(422, "data-refused");
    assert_eq!(other.errors(), [("other_code".to_owned(), "/code".to_owned())]);
}

async fn a_stale_version_is_refused_by_header_and_by_body(app: App) {
    post(&app, PLANS, &plan_2022()).await.is(201);
    let second = with(plan_2022(), "issuer", json!("重庆市人大"));
    let revise = |tag: &'static str| {
        let body = second.clone();
        Ask::new(&app, "PUT", PLAN).header("if-match", tag).json(&body).send()
    };
    revise("\"v7\"").await.problem(412, "stale-version");
    let weak = revise("W/\"v1\"").await.problem(412, "stale-version");
    let detail = weak.json["detail"].as_str().unwrap();
    assert!(detail.contains("is that of no version; give it as it was read, \"v1\""), "{detail}");
    revise("\"1\"").await.problem(412, "stale-version");
    revise("v1").await.problem(400, "bad-header");
    assert_eq!(revise("\"v1\"").await.is(200).json["version"], 2);
    assert_eq!(revise("*").await.is(200).json["version"], 2, "whichever it is");
    revise("\"v1\"").await.problem(412, "stale-version");
    put(&app, PLAN, &with(plan_2022(), "version", json!(1))).await.problem(409, "changed-meanwhile");
    let both =
        Ask::new(&app, "PUT", PLAN).header("if-match", "\"v2\"").json(&with(second, "version", json!(1)));
    both.send().await.problem(400, "bad-header");
    assert_eq!(get(&app, PLAN).await.json["version"], 2);
}

async fn lives_from_draft_to_adopted_to_closed(app: App) {
    post(&app, PLANS, &plan_2022()).await.is(201);
    let close = format!("{PLAN}/close");
    let adopt = format!("{PLAN}/adopt");
    Ask::new(&app, "POST", &close).send().await.problem(409, "not-allowed");
    let step = |path: &str, tag: &str| Ask::new(&app, "POST", path).header("if-match", tag).send();
    step(&adopt, "\"v3\"").await.problem(412, "stale-version");
    step(&adopt, "none").await.problem(400, "bad-header");
    let adopted =
        post(&app, &adopt, &json!({"version": 1, "reason": "passed by the congress"})).await.is(200);
    assert_eq!((&adopted.json["state"], adopted.header("etag")), (&json!("adopted"), "\"v2\""));
    assert_eq!(
        Ask::new(&app, "POST", &adopt).send().await.is(200).json["version"],
        2,
        "nothing more happens"
    );
    step(&close, "\"v1\"").await.problem(412, "stale-version");
    let control = json!({"reason": "a\u{0}b"});
    post(&app, &adopt, &control).await.problem(422, "data-refused");
    post(&app, &close, &control).await.problem(422, "data-refused");
    assert_eq!(post(&app, &close, &json!({})).await.is(200).json["state"], "closed");
    post(&app, &adopt, &json!({})).await.problem(409, "not-allowed");
    for path in ["/api/v1/plans/none/adopt", "/api/v1/plans/none/close"] {
        post(&app, path, &json!({})).await.problem(404, "not-found");
    }
}

async fn a_closed_plan_is_not_changed(app: App) {
    set_up_plan(&app).await;
    for step in ["adopt", "close"] {
        post(&app, &format!("{PLAN}/{step}"), &json!({})).await.is(200);
    }
    put(&app, PLAN, &plan_2022()).await.problem(409, "not-allowed");
    let target = json!({"indicator": "gdp-growth", "target": "6"});
    post(&app, &format!("{PLAN}/targets"), &target).await.problem(409, "not-allowed");
    let path = format!("{PLAN}/targets/gdp-growth");
    put(&app, &path, &target).await.problem(409, "not-allowed");
    crate::talk::delete(&app, &path).await.problem(409, "not-allowed");
    let table = "no,code,target,outcome\n1,gdp-growth,6,\n";
    let import = Ask::new(&app, "POST", "/api/v1/imports/plan-table?plan=cq-2022").body("text/csv", table);
    import.send().await.problem(409, "not-allowed");
    assert_eq!(get(&app, &path).await.is(200).json["target"], "5.5左右");
}

async fn is_listed_page_by_page(app: App) {
    for year in 2021..=2025 {
        let plan = json!({"code": format!("cq-{year}"), "title_en": "plan", "period": year.to_string()});
        post(&app, PLANS, &plan).await.is(201);
    }
    let mut codes = Vec::new();
    let mut next = Some(format!("{PLANS}?limit=2"));
    while let Some(path) = next {
        let page = get(&app, &path).await.is(200);
        let items = page.json["items"].as_array().unwrap().clone();
        assert!(items.len() <= 2);
        codes.extend(items.iter().map(|item| item["code"].as_str().unwrap().to_owned()));
        let link = page.header("link").to_owned();
        assert_eq!(page.json["next"].is_null(), link.is_empty());
        next = link
            .strip_prefix('<')
            .and_then(|rest| rest.split_once(">; rel=\"next\""))
            .map(|(to, _)| to.to_owned());
    }
    assert_eq!(codes, ["cq-2021", "cq-2022", "cq-2023", "cq-2024", "cq-2025"]);
    for query in
        ["limit=0", "limit=1001", "limit=-1", "limit=a", "cursor=x", "cursor=i1", "cursor=p-1", "cursor="]
    {
        let refused = get(&app, &format!("{PLANS}?{query}")).await.problem(400, "bad-query");
        assert_eq!(refused.errors()[0].1, query.split('=').next().unwrap());
    }
}

async fn what_cannot_be_taken_is_named(app: App) {
    let bad =
        json!({"code": "a b", "title_en": "", "period": "2022-13", "tolerance": "-1", "parent": "none"});
    let refused = post(&app, PLANS, &bad).await.problem(422, "data-refused");
    let named: Vec<String> = refused.errors().into_iter().map(|(_, place)| place).collect();
    assert_eq!(named, ["/code", "/period", "/tolerance", "/title_zh", "/parent"]);
    assert_eq!(refused.json["errors_total"], 5);
    let orphan =
        post(&app, PLANS, &with(plan_2022(), "parent", json!("none"))).await.problem(422, "data-refused");
    assert_eq!(orphan.errors(), [("unknown_plan".to_owned(), "/parent".to_owned())]);
    let five = json!({"code": "five", "title_en": "Five years", "period": "2021..2025"});
    post(&app, PLANS, &five).await.is(201);
    let later = json!({"code": "later", "title_en": "Later", "period": "2026", "parent": "five"});
    let outside = post(&app, PLANS, &later).await.problem(422, "data-refused");
    assert_eq!(outside.errors(), [("outside_parent".to_owned(), "/parent".to_owned())]);
    let neither = with(with(plan_2022(), "area", json!("none")), "parent", json!("none"));
    let neither = post(&app, PLANS, &neither).await.problem(422, "data-refused");
    let named: Vec<String> = neither.errors().into_iter().map(|(_, place)| place).collect();
    assert_eq!(named, ["/parent", "/area"]);
    let nowhere =
        post(&app, PLANS, &with(plan_2022(), "area", json!("none"))).await.problem(422, "data-refused");
    assert_eq!(nowhere.errors(), [("unknown_area".to_owned(), "/area".to_owned())]);
    let versioned =
        post(&app, PLANS, &with(plan_2022(), "version", json!(1))).await.problem(422, "data-refused");
    assert_eq!(versioned.errors(), [("version_of_new".to_owned(), "/version".to_owned())]);
    let kept = get(&app, PLANS).await.json["items"].as_array().unwrap().len();
    assert_eq!(kept, 1, "nothing else was kept");
}

async fn slashes_in_codes_are_encoded(app: App) {
    let made = post(&app, PLANS, &with(plan_2022(), "code", json!("cq/2022"))).await.is(201);
    assert_eq!(made.header("location"), "/api/v1/plans/cq%2F2022");
    assert_eq!(get(&app, "/api/v1/plans/cq%2F2022").await.is(200).json["code"], "cq/2022");
    assert_eq!(get(&app, "/api/v1/plans/cq%2F2022/targets").await.is(200).json["items"], json!([]));
    get(&app, "/api/v1/plans/cq/2022").await.problem(404, "no-such-route");
}

async fn lasts_a_hundred_years_at_most(app: App) {
    let plan = |code: &str, period: &str| json!({"code": code, "title_en": "Plan", "period": period});
    for (number, period) in
        ["1901..2000", "1901-07..2001-06", "2000-02-29..2100-02-27"].into_iter().enumerate()
    {
        post(&app, PLANS, &plan(&format!("p{number}"), period)).await.is(201);
    }
    let too_long = |place: &str| [("too_long".to_owned(), place.to_owned())];
    for period in ["1901..2001", "1901-07..2001-07", "0001..9999", "9000..9999"] {
        let refused = post(&app, PLANS, &plan("long", period)).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), too_long("/period"), "{period}");
        let refused =
            put(&app, &format!("{PLANS}/p0"), &plan("p0", period)).await.problem(422, "data-refused");
        assert_eq!(refused.errors(), too_long("/period"), "{period}");
    }
    let table = "code,name_en,unit,measure,direction,no,target\nsum,Sum,t,flow,higher,1,at least 100\n";
    let of = |period: &str| format!("plan-table?plan=long&period={period}&title_en=Long");
    let refused = import(&app, &of("1901..2001"), table).await.problem(422, "data-refused");
    assert_eq!(refused.errors()[0].0, "too_long", "{}", refused.text);
    import(&app, &of("1901..2000"), table).await.is(200);
}
