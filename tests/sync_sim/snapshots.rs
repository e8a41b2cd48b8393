//! Snapshots as the server's routes make them, with chunks of a few rows; and pages so narrow that they are needed.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use feltbok_protocol::{
    feed::{Change, FeedId, FeedPage},
    snapshot::{Chunk, Manifest},
};
use feltbok_server_store::{Store, StoreResult, TabletActor};
use sha2::{Digest, Sha256};

/// Rows of a chunk.
const CHUNK_ROWS: usize = 5;

/// The chunks on the server's disk, by their hash.
pub type Chunks = BTreeMap<String, Vec<u8>>;

/// The feed's manifest, kept or made anew.
pub async fn manifest(
    store: &dyn Store,
    tablet: &TabletActor,
    feed: &FeedId,
    chunks: &mut Chunks,
) -> StoreResult<Manifest> {
    if let Some(kept) = store.snapshot(tablet, feed).await? {
        return Ok(kept);
    }
    let content = store.feed_content(tablet, feed).await?;
    let mut listed = Vec::new();
    for rows in content.changes.chunks(CHUNK_ROWS) {
        let (chunk, bytes) = pack(rows);
        chunks.insert(chunk.sha256.clone(), bytes);
        listed.push(chunk);
    }
    let feed = feed.clone();
    let manifest = Manifest { feed, epoch: content.epoch, seq: content.seq, digest: content.digest, chunks: listed };
    store.keep_snapshot(tablet, manifest.clone()).await?;
    Ok(manifest)
}

fn pack(changes: &[Change]) -> (Chunk, Vec<u8>) {
    let lines: Vec<String> = changes.iter().map(|change| serde_json::to_string(change).unwrap() + "\n").collect();
    let bytes = zstd::encode_all(lines.concat().as_bytes(), 1).unwrap();
    let sha256 = HEXLOWER.encode(&Sha256::digest(&bytes));
    (Chunk { sha256, bytes: bytes.len() as u64, rows: u32::try_from(changes.len()).unwrap() }, bytes)
}

/// Cuts a page after so many changes.
pub fn narrow(page: &mut FeedPage, room: usize) {
    if page.changes.len() > room {
        page.changes.truncate(room);
        page.to = page.changes.last().map_or(page.from, |last| last.seq);
        page.digest = None;
    }
}
