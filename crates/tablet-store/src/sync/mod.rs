//! The store as the sync engine sees it: every method one transaction.

mod feeds;
mod fill;
mod pages;
mod position;
mod purge;
mod push;
mod uploads;

pub(crate) use push::freeze_all;

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    feed::{Change, FeedId, FeedPage},
    operation::{Operation, OperationResult},
    snapshot::Manifest,
};
use feltbok_sync::{BatchLimit, FileToSend, JobLane, PageOutcome, Position, Purged, Resend, Store, Waiting};
use jiff::Timestamp;

use crate::{error::StoreError, store::TabletStore};

impl Store for TabletStore {
    type Error = StoreError;

    fn position(&self) -> Result<Position, StoreError> {
        self.read(|reader| position::position(reader.connection))
    }

    fn waiting(&self) -> Result<Waiting, StoreError> {
        self.read(|reader| reader.waiting())
    }

    fn attention(&self) -> Result<u32, StoreError> {
        self.read(|reader| position::attention(reader.connection))
    }

    fn lanes(&self) -> Result<Vec<JobLane>, StoreError> {
        self.read(|reader| reader.lanes())
    }

    fn next_batch(&self, limit: BatchLimit, after: u64) -> Result<Vec<Operation>, StoreError> {
        self.transact(|tx, entries| push::next_batch(tx, limit, after, entries))
    }

    fn take_results(&self, results: &[OperationResult], now: Timestamp) -> Result<(), StoreError> {
        if results.is_empty() {
            return Ok(());
        }
        self.transact_without_waiting(|tx, entries| push::take_results(tx, results, now, entries))
    }

    fn push_again_after(&self, dev_seq: u64) -> Result<Resend, StoreError> {
        self.transact(|tx, entries| push::again_after(tx, dev_seq, entries))
    }

    fn forget_acknowledged(&self, before: Timestamp) -> Result<(), StoreError> {
        let files = self.transact(|tx, _| {
            push::forget(tx, before)?;
            purge::forget_files(tx, before)
        })?;
        // The rows are gone first: a file left behind by a crash is found again by its missing row.
        for sha256 in files {
            self.remove_file(&sha256)?;
        }
        Ok(())
    }

    fn change_epoch(&self, epoch: Id) -> Result<(), StoreError> {
        self.transact(|tx, _| feeds::change_epoch(tx, epoch))
    }

    fn note_clock(&self, clock_offset_ms: i64) -> Result<(), StoreError> {
        self.transact(|tx, _| position::note_clock(tx, clock_offset_ms))
    }

    fn note_success(&self, at: Timestamp) -> Result<(), StoreError> {
        self.transact(|tx, _| position::note_success(tx, at))
    }

    fn grant_feeds(&self, feeds: &[FeedId]) -> Result<(), StoreError> {
        if self.read(|reader| feeds::are_granted(reader.connection, feeds))? {
            return Ok(());
        }
        self.transact(|tx, _| feeds::grant(tx, feeds))
    }

    fn apply_page(&self, page: &FeedPage) -> Result<PageOutcome, StoreError> {
        if let Some(outcome) = self.read(|reader| pages::nothing_new(reader.connection, page))? {
            return Ok(outcome);
        }
        self.transact_without_waiting(|tx, _| pages::apply(tx, page))
    }

    fn reset_feed(&self, feed: &FeedId) -> Result<(), StoreError> {
        self.transact(|tx, _| feeds::reset(tx, feed))
    }

    fn begin_fill(&self, manifest: &Manifest) -> Result<(), StoreError> {
        self.transact(|tx, _| fill::begin(tx, manifest))
    }

    fn apply_chunk(&self, feed: &FeedId, sha256: &str, changes: &[Change]) -> Result<(), StoreError> {
        self.transact_without_waiting(|tx, _| fill::apply_chunk(tx, feed, sha256, changes))
    }

    fn finish_fill(&self, feed: &FeedId) -> Result<PageOutcome, StoreError> {
        self.transact(|tx, _| fill::finish(tx, feed))
    }

    fn abandon_fill(&self, feed: &FeedId) -> Result<(), StoreError> {
        self.transact(|tx, _| fill::abandon(tx, feed))
    }

    fn purge_revoked(&self) -> Result<Purged, StoreError> {
        if !self.read(|reader| purge::is_due(reader.connection))? {
            return Ok(Purged::default());
        }
        self.transact(|tx, _| purge::purge(tx))
    }

    fn next_file(&self, now: Timestamp) -> Result<Option<FileToSend>, StoreError> {
        self.read(|reader| uploads::next(reader.connection, now))
    }

    fn next_file_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|reader| uploads::next_at(reader.connection))
    }

    fn read_file(&self, sha256: &str, offset: u64, len: usize) -> Result<Vec<u8>, StoreError> {
        self.file_part(sha256, offset, len)
    }

    fn file_progress(&self, sha256: &str, location: Option<&str>, offset: u64) -> Result<(), StoreError> {
        self.transact(|tx, _| uploads::progress(tx, sha256, location, offset))
    }

    fn file_sent(&self, sha256: &str, at: Timestamp) -> Result<(), StoreError> {
        self.transact(|tx, entries| uploads::sent(tx, sha256, at, entries))
    }

    fn file_failed(&self, sha256: &str, not_before: Timestamp, why: &str) -> Result<(), StoreError> {
        self.transact(|tx, _| uploads::failed(tx, sha256, not_before, why))
    }

    fn files_missing(&self, sha256: &[String]) -> Result<(), StoreError> {
        let here: Vec<&String> = sha256.iter().filter(|sha256| self.has_file(sha256)).collect();
        if here.is_empty() {
            return Ok(());
        }
        self.transact(|tx, _| uploads::wanted_again(tx, &here))
    }
}
