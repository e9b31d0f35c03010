//! Writers that share a commit: each keeps its own part and no other, whatever becomes of the rest.

use std::time::Duration;

use crate::{
    domain::{
        caliber::Caliber,
        code::Code,
        indicator::{Aggregation, Direction, Indicator, Measure},
        outcome::{Basis, Outcome},
        period::Period,
        series::Series,
        value::Figure,
    },
    store::{
        AsOf, CatalogueItem, DatabaseOptions, Expect, NewOutcome, OutcomeFilter, Place, Stamp, Store,
        StoreError, Transaction, Vintage,
    },
};

use super::Manner;

mod cut_off;

async fn store(folder: &tempfile::TempDir) -> Store {
    let url = format!("sqlite://{}", folder.path().join("turn.db").display());
    let options = DatabaseOptions {
        shown: url.clone(),
        url,
        max_connections: 4,
        acquire_timeout: Duration::from_secs(20),
        write_queue: 1_000,
        follow: Duration::from_millis(50),
        busy_timeout: Duration::from_secs(5),
        durability_required: true,
    };
    let store = Store::open(&options).await.unwrap();
    store.migrate_up().await.unwrap();
    store
}

fn stamp(actor: &str) -> Stamp {
    Stamp { actor: actor.to_owned(), request: String::new(), reason: String::new() }
}

fn caliber(code: &str) -> Caliber {
    Caliber { code: Code::new(code).unwrap(), name_zh: "口径".to_owned(), name_en: String::new() }
}

