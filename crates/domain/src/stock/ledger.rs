//! Balances: sums over the ledger, in whatever order the movements arrive (R21, R22).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Movement, MovementKind, StockLocationId};
use crate::ids::Id;

/// The balance of one part at one place, where `None` is the world outside. May be negative (R22).
pub fn balance<'a>(
    movements: impl IntoIterator<Item = &'a Movement>,
    location: Option<StockLocationId>,
    part_id: Id,
) -> i64 {
    movements
        .into_iter()
        .filter(|movement| movement.part_id == part_id)
        .map(|movement| movement.change_at(location))
        .sum()
}

/// All balances of a set of movements. A movement counts once however often it arrives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    seen: std::collections::BTreeSet<Id>,
    /// By place (`None` outside) and part; a sum of 0 is not kept.
    balances: BTreeMap<(Option<StockLocationId>, Id), i64>,
}

impl Ledger {
    /// Adds a movement; says whether it was new.
    pub fn add(&mut self, movement: &Movement) -> bool {
        if !self.seen.insert(movement.id) {
            return false;
        }
        for place in [movement.from, movement.to] {
            self.change((place, movement.part_id), movement.change_at(place));
        }
        true
    }

    pub fn balance(&self, location: Option<StockLocationId>, part_id: Id) -> i64 {
        self.balances.get(&(location, part_id)).copied().unwrap_or(0)
    }

    /// Every balance that is not 0, by place and part.
    pub fn balances(&self) -> impl Iterator<Item = (Option<StockLocationId>, Id, i64)> {
        self.balances.iter().map(|((place, part), sum)| (*place, *part, *sum))
    }

    /// The sum of a part over all places with the outside: always 0.
    pub fn sum_everywhere(&self, part_id: Id) -> i64 {
        self.balances.iter().filter(|((_, part), _)| *part == part_id).map(|(_, sum)| sum).sum()
    }

    fn change(&mut self, key: (Option<StockLocationId>, Id), change: i64) {
        let sum = self.balances.entry(key).or_insert(0);
        *sum += change;
        if *sum == 0 {
            self.balances.remove(&key);
        }
    }
}

impl<'a> FromIterator<&'a Movement> for Ledger {
    fn from_iter<T: IntoIterator<Item = &'a Movement>>(movements: T) -> Self {
        let mut ledger = Ledger::default();
        for movement in movements {
            ledger.add(movement);
        }
        ledger
    }
}

/// What dispatch is asked when the books say less than nothing: please count (R22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CountRequest {
    pub location_id: StockLocationId,
    pub part_id: Id,
    /// What the books say, below 0.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub balance: i64,
}

/// The count request that a movement gives rise to at the place it left, whose balance is now `balance`.
/// The movement itself stands: work never stops for bookkeeping.
pub fn count_request(movement: &Movement, balance: i64) -> Option<CountRequest> {
    let location_id = movement.from?;
    (balance < 0).then_some(CountRequest { location_id, part_id: movement.part_id, balance })
}

/// Sides and quantity of the adjustment that brings a place from its `balance` to what was `counted`; `None` when the
/// books were right. The caller adds id, time and person.
pub fn count_adjustment(
    location_id: StockLocationId,
    balance: i64,
    counted: u32,
) -> Option<(MovementKind, Option<StockLocationId>, Option<StockLocationId>, u32)> {
    let difference = i64::from(counted) - balance;
    let quantity = u32::try_from(difference.unsigned_abs()).unwrap_or(u32::MAX);
    match difference {
        0 => None,
        1.. => Some((MovementKind::CountAdjustment, None, Some(location_id), quantity)),
        _ => Some((MovementKind::CountAdjustment, Some(location_id), None, quantity)),
    }
}
