//! Declining a job: dispatch assigns it again.

use feltbok_domain::{ids::Id, job_life::JobStatus};

use super::need_job;
use crate::{
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, JobView, TabletError},
};

impl Tablet {
    /// The technician gives the job back, and says why.
    ///
    /// Errors: `reason_missing`, `not_found`, `wrong_state`.
    pub fn decline(&self, job_id: Id, reason: &str) -> Result<JobView> {
        if reason.trim().is_empty() {
            return Err(TabletError::new(ErrorCode::ReasonMissing));
        }
        let open = self.open()?;
        open.write(|work| {
            let job = need_job(work, job_id)?;
            open.step(work, &job, JobStatus::Declined, Some(reason.trim()))
        })?;
        open.job_view(job_id, self.now())
    }
}
