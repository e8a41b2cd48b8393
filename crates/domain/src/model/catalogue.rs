//! What can be chosen from: parts, codes, checklists, and what the van should hold.

use serde::{Deserialize, Serialize};

use super::Category;
use crate::{
    ids::Id,
    lang::LocalText,
    money::{Currency, Minor},
    work_type::WorkType,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PartKind {
    Spare,
    Wear,
    Consumable,
}

/// A part of the price list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Part {
    pub id: Id,
    pub number: String,
    pub name: LocalText,
    pub kind: PartKind,
    /// Models it fits, as in `Equipment::model`; empty fits any.
    pub models: Vec<String>,
    /// Unit of quantity: `pcs`, `m`, `set`.
    pub unit: String,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub price: Minor,
    pub currency: Currency,
    pub original: bool,
    /// Months of own warranty (R20); the agreement may give more.
    pub warranty_months: u32,
    pub serial_tracked: bool,
    /// Expected life in pages, for wear parts.
    pub life_pages: Option<u32>,
    /// GTIN of the box, for scanning.
    pub gtin: Option<String>,
    /// Note shown and recorded for a compatible (not original) consumable.
    pub compatibility_note: LocalText,
    /// Places in the machine this part sits in (`Fuser`, `Drum K`); empty means one unnamed place.
    pub positions: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum CodeList {
    Symptom,
    Cause,
    Remedy,
}

/// One symptom, cause or remedy; `parents` narrow a cause by symptom and a remedy by cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CodeEntry {
    pub id: Id,
    pub list: CodeList,
    pub code: String,
    pub name: LocalText,
    /// Categories it applies to; empty means all.
    pub categories: Vec<Category>,
    /// Codes of the list before it; empty means all.
    pub parents: Vec<String>,
}

/// A checklist of a work type; a started visit keeps its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChecklistTemplate {
    pub id: Id,
    pub work_type: WorkType,
    pub version: u32,
    pub name: LocalText,
    pub items: Vec<ChecklistItem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChecklistItem {
    pub key: String,
    pub text: LocalText,
    pub required: bool,
}

/// What a location holds of one part by the server's books, and what it should hold (R21, R23).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StockLevel {
    /// Derived from location and part.
    pub id: Id,
    pub location_id: Id,
    pub part_id: Id,
    /// May be negative (R22).
    pub balance: i32,
    pub min: u32,
    pub max: u32,
    /// Serials that are there, for serial-tracked parts.
    pub serials: Vec<String>,
}
