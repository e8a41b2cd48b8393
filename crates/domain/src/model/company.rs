//! The service company: what every document and rule of it shares.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::WorkingCalendar,
    entitlement::Rates,
    ids::Id,
    lang::{Lang, LocalText},
    si::SiFormat,
};

/// The company (tenant) with its brand, sticker form and defaults; all data belongs to exactly one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Company {
    pub id: Id,
    pub name: String,
    pub address: String,
    pub organisation_number: String,
    pub phone: String,
    pub email: String,
    /// The host printed in stickers, without scheme.
    pub sticker_host: String,
    pub si_format: SiFormat,
    /// Further sticker patterns with a `{si}` hole (R2).
    pub sticker_patterns: Vec<String>,
    /// IANA zone of the office.
    pub time_zone: String,
    pub lang: Lang,
    /// What is charged where no agreement says otherwise.
    pub ad_hoc_rates: Rates,
    /// Default part warranty in months (R20), at least 1.
    pub part_warranty_months: u32,
    pub consent_texts: Vec<ConsentText>,
    /// Whether tablets record time and pressure of a signature's strokes as evidence.
    #[serde(default = "recorded")]
    pub signature_dynamics: bool,
    /// Advice to back up before the work, printed on every work order.
    pub data_notice: LocalText,
    /// SVG or PNG of the brand, if the company set one, as base64.
    pub logo: Option<String>,
    /// `#rrggbb` of the brand on documents, if the company set one.
    #[serde(default)]
    pub brand_colour: Option<String>,
    /// The time stamping authority (RFC 3161) asked at receipt, if the company has one of its own.
    #[serde(default)]
    pub timestamp_url: Option<String>,
    /// The legal line at every page's foot.
    pub legal_footer: String,
}

/// Companies of before there was a choice.
fn recorded() -> bool {
    true
}

/// One version of the words a customer agrees to when signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConsentText {
    pub version: u32,
    pub text: LocalText,
}

/// A named working calendar (R11).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Calendar {
    pub id: Id,
    pub name: String,
    pub hours: WorkingCalendar,
}
