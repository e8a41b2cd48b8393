//! What the engine needs of the tablet's store: an outbox, feeds with cursors, files that wait.

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    feed::{Change, FeedId, FeedPage},
    file::FileRole,
    operation::{Operation, OperationResult},
    snapshot::{Chunk, Manifest},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::status::JobLane;

/// Where this tablet stands with its server.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Position {
    /// The server's epoch as last seen.
    pub epoch: Option<Id>,
    /// The highest `dev_seq` with a result.
    pub acknowledged: u64,
    /// The highest `dev_seq` ever given out.
    pub sent: u64,
    pub feeds: Vec<FeedState>,
    /// Server minus tablet in milliseconds, as last measured.
    pub clock_offset_ms: i64,
    pub last_success: Option<Timestamp>,
}

/// One feed as far as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedState {
    pub feed: FeedId,
    pub cursor: u64,
    /// The server's head as last seen; `cursor < head` means that there is more.
    pub head: u64,
    /// Its head was reached at least once: the tablet has all of it, if not the newest.
    pub complete: bool,
    /// A snapshot that is being fetched, if one is.
    pub fill: Option<Fill>,
}

/// A first fill under way: what is still missing of its manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    pub seq: u64,
    pub missing: Vec<Chunk>,
    pub done_rows: u32,
    pub total_rows: u32,
}

/// How much one push may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchLimit {
    pub operations: usize,
    pub bytes: usize,
}

/// Whether what the server lost can be pushed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resend {
    /// So many acknowledged operations wait again.
    Ready(u32),
    /// Some that the server lacks are no longer kept: numbers cannot go on densely, the tablet must enrol again.
    Gap,
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageOutcome {
    Applied,
    /// It does not begin where this feed stands: nothing was changed.
    Stale,
    /// Applied up to the head, and the digests differ; or the head is behind the cursor: the feed must be fetched again.
    DigestDiffers,
}

/// What a purge took away (R10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    pub records: u32,
}

/// What still has to go to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Waiting {
    pub operations: u32,
    pub files: u32,
    /// Bytes of files not yet sent.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub bytes: u64,
}

impl Waiting {
    pub fn is_none(&self) -> bool {
        self.operations == 0 && self.files == 0
    }
}

/// A file whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileToSend {
    /// SHA-256 of the plain bytes, lower-case hex.
    pub sha256: String,
    pub role: FileRole,
    /// Media type, e.g. `image/jpeg`.
    pub mime: String,
    pub bytes: u64,
    pub job: Option<Id>,
    /// Where an upload begun earlier goes on.
    pub location: Option<String>,
    /// Failed tries so far.
    pub failures: u32,
}

/// The tablet's store as the engine sees it. Every method is one transaction.
pub trait Store {
    type Error: std::error::Error + Send + Sync + 'static;

    fn position(&self) -> Result<Position, Self::Error>;
    fn waiting(&self) -> Result<Waiting, Self::Error>;
    /// Operations that wait under "Needs attention".
    fn attention(&self) -> Result<u32, Self::Error>;
    /// Per job with anything unsent or unresolved: what waits and what needs attention.
    fn lanes(&self) -> Result<Vec<JobLane>, Self::Error>;

    /// The next operations in order behind `after`, numbered and frozen before they are returned; at least one if any
    /// waits. `after` is 0, or the last number of a batch that is on its way.
    fn next_batch(&self, limit: BatchLimit, after: u64) -> Result<Vec<Operation>, Self::Error>;
    /// Keeps the results; one that came before changes nothing.
    fn take_results(&self, results: &[OperationResult], now: Timestamp) -> Result<(), Self::Error>;
    /// Makes acknowledged operations above `dev_seq` wait again: the server was restored from an older state.
    fn push_again_after(&self, dev_seq: u64) -> Result<Resend, Self::Error>;
    /// Lets go of operations acknowledged, and of files sent and no longer used, before the time given.
    fn forget_acknowledged(&self, before: Timestamp) -> Result<(), Self::Error>;

    /// Takes the server's new epoch: every feed starts from the beginning, the outbox stays.
    fn change_epoch(&self, epoch: Id) -> Result<(), Self::Error>;
    /// Keeps the clock offset as just measured (see `engine::clock_offset`).
    fn note_clock(&self, clock_offset_ms: i64) -> Result<(), Self::Error>;
    fn note_success(&self, at: Timestamp) -> Result<(), Self::Error>;
    /// The feeds this tablet may hold; any other is given up (R10).
    fn grant_feeds(&self, feeds: &[FeedId]) -> Result<(), Self::Error>;
    /// Applies a page and moves the cursor with it.
    fn apply_page(&self, page: &FeedPage) -> Result<PageOutcome, Self::Error>;
    /// Starts a feed from the beginning; what is not seen again goes when its head is reached.
    fn reset_feed(&self, feed: &FeedId) -> Result<(), Self::Error>;

    /// Starts a feed from a snapshot, or goes on with it where the same one was broken off.
    fn begin_fill(&self, manifest: &Manifest) -> Result<(), Self::Error>;
    /// Applies a chunk and ticks it off.
    fn apply_chunk(&self, feed: &FeedId, sha256: &str, changes: &[Change]) -> Result<(), Self::Error>;
    /// Ends a fill whose chunks are all there.
    fn finish_fill(&self, feed: &FeedId) -> Result<PageOutcome, Self::Error>;
    /// Gives a fill up: its manifest is no longer to be had.
    fn abandon_fill(&self, feed: &FeedId) -> Result<(), Self::Error>;

    /// Takes away rows that left the feeds, once their own operations are acknowledged and their files sent (R10).
    fn purge_revoked(&self) -> Result<Purged, Self::Error>;

    /// The next file by role and age that may be tried at `now`.
    fn next_file(&self, now: Timestamp) -> Result<Option<FileToSend>, Self::Error>;
    /// When the earliest file that had to wait may be tried again.
    fn next_file_at(&self) -> Result<Option<Timestamp>, Self::Error>;
    /// Plain bytes of a file from `offset`, at most `len`.
    fn read_file(&self, sha256: &str, offset: u64, len: usize) -> Result<Vec<u8>, Self::Error>;
    /// Where the upload lives and how far it has come; `None` forgets an upload that the server no longer knows.
    fn file_progress(&self, sha256: &str, location: Option<&str>, offset: u64) -> Result<(), Self::Error>;
    fn file_sent(&self, sha256: &str, at: Timestamp) -> Result<(), Self::Error>;
    /// Puts one file off; the others go on.
    fn file_failed(&self, sha256: &str, not_before: Timestamp, why: &str) -> Result<(), Self::Error>;
    /// Files that the server says it lacks wait again, where they are on this tablet.
    fn files_missing(&self, sha256: &[String]) -> Result<(), Self::Error>;
}
