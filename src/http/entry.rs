//! Who is let in: proves the credentials of a request, and holds what the operation needs against what they allow.
//! The one table of what each operation needs is here; an operation without a row keeps the server from starting. It
//! does not know what a use case does: whether a key reaches a series is asked there.

use std::collections::HashMap;

use actix_web::{
    Error, HttpMessage, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap, HeaderValue},
    },
    middleware::Next,
    web,
};

use super::{
    envelope::Actor,
    fallback,
    openapi::Listed,
    pages, precondition,
    problem::{Kind, Place, Problem},
    routes::{is_page, is_reading, path_of},
    state::State,
};
use crate::{
    config::Reads,
    service::{
        access::{Principal, Scope},
        secret::{PREFIX, Secret},
    },
};

/// What an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing: credentials are not looked at.
    Nothing,
    /// A scope. Reading is open to everybody unless the settings say otherwise.
    Scope(Scope),
    /// One scope or the other, and whoever is let in is looked at once more: what it is decides which.
    Either(Scope, Scope),
}

const READ: Need = Need::Scope(Scope::Read);
const REPORT: Need = Need::Scope(Scope::Report);
const REPORT_OR_PLAN: Need = Need::Either(Scope::Report, Scope::Plan);
const PLAN: Need = Need::Scope(Scope::Plan);
const ADMIN: Need = Need::Scope(Scope::Admin);

/// What each operation needs, by its id in the document.
const NEEDS: &[(&str, Need)] = &[
    ("adopt_plan", PLAN),
    ("assess_case", READ),
    ("assess_contribution", READ),
    ("check_live", Need::Nothing),
    ("check_ready", Need::Nothing),
    ("close_plan", PLAN),
    ("compare_plans", READ),
    ("create_area", PLAN),
    ("create_caliber", PLAN),
    ("create_category", PLAN),
    ("create_indicator", PLAN),
    ("create_key", ADMIN),
    ("create_plan", PLAN),
    ("create_targets", PLAN),
    ("create_webhook", ADMIN),
    ("declare_bridge", PLAN),
    ("export_areas", READ),
    ("export_categories", READ),
    ("export_completion", READ),
    ("export_indicators", READ),
    ("export_matrix", READ),
    ("export_outcomes", READ),
    ("export_targets", READ),
    ("find_area", READ),
    ("find_audit_entry", ADMIN),
    ("find_caliber", READ),
    ("find_category", READ),
    ("find_deviation", READ),
    ("find_indicator", READ),
    ("find_key", ADMIN),
    ("find_outcome", READ),
    ("find_outcome_approval", READ),
    ("find_plan", READ),
    ("find_problem_kind", Need::Nothing),
    ("find_ruling", READ),
    ("find_target", READ),
    ("find_target_approval", READ),
    ("find_webhook", ADMIN),
    ("import_areas", PLAN),
    ("import_categories", PLAN),
    ("import_indicators", PLAN),
    ("import_outcomes", REPORT),
    ("import_plan_table", PLAN),
    ("import_targets", PLAN),
    ("list_approvals", READ),
    ("list_areas", READ),
    ("list_audit", ADMIN),
    ("list_bridges", READ),
    ("list_calibers", READ),
    ("list_categories", READ),
    ("list_changes", READ),
    ("list_deliveries", ADMIN),
    ("list_indicators", READ),
    ("list_keys", ADMIN),
    ("list_locks", READ),
    ("list_outcomes", READ),
    ("list_plans", READ),
    ("list_problem_kinds", Need::Nothing),
    ("list_targets", READ),
    ("list_webhooks", ADMIN),
    ("lock_period", PLAN),
    ("put_area", PLAN),
    ("put_caliber", PLAN),
    ("put_category", PLAN),
    ("put_deviation", REPORT),
    ("put_indicator", PLAN),
    ("put_ruling", PLAN),
    ("put_target", PLAN),
    ("read_outcome_phrase", READ),
    ("read_target_phrase", READ),
    ("remove_webhook", ADMIN),
    ("report_outcomes", REPORT),
    ("resend_delivery", ADMIN),
    ("revise_plan", PLAN),
    ("revoke_key", ADMIN),
    ("rotate_key", ADMIN),
    ("show_badge", READ),
    ("show_chart", READ),
    ("show_dashboard", READ),
    ("show_dashboard_file", Need::Nothing),
    ("show_indicator_status", READ),
    ("show_matrix", READ),
    ("show_metrics", Need::Nothing),
    ("show_moves", READ),
    ("show_openapi", Need::Nothing),
    ("show_reconciliation", READ),
    ("show_scorecard", READ),
    ("show_series", READ),
    ("show_summary", READ),
    ("step_outcome", REPORT_OR_PLAN),
    ("step_target", PLAN),
    ("try_webhook", ADMIN),
    ("unlock_period", PLAN),
    ("withdraw_deviation", REPORT),
    ("withdraw_ruling", PLAN),
    ("withdraw_target", PLAN),
];

/// What an operation needs; `None` where the table has no row for it.
pub(super) fn need_of(operation: &str) -> Option<Need> {
    NEEDS.iter().find(|(id, _)| *id == operation).map(|(_, need)| *need)
}

