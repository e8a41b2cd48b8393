//! Registering a job by phone: search, what is known of the customer, and what a new job would mean.

use feltbok_domain::{
    ids::Uuid,
    job_life::Priority,
    model::{Category, MachineState},
    work_type::WorkType,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    job_detail::{AgreementCard, ContactCard, CustomerCard, SiteCard},
    job_row::{JobRow, Named},
    words,
};

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// SI number in any spelling, job number, customer, site, serial or contact; two characters at least.
    pub q: String,
}

/// What was found, at most 10 of a kind, best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct SearchResult {
    pub jobs: Vec<JobHit>,
    pub customers: Vec<CustomerHit>,
    pub equipment: Vec<EquipmentRow>,
    /// Set when the text looks like an SI number whose check digit is wrong: the nearest known ones (R1).
    pub nearest_si: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobHit {
    pub id: Uuid,
    pub number: String,
    pub customer: String,
    pub symptom: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerHit {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    pub cities: Vec<String>,
}

/// A machine as lists and the sticker screen show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EquipmentRow {
    pub id: Uuid,
    pub si: String,
    #[schema(value_type = words::Category)]
    pub category: Category,
    /// Make and model.
    pub name: String,
    pub serial: String,
    pub place: String,
    pub customer: Named,
    pub site: Named,
    #[schema(value_type = words::MachineState)]
    pub state: MachineState,
    pub confirmed: bool,
}

/// A customer with everything the intake form chooses from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerDetail {
    pub customer: CustomerCard,
    pub sites: Vec<SiteCard>,
    pub contacts: Vec<ContactCard>,
    pub equipment: Vec<EquipmentRow>,
    pub agreements: Vec<AgreementCard>,
}

/// A new job as far as the form is filled in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct JobDraft {
    /// Made by the screen (UUIDv7): sending the form twice registers once.
    pub id: Uuid,
    pub customer_id: Uuid,
    pub site_id: Uuid,
    pub contact_id: Option<Uuid>,
    pub equipment_id: Option<Uuid>,
    #[schema(value_type = words::WorkType)]
    pub work_type: WorkType,
    #[schema(value_type = words::Priority)]
    pub priority: Priority,
    pub symptom: String,
    pub note: String,
}

/// What the job would be: shown while the form is filled in, computed the same way when it is registered.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Assessment {
    pub agreement: Option<AgreementCard>,
    /// Why it would be blocked (R6), a code: `overdue_payment`, `agreement_unsigned`, `agreement_ended`, `agreement_suspended`.
    pub block: Option<String>,
    /// Remote support first (R7).
    pub remote_first: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub remote_answer_due: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub on_site_due: Option<Timestamp>,
    pub calendar: Option<String>,
    pub time_zone: String,
    /// Open jobs of the same machine: perhaps it is registered already.
    pub same_machine: Vec<JobRow>,
}

/// The job as it was registered.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobRegistered {
    pub id: Uuid,
    pub number: String,
}

/// Which machines a list shows.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EquipmentQuery {
    /// Part of SI number, serial number, model, customer or site; empty for all.
    #[serde(default)]
    pub q: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EquipmentList {
    pub equipment: Vec<EquipmentRow>,
    /// There are more than are listed.
    pub more: bool,
}
