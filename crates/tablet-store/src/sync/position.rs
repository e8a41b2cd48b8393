//! Where this tablet stands: the one row of `sync_state`, and the feeds.

use feltbok_protocol::{feed::FeedId, snapshot::Chunk};
use feltbok_sync::{FeedState, Fill, Position};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{error::StoreError, ids};

pub(super) fn position(connection: &Connection) -> Result<Position, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT epoch, sent, acknowledged, clock_offset_ms, last_success FROM sync_state")?;
    let mut position = statement.query_row([], |row| {
        let last_success: Option<String> = row.get(4)?;
        Ok(Position {
            epoch: ids::optional_id(row, 0)?,
            sent: row.get::<_, i64>(1)?.unsigned_abs(),
            acknowledged: row.get::<_, i64>(2)?.unsigned_abs(),
            clock_offset_ms: row.get(3)?,
            last_success: last_success.map(|text| ids::parse(&text, 4)).transpose()?,
            feeds: Vec::new(),
        })
    })?;
    position.feeds = feeds(connection)?;
    Ok(position)
}

fn feeds(connection: &Connection) -> Result<Vec<FeedState>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT feed, cursor, head, complete FROM feed ORDER BY feed")?;
    let rows = statement.query_map([], |row| {
        let name: String = row.get(0)?;
        Ok(FeedState {
            feed: ids::parse(&name, 0)?,
            cursor: row.get::<_, i64>(1)?.unsigned_abs(),
            head: row.get::<_, i64>(2)?.unsigned_abs(),
            complete: row.get(3)?,
            fill: None,
        })
    })?;
    let mut states: Vec<FeedState> = rows.collect::<Result<_, _>>()?;
    for state in &mut states {
        state.fill = fill(connection, &state.feed)?;
    }
    Ok(states)
}

fn fill(connection: &Connection, feed: &FeedId) -> Result<Option<Fill>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, sha256, bytes, rows, done FROM fill LEFT JOIN fill_chunk USING (feed)
         WHERE feed = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([feed.to_string()])?;
    let mut fill: Option<Fill> = None;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let fill =
            fill.get_or_insert(Fill { seq: seq.unsigned_abs(), missing: Vec::new(), done_rows: 0, total_rows: 0 });
        let Some(sha256) = row.get::<_, Option<String>>(1)? else { continue };
        let chunk = Chunk { sha256, bytes: row.get::<_, i64>(2)?.unsigned_abs(), rows: row.get(3)? };
        fill.total_rows += chunk.rows;
        if row.get(4)? {
            fill.done_rows += chunk.rows;
        } else {
            fill.missing.push(chunk);
        }
    }
    Ok(fill)
}

pub(super) fn attention(connection: &Connection) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM operation WHERE outcome IN ('conflict', 'rejected') AND resolved = 0";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

pub(super) fn note_clock(connection: &Connection, offset_ms: i64) -> Result<(), StoreError> {
    connection.execute("UPDATE sync_state SET clock_offset_ms = ?1", [offset_ms])?;
    Ok(())
}

pub(super) fn note_success(connection: &Connection, at: Timestamp) -> Result<(), StoreError> {
    connection.execute("UPDATE sync_state SET last_success = ?1", params![at.to_string()])?;
    Ok(())
}
