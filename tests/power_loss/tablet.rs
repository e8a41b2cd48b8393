//! The tablet's store through a seeded day, and what a tablet makes of a disk on which the power went.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use feltbok_domain::{
    ids::Id,
    model::{Diagnosis, Photo, PhotoKind, TimeEntry, TimeKind, Visit, VisitEdit},
    stock::{Movement, MovementKind},
};
use feltbok_protocol::{
    feed::{Body, Change, FeedId, FeedPage},
    file::FileRole,
    operation::{Operation, OperationResult, Outcome},
    record::RecordKind,
    snapshot::{Chunk, Manifest},
};
use feltbok_sync::{BatchLimit, Clock, Ids, Store};
use feltbok_tablet_store::{DataKey, Location, StoreError, TabletStore};
use jiff::Timestamp;
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::fixture::{self, COMPANY, FUSER, JOB, TECHNICIAN, VAN, id};

const KEY: [u8; 32] = [3; 32];
pub const VISIT: Id = id(300);
/// Of the catalogue, and parts in each.
const PIECES: u32 = 40;
const PIECE_ROWS: u32 = 25;

struct DayClock(AtomicI64);

impl Clock for DayClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.fetch_add(1_000, Ordering::Relaxed)).unwrap()
    }
}

/// Opens the store of a folder; a database found damaged is a failure of the test.
pub fn open(folder: &Path, seed: u64) -> TabletStore {
    let opened = try_open(folder, seed).unwrap();
    assert_eq!(opened.recovery, None, "a lost power is no damage");
    opened.store
}

pub fn try_open(folder: &Path, seed: u64) -> Result<feltbok_tablet_store::Opened, StoreError> {
    let clock = Arc::new(DayClock(AtomicI64::new(fixture::now().as_millisecond())));
    let ids = Arc::new(Ids::seeded(clock.clone(), seed));
    TabletStore::open(Location::new(folder), DataKey::from_bytes(KEY), clock, ids)
}

/// A technician's day, one action after the other.
pub struct Day {
    store: Option<TabletStore>,
    rng: StdRng,
    seed: u64,
    made: u32,
    /// Pieces of the catalogue that came.
    filled: u32,
    /// Each start draws other ids.
    opened: u64,
    /// The bug that is planted: nothing waits for the disk.
    pub hurried: bool,
}

impl Day {
    pub fn new(seed: u64, hurried: bool) -> Self {
        Day { store: None, rng: StdRng::seed_from_u64(seed), seed, made: 0, filled: 0, opened: 0, hurried }
    }

    pub fn store(&self) -> &TabletStore {
        self.store.as_ref().unwrap()
    }

    /// Morning: the store is made, and the office's job comes.
    pub fn begin(&mut self, folder: &Path, mut said: impl FnMut(bool)) {
        self.reopen(folder);
        said(true);
        self.store().grant_feeds(&[tech_feed(), catalogue()]).unwrap();
        said(true);
        let chunk = |number| Chunk { sha256: piece(number), bytes: 1, rows: PIECE_ROWS };
        let (epoch, digest) = (id(1), String::new());
        let chunks = (0..PIECES).map(chunk).collect();
        self.store().begin_fill(&Manifest { feed: catalogue(), epoch, seq: 1, digest, chunks }).unwrap();
        said(true);
        let body = Body::from(&serde_json::to_value(fixture::job(0)).unwrap());
        let change = Change { seq: 1, kind: RecordKind::Job, id: JOB[0], rev: 1, body: Some(body) };
        let page = FeedPage { feed: tech_feed(), from: 0, to: 1, head: 1, changes: vec![change], digest: None };
        self.store().apply_page(&page).unwrap();
        said(false);
        self.store().write(|work| work.visit(VISIT, fixture::begin(0, 0))).unwrap();
        said(true);
    }

