//! Feeds: which there are, and starting one from the beginning.

use feltbok_domain::ids::Id;
use feltbok_protocol::{digest::FeedDigest, feed::FeedId};
use rusqlite::{Connection, params};

use crate::error::StoreError;

pub(super) fn change_epoch(tx: &Connection, epoch: Id) -> Result<(), StoreError> {
    tx.execute("UPDATE sync_state SET epoch = ?1", [epoch.to_string()])?;
    tx.execute("DELETE FROM fill", [])?;
    tx.execute("UPDATE feed SET cursor = 0, head = 0, complete = 0, digest = ?1", [FeedDigest::default().to_hex()])?;
    tx.execute("UPDATE record SET in_feed = 0 WHERE feed IS NOT NULL", [])?;
    Ok(())
}

/// Whether these feeds are exactly those held.
pub(super) fn are_granted(connection: &Connection, feeds: &[FeedId]) -> Result<bool, StoreError> {
    let mut granted: Vec<String> = feeds.iter().map(FeedId::to_string).collect();
    granted.sort();
    let mut held = held(connection)?;
    held.sort();
    Ok(granted == held)
}

fn held(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT feed FROM feed")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds feeds that are new and gives up those that are no longer granted: what they held goes (R10).
pub(super) fn grant(tx: &Connection, feeds: &[FeedId]) -> Result<(), StoreError> {
    let granted: Vec<String> = feeds.iter().map(FeedId::to_string).collect();
    for feed in &granted {
        tx.prepare_cached("INSERT OR IGNORE INTO feed (feed, digest) VALUES (?1, ?2)")?
            .execute(params![feed, FeedDigest::default().to_hex()])?;
    }
    for feed in held(tx)?.iter().filter(|feed| !granted.contains(feed)) {
        tx.execute("UPDATE record SET in_feed = 0, gone = 1 WHERE feed = ?1", [feed])?;
        tx.execute("DELETE FROM feed WHERE feed = ?1", [feed])?;
    }
    Ok(())
}

/// Starts a feed from the beginning. What it held stays until its head is reached and shows what is no longer in it.
pub(super) fn reset(tx: &Connection, feed: &FeedId) -> Result<(), StoreError> {
    let name = feed.to_string();
    tx.execute("DELETE FROM fill WHERE feed = ?1", [&name])?;
    tx.execute(
        "UPDATE feed SET cursor = 0, digest = ?2 WHERE feed = ?1",
        params![name, FeedDigest::default().to_hex()],
    )?;
    tx.execute("UPDATE record SET in_feed = 0 WHERE feed = ?1", [&name])?;
    Ok(())
}
