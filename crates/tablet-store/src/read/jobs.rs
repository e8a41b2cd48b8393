//! Jobs on this tablet.

use feltbok_domain::{ids::Id, model::Job};
use rusqlite::params;

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    pub fn job(&self, id: Id) -> Result<Option<Job>, StoreError> {
        self.get(id)
    }

    /// Every job, by planned start; those without one last, by when they were registered.
    pub fn jobs(&self) -> Result<Vec<Job>, StoreError> {
        let mut jobs: Vec<Job> = self.list("", [])?;
        jobs.sort_by_key(|job| (job.slot.is_none(), job.slot.map(|slot| slot.start), job.registered_at, job.id));
        Ok(jobs)
    }

    pub fn jobs_of_equipment(&self, equipment_id: Id) -> Result<Vec<Job>, StoreError> {
        self.list("AND json_extract(body, '$.equipment_id') = ?1", [equipment_id.to_string()])
    }

    /// Whether a job was taken off this tablet and is here only until its own work has reached the server (R10).
    pub fn job_has_left(&self, id: Id) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM record WHERE kind = 'job' AND id = ?1 AND gone = 1)")?;
        Ok(statement.query_row(params![id.to_string()], |row| row.get(0))?)
    }
}
