//! Stock as a ledger of movements (R21–R24): a balance is a sum, never a number that somebody edits.

mod ledger;
mod replenish;
mod serial;
mod transfer;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::Id;

pub use ledger::{CountRequest, Ledger, balance, count_adjustment, count_request};
pub use replenish::{Difference, Level, Proposal, differences, propose};
pub use serial::{SerialError, Whereabouts, may_issue, whereabouts};
pub use transfer::{Transfer, TransferState, transfers};

/// A depot's or a van's id.
pub type StockLocationId = Id;

/// Why stock moved (R21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MovementKind {
    /// From a supplier.
    Receive,
    /// Used on a job.
    Issue,
    /// Taken for a job, not used, put back.
    ReturnUnused,
    /// A defective part on its way back to the depot.
    ReturnDefective,
    /// The giver's half of a transfer.
    TransferOut,
    /// The receiver's half of a transfer.
    TransferIn,
    /// What a count found more or less than the books.
    CountAdjustment,
    Scrap,
}

/// One line of the ledger. `None` as a side is the world outside (supplier, customer, on the road), so that
/// all locations with the outside always sum to zero. Movements append; none is ever changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Movement {
    pub id: Id,
    pub part_id: Id,
    pub kind: MovementKind,
    pub from: Option<StockLocationId>,
    pub to: Option<StockLocationId>,
    /// Units of the part, at least 1.
    pub quantity: u32,
    /// For serial-tracked parts, with quantity 1 (R24).
    pub serial: Option<String>,
    pub lot: Option<String>,
    pub job_id: Option<Id>,
    pub visit_id: Option<Id>,
    /// What the two halves of a transfer have in common.
    pub transfer_id: Option<Id>,
    pub at: Timestamp,
    /// Technician or console user.
    pub by: Id,
    pub note: Option<String>,
}

/// What is wrong with a movement as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MovementError {
    #[error("a movement moves at least one unit")]
    NoQuantity,
    #[error("a movement goes from one place to another")]
    SamePlace,
    #[error("this kind of movement leaves or enters on the other side")]
    WrongSides,
    #[error("a serial number stands for exactly one unit")]
    SerialQuantity,
    #[error("both halves of a transfer carry its id")]
    NoTransferId,
}

impl Movement {
    /// Checks that sides, quantity and references fit the kind.
    pub fn check(&self) -> Result<(), MovementError> {
        use MovementKind::*;
        if self.quantity == 0 {
            return Err(MovementError::NoQuantity);
        }
        if self.from == self.to {
            return Err(MovementError::SamePlace);
        }
        let fits = match self.kind {
            Receive | ReturnUnused | TransferIn => self.from.is_none(),
            Issue | TransferOut | Scrap => self.to.is_none(),
            // A removed part enters a van from the machine, and leaves it for the depot.
            ReturnDefective => true,
            CountAdjustment => self.from.is_none() || self.to.is_none(),
        };
        if !fits {
            return Err(MovementError::WrongSides);
        }
        if self.serial.is_some() && self.quantity != 1 {
            return Err(MovementError::SerialQuantity);
        }
        if matches!(self.kind, TransferOut | TransferIn) && self.transfer_id.is_none() {
            return Err(MovementError::NoTransferId);
        }
        Ok(())
    }

    /// What the movement adds to a location's balance; negative when it takes.
    pub fn change_at(&self, location: Option<StockLocationId>) -> i64 {
        let quantity = i64::from(self.quantity);
        let entering = if self.to == location { quantity } else { 0 };
        let leaving = if self.from == location { quantity } else { 0 };
        entering - leaving
    }
}
