//! Every word the document itself says, one file per language, complete by construction.
//!
//! Placeholders are `{name}`; what is put into them is cleaned and fenced by the caller.

mod en;
mod fa;
mod nb;
mod uk;
mod zh;

use feltbok_domain::{
    entitlement::{Attribution, CoveredBy, Inactivity, Reason},
    lang::Lang,
    model::{Category, MachineState, MeterKind, Outcome, TimeKind, UnsignedReason},
    work_type::WorkType,
};

/// Words of the page of evidence.
pub(crate) struct EvidenceWords {
    pub title: &'static str,
    pub shown: &'static str,
    pub signed: &'static str,
    pub by_server: &'static str,
    pub difference: &'static str,
    pub tablet: &'static str,
    pub agreed_to: &'static str,
    pub content: &'static str,
    pub evidence: &'static str,
    pub strokes: &'static str,
    pub no_dynamics: &'static str,
    pub stroke: &'static str,
    pub points: &'static str,
    pub time: &'static str,
    pub pressure: &'static str,
}

/// The texts of one language.
pub(crate) struct Messages {
    pub title: &'static str,
    pub revision: &'static str,
    pub supersedes: &'static str,
    pub signed_again: &'static str,
    pub not_signed_again: &'static str,
    pub page: &'static str,
    pub organisation_number: &'static str,

    pub date: &'static str,
    pub job: &'static str,
    pub work_type_label: &'static str,
    pub registered: &'static str,
    pub technician: &'static str,
    pub outcome_label: &'static str,
    pub machine_state_label: &'static str,
    pub to_pay: &'static str,
    pub nothing_to_pay: &'static str,
    pub with_vat: &'static str,

    pub customer: &'static str,
    pub customer_number: &'static str,
    pub site: &'static str,
    pub floor: &'static str,
    pub contact: &'static str,
    pub si: &'static str,
    pub serial: &'static str,
    pub place: &'static str,
    pub user: &'static str,
    pub qr_hint: &'static str,

    pub readings: &'static str,
    pub meter: &'static str,
    pub value: &'static str,
    pub read_at: &'static str,
    pub reset: &'static str,

    pub reported: &'static str,
    pub diagnosis: &'static str,
    pub symptom: &'static str,
    pub cause: &'static str,
    pub remedy: &'static str,
    pub attribution_label: &'static str,
    pub actions: &'static str,

    pub checklist: &'static str,
    pub check_point: &'static str,
    pub result: &'static str,
    pub note: &'static str,
    pub ok: &'static str,
    pub not_ok: &'static str,
    pub unanswered: &'static str,
    pub checklist_version: &'static str,

    pub parts: &'static str,
    pub part_number: &'static str,
    pub part_name: &'static str,
    pub quantity: &'static str,
    pub warranty_until: &'static str,
    pub position: &'static str,
    pub lot: &'static str,
    pub removed_serial: &'static str,
    pub compatibility_told: &'static str,

    pub times: &'static str,
    pub activity: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub length: &'static str,
    pub still_open: &'static str,
    pub edited: &'static str,
    pub total: &'static str,

    pub cost: &'static str,
    pub line: &'static str,
    pub who_pays: &'static str,
    pub amount: &'static str,
    pub labour: &'static str,
    pub travel: &'static str,
    pub billed_time: &'static str,
    pub prepaid_time: &'static str,
    pub net: &'static str,
    pub vat: &'static str,
    pub gross: &'static str,
    pub covered: &'static str,
    pub covered_by: fn(CoveredBy) -> &'static str,
    pub billed_because: fn(Reason) -> &'static str,
    pub inactive_because: fn(Inactivity) -> &'static str,

    pub consent: &'static str,
    pub consent_given: &'static str,
    pub consent_declined: &'static str,
    pub consent_missing: &'static str,
    pub consent_reason: &'static str,

    pub state_after: &'static str,
    pub workaround: &'static str,
    pub close_reason: &'static str,
    pub loaner_offered: &'static str,
    pub recommendations: &'static str,
    pub data_notice: &'static str,
    pub photos: &'static str,
    pub satisfaction: &'static str,
    pub marks: &'static str,

    pub customer_signature: &'static str,
    pub technician_signature: &'static str,
    pub name: &'static str,
    pub role: &'static str,
    pub signed_at: &'static str,
    pub signed_place: &'static str,
    pub typed_signature: &'static str,
    pub unsigned: &'static str,
    pub unsigned_because: fn(UnsignedReason) -> &'static str,
    pub draft: &'static str,
    pub before_signing: &'static str,
    pub content_hash: &'static str,
    pub hash_hint: &'static str,
    pub check_hint: &'static str,

    pub sticker_line: &'static str,
    pub evidence: EvidenceWords,

    pub work_type: fn(WorkType) -> &'static str,
    pub attribution: fn(Attribution) -> &'static str,
    pub outcome: fn(Outcome) -> &'static str,
    pub machine_state: fn(MachineState) -> &'static str,
    pub meter_kind: fn(MeterKind) -> &'static str,
    pub category: fn(Category) -> &'static str,
    pub time_kind: fn(TimeKind) -> &'static str,
}

/// The texts of `lang`.
pub(crate) fn messages(lang: Lang) -> &'static Messages {
    match lang {
        Lang::English => &en::MESSAGES,
        Lang::NorwegianBokmal => &nb::MESSAGES,
        Lang::Ukrainian => &uk::MESSAGES,
        Lang::Persian => &fa::MESSAGES,
        Lang::ChineseSimplified => &zh::MESSAGES,
    }
}

/// `text` with each `{name}` replaced by its value.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            return out + "{" + after;
        };
        out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_once_and_never_read_again() {
        assert_eq!(fill("{a} of {b}", &[("a", "{b}"), ("b", "2")]), "{b} of 2");
    }
}
