//! Webhooks over HTTP: set up, told once a status has changed and stood, signed, sent again until they are taken, and
//! looked after by one of several services. The office is a small server of the test's own.

use std::time::{Duration, Instant};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    approvals::approve,
    cases,
    harness::{App, Case},
    office::{Receiver, SENDING, looked_at, noted, report, sending, set_up},
    talk::{Ask, delete, get, import, post, put, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_webhook_is_set_up_and_removed,
        a_change_of_a_status_is_told_and_signed,
        a_status_must_stand_before_it_is_told,
        what_is_dated_tomorrow_is_not_told_today,
        what_a_parent_is_held_against_is_told,
        what_is_not_taken_is_sent_again_and_given_up,
        another_service_takes_over_and_nothing_is_told_twice,
        what_turns_after_the_set_up_is_told,
        what_turns_after_a_target_was_approved_is_told,
        one_that_cannot_be_read_holds_up_no_other,
        a_slow_receiver_holds_up_no_other,
        a_stop_gives_the_duty_back_while_something_is_sent,
        what_is_no_webhook_is_refused,
    ]
}

async fn a_webhook_is_set_up_and_removed(app: App) {
    set_up_plan(&app).await;
    let webhook = json!({
        "plan": "cq-2022", "indicator": "gdp-growth", "statuses": ["off_track", "at_risk"], "hold_seconds": 60,
        "url": "https://example.org/hooks?token=canary-4711", "description": "for the office"
    });
    let created = post(&app, "/api/v1/webhooks", &webhook).await.is(201);
    let secret = created.json["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    let path = created.header("location").to_owned();
    let read = get(&app, &path).await.is(200);
    let mut shown = created.json.clone();
    shown.as_object_mut().unwrap().remove("secret");
    assert_eq!(read.json, shown);
    assert_eq!(read.json["statuses"].as_array().unwrap().len(), 2);
    let list = get(&app, "/api/v1/webhooks?plan=cq-2022").await.is(200);
    assert_eq!(list.json["items"], json!([shown]));
    // The record says who set it up, and neither its secret nor the path of its address.
    let record = get(&app, "/api/v1/audit?subject=webhook").await.is(200);
    assert!(record.text.contains("https://example.org"), "{}", record.text);
    for hidden in [secret.as_str(), "canary-4711"] {
        assert!(!record.text.contains(hidden) && !list.text.contains(&secret), "{hidden} is shown");
    }
    let tried = Ask::new(&app, "POST", &format!("{path}/try")).send().await.is(202).json;
    let deliveries = get(&app, &format!("{path}/deliveries?state=pending")).await.is(200).json;
    let delivery = &deliveries["items"][0];
    assert_eq!(delivery["event"], tried["event"]);
    assert_eq!(delivery["body"]["type"], "plantrack.webhook.trial");
    let again = format!("{path}/deliveries/{}/resend", delivery["id"]);
    Ask::new(&app, "POST", &again).send().await.is(204);
    Ask::new(&app, "POST", &format!("{path}/deliveries/99/resend")).send().await.problem(404, "not-found");
    delete(&app, &path).await.is(204);
    for gone in [path.clone(), format!("{path}/deliveries")] {
        get(&app, &gone).await.problem(404, "not-found");
    }
    delete(&app, &path).await.problem(404, "not-found");
    Ask::new(&app, "POST", &format!("{path}/try")).send().await.problem(404, "not-found");
    Ask::new(&app, "POST", &again).send().await.problem(404, "not-found");
    assert_eq!(get(&app, "/api/v1/webhooks").await.is(200).json["items"], json!([]));
}

async fn a_change_of_a_status_is_told_and_signed(app: App) {
    set_up_plan(&app).await;
    let app = sending(&app).await;
    let office = Receiver::start(&[200]).await;
    let created = set_up(&app, &office, &json!({})).await;
    let picky = set_up(&app, &office, &json!({"statuses": ["achieved"]})).await;
    looked_at(&app).await;
    report(&app, "2.6").await;
    let received = office.until(1).await.remove(0);
    let event = received.event();
    assert_eq!((&event["specversion"], &event["type"]), (&json!("1.0"), &json!("plantrack.status.changed")));
    assert_eq!(
        (&event["source"], &event["subject"]),
        (&json!("/api/v1/plans/cq-2022"), &json!("gdp-growth"))
    );
    let data = &event["data"];
    assert_eq!(
        (&data["previous_status"], &data["status"]),
        (&json!("awaiting_outcome"), &json!("not_achieved"))
    );
    assert_eq!((&data["target"], &data["outcome"]), (&json!("5.5左右"), &json!("2.6")));
    assert!(data["explanation"]["zh"].as_str().unwrap().contains("2.6"), "{event}");
    assert!(received.header("content-type").starts_with("application/cloudevents+json"), "{received:?}");
    // The signature, computed here from what was received and the secret that was shown.
    let id = received.header("webhook-id");
    assert_eq!(event["id"], id);
    let key = STANDARD.decode(created["secret"].as_str().unwrap().strip_prefix("whsec_").unwrap()).unwrap();
    let signed = format!("{id}.{}.{}", received.header("webhook-timestamp"), received.body);
    let tag = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key), signed.as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(tag.as_ref()));
    assert_eq!(received.header("webhook-signature"), signature);
    assert_eq!(received.header("webhook-timestamp"), app.clock.now().timestamp().to_string());
    // It is delivered once; what changes nothing is not told.
    report(&app, "2.7").await;
    looked_at(&app).await;
    noted(&app, 1).await;
    let path = format!("/api/v1/webhooks/{}/deliveries", created["id"]);
    let deliveries = get(&app, &path).await.is(200).json;
    let [delivery] = deliveries["items"].as_array().unwrap().as_slice() else { panic!("{deliveries}") };
    assert_eq!((&delivery["state"], &delivery["attempts"]), (&json!("delivered"), &json!(1)));
    assert_eq!((&delivery["answer"], &delivery["fault"]), (&json!(200), &json!(null)));
    // Who wants only another status is told only that.
    report(&app, "6").await;
    let received = office.until(3).await;
    let statuses: Vec<Value> = received.iter().map(|one| one.event()["data"]["status"].clone()).collect();
    assert_eq!(statuses, [json!("not_achieved"), json!("achieved"), json!("achieved")]);
    let path = format!("/api/v1/webhooks/{}/deliveries", picky["id"]);
    assert_eq!(get(&app, &path).await.is(200).json["items"].as_array().unwrap().len(), 1);
}

