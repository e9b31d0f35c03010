//! The log: what is written, how, and to where (stderr, since stdout is for data); what is counted; and what is told to
//! a collector of traces. It does not know what the program logs or counts, or where a request id comes from.

pub mod metrics;
pub mod otlp;
pub mod traces;

use std::io::{self, IsTerminal};

use thiserror::Error;
use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, Layer, fmt::MakeWriter, layer::SubscriberExt, registry::Registry};

use crate::config::{Log, LogFormat};

/// Why the log cannot be set up.
#[derive(Debug, Error)]
pub enum TelemetryError {
    /// The setting `log.level` does not name levels.
    #[error("the setting log.level is not understood: {0}")]
    Level(#[from] tracing_subscriber::filter::ParseError),
    /// The process has a log already.
    #[error("the log was set up twice in one process")]
    SetTwice(#[from] tracing::subscriber::SetGlobalDefaultError),
}

/// Sets up the log of the process, to stderr: once, before anything is logged.
///
/// # Errors
/// [`TelemetryError`] where the levels are not understood or a log is set up already.
pub fn start(settings: &Log) -> Result<(), TelemetryError> {
    let is_text = match settings.format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => io::stderr().is_terminal(),
    };
    let colours = is_text && io::stderr().is_terminal();
    tracing::subscriber::set_global_default(subscriber(&settings.level, is_text, colours, io::stderr)?)?;
    Ok(())
}

/// A log to any writer: the same that [`start`] sets up for stderr.
///
/// Text is one line an event with its spans. JSON is one object an event, with the fields of the event at the top
/// and those of the innermost span (request id, route) under `span`.
///
/// # Errors
/// [`TelemetryError::Level`] where the levels are not understood.
pub fn subscriber<W>(
    level: &str,
    is_text: bool,
    colours: bool,
    writer: W,
) -> Result<impl Subscriber + Send + Sync + use<W>, TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::builder().parse(level)?;
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = if is_text {
        lines.with_ansi(colours).boxed()
    } else {
        lines.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed()
    };
    Ok(Registry::default().with(lines).with(filter))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(level: &str, is_text: bool, log: impl FnOnce()) -> String {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = subscriber(level, is_text, false, move || writer.clone()).unwrap();
        tracing::subscriber::with_default(subscriber, log);
        let bytes = kept.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_is_one_object_a_line_with_the_fields_of_event_and_span() {
        let text = logged("info", false, || {
            let _entered = tracing::info_span!("request", request_id = "r-1").entered();
            tracing::info!(plan = "cq-2022", "a line\nand another");
        });
        assert_eq!(text.lines().count(), 1, "{text}");
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["message"], "a line\nand another");
        assert_eq!(line["plan"], "cq-2022");
        assert_eq!(line["level"], "INFO");
        assert_eq!(line["span"]["request_id"], "r-1");
    }

    #[test]
    fn the_level_decides_what_is_logged() {
        let log = || {
            tracing::debug!("quiet");
            tracing::warn!("loud");
        };
        let text = logged("info", true, log);
        assert!(text.contains("loud") && !text.contains("quiet"), "{text}");
        assert!(logged("trace", true, log).contains("quiet"));
        assert_eq!(logged("off", true, log), "");
    }

    #[test]
    fn a_level_that_is_not_understood_is_refused() {
        assert!(matches!(subscriber("plantrack=loud", true, false, io::sink), Err(TelemetryError::Level(_))));
    }
}
