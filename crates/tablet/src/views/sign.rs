//! The work order before and while the customer signs.

use feltbok_domain::{
    ids::Id,
    lang::{Lang, LocalText},
    model::UnsignedReason,
};
use serde::{Deserialize, Serialize};

use super::QuoteView;

/// Everything the signing screen needs. The preview's bytes come through `signing_preview`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SigningView {
    pub job_id: Id,
    pub lang: Lang,
    /// Fixed from here on: what the customer signs (R31).
    pub content_sha256: String,
    pub pages: u32,
    pub company: String,
    pub customer: String,
    pub machine: String,
    pub work_done: String,
    pub quote: Option<QuoteView>,
    pub consent_version: u32,
    pub consent_text: LocalText,
    /// Name and role proposed from the contact on site.
    pub proposed_name: String,
    pub proposed_role: String,
    pub ink: InkView,
}

/// The ink saved so far; it survives a killed app.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct InkView {
    /// Pad width divided by its height.
    pub aspect: f64,
    /// Strokes of `[x, y]`, 0–1.
    pub strokes: Vec<Vec<[f64; 2]>>,
    /// True once the ink is more than a dot.
    pub enough: bool,
}

/// A finished stroke.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Stroke {
    pub aspect: f64,
    pub points: Vec<[f64; 2]>,
}

/// The customer's confirmation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignAndConfirm {
    /// The hash that was on the screen; refused when the content has changed since.
    pub content_sha256: String,
    pub name: String,
    pub role: String,
    /// True when the name was typed in place of ink.
    pub typed: bool,
    /// 1–5.
    pub mark: Option<u8>,
    pub comment: String,
}

/// Ending the visit without a signature (R32).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FinishUnsigned {
    pub reason: UnsignedReason,
    pub note: String,
}
