//! Part warranty: how long a fitted part is warranted, and what the part before it still had (R14, R20).

use jiff::{ToSpan, civil::Date};

use crate::{ids::Id, model::PassportPart};

/// Months that any fitted part is warranted at least and at most.
pub const WARRANTY_MONTHS_MIN: u32 = 1;
pub const WARRANTY_MONTHS_MAX: u32 = 12;

/// The last day of the warranty: the same day of the month, or that month's last day. Counted from the day of fitting,
/// so that a series of short months does not wear the day down.
pub fn warranty_until(fitted_on: Date, months: u32) -> Date {
    fitted_on.saturating_add(i64::from(months).months())
}

/// The months that count: the longest that company, part or agreement give, but at least 1 and at most 12.
pub fn warranty_months(promised: impl IntoIterator<Item = u32>) -> u32 {
    promised.into_iter().max().unwrap_or(0).clamp(WARRANTY_MONTHS_MIN, WARRANTY_MONTHS_MAX)
}

/// The part that sits where a new one goes: the same named position, or without one the same part.
pub fn replaced_part<'a>(fitted: &'a [PassportPart], part_id: Id, position: &str) -> Option<&'a PassportPart> {
    let sits_there = |part: &&PassportPart| {
        let is_same_place = part.position.trim() == position.trim();
        part.removed_on.is_none() && is_same_place && (!position.trim().is_empty() || part.part_id == part_id)
    };
    fitted.iter().filter(sits_there).max_by_key(|part| part.fitted_on)
}
