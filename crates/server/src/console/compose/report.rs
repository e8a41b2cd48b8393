//! A visit's report from what the tablet has sent.

use std::collections::HashSet;

use feltbok_domain::{
    lang::LocalText,
    model::{ChecklistTemplate, CodeEntry, CodeList, Job, SignedWorkOrder, Visit},
};
use feltbok_server_store::api::Receipt;

use super::coverage::coverage;
use crate::console::views::visit_report::{
    CheckLine, CloseOutView, ConsentView, DiagnosisView, PartLine, PhotoLine, ReadingLine, ReceiptLine,
    SatisfactionView, TimeLine, VisitReport, WorkOrderLine,
};

/// What a report's codes and names are looked up in.
pub struct Lists<'a> {
    pub codes: &'a [CodeEntry],
    pub checklists: &'a [ChecklistTemplate],
    /// SHA-256 of the files that the server has.
    pub stored: &'a HashSet<String>,
    pub receipts: &'a [Receipt],
    /// Names of the technicians by their ids.
    pub technician: &'a dyn Fn(feltbok_domain::ids::Id) -> String,
}

/// The report of one visit.
pub fn report(visit: Visit, job: &Job, lists: &Lists<'_>) -> VisitReport {
    VisitReport {
        id: visit.id,
        technician: (lists.technician)(visit.technician_id),
        started_at: visit.started_at,
        finished_at: visit.finished_at,
        is_other_machine: visit.equipment_id.is_some() && visit.equipment_id != job.equipment_id,
        coverage: coverage(&visit),
        diagnosis: diagnosis(&visit, lists.codes),
        checklist: checklist(&visit, lists.checklists),
        work_orders: visit.work_orders.iter().rev().map(|order| work_order(order, lists)).collect(),
        close_out: CloseOutView {
            outcome: visit.close_out.outcome,
            reason: visit.close_out.reason,
            machine_state: visit.close_out.machine_state,
            workaround: visit.close_out.workaround,
            loaner_offered: visit.close_out.loaner_offered,
        },
        times: visit
            .times
            .into_iter()
            .map(|time| TimeLine { kind: time.kind, from: time.from, until: time.until, edit_reason: time.edit_reason })
            .collect(),
        parts: visit
            .parts
            .into_iter()
            .map(|part| PartLine {
                number: part.number,
                name: part.name,
                kind: part.kind,
                quantity: part.quantity,
                position: part.position,
                serial: part.serial,
                removed_serial: part.removed_serial,
                warranty_until: part.warranty_until,
            })
            .collect(),
        readings: visit
            .readings
            .into_iter()
            .map(|reading| ReadingLine {
                meter: reading.meter,
                value: reading.value,
                at: reading.at,
                reset_reason: reading.reset_reason,
            })
            .collect(),
        photos: visit
            .photos
            .into_iter()
            .map(|photo| PhotoLine {
                id: photo.id,
                kind: photo.kind,
                caption: photo.caption,
                taken_at: photo.taken_at,
                received: lists.stored.contains(&photo.sha256),
                sha256: photo.sha256,
                width: photo.width,
                height: photo.height,
            })
            .collect(),
        consent: visit.consent.map(|consent| ConsentView {
            accepted: consent.accepted,
            name: consent.name,
            at: consent.at,
            shown_gross: consent.shown_gross,
            currency: consent.currency,
            reason: consent.reason,
        }),
        satisfaction: visit
            .satisfaction
            .map(|satisfaction| SatisfactionView { mark: satisfaction.mark, comment: satisfaction.comment }),
    }
}

fn diagnosis(visit: &Visit, codes: &[CodeEntry]) -> DiagnosisView {
    let found = &visit.diagnosis;
    DiagnosisView {
        symptom: found.symptom.as_deref().map(|code| code_name(codes, CodeList::Symptom, code)),
        cause: found.cause.as_deref().map(|code| code_name(codes, CodeList::Cause, code)),
        remedy: found.remedy.as_deref().map(|code| code_name(codes, CodeList::Remedy, code)),
        note: found.note.clone(),
        actions: found.actions.clone(),
        attribution: found.attribution,
        recommendations: found.recommendations.clone(),
    }
}

/// The code's name, or the code itself where the list no longer has it.
fn code_name(codes: &[CodeEntry], list: CodeList, code: &str) -> LocalText {
    let known = codes.iter().find(|entry| entry.list == list && entry.code == code);
    known.map_or_else(|| LocalText::of(Default::default(), code), |entry| entry.name.clone())
}

fn checklist(visit: &Visit, templates: &[ChecklistTemplate]) -> Vec<CheckLine> {
    let Some(result) = &visit.checklist else { return Vec::new() };
    let template = templates.iter().find(|template| template.id == result.template_id);
    let text = |key: &str| {
        let item = template.and_then(|template| template.items.iter().find(|item| item.key == key));
        item.map_or_else(|| LocalText::of(Default::default(), key), |item| item.text.clone())
    };
    let line = |answer: &feltbok_domain::model::CheckAnswer| CheckLine {
        text: text(&answer.key),
        ok: answer.ok,
        note: answer.note.clone(),
    };
    result.answers.iter().map(line).collect()
}

fn work_order(order: &SignedWorkOrder, lists: &Lists<'_>) -> WorkOrderLine {
    let signer = order.customer.as_ref().map(|signature| match signature.role.as_str() {
        "" => signature.name.clone(),
        role => format!("{}, {role}", signature.name),
    });
    WorkOrderLine {
        number: order.number.clone(),
        revision: order.revision,
        lang: order.lang,
        sealed_at: order.sealed_at,
        signed_by: signer,
        unsigned: order.unsigned,
        content_sha256: order.content_sha256.clone(),
        received: lists.stored.contains(&order.pdf_sha256),
        pdf_sha256: order.pdf_sha256.clone(),
        pdf_bytes: order.pdf_bytes,
        consent_version: order.customer.as_ref().map(|signature| signature.consent_version),
        evidence_sha256: order.evidence_sha256.clone().filter(|sha256| lists.stored.contains(sha256)),
        receipt: lists.receipts.iter().find(|receipt| receipt.sha256 == order.pdf_sha256).map(receipt),
    }
}

fn receipt(receipt: &Receipt) -> ReceiptLine {
    ReceiptLine {
        received_at: receipt.received_at,
        finding: receipt.finding,
        why: receipt.why.clone(),
        copy_sha256: receipt.copy_sha256.clone(),
        stamped_at: receipt.stamped_at,
    }
}
