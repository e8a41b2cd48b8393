//! A job: one problem or task at one customer, with its targets and schedule.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ids::Id,
    job_life::{JobStatus, Priority},
    target::Pause,
    work_type::WorkType,
};

/// A registered service request. Dispatch owns schedule and assignment, the technician the states between (R4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Job {
    pub id: Id,
    pub number: String,
    pub work_type: WorkType,
    pub priority: Priority,
    pub status: JobStatus,
    pub customer_id: Id,
    pub site_id: Id,
    pub contact_id: Option<Id>,
    pub equipment_id: Option<Id>,
    pub agreement_id: Option<Id>,
    pub reported_symptom: String,
    pub registered_at: Timestamp,
    pub targets: Targets,
    /// Times in which the response clock stood still (R12).
    pub pauses: Vec<Pause>,
    pub technician_id: Option<Id>,
    pub slot: Option<ScheduledSlot>,
    /// Why it is blocked, in words, if it is (R6); a warning once the technician is on site.
    pub block_reason: Option<String>,
    /// Dispatch's reason to go ahead in spite of the block.
    pub block_override: Option<String>,
    pub remote: bool,
    /// Every change of state, oldest first.
    pub history: Vec<StatusChange>,
    pub dispatch_note: String,
}

/// When the job should be reached and ready, already computed with the agreement's calendar (R12).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Targets {
    pub remote_answer_due: Option<Timestamp>,
    pub on_site_due: Option<Timestamp>,
    pub parts_due: Option<Timestamp>,
    /// The calendar the times were counted with.
    pub calendar_id: Option<Id>,
    /// Working minutes promised until on site.
    pub on_site_minutes: u32,
}

/// Planned start and length of the visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ScheduledSlot {
    pub start: Timestamp,
    pub minutes: u32,
}

/// One change of state: who, when, why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StatusChange {
    pub from: JobStatus,
    pub to: JobStatus,
    pub at: Timestamp,
    /// Technician or console user.
    pub by: Id,
    pub by_name: String,
    pub reason: Option<String>,
}

/// A change of a job by its technician or by dispatch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum JobEdit {
    /// A step in the job's life; its legality is `job_life`'s to judge (R4).
    Status(StatusChange),
    /// The clock starts to stand still, or runs again (R12).
    Pause(Pause),
    Assign {
        technician_id: Option<Id>,
        slot: Option<ScheduledSlot>,
    },
    Block {
        reason: Option<String>,
        override_reason: Option<String>,
    },
    /// The machine the job turned out to be about (scan of another machine).
    Equipment {
        equipment_id: Id,
    },
}

impl JobEdit {
    /// Writes the edit; applying the same edit twice changes nothing more.
    pub fn apply(&self, job: &mut Job) {
        match self {
            JobEdit::Status(change) => {
                if !job.history.contains(change) {
                    job.status = change.to;
                    job.history.push(change.clone());
                }
            }
            JobEdit::Pause(pause) => match job.pauses.iter_mut().find(|known| known.from == pause.from) {
                Some(known) => *known = pause.clone(),
                None => job.pauses.push(pause.clone()),
            },
            JobEdit::Assign { technician_id, slot } => {
                job.technician_id = *technician_id;
                job.slot = *slot;
            }
            JobEdit::Block { reason, override_reason } => {
                job.block_reason.clone_from(reason);
                job.block_override.clone_from(override_reason);
            }
            JobEdit::Equipment { equipment_id } => job.equipment_id = Some(*equipment_id),
        }
    }
}
