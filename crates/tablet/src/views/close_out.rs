//! Close-out: how the visit ends, and what is still missing before the customer can sign.

use feltbok_domain::{ids::Id, model::CloseOut};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CloseOutView {
    pub close_out: CloseOut,
    /// Everything still missing; what has `required` stops signing.
    pub missing: Vec<Missing>,
    pub can_sign: bool,
    pub loaner: Option<super::LoanerProposal>,
    pub ordered: Vec<super::PartChoice>,
}

/// One missing thing with the screen that mends it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Missing {
    pub what: MissingItem,
    pub link: VisitScreen,
    pub required: bool,
    /// Which checklist item or meter, where it is one of several.
    pub key: Option<String>,
    pub entry_id: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MissingItem {
    Machine,
    Attribution,
    Symptom,
    Cause,
    Remedy,
    Actions,
    Reading,
    ChecklistItem,
    Consent,
    Outcome,
    MachineState,
    Workaround,
    WaitingReason,
    OrderedParts,
}

/// The screens of a visit that a link can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum VisitScreen {
    Scan,
    Diagnosis,
    Times,
    Parts,
    Readings,
    Checklist,
    Photos,
    Quote,
    CloseOut,
}
