//! Digest check: a feed whose digest differs at its head is fetched again; the outbox stays as it is.

use std::collections::BTreeMap;

use feltbok_protocol::feed::FeedId;
use jiff::{SignedDuration, Timestamp};

use super::{Engine, later};
use crate::{backoff, store::Store};

/// Refetches per feed since its digest last agreed, and when the next is allowed.
#[derive(Debug, Default)]
pub(super) struct Refetches(BTreeMap<FeedId, (u32, Timestamp)>);

impl Refetches {
    pub fn agree(&mut self, feed: &FeedId) {
        self.0.remove(feed);
    }

    /// Whether a refetch may start now: the first at once, later ones ever more rarely, so that a fault on either side
    /// does not make the tablet fetch without end.
    fn may_start(&mut self, feed: &FeedId, now: Timestamp) -> bool {
        let (count, not_before) = self.0.get(feed).copied().unwrap_or((0, Timestamp::MIN));
        if now < not_before {
            return false;
        }
        let wait = SignedDuration::try_from(backoff::ceiling(count + 6)).unwrap_or(SignedDuration::ZERO);
        self.0.insert(feed.clone(), (count + 1, later(now, wait)));
        true
    }
}

impl Engine {
    /// Starts a feed again; true when it is to be pulled at once.
    pub(super) fn refetch<S: Store>(&mut self, store: &S, feed: &FeedId, now: Timestamp) -> Result<bool, S::Error> {
        if !self.digest.may_start(feed, now) {
            return Ok(false);
        }
        tracing::warn!(feed = %feed, "the feed's digest differs: it is fetched again");
        store.reset_feed(feed)?;
        Ok(true)
    }
}
