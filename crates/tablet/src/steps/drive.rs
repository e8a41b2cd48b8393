//! Setting out: the visit begins, travel runs.

use feltbok_domain::{
    ids::Id,
    job_life::JobStatus,
    model::{TimeKind, Visit, VisitEdit},
};
use feltbok_tablet_store::Work;

use super::{need_job, run};
use crate::{
    error::Result,
    tablet::{Open, Tablet},
    views::JobView,
};

impl Tablet {
    /// The technician drives off; the visit is made with it.
    ///
    /// Errors: `not_found`, `wrong_state`, `job_blocked`.
    pub fn drive(&self, job_id: Id) -> Result<JobView> {
        let open = self.open()?;
        open.write(|work| {
            let job = need_job(work, job_id)?;
            open.step(work, &job, JobStatus::Travelling, None)?;
            let visit_id = open.begin_visit(work, job_id)?;
            run(work, visit_id, TimeKind::Travel)
        })?;
        open.job_view(job_id, self.now())
    }
}

impl Open {
    /// The technician's visit that is under way, made if there is none.
    pub(crate) fn begin_visit(&self, work: &mut Work<'_>, job_id: Id) -> Result<Id> {
        let mine = self.technician_id();
        let known: Option<Visit> = work
            .visits_of_job(job_id)?
            .into_iter()
            .rev()
            .find(|visit| visit.finished_at.is_none() && visit.technician_id == mine);
        if let Some(visit) = known {
            return Ok(visit.id);
        }
        let visit_id = work.next_id();
        let begin = VisitEdit::Begin { job_id, technician_id: mine, equipment_id: None, started_at: work.now() };
        work.visit(visit_id, begin)?;
        Ok(visit_id)
    }
}
