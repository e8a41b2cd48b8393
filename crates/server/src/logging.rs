//! Structured logs on standard error: one JSON line an event, without names, addresses or contents.

use tracing_subscriber::EnvFilter;

/// Starts logging; `FELTBOK_LOG` sets the filter (`info` by default). A second call changes nothing.
pub fn start() {
    let filter = EnvFilter::try_from_env("FELTBOK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr);
    // Somebody else, a test for one, may have set a subscriber already.
    let _ = subscriber.flatten_event(true).try_init();
}
