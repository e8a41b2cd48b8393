//! Opening: key, checks, migrations; a damaged database is set aside and its unsent work carried over.

mod check;
mod connect;
mod salvage;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use feltbok_sync::{Clock, Ids};

use crate::{
    disk,
    error::StoreError,
    journal::{self, Journal, Salvage},
    key::DataKey,
    store::TabletStore,
};

pub(crate) use check::whole as check_whole;
use connect::connect;
pub(crate) use salvage::{import, outstanding};

/// The folder of the store and the names in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    dir: PathBuf,
}

impl Location {
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Location { dir: dir.into() }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn database(&self) -> PathBuf {
        self.dir.join("feltbok.db")
    }

    pub fn journal(&self) -> PathBuf {
        self.dir.join("feltbok.journal")
    }

    /// There while a damaged database waits to be replaced.
    pub fn damage_note(&self) -> PathBuf {
        self.dir.join("feltbok.damaged")
    }

    pub fn key_file(&self) -> PathBuf {
        self.dir.join("feltbok.key")
    }

    pub fn files(&self) -> PathBuf {
        self.dir.join("files")
    }
}

/// An open store, and what had to be done to open it.
pub struct Opened {
    pub store: TabletStore,
    /// Given when the database was damaged: tell the technician what is safe.
    pub recovery: Option<Recovery>,
}

/// A damaged database was set aside; what the server holds is fetched again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    pub set_aside: PathBuf,
    /// Unsent operations carried over.
    pub operations: usize,
    /// Unsent files carried over.
    pub files: usize,
}

impl TabletStore {
    /// Opens the store, making it where there is none.
    ///
    /// What holds the technician's own work is checked first; [`TabletStore::check`] looks at the rest.
    ///
    /// Errors: `WrongKey`, `NewerVersion`, `OldSqlite`, `DiskFull`, `Io`. A damaged database is no error: see [`Opened`].
    pub fn open(location: Location, key: DataKey, clock: Arc<dyn Clock>, ids: Arc<Ids>) -> Result<Opened, StoreError> {
        disk::make_folder(&location.files())?;
        if check::is_noted(&location) {
            return recover(location, key, clock, ids, "it was found damaged before");
        }
        match connect(&location.database(), &key) {
            Ok(connection) => {
                let store = TabletStore::start(location, key, clock, ids, connection, &Salvage::default())?;
                Ok(Opened { store, recovery: None })
            }
            Err(StoreError::Damaged(why)) => recover(location, key, clock, ids, &why),
            Err(error) => Err(error),
        }
    }
}

fn recover(
    location: Location,
    key: DataKey,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    why: &str,
) -> Result<Opened, StoreError> {
    tracing::error!(why, "the database is damaged and is set aside");
    // The journal opens only with the right key: a wrong one must never set a good database aside.
    let written = journal::read(&location.journal(), &key)?;
    let kept = salvage::from_database(&location.database(), &key);
    if written.is_none() && kept.is_none() {
        return Err(StoreError::WrongKey);
    }
    let salvage = salvage::merge(written.unwrap_or_default(), kept.unwrap_or_default());
    // From here on the journal alone has everything, and the note leads back to it until the new database has it too.
    check::note(&location)?;
    Journal::create(&location.journal(), &key, &salvage::entries(&salvage))?;
    let set_aside = salvage::set_aside(&location, clock.now())?;
    let connection = connect(&location.database(), &key)?;
    let (operations, files) = (salvage.operations.len(), salvage.files.len());
    let store = TabletStore::start(location, key, clock, ids, connection, &salvage)?;
    check::take_note_away(&store.location)?;
    Ok(Opened { store, recovery: Some(Recovery { set_aside, operations, files }) })
}

/// The journal of a store that has just been opened: exactly what is outstanding.
pub(crate) fn new_journal(
    location: &Location,
    key: &DataKey,
    connection: &rusqlite::Connection,
) -> Result<Journal, StoreError> {
    let unsent = outstanding(connection)?;
    Journal::create(&location.journal(), key, &salvage::entries(&unsent))
}

/// The connection that reads beside the one that writes.
pub(crate) fn open_reader(location: &Location, key: &DataKey) -> Result<rusqlite::Connection, StoreError> {
    let connection = connect::open_keyed(&location.database(), key)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}
