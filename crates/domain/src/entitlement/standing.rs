//! Whether an agreement is in force for a machine on a day (R16), and what keeps it from being so.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::AgreementClaimed;

/// What makes an agreement inactive for a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Inactivity {
    Unsigned,
    NotStarted,
    Ended,
    Suspended,
    EquipmentNotListed,
}

/// Why the agreement does not count on `day`; `None` when it is active. First and last day count as within.
pub fn inactivity(agreement: &AgreementClaimed, day: Date) -> Option<Inactivity> {
    if !agreement.signed {
        Some(Inactivity::Unsigned)
    } else if day < agreement.from {
        Some(Inactivity::NotStarted)
    } else if day > agreement.until {
        Some(Inactivity::Ended)
    } else if agreement.suspended {
        Some(Inactivity::Suspended)
    } else if !agreement.lists_equipment {
        Some(Inactivity::EquipmentNotListed)
    } else {
        None
    }
}
