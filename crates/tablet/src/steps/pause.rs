//! Standing still: the customer must do something, or there is no way in (R12).

use feltbok_domain::{
    ids::Id,
    job_life::JobStatus,
    model::{JobEdit, TimeKind},
    target::{Pause, PauseReason},
};

use super::{need_job, run};
use crate::{error::Result, tablet::Tablet, views::JobView};

impl Tablet {
    /// Stops the response clock with its reason; waiting time runs.
    ///
    /// Errors: `not_found`, `wrong_state`.
    pub fn pause(&self, job_id: Id, reason: PauseReason, note: &str) -> Result<JobView> {
        let open = self.open()?;
        open.write(|work| {
            let job = need_job(work, job_id)?;
            let to = match reason {
                PauseReason::WaitingCustomer => JobStatus::WaitingCustomer,
                PauseReason::SiteClosed | PauseReason::AirRaidAlarm | PauseReason::NoEscort => JobStatus::NoAccess,
            };
            open.step(work, &job, to, Some(note.trim()).filter(|note| !note.is_empty()))?;
            let pause = Pause { reason, from: work.now(), until: None, note: note.trim().to_owned() };
            work.job(job_id, JobEdit::Pause(pause))?;
            let visit_id = open.begin_visit(work, job_id)?;
            run(work, visit_id, TimeKind::Waiting)
        })?;
        open.job_view(job_id, self.now())
    }
}
