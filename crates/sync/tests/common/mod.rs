//! A store in memory, and a desk to play server at: what the tests of the engine share.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

use std::{
    cell::{RefCell, RefMut},
    collections::BTreeMap,
    convert::Infallible,
};

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    PROTOCOL,
    feed::{Change, FeedId, FeedPage},
    file::FileRole,
    operation::{Operation, OperationResult, Outcome},
    snapshot::{Chunk, Manifest},
    sync::{SyncRequest, SyncResponse},
    wire_error::WireError,
};
use feltbok_sync::{
    Answer, BatchLimit, Engine, Failure, FeedState, FileToSend, Fill, JobLane, Lane, PageOutcome, Position, Purged,
    Request, Resend, Settings, Step, Store, Waiting, read_chunk,
};
use jiff::{SignedDuration, Timestamp};

pub fn start() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

pub fn feed() -> FeedId {
    FeedId::Tech(Id::from_u128(7))
}

pub fn epoch() -> Id {
    Id::from_u128(1)
}

/// What the fake store holds; tests look in and turn it.
#[derive(Default)]
pub struct Memory {
    pub position: Position,
    pub operations: Vec<Operation>,
    pub results: Vec<OperationResult>,
    pub applied: Vec<FeedPage>,
    pub next_page: Option<PageOutcome>,
    pub resets: u32,
    pub resend: Option<Resend>,
    pub pushed_again_after: Option<u64>,
    pub chunks: Vec<(String, Vec<Change>)>,
    pub digest_differs: bool,
    pub files: BTreeMap<String, (FileToSend, Option<Timestamp>)>,
    pub sent: Vec<String>,
    pub unreadable: Option<String>,
    pub attention: u32,
    pub batches: Vec<usize>,
}

/// The store in memory. One that cannot fail: what a failing store does is tried with the real one.
#[derive(Default)]
pub struct FakeStore(RefCell<Memory>);

impl FakeStore {
    pub fn new() -> Self {
        let store = FakeStore::default();
        store.memory().position.epoch = Some(epoch());
        store.memory().position.feeds.push(state(100, 100));
        store
    }

    pub fn memory(&self) -> RefMut<'_, Memory> {
        self.0.borrow_mut()
    }

    pub fn add_operations(&self, count: u64) {
        let mut memory = self.memory();
        let first = memory.operations.len() as u64 + 1;
        memory.operations.extend((first..first + count).map(operation));
    }

    pub fn add_file(&self, name: &str, role: FileRole, bytes: u64) {
        let sha256 = name.to_owned();
        let file =
            FileToSend { sha256, role, mime: "image/jpeg".into(), bytes, job: None, location: None, failures: 0 };
        self.memory().files.insert(name.to_owned(), (file, None));
    }
}

pub fn state(cursor: u64, head: u64) -> FeedState {
    FeedState { feed: feed(), cursor, head, complete: cursor > 0, fill: None }
}

pub fn operation(dev_seq: u64) -> Operation {
    Operation {
        dev_seq,
        op_id: Id::from_u128(u128::from(dev_seq)),
        kind: "notice".into(),
        v: 1,
        entity: Id::from_u128(5),
        job: Some(Id::from_u128(6)),
        base_rev: 0,
        fields: serde_json::json!({"kind": "master_data", "text": "x".repeat(100)}),
        at: start(),
        clock_offset_ms: 0,
    }
}

pub fn result(op: &Operation) -> OperationResult {
    OperationResult {
        dev_seq: op.dev_seq,
        op_id: op.op_id,
        outcome: Outcome::Applied,
        code: None,
        message: None,
        rev: 1,
    }
}

impl Store for FakeStore {
    type Error = Infallible;

    fn position(&self) -> Result<Position, Infallible> {
        Ok(self.memory().position.clone())
    }

    fn waiting(&self) -> Result<Waiting, Infallible> {
        let memory = self.memory();
        let operations = memory.operations.len() as u64 - memory.position.acknowledged;
        Ok(Waiting { operations: operations as u32, files: memory.files.len() as u32, bytes: 0 })
    }

    fn attention(&self) -> Result<u32, Infallible> {
        Ok(self.memory().attention)
    }

    fn lanes(&self) -> Result<Vec<JobLane>, Infallible> {
        Ok(Vec::new())
    }

    fn next_batch(&self, limit: BatchLimit, after: u64) -> Result<Vec<Operation>, Infallible> {
        let mut memory = self.memory();
        let from = memory.position.acknowledged.max(after) as usize;
        let batch: Vec<Operation> = memory.operations.iter().skip(from).take(limit.operations).cloned().collect();
        memory.position.sent = memory.position.sent.max(batch.last().map_or(0, |op| op.dev_seq));
        memory.batches.push(batch.len());
        Ok(batch)
    }

