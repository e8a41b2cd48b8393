//! What the tests of this crate share: a clock to turn, a store in a folder of its own, a few records, a model server.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

pub mod records;
pub mod server;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    feed::{Body, Change, FeedId, FeedPage},
    operation::Operation,
    record::RecordKind,
};
use feltbok_sync::{BatchLimit, Clock, Ids, Store};
use feltbok_tablet_store::{DataKey, Location, Opened, StoreError, TabletStore};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

/// A clock that moves only when told.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn new() -> Arc<Self> {
        Arc::new(TestClock(AtomicI64::new(1_800_000_000_000)))
    }

    pub fn forward(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

/// A tablet: its folder, key and clock outlive the open store.
pub struct Tablet {
    pub dir: TempDir,
    pub key: DataKey,
    pub clock: Arc<TestClock>,
    pub ids: Arc<Ids>,
}

impl Tablet {
    pub fn new(seed: u64) -> Self {
        let clock = TestClock::new();
        let ids = Arc::new(Ids::seeded(clock.clone(), seed));
        Tablet { dir: tempfile::tempdir().unwrap(), key: DataKey::from_bytes([7; 32]), clock, ids }
    }

    pub fn location(&self) -> Location {
        Location::new(self.dir.path())
    }

    pub fn try_open(&self) -> Result<Opened, StoreError> {
        TabletStore::open(self.location(), self.key.clone(), self.clock.clone(), self.ids.clone())
    }

    pub fn open(&self) -> TabletStore {
        let opened = self.try_open().unwrap();
        assert_eq!(opened.recovery, None);
        opened.store
    }

    /// The disk as it is now, as after pulling the battery: the copy is opened while the first is still in use.
    pub fn copy_of_disk(&self) -> Tablet {
        let dir = tempfile::tempdir().unwrap();
        copy(self.dir.path(), dir.path());
        Tablet { dir, key: self.key.clone(), clock: self.clock.clone(), ids: self.ids.clone() }
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Everything unsent, numbered and frozen.
pub fn batch(store: &TabletStore) -> Vec<Operation> {
    store.next_batch(BatchLimit { operations: 10_000, bytes: usize::MAX }, 0).unwrap()
}

pub fn tech_feed() -> FeedId {
    FeedId::Tech(Id::from_u128(0x7ec4))
}

pub fn change(seq: u64, kind: RecordKind, id: Id, rev: u64, body: Option<Value>) -> Change {
    Change { seq, kind, id, rev, body: body.as_ref().map(Body::from) }
}

/// A page that ends at its feed's head.
pub fn last_page(feed: FeedId, from: u64, changes: Vec<Change>) -> FeedPage {
    let to = changes.iter().map(|change| change.seq).max().unwrap_or(from);
    FeedPage { feed, from, to, head: to, changes, digest: None }
}
