//! What tablets push and pull.

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    feed::{Change, Cursor, FeedId, FeedPage},
    operation::{Operation, OperationResult},
    snapshot::Manifest,
};
use jiff::Timestamp;

use crate::{StoreResult, TabletActor};

/// The heads of the feeds that a write has moved, for whoever waits for news.
pub type Moved = Vec<(FeedId, u64)>;

/// What became of a push.
#[derive(Debug, Clone, PartialEq)]
pub struct Pushed {
    pub epoch: Id,
    pub last_dev_seq: u64,
    /// One result an operation, in order; none for those behind a gap.
    pub results: Vec<OperationResult>,
    pub company_id: Id,
    pub moved: Moved,
}

impl Pushed {
    /// Where the tablet stands after this, without what it is behind by.
    pub fn standing(&self) -> Pulled {
        let Pushed { epoch, last_dev_seq, .. } = *self;
        Pulled { epoch, last_dev_seq, pages: Vec::new(), missing_files: Vec::new() }
    }
}

/// What a tablet is behind by, as of one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulled {
    pub epoch: Id,
    pub last_dev_seq: u64,
    pub pages: Vec<FeedPage>,
    /// SHA-256 in hex of files that this tablet's visits name and the server lacks.
    pub missing_files: Vec<String>,
}

/// A feed's live records at one moment, in the order of their changes.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedContent {
    pub epoch: Id,
    pub seq: u64,
    pub digest: String,
    pub changes: Vec<Change>,
}

/// Sync with tablets.
#[async_trait]
pub trait SyncStore: Send + Sync {
    /// Applies operations in order, each exactly once, in one transaction.
    ///
    /// An operation seen before gets its stored result again; one behind a gap gets none. Errors: `TabletCloned`.
    async fn push(&self, tablet: &TabletActor, operations: Vec<Operation>, at: Timestamp) -> StoreResult<Pushed>;

    /// The changes after the cursors in feeds that the tablet may read, at most `PULL_CHANGES_MAX`, as of one moment.
    /// A feed without a cursor is read from its start, as is one whose cursor is beyond the head.
    async fn pull(&self, tablet: &TabletActor, cursors: Vec<Cursor>) -> StoreResult<Pulled>;

    /// Heads of the tablet's feeds.
    async fn heads(&self, tablet: &TabletActor) -> StoreResult<Moved>;

    /// The snapshot kept for the feed's present head, if there is one. Errors: `NotFound` for a foreign feed.
    async fn snapshot(&self, tablet: &TabletActor, feed: &FeedId) -> StoreResult<Option<Manifest>>;

    /// Everything in a feed, for making a snapshot of it. Errors: `NotFound` for a foreign feed.
    async fn feed_content(&self, tablet: &TabletActor, feed: &FeedId) -> StoreResult<FeedContent>;

    /// Keeps a snapshot that was made.
    async fn keep_snapshot(&self, tablet: &TabletActor, manifest: Manifest) -> StoreResult<()>;

    /// Whether a chunk belongs to the feed's kept snapshot.
    async fn has_chunk(&self, tablet: &TabletActor, feed: &FeedId, sha256: &str) -> StoreResult<bool>;

    /// Takes jobs that ended long ago out of the technicians' feeds; run now and then.
    async fn sweep(&self, at: Timestamp) -> StoreResult<Vec<(Id, Moved)>>;

    /// Says that the data was restored: every tablet pushes again what is missing (DESIGN §3), and new tablets get codes
    /// that none had before (R30).
    async fn renew_epoch(&self, company_id: Id, epoch: Id, at: Timestamp) -> StoreResult<()>;
}
