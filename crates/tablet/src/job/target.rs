//! The response clock of a job (R12).

use feltbok_domain::{
    job_life::JobStatus,
    model::Job,
    target::{Target, TargetState},
};
use jiff::Timestamp;

use super::Dossier;

/// How the on-site target stands; `None` when nothing was promised or the calendar is not on the tablet.
pub fn target_state(dossier: &Dossier, now: Timestamp) -> Option<TargetState> {
    let job = &dossier.job;
    if job.targets.on_site_minutes == 0 {
        return None;
    }
    let target = Target {
        calendar: dossier.calendar.as_ref()?,
        start: job.registered_at,
        minutes: job.targets.on_site_minutes,
        pauses: &job.pauses,
    };
    target.state(now, reached_at(job)).ok()
}

/// When a technician first came on site.
fn reached_at(job: &Job) -> Option<Timestamp> {
    job.history.iter().find(|change| change.to == JobStatus::OnSite).map(|change| change.at)
}
