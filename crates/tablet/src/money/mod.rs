//! Who pays: the visit as a claim, its verdict, the quote, and the customer's answer to it.

mod answer;
mod claim;
mod quote;

pub use claim::{Stage, entry_minutes, rates, usual_attribution, verdict, verdict_in_advance};
pub use quote::{code, part_verdict, quote_view, rule_code, verdict_view};
