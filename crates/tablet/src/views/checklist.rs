//! The checklist of the visit in the version it was started with.

use feltbok_domain::{ids::Id, lang::LocalText};
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChecklistView {
    pub template_id: Id,
    pub version: u32,
    pub name: LocalText,
    pub items: Vec<ChecklistLine>,
    pub answered: u32,
    pub exceptions: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChecklistLine {
    pub key: String,
    pub text: LocalText,
    pub required: bool,
    /// `null` while unanswered.
    pub ok: Option<bool>,
    pub note: String,
    pub photo_id: Option<Id>,
}
