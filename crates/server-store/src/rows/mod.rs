//! The rows of one company inside one transaction: the little that each database does in its own way.
//!
//! Everything that is a rule stands above in `work`, written once. Calls are blocking: a database with an async driver
//! runs them on a blocking thread.

mod index;

use feltbok_domain::{ids::Id, job_life::JobStatus, stock::Movement};
use feltbok_protocol::{feed::FeedId, record::RecordKind};
use serde_json::Value;

pub(crate) use index::{Indexed, parse, word};

use crate::{StoreResult, TabletActor, api::StockLocation};

/// A value of a column beside the body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Column {
    Id(Option<Id>),
    Text(Option<String>),
    Int(Option<i64>),
}

/// The columns beside a body, by name.
pub(crate) type Columns = Vec<(&'static str, Column)>;

/// A stored aggregate.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecordRow {
    pub id: Id,
    pub rev: u64,
    pub body: String,
}

/// A stored aggregate on its way into its row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecordWrite {
    pub row: RecordRow,
    pub columns: Columns,
    /// The columns that differ from the row's, if that is known: the others are left alone, and their indexes with them.
    pub changed: Option<Vec<&'static str>>,
}

/// A record's place in a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FeedItem {
    pub kind: RecordKind,
    pub id: Id,
    pub seq: u64,
    pub rev: u64,
    pub gone: bool,
}

/// A feed's counter row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeedHead {
    pub head: u64,
    pub digest: String,
}

/// A stored result with what it was the answer to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownResult {
    pub hash: String,
    /// The result as JSON.
    pub result: String,
}

/// A result to be kept for ever.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewResult<'a> {
    pub tablet_id: Id,
    pub dev_seq: u64,
    pub op_id: Id,
    pub hash: &'a str,
    pub kind: &'a str,
    pub entity: Id,
    pub job_id: Option<Id>,
    pub outcome: &'a str,
    pub result: &'a str,
    pub at_ms: i64,
    pub received_ms: i64,
}

/// Who changed a field, when and at which revision.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldRev {
    pub rev: u64,
    pub by_id: Id,
    pub by_name: String,
    pub at_ms: i64,
}

/// A notice for dispatch; the id makes it idempotent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewNotice<'a> {
    pub id: Id,
    pub kind: &'a str,
    pub job_id: Option<Id>,
    pub body: Value,
    pub by_name: &'a str,
    pub at_ms: i64,
}

/// Both values of a conflict.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewConflict<'a> {
    pub id: Id,
    pub kind: RecordKind,
    pub record_id: Id,
    pub job_id: Option<Id>,
    pub field: &'a str,
    pub kept: Value,
    pub kept_by: &'a str,
    pub kept_at_ms: Option<i64>,
    pub offered: Value,
    pub offered_by: &'a str,
    pub offered_at_ms: i64,
    pub code: &'a str,
}

/// An open conflict as it is resolved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConflictRow {
    pub kind: RecordKind,
    pub record_id: Id,
    pub field: String,
    pub offered: Value,
}

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AuditLine<'a> {
    pub id: Id,
    pub at_ms: i64,
    pub actor_kind: &'a str,
    pub actor_id: Id,
    pub actor_name: &'a str,
    pub action: &'a str,
    pub subject: Option<Id>,
    pub detail: Value,
}

/// The statements that rules need. Every implementation is bound to one company and one transaction.
pub(crate) trait Rows: RecordRows + FeedRows + ResultRows + LedgerRows + OfficeRows {}

