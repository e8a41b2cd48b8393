//! The times with their sums, and what rounding makes of them.

use feltbok_domain::{entitlement::round_up_to_step, ids::Id, model::TimeKind};
use jiff::Timestamp;

use crate::{
    error::Result,
    job::Dossier,
    money::{entry_minutes, rates},
    tablet::{Open, Tablet},
    views::{TimeLine, TimeTotal, TimesView},
};

/// The increment where no rates are known.
const STEP_MINUTES: u32 = 15;

impl Tablet {
    /// The entries of the visit, oldest first.
    pub fn times(&self, job_id: Id) -> Result<TimesView> {
        self.open()?.times_view(job_id, self.now())
    }
}

impl Open {
    pub(super) fn times_view(&self, job_id: Id, now: Timestamp) -> Result<TimesView> {
        let dossier = self.dossier(job_id)?;
        let step_minutes = rates(&dossier).map_or(STEP_MINUTES, |rates| rates.step_minutes);
        let entries = lines(&dossier, now);
        let total = |kind| {
            let minutes =
                entries.iter().filter(|entry| entry.kind == kind).fold(0_u32, |sum, entry| sum + entry.minutes);
            TimeTotal { kind, minutes, rounded_minutes: round_up_to_step(minutes, step_minutes) }
        };
        let totals = [TimeKind::Travel, TimeKind::Work, TimeKind::Waiting].map(total).to_vec();
        Ok(TimesView { entries, totals, step_minutes, time_zone: dossier.zone_name() })
    }
}

fn lines(dossier: &Dossier, now: Timestamp) -> Vec<TimeLine> {
    let mut lines: Vec<TimeLine> = dossier
        .visit()
        .into_iter()
        .flat_map(|visit| &visit.times)
        .map(|entry| TimeLine {
            id: entry.id,
            kind: entry.kind,
            from: entry.from,
            until: entry.until,
            minutes: entry_minutes(entry, now),
            edit_reason: entry.edit_reason.clone(),
        })
        .collect();
    lines.sort_by_key(|line| line.from);
    lines
}
