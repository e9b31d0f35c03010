//! Webhooks on the wire: set up, tried, looked at and removed; and what was sent to them. It does not know when
//! something is sent, nor how.

use actix_web::{HttpRequest, HttpResponse, delete, get, http::header, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Page, PageAsked, page, read_failed},
    audit::recorded,
    body::Json,
    documented::{ReadRefusals, RemovalRefusals, ReportRefusals, SearchRefusals},
    problem::{Place, Problem},
    query::{NoParameters, Parameters, Query},
    services::ServiceConfig,
    state::State,
    words::{CodeText, CursorText, DeliveryStateText, MemberText, StatusWord, WordsText},
    writing::{Asking, to_the_end},
};
use crate::{
    domain::assessment::Status,
    service::{
        Caller,
        webhooks::{Delivery, DeliveryState, StoredWebhook, WebhookDraft},
    },
};

const CURSOR: char = 'w';
const DELIVERY_CURSOR: char = 'd';

/// A webhook as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookIn, example = json!({
    "plan": "cq-2022", "url": "https://example.org/hooks/plantrack", "statuses": ["at_risk", "off_track"],
    "hold_seconds": 3600, "description": "Tells the planning office"
}))]
struct WebhookIn {
    /// The plan whose targets are looked at.
    #[schema(value_type = CodeText, example = "cq-2022")]
    plan: String,
    /// Only the targets of this indicator; null is all of them.
    #[schema(value_type = Option<CodeText>, example = json!(null))]
    indicator: Option<String>,
    /// Only where the new status is one of these; empty is all of them.
    #[serde(default)]
    #[schema(value_type = Vec<StatusWord>, max_items = 20)]
    statuses: Vec<String>,
    /// Where events are sent: https and a host of the public internet, where the settings do not say otherwise.
    #[schema(value_type = String, max_length = 2000, example = "https://example.org/hooks/plantrack")]
    url: String,
    /// What it is for.
    #[serde(default)]
    #[schema(value_type = WordsText)]
    description: String,
    /// How many seconds a status must stand before it is told, so that a flicker tells nothing; 0 tells each change
    /// at once. By default as the settings say (60).
    #[schema(minimum = 0, maximum = 2_678_400, example = 3600)]
    #[serde(default, deserialize_with = "super::body::whole")]
    hold_seconds: Option<i64>,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook)]
struct WebhookOut {
    /// Its number.
    #[schema(minimum = 1, example = 1)]
    id: i64,
    /// The plan whose targets are looked at.
    #[schema(value_type = CodeText)]
    plan: String,
    /// Only the targets of this indicator; null is all of them.
    #[schema(required = true, value_type = Option<CodeText>)]
    indicator: Option<String>,
    /// Only where the new status is one of these; empty is all of them.
    #[schema(value_type = Vec<StatusWord>)]
    statuses: Vec<&'static str>,
    /// Where events are sent.
    #[schema(example = "https://example.org/hooks/plantrack")]
    url: String,
    /// What it is for.
    description: String,
    /// How many seconds a status must stand before it is told.
    #[schema(minimum = 0, example = 3600)]
    hold_seconds: i64,
    /// When it was set up.
    #[schema(value_type = String, format = DateTime)]
    created_at: String,
}

/// A webhook that was just set up, with its secret: it is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewWebhook)]
struct NewWebhookOut {
    /// The webhook.
    #[serde(flatten)]
    webhook: WebhookOut,
    /// What events are signed with. Keep it; it is not shown again.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")]
    secret: String,
}

/// An event on its way to a webhook, or what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
struct DeliveryOut {
    /// Its number.
    #[schema(minimum = 1, example = 1)]
    id: i64,
    /// The id of the event, the same each time that it is sent.
    event: String,
    /// Where it is.
    #[schema(value_type = DeliveryStateText)]
    state: &'static str,
    /// How often it was sent.
    attempts: i64,
    /// When it came to be.
    #[schema(value_type = String, format = DateTime)]
    created_at: String,
    /// When it is sent next; null where it is delivered or dead.
    #[schema(required = true, format = DateTime)]
    next_at: Option<String>,
    /// When it was taken or given up.
    #[schema(required = true, format = DateTime)]
    ended_at: Option<String>,
    /// The HTTP status of the last answer; null where there was none.
    #[schema(required = true, example = 200)]
    answer: Option<i64>,
    /// Why there was no answer.
    #[schema(required = true, example = json!(null))]
    fault: Option<String>,
    /// The event as it is sent (`CloudEvents` 1.0).
    #[schema(example = json!({"specversion": "1.0", "type": "plantrack.status.changed"}))]
    body: serde_json::Value,
}

/// The event that was asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookTrial)]
struct TrialOut {
    /// The id of the event that is sent.
    event: String,
}

