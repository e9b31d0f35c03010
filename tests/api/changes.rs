//! The changes over HTTP: as a stream that is cut and taken up again without a gap or a repeat, and as a plain list.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{
    cases, coverage,
    harness::{App, Case},
    keys::make_key,
    talk::{Ask, get, import, post, set_up_plan},
};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        a_list_tells_what_changed_and_whose_answers_it_touches,
        a_list_waits_for_the_next_change,
        who_waits_is_in_nobodys_way,
        a_part_of_a_ratio_touches_the_plans_that_ask_the_ratio,
        a_stream_tells_each_change_as_it_happens,
        a_stream_is_taken_up_where_it_was_cut,
        writers_on_two_services_and_readers_that_are_cut,
        a_quiet_stream_shows_that_it_lives,
        a_stream_shows_that_it_lives_while_others_write,
        a_stream_ends_when_the_server_stops,
        no_more_follow_than_may,
        a_stream_ends_with_the_key_that_it_was_opened_with,
        one_that_does_not_read_is_cut_off,
        what_cannot_be_followed_is_refused,
    ]
}

/// An event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Event {
    id: i64,
    name: String,
    data: Value,
}

/// A stream that is being read, as a browser reads it.
struct Stream {
    answer: reqwest::Response,
    text: String,
    last: i64,
}

impl Stream {
    async fn open(app: &App, query: &str, last_event_id: Option<i64>) -> Self {
        let path = format!("/api/v1/changes?{query}");
        let mut request = app.client.get(app.url(&path)).header("accept", "text/event-stream");
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id.to_string());
        }
        let answer = request.send().await.unwrap();
        let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap());
        assert_eq!(answer.status(), 200);
        assert_eq!(header("content-type"), "text/event-stream");
        assert_eq!(header("cache-control"), "no-cache, no-transform");
        assert_eq!(header("x-accel-buffering"), "no");
        assert_eq!(header("content-encoding"), "identity");
        coverage::note("GET", "/api/v1/changes", 200);
        let mut stream = Self { answer, text: String::new(), last: last_event_id.unwrap_or(0) };
        // The opening says from where it goes on.
        let block = stream.block().await.unwrap();
        assert!(block.starts_with("retry: 2000"), "{block}");
        stream.note(&block);
        stream
    }

    /// The next block of lines; `None` at the end of the stream.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            let piece = tokio::time::timeout(Duration::from_secs(20), self.answer.chunk());
            match piece.await.expect("the stream is silent") {
                Ok(Some(piece)) => self.text.push_str(std::str::from_utf8(&piece).unwrap()),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    fn note(&mut self, block: &str) -> Option<Event> {
        let field = |name: &str| {
            block.lines().find_map(|line| line.strip_prefix(name)).map(|text| text.trim().to_owned())
        };
        if let Some(id) = field("id:") {
            self.last = id.parse().unwrap();
        }
        let data = serde_json::from_str(&field("data:")?).unwrap();
        Some(Event { id: self.last, name: field("event:").unwrap(), data })
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            let block = self.block().await?;
            if let Some(event) = self.note(&block) {
                return Some(event);
            }
        }
    }

    async fn take(&mut self, count: usize) -> Vec<i64> {
        let mut ids = Vec::new();
        while ids.len() < count {
            ids.push(self.next().await.unwrap().id);
        }
        ids
    }
}

async fn report(app: &App, outcome: &str) {
    let outcome =
        json!({"indicator": "gdp-growth", "period": "2022", "outcome": outcome, "source": "统计局"});
    post(app, "/api/v1/outcomes", &outcome).await.is(201);
}

