//! The engine's state in the words of the sync chip, and the events that tell it.

use std::sync::PoisonError;

use feltbok_domain::ids::Id;
use feltbok_sync::{JobLane, LaneState, Store, SyncState};

use super::Shared;
use crate::{
    error::Result,
    events::TabletEvent,
    views::{FillProgress, FillStage, JobSync, LinkState, SyncStatus, SyncTrouble},
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
        let Ok(status) = self.status() else { return };
        let mut last = self.last_status.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref() != Some(&status) {
            *last = Some(status.clone());
            let _ = self.events.send(TabletEvent::SyncStatus(status));
        }
    }
}

pub(super) fn is_offline(shared: &Shared) -> bool {
    shared.status().is_ok_and(|status| status.link == LinkState::Offline)
}

/// Tells how far the fill has come, while there is one.
pub(super) fn tell_fill(shared: &Shared) {
    let Ok(position) = shared.store.position() else { return };
    let fills: Vec<_> = position.feeds.iter().filter_map(|feed| feed.fill.as_ref()).collect();
    if fills.is_empty() {
        return;
    }
    let rows = fills.iter().map(|fill| fill.done_rows).sum();
    let total = fills.iter().map(|fill| fill.total_rows).sum();
    let _ = shared.events.send(TabletEvent::Fill(FillProgress {
        stage: FillStage::Fetching,
        rows,
        rows_total: Some(total),
        seconds_left: None,
        ready_jobs: 0,
        open_jobs: 0,
    }));
}

fn link(state: SyncState, online: bool) -> (LinkState, Option<SyncTrouble>) {
    use SyncTrouble as T;
    match state {
        SyncState::Offline => (LinkState::Offline, None),
        SyncState::Captive => (LinkState::Offline, Some(T::Captive)),
        SyncState::WrongServer => (LinkState::Offline, Some(T::WrongServer)),
        SyncState::Revoked => (LinkState::Stopped, Some(T::Revoked)),
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
