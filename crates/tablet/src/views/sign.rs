//! The work order before and while the customer signs.

use feltbok_domain::{
    ids::Id,
    lang::{Lang, LocalText},
    model::{Satisfaction, UnsignedReason},
};
use serde::{Deserialize, Serialize};

use super::QuoteView;

/// Everything the signing screen needs. The pages come through `signing_page`.
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
    /// What the customer has rated so far; part of what is signed.
    pub satisfaction: Option<Satisfaction>,
    pub ink: InkView,
}

/// The ink saved so far; it survives a killed app.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct InkView {
    /// Pad width divided by its height.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub aspect: f64,
    /// Strokes of `[x, y]`, 0–1.
    #[cfg_attr(feature = "bindings", specta(type = Vec<Vec<[i32; 2]>>))]
    pub strokes: Vec<Vec<[f64; 2]>>,
    /// True once the ink is more than a dot.
    pub enough: bool,
}

/// A finished stroke.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Stroke {
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub aspect: f64,
    #[cfg_attr(feature = "bindings", specta(type = Vec<[i32; 2]>))]
    pub points: Vec<[f64; 2]>,
    /// `[milliseconds, pressure 0–1]` of each point, counted from the stroke's first; empty where it is not known.
    #[cfg_attr(feature = "bindings", specta(type = Vec<[i32; 2]>))]
    pub dynamics: Vec<[f64; 2]>,
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
}

/// Ending the visit without a signature (R32).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FinishUnsigned {
    pub reason: UnsignedReason,
    pub note: String,
}
