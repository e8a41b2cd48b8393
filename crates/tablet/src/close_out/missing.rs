//! What a visit still lacks, each with the screen that mends it.

use feltbok_domain::{
    entitlement::ConsentState,
    job_life::{OutcomeGap, what_is_missing},
    model::{Outcome, Visit},
    work_type::WorkType,
};
use jiff::Timestamp;

use crate::{
    job::Dossier,
    money::{Stage, quote_view},
    views::{Missing, MissingItem, VisitScreen},
};

/// Everything that is missing, in the order of the visit; what is `required` stops signing.
pub fn missing(dossier: &Dossier, visit: &Visit, now: Timestamp) -> Vec<Missing> {
    let mut list = Vec::new();
    let mut add = |what, link, required| list.push(Missing { what, link, required, key: None, entry_id: None });
    if visit.equipment_id.is_none() && dossier.job.equipment_id.is_some() {
        add(MissingItem::Machine, VisitScreen::Scan, !dossier.is_remote());
    }
    let found = &visit.diagnosis;
    let is_repair = is_repair(dossier.job.work_type);
    let is_fixed = visit.close_out.outcome == Some(Outcome::Fixed);
    if found.symptom.is_none() && is_repair {
        add(MissingItem::Symptom, VisitScreen::Diagnosis, false);
    }
    if found.cause.is_none() && is_repair {
        add(MissingItem::Cause, VisitScreen::Diagnosis, is_fixed);
    }
    if found.remedy.is_none() && is_repair {
        add(MissingItem::Remedy, VisitScreen::Diagnosis, is_fixed);
    }
    if found.attribution.is_none() {
        add(MissingItem::Attribution, VisitScreen::Diagnosis, true);
    }
    readings(dossier, visit, &mut list);
    checklist(dossier, visit, &mut list);
    let consent = quote_view(dossier, Stage::Done, now).map(|quote| quote.consent);
    if matches!(consent, Some(ConsentState::NoConsent | ConsentState::Exceeded)) {
        // The work is recorded all the same, marked as without consent; dispatch is told.
        list.push(entry(MissingItem::Consent, VisitScreen::Quote, false));
    }
    list.extend(what_is_missing(&visit.close_out, dossier.equipment_id().is_some()).into_iter().map(gap));
    list
}

fn readings(dossier: &Dossier, visit: &Visit, list: &mut Vec<Missing>) {
    let meters = dossier.equipment.iter().flat_map(|machine| &machine.meters);
    let unread = meters.filter(|meter| !visit.readings.iter().any(|reading| reading.meter == **meter));
    let required = dossier.job.work_type == WorkType::MeterReading;
    list.extend(unread.map(|meter| Missing {
        key: serde_json::to_value(meter).ok().and_then(|word| word.as_str().map(str::to_owned)),
        ..entry(MissingItem::Reading, VisitScreen::Readings, required)
    }));
}

fn checklist(dossier: &Dossier, visit: &Visit, list: &mut Vec<Missing>) {
    let Some(template) = &dossier.checklist else { return };
    let answered = |key: &str| {
        let answers = visit.checklist.iter().flat_map(|result| &result.answers);
        answers.into_iter().any(|answer| answer.key == key && answer.ok.is_some())
    };
    let open = template.items.iter().filter(|item| item.required && !answered(&item.key));
    list.extend(open.map(|item| Missing {
        key: Some(item.key.clone()),
        ..entry(MissingItem::ChecklistItem, VisitScreen::Checklist, true)
    }));
}

fn gap(gap: OutcomeGap) -> Missing {
    let what = match gap {
        OutcomeGap::Outcome => MissingItem::Outcome,
        OutcomeGap::MachineState => MissingItem::MachineState,
        OutcomeGap::PartsOrdered => return entry(MissingItem::OrderedParts, VisitScreen::Parts, true),
        OutcomeGap::Reason => MissingItem::WaitingReason,
        OutcomeGap::Workaround => MissingItem::Workaround,
    };
    entry(what, VisitScreen::CloseOut, true)
}

fn entry(what: MissingItem, link: VisitScreen, required: bool) -> Missing {
    Missing { what, link, required, key: None, entry_id: None }
}

/// Work that begins with something being broken.
fn is_repair(work_type: WorkType) -> bool {
    use WorkType as W;
    matches!(work_type, W::BreakdownRepair | W::FollowUp | W::SendInRepair | W::WarrantyExchange | W::RemoteAssistance)
}
