//! Epoch: a server restored from an older state says so by another epoch; cursors of the old one mean nothing any more.

use feltbok_domain::ids::Id;

use super::Engine;
use crate::store::Store;

impl Engine {
    /// True when the epoch changed: then nothing of this answer's pages is applied, and every feed starts again.
    pub(super) fn check_epoch<S: Store>(&mut self, store: &S, epoch: Id) -> Result<bool, S::Error> {
        let known = store.position()?.epoch;
        if known == Some(epoch) {
            return Ok(false);
        }
        store.change_epoch(epoch)?;
        self.fill = Default::default();
        self.digest = Default::default();
        if known.is_some() {
            tracing::warn!(epoch = %epoch, "the server was restored: feeds are fetched again");
        }
        Ok(known.is_some())
    }
}
