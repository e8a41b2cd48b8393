//! How a visit may end, and what must be said when it could not finish (R8).

use serde::{Deserialize, Serialize};

use super::JobStatus;
use crate::model::{CloseOut, MachineState, Outcome};

/// Something that the close-out still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum OutcomeGap {
    /// How it ended.
    Outcome,
    /// Working, limited or down.
    MachineState,
    /// The parts it waits for.
    PartsOrdered,
    /// What the customer must do, or why another visit is needed.
    Reason,
    /// How the customer works on: print flow redirected, loaner offered or placed.
    Workaround,
}

/// The job's state after a visit that ended so; a follow-up goes back to planning.
pub fn status_after(outcome: Outcome) -> JobStatus {
    match outcome {
        Outcome::Fixed => JobStatus::Completed,
        Outcome::WaitingParts => JobStatus::WaitingParts,
        Outcome::WaitingCustomer => JobStatus::WaitingCustomer,
        Outcome::FollowUp => JobStatus::Triaged,
    }
}

/// What is missing, in the order of the screen; empty when the visit can be closed. `has_machine` is false for work
/// that is about no machine, which then has no state.
pub fn what_is_missing(close_out: &CloseOut, has_machine: bool) -> Vec<OutcomeGap> {
    let is_blank = |text: &str| text.trim().is_empty();
    let is_hampered = matches!(close_out.machine_state, Some(MachineState::Limited | MachineState::Down));
    let needs_reason = matches!(close_out.outcome, Some(Outcome::WaitingCustomer | Outcome::FollowUp));
    let gaps = [
        (close_out.outcome.is_none(), OutcomeGap::Outcome),
        (has_machine && close_out.machine_state.is_none(), OutcomeGap::MachineState),
        (
            close_out.outcome == Some(Outcome::WaitingParts) && close_out.parts_ordered.is_empty(),
            OutcomeGap::PartsOrdered,
        ),
        (needs_reason && is_blank(&close_out.reason), OutcomeGap::Reason),
        (is_hampered && is_blank(&close_out.workaround) && !close_out.loaner_offered, OutcomeGap::Workaround),
    ];
    gaps.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, gap)| gap).collect()
}
