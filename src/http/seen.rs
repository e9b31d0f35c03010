//! The change that a client has seen: it is given nothing older, whichever process answers. It does not know what was
//! changed.

use std::time::Duration;

use actix_web::http::header::{HeaderName, HeaderValue};

use super::{
    admission::Lane,
    problem::{Kind, Problem},
    state::State,
};

/// In an answer, the number of the last change that it may take into account; in a request, one that it must.
pub(super) const CHANGE: HeaderName = HeaderName::from_static("plantrack-change");

/// How long a change is waited for that another process has made.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// The header of an answer.
pub(super) fn known(state: &State) -> HeaderValue {
    HeaderValue::from(state.plantrack.store().known_change())
}

/// The number of the change that a request names.
pub(super) fn named(header: &HeaderValue) -> Result<i64, Problem> {
    let number = header.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    number.and_then(|text| text.parse::<i64>().ok()).ok_or_else(|| {
        let detail = "Plantrack-Change is the number of a change, as an answer gave it; leave it out";
        Problem::new(Kind::BadHeader, detail)
    })
}

/// Waits until a change is known. Whoever has seen it has seen it committed, so that one look into the database finds it;
/// what that does not find can only come by itself. A number that never comes costs no more than that look.
pub(super) async fn wait_for(state: &State, number: i64, lane: Lane) -> Result<(), Problem> {
    let store = state.plantrack.store();
    if store.known_change() >= number {
        return Ok(());
    }
    let _place = state.edge.admission.seek(lane)?;
    let seeing = async {
        state.plantrack.look_for_changes().await.map_err(super::answer::read_failed)?;
        let mut changes = store.watch_changes();
        Ok(changes.wait_for(|known| *known >= number).await.is_ok())
    };
    if tokio::time::timeout(LONGEST_WAIT, seeing).await.unwrap_or(Ok(false))? {
        return Ok(());
    }
    let detail =
        format!("the change {number} has not been seen here; ask again, or without Plantrack-Change");
    Err(Problem::new(Kind::Unavailable, detail))
}
