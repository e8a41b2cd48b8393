//! What the tablet tells without being asked.

use crate::views::{FillStage, RecordsChanged, SyncStatus};

/// One event; the window gets each under its own name.
#[derive(Debug, Clone, PartialEq)]
pub enum TabletEvent {
    SyncStatus(SyncStatus),
    Records(RecordsChanged),
    /// The fill has come further; how far, `fill_progress` says.
    Fill(FillStage),
    /// The app locked itself.
    Locked,
    /// The office gave the tablet for lost, or more of what was sealed is with the office: `app_state` says how it stands.
    Erased,
}
