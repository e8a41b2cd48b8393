//! Any machine on the tablet.

use feltbok_domain::{ids::Id, model::Equipment};
use serde::{Deserialize, Serialize};

use super::{MachineLine, PassportView};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EquipmentHits {
    pub machines: Vec<EquipmentHit>,
    pub more: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EquipmentHit {
    pub machine: MachineLine,
    pub serial: String,
    pub customer: String,
    pub site: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EquipmentView {
    pub equipment: Equipment,
    pub customer: String,
    pub site: String,
    pub passport: Option<PassportView>,
    /// Jobs on this tablet about this machine, with their numbers.
    pub jobs: Vec<JobLink>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct JobLink {
    pub job_id: Id,
    pub number: String,
    pub status: feltbok_domain::job_life::JobStatus,
}

/// What a technician knows of a machine that nobody has entered yet (R3).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DraftMachine {
    pub si: String,
    pub category: feltbok_domain::model::Category,
    pub make: String,
    pub model: String,
    pub serial: String,
    pub place: String,
}
