//! What one transaction has read or written already, so that a batch reads each record once however many edits it has.

use std::{any::Any, cell::RefCell, collections::HashMap};

use feltbok_domain::ids::Id;
use feltbok_protocol::record::{RecordKind, Recorded};

use super::Stored;
use crate::StoreResult;

type Key = (RecordKind, Id);

/// Nobody else writes a company's rows during its transaction, so what is kept here stays true: records until they are
/// saved anew or undone, feeds until they are brought up to date at the end.
#[derive(Default)]
pub(super) struct Memo {
    records: RefCell<HashMap<Key, Box<dyn Any>>>,
    /// Technicians whose feed holds a record.
    holders: RefCell<HashMap<Key, Vec<Id>>>,
    /// Whether a technician's feed holds or held a record.
    granted: RefCell<HashMap<(Id, RecordKind, Id), bool>>,
}

impl Memo {
    pub fn record<T: Recorded>(&self, id: Id) -> Option<Stored<T>> {
        self.records.borrow().get(&(T::KIND, id))?.downcast_ref::<Stored<T>>().cloned()
    }

    pub fn keep<T: Recorded>(&self, id: Id, stored: Stored<T>) {
        self.records.borrow_mut().insert((T::KIND, id), Box::new(stored));
    }

    /// A part of the transaction was undone, and with it what it wrote.
    pub fn forget_records(&self) {
        self.records.borrow_mut().clear();
    }

    pub fn holders(&self, key: Key, look_up: impl FnOnce() -> StoreResult<Vec<Id>>) -> StoreResult<Vec<Id>> {
        once(&self.holders, key, look_up)
    }

    pub fn granted(
        &self,
        technician: Id,
        (kind, id): Key,
        look_up: impl FnOnce() -> StoreResult<bool>,
    ) -> StoreResult<bool> {
        once(&self.granted, (technician, kind, id), look_up)
    }
}

fn once<K: std::hash::Hash + Eq, V: Clone>(
    known: &RefCell<HashMap<K, V>>,
    key: K,
    look_up: impl FnOnce() -> StoreResult<V>,
) -> StoreResult<V> {
    if let Some(value) = known.borrow().get(&key) {
        return Ok(value.clone());
    }
    let value = look_up()?;
    known.borrow_mut().insert(key, value.clone());
    Ok(value)
}
