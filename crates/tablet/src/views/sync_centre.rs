//! The sync chip and the sync centre: what waits, why, and what needs a person.

use feltbok_domain::ids::Id;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::JobSync;

/// The one sync chip.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SyncStatus {
    pub link: LinkState,
    /// Operations and files that wait.
    pub waiting_items: u32,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub waiting_bytes: u64,
    pub attention: u32,
    pub last_contact: Option<Timestamp>,
    pub next_try_at: Option<Timestamp>,
    /// What keeps the office from being reached or from taking work in; missing when nothing does.
    pub trouble: Option<SyncTrouble>,
    /// Minutes the tablet's clock is off, when more than 5.
    pub clock_skew_minutes: Option<i32>,
}

/// How the office can be reached. Offline is normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LinkState {
    /// Not tried yet.
    Unknown,
    Online,
    Syncing,
    Offline,
    /// Nothing is sent until somebody acts, see [`SyncTrouble`]; unsent work stays.
    Stopped,
}

/// What is wrong, beyond being offline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SyncTrouble {
    /// The network asks for a sign-in of its own, or a proxy answers in place of the server.
    Captive,
    /// The address is answered by another server: ask the office.
    WrongServer,
    /// The office signed this tablet off: enrol again.
    Revoked,
    /// The office gave this tablet for lost: its order to seal and erase is asked for.
    Lost,
    /// Another tablet has sent under this one's name: enrol again.
    Cloned,
    /// Update the app.
    NeedsUpdate,
    /// The server will be updated; nothing to do.
    ServerTooOld,
    /// The server cannot read what is sent; receiving goes on.
    PushRefused,
    /// The tablet's own store failed, e.g. a full disk.
    StoreFailed,
}

/// The sync centre.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SyncCentre {
    pub status: SyncStatus,
    pub lanes: Vec<Lane>,
    pub attention: Vec<AttentionItem>,
    pub storage: StorageView,
    pub key_store: KeyStore,
    pub server_host: String,
    pub tablet_code: String,
    pub protocol: u32,
    pub feeds: Vec<FeedView>,
}

/// What waits for one job; `None` holds what belongs to no job.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Lane {
    pub job_id: Option<Id>,
    pub job_number: Option<String>,
    pub customer: Option<String>,
    pub sync: JobSync,
    pub operations: u32,
    pub files: Vec<FileView>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FileView {
    pub sha256: String,
    /// `signature`, `document`, `thumbnail` or `photo`.
    pub role: String,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub bytes: u64,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub sent_bytes: u64,
}

/// An operation that the office did not take in, or took in beside another value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AttentionItem {
    pub op_id: Id,
    pub job_id: Option<Id>,
    pub job_number: Option<String>,
    pub outcome: AttentionKind,
    /// The server's code, e.g. `visit_sealed`.
    pub code: String,
    /// The server's sentence in English; the window shows its own by code.
    pub message: String,
    pub what: String,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AttentionKind {
    Conflict,
    Rejected,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StorageView {
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub database_bytes: u64,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub file_bytes: u64,
    pub files: u32,
    pub jobs: u32,
    pub machines: u32,
    pub parts: u32,
}

/// Where the tablet's keys are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum KeyStore {
    Os,
    File,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FeedView {
    pub feed: String,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub seq: u64,
    pub complete: bool,
}

/// Event: records were changed by the office or by this tablet; screens that show one of them ask again.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RecordsChanged {
    /// Kinds of records, e.g. `job`, `visit`.
    pub kinds: Vec<String>,
    /// Jobs concerned; empty when it is not about jobs, or about many.
    pub jobs: Vec<Id>,
}

/// What waits, in a file for the office.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BundleExport {
    pub path: String,
    pub file_name: String,
    /// The digits that open it; they are kept nowhere.
    pub code: String,
    pub operations: u32,
    pub files: u32,
    /// Files that wait and could not be read: they are not in it.
    pub files_unreadable: u32,
}
