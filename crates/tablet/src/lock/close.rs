//! Locking: use cases stop, sync goes on.

use std::sync::PoisonError;

use crate::{error::Result, events::TabletEvent, tablet::Tablet, views::AppState};

impl Tablet {
    /// Locks the app; the store stays open, so that sync goes on behind the locked screen.
    pub fn lock(&self) -> Result<AppState> {
        self.session.write().unwrap_or_else(PoisonError::into_inner).locked = true;
        self.tell(TabletEvent::Locked);
        self.app_state()
    }
}
