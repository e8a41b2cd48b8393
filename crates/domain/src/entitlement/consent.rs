//! Whether the customer agreed to what the work costs, before it was done.

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::model::Consent;

/// How a verdict stands against the customer's answer to the quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ConsentState {
    /// Nothing to pay.
    NotNeeded,
    Given,
    /// Given for less than it has come to: ask again, or bill what was agreed.
    Exceeded,
    /// Not asked or declined: recorded all the same, and dispatch is told.
    NoConsent,
}

/// Compares what is to be paid with what the customer saw and accepted.
pub fn consent_state(verdict: &Verdict, answer: Option<&Consent>) -> ConsentState {
    match answer {
        _ if !verdict.needs_consent => ConsentState::NotNeeded,
        Some(consent) if consent.accepted => {
            let covers = consent.currency == verdict.currency.code() && verdict.gross <= consent.shown_gross;
            if covers { ConsentState::Given } else { ConsentState::Exceeded }
        }
        _ => ConsentState::NoConsent,
    }
}
