//! Time entries of the visit, and how they are rounded.

use feltbok_domain::{ids::Id, model::TimeKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TimesView {
    pub entries: Vec<TimeLine>,
    pub totals: Vec<TimeTotal>,
    pub step_minutes: u32,
    /// IANA zone of the site.
    pub time_zone: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TimeLine {
    pub id: Id,
    pub kind: TimeKind,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    /// Whole minutes so far.
    pub minutes: u32,
    pub edit_reason: Option<String>,
}

/// "1:23 → 1:30, steps of 15 min".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TimeTotal {
    pub kind: TimeKind,
    pub minutes: u32,
    pub rounded_minutes: u32,
}

/// A correction by hand: an entry changed, or a new one when `id` is missing. The reason is asked for and kept.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EditTime {
    pub id: Option<Id>,
    pub kind: TimeKind,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub reason: String,
}
