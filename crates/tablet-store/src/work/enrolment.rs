//! A second enrolment: unsent work stays and is numbered from the start again, for the tablet's new name.

use feltbok_protocol::operation::Operation;

use super::{Work, outbox};
use crate::{error::StoreError, journal::Entry};

impl Work<'_> {
    /// Lets the outbox begin anew under another tablet name, after a revoke or a clone. What was sent without an answer
    /// goes again, and what was answered beyond `received`, as far as the server had come under the old name: it was
    /// restored since. The server knows operations by their own ids, so that none counts twice. Uploads begin anew.
    pub fn renumber_outbox(&mut self, received: u64) -> Result<(), StoreError> {
        let again = self.lost_since(received)?;
        // Answered ones keep a number of their own below zero, out of the way of the new ones. What was sent once is
        // folded into no more: the server may know it as it is.
        self.tx.execute_batch(
            "UPDATE operation SET dev_seq = -n WHERE state = 'acknowledged';
             UPDATE operation SET dev_seq = NULL, state = 'waiting', fold_key = NULL WHERE state = 'sent';
             UPDATE sync_state SET sent = 0, acknowledged = 0;
             UPDATE file SET location = NULL, sent_bytes = 0, not_before = NULL WHERE sent_at IS NULL;",
        )?;
        for (operation, fold_key) in &again {
            outbox::refresh_target(self.tx, &operation.kind, operation.entity)?;
            self.entries.push(Entry::Operation { operation: operation.clone(), fold_key: fold_key.clone() });
        }
        self.entries.push(Entry::Renumbered);
        Ok(())
    }

    /// Puts back among the sent what the server had answered and no longer has.
    fn lost_since(&self, received: u64) -> Result<Vec<(Operation, Option<String>)>, StoreError> {
        let sql = format!(
            "UPDATE operation SET state = 'sent', outcome = NULL, code = NULL, message = NULL, result_rev = NULL,
                    acknowledged_at = NULL, shown = 0
             WHERE dev_seq > ?1 AND state = 'acknowledged' RETURNING {}, fold_key",
            outbox::COLUMNS
        );
        let mut statement = self.tx.prepare(&sql)?;
        let rows = statement
            .query_map([received.cast_signed()], |row| Ok((outbox::operation(row)?, row.get(outbox::AFTER)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
