//! The death of the primary of a PostgreSQL cluster that Patroni looks after: three nodes, a synchronous standby, three
//! replicas of the service. Nothing that was acknowledged is lost, and without a standby nothing is acknowledged.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    Asked, Figures,
    http::Client,
    load::{Load, while_writing},
    postgres::{owned_folder, owner, programs},
    proxy::{Behind, Proxy},
    record::{Held, PATIENCE},
    service::{Program, Service, children_of, free_port, signal},
};

const NODES: usize = 3;
const CLUSTER_LIMIT: Duration = Duration::from_mins(3);

struct Node {
    name: String,
    folder: PathBuf,
    port: u16,
    rest: u16,
    patroni: PathBuf,
    child: Option<Child>,
}

struct Cluster {
    etcd: Child,
    nodes: Vec<Node>,
}

fn as_owner(program: &Path, folder: &Path, log: &str) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = owner() {
        command.uid(user).gid(group);
    }
    let log = fs::File::options().create(true).append(true).open(folder.join(log)).unwrap();
    command
        .env("HOME", folder)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log);
    command
}

impl Node {
    fn new(folder: &Path, number: usize, etcd: u16, patroni: &Path, commit: &str) -> Self {
        let (port, rest) = (free_port(), free_port());
        let name = format!("n{number}");
        let own = folder.join(&name);
        owned_folder(&own);
        let text = format!(
            "scope: plantrack
name: {name}
restapi: {{listen: '127.0.0.1:{rest}', connect_address: '127.0.0.1:{rest}'}}
etcd3: {{host: '127.0.0.1:{etcd}'}}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 5
    retry_timeout: 5
    maximum_lag_on_failover: 1048576
    synchronous_mode: true
    synchronous_mode_strict: true
    postgresql:
      use_pg_rewind: true
      parameters: {{synchronous_commit: '{commit}', max_connections: 100, wal_log_hints: 'on', wal_keep_size: 256MB}}
  initdb: [encoding: UTF8, locale: C, data-checksums]
postgresql:
  listen: 127.0.0.1:{port}
  connect_address: 127.0.0.1:{port}
  data_dir: {own}/data
  pgpass: {own}/pgpass
  bin_dir: {bin}
  authentication:
    superuser: {{username: postgres, password: postgres}}
    replication: {{username: replicator, password: replicator}}
    rewind: {{username: rewinder, password: rewinder}}
  pg_hba:
    - local all all trust
    - host all all 127.0.0.1/32 trust
    - host replication all 127.0.0.1/32 trust
  parameters: {{unix_socket_directories: '{own}'}}
",
            own = own.display(),
            bin = programs().display()
        );
        fs::write(own.join("patroni.yml"), text).unwrap();
        Self { name, folder: own, port, rest, patroni: patroni.to_owned(), child: None }
    }

    fn start(&mut self) {
        let mut patroni = as_owner(&self.patroni, &self.folder, "log");
        self.child = Some(patroni.arg("patroni.yml").spawn().expect("Patroni does not start"));
    }

    /// SIGKILL of all that runs on it: Patroni, PostgreSQL and its processes.
    fn kill(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        drop(child.kill());
        drop(child.wait());
        let pid = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
        if let Some(pid) = pid.lines().next().and_then(|line| line.trim().parse::<u32>().ok()) {
            let children = children_of(pid);
            signal("KILL", pid);
            for one in children {
                signal("KILL", one);
            }
        }
    }

    /// What the node says of its cluster.
    fn cluster(&self) -> Value {
        let mut client = Client::new(([127, 0, 0, 1], self.rest).into(), Duration::from_secs(3));
        client.get("/cluster").map_or(Value::Null, |answer| answer.json())
    }
}

impl Cluster {
    fn start(folder: &Path, patroni: &Path, commit: &str) -> Self {
        let (client, peer) = (free_port(), free_port());
        let own = folder.join("etcd");
        owned_folder(&own);
        let mut etcd = as_owner(Path::new("/usr/bin/etcd"), &own, "log");
        let (client_url, peer_url) =
            (format!("http://127.0.0.1:{client}"), format!("http://127.0.0.1:{peer}"));
        etcd.args(["--data-dir", "data", "--listen-client-urls", &client_url]);
        etcd.args(["--advertise-client-urls", &client_url, "--listen-peer-urls", &peer_url]);
        etcd.args(["--initial-advertise-peer-urls", &peer_url]);
        etcd.args(["--initial-cluster", &format!("default={peer_url}")]);
        let etcd = etcd.spawn().expect("etcd is not installed: apt-get install etcd-server");
        thread::sleep(Duration::from_secs(2));
        let nodes = (0..NODES).map(|number| Node::new(folder, number, client, patroni, commit)).collect();
        let mut cluster = Self { etcd, nodes };
        for node in &mut cluster.nodes {
            node.start();
        }
        cluster.wait_for(2);
        cluster
    }

