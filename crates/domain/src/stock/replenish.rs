//! Replenishment: what a van is short of, and what came other than sent (R23).

use serde::{Deserialize, Serialize};

use super::StockLocationId;
use crate::ids::Id;

/// What one place should hold of one part, what it holds, and what is already on its way there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Level {
    pub location_id: StockLocationId,
    pub part_id: Id,
    pub min: u32,
    pub max: u32,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub balance: i64,
    pub on_the_way: u32,
}

/// A proposal to send parts to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Proposal {
    pub location_id: StockLocationId,
    pub part_id: Id,
    pub quantity: u32,
}

/// What to send: below min, as much as fills up to max, what is on the way counted in; `None` at min or above.
pub fn propose(level: &Level) -> Option<Proposal> {
    let expected = level.balance + i64::from(level.on_the_way);
    let wanted = i64::from(level.max.max(level.min)) - expected;
    let quantity = u32::try_from(wanted).ok().filter(|quantity| *quantity > 0)?;
    (expected < i64::from(level.min)).then_some(Proposal {
        location_id: level.location_id,
        part_id: level.part_id,
        quantity,
    })
}

/// A part of which another quantity came than was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Difference {
    pub part_id: Id,
    pub sent: u32,
    pub received: u32,
}

/// Compares what was sent with what was scanned on arrival; parts that agree are left out.
pub fn differences(sent: &[(Id, u32)], received: &[(Id, u32)]) -> Vec<Difference> {
    let sum = |list: &[(Id, u32)], part_id: Id| {
        list.iter().filter(|(id, _)| *id == part_id).fold(0_u32, |sum, (_, quantity)| sum.saturating_add(*quantity))
    };
    let mut parts: Vec<Id> = sent.iter().chain(received).map(|(id, _)| *id).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
        .into_iter()
        .map(|part_id| Difference { part_id, sent: sum(sent, part_id), received: sum(received, part_id) })
        .filter(|difference| difference.sent != difference.received)
        .collect()
}
