//! The day: cards in order, what each needs next, and how the day's jobs stand.

use feltbok_domain::{
    ids::Id,
    job_life::{JobStatus, Priority},
    target::TargetState,
    work_type::WorkType,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// One day's jobs, in the order of their slots.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DayView {
    pub date: Date,
    pub is_today: bool,
    pub cards: Vec<JobCard>,
    /// Jobs waiting for parts, the customer or access: beside the day, newest first. Only filled for today.
    pub waiting: Vec<JobCard>,
    /// Days with open jobs, for the day strip, in order.
    pub days: Vec<DayCount>,
    pub readiness: ReadinessSummary,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DayCount {
    pub date: Date,
    pub jobs: u32,
}

/// "7 of 7 jobs complete offline".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReadinessSummary {
    pub ready: u32,
    pub jobs: u32,
}

/// One job as a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct JobCard {
    pub job_id: Id,
    pub number: String,
    pub work_type: WorkType,
    pub priority: Priority,
    pub status: JobStatus,
    pub customer: String,
    pub site: String,
    pub street: String,
    pub city: String,
    /// IANA zone of the site; slot and targets are shown in it.
    pub time_zone: String,
    pub machine: Option<MachineLine>,
    pub symptom: String,
    pub slot_start: Option<Timestamp>,
    pub slot_minutes: Option<u32>,
    /// The on-site target; missing when nothing was promised.
    pub target: Option<TargetState>,
    /// The one big button.
    pub next: NextAction,
    pub block: Option<BlockWarning>,
    pub readiness: Readiness,
    pub sync: JobSync,
    pub remote: bool,
}

/// A machine in one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MachineLine {
    pub equipment_id: Id,
    pub si: String,
    pub make: String,
    pub model: String,
    pub place: String,
    /// False for a draft that dispatch has not confirmed (R3).
    pub confirmed: bool,
}

/// What the state button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum NextAction {
    Accept,
    Drive,
    Arrive,
    /// On site: opens the visit; it ends by signing.
    Finish,
    /// Paused (waiting for the customer, no access): goes on with the work.
    Resume,
    /// Shows the work order.
    Document,
    /// The job may not begin: it is blocked.
    Blocked,
    Nothing,
}

/// Why dispatch should be asked first, and whether it stops the work (R6).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BlockWarning {
    pub reason: String,
    /// True before the work has begun and without an override.
    pub stops: bool,
    pub override_reason: Option<String>,
}

/// Whether everything needed for the job is on the tablet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Readiness {
    pub ready: bool,
    pub missing: Vec<MissingPiece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MissingPiece {
    Customer,
    Site,
    Contact,
    Equipment,
    Passport,
    Agreement,
    Checklist,
    Calendar,
    Company,
    CodeLists,
    Catalogue,
}

/// Where a job's own changes are on their way to the office.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum JobSync {
    /// Nothing was recorded here, or all of it is at the office and nothing was ever sent from here.
    Untouched,
    /// Recorded and not yet tried to send.
    Saved {
        items: u32,
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        bytes: u64,
    },
    /// Waits for the network.
    Waiting {
        items: u32,
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        bytes: u64,
    },
    Sending {
        sent: u32,
        items: u32,
    },
    Received,
    NeedsAttention {
        items: u32,
    },
}

/// Jobs found by a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct JobHits {
    pub cards: Vec<JobCard>,
    /// True when more matched than are shown.
    pub more: bool,
}
