//! Power cuts, by a model of a disk that keeps only what was synced: the service runs over `powercut.c`, is killed,
//! and its files are put back to what a cut would have left. It does not know how the proof is made.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::AtomicBool,
    thread,
    time::Duration,
};

use crate::{
    Asked, Figures,
    chance::Chance,
    kill::add,
    load::Load,
    record::{Held, PATIENCE, Wrong},
    service::Program,
};

const FILES: [&str; 2] = ["plantrack.db", "plantrack.db-wal"];
const SECTOR: usize = 512;

/// What a cut leaves of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nothing.
    Lost,
    /// Any sector may be there or not.
    Mix,
}

const LIBRARY: &str = "powercut.so";

/// Builds the model of the disk, beside this program: a folder for temporary files may forbid to run what is in it.
fn build() -> PathBuf {
    let library = std::env::current_exe().unwrap().with_file_name(LIBRARY);
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/powercut.c");
    let mut cc = Command::new("cc");
    cc.args(["-O2", "-Wall", "-shared", "-fPIC", "-o"]).arg(&library).args([source, "-ldl", "-lpthread"]);
    assert!(cc.status().expect("there is no C compiler").success());
    library
}

/// Cuts the power again and again. `honesty` is what the disk makes of a sync.
pub(crate) fn cuts(asked: &Asked, cut: Cut, honesty: &str) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let (data, shadow) = (folder.path().join("data"), folder.path().join("shadow"));
    fs::create_dir(&data).unwrap();
    fs::create_dir(&shadow).unwrap();
    let data = fs::canonicalize(data).unwrap();
    let database = format!("sqlite://{}", data.join(FILES[0]).display());
    let plain = Program::new(&asked.program, &database, folder.path()).with_key();
    let program = plain
        .clone()
        .set("LD_PRELOAD", build().to_str().unwrap())
        .set("POWERCUT_FOLDER", data.to_str().unwrap())
        .set("POWERCUT_SHADOW", shadow.to_str().unwrap())
        .set("POWERCUT_SYNC", honesty);
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(20));
    let mut chance = Chance::new(asked.seed);
    let mut held = Held::default();
    let mut wrong = Wrong::default();
    // What is written before the first round is on the disk for certain.
    let service = plain.start();
    load.prepare(service.address);
    service.stop();
    let mut unopenable = 0_u32;
    let mut cut_off_bytes = 0_u64;
    for round in 0..asked.rounds {
        for name in FILES {
            copy_or_remove(&data.join(name), &shadow.join(name));
        }
        let service = program.start();
        assert!(service.has_mapped(LIBRARY), "the model of the disk was not loaded");
        let address = service.address;
        thread::scope(|scope| {
            scope.spawn(|| load.write(&[address], &AtomicBool::new(false), true));
            load.some_written(&mut chance);
            service.kill();
        });
        for name in FILES {
            cut_off_bytes += cut_file(&data.join(name), &shadow.join(name), cut, &mut chance);
        }
        drop(fs::remove_file(data.join("plantrack.db-shm")));
        if let Err(said) = plain.run(&["check"]) {
            unopenable += 1;
            eprintln!("  round {round}: {}", said.trim());
            break;
        }
        let service = plain.start();
        let client = || plain.client(service.address, PATIENCE);
        add(&mut wrong, &load.record.lock().unwrap().held_against(&mut held, client()));
        if wrong.is_nothing() {
            load.settle(service.address);
            add(&mut wrong, &load.record.lock().unwrap().held_against(&mut held, client()));
        }
        // Part of the log stays unwritten into the database at times, as it would in real life.
        if round.is_multiple_of(2) {
            service.stop();
        } else {
            service.kill();
        }
        asked.tell(round, &load, &wrong);
        if !wrong.is_nothing() {
            break;
        }
    }
    Figures::new(&load, wrong)
        .with("bytes that were not synced", cut_off_bytes)
        .with("not whole after a cut", unopenable)
        .must_be_zero("not whole after a cut")
}

fn copy_or_remove(from: &Path, to: &Path) {
    if from.exists() {
        fs::copy(from, to).unwrap();
    } else {
        drop(fs::remove_file(to));
    }
}

/// Puts a file to what the cut left of it; gives how many of its bytes were not synced.
fn cut_file(file: &Path, shadow: &Path, cut: Cut, chance: &mut Chance) -> u64 {
    let written = fs::read(file).unwrap_or_default();
    let synced = fs::read(shadow).unwrap_or_default();
    let mut left = synced.clone();
    let mut differing = 0;
    let sectors = written.len().max(synced.len()).div_ceil(SECTOR);
    for sector in 0..sectors {
        let range = |bytes: &[u8]| {
            let from = (sector * SECTOR).min(bytes.len());
            let to = ((sector + 1) * SECTOR).min(bytes.len());
            bytes[from..to].to_vec()
        };
        let (now, before) = (range(&written), range(&synced));
        if now == before {
            continue;
        }
        differing += u64::try_from(now.len().max(before.len())).unwrap();
        if cut == Cut::Mix && !now.is_empty() && chance.between(0, 1) == 1 {
            let end = sector * SECTOR + now.len();
            if left.len() < end {
                left.resize(end, 0);
            }
            left[sector * SECTOR..end].copy_from_slice(&now);
        }
    }
    if left.is_empty() && !shadow.exists() && cut == Cut::Lost {
        drop(fs::remove_file(file));
    } else {
        fs::write(file, left).unwrap();
    }
    differing
}
