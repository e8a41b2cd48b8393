//! Push: how much goes in one batch, and what the results change.

use feltbok_protocol::{PUSH_BYTES_MAX, operation::OperationResult, wire_error::WireError};
use jiff::{SignedDuration, Timestamp};

use super::{Engine, Halt, later, plan::Pushed};
use crate::store::{BatchLimit, Resend, Store};

/// How long a refused push rests while pulling goes on.
const REFUSED_WAIT: SignedDuration = SignedDuration::from_mins(5);

/// After so many pushes in a row without pages, what the office did meanwhile comes with the next answer.
const WITHOUT_PAGES_MAX: u32 = 8;

/// The push side of the engine.
#[derive(Debug, Default)]
pub(super) struct Push {
    pub operations_max: usize,
    /// Pushes in a row whose answer brought no pages.
    without_pages: u32,
    /// How often the batch was halved.
    halvings: u32,
    /// Halvings that a server with smaller limits than ours asks for; they are not taken back.
    halvings_least: u32,
    /// The server cannot read even one operation alone: pulling goes on, pushing rests until then.
    refused: Option<(WireError, Timestamp)>,
    /// The next sync only asks where the server stands.
    ask_first: bool,
    /// Operations taken in since the outbox was last empty, and how many there are with those waiting.
    pub progress: Option<(u32, u32)>,
}

impl Push {
    pub fn new(operations_max: usize) -> Self {
        Push { operations_max, ..Push::default() }
    }

    /// Nothing went wrong lately, so that one batch may follow the other without a look.
    pub fn is_steady(&self) -> bool {
        self.halvings == self.halvings_least && self.refused.is_none() && !self.ask_first
    }

    /// How much may go now; `None` pushes nothing.
    pub fn limit(&mut self, now: Timestamp) -> Option<BatchLimit> {
        if std::mem::take(&mut self.ask_first) || self.refused.as_ref().is_some_and(|(_, until)| now < *until) {
            return None;
        }
        let halve = |most: usize| (most >> self.halvings.min(20)).max(1);
        Some(BatchLimit { operations: halve(self.operations_max), bytes: halve(PUSH_BYTES_MAX) })
    }

    /// Whether the answer to a push that another one follows may do without pages: not for ever.
    pub fn may_leave_pages(&mut self) -> bool {
        self.without_pages = (self.without_pages + 1) % (WITHOUT_PAGES_MAX + 1);
        self.without_pages > 0
    }

    /// The batch did not get through as it was: a smaller one may.
    pub fn halve(&mut self) {
        self.halvings = (self.halvings + 1).min(8);
    }

    /// The server takes no batch of this size: it may be of the version before.
    pub fn stay_below(&mut self) {
        self.halve();
        self.halvings_least = self.halvings;
    }

    /// Asks where the server stands before anything is pushed again.
    pub fn ask_first(&mut self) {
        self.ask_first = true;
    }

    pub fn refuse(&mut self, error: WireError, now: Timestamp) {
        tracing::error!(code = %error.code, "the server cannot read an operation of this tablet");
        self.refused = Some((error, later(now, REFUSED_WAIT)));
    }

    pub fn is_refused(&self) -> bool {
        self.refused.is_some()
    }

    pub fn begin(&mut self, batch: usize, waiting: u32) {
        if batch > 0 {
            let done = self.progress.map_or(0, |(done, _)| done);
            self.progress = Some((done, done + waiting));
        }
    }

    fn succeeded(&mut self, results: usize, still_waiting: u32) {
        self.halvings = self.halvings.saturating_sub(1).max(self.halvings_least);
        self.refused = None;
        let done = self.progress.map_or(0, |(done, _)| done) + u32::try_from(results).unwrap_or(u32::MAX);
        self.progress = (still_waiting > 0).then_some((done, done + still_waiting));
    }
}

impl Engine {
    /// Takes the results of a push in; true when more can be pushed at once.
    pub(super) fn take_results<S: Store>(
        &mut self,
        store: &S,
        results: &[OperationResult],
        last_dev_seq: u64,
        pushed: &[Pushed],
        now: Timestamp,
    ) -> Result<bool, S::Error> {
        if results.iter().any(|result| is_of_another_tablet(result, pushed)) {
            self.stop(Halt::Cloned);
            return Ok(false);
        }
        store.take_results(results, now)?;
        let position = store.position()?;
        if last_dev_seq > position.sent {
            self.stop(Halt::Cloned);
            return Ok(false);
        }
        if last_dev_seq < position.acknowledged {
            return self.push_again(store, last_dev_seq);
        }
        let waiting = store.waiting()?.operations;
        if !results.is_empty() {
            self.push.succeeded(results.len(), waiting);
        } else if waiting == 0 {
            self.push.progress = None;
        }
        Ok(waiting > 0 && !results.is_empty())
    }

    /// The server knows less than it once acknowledged: what is kept of it goes again.
    fn push_again<S: Store>(&mut self, store: &S, last_dev_seq: u64) -> Result<bool, S::Error> {
        match store.push_again_after(last_dev_seq)? {
            Resend::Ready(count) => {
                tracing::warn!(count, last_dev_seq, "the server was restored: acknowledged work is pushed again");
                Ok(true)
            }
            Resend::Gap => {
                self.stop(Halt::Cloned);
                Ok(false)
            }
        }
    }
}

/// The server has another operation under this number than the one that was sent.
fn is_of_another_tablet(result: &OperationResult, pushed: &[Pushed]) -> bool {
    pushed.iter().any(|sent| sent.dev_seq == result.dev_seq && sent.op_id != result.op_id)
}
