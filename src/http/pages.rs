//! The dashboard over HTTP: the list of plans, the page of one plan, and the files that they load. It does not know
//! how they look.

use actix_web::{
    HttpRequest, HttpResponse,
    dev::ServiceRequest,
    get,
    http::header::{self, HeaderMap},
    web,
};
use serde::Deserialize;
use utoipa::{
    IntoParams, ToSchema,
    openapi::schema::{ObjectBuilder, Schema, SchemaType, Type},
};

use super::{
    answer::PageAsked,
    documented::{DescribeRefusals, JudgeRefusals},
    drawn::{SVG, drawn},
    judged::{Common, best_liked},
    problem::{Kind, Place, Problem},
    query::{NoParameters, Parameters, Query, parameter},
    services::ServiceConfig,
    state::State,
    words::MemberText,
};
use crate::{
    dashboard::{self, Address, Listed, Why, Wrong},
    domain::{assessment::Status, indicator::Nature, plan::Plan, reading::Language},
    service::{
        error::ServiceError,
        scorecard::{self, Question},
    },
};

/// Plans on one page of the list: each has its counts computed.
const PLANS_PER_PAGE: u32 = 20;

/// What the page may load: its own files alone.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The media type of a page.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// The shape of a day.
const DAY: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

/// What the dashboard shows. A form sends what was left empty too: it is as if it were left out.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DashboardQuery {
    /// The code of the plan; left out or empty, the list of plans.
    #[param(value_type = Option<MemberText>)]
    plan: Option<String>,
    /// The day it is judged for; today where left out or empty.
    #[param(schema_with = day_or_nothing)]
    on: Option<String>,
    /// The moment whose knowledge counts, RFC 3339; now where left out or empty.
    #[param(schema_with = moment_or_nothing)]
    as_of: Option<String>,
    /// The targets for this area; left out or empty, those for the whole.
    #[param(value_type = Option<MemberText>)]
    area: Option<String>,
    /// The targets for this category; left out or empty, those for all of them.
    #[param(value_type = Option<MemberText>)]
    category: Option<String>,
    /// List only this section, by its Chinese or English name.
    section: Option<String>,
    /// List only this nature: binding or anticipatory.
    #[param(schema_with = nature_or_nothing)]
    nature: Option<String>,
    /// List only this status.
    #[param(schema_with = status_or_nothing)]
    status: Option<String>,
    /// The language of the page: zh or en; by Accept-Language where left out or empty.
    #[param(schema_with = language_or_nothing)]
    lang: Option<String>,
    /// Where the page of the list of plans begins, as the page before links it.
    #[param(schema_with = cursor_or_nothing)]
    cursor: Option<String>,
}

impl DashboardQuery {
    /// The same without what was left empty.
    fn filled(self) -> Self {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let Self { plan, on, as_of, area, category, section, nature, status, lang, cursor } = self;
        Self {
            plan: filled(plan),
            on: filled(on),
            as_of: filled(as_of),
            area: filled(area),
            category: filled(category),
            section: filled(section),
            nature: filled(nature),
            status: filled(status),
            lang: filled(lang),
            cursor: filled(cursor),
        }
    }

    /// The address of the page that it asks for.
    fn address(&self) -> Address {
        let Self { plan, on, as_of, area, category, section, nature, status, lang, cursor } = self;
        let pairs = [
            ("plan", plan),
            ("on", on),
            ("as_of", as_of),
            ("area", area),
            ("category", category),
            ("section", section),
            ("nature", nature),
            ("status", status),
            ("lang", lang),
            ("cursor", cursor),
        ];
        pairs.into_iter().fold(Address::default(), |address, (name, value)| {
            address.with(name, value.as_deref().unwrap_or_default())
        })
    }

    /// The language of a page of which nothing else can be said.
    fn language(&self, headers: &HeaderMap) -> Language {
        match self.lang.as_deref() {
            Some("zh") => Language::Zh,
            Some("en") => Language::En,
            _ => best_liked(headers).unwrap_or(Language::En),
        }
    }
}

