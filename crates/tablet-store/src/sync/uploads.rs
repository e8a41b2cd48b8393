//! Uploads: which file is next, and how far each has come.

use feltbok_protocol::file::FileRole;
use feltbok_sync::FileToSend;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::StoreError, ids, journal::Entry, store::TabletStore};

/// No wait of the engine is longer: one that is was set by a clock that has been set back since.
const WAIT_MAX_MS: i64 = 2 * 3_600 * 1_000;
/// A file that is never tried again waits until the end of time.
const NEVER_MS: i64 = 100_000_000_000_000;

pub(super) fn next(connection: &Connection, now: Timestamp) -> Result<Option<FileToSend>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT sha256, role, mime, bytes, location, failures,
                (SELECT job FROM file_use WHERE file_use.sha256 = file.sha256 LIMIT 1)
         FROM file WHERE sent_at IS NULL
         AND (coalesce(not_before, 0) <= ?1 OR not_before BETWEEN ?1 + ?2 AND ?3)
         ORDER BY CASE role WHEN 'signature' THEN 0 WHEN 'document' THEN 1 WHEN 'thumbnail' THEN 2 ELSE 3 END,
                  added_at, sha256 LIMIT 1",
    )?;
    let file = statement
        .query_row([ids::millis(now), WAIT_MAX_MS, NEVER_MS], |row| {
            let role: String = row.get(1)?;
            Ok(FileToSend {
                sha256: row.get(0)?,
                role: FileRole::from_word(&role).unwrap_or(FileRole::Photo),
                mime: row.get(2)?,
                bytes: row.get::<_, i64>(3)?.unsigned_abs(),
                location: row.get(4)?,
                failures: row.get(5)?,
                job: ids::optional_id(row, 6)?,
            })
        })
        .optional()?;
    Ok(file)
}

pub(super) fn next_at(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let earliest: Option<i64> = connection
        .prepare_cached("SELECT min(coalesce(not_before, 0)) FROM file WHERE sent_at IS NULL")?
        .query_row([], |row| row.get(0))?;
    Ok(earliest.map(ids::from_millis))
}

pub(super) fn progress(tx: &Connection, sha256: &str, location: Option<&str>, offset: u64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE file SET location = ?2, sent_bytes = min(?3, bytes), failures = 0, not_before = NULL, last_error = NULL
         WHERE sha256 = ?1",
        params![sha256, location, offset.cast_signed()],
    )?;
    Ok(())
}

pub(super) fn sent(tx: &Connection, sha256: &str, at: Timestamp, entries: &mut Vec<Entry>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE file SET sent_at = ?2, sent_bytes = bytes, location = NULL, failures = 0, not_before = NULL,
                last_error = NULL
         WHERE sha256 = ?1",
        params![sha256, ids::millis(at)],
    )?;
    entries.push(Entry::FileSent { sha256: sha256.to_owned() });
    Ok(())
}

pub(super) fn failed(tx: &Connection, sha256: &str, not_before: Timestamp, why: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE file SET failures = failures + 1, not_before = ?2, last_error = ?3 WHERE sha256 = ?1",
        params![sha256, ids::millis(not_before), why],
    )?;
    Ok(())
}

impl TabletStore {
    /// Ends the wait of every file that was put off, since a person asks for it; those that never go stay.
    ///
    /// Errors: `DiskFull`, `Damaged`.
    pub fn try_files_now(&self) -> Result<(), StoreError> {
        const PUT_OFF: &str = "sent_at IS NULL AND not_before < ?1";
        let waits: bool = self.read(|reader| {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM file WHERE {PUT_OFF})");
            Ok(reader.connection.prepare_cached(&sql)?.query_row([NEVER_MS], |row| row.get(0))?)
        })?;
        // Asking often must not cost a wait for the disk each time.
        if !waits {
            return Ok(());
        }
        self.transact(|tx, _| {
            tx.execute(&format!("UPDATE file SET not_before = NULL WHERE {PUT_OFF}"), [NEVER_MS])?;
            Ok(())
        })
    }
}

pub(super) fn wanted_again(tx: &Connection, sha256: &[&String]) -> Result<(), StoreError> {
    for sha256 in sha256 {
        tx.execute(
            "UPDATE file SET sent_at = NULL, sent_bytes = 0, location = NULL, not_before = NULL
             WHERE sha256 = ?1 AND sent_at IS NOT NULL",
            [sha256],
        )?;
    }
    Ok(())
}
