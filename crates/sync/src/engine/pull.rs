//! Pull: takes a whole answer in, in the order that never shows less than was there before: results, grants, pages, purge.

use feltbok_protocol::{feed::FeedPage, sync::SyncResponse};
use jiff::Timestamp;

use super::{
    Engine, Network,
    arrival::{Asked, Stage},
    later,
    plan::Pushed,
};
use crate::store::{PageOutcome, Store};

impl Engine {
    /// Takes in the results, and what they say about the server; `None` when nothing more of the answer counts.
    pub(super) fn take_answers<S: Store>(
        &mut self,
        store: &S,
        response: &SyncResponse,
        asked: &Asked,
        now: Timestamp,
    ) -> Result<Option<Stage>, S::Error> {
        self.network = Network::Online;
        self.fill.after_sync(!asked.operations.is_empty());
        self.server_too_old = false;
        self.note_offset(store, response.server_time, asked.at, now)?;
        let epoch_changed = self.check_epoch(store, response.epoch)?;
        let more_to_push =
            self.take_results(store, &response.results, response.last_dev_seq, &asked.operations, now)?;
        Ok(self.halt.is_none().then_some(Stage::Answered { epoch_changed, more_to_push }))
    }

    /// Takes in what the answer brings.
    pub(super) fn take_news<S: Store>(
        &mut self,
        store: &S,
        response: &SyncResponse,
        asked: &Asked,
        epoch_changed: bool,
        more_to_push: bool,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        store.grant_feeds(&response.feeds)?;
        let mut more_to_pull = epoch_changed;
        if !epoch_changed {
            for page in &response.pages {
                more_to_pull |= self.take_page(store, page, now)?;
            }
            store.files_missing(&response.missing_files)?;
        }
        // Without pages nothing can have left, and they come right behind.
        if !asked.push_only {
            self.purge(store, now)?;
        }
        self.note_success(store, now)?;
        if self.in_flight.is_some() {
            // The next one is on its way already, and settles the turn itself.
            if more_to_pull {
                self.sync_at = now;
            }
            return Ok(());
        }
        self.after_sync(store, more_to_push, more_to_pull || asked.push_only, &asked.operations, response, now)
    }

    /// Kept in the store once a minute only: most syncs change nothing and should write nothing.
    fn note_success<S: Store>(&mut self, store: &S, now: Timestamp) -> Result<(), S::Error> {
        self.last_success = Some(now);
        let kept = store.position()?.last_success;
        let is_fresh = kept.is_some_and(|kept| kept <= now && now < later(kept, self.settings.busy_every));
        if is_fresh { Ok(()) } else { store.note_success(now) }
    }

    /// Applies a page; true when the feed has more that comes by pages.
    fn take_page<S: Store>(&mut self, store: &S, page: &FeedPage, now: Timestamp) -> Result<bool, S::Error> {
        if page.changes.iter().any(|change| !page.feed.carries(change.kind)) {
            tracing::error!(feed = %page.feed, "a page carries records of another feed and was dropped");
            return Ok(false);
        }
        match store.apply_page(page)? {
            PageOutcome::Stale => Ok(false),
            PageOutcome::Applied if page.to == page.head => {
                self.digest.agree(&page.feed);
                Ok(false)
            }
            PageOutcome::Applied => Ok(!self.wish_snapshot(&page.feed, page.head - page.to.min(page.head))),
            PageOutcome::DigestDiffers => self.refetch(store, &page.feed, now),
        }
    }

    /// Whether a feed so far behind comes as a snapshot instead.
    fn wish_snapshot(&mut self, feed: &feltbok_protocol::feed::FeedId, behind: u64) -> bool {
        behind > self.settings.snapshot_from && self.fill.wish(feed)
    }

    fn after_sync<S: Store>(
        &mut self,
        store: &S,
        more_to_push: bool,
        more_to_pull: bool,
        pushed: &[Pushed],
        response: &SyncResponse,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        let stuck = !pushed.is_empty() && response.results.is_empty() && !more_to_push;
        if stuck {
            tracing::warn!(last_dev_seq = response.last_dev_seq, "the server answered a push without results");
            self.back_off(super::Lane::Data, now, None);
            return Ok(());
        }
        self.data.succeeded();
        let waits = !store.waiting()?.is_none();
        let regular = if waits { self.settings.busy_every } else { self.settings.idle_every };
        let next = if more_to_push || more_to_pull { now } else { later(now, regular) };
        // An edit made meanwhile may have asked for an earlier one.
        self.sync_at = if self.sync_at <= later(now, self.settings.edit_wait) { self.sync_at.min(next) } else { next };
        Ok(())
    }
}
