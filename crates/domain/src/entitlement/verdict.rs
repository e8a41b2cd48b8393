//! The answer: what each line is covered by or why it is billed, what is debited, and what it comes to.

use serde::{Deserialize, Serialize};

use super::{AttributionGroup, Inactivity, PrepaidDebit};
use crate::money::{Currency, Minor};

/// What pays for a covered line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum CoveredBy {
    PartWarranty,
    FactoryWarranty,
    Agreement,
    Prepaid,
    FreeSupport,
}

/// The rule that decided a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Rule {
    R13,
    R14,
    R15,
    R16,
    R17,
    R18,
    R19,
}

/// Why a line, or what a prepaid account leaves of it, is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Reason {
    ThirdParty,
    UserError,
    External,
    NotIncluded,
    AgreementInactive,
    NoAgreement,
    PrepaidExhausted,
}

impl Reason {
    /// The reason that R13 gives for a group; `None` for the groups it does not bill.
    pub(super) fn of_group(group: AttributionGroup) -> Option<Reason> {
        match group {
            AttributionGroup::ThirdParty => Some(Reason::ThirdParty),
            AttributionGroup::UserError => Some(Reason::UserError),
            AttributionGroup::External => Some(Reason::External),
            AttributionGroup::Equipment | AttributionGroup::None => None,
        }
    }
}

/// The verdict on labour or travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TimeVerdict {
    /// `None` is billable.
    pub covered_by: Option<CoveredBy>,
    pub rule: Rule,
    pub reason: Option<Reason>,
    /// What was recorded, before rounding.
    pub recorded_minutes: u32,
    /// Whole steps that are billed; 0 when covered.
    pub billed_minutes: u32,
    /// Whole steps that the prepaid account pays.
    pub prepaid_minutes: u32,
}

/// The verdict on one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PartVerdict {
    /// `None` is billable.
    pub covered_by: Option<CoveredBy>,
    pub rule: Rule,
    pub reason: Option<Reason>,
}

/// Which line of the claim an invoice line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LineKind {
    Labour,
    Travel,
    /// By index into the claim's parts.
    Part {
        index: u32,
    },
}

/// One line of the quote and the invoice; amounts in minor units, each rounded half up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct InvoiceLine {
    pub line: LineKind,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub net: Minor,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub vat: Minor,
}

/// Who pays for a claim, line by line, with the totals that the customer is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Verdict {
    /// `None` when no labour was recorded.
    pub labour: Option<TimeVerdict>,
    /// `None` when no travel was recorded.
    pub travel: Option<TimeVerdict>,
    /// In the claim's order.
    pub parts: Vec<PartVerdict>,
    /// In the order of use.
    pub prepaid_debits: Vec<PrepaidDebit>,
    /// What makes the agreement not count, when the reason is `agreement_inactive`.
    pub inactive_because: Option<Inactivity>,
    /// Only lines with an amount.
    pub lines: Vec<InvoiceLine>,
    pub currency: Currency,
    pub vat_basis_points: u32,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub net: Minor,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub vat: Minor,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub gross: Minor,
    /// True when there is anything to pay: the customer is asked before the work.
    pub needs_consent: bool,
}
