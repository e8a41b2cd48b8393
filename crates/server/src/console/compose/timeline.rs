//! The job's timeline from its history, the audit log and what the tablets sent.

use feltbok_domain::{
    job_life::JobStatus,
    model::{Job, ScheduledSlot, Visit},
};
use feltbok_server_store::api::TimelineEntry as Stored;
use serde::Deserialize;

use crate::console::views::{
    job_detail::{TimelineEntry, TimelineEvent},
    job_row::Slot,
};

/// Newest first, registration at the end.
pub fn timeline(job: &Job, visits: &[Visit], stored: Vec<Stored>) -> Vec<TimelineEntry> {
    let mut entries: Vec<TimelineEntry> = stored.into_iter().filter_map(entry).collect();
    if !entries.iter().any(|entry| entry.event == TimelineEvent::Registered) {
        entries.push(TimelineEntry { at: job.registered_at, by: String::new(), event: TimelineEvent::Registered });
    }
    for order in visits.iter().flat_map(|visit| &visit.work_orders) {
        let event = TimelineEvent::WorkOrder { number: order.number.clone(), revision: order.revision };
        entries.push(TimelineEntry { at: order.sealed_at, by: String::new(), event });
    }
    // Stable: what happened in one moment stays in the order it was stored in.
    entries.sort_by_key(|entry| entry.at);
    entries.reverse();
    entries
}

fn entry(stored: Stored) -> Option<TimelineEntry> {
    Some(match stored {
        Stored::Status(change) => {
            // Assigning and taking back have an entry of their own that says more.
            if change.to == JobStatus::Dispatched {
                return None;
            }
            let event = TimelineEvent::Status { from: change.from, to: change.to, reason: change.reason };
            TimelineEntry { at: change.at, by: change.by_name, event }
        }
        Stored::Action { at, by_name, action, detail } => {
            TimelineEntry { at, by: by_name, event: action_event(&action, detail)? }
        }
        Stored::Received { received_at, operations, tablet_code, .. } => TimelineEntry {
            at: received_at,
            by: String::new(),
            event: TimelineEvent::Received { tablet: tablet_code, operations },
        },
        Stored::Notice(notice) => {
            TimelineEntry { at: notice.at, by: notice.by_name, event: TimelineEvent::Notice { code: notice.code } }
        }
    })
}

/// What the audit log keeps beside an action.
#[derive(Deserialize, Default)]
struct Detail {
    technician: Option<String>,
    slot: Option<ScheduledSlot>,
    reason: Option<String>,
}

fn action_event(action: &str, detail: serde_json::Value) -> Option<TimelineEvent> {
    let Detail { technician, slot, reason } = serde_json::from_value(detail).unwrap_or_default();
    Some(match action {
        "job.registered" => TimelineEvent::Registered,
        "job.assigned" => TimelineEvent::Assigned {
            technician: technician.unwrap_or_default(),
            slot: slot.map(|slot| Slot { start: slot.start, minutes: slot.minutes }),
            reason,
        },
        "job.unassigned" => TimelineEvent::Unassigned { reason },
        "job.block_overridden" => TimelineEvent::BlockOverridden { reason: reason.unwrap_or_default() },
        other => TimelineEvent::Action { action: other.replace('.', " ") },
    })
}
