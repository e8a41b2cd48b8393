//! One job as a card: what it is, what it needs next, how its target stands.

use feltbok_domain::{
    job_life::{BlockEffect, JobStatus, block_effect},
    model::Equipment,
};
use jiff::Timestamp;

use crate::{
    job::{Dossier, target_state},
    views::{BlockWarning, JobCard, MachineLine, NextAction, Readiness},
};

pub fn card(dossier: &Dossier, readiness: Readiness, now: Timestamp) -> JobCard {
    let job = &dossier.job;
    let site = dossier.site.as_ref();
    let block = block(dossier);
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    JobCard {
        job_id: job.id,
        number: job.number.clone(),
        work_type: job.work_type,
        priority: job.priority,
        status: job.status,
        customer: text(dossier.customer.as_ref().map(|customer| &customer.name)),
        site: text(site.map(|site| &site.name)),
        street: text(site.map(|site| &site.street)),
        city: text(site.map(|site| &site.city)),
        time_zone: dossier.zone_name(),
        machine: dossier.equipment.as_ref().map(machine_line),
        symptom: job.reported_symptom.clone(),
        slot_start: job.slot.map(|slot| slot.start),
        slot_minutes: job.slot.map(|slot| slot.minutes),
        target: target_state(dossier, now),
        next: next_action(dossier, block.as_ref()),
        block,
        readiness,
        sync: dossier.sync.clone(),
        remote: dossier.is_remote(),
    }
}

pub fn machine_line(machine: &Equipment) -> MachineLine {
    MachineLine {
        equipment_id: machine.id,
        si: machine.si.to_string(),
        make: machine.make.clone(),
        model: machine.model.clone(),
        place: machine.place.clone(),
        confirmed: machine.confirmed,
    }
}

/// R6: before the work a block stops, after it has begun it warns.
fn block(dossier: &Dossier) -> Option<BlockWarning> {
    let job = &dossier.job;
    let reason = job.block_reason.clone()?;
    let effect = block_effect(job.status, job.block_override.as_deref());
    Some(BlockWarning { reason, stops: effect == BlockEffect::Stops, override_reason: job.block_override.clone() })
}

fn next_action(dossier: &Dossier, block: Option<&BlockWarning>) -> NextAction {
    use JobStatus as S;
    let is_blocked = block.is_some_and(|block| block.stops);
    let has_document = dossier.visits.iter().any(|visit| !visit.work_orders.is_empty());
    let has_open_visit = dossier.open_visit().is_some();
    match dossier.job.status {
        S::Blocked => NextAction::Blocked,
        S::Dispatched | S::Accepted if is_blocked => NextAction::Blocked,
        S::Dispatched => NextAction::Accept,
        S::Accepted if dossier.is_remote() => NextAction::Arrive,
        S::Accepted => NextAction::Drive,
        S::Travelling => NextAction::Arrive,
        S::OnSite => NextAction::Finish,
        S::WaitingCustomer | S::NoAccess if has_open_visit => NextAction::Resume,
        S::NoAccess => NextAction::Drive,
        _ if has_document => NextAction::Document,
        _ => NextAction::Nothing,
    }
}
