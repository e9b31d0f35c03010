//! `plantrack serve`.

use std::{io::Cursor, net::IpAddr, time::Duration};

use chrono::TimeDelta;
use clap::Args;

use super::{Failure, import, status};
use crate::{
    config::{Effective, Flag, Settings},
    domain::{code::Code, reading::Language},
    service::{
        Caller, Plantrack,
        import::{
            plan_table::PlanTableOptions,
            table::{Format, Limits, Source},
        },
        keys::{KeyDraft, NewKey},
        scorecard::Question,
    },
    startup, telemetry,
};

/// How long the database may take to be closed at the end.
const CLOSING_LIMIT: Duration = Duration::from_secs(2);

/// The plan that the demonstration loads: a real one.
const DEMO_TABLE: &[u8] = include_bytes!("../../tests/golden/cq-2022/plan.csv");
const DEMO_PLAN: &str = "cq-2022";

/// Serve the API, the documentation and the health checks.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Load a real plan (Chongqing 2022) into an empty database and print its scorecard
    #[arg(long)]
    demo: bool,
    /// The address to listen on
    #[arg(long)]
    host: Option<String>,
    /// The port to listen on; 0 takes a free one
    #[arg(long)]
    port: Option<u16>,
}

impl Serve {
    pub(super) fn flags(&self) -> Vec<Flag> {
        let host = self.host.clone().map(|value| Flag { name: "--host", key: "server.host", value });
        let port = self.port.map(|port| Flag { name: "--port", key: "server.port", value: port.to_string() });
        host.into_iter().chain(port).collect()
    }

    pub(super) async fn run(self, effective: Effective) -> Result<(), Failure> {
        let settings = effective.settings;
        telemetry::start(&settings.log).map_err(Failure::environment)?;
        for warning in &effective.warnings {
            tracing::warn!("{warning}");
        }
        let plantrack = startup::open_service(&settings, startup::system_clock(&settings)).await?;
        if self.demo {
            load_demo(&plantrack).await?;
        }
        let has_admin = plantrack.has_admin_key().await?;
        let demo_key = if self.demo && !has_admin { Some(make_demo_key(&plantrack).await?) } else { None };
        if !has_admin && demo_key.is_none() {
            warn_of_no_key(&settings);
        }
        let store = plantrack.store().clone();
        let server = startup::bind(&settings, plantrack)?;
        let at = server.address();
        say!("plantrack serves at http://{at}/");
        say!("  dashboard:     http://{at}/");
        say!("  documentation: http://{at}/docs/");
        if self.demo {
            say!("  scorecard:     http://{at}/api/v1/plans/{DEMO_PLAN}/completion");
            say!("  one indicator: http://{at}/api/v1/plans/{DEMO_PLAN}/completion/gdp-growth");
        }
        if let Some(key) = demo_key {
            say!("  a key to write with, for a day: {}", key.secret.expose());
        }
        let ended = server.run().await;
        // What is left of SQLite's log would be read again at the next start. Whoever is not done by now is not waited for.
        match tokio::time::timeout(CLOSING_LIMIT, store.close()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the database was not closed"),
            Err(_late) => tracing::debug!("the database was still in use when the server ended"),
        }
        Ok(ended?)
    }
}

/// A key for trying it out: it ends by itself.
async fn make_demo_key(plantrack: &Plantrack) -> Result<NewKey, Failure> {
    let end = plantrack.clock().now() + TimeDelta::days(1);
    let draft = KeyDraft {
        name: "demonstration".to_owned(),
        scopes: vec!["admin".to_owned()],
        expires_at: Some(end.to_rfc3339()),
        ..KeyDraft::default()
    };
    Ok(plantrack.create_key(&Caller::at_the_terminal(), &draft).await?.commit().await?)
}

/// Without a key nobody can write; on an address that others reach this is most likely forgotten.
fn warn_of_no_key(settings: &Settings) {
    const HOW: &str = "plantrack keys create --name NAME --scope admin";
    let host = settings.server.host.as_str();
    let is_local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if is_local {
        tracing::info!("there is no key of an administrator yet, so nobody can write; make one with: {HOW}");
        return;
    }
    tracing::warn!(
        host,
        "other machines reach this server, and there is no key of an administrator: nobody can write or revoke a \
         key, and everybody can read unless access.reads is keyed; make a key with: {HOW}"
    );
}

/// Loads the plan into a database that has none, and prints its scorecard.
async fn load_demo(plantrack: &Plantrack) -> Result<(), Failure> {
    let plans: Vec<_> = plantrack.list::<crate::domain::plan::Plan>(0, 1).await?;
    if plans.is_empty() {
        let options = PlanTableOptions {
            plan: DEMO_PLAN.to_owned(),
            period: Some("2022".to_owned()),
            title_zh: Some("重庆市2022年国民经济和社会发展计划".to_owned()),
            title_en: Some("Chongqing: plan for economic and social development 2022".to_owned()),
            issuer: Some("重庆市人民代表大会".to_owned()),
            basis: Some("forecast".to_owned()),
            reported_on: Some("2023-01-13".to_owned()),
            source: Some("Chongqing plan report, January 2023".to_owned()),
            ..PlanTableOptions::default()
        };
        let table = Source::new(Cursor::new(DEMO_TABLE), Format::Csv, Limits::default());
        let report =
            plantrack.import_plan_table(&Caller::at_the_terminal(), table, &options).await?.commit().await?;
        say!("{}\n", import::described(&report));
    } else {
        say!("the database holds plans already; the demonstration adds nothing to it\n");
    }
    let plan = Code::new(DEMO_PLAN).map_err(Failure::environment)?;
    match plantrack.scorecard(&plan, &Question::default()).await {
        Ok(card) => say!("{}\n", status::scorecard(&card, Language::En)),
        Err(error) => tracing::debug!(%error, "no scorecard of the demonstration"),
    }
    Ok(())
}
