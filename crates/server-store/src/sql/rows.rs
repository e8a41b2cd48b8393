//! The rows of one company in one transaction.

use feltbok_domain::{ids::Id, stock::Movement};
use feltbok_protocol::{feed::FeedId, record::RecordKind};

use crate::{
    StoreError, StoreResult,
    api::{LocationKind, StockLocation},
    rows::{
        AuditLine, Column, ConflictRow, FeedHead, FeedItem, FieldRev, NewConflict, NewNotice, NewResult, RecordRow,
        ResultRow, Rows, word,
    },
    sql::{Database, Row, Value, params, value::ToValue},
};

/// What a technician's feed holds (DESIGN §3): their jobs with everything needed to do them, and the other machines
/// of the sites, because the sticker that is scanned may be another machine's.
pub(super) const TECH_CLOSURE: &str = "
    WITH j AS MATERIALIZED (
        SELECT id, rev, customer_id, site_id, equipment_id, agreement_id FROM job
        WHERE company_id = ?1 AND technician_id = ?2 AND (
            status IN ('dispatched', 'accepted', 'travelling', 'on_site', 'waiting_parts', 'waiting_customer',
                       'no_access', 'blocked')
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
        WHERE company_id = ?1 AND id IN (SELECT agreement_id FROM j UNION SELECT agreement_id FROM e)";

/// Rows of one company; every statement names it.
pub(crate) struct SqlRows<'t> {
    database: &'t dyn Database,
    company_id: Id,
}

impl<'t> SqlRows<'t> {
    pub fn new(database: &'t dyn Database, company_id: Id) -> Self {
        SqlRows { database, company_id }
    }

    fn run(&self, sql: &str, values: &[Value]) -> StoreResult<usize> {
        self.database.execute(sql, values)
    }

    fn first<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl FnOnce(&Row) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        self.database.first(sql, values, read)
    }

    fn collect<T>(&self, sql: &str, values: &[Value], read: impl FnMut(&Row) -> StoreResult<T>) -> StoreResult<Vec<T>> {
        self.database.collect(sql, values, read)
    }

    fn movements(&self, sql: &str, values: &[Value]) -> StoreResult<Vec<Movement>> {
        let bodies: Vec<String> = self.collect(sql, values, |row| row.get(0))?;
        bodies.iter().map(|body| from_json("movement", body)).collect()
    }
}

fn from_json<T: serde::de::DeserializeOwned>(what: &str, body: &str) -> StoreResult<T> {
    serde_json::from_str(body).map_err(|error| StoreError::Corrupt { what: what.to_owned(), why: error.to_string() })
}

fn record_row(row: &Row) -> StoreResult<RecordRow> {
    Ok(RecordRow { id: row.get(0)?, rev: row.get(1)?, body: row.get(2)? })
}

fn feed_item(row: &Row) -> StoreResult<FeedItem> {
    Ok(FeedItem { kind: row.get(0)?, id: row.get(1)?, seq: row.get(2)?, rev: row.get(3)?, gone: row.get(4)? })
}

impl ToValue for Column {
    fn to_value(&self) -> Value {
        match self {
            Column::Id(id) => id.to_value(),
            Column::Text(text) => text.to_value(),
            Column::Int(value) => value.to_value(),
        }
    }
}

