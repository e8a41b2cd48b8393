//! A visit as the claim that entitlement is decided on.

use feltbok_domain::{
    entitlement::{AgreementClaimed, Attribution, Claim, Lot, Rates, Verdict, decide, inactivity},
    model::{TimeEntry, TimeKind, Visit},
    work_type::WorkType,
};
use jiff::Timestamp;

use crate::job::Dossier;

/// Labour that a quote foresees at least, before the work is done.
const FORESEEN_MINUTES: u32 = 60;
/// Travel that a verdict in advance foresees.
const FORESEEN_TRAVEL_MINUTES: u32 = 30;

/// Whether a claim is about what was done, or about what is about to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What the work order bills: the minutes as recorded.
    Done,
    /// What the customer is asked for before the work.
    Foreseen,
}

/// What the visit would be attributed to if nobody says otherwise.
pub fn usual_attribution(work_type: WorkType) -> Attribution {
    use WorkType as W;
    match work_type {
        W::BreakdownRepair | W::FollowUp | W::SendInRepair | W::WarrantyExchange | W::RemoteAssistance => {
            Attribution::EquipmentFault
        }
        _ => Attribution::PlannedWork,
    }
}

/// The verdict on the visit under the attribution; `None` before the company's rates are on the tablet.
pub fn verdict(dossier: &Dossier, attribution: Attribution, stage: Stage, now: Timestamp) -> Option<Verdict> {
    let mut claim = bare_claim(dossier, attribution)?;
    if let Some(visit) = dossier.visit() {
        claim.labour_minutes = minutes(visit, TimeKind::Work, now);
        claim.travel_minutes = minutes(visit, TimeKind::Travel, now);
        claim.parts = visit.parts.iter().map(Into::into).collect();
    }
    let recorded: u32 = claim.labour_minutes.iter().fold(0, |sum, minutes| sum.saturating_add(*minutes));
    if stage == Stage::Foreseen && recorded < FORESEEN_MINUTES {
        claim.labour_minutes = vec![FORESEEN_MINUTES];
    }
    Some(decide(&claim))
}

/// The verdict before anything was recorded: an hour of the job's usual work.
pub fn verdict_in_advance(dossier: &Dossier) -> Option<Verdict> {
    let mut claim = bare_claim(dossier, usual_attribution(dossier.job.work_type))?;
    claim.labour_minutes = vec![FORESEEN_MINUTES];
    if !claim.remote {
        claim.travel_minutes = vec![FORESEEN_TRAVEL_MINUTES];
    }
    Some(decide(&claim))
}

/// The rates of the job: its agreement's while that is active, else the company's ad-hoc ones.
pub fn rates(dossier: &Dossier) -> Option<Rates> {
    let ad_hoc = &dossier.company.as_ref()?.ad_hoc_rates;
    let registered_on = dossier.local_date(dossier.job.registered_at);
    let active = dossier.agreement.as_ref().filter(|agreement| {
        inactivity(&AgreementClaimed::of(agreement, dossier.equipment_id()), registered_on).is_none()
    });
    Some(active.map_or_else(|| ad_hoc.clone(), |agreement| agreement.terms.rates_or(ad_hoc)))
}

/// Whole minutes of an entry, up to now while it runs.
pub fn entry_minutes(entry: &TimeEntry, now: Timestamp) -> u32 {
    let span = entry.until.unwrap_or(now).duration_since(entry.from);
    u32::try_from(span.as_mins()).unwrap_or(0)
}

fn minutes(visit: &Visit, kind: TimeKind, now: Timestamp) -> Vec<u32> {
    visit.times.iter().filter(|entry| entry.kind == kind).map(|entry| entry_minutes(entry, now)).collect()
}

fn bare_claim(dossier: &Dossier, attribution: Attribution) -> Option<Claim> {
    let agreement = dossier.agreement.as_ref();
    let machine = dossier.equipment.as_ref();
    Some(Claim {
        registered_on: dossier.local_date(dossier.job.registered_at),
        work_type: dossier.job.work_type,
        attribution,
        remote: dossier.is_remote(),
        factory_warranty_until: machine.and_then(|machine| machine.factory_warranty_until),
        agreement: agreement.map(|agreement| AgreementClaimed::of(agreement, dossier.equipment_id())),
        prepaid_lots: agreement.map(Lot::all_of).unwrap_or_default(),
        labour_minutes: Vec::new(),
        travel_minutes: Vec::new(),
        parts: Vec::new(),
        rates: rates(dossier)?,
    })
}
