//! Parts: the catalogue by search or label, the van's balance, and what was fitted.

use feltbok_domain::{
    ids::Id,
    lang::LocalText,
    model::{FittedPart, PartKind},
    money::Minor,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A part that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PartChoice {
    pub part_id: Id,
    pub number: String,
    pub name: LocalText,
    /// `spare`, `wear` or `consumable`.
    pub part_kind: PartKind,
    pub unit: String,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub price: Minor,
    pub currency: String,
    pub original: bool,
    pub serial_tracked: bool,
    pub warranty_months: u32,
    /// True when it fits the model of the job's machine (or any).
    pub fits: bool,
    /// What the van holds by the books; may be negative (R22).
    pub in_van: i32,
    pub serials: Vec<String>,
    pub positions: Vec<String>,
    /// Note on a compatible consumable, to be told to the customer.
    pub compatibility_note: LocalText,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PartHits {
    pub parts: Vec<PartChoice>,
    pub more: bool,
}

/// The parts of the visit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PartsView {
    pub fitted: Vec<FittedView>,
    /// Parts ordered because the van did not hold them (R8).
    pub ordered: Vec<PartChoice>,
    /// Used most by this technician and fitting the machine.
    pub favourites: Vec<PartChoice>,
}

/// A fitted part with what it means.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FittedView {
    pub part: FittedPart,
    /// The van's balance after it.
    pub in_van: i32,
    /// True when the books went below zero: dispatch gets a count request (R22).
    pub count_requested: bool,
    /// What is known of the part it replaced.
    pub replaced: Option<ReplacedPart>,
    pub covered: bool,
    pub code: String,
    pub rule: String,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub net: Minor,
    pub currency: String,
}

/// The part that sat there before, and whether it is still under its own warranty (R14).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReplacedPart {
    pub number: String,
    pub name: LocalText,
    pub serial: Option<String>,
    pub fitted_on: Date,
    pub warranty_until: Date,
    pub under_warranty: bool,
}

/// What is needed to fit a part.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FitPart {
    pub part_id: Id,
    pub quantity: u32,
    pub position: String,
    pub serial: Option<String>,
    pub lot: Option<String>,
    pub removed_serial: Option<String>,
    pub compatibility_told: bool,
}

/// What a label scan found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LabelHit {
    Part {
        part: Box<PartChoice>,
        lot: Option<String>,
    },
    /// One very piece of a serial-tracked part.
    Serial {
        part: Box<PartChoice>,
        serial: String,
        lot: Option<String>,
    },
    Unknown {
        text: String,
    },
}

/// The van by the books.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct VanStockView {
    pub lines: Vec<VanLine>,
    pub more: bool,
    /// Lines below their minimum.
    pub below_min: u32,
    /// Lines below zero.
    pub negative: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct VanLine {
    pub part: PartChoice,
    pub min: u32,
    pub max: u32,
    /// How many to order to be back at the maximum (R23); 0 when nothing is needed.
    pub proposed: u32,
}
