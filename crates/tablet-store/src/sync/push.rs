//! Push: operations are numbered and frozen when first sent, and keep their result.

use feltbok_protocol::operation::{Operation, OperationResult, Outcome};
use feltbok_sync::{BatchLimit, Resend, integrate};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::StoreError, ids, journal::Entry, record, work::outbox};

/// What an operation weighs beside its fields, in bytes.
const ENVELOPE_BYTES: usize = 512;

pub(super) fn next_batch(
    tx: &Connection,
    limit: BatchLimit,
    entries: &mut Vec<Entry>,
) -> Result<Vec<Operation>, StoreError> {
    // Sent ones without an answer go first, as they are; then the rest in the order made.
    let sql = format!(
        "SELECT n, {} FROM operation WHERE state <> 'acknowledged'
         ORDER BY operation.dev_seq IS NULL, operation.dev_seq, n LIMIT ?1",
        outbox::COLUMNS
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let most = i64::try_from(limit.operations).unwrap_or(i64::MAX);
    let rows = statement.query_map([most], |row| Ok((row.get::<_, i64>(0)?, outbox::operation(row)?)))?;
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for row in rows {
        let (n, operation) = row?;
        bytes += operation.fields.to_string().len() + ENVELOPE_BYTES;
        if bytes > limit.bytes && !batch.is_empty() {
            break;
        }
        batch.push((n, operation));
    }
    batch.into_iter().map(|(n, operation)| freeze(tx, n, operation, entries)).collect()
}

/// Gives an operation its number; from here on no byte of it changes.
fn freeze(
    tx: &Connection,
    n: i64,
    mut operation: Operation,
    entries: &mut Vec<Entry>,
) -> Result<Operation, StoreError> {
    if operation.dev_seq > 0 {
        return Ok(operation);
    }
    let dev_seq: i64 =
        tx.prepare_cached("UPDATE sync_state SET sent = sent + 1 RETURNING sent")?.query_row([], |row| row.get(0))?;
    tx.prepare_cached("UPDATE operation SET dev_seq = ?2, state = 'sent' WHERE n = ?1")?
        .execute(params![n, dev_seq])?;
    operation.dev_seq = dev_seq.unsigned_abs();
    entries.push(Entry::Numbered { op_id: operation.op_id, dev_seq: operation.dev_seq });
    Ok(operation)
}

pub(super) fn take_results(
    tx: &Connection,
    results: &[OperationResult],
    now: Timestamp,
    entries: &mut Vec<Entry>,
) -> Result<(), StoreError> {
    for result in results {
        let mut statement = tx.prepare_cached(
            "UPDATE operation SET state = 'acknowledged', outcome = ?3, code = ?4, message = ?5, result_rev = ?6,
                    acknowledged_at = ?7, shown = (?3 = 'rejected' OR kind = 'notice')
             WHERE dev_seq = ?1 AND op_id = ?2 AND state = 'sent' RETURNING kind, entity",
        )?;
        let known: Option<(String, feltbok_domain::ids::Id)> = statement
            .query_row(
                params![
                    result.dev_seq.cast_signed(),
                    result.op_id.to_string(),
                    word(result.outcome),
                    result.code,
                    result.message,
                    result.rev.cast_signed(),
                    ids::millis(now),
                ],
                |row| Ok((row.get(0)?, ids::id(row, 1)?)),
            )
            .optional()?;
        let Some((kind, entity)) = known else { continue };
        tx.prepare_cached("UPDATE sync_state SET acknowledged = max(acknowledged, ?1)")?
            .execute([result.dev_seq.cast_signed()])?;
        show_if_there(tx, &kind, entity)?;
        entries.push(Entry::Done { op_id: result.op_id });
    }
    Ok(())
}

/// The record may have come before the result (an answer that was lost and asked for again).
fn show_if_there(tx: &Connection, kind: &str, entity: feltbok_domain::ids::Id) -> Result<(), StoreError> {
    if let Some(target) = integrate::target_of_kind(kind)
        && let Some(stored) = record::load(tx, target, entity)?
    {
        mark_shown(tx, kind, entity, stored.rev)?;
    }
    outbox::refresh_target(tx, kind, entity)
}

/// Operations up to a revision that the server's version now shows.
pub(super) fn mark_shown(
    tx: &Connection,
    kind: &str,
    entity: feltbok_domain::ids::Id,
    rev: u64,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE operation SET shown = 1
         WHERE entity = ?1 AND kind = ?2 AND state = 'acknowledged' AND shown = 0 AND result_rev <= ?3",
    )?
    .execute(params![entity.to_string(), kind, rev.cast_signed()])?;
    Ok(())
}

pub(super) fn again_after(tx: &Connection, dev_seq: u64, entries: &mut Vec<Entry>) -> Result<Resend, StoreError> {
    let after = dev_seq.cast_signed();
    let (kept, sent): (i64, i64) = tx.query_row(
        "SELECT (SELECT count(*) FROM operation WHERE dev_seq > ?1), sent FROM sync_state",
        [after],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if kept < sent - after {
        return Ok(Resend::Gap);
    }
    let sql = format!(
        "UPDATE operation SET state = 'sent', outcome = NULL, code = NULL, message = NULL, result_rev = NULL,
                acknowledged_at = NULL, shown = 0
         WHERE dev_seq > ?1 AND state = 'acknowledged' RETURNING {}, fold_key",
        outbox::COLUMNS
    );
    let mut statement = tx.prepare(&sql)?;
    let rows = statement.query_map([after], |row| Ok((outbox::operation(row)?, row.get(10)?)))?;
    let again: Vec<(Operation, Option<String>)> = rows.collect::<Result<_, _>>()?;
    tx.execute("UPDATE sync_state SET acknowledged = ?1", [after])?;
    for (operation, fold_key) in &again {
        outbox::refresh_target(tx, &operation.kind, operation.entity)?;
        entries.push(Entry::Operation { operation: operation.clone(), fold_key: fold_key.clone() });
    }
    Ok(Resend::Ready(u32::try_from(again.len()).unwrap_or(u32::MAX)))
}

pub(super) fn forget(tx: &Connection, before: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM operation WHERE state = 'acknowledged' AND acknowledged_at < ?1 AND shown = 1
         AND (outcome IN ('applied', 'merged') OR resolved = 1)",
        [ids::millis(before)],
    )?;
    Ok(())
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "applied",
        Outcome::Merged => "merged",
        Outcome::Conflict => "conflict",
        Outcome::Rejected => "rejected",
    }
}
