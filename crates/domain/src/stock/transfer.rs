//! Transfers from van to van: two halves, each recorded where it happened, that meet by the transfer's id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Movement, MovementKind, StockLocationId};
use crate::ids::Id;

/// How far a transfer of one part has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum TransferState {
    /// Given, not received: on the road.
    OnTheWay,
    /// Received; the giver's half has not arrived yet.
    GiverMissing,
    Complete,
    /// Both halves are there and name different quantities: dispatch is told.
    Differs,
}

/// One part of one transfer, as far as its halves are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Transfer {
    pub transfer_id: Id,
    pub part_id: Id,
    pub giver: Option<StockLocationId>,
    pub receiver: Option<StockLocationId>,
    pub given: u32,
    pub received: u32,
}

impl Transfer {
    pub fn state(&self) -> TransferState {
        match (self.given, self.received) {
            (_, 0) => TransferState::OnTheWay,
            (0, _) => TransferState::GiverMissing,
            (given, received) if given == received => TransferState::Complete,
            _ => TransferState::Differs,
        }
    }
}

/// The transfers that the movements make, one a part, in whatever order the halves arrived.
pub fn transfers<'a>(movements: impl IntoIterator<Item = &'a Movement>) -> Vec<Transfer> {
    let mut found: BTreeMap<(Id, Id), Transfer> = BTreeMap::new();
    for movement in movements {
        let Some(transfer_id) = movement.transfer_id else { continue };
        let part_id = movement.part_id;
        let transfer = found.entry((transfer_id, part_id)).or_insert(Transfer {
            transfer_id,
            part_id,
            giver: None,
            receiver: None,
            given: 0,
            received: 0,
        });
        match movement.kind {
            MovementKind::TransferOut => {
                transfer.giver = movement.from;
                transfer.given = transfer.given.saturating_add(movement.quantity);
            }
            MovementKind::TransferIn => {
                transfer.receiver = movement.to;
                transfer.received = transfer.received.saturating_add(movement.quantity);
            }
            _ => {}
        }
    }
    found.into_values().collect()
}
