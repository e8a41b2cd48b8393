//! Which feeds a write touches: those that hold all records of its kind, and those of technicians.

use std::collections::{BTreeMap, BTreeSet};

use feltbok_domain::ids::Id;
use feltbok_protocol::{feed::FeedId, record::RecordKind};

use super::{Work, memo::Items};
use crate::{
    StoreResult,
    rows::{Column, FeedItem, HELD_STATUSES},
};

/// Records with their revisions.
pub(super) type Revisions = BTreeMap<(RecordKind, Id), u64>;

/// Columns beside a body, by name.
type Columns = [(&'static str, Column)];

/// What a transaction's writes touched.
#[derive(Default)]
pub(super) struct Touched {
    /// Technicians whose feed has to be compared with what it should hold.
    pub technicians: BTreeSet<Id>,
    /// Records of feeds that hold every record of their kinds, and of technicians' feeds that hold them as before.
    pub direct: BTreeMap<FeedId, Revisions>,
}

impl Touched {
    /// Adds what was touched before this.
    pub fn add_to(&mut self, before: Touched) {
        let mut whole = before;
        whole.technicians.append(&mut self.technicians);
        for (feed, records) in std::mem::take(&mut self.direct) {
            // One by one: to append few to many costs as much as the many.
            whole.direct.entry(feed).or_default().extend(records);
        }
        *self = whole;
    }
}

impl Work<'_> {
    /// Marks the feeds that a record is in, by its columns as written and as they were, if that is known.
    pub(super) fn touch(
        &mut self,
        kind: RecordKind,
        id: Id,
        rev: u64,
        before: Option<&Columns>,
        after: &Columns,
    ) -> StoreResult<()> {
        match kind {
            RecordKind::Part => self.touch_direct(FeedId::Catalogue(self.rows.company_id()), kind, id, rev),
            RecordKind::StockLevel => {
                let location = named(after, "location_id").expect("a stock level has a location");
                self.touch_direct(FeedId::Stock(location), kind, id, rev);
            }
            kind if FeedId::Company.carries(kind) => self.touch_direct(FeedId::Company, kind, id, rev),
            _ => {
                if let Some(holders) = self.unchanged_holders(kind, id, before, after)? {
                    for technician in holders {
                        self.touch_direct(FeedId::Tech(technician), kind, id, rev);
                    }
                    return Ok(());
                }
                self.touched.technicians.extend(named(after, "technician_id").filter(|_| kind == RecordKind::Job));
                self.touch_holders(kind, id)?;
                // A record that is new comes into the feeds that hold what it belongs to.
                let anchor = match kind {
                    RecordKind::Visit => named(after, "job_id").map(|id| (RecordKind::Job, id)),
                    RecordKind::Contact | RecordKind::Site | RecordKind::Agreement => {
                        named(after, "customer_id").map(|id| (RecordKind::Customer, id))
                    }
                    RecordKind::Equipment => named(after, "site_id").map(|id| (RecordKind::Site, id)),
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

    /// The technicians whose feeds have the record, where the write cannot have changed which they are nor what else they
    /// hold: comparing a feed of 1,000 jobs costs as much as a hundred edits. `None` where it may have.
    fn unchanged_holders(
        &self,
        kind: RecordKind,
        id: Id,
        before: Option<&Columns>,
        after: &Columns,
    ) -> StoreResult<Option<Vec<Id>>> {
        match kind {
            RecordKind::Job if before.is_some_and(|before| is_held_alike(before, after)) => {
                let holders = self.holders(kind, id)?;
                Ok(named(after, "technician_id").filter(|mine| holders == [*mine]).map(|_| holders))
            }
            // A visit is where its job is.
            RecordKind::Visit => {
                let job = named(after, "job_id");
                let moved = before.is_some_and(|before| named(before, "job_id") != job);
                job.filter(|_| !moved).map(|job| self.holders(RecordKind::Job, job)).transpose()
            }
            _ => Ok(None),
        }
    }

    fn touch_direct(&mut self, feed: FeedId, kind: RecordKind, id: Id, rev: u64) {
        self.touched.direct.entry(feed).or_default().insert((kind, id), rev);
    }

    fn touch_holders(&mut self, kind: RecordKind, id: Id) -> StoreResult<()> {
        let holders = self.holders(kind, id)?;
        self.touched.technicians.extend(holders);
        Ok(())
    }

    /// Technicians whose feed holds the record.
    fn holders(&self, kind: RecordKind, id: Id) -> StoreResult<Vec<Id>> {
        let items = self.items_of(id)?;
        let holder = |(feed, item): &(FeedId, FeedItem)| match feed {
            FeedId::Tech(technician) if item.kind == kind && !item.gone => Some(*technician),
            _ => None,
        };
        Ok(items.iter().filter_map(holder).collect())
    }

    /// Where the records with the id stand in feeds (a machine and its passport share theirs), as it was before this
    /// transaction.
    pub(super) fn items_of(&self, id: Id) -> StoreResult<Items> {
        self.memo.items(id, || self.rows.items_of(&[id]))
    }
}

/// Whether a job stands in the same feed, and draws the same records into it, as before.
fn is_held_alike(before: &Columns, after: &Columns) -> bool {
    let is_held = |columns: &Columns| match column(columns, "status") {
        Some(Column::Text(Some(status))) => {
            serde_json::from_value(status.as_str().into()).is_ok_and(|status| HELD_STATUSES.contains(&status))
        }
        _ => false,
    };
    let decides = ["technician_id", "customer_id", "site_id", "equipment_id", "agreement_id"];
    is_held(before) && is_held(after) && decides.iter().all(|name| column(before, name) == column(after, name))
}

fn column<'c>(columns: &'c Columns, name: &str) -> Option<&'c Column> {
    columns.iter().find(|(known, _)| *known == name).map(|(_, column)| column)
}

fn named(columns: &Columns, name: &str) -> Option<Id> {
    match column(columns, name) {
        Some(Column::Id(id)) => *id,
        _ => None,
    }
}
