//! A technician's edits of a job: who owns which step (R4), pauses of the clock (R12), another machine.

use feltbok_domain::{
    ids,
    job_life::{Side, Step, judge},
    model::{Equipment, Job, JobEdit, StatusChange},
};
use feltbok_protocol::{
    operation::Operation,
    record::{RecordKind, Recorded},
};
use serde_json::json;

use super::{Stored, Work, push::Answer};
use crate::{
    StoreResult, TabletActor,
    rows::{NewConflict, word},
};

impl Work<'_> {
    pub(super) fn apply_job(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        edit: JobEdit,
    ) -> StoreResult<Answer> {
        let Some(job) = self.find::<Job>(operation.entity)? else { return Ok(Answer::not_found()) };
        if !self.was_granted(tablet, RecordKind::Job, job.value.id)? {
            return Ok(Answer::not_found());
        }
        match edit {
            JobEdit::Status(change) => {
                let change = StatusChange {
                    from: job.value.status,
                    by: tablet.technician_id,
                    by_name: tablet.technician_name.clone(),
                    ..change
                };
                self.technician_step(tablet, operation, job, change)
            }
            JobEdit::Pause(pause) => {
                let mut value = Job::clone(&job.value);
                self.pause(&mut value, pause)?;
                self.save_job(operation, &job, value)
            }
            JobEdit::Equipment { equipment_id } => {
                let known = self.find::<Equipment>(equipment_id)?;
                if known.is_none_or(|known| known.value.customer_id != job.value.customer_id) {
                    let text = "This machine is not one of the customer's; add it as a draft.";
                    return Ok(Answer::rejected("equipment_unknown", text));
                }
                let mut value = Job::clone(&job.value);
                JobEdit::Equipment { equipment_id }.apply(&mut value);
                self.save_job(operation, &job, value)
            }
            JobEdit::Assign { .. } | JobEdit::Block { .. } => {
                Ok(Answer::rejected("not_allowed", "Schedule, assignment and blocks are dispatch's to change (R4)."))
            }
        }
    }

    /// A step on the technician's side: taken, or kept beside what dispatch did (R4, R10).
    fn technician_step(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        job: Stored<Job>,
        change: StatusChange,
    ) -> StoreResult<Answer> {
        let is_theirs = job.value.technician_id == Some(tablet.technician_id);
        if is_theirs && change.to == job.value.status {
            return Ok(Answer::applied(job.rev));
        }
        match judge(job.value.status, change.to, Side::Technician) {
            Step::Allowed if is_theirs => {
                let mut value = Job::clone(&job.value);
                self.step(&mut value, change)?;
                self.save_job(operation, &job, value)
            }
            Step::Impossible if is_theirs => {
                let text = format!("From {} this step does not lead on.", word(&job.value.status));
                Ok(Answer::rejected("no_such_step", text))
            }
            _ => {
                let code = if is_theirs { "not_owner" } else { "reassigned" };
                self.keep_step(tablet, operation, &job.value, &change, code)?;
                let text = "Dispatch changed this job meanwhile. Your step is kept and shown there.";
                Ok(Answer::conflict(code, text, job.rev))
            }
        }
    }

    pub(super) fn keep_step(
        &self,
        tablet: &TabletActor,
        operation: &Operation,
        job: &Job,
        change: &StatusChange,
        code: &str,
    ) -> StoreResult<()> {
        let last = job.history.last();
        self.rows.put_conflict(&NewConflict {
            id: ids::derived(operation.op_id, "conflict"),
            kind: Job::KIND,
            record_id: job.id,
            job_id: Some(job.id),
            field: "status",
            kept: json!(job.status),
            kept_by: last.map_or("", |last| last.by_name.as_str()),
            kept_at_ms: last.map(|last| last.at.as_millisecond()),
            offered: json!(change),
            offered_by: &tablet.technician_name,
            offered_at_ms: operation.corrected_at().as_millisecond(),
            code,
        })
    }

    fn save_job(&mut self, operation: &Operation, job: &Stored<Job>, value: Job) -> StoreResult<Answer> {
        if value == *job.value {
            return Ok(Answer::applied(job.rev));
        }
        let rev = self.save(value, job.rev)?.rev;
        Ok(if operation.base_rev >= job.rev { Answer::applied(rev) } else { Answer::merged(rev) })
    }
}
