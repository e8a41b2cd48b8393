//! A model server in memory: the same reducers, feeds with dense numbers and digests, results kept for ever.

use std::collections::BTreeMap;

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    PROTOCOL,
    digest::FeedDigest,
    feed::{Body, Change, FeedPage},
    operation::{Operation, OperationResult, Outcome},
    record::RecordKind,
    sync::{SyncRequest, SyncResponse},
};
use feltbok_sync::{Answer, Engine, Lane, Request, Step, Store, integrate};
use feltbok_tablet_store::TabletStore;
use jiff::Timestamp;
use serde_json::Value;

use super::{TestClock, tech_feed};
use feltbok_sync::Clock;

#[derive(Debug, Clone, Default)]
pub struct ModelServer {
    pub epoch: u128,
    pub records: BTreeMap<(RecordKind, Id), (u64, Value)>,
    /// The compacted log of the one feed: latest change per record.
    pub log: BTreeMap<(RecordKind, Id), (u64, Option<u64>)>,
    pub head: u64,
    pub results: Vec<(Operation, OperationResult)>,
    /// Changes in one page at most.
    pub page: usize,
    /// Flips the digest of the next pages, as a fault would.
    pub wrong_digests: u32,
    /// Operations of this entity are rejected.
    pub rejects: Option<Id>,
    pub uploads: BTreeMap<String, (u64, u64)>,
}

impl ModelServer {
    pub fn new() -> Self {
        ModelServer { epoch: 1, page: 1_000, ..ModelServer::default() }
    }

    pub fn put(&mut self, kind: RecordKind, id: Id, body: Value) {
        let rev = self.records.get(&(kind, id)).map_or(1, |(rev, _)| rev + 1);
        self.records.insert((kind, id), (rev, body));
        self.head += 1;
        self.log.insert((kind, id), (self.head, Some(rev)));
    }

    /// Takes a record out of the feed (R10); the server itself keeps it.
    pub fn revoke(&mut self, kind: RecordKind, id: Id) {
        self.head += 1;
        self.log.insert((kind, id), (self.head, None));
    }

    pub fn body(&self, kind: RecordKind, id: Id) -> Option<&Value> {
        self.records.get(&(kind, id)).map(|(_, body)| body)
    }

    pub fn sync(&mut self, request: &SyncRequest, now: Timestamp) -> SyncResponse {
        let results = request.operations.iter().map_while(|operation| self.push(operation)).collect();
        let epoch = Id::from_u128(self.epoch);
        let cursor = request.cursors.iter().find(|cursor| cursor.feed == tech_feed()).map_or(0, |cursor| cursor.seq);
        let cursor = if request.epoch == Some(epoch) && cursor <= self.head { cursor } else { 0 };
        SyncResponse {
            protocol: PROTOCOL,
            epoch,
            server_time: now,
            last_dev_seq: self.results.len() as u64,
            results,
            feeds: vec![tech_feed()],
            pages: vec![self.pull(cursor)],
            missing_files: Vec::new(),
        }
    }

    fn push(&mut self, operation: &Operation) -> Option<OperationResult> {
        let known = self.results.len() as u64;
        if operation.dev_seq <= known {
            let (kept, result) = &self.results[operation.dev_seq as usize - 1];
            assert_eq!(kept.hash(), operation.hash(), "an operation changed after it was sent");
            return Some(result.clone());
        }
        if operation.dev_seq != known + 1 {
            return None;
        }
        let result = self.take_in(operation);
        self.results.push((operation.clone(), result.clone()));
        Some(result)
    }

    fn take_in(&mut self, operation: &Operation) -> OperationResult {
        let mut result = OperationResult {
            dev_seq: operation.dev_seq,
            op_id: operation.op_id,
            outcome: Outcome::Applied,
            code: None,
            message: None,
            rev: 0,
        };
        let edit = operation.edit().unwrap();
        let Some(kind) = integrate::target(&edit) else { return result };
        let key = (kind, operation.entity);
        let before = self.records.get(&key).cloned();
        match integrate::apply(operation.entity, before.clone().map(|(_, body)| body), &edit) {
            Ok(after) if self.rejects != Some(operation.entity) => {
                if before.as_ref().map(|(_, body)| body) != Some(&after) {
                    self.put(kind, operation.entity, after);
                }
                result.rev = self.records[&key].0;
            }
            _ => {
                result.outcome = Outcome::Rejected;
                result.code = Some("refused".into());
            }
        }
        result
    }

    fn pull(&mut self, from: u64) -> FeedPage {
        let mut behind: Vec<_> = self.log.iter().filter(|(_, (seq, _))| *seq > from).collect();
        behind.sort_by_key(|(_, (seq, _))| *seq);
        let more = behind.len() > self.page;
        behind.truncate(self.page);
        let to = if more { behind.last().unwrap().1.0 } else { self.head };
        let changes = behind
            .into_iter()
            .map(|((kind, id), (seq, live))| {
                let (rev, body) = &self.records[&(*kind, *id)];
                Change { seq: *seq, kind: *kind, id: *id, rev: *rev, body: live.map(|_| Body::from(body)) }
            })
            .collect();
        let digest = (to == self.head).then(|| self.digest());
        FeedPage { feed: tech_feed(), from, to, head: self.head, changes, digest }
    }

    fn digest(&mut self) -> String {
        let mut digest = FeedDigest::default();
        for ((kind, id), (_, live)) in &self.log {
            if let Some(rev) = live {
                digest.toggle(*kind, *id, *rev);
            }
        }
        if self.wrong_digests > 0 {
            self.wrong_digests -= 1;
            digest.toggle(RecordKind::Part, Id::nil(), 1);
        }
        digest.to_hex()
    }

    /// Answers any request of the engine.
    pub fn answer(&mut self, request: &Request, now: Timestamp) -> Answer {
        match request {
            Request::Sync(request) => Answer::Sync(Box::new(self.sync(request, now))),
            Request::FileCreate(file) => {
                self.uploads.insert(file.sha256.clone(), (0, file.bytes));
                Answer::FileCreated { location: format!("/v1/files/{}", file.sha256), offset: 0 }
            }
            Request::FileOffset { location } => Answer::FileOffset { offset: self.uploads[key(location)].0 },
            Request::FilePatch { location, offset, bytes } => {
                let upload = self.uploads.get_mut(key(location)).unwrap();
                assert_eq!(upload.0, *offset);
                upload.0 += bytes.len() as u64;
                Answer::FileOffset { offset: upload.0 }
            }
            Request::Manifest { .. } | Request::Chunk { .. } => panic!("the model server has no snapshots"),
        }
    }
}

fn key(location: &str) -> &str {
    location.rsplit('/').next().unwrap()
}

/// Syncs until the engine has nothing to do now; every wait that is due within a minute is waited for.
pub fn sync_until_quiet(engine: &mut Engine, store: &TabletStore, server: &mut ModelServer, clock: &TestClock) {
    engine.poke(clock.now());
    for _ in 0..1_000 {
        let mut sent = false;
        for lane in [Lane::Data, Lane::Files] {
            if let Step::Send(request) = engine.next_step(lane, store, clock.now()).unwrap() {
                let answer = server.answer(&request, clock.now());
                clock.forward(20);
                engine.on_answer(lane, answer, store, clock.now()).unwrap();
                sent = true;
            }
        }
        if !sent {
            if store.waiting().unwrap().is_none() {
                return;
            }
            clock.forward(60_000);
        }
    }
    panic!("sync did not come to rest");
}
