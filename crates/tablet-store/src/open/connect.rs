//! One connection: the key, the pragmas that make it safe, the check of the technician's work, and the migrations.

use std::{path::Path, sync::Once};

use data_encoding::HEXLOWER;
use refinery::Runner;
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::check;
use crate::{error::StoreError, key::DataKey, part_index};

mod embedded {
    refinery::embed_migrations!("../../migrations/tablet");
}

/// SQLite 3.7.0–3.51.2 may corrupt a database when its log is reset.
const SQLITE_OLDEST: i32 = 3_051_003;

/// SQLite calls itself ready before SQLCipher is: a second thread that opens meanwhile would be refused its key.
static READY: Once = Once::new();

/// Opens, checks and migrates the database; it is made where there is none.
///
/// Errors: `Damaged` also for a key that does not fit, since SQLCipher cannot tell; `NewerVersion`, `OldSqlite`.
pub(crate) fn connect(path: &Path, key: &DataKey) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < SQLITE_OLDEST {
        return Err(StoreError::OldSqlite(rusqlite::version().to_owned()));
    }
    let mut connection = open_keyed(path, key)?;
    // A new one has nothing to check yet, one whose making was cut short neither.
    if version(&connection)? > 0 {
        check::own_work(&connection)?;
    }
    migrate(&mut connection)?;
    Ok(connection)
}

/// A further connection to a database that [`connect`] has opened.
pub(crate) fn open_keyed(path: &Path, key: &DataKey) -> Result<Connection, StoreError> {
    READY.call_once(|| drop(Connection::open_in_memory()));
    let connection = Connection::open(path)?;
    // What SQLCipher would print is in the error that comes back.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    let hex = Zeroizing::new(HEXLOWER.encode(key.bytes()));
    connection.execute_batch(&Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", &*hex)))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA busy_timeout = 5000;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -16000;
         PRAGMA wal_autocheckpoint = 4000;",
    )?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    // With what they note of themselves, in one transaction: else a flat battery in between lets them run twice.
    let runner = embedded::migrations::runner().set_grouped(true);
    let known = runner.get_migrations().iter().map(|migration| migration.version()).max().unwrap_or_default();
    let known = u32::try_from(known).unwrap_or(u32::MAX);
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::NewerVersion { found, known });
    }
    if found < known {
        run(&runner, connection)?;
    }
    if found < known || indexed(connection)? != known {
        part_index::complete(connection, known)?;
    }
    Ok(())
}

/// The version of the schema for which the index of the parts was completed.
fn indexed(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    let has_history: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history')",
        [],
        |row| row.get(0),
    )?;
    if !has_history {
        return Ok(0);
    }
    Ok(connection.query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0))?)
}

fn run(runner: &Runner, connection: &mut Connection) -> Result<(), StoreError> {
    match runner.run(connection) {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind() {
            refinery::error::Kind::Connection(_, cause) if is_full(cause.as_ref()) => StoreError::DiskFull,
            _ => StoreError::Damaged(error.to_string()),
        }),
    }
}

fn is_full(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause
        .downcast_ref::<rusqlite::Error>()
        .and_then(rusqlite::Error::sqlite_error_code)
        .is_some_and(|code| code == rusqlite::ErrorCode::DiskFull)
}
