//! Plan: the next request of the data lane. Work to push goes before a fill, a fill before waiting.

use feltbok_domain::ids::Id;
use feltbok_protocol::{
    PROTOCOL,
    feed::{Cursor, FeedId},
    sync::SyncRequest,
};
use jiff::Timestamp;

use super::{Engine, Lane, Step, later};
use crate::{
    store::{Position, Store},
    transport::{Answer, Request},
};

/// The request of the data lane that has no answer yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum InFlight {
    Sync { at: Timestamp, operations: Vec<Pushed> },
    Manifest { feed: FeedId },
    Chunk { feed: FeedId, sha256: String, rows: u32 },
}

/// An operation on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pushed {
    pub dev_seq: u64,
    pub op_id: Id,
    pub job: Option<Id>,
}

impl Engine {
    pub(super) fn plan_data<S: Store>(&mut self, store: &S, now: Timestamp) -> Result<Step, S::Error> {
        if self.halt.is_some() || self.in_flight.is_some() {
            return Ok(Step::Wait { until: None });
        }
        if self.data.holds_back(now) {
            return Ok(Step::Wait { until: self.data.not_before });
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
            Some(limit) if waiting.operations > 0 => store.next_batch(limit)?,
            _ => Vec::new(),
        };
        self.push.begin(operations.len(), waiting.operations);
        let backlog =
            (waiting.operations + waiting.files).saturating_sub(u32::try_from(operations.len()).unwrap_or(u32::MAX));
        let pushed = operations.iter().map(|op| Pushed { dev_seq: op.dev_seq, op_id: op.op_id, job: op.job }).collect();
        self.in_flight = Some(InFlight::Sync { at: now, operations: pushed });
        // Whatever becomes of this one, the next is not due before its turn.
        self.sync_at = later(now, self.settings.busy_every);
        Ok(Step::Send(Request::Sync(Box::new(SyncRequest {
            protocol: PROTOCOL,
            app_version: self.settings.app_version.clone(),
            epoch: position.epoch,
            device_time: now,
            cursors: self.cursors(position),
            operations,
            backlog,
        }))))
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
            (InFlight::Sync { at, operations }, Answer::Sync(response)) => {
                self.take_sync(store, *response, at, &operations, now)
            }
            (InFlight::Manifest { feed }, Answer::Manifest(manifest)) => {
                self.take_manifest(store, &feed, &manifest, now)
            }
            (InFlight::Chunk { feed, sha256, rows }, Answer::Chunk(bytes)) => {
                self.take_chunk(store, &feed, &sha256, rows, &bytes, now)
            }
            (asked, Answer::Failed(failure)) => self.data_failed(store, &asked, failure, now),
            (asked, _) => {
                tracing::warn!(asked = ?asked, "the answer does not belong to its request");
                self.back_off(Lane::Data, now, None);
                Ok(())
            }
        }
    }
}
