//! Folding: typing replaces its own unsent operation instead of adding one a keystroke.

use feltbok_domain::ids::Id;
use feltbok_protocol::{operation::Operation, record::RecordKind};
use feltbok_sync::integrate;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::{error::StoreError, record};

/// Puts `op` in the place of the last unsent operation of the same record and key. It does so only when replaying the
/// outbox with it gives the same record as adding it would: something between the two may depend on the older one.
/// Gives the operation as it now stands, or `None` when it must be added.
pub(super) fn fold(
    connection: &Connection,
    kind: RecordKind,
    op: &Operation,
    fold_key: &str,
    server: Option<&Value>,
    shown: &Value,
) -> Result<Option<Operation>, StoreError> {
    let Some((n, op_id)) = last_unsent(connection, op.entity, fold_key)? else { return Ok(None) };
    let Ok(edit) = op.edit() else { return Ok(None) };
    let mut pending = record::pending(connection, kind, op.entity)?;
    let Some(place) = pending.iter_mut().find(|pending| pending.n == n) else { return Ok(None) };
    place.edit = edit;
    let folded = integrate::replay(op.entity, server.cloned(), pending.iter().map(|pending| &pending.edit));
    if folded.as_ref() != Some(shown) {
        return Ok(None);
    }
    connection.execute(
        "UPDATE operation SET fields = ?2, at = ?3, clock_offset_ms = ?4, base_rev = ?5 WHERE n = ?1",
        params![n, op.fields.to_string(), op.at.to_string(), op.clock_offset_ms, op.base_rev.cast_signed()],
    )?;
    Ok(Some(Operation { op_id, ..op.clone() }))
}

fn last_unsent(connection: &Connection, entity: Id, fold_key: &str) -> Result<Option<(i64, Id)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n, op_id FROM operation
         WHERE entity = ?1 AND fold_key = ?2 AND state = 'waiting' AND shown = 0 ORDER BY n DESC LIMIT 1",
    )?;
    Ok(statement
        .query_row(params![entity.to_string(), fold_key], |row| Ok((row.get(0)?, crate::ids::id(row, 1)?)))
        .optional()?)
}
