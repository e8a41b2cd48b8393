//! The pool of reading connections: each read sees one committed moment.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction};
use tokio::sync::Semaphore;

use crate::{StoreError, StoreResult};

/// Reading connections; a read waits while all are busy.
#[derive(Clone)]
pub(super) struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub fn new(connections: Vec<Connection>) -> Readers {
        let permits = Arc::new(Semaphore::new(connections.len()));
        Readers { free: Arc::new(Mutex::new(connections)), permits }
    }

    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Transaction<'_>) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| StoreError::Database("the readers are closed".into()))?;
        let free = Arc::clone(&self.free);
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let taken = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut lent = Lent { connection: taken, free };
            let connection = lent.connection.as_mut().expect("there are as many permits as connections");
            let transaction = connection.transaction()?;
            read(&transaction)
        });
        done.await.map_err(|error| StoreError::Database(format!("a read failed: {error}")))?
    }
}

/// A connection that goes back into the pool whatever happens, a panic included.
struct Lent {
    connection: Option<Connection>,
    free: Arc<Mutex<Vec<Connection>>>,
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).extend(self.connection.take());
    }
}