/// Aggregates by id and by their columns, series, and when each field last changed.
pub(crate) trait RecordRows {
    fn company_id(&self) -> Id;
    fn get(&self, kind: RecordKind, id: Id) -> StoreResult<Option<RecordRow>>;
    /// Rows of a kind whose id column has this value, by id.
    fn find(&self, kind: RecordKind, column: &'static str, value: Id) -> StoreResult<Vec<RecordRow>>;
    fn all(&self, kind: RecordKind) -> StoreResult<Vec<RecordRow>>;
    /// A job's state and whose it is, without the rest of it.
    fn job_standing(&self, id: Id) -> StoreResult<Option<(JobStatus, Option<Id>)>>;
    /// Writes records of one kind, none twice, in place of those of their ids.
    fn put(&self, kind: RecordKind, records: Vec<RecordWrite>) -> StoreResult<()>;
    fn put_location(&self, location: &StockLocation) -> StoreResult<()>;
    /// Adds one to a series and gives the new value; a series starts at 1.
    fn next_in(&self, series: &str) -> StoreResult<u64>;
    /// Makes a series go on behind `last`, if it is not there already.
    fn raise_series(&self, series: &str, last: u64) -> StoreResult<()>;
    fn field_rev(&self, kind: RecordKind, id: Id, field: &str) -> StoreResult<Option<FieldRev>>;
    fn set_field_rev(&self, kind: RecordKind, id: Id, field: &str, rev: &FieldRev) -> StoreResult<()>;
}

/// A technician's feed holds every job of theirs that is in one of these; others only for some days.
pub(crate) const HELD_STATUSES: [JobStatus; 8] = [
    JobStatus::Dispatched,
    JobStatus::Accepted,
    JobStatus::Travelling,
    JobStatus::OnSite,
    JobStatus::WaitingParts,
    JobStatus::WaitingCustomer,
    JobStatus::NoAccess,
    JobStatus::Blocked,
];

/// Feeds and what they hold.
pub(crate) trait FeedRows {
    fn feed_head(&self, feed: &FeedId) -> StoreResult<Option<FeedHead>>;
    fn set_feed_head(&self, feed: &FeedId, head: &FeedHead) -> StoreResult<()>;
    /// What a feed holds now; what left it is not listed, so that a long history costs nothing.
    fn live_items(&self, feed: &FeedId) -> StoreResult<Vec<FeedItem>>;
    /// The places of records in every feed that holds them, or held them once.
    fn items_of(&self, ids: &[Id]) -> StoreResult<Vec<(FeedId, FeedItem)>>;
    /// Puts items in place of those of the same records; no record twice.
    fn put_feed_items(&self, feed: &FeedId, items: &[FeedItem]) -> StoreResult<()>;
    /// [`FeedRows::put_feed_items`] for what was live in the feed and stays so: the index of what is live is left alone.
    fn renew_feed_items(&self, feed: &FeedId, items: &[FeedItem]) -> StoreResult<()>;
    /// What a technician's feed has to hold: kind, id and revision. Jobs that ended before `ended_after_ms` stay out.
    fn tech_closure(&self, technician_id: Id, ended_after_ms: i64) -> StoreResult<Vec<(RecordKind, Id, u64)>>;
    /// Technicians whose feed holds a job that ended before the time.
    fn technicians_with_ended_jobs(&self, ended_before_ms: i64) -> StoreResult<Vec<Id>>;
}

/// A tablet's operations and the parts of a transaction.
pub(crate) trait ResultRows {
    fn result(&self, tablet_id: Id, dev_seq: u64) -> StoreResult<Option<KnownResult>>;
    /// Every answer that an operation of this id got, with the `dev_seq` it came under, whatever its tablet.
    fn results_of_operation(&self, op_id: Id) -> StoreResult<Vec<(u64, KnownResult)>>;
    fn put_results(&self, results: &[NewResult<'_>]) -> StoreResult<()>;
    /// The epoch, and how far the tablet's operations came. Errors: `NotFound` for a revoked tablet that nobody vouches
    /// for.
    fn stands_at(&self, tablet: &TabletActor) -> StoreResult<(Id, u64)>;
    fn set_last_dev_seq(&self, tablet_id: Id, dev_seq: u64) -> StoreResult<()>;
    /// Raises the highest work order number seen of a tablet (R30).
    fn raise_work_order(&self, tablet_id: Id, counter: u32) -> StoreResult<()>;
    /// Begins a part of the transaction that can be undone alone; it costs nothing until something is written.
    fn savepoint(&self) -> StoreResult<()>;
    fn release(&self) -> StoreResult<()>;
    fn roll_back(&self) -> StoreResult<()>;
}

/// The stock ledger.
pub(crate) trait LedgerRows {
    fn movement(&self, id: Id) -> StoreResult<Option<Movement>>;
    fn movements_of_visit(&self, visit_id: Id) -> StoreResult<Vec<Movement>>;
    fn movements_of_serial(&self, part_id: Id, serial: &str) -> StoreResult<Vec<Movement>>;
    fn put_movement(&self, movement: &Movement) -> StoreResult<()>;
}

/// What dispatch has to look at, and files that visits name.
pub(crate) trait OfficeRows {
    fn put_notice(&self, notice: &NewNotice<'_>) -> StoreResult<()>;
    fn resolve_notice(&self, id: Id, by: Id, at_ms: i64) -> StoreResult<bool>;
    fn put_conflict(&self, conflict: &NewConflict<'_>) -> StoreResult<()>;
    fn open_conflict(&self, id: Id) -> StoreResult<Option<ConflictRow>>;
    fn close_conflict(&self, id: Id, by: Id, took_offered: bool, at_ms: i64) -> StoreResult<()>;
    fn put_audit(&self, line: &AuditLine<'_>) -> StoreResult<()>;
    /// Notes that a visit names a file; whether it is there already is looked up.
    fn put_file_ref(&self, sha256: &str, visit_id: Id, role: &str, tablet_id: Id) -> StoreResult<()>;
    fn drop_file_ref(&self, sha256: &str, visit_id: Id) -> StoreResult<()>;
}
