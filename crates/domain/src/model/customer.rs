//! Customers, their sites and the people there.

use serde::{Deserialize, Serialize};

use crate::{ids::Id, lang::Lang};

/// An account; `overdue` blocks its jobs until dispatch overrides (R6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Customer {
    pub id: Id,
    pub number: String,
    pub name: String,
    /// The language of its documents (R33).
    pub lang: Lang,
    pub overdue: bool,
    pub note: String,
}

/// One address of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Site {
    pub id: Id,
    pub customer_id: Id,
    pub name: String,
    pub street: String,
    pub postcode: String,
    pub city: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    pub floor: String,
    /// How to get in: key, escort, alarm, loading bay.
    pub access_notes: String,
    pub opening_hours: String,
    /// IANA zone; times on documents are local to the site.
    pub time_zone: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ContactRole {
    Responsible,
    Superuser,
    It,
    Signatory,
}

/// A person at a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Contact {
    pub id: Id,
    pub customer_id: Id,
    pub site_id: Option<Id>,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub role: ContactRole,
    pub lang: Lang,
}

/// A change of a contact by either side; fields merge one by one, the same field twice is a conflict (R37).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ContactEdit {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

impl ContactEdit {
    /// Writes the fields that the edit names.
    pub fn apply(&self, contact: &mut Contact) {
        for (new, old) in
            [(&self.name, &mut contact.name), (&self.phone, &mut contact.phone), (&self.email, &mut contact.email)]
        {
            if let Some(new) = new {
                old.clone_from(new);
            }
        }
    }
}
