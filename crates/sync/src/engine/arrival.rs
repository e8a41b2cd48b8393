//! Arrival: an answer is taken in by two steps, so that the next batch may already travel while the last is settled.
//!
//! What was not settled when the app ended is asked for again: the server keeps every result, and cursors move with pages.

use feltbok_domain::ids::Id;
use feltbok_protocol::{feed::Cursor, operation::Operation, sync::SyncResponse};
use jiff::Timestamp;

use super::{Engine, plan::Pushed};
use crate::store::Store;

/// An answer that came and is not wholly taken in.
pub(super) struct Arrival {
    pub response: SyncResponse,
    pub asked: Asked,
    pub now: Timestamp,
    pub stage: Stage,
}

/// How far it was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Heard only: it answers all that was asked, and the next batch was ready to go.
    Heard,
    /// Its results are kept; what it brings is not.
    Answered { epoch_changed: bool, more_to_push: bool },
}

/// What was asked by a sync.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub at: Timestamp,
    pub epoch: Option<Id>,
    pub cursors: Vec<Cursor>,
    pub backlog: u32,
    /// The answer was to bring no pages.
    pub push_only: bool,
    pub operations: Vec<Pushed>,
}

impl Asked {
    /// Whether the answer is what is expected of a server that goes on from where it was: every operation has its own
    /// result, and nothing else was ever pushed under this tablet's name.
    fn is_answered_by(&self, response: &SyncResponse) -> bool {
        let last = self.operations.last().map(|last| last.dev_seq);
        let is_its_own = |(sent, result): (&Pushed, &_)| {
            let result: &feltbok_protocol::operation::OperationResult = result;
            (sent.dev_seq, sent.op_id) == (result.dev_seq, result.op_id)
        };
        self.epoch == Some(response.epoch)
            && last == Some(response.last_dev_seq)
            && self.operations.len() == response.results.len()
            && self.operations.iter().zip(&response.results).all(is_its_own)
    }

    /// Where the feeds stand once this answer's pages are applied.
    fn cursors_after(&self, response: &SyncResponse) -> Vec<Cursor> {
        let after = |cursor: &Cursor| {
            let page = response.pages.iter().find(|page| page.feed == cursor.feed && page.from == cursor.seq);
            Cursor { feed: cursor.feed.clone(), seq: page.map_or(cursor.seq, |page| page.to) }
        };
        self.cursors.iter().map(after).collect()
    }
}

impl Engine {
    /// Hears an answer: what decides about the next request is taken in now, the rest by [`Engine::settle`].
    pub(super) fn hear_sync<S: Store>(
        &mut self,
        store: &S,
        response: SyncResponse,
        asked: Asked,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        self.settle(store)?;
        if self.ahead.is_some() && self.halt.is_none() && asked.is_answered_by(&response) {
            self.network = super::Network::Online;
            self.data.failures = 0;
            self.data.not_before = None;
            self.arrival = Some(Arrival { response, asked, now, stage: Stage::Heard });
            return Ok(());
        }
        // What was numbered ahead waits in the store as sent.
        self.ahead = None;
        let stage = self.take_answers(store, &response, &asked, now)?;
        let has_pushed = !asked.operations.is_empty();
        self.arrival = stage.map(|stage| Arrival { response, asked, now, stage });
        if has_pushed { Ok(()) } else { self.settle(store) }
    }

    /// Takes in what was heard last and waits: the rest of an answer, or a chunk.
    ///
    /// Errors: the store's; what was not taken in is asked for again.
    pub fn settle<S: Store>(&mut self, store: &S) -> Result<(), S::Error> {
        self.apply_held(store)?;
        let Some(Arrival { response, asked, now, stage }) = self.arrival.take() else { return Ok(()) };
        let stage = match stage {
            Stage::Heard => self.take_answers(store, &response, &asked, now)?,
            answered => Some(answered),
        };
        match stage {
            Some(Stage::Answered { epoch_changed, more_to_push }) => {
                self.take_news(store, &response, &asked, epoch_changed, more_to_push, now)
            }
            _ => Ok(()),
        }
    }

    /// Whether everything that was heard is taken in.
    pub fn is_settled(&self) -> bool {
        self.arrival.is_none() && self.unapplied.is_none()
    }

    /// What can be done while a request of the data lane is on its way: settles the last answer, and numbers the batch
    /// that goes next where a long outbox is pushed. Calling it is never needed; it only saves time.
    ///
    /// Errors: the store's; the request under way is then given up.
    pub fn meanwhile<S: Store>(&mut self, store: &S, now: Timestamp) -> Result<(), S::Error> {
        let done = self.settle(store).and_then(|()| self.number_ahead(store, now));
        self.watch_store(super::Lane::Data, now, done)
    }

    fn number_ahead<S: Store>(&mut self, store: &S, now: Timestamp) -> Result<(), S::Error> {
        let Some(last) = self.in_flight.as_ref().and_then(|asked| asked.long_push()) else { return Ok(()) };
        if self.halt.is_some() || self.ahead.is_some() || !self.push.is_steady() {
            return Ok(());
        }
        if let Some(limit) = self.push.limit(now) {
            let operations = store.next_batch(limit, last)?;
            self.ahead = Some(operations).filter(|operations| !operations.is_empty());
        }
        Ok(())
    }

    /// The batch that was numbered ahead, with where the feeds will stand; only while the last answer is merely heard.
    pub(super) fn take_ahead(&mut self) -> Option<(Vec<Operation>, Asked)> {
        let arrival = self.arrival.as_ref().filter(|arrival| arrival.stage == Stage::Heard)?;
        let operations = self.ahead.take()?;
        let sent = u32::try_from(operations.len()).unwrap_or(u32::MAX);
        let asked = Asked {
            at: arrival.now,
            epoch: arrival.asked.epoch,
            cursors: arrival.asked.cursors_after(&arrival.response),
            backlog: arrival.asked.backlog.saturating_sub(sent),
            push_only: false,
            operations: operations.iter().map(Pushed::of).collect(),
        };
        Some((operations, asked))
    }
}