/// Who was let in, for the handler.
#[derive(Debug, Clone)]
pub(super) struct Admitted(pub(super) Principal);

/// What a method of a path takes.
#[derive(Debug)]
struct Taken {
    method: Method,
    need: Need,
    is_versioned: bool,
}

/// What each path and method needs.
#[derive(Debug)]
pub(super) struct Entry {
    operations: HashMap<String, Vec<Taken>>,
    /// Where the paths begin that even reading needs more for.
    closed: Vec<String>,
}

impl Entry {
    /// The needs of a document's operations.
    ///
    /// # Errors
    /// The operations without a row, and the rows without an operation.
    pub(super) fn of(operations: &[Listed]) -> Result<Self, String> {
        let mut wrong: Vec<String> = Vec::new();
        let mut taken: HashMap<String, Vec<Taken>> = HashMap::new();
        let mut closed = Vec::new();
        let mut seen = Vec::new();
        for Listed { path, method, id, is_versioned } in operations {
            seen.push(id.as_str());
            match need_of(id) {
                Some(need) => {
                    if *method == Method::GET && !matches!(need, Need::Nothing | READ) {
                        closed.push(path.split('{').next().unwrap_or_default().to_owned());
                    }
                    let (method, is_versioned) = (method.clone(), *is_versioned);
                    taken.entry(path.clone()).or_default().push(Taken { method, need, is_versioned });
                }
                None => wrong.push(format!("{method} {path} ({id}) has no row in the table of needs")),
            }
        }
        let idle = NEEDS.iter().filter(|(id, _)| !seen.contains(id));
        wrong.extend(
            idle.map(|(id, _)| format!("the table of needs has a row for {id}, which is no operation")),
        );
        if wrong.is_empty() { Ok(Self { operations: taken, closed }) } else { Err(wrong.join("; ")) }
    }

    /// The operation that takes a request; `None` where there is none.
    fn operation(&self, request: &ServiceRequest) -> Option<&Taken> {
        let path = path_of(request.request());
        let pattern = plain(&request.resource_map().match_pattern(path)?);
        let of_path = self.operations.get(&pattern)?;
        of_path.iter().find(|taken| taken.method == *request.method())
    }

    /// Whether a read without credentials is let in without another look.
    fn is_open_read(&self, request: &ServiceRequest) -> bool {
        request.method() == Method::GET
            && !request.headers().contains_key(header::AUTHORIZATION)
            && !self.closed.iter().any(|start| path_of(request.request()).starts_with(start.as_str()))
    }
}

/// A pattern of the router as the document writes it: without what a part may be.
fn plain(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut is_left_out = false;
    for character in pattern.chars() {
        match character {
            ':' => is_left_out = true,
            '}' => {
                is_left_out = false;
                text.push('}');
            }
            _ if is_left_out => {}
            other => text.push(other),
        }
    }
    text
}

/// The middleware that lets a request in or refuses it, before its body is read.
pub(super) async fn admit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let state = request.app_data::<web::Data<State>>().cloned();
    let entry = request.app_data::<web::Data<Entry>>().cloned();
    let (Some(state), Some(entry)) = (state, entry) else {
        let refused = Problem::internal("the server has no table of needs").error_response();
        return Ok(request.into_response(refused).map_into_right_body());
    };
    let reads = state.settings.access.reads;
    if reads == Reads::Open && entry.is_open_read(&request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    match let_in(&state, &entry, &request).await {
        Ok(LetIn { principal, is_private, is_taken }) => {
            if let Some(principal) = principal {
                if let Some(actor) = request.extensions().get::<Actor>() {
                    actor.is(&principal.actor);
                }
                request.extensions_mut().insert(Admitted(principal));
            }
            let mut answer = if is_taken {
                next.call(request).await?.map_into_left_body()
            } else {
                let refused = fallback::problem(request.request(), &state.edge.routes).error_response();
                request.into_response(refused).map_into_right_body()
            };
            if is_private {
                keep_private(&mut answer);
            }
            Ok(answer)
        }
        Err(mut problem) => {
            if matches!(problem.kind, Kind::NoCredentials | Kind::BadCredentials) {
                problem.page = pages::locked(&request);
            }
            let refused = request.into_response(problem.error_response());
            Ok(refused.map_into_right_body())
        }
    }
}

/// How a request is let in.
struct LetIn {
    principal: Option<Principal>,
    /// Whether the answer depends on who asks, so that no shared cache may keep it.
    is_private: bool,
    /// Whether an operation that was asked for its needs takes it, or a page that has none. Else it is not handed on:
    /// what no need is known of is not done, whatever the router would make of it.
    is_taken: bool,
}

