//! One machine, known by its SI number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{ids::Id, si::SiNumber};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Category {
    Printer,
    Copier,
    Fax,
    Scanner,
    Mfp,
    Shredder,
    Projector,
    Binder,
    Furniture,
    Other,
}

/// What a machine can do; a loaner must do the same or better (R9).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Functions {
    pub colour: bool,
    pub a3: bool,
    /// Pages a minute, A4.
    pub pages_per_minute: u32,
}

/// Host, address and hardware address in the customer's network, as known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NetworkPlace {
    pub host: String,
    pub ip: String,
    pub mac: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Owner {
    #[default]
    Customer,
    LoanerPool,
}

/// What the machine can be used for when the technician leaves (R8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MachineState {
    #[default]
    Working,
    Limited,
    Down,
}

/// A counter of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MeterKind {
    Mono,
    Colour,
    Total,
    Scans,
    A3,
}

/// One machine. `confirmed` is false for a draft made on a tablet from an unknown SI number (R3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Equipment {
    pub id: Id,
    pub si: SiNumber,
    pub category: Category,
    pub make: String,
    pub model: String,
    pub serial: String,
    pub customer_id: Id,
    pub site_id: Id,
    /// Room, floor, desk.
    pub place: String,
    /// User or department.
    pub user: String,
    pub network: NetworkPlace,
    pub condition: String,
    pub state: MachineState,
    pub functions: Functions,
    pub meters: Vec<MeterKind>,
    pub installed_on: Option<Date>,
    pub factory_warranty_until: Option<Date>,
    pub agreement_id: Option<Id>,
    pub owner: Owner,
    pub confirmed: bool,
}