    /// One action of the technician or of sync, drawn. Gives whether it waits for the disk: what the office gives again
    /// when it is asked need not.
    pub fn act(&mut self, folder: &Path) -> Result<bool, StoreError> {
        match self.rng.random_range(0..15) {
            0..9 => self.write_something().map(|()| true),
            9 => self.be_answered().map(|()| false),
            10 => self.send_a_file(),
            11..14 => self.be_filled().map(|()| false),
            _ => {
                self.reopen(folder);
                Ok(true)
            }
        }
    }

    /// One action of the technician, drawn.
    pub fn write_something(&mut self) -> Result<(), StoreError> {
        self.made += 1;
        match self.rng.random_range(0..9) {
            0..4 => self.write_down(VisitEdit::PutTime(time(self.made))),
            4..6 => {
                let note = format!("note {}: {}", self.made, "worn rollers ".repeat(self.rng.random_range(1..80)));
                self.write_down(VisitEdit::Diagnosis(Diagnosis { note, ..Diagnosis::default() }))
            }
            6 => self.fit_a_part(),
            _ => self.take_a_photo(),
        }
    }

    /// The last connection's end copies the log into the database.
    pub fn close(&mut self) {
        self.store = None;
    }

    pub fn reopen(&mut self, folder: &Path) {
        self.close();
        self.opened += 1;
        let store = open(folder, self.seed * 1_000 + self.opened);
        if self.hurried {
            store.run_sql("PRAGMA synchronous = OFF").unwrap();
        }
        self.store = Some(store);
    }

    fn write_down(&mut self, edit: VisitEdit) -> Result<(), StoreError> {
        self.store().write(|work| work.visit(VISIT, edit).map(drop))
    }

    fn fit_a_part(&mut self) -> Result<(), StoreError> {
        let made = u128::from(self.made);
        self.store().write(|work| {
            work.visit(VISIT, VisitEdit::PutPart(fixture::fitted(id(10_000 + made), FUSER, 0, None)))?;
            work.movement(issue(id(20_000 + made)))?;
            work.next_work_order(2026, "T01").map(drop)
        })
    }

    fn take_a_photo(&mut self) -> Result<(), StoreError> {
        let mut bytes = vec![0; self.rng.random_range(1_000..200_000)];
        self.rng.fill(bytes.as_mut_slice());
        let made = u128::from(self.made);
        let kept = self.store().keep_file(&bytes)?;
        self.store().write(|work| {
            work.add_file(&kept, FileRole::Photo, "image/jpeg", JOB[0])?;
            let bytes = u32::try_from(kept.bytes).unwrap();
            work.visit(VISIT, VisitEdit::PutPhoto(photo(id(30_000 + made), &kept.sha256, bytes))).map(drop)
        })
    }

    /// A batch goes out and its answers come.
    fn be_answered(&mut self) -> Result<(), StoreError> {
        let limit = BatchLimit { operations: 3, bytes: usize::MAX };
        let results: Vec<_> = self.store().next_batch(limit, 0)?.iter().map(applied).collect();
        self.store().take_results(&results, fixture::now())
    }

    /// A piece of the catalogue comes. It need not be there after the power went; then it is fetched again.
    fn be_filled(&mut self) -> Result<(), StoreError> {
        let number = self.filled % PIECES;
        self.filled += 1;
        let row = |row: u32| {
            let id = id(50_000 + u128::from(number * PIECE_ROWS + row));
            let body =
                Body::from(&serde_json::to_value(fixture::part(id, &format!("P-{row}-{number}"), false)).unwrap());
            Change { seq: 1, kind: RecordKind::Part, id, rev: 1, body: Some(body) }
        };
        let changes: Vec<Change> = (0..PIECE_ROWS).map(row).collect();
        self.store().apply_chunk(&catalogue(), &piece(number), &changes)
    }

    /// Gives whether there was one.
    fn send_a_file(&mut self) -> Result<bool, StoreError> {
        let Some(file) = self.store().next_file(fixture::minutes(9_000))? else { return Ok(false) };
        self.store().file_sent(&file.sha256, fixture::now())?;
        Ok(true)
    }
}

