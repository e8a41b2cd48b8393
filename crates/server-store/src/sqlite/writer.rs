//! The one thread that writes: transactions queue up here, so that none ever waits on a lock.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use crate::{StoreError, StoreResult};

type Task = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle to the writing thread; the thread ends with its last handle.
#[derive(Clone)]
pub(super) struct Writer {
    tasks: mpsc::Sender<Task>,
}

impl Writer {
    pub fn start(mut connection: Connection) -> Writer {
        let (tasks, queue) = mpsc::channel::<Task>();
        thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || {
                for task in queue {
                    task(&mut connection);
                }
            })
            .expect("a thread can be started while the store is opened");
        Writer { tasks }
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

fn transact<T>(connection: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> StoreResult<T>) -> StoreResult<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}
