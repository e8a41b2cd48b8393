//! Diagnosis with the codes that are left to choose from, and who pays by what is known now.

use feltbok_domain::{
    entitlement::{Attribution, AttributionGroup, ConsentState},
    ids::Id,
    lang::LocalText,
    model::Diagnosis,
    money::Minor,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DiagnosisView {
    pub diagnosis: Diagnosis,
    pub symptoms: Vec<CodeChoice>,
    /// Causes that the chosen symptom leaves.
    pub causes: Vec<CodeChoice>,
    /// Remedies that the chosen cause leaves.
    pub remedies: Vec<CodeChoice>,
    pub attributions: Vec<AttributionChoice>,
    pub quote: Option<QuoteView>,
}

/// A code; those used lately on this kind of machine come first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CodeChoice {
    pub code: String,
    pub name: LocalText,
    pub recent: bool,
}

/// An attribution with its consequence, before it is chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AttributionChoice {
    pub attribution: Attribution,
    pub group: AttributionGroup,
    pub covered: bool,
    /// Gross total that the customer would be asked for, in minor units.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub gross: Minor,
    pub currency: String,
}

/// Who pays, in one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct VerdictView {
    /// True when no line is billable.
    pub covered: bool,
    /// `agreement`, `factory_warranty`, `part_warranty`, `free_support`, `prepaid`, or a reason such as `user_error`.
    pub code: String,
    /// The rule that decided, e.g. `R16`.
    pub rule: String,
}

/// The quote: every line of the invoice to be, with who pays and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct QuoteView {
    pub lines: Vec<QuoteLine>,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub net: Minor,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub vat: Minor,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub gross: Minor,
    /// Decimals to show, by CLDR.
    pub decimals: u8,
    /// Digits of the minor unit: amount = minor units / 10^minor_digits.
    pub minor_digits: u8,
    pub vat_basis_points: u32,
    pub currency: String,
    pub needs_consent: bool,
    pub consent: ConsentState,
    /// The answer given so far.
    pub answer: Option<ConsentAnswer>,
    pub step_minutes: u32,
    /// True while the work is not done: at least an hour of labour is foreseen.
    pub estimated: bool,
    pub prepaid_minutes_left: Option<u32>,
    /// When prepaid balance and agreement were last brought up to date.
    pub as_of: Option<Timestamp>,
    pub attribution: Option<Attribution>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum QuoteLineKind {
    Labour,
    Travel,
    Part,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct QuoteLine {
    pub kind: QuoteLineKind,
    /// The fitted part's entry, for a part.
    pub fitted_id: Option<Id>,
    pub name: Option<LocalText>,
    pub number: Option<String>,
    pub quantity: u32,
    /// Minutes as recorded, and after rounding up (labour and travel).
    pub minutes: Option<u32>,
    pub billed_minutes: Option<u32>,
    pub prepaid_minutes: Option<u32>,
    pub covered: bool,
    /// Who covers it or why it is billed: see [`VerdictView::code`].
    pub code: String,
    pub rule: String,
    /// Net price of one unit or of an hour.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub unit_price: Minor,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub net: Minor,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub vat: Minor,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConsentAnswer {
    pub accepted: bool,
    pub name: String,
    pub at: Timestamp,
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub shown_gross: Minor,
    pub reason: Option<String>,
}

/// The customer's answer to the quote, with ink or a typed name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AnswerQuote {
    pub accepted: bool,
    pub name: String,
    pub role: String,
    /// Pad width divided by its height.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub aspect: f64,
    /// Strokes of `[x, y]`, 0–1.
    #[cfg_attr(feature = "bindings", specta(type = Vec<Vec<[i32; 2]>>))]
    pub strokes: Vec<Vec<[f64; 2]>>,
    /// True when the name was typed in place of ink.
    pub typed: bool,
    /// Why it was declined.
    pub reason: Option<String>,
    /// The total that was on the screen; refused when the quote has changed since.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub shown_gross: Minor,
}
