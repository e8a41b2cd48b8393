//! The rules of sync and dispatch inside one transaction of one company, above plain rows.

mod contact;
mod dispatch;
mod doubt;
mod draft;
mod feeds;
mod job;
mod memo;
mod movement;
mod notice;
mod passport;
mod push;
mod received;
mod schedule;
mod seal;
mod seed;
mod touch;
mod visit;

use std::rc::Rc;

use feltbok_domain::ids::{self, Id};
use feltbok_protocol::record::Recorded;
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    StoreError, StoreResult,
    rows::{AuditLine, Indexed, RecordRow, RecordWrite, Rows, parse},
};

pub(crate) use dispatch::{demand, demand_dispatch};
pub(crate) use doubt::doubt_notice;
pub(crate) use received::Received;

/// Who a change is by, as it is shown to people.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub kind: &'static str,
    pub id: Id,
    pub name: String,
}

/// An aggregate with the revision it was read at; 0 for one that is not stored yet. A batch asks for the same ones often, so
/// that they are shared and not copied.
#[derive(Debug, Clone)]
pub(crate) struct Stored<T> {
    pub rev: u64,
    pub value: Rc<T>,
}

impl<T: Indexed> Stored<T> {
    fn new(rev: u64, value: T) -> Self {
        Stored { rev, value: Rc::new(value) }
    }

    /// The aggregate to be changed, or handed out, with its revision.
    fn into_owned(self) -> (T, u64) {
        (Rc::unwrap_or_clone(self.value), self.rev)
    }

    fn row(&self) -> RecordRow {
        let body = serde_json::to_string(&*self.value).expect("aggregates hold only text keys and finite numbers");
        RecordRow { id: self.value.record_id(), rev: self.rev, body }
    }
}

/// One transaction's work: reads, writes, and the feeds that the writes touched.
pub(crate) struct Work<'r> {
    rows: &'r dyn Rows,
    author: Author,
    /// The server's time of the transaction.
    at: Timestamp,
    touched: touch::Touched,
    memo: memo::Memo,
}

impl<'r> Work<'r> {
    pub fn new(rows: &'r dyn Rows, author: Author, at: Timestamp) -> Self {
        Work { rows, author, at, touched: touch::Touched::default(), memo: memo::Memo::default() }
    }

    fn find<T: Indexed>(&self, id: Id) -> StoreResult<Option<Stored<T>>> {
        if let Some(known) = self.memo.record(id) {
            return Ok(Some(known));
        }
        let Some(row) = self.rows.get(T::KIND, id)? else { return Ok(None) };
        let found = Stored::new(row.rev, parse::<T>(&row)?);
        self.memo.keep(id, found.clone());
        Ok(Some(found))
    }

    /// Errors: `NotFound`.
    fn load<T: Indexed>(&self, id: Id) -> StoreResult<Stored<T>> {
        self.find(id)?.ok_or(StoreError::NotFound)
    }

    fn list<T: Indexed>(&self, column: &'static str, value: Id) -> StoreResult<Vec<Stored<T>>> {
        self.write_records()?;
        let rows = self.rows.find(T::KIND, column, value)?;
        rows.iter().map(|row| Ok(Stored::new(row.rev, parse(row)?))).collect()
    }

    /// Every record of a kind, by id.
    fn all<T: Recorded>(&self) -> StoreResult<Rc<Vec<T>>> {
        self.memo.list(T::KIND, || {
            self.write_records()?;
            self.rows.all(T::KIND)?.iter().map(parse).collect()
        })
    }

    /// Saves an aggregate as a revision after `known_rev` and marks the feeds it is in. A new one is written at once,
    /// since other rows refer to it; another one when rows are read, or at the end: a batch may change it often.
    fn save<T: Indexed>(&mut self, value: T, known_rev: u64) -> StoreResult<Stored<T>> {
        let id = value.record_id();
        let saved = Stored::new(self.rev_after(known_rev), value);
        if known_rev == 0 {
            let columns = saved.value.columns();
            self.rows.put(T::KIND, vec![RecordWrite { row: saved.row(), columns, changed: None }])?;
        }
        let before = self.memo.record::<T>(id).filter(|before| before.rev == known_rev);
        self.memo.save(saved.clone(), known_rev != 0);
        let before = before.map(|before| before.value.columns());
        self.touch(T::KIND, id, saved.rev, before.as_deref(), &saved.value.columns())?;
        Ok(saved)
    }

    /// Writes the records that were saved since rows were last read.
    fn write_records(&self) -> StoreResult<()> {
        self.memo.write(|kind, records| self.rows.put(kind, records))
    }

    /// The next revision. It carries the time (milliseconds since 1970): a server that was restored from a backup without
    /// being told gives out none again that a tablet saw before with another content, so that digests tell them apart.
    fn rev_after(&self, known_rev: u64) -> u64 {
        u64::try_from(self.at.as_millisecond()).unwrap_or(0).max(known_rev + 1)
    }

    /// Writes a line of the audit log.
    pub fn audit(&self, action: &str, subject: Option<Id>, detail: Value) -> StoreResult<()> {
        let purpose = format!("{action} {} {}", self.at, subject.unwrap_or_default());
        self.rows.put_audit(&AuditLine {
            id: ids::derived(self.author.id, &purpose),
            at_ms: self.at.as_millisecond(),
            actor_kind: self.author.kind,
            actor_id: self.author.id,
            actor_name: &self.author.name,
            action,
            subject,
            detail,
        })
    }
}
