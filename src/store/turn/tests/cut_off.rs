//! Whoever goes away takes along no more than must be, and what rested on that is forgotten with it.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::atomic::Ordering,
    task::Poll,
};

use super::*;
use crate::store::Recorded;

/// Does something until it has waited so often, and drops it then. Gives what came of it where it came to its end.
async fn cut_off<T>(waits: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = waits;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}

/// A report whose note says the source that it is sent under.
fn said_by(source: &str, number: usize) -> NewOutcome {
    let mut new = report(number);
    source.clone_into(&mut new.outcome.source);
    source.clone_into(&mut new.outcome.note);
    new
}

async fn gathered(store: &Store, new: &NewOutcome) -> Result<(Transaction, Vec<Recorded>), StoreError> {
    let Outcome { series, period, source, caliber, .. } = new.outcome.clone();
    let place = Place { series, period, source, caliber };
    let mut transaction = store.begin_reports(stamp("gathered"), || 0, vec![place]).await?;
    let recorded = transaction.record_outcomes(std::slice::from_ref(new)).await?;
    Ok((transaction, recorded))
}

async fn reported(store: &Store, new: &NewOutcome) -> Result<Vec<Recorded>, StoreError> {
    let (transaction, recorded) = gathered(store, new).await?;
    transaction.commit().await?;
    Ok(recorded)
}

/// Two report in one group, and something else stands behind them in the queue. Gives what became of the three.
async fn two_and_one_behind<T: Send + 'static>(
    store: &Store,
    two: [NewOutcome; 2],
    behind: impl Future<Output = T> + Send + 'static,
) -> ([Result<Vec<Recorded>, StoreError>; 2], T) {
    let [first, second] = two;
    let (transaction, recorded) = gathered(store, &first).await.unwrap();
    let second = {
        let store = store.clone();
        tokio::spawn(async move { reported(&store, &second).await })
    };
    let in_queue = || store.turn.queued.load(Ordering::Acquire);
    while in_queue() < 1 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let behind = tokio::spawn(behind);
    // One that wants to be alone is not counted.
    for _ in 0..20 {
        if in_queue() < 2 && !behind.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    let all = async {
        let first = transaction.commit().await.map(|_| recorded);
        ([first, second.await.unwrap()], behind.await.unwrap())
    };
    tokio::time::timeout(Duration::from_secs(10), all).await.expect("a writer waits for nobody")
}

async fn with_indicators(folder: &tempfile::TempDir) -> Store {
    let store = store(folder).await;
    let mut transaction = store.begin(stamp("first"), || 0).await.unwrap();
    for code in ["even", "odd"] {
        indicator(code).put(&mut transaction, Expect::New).await.unwrap();
    }
    transaction.commit().await.unwrap();
    store
}

async fn write_as(store: Store, manner: Manner, new: NewOutcome) -> Result<(), StoreError> {
    let transaction = match manner {
        Manner::Gathered => return reported(&store, &new).await.map(drop),
        Manner::Shared => store.begin(stamp("shared"), || 0).await?,
        Manner::Alone => store.begin_alone(stamp("alone"), || 0).await?,
    };
    transaction.rollback().await
}

/// Sources are new in each round, so that one that was undone leaves its number to the next.
#[tokio::test]
async fn what_was_known_of_a_group_is_forgotten_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_indicators(&folder).await;
    let (mut acknowledged, mut failed) = (Vec::new(), 0);
    // Whether the one behind is in the midst of a group when it goes away is a matter of chance.
    for round in 0..50 {
        if failed > 0 {
            break;
        }
        for manner in [Manner::Gathered, Manner::Shared, Manner::Alone] {
            for waits in 1.. {
                let source = |what: &str| format!("{what} {manner:?} {waits} {round}");
                let two = [1, 3].map(|number| said_by(&source("of two"), number));
                let behind = cut_off(waits, write_as(store.clone(), manner, said_by(&source("gone"), 5)));
                let (became, ended) = Box::pin(two_and_one_behind(&store, two.clone(), behind)).await;
                for (became, new) in became.iter().zip(two) {
                    match became {
                        Ok(_) => acknowledged.push((new.outcome.source, new.outcome.text)),
                        Err(error) => {
                            assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
                            failed += 1;
                        }
                    }
                }
                for (what, number) in [("next", 7), ("of two", 9)] {
                    let new = said_by(&source(what), number);
                    reported(&store, &new).await.unwrap();
                    acknowledged.push((new.outcome.source, new.outcome.text));
                }
                if let Some(ended) = ended {
                    ended.unwrap();
                    break;
                }
            }
        }
    }
    assert!(failed > 0, "nobody went away with a group");
    let listed = store.list_outcomes(&OutcomeFilter::default(), 0, 50_000).await.unwrap();
    for vintage in &listed {
        assert_eq!(vintage.outcome.source, vintage.outcome.note);
    }
    for (source, text) in acknowledged {
        let is_it = |vintage: &&Vintage| vintage.outcome.source == source && vintage.outcome.text == text;
        assert_eq!(listed.iter().filter(is_it).count(), 1, "{text} of {source}");
    }
    assert_eq!(store.check().await.unwrap().findings.told, []);
}

#[tokio::test]
async fn a_reader_that_goes_away_fails_no_writer() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_indicators(&folder).await;
    for waits in 1.. {
        let two = [1, 3].map(|number| said_by(&format!("of two {waits}"), number));
        let asking = {
            let store = store.clone();
            async move { store.settled_change_at(i64::MAX, 0).await }
        };
        let (became, ended) = Box::pin(two_and_one_behind(&store, two, cut_off(waits, asking))).await;
        for became in became {
            became.unwrap();
        }
        if let Some(settled) = ended {
            // It was answered with what those before it had written.
            assert_eq!(settled.unwrap(), store.last_change().await.unwrap());
            assert!(waits > 2, "it was never cut off in the middle");
            break;
        }
    }
    assert_eq!(store.check().await.unwrap().findings.told, []);
}

/// What is weaker than what answers is looked for among what waits to be written as well.
#[tokio::test]
async fn what_is_sent_twice_at_once_is_one_vintage_though_it_does_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_indicators(&folder).await;
    let answering = said_by("source", 1);
    reported(&store, &answering).await.unwrap();
    let mut weaker = answering.clone();
    weaker.outcome.basis = Basis::Preliminary;
    weaker.outcome.text = "0.9".to_owned();
    let nothing = async {};
    let (became, ()) = two_and_one_behind(&store, [weaker.clone(), weaker.clone()], nothing).await;
    let [first, second] = became.map(|recorded| recorded.unwrap().remove(0));
    assert!(matches!(first, Recorded::New(_)), "{first:?}");
    assert_eq!(second, Recorded::Known(first.id()));
    let again = reported(&store, &weaker).await.unwrap();
    assert_eq!(again, [Recorded::Known(first.id())]);
    weaker.outcome.text = "0.8".to_owned();
    let (mut transaction, once) = gathered(&store, &weaker).await.unwrap();
    let twice = transaction.record_outcomes(std::slice::from_ref(&weaker)).await.unwrap();
    assert_eq!(twice, [Recorded::Known(once[0].id())]);
    transaction.commit().await.unwrap();
}
