//! The check of the database: what holds the technician's own work before it is opened, all of it beside the work.
//!
//! A database found damaged is noted in a file of its own. The note stays until all that could be saved is in the new
//! database, so that a flat battery in between loses nothing.

use std::fs::{self, File};

use rusqlite::Connection;

use super::{Location, connect::open_keyed};
use crate::{disk, error::StoreError, key::DataKey};

/// What the server may not have yet, and what says how far it has it.
const OWN_WORK: [&str; 9] =
    ["operation", "counter", "setting", "file", "file_use", "draft", "feed", "sync_state", "sqlite_schema"];

/// Checks the tables of the technician's own work: quick, however large the catalogue is. Errors: `Damaged`.
pub(super) fn own_work(connection: &Connection) -> Result<(), StoreError> {
    OWN_WORK.iter().try_for_each(|table| verdict(connection, &format!("PRAGMA quick_check('{table}')")))
}

/// Checks every page, on a connection of its own. Errors: `Damaged`, which is noted for the next opening.
pub(crate) fn whole(location: &Location, key: &DataKey) -> Result<(), StoreError> {
    let connection = open_keyed(&location.database(), key)?;
    let checked = verdict(&connection, "PRAGMA quick_check(1)");
    if let Err(StoreError::Damaged(why)) = &checked {
        tracing::error!(why, "the database is damaged; the next unlock sets it aside");
        note(location)?;
    }
    checked
}

fn verdict(connection: &Connection, pragma: &str) -> Result<(), StoreError> {
    let sound: String = connection.query_row(pragma, [], |row| row.get(0))?;
    if sound == "ok" { Ok(()) } else { Err(StoreError::Damaged(sound)) }
}

pub(super) fn is_noted(location: &Location) -> bool {
    location.damage_note().exists()
}

pub(super) fn note(location: &Location) -> Result<(), StoreError> {
    File::create(location.damage_note())?.sync_all()?;
    Ok(disk::sync_folder(location.dir())?)
}

pub(super) fn take_note_away(location: &Location) -> Result<(), StoreError> {
    Ok(fs::remove_file(location.damage_note())?)
}
