//! What people see of sync: one state, what waits, and how each job stands.

use feltbok_domain::ids::Id;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::Waiting;

/// The one thing sync is doing, or the one thing it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SyncState {
    /// Everything is with the office.
    Idle,
    /// Work waits for its turn; nothing is wrong.
    Waiting,
    /// No connection: normal; work goes on.
    Offline,
    /// The network asks for a sign-in of its own, or a proxy answers instead of the server.
    Captive,
    /// The first fill, in rows.
    Filling { done: u32, total: u32 },
    /// Operation `n` of `total`.
    Sending { n: u32, total: u32 },
    /// Operations that a person must look at.
    Attention { count: u32 },
    /// The app is too old for the server: update it; unsent work stays.
    NeedsUpdate,
    /// The server is older than the app: it will be updated; unsent work stays.
    ServerTooOld,
    /// The office took this tablet's access away: enrol again; unsent work stays.
    Revoked,
    /// The office gave this tablet for lost: what waits is sealed for it, and the rest erased.
    Lost,
    /// Another tablet has sent under this one's name: enrol again; unsent work stays.
    Cloned,
    /// The address is answered by another server: ask the office.
    WrongServer,
    /// The server cannot read what is sent; receiving goes on.
    PushRefused,
    /// The tablet's own store failed, e.g. a full disk.
    StoreFailed,
}

/// Sync at one look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SyncStatus {
    #[serde(flatten)]
    pub state: SyncState,
    pub online: bool,
    pub waiting: Waiting,
    pub attention: u32,
    /// When the server last answered.
    pub last_success: Option<Timestamp>,
    /// When the next try is due, while offline or backing off.
    pub next_try: Option<Timestamp>,
    /// Server minus tablet in milliseconds, given when beyond five minutes.
    #[cfg_attr(feature = "bindings", specta(type = Option<i32>))]
    pub clock_skew_ms: Option<i64>,
}

/// How what was recorded on a job has come along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LaneState {
    /// Saved on the tablet, waiting for the server.
    Waiting {
        items: u32,
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        bytes: u64,
    },
    Sending {
        items: u32,
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        bytes: u64,
    },
    Received,
    NeedsAttention {
        count: u32,
    },
}

/// One job's lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct JobLane {
    pub job: Id,
    #[serde(flatten)]
    pub state: LaneState,
}
