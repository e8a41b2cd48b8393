//! A machine's history, newest first: what a technician wants to know before opening a cover.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{MachineState, MeterKind, Outcome};
use crate::{ids::Id, lang::LocalText, work_type::WorkType};

/// The tail of a machine's passport as a tablet carries it; its id is the equipment's.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Passport {
    pub equipment_id: Id,
    pub visits: Vec<PassportVisit>,
    pub readings: Vec<PassportReading>,
    pub parts: Vec<PassportPart>,
    pub loans: Vec<LoanEntry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PassportVisit {
    pub visit_id: Id,
    pub job_number: String,
    pub work_type: WorkType,
    pub at: Timestamp,
    pub technician: String,
    pub symptom: String,
    pub cause: String,
    pub remedy: String,
    pub note: String,
    pub outcome: Option<Outcome>,
    pub state: MachineState,
    pub work_order: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PassportReading {
    pub meter: MeterKind,
    pub value: u32,
    pub at: Timestamp,
    /// `technician`, `customer` or `monitoring`.
    pub source: String,
    pub reset_reason: Option<String>,
}

/// A part in the machine with its own warranty (R20).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PassportPart {
    pub part_id: Id,
    pub number: String,
    pub name: LocalText,
    pub position: String,
    pub serial: Option<String>,
    pub fitted_on: Date,
    pub warranty_until: Date,
    pub fitted_by: String,
    pub removed_on: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LoanEntry {
    pub loaner_si: String,
    pub from: Date,
    pub until: Option<Date>,
}
