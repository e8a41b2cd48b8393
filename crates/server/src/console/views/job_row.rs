//! One line of a job list: everything the queue shows, sorts and filters by, without a second request.

use feltbok_domain::{
    ids::Uuid,
    job_life::{JobStatus, Priority},
    work_type::WorkType,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::words;

/// A thing by its id and the name people know it by.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
}

/// A machine in one line.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MachineLine {
    pub id: Uuid,
    pub si: String,
    /// Make and model.
    pub name: String,
    pub place: String,
}

/// A job as the lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobRow {
    pub id: Uuid,
    /// The record's revision; assigning on an older one is refused, so that two dispatchers never undo each other.
    pub rev: u64,
    pub number: String,
    #[schema(value_type = words::WorkType)]
    pub work_type: WorkType,
    #[schema(value_type = words::Priority)]
    pub priority: Priority,
    #[schema(value_type = words::JobStatus)]
    pub status: JobStatus,
    pub customer: Named,
    pub site: String,
    pub city: String,
    /// IANA zone of the site: times of the job are shown in it.
    pub time_zone: String,
    pub machine: Option<MachineLine>,
    pub symptom: String,
    #[schema(value_type = String, format = DateTime)]
    pub registered_at: Timestamp,
    pub target: TargetClock,
    pub technician: Option<Named>,
    pub slot: Option<Slot>,
    /// The reason in words, if the job is blocked and nobody has overridden it (R6).
    pub blocked: Option<String>,
    /// Work that remote support may solve, still unassigned (R7).
    pub remote_first: bool,
    /// Conflicts and notices that nobody has decided yet.
    pub attention: u32,
}

/// Planned start and length of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Slot {
    #[schema(value_type = String, format = DateTime)]
    pub start: Timestamp,
    pub minutes: u32,
}

/// How the on-site target stands at the answer's `server_time` (R12).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TargetClock {
    pub state: ClockState,
    /// It is working time now: the minutes left go down while the list is looked at.
    pub ticking: bool,
    /// When the target falls due, pauses counted in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    /// Working minutes left; below 0 is overdue by so many.
    pub minutes_left: Option<i64>,
    pub minutes_promised: u32,
}

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    Running,
    /// The customer is waited for, or the site is closed.
    Paused,
    Overdue,
    /// Somebody was on site in time.
    Met,
    /// Somebody was on site too late.
    Missed,
    /// No target was promised, or the job ended without a visit.
    None,
}
