//! The change that a client has seen: it is given nothing older, whichever process answers. It does not know what was
//! changed.

use std::time::Duration;

use actix_web::http::header::{HeaderName, HeaderValue};

use super::{
    problem::{Kind, Problem},
    state::State,
};

/// In an answer, the number of the last change that it may take into account; in a request, one that it must.
pub(super) const CHANGE: HeaderName = HeaderName::from_static("plantrack-change");

/// How often a change is looked for that another process has made, and how long between.
const LOOKS: u32 = 40;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The header of an answer.
pub(super) fn known(state: &State) -> HeaderValue {
    HeaderValue::from(state.plantrack.store().known_change())
}

/// Waits until the change that a request names is known.
pub(super) async fn wait_for(state: &State, named: &HeaderValue) -> Result<(), Problem> {
    let number = named.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(number) = number.and_then(|text| text.parse::<i64>().ok()) else {
        let detail = "Plantrack-Change is the number of a change, as an answer gave it; leave it out";
        return Err(Problem::new(Kind::BadHeader, detail));
    };
    let store = state.plantrack.store();
    for look in 0..LOOKS {
        if store.known_change() >= number {
            return Ok(());
        }
        if look > 0 {
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        if let Err(error) = state.plantrack.look_for_changes().await {
            return Err(super::answer::read_failed(error));
        }
    }
    let detail =
        format!("the change {number} has not been seen here; ask again, or without Plantrack-Change");
    Err(Problem::new(Kind::Unavailable, detail))
}
