//! Revoke: what left the feeds goes from the tablet, but only once its own operations are acknowledged (R10).

use jiff::{SignedDuration, Timestamp};

use super::{Engine, later};
use crate::store::Store;

/// How long acknowledged operations and the files they name are kept, in case the server is restored from an older state.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How often old ones are looked for.
const FORGET_EVERY: SignedDuration = SignedDuration::from_hours(6);

impl Engine {
    pub(super) fn purge<S: Store>(&mut self, store: &S, now: Timestamp) -> Result<(), S::Error> {
        let purged = store.purge_revoked()?;
        if purged.records > 0 {
            tracing::info!(records = purged.records, "what left the feeds was taken away");
        }
        if self.forgot_at.is_none_or(|at| now >= later(at, FORGET_EVERY) || now < at) {
            store.forget_acknowledged(now.checked_sub(KEPT).unwrap_or(Timestamp::MIN))?;
            self.forgot_at = Some(now);
        }
        Ok(())
    }
}
