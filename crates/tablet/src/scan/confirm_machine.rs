//! The machine the technician stands before: the job's own, or the one the job turned out to be about.

use feltbok_domain::{
    ids::Id,
    model::{Equipment, JobEdit, VisitEdit},
};
use feltbok_tablet_store::Work;

use crate::{
    error::Result,
    steps::need_job,
    tablet::Tablet,
    views::{JobView, TabletError},
};

impl Tablet {
    /// Confirms the machine of the visit; another machine than the job's becomes the job's.
    ///
    /// Errors: `not_found`, `wrong_state`, `sealed`.
    pub fn confirm_machine(&self, job_id: Id, equipment_id: Id) -> Result<JobView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            work.get::<Equipment>(equipment_id)?.ok_or_else(TabletError::not_found)?;
            take_machine(work, job_id, visit.id, equipment_id)
        })?;
        open.job_view(job_id, self.now())
    }
}

/// Makes the machine the visit's and, if it is another, the job's.
pub(super) fn take_machine(work: &mut Work<'_>, job_id: Id, visit_id: Id, equipment_id: Id) -> Result<()> {
    if need_job(work, job_id)?.equipment_id != Some(equipment_id) {
        work.job(job_id, JobEdit::Equipment { equipment_id })?;
    }
    work.visit(visit_id, VisitEdit::Equipment { equipment_id })?;
    Ok(())
}
