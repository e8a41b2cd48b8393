//! What each feed holds here, as the server sent it: for checks and diagnostics.

use feltbok_protocol::{
    feed::FeedId,
    record::{Record, RecordKind},
};

use super::Reader;
use crate::{error::StoreError, ids};

/// A record of no feed: made here, or on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Loose {
    pub kind: RecordKind,
    pub id: feltbok_domain::ids::Id,
    /// It left its feed and waits for its own operations (R10).
    pub gone: bool,
}

impl Reader<'_> {
    /// The live records of a feed with the server's own bodies, by kind and id.
    pub fn held(&self, feed: &FeedId) -> Result<Vec<Record>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, id, rev, server_body FROM record WHERE feed = ?1 AND in_feed = 1 ORDER BY kind, id",
        )?;
        let rows = statement.query_map([feed.to_string()], |row| {
            Ok(Record {
                kind: kind(row, 0)?,
                id: ids::id(row, 1)?,
                rev: row.get::<_, i64>(2)?.unsigned_abs(),
                body: ids::parse(&row.get::<_, String>(3)?, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Records that no feed holds.
    pub fn loose(&self) -> Result<Vec<Loose>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT kind, id, gone FROM record WHERE in_feed = 0 ORDER BY kind, id")?;
        let rows = statement
            .query_map([], |row| Ok(Loose { kind: kind(row, 0)?, id: ids::id(row, 1)?, gone: row.get(2)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn kind(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<RecordKind> {
    let word: String = row.get(column)?;
    let unknown = || rusqlite::Error::InvalidColumnType(column, word.clone(), rusqlite::types::Type::Text);
    RecordKind::from_word(&word).ok_or_else(unknown)
}
