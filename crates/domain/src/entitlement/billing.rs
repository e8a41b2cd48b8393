//! From minutes and parts to amounts: the billing increment, hourly rates, VAT, all rounded half up per line.

use super::{ClaimedPart, InvoiceLine, LineKind, Rates};
use crate::money::{Minor, div_half_up};

/// Rounds a sum of minutes up to whole steps; 0 stays 0, a step of 0 counts as one minute.
///
/// Beyond 32 bits it is the largest whole number of steps.
pub fn round_up_to_step(minutes: u32, step_minutes: u32) -> u32 {
    let step = step_minutes.max(1);
    minutes.div_ceil(step).checked_mul(step).unwrap_or(u32::MAX - u32::MAX % step)
}

/// The net amount of `minutes` at an hourly rate, rounded half up.
pub fn amount_of_time(minutes: u32, per_hour: Minor) -> Minor {
    to_minor(div_half_up(i128::from(minutes) * i128::from(per_hour), 60))
}

/// The net amount of a part line.
pub(super) fn amount_of_part(part: &ClaimedPart) -> Minor {
    to_minor(i128::from(part.qty) * i128::from(part.unit_price))
}

/// The invoice line of an amount; `None` for an amount of 0.
pub(super) fn invoice_line(line: LineKind, net: Minor, rates: &Rates) -> Option<InvoiceLine> {
    let vat = to_minor(div_half_up(i128::from(net) * i128::from(rates.vat_basis_points), 10_000));
    (net != 0).then_some(InvoiceLine { line, net, vat })
}

/// The sum, held at the ends of the range: an invoice that large is a typing mistake, and no reason to fail.
pub(super) fn total(amounts: impl Iterator<Item = Minor>) -> Minor {
    to_minor(amounts.map(i128::from).sum())
}

pub(super) fn sum_minutes(entries: &[u32]) -> u32 {
    entries.iter().copied().fold(0, u32::saturating_add)
}

fn to_minor(amount: i128) -> Minor {
    Minor::try_from(amount).unwrap_or(if amount < 0 { Minor::MIN } else { Minor::MAX })
}
