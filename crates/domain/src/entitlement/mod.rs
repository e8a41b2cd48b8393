//! Entitlement: who pays for a line of work, decided per line, offline, with the reason (R13–R19).
//!
//! [`decide`] turns a [`Claim`] (what happened, and every date and promise that bears on it) into a [`Verdict`]
//! (what is covered by what, what is billed and why). Tablet, server and console run the same function.

mod attribution;
mod billing;
mod claim;
mod consent;
mod decide;
mod prepaid;
mod standing;
mod template;
pub mod terms;
mod verdict;

pub use attribution::{Attribution, AttributionGroup};
pub use billing::{amount_of_time, round_up_to_step};
pub use claim::{AgreementClaimed, Claim, ClaimedPart, Lot};
pub use consent::{ConsentState, consent_state};
pub use decide::decide;
pub use prepaid::{PrepaidDebit, debit, valid_minutes, without};
pub use standing::{Inactivity, inactivity};
pub use template::AgreementTemplate;
pub use terms::Rates;
pub use verdict::{CoveredBy, InvoiceLine, LineKind, PartVerdict, Reason, Rule, TimeVerdict, Verdict};
