//! Starts the service under test and stops it. This is the one place of the harness that knows how the service
//! is started.

use std::{
    net::{SocketAddr, TcpListener},
    sync::mpsc,
    thread,
};

use plantrack::{
    config::Settings,
    http::{self, HttpSettings, Running, Stopper},
    service, startup,
    telemetry::otlp::Sending,
};

use super::clock::Clock;

/// A service that runs in a thread of its own. It stops when this is dropped.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    pub(super) stopper: Stopper,
    thread: Option<thread::JoinHandle<()>>,
}

impl Service {
    pub(crate) fn start(settings: Settings, clock: Clock) -> Self {
        let (sender, started) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (Running { server, address, stopper }, kept, sending) = serve(settings, clock).await;
                sender.send((stopper, address)).unwrap();
                server.await.unwrap();
                if let Some(kept) = kept {
                    kept.end().await;
                }
                if let Some(sending) = sending {
                    sending.end().await;
                }
            });
        });
        let (stopper, address) = started.recv().expect("the service did not start; its own message is above");
        Self { address, stopper, thread: Some(thread) }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stopper.stop_at_once();
        if let Some(thread) = self.thread.take() {
            // A panic in there was printed when it happened; a second one here would hide the first.
            drop(thread.join());
        }
    }
}

/// Opens the database, binds the service to a free port and hands it over, not yet running.
async fn serve(
    settings: Settings,
    clock: Clock,
) -> (Running, Option<service::webhooks::Kept>, Option<Sending>) {
    // The service's clock stands still at the moment of the start: move the test's clock, then start a second one.
    let clock = service::clock::Clock::fixed(clock.now(), settings.time.utc_offset);
    let plantrack = startup::open_service(&settings, clock).await.unwrap();
    let kept = startup::keep_duty(&settings, &plantrack).unwrap();
    let listener = TcpListener::bind((settings.server.host.as_str(), settings.server.port)).unwrap();
    let tokens = startup::tokens(&settings).unwrap();
    let (spans, sending) = startup::spans(&settings).unwrap().unzip();
    let http_settings = HttpSettings { tokens, spans, ..HttpSettings::from(&settings) };
    (http::run(listener, plantrack, http_settings).unwrap(), kept, sending)
}
