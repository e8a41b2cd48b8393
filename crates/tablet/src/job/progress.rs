//! How far a visit has come.

use feltbok_domain::{entitlement::ConsentState, model::Visit};
use jiff::Timestamp;

use super::Dossier;
use crate::{
    money::{Stage, quote_view},
    views::VisitProgress,
};

/// The visit under way, else the last one.
pub fn visit_progress(dossier: &Dossier, now: Timestamp) -> Option<VisitProgress> {
    let visit = dossier.visit()?;
    let running = visit.times.iter().find(|entry| entry.until.is_none());
    Some(VisitProgress {
        visit_id: visit.id,
        started_at: visit.started_at,
        finished_at: visit.finished_at,
        running_since: running.map(|entry| entry.from),
        running_kind: running.map(|entry| entry.kind),
        machine_confirmed: visit.equipment_id.is_some(),
        diagnosed: visit.diagnosis.attribution.is_some(),
        parts: count(visit.parts.len()),
        readings: count(visit.readings.len()),
        checklist_answered: count(answered(visit)),
        checklist_items: dossier.checklist.as_ref().map_or(0, |template| count(template.items.len())),
        photos: count(visit.photos.len()),
        consent: quote_view(dossier, Stage::Done, now).map_or(ConsentState::NotNeeded, |quote| quote.consent),
        outcome: visit.close_out.outcome,
        machine_state: visit.close_out.machine_state,
        work_order: visit.work_orders.last().map(|sealed| sealed.number.clone()),
    })
}

fn answered(visit: &Visit) -> usize {
    let answers = visit.checklist.iter().flat_map(|result| &result.answers);
    answers.filter(|answer| answer.ok.is_some()).count()
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
