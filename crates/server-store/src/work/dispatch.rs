//! What dispatch does to a job: registers, schedules, takes back, reviews, with a line of the audit log each.

use feltbok_domain::{
    ids::Id,
    job_life::{BlockCause, JobStatus, Side, Step, judge},
    model::{
        Contact, ContactEdit, Customer, Equipment, Job, JobEdit, ScheduledSlot, Site, StatusChange, Targets, Technician,
    },
};
use feltbok_protocol::record::{RecordKind, Recorded};
use serde_json::json;

use super::{Stored, Work};
use crate::{
    StoreError, StoreResult, UserActor,
    api::{NewJob, job_number},
    rows::word,
};

impl Work<'_> {
    /// Registers a job with number, agreement, block (R6) and targets (R12).
    pub fn register_job(&mut self, new: NewJob) -> StoreResult<(Job, u64)> {
        if let Some(known) = self.find::<Job>(new.id)? {
            return Ok(known.into_owned());
        }
        let site = self.load::<Site>(new.site_id)?.value;
        let customer = self.load::<Customer>(site.customer_id)?.value;
        let equipment = match new.equipment_id {
            Some(id) => Some(self.load::<Equipment>(id)?.value),
            None => None,
        };
        if equipment.as_ref().is_some_and(|equipment| equipment.customer_id != customer.id) {
            return Err(StoreError::refused("equipment_foreign", "The machine belongs to another customer."));
        }
        if let Some(id) = new.contact_id {
            self.load::<Contact>(id)?;
        }
        let today = self.at.to_zoned(self.company_zone()?).date();
        let agreement = self.agreement_for(&customer, equipment.as_deref(), today)?;
        let year = today.year();
        let mut job = Job {
            id: new.id,
            number: job_number(year, self.rows.next_in(&format!("job {year}"))?),
            work_type: new.work_type,
            priority: new.priority,
            status: JobStatus::Registered,
            customer_id: customer.id,
            site_id: site.id,
            contact_id: new.contact_id,
            equipment_id: new.equipment_id,
            agreement_id: agreement.map(|agreement| agreement.id),
            reported_symptom: new.reported_symptom,
            registered_at: self.at,
            targets: Targets::default(),
            pauses: Vec::new(),
            technician_id: None,
            slot: None,
            block_reason: None,
            block_override: None,
            remote: new.work_type.is_remote(),
            history: Vec::new(),
            dispatch_note: new.dispatch_note,
        };
        self.renew_targets(&mut job)?;
        if let Some(cause) = self.block_of(&job)? {
            job.block_reason = Some(word(&cause));
            let change = self.change(&job, JobStatus::Blocked, Some(word(&cause)));
            self.step(&mut job, change)?;
        }
        let saved = self.save(job, 0)?;
        self.audit("job.registered", Some(new.id), json!({ "number": saved.value.number }))?;
        Ok(saved.into_owned())
    }

    pub fn assign(
        &mut self,
        job_id: Id,
        base_rev: u64,
        technician_id: Id,
        slot: Option<ScheduledSlot>,
        reason: Option<String>,
    ) -> StoreResult<(Job, u64)> {
        let (mut job, rev) = self.at_rev(job_id, base_rev)?.into_owned();
        let technician = self.load::<Technician>(technician_id)?.value;
        if !technician.active {
            return Err(StoreError::refused("technician_inactive", "This technician takes no jobs now."));
        }
        if let Some(cause) = self.block_of(&job)?
            && job.block_override.is_none()
        {
            return Err(refuse_blocked(cause));
        }
        self.may_take_away(&job, JobStatus::Dispatched)?;
        let previous = job.technician_id;
        JobEdit::Assign { technician_id: Some(technician_id), slot }.apply(&mut job);
        // Another technician starts anew, whatever the first one had accepted.
        if job.status != JobStatus::Dispatched || reason.is_some() {
            let change = self.change(&job, JobStatus::Dispatched, reason.clone());
            self.step(&mut job, change)?;
        }
        // The one who had the job loses it in the same moment.
        self.touched.technicians.extend(previous);
        let saved = self.save(job, rev)?;
        self.audit(
            "job.assigned",
            Some(job_id),
            json!({ "technician": technician.name, "slot": slot, "reason": reason }),
        )?;
        Ok(saved.into_owned())
    }

    pub fn unassign(&mut self, job_id: Id, base_rev: u64, reason: Option<String>) -> StoreResult<(Job, u64)> {
        let (mut job, rev) = self.at_rev(job_id, base_rev)?.into_owned();
        self.may_take_away(&job, JobStatus::Triaged)?;
        self.touched.technicians.extend(job.technician_id);
        JobEdit::Assign { technician_id: None, slot: None }.apply(&mut job);
        if job.status != JobStatus::Triaged {
            let change = self.change(&job, JobStatus::Triaged, reason.clone());
            self.step(&mut job, change)?;
        }
        let saved = self.save(job, rev)?;
        self.audit("job.unassigned", Some(job_id), json!({ "reason": reason }))?;
        Ok(saved.into_owned())
    }

    pub fn set_status(
        &mut self,
        job_id: Id,
        base_rev: u64,
        to: JobStatus,
        reason: Option<String>,
    ) -> StoreResult<(Job, u64)> {
        let (mut job, rev) = self.at_rev(job_id, base_rev)?.into_owned();
        if to == JobStatus::Dispatched {
            return Err(StoreError::refused("assign_instead", "A job is dispatched by assigning it to a technician."));
        }
        self.may_take_away(&job, to)?;
        self.touched.technicians.extend(job.technician_id);
        let change = self.change(&job, to, reason);
        self.step(&mut job, change)?;
        Ok(self.save(job, rev)?.into_owned())
    }

    /// Goes ahead in spite of a block; the job returns to the state before it (R6).
    pub fn override_block(&mut self, job_id: Id, base_rev: u64, reason: String) -> StoreResult<(Job, u64)> {
        let (mut job, rev) = self.at_rev(job_id, base_rev)?.into_owned();
        if reason.trim().is_empty() {
            return Err(StoreError::refused("reason_missing", "Say why the job goes ahead in spite of the block."));
        }
        JobEdit::Block { reason: job.block_reason.clone(), override_reason: Some(reason.clone()) }.apply(&mut job);
        if job.status == JobStatus::Blocked {
            let before = job.history.last().map_or(JobStatus::Triaged, |last| last.from);
            let to = if judge(JobStatus::Blocked, before, Side::Dispatch) == Step::Allowed
                && before != JobStatus::Dispatched
            {
                before
            } else {
                JobStatus::Triaged
            };
            let change = self.change(&job, to, Some(reason.clone()));
            self.step(&mut job, change)?;
        }
        let saved = self.save(job, rev)?;
        self.audit("job.block_overridden", Some(job_id), json!({ "reason": reason }))?;
        Ok(saved.into_owned())
    }

    pub fn edit_contact(&mut self, contact_id: Id, edit: &ContactEdit) -> StoreResult<(Contact, u64)> {
        let contact: Stored<Contact> = self.load(contact_id)?;
        self.write_contact(&contact, edit)?;
        let written: Stored<Contact> = self.load(contact_id)?;
        self.audit("contact.changed", Some(contact_id), json!({}))?;
        Ok(written.into_owned())
    }

    pub fn confirm_equipment(&mut self, equipment: Equipment) -> StoreResult<(Equipment, u64)> {
        let known: Stored<Equipment> = self.load(equipment.id)?;
        let saved = self.save(Equipment { confirmed: true, ..equipment }, known.rev)?;
        let equipment = &saved.value;
        self.rows.resolve_notice(
            feltbok_domain::ids::derived(equipment.id, super::notice::DRAFT_EQUIPMENT),
            self.author.id,
            self.at.as_millisecond(),
        )?;
        self.audit("equipment.confirmed", Some(equipment.id), json!({ "si": equipment.si }))?;
        Ok(saved.into_owned())
    }

    pub fn resolve_notice(&mut self, id: Id) -> StoreResult<()> {
        match self.rows.resolve_notice(id, self.author.id, self.at.as_millisecond())? {
            true => Ok(()),
            false => Err(StoreError::NotFound),
        }
    }

    /// Ends a conflict; taking the offered value writes it where it is a plain field, or the step where it is allowed.
    pub fn resolve_conflict(&mut self, id: Id, take_offered: bool) -> StoreResult<()> {
        let conflict = self.rows.open_conflict(id)?.ok_or(StoreError::NotFound)?;
        if take_offered {
            match (conflict.kind, conflict.offered.as_str()) {
                (RecordKind::Contact, Some(value)) => {
                    self.take_contact_field(conflict.record_id, &conflict.field, value.to_owned())?;
                }
                (kind, _) if kind == Job::KIND && conflict.field == "status" => {
                    let (mut job, rev) = self.load::<Job>(conflict.record_id)?.into_owned();
                    let offered: StatusChange = serde_json::from_value(conflict.offered).map_err(|error| {
                        StoreError::Corrupt { what: format!("conflict {id}"), why: error.to_string() }
                    })?;
                    self.touched.technicians.extend(job.technician_id);
                    let change = StatusChange { from: job.status, ..offered };
                    self.step(&mut job, change)?;
                    self.save(job, rev)?;
                }
                _ => return Err(StoreError::refused("not_writable", "This value can only be entered by hand.")),
            }
        }
        self.rows.close_conflict(id, self.author.id, take_offered, self.at.as_millisecond())?;
        self.audit("conflict.resolved", Some(conflict.record_id), json!({ "took_offered": take_offered }))
    }

    /// The job, if nobody changed it since it was read. Errors: `NotFound`, `Stale`.
    fn at_rev(&self, job_id: Id, base_rev: u64) -> StoreResult<Stored<Job>> {
        let job: Stored<Job> = self.load(job_id)?;
        if job.rev == base_rev { Ok(job) } else { Err(StoreError::Stale { rev: job.rev }) }
    }

    /// Whether dispatch may take this step (R4). What a technician has accepted but not begun can still be taken back,
    /// for people fall ill; what has begun is theirs.
    fn may_take_away(&self, job: &Job, to: JobStatus) -> StoreResult<()> {
        let from = if job.status == JobStatus::Accepted { JobStatus::Dispatched } else { job.status };
        if from == to && matches!(to, JobStatus::Dispatched | JobStatus::Triaged) {
            return Ok(());
        }
        match judge(from, to, Side::Dispatch) {
            Step::Allowed => Ok(()),
            Step::Conflict => {
                Err(StoreError::refused("not_owner", "The technician has begun; speak with them before you change it."))
            }
            Step::Impossible => {
                let text = format!("From {} there is no step to {}.", word(&job.status), word(&to));
                Err(StoreError::refused("no_such_step", text))
            }
        }
    }

    fn change(&self, job: &Job, to: JobStatus, reason: Option<String>) -> StatusChange {
        StatusChange {
            from: job.status,
            to,
            at: self.at,
            by: self.author.id,
            by_name: self.author.name.clone(),
            reason,
        }
    }
}

fn refuse_blocked(cause: BlockCause) -> StoreError {
    StoreError::refused("job_blocked", format!("The job is blocked ({}); give a reason to go ahead.", word(&cause)))
}

/// Who may write as dispatch. Errors: `Refused{role}`.
pub(crate) fn demand_dispatch(user: &UserActor) -> StoreResult<()> {
    demand(user.role.may_dispatch())
}

/// Errors: `Refused{role}` unless the condition on the role holds.
pub(crate) fn demand(is_allowed: bool) -> StoreResult<()> {
    if is_allowed { Ok(()) } else { Err(StoreError::refused("role", "Your role does not allow this.")) }
}
