//! `plantrack keys`. The key itself goes to stdout, alone, so that it can be piped to where it is kept.

use std::io;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::{Args, Subcommand};
use comfy_table::{Table, presets};

use super::{Failure, terminal};
use crate::{
    domain::{code::Code, grant::Limit},
    service::{
        Caller, Key, Pending, Plantrack,
        keys::{KeyDraft, NewKey, has_ended},
    },
};

/// Keys listed at a time.
const PAGE: u64 = 500;

/// Keys of the API: create, list, revoke, or let another one take over.
#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Make a key and print it, this once
    Create(Create),
    /// List the keys, without the keys themselves
    List {
        /// As JSON, one key a line
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key: servers refuse it within five seconds
    Revoke {
        /// The part of the key that may be shown: after plantrack_
        id: String,
    },
    /// Make a key that takes over from another one, and print it, this once
    Rotate {
        /// The part of the old key that may be shown
        id: String,
        /// For how many hours both are taken; 0 ends the old one at once
        #[arg(long, value_name = "HOURS", default_value_t = 24)]
        overlap_hours: u32,
    },
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// Who the key is for
    #[arg(long)]
    name: String,
    /// What it may do: read, report, plan or admin; may be given several times
    #[arg(long = "scope", value_name = "SCOPE", required = true)]
    scopes: Vec<String>,
    /// An indicator that it reports; may be given several times; all where left out
    #[arg(long = "indicator", value_name = "CODE")]
    indicators: Vec<String>,
    /// An area that it reports for, with all areas within it; may be given several times
    #[arg(long = "area", value_name = "CODE")]
    areas: Vec<String>,
    /// After how many days it ends; never where left out
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
}

impl Keys {
    /// Whether it may be what a new database begins with.
    pub(super) const fn makes_the_first(&self) -> bool {
        matches!(self, Self::Create(_))
    }

    pub(super) async fn run(self, plantrack: &Plantrack) -> Result<(), Failure> {
        let caller = Caller::at_the_terminal();
        match self {
            Self::Create(create) => {
                let draft = create.draft(plantrack.clock().now())?;
                keep(plantrack.create_key(&caller, &draft).await?).await?;
            }
            Self::Rotate { id, overlap_hours } => {
                keep(plantrack.rotate_key(&caller, &id, overlap_hours, None).await?).await?;
                let hours = terminal::counted(overlap_hours, "hour", "hours");
                say!("the key {id} goes on for {hours}");
            }
            Self::Revoke { id } => {
                plantrack.revoke_key(&caller, &id).await?.commit().await?;
                say!("the key {id} is revoked; servers refuse it within five seconds");
            }
            Self::List { json } => list(plantrack, &caller, json).await?,
        }
        Ok(())
    }
}

impl Create {
    fn draft(self, now: DateTime<Utc>) -> Result<KeyDraft, Failure> {
        let Self { name, scopes, indicators, areas, days } = self;
        let given = |codes: Vec<String>| Some(codes).filter(|codes| !codes.is_empty());
        let end_of = |days| {
            now.checked_add_signed(TimeDelta::days(i64::from(days))).ok_or_else(|| {
                Failure::usage(format!(
                    "--days {days}: the calendar ends before; leave it out for a key without an end"
                ))
            })
        };
        let end = days.map(end_of).transpose()?;
        Ok(KeyDraft {
            name,
            scopes,
            indicators: given(indicators),
            areas: given(areas),
            expires_at: end.map(|end| end.to_rfc3339_opts(SecondsFormat::Secs, true)),
        })
    }
}

/// Prints a new key and keeps it: one that could not be shown is nobody's, and would open what it opens all the same.
async fn keep(pending: Pending<NewKey>) -> Result<(), Failure> {
    terminal::hand_over(pending.value().secret.expose()).map_err(|error| {
        let words = format!("the key could not be shown, and is not kept: {error}");
        Failure::environment(io::Error::new(error.kind(), words))
    })?;
    let NewKey { key, .. } = pending.commit().await?;
    let scopes: Vec<&str> = key.grant.scopes.iter().map(|scope| scope.word()).collect();
    say!("the key {} ({}) may: {}", key.id, key.name, scopes.join(", "));
    say!("it is shown this once and kept nowhere; send it as Authorization: Bearer KEY");
    Ok(())
}

async fn list(plantrack: &Plantrack, caller: &Caller, json: bool) -> Result<(), Failure> {
    let now = plantrack.clock().now();
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header(["id", "name", "scopes", "indicators", "areas", "ends", "last used"]);
    let mut lines = Vec::new();
    let mut after = 0;
    loop {
        let page = plantrack.list_keys(caller, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.number;
        for stored in page {
            if json {
                lines.push(as_json(&stored.key).to_string());
            } else {
                table.add_row(row(&stored.key, now));
            }
        }
    }
    match (json, lines.is_empty()) {
        (true, true) => Ok(()),
        (true, false) => terminal::print(&lines.join("\n")),
        (false, _) => terminal::print(&table.to_string()),
    }
}

fn day(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn listed(limit: &Limit) -> Option<Vec<&str>> {
    match limit {
        Limit::None => None,
        Limit::Only(codes) => Some(codes.iter().map(Code::as_str).collect()),
    }
}

fn row(key: &Key, now: DateTime<Utc>) -> Vec<String> {
    let scopes: Vec<&str> = key.grant.scopes.iter().map(|scope| scope.word()).collect();
    let all = |limit| listed(limit).map_or("all".to_owned(), |codes| codes.join(" "));
    let end = match (key.revoked_at, key.expires_at) {
        (Some(at), _) => format!("revoked {}", day(at)),
        (None, Some(at)) if has_ended(key, now) => format!("ended {}", day(at)),
        (None, Some(at)) => day(at),
        (None, None) => "never".to_owned(),
    };
    vec![
        key.id.clone(),
        key.name.clone(),
        scopes.join(" "),
        all(&key.grant.indicators),
        all(&key.grant.areas),
        end,
        key.last_used_on.clone().unwrap_or_else(|| "never".to_owned()),
    ]
}

fn as_json(key: &Key) -> serde_json::Value {
    serde_json::json!({
        "id": key.id, "name": key.name,
        "scopes": key.grant.scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>(),
        "indicators": listed(&key.grant.indicators), "areas": listed(&key.grant.areas),
        "created_at": day(key.created_at), "expires_at": key.expires_at.map(day),
        "revoked_at": key.revoked_at.map(day), "last_used_on": key.last_used_on, "replaces": key.replaces,
    })
}
