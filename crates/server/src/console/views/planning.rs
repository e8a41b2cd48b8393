//! Who could do a job and when: the assign dialog's content, and what is sent back.

use feltbok_domain::{ids::Uuid, job_life::JobStatus};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{job_row::Slot, words};

/// The day the dialog shows.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayQuery {
    /// In the site's zone; today, or the first working day with room, when left out.
    #[param(value_type = Option<String>, format = Date)]
    pub date: Option<Date>,
}

/// Technicians with their day, best first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Candidates {
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// IANA zone of the site, in which the day is cut.
    pub time_zone: String,
    /// The first instant of that day.
    #[schema(value_type = String, format = DateTime)]
    pub day_start: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub day_end: Timestamp,
    /// Working hours of the agreement's calendar on that day.
    pub working: Vec<Span>,
    /// When the on-site target falls due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    /// Proposed length of the visit.
    pub minutes: u32,
    pub technicians: Vec<Candidate>,
}

/// From one instant to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Span {
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// One technician's day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Candidate {
    pub id: Uuid,
    pub name: String,
    /// When a tablet of theirs last spoke to the server; missing when they have none.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_seen: Option<Timestamp>,
    pub has_tablet: bool,
    pub day: Vec<DayJob>,
    /// The first quarter of an hour with room for the visit, within working hours and not past.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub free_from: Option<Timestamp>,
    /// They are at the same site that day anyway.
    pub same_site: bool,
}

/// A job in a technician's day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DayJob {
    pub id: Uuid,
    pub number: String,
    pub customer: String,
    pub city: String,
    #[schema(value_type = words::JobStatus)]
    pub status: JobStatus,
    pub slot: Slot,
}

/// Gives the job to a technician, or to another one than before.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AssignRequest {
    pub technician_id: Uuid,
    /// A multiple of 15 minutes.
    #[schema(value_type = String, format = DateTime)]
    pub start: Timestamp,
    /// 15–1440, a multiple of 15.
    pub minutes: u32,
    /// Needed when somebody else has it already.
    pub reason: Option<String>,
    /// Needed when the job is blocked: why it goes ahead all the same (R6).
    pub override_reason: Option<String>,
    /// The revision that the dispatcher saw.
    pub rev: u64,
}

/// Takes the job back into the queue, or says why a block does not hold.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReasonRequest {
    pub reason: String,
    pub rev: u64,
}

/// What a change led to: the job's new revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Written {
    pub rev: u64,
}
