//! A full disk: a small file system in memory is filled up and freed again under load. Nothing that was acknowledged
//! is lost, reads go on, writes are refused and say why, and it heals by itself.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
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

/// How soon a write must succeed once there is space again.
const HEALS_WITHIN: Duration = Duration::from_secs(5);

/// A small file system in memory. It is taken away when this is dropped.
struct Small {
    folder: PathBuf,
}

impl Small {
    fn mount(folder: &Path, megabytes: u32) -> Self {
        fs::create_dir_all(folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(folder);
        let done = mount.status().is_ok_and(|status| status.success());
        assert!(
            done,
            "a file system cannot be mounted; as another user than root: unshare --map-root-user --mount"
        );
        Self { folder: folder.to_owned() }
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut file = fs::File::options().create(true).append(true).open(self.ballast()).unwrap();
        let mut size = 65_536;
        while size > 0 {
            if file.write_all(&vec![1; size]).is_err() {
                size /= 2;
            }
        }
    }

    fn free(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(&self.folder).status());
    }
}

/// Fills the disk again and again.
pub(crate) fn full(asked: &Asked) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let small = Small::mount(&folder.path().join("small"), if asked.on_postgres { 320 } else { 48 });
    let mut server = None;
    let database = if asked.on_postgres {
        let sizes = ["min_wal_size=32MB", "max_wal_size=64MB", "wal_segment_size=16MB"];
        let server = server.insert(Postgres::create(&small.folder.join("pg"), &sizes[..2]));
        server.url()
    } else {
        format!("sqlite://{}", small.folder.join("plantrack.db").display())
    };
    let program = Program::new(&asked.program, &database, folder.path())
        .set("database.migrate_on_start", "always")
        .set("server.request_timeout_ms", "5000");
    let program = if asked.is_control { program.set("PLANTRACK_FAULT_NO_POOL_GUARD", "1") } else { program };
    let program = program.with_key();
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(20));
    let mut service = program.start();
    load.prepare(service.address);
    let address = service.address;
    let (mut slowest, mut never_healed) = (Duration::ZERO, 0);
    let failed_reads = AtomicU64::new(0);
    let stop_reading = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| read_along(&program, address, &stop_reading, &failed_reads));
        for round in 0..asked.rounds {
            let healed = while_writing(&load, &[address], || {
                thread::sleep(Duration::from_millis(400));
                small.fill();
                thread::sleep(Duration::from_millis(1_200));
                small.free();
                if let Some(server) = &mut server
                    && !server.is_alive()
                {
                    server.start();
                }
                let (free, before) = (Instant::now(), load.acknowledged());
                while load.acknowledged() == before && free.elapsed() < HEALS_WITHIN * 2 {
                    thread::sleep(Duration::from_millis(5));
                }
                free.elapsed()
            });
            slowest = slowest.max(healed);
            never_healed += u32::from(healed > HEALS_WITHIN);
            asked.tell(round, &load, &crate::record::Wrong::default());
        }
        stop_reading.store(true, Ordering::Relaxed);
    });
    assert!(service.is_alive(), "the service ended");
    // An orderly end: what was acknowledged in a transaction that was never committed is gone with it.
    service.stop();
    program.check();
    let service = program.start();
    let wrong = load
        .record
        .lock()
        .unwrap()
        .held_against(&mut Held::default(), program.client(service.address, PATIENCE));
    let refused = load.record.lock().unwrap().refused.len();
    let mut figures = Figures::new(&load, wrong)
        .with("refused for want of space", refused)
        .with("reads that failed", failed_reads.load(Ordering::Relaxed))
        .with("slowest healing, ms", slowest.as_millis())
        .with("not healed within 5 s", never_healed)
        .must_be_zero("not healed within 5 s");
    if !asked.on_postgres {
        // A PostgreSQL without space for its log restarts: it does not answer reads meanwhile.
        figures = figures.must_be_zero("reads that failed");
    }
    assert!(refused > 0 || asked.on_postgres || asked.is_control, "the disk was never full");
    figures
}

fn read_along(program: &Program, address: std::net::SocketAddr, stop: &AtomicBool, failed: &AtomicU64) {
    let mut client = program.client(address, Duration::from_secs(10));
    while !stop.load(Ordering::Relaxed) {
        if !client.get("/api/v1/indicators/i1-0").is_ok_and(|answer| answer.status == 200) {
            failed.fetch_add(1, Ordering::Relaxed);
        }
        thread::sleep(Duration::from_millis(20));
    }
}
