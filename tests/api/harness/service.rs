//! Starts the service under test and stops it. This is the one place of the harness that knows how the service
//! is started.

use std::{net::SocketAddr, sync::mpsc, thread};

use actix_web::{App, HttpResponse, HttpServer, dev::ServerHandle, web};
use plantrack::config::Settings;

use super::clock::Clock;

/// A service that runs in a thread of its own. It stops when this is dropped.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    handle: ServerHandle,
    thread: Option<thread::JoinHandle<()>>,
}

impl Service {
    pub(crate) fn start(settings: Settings, clock: Clock) -> Self {
        let (sender, started) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (server, address) = serve(&settings, clock);
                sender.send((server.handle(), address)).unwrap();
                server.await.unwrap();
            });
        });
        let (handle, address) = started.recv().expect("the service did not start; its own message is above");
        Self { address, handle, thread: Some(thread) }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            // A panic in there was printed when it happened; a second one here would hide the first.
            drop(thread.join());
        }
    }
}

/// Binds the service to a free port and hands it over, not yet running.
fn serve(settings: &Settings, clock: Clock) -> (actix_web::dev::Server, SocketAddr) {
    let clock = web::Data::new(clock);
    let server = HttpServer::new(move || {
        App::new().app_data(clock.clone()).route("/health/live", web::get().to(HttpResponse::Ok))
    })
    .workers(settings.server.workers)
    .disable_signals()
    .bind((settings.server.host.as_str(), settings.server.port))
    .unwrap();
    let address = server.addrs()[0];
    (server.run(), address)
}