    /// Waits for a primary, a synchronous standby, and this many standbys in all; gives the place of the primary.
    fn wait_for(&self, standbys: usize) -> usize {
        let started = Instant::now();
        loop {
            for node in self.nodes.iter().filter(|node| node.child.is_some()) {
                let members = node.cluster()["members"].as_array().cloned().unwrap_or_default();
                let role = |member: &Value| member["role"].as_str().unwrap_or_default().to_owned();
                let state = |member: &Value| member["state"].as_str().unwrap_or_default().to_owned();
                let leader = members.iter().find(|member| role(member) == "leader");
                // One that is still on the history of a primary before cannot take over.
                let history = leader.map(|leader| &leader["timeline"]);
                let following = members
                    .iter()
                    .filter(|member| role(member) != "leader" && state(member) == "streaming")
                    .filter(|member| Some(&member["timeline"]) == history)
                    .count();
                let synchronous = members.iter().any(|member| role(member) == "sync_standby");
                if let Some(leader) = leader.filter(|_| synchronous && following >= standbys) {
                    let place = self.nodes.iter().position(|node| leader["name"] == node.name.as_str());
                    return place.unwrap();
                }
            }
            let logs: Vec<String> = self
                .nodes
                .iter()
                .map(|node| fs::read_to_string(node.folder.join("log")).unwrap_or_default())
                .map(|log| log.lines().rev().take(4).collect::<Vec<_>>().join("\n"))
                .collect();
            assert!(started.elapsed() < CLUSTER_LIMIT, "the cluster is not whole: {}", logs.join("\n--\n"));
            thread::sleep(Duration::from_millis(250));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            node.kill();
        }
        drop(self.etcd.kill());
        drop(self.etcd.wait());
    }
}

/// Kills the primary again and again, and at the end all standbys. The control acknowledges before the standby has it.
pub(crate) fn primary(asked: &Asked) -> Figures {
    let patroni =
        asked.patroni.as_ref().expect("--patroni FILE names Patroni: faults/install-patroni FOLDER");
    let folder = tempfile::Builder::new().prefix("pt-ha-").tempdir().unwrap();
    fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let commit = if asked.is_control { "off" } else { "on" };
    let mut cluster = Cluster::start(folder.path(), patroni, commit);
    let behind: Vec<Behind> =
        cluster.nodes.iter().map(|node| Behind { port: node.port, check_port: node.rest }).collect();
    let database = Proxy::of_primary(folder.path(), &behind);
    thread::sleep(Duration::from_secs(2));
    let server = format!("postgres://postgres@127.0.0.1:{}", database.address.port());
    let mut create = Command::new("psql");
    create.arg(format!("{server}/postgres")).args(["-c", "CREATE DATABASE plantrack"]);
    let created = create.output().unwrap();
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    let program = Program::new(&asked.program, &format!("{server}/plantrack"), folder.path())
        .set("database.durability", if asked.is_control { "not_required" } else { "required" })
        .set("server.request_timeout_ms", "5000")
        .set("database.max_connections", "5");
    program.run(&["migrate"]).unwrap();
    let program = program.with_key();
    let replicas: Vec<Service> = (0..3).map(|_| program.start()).collect();
    let ports: Vec<u16> = replicas.iter().map(|replica| replica.address.port()).collect();
    let proxy = Proxy::of_services(folder.path(), &ports);
    thread::sleep(Duration::from_secs(1));
    let load = Load::new(program.clone(), asked.writers, Duration::from_secs(20));
    load.prepare(proxy.address);
    let mut longest_gap = Duration::ZERO;
    for round in 0..asked.rounds {
        let primary = cluster.wait_for(2);
        let gap = while_writing(&load, &[proxy.address], || {
            thread::sleep(Duration::from_secs(4));
            cluster.nodes[primary].kill();
            let killed = Instant::now();
            // What was under way is answered or lost by then.
            thread::sleep(Duration::from_secs(1));
            let before = load.acknowledged();
            while load.acknowledged() == before {
                assert!(killed.elapsed() < CLUSTER_LIMIT, "no write after the primary died");
                thread::sleep(Duration::from_millis(20));
            }
            let gap = killed.elapsed();
            thread::sleep(Duration::from_secs(2));
            gap
        });
        longest_gap = longest_gap.max(gap);
        eprintln!("  round {}: gap {} ms, {} acknowledged", round + 1, gap.as_millis(), load.acknowledged());
        cluster.nodes[primary].start();
    }
    let primary = cluster.wait_for(2);
    let mut without_standby = 0;
    while_writing(&load, &[proxy.address], || {
        thread::sleep(Duration::from_secs(2));
        for place in (0..NODES).filter(|place| *place != primary) {
            cluster.nodes[place].kill();
        }
        thread::sleep(Duration::from_secs(2));
        let before = load.acknowledged();
        thread::sleep(Duration::from_secs(8));
        without_standby = load.acknowledged() - before;
        for place in (0..NODES).filter(|place| *place != primary) {
            cluster.nodes[place].start();
        }
        let started = Instant::now();
        let before = load.acknowledged();
        while load.acknowledged() == before {
            assert!(started.elapsed() < CLUSTER_LIMIT, "no write after the standbys are back");
            thread::sleep(Duration::from_millis(50));
        }
    });
    cluster.wait_for(2);
    load.settle(proxy.address);
    let client = program.client(proxy.address, PATIENCE);
    let wrong = load.record.lock().unwrap().held_against(&mut Held::default(), client);
    if wrong.is_nothing() {
        program.check();
    }
    Figures::new(&load, wrong)
        .with("longest gap without a write, ms", longest_gap.as_millis())
        .with("gaps longer than 30 s", u32::from(longest_gap > Duration::from_secs(30)))
        .with("successes without a standby", without_standby)
        .must_be_zero("gaps longer than 30 s")
        .must_be_zero("successes without a standby")
}
