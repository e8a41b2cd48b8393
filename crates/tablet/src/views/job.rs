//! One job, with everything the technician wants to know before opening a cover.

use feltbok_domain::{
    entitlement::ConsentState,
    ids::Id,
    job_life::JobStatus,
    lang::Lang,
    model::{ContactRole, Equipment, MachineState, MeterKind, Outcome, PassportPart, PassportVisit, Site, TimeKind},
    target::PauseReason,
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use super::{JobCard, VerdictView};

/// The job screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct JobView {
    pub card: JobCard,
    pub registered_at: Timestamp,
    pub dispatch_note: String,
    pub contact: Option<ContactView>,
    /// Everybody else at the customer whom this tablet knows.
    pub contacts: Vec<ContactView>,
    pub site: Option<Site>,
    pub map: Option<MapLinks>,
    pub equipment: Option<Equipment>,
    pub agreement: Option<AgreementView>,
    /// Who would pay for an equipment fault, before anything was diagnosed; missing without a machine or company data.
    pub foreseen: Option<VerdictView>,
    pub passport: Option<PassportView>,
    pub loaner: Option<LoanerProposal>,
    pub visit: Option<VisitProgress>,
    /// Every change of state, newest first.
    pub history: Vec<HistoryLine>,
    /// Times in which the response clock stood still (R12).
    pub pauses: Vec<PauseView>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ContactView {
    pub contact_id: Id,
    pub name: String,
    pub role: ContactRole,
    pub phone: String,
    pub email: String,
    pub lang: Lang,
}

/// Links for the system's map program and for a browser.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MapLinks {
    /// `geo:` address.
    pub geo: String,
    pub web: String,
}

/// The agreement as a verdict in advance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AgreementView {
    pub agreement_id: Id,
    pub number: String,
    pub name: String,
    pub template: String,
    pub from: Date,
    pub until: Date,
    pub state: AgreementState,
    /// True when the job's work type is one of its covered ones.
    pub covers_work_type: bool,
    /// Minutes left on a prepaid account (R17), by the last sync.
    pub prepaid_minutes_left: Option<u32>,
    /// When the balance was last brought up to date.
    pub as_of: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AgreementState {
    Active,
    Unsigned,
    Suspended,
    NotStarted,
    Ended,
    MachineNotListed,
}

/// A machine's history.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PassportView {
    pub equipment_id: Id,
    pub visits: Vec<PassportVisit>,
    /// Per meter, newest first.
    pub readings: Vec<MeterHistory>,
    pub parts_under_warranty: Vec<PassportPart>,
    pub parts_other: Vec<PassportPart>,
    pub loans: Vec<LoanLine>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MeterHistory {
    pub meter: MeterKind,
    pub values: Vec<MeterPoint>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MeterPoint {
    pub at: Timestamp,
    pub value: u32,
    pub source: String,
    pub reset_reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LoanLine {
    pub loaner_si: String,
    pub from: Date,
    pub until: Option<Date>,
}

/// R9: the machine will not be back in time; these would do its work.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LoanerProposal {
    /// Why it is proposed: days out of service so far or foreseen.
    pub working_days: u32,
    pub machines: Vec<LoanerMachine>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LoanerMachine {
    pub equipment_id: Id,
    pub si: String,
    pub make: String,
    pub model: String,
    pub place: String,
}

/// How far the visit has come, for the steps of the job screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct VisitProgress {
    pub visit_id: Id,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// The entry that runs now.
    pub running_since: Option<Timestamp>,
    pub running_kind: Option<TimeKind>,
    pub machine_confirmed: bool,
    pub diagnosed: bool,
    pub parts: u32,
    pub readings: u32,
    pub checklist_answered: u32,
    pub checklist_items: u32,
    pub photos: u32,
    pub consent: ConsentState,
    pub outcome: Option<Outcome>,
    pub machine_state: Option<MachineState>,
    pub work_order: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HistoryLine {
    pub from: JobStatus,
    pub to: JobStatus,
    pub at: Timestamp,
    pub by_name: String,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PauseView {
    pub reason: PauseReason,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub note: String,
}
