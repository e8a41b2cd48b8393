//! The life of a job (R4–R10): its states, who owns them, and which step may follow which.

mod block;
mod loaner;
mod outcome;
mod release;
mod transition;

use serde::{Deserialize, Serialize};

pub use block::{BlockCause, BlockEffect, block_cause, block_effect};
pub use loaner::{LOANER_AFTER_WORKING_DAYS, is_as_good, loaner_due, propose_loaners};
pub use outcome::{OutcomeGap, status_after, what_is_missing};
pub use release::{Release, release};
pub use transition::{Side, Step, judge, next_steps};

/// A job's state (DOMAIN §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum JobStatus {
    Registered,
    Triaged,
    /// With remote support (R7).
    Remote,
    Scheduled,
    /// Sent to a technician's tablet.
    Dispatched,
    Accepted,
    Travelling,
    OnSite,
    /// Parts are ordered; a follow-up visit is needed (R8).
    WaitingParts,
    /// The customer must do or answer something; the clock stands still (R12).
    WaitingCustomer,
    /// Site closed, air-raid alarm or no escort; the clock stands still (R12).
    NoAccess,
    /// Overdue payment or an agreement that is not in force (R6).
    Blocked,
    /// The technician said no; dispatch must assign again.
    Declined,
    Cancelled,
    Completed,
    Reviewed,
    Closed,
}

impl JobStatus {
    pub const ALL: [JobStatus; 17] = [
        JobStatus::Registered,
        JobStatus::Triaged,
        JobStatus::Remote,
        JobStatus::Scheduled,
        JobStatus::Dispatched,
        JobStatus::Accepted,
        JobStatus::Travelling,
        JobStatus::OnSite,
        JobStatus::WaitingParts,
        JobStatus::WaitingCustomer,
        JobStatus::NoAccess,
        JobStatus::Blocked,
        JobStatus::Declined,
        JobStatus::Cancelled,
        JobStatus::Completed,
        JobStatus::Reviewed,
        JobStatus::Closed,
    ];

    /// True while somebody still has something to do on the job in the field or before it.
    pub fn is_open(self) -> bool {
        !matches!(self, JobStatus::Cancelled | JobStatus::Completed | JobStatus::Reviewed | JobStatus::Closed)
    }

    /// True once the technician has begun: a block warns and stops nothing any more (R6).
    pub fn has_begun(self) -> bool {
        matches!(self, JobStatus::Travelling | JobStatus::OnSite)
    }

    /// True while the response clock stands still (R12).
    pub fn stops_the_clock(self) -> bool {
        matches!(self, JobStatus::WaitingCustomer | JobStatus::NoAccess)
    }
}

/// How soon a job must be reached; each has its own target (R12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Priority {
    Critical,
    #[default]
    Normal,
    Low,
}