/// What becomes of a writer, by its number: most commit, some go away, give up, want to be alone or are refused.
async fn write(store: Store, number: usize) -> Option<String> {
    let code = format!("c{number}");
    let begun = if number.is_multiple_of(17) {
        store.begin_alone(stamp("alone"), || 0).await
    } else {
        store.begin(stamp("one of many"), || 0).await
    };
    let mut transaction = begun.unwrap();
    caliber(&code).put(&mut transaction, Expect::New).await.unwrap();
    match number % 7 {
        0 => {
            drop(transaction);
            None
        }
        1 => {
            transaction.rollback().await.unwrap();
            None
        }
        2 => {
            let twice = caliber(&code).put(&mut transaction, Expect::New).await;
            assert!(matches!(twice, Err(StoreError::Duplicate { .. })));
            None
        }
        _ => {
            transaction.commit().await.unwrap();
            Some(code)
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_writer_keeps_its_own_part_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..300 {
        let store = store.clone();
        writers.spawn(async move {
            if number % 5 == 0 {
                tokio::time::sleep(Duration::from_micros(u64::try_from(number).unwrap() * 37)).await;
            }
            write(store, number).await
        });
    }
    let mut kept: Vec<String> = writers.join_all().await.into_iter().flatten().collect();
    kept.sort();
    assert!(kept.len() > 150);
    let found = Caliber::list(&store, 0, 1_000, AsOf::NOW).await.unwrap();
    let mut found: Vec<String> = found.into_iter().map(|stored| stored.item.code.to_string()).collect();
    found.sort();
    assert_eq!(found, kept);
    let entries = i64::try_from(kept.len()).unwrap();
    let chain = store.check_chain().await.unwrap();
    assert_eq!((chain.entries, chain.findings.total), (entries, 0));
    assert_eq!(store.known_change(), entries);
}

/// A writer hands on to one that then goes away: the write is committed all the same.
#[tokio::test]
async fn nobody_waits_for_a_commit_that_nobody_makes() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut first = store.begin(stamp("first"), || 0).await.unwrap();
    caliber("a").put(&mut first, Expect::New).await.unwrap();
    let behind = {
        let store = store.clone();
        tokio::spawn(async move { store.begin(stamp("behind"), || 0).await.map(drop) })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    let committed = tokio::spawn(first.commit());
    tokio::time::sleep(Duration::from_millis(5)).await;
    behind.abort();
    let committed = tokio::time::timeout(Duration::from_secs(5), committed).await;
    assert_eq!(committed.unwrap().unwrap().unwrap(), 1);
    let second = store.begin(stamp("second"), || 0).await.unwrap();
    second.rollback().await.unwrap();
    assert_eq!(store.last_change().await.unwrap(), 1);
}

/// What is known of a moment waits for what began before it, and does not change afterwards.
#[tokio::test]
async fn a_moment_is_settled_before_it_is_answered_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut first = store.begin(stamp("first"), || 1_000).await.unwrap();
    caliber("a").put(&mut first, Expect::New).await.unwrap();
    let asking = |moment| {
        let store = store.clone();
        tokio::spawn(async move { store.settled_change_at(moment, 5_000).await })
    };
    let mut asked = asking(4_000);
    let waited = tokio::time::timeout(Duration::from_millis(200), &mut asked).await;
    assert!(waited.is_err(), "the write that began before was not waited for");
    let number = first.commit().await.unwrap();
    assert_eq!(asked.await.unwrap().unwrap(), number);
    let mut second = store.begin(stamp("second"), || 5_001).await.unwrap();
    caliber("b").put(&mut second, Expect::New).await.unwrap();
    // Before the last change nothing can be added any more, whoever is writing; nor long ago.
    assert_eq!(asking(900).await.unwrap().unwrap(), 0);
    let long_after = store.settled_change_at(4_000, 4_000_000_000).await.unwrap();
    assert_eq!(long_after, number);
    second.commit().await.unwrap();
    assert_eq!(asking(4_000).await.unwrap().unwrap(), number);
}

fn indicator(code: &str) -> Indicator {
    Indicator {
        code: Code::new(code).unwrap(),
        name_zh: "增加值".to_owned(),
        name_en: String::new(),
        unit: "亿元".to_owned(),
        measure: Measure::Flow,
        direction: Some(Direction::Higher),
        aggregation: Aggregation::Sum,
        numerator: None,
        denominator: None,
        scale: Vec::new(),
        decimals: None,
        is_reduction: false,
    }
}

/// A report that no other is like; some of them are of one slot.
fn report(number: usize) -> NewOutcome {
    let period = Period::parse(&format!("{}", 2020 + number % 3)).unwrap();
    NewOutcome {
        outcome: Outcome {
            series: Series {
                indicator: Code::new(if number.is_multiple_of(2) { "even" } else { "odd" }).unwrap(),
                area: None,
                category: None,
            },
            period,
            text: number.to_string(),
            value: Figure::Number { value: i64::try_from(number).unwrap().into(), approximate: false }.into(),
            basis: Basis::Final,
            caliber: number.is_multiple_of(4).then(|| Code::new("late").unwrap()),
            source: format!("source {}", number % 13 / 4),
            reported_on: period.end(),
            note: String::new(),
        },
        share_text: String::new(),
        day_is_stated: true,
    }
}

/// Reports one outcome with others, or alone, or many at once; some go away, or give up, once they have written.
async fn report_one(store: Store, number: usize) -> Option<String> {
    let new = report(number);
    let Outcome { series, period, source, caliber, .. } = new.outcome.clone();
    let mut transaction = match number % 11 {
        3 => store.begin(stamp("shared"), || 0).await.unwrap(),
        7 => store.begin_alone(stamp("alone"), || 0).await.unwrap(),
        _ => {
            let place = Place { series, period, source, caliber };
            store.begin_reports(stamp("gathered"), || 0, vec![place]).await.unwrap()
        }
    };
    let recorded = transaction.record_outcomes(std::slice::from_ref(&new)).await.unwrap();
    // What it has just said itself is known to it already.
    assert_eq!(
        transaction
            .record_outcomes(std::slice::from_ref(&new))
            .await
            .unwrap()
            .first()
            .map(super::super::Recorded::id),
        recorded.first().map(super::super::Recorded::id)
    );
    match number % 5 {
        0 => {
            drop(transaction);
            None
        }
        1 => {
            transaction.rollback().await.unwrap();
            None
        }
        _ => {
            transaction.commit().await.unwrap();
            Some(new.outcome.text)
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reports_that_are_written_together_are_each_there_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut transaction = store.begin(stamp("first"), || 0).await.unwrap();
    for code in ["even", "odd"] {
        indicator(code).put(&mut transaction, Expect::New).await.unwrap();
    }
    caliber("late").put(&mut transaction, Expect::New).await.unwrap();
    transaction.commit().await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..400 {
        let store = store.clone();
        writers.spawn(async move {
            if number % 6 == 0 {
                tokio::time::sleep(Duration::from_micros(u64::try_from(number).unwrap() * 31)).await;
            }
            report_one(store, number).await
        });
    }
    let mut kept: Vec<String> = writers.join_all().await.into_iter().flatten().collect();
    kept.sort();
    assert!(kept.len() > 200);
    let listed = store.list_outcomes(&OutcomeFilter::default(), 0, 1_000).await.unwrap();
    let mut found: Vec<String> = listed.into_iter().map(|vintage| vintage.outcome.text).collect();
    found.sort();
    assert_eq!(found, kept);
    let checked = store.check().await.unwrap();
    assert_eq!(checked.findings.told, []);
    // The two indicators and the caliber, and four sources.
    assert_eq!(checked.facts, u64::try_from(kept.len()).unwrap() + 3 + 4);
}

/// What is known of an indicator or a lock is never older than the record.
#[tokio::test]
async fn a_report_sees_what_was_changed_before_it_in_the_same_commit() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut transaction = store.begin(stamp("first"), || 0).await.unwrap();
    indicator("even").put(&mut transaction, Expect::New).await.unwrap();
    transaction.commit().await.unwrap();
    for round in 0..5 {
        let unit = format!("unit {round}");
        let even = Indicator { unit: unit.clone(), ..indicator("even") };
        let mut transaction = store.begin(stamp("other"), || 0).await.unwrap();
        let waiting = {
            let store = store.clone();
            tokio::spawn(async move {
                let mut transaction = store.begin_reports(stamp("reporter"), || 0, Vec::new()).await.unwrap();
                let even = [Code::new("even").unwrap()].into();
                let unit = transaction.indicators(even).await.unwrap()["even"].item.unit.clone();
                transaction.rollback().await.unwrap();
                unit
            })
        };
        tokio::time::sleep(Duration::from_millis(20)).await;
        even.put(&mut transaction, Expect::Any).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(waiting.await.unwrap(), unit);
    }
}
