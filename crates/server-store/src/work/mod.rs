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
mod schedule;
mod seal;
mod seed;
mod visit;

use std::collections::{BTreeMap, BTreeSet};

use feltbok_domain::ids::{self, Id};
use feltbok_protocol::{
    feed::FeedId,
    record::{RecordKind, Recorded},
};
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    StoreError, StoreResult,
    rows::{AuditLine, Indexed, RecordRow, Rows, parse},
};

pub(crate) use dispatch::{demand, demand_dispatch};
pub(crate) use doubt::doubt_notice;

/// Who a change is by, as it is shown to people.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub kind: &'static str,
    pub id: Id,
    pub name: String,
}

/// An aggregate with the revision it was read at; 0 for one that is not stored yet.
#[derive(Debug, Clone)]
pub(crate) struct Stored<T> {
    pub rev: u64,
    pub value: T,
}

/// Records with their revisions.
type Revisions = BTreeMap<(RecordKind, Id), u64>;

/// One transaction's work: reads, writes, and the feeds that the writes touched.
pub(crate) struct Work<'r> {
    rows: &'r dyn Rows,
    author: Author,
    /// The server's time of the transaction.
    at: Timestamp,
    /// Technicians whose feed has to be compared with what it should hold.
    technicians: BTreeSet<Id>,
    /// Records of feeds that hold every record of their kinds.
    direct: BTreeMap<FeedId, Revisions>,
    memo: memo::Memo,
}

impl<'r> Work<'r> {
    pub fn new(rows: &'r dyn Rows, author: Author, at: Timestamp) -> Self {
        Work { rows, author, at, technicians: BTreeSet::new(), direct: BTreeMap::new(), memo: memo::Memo::default() }
    }

    fn find<T: Recorded>(&self, id: Id) -> StoreResult<Option<Stored<T>>> {
        if let Some(known) = self.memo.record(id) {
            return Ok(Some(known));
        }
        let Some(row) = self.rows.get(T::KIND, id)? else { return Ok(None) };
        let found = Stored { rev: row.rev, value: parse::<T>(&row)? };
        self.memo.keep(id, found.clone());
        Ok(Some(found))
    }

    /// Errors: `NotFound`.
    fn load<T: Recorded>(&self, id: Id) -> StoreResult<Stored<T>> {
        self.find(id)?.ok_or(StoreError::NotFound)
    }

    fn list<T: Recorded>(&self, column: &'static str, value: Id) -> StoreResult<Vec<Stored<T>>> {
        let rows = self.rows.find(T::KIND, column, value)?;
        rows.iter().map(|row| Ok(Stored { rev: row.rev, value: parse(row)? })).collect()
    }

    fn all<T: Recorded>(&self) -> StoreResult<Vec<T>> {
        self.rows.all(T::KIND)?.iter().map(parse).collect()
    }

    /// Writes an aggregate as a revision after `known_rev` and marks the feeds it is in.
    fn save<T: Indexed>(&mut self, value: &T, known_rev: u64) -> StoreResult<u64> {
        let body = serde_json::to_string(value).expect("aggregates hold only text keys and finite numbers");
        let row = RecordRow { id: value.record_id(), rev: self.rev_after(known_rev), body };
        self.rows.put(T::KIND, &row, &value.columns())?;
        self.memo.keep(row.id, Stored { rev: row.rev, value: value.clone() });
        self.touch(T::KIND, row.id, row.rev, value)?;
        Ok(row.rev)
    }

    /// The next revision. It carries the time (milliseconds since 1970): a server that was restored from a backup without
    /// being told gives out none again that a tablet saw before with another content, so that digests tell them apart.
    fn rev_after(&self, known_rev: u64) -> u64 {
        u64::try_from(self.at.as_millisecond()).unwrap_or(0).max(known_rev + 1)
    }

    fn touch<T: Indexed>(&mut self, kind: RecordKind, id: Id, rev: u64, value: &T) -> StoreResult<()> {
        let columns = value.columns();
        let column = |name: &str| {
            columns.iter().find(|(known, _)| *known == name).and_then(|(_, column)| match column {
                crate::rows::Column::Id(id) => *id,
                _ => None,
            })
        };
        match kind {
            RecordKind::Part => self.touch_direct(FeedId::Catalogue(self.rows.company_id()), kind, id, rev),
            RecordKind::StockLevel => {
                let location = column("location_id").expect("a stock level has a location");
                self.touch_direct(FeedId::Stock(location), kind, id, rev);
            }
            kind if FeedId::Company.carries(kind) => self.touch_direct(FeedId::Company, kind, id, rev),
            _ => {
                self.technicians.extend(column("technician_id").filter(|_| kind == RecordKind::Job));
                self.touch_holders(kind, id)?;
                // A record that is new comes into the feeds that hold what it belongs to.
                let anchor = match kind {
                    RecordKind::Visit => column("job_id").map(|id| (RecordKind::Job, id)),
                    RecordKind::Contact | RecordKind::Site | RecordKind::Agreement => {
                        column("customer_id").map(|id| (RecordKind::Customer, id))
                    }
                    RecordKind::Equipment => column("site_id").map(|id| (RecordKind::Site, id)),
                    RecordKind::Passport => Some((RecordKind::Equipment, id)),
                    _ => None,
                };
                if let Some((kind, id)) = anchor {
                    self.touch_holders(kind, id)?;
                }
            }
        }
        Ok(())
    }

    fn touch_direct(&mut self, feed: FeedId, kind: RecordKind, id: Id, rev: u64) {
        self.direct.entry(feed).or_default().insert((kind, id), rev);
    }

    fn touch_holders(&mut self, kind: RecordKind, id: Id) -> StoreResult<()> {
        let holders = self.memo.holders((kind, id), || {
            let feeds = self.rows.feeds_holding(kind, id)?.into_iter();
            Ok(feeds
                .filter_map(|feed| if let FeedId::Tech(technician) = feed { Some(technician) } else { None })
                .collect())
        })?;
        self.technicians.extend(holders);
        Ok(())
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
