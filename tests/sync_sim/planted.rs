//! Known bugs, planted between the real parts: the simulation is worth its name only while it finds each of them.

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    feed::{Change, FeedId, FeedPage},
    operation::{Operation, OperationResult, Outcome},
    snapshot::Manifest,
    sync::SyncResponse,
};
use feltbok_sync::{BatchLimit, FileToSend, JobLane, PageOutcome, Position, Purged, Resend, Store, Waiting};
use feltbok_tablet_store::{StoreError, TabletStore};
use jiff::Timestamp;

/// One bug; only a test plants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// The server gives no answer to an operation that it has already taken in.
    StoredResultSkipped,
    /// The tablet's cursor moves on over a change that was not applied.
    CursorEarly,
    /// The server does not tell what left a feed.
    RevokeDropped,
    /// The tablet does not push again what a restored server lacks.
    ResendForgotten,
    /// Operations leave in another order than they were made in.
    OrderLost,
    /// The server hands out another technician's feed.
    ForeignFeed,
    /// A file counts as sent as soon as its upload was opened.
    FileForgotten,
    /// A refused operation counts as taken in.
    RefusalHidden,
    /// The server takes in what a later app sends, whether or not it can read it.
    VersionUnasked,
    /// The server knows operations by tablet and number only, and not by their own ids.
    OperationIdUnasked,
}

impl Planted {
    pub const ALL: [Planted; 10] = [
        Planted::StoredResultSkipped,
        Planted::CursorEarly,
        Planted::RevokeDropped,
        Planted::ResendForgotten,
        Planted::OrderLost,
        Planted::ForeignFeed,
        Planted::FileForgotten,
        Planted::RefusalHidden,
        Planted::VersionUnasked,
        Planted::OperationIdUnasked,
    ];

    /// The server's bugs; `known` is the last number that it had before this request.
    pub fn spoil(self, answer: &mut SyncResponse, known: u64) {
        match self {
            Planted::StoredResultSkipped => answer.results.retain(|result| result.dev_seq > known),
            Planted::RevokeDropped => {
                for page in &mut answer.pages {
                    page.changes.retain(|change| change.body.is_some());
                    // The digest would show it at once.
                    page.digest = None;
                }
            }
            _ => {}
        }
    }
}

/// The tablet's real store with one leak, or none.
pub struct Leaky<'s> {
    store: &'s TabletStore,
    planted: Option<Planted>,
}

impl<'s> Leaky<'s> {
    pub fn new(store: &'s TabletStore, planted: Option<Planted>) -> Self {
        Leaky { store, planted }
    }

    fn has(&self, planted: Planted) -> bool {
        self.planted == Some(planted)
    }
}

impl Store for Leaky<'_> {
    type Error = StoreError;

    fn next_batch(&self, limit: BatchLimit, after: u64) -> Result<Vec<Operation>, StoreError> {
        let mut batch = self.store.next_batch(limit, after)?;
        if self.has(Planted::OrderLost) {
            batch.reverse();
        }
        Ok(batch)
    }

    fn take_results(&self, results: &[OperationResult], now: Timestamp) -> Result<(), StoreError> {
        let mut results = results.to_vec();
        if self.has(Planted::RefusalHidden) {
            for result in &mut results {
                result.outcome = if result.outcome == Outcome::Rejected { Outcome::Applied } else { result.outcome };
            }
        }
        self.store.take_results(&results, now)
    }

    fn push_again_after(&self, dev_seq: u64) -> Result<Resend, StoreError> {
        if self.has(Planted::ResendForgotten) {
            return Ok(Resend::Ready(0));
        }
        self.store.push_again_after(dev_seq)
    }

    fn apply_page(&self, page: &FeedPage) -> Result<PageOutcome, StoreError> {
        if !self.has(Planted::CursorEarly) {
            return self.store.apply_page(page);
        }
        // The digest would show it at once.
        let mut page = FeedPage { digest: None, ..page.clone() };
        if page.from > 0 {
            page.changes.pop();
        }
        self.store.apply_page(&page)
    }

    fn file_progress(&self, sha256: &str, location: Option<&str>, offset: u64) -> Result<(), StoreError> {
        if self.has(Planted::FileForgotten) {
            return self.store.file_sent(sha256, Timestamp::UNIX_EPOCH);
        }
        self.store.file_progress(sha256, location, offset)
    }

    fn files_missing(&self, sha256: &[String]) -> Result<(), StoreError> {
        if self.has(Planted::FileForgotten) { Ok(()) } else { self.store.files_missing(sha256) }
    }

    fn position(&self) -> Result<Position, StoreError> {
        self.store.position()
    }

    fn waiting(&self) -> Result<Waiting, StoreError> {
        Store::waiting(self.store)
    }

    fn attention(&self) -> Result<u32, StoreError> {
        self.store.attention()
    }

    fn lanes(&self) -> Result<Vec<JobLane>, StoreError> {
        self.store.lanes()
    }

    fn forget_acknowledged(&self, before: Timestamp) -> Result<(), StoreError> {
        self.store.forget_acknowledged(before)
    }

    fn change_epoch(&self, epoch: Id) -> Result<(), StoreError> {
        self.store.change_epoch(epoch)
    }

    fn note_clock(&self, clock_offset_ms: i64) -> Result<(), StoreError> {
        self.store.note_clock(clock_offset_ms)
    }

    fn note_success(&self, at: Timestamp) -> Result<(), StoreError> {
        self.store.note_success(at)
    }

    fn grant_feeds(&self, feeds: &[FeedId]) -> Result<(), StoreError> {
        self.store.grant_feeds(feeds)
    }

    fn reset_feed(&self, feed: &FeedId) -> Result<(), StoreError> {
        self.store.reset_feed(feed)
    }

    fn begin_fill(&self, manifest: &Manifest) -> Result<(), StoreError> {
        self.store.begin_fill(manifest)
    }

    fn apply_chunk(&self, feed: &FeedId, sha256: &str, changes: &[Change]) -> Result<(), StoreError> {
        self.store.apply_chunk(feed, sha256, changes)
    }

    fn finish_fill(&self, feed: &FeedId) -> Result<PageOutcome, StoreError> {
        self.store.finish_fill(feed)
    }

    fn abandon_fill(&self, feed: &FeedId) -> Result<(), StoreError> {
        self.store.abandon_fill(feed)
    }

    fn purge_revoked(&self) -> Result<Purged, StoreError> {
        self.store.purge_revoked()
    }

    fn next_file(&self, now: Timestamp) -> Result<Option<FileToSend>, StoreError> {
        self.store.next_file(now)
    }

    fn next_file_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.store.next_file_at()
    }

    fn read_file(&self, sha256: &str, offset: u64, len: usize) -> Result<Vec<u8>, StoreError> {
        self.store.read_file(sha256, offset, len)
    }

    fn file_sent(&self, sha256: &str, at: Timestamp) -> Result<(), StoreError> {
        self.store.file_sent(sha256, at)
    }

    fn file_failed(&self, sha256: &str, not_before: Timestamp, why: &str) -> Result<(), StoreError> {
        self.store.file_failed(sha256, not_before, why)
    }
}
