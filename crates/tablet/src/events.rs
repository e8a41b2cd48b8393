//! What the tablet tells without being asked.

use crate::views::{FillProgress, RecordsChanged, SyncStatus};

/// One event; the window gets each under its own name.
#[derive(Debug, Clone, PartialEq)]
pub enum TabletEvent {
    SyncStatus(SyncStatus),
    Records(RecordsChanged),
    Fill(FillProgress),
    /// The app locked itself.
    Locked,
}
