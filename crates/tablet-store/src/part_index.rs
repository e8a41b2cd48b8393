//! The index that parts are searched in: their words by `record.n`, kept beside the records themselves.

use feltbok_domain::model::Part;
use rusqlite::{Connection, params};

use crate::{error::StoreError, read::search_text};

/// Puts a part's words in, in place of those it had. A part that cannot be read is kept, and not found by searching.
pub(crate) fn put(tx: &Connection, n: i64, body: &str) -> Result<(), StoreError> {
    match Words::of(body) {
        Some(words) => put_words(tx, n, &words),
        None => Ok(()),
    }
}

/// What a part is found by.
pub(crate) struct Words {
    words: String,
    models: String,
}

impl Words {
    /// `None` for a part that cannot be read.
    pub fn of(body: &str) -> Option<Self> {
        let part: Part = serde_json::from_str(body).ok()?;
        Some(Words { words: search_text::of_part(&part), models: search_text::models_of_part(&part) })
    }
}

/// Many of these must follow each other with no other statement between: the index writes out what it has gathered
/// whenever another statement that could fail halfway begins, which took a quarter of a first fill.
pub(crate) fn put_words(tx: &Connection, n: i64, words: &Words) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO part_search (rowid, words, models) VALUES (?1, ?2, ?3)")?
        .execute(params![n, words.words, words.models])?;
    Ok(())
}

pub(crate) fn take_out(tx: &Connection, n: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM part_search WHERE rowid = ?1")?.execute([n])?;
    Ok(())
}

/// The index takes a fill in big steps; merging them as they come cost a quarter of the whole fill.
pub(crate) fn merge_late(tx: &Connection) -> Result<(), StoreError> {
    for (setting, value) in [("hashsize", 16 << 20), ("automerge", 0), ("crisismerge", 64)] {
        tx.execute("INSERT INTO part_search (part_search, rank) VALUES (?1, ?2)", params![setting, value])?;
    }
    Ok(())
}

/// Puts in the parts that the index lacks: a migration may have begun it anew, and SQL cannot make the words.
/// Notes the schema's version with it, so that a flat battery between the two does not leave it undone.
pub(crate) fn complete(connection: &mut Connection, version: u32) -> Result<(), StoreError> {
    let tx = connection.transaction()?;
    let mut statement = tx.prepare(
        "SELECT n, server_body FROM record
         WHERE kind = 'part' AND server_body IS NOT NULL AND n NOT IN (SELECT rowid FROM part_search)",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let missing: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
    for (n, body) in &missing {
        put(&tx, *n, body)?;
    }
    drop(statement);
    tx.pragma_update(None, "user_version", version)?;
    tx.commit()?;
    Ok(())
}
