//! Visits of jobs.

use feltbok_domain::{ids::Id, model::Visit};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    pub fn visit(&self, id: Id) -> Result<Option<Visit>, StoreError> {
        self.get(id)
    }

    /// A job's visits, oldest first.
    pub fn visits_of_job(&self, job_id: Id) -> Result<Vec<Visit>, StoreError> {
        let mut visits: Vec<Visit> = self.list("AND json_extract(body, '$.job_id') = ?1", [job_id.to_string()])?;
        visits.sort_by_key(|visit| (visit.started_at, visit.id));
        Ok(visits)
    }

    /// The job's visit that is not finished, the newest if there are several.
    pub fn open_visit(&self, job_id: Id) -> Result<Option<Visit>, StoreError> {
        Ok(self.visits_of_job(job_id)?.into_iter().rev().find(|visit| visit.finished_at.is_none()))
    }

    /// Visits to a machine that are on this tablet, newest first; older ones stand in its passport.
    pub fn visits_of_equipment(&self, equipment_id: Id) -> Result<Vec<Visit>, StoreError> {
        let mut visits: Vec<Visit> =
            self.list("AND json_extract(body, '$.equipment_id') = ?1", [equipment_id.to_string()])?;
        visits.sort_by_key(|visit| std::cmp::Reverse((visit.started_at, visit.id)));
        Ok(visits)
    }
}
