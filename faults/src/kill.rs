//! SIGKILL at random moments, of the service or of PostgreSQL. After each: restart, send again what is not known, and
//! prove by the record. It does not know how the proof is made.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crate::{
    Asked, Figures,
    chance::Chance,
    load::{Load, while_writing},
    postgres::Postgres,
    record::{Held, PATIENCE, Write, Wrong},
    service::Program,
};

/// Kills the service, on SQLite or on PostgreSQL.
pub(crate) fn service(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let postgres = asked.on_postgres.then(|| Postgres::create(&folder.path().join("pg"), &[]));
    let database = match &postgres {
        Some(server) => server.url(),
        None => format!("sqlite://{}", folder.path().join("plantrack.db").display()),
    };
    let program = Program::new(&asked.program, &database, folder.path());
    let program = program.set("database.migrate_on_start", "always").with_key();
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(20));
    let mut service = program.start();
    load.prepare(service.address);
    let mut chance = Chance::new(asked.seed);
    let mut held = Held::default();
    let mut wrong = Wrong::default();
    for round in 0..asked.rounds {
        let address = service.address;
        thread::scope(|scope| {
            scope.spawn(|| load.write(&[address], &AtomicBool::new(false), true));
            load.some_written(&mut chance);
            service.kill();
        });
        service = program.start();
        if asked.is_control && round == 0 {
            forge(&load);
        }
        // First what is there before anything is sent again: nothing may be half done.
        add(&mut wrong, &held_now(&load, &program, &mut held, &service));
        load.settle(service.address);
        add(&mut wrong, &held_now(&load, &program, &mut held, &service));
        if round % 10 == 9 || asked.rounds <= 30 {
            program.check();
        }
        asked.tell(round, &load, &wrong);
        if !wrong.is_nothing() {
            break;
        }
    }
    // All of it once more from the start, after an orderly end.
    service.stop();
    program.check();
    let service = program.start();
    let last = held_now(&load, &program, &mut Held::default(), &service);
    add(&mut wrong, &last);
    Figures::new(&load, wrong).with("keys are replayed", load.replays())
}

/// The proof is shown to fail: one write is on record as acknowledged that was never sent, and one was sent twice
/// with two keys.
fn forge(load: &Load) {
    load.record.lock().unwrap().acknowledged.insert(Write { writer: 0, number: 1_000_000_000 });
}

fn held_now(load: &Load, program: &Program, held: &mut Held, service: &crate::service::Service) -> Wrong {
    load.record.lock().unwrap().held_against(held, program.client(service.address, PATIENCE))
}

pub(crate) fn add(sum: &mut Wrong, more: &Wrong) {
    sum.lost = sum.lost.max(more.lost);
    sum.doubled = sum.doubled.max(more.doubled);
    sum.half = sum.half.max(more.half);
    sum.unsent = sum.unsent.max(more.unsent);
    sum.refused_and_there = sum.refused_and_there.max(more.refused_and_there);
}

/// Kills PostgreSQL, all its processes at once; the service stays and must find its way back. The control lets the
/// server acknowledge before it has synced.
pub(crate) fn postgres(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let settings: &[&str] =
        if asked.is_control { &["synchronous_commit=off", "wal_writer_delay=10s"] } else { &[] };
    let mut server = Postgres::create(&folder.path().join("pg"), settings);
    let program = Program::new(&asked.program, &server.url(), folder.path());
    let program = program
        .set("database.migrate_on_start", "always")
        .set("server.request_timeout_ms", "5000")
        .set("database.durability", if asked.is_control { "not_required" } else { "required" })
        .with_key();
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(20));
    let mut service = program.start();
    load.prepare(service.address);
    // What comes before the first round is not at stake: without the key nothing could be written after it.
    server.sql("plantrack", "CHECKPOINT");
    let mut chance = Chance::new(asked.seed);
    let mut held = Held::default();
    let mut wrong = Wrong::default();
    let mut slowest_return = Duration::ZERO;
    for round in 0..asked.rounds {
        let address = service.address;
        let returned = while_writing(&load, &[address], || {
            load.some_written(&mut chance);
            server.kill();
            thread::sleep(Duration::from_millis(200));
            server.start();
            let (up, before) = (std::time::Instant::now(), load.acknowledged());
            while load.acknowledged() == before {
                assert!(up.elapsed() < Duration::from_secs(30), "no write after the database is back");
                thread::sleep(Duration::from_millis(5));
            }
            up.elapsed()
        });
        slowest_return = slowest_return.max(returned);
        assert!(service.is_alive(), "the service ended with its database");
        if load.replays() {
            load.settle(service.address);
        }
        add(&mut wrong, &held_now(&load, &program, &mut held, &service));
        asked.tell(round, &load, &wrong);
        if !wrong.is_nothing() {
            break;
        }
    }
    if wrong.is_nothing() {
        program.check();
    }
    Figures::new(&load, wrong).with("slowest return, ms", slowest_return.as_millis())
}

