//! Several replicas of the service on one PostgreSQL: restarted in turn behind a proxy without a failed request, and
//! each seeing what another one has written. It does not know how they learn of it.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    Asked, Figures,
    http::Client,
    load::{Load, while_writing},
    postgres::Postgres,
    proxy::Proxy,
    record::{Held, PATIENCE},
    service::{Program, Service, free_port},
};

const REPLICAS: usize = 3;

fn program_on(asked: &Asked, server: &Postgres, folder: &tempfile::TempDir) -> Program {
    let program = Program::new(&asked.program, &server.url(), folder.path());
    program.run(&["migrate"]).unwrap();
    program.set("database.max_connections", "5").with_key()
}

/// Restarts the replicas in turn, each told to stop as a supervisor does it. The control gives no time to drain.
pub(crate) fn rolling(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let server = Postgres::create(&folder.path().join("pg"), &[]);
    let drain = if asked.is_control { "0" } else { "2000" };
    let program = program_on(asked, &server, &folder).set("server.drain_ms", drain);
    let ports: Vec<u16> = (0..REPLICAS).map(|_| free_port()).collect();
    let mut replicas: Vec<Service> = ports.iter().map(|port| program.start_on(*port)).collect();
    let proxy = Proxy::of_services(folder.path(), &ports);
    thread::sleep(Duration::from_secs(1));
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(20));
    load.prepare(proxy.address);
    let (reads, failed_reads, stop) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let most = if asked.rounds >= 12 { 50_000 } else { 0 };
    thread::scope(|scope| {
        for _ in 0..asked.writers {
            scope.spawn(|| read_on(&program, proxy.address, &stop, &reads, &failed_reads));
        }
        while_writing(&load, &[proxy.address], || {
            for restart in 0..asked.rounds {
                let place = usize::try_from(restart).unwrap() % REPLICAS;
                let replica = replicas.remove(place);
                replica.stop();
                replicas.insert(place, program.start_on(ports[place]));
                // The proxy has to see it before the next one goes.
                thread::sleep(Duration::from_millis(1_500));
            }
            while reads.load(Ordering::Relaxed) + load.requests() < most {
                thread::sleep(Duration::from_millis(100));
            }
        });
        stop.store(true, Ordering::Relaxed);
    });
    let wrong = {
        let client = program.client(proxy.address, PATIENCE);
        load.record.lock().unwrap().held_against(&mut Held::default(), client)
    };
    program.check();
    Figures::new(&load, wrong)
        .with("requests", reads.load(Ordering::Relaxed) + load.requests())
        .with("failed requests", failed_reads.load(Ordering::Relaxed) + load.failures())
        .must_be_zero("failed requests")
}

