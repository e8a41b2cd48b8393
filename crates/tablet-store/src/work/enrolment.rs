//! A second enrolment: unsent work stays and is numbered from the start again, for the tablet's new name.

use super::Work;
use crate::{error::StoreError, journal::Entry};

impl Work<'_> {
    /// Lets the outbox begin anew under another tablet name, after a revoke or a clone. What was sent without an answer is
    /// sent again; the server knows edits and movements by their own ids, so that none counts twice.
    pub fn renumber_outbox(&mut self) -> Result<(), StoreError> {
        // Answered ones keep a number of their own below zero, out of the way of the new ones.
        self.tx.execute_batch(
            "UPDATE operation SET dev_seq = -n WHERE state = 'acknowledged';
             UPDATE operation SET dev_seq = NULL, state = 'waiting' WHERE state = 'sent';
             UPDATE sync_state SET sent = 0, acknowledged = 0;",
        )?;
        self.entries.push(Entry::Renumbered);
        Ok(())
    }
}
