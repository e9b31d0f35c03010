//! The server: starts on an open socket, and stops without dropping a request. It does not know where the
//! settings, the socket or the service come from.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_http::{HttpService, KeepAlive, Request, Response, error::DispatchError};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt, apply_fn_factory, fn_service, map_config,
};
use actix_web::{
    App, HttpResponse,
    body::BoxBody,
    dev::{AppConfig, Server, ServerHandle, ServiceResponse},
    http::header,
    middleware::from_fn,
    rt::net::TcpStream,
    web,
};
use tokio::sync::Semaphore;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    configure,
    connection::{Gate, Watch, Watched},
    cut_off::MayBeCutOff,
    edge::Edge,
    entry::{Entry, admit},
    envelope::envelope,
    fallback,
    kept::KeptAnswers,
    openapi,
    routes::Routes,
    services::ServiceConfig,
    state::{Draining, HttpSettings, State},
};
use crate::service::Plantrack;

/// How long a client has to end its side of a connection that is closed.
const CLOSING_LIMIT: Duration = Duration::from_secs(1);

/// What the documentation page may load: its own files alone.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
                           img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/// A server that has its socket. It answers while `server` is awaited.
pub struct Running {
    /// Ends when the server has stopped.
    pub server: Server,
    /// Where it listens.
    pub address: SocketAddr,
    /// Stops it.
    pub stopper: Stopper,
}

/// Stops a server without dropping a request.
#[derive(Clone)]
pub struct Stopper {
    handle: ServerHandle,
    draining: Draining,
    drain: Duration,
}

impl Stopper {
    /// Says "not ready" for as long as a load balancer needs to look elsewhere, while it goes on serving; then
    /// takes no more connections and waits for the requests in progress.
    pub async fn stop(&self) {
        self.draining.begin();
        tokio::time::sleep(self.drain).await;
        self.handle.stop(true).await;
    }

    /// Stops it without waiting for anything: requests in progress are cut off.
    pub fn stop_at_once(&self) {
        // The order is given when the future is made; waiting for it is what is left out.
        drop(self.handle.stop(false));
    }
}

/// Starts a server on a socket.
///
/// Signals are the caller's to handle: it calls [`Stopper::stop`].
///
/// # Errors
/// Where the socket cannot be listened on.
pub fn run(listener: TcpListener, plantrack: Plantrack, settings: HttpSettings) -> io::Result<Running> {
    let address = listener.local_addr()?;
    let draining = Draining::default();
    let limits = settings.server.clone();
    let follower = plantrack.clone();
    tokio::spawn(async move { follower.store().follow().await });
    let subscribers = Arc::new(Semaphore::new(settings.stream.max_subscribers));
    let kept = KeptAnswers::new(settings.server.kept_answers_mib.saturating_mul(1_048_576));
    let operations = openapi::operations().map_err(io::Error::other)?;
    let entry = web::Data::new(Entry::of(&operations).map_err(io::Error::other)?);
    let edge = Arc::new(Edge::new(Routes::of(&operations), &settings));
    let gate = Gate::new(limits.max_connections, Arc::clone(&edge.observed));
    let state = State {
        plantrack,
        settings: Arc::new(settings),
        draining: draining.clone(),
        subscribers,
        kept,
        edge,
    };
    let state = web::Data::new(state);
    let server = actix_server::Server::build();
    let server = if limits.workers > 0 { server.workers(limits.workers) } else { server };
    let told_to_stop = server.graceful_shutdown_signal();
    let watched = limits.clone();
    let gone = Duration::from_millis(state.settings.stream.stall_ms);
    let server = server
        .shutdown_timeout(limits.shutdown_grace_ms.div_ceil(1_000))
        .disable_signals()
        .listen("plantrack", listener, move || {
            let watch = Watch::new(&watched, gone, gate.clone());
            let told_to_stop = told_to_stop.clone();
            let protocol = HttpService::build()
                .graceful_shutdown_signal(move || {
                    let told_to_stop = told_to_stop.clone();
                    async move { told_to_stop.notified().await }
                })
                // The watch ends connections that are slow or idle; the framework's own timers would cost more.
                .keep_alive(KeepAlive::Os)
                .client_request_timeout(Duration::ZERO)
                .client_disconnect_timeout(CLOSING_LIMIT)
                .local_addr(address)
                .on_connect_ext(|stream: &Watched, data| {
                    data.insert(stream.connection());
                })
                .h1(map_config(app(&state, &entry), |()| AppConfig::default()));
            let accept = move |stream: TcpStream| {
                let peer = stream.peer_addr().ok();
                let watched = watch.accept(stream).ok_or(DispatchError::DisconnectTimeout);
                std::future::ready(watched.map(|watched| (watched, peer)))
            };
            let connection = fn_service(accept).and_then(protocol);
            apply_fn_factory(connection, |stream, service| MayBeCutOff::new(service.call(stream)))
        })?
        .run();
    let stopper =
        Stopper { handle: server.handle(), draining, drain: Duration::from_millis(limits.drain_ms) };
    Ok(Running { server, address, stopper })
}

/// The operations with all that is around them.
fn app(
    state: &web::Data<State>,
    entry: &web::Data<Entry>,
) -> impl ServiceFactory<
    Request,
    Config = AppConfig,
    Response = ServiceResponse<BoxBody>,
    Error = Response<BoxBody>,
    InitError = (),
> + use<> {
    App::new()
        .app_data(state.clone())
        .app_data(entry.clone())
        .configure(|served| ServiceConfig::serve(served, configure))
        .service(web::resource("/docs").route(web::get().to(to_docs)))
        .service(
            web::scope("/docs")
                .wrap(
                    actix_web::middleware::DefaultHeaders::new()
                        .add((header::CONTENT_SECURITY_POLICY, PAGE_POLICY)),
                )
                .service(
                    SwaggerUi::new("/{_:.*}").config(Config::new(["/openapi.json"]).validator_url("none")),
                ),
        )
        .default_service(web::to(fallback::answer))
        .wrap(from_fn(admit))
        .wrap(from_fn(envelope))
        .into_factory()
        .map_err(|error: actix_web::Error| error.error_response().into())
}

async fn to_docs() -> HttpResponse {
    HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}
