//! A visit: what one technician found, did, used and agreed with the customer on one trip.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{MachineState, MeterKind, PartKind};
use crate::{
    entitlement::{Attribution, Verdict},
    ids::Id,
    lang::{Lang, LocalText},
    money::Minor,
};

/// Everything recorded on one trip; the work order is made from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Visit {
    pub id: Id,
    pub job_id: Id,
    pub technician_id: Id,
    pub equipment_id: Option<Id>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub times: Vec<TimeEntry>,
    pub diagnosis: Diagnosis,
    pub parts: Vec<FittedPart>,
    pub readings: Vec<Reading>,
    pub checklist: Option<ChecklistResult>,
    pub photos: Vec<Photo>,
    pub consent: Option<Consent>,
    pub close_out: CloseOut,
    pub satisfaction: Option<Satisfaction>,
    /// Signed revisions, oldest first; none is ever changed (R31).
    pub work_orders: Vec<SignedWorkOrder>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum TimeKind {
    Travel,
    Work,
    Waiting,
}

/// A span of one kind of time; open while `until` is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TimeEntry {
    pub id: Id,
    pub kind: TimeKind,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    /// Given when a person changed what the clock had recorded.
    pub edit_reason: Option<String>,
}

/// Symptom, cause and remedy (codes and text), and whose fault it was.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Diagnosis {
    pub symptom: Option<String>,
    pub cause: Option<String>,
    pub remedy: Option<String>,
    pub note: String,
    /// What was done, in the technician's words.
    pub actions: String,
    pub attribution: Option<Attribution>,
    pub recommendations: String,
}

/// A part put in, with the one it replaced (R20).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FittedPart {
    pub id: Id,
    pub part_id: Id,
    pub number: String,
    pub name: LocalText,
    pub kind: PartKind,
    pub quantity: u32,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub unit_price: Minor,
    pub position: String,
    pub serial: Option<String>,
    pub lot: Option<String>,
    pub removed_serial: Option<String>,
    pub warranty_until: Date,
    /// Warranty end of the part it replaced at that position, if any (R14).
    pub replaces_warranty_until: Option<Date>,
    /// The customer was told about a compatible consumable.
    pub compatibility_told: bool,
    /// The stock location it came from.
    pub from_location: Id,
    pub fitted_at: Timestamp,
}

/// A meter reading by the technician; never below the last one unless marked as a reset with a reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Reading {
    pub id: Id,
    pub meter: MeterKind,
    pub value: u32,
    pub at: Timestamp,
    pub reset_reason: Option<String>,
}

/// Answers to one version of a checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChecklistResult {
    pub template_id: Id,
    pub version: u32,
    pub answers: Vec<CheckAnswer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CheckAnswer {
    pub key: String,
    /// `None` while unanswered.
    pub ok: Option<bool>,
    pub note: String,
    pub photo_id: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PhotoKind {
    Before,
    After,
    Detail,
    Meter,
    Absent,
}

/// A photo's place in the visit; its bytes are a file named by their hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Photo {
    pub id: Id,
    pub kind: PhotoKind,
    pub caption: String,
    pub taken_at: Timestamp,
    /// SHA-256 of the stored JPEG, lower-case hex.
    pub sha256: String,
    pub bytes: u32,
    pub width: u32,
    pub height: u32,
    /// On the work order or only in the passport.
    pub on_document: bool,
}

/// The customer's answer to the quote, before the work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Consent {
    pub accepted: bool,
    pub name: String,
    pub at: Timestamp,
    /// The total that was shown, gross, in minor units.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub shown_gross: Minor,
    pub currency: String,
    pub ink: Option<SignatureRecord>,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Outcome {
    Fixed,
    WaitingParts,
    WaitingCustomer,
    FollowUp,
}

/// How the visit ends (R8).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CloseOut {
    pub outcome: Option<Outcome>,
    pub reason: String,
    pub machine_state: Option<MachineState>,
    pub workaround: String,
    pub parts_ordered: Vec<Id>,
    pub loaner_offered: bool,
}

/// 1 (poor) to 5 (excellent).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Satisfaction {
    pub mark: u8,
    pub comment: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum UnsignedReason {
    Refused,
    Absent,
    NotAuthorised,
    RemoteWork,
}

/// Ink as points normalised to the pad (x and y 0–1, width to height as `aspect`), or a typed name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignatureRecord {
    pub name: String,
    pub role: String,
    pub at: Timestamp,
    /// Pad width divided by its height.
    pub aspect: f64,
    /// Strokes of `[x, y]`; empty when the name was typed as the accessible way.
    pub strokes: Vec<Vec<[f64; 2]>>,
    pub typed: bool,
    pub consent_version: u32,
}

/// One sealed revision of the work order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignedWorkOrder {
    /// `WO-<year>-<tablet code>-<counter>` (R30).
    pub number: String,
    pub revision: u32,
    pub lang: Lang,
    /// SHA-256 over the content that was shown before signing, hex; printed on the document (R31).
    pub content_sha256: String,
    /// SHA-256 of the stored PDF, hex.
    pub pdf_sha256: String,
    pub pdf_bytes: u32,
    pub sealed_at: Timestamp,
    pub customer: Option<SignatureRecord>,
    pub unsigned: Option<UnsignedReason>,
    /// SHA-256 of the sealed evidence of the customer's signature, hex; none where nobody signed.
    #[serde(default)]
    pub evidence_sha256: Option<String>,
    /// Who pays, as it was decided when signed.
    pub verdict: Option<Verdict>,
}
