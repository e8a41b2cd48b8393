//! A technician and the van that belongs to them.

use serde::{Deserialize, Serialize};

use crate::{ids::Id, lang::Lang};

/// A technician as colleagues and customers see them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Technician {
    pub id: Id,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub lang: Lang,
    /// The stock location of the van.
    pub van_id: Id,
    pub active: bool,
}