fn read_on(program: &Program, address: SocketAddr, stop: &AtomicBool, reads: &AtomicU64, failed: &AtomicU64) {
    let mut client = program.client(address, Duration::from_secs(20));
    while !stop.load(Ordering::Relaxed) {
        let answer = client.get("/api/v1/indicators/i1-0");
        reads.fetch_add(1, Ordering::Relaxed);
        if !answer.is_ok_and(|answer| answer.status == 200) {
            failed.fetch_add(1, Ordering::Relaxed);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// How late a write may be seen on another replica.
const SEEN_WITHIN: Duration = Duration::from_secs(1);

/// Writes on one replica and looks for it on the others, in scorecards, while the connections by which they are told
/// are cut all the time.
pub(crate) fn visible(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let server = Postgres::create(&folder.path().join("pg"), &[]);
    let program = program_on(asked, &server, &folder);
    let replicas: Vec<Service> = (0..REPLICAS).map(|_| program.start()).collect();
    let client = |place: usize| program.client(replicas[place].address, Duration::from_secs(20));
    let mut clients: Vec<Client> = (0..REPLICAS).map(client).collect();
    let load = Load::new(program.clone(), 2, Duration::from_secs(20));
    load.prepare(replicas[0].address);
    let plan = json!({"code": "p", "title_en": "Plan", "period": "2022"}).to_string();
    let target = json!({"indicator": "i1-0", "target": "5"}).to_string();
    for (path, body) in [("/api/v1/plans", plan), ("/api/v1/plans/p/targets", target)] {
        let answer = clients[0].send("POST", path, &[], &body).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let (stop, cuts) = (AtomicBool::new(false), AtomicU64::new(0));
    let (mut times, mut own_stale, mut went_back) = (Vec::new(), 0_u32, 0_u32);
    thread::scope(|scope| {
        scope.spawn(|| cut_listeners(&server, &stop, &cuts));
        for round in 1..=asked.rounds {
            let body =
                json!({"indicator": "i1-0", "period": "2022", "outcome": round.to_string()}).to_string();
            let writer = usize::try_from(round).unwrap() % REPLICAS;
            let answer = clients[writer].send("POST", "/api/v1/outcomes", &[], &body).unwrap();
            assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
            let acknowledged = Instant::now();
            for (place, client) in clients.iter_mut().enumerate() {
                let mut seen = 0;
                loop {
                    let card = client.get("/api/v1/plans/p/completion/i1-0").unwrap();
                    let now = shown(&card.json());
                    went_back += u32::from(now < seen);
                    seen = now;
                    if seen == round {
                        break;
                    }
                    own_stale += u32::from(place == writer);
                    assert!(acknowledged.elapsed() < Duration::from_secs(30), "not seen at all");
                    thread::sleep(Duration::from_millis(2));
                }
                if place != writer {
                    times.push(acknowledged.elapsed());
                }
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_millis();
    let late = times.iter().filter(|time| **time > SEEN_WITHIN).count();
    let figures = Figures::new(&load, crate::record::Wrong::default());
    figures
        .counting(times.len())
        .with("listeners cut", cuts.load(Ordering::Relaxed))
        .with("seen after, median, ms", at(50))
        .with("seen after, 99 of 100, ms", at(99))
        .with("seen after, slowest, ms", at(100))
        .with("seen later than after 1 s", late)
        .with("stale on the replica that wrote", own_stale)
        .with("older than seen before", went_back)
        .must_be_zero("seen later than after 1 s")
        .must_be_zero("stale on the replica that wrote")
        .must_be_zero("older than seen before")
}

/// The outcome that a card shows, as a number.
fn shown(card: &serde_json::Value) -> u64 {
    let text =
        |value: &serde_json::Value| value["outcome"]["text"].as_str().and_then(|text| text.parse().ok());
    text(card).or_else(|| text(&card["assessment"])).unwrap_or(0)
}

fn cut_listeners(server: &Postgres, stop: &AtomicBool, cuts: &AtomicU64) {
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%'";
    while !stop.load(Ordering::Relaxed) {
        let count = server.sql("plantrack", cut).parse().unwrap_or(0);
        cuts.fetch_add(count, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(150));
    }
}

/// The release before and this one on one database: the old one serves, the schema is brought up to date under it,
/// the new one comes, both serve, the old one goes. No request fails.
pub(crate) fn side_by_side(asked: &Asked) -> Figures {
    let old = asked.old.as_ref().expect("--old FILE names the program of the release before");
    let folder = tempfile::tempdir().unwrap();
    let server = Postgres::create(&folder.path().join("pg"), &[]);
    let before = Program::new(old, &server.url(), folder.path());
    before.run(&["migrate"]).unwrap();
    let before = before.set("server.drain_ms", "2000").with_key();
    let now = Program { binary: asked.program.clone(), ..before.clone() };
    let ports = [free_port(), free_port()];
    let first = before.start_on(ports[0]);
    let proxy = Proxy::of_services(folder.path(), &ports);
    thread::sleep(Duration::from_secs(1));
    let load = Load::new(before, asked.writers, Duration::from_secs(20));
    load.prepare(proxy.address);
    let pause = || thread::sleep(Duration::from_secs(asked.rounds));
    let second = while_writing(&load, &[proxy.address], || {
        pause();
        now.run(&["migrate"]).unwrap();
        pause();
        let second = now.start_on(ports[1]);
        pause();
        first.stop();
        pause();
        second
    });
    let client = now.client(second.address, PATIENCE);
    let wrong = load.record.lock().unwrap().held_against(&mut Held::default(), client);
    now.check();
    Figures::new(&load, wrong)
        .with("requests", load.requests())
        .with("failed requests", load.failures())
        .must_be_zero("failed requests")
}
