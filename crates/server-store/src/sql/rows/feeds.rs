//! Feeds: counter rows, what each holds, and what a technician's should hold.

use std::sync::LazyLock;

use feltbok_domain::ids::Id;
use feltbok_protocol::{feed::FeedId, record::RecordKind};

use super::SqlRows;
use crate::{
    StoreResult,
    rows::{FeedHead, FeedItem, FeedRows, HELD_STATUSES, word},
    sql::{Row, params, row_of},
};

/// What a technician's feed holds (DESIGN §3): their jobs with everything needed to do them, and the other machines
/// of the sites, because the sticker that is scanned may be another machine's.
static TECH_CLOSURE: LazyLock<String> = LazyLock::new(|| {
    let held = HELD_STATUSES.map(|status| format!("'{}'", word(&status))).join(", ");
    format!(
        "
    WITH j AS MATERIALIZED (
        SELECT id, rev, customer_id, site_id, equipment_id, agreement_id FROM job
        WHERE company_id = ?1 AND technician_id = ?2 AND (
            status IN ({held})
            OR (status NOT IN ('cancelled', 'declined') AND ended_ms > ?3))),
    e AS MATERIALIZED (
        SELECT id, rev, site_id, agreement_id FROM equipment WHERE company_id = ?1 AND id IN (SELECT equipment_id FROM j)
        UNION
        SELECT id, rev, site_id, agreement_id FROM equipment WHERE company_id = ?1 AND site_id IN (SELECT site_id FROM j))
    SELECT 'job', id, rev FROM j
    UNION ALL SELECT 'visit', id, rev FROM visit WHERE company_id = ?1 AND job_id IN (SELECT id FROM j)
    UNION ALL SELECT 'customer', id, rev FROM customer WHERE company_id = ?1 AND id IN (SELECT customer_id FROM j)
    UNION ALL SELECT 'site', id, rev FROM site
        WHERE company_id = ?1 AND id IN (SELECT site_id FROM j UNION SELECT site_id FROM e)
    UNION ALL SELECT 'contact', id, rev FROM contact
        WHERE company_id = ?1 AND customer_id IN (SELECT customer_id FROM j)
          AND (site_id IS NULL OR site_id IN (SELECT site_id FROM j))
    UNION ALL SELECT 'equipment', id, rev FROM e
    UNION ALL SELECT 'passport', id, rev FROM passport WHERE company_id = ?1 AND id IN (SELECT id FROM e)
    UNION ALL SELECT 'agreement', id, rev FROM agreement
        WHERE company_id = ?1 AND id IN (SELECT agreement_id FROM j UNION SELECT agreement_id FROM e)"
    )
});

impl FeedRows for SqlRows<'_> {
    fn feed_head(&self, feed: &FeedId) -> StoreResult<Option<FeedHead>> {
        self.first(
            "SELECT head, digest FROM feed WHERE company_id = ?1 AND feed = ?2",
            params![self.company_id, feed.to_string()],
            |row| Ok(FeedHead { head: row.get(0)?, digest: row.get(1)? }),
        )
    }

    fn set_feed_head(&self, feed: &FeedId, head: &FeedHead) -> StoreResult<()> {
        self.run(
            "INSERT INTO feed (company_id, feed, head, digest) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (company_id, feed) DO UPDATE SET head = excluded.head, digest = excluded.digest",
            params![self.company_id, feed.to_string(), head.head, head.digest],
        )?;
        Ok(())
    }

    fn live_items(&self, feed: &FeedId) -> StoreResult<Vec<FeedItem>> {
        self.collect(
            "SELECT kind, record_id, seq, rev, gone FROM feed_item WHERE company_id = ?1 AND feed = ?2 AND gone = 0",
            params![self.company_id, feed.to_string()],
            feed_item,
        )
    }

    fn items_of(&self, ids: &[Id]) -> StoreResult<Vec<(FeedId, FeedItem)>> {
        let items: Vec<(String, FeedItem)> = self.collect_of(
            "SELECT kind, record_id, seq, rev, gone, feed FROM feed_item WHERE company_id = ?1 AND record_id",
            ids,
            |row| Ok((row.get(5)?, feed_item(row)?)),
        )?;
        Ok(items.into_iter().filter_map(|(feed, item)| Some((feed.parse().ok()?, item))).collect())
    }

    fn put_feed_items(&self, feed: &FeedId, items: &[FeedItem]) -> StoreResult<()> {
        self.write_items(feed, items, "seq = excluded.seq, rev = excluded.rev, gone = excluded.gone")
    }

    fn renew_feed_items(&self, feed: &FeedId, items: &[FeedItem]) -> StoreResult<()> {
        self.write_items(feed, items, "seq = excluded.seq, rev = excluded.rev")
    }

    fn tech_closure(&self, technician_id: Id, ended_after_ms: i64) -> StoreResult<Vec<(RecordKind, Id, u64)>> {
        self.collect(&TECH_CLOSURE, params![self.company_id, technician_id, ended_after_ms], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    }

    fn technicians_with_ended_jobs(&self, ended_before_ms: i64) -> StoreResult<Vec<Id>> {
        self.collect(
            "SELECT DISTINCT job.technician_id FROM feed_item AS item
             JOIN job ON job.company_id = item.company_id AND job.id = item.record_id
             WHERE item.company_id = ?1 AND item.kind = 'job' AND item.gone = 0
               AND job.technician_id IS NOT NULL AND job.ended_ms <= ?2",
            params![self.company_id, ended_before_ms],
            |row| row.get(0),
        )
    }
}

impl SqlRows<'_> {
    fn write_items(&self, feed: &FeedId, items: &[FeedItem], set: &str) -> StoreResult<()> {
        let feed = feed.to_string();
        let values = |item: &FeedItem| {
            row_of![self.company_id, feed, item.kind.as_str(), item.id, item.seq, item.rev, item.gone]
        };
        self.run_many(
            "INSERT INTO feed_item (company_id, feed, kind, record_id, seq, rev, gone)",
            items.iter().map(values).collect(),
            &format!("ON CONFLICT (company_id, feed, kind, record_id) DO UPDATE SET {set}"),
        )
    }
}

fn feed_item(row: &Row) -> StoreResult<FeedItem> {
    Ok(FeedItem { kind: row.get(0)?, id: row.get(1)?, seq: row.get(2)?, rev: row.get(3)?, gone: row.get(4)? })
}
