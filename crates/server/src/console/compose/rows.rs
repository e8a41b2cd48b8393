//! Job rows from the store's summaries.

use std::collections::HashMap;

use feltbok_domain::{
    ids::Id,
    job_life::{BlockEffect, JobStatus, block_effect},
    model::Calendar,
};
use feltbok_server_store::api::{ConflictSummary, JobSummary, NoticeSummary};
use jiff::Timestamp;

use super::clock::{Promise, calendar_of, target_clock};
use crate::console::views::job_row::{JobRow, MachineLine, Named, Slot};

/// How many conflicts and notices wait for a decision, by job.
pub type Waiting = HashMap<Id, u32>;

/// Counts what waits, by job.
pub fn waiting(conflicts: &[ConflictSummary], notices: &[NoticeSummary]) -> Waiting {
    let open_notices = notices.iter().filter(|notice| notice.resolved_at.is_none()).filter_map(|notice| notice.job_id);
    let mut counts = Waiting::new();
    for job in conflicts.iter().filter_map(|conflict| conflict.job_id).chain(open_notices) {
        *counts.entry(job).or_default() += 1;
    }
    counts
}

/// One row; `now` is the moment that the clock is read at.
pub fn row(job: JobSummary, calendars: &[Calendar], waiting: &Waiting, now: Timestamp) -> JobRow {
    let calendar = calendar_of(calendars, job.targets.calendar_id).map(|calendar| &calendar.hours);
    let promise = Promise {
        status: job.status,
        registered_at: job.registered_at,
        targets: &job.targets,
        pauses: &job.pauses,
        reached_at: job.reached_at,
    };
    let target = target_clock(&promise, calendar, now);
    let is_stopped = block_effect(job.status, job.block_override.as_deref()) != BlockEffect::Overridden;
    JobRow {
        id: job.id,
        rev: job.rev,
        number: job.number,
        work_type: job.work_type,
        priority: job.priority,
        status: job.status,
        customer: Named { id: job.customer_id, name: job.customer },
        site: job.site,
        city: job.city,
        time_zone: job.time_zone,
        machine: job.equipment_id.map(|id| MachineLine {
            id,
            si: job.si.unwrap_or_default(),
            name: job.equipment.unwrap_or_default(),
            place: job.place,
        }),
        symptom: job.reported_symptom,
        registered_at: job.registered_at,
        target,
        technician: named(job.technician_id, job.technician),
        slot: job.slot.map(|slot| Slot { start: slot.start, minutes: slot.minutes }),
        blocked: job.block_reason.filter(|_| is_stopped && job.status.is_open()),
        remote_first: job.work_type.remote_first() && is_before_visit(job.status),
        attention: waiting.get(&job.id).copied().unwrap_or(0),
    }
}

fn named(id: Option<Id>, name: Option<String>) -> Option<Named> {
    Some(Named { id: id?, name: name? })
}

/// Nobody has been sent yet, so that remote support can still spare the trip (R7).
pub fn is_before_visit(status: JobStatus) -> bool {
    matches!(status, JobStatus::Registered | JobStatus::Triaged | JobStatus::Declined)
}
