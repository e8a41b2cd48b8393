//! Arriving: the response target is met, work runs.

use feltbok_domain::{ids::Id, job_life::JobStatus, model::TimeKind};

use super::{need_job, run};
use crate::{error::Result, tablet::Tablet, views::JobView};

impl Tablet {
    /// The technician is on site, or at the screen for remote work.
    ///
    /// Errors: `not_found`, `wrong_state`, `job_blocked`.
    pub fn arrive(&self, job_id: Id) -> Result<JobView> {
        let open = self.open()?;
        open.write(|work| {
            let job = need_job(work, job_id)?;
            open.step(work, &job, JobStatus::OnSite, None)?;
            let visit_id = open.begin_visit(work, job_id)?;
            run(work, visit_id, TimeKind::Work)
        })?;
        open.job_view(job_id, self.now())
    }
}
