//! What a person does about a conflict or rejection: put it away, or send it again.

use feltbok_domain::ids::Id;
use feltbok_protocol::operation::Operation;
use rusqlite::{OptionalExtension, params};

use super::{Work, outbox};
use crate::{error::StoreError, journal::Entry};

impl Work<'_> {
    /// Puts a conflict or rejection away that a person has dealt with.
    pub fn resolve_attention(&mut self, op_id: Id) -> Result<(), StoreError> {
        self.tx.execute("UPDATE operation SET resolved = 1 WHERE op_id = ?1", [op_id.to_string()])?;
        Ok(())
    }

    /// Sends what was refused again, as a new operation behind all others, e.g. once dispatch has given the job back.
    /// False when there is nothing such under that id.
    pub fn send_again(&mut self, op_id: Id) -> Result<bool, StoreError> {
        let sql = format!(
            "SELECT {}, fold_key FROM operation WHERE op_id = ?1 AND outcome IN ('conflict', 'rejected') AND resolved = 0",
            outbox::COLUMNS
        );
        let refused: Option<(Operation, Option<String>)> = self
            .tx
            .query_row(&sql, params![op_id.to_string()], |row| Ok((outbox::operation(row)?, row.get(outbox::AFTER)?)))
            .optional()?;
        let Some((refused, fold_key)) = refused else { return Ok(false) };
        self.resolve_attention(op_id)?;
        let operation = Operation { dev_seq: 0, op_id: self.next_id(), ..refused };
        outbox::insert(self.tx, &operation, fold_key.as_deref())?;
        outbox::refresh_target(self.tx, &operation.kind, operation.entity)?;
        self.entries.push(Entry::Operation { operation, fold_key });
        Ok(true)
    }
}