async fn a_status_must_stand_before_it_is_told(app: App) {
    set_up_plan(&app).await;
    let first = sending(&app).await;
    let office = Receiver::start(&[200]).await;
    set_up(&first, &office, &json!({"hold_seconds": 600})).await;
    looked_at(&first).await;
    report(&first, "2.6").await;
    looked_at(&first).await;
    report(&first, "6").await;
    looked_at(&first).await;
    report(&first, "2.6").await;
    looked_at(&first).await;
    assert!(office.received().is_empty(), "a flicker is told");
    drop(first);
    // Ten minutes later the last one has stood long enough: it is told once, with the turns in between.
    app.clock.advance(TimeDelta::seconds(601));
    let later = sending(&app).await;
    let event = office.until(1).await[0].event();
    assert_eq!(event["data"]["status"], "not_achieved");
    assert_eq!(event["data"]["previous_status"], "awaiting_outcome");
    assert_eq!(event["data"]["turns"], 3);
    looked_at(&later).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(office.received().len(), 1);
}

async fn what_is_dated_tomorrow_is_not_told_today(app: App) {
    let indicators = "code,name_en,unit,measure,direction\nsum,Sum,t,flow,higher\n";
    import(&app, "indicators", indicators).await.is(200);
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2023"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    post(&app, "/api/v1/plans/p/targets", &json!({"indicator": "sum", "target": "at least 100"}))
        .await
        .is(201);
    let sum = |outcome: &str, on: &str| json!({"indicator": "sum", "period": "2023", "outcome": outcome, "source": "office", "reported_on": on});
    post(&app, "/api/v1/outcomes", &sum("120", "2023-01-12")).await.is(201);
    let card = get(&app, "/api/v1/plans/p/completion/sum").await.is(200).json;
    let app = sending(&app).await;
    let office = Receiver::start(&[200]).await;
    set_up(&app, &office, &json!({"plan": "p"})).await;
    looked_at(&app).await;
    post(&app, "/api/v1/outcomes", &sum("125", "2023-01-14")).await.is(201);
    looked_at(&app).await;
    let then = get(&app, "/api/v1/plans/p/completion/sum").await.is(200).json;
    assert_eq!((&then["status"], &then["outcome"]["text"]), (&card["status"], &json!("120")));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(office.received().is_empty(), "{:?}", office.received());
}

