//! A visit as it came from the field: what was found, done, used, agreed and signed.

use feltbok_domain::{
    entitlement::{Attribution, CoveredBy, Reason},
    ids::Uuid,
    lang::{Lang, LocalText},
    model::{MachineState, MeterKind, Outcome, PartKind, PhotoKind, TimeKind, UnsignedReason},
};
use feltbok_server_store::api::Finding;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use super::words;

/// One visit's report.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VisitReport {
    pub id: Uuid,
    pub technician: String,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// It was about another machine than the job's.
    pub is_other_machine: bool,
    pub diagnosis: DiagnosisView,
    pub times: Vec<TimeLine>,
    pub parts: Vec<PartLine>,
    pub readings: Vec<ReadingLine>,
    pub checklist: Vec<CheckLine>,
    pub photos: Vec<PhotoLine>,
    pub consent: Option<ConsentView>,
    pub close_out: CloseOutView,
    pub satisfaction: Option<SatisfactionView>,
    /// Sealed revisions, newest first.
    pub work_orders: Vec<WorkOrderLine>,
    /// Who pays for what, as it was decided when signed; empty before.
    pub coverage: Option<CoverageView>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct DiagnosisView {
    #[schema(value_type = Option<words::LocalText>)]
    pub symptom: Option<LocalText>,
    #[schema(value_type = Option<words::LocalText>)]
    pub cause: Option<LocalText>,
    #[schema(value_type = Option<words::LocalText>)]
    pub remedy: Option<LocalText>,
    pub note: String,
    pub actions: String,
    #[schema(value_type = Option<words::WhoseFault>)]
    pub attribution: Option<Attribution>,
    pub recommendations: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TimeLine {
    #[schema(value_type = words::TimeKind)]
    pub kind: TimeKind,
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// Given when a person changed what the clock had recorded.
    pub edit_reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartLine {
    pub number: String,
    #[schema(value_type = words::LocalText)]
    pub name: LocalText,
    #[schema(value_type = words::PartKind)]
    pub kind: PartKind,
    pub quantity: u32,
    pub position: String,
    pub serial: Option<String>,
    pub removed_serial: Option<String>,
    #[schema(value_type = String, format = Date)]
    pub warranty_until: Date,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReadingLine {
    #[schema(value_type = words::MeterKind)]
    pub meter: MeterKind,
    pub value: u32,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub reset_reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CheckLine {
    #[schema(value_type = words::LocalText)]
    pub text: LocalText,
    /// Missing while unanswered.
    pub ok: Option<bool>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PhotoLine {
    pub id: Uuid,
    #[schema(value_type = words::PhotoKind)]
    pub kind: PhotoKind,
    pub caption: String,
    #[schema(value_type = String, format = DateTime)]
    pub taken_at: Timestamp,
    pub sha256: String,
    pub width: u32,
    pub height: u32,
    /// False while the bytes are still on the tablet.
    pub received: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConsentView {
    pub accepted: bool,
    pub name: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Gross total that was shown, minor units of `currency`.
    pub shown_gross: i64,
    pub currency: String,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct CloseOutView {
    #[schema(value_type = Option<words::Outcome>)]
    pub outcome: Option<Outcome>,
    pub reason: String,
    #[schema(value_type = Option<words::MachineState>)]
    pub machine_state: Option<MachineState>,
    pub workaround: String,
    pub loaner_offered: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SatisfactionView {
    /// 1 (poor) to 5 (excellent).
    pub mark: u8,
    pub comment: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WorkOrderLine {
    pub number: String,
    pub revision: u32,
    #[schema(value_type = words::Lang)]
    pub lang: Lang,
    #[schema(value_type = String, format = DateTime)]
    pub sealed_at: Timestamp,
    /// Name and role of who signed.
    pub signed_by: Option<String>,
    #[schema(value_type = Option<words::UnsignedReason>)]
    pub unsigned: Option<UnsignedReason>,
    pub content_sha256: String,
    pub pdf_sha256: String,
    pub pdf_bytes: u32,
    /// False while the PDF is still on the tablet.
    pub received: bool,
    /// Which version of the consent text was shown; missing where nobody signed.
    pub consent_version: Option<u32>,
    /// SHA-256 of the sealed evidence, once it is here; admins may open it.
    pub evidence_sha256: Option<String>,
    /// What was found when the PDF came in; missing until it was looked at.
    pub receipt: Option<ReceiptLine>,
}

/// What the server found and did when a sealed PDF came in (R34).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReceiptLine {
    /// The server's time.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    #[schema(value_type = words::Finding)]
    pub finding: Finding,
    /// What is wrong with it, in English; empty when nothing is.
    pub why: String,
    /// SHA-256 of the PDF with the server's countersignature behind the tablet's bytes.
    pub copy_sha256: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub stamped_at: Option<Timestamp>,
}

/// Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CoverageView {
    pub currency: String,
    pub lines: Vec<CoverageLine>,
    pub net: i64,
    pub vat: i64,
    pub gross: i64,
}

/// One line of work with who pays for it (R13–R19).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CoverageLine {
    pub what: LineKind,
    /// Number and name of a part; empty for time.
    #[schema(value_type = words::LocalText)]
    pub label: LocalText,
    /// For labour and travel: recorded, billed, and paid by the prepaid account.
    pub minutes: Option<CoverageMinutes>,
    pub quantity: Option<u32>,
    #[schema(value_type = Option<words::CoveredBy>)]
    pub covered_by: Option<CoveredBy>,
    /// Why it is billed, or what of it is.
    #[schema(value_type = Option<words::BillingReason>)]
    pub reason: Option<Reason>,
    /// The rule that decided, e.g. `R15`.
    pub rule: String,
    /// What is billed for it; 0 when covered.
    pub net: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageMinutes {
    pub recorded: u32,
    pub billed: u32,
    pub prepaid: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Labour,
    Travel,
    Part,
}
