//! Which step may follow which, and whose step it is (R4).

use serde::{Deserialize, Serialize};

use super::JobStatus;

/// The two sides that change a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Side {
    Dispatch,
    Technician,
}

/// What becomes of a proposed step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Step {
    Allowed,
    /// By a side that does not own the state: kept and shown to the other side, never lost.
    Conflict,
    /// The side owns the state, but this step does not lead on from it.
    Impossible,
}

impl JobStatus {
    /// Whether the side owns a job in this state. Dispatch owns what comes before `dispatched` and after `completed`,
    /// the technician what lies between; a job that waits, or has only been sent, can be taken up by either.
    pub fn is_owned_by(self, side: Side) -> bool {
        use JobStatus::*;
        match self {
            Dispatched | WaitingParts | WaitingCustomer | NoAccess => true,
            Accepted | Travelling | OnSite => side == Side::Technician,
            Registered | Triaged | Remote | Scheduled | Blocked | Declined | Cancelled | Completed | Reviewed
            | Closed => side == Side::Dispatch,
        }
    }
}

/// The steps that the side can take from a state, in the order in which they are usually taken.
///
/// Dispatch may skip states of its own; the technician may skip states on the way to the site (the job in the same
/// building), and gives the job back to planning as `triaged` when another visit is needed.
pub fn next_steps(from: JobStatus, side: Side) -> &'static [JobStatus] {
    use JobStatus::*;
    match (side, from) {
        (Side::Dispatch, Registered) => &[Triaged, Remote, Scheduled, Dispatched, Blocked, Cancelled],
        (Side::Dispatch, Triaged) => {
            &[Remote, Scheduled, Dispatched, WaitingParts, WaitingCustomer, Blocked, Cancelled]
        }
        (Side::Dispatch, Remote) => {
            &[Completed, Scheduled, Dispatched, Triaged, WaitingParts, WaitingCustomer, Blocked, Cancelled]
        }
        (Side::Dispatch, Scheduled) => {
            &[Dispatched, Triaged, Remote, WaitingParts, WaitingCustomer, Blocked, Cancelled]
        }
        (Side::Dispatch, Dispatched) => &[Scheduled, Triaged, Blocked, Cancelled],
        (Side::Dispatch, WaitingParts | WaitingCustomer | NoAccess) => {
            &[Scheduled, Dispatched, Triaged, Remote, WaitingParts, WaitingCustomer, Blocked, Cancelled]
        }
        (Side::Dispatch, Blocked) => &[Registered, Triaged, Remote, Scheduled, Dispatched, Cancelled],
        (Side::Dispatch, Declined) => &[Dispatched, Scheduled, Triaged, Blocked, Cancelled],
        (Side::Dispatch, Cancelled) => &[Triaged],
        (Side::Dispatch, Completed) => &[Reviewed, Triaged],
        (Side::Dispatch, Reviewed) => &[Closed, Triaged],
        (Side::Technician, Dispatched) => &[Accepted, Travelling, OnSite, Declined],
        (Side::Technician, Accepted) => &[Travelling, OnSite, Declined, WaitingCustomer, NoAccess],
        (Side::Technician, Travelling) => &[OnSite, Accepted, WaitingCustomer, NoAccess],
        (Side::Technician, OnSite) => &[Completed, WaitingParts, WaitingCustomer, Triaged, NoAccess, Travelling],
        (Side::Technician, NoAccess) => &[OnSite, Travelling, Accepted, WaitingCustomer, Triaged],
        (Side::Technician, WaitingParts | WaitingCustomer) => &[OnSite, Travelling, Accepted, Triaged],
        (Side::Technician, _) | (Side::Dispatch, Accepted | Travelling | OnSite | Closed) => &[],
    }
}

/// Judges a step by one side. The server keeps what is a `Conflict`, and refuses only what is `Impossible`.
pub fn judge(from: JobStatus, to: JobStatus, by: Side) -> Step {
    if next_steps(from, by).contains(&to) {
        Step::Allowed
    } else if from.is_owned_by(by) {
        Step::Impossible
    } else {
        Step::Conflict
    }
}
