//! What the window shows before and around the work: enrolment, first fill, lock.

use feltbok_domain::{ids::Id, lang::Lang};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Which door the app stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Phase {
    /// No company yet: scan an invite.
    NotEnrolled,
    /// Enrolled; the PIN opens the store.
    Locked,
    /// Unlocked; the first fill is not complete, see [`FillProgress`].
    Filling,
    Ready,
    /// The office gave the tablet for lost: it holds nothing any more but what is sealed, see [`ErasedView`].
    Erased,
}

/// Where the app stands; the first thing the window asks for, and the answer of `unlock` and `enrol`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AppState {
    pub phase: Phase,
    pub company: Option<String>,
    pub technician: Option<String>,
    pub technician_id: Option<Id>,
    /// The language of the app.
    pub lang: Lang,
    pub tablet_code: Option<String>,
    /// The job whose work order lies before the customer: only the signing screen may be shown until the PIN was given.
    pub handed_over: Option<Id>,
    pub pin: PinState,
    /// Seconds without a touch until the app locks itself.
    pub auto_lock_seconds: u32,
    /// With [`Phase::Erased`]: what became of what was on the tablet.
    pub erased: Option<ErasedView>,
}

/// What a lost tablet still shows: how much was sealed for the office, and how much of that is with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ErasedView {
    pub stage: ErasedStage,
    /// When the office gave it for lost.
    pub lost_at: Timestamp,
    /// Entries that were not sent and are sealed.
    pub entries: u32,
    pub photos: u32,
    /// Photos and documents that could not be read and are lost.
    pub unreadable: u32,
    /// Sealed parts in all, and those that the office has.
    pub parts: u32,
    pub delivered: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ErasedStage {
    /// What waits is being sealed and the rest erased; the tablet can be enrolled when this is over.
    Erasing,
    /// The sealed parts wait for a connection, or are on their way.
    Delivering,
    /// The office has everything.
    Delivered,
}

/// How the PIN's back-off stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PinState {
    /// No PIN is looked at before this time.
    pub wait_until: Option<Timestamp>,
    pub min_length: u32,
    pub max_length: u32,
}

/// What an invite says, for the person to confirm before anything is sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct InviteView {
    /// Host and port that the tablet would talk to.
    pub host: String,
    pub company: String,
    pub technician: String,
    pub expires_at: Timestamp,
    /// False for plain http to this very machine (demo and tests).
    pub secure: bool,
}

/// How far the first fill, or a refill, has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FillProgress {
    pub stage: FillStage,
    /// Records written so far.
    pub rows: u32,
    /// Records to come in all, once the manifests are known.
    pub rows_total: Option<u32>,
    /// Seconds left by the speed so far.
    pub seconds_left: Option<u32>,
    /// After the end: how many of the open jobs are complete on this tablet.
    pub ready_jobs: u32,
    pub open_jobs: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum FillStage {
    Waiting,
    Fetching,
    Done,
}