    fn take_results(&self, results: &[OperationResult], _: Timestamp) -> Result<(), Infallible> {
        let mut memory = self.memory();
        for result in results {
            memory.position.acknowledged = memory.position.acknowledged.max(result.dev_seq);
            memory.results.push(result.clone());
        }
        Ok(())
    }

    fn push_again_after(&self, dev_seq: u64) -> Result<Resend, Infallible> {
        let mut memory = self.memory();
        memory.pushed_again_after = Some(dev_seq);
        if memory.resend != Some(Resend::Gap) {
            memory.position.acknowledged = dev_seq;
        }
        Ok(memory.resend.unwrap_or(Resend::Ready(1)))
    }

    fn forget_acknowledged(&self, _: Timestamp) -> Result<(), Infallible> {
        Ok(())
    }

    fn change_epoch(&self, epoch: Id) -> Result<(), Infallible> {
        let mut memory = self.memory();
        memory.position.epoch = Some(epoch);
        memory.position.feeds.iter_mut().for_each(|feed| feed.cursor = 0);
        Ok(())
    }

    fn note_clock(&self, clock_offset_ms: i64) -> Result<(), Infallible> {
        self.memory().position.clock_offset_ms = clock_offset_ms;
        Ok(())
    }

    fn note_success(&self, at: Timestamp) -> Result<(), Infallible> {
        self.memory().position.last_success = Some(at);
        Ok(())
    }

    fn grant_feeds(&self, _: &[FeedId]) -> Result<(), Infallible> {
        Ok(())
    }

    fn apply_page(&self, page: &FeedPage) -> Result<PageOutcome, Infallible> {
        let mut memory = self.memory();
        let outcome = memory.next_page.unwrap_or(PageOutcome::Applied);
        if outcome != PageOutcome::Stale {
            memory.applied.push(page.clone());
            memory.position.feeds[0].cursor = page.to;
            memory.position.feeds[0].head = page.head;
        }
        Ok(outcome)
    }

    fn reset_feed(&self, _: &FeedId) -> Result<(), Infallible> {
        let mut memory = self.memory();
        memory.resets += 1;
        memory.position.feeds[0].cursor = 0;
        Ok(())
    }

    fn begin_fill(&self, manifest: &Manifest) -> Result<(), Infallible> {
        self.memory().position.feeds[0].fill = Some(Fill {
            seq: manifest.seq,
            missing: manifest.chunks.clone(),
            done_rows: 0,
            total_rows: manifest.chunks.iter().map(|chunk| chunk.rows).sum(),
        });
        Ok(())
    }

    fn apply_chunk(&self, _: &FeedId, sha256: &str, changes: &[Change]) -> Result<(), Infallible> {
        let mut memory = self.memory();
        memory.chunks.push((sha256.to_owned(), changes.to_vec()));
        let fill = memory.position.feeds[0].fill.as_mut().unwrap();
        fill.missing.retain(|chunk| chunk.sha256 != sha256);
        fill.done_rows += changes.len() as u32;
        Ok(())
    }

    fn finish_fill(&self, _: &FeedId) -> Result<PageOutcome, Infallible> {
        let mut memory = self.memory();
        let fill = memory.position.feeds[0].fill.take().unwrap();
        memory.position.feeds[0].cursor = fill.seq;
        Ok(if memory.digest_differs { PageOutcome::DigestDiffers } else { PageOutcome::Applied })
    }

    fn abandon_fill(&self, _: &FeedId) -> Result<(), Infallible> {
        self.memory().position.feeds[0].fill = None;
        Ok(())
    }

    fn purge_revoked(&self) -> Result<Purged, Infallible> {
        Ok(Purged::default())
    }

    fn next_file(&self, now: Timestamp) -> Result<Option<FileToSend>, Infallible> {
        let memory = self.memory();
        let ready = memory.files.values().filter(|(_, not_before)| not_before.is_none_or(|at| at <= now));
        Ok(ready.map(|(file, _)| file).min_by_key(|file| (file.role, file.sha256.clone())).cloned())
    }

    fn next_file_at(&self) -> Result<Option<Timestamp>, Infallible> {
        Ok(self.memory().files.values().map(|(_, at)| at.unwrap_or(Timestamp::MIN)).min())
    }

    fn read_file(&self, sha256: &str, offset: u64, len: usize) -> Result<Vec<u8>, Infallible> {
        let left = self.memory().files[sha256].0.bytes - offset;
        Ok(vec![1; len.min(left as usize)])
    }

