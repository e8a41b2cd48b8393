//! The one thread that writes: transactions queue up here, so that none ever waits on a lock.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicI32, Ordering},
        mpsc,
    },
    thread,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use crate::{StoreError, StoreResult};

type Task = Box<dyn FnOnce(&mut Connection) + Send>;

/// From so many pages on the log is written back into the database, behind the answer that made it so long.
const LOG_PAGES: i32 = 1_000;

/// A handle to the writing thread; the thread ends with its last handle.
#[derive(Clone)]
pub(super) struct Writer {
    tasks: mpsc::Sender<Task>,
}

impl Writer {
    /// Takes the connection over. Errors: the database's.
    pub fn start(mut connection: Connection) -> StoreResult<Writer> {
        let (tasks, queue) = mpsc::channel::<Task>();
        // In place of SQLite's own way, which writes the log back within a commit that somebody waits for.
        let logged = Arc::new(AtomicI32::new(0));
        let count = logged.clone();
        connection.wal_hook(Some(move |_: &mut _, pages| {
            count.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || {
                for task in queue {
                    task(&mut connection);
                    if logged.swap(0, Ordering::Relaxed) >= LOG_PAGES {
                        write_back(&connection);
                    }
                }
            })
            .expect("a thread can be started while the store is opened");
        Ok(Writer { tasks })
    }

    /// Runs `work` in a transaction of its own, which is kept only if it ends well.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move |connection| {
            // A panic undoes its own transaction (it is dropped) and must not take the thread with it.
            let done = catch_unwind(AssertUnwindSafe(|| transact(connection, work)))
                .unwrap_or_else(|_| Err(StoreError::Database("the transaction panicked and was undone".into())));
            // The asker may have gone; what was committed stays committed.
            let _ = answer.send(done);
        });
        let gone = || StoreError::Database("the writing thread has ended".into());
        self.tasks.send(task).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// Writes the log back as far as no reader stands in the way; what is left is tried again after the next commit.
fn write_back(connection: &Connection) {
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::error!(error = %error, "the database's log could not be written back; it grows until it can");
    }
}

fn transact<T>(connection: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> StoreResult<T>) -> StoreResult<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_log_is_written_back_and_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("db")).unwrap();
        super::super::set_up(&connection).unwrap();
        connection.execute_batch("CREATE TABLE page (bytes BLOB NOT NULL)").unwrap();
        let writer = Writer::start(connection).unwrap();
        let mut written = 0;
        while written < 5 * LOG_PAGES {
            let pages = LOG_PAGES / 4;
            let fill = move |transaction: &Transaction<'_>| {
                transaction.execute("INSERT INTO page VALUES (zeroblob(?1 * 4096))", [pages])?;
                Ok(())
            };
            writer.write(fill).await.unwrap();
            written += pages;
        }
        let log = std::fs::metadata(folder.path().join("db-wal")).unwrap().len();
        assert!(log < 2 * LOG_PAGES.unsigned_abs() as u64 * 4096, "the log has {log} bytes");
    }
}
