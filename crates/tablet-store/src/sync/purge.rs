//! Purge: rows that left the feeds go once their own operations are acknowledged, and their files sent (R10).
//!
//! The files themselves stay as long as the operations that name them: a server restored from an older state asks for
//! both again.

use std::collections::HashSet;

use feltbok_sync::Purged;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{error::StoreError, ids, part_index};

/// Visits made here that never came back in a feed, and whose job is not, or no longer, on this tablet. What is not
/// acknowledged is not shown either, and is looked for first: there may be many such visits, and bodies take long to read.
const ORPHANS: &str = "SELECT id FROM record AS visit WHERE kind = 'visit' AND feed IS NULL
    AND NOT EXISTS (SELECT 1 FROM operation WHERE entity = visit.id AND shown = 0)
    AND NOT EXISTS (SELECT 1 FROM record WHERE kind = 'job' AND id = json_extract(visit.body, '$.job_id'))";
/// Uses of files that were sent by jobs that are not on this tablet.
const IDLE_USES: &str = "SELECT file_use.rowid FROM file_use JOIN file USING (sha256)
    WHERE sent_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM record WHERE kind = 'job' AND id = file_use.job)";

/// Whether anything may have to go.
pub(super) fn is_due(connection: &Connection) -> Result<bool, StoreError> {
    let sql =
        format!("SELECT EXISTS (SELECT 1 FROM record WHERE gone = 1) OR EXISTS ({ORPHANS}) OR EXISTS ({IDLE_USES})");
    Ok(connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

/// Removes what may go.
pub(super) fn purge(tx: &Connection) -> Result<Purged, StoreError> {
    let gone = pairs(tx, "SELECT kind, id FROM record WHERE gone = 1")?;
    let held = held(tx)?;
    let mut purged = Purged::default();
    for (kind, id) in gone.iter().filter(|(_, id)| !held.contains(id)) {
        if kind == "job" {
            tx.execute("DELETE FROM draft WHERE job = ?1", [id])?;
        }
        purged.records += remove(tx, kind, id)?;
    }
    purged.records += remove_orphans(tx)?;
    tx.execute(&format!("DELETE FROM file_use WHERE rowid IN ({IDLE_USES})"), [])?;
    Ok(purged)
}

/// Ids of everything that must stay: records with unanswered operations of their own, and jobs that left while something
/// of them is unsent, with what is needed to show them.
fn held(tx: &Connection) -> Result<HashSet<String>, StoreError> {
    let mut held = column(tx, "SELECT DISTINCT entity FROM operation WHERE state <> 'acknowledged'")?;
    let held_jobs = column(
        tx,
        "SELECT id FROM record WHERE kind = 'job' AND gone = 1 AND (
             id IN (SELECT job FROM operation WHERE state <> 'acknowledged' AND job IS NOT NULL)
             OR id IN (SELECT job FROM file_use JOIN file USING (sha256) WHERE sent_at IS NULL))",
    )?;
    for job in &held_jobs {
        held.extend(needed_by(tx, job)?);
    }
    held.extend(held_jobs);
    Ok(held)
}

/// What a job refers to: by its own columns, and through its visits.
fn needed_by(tx: &Connection, job: &str) -> Result<HashSet<String>, StoreError> {
    let mut statement = tx.prepare_cached(
        "WITH own AS (SELECT body FROM record WHERE kind = 'job' AND id = ?1),
              made AS (SELECT id, body FROM record WHERE kind = 'visit' AND json_extract(body, '$.job_id') = ?1)
         SELECT id FROM made
         UNION SELECT json_extract(body, '$.equipment_id') FROM made
         UNION SELECT json_extract(body, '$.equipment_id') FROM own
         UNION SELECT json_extract(body, '$.customer_id') FROM own
         UNION SELECT json_extract(body, '$.site_id') FROM own
         UNION SELECT json_extract(body, '$.contact_id') FROM own
         UNION SELECT json_extract(body, '$.agreement_id') FROM own",
    )?;
    let rows = statement.query_map([job], |row| row.get::<_, Option<String>>(0))?;
    Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

fn remove_orphans(tx: &Connection) -> Result<u32, StoreError> {
    let removed = tx.execute(&format!("DELETE FROM record WHERE kind = 'visit' AND id IN ({ORPHANS})"), [])?;
    Ok(u32::try_from(removed).unwrap_or(u32::MAX))
}

fn remove(tx: &Connection, kind: &str, id: &str) -> Result<u32, StoreError> {
    let n: Option<i64> = tx
        .prepare_cached("DELETE FROM record WHERE kind = ?1 AND id = ?2 AND gone = 1 RETURNING n")?
        .query_map(params![kind, id], |row| row.get(0))?
        .next()
        .transpose()?;
    let Some(n) = n else { return Ok(0) };
    if kind == "part" {
        part_index::take_out(tx, n)?;
    }
    Ok(1)
}

/// Forgets files that were sent before the time and that no job on this tablet uses; gives their names.
pub(super) fn forget_files(tx: &Connection, before: Timestamp) -> Result<Vec<String>, StoreError> {
    let mut statement = tx.prepare_cached(
        "DELETE FROM file WHERE sent_at < ?1 AND sha256 NOT IN (SELECT sha256 FROM file_use) RETURNING sha256",
    )?;
    let rows = statement.query_map([ids::millis(before)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn column(tx: &Connection, sql: &str) -> Result<HashSet<String>, StoreError> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn pairs(tx: &Connection, sql: &str) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
