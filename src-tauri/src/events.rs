//! The tablet's events as the window hears them, by name.

use feltbok_tablet::TabletEvent;
use tauri::{AppHandle, Emitter, Runtime};

/// Every event's name.
pub const NAMES: [&str; 5] = ["sync_status_changed", "records_changed", "fill_progressed", "locked", "erased"];

/// Emits one event; a window that is closing misses it, and nothing is lost.
pub(crate) fn emit<R: Runtime>(app: &AppHandle<R>, event: TabletEvent) {
    let [sync_status, records, fill, locked, erased] = NAMES;
    let emitted = match event {
        TabletEvent::SyncStatus(status) => app.emit(sync_status, status),
        TabletEvent::Records(changed) => app.emit(records, changed),
        TabletEvent::Fill(stage) => app.emit(fill, stage),
        TabletEvent::Locked => app.emit(locked, ()),
        TabletEvent::Erased => app.emit(erased, ()),
    };
    if let Err(error) = emitted {
        tracing::warn!(error = %error, "an event did not reach the window");
    }
}