/// A text of a shape, or an empty one.
fn shaped(pattern: &str) -> Schema {
    let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
    Schema::Object(text.pattern(Some(format!("^({pattern})?$"))).build())
}

/// One of some words, or an empty text.
fn one_of(words: impl Iterator<Item = &'static str>) -> Schema {
    let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
    Schema::Object(text.enum_values(Some([""].into_iter().chain(words))).build())
}

fn day_or_nothing() -> Schema {
    shaped(DAY)
}

fn moment_or_nothing() -> Schema {
    shaped(&format!("{DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"))
}

fn nature_or_nothing() -> Schema {
    one_of(Nature::ALL.iter().map(|word| word.word()))
}

fn status_or_nothing() -> Schema {
    one_of(Status::ALL.iter().map(|word| word.word()))
}

fn language_or_nothing() -> Schema {
    one_of(["zh", "en"].into_iter())
}

fn cursor_or_nothing() -> Schema {
    shaped("p[1-9a-z][0-9a-z]{0,10}")
}

/// The file of the page.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
enum PageFile {
    #[serde(rename = "style.css")]
    Style,
    #[serde(rename = "script.js")]
    Script,
    #[serde(rename = "icon.svg")]
    Icon,
}

/// Shows the dashboard: the list of plans, or how one plan stands.
///
/// A page for people, in Chinese or English. It loads nothing from elsewhere, works without its script, and keeps itself
/// up to date by asking the scorecard with its ETag.
#[utoipa::path(
    tag = "Dashboard",
    params(DashboardQuery),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html",
            headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        JudgeRefusals,
    ),
)]
#[get("/")]
async fn show_dashboard(
    request: HttpRequest,
    state: web::Data<State>,
    query: Result<Query<DashboardQuery>, Problem>,
) -> Result<HttpResponse, Problem> {
    let asked = query.as_ref().map_or_else(
        // A query that is refused as a whole still says in which language.
        |_| DashboardQuery { lang: parameter(request.query_string(), "lang"), ..DashboardQuery::default() },
        |query| query.0.clone(),
    );
    let answer = match query {
        Ok(query) => shown(&request, &state, query.0).await,
        Err(problem) => Err(problem),
    };
    answer.map_err(|problem| for_people(problem, &asked, request.headers()))
}

async fn shown(request: &HttpRequest, state: &State, query: DashboardQuery) -> Result<HttpResponse, Problem> {
    let query = query.filled();
    let address = query.address();
    let DashboardQuery { plan, on, as_of, area, category, section, nature, status, lang, cursor } = query;
    let mut parameters = Parameters::default();
    let (mut question, tongue) =
        Common { on: &on, as_of: &as_of, area: &area, category: &category, lang: &lang }
            .read(&mut parameters, request);
    let language = tongue.only_one();
    question.listed = scorecard::Listed {
        section,
        nature: nature.as_deref().and_then(|word| parameters.fields().word::<Nature>("nature", word)),
        status: status.as_deref().and_then(|word| parameters.fields().word::<Status>("status", word)),
    };
    let code = parameters.code("plan", plan.as_deref());
    let asked = PageAsked::read(&mut parameters, 'p', None, cursor.as_deref(), state);
    only_with_the_right_page(&mut parameters, &address);
    parameters.finish()?;
    let page = match code {
        Some(code) => {
            let card = state.plantrack.scorecard(&code, &question).await.map_err(failed)?;
            dashboard::scorecard_page(&card, &address, language)
        }
        None => plans(state, asked.after, &address, language).await?,
    };
    drawn(request, HTML, Some(POLICY), page)
}

/// Whether a browser asks, for a page that a person reads.
fn is_for_people(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accepts.is_some_and(|accept| accept.contains("text/html"))
}