impl Rows for SqlRows<'_> {
    fn company_id(&self) -> Id {
        self.company_id
    }

    fn get(&self, kind: RecordKind, id: Id) -> StoreResult<Option<RecordRow>> {
        let sql = format!("SELECT id, rev, body FROM {} WHERE company_id = ?1 AND id = ?2", kind.as_str());
        self.first(&sql, params![self.company_id, id], record_row)
    }

    fn find(&self, kind: RecordKind, column: &'static str, value: Id) -> StoreResult<Vec<RecordRow>> {
        let table = kind.as_str();
        let sql = format!("SELECT id, rev, body FROM {table} WHERE company_id = ?1 AND {column} = ?2 ORDER BY id");
        self.collect(&sql, params![self.company_id, value], record_row)
    }

    fn all(&self, kind: RecordKind) -> StoreResult<Vec<RecordRow>> {
        let sql = format!("SELECT id, rev, body FROM {} WHERE company_id = ?1 ORDER BY id", kind.as_str());
        self.collect(&sql, params![self.company_id], record_row)
    }

    fn put(&self, kind: RecordKind, row: &RecordRow, columns: &[(&'static str, Column)]) -> StoreResult<()> {
        let names: String = columns.iter().map(|(name, _)| format!(", {name}")).collect();
        let holes: String = (5..5 + columns.len()).map(|hole| format!(", ?{hole}")).collect();
        let sets: String = columns.iter().map(|(name, _)| format!(", {name} = excluded.{name}")).collect();
        let sql = format!(
            "INSERT INTO {} (company_id, id, rev, body{names}) VALUES (?1, ?2, ?3, ?4{holes})
             ON CONFLICT (company_id, id) DO UPDATE SET rev = excluded.rev, body = excluded.body{sets}",
            kind.as_str()
        );
        let mut values = params![self.company_id, row.id, row.rev, row.body].to_vec();
        values.extend(columns.iter().map(|(_, column)| column.to_value()));
        self.run(&sql, &values)?;
        Ok(())
    }

    fn put_location(&self, location: &StockLocation) -> StoreResult<()> {
        let kind = match location.kind {
            LocationKind::Depot => "depot",
            LocationKind::Van => "van",
        };
        self.run(
            "INSERT INTO stock_location (company_id, id, name, kind) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (company_id, id) DO UPDATE SET name = excluded.name, kind = excluded.kind",
            params![self.company_id, location.id, location.name, kind],
        )?;
        Ok(())
    }

    fn next_in(&self, series: &str) -> StoreResult<u64> {
        let next = self.first(
            "INSERT INTO counter (company_id, series, last) VALUES (?1, ?2, 1)
             ON CONFLICT (company_id, series) DO UPDATE SET last = counter.last + 1 RETURNING last",
            params![self.company_id, series],
            |row| row.get(0),
        )?;
        Ok(next.expect("an upsert returns its row"))
    }

    fn raise_series(&self, series: &str, last: u64) -> StoreResult<()> {
        self.run(
            "INSERT INTO counter (company_id, series, last) VALUES (?1, ?2, ?3)
             ON CONFLICT (company_id, series) DO UPDATE SET last = excluded.last WHERE excluded.last > counter.last",
            params![self.company_id, series, last],
        )?;
        Ok(())
    }

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

    fn feed_item(&self, feed: &FeedId, kind: RecordKind, id: Id) -> StoreResult<Option<FeedItem>> {
        self.first(
            "SELECT kind, record_id, seq, rev, gone FROM feed_item
             WHERE company_id = ?1 AND feed = ?2 AND kind = ?3 AND record_id = ?4",
            params![self.company_id, feed.to_string(), kind.as_str(), id],
            feed_item,
        )
    }

    fn put_feed_item(&self, feed: &FeedId, item: &FeedItem) -> StoreResult<()> {
        self.run(
            "INSERT INTO feed_item (company_id, feed, kind, record_id, seq, rev, gone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (company_id, feed, kind, record_id)
             DO UPDATE SET seq = excluded.seq, rev = excluded.rev, gone = excluded.gone",
            params![self.company_id, feed.to_string(), item.kind.as_str(), item.id, item.seq, item.rev, item.gone],
        )?;
        Ok(())
    }

    fn feeds_holding(&self, kind: RecordKind, id: Id) -> StoreResult<Vec<FeedId>> {
        let feeds: Vec<String> = self.collect(
            "SELECT feed FROM feed_item WHERE company_id = ?1 AND record_id = ?2 AND kind = ?3 AND gone = 0",
            params![self.company_id, id, kind.as_str()],
            |row| row.get(0),
        )?;
        Ok(feeds.iter().filter_map(|feed| feed.parse().ok()).collect())
    }

    fn tech_closure(&self, technician_id: Id, ended_after_ms: i64) -> StoreResult<Vec<(RecordKind, Id, u64)>> {
        self.collect(TECH_CLOSURE, params![self.company_id, technician_id, ended_after_ms], |row| {
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

    fn result(&self, tablet_id: Id, dev_seq: u64) -> StoreResult<Option<ResultRow>> {
        self.first(
            "SELECT hash, result FROM operation_result WHERE company_id = ?1 AND tablet_id = ?2 AND dev_seq = ?3",
            params![self.company_id, tablet_id, dev_seq],
            |row| Ok(ResultRow { hash: row.get(0)?, result: row.get(1)? }),
        )
    }

    fn put_result(&self, result: &NewResult<'_>) -> StoreResult<()> {
        self.run(
            "INSERT INTO operation_result
                 (company_id, tablet_id, dev_seq, op_id, hash, kind, entity, job_id, outcome, result, at_ms, received_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                self.company_id,
                result.tablet_id,
                result.dev_seq,
                result.op_id,
                result.hash,
                result.kind,
                result.entity,
                result.job_id,
                result.outcome,
                result.result,
                result.at_ms,
                result.received_ms
            ],
        )?;
        Ok(())
    }

    fn last_dev_seq(&self, tablet_id: Id) -> StoreResult<u64> {
        let last = self.first(
            "SELECT last_dev_seq FROM tablet WHERE company_id = ?1 AND id = ?2 AND revoked_ms IS NULL",
            params![self.company_id, tablet_id],
            |row| row.get(0),
        )?;
        last.ok_or(StoreError::NotFound)
    }

    fn set_last_dev_seq(&self, tablet_id: Id, dev_seq: u64) -> StoreResult<()> {
        self.run(
            "UPDATE tablet SET last_dev_seq = ?3 WHERE company_id = ?1 AND id = ?2",
            params![self.company_id, tablet_id, dev_seq],
        )?;
        Ok(())
    }

    fn raise_work_order(&self, tablet_id: Id, counter: u32) -> StoreResult<()> {
        self.run(
            "UPDATE tablet SET last_work_order = ?3
             WHERE company_id = ?1 AND id = ?2 AND last_work_order < ?3",
            params![self.company_id, tablet_id, counter],
        )?;
        Ok(())
    }

    fn savepoint(&self) -> StoreResult<()> {
        self.run("SAVEPOINT part", &[])?;
        Ok(())
    }

    fn release(&self) -> StoreResult<()> {
        self.run("RELEASE part", &[])?;
        Ok(())
    }

    fn roll_back(&self) -> StoreResult<()> {
        self.run("ROLLBACK TO part", &[])?;
        self.release()
    }

    fn field_rev(&self, kind: RecordKind, id: Id, field: &str) -> StoreResult<Option<FieldRev>> {
        self.first(
            "SELECT rev, by_id, by_name, at_ms FROM field_rev
             WHERE company_id = ?1 AND kind = ?2 AND record_id = ?3 AND field = ?4",
            params![self.company_id, kind.as_str(), id, field],
            |row| Ok(FieldRev { rev: row.get(0)?, by_id: row.get(1)?, by_name: row.get(2)?, at_ms: row.get(3)? }),
        )
    }

    fn set_field_rev(&self, kind: RecordKind, id: Id, field: &str, rev: &FieldRev) -> StoreResult<()> {
        self.run(
            "INSERT INTO field_rev (company_id, kind, record_id, field, rev, by_id, by_name, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (company_id, kind, record_id, field)
             DO UPDATE SET rev = excluded.rev, by_id = excluded.by_id, by_name = excluded.by_name, at_ms = excluded.at_ms",
            params![self.company_id, kind.as_str(), id, field, rev.rev, rev.by_id, rev.by_name, rev.at_ms],
        )?;
        Ok(())
    }

    fn movement(&self, id: Id) -> StoreResult<Option<Movement>> {
        let sql = "SELECT body FROM movement WHERE company_id = ?1 AND id = ?2";
        Ok(self.movements(sql, params![self.company_id, id])?.pop())
    }

    fn movements_of_visit(&self, visit_id: Id) -> StoreResult<Vec<Movement>> {
        let sql = "SELECT body FROM movement WHERE company_id = ?1 AND visit_id = ?2 ORDER BY id";
        self.movements(sql, params![self.company_id, visit_id])
    }

    fn movements_of_serial(&self, part_id: Id, serial: &str) -> StoreResult<Vec<Movement>> {
        // The column holds serials as `put_movement` folds them, so that case and stray spaces make no difference.
        let sql = "SELECT body FROM movement WHERE company_id = ?1 AND part_id = ?2 AND serial = ?3 ORDER BY id";
        self.movements(sql, params![self.company_id, part_id, fold(serial)])
    }

    fn put_movement(&self, movement: &Movement) -> StoreResult<()> {
        let body = serde_json::to_string(movement).expect("a movement holds only text and numbers");
        self.run(
            "INSERT INTO movement (company_id, id, body, part_id, kind, from_id, to_id, quantity, serial, visit_id, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                self.company_id,
                movement.id,
                body,
                movement.part_id,
                word(&movement.kind),
                movement.from,
                movement.to,
                movement.quantity,
                movement.serial.as_deref().map(fold),
                movement.visit_id,
                movement.at.as_millisecond()
            ],
        )?;
        Ok(())
    }

    fn put_notice(&self, notice: &NewNotice<'_>) -> StoreResult<()> {
        // Once resolved it may come up again, with the new content.
        self.run(
            "INSERT INTO notice (company_id, id, kind, job_id, body, by_name, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (company_id, id) DO UPDATE
             SET body = excluded.body, by_name = excluded.by_name, at_ms = excluded.at_ms, resolved_ms = NULL,
                 resolved_by = NULL
             WHERE notice.resolved_ms IS NOT NULL AND excluded.at_ms > notice.resolved_ms",
            params![
                self.company_id,
                notice.id,
                notice.kind,
                notice.job_id,
                notice.body.to_string(),
                notice.by_name,
                notice.at_ms
            ],
        )?;
        Ok(())
    }

    fn resolve_notice(&self, id: Id, by: Id, at_ms: i64) -> StoreResult<bool> {
        let changed = self.run(
            "UPDATE notice SET resolved_ms = ?3, resolved_by = ?4
             WHERE company_id = ?1 AND id = ?2 AND resolved_ms IS NULL",
            params![self.company_id, id, at_ms, by],
        )?;
        Ok(changed > 0)
    }

    fn put_conflict(&self, conflict: &NewConflict<'_>) -> StoreResult<()> {
        self.run(
            "INSERT INTO conflict (company_id, id, kind, record_id, job_id, field, kept, kept_by, kept_at_ms, offered,
                                   offered_by, offered_at_ms, code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (company_id, id) DO NOTHING",
            params![
                self.company_id,
                conflict.id,
                conflict.kind.as_str(),
                conflict.record_id,
                conflict.job_id,
                conflict.field,
                conflict.kept.to_string(),
                conflict.kept_by,
                conflict.kept_at_ms,
                conflict.offered.to_string(),
                conflict.offered_by,
                conflict.offered_at_ms,
                conflict.code
            ],
        )?;
        Ok(())
    }

    fn open_conflict(&self, id: Id) -> StoreResult<Option<ConflictRow>> {
        let found = self.first(
            "SELECT kind, record_id, field, offered FROM conflict
             WHERE company_id = ?1 AND id = ?2 AND resolved_ms IS NULL",
            params![self.company_id, id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<String>(3)?)),
        )?;
        let Some((kind, record_id, field, offered)) = found else { return Ok(None) };
        Ok(Some(ConflictRow { kind, record_id, field, offered: from_json("conflict", &offered)? }))
    }

    fn close_conflict(&self, id: Id, by: Id, took_offered: bool, at_ms: i64) -> StoreResult<()> {
        self.run(
            "UPDATE conflict SET resolved_ms = ?3, resolved_by = ?4, took_offered = ?5 WHERE company_id = ?1 AND id = ?2",
            params![self.company_id, id, at_ms, by, took_offered],
        )?;
        Ok(())
    }

    fn put_audit(&self, line: &AuditLine<'_>) -> StoreResult<()> {
        self.run(
            "INSERT INTO audit (company_id, id, at_ms, actor_kind, actor_id, actor_name, action, subject, detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (company_id, id) DO NOTHING",
            params![
                self.company_id,
                line.id,
                line.at_ms,
                line.actor_kind,
                line.actor_id,
                line.actor_name,
                line.action,
                line.subject,
                line.detail.to_string()
            ],
        )?;
        Ok(())
    }

    fn put_file_ref(&self, sha256: &str, visit_id: Id, role: &str, tablet_id: Id) -> StoreResult<()> {
        self.run(
            "INSERT INTO file_ref (company_id, sha256, visit_id, role, tablet_id, stored)
             VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN EXISTS (SELECT 1 FROM file WHERE company_id = ?1 AND sha256 = ?2) THEN 1 ELSE 0 END)
             ON CONFLICT (company_id, sha256, visit_id) DO NOTHING",
            params![self.company_id, sha256, visit_id, role, tablet_id],
        )?;
        Ok(())
    }

    fn drop_file_ref(&self, sha256: &str, visit_id: Id) -> StoreResult<()> {
        self.run(
            "DELETE FROM file_ref WHERE company_id = ?1 AND sha256 = ?2 AND visit_id = ?3",
            params![self.company_id, sha256, visit_id],
        )?;
        Ok(())
    }
}

/// Serials are the same whatever their case and stray spaces.
fn fold(serial: &str) -> String {
    serial.trim().to_ascii_uppercase()
}
