//! Salvage: unsent work out of a damaged database and its journal, into the one that takes its place.

use std::{
    fs,
    path::{Path, PathBuf},
};

use feltbok_protocol::{file::FileRole, operation::Operation};
use jiff::{Timestamp, tz::TimeZone};
use rusqlite::{Connection, Row, params};

use super::{Location, connect::open_keyed};
use crate::{
    disk,
    error::StoreError,
    ids,
    journal::{Entry, PendingFile, Salvage},
    key::DataKey,
    work::outbox,
};

/// What the server has not got yet, with the settings and counters that go with it.
pub(crate) fn outstanding(connection: &Connection) -> Result<Salvage, StoreError> {
    let mut salvage = Salvage::default();
    let sent: i64 = connection.query_row("SELECT sent FROM sync_state", [], |row| row.get(0))?;
    salvage.sent = sent.unsigned_abs();
    read_rows(connection, &mut salvage, |error| Err(error.into()))?;
    Ok(salvage)
}

/// The same from a damaged database, leaving out what cannot be read; `None` when nothing can.
pub(super) fn from_database(path: &Path, key: &DataKey) -> Option<Salvage> {
    let connection = open_keyed(path, key).ok()?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).ok()?;
    let mut salvage = Salvage::default();
    let sent: i64 = connection.query_row("SELECT sent FROM sync_state", [], |row| row.get(0)).unwrap_or(0);
    salvage.sent = sent.unsigned_abs();
    read_rows(&connection, &mut salvage, |error| {
        tracing::warn!(error = %error, "a row of the damaged database is not readable");
        Ok(())
    })
    .ok()?;
    Some(salvage)
}

/// Reads table by table; `on_error` decides whether an unreadable row ends it.
fn read_rows(
    connection: &Connection,
    salvage: &mut Salvage,
    on_error: impl Fn(rusqlite::Error) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let operations =
        format!("SELECT {}, fold_key FROM operation WHERE state <> 'acknowledged' ORDER BY n", outbox::COLUMNS);
    each(connection, &operations, &on_error, |row| {
        salvage.operations.push((outbox::operation(row)?, row.get(outbox::AFTER)?));
        Ok(())
    })?;
    each(connection, "SELECT name, value FROM counter", &on_error, |row| {
        salvage.counters.insert(row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs());
        Ok(())
    })?;
    each(connection, "SELECT key, value FROM setting", &on_error, |row| {
        salvage.settings.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    each(connection, "SELECT sha256, role, mime, bytes FROM file WHERE sent_at IS NULL", &on_error, |row| {
        let file = pending_file(row)?;
        salvage.files.insert(file.sha256.clone(), file);
        Ok(())
    })?;
    each(connection, "SELECT sha256, job FROM file_use", &on_error, |row| {
        if let Some(file) = salvage.files.get_mut(&row.get::<_, String>(0)?) {
            file.jobs.push(ids::id(row, 1)?);
        }
        Ok(())
    })
}

fn each(
    connection: &Connection,
    sql: &str,
    on_error: impl Fn(rusqlite::Error) -> Result<(), StoreError>,
    mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> Result<(), StoreError> {
    let mut statement = match connection.prepare(sql) {
        Ok(statement) => statement,
        Err(error) => return on_error(error),
    };
    let mut rows = statement.query([])?;
    loop {
        match rows.next() {
            Ok(None) => return Ok(()),
            Ok(Some(row)) => take(row).or_else(&on_error)?,
            // Past a page that does not read, no further row of this table comes.
            Err(error) => return on_error(error),
        }
    }
}

fn pending_file(row: &Row<'_>) -> rusqlite::Result<PendingFile> {
    let role: String = row.get(1)?;
    Ok(PendingFile {
        sha256: row.get(0)?,
        role: FileRole::from_word(&role).unwrap_or(FileRole::Photo),
        mime: row.get(2)?,
        bytes: row.get::<_, i64>(3)?.unsigned_abs(),
        jobs: Vec::new(),
    })
}

/// Both together: the journal knows what the database lost, the database what the journal had not heard of.
pub(super) fn merge(written: Salvage, kept: Salvage) -> Salvage {
    let mut merged = written;
    merged.sent = merged.sent.max(kept.sent);
    for (operation, fold_key) in kept.operations {
        match merged.operations.iter_mut().find(|(known, _)| known.op_id == operation.op_id) {
            Some((known, _)) => known.dev_seq = known.dev_seq.max(operation.dev_seq),
            None => merged.operations.push((operation, fold_key)),
        }
    }
    for (name, value) in kept.counters {
        let known = merged.counters.entry(name).or_default();
        *known = value.max(*known);
    }
    merged.settings.extend(kept.settings);
    merged.files.extend(kept.files);
    // Those already numbered go first, in their order; the rest in the order of their ids, which is the order made.
    merged.operations.sort_by_key(|(operation, _)| (order(operation), operation.op_id));
    merged
}

fn order(operation: &Operation) -> u64 {
    if operation.dev_seq == 0 { u64::MAX } else { operation.dev_seq }
}

/// The entries of a new journal.
pub(super) fn entries(salvage: &Salvage) -> Vec<Entry> {
    let mut entries = vec![Entry::Sent { dev_seq: salvage.sent }];
    entries
        .extend(salvage.settings.iter().map(|(key, value)| Entry::Setting { key: key.clone(), value: value.clone() }));
    entries.extend(salvage.counters.iter().map(|(name, value)| Entry::Counter { name: name.clone(), value: *value }));
    entries.extend(salvage.files.values().cloned().map(Entry::File));
    entries.extend(
        salvage
            .operations
            .iter()
            .map(|(operation, fold_key)| Entry::Operation { operation: operation.clone(), fold_key: fold_key.clone() }),
    );
    entries
}

/// Puts what was salvaged into a new database.
pub(crate) fn import(connection: &mut Connection, salvage: &Salvage, now: Timestamp) -> Result<(), StoreError> {
    let tx = connection.transaction()?;
    // Numbers below the first outstanding one were answered: the server tells if it disagrees.
    let first = salvage.operations.iter().map(|(operation, _)| operation.dev_seq).filter(|seq| *seq > 0).min();
    let acknowledged = first.map_or(salvage.sent, |first| first - 1);
    tx.execute(
        "UPDATE sync_state SET sent = max(sent, ?1), acknowledged = max(acknowledged, ?2)",
        params![salvage.sent.cast_signed(), acknowledged.cast_signed()],
    )?;
    for (operation, fold_key) in &salvage.operations {
        outbox::insert(&tx, operation, fold_key.as_deref())?;
    }
    for (operation, _) in &salvage.operations {
        outbox::refresh_target(&tx, &operation.kind, operation.entity)?;
    }
    for (name, value) in &salvage.counters {
        tx.execute("INSERT OR REPLACE INTO counter (name, value) VALUES (?1, ?2)", params![name, value.cast_signed()])?;
    }
    for (key, value) in &salvage.settings {
        tx.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", params![key, value])?;
    }
    for file in salvage.files.values() {
        crate::files::insert_row(&tx, file, now)?;
    }
    tx.commit()?;
    Ok(())
}

/// Moves the database with its log aside, under a name with the time.
pub(super) fn set_aside(location: &Location, now: Timestamp) -> Result<PathBuf, StoreError> {
    let stamp = now.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
    let target = location.dir().join(format!("feltbok.damaged-{stamp}.db"));
    for suffix in ["", "-wal", "-shm"] {
        let with_suffix = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
        match fs::rename(with_suffix(&location.database()), with_suffix(&target)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    disk::sync_folder(location.dir())?;
    Ok(target)
}
