//! Filling a company in bulk: the sample company, imports and benchmarks.

use async_trait::async_trait;
use feltbok_domain::{
    ids::Id,
    model::{
        Agreement, Calendar, ChecklistTemplate, CodeEntry, Company, Contact, Customer, Equipment, Job, Part, Passport,
        Site, StockLevel, Technician, Visit,
    },
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{StoreResult, api::Moved};

/// A depot or a van.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLocation {
    pub id: Id,
    pub name: String,
    pub kind: LocationKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationKind {
    Depot,
    Van,
}

/// Records of one company; what is there already under the same id is replaced.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Seed {
    pub company: Option<Company>,
    pub calendars: Vec<Calendar>,
    pub codes: Vec<CodeEntry>,
    pub checklists: Vec<ChecklistTemplate>,
    pub locations: Vec<StockLocation>,
    pub technicians: Vec<Technician>,
    pub customers: Vec<Customer>,
    pub sites: Vec<Site>,
    pub contacts: Vec<Contact>,
    pub agreements: Vec<Agreement>,
    pub equipment: Vec<Equipment>,
    /// Machines without one get an empty one.
    pub passports: Vec<Passport>,
    pub parts: Vec<Part>,
    /// Opening balances; each makes the movement from outside that it is the sum of.
    pub stock: Vec<StockLevel>,
    /// Kept as they are, numbers and targets included; the series of job numbers goes on behind the highest.
    pub jobs: Vec<Job>,
    pub visits: Vec<Visit>,
}

/// Bulk writing by the operator's hand.
#[async_trait]
pub trait SeedStore: Send + Sync {
    /// Writes everything in one transaction with one reconcile of the feeds.
    async fn seed(&self, company_id: Id, seed: Seed, at: Timestamp) -> StoreResult<Moved>;
}
