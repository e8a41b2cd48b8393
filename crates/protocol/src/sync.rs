//! `POST /v1/sync`: push and pull in one round trip.

use feltbok_domain::ids::Id;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    feed::{Cursor, FeedId, FeedPage},
    operation::{Operation, OperationResult},
};

/// What a tablet sends. An empty push is a pull; absent cursors mean from the start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    pub protocol: u16,
    pub app_version: String,
    /// The server's epoch as last seen; `None` before the first answer.
    pub epoch: Option<Id>,
    pub device_time: Timestamp,
    pub cursors: Vec<Cursor>,
    pub operations: Vec<Operation>,
    /// Operations and files still waiting on the tablet after this push, for the dispatcher's view.
    pub backlog: u32,
    /// Another sync comes right behind this one: the answer needs no pages. A server of the version before sends them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub push_only: bool,
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    pub protocol: u16,
    /// Another epoch than before: the server was restored (DESIGN §3).
    pub epoch: Id,
    pub server_time: Timestamp,
    /// The highest `dev_seq` that the server holds a result for; the next push starts behind it.
    pub last_dev_seq: u64,
    pub results: Vec<OperationResult>,
    /// The feeds this tablet may read; it drops what it holds of any other.
    pub feeds: Vec<FeedId>,
    pub pages: Vec<FeedPage>,
    /// Files that the server still lacks, by SHA-256 in hex, of those named in applied operations.
    pub missing_files: Vec<String>,
}

/// One event of `GET /v1/poke` (server-sent events): there is something new, and nothing more is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poke {
    pub feed: FeedId,
    pub head: u64,
}