    fn file_progress(&self, sha256: &str, location: Option<&str>, _: u64) -> Result<(), Infallible> {
        self.memory().files.get_mut(sha256).unwrap().0.location = location.map(str::to_owned);
        Ok(())
    }

    fn file_sent(&self, sha256: &str, _: Timestamp) -> Result<(), Infallible> {
        let mut memory = self.memory();
        memory.files.remove(sha256);
        memory.sent.push(sha256.to_owned());
        Ok(())
    }

    fn file_failed(&self, sha256: &str, not_before: Timestamp, _: &str) -> Result<(), Infallible> {
        let mut memory = self.memory();
        let (file, until) = memory.files.get_mut(sha256).unwrap();
        file.failures += 1;
        *until = Some(not_before);
        Ok(())
    }

    fn files_missing(&self, _: &[String]) -> Result<(), Infallible> {
        Ok(())
    }
}

/// An engine with its store and a clock that the test turns.
pub struct Desk {
    pub engine: Engine,
    pub store: FakeStore,
    pub now: Timestamp,
}

impl Desk {
    pub fn new() -> Self {
        Desk {
            engine: Engine::new(Settings { push_operations_max: 200, ..Settings::new("1.0.0") }, 1),
            store: FakeStore::new(),
            now: start(),
        }
    }

    pub fn pass(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    pub fn step(&mut self, lane: Lane) -> Step {
        self.engine.next_step(lane, &self.store, self.now).unwrap()
    }

    pub fn request(&mut self, lane: Lane) -> Request {
        match self.step(lane) {
            Step::Send(request) => request,
            Step::Wait { until } => panic!("it waits until {until:?}"),
        }
    }

    pub fn sync_request(&mut self) -> SyncRequest {
        match self.request(Lane::Data) {
            Request::Sync(request) => *request,
            other => panic!("{other:?} instead of a sync"),
        }
    }

    pub fn answer(&mut self, lane: Lane, answer: Answer) {
        self.engine.on_answer(lane, answer, &self.store, self.now).unwrap();
    }

    /// Brings a chunk of the feed as a transport does.
    pub fn bring(&mut self, listed: &Chunk, bytes: &[u8]) {
        self.hear_chunk(listed, bytes);
        self.engine.settle(&self.store).unwrap();
    }

    /// [`Desk::bring`], without the time to apply it.
    pub fn hear_chunk(&mut self, listed: &Chunk, bytes: &[u8]) {
        let answer = read_chunk(&feed(), listed, bytes).map_or_else(Answer::Failed, Answer::Chunk);
        self.engine.hear(Lane::Data, answer, &self.store, self.now).unwrap();
    }

    pub fn fail(&mut self, lane: Lane, failure: Failure) {
        self.answer(lane, Answer::Failed(failure));
    }

    pub fn refuse(&mut self, lane: Lane, status: u16, code: &str) {
        let error = WireError { code: code.into(), message: "no".into() };
        self.fail(lane, Failure::Refused { status, error, retry_after: None, server_time: None });
    }

    /// Lets whatever holds the lane back pass, and gives its next request.
    pub fn retry(&mut self, lane: Lane) -> Request {
        self.pass(400);
        self.request(lane)
    }

    /// A good answer to a sync: everything applied, nothing new.
    pub fn good(&self, request: &SyncRequest) -> SyncResponse {
        let acknowledged = self.store.memory().position.acknowledged;
        SyncResponse {
            protocol: PROTOCOL,
            epoch: epoch(),
            server_time: self.now,
            last_dev_seq: request.operations.last().map_or(acknowledged, |op| op.dev_seq),
            results: request.operations.iter().map(result).collect(),
            feeds: vec![feed()],
            pages: Vec::new(),
            missing_files: Vec::new(),
        }
    }

    pub fn sync_well(&mut self) -> SyncRequest {
        let request = self.sync_request();
        let response = self.good(&request);
        self.answer(Lane::Data, Answer::Sync(Box::new(response)));
        request
    }
}

pub fn page(from: u64, to: u64, head: u64) -> FeedPage {
    FeedPage { feed: feed(), from, to, head, changes: Vec::new(), digest: None }
}

pub fn chunk(rows: &[Change]) -> (Chunk, Vec<u8>) {
    use sha2::Digest;
    let lines: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
    let bytes = zstd::encode_all(lines.join("\n").as_bytes(), 3).unwrap();
    let sha256 = data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(&bytes));
    (Chunk { sha256, bytes: bytes.len() as u64, rows: rows.len() as u32 }, bytes)
}
