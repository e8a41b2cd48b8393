//! The sync chip, and syncing now.

use crate::{error::Result, tablet::Tablet, views::SyncStatus};

impl Tablet {
    /// How sync stands. Locked or not: it goes on behind the lock.
    ///
    /// Errors: `locked` before the first unlock, `not_enrolled`.
    pub fn sync_status(&self) -> Result<SyncStatus> {
        self.open()?.driver.status()
    }

    /// Syncs at once, files that were put off included, whatever the back-off; the answer does not wait for it.
    pub fn sync_now(&self) -> Result<SyncStatus> {
        let open = self.open()?;
        // Where this cannot be noted, a full disk for one, the files keep their wait and the rest goes.
        if let Err(error) = open.store.try_files_now() {
            tracing::warn!(%error, "files that were put off keep their wait");
        }
        open.driver.sync_now();
        open.driver.status()
    }
}
