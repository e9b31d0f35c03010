//! The client's own record: what it sent, what was acknowledged, what is not known; and the proof that the service
//! holds exactly that. It does not know what was done to the service in between.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::http::{Answer, Client};

/// Indicators that one report is about: all of them are recorded or none.
pub(crate) const PARTS: usize = 3;

/// One write, by its writer and its number there. Even writers create calibers, odd ones report outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Write {
    pub(crate) writer: u32,
    pub(crate) number: u64,
}

impl Write {
    pub(crate) fn name(self) -> String {
        format!("w{}-{}", self.writer, self.number)
    }

    fn named(name: &str) -> Option<Self> {
        let (writer, number) = name.strip_prefix('w')?.split_once('-')?;
        Some(Self { writer: writer.parse().ok()?, number: number.parse().ok()? })
    }

    /// Where it goes, and its body.
    pub(crate) fn request(self) -> (&'static str, String) {
        let name = self.name();
        if self.writer.is_multiple_of(2) {
            return ("/api/v1/calibers", format!(r#"{{"code":"{name}","name_en":"{}"}}"#, "c".repeat(200)));
        }
        let parts: Vec<String> = (0..PARTS)
            .map(|part| {
                let Self { writer, number } = self;
                format!(
                    r#"{{"indicator":"i{writer}-{part}","period":"2022","outcome":"{number}","note":"{name}"}}"#
                )
            })
            .collect();
        ("/api/v1/outcomes", format!("[{}]", parts.join(",")))
    }

    /// The key by which it is sent again.
    pub(crate) fn key(self, run: &str) -> String {
        format!("{run}-{}", self.name())
    }
}

/// What became of the writes, as the client knows it.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) acknowledged: BTreeSet<Write>,
    /// Sent, and not answered, or answered that it is not known.
    pub(crate) unknown: BTreeSet<Write>,
    /// Answered that nothing was kept.
    pub(crate) refused: BTreeSet<Write>,
}

/// What the proof found wrong.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    pub(crate) half: usize,
    pub(crate) unsent: usize,
    pub(crate) refused_and_there: usize,
}

impl Wrong {
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What the service holds, read along as it grows.
#[derive(Debug, Default)]
pub(crate) struct Held {
    calibers: Along,
    outcomes: Along,
}

/// A list that is only added to: the pages that are full are not read again.
#[derive(Debug, Default)]
struct Along {
    cursor: Option<String>,
    settled: HashMap<Write, usize>,
    /// Those of the last page, which may still grow.
    last: HashMap<Write, usize>,
}

/// How long what is read may be told to try again: a connection that the database has dropped says so when it is used first.
const TRY_AGAIN: Duration = Duration::from_secs(10);

fn read_once_there(client: &mut Client, path: &str) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = client.get(path).expect("the list is not answered");
        if answer.status != 503 || begun.elapsed() > TRY_AGAIN {
            return answer;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

impl Along {
    fn read(&mut self, client: &mut Client, path: &str, name: fn(&Value) -> Option<&str>) {
        loop {
            let cursor = self.cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let answer = read_once_there(client, &format!("{path}?limit=1000{cursor}"));
            assert_eq!(answer.status, 200, "{}", answer.text());
            let page = answer.json();
            let mut found: HashMap<Write, usize> = HashMap::new();
            for item in page["items"].as_array().expect("a page has items") {
                if let Some(write) = name(item).and_then(Write::named) {
                    *found.entry(write).or_default() += 1;
                }
            }
            let Some(next) = page["next"].as_str() else {
                self.last = found;
                return;
            };
            self.cursor = Some(next.split("cursor=").last().unwrap_or(next).to_owned());
            for (write, count) in found {
                *self.settled.entry(write).or_default() += count;
            }
        }
    }

    fn counts(&self) -> BTreeMap<Write, usize> {
        let mut counts: BTreeMap<Write, usize> = self.settled.iter().map(|(k, v)| (*k, *v)).collect();
        for (write, count) in &self.last {
            *counts.entry(*write).or_default() += count;
        }
        counts
    }
}

impl Held {
    /// Reads what was added since.
    pub(crate) fn read(&mut self, client: &mut Client) {
        self.calibers.read(client, "/api/v1/calibers", |item| item["code"].as_str());
        self.outcomes.read(client, "/api/v1/outcomes", |item| item["note"].as_str());
    }

    /// How many parts of each write there are, for a whole one as many as it has.
    fn counts(&self) -> BTreeMap<Write, (usize, usize)> {
        let calibers = self.calibers.counts().into_iter().map(|(write, count)| (write, (count, 1)));
        let outcomes = self.outcomes.counts().into_iter().map(|(write, count)| (write, (count, PARTS)));
        calibers.chain(outcomes).collect()
    }
}

impl Record {
    /// What the service holds is what was acknowledged, each once and whole; of what is not known each is there
    /// whole or not at all; and there is nothing else.
    pub(crate) fn compare(&self, held: &Held) -> Wrong {
        let counts = held.counts();
        let mut wrong = Wrong::default();
        for write in &self.acknowledged {
            match counts.get(write) {
                None => wrong.lost += 1,
                Some((count, whole)) if count < whole => wrong.half += 1,
                Some((count, whole)) if count > whole => wrong.doubled += 1,
                Some(_) => {}
            }
        }
        for (write, (count, whole)) in &counts {
            if self.acknowledged.contains(write) {
                continue;
            }
            if self.refused.contains(write) {
                wrong.refused_and_there += 1;
            } else if !self.unknown.contains(write) {
                wrong.unsent += 1;
            } else if count < whole {
                wrong.half += 1;
            } else if count > whole {
                wrong.doubled += 1;
            }
        }
        wrong
    }

    /// Reads the service and compares.
    pub(crate) fn held_against(&self, held: &mut Held, mut client: Client) -> Wrong {
        held.read(&mut client);
        self.compare(held)
    }
}

/// How long a list may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
