//! What stands between the network and the operations, shared by all threads: the table of routes, the places, the
//! quotas, what is counted. It does not know any resource.

use std::sync::Arc;

use actix_web::http::header::HeaderValue;

use super::{
    admission::Admission, cors::Cors, observed::Observed, quota::Quotas, routes::Routes, state::HttpSettings,
};

/// What stands between the network and the operations.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) routes: Routes,
    pub(super) observed: Arc<Observed>,
    pub(super) admission: Arc<Admission>,
    pub(super) quotas: Option<Quotas>,
    pub(super) policy: Option<HeaderValue>,
    pub(super) cors: Option<Cors>,
    pub(super) hsts: Option<HeaderValue>,
}

impl Edge {
    /// The edge that the settings ask for.
    pub(super) fn new(routes: Routes, settings: &HttpSettings) -> Self {
        let observed = Arc::new(Observed::of(&routes));
        let quotas = Quotas::new(&settings.rate_limit);
        let policy = quotas.as_ref().and_then(|quotas| HeaderValue::from_str(&quotas.policy()).ok());
        let seconds = settings.server.hsts_s;
        let hsts = (seconds > 0)
            .then(|| HeaderValue::from_str(&format!("max-age={seconds}; includeSubDomains")).ok());
        Self {
            routes,
            observed,
            admission: Arc::new(Admission::new(&settings.load)),
            quotas,
            policy,
            cors: Cors::new(&settings.cors),
            hsts: hsts.flatten(),
        }
    }
}
