//! Going on after a pause: to the work where it had begun, else on the way.

use feltbok_domain::{
    ids::Id,
    job_life::JobStatus,
    model::{Job, JobEdit, TimeKind, Visit},
};
use feltbok_tablet_store::Work;

use super::{need_job, run};
use crate::{error::Result, tablet::Tablet, views::JobView};

impl Tablet {
    /// Lets the response clock run again.
    ///
    /// Errors: `not_found`, `wrong_state`.
    pub fn resume(&self, job_id: Id) -> Result<JobView> {
        let open = self.open()?;
        open.write(|work| {
            let job = need_job(work, job_id)?;
            let visit_id = open.begin_visit(work, job_id)?;
            let visit = work.get::<Visit>(visit_id)?;
            let worked = visit.iter().flat_map(|visit| &visit.times).any(|entry| entry.kind == TimeKind::Work);
            let (to, kind) =
                if worked { (JobStatus::OnSite, TimeKind::Work) } else { (JobStatus::Travelling, TimeKind::Travel) };
            open.step(work, &job, to, None)?;
            end_pauses(work, &job)?;
            run(work, visit_id, kind)
        })?;
        open.job_view(job_id, self.now())
    }
}

fn end_pauses(work: &mut Work<'_>, job: &Job) -> Result<()> {
    for pause in job.pauses.iter().filter(|pause| pause.until.is_none()) {
        let mut ended = pause.clone();
        ended.until = Some(work.now().max(pause.from));
        work.job(job.id, JobEdit::Pause(ended))?;
    }
    Ok(())
}
