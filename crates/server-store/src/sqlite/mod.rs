//! The store on embedded SQLite: one writer thread, a pool of readers, WAL.

mod database;
mod planner;
mod readers;
mod writer;

use std::path::Path;

use feltbok_domain::ids::Id;
use rusqlite::{Connection, OpenFlags};

use crate::{
    StoreError, StoreResult,
    sql::{Database, Engine, SqlStore},
};
use readers::Readers;
use writer::Writer;

mod migrations {
    refinery::embed_migrations!("../../migrations/server-sqlite");
}

/// SQLite versions before this one can corrupt the database when the WAL is reset while it is read.
const VERSION_MIN: i32 = 3_051_003;
/// Reading connections kept open.
const READERS: usize = 4;

/// The server's data in one SQLite file.
pub type SqliteStore = SqlStore<Sqlite>;

/// The connections to the file.
#[derive(Clone)]
pub struct Sqlite {
    writer: Writer,
    readers: Readers,
}

impl SqliteStore {
    /// Opens the file, making it and bringing its schema up to date.
    ///
    /// Errors: `NewerSchema` when a newer program wrote it; `Database`.
    pub async fn open(path: &Path) -> StoreResult<SqliteStore> {
        let path = path.to_owned();
        let opened = tokio::task::spawn_blocking(move || {
            if rusqlite::version_number() < VERSION_MIN {
                return Err(StoreError::Database(format!("SQLite {} is too old", rusqlite::version())));
            }
            let mut writing = Connection::open(&path)?;
            set_up(&writing)?;
            migrate(&mut writing)?;
            planner::inform(&writing)?;
            let mut reading = Vec::with_capacity(READERS);
            for _ in 0..READERS {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(&path, flags)?;
                set_up(&connection)?;
                connection.pragma_update(None, "query_only", true)?;
                reading.push(connection);
            }
            Ok((writing, reading))
        });
        let (writing, reading) = opened.await.map_err(|error| StoreError::Database(error.to_string()))??;
        Ok(SqliteStore { engine: Sqlite { writer: Writer::start(writing)?, readers: Readers::new(reading) } })
    }
}

impl Engine for Sqlite {
    /// One thread writes for all companies.
    async fn write<T: Send + 'static>(
        &self,
        _company_id: Id,
        work: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.writer.write(move |transaction| work(&**transaction)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        _company_id: Id,
        read: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.readers.read(move |transaction| read(&**transaction)).await
    }

    async fn look_up<T: Send + 'static>(
        &self,
        read: impl Fn(&dyn Database) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.readers.read(move |transaction| read(&**transaction)).await
    }
}

fn set_up(connection: &Connection) -> StoreResult<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

fn migrate(connection: &mut Connection) -> StoreResult<()> {
    // With what they note of themselves, in one transaction: else a power cut in between lets them run twice.
    let runner = migrations::migrations::runner().set_abort_missing(true).set_abort_divergent(true).set_grouped(true);
    match runner.run(connection) {
        Ok(_) => Ok(()),
        Err(error) => match error.kind() {
            refinery::error::Kind::MissingVersion(migration) => Err(StoreError::NewerSchema(migration.to_string())),
            _ => Err(StoreError::Database(error.to_string())),
        },
    }
}