async fn what_a_parent_is_held_against_is_told(app: App) {
    let indicators =
        "code,name_en,unit,measure,direction\nown,Own,%,rate,higher\nother,Other,%,rate,higher\n";
    import(&app, "indicators", indicators).await.is(200);
    for (code, parent) in [("up", None), ("down", Some("up"))] {
        let plan = json!({"code": code, "title_en": code, "period": "2022", "parent": parent});
        post(&app, "/api/v1/plans", &plan).await.is(201);
    }
    let held = json!({"indicator": "own", "target": "not below GDP growth", "relative_to": "other"});
    post(&app, "/api/v1/plans/up/targets", &held).await.is(201);
    post(&app, "/api/v1/plans/down/targets", &json!({"indicator": "own", "target": "▽"})).await.is(201);
    let report = async |of: &str, outcome: &str| {
        let outcome = json!({"indicator": of, "period": "2022", "outcome": outcome, "source": "office"});
        post(&app, "/api/v1/outcomes", &outcome).await.is(201).json["items"][0]["id"].as_i64().unwrap()
    };
    report("own", "5").await;
    report("other", "4").await;
    let app_that_sends = sending(&app).await;
    let office = Receiver::start(&[200]).await;
    set_up(&app_that_sends, &office, &json!({"plan": "down"})).await;
    looked_at(&app_that_sends).await;
    let number = report("other", "9").await;
    let event = office.until(1).await[0].event();
    assert_eq!(
        (&event["data"]["previous_status"], &event["data"]["status"]),
        (&json!("achieved"), &json!("not_achieved"))
    );
    for asked in ["", "&plan=down"] {
        let changes = get(&app, &format!("/api/v1/changes?after={}{asked}", number - 1)).await.is(200).json;
        assert_eq!(changes["items"][0]["plans"], json!(["down", "up"]), "{changes}");
    }
    // An earlier version may be the one that was approved.
    let otherwise = json!({"indicator": "own", "target": "at least 4"});
    put(&app, "/api/v1/plans/up/targets/own", &otherwise).await.is(200);
    let number = report("other", "8").await;
    let changes = get(&app, &format!("/api/v1/changes?after={}", number - 1)).await.is(200).json;
    assert_eq!(changes["items"][0]["plans"], json!(["down", "up"]), "{changes}");
}