/// The problem with a page in its place where a browser asked: why it cannot be shown, and the way back.
fn for_people(mut problem: Problem, asked: &DashboardQuery, headers: &HeaderMap) -> Problem {
    if !is_for_people(headers) {
        return problem;
    }
    let why = match problem.kind {
        Kind::NotFound => Why::Missing,
        kind if kind.status() < 500 => Why::Wrong,
        _ => Why::NotNow,
    };
    let mut faults: Vec<Wrong> = problem
        .errors
        .iter()
        .map(|item| Wrong {
            name: item.parameter.clone().unwrap_or_default(),
            value: item.value.clone().unwrap_or_default(),
            code: item.code.clone(),
            detail: item.detail.clone(),
        })
        .collect();
    if faults.is_empty() {
        let (code, detail) = (problem.kind.code().to_owned(), problem.detail.clone());
        faults.push(Wrong { name: String::new(), value: String::new(), code, detail });
    }
    let page = dashboard::refused_page(why, faults, &asked.address(), asked.language(headers));
    problem.page = page.ok();
    problem
}

/// The page that asks a person for a key, where a browser asked for the dashboard and was not let in.
pub(super) fn locked(request: &ServiceRequest) -> Option<String> {
    if request.path() != "/" || !is_for_people(request.headers()) {
        return None;
    }
    // A query that cannot be read is refused once the key is there.
    let query = Query::<DashboardQuery>::of(request.query_string()).ok()?.0;
    let address = query.address().without(&["lang"]);
    dashboard::locked_page(&address, query.language(request.headers())).ok()
}

fn failed(error: ServiceError) -> Problem {
    Problem::of(error, Place::Query)
}

/// What belongs to the page of a plan is refused on the list of plans, and the other way round: the answer would be
/// another one than was asked for.
fn only_with_the_right_page(parameters: &mut Parameters, address: &Address) {
    let has_plan = !address.get("plan").is_empty();
    for (name, value) in address.pairs() {
        let detail = match *name {
            "plan" | "lang" => continue,
            "cursor" if has_plan => "leave out plan or cursor",
            other if has_plan == (other != "cursor") => continue,
            _ => "give plan too, or leave this out",
        };
        parameters.fault(name, value, "bad_combination", detail);
    }
}

async fn plans(
    state: &State,
    after: i64,
    address: &Address,
    language: Language,
) -> Result<Result<String, dashboard::DrawError>, Problem> {
    let mut plans =
        state.plantrack.list::<Plan>(after, u64::from(PLANS_PER_PAGE) + 1).await.map_err(failed)?;
    let limit = usize::try_from(PLANS_PER_PAGE).unwrap_or(usize::MAX);
    let has_more = plans.len() > limit;
    plans.truncate(limit);
    let next = plans.last().filter(|_| has_more).map(|last| super::answer::cursor('p', last.id));
    let mut listed = Vec::with_capacity(plans.len());
    for stored in plans {
        let card =
            state.plantrack.scorecard(&stored.item.code, &Question::default()).await.map_err(failed)?;
        listed.push(Listed { plan: stored.item, tally: card.summary.headline.all });
    }
    Ok(dashboard::plans_page(&listed, address, next.as_deref(), language))
}

/// Gives a file that the dashboard loads.
///
/// Its style, its script and its icon, from the program itself.
#[utoipa::path(
    tag = "Dashboard",
    params(("file" = inline(PageFile), Path, description = "The file.")),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/css"), (String = "text/javascript"), (String = "image/svg+xml"),
        ), headers(("ETag" = String, description = "Changes exactly when the answer does."))),
        (status = 304, description = "The client has this answer already."),
        DescribeRefusals,
    ),
)]
#[get("/dashboard/{file}")]
async fn show_dashboard_file(
    request: HttpRequest,
    path: web::Path<String>,
    _query: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let file = serde_json::from_value(serde_json::Value::String(path.into_inner()))
        .map_err(|_| Problem::new(Kind::NotFound, "the dashboard has no such file; / is the dashboard"))?;
    let (media_type, text) = match file {
        PageFile::Style => ("text/css; charset=utf-8", dashboard::STYLE),
        PageFile::Script => ("text/javascript; charset=utf-8", dashboard::SCRIPT),
        PageFile::Icon => (SVG, dashboard::ICON),
    };
    drawn(&request, media_type, None, Ok(text.to_owned()))
}

/// The dashboard and its files.
pub(super) fn configure(services: &mut ServiceConfig<'_>) {
    services.service(show_dashboard).service(show_dashboard_file);
}
