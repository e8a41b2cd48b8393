//! What one transaction has read or written already: a batch reads and writes each record once however many edits it has.

use std::{
    any::Any,
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use feltbok_domain::{ids::Id, job_life::JobStatus, model::Job};
use feltbok_protocol::{feed::FeedId, record::RecordKind};

use super::Stored;
use crate::{
    StoreResult,
    rows::{Columns, FeedItem, Indexed, RecordRow, RecordWrite},
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
    /// Where the record with an id stands in feeds.
    items: RefCell<HashMap<Id, Items>>,
    /// State and technician of jobs that were not read whole.
    standings: RefCell<HashMap<Id, Option<Standing>>>,
}

/// A record's place in every feed that holds it, or held it once.
pub(super) type Items = Rc<Vec<(FeedId, FeedItem)>>;
/// A job's state and whose it is.
pub(super) type Standing = (JobStatus, Option<Id>);

#[derive(Clone)]
struct Record {
    stored: Rc<dyn Written>,
    /// What stands in its row, if that is known.
    in_row: Option<Rc<dyn Written>>,
    /// Its row is older than it.
    is_unwritten: bool,
}

impl Record {
    fn as_in_row(stored: Rc<dyn Written>) -> Self {
        Record { in_row: Some(stored.clone()), stored, is_unwritten: false }
    }

    fn write(&self) -> RecordWrite {
        let columns = self.stored.columns();
        let changed = self.in_row.as_ref().map(|in_row| {
            let known = in_row.columns();
            let new = columns.iter().zip(&known).filter(|(new, known)| new != known);
            new.map(|((name, _), _)| *name).collect()
        });
        RecordWrite { row: self.stored.row(), columns, changed }
    }
}

/// A record of any kind, as it goes into its row.
trait Written: Any {
    fn row(&self) -> RecordRow;
    fn columns(&self) -> Columns;
}

impl<T: Indexed> Written for Stored<T> {
    fn row(&self) -> RecordRow {
        Stored::row(self)
    }

    fn columns(&self) -> Columns {
        self.value.columns()
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
        self.records.borrow_mut().insert((T::KIND, id), Record::as_in_row(Rc::new(stored)));
    }

    /// Keeps what was saved: written already, or by [`Memo::write`] before anything reads rows.
    pub fn save<T: Indexed>(&self, stored: Stored<T>, is_unwritten: bool) {
        self.lists.borrow_mut().remove(&T::KIND);
        let key = (T::KIND, stored.value.record_id());
        let stored = Rc::new(stored);
        let record = if is_unwritten {
            let in_row = self.records.borrow().get(&key).and_then(|before| before.in_row.clone());
            Record { stored, in_row, is_unwritten }
        } else {
            Record::as_in_row(stored)
        };
        self.put(key, record);
    }

    /// Hands over the records that are not in their rows yet, kind by kind and by id.
    pub fn write(&self, write: impl Fn(RecordKind, Vec<RecordWrite>) -> StoreResult<()>) -> StoreResult<()> {
        let unwritten: BTreeMap<Key, Record> = {
            let records = self.records.borrow();
            let unwritten = records.iter().filter(|(_, record)| record.is_unwritten);
            unwritten.map(|(key, record)| (*key, record.clone())).collect()
        };
        let mut rows: BTreeMap<RecordKind, Vec<RecordWrite>> = BTreeMap::new();
        for ((kind, id), record) in unwritten {
            rows.entry(kind).or_default().push(record.write());
            self.put((kind, id), Record::as_in_row(record.stored));
        }
        rows.into_iter().try_for_each(|(kind, rows)| write(kind, rows))
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

    /// Where the record with the id stands in feeds; each is looked up once.
    pub fn items(&self, id: Id, look_up: impl FnOnce() -> StoreResult<Vec<(FeedId, FeedItem)>>) -> StoreResult<Items> {
        once(&self.items, id, || Ok(Rc::new(look_up()?)))
    }

    /// Keeps where these records stand; `items` has all that there are of them.
    pub fn keep_items(&self, ids: &[Id], items: Vec<(FeedId, FeedItem)>) {
        let mut by_id: HashMap<Id, Vec<(FeedId, FeedItem)>> = ids.iter().map(|id| (*id, Vec::new())).collect();
        for (feed, item) in items {
            by_id.entry(item.id).or_default().push((feed, item));
        }
        self.items.borrow_mut().extend(by_id.into_iter().map(|(id, items)| (id, Rc::new(items))));
    }

    pub fn standing(
        &self,
        job_id: Id,
        look_up: impl FnOnce() -> StoreResult<Option<Standing>>,
    ) -> StoreResult<Option<Standing>> {
        match self.record::<Job>(job_id) {
            Some(job) => Ok(Some((job.value.status, job.value.technician_id))),
            None => once(&self.standings, job_id, look_up),
        }
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
