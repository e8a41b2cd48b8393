//! What a work order is made from: the records of one visit, as the tablet or the server holds them.

use std::collections::BTreeMap;

use feltbok_domain::{
    entitlement::Verdict,
    ids::Id,
    lang::{Lang, LocalText},
    model::{ChecklistTemplate, Company, Contact, Customer, Equipment, Job, Site, Visit},
};
use jiff::Timestamp;

/// Everything [`super::content`] reads. Owned, so that a document can be made away from the store.
#[derive(Debug, Clone)]
pub struct WorkOrderInput {
    pub company: Company,
    pub customer: Customer,
    pub site: Site,
    pub contact: Option<Contact>,
    pub equipment: Option<Equipment>,
    pub job: Job,
    pub visit: Visit,
    pub technician: String,
    /// Names of the visit's codes; a code without a name is printed as it is.
    pub codes: CodeNames,
    /// The version that the visit was started with.
    pub checklist: Option<ChecklistTemplate>,
    /// Who pays, its parts in the order of the visit's.
    pub verdict: Option<Verdict>,
    /// JPEG, PNG or WebP by photo id; needed for every photo that goes on the document.
    pub photos: BTreeMap<Id, Vec<u8>>,
    /// What the equipment's QR holds (R2).
    pub sticker_address: Option<String>,
    /// Where anybody can check the document (R34): what the content's hash is put behind, `https://host/w/`.
    pub check_address: Option<String>,
    /// `WO-<year>-<tablet code>-<counter>` (R30).
    pub number: String,
    /// 1 for the first document of the visit.
    pub revision: u32,
    /// What a correction replaces (R31).
    pub corrects: Option<Correction>,
    /// When the content is fixed; the document's date.
    pub at: Timestamp,
    /// IANA zone of the site, in which every time is printed.
    pub time_zone: String,
    /// The customer's language (R33).
    pub lang: Lang,
}

/// Names of the codes in a visit's diagnosis.
#[derive(Debug, Clone, Default)]
pub struct CodeNames {
    pub symptom: Option<LocalText>,
    pub cause: Option<LocalText>,
    pub remedy: Option<LocalText>,
}

/// The revision that a correction replaces, why, and whether the customer signs again (R31).
#[derive(Debug, Clone)]
pub struct Correction {
    pub revision: u32,
    pub reason: String,
    pub signed_again: bool,
}
