//! The view: what people see of all this, computed from the engine's state and what the store says waits.

use jiff::Timestamp;

use super::{Engine, Halt, Network, clock_offset::SKEW_SHOWN_MS, plan::InFlight};
use crate::{
    status::{JobLane, LaneState, SyncState, SyncStatus},
    store::{Position, Store, Waiting},
};

impl Engine {
    /// Sync at one look.
    pub fn status<S: Store>(&self, store: &S, now: Timestamp) -> Result<SyncStatus, S::Error> {
        let (position, waiting, attention) = (store.position()?, store.waiting()?, store.attention()?);
        let held_back = self.data.not_before.filter(|at| now < *at);
        Ok(SyncStatus {
            state: self.state(&position, waiting, attention),
            online: self.network == Network::Online,
            waiting,
            attention,
            last_success: self.last_success.or(position.last_success),
            next_try: held_back,
            clock_skew_ms: Some(position.clock_offset_ms).filter(|offset| offset.abs() > SKEW_SHOWN_MS),
        })
    }

    /// Every job with something unsent, unresolved or just received; those on their way are marked so.
    pub fn lanes<S: Store>(&self, store: &S) -> Result<Vec<JobLane>, S::Error> {
        let Some(InFlight::Sync(asked)) = &self.in_flight else { return store.lanes() };
        let is_sending = |job| asked.operations.iter().any(|pushed| pushed.job == Some(job));
        let mut lanes = store.lanes()?;
        for lane in &mut lanes {
            if let LaneState::Waiting { items, bytes } = lane.state
                && is_sending(lane.job)
            {
                lane.state = LaneState::Sending { items, bytes };
            }
        }
        Ok(lanes)
    }

    /// What needs a person goes first, then what goes on, then what is normal.
    fn state(&self, position: &Position, waiting: Waiting, attention: u32) -> SyncState {
        match self.halt {
            Some(Halt::NeedsUpdate) => return SyncState::NeedsUpdate,
            Some(Halt::Revoked) => return SyncState::Revoked,
            Some(Halt::Lost) => return SyncState::Lost,
            Some(Halt::Cloned) => return SyncState::Cloned,
            None if self.store_failed => return SyncState::StoreFailed,
            None if self.server_too_old => return SyncState::ServerTooOld,
            None => {}
        }
        match self.network {
            Network::WrongServer => SyncState::WrongServer,
            Network::Captive => SyncState::Captive,
            Network::Offline => SyncState::Offline,
            Network::Unknown | Network::Online => self.online_state(position, waiting, attention),
        }
    }

    fn online_state(&self, position: &Position, waiting: Waiting, attention: u32) -> SyncState {
        if let Some((done, total)) = filling(position) {
            return SyncState::Filling { done, total };
        }
        if let (Some(InFlight::Sync(asked)), Some((done, total))) = (&self.in_flight, self.push.progress)
            && !asked.operations.is_empty()
        {
            return SyncState::Sending { n: done + 1, total };
        }
        if self.push.is_refused() {
            return SyncState::PushRefused;
        }
        match (attention, waiting.is_none()) {
            (1.., _) => SyncState::Attention { count: attention },
            (0, true) => SyncState::Idle,
            (0, false) => SyncState::Waiting,
        }
    }
}

/// Rows of all fills under way, and of feeds that were never read to their head.
fn filling(position: &Position) -> Option<(u32, u32)> {
    let rows = |seq: u64| u32::try_from(seq).unwrap_or(u32::MAX);
    let (done, total) = position.feeds.iter().fold((0, 0), |(done, total): (u32, u32), feed| match &feed.fill {
        Some(fill) => (done.saturating_add(fill.done_rows), total.saturating_add(fill.total_rows)),
        None if feed.cursor < feed.head && !feed.complete => {
            (done.saturating_add(rows(feed.cursor)), total.saturating_add(rows(feed.head)))
        }
        None => (done, total),
    });
    (total > 0).then_some((done, total))
}
