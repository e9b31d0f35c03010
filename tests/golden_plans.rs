//! Real published plans through the whole service below HTTP: imported into a SQLite file, judged, and compared
//! with the answers that must come out.

use std::collections::BTreeMap;

use chrono::{FixedOffset, TimeZone, Utc};
use plantrack::{
    domain::code::Code,
    service::{
        Caller, Plantrack,
        clock::Clock,
        import::plan_table::PlanTableOptions,
        scorecard::{Question, Scorecard},
    },
    store::{DatabaseOptions, Store},
};

async fn service(folder: &tempfile::TempDir) -> Plantrack {
    let url = format!("sqlite://{}", folder.path().join("golden.db").display());
    let options = DatabaseOptions {
        shown: url.clone(),
        url,
        max_connections: 2,
        acquire_timeout: std::time::Duration::from_secs(5),
        busy_timeout: std::time::Duration::from_secs(5),
    };
    let store = Store::open(&options).await.unwrap();
    store.migrate_up().await.unwrap();
    let utc = FixedOffset::east_opt(0).unwrap();
    Plantrack::new(store, Clock::fixed(Utc.with_ymd_and_hms(2023, 1, 14, 8, 0, 0).unwrap(), utc))
}

fn options(plan: &str, period: &str) -> PlanTableOptions {
    PlanTableOptions {
        plan: plan.to_owned(),
        period: Some(period.to_owned()),
        basis: Some("forecast".to_owned()),
        reported_on: Some("2023-01-13".to_owned()),
        source: Some("plan report".to_owned()),
        ..PlanTableOptions::default()
    }
}

fn rows(card: &Scorecard) -> BTreeMap<String, [String; 4]> {
    card.assessed
        .iter()
        .map(|item| {
            let assessment = &item.assessment;
            let headline = if item.target.item.is_headline() { "yes" } else { "no" };
            (
                item.indicator.code.to_string(),
                [
                    headline.to_owned(),
                    assessment.status.to_string(),
                    assessment.evidence.map(|word| word.to_string()).unwrap_or_default(),
                    assessment.reason.map(|word| word.to_string()).unwrap_or_default(),
                ],
            )
        })
        .collect()
}

#[tokio::test]
async fn chongqing_2022_comes_out_as_its_own_report_says() {
    let folder = tempfile::tempdir().unwrap();
    let service = service(&folder).await;
    let table = || std::io::Cursor::new(include_bytes!("golden/cq-2022/plan.csv"));
    let caller = Caller::at_the_terminal();
    let report = service.import_plan_table(&caller, table(), &options("cq-2022", "2022")).await.unwrap();
    assert_eq!((report.targets.created, report.outcomes.created), (42, 41));
    let plan = Code::new("cq-2022").unwrap();
    let card = service.scorecard(&plan, &Question::default()).await.unwrap();
    let expected: BTreeMap<String, [String; 4]> =
        csv::Reader::from_reader(&include_bytes!("golden/cq-2022/expected.csv")[..])
            .records()
            .map(|row| {
                let row = row.unwrap();
                (
                    row[0].to_owned(),
                    [row[1].to_owned(), row[2].to_owned(), row[3].to_owned(), row[4].to_owned()],
                )
            })
            .collect();
    assert_eq!(rows(&card), expected);
    let again = service.import_plan_table(&caller, table(), &options("cq-2022", "2022")).await.unwrap();
    assert!(again.is_unchanged());
}

#[tokio::test]
async fn chongqing_2023_awaits_its_outcomes() {
    let folder = tempfile::tempdir().unwrap();
    let service = service(&folder).await;
    let table = std::io::Cursor::new(include_bytes!("golden/cq-2023/plan.csv"));
    service.import_plan_table(&Caller::at_the_terminal(), table, &options("cq-2023", "2023")).await.unwrap();
    let card = service.scorecard(&Code::new("cq-2023").unwrap(), &Question::default()).await.unwrap();
    for (code, [_, status, _, reason]) in rows(&card) {
        let (status, reason) = (status.as_str(), reason.as_str());
        match code.as_str() {
            "foreign-investment-fdi" => {
                assert_eq!((status, reason), ("not_assessable", "target_qualitative"))
            }
            "energy-intensity-cut" => assert_eq!((status, reason), ("not_assessable", "target_deferred")),
            "co2-intensity-cut" | "pollutant-cuts" | "cod-cut" | "voc-cut" | "nh3-n-cut" | "nox-cut" => {
                assert_eq!((status, reason), ("not_assessable", "target_not_issued"), "{code}");
            }
            _ => assert_eq!((status, reason), ("awaiting_outcome", "not_due"), "{code}"),
        }
    }
    assert_eq!(card.summary.headline.all.total, 39);
    assert_eq!(card.summary.sub_indicators.all.total, 7);
}
