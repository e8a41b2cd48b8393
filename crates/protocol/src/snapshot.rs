//! `GET /v1/snapshot/{feed}`: a first fill in immutable, content-addressed chunks, resumable chunk by chunk.

use serde::{Deserialize, Serialize};

use crate::feed::FeedId;

/// The list of chunks that together are the feed as of `seq`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub feed: FeedId,
    pub epoch: feltbok_domain::ids::Id,
    pub seq: u64,
    pub digest: String,
    pub chunks: Vec<Chunk>,
}

/// One chunk: zstd-compressed NDJSON, a `Change` a line; fetched from `/v1/snapshot/{feed}/{sha256}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// SHA-256 of the compressed bytes, hex.
    pub sha256: String,
    /// Compressed size.
    pub bytes: u64,
    pub rows: u32,
}