async fn a_list_tells_what_changed_and_whose_answers_it_touches(app: App) {
    let empty = get(&app, "/api/v1/changes").await.is(200);
    assert_eq!(empty.json, json!({"items": [], "last": 0, "head": 0, "reset": false}));
    assert!(empty.header("vary").contains("accept"));
    set_up_plan(&app).await;
    report(&app, "2.6").await;
    let mut other = crate::talk::gdp_growth();
    other["code"] = json!("jobs");
    post(&app, "/api/v1/indicators", &other).await.is(201);
    let jobs = json!({"indicator": "jobs", "period": "2022", "outcome": "70", "source": "统计局"});
    post(&app, "/api/v1/outcomes", &jobs).await.is(201);
    let all = get(&app, "/api/v1/changes").await.is(200).json;
    let told: Vec<(String, Value)> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["subject"].as_str().unwrap().to_owned(), item["plans"].clone()))
        .collect();
    let plan = json!(["cq-2022"]);
    assert_eq!(
        told,
        [
            ("indicator/gdp-growth".to_owned(), json!(null)),
            ("plan/cq-2022".to_owned(), plan.clone()),
            ("target/cq-2022/gdp-growth 2022".to_owned(), plan.clone()),
            ("source/统计局".to_owned(), json!([])),
            ("outcome/gdp-growth 2022".to_owned(), plan),
            ("indicator/jobs".to_owned(), json!(null)),
            ("outcome/jobs 2022".to_owned(), json!([])),
        ]
    );
    assert_eq!((&all["last"], &all["head"]), (&json!(7), &json!(7)));
    let ids = async |query: &str| {
        let answer = get(&app, &format!("/api/v1/changes?{query}")).await.is(200).json;
        let items = answer["items"].as_array().unwrap();
        let ids: Vec<i64> = items.iter().map(|item| item["number"].as_i64().unwrap()).collect();
        (ids, answer["last"].as_i64().unwrap())
    };
    assert_eq!(ids("plan=cq-2022").await, (vec![1, 2, 3, 5, 6], 7));
    assert_eq!(ids("indicator=jobs").await, (vec![6, 7], 7));
    assert_eq!(ids("after=5").await, (vec![6, 7], 7));
    assert_eq!(ids("limit=2").await, (vec![1, 2], 2));
    assert_eq!(ids("limit=2&after=2&plan=cq-2022").await, (vec![3, 5], 5));
    let beyond = get(&app, "/api/v1/changes?after=700&wait=8").await.is(200).json;
    assert_eq!(beyond, json!({"items": [], "last": 7, "head": 7, "reset": true}));
    // A plan that refines another one is touched by what happens to that one.
    let child = json!({"code": "child", "title_en": "Child", "period": "2022", "parent": "cq-2022"});
    post(&app, "/api/v1/plans", &child).await.is(201);
    let revised = json!({"code": "cq-2022", "title_en": "Other", "period": "2022"});
    crate::talk::put(&app, "/api/v1/plans/cq-2022", &revised).await.is(200);
    let last = get(&app, "/api/v1/changes?after=8").await.is(200).json;
    assert_eq!(last["items"][0]["plans"], json!(["child", "cq-2022"]));
}

async fn a_list_waits_for_the_next_change(app: App) {
    set_up_plan(&app).await;
    let started = Instant::now();
    let nothing = get(&app, "/api/v1/changes?after=3&wait=1").await.is(200).json;
    assert_eq!(nothing["items"], json!([]));
    assert!(started.elapsed() >= Duration::from_millis(900));
    let later = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        report(&app, "2.6").await;
    };
    let (answer, ()) = tokio::join!(get(&app, "/api/v1/changes?after=3&wait=8"), later);
    assert_eq!(answer.is(200).json["items"][0]["number"], 4);
    // What is not asked for does not end the wait.
    let later = async {
        for code in ["one", "two"] {
            tokio::time::sleep(Duration::from_millis(200)).await;
            post(&app, "/api/v1/calibers", &json!({"code": code, "name_en": code})).await.is(201);
        }
        report(&app, "2.7").await;
    };
    let (answer, ()) = tokio::join!(get(&app, "/api/v1/changes?after=5&wait=8&indicator=gdp-growth"), later);
    assert_eq!(answer.is(200).json["items"][0]["subject"], "outcome/gdp-growth 2022");
}

async fn who_waits_is_in_nobodys_way(app: App) {
    set_up_plan(&app).await;
    let settings = [("load.concurrent_reads", "1"), ("stream.max_subscribers", "3")];
    let small = app.with_settings(&settings).await;
    let all_wait = async {
        let wait = || get(&small, "/api/v1/changes?after=3&wait=8");
        let (first, second, third) = tokio::join!(wait(), wait(), wait());
        first.is(200);
        second.is(200);
        third.is(200);
    };
    let meanwhile = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        get(&small, "/api/v1/plans").await.is(200);
        get(&small, "/api/v1/changes?after=3&wait=1").await.problem(503, "too-many-subscribers");
        get(&small, "/api/v1/plans").await.is(200);
        small.tell_to_stop();
    };
    tokio::join!(all_wait, meanwhile);
}

