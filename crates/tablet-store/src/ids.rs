//! Ids and times as they stand in tables: ids as text, times for comparing as milliseconds.

use feltbok_domain::ids::Id;
use jiff::Timestamp;
use rusqlite::types::{FromSqlError, Type};

/// Reads an id from a column.
pub(crate) fn id(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Id> {
    text(row, column, str::parse)
}

/// Reads what stands in a column as text, without a copy of the text.
pub(crate) fn text<T, E>(
    row: &rusqlite::Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> rusqlite::Result<T> {
    let unreadable =
        || rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(FromSqlError::InvalidType));
    let text = row.get_ref(column)?.as_str().map_err(|_| unreadable())?;
    parse(text).map_err(|_| unreadable())
}

/// Reads an id that may be missing.
pub(crate) fn optional_id(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<Id>> {
    row.get::<_, Option<String>>(column)?.map(|text| parse(&text, column)).transpose()
}

/// Milliseconds since 1970.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The time of a column of milliseconds.
pub(crate) fn from_millis(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// Parses a column's text, naming the column when it cannot.
pub(crate) fn parse<T: std::str::FromStr>(text: &str, column: usize) -> rusqlite::Result<T> {
    text.parse()
        .map_err(|_| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(FromSqlError::InvalidType)))
}
