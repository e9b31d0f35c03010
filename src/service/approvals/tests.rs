//! Whatever people do in whatever order, no forbidden state is reached: what counts was put forward and approved by
//! someone who did not record it, and nothing of a locked period moves.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;

use super::*;
use crate::{
    domain::period::Period,
    service::{
        catalogue::IndicatorDraft, clock::Clock, outcomes::OutcomeDraft, plans::PlanDraft,
        scorecard::Question, targets::TargetDraft,
    },
    store::{DatabaseOptions, Store},
};

const PEOPLE: [&str; 3] = ["li", "wu", "zhao"];

#[derive(Debug, Clone)]
enum Act {
    Report { by: usize, value: u8 },
    Take { by: usize, of: usize, to: ApprovalState },
    Lock { by: usize, locked: bool },
}

fn act() -> impl Strategy<Value = Act> {
    let who = 0..PEOPLE.len();
    let to = prop_oneof![
        Just(ApprovalState::Submitted),
        Just(ApprovalState::Approved),
        Just(ApprovalState::Returned)
    ];
    prop_oneof![
        2 => (who.clone(), 0_u8..9).prop_map(|(by, value)| Act::Report { by, value }),
        6 => (who.clone(), 0_usize..4, to).prop_map(|(by, of, to)| Act::Take { by, of, to }),
        1 => (who, any::<bool>()).prop_map(|(by, locked)| Act::Lock { by, locked }),
    ]
}

fn caller(by: usize) -> Caller {
    Caller { actor: PEOPLE[by].to_owned(), ..Caller::at_the_terminal() }
}

/// An outcome as the model knows it.
struct Known {
    id: i64,
    author: usize,
    value: u8,
    state: ApprovalState,
}

async fn plantrack(folder: &tempfile::TempDir) -> Plantrack {
    let url = format!("sqlite://{}", folder.path().join("approvals.db").display());
    let options = DatabaseOptions {
        durability_required: true,
        shown: url.clone(),
        url,
        max_connections: 2,
        acquire_timeout: Duration::from_secs(20),
        write_queue: 100,
        follow: Duration::from_millis(50),
        busy_timeout: Duration::from_secs(5),
    };
    let store = Store::open(&options).await.unwrap();
    store.migrate_up().await.unwrap();
    let at = DateTime::parse_from_rfc3339("2023-02-01T00:00:00Z").unwrap();
    let plantrack = Plantrack::new(store, Clock::fixed(at.to_utc(), FixedOffset::east_opt(0).unwrap()));
    let first = caller(0);
    let indicator = IndicatorDraft {
        code: "jobs".to_owned(),
        name_en: "Jobs".to_owned(),
        measure: "flow".to_owned(),
        direction: Some("higher".to_owned()),
        ..IndicatorDraft::default()
    };
    plantrack.put_in_catalogue(&first, &indicator, Expect::New, "").await.unwrap().commit().await.unwrap();
    let plan = PlanDraft {
        code: "p".to_owned(),
        title_en: "Plan".to_owned(),
        period: "2022".to_owned(),
        asks_for_approval: true,
        ..PlanDraft::default()
    };
    plantrack.create_plan(&first, &plan).await.unwrap().commit().await.unwrap();
    let target = TargetDraft {
        indicator: "jobs".to_owned(),
        target: "at least 5".to_owned(),
        no: Some("1".to_owned()),
        ..TargetDraft::default()
    };
    let code = Code::new("p").unwrap();
    let put = plantrack.put_targets(&first, &code, &[target], Expect::New, "").await.unwrap();
    put.commit().await.unwrap();
    let key = TargetKey { series: Series::whole(Code::new("jobs").unwrap()), period: None };
    for (by, state) in [(0, "submitted"), (1, "approved")] {
        let step = Step::read(state, "", Expect::Any).unwrap();
        plantrack.step_target(&caller(by), &code, &key, &step).await.unwrap().commit().await.unwrap();
    }
    plantrack
}

async fn play(acts: Vec<Act>) {
    let folder = tempfile::tempdir().unwrap();
    let plantrack = plantrack(&folder).await;
    let code = Code::new("p").unwrap();
    let mut known: Vec<Known> = Vec::new();
    let mut is_locked = false;
    for act in acts {
        match act {
            Act::Report { by, value } => {
                let draft = OutcomeDraft {
                    indicator: "jobs".to_owned(),
                    period: "2022".to_owned(),
                    outcome: value.to_string(),
                    ..OutcomeDraft::default()
                };
                let newest = known.last().map(|known| known.value);
                match plantrack.report_outcomes(&caller(by), &[draft], "").await {
                    Ok(pending) => {
                        let recorded = pending.commit().await.unwrap();
                        if newest != Some(value) {
                            assert!(!is_locked, "a locked period was reported for");
                            let id = recorded[0].id();
                            known.push(Known { id, author: by, value, state: ApprovalState::Draft });
                        }
                    }
                    Err(error) => assert!(is_locked, "{error}"),
                }
            }
            Act::Take { by, of, to } => {
                let Some(outcome) = known.get_mut(of) else { continue };
                let step = Step::read(to.word(), "so", Expect::Any).unwrap();
                let taken = plantrack.step_outcome(&caller(by), outcome.id, &step).await;
                let changes = outcome.state != to;
                let follows = outcome.state.may_become(to);
                let own = to == ApprovalState::Approved && outcome.author == by;
                let allowed = !changes || (follows && !own && !is_locked);
                assert_eq!(taken.is_ok(), allowed, "{:?} to {to:?} by {by}", outcome.state);
                if let Ok(pending) = taken {
                    assert_eq!(pending.commit().await.unwrap().item.state, to);
                    outcome.state = to;
                }
            }
            Act::Lock { by, locked } => {
                let period = Period::parse("2022").unwrap();
                let lock = plantrack.lock_period(&caller(by), None, period, locked, "so").await.unwrap();
                lock.commit().await.unwrap();
                is_locked = locked;
            }
        }
        let counts = known.iter().rfind(|known| known.state == ApprovalState::Approved);
        let card = plantrack.scorecard(&code, &Question::default()).await.unwrap();
        let shown = card.assessed[0].outcome.as_ref().map(|vintage| vintage.id);
        assert_eq!(shown, counts.map(|known| known.id), "the last one that was approved counts");
    }
    assert_eq!(plantrack.store().check_chain().await.unwrap().findings.told, []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_forbidden_state_is_reached(acts in prop::collection::vec(act(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(acts));
    }
}
