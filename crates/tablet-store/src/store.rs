//! The open store: one connection that writes, one that reads, the journal behind the writer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use feltbok_sync::{Clock, Ids};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{
    error::StoreError,
    journal::{Entry, Journal, Salvage},
    key::DataKey,
    open::{self, Location},
    read::Reader,
    sync::freeze_all,
    work::Work,
};

/// The tablet's store. Shared between threads; a long write holds up no read.
pub struct TabletStore {
    pub(crate) location: Location,
    pub(crate) key: DataKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<Ids>,
    writer: Mutex<Writer>,
    reader: Mutex<Connection>,
}

struct Writer {
    connection: Connection,
    journal: Journal,
    /// The journal missed something: it is written anew before anything is appended.
    stale: bool,
    /// What it holds was sealed for the office: nothing is written any more.
    closed: bool,
}

impl TabletStore {
    pub(crate) fn start(
        location: Location,
        key: DataKey,
        clock: Arc<dyn Clock>,
        ids: Arc<Ids>,
        mut connection: Connection,
        salvage: &Salvage,
    ) -> Result<Self, StoreError> {
        if *salvage != Salvage::default() {
            open::import(&mut connection, salvage, clock.now())?;
        }
        let journal = open::new_journal(&location, &key, &connection)?;
        let reader = Mutex::new(open::open_reader(&location, &key)?);
        let writer = Mutex::new(Writer { connection, journal, stale: false, closed: false });
        Ok(TabletStore { location, key, clock, ids, writer, reader })
    }

    /// Reads with one consistent view.
    pub fn read<T>(&self, read: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.try_read(read)
    }

    /// [`TabletStore::read`] for callers with an error of their own.
    pub fn try_read<T, E: From<StoreError>>(&self, read: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let view = connection.transaction().map_err(StoreError::from)?;
        read(&Reader::new(&view))
    }

