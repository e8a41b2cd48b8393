//! Feeds: after the writes, what each touched feed holds is compared with what it should hold.

use std::collections::BTreeMap;

use feltbok_domain::ids::Id;
use feltbok_protocol::{digest::FeedDigest, feed::FeedId, record::RecordKind};
use jiff::SignedDuration;

use super::{Work, touch::Revisions};
use crate::{
    StoreError, StoreResult,
    api::Moved,
    rows::{FeedHead, FeedItem, Rows},
};

/// Days that a tablet keeps a job after its last visit ended: for a look at the document, or a revision of it.
const ENDED_KEPT_DAYS: i64 = 3;

impl Work<'_> {
    /// Brings the touched feeds up to date, in sorted order and each head last, and tells which have moved.
    pub fn finish(self) -> StoreResult<Moved> {
        self.write_records()?;
        let ended_after = self.kept_since();
        let mut feeds: BTreeMap<FeedId, Option<&Revisions>> =
            self.touched.direct.iter().map(|(feed, records)| (feed.clone(), Some(records))).collect();
        // A feed that is compared as a whole needs nothing else.
        feeds.extend(self.touched.technicians.iter().map(|id| (FeedId::Tech(*id), None)));

        let mut moved = Moved::new();
        for (feed, records) in feeds {
            let mut pen = FeedPen::open(self.rows, &feed)?;
            match (&feed, records) {
                (_, Some(records)) => {
                    for ((kind, id), rev) in records {
                        let items = self.items_of(*id)?;
                        let known = items.iter().find(|(place, item)| item.kind == *kind && *place == feed);
                        let known = known.map(|(_, item)| item);
                        pen.upsert(*kind, *id, *rev, known);
                    }
                }
                (FeedId::Tech(technician), None) => {
                    reconcile(&mut pen, &self.rows.tech_closure(*technician, ended_after)?)?
                }
                (_, None) => {}
            }
            moved.extend(pen.close()?.map(|head| (feed, head)));
        }
        Ok(moved)
    }

    /// Marks the feeds of technicians that hold jobs which ended too long ago.
    pub fn touch_ended(&mut self) -> StoreResult<()> {
        self.write_records()?;
        self.touched.technicians.extend(self.rows.technicians_with_ended_jobs(self.kept_since())?);
        Ok(())
    }

    /// Jobs that ended before this time, in milliseconds, leave the tablets.
    fn kept_since(&self) -> i64 {
        let kept = SignedDuration::from_hours(24 * ENDED_KEPT_DAYS);
        self.at.checked_sub(kept).map_or(i64::MIN, |since| since.as_millisecond())
    }
}

/// Writes the difference between what a feed holds and what it should: new and changed records, then those that left.
fn reconcile(pen: &mut FeedPen<'_>, wanted: &[(RecordKind, Id, u64)]) -> StoreResult<()> {
    let held: BTreeMap<(RecordKind, Id), FeedItem> =
        pen.rows.live_items(pen.feed)?.into_iter().map(|item| ((item.kind, item.id), item)).collect();
    let wanted: BTreeMap<(RecordKind, Id), u64> = wanted.iter().map(|(kind, id, rev)| ((*kind, *id), *rev)).collect();
    for ((kind, id), rev) in &wanted {
        pen.upsert(*kind, *id, *rev, held.get(&(*kind, *id)));
    }
    for item in held.values().filter(|item| !wanted.contains_key(&(item.kind, item.id))) {
        pen.revoke(item);
    }
    Ok(())
}

/// Adds changes to one feed; they are written when it is closed, the counter row last.
struct FeedPen<'r> {
    rows: &'r dyn Rows,
    feed: &'r FeedId,
    head_before: Option<u64>,
    head: u64,
    digest: FeedDigest,
    /// Live before and now.
    renewed: Vec<FeedItem>,
    others: Vec<FeedItem>,
}

impl<'r> FeedPen<'r> {
    fn open(rows: &'r dyn Rows, feed: &'r FeedId) -> StoreResult<Self> {
        let known = rows.feed_head(feed)?;
        let digest = match &known {
            None => FeedDigest::default(),
            Some(known) => FeedDigest::from_hex(&known.digest).ok_or_else(|| StoreError::Corrupt {
                what: format!("digest of feed {feed}"),
                why: known.digest.clone(),
            })?,
        };
        let head = known.as_ref().map_or(0, |known| known.head);
        let head_before = known.map(|known| known.head);
        Ok(FeedPen { rows, feed, head_before, head, digest, renewed: Vec::new(), others: Vec::new() })
    }

    fn upsert(&mut self, kind: RecordKind, id: Id, rev: u64, known: Option<&FeedItem>) {
        let live = known.filter(|item| !item.gone);
        if live.is_some_and(|item| item.rev == rev) {
            return;
        }
        if let Some(item) = live {
            self.digest.toggle(kind, id, item.rev);
        }
        self.digest.toggle(kind, id, rev);
        self.head += 1;
        let items = if live.is_some() { &mut self.renewed } else { &mut self.others };
        items.push(FeedItem { kind, id, seq: self.head, rev, gone: false });
    }

    fn revoke(&mut self, item: &FeedItem) {
        self.digest.toggle(item.kind, item.id, item.rev);
        self.head += 1;
        self.others.push(FeedItem { seq: self.head, gone: true, ..*item });
    }

    /// The new head if the feed has moved, or was not there before.
    fn close(self) -> StoreResult<Option<u64>> {
        if self.head_before == Some(self.head) {
            return Ok(None);
        }
        self.rows.renew_feed_items(self.feed, &self.renewed)?;
        self.rows.put_feed_items(self.feed, &self.others)?;
        let head = FeedHead { head: self.head, digest: self.digest.to_hex() };
        self.rows.set_feed_head(self.feed, &head)?;
        Ok(Some(self.head))
    }
}
