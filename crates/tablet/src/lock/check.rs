//! The check of the whole database, beside the work that has begun: nobody waits for it.

use std::sync::{Arc, PoisonError};

use feltbok_tablet_store::{StoreError, TabletStore};

use crate::{
    events::TabletEvent,
    tablet::{Session, Tablet},
};

impl Tablet {
    /// Closes the store if it proves damaged: the next unlock puts it aside and carries the unsent work over.
    pub(super) fn check_beside(&self, store: Arc<TabletStore>) {
        let (session, events) = (self.session.clone(), self.events.clone());
        tokio::task::spawn_blocking(move || match store.check() {
            Ok(()) => {}
            Err(StoreError::Damaged(_)) => {
                let mut session = session.write().unwrap_or_else(PoisonError::into_inner);
                if session.open.as_ref().is_some_and(|open| Arc::ptr_eq(&open.store, &store)) {
                    *session = Session::default();
                    // Nobody listens before the window is there.
                    let _ = events.send(TabletEvent::Locked);
                }
            }
            Err(error) => tracing::warn!(%error, "the database could not be checked"),
        });
    }
}
