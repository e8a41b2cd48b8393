//! Fill: a feed from a snapshot, chunk by chunk; broken off, it goes on with the chunks that are missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use data_encoding::HEXLOWER;
use feltbok_protocol::{
    feed::{Change, FeedId},
    snapshot::Manifest,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Engine, Lane, Network, plan::InFlight};
use crate::{
    store::{PageOutcome, Position, Store},
    transport::Request,
};

/// A chunk's size once unpacked at most: a guard against compression bombs.
const CHUNK_PLAIN_MAX: u64 = 64 * 1024 * 1024;
/// Room taken at once for a chunk, at most.
const CHUNK_PLAIN_HINT: u64 = 4 * 1024 * 1024;
/// How often a feed's snapshot may vanish under a fill. A feed that moves faster than it is fetched, or a server that lists
/// chunks it has lost, must not make a tablet begin again for ever.
const VANISHED_MAX: u32 = 2;

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
            let feed = state.feed.clone();
            if let Some(chunk) = fill.missing.first() {
                self.in_flight =
                    Some(InFlight::Chunk { feed: feed.clone(), sha256: chunk.sha256.clone(), rows: chunk.rows });
                return Ok(Some(Request::Chunk { feed, chunk: chunk.clone() }));
            }
            self.end_fill(store, &feed)?;
        }
        let Some(feed) = self.fill.wanted.first().cloned() else { return Ok(None) };
        self.in_flight = Some(InFlight::Manifest { feed: feed.clone() });
        Ok(Some(Request::Manifest { feed }))
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

    pub(super) fn take_chunk<S: Store>(
        &mut self,
        store: &S,
        feed: &FeedId,
        sha256: &str,
        rows: u32,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<(), S::Error> {
        self.network = Network::Online;
        match unpack(feed, sha256, rows, bytes) {
            Ok(changes) => {
                store.apply_chunk(feed, sha256, &changes)?;
                self.data.succeeded();
            }
            Err(why) => {
                tracing::warn!(feed = %feed, why, "a chunk is not what its manifest says");
                self.back_off(Lane::Data, now, None);
            }
        }
        Ok(())
    }

    /// A chunk that the server no longer has: its manifest is out of date.
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

/// Checks a chunk's hash and reads its rows: zstd-compressed NDJSON, a change a line.
fn unpack(feed: &FeedId, sha256: &str, rows: u32, bytes: &[u8]) -> Result<Vec<Change>, &'static str> {
    if HEXLOWER.encode(&Sha256::digest(bytes)) != sha256 {
        return Err("its hash differs");
    }
    let unpacker =
        zstd::stream::read::Decoder::with_buffer(bytes).map_err(|_| "it is not compressed as it should be")?;
    // What the frame says of its size is only a hint: the limit below holds whatever it says.
    let announced = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten().unwrap_or(0);
    let mut plain = Vec::with_capacity(usize::try_from(announced.min(CHUNK_PLAIN_HINT)).unwrap_or(0));
    let read = unpacker.take(CHUNK_PLAIN_MAX + 1).read_to_end(&mut plain).map_err(|_| "it breaks off")?;
    if read as u64 > CHUNK_PLAIN_MAX {
        return Err("it is too large");
    }
    let lines = plain.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let changes: Vec<Change> =
        lines.map(serde_json::from_slice).collect::<Result<_, _>>().map_err(|_| "a row is not readable")?;
    if changes.len() != rows as usize {
        return Err("rows are missing");
    }
    if changes.iter().any(|change| !feed.carries(change.kind)) {
        return Err("it carries records of another feed");
    }
    Ok(changes)
}