/// All that a tablet has for its technician and for the server, and that every byte of its photos is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    pub jobs: Vec<feltbok_domain::model::Job>,
    pub visit: Option<Visit>,
    /// Without an answer yet, as they would go out now.
    pub operations: Vec<Operation>,
    pub acknowledged: u64,
    /// The files that the office has not got, and those that it has.
    pub files: Vec<(String, bool)>,
}

/// Looks into a store. Numbers what waits, as sending it would: for images only.
pub fn holding(store: &TabletStore) -> Holding {
    let (jobs, visit) = store.read(|reader| Ok((reader.jobs()?, reader.get::<Visit>(VISIT)?))).unwrap();
    let named = visit.iter().flat_map(|visit| &visit.photos);
    let files = named
        .map(|photo| {
            let state = store.read(|reader| reader.file_state(&photo.sha256)).unwrap();
            assert_eq!(store.file(&photo.sha256).unwrap().len(), photo.bytes as usize);
            (photo.sha256.clone(), state.expect("a photo of the visit has a row").is_sent)
        })
        .collect();
    let acknowledged = store.position().unwrap().acknowledged;
    let limit = BatchLimit { operations: usize::MAX, bytes: usize::MAX };
    Holding { jobs, visit, operations: store.next_batch(limit, 0).unwrap(), acknowledged, files }
}

/// Every page and every index of the database, by SQLite itself; and of the catalogue exactly the pieces ticked off.
pub fn is_sound(folder: &Path) -> bool {
    let connection = rusqlite::Connection::open(folder.join("feltbok.db")).unwrap();
    let key = data_encoding::HEXLOWER.encode(&KEY);
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    let whole = "SELECT (SELECT count(*) FROM record WHERE kind = 'part')
                        = (SELECT coalesce(sum(rows), 0) FROM fill_chunk WHERE done = 1)";
    said == "ok" && connection.query_row(whole, [], |row| row.get(0)).unwrap()
}

/// The operations that a tablet brings over when its database does not open any more.
pub fn brought_over(folder: &Path) -> BTreeSet<Id> {
    let database = folder.join("feltbok.db");
    std::fs::write(&database, vec![0x5a; 40_960]).unwrap();
    for log in ["feltbok.db-wal", "feltbok.db-shm", "feltbok.db-journal"] {
        std::fs::remove_file(folder.join(log)).ok();
    }
    let opened = try_open(folder, 9).unwrap();
    assert!(opened.recovery.is_some());
    let limit = BatchLimit { operations: usize::MAX, bytes: usize::MAX };
    opened.store.next_batch(limit, 0).unwrap().iter().map(|operation| operation.op_id).collect()
}

/// The catalogue's name for a piece.
fn piece(number: u32) -> String {
    format!("{number:064x}")
}

fn catalogue() -> FeedId {
    FeedId::Catalogue(COMPANY)
}

fn tech_feed() -> FeedId {
    FeedId::Tech(TECHNICIAN[0])
}

fn applied(operation: &Operation) -> OperationResult {
    let (dev_seq, op_id) = (operation.dev_seq, operation.op_id);
    OperationResult { dev_seq, op_id, outcome: Outcome::Applied, code: None, message: None, rev: 2 }
}

fn time(number: u32) -> TimeEntry {
    let from = fixture::minutes(i64::from(number));
    TimeEntry { id: id(40_000 + u128::from(number)), kind: TimeKind::Work, from, until: Some(from), edit_reason: None }
}

fn photo(id: Id, sha256: &str, bytes: u32) -> Photo {
    Photo {
        id,
        kind: PhotoKind::Detail,
        caption: String::new(),
        taken_at: fixture::now(),
        sha256: sha256.into(),
        bytes,
        width: 1,
        height: 1,
        on_document: false,
    }
}

fn issue(id: Id) -> Movement {
    Movement {
        id,
        part_id: FUSER,
        kind: MovementKind::Issue,
        from: Some(VAN[0]),
        to: None,
        quantity: 1,
        serial: None,
        lot: None,
        job_id: Some(JOB[0]),
        visit_id: Some(VISIT),
        transfer_id: None,
        at: fixture::now(),
        by: TECHNICIAN[0],
        note: None,
    }
}
