//! The technician's steps in a job's life (R4); time entries run from them.

mod accept;
mod arrive;
mod clock;
mod decline;
mod drive;
mod pause;
mod resume;

use feltbok_domain::{
    ids::Id,
    job_life::{BlockEffect, JobStatus, Side, Step, block_effect, judge},
    model::{Job, JobEdit, StatusChange},
};
use feltbok_tablet_store::Work;

pub(crate) use clock::{run, stop};

use crate::{
    error::Result,
    tablet::Open,
    views::{ErrorCode, TabletError},
};

impl Open {
    /// Writes the step after asking the rules.
    ///
    /// Errors: `wrong_state` for a step that does not lead on, `job_blocked` before work has begun.
    pub(crate) fn step(&self, work: &mut Work<'_>, job: &Job, to: JobStatus, reason: Option<&str>) -> Result<()> {
        refuse_blocked(job, to)?;
        if judge(job.status, to, Side::Technician) == Step::Impossible {
            return Err(wrong_state(job.status));
        }
        let change = StatusChange {
            from: job.status,
            to,
            at: work.now(),
            by: self.enrolment.technician_id,
            by_name: self.enrolment.technician.clone(),
            reason: reason.map(str::to_owned),
        };
        work.job(job.id, JobEdit::Status(change))?;
        Ok(())
    }
}

/// A job of this tablet, inside the transaction that changes it.
pub(crate) fn need_job(work: &Work<'_>, job_id: Id) -> Result<Job> {
    work.get::<Job>(job_id)?.ok_or_else(TabletError::not_found)
}

pub(crate) fn wrong_state(status: JobStatus) -> TabletError {
    let word = serde_json::to_value(status).ok().and_then(|value| value.as_str().map(str::to_owned));
    TabletError::with(ErrorCode::WrongState, [("status", word.unwrap_or_default())])
}

/// R6: a block stops what has not begun.
fn refuse_blocked(job: &Job, to: JobStatus) -> Result<()> {
    let begins = matches!(to, JobStatus::Accepted | JobStatus::Travelling | JobStatus::OnSite);
    match &job.block_reason {
        Some(reason) if begins && block_effect(job.status, job.block_override.as_deref()) == BlockEffect::Stops => {
            Err(TabletError::with(ErrorCode::JobBlocked, [("reason", reason.clone())]))
        }
        _ => Ok(()),
    }
}
