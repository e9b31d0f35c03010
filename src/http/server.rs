//! The server: starts on an open socket, and stops without dropping a request. It does not know where the
//! settings, the socket or the service come from.

use std::{
    any::Any,
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::{Server, ServerHandle},
    http::header,
    middleware::{Compress, from_fn},
    rt::net::TcpStream,
    web,
};
use tokio::sync::Semaphore;
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    configure,
    envelope::envelope,
    fallback::{self, Paths},
    kept::KeptAnswers,
    openapi,
    state::{Draining, HttpSettings, State},
};
use crate::service::Plantrack;

/// How long a client has for the head of its first request.
const HEAD_LIMIT: Duration = Duration::from_secs(5);

/// How long a connection is kept without a request.
const KEEP_ALIVE: Duration = Duration::from_mins(1);

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
    let stall = Duration::from_millis(settings.stream.stall_ms);
    let kept = KeptAnswers::new(settings.server.kept_answers_mib.saturating_mul(1_048_576));
    let state =
        State { plantrack, settings: Arc::new(settings), draining: draining.clone(), subscribers, kept };
    let state = web::Data::new(state);
    let document = openapi::document();
    let paths = web::Data::new(Paths::of(&document));
    let json = web::Data::new(DocumentText(web::Bytes::from(openapi::json())));
    let server = HttpServer::new(move || {
        let (app, _) = App::new()
            .into_utoipa_app()
            .app_data(state.clone())
            .app_data(paths.clone())
            .app_data(json.clone())
            .configure(configure)
            .split_for_parts();
        app.service(web::resource("/docs").route(web::get().to(to_docs)))
            .service(
                web::scope("/docs")
                    .wrap(
                        actix_web::middleware::DefaultHeaders::new()
                            .add((header::CONTENT_SECURITY_POLICY, PAGE_POLICY)),
                    )
                    .service(
                        SwaggerUi::new("/{_:.*}")
                            .config(Config::new(["/openapi.json"]).validator_url("none")),
                    ),
            )
            .default_service(web::to(fallback::answer))
            .wrap(Compress::default())
            .wrap(from_fn(envelope))
    });
    let server = if limits.workers > 0 { server.workers(limits.workers) } else { server };
    let server = server
        .client_request_timeout(HEAD_LIMIT)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(limits.shutdown_grace_ms.div_ceil(1_000))
        .on_connect(move |connection, _| give_up_after(connection, stall))
        .disable_signals()
        .listen(listener)?
        .run();
    let stopper =
        Stopper { handle: server.handle(), draining, drain: Duration::from_millis(limits.drain_ms) };
    Ok(Running { server, address, stopper })
}

/// Has the system give a connection up whose client does not take what is written to it. The framework would keep
/// it, with the answer, for as long as the client likes.
#[cfg(target_os = "linux")]
fn give_up_after(connection: &dyn Any, stall: Duration) {
    let Some(stream) = connection.downcast_ref::<TcpStream>() else { return };
    if let Err(error) = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(stall)) {
        tracing::debug!(%error, "a connection has no limit for a client that does not read");
    }
}

/// Other systems have no such limit; the keep-alive of the connection is what is left.
#[cfg(not(target_os = "linux"))]
fn give_up_after(_connection: &dyn Any, _stall: Duration) {}

/// The document, as it is served.
pub(super) struct DocumentText(pub(super) web::Bytes);

async fn to_docs() -> HttpResponse {
    HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}
