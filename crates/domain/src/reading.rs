//! Meter readings: never lower than the last without a reason, and what is to be expected from history.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

const SECONDS_A_DAY: i64 = 24 * 60 * 60;
/// A reading may be this many times the usual use away before it looks wrong.
const TOLERANCE: u64 = 3;
/// Pages that anybody may print on a day without it being remarkable.
const SLACK_PAGES: u64 = 500;

/// A known value of one meter. `is_reset` when the counter began anew there (new board, exchanged counter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KnownReading {
    pub value: u32,
    pub at: Timestamp,
    pub is_reset: bool,
}

/// Why a reading is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ReadingError {
    /// Look again, or mark it as a reset and say why.
    #[error("the meter showed {last} last time and cannot have gone back")]
    LowerThanLast { last: u32 },
    #[error("a reset needs a reason")]
    NoResetReason,
}

/// What a new reading probably lies between, both ends included; outside it the app asks, and does not refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ExpectedRange {
    pub low: u32,
    pub high: u32,
}

impl ExpectedRange {
    pub fn contains(&self, value: u32) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// Checks a new value against the latest known one. `reset_reason` marks it as a reset.
///
/// Errors: `LowerThanLast` without a reset, `NoResetReason` for a blank reason.
pub fn check(value: u32, last: Option<&KnownReading>, reset_reason: Option<&str>) -> Result<(), ReadingError> {
    match (reset_reason, last) {
        (Some(reason), _) if reason.trim().is_empty() => Err(ReadingError::NoResetReason),
        (None, Some(last)) if value < last.value => Err(ReadingError::LowerThanLast { last: last.value }),
        _ => Ok(()),
    }
}

/// The latest of the readings by time.
pub fn latest(history: &[KnownReading]) -> Option<&KnownReading> {
    history.iter().max_by_key(|reading| reading.at)
}

/// What the meter probably shows at `now`: the last value plus the usual daily use since the last reset, with room
/// for a busy time. `None` before there are two readings to tell the use from.
pub fn expected(history: &[KnownReading], now: Timestamp) -> Option<ExpectedRange> {
    let mut readings = history.to_vec();
    readings.sort_by_key(|reading| reading.at);
    let begin = readings.iter().rposition(|reading| reading.is_reset).unwrap_or(0);
    let (first, last) = (readings.get(begin)?, readings.last()?);
    let pages = last.value.checked_sub(first.value)?;
    let counted = seconds(last.at.duration_since(first.at));
    if counted == 0 {
        return None;
    }
    let elapsed = seconds(now.duration_since(last.at));
    let usual = u128::from(pages) * u128::from(elapsed) / u128::from(counted);
    let days = elapsed.div_ceil(u64::try_from(SECONDS_A_DAY).unwrap_or(1));
    let room = usual * u128::from(TOLERANCE) + u128::from(days.max(1)) * u128::from(SLACK_PAGES);
    let high = u128::from(last.value) + room;
    Some(ExpectedRange { low: last.value, high: u32::try_from(high).unwrap_or(u32::MAX) })
}

fn seconds(time: SignedDuration) -> u64 {
    u64::try_from(time.as_secs()).unwrap_or(0)
}
