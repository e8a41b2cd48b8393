//! An agreement: what is covered for which equipment, from when to when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{entitlement::terms::Terms, ids::Id};

/// A template plus changes, already merged into `terms` (DOMAIN §7).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Agreement {
    pub id: Id,
    pub number: String,
    pub customer_id: Id,
    pub name: String,
    pub terms: Terms,
    pub from: Date,
    pub until: Date,
    pub signed: bool,
    pub suspended: bool,
    /// The machines it covers; a machine that is not listed is not covered (R16).
    pub equipment_ids: Vec<Id>,
    /// Lots of a prepaid account (R17), in the order bought.
    pub prepaid_lots: Vec<PrepaidLot>,
}

/// Minutes bought and what is left of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PrepaidLot {
    pub id: Id,
    pub bought: Date,
    pub expires: Date,
    pub minutes_bought: u32,
    pub minutes_left: u32,
}
