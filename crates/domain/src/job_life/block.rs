//! Blocked jobs: overdue payment, or an agreement that is not in force (R6).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::JobStatus;
use crate::{
    entitlement::{AgreementClaimed, Inactivity, inactivity, terms::Scheme},
    model::Agreement,
};

/// Why a job is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum BlockCause {
    OverduePayment,
    AgreementUnsigned,
    AgreementEnded,
    AgreementSuspended,
}

/// What a block does to a job now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum BlockEffect {
    /// The job is `blocked` until dispatch gives a reason to go ahead.
    Stops,
    /// Work has begun: a warning is shown, and nothing stops.
    Warns,
    /// Dispatch said why it goes ahead all the same.
    Overridden,
}

/// What blocks a job of this customer and agreement on `day`; `None` when nothing does. An ad-hoc job has no agreement
/// that could be missing, and one that has not started yet is no reason to turn a customer away.
pub fn block_cause(customer_is_overdue: bool, agreement: Option<&Agreement>, day: Date) -> Option<BlockCause> {
    if customer_is_overdue {
        return Some(BlockCause::OverduePayment);
    }
    let agreement = agreement.filter(|agreement| agreement.terms.scheme != Scheme::AdHoc)?;
    match inactivity(&AgreementClaimed::of(agreement, None), day)? {
        Inactivity::Unsigned => Some(BlockCause::AgreementUnsigned),
        Inactivity::Ended => Some(BlockCause::AgreementEnded),
        Inactivity::Suspended => Some(BlockCause::AgreementSuspended),
        Inactivity::NotStarted | Inactivity::EquipmentNotListed => None,
    }
}

/// What a block does to a job in this state; a blank reason overrides nothing.
pub fn block_effect(status: JobStatus, override_reason: Option<&str>) -> BlockEffect {
    if override_reason.is_some_and(|reason| !reason.trim().is_empty()) {
        BlockEffect::Overridden
    } else if status.has_begun() {
        BlockEffect::Warns
    } else {
        BlockEffect::Stops
    }
}