/// Operations that are each sent one to five times at once, while the service is killed: as many effects as
/// operations, and every copy has the same answer.
pub(crate) fn retries(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let postgres = asked.on_postgres.then(|| Postgres::create(&folder.path().join("pg"), &[]));
    let database = match &postgres {
        Some(server) => server.url(),
        None => format!("sqlite://{}", folder.path().join("plantrack.db").display()),
    };
    let program = Program::new(&asked.program, &database, folder.path());
    let program = program.set("database.migrate_on_start", "always").with_key();
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(20));
    let port = crate::service::free_port();
    let mut service = program.start_on(port);
    load.prepare(service.address);
    let address = service.address;
    let done = AtomicBool::new(false);
    let differing = std::sync::atomic::AtomicUsize::new(0);
    let operations = asked.rounds * 100;
    let next = std::sync::atomic::AtomicU64::new(0);
    let kills = thread::scope(|scope| {
        for writer in 0..asked.writers {
            let (load, next, differing, program) = (&load, &next, &differing, &program);
            scope.spawn(move || {
                let mut chance = Chance::new(asked.seed + u64::from(writer));
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= operations {
                        return;
                    }
                    let write = Write { writer, number };
                    load.record.lock().unwrap().unknown.insert(write);
                    let copies = chance.between(1, 5);
                    let answers = send_copies(load, program, address, write, copies, asked.is_control);
                    let first = answers.first().expect("each copy is answered in the end");
                    if answers.iter().any(|other| (other.status, &other.body) != (first.status, &first.body))
                    {
                        differing.fetch_add(1, Ordering::Relaxed);
                    }
                    load.note(write, first);
                }
            });
        }
        let (done, next, program) = (&done, &next, &program);
        let killer = scope.spawn(move || {
            let mut chance = Chance::new(asked.seed);
            let mut kills = 0_u32;
            while next.load(Ordering::Relaxed) < operations && !done.load(Ordering::Relaxed) {
                // However slow the machine is, some operations end between two kills.
                let enough = next.load(Ordering::Relaxed) + chance.between(20, 60);
                while next.load(Ordering::Relaxed) < enough.min(operations) {
                    thread::sleep(Duration::from_millis(5));
                }
                thread::sleep(Duration::from_millis(chance.between(0, 300)));
                service.kill();
                service = program.start_on(port);
                kills += 1;
            }
            (service, kills)
        });
        killer.join().unwrap()
    });
    let (service, kills) = kills;
    let wrong = held_now(&load, &program, &mut Held::default(), &service);
    program.check();
    Figures::new(&load, wrong)
        .with("operations", operations)
        .with("kills", kills)
        .with("operations with differing answers", differing.load(Ordering::Relaxed))
        .must_be_zero("operations with differing answers")
}

/// Sends copies of one write at once, each until it is answered for certain.
fn send_copies(
    load: &Load,
    program: &Program,
    address: std::net::SocketAddr,
    write: Write,
    copies: u64,
    with_keys_of_their_own: bool,
) -> Vec<crate::http::Answer> {
    thread::scope(|scope| {
        let copies: Vec<_> = (0..copies)
            .map(|copy| {
                scope.spawn(move || {
                    let (path, body) = write.request();
                    let own = if with_keys_of_their_own { copy } else { 0 };
                    let key = format!("\"{}-{own}\"", write.key("retries"));
                    let mut client = program.client(address, load.patience);
                    loop {
                        match client.send("POST", path, &[("idempotency-key", &key)], &body) {
                            Ok(answer) if answer.status != 503 => return answer,
                            _ => thread::sleep(Duration::from_millis(30)),
                        }
                    }
                })
            })
            .collect();
        copies.into_iter().map(|copy| copy.join().unwrap()).collect()
    })
}
