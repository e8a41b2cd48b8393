//! Prepaid time accounts: which lots pay for labour, in which order, in whole steps (R17).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Lot;

/// Minutes taken from one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PrepaidDebit {
    /// Index into the claim's lots.
    pub lot: u32,
    pub minutes: u32,
}

/// Takes up to `minutes` from the lots valid on `day`: those that expire first, then those bought first, then in
/// their order. A lot gives whole steps only; what is left of a step in it stays there.
pub fn debit(lots: &[Lot], day: Date, minutes: u32, step_minutes: u32) -> Vec<PrepaidDebit> {
    let mut left = minutes;
    let mut debits = Vec::new();
    for (index, lot) in in_order_of_use(lots, day) {
        let given = whole_steps(lot.minutes, step_minutes).min(left);
        if given > 0 {
            debits.push(PrepaidDebit { lot: u32::try_from(index).unwrap_or(u32::MAX), minutes: given });
            left -= given;
        }
    }
    debits
}

/// Minutes that the account can pay with on `day`, in whole steps: the balance that the tablet shows.
pub fn valid_minutes(lots: &[Lot], day: Date, step_minutes: u32) -> u32 {
    in_order_of_use(lots, day)
        .iter()
        .map(|(_, lot)| whole_steps(lot.minutes, step_minutes))
        .fold(0, u32::saturating_add)
}

/// The lots as the debits leave them.
pub fn without(lots: &[Lot], debits: &[PrepaidDebit]) -> Vec<Lot> {
    let mut lots = lots.to_vec();
    for debit in debits {
        if let Some(lot) = usize::try_from(debit.lot).ok().and_then(|index| lots.get_mut(index)) {
            lot.minutes = lot.minutes.saturating_sub(debit.minutes);
        }
    }
    lots
}

fn in_order_of_use(lots: &[Lot], day: Date) -> Vec<(usize, &Lot)> {
    let mut valid: Vec<(usize, &Lot)> =
        lots.iter().enumerate().filter(|(_, lot)| lot.bought <= day && day <= lot.expires).collect();
    valid.sort_by_key(|(index, lot)| (lot.expires, lot.bought, *index));
    valid
}

fn whole_steps(minutes: u32, step_minutes: u32) -> u32 {
    minutes - minutes % step_minutes.max(1)
}
