//! The outbox table: one operation a row, in the order made.

use feltbok_domain::ids::Id;
use feltbok_protocol::{operation::Operation, record::RecordKind};
use feltbok_sync::integrate;
use rusqlite::{Connection, Row, params};

use crate::{error::StoreError, ids, record};

/// The columns of an [`Operation`], the first of a statement; others follow from [`AFTER`].
pub(crate) const COLUMNS: &str =
    "op_id, max(coalesce(dev_seq, 0), 0) AS dev_seq, kind, v, entity, job, base_rev, fields, at, clock_offset_ms";

/// The column behind [`COLUMNS`].
pub(crate) const AFTER: usize = 10;

/// The operation of a row that begins with [`COLUMNS`]; `dev_seq` is 0 while it was never sent.
pub(crate) fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    // By place and not by name: a long outbox is read often.
    Ok(Operation {
        op_id: ids::id(row, 0)?,
        dev_seq: row.get::<_, i64>(1)?.unsigned_abs(),
        kind: row.get(2)?,
        v: row.get(3)?,
        entity: ids::id(row, 4)?,
        job: ids::optional_id(row, 5)?,
        base_rev: row.get::<_, i64>(6)?.unsigned_abs(),
        fields: ids::text(row, 7, str::parse)?,
        at: ids::text(row, 8, str::parse)?,
        clock_offset_ms: row.get(9)?,
    })
}

/// The bytes of the fields of the operation of a row that begins with [`COLUMNS`].
pub(crate) fn fields_bytes(row: &Row<'_>) -> rusqlite::Result<usize> {
    Ok(row.get_ref(7)?.as_bytes().map_or(0, <[u8]>::len))
}

/// Adds an operation; one with a `dev_seq` counts as sent.
pub(crate) fn insert(connection: &Connection, op: &Operation, fold_key: Option<&str>) -> Result<(), StoreError> {
    let (dev_seq, state) = match op.dev_seq {
        0 => (None, "waiting"),
        dev_seq => (Some(dev_seq.cast_signed()), "sent"),
    };
    let mut statement = connection.prepare_cached(
        "INSERT INTO operation
             (op_id, dev_seq, kind, v, entity, job, base_rev, fields, at, clock_offset_ms, fold_key, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    statement.execute(params![
        op.op_id.to_string(),
        dev_seq,
        op.kind,
        op.v,
        op.entity.to_string(),
        op.job.map(|job| job.to_string()),
        op.base_rev.cast_signed(),
        op.fields.to_string(),
        op.at.to_string(),
        op.clock_offset_ms,
        fold_key,
        state,
    ])?;
    Ok(())
}

/// Makes the record anew that an operation of this kind changes, if it changes one.
pub(crate) fn refresh_target(connection: &Connection, kind: &str, entity: Id) -> Result<(), StoreError> {
    match integrate::target_of_kind(kind) {
        // Levels are added up when they are read.
        None | Some(RecordKind::StockLevel) => Ok(()),
        Some(target) => record::refresh(connection, target, entity),
    }
}
