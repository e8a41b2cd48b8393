//! What one transaction has read or written already: a batch reads and writes each record once however many edits it has.

use std::{
    any::Any,
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use feltbok_domain::ids::Id;
use feltbok_protocol::record::RecordKind;

use super::Stored;
use crate::{
    StoreResult,
    rows::{Columns, Indexed, RecordRow},
};

type Key = (RecordKind, Id);

/// Nobody else writes a company's rows during its transaction, so what is kept here stays true: records until they are
/// saved anew or undone, feeds until they are brought up to date at the end.
#[derive(Default)]
pub(super) struct Memo {
    records: RefCell<HashMap<Key, Record>>,
    /// How records were before the part of the transaction that may still be undone.
    before_part: RefCell<Vec<(Key, Option<Record>)>>,
    /// Every record of a kind.
    lists: RefCell<HashMap<RecordKind, Rc<dyn Any>>>,
    /// Technicians whose feed holds a record.
    holders: RefCell<HashMap<Key, Vec<Id>>>,
    /// Whether a technician's feed holds or held a record.
    granted: RefCell<HashMap<(Id, RecordKind, Id), bool>>,
}

#[derive(Clone)]
struct Record {
    stored: Rc<dyn Written>,
    /// Its row is older than it.
    is_unwritten: bool,
}

/// A record of any kind, as it goes into its row.
trait Written: Any {
    fn row(&self) -> (RecordRow, Columns);
}

impl<T: Indexed> Written for Stored<T> {
    fn row(&self) -> (RecordRow, Columns) {
        Stored::row(self)
    }
}

impl Memo {
    pub fn record<T: Indexed>(&self, id: Id) -> Option<Stored<T>> {
        let records = self.records.borrow();
        let stored: &dyn Any = &*records.get(&(T::KIND, id))?.stored;
        stored.downcast_ref::<Stored<T>>().cloned()
    }

    /// Keeps what was read.
    pub fn keep<T: Indexed>(&self, id: Id, stored: Stored<T>) {
        let record = Record { stored: Rc::new(stored), is_unwritten: false };
        self.records.borrow_mut().insert((T::KIND, id), record);
    }

    /// Keeps what was saved: written already, or by [`Memo::write`] before anything reads rows.
    pub fn save<T: Indexed>(&self, stored: Stored<T>, is_unwritten: bool) {
        self.lists.borrow_mut().remove(&T::KIND);
        self.put((T::KIND, stored.value.record_id()), Record { stored: Rc::new(stored), is_unwritten });
    }

    /// Hands over the records that are not in their rows yet, kind by kind and by id.
    pub fn write(&self, write: impl Fn(RecordKind, &[(RecordRow, Columns)]) -> StoreResult<()>) -> StoreResult<()> {
        let unwritten: BTreeMap<Key, Record> = {
            let records = self.records.borrow();
            let unwritten = records.iter().filter(|(_, record)| record.is_unwritten);
            unwritten.map(|(key, record)| (*key, record.clone())).collect()
        };
        let mut rows: BTreeMap<RecordKind, Vec<(RecordRow, Columns)>> = BTreeMap::new();
        for ((kind, id), record) in unwritten {
            rows.entry(kind).or_default().push(record.stored.row());
            self.put((kind, id), Record { is_unwritten: false, ..record });
        }
        rows.iter().try_for_each(|(kind, rows)| write(*kind, rows))
    }

    fn put(&self, key: Key, record: Record) {
        let before = self.records.borrow_mut().insert(key, record);
        self.before_part.borrow_mut().push((key, before));
    }

    /// From here on [`Memo::undo_part`] leads back to here.
    pub fn begin_part(&self) {
        self.before_part.borrow_mut().clear();
    }

    /// A part of the transaction was undone, and with it what it wrote.
    pub fn undo_part(&self) {
        let mut records = self.records.borrow_mut();
        for (key, before) in self.before_part.borrow_mut().drain(..).rev() {
            match before {
                Some(before) => records.insert(key, before),
                None => records.remove(&key),
            };
        }
        self.lists.borrow_mut().clear();
    }

    pub fn list<T: 'static>(
        &self,
        kind: RecordKind,
        look_up: impl FnOnce() -> StoreResult<Vec<T>>,
    ) -> StoreResult<Rc<Vec<T>>> {
        let known = self.lists.borrow().get(&kind).cloned();
        if let Some(known) = known.and_then(|known| known.downcast::<Vec<T>>().ok()) {
            return Ok(known);
        }
        let list = Rc::new(look_up()?);
        self.lists.borrow_mut().insert(kind, list.clone());
        Ok(list)
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
