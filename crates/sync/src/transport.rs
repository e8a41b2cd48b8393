//! What the engine asks of the network: one request, one answer, and why there was none.

use std::{future::Future, time::Duration};

use feltbok_protocol::{
    feed::{Change, FeedId},
    snapshot::{Chunk, Manifest},
    sync::{SyncRequest, SyncResponse},
    wire_error::WireError,
};
use jiff::Timestamp;

use crate::store::FileToSend;

/// One request to the server.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// `POST /v1/sync`.
    Sync(Box<SyncRequest>),
    /// `GET /v1/snapshot/{feed}`.
    Manifest { feed: FeedId },
    /// `GET /v1/snapshot/{feed}/{sha256}`.
    Chunk { feed: FeedId, chunk: Chunk },
    /// tus creation: `POST /v1/files`.
    FileCreate(FileToSend),
    /// tus `HEAD` of an upload begun earlier.
    FileOffset { location: String },
    /// tus `PATCH` at an offset in bytes.
    FilePatch { location: String, offset: u64, bytes: Vec<u8> },
}

/// How long a request may take: in total, and without a byte moving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    pub total: Duration,
    pub idle: Duration,
}

impl Request {
    pub fn deadlines(&self) -> Deadlines {
        let total_s = match self {
            Request::Sync(_) => 60,
            Request::Manifest { .. } | Request::FileCreate(_) | Request::FileOffset { .. } => 30,
            Request::Chunk { .. } | Request::FilePatch { .. } => 180,
        };
        Deadlines { total: Duration::from_secs(total_s), idle: Duration::from_secs(20) }
    }
}

/// What came back. Every variant but `Failed` bore the server's signature.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Sync(Box<SyncResponse>),
    Manifest(Manifest),
    /// The rows of a chunk, as [`crate::read_chunk`] gives them: a transport reads them while the engine's store is busy
    /// with the chunk before.
    Chunk(Vec<Change>),
    /// An upload was opened, or is known already; `offset` bytes are there.
    FileCreated {
        location: String,
        offset: u64,
    },
    /// So many bytes of the upload are there.
    FileOffset {
        offset: u64,
    },
    Failed(Failure),
}

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No connection: offline is normal and no fault.
    Unreachable,
    /// A deadline passed; the server may or may not have acted.
    TimedOut,
    /// An answer without the server's signature: a captive portal or a proxy, the same as offline.
    NotTheServer,
    /// An answer signed by another server than the one of the invite.
    WrongServer,
    /// Answered, but not readable.
    Unreadable(String),
    /// The server said no, in words.
    Refused { status: u16, error: WireError, retry_after: Option<Duration>, server_time: Option<Timestamp> },
}

/// Carries one request to the server and its answer back, with the request's deadlines and both signatures.
pub trait Transport {
    fn exchange(&self, request: Request) -> impl Future<Output = Answer> + Send;
}
