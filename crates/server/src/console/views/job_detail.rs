//! Everything the job drawer shows: the job with its people and machine, its timeline, reports and what needs a decision.

use feltbok_domain::{
    ids::Uuid,
    job_life::JobStatus,
    lang::{Lang, LocalText},
    model::{Category, ContactRole, MachineState, MeterKind, Outcome},
    work_type::WorkType,
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use super::{attention::AttentionItem, job_row::JobRow, visit_report::VisitReport, words};

/// The drawer's content.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobDetail {
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
    pub row: JobRow,
    pub customer: CustomerCard,
    pub site: SiteCard,
    pub contact: Option<ContactCard>,
    pub equipment: Option<EquipmentCard>,
    pub passport: PassportCard,
    pub agreement: Option<AgreementCard>,
    pub block: Option<BlockCard>,
    pub dispatch_note: String,
    /// Newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Newest first.
    pub visits: Vec<VisitReport>,
    pub attention: Vec<AttentionItem>,
    pub may: May,
}

/// What can be done with the job as it stands, by whoever has the role for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct May {
    /// Give it a technician and a time, or others than now.
    pub assign: bool,
    /// Take it back into the queue.
    pub unassign: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerCard {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    #[schema(value_type = words::Lang)]
    pub lang: Lang,
    pub overdue: bool,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SiteCard {
    pub id: Uuid,
    pub name: String,
    /// Street, postcode and city, country: one line each.
    pub address: Vec<String>,
    pub floor: String,
    pub access_notes: String,
    pub opening_hours: String,
    pub time_zone: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ContactCard {
    pub id: Uuid,
    pub name: String,
    pub phone: String,
    pub email: String,
    #[schema(value_type = words::ContactRole)]
    pub role: ContactRole,
    #[schema(value_type = words::Lang)]
    pub lang: Lang,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EquipmentCard {
    pub id: Uuid,
    pub si: String,
    #[schema(value_type = words::Category)]
    pub category: Category,
    pub make: String,
    pub model: String,
    pub serial: String,
    pub place: String,
    pub user: String,
    pub host: String,
    pub ip: String,
    #[schema(value_type = words::MachineState)]
    pub state: MachineState,
    #[schema(value_type = Option<String>, format = Date)]
    pub installed_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    pub factory_warranty_until: Option<Date>,
    /// False for a draft that a technician made from an unknown number (R3).
    pub confirmed: bool,
}

/// The machine's history, newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct PassportCard {
    pub visits: Vec<PassportVisitLine>,
    pub readings: Vec<PassportReadingLine>,
    pub parts: Vec<PassportPartLine>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PassportVisitLine {
    pub job_number: String,
    #[schema(value_type = words::WorkType)]
    pub work_type: WorkType,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub technician: String,
    pub note: String,
    #[schema(value_type = Option<words::Outcome>)]
    pub outcome: Option<Outcome>,
    pub work_order: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PassportReadingLine {
    #[schema(value_type = words::MeterKind)]
    pub meter: MeterKind,
    pub value: u32,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PassportPartLine {
    pub number: String,
    #[schema(value_type = words::LocalText)]
    pub name: LocalText,
    pub position: String,
    pub serial: Option<String>,
    #[schema(value_type = String, format = Date)]
    pub fitted_on: Date,
    #[schema(value_type = String, format = Date)]
    pub warranty_until: Date,
    #[schema(value_type = Option<String>, format = Date)]
    pub removed_on: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgreementCard {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    pub standing: Standing,
}

/// Whether an agreement is in force today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Active,
    Unsigned,
    NotStarted,
    Ended,
    Suspended,
}

/// Why the job is blocked, and why dispatch went ahead all the same (R6).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BlockCard {
    pub reason: String,
    pub overridden_because: Option<String>,
}

/// One thing that happened to the job.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TimelineEntry {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who did it, as they were called then.
    pub by: String,
    #[serde(flatten)]
    pub event: TimelineEvent,
}

/// What happened, in a form that every language can say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TimelineEvent {
    Registered,
    Status {
        #[schema(value_type = words::JobStatus)]
        from: JobStatus,
        #[schema(value_type = words::JobStatus)]
        to: JobStatus,
        reason: Option<String>,
    },
    Assigned {
        technician: String,
        slot: Option<super::job_row::Slot>,
        reason: Option<String>,
    },
    Unassigned {
        reason: Option<String>,
    },
    BlockOverridden {
        reason: String,
    },
    /// A tablet sent what its technician recorded.
    Received {
        tablet: String,
        operations: u32,
    },
    WorkOrder {
        number: String,
        revision: u32,
    },
    /// Something for dispatch to know; the code is that of an [`AttentionItem`].
    Notice {
        code: String,
    },
    /// Anything else that dispatch did.
    Action {
        action: String,
    },
}
