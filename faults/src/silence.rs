//! A database that does not answer: PostgreSQL stands still, or waits for a standby that is not there. Every request
//! ends in time, and none is answered with a success that is none.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    Asked, Figures,
    load::{Load, while_writing},
    postgres::Postgres,
    record::{Held, PATIENCE},
    service::Program,
};

const DEADLINE: Duration = Duration::from_secs(2);
/// What a busy machine may add to it.
const MARGIN: Duration = Duration::from_millis(1_500);

fn begin(asked: &Asked, folder: &tempfile::TempDir, settings: &[(&str, &str)]) -> (Postgres, Program, Load) {
    let server = Postgres::create(&folder.path().join("pg"), &[]);
    let program = Program::new(&asked.program, &server.url(), folder.path())
        .set("database.migrate_on_start", "always")
        .set("database.acquire_timeout_ms", "1000")
        .set("server.request_timeout_ms", &DEADLINE.as_millis().to_string());
    let program = settings.iter().fold(program, |program, (name, value)| program.set(name, value));
    let program = program.with_key();
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(30));
    (server, program, load)
}

/// Freezes the server with requests in flight. The control gives the service a deadline that is too long.
pub(crate) fn frozen(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let settings: &[(&str, &str)] = if asked.is_control {
        &[("server.request_timeout_ms", "60000"), ("database.acquire_timeout_ms", "60000")]
    } else {
        &[]
    };
    let (server, program, load) = begin(asked, &folder, settings);
    let service = program.start();
    load.prepare(service.address);
    let (mut longest, mut slowest, mut false_successes) = (Duration::ZERO, Duration::ZERO, 0);
    for round in 0..asked.rounds {
        let back = while_writing(&load, &[service.address], || {
            thread::sleep(Duration::from_millis(500));
            server.freeze(true);
            // What was answered just before is noted by then.
            thread::sleep(Duration::from_millis(300));
            let before = load.acknowledged();
            thread::sleep(DEADLINE * 2);
            false_successes += load.acknowledged() - before;
            server.freeze(false);
            let (going, before) = (Instant::now(), load.acknowledged());
            while load.acknowledged() == before {
                assert!(going.elapsed() < Duration::from_secs(30), "no write after the database goes on");
                thread::sleep(Duration::from_millis(5));
            }
            going.elapsed()
        });
        longest = longest.max(load.longest());
        slowest = slowest.max(back);
        asked.tell(round, &load, &crate::record::Wrong::default());
    }
    finish(&program, &load, &service, longest)
        .with("slowest return, ms", slowest.as_millis())
        .with("successes while it stood still", false_successes)
        .must_be_zero("successes while it stood still")
}

fn finish(program: &Program, load: &Load, service: &crate::service::Service, longest: Duration) -> Figures {
    if load.replays() {
        load.settle(service.address);
    }
    let client = program.client(service.address, PATIENCE);
    let wrong = load.record.lock().unwrap().held_against(&mut Held::default(), client);
    program.check();
    Figures::new(load, wrong)
        .with("longest request, ms", longest.as_millis())
        .with("requests past their deadline", u32::from(longest > DEADLINE + MARGIN))
        .must_be_zero("requests past their deadline")
}

/// No standby is left that could confirm a commit. The control lets the server acknowledge without one.
pub(crate) fn no_standby(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let (server, program, load) = begin(asked, &folder, &[("database.durability", "not_required")]);
    if asked.is_control {
        server.set("synchronous_commit = local");
    }
    let service = program.start();
    load.prepare(service.address);
    let (mut longest, mut false_successes, mut failed_reads) = (Duration::ZERO, 0, 0);
    for round in 0..asked.rounds {
        while_writing(&load, &[service.address], || {
            thread::sleep(Duration::from_millis(500));
            server.set("synchronous_standby_names = 'absent'");
            thread::sleep(Duration::from_millis(500));
            let before = load.acknowledged();
            let mut client = program.client(service.address, Duration::from_secs(10));
            for _ in 0..20 {
                let read = client.get("/api/v1/indicators/i1-0");
                failed_reads += u32::from(!read.is_ok_and(|answer| answer.status == 200));
                thread::sleep(DEADLINE / 10);
            }
            false_successes += load.acknowledged() - before;
            server.set("synchronous_standby_names = ''");
            let (going, before) = (Instant::now(), load.acknowledged());
            while load.acknowledged() == before {
                assert!(going.elapsed() < Duration::from_secs(30), "no write after a standby is back");
                thread::sleep(Duration::from_millis(5));
            }
        });
        longest = longest.max(load.longest());
        asked.tell(round, &load, &crate::record::Wrong::default());
    }
    finish(&program, &load, &service, longest)
        .with("reads that failed", failed_reads)
        .with("successes without a standby", false_successes)
        .must_be_zero("reads that failed")
        .must_be_zero("successes without a standby")
}
