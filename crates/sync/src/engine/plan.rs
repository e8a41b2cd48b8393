//! Plan: the next request of the data lane. Work to push goes before a fill, a fill before waiting.

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    PROTOCOL,
    feed::{Cursor, FeedId},
    operation::Operation,
    sync::SyncRequest,
};
use jiff::Timestamp;

use super::{Engine, Lane, Step, arrival::Asked, later};
use crate::{
    store::{Position, Store},
    transport::{Answer, Request},
};

/// From so many operations on their results come first, and what they changed with the sync right behind.
const MANY: usize = 50;

/// The request of the data lane that has no answer yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum InFlight {
    Sync(Asked),
    Manifest { feed: FeedId },
    Chunk { feed: FeedId, sha256: String },
}

/// An operation on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pushed {
    pub dev_seq: u64,
    pub op_id: Id,
    pub job: Option<Id>,
}

impl Pushed {
    pub fn of(operation: &Operation) -> Self {
        Pushed { dev_seq: operation.dev_seq, op_id: operation.op_id, job: operation.job }
    }
}

impl InFlight {
    /// The last number of a push behind which more waits.
    pub fn long_push(&self) -> Option<u64> {
        match self {
            InFlight::Sync(asked) if asked.backlog > 0 => asked.operations.last().map(|last| last.dev_seq),
            _ => None,
        }
    }
}

impl Engine {
    pub(super) fn plan_data<S: Store>(&mut self, store: &S, now: Timestamp) -> Result<Step, S::Error> {
        if self.halt.is_some() || self.in_flight.is_some() {
            return Ok(Step::Wait { until: None });
        }
        if self.data.holds_back(now) {
            return Ok(Step::Wait { until: self.data.not_before });
        }
        if let Some((operations, asked)) = self.take_ahead() {
            self.push.begin(operations.len(), asked.backlog.saturating_add(count(&asked.operations)));
            let is_last = asked.backlog == 0 || operations.len() < self.push.operations_max;
            return Ok(self.send_sync(operations, Asked { at: now, ..asked }, is_last));
        }
        if now < self.sync_at
            && let Some(request) = self.plan_chunk_ahead(store)?
        {
            return Ok(Step::Send(request));
        }
        self.settle(store)?;
        if self.halt.is_some() {
            return Ok(Step::Wait { until: None });
        }
        let position = store.position()?;
        // However often there is a poke: after a sync that had nothing to push, a fill has its turn.
        if self.fill.has_turn()
            && let Some(request) = self.plan_fill(store, &position)?
        {
            return Ok(Step::Send(request));
        }
        if now >= self.sync_at {
            return self.plan_sync(store, &position, now);
        }
        if let Some(request) = self.plan_fill(store, &position)? {
            return Ok(Step::Send(request));
        }
        // A fill that has just ended makes the next sync due, from where it ended.
        if now >= self.sync_at {
            return self.plan_sync(store, &store.position()?, now);
        }
        Ok(Step::Wait { until: Some(self.sync_at) })
    }

    fn plan_sync<S: Store>(&mut self, store: &S, position: &Position, now: Timestamp) -> Result<Step, S::Error> {
        let waiting = store.waiting()?;
        let operations = match self.push.limit(now) {
            Some(limit) if waiting.operations > 0 => store.next_batch(limit, 0)?,
            _ => Vec::new(),
        };
        self.push.begin(operations.len(), waiting.operations);
        let asked = Asked {
            at: now,
            epoch: position.epoch,
            cursors: self.cursors(position),
            backlog: (waiting.operations + waiting.files).saturating_sub(count(&operations)),
            push_only: false,
            operations: operations.iter().map(Pushed::of).collect(),
        };
        let is_last = count(&operations) == waiting.operations || operations.is_empty();
        Ok(self.send_sync(operations, asked, is_last))
    }

    fn send_sync(&mut self, operations: Vec<Operation>, mut asked: Asked, is_last: bool) -> Step {
        // What many edits changed is a long answer, and it would hold up the word that they are received.
        asked.push_only = (!is_last || operations.len() >= MANY) && self.push.may_leave_pages();
        let request = SyncRequest {
            protocol: PROTOCOL,
            app_version: self.settings.app_version.clone(),
            epoch: asked.epoch,
            device_time: asked.at,
            cursors: asked.cursors.clone(),
            operations,
            backlog: asked.backlog,
            push_only: asked.push_only,
        };
        // Whatever becomes of this one, the next is not due before its turn.
        self.sync_at = later(asked.at, self.settings.busy_every);
        self.in_flight = Some(InFlight::Sync(asked));
        Step::Send(Request::Sync(Box::new(request)))
    }

    /// Where each feed stands. One that comes as a snapshot asks for nothing here.
    fn cursors(&self, position: &Position) -> Vec<Cursor> {
        let seq = |feed: &crate::store::FeedState| match &feed.fill {
            Some(fill) => feed.head.max(fill.seq),
            None if self.fill.wants(&feed.feed) => feed.head,
            None => feed.cursor,
        };
        position.feeds.iter().map(|feed| Cursor { feed: feed.feed.clone(), seq: seq(feed) }).collect()
    }

    pub(super) fn take_data<S: Store>(&mut self, answer: Answer, store: &S, now: Timestamp) -> Result<(), S::Error> {
        let Some(asked) = self.in_flight.take() else {
            tracing::debug!("an answer that nobody waits for was dropped");
            return Ok(());
        };
        match (asked, answer) {
            (InFlight::Sync(asked), Answer::Sync(response)) => self.hear_sync(store, *response, asked, now),
            (InFlight::Manifest { feed }, Answer::Manifest(manifest)) => {
                self.take_manifest(store, &feed, &manifest, now)
            }
            (InFlight::Chunk { feed, sha256 }, Answer::Chunk(rows)) => self.take_chunk(store, feed, sha256, rows),
            (asked, Answer::Failed(failure)) => {
                self.ahead = None;
                self.data_failed(store, &asked, failure, now)
            }
            (asked, _) => {
                self.ahead = None;
                tracing::warn!(asked = ?asked, "the answer does not belong to its request");
                self.back_off(Lane::Data, now, None);
                Ok(())
            }
        }
    }
}

fn count<T>(some: &[T]) -> u32 {
    u32::try_from(some.len()).unwrap_or(u32::MAX)
}