/// Which webhooks, and which page of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WebhooksQuery {
    /// Only those of this plan.
    #[param(value_type = Option<MemberText>)]
    plan: Option<String>,
    /// Most entries of the page. The default and the largest value are settings (50 and 1000).
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000, example = 50)]
    limit: Option<String>,
    /// The cursor of the page, as the page before gave it in `next`.
    #[param(value_type = Option<CursorText>)]
    cursor: Option<String>,
}

/// Which deliveries, and which page of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// Only those in this state.
    #[param(value_type = Option<DeliveryStateText>)]
    state: Option<String>,
    /// Most entries of the page. The default and the largest value are settings (50 and 1000).
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000, example = 50)]
    limit: Option<String>,
    /// The cursor of the page, as the page before gave it in `next`.
    #[param(value_type = Option<CursorText>)]
    cursor: Option<String>,
}

impl From<WebhookIn> for WebhookDraft {
    fn from(given: WebhookIn) -> Self {
        let WebhookIn { plan, indicator, statuses, url, description, hold_seconds } = given;
        Self { plan, indicator, statuses, url, description, hold_seconds }
    }
}

impl From<StoredWebhook> for WebhookOut {
    fn from(stored: StoredWebhook) -> Self {
        let StoredWebhook { id, webhook, .. } = stored;
        Self {
            id,
            plan: webhook.plan.to_string(),
            indicator: webhook.indicator.map(|code| code.to_string()),
            statuses: webhook.statuses.into_iter().map(Status::word).collect(),
            url: webhook.url,
            description: webhook.description,
            hold_seconds: webhook.hold_ms / 1_000,
            created_at: recorded(webhook.created_at),
        }
    }
}

impl From<Delivery> for DeliveryOut {
    fn from(delivery: Delivery) -> Self {
        let Delivery {
            id,
            webhook: _,
            event,
            body,
            state,
            attempts,
            next_at,
            created_at,
            ended_at,
            answer,
            fault,
        } = delivery;
        Self {
            id,
            event,
            state: state.word(),
            attempts,
            created_at: recorded(created_at),
            next_at: (state == DeliveryState::Pending).then(|| recorded(next_at)),
            ended_at: ended_at.map(recorded),
            answer,
            fault,
            body: serde_json::from_str(&body).unwrap_or(serde_json::Value::String(body)),
        }
    }
}

fn number(parameter: &str, text: &str) -> Result<i64, Problem> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse::<i64>().ok().filter(|number| is_plain && *number > 0);
    number.ok_or_else(|| Problem::path(parameter, text, "bad_id", "write its number: 1 or more"))
}

/// Sets a webhook up: an address that is told when the status of a plan's target changes.
///
/// Events are `CloudEvents` 1.0 in JSON, signed with the secret that this answer shows once (headers webhook-id,
/// webhook-timestamp and webhook-signature, as Standard Webhooks has them), and sent until they are taken, at least
/// once; docs/webhooks.md shows how to check them. What stands when it is set up is where it begins, and is not told.
#[utoipa::path(
    tag = "Webhooks",
    request_body = WebhookIn,
    responses(
        (status = 201, description = "It was set up.", body = NewWebhookOut,
            headers(("Location" = String, description = "Where it is."))),
        ReportRefusals,
    ),
)]
#[post("/webhooks")]
async fn create_webhook(
    state: web::Data<State>,
    asking: Asking,
    _query: Query<NoParameters>,
    body: Json<WebhookIn>,
) -> Result<HttpResponse, Problem> {
    let (draft, plantrack) = (WebhookDraft::from(body.0), state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.create_webhook(caller, &draft).await;
    to_the_end(asking, write, Place::Body.problem(), |stored| {
        let location = format!("/api/v1/webhooks/{}", stored.id);
        let secret = stored.webhook.secret.expose().to_owned();
        let out = NewWebhookOut { webhook: stored.into(), secret };
        HttpResponse::Created().insert_header((header::LOCATION, location)).json(out)
    })
    .await
}

/// Lists the webhooks, in the order of their creation.
///
/// Their secrets are not shown.
#[utoipa::path(
    tag = "Webhooks",
    params(WebhooksQuery),
    responses(
        (status = 200, description = "A page of webhooks.", body = Page<WebhookOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        SearchRefusals,
    ),
)]
#[get("/webhooks")]
async fn list_webhooks(
    request: HttpRequest,
    state: web::Data<State>,
    asking: Asking,
    query: Query<WebhooksQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.0;
    let mut parameters = Parameters::default();
    let plan = parameters.code("plan", query.plan.as_deref());
    let (limit, cursor) = (query.limit.as_deref(), query.cursor.as_deref());
    let asked = PageAsked::read(&mut parameters, CURSOR, limit, cursor, &state);
    parameters.finish()?;
    let reader = asking.reader();
    let found = state.plantrack.list_webhooks(reader, plan.as_ref(), asked.after, asked.to_load()).await;
    Ok(page(&request, CURSOR, asked, found.map_err(read_failed)?, |stored| stored.id, WebhookOut::from))
}

