//! A chunk of a snapshot as it travels: checked against its manifest, and read into its rows.

use std::io::Read;

use data_encoding::HEXLOWER;
use feltbok_protocol::{
    feed::{Change, FeedId},
    snapshot::Chunk,
};
use sha2::{Digest, Sha256};

use crate::transport::Failure;

/// A chunk's size once unpacked at most: a guard against compression bombs.
const PLAIN_MAX: u64 = 64 * 1024 * 1024;
/// Room taken at once for a chunk, at most.
const PLAIN_HINT: u64 = 4 * 1024 * 1024;

/// The rows of a chunk of `feed` that came as these bytes: zstd-compressed NDJSON, a change a line.
///
/// Errors: `Unreadable` unless they are exactly what the manifest lists.
pub fn read_chunk(feed: &FeedId, listed: &Chunk, bytes: &[u8]) -> Result<Vec<Change>, Failure> {
    read(feed, listed, bytes).map_err(|why| Failure::Unreadable(format!("a chunk of {feed}: {why}")))
}

fn read(feed: &FeedId, listed: &Chunk, bytes: &[u8]) -> Result<Vec<Change>, &'static str> {
    if HEXLOWER.encode(&Sha256::digest(bytes)) != listed.sha256 {
        return Err("its hash differs");
    }
    let unpacker =
        zstd::stream::read::Decoder::with_buffer(bytes).map_err(|_| "it is not compressed as it should be")?;
    // What the frame says of its size is only a hint: the limit below holds whatever it says.
    let announced = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten().unwrap_or(0);
    let mut plain = Vec::with_capacity(usize::try_from(announced.min(PLAIN_HINT)).unwrap_or(0));
    let read = unpacker.take(PLAIN_MAX + 1).read_to_end(&mut plain).map_err(|_| "it breaks off")?;
    if read as u64 > PLAIN_MAX {
        return Err("it is too large");
    }
    let lines = plain.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let changes: Vec<Change> =
        lines.map(serde_json::from_slice).collect::<Result<_, _>>().map_err(|_| "a row is not readable")?;
    if changes.len() != listed.rows as usize {
        return Err("rows are missing");
    }
    if changes.iter().any(|change| !feed.carries(change.kind)) {
        return Err("it carries records of another feed");
    }
    Ok(changes)
}
