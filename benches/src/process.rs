//! Processes on a core of their own: starting, the address they print, their CPU time and memory, stopping. It knows
//! neither the service nor PostgreSQL.

use std::{
    collections::HashMap,
    ffi::OsStr,
    fs,
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// The core of what is measured.
pub const SERVING: &str = "0";
/// The core of the load generator.
pub const ASKING: &str = "1";

const TICKS_A_SECOND: f64 = 100.0;
const START_LIMIT: Duration = Duration::from_secs(120);

/// A command on a core.
pub fn on_core(core: &str, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("taskset");
    command.arg("--cpu-list").arg(core).arg(program);
    command
}

/// A process that serves; killed when dropped.
pub struct Serving {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Serving {
    /// Starts a command and waits for the first address in what it prints.
    pub fn start(mut command: Command, log: &Path) -> Result<Self> {
        let file = fs::File::create(log)?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let begun = Instant::now();
        let mut child = command.spawn().context("cannot start a server")?;
        while begun.elapsed() < START_LIMIT {
            let text = fs::read_to_string(log)?;
            if let Some(address) = address_in(&text) {
                return Ok(Self { child, address });
            }
            if let Some(status) = child.try_wait()? {
                bail!("a server ended at once ({status}): {text}");
            }
            thread::sleep(Duration::from_micros(500));
        }
        drop(child.kill());
        bail!("a server did not start in time; see {}", log.display())
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it and waits.
    pub fn stop(mut self) -> Result<()> {
        self.kill()
    }

    fn kill(&mut self) -> Result<()> {
        if self.child.try_wait()?.is_none() {
            self.child.kill()?;
            self.child.wait()?;
        }
        Ok(())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.kill());
    }
}

fn address_in(text: &str) -> Option<SocketAddr> {
    text.match_indices("127.0.0.1:").find_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':'))?;
        rest[..end].parse().ok()
    })
}

struct Stat {
    parent: u32,
    cpu: f64,
    children_cpu: f64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
    let number = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        cpu: (number(11)? + number(12)?) / TICKS_A_SECOND,
        children_cpu: (number(13)? + number(14)?) / TICKS_A_SECOND,
    })
}

/// The CPU seconds of a process, and of its children where it keeps some: user and system.
pub fn cpu_of(pid: u32) -> Result<f64> {
    let own = stat(pid).context("the process is gone")?;
    let mut sum = own.cpu + own.children_cpu;
    for entry in fs::read_dir("/proc")? {
        let Some(child) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        if let Some(stat) = stat(child).filter(|stat| stat.parent == pid) {
            sum += stat.cpu;
        }
    }
    Ok(sum)
}

/// A figure of `/proc/PID/status` in MiB: `VmRSS`, `VmHWM`.
pub fn memory_mib(pid: u32, figure: &str) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let figures: HashMap<&str, &str> = text.lines().filter_map(|line| line.split_once(':')).collect();
    let kib = figures.get(figure).context("no such figure")?.trim().trim_end_matches(" kB");
    Ok(kib.parse::<f64>()? / 1024.0)
}

/// Runs a command to its end and gives its output; what it prints is in the error where it fails.
pub fn output(mut command: Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("{command:?} failed ({}): {text}{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(text)
}

/// Runs a command to its end, and gives the seconds it took, its CPU seconds and the most memory it had, in MiB.
pub fn measured(mut command: Command, log: &Path) -> Result<(f64, f64, f64)> {
    let file = fs::File::create(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let (mut cpu, mut most) = (0.0_f64, 0.0_f64);
    let status = loop {
        if let Ok(mib) = memory_mib(child.id(), "VmHWM") {
            most = most.max(mib);
        }
        if let Some(stat) = stat(child.id()) {
            cpu = cpu.max(stat.cpu);
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(5));
    };
    if !status.success() {
        bail!("{command:?} failed ({status}): {}", fs::read_to_string(log)?);
    }
    Ok((begun.elapsed().as_secs_f64(), cpu, most))
}
