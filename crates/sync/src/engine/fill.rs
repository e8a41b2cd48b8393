//! Fill: a feed from a snapshot, chunk by chunk; broken off, it goes on with the chunks that are missing.

use std::collections::{BTreeMap, BTreeSet};

use feltbok_protocol::{
    feed::{Change, FeedId},
    snapshot::{Chunk, Manifest},
};
use jiff::Timestamp;

use super::{Engine, Network, plan::InFlight};
use crate::{
    store::{PageOutcome, Position, Store},
    transport::Request,
};

/// How often a feed's snapshot may vanish under a fill. A feed that moves faster than it is fetched, or a server that lists
/// chunks it has lost, must not make a tablet begin again for ever.
const VANISHED_MAX: u32 = 2;

/// A chunk that came and is not applied yet.
pub(super) struct Unapplied {
    feed: FeedId,
    sha256: String,
    rows: Vec<Change>,
}

/// Which feeds should come as a snapshot, and for which there is none.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    wanted: BTreeSet<FeedId>,
    unavailable: BTreeSet<FeedId>,
    vanished: BTreeMap<FeedId, u32>,
    has_turn: bool,
}

impl Wishes {
    pub fn wants(&self, feed: &FeedId) -> bool {
        self.wanted.contains(feed)
    }

    /// Asks for a snapshot; false where the server has none.
    pub fn wish(&mut self, feed: &FeedId) -> bool {
        if self.unavailable.contains(feed) {
            return false;
        }
        self.wanted.insert(feed.clone());
        true
    }

    /// Whether a fill goes before the next sync.
    pub fn has_turn(&mut self) -> bool {
        std::mem::take(&mut self.has_turn)
    }

    /// A sync was answered; one that pushed something lets the next push go first.
    pub fn after_sync(&mut self, has_pushed: bool) {
        self.has_turn = !has_pushed;
    }

    /// A chunk was no longer there.
    fn vanished(&mut self, feed: &FeedId) {
        let times = self.vanished.entry(feed.clone()).or_default();
        *times += 1;
        if *times >= VANISHED_MAX {
            self.give_up(feed);
        }
    }

    /// The server has no snapshot of this feed: it comes by pages.
    pub fn give_up(&mut self, feed: &FeedId) {
        self.wanted.remove(feed);
        self.unavailable.insert(feed.clone());
    }
}

impl Engine {
    /// The next request of a fill, if any is under way or wanted.
    pub(super) fn plan_fill<S: Store>(&mut self, store: &S, position: &Position) -> Result<Option<Request>, S::Error> {
        for state in &position.feeds {
            let Some(fill) = &state.fill else { continue };
            if let Some(chunk) = fill.missing.first() {
                return Ok(Some(self.ask_chunk(&state.feed, chunk)));
            }
            self.end_fill(store, &state.feed)?;
        }
        let Some(feed) = self.fill.wanted.first().cloned() else { return Ok(None) };
        self.in_flight = Some(InFlight::Manifest { feed: feed.clone() });
        Ok(Some(Request::Manifest { feed }))
    }

    /// The request for the chunk behind one that is still to be applied, so that both go on at once.
    pub(super) fn plan_chunk_ahead<S: Store>(&mut self, store: &S) -> Result<Option<Request>, S::Error> {
        let Some(held) = &self.unapplied else { return Ok(None) };
        let position = store.position()?;
        let fills =
            position.feeds.iter().filter(|state| state.feed == held.feed).filter_map(|state| state.fill.as_ref());
        let next = fills.flat_map(|fill| &fill.missing).find(|chunk| chunk.sha256 != held.sha256);
        let feed = held.feed.clone();
        Ok(next.map(|chunk| self.ask_chunk(&feed, chunk)))
    }

    fn ask_chunk(&mut self, feed: &FeedId, chunk: &Chunk) -> Request {
        self.in_flight = Some(InFlight::Chunk { feed: feed.clone(), sha256: chunk.sha256.clone() });
        Request::Chunk { feed: feed.clone(), chunk: chunk.clone() }
    }

    pub(super) fn take_manifest<S: Store>(
        &mut self,
        store: &S,
        feed: &FeedId,
        manifest: &Manifest,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        self.network = Network::Online;
        let epoch = store.position()?.epoch;
        if manifest.feed != *feed || Some(manifest.epoch) != epoch {
            self.fill.wanted.remove(feed);
            self.sync_at = now;
            return Ok(());
        }
        store.begin_fill(manifest)?;
        self.fill.wanted.remove(feed);
        self.data.succeeded();
        Ok(())
    }

    /// Holds a chunk until [`Engine::settle`] applies it.
    pub(super) fn take_chunk<S: Store>(
        &mut self,
        store: &S,
        feed: FeedId,
        sha256: String,
        rows: Vec<Change>,
    ) -> Result<(), S::Error> {
        self.settle(store)?;
        self.network = Network::Online;
        self.data.succeeded();
        self.unapplied = Some(Unapplied { feed, sha256, rows });
        Ok(())
    }

    pub(super) fn apply_held<S: Store>(&mut self, store: &S) -> Result<(), S::Error> {
        let Some(Unapplied { feed, sha256, rows }) = self.unapplied.take() else { return Ok(()) };
        store.apply_chunk(&feed, &sha256, &rows)
    }

    /// A chunk that the server no longer has, or that is not what its manifest says.
    pub(super) fn chunk_gone<S: Store>(&mut self, store: &S, feed: &FeedId, now: Timestamp) -> Result<(), S::Error> {
        store.abandon_fill(feed)?;
        self.fill.vanished(feed);
        self.sync_at = now;
        Ok(())
    }

    fn end_fill<S: Store>(&mut self, store: &S, feed: &FeedId) -> Result<(), S::Error> {
        if store.finish_fill(feed)? == PageOutcome::DigestDiffers {
            tracing::warn!(feed = %feed, "a snapshot does not give its own digest: the feed comes by pages");
            self.fill.give_up(feed);
            store.reset_feed(feed)?;
        }
        self.sync_at = Timestamp::MIN;
        Ok(())
    }
}
