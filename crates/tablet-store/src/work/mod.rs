//! A unit of work: edits, drafts, files and counts of one user action, kept together or not at all.

mod attention;
mod counters;
mod drafts;
mod edit;
mod enrolment;
mod fold;
pub(crate) mod outbox;
mod settings;

use std::ops::Deref;

use feltbok_domain::ids::Id;
use feltbok_sync::Ids;
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::{error::StoreError, journal::Entry, read::Reader};

/// One transaction. It reads like a [`Reader`], and sees its own changes.
pub struct Work<'t> {
    reader: Reader<'t>,
    pub(crate) tx: &'t Transaction<'t>,
    now: Timestamp,
    ids: &'t Ids,
    clock_offset_ms: i64,
    pub(crate) entries: Vec<Entry>,
}

impl<'t> Work<'t> {
    pub(crate) fn new(tx: &'t Transaction<'t>, now: Timestamp, ids: &'t Ids) -> Result<Self, StoreError> {
        let clock_offset_ms = tx.query_row("SELECT clock_offset_ms FROM sync_state", [], |row| row.get(0))?;
        Ok(Work { reader: Reader::new(tx), tx, now, ids, clock_offset_ms, entries: Vec::new() })
    }

    /// The time of this action.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Server minus tablet, as measured with the last answer.
    pub fn clock_offset_ms(&self) -> i64 {
        self.clock_offset_ms
    }

    /// A new id.
    pub fn next_id(&self) -> Id {
        self.ids.next_id()
    }

    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

impl<'t> Deref for Work<'t> {
    type Target = Reader<'t>;

    fn deref(&self) -> &Reader<'t> {
        &self.reader
    }
}
