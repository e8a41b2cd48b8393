//! Meters of the machine: last value, what to expect, what was read.

use feltbok_domain::{ids::Id, model::MeterKind};
use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MeterView {
    pub meter: MeterKind,
    pub last: Option<super::MeterPoint>,
    /// What history lets expect today; missing with fewer than two values.
    pub expected: Option<ExpectedRange>,
    pub reading: Option<ReadingView>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ExpectedRange {
    pub low: u32,
    pub high: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReadingView {
    pub id: Id,
    pub value: u32,
    pub at: Timestamp,
    pub reset_reason: Option<String>,
    /// Pages since the last reading.
    pub since_last: Option<u32>,
    /// Outside of what was expected: looks like a slip, is taken all the same.
    pub unusual: bool,
}
