//! Accepting a dispatched job.

use feltbok_domain::{ids::Id, job_life::JobStatus};

use super::need_job;
use crate::{error::Result, tablet::Tablet, views::JobView};

impl Tablet {
    /// The technician takes the job.
    ///
    /// Errors: `not_found`, `wrong_state`, `job_blocked`.
    pub fn accept(&self, job_id: Id) -> Result<JobView> {
        let open = self.open()?;
        open.write(|work| {
            let job = need_job(work, job_id)?;
            open.step(work, &job, JobStatus::Accepted, None)
        })?;
        open.job_view(job_id, self.now())
    }
}