async fn what_is_not_taken_is_sent_again_and_given_up(app: App) {
    set_up_plan(&app).await;
    let app = sending(&app).await;
    let office = Receiver::start(&[500, 302, 200, 404, 404, 404, 200]).await;
    let created = set_up(&app, &office, &json!({})).await;
    looked_at(&app).await;
    report(&app, "2.6").await;
    // Refused twice, then taken: the same event each time.
    let received = office.until(3).await;
    let ids: Vec<&str> = received.iter().map(|one| one.header("webhook-id")).collect();
    assert_eq!(ids, [ids[0]; 3]);
    report(&app, "6").await;
    // Given up after the third attempt.
    office.until(6).await;
    let path = format!("/api/v1/webhooks/{}/deliveries", created["id"]);
    let started = Instant::now();
    let dead = loop {
        let deliveries = get(&app, &format!("{path}?state=dead")).await.is(200).json;
        if let [dead] = deliveries["items"].as_array().unwrap().as_slice() {
            break dead.clone();
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{deliveries}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!((&dead["attempts"], &dead["answer"]), (&json!(3), &json!(404)));
    // It is sent again where someone asks for it.
    Ask::new(&app, "POST", &format!("{path}/{}/resend", dead["id"])).send().await.is(204);
    let received = office.until(7).await;
    assert_eq!(received[6].event()["id"], dead["event"]);
}

/// Two services on one database: one looks; where it ends, the other goes on where it stopped.
async fn another_service_takes_over_and_nothing_is_told_twice(app: App) {
    set_up_plan(&app).await;
    let first = sending(&app).await;
    let second = sending(&app).await;
    let office = Receiver::start(&[200]).await;
    set_up(&first, &office, &json!({})).await;
    looked_at(&first).await;
    report(&second, "2.6").await;
    office.until(1).await;
    noted(&app, 1).await;
    drop(first);
    report(&second, "6").await;
    // Where the duty was not given back, it runs out.
    app.clock.advance(TimeDelta::seconds(60));
    let third = sending(&app).await;
    let received = office.until(2).await;
    assert_eq!(received[1].event()["data"]["status"], "achieved");
    looked_at(&third).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(office.received().len(), 2);
}

/// Sets one target more, of a plan of its own period, and gives its plan's code.
async fn one_more(app: &App, plan: &str, indicator: &str) {
    let made = json!({"code": indicator, "name_en": indicator, "unit": "t", "measure": "flow", "direction": "higher"});
    post(app, "/api/v1/indicators", &made).await.is(201);
    let target = json!({"indicator": indicator, "target": "at least 100"});
    post(app, &format!("/api/v1/plans/{plan}/targets"), &target).await.is(201);
}

async fn report_of(app: &App, indicator: &str, outcome: &str) -> i64 {
    let outcome = json!({"indicator": indicator, "period": "2022", "outcome": outcome, "source": "office"});
    post(app, "/api/v1/outcomes", &outcome).await.is(201).json["items"][0]["id"].as_i64().unwrap()
}

/// Nobody looks in between: what stands is what stood when the webhook or the target was set up, not what is seen first.
async fn what_turns_after_the_set_up_is_told(app: App) {
    set_up_plan(&app).await;
    one_more(&app, "cq-2022", "before").await;
    report_of(&app, "before", "120").await;
    let office = Receiver::start(&[200]).await;
    let lenient = app.with_settings(&SENDING[1..]).await;
    set_up(&lenient, &office, &json!({})).await;
    report(&app, "2.6").await;
    let first = sending(&app).await;
    let told = |event: &Value| {
        let data = &event["data"];
        [&data["indicator"], &data["previous_status"], &data["status"]]
            .map(|word| word.as_str().unwrap().to_owned())
    };
    let received = office.until(1).await;
    assert_eq!(told(&received[0].event()), ["gdp-growth", "awaiting_outcome", "not_achieved"]);
    looked_at(&first).await;
    noted(&app, 1).await;
    drop(first);
    // Under a standing webhook: one target is set and reported, one is set of what was reported before.
    one_more(&app, "cq-2022", "after").await;
    report_of(&app, "after", "120").await;
    let reported =
        json!({"code": "known", "name_en": "known", "unit": "t", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &reported).await.is(201);
    report_of(&app, "known", "120").await;
    let target = json!({"indicator": "known", "target": "at least 100"});
    post(&app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    // Revised before anybody looks: it began as it was set.
    one_more(&app, "cq-2022", "revised").await;
    report_of(&app, "revised", "90").await;
    let target = json!({"indicator": "revised", "target": "at least 80"});
    put(&app, "/api/v1/plans/cq-2022/targets/revised", &target).await.is(200);
    let second = sending(&app).await;
    let mut received: Vec<[String; 3]> =
        office.until(3).await.iter().skip(1).map(|one| told(&one.event())).collect();
    received.sort();
    let expected = ["after", "revised"].map(|of| [of, "awaiting_outcome", "achieved"].map(str::to_owned));
    assert_eq!(received, expected);
    looked_at(&second).await;
    noted(&app, 3).await;
    assert_eq!(app.count("SELECT count(*) FROM webhook_delivery").await, 3);
}

async fn what_turns_after_a_target_was_approved_is_told(app: App) {
    let office = Receiver::start(&[200]).await;
    let lenient = app.with_settings(&SENDING[1..]).await;
    let made =
        json!({"code": "sum", "name_en": "Sum", "unit": "t", "measure": "flow", "direction": "higher"});
    post(&app, "/api/v1/indicators", &made).await.is(201);
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2022", "asks_for_approval": true});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    set_up(&lenient, &office, &json!({"plan": "p"})).await;
    let target = json!({"indicator": "sum", "target": "at least 100"});
    post(&app, "/api/v1/plans/p/targets", &target).await.is(201);
    approve(&app, "/api/v1/plans/p/targets/sum").await;
    let number = report_of(&app, "sum", "120").await;
    approve(&app, &format!("/api/v1/outcomes/{number}")).await;
    let _second = sending(&app).await;
    let data = office.until(1).await[0].event()["data"].clone();
    assert_eq!((&data["previous_status"], &data["status"]), (&json!("awaiting_outcome"), &json!("achieved")));
}

async fn one_that_cannot_be_read_holds_up_no_other(app: App) {
    set_up_plan(&app).await;
    let office = Receiver::start(&[200]).await;
    let lenient = app.with_settings(&SENDING[1..]).await;
    for description in ["whole", "broken"] {
        set_up(&lenient, &office, &json!({"description": description})).await;
    }
    app.execute("UPDATE webhook SET statuses = 'x' WHERE description = 'broken'").await.unwrap();
    report(&app, "2.6").await;
    let _first = sending(&app).await;
    let data = office.until(1).await[0].event()["data"].clone();
    assert_eq!((&data["indicator"], &data["status"]), (&json!("gdp-growth"), &json!("not_achieved")));
    get(&app, "/api/v1/webhooks").await.problem(500, "internal");
}

/// The settings under which a delivery waits long for its answer.
fn patient() -> Vec<(&'static str, &'static str)> {
    [&SENDING[..], &[("webhooks.timeout_ms", "60000"), ("webhooks.lease_ms", "600000")]].concat()
}

async fn a_slow_receiver_holds_up_no_other(app: App) {
    set_up_plan(&app).await;
    let plan = json!({"code": "other", "title_en": "Other", "period": "2022"});
    post(&app, "/api/v1/plans", &plan).await.is(201);
    one_more(&app, "other", "sum").await;
    let app = app.with_settings(&patient()).await;
    let (slow, quick) = (Receiver::that_waits(&[200]).await, Receiver::start(&[200]).await);
    let held = set_up(&app, &slow, &json!({})).await;
    set_up(&app, &quick, &json!({"plan": "other"})).await;
    report(&app, "2.6").await;
    slow.until(1).await;
    // While that one has no answer, the other is told each of its turns, and what the slow one is to be told is seen too.
    for (count, outcome) in [(1, "120"), (2, "90"), (3, "130")] {
        report_of(&app, "sum", outcome).await;
        quick.until(count).await;
        report(&app, if count == 2 { "2.6" } else { "6" }).await;
        looked_at(&app).await;
    }
    assert_eq!(slow.received().len(), 1, "a webhook is sent two at once");
    slow.answer(10);
    let received = slow.until(4).await;
    let statuses: Vec<Value> = received.iter().map(|one| one.event()["data"]["status"].clone()).collect();
    assert_eq!(statuses, ["not_achieved", "achieved", "not_achieved", "achieved"]);
    noted(&app, 7).await;
    assert_eq!((slow.received().len(), quick.received().len()), (4, 3));
    let path = format!("/api/v1/webhooks/{}/deliveries", held["id"]);
    let deliveries = get(&app, &path).await.is(200).json;
    let attempts: Vec<&Value> =
        deliveries["items"].as_array().unwrap().iter().map(|one| &one["attempts"]).collect();
    assert_eq!(attempts, [1, 1, 1, 1]);
}

async fn a_stop_gives_the_duty_back_while_something_is_sent(app: App) {
    set_up_plan(&app).await;
    let first = app.with_settings(&patient()).await;
    let office = Receiver::that_waits(&[200]).await;
    set_up(&first, &office, &json!({})).await;
    report(&first, "2.6").await;
    let sent = office.until(1).await.remove(0);
    // It is waited for until the service has ended; the answer never came.
    drop(first);
    assert_eq!(app.count("SELECT until_at FROM webhook_duty").await, 0);
    // Whoever comes next need not wait, and sends again what nobody is known to have taken.
    office.answer(10);
    let _second = sending(&app).await;
    let received = office.until(2).await;
    assert_eq!(received[1].header("webhook-id"), sent.header("webhook-id"));
    noted(&app, 1).await;
}

async fn what_is_no_webhook_is_refused(app: App) {
    set_up_plan(&app).await;
    let with = |name: &str, value: Value| {
        let mut webhook = json!({"plan": "cq-2022", "url": "https://example.org/"});
        webhook[name] = value;
        webhook
    };
    for (webhook, code) in [
        (with("url", json!("https://169.254.169.254/latest/meta-data/")), "private_address"),
        (with("url", json!("https://[::ffff:127.0.0.1]/")), "private_address"),
        (with("url", json!("https://0x7f.1/")), "private_address"),
        (with("url", json!("http://example.org/")), "plain_http"),
        (with("url", json!("ftp://example.org/")), "bad_scheme"),
        (with("url", json!("https://a:b@example.org/")), "user_in_url"),
        (with("url", json!("x")), "bad_url"),
        (with("plan", json!("none")), "unknown_plan"),
        (with("indicator", json!("none")), "unknown_indicator"),
        (with("statuses", json!(["lost"])), "unknown_word"),
        (with("hold_seconds", json!(-1)), "bad_hold"),
        (with("hold_seconds", json!(2_678_401)), "bad_hold"),
    ] {
        let refused = post(&app, "/api/v1/webhooks", &webhook).await.problem(422, "data-refused");
        assert_eq!(refused.errors()[0].0, code, "{webhook}");
    }
    let worse = json!({"plan": "none", "indicator": "none", "url": "ftp://example.org/"});
    let refused = post(&app, "/api/v1/webhooks", &worse).await.problem(422, "data-refused").errors();
    let codes: Vec<&str> = refused.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["bad_scheme", "unknown_plan", "unknown_indicator"]);
    post(&app, "/api/v1/webhooks", &with("secret", json!("x"))).await.problem(400, "bad-body");
    let small = app.with_settings(&[("webhooks.max_per_plan", "1")]).await;
    post(&small, "/api/v1/webhooks", &with("description", json!("one"))).await.is(201);
    let refused = post(&small, "/api/v1/webhooks", &with("description", json!("two"))).await;
    assert_eq!(refused.problem(422, "data-refused").errors()[0].0, "too_many_webhooks");
    for path in ["/api/v1/webhooks/x", "/api/v1/webhooks/0", "/api/v1/webhooks/+1/deliveries"] {
        get(&app, path).await.problem(400, "bad-path");
    }
    delete(&app, "/api/v1/webhooks/x").await.problem(400, "bad-path");
    for path in ["/api/v1/webhooks/x/try", "/api/v1/webhooks/1/deliveries/x/resend"] {
        Ask::new(&app, "POST", path).send().await.problem(400, "bad-path");
    }
    for query in
        ["webhooks?limit=0", "webhooks?cursor=o1", "webhooks/1?x=1", "webhooks/1/deliveries?state=lost"]
    {
        get(&app, &format!("/api/v1/{query}")).await.problem(400, "bad-query");
    }
    get(&app, "/api/v1/webhooks?plan=none").await.problem(422, "data-refused");
    let body = Ask::new(&app, "POST", "/api/v1/webhooks").body("text/plain", "x").send().await;
    body.problem(415, "unsupported-media-type");
    let large =
        Ask::new(&app, "POST", "/api/v1/webhooks").body("application/json", "x".repeat(3_000_000)).send();
    large.await.problem(413, "body-too-large");
}
