//! Fill: a feed from a snapshot; chunks are ticked off with their rows, so that a broken one goes on.

use feltbok_protocol::{
    feed::{Change, FeedId},
    snapshot::Manifest,
};
use feltbok_sync::PageOutcome;
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    feeds,
    pages::{self, Held},
};
use crate::{error::StoreError, part_index};

pub(super) fn begin(tx: &Connection, manifest: &Manifest) -> Result<(), StoreError> {
    let feed = manifest.feed.to_string();
    let known: Option<(i64, String)> = tx
        .query_row("SELECT seq, digest FROM fill WHERE feed = ?1", [&feed], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if known == Some((manifest.seq.cast_signed(), manifest.digest.clone())) {
        return Ok(());
    }
    feeds::reset(tx, &manifest.feed)?;
    part_index::merge_late(tx)?;
    tx.execute(
        "INSERT INTO fill (feed, seq, digest) VALUES (?1, ?2, ?3)",
        params![feed, manifest.seq.cast_signed(), manifest.digest],
    )?;
    for (position, chunk) in manifest.chunks.iter().enumerate() {
        tx.execute(
            "INSERT INTO fill_chunk (feed, position, sha256, bytes, rows) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![feed, position as i64, chunk.sha256, chunk.bytes.cast_signed(), chunk.rows],
        )?;
    }
    Ok(())
}

pub(super) fn apply_chunk(tx: &Connection, feed: &FeedId, sha256: &str, changes: &[Change]) -> Result<(), StoreError> {
    let name = feed.to_string();
    let ticked = tx.execute(
        "UPDATE fill_chunk SET done = 1 WHERE feed = ?1 AND sha256 = ?2 AND done = 0",
        params![name, sha256],
    )?;
    if ticked == 0 {
        return Ok(());
    }
    let digest = pages::apply_changes(tx, feed, changes, Held::None, pages::digest(tx, &name)?)?;
    tx.execute("UPDATE feed SET digest = ?2 WHERE feed = ?1", params![name, digest.to_hex()])?;
    Ok(())
}

pub(super) fn finish(tx: &Connection, feed: &FeedId) -> Result<PageOutcome, StoreError> {
    let name = feed.to_string();
    let Some((seq, theirs)) = tx
        .query_row("SELECT seq, digest FROM fill WHERE feed = ?1", [&name], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?
    else {
        return Ok(PageOutcome::Stale);
    };
    tx.execute("DELETE FROM fill WHERE feed = ?1", [&name])?;
    tx.execute("UPDATE feed SET cursor = ?2, head = max(head, ?2) WHERE feed = ?1", params![name, seq])?;
    let ours = pages::digest(tx, &name)?.to_hex();
    if ours != theirs {
        return Ok(PageOutcome::DigestDiffers);
    }
    pages::mark_left(tx, feed)?;
    Ok(PageOutcome::Applied)
}

pub(super) fn abandon(tx: &Connection, feed: &FeedId) -> Result<(), StoreError> {
    feeds::reset(tx, feed)
}
