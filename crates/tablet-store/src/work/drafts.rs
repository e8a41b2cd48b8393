//! Drafts: ink as each stroke ends and fields as they are typed, before they are an edit.

use feltbok_domain::ids::Id;
use rusqlite::params;
use serde::Serialize;

use super::Work;
use crate::{error::StoreError, ids};

impl Work<'_> {
    /// Keeps a draft under a key; with its job, so that it goes when the job goes.
    pub fn put_draft<T: Serialize>(&mut self, key: &str, job: Option<Id>, value: &T) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT OR REPLACE INTO draft (key, job, value, saved_at) VALUES (?1, ?2, ?3, ?4)",
            params![key, job.map(|job| job.to_string()), serde_json::to_string(value)?, ids::millis(self.now())],
        )?;
        Ok(())
    }

    /// Drops a draft that has become an edit or was given up.
    pub fn clear_draft(&mut self, key: &str) -> Result<(), StoreError> {
        self.tx.execute("DELETE FROM draft WHERE key = ?1", [key])?;
        Ok(())
    }
}
