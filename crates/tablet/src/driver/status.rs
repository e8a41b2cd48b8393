//! The engine's state in the words of the sync chip, and the events that tell it.

use std::sync::{PoisonError, atomic::Ordering};

use feltbok_domain::ids::Id;
use feltbok_sync::{JobLane, LaneState, Position, Store, SyncState};

use super::Shared;
use crate::{
    error::Result,
    events::TabletEvent,
    views::{FillStage, JobSync, LinkState, SyncStatus, SyncTrouble},
};

impl Shared {
    pub(super) fn status(&self) -> Result<SyncStatus> {
        let status = self.engine().status(&*self.store, self.clock.now())?;
        let (link, trouble) = link(status.state, status.online);
        Ok(SyncStatus {
            link,
            waiting_items: status.waiting.operations + status.waiting.files,
            waiting_bytes: status.waiting.bytes,
            attention: status.attention,
            last_contact: status.last_success,
            next_try_at: status.next_try,
            trouble,
            clock_skew_minutes: status.clock_skew_ms.map(|ms| i32::try_from(ms / 60_000).unwrap_or(i32::MAX)),
        })
    }

    /// Tells the chip's state if it is another than was told last.
    pub(super) fn tell_status(&self) {
        // One after the other: who looked earlier must not tell it later.
        let mut last = self.last_status.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(status) = self.status() else { return };
        if last.as_ref() != Some(&status) {
            *last = Some(status.clone());
            let _ = self.events.send(TabletEvent::SyncStatus(status));
        }
    }
}

pub(super) fn is_offline(shared: &Shared) -> bool {
    shared.status().is_ok_and(|status| status.link == LinkState::Offline)
}

/// Tells that the fill has come further, and once that it is done.
pub(super) fn tell_fill(shared: &Shared) {
    let Ok(position) = shared.store.position() else { return };
    let counts = FillCounts::of(&position);
    let was_done = shared.filled.swap(counts.is_done, Ordering::Relaxed);
    if counts.is_done && was_done {
        return;
    }
    let _ = shared.events.send(TabletEvent::Fill(counts.stage()));
}

/// Rows of all feeds, by what is here and what there is.
pub(crate) struct FillCounts {
    pub rows: u32,
    total: u32,
    is_done: bool,
}

impl FillCounts {
    pub fn of(position: &Position) -> Self {
        let (mut rows, mut total) = (0_u32, 0_u32);
        for feed in &position.feeds {
            let (done, of) = match &feed.fill {
                Some(fill) => (fill.done_rows, fill.total_rows),
                None => (saturating(feed.cursor), saturating(feed.head)),
            };
            rows = rows.saturating_add(done);
            total = total.saturating_add(of);
        }
        let is_done =
            !position.feeds.is_empty() && position.feeds.iter().all(|feed| feed.complete && feed.fill.is_none());
        FillCounts { rows, total, is_done }
    }

    /// `None` while it is not known how much there is.
    pub fn total(&self) -> Option<u32> {
        (self.total > 0).then_some(self.total)
    }

    pub fn stage(&self) -> FillStage {
        match (self.is_done, self.total) {
            (true, _) => FillStage::Done,
            (false, 0) => FillStage::Waiting,
            (false, _) => FillStage::Fetching,
        }
    }
}

fn saturating(seq: u64) -> u32 {
    u32::try_from(seq).unwrap_or(u32::MAX)
}

fn link(state: SyncState, online: bool) -> (LinkState, Option<SyncTrouble>) {
    use SyncTrouble as T;
    match state {
        SyncState::Offline => (LinkState::Offline, None),
        SyncState::Captive => (LinkState::Offline, Some(T::Captive)),
        SyncState::WrongServer => (LinkState::Offline, Some(T::WrongServer)),
        SyncState::Revoked => (LinkState::Stopped, Some(T::Revoked)),
        SyncState::Lost => (LinkState::Stopped, Some(T::Lost)),
        SyncState::Cloned => (LinkState::Stopped, Some(T::Cloned)),
        SyncState::NeedsUpdate => (LinkState::Stopped, Some(T::NeedsUpdate)),
        SyncState::ServerTooOld => (LinkState::Stopped, Some(T::ServerTooOld)),
        SyncState::StoreFailed => (LinkState::Stopped, Some(T::StoreFailed)),
        SyncState::PushRefused => (LinkState::Online, Some(T::PushRefused)),
        SyncState::Filling { .. } | SyncState::Sending { .. } => (LinkState::Syncing, None),
        SyncState::Idle | SyncState::Waiting | SyncState::Attention { .. } => {
            (if online { LinkState::Online } else { LinkState::Unknown }, None)
        }
    }
}

/// One job's way to the office: its lane, and whether the network is there at all.
pub(crate) fn job_sync(lanes: &[JobLane], job: Id, offline: bool) -> JobSync {
    let Some(lane) = lanes.iter().find(|lane| lane.job == job) else { return JobSync::Untouched };
    match lane.state {
        LaneState::Waiting { items, bytes } if offline => JobSync::Waiting { items, bytes },
        LaneState::Waiting { items, bytes } => JobSync::Saved { items, bytes },
        LaneState::Sending { items, .. } => JobSync::Sending { sent: 0, items },
        LaneState::Received => JobSync::Received,
        LaneState::NeedsAttention { count } => JobSync::NeedsAttention { items: count },
    }
}