async fn a_part_of_a_ratio_touches_the_plans_that_ask_the_ratio(app: App) {
    set_up_plan(&app).await;
    for code in ["some", "all"] {
        let part = json!({"code": code, "name_en": code, "unit": "persons", "measure": "flow", "direction": "higher"});
        post(&app, "/api/v1/indicators", &part).await.is(201);
    }
    let share = json!({
        "code": "share", "name_en": "Share", "unit": "%", "measure": "ratio", "direction": "higher",
        "aggregation": "ratio_of_sums", "numerator": "some", "denominator": "all",
    });
    post(&app, "/api/v1/indicators", &share).await.is(201);
    let target = json!({"indicator": "share", "target": "80%"});
    post(&app, "/api/v1/plans/cq-2022/targets", &target).await.is(201);
    for (indicator, plans) in [("some", json!(["cq-2022"])), ("all", json!(["cq-2022"]))] {
        let outcome = json!({"indicator": indicator, "period": "2022", "outcome": "70", "source": "s"});
        post(&app, "/api/v1/outcomes", &outcome).await.is(201);
        let all = get(&app, "/api/v1/changes?after=7").await.is(200).json;
        let last = all["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["subject"], &last["plans"]), (&json!(format!("outcome/{indicator} 2022")), &plans));
    }
}

async fn a_stream_tells_each_change_as_it_happens(app: App) {
    set_up_plan(&app).await;
    let mut stream = Stream::open(&app, "", None).await;
    assert_eq!(stream.last, 3, "a stream begins with the next change");
    report(&app, "2.6").await;
    assert_eq!(stream.take(2).await, [4, 5]);
    let mut from_the_start = Stream::open(&app, "after=0", None).await;
    assert_eq!(from_the_start.take(5).await, [1, 2, 3, 4, 5]);
    let mut of_plan = Stream::open(&app, "after=0&plan=cq-2022&indicator=gdp-growth", None).await;
    let first = of_plan.next().await.unwrap();
    assert_eq!((first.id, first.name.as_str()), (1, "change"));
    assert_eq!(of_plan.take(2).await, [3, 5]);
    report(&app, "2.7").await;
    let event = of_plan.next().await.unwrap();
    assert_eq!((event.id, &event.data["subject"]), (6, &json!("outcome/gdp-growth 2022")));
    assert_eq!(event.data["plans"], json!(["cq-2022"]));
    assert_eq!(stream.next().await.unwrap().id, 6);
}

async fn a_stream_is_taken_up_where_it_was_cut(app: App) {
    set_up_plan(&app).await;
    report(&app, "2.6").await;
    let mut stream = Stream::open(&app, "after=0", None).await;
    assert_eq!(stream.take(2).await, [1, 2]);
    let last = stream.last;
    drop(stream);
    // The header counts more than the parameter that is still in the address.
    let mut again = Stream::open(&app, "after=0", Some(last)).await;
    assert_eq!(again.take(3).await, [3, 4, 5]);
    // A client that knows more than the record is told so.
    let mut ahead = app.client.get(app.url("/api/v1/changes")).header("accept", "text/event-stream");
    ahead = ahead.header("last-event-id", "900");
    let mut answer = ahead.send().await.unwrap();
    let text = String::from_utf8(answer.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert!(text.contains("event: reset\ndata: {\"head\":5}\n\n"), "{text}");
}

/// Sixteen writers on two services on one database, while readers on both come, are cut, and come again on the other
/// one: each sees every number once, in order.
async fn writers_on_two_services_and_readers_that_are_cut(app: App) {
    const WRITERS: usize = 16;
    const EACH: usize = 5;
    set_up_plan(&app).await;
    let second = app.second().await;
    let services = [&app, &second];
    let last = i64::try_from(3 + 1 + WRITERS * EACH).unwrap();
    let write = async |writer: usize| {
        for number in 0..EACH {
            report(services[writer % 2], &format!("{writer}.{number}")).await;
        }
    };
    let read = async |reader: usize| {
        let (mut told, mut seen, mut round) = (0, Vec::new(), reader);
        while told < last {
            round += 1;
            let mut stream = Stream::open(services[round % 2], "after=0", Some(told)).await;
            // Cut after a few events, at another place for each reader.
            for _ in 0..(3 + (reader * 7 + round * 5) % 23) {
                if told == last {
                    break;
                }
                let event = stream.next().await.unwrap();
                told = event.id;
                seen.push(event.id);
            }
        }
        assert_eq!(seen, (1..=last).collect::<Vec<i64>>(), "reader {reader}");
    };
    // What reads the plan alone sees what touches it, also in order: all but the name of the source.
    let read_plan = async {
        let mut stream = Stream::open(&second, "after=0&plan=cq-2022", None).await;
        let seen = stream.take(usize::try_from(last - 1).unwrap()).await;
        assert!(seen.is_sorted_by(|one, other| one < other), "{seen:?}");
    };
    let writers = futures_util::future::join_all((0..WRITERS).map(write));
    let readers = futures_util::future::join_all((0..6).map(read));
    let (_, _, ()) = tokio::join!(writers, readers, read_plan);
}

async fn a_quiet_stream_shows_that_it_lives(app: App) {
    set_up_plan(&app).await;
    let quick = app.with_settings(&[("stream.heartbeat_ms", "50")]).await;
    // Nothing of this plan changes; the id goes on all the same, so that what was passed over is not read again.
    let mut stream = Stream::open(&quick, "indicator=gdp-growth", None).await;
    assert!(stream.block().await.unwrap().starts_with(": nothing new"));
    post(&app, "/api/v1/calibers", &json!({"code": "other", "name_en": "Other"})).await.is(201);
    let started = Instant::now();
    while stream.last < 4 {
        let block = stream.block().await.unwrap();
        assert!(stream.note(&block).is_none(), "{block}");
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}

/// A stream with a filter that nothing passes is as quiet as one where nothing changes.
async fn a_stream_shows_that_it_lives_while_others_write(app: App) {
    set_up_plan(&app).await;
    let quick = app.with_settings(&[("stream.heartbeat_ms", "200")]).await;
    let mut stream = Stream::open(&quick, "indicator=gdp-growth", None).await;
    let write = async {
        for number in 0..60 {
            let caliber = json!({"code": format!("c{number}"), "name_en": "C"});
            post(&app, "/api/v1/calibers", &caliber).await.is(201);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        block = stream.block() => assert!(block.unwrap().starts_with(": nothing new")),
        () = write => panic!("nothing was said while others wrote"),
    }
}

async fn a_stream_ends_when_the_server_stops(app: App) {
    set_up_plan(&app).await;
    let stopping = app.with_settings(&[("server.drain_ms", "1000")]).await;
    let mut stream = Stream::open(&stopping, "", None).await;
    let waiting = get(&stopping, "/api/v1/changes?after=3&wait=8");
    let started = Instant::now();
    let stop = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        stopping.tell_to_stop();
    };
    let (ended, answer, ()) = tokio::join!(stream.next(), waiting, stop);
    assert_eq!(ended, None);
    answer.is(200);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

async fn no_more_follow_than_may(app: App) {
    let small = app.with_settings(&[("stream.max_subscribers", "1")]).await;
    let ask = || Ask::new(&small, "GET", "/api/v1/changes").header("accept", "text/event-stream");
    // Who asks for the head alone takes none.
    for _ in 0..3 {
        let head = small.client.head(small.url("/api/v1/changes")).header("accept", "text/event-stream");
        let head = head.send().await.unwrap();
        assert_eq!(head.status().as_u16(), 200);
        assert_eq!(head.headers()["content-type"].as_bytes(), b"text/event-stream");
    }
    let first = Stream::open(&small, "", None).await;
    let refused = ask().send().await.problem(503, "too-many-subscribers");
    assert_eq!(refused.header("retry-after"), "5");
    // A list takes no place.
    get(&small, "/api/v1/changes").await.is(200);
    drop(first);
    let started = Instant::now();
    loop {
        let request = small.client.get(small.url("/api/v1/changes")).header("accept", "text/event-stream");
        // A change makes the service notice that the first one is gone.
        let caliber = json!({"code": format!("c{}", started.elapsed().as_micros()), "name_en": "C"});
        post(&app, "/api/v1/calibers", &caliber).await.is(201);
        if request.send().await.unwrap().status() == 200 {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "the place was not given back");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn a_stream_ends_with_the_key_that_it_was_opened_with(app: App) {
    set_up_plan(&app).await;
    let settings = [("access.reads", "keyed"), ("stream.heartbeat_ms", "100")];
    let keyed = app.with_settings(&settings).await;
    let (id, secret) = make_key(&app, &json!({"name": "reader", "scopes": ["read"]})).await;
    let ask = keyed.keyless.get(keyed.url("/api/v1/changes")).bearer_auth(&secret);
    let answer = ask.header("accept", "text/event-stream").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let mut stream = Stream { answer, text: String::new(), last: 0 };
    assert!(stream.block().await.unwrap().starts_with("retry"));
    assert!(stream.block().await.unwrap().starts_with(": nothing new"));
    let waiting = Ask::new(&keyed, "GET", "/api/v1/changes?after=4&wait=8").by(Some(&secret)).send();
    let revoke = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        // By another process: this one still knows the key.
        Ask::new(&app, "DELETE", &format!("/api/v1/keys/{id}")).send().await.is(204);
    };
    let (late, ()) = tokio::join!(waiting, revoke);
    late.problem(401, "bad-credentials");
    while let Some(block) = stream.block().await {
        assert!(block.starts_with(": nothing new"), "{block}");
    }
    report(&app, "2.6").await;
}

/// A client that opens a stream and never reads it: its place is free again once the time is over, and its
/// connection is closed.
async fn one_that_does_not_read_is_cut_off(app: App) {
    set_up_plan(&app).await;
    let settings =
        [("stream.max_subscribers", "1"), ("stream.stall_ms", "500"), ("stream.heartbeat_ms", "100")];
    let small = app.with_settings(&settings).await;
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(2_048).unwrap();
    let address = small.base_url.strip_prefix("http://").unwrap().parse().unwrap();
    let mut stalled = socket.connect(address).await.unwrap();
    let head = "GET /api/v1/changes?after=0 HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n";
    stalled.write_all(head.as_bytes()).await.unwrap();
    // More than the buffers of the system hold.
    for round in 0..3 {
        let row = |number| format!("gdp-growth,{},{round}.{number},a\n", 1900 + number % 120);
        let rows: Vec<String> = (0..8_000).map(row).collect();
        let file = format!("indicator,period,outcome,source\n{}", rows.concat());
        import(&app, "outcomes", &file).await.is(200);
    }
    let started = Instant::now();
    loop {
        let request = small.client.get(small.url("/api/v1/changes")).header("accept", "text/event-stream");
        if request.send().await.unwrap().status() == 200 {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "its place was not given back");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    if cfg!(target_os = "linux") {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let mut read = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(10), stalled.read_to_end(&mut read));
        end.await.expect("its connection stays open").ok();
        assert!(!String::from_utf8_lossy(&read).contains("id: 24000"), "it was told everything");
    }
}

async fn what_cannot_be_followed_is_refused(app: App) {
    for (query, code) in [
        ("after=-1", "bad_number"),
        ("after=x", "bad_number"),
        ("limit=0", "bad_limit"),
        ("limit=101", "bad_limit"),
        ("wait=9", "bad_wait"),
        ("plan=%20", "bad_code"),
        ("what=1", "unknown_parameter"),
    ] {
        let answer = get(&app, &format!("/api/v1/changes?{query}")).await.problem(400, "bad-query");
        assert_eq!(answer.errors()[0].0, code, "{query}");
    }
    let stream = |query: &str| {
        Ask::new(&app, "GET", &format!("/api/v1/changes?{query}")).header("accept", "text/event-stream")
    };
    let answer = stream("wait=1").send().await.problem(400, "bad-query");
    assert_eq!(answer.errors()[0].0, "not_for_streams");
    for id in ["x", "-1", "1.5", "99999999999999999999"] {
        stream("").header("last-event-id", id).send().await.problem(400, "bad-header");
        let list = Ask::new(&app, "GET", "/api/v1/changes").header("last-event-id", id);
        list.send().await.problem(400, "bad-header");
    }
    for query in ["plan=none", "indicator=none"] {
        let answer = stream(query).send().await.problem(422, "data-refused");
        assert!(answer.errors()[0].0.starts_with("unknown_"), "{query}");
    }
    // Who does not take events gets a list.
    let list = Ask::new(&app, "GET", "/api/v1/changes").header("accept", "text/event-stream;q=0, */*");
    assert_eq!(list.send().await.is(200).header("content-type"), "application/json");
    let head = Ask::new(&app, "HEAD", "/api/v1/changes").header("accept", "text/event-stream");
    assert_eq!(head.send().await.is(200).text, "");
}