/// Reads a webhook.
///
/// Its secret is not shown.
#[utoipa::path(
    tag = "Webhooks",
    params(("id" = i64, Path, description = "The webhook's number.", minimum = 1, example = 1)),
    responses((status = 200, description = "The webhook.", body = WebhookOut), ReadRefusals),
)]
#[get("/webhooks/{id}")]
async fn find_webhook(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let found = state.plantrack.find_webhook(asking.reader(), number("id", &path)?).await;
    let found = found.map_err(read_failed)?;
    Ok(HttpResponse::Ok().json(WebhookOut::from(found)))
}

/// Removes a webhook: nothing more is sent to it, and its secret is forgotten.
///
/// What is on its way may still arrive.
#[utoipa::path(
    tag = "Webhooks",
    params(("id" = i64, Path, description = "The webhook's number.", minimum = 1, example = 1)),
    responses((status = 204, description = "It was removed."), RemovalRefusals),
)]
#[delete("/webhooks/{id}")]
async fn remove_webhook(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (id, plantrack) = (number("id", &path)?, state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.remove_webhook(caller, id).await;
    to_the_end(asking, write, Place::Query.problem(), |()| HttpResponse::NoContent().finish()).await
}

/// Sends a webhook an event that says nothing but that it arrives.
///
/// The list of deliveries shows what became of it.
#[utoipa::path(
    tag = "Webhooks",
    params(("id" = i64, Path, description = "The webhook's number.", minimum = 1, example = 1)),
    responses((status = 202, description = "It is sent.", body = TrialOut), RemovalRefusals),
)]
#[post("/webhooks/{id}/try")]
async fn try_webhook(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (id, plantrack) = (number("id", &path)?, state.plantrack.clone());
    let write = async move |caller: &Caller| plantrack.try_webhook(caller, id).await;
    to_the_end(asking, write, Place::Query.problem(), |event| {
        HttpResponse::Accepted().json(TrialOut { event })
    })
    .await
}

/// Lists what was sent to a webhook and what is to be, in the order of creation.
///
/// A delivery that was not taken is sent again with pauses that double, and is dead after the last attempt.
#[utoipa::path(
    tag = "Webhooks",
    params(("id" = i64, Path, description = "The webhook's number.", minimum = 1, example = 1), DeliveriesQuery),
    responses(
        (status = 200, description = "A page of deliveries.", body = Page<DeliveryOut>,
            headers(("Link" = String, description = "Where the next page is (rel=next); absent on the last one."))),
        ReadRefusals,
    ),
)]
#[get("/webhooks/{id}/deliveries")]
async fn list_deliveries(
    request: HttpRequest,
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<String>,
    query: Query<DeliveriesQuery>,
) -> Result<HttpResponse, Problem> {
    let id = number("id", &path)?;
    let query = query.0;
    let mut parameters = Parameters::default();
    let in_state = query.state.as_deref().and_then(|word| {
        let found = DeliveryState::ALL.into_iter().find(|state| state.word() == word);
        if found.is_none() {
            parameters.fault("state", word, "unknown_word", "write pending, delivered or dead");
        }
        found
    });
    let (limit, cursor) = (query.limit.as_deref(), query.cursor.as_deref());
    let asked = PageAsked::read(&mut parameters, DELIVERY_CURSOR, limit, cursor, &state);
    parameters.finish()?;
    let (reader, after) = (asking.reader(), asked.after);
    let found = state.plantrack.list_deliveries(reader, id, in_state, after, asked.to_load()).await;
    let found = found.map_err(read_failed)?;
    Ok(page(&request, DELIVERY_CURSOR, asked, found, |delivery| delivery.id, DeliveryOut::from))
}

/// Has a delivery sent again now, whatever became of it.
///
/// As often as a new one, where it is not taken.
#[utoipa::path(
    tag = "Webhooks",
    params(
        ("id" = i64, Path, description = "The webhook's number.", minimum = 1, example = 1),
        ("delivery" = i64, Path, description = "The delivery's number.", minimum = 1, example = 1),
    ),
    responses((status = 204, description = "It is sent again."), RemovalRefusals),
)]
#[post("/webhooks/{id}/deliveries/{delivery}/resend")]
async fn resend_delivery(
    state: web::Data<State>,
    asking: Asking,
    path: web::Path<(String, String)>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (id, delivery) = (number("id", &path.0)?, number("delivery", &path.1)?);
    let plantrack = state.plantrack.clone();
    let write = async move |caller: &Caller| plantrack.resend_delivery(caller, id, delivery).await;
    to_the_end(asking, write, Place::Query.problem(), |()| HttpResponse::NoContent().finish()).await
}

/// The operations on webhooks.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services
        .service(create_webhook)
        .service(list_webhooks)
        .service(find_webhook)
        .service(remove_webhook)
        .service(try_webhook)
        .service(list_deliveries)
        .service(resend_delivery);
}