    /// Does everything in the closure in one transaction: all of it is kept, on the disk, or nothing.
    pub fn write<T>(&self, write: impl FnOnce(&mut Work<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.try_write(write)
    }

    /// [`TabletStore::write`] for callers with an error of their own; any error undoes everything.
    pub fn try_write<T, E: From<StoreError>>(&self, write: impl FnOnce(&mut Work<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut writer = self.open_writer()?;
        let now = self.clock.now();
        let (done, entries) = {
            let tx = writer
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(StoreError::from)?;
            let mut work = Work::new(&tx, now, &self.ids)?;
            let done = write(&mut work)?;
            let entries = work.into_entries();
            tx.commit().map_err(StoreError::from)?;
            (done, entries)
        };
        writer.log(&self.location, &self.key, &entries);
        Ok(done)
    }

    /// A transaction of the sync engine, with the journal entries it gives.
    pub(crate) fn transact<T>(
        &self,
        act: impl FnOnce(&Transaction<'_>, &mut Vec<Entry>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.open_writer()?;
        let (done, entries) = commit(&mut writer.connection, act)?;
        writer.log(&self.location, &self.key, &entries);
        Ok(done)
    }

    /// [`TabletStore::transact`] for what the server has and gives again, without waiting for the disk. The database's log
    /// keeps the order: the next transaction that waits brings this one to the disk too, and a flat battery before that
    /// takes it away whole.
    pub(crate) fn transact_without_waiting<T>(
        &self,
        act: impl FnOnce(&Transaction<'_>, &mut Vec<Entry>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.open_writer()?;
        let hurried = Hurried::begin(&mut writer.connection)?;
        let (done, entries) = commit(hurried.0, act)?;
        drop(hurried);
        writer.log(&self.location, &self.key, &entries);
        Ok(done)
    }

    /// Checks the whole database; takes longer the larger the catalogue is, and holds up nothing.
    ///
    /// Errors: `Damaged`; the next [`TabletStore::open`] sets the database aside and carries unsent work over.
    pub fn check(&self) -> Result<(), StoreError> {
        open::check_whole(&self.location, &self.key)
    }

    /// Bounds the database's size in pages: for tests of a full disk.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.writer().connection.pragma_update(None, "max_page_count", pages)?;
        Ok(())
    }

    /// Runs SQL as it is: for tests that need a database of another version or with a fault.
    #[doc(hidden)]
    pub fn run_sql(&self, sql: &str) -> Result<(), StoreError> {
        self.writer().connection.execute_batch(sql)?;
        Ok(())
    }

    /// Reads what is outstanding, every operation with its number, hands it on while nobody can write, and closes the
    /// store for good when that went well: nothing is written between what was handed on and the closing.
    pub(crate) fn close_after<T>(
        &self,
        hand_on: impl FnOnce(Salvage) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.open_writer()?;
        let ((), entries) = commit(&mut writer.connection, |tx, entries| freeze_all(tx, entries))?;
        writer.log(&self.location, &self.key, &entries);
        let done = hand_on(open::outstanding(&writer.connection)?)?;
        writer.closed = true;
        Ok(done)
    }

    /// The writer, unless the store was closed. Errors: `Closed`.
    fn open_writer(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        let writer = self.writer();
        if writer.closed { Err(StoreError::Closed) } else { Ok(writer) }
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does everything in the closure in one transaction; gives what the journal is to hold of it.
fn commit<T>(
    connection: &mut Connection,
    act: impl FnOnce(&Transaction<'_>, &mut Vec<Entry>) -> Result<T, StoreError>,
) -> Result<(T, Vec<Entry>), StoreError> {
    let mut entries = Vec::new();
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = act(&tx, &mut entries)?;
    tx.commit()?;
    Ok((done, entries))
}

/// A connection that does not wait for the disk, until this is dropped: also after an error or a panic.
struct Hurried<'c>(&'c mut Connection);

impl<'c> Hurried<'c> {
    fn begin(connection: &'c mut Connection) -> Result<Self, StoreError> {
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        Ok(Hurried(connection))
    }
}

impl Drop for Hurried<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.0.pragma_update(None, "synchronous", "FULL") {
            tracing::error!(error = %error, "the database does not wait for the disk any more");
        }
    }
}

impl Writer {
    /// Adds to the journal. A failure is no failure of the action: the database has it.
    fn log(&mut self, location: &Location, key: &DataKey, entries: &[Entry]) {
        if entries.is_empty() {
            return;
        }
        let logged = if self.stale || self.journal.has_grown() {
            open::new_journal(location, key, &self.connection).map(|journal| self.journal = journal)
        } else {
            self.journal.append(entries)
        };
        self.stale = logged.is_err();
        if let Err(error) = logged {
            tracing::warn!(error = %error, "the journal could not be written; it is written anew with the next action");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{StoreError, fixture};

    fn waits(connection: &rusqlite::Connection) -> Result<i64, StoreError> {
        Ok(connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?)
    }

    #[test]
    fn the_disk_is_waited_for_again_after_a_chunk_however_it_went() {
        const FULL: i64 = 2;
        let folder = tempfile::tempdir().unwrap();
        let store = fixture::store(folder.path());
        assert!(store.transact_without_waiting(|tx, _| waits(tx)).unwrap() < FULL);
        assert_eq!(store.transact(|tx, _| waits(tx)).unwrap(), FULL);
        store.transact_without_waiting::<()>(|tx, _| Ok(tx.execute_batch("no SQL")?)).unwrap_err();
        assert_eq!(store.transact(|tx, _| waits(tx)).unwrap(), FULL);
        let panicked = std::panic::AssertUnwindSafe(|| store.transact_without_waiting::<()>(|_, _| panic!("a bug")));
        assert!(std::panic::catch_unwind(panicked).is_err());
        assert_eq!(store.transact(|tx, _| waits(tx)).unwrap(), FULL);
    }
}