async fn let_in(state: &State, entry: &Entry, request: &ServiceRequest) -> Result<LetIn, Problem> {
    let (operation, path) = (entry.operation(request), path_of(request.request()));
    let need = operation.map(|taken| taken.need);
    // What the browser asks first has no credentials, and asks for nothing.
    if need == Some(Need::Nothing) || request.method() == Method::OPTIONS {
        return Ok(LetIn { principal: None, is_private: false, is_taken: true });
    }
    let is_keyed = state.settings.access.reads == Reads::Keyed;
    let principal = match credential(request.headers())? {
        Some(credential) => Some(prove(state, &credential).await?),
        None => None,
    };
    let scope = match need {
        Some(Need::Scope(Scope::Read)) if !is_keyed => None,
        Some(Need::Scope(scope)) => Some(scope),
        Some(Need::Either(scope, other)) => {
            Some(if holds(principal.as_ref(), other) { other } else { scope })
        }
        // No operation takes it: with keyed reads not even this is told to everybody.
        _ if is_keyed && path.starts_with("/api/") => Some(Scope::Read),
        _ => None,
    };
    let is_private = match (scope, &principal) {
        (None, _) => false,
        (Some(scope), None) => return Err(Problem::no_credentials(scope)),
        (Some(scope), Some(known)) if known.grant.allows(scope) => true,
        (Some(scope), Some(_)) => return Err(Problem::scope_missing(scope)),
    };
    if operation.is_some_and(|taken| !is_reading(&taken.method) && !taken.is_versioned) {
        precondition::none_is_given(request.headers())?;
    }
    let is_taken = operation.is_some() || is_page(path);
    Ok(LetIn { principal, is_private, is_taken })
}

/// Whether somebody has a scope.
fn holds(principal: Option<&Principal>, scope: Scope) -> bool {
    principal.is_some_and(|principal| principal.grant.allows(scope))
}

/// The text that the request shows as its credentials.
pub(super) fn credential(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(header::AUTHORIZATION);
    let Some(first) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Problem::bad_credentials("the header Authorization is there twice; give it once"));
    }
    let text = first.to_str().unwrap_or_default();
    match text.split_once(' ') {
        Some((scheme, credential))
            if scheme.eq_ignore_ascii_case("bearer") && !credential.trim().is_empty() =>
        {
            Ok(Some(credential.trim().to_owned()))
        }
        _ => Err(Problem::bad_credentials("write the header as Authorization: Bearer KEY")),
    }
}

/// Whether credentials are a key of the service's own.
pub(super) fn is_key(credential: &str) -> bool {
    credential.starts_with(PREFIX)
}

/// Whether who showed these credentials may read, still.
pub(super) async fn may_read(state: &State, credential: &str) -> Result<bool, Problem> {
    match prove(state, credential).await {
        Ok(principal) => Ok(principal.grant.allows(Scope::Read)),
        Err(problem) if problem.kind == Kind::BadCredentials => Ok(false),
        Err(problem) => Err(problem),
    }
}

async fn prove(state: &State, credential: &str) -> Result<Principal, Problem> {
    if let Some(tokens) = state.settings.tokens.as_ref().filter(|_| !is_key(credential)) {
        let proved = tokens.principal(credential, state.plantrack.clock().now()).await;
        return proved.map_err(|why| {
            tracing::info!(why, "a token is not taken");
            let detail = "this token is not taken: it has ended, or is for somebody else or of another kind";
            Problem::bad_credentials(detail)
        });
    }
    let refused =
        || Problem::bad_credentials("this key is unknown or has ended; ask an administrator for another");
    let secret = Secret::read(credential).ok_or_else(refused)?;
    let found = state.plantrack.principal_of_key(&secret).await;
    found.map_err(|error| Problem::of(error, Place::Query))?.ok_or_else(refused)
}

/// Says that an answer is for who asked alone.
fn keep_private<B>(answer: &mut ServiceResponse<B>) {
    // The answer to a write is stored by nobody anyway.
    let is_read = answer.request().method() == Method::GET;
    let headers = answer.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("authorization"));
    let is_stricter = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.contains("no-store"));
    if is_read && !headers.get(header::CACHE_CONTROL).is_some_and(is_stricter) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::openapi;

    #[test]
    fn each_operation_has_a_row_and_each_row_an_operation() {
        Entry::of(&openapi::listed(&openapi::json()).unwrap()).unwrap();
    }

    #[test]
    fn an_operation_without_a_row_keeps_the_server_from_starting() {
        let mut operations = openapi::operations().unwrap();
        operations.iter_mut().find(|one| one.id == "list_plans").unwrap().id = "list_secrets".to_owned();
        let error = Entry::of(&operations).unwrap_err();
        assert!(error.contains("GET /api/v1/plans (list_secrets) has no row"), "{error}");
        assert!(error.contains("a row for list_plans"), "{error}");
    }

    #[test]
    fn the_table_has_one_row_each_in_order() {
        assert!(NEEDS.windows(2).all(|pair| pair[0].0 < pair[1].0), "sort the table by operation");
    }

    #[test]
    fn a_pattern_of_the_router_is_the_path_of_the_document() {
        for (pattern, path) in [
            ("/api/v1/plans/{plan}/targets/{indicator:.+}", "/api/v1/plans/{plan}/targets/{indicator}"),
            ("/health/live", "/health/live"),
        ] {
            assert_eq!(plain(pattern), path);
        }
    }
}
