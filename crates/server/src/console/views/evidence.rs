//! How and when a customer signed.

use feltbok_domain::{lang::LocalText, model::Company};
use feltbok_protocol::evidence::Evidence;
use feltbok_work_order::{Paper, PenStroke, SignatureEvidence};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words;

/// Whether tablets record time and pressure of customers' signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dynamics {
    pub are_recorded: bool,
}

/// The evidence of a signature.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EvidenceView {
    pub number: String,
    /// Hash of the content, fixed and shown before there was ink.
    pub content_sha256: String,
    /// By the tablet's clock.
    #[schema(value_type = String, format = DateTime)]
    pub shown_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub signed_at: Timestamp,
    /// Server minus tablet.
    pub clock_offset_ms: i64,
    /// When it was signed by the server's clock.
    #[schema(value_type = String, format = DateTime)]
    pub signed_at_server: Timestamp,
    pub consent_version: u32,
    #[schema(value_type = words::LocalText)]
    pub consent_text: LocalText,
    pub tablet_code: String,
    pub app_version: String,
    pub name: String,
    pub role: String,
    pub typed: bool,
    pub aspect: f64,
    pub strokes: Vec<EvidenceStrokeView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EvidenceStrokeView {
    /// `[x, y]`, 0–1.
    #[schema(value_type = Vec<Vec<f64>>)]
    pub points: Vec<[f64; 2]>,
    /// `[milliseconds, pressure 0–1]` of each point; empty where none were recorded.
    #[schema(value_type = Vec<Vec<f64>>)]
    pub dynamics: Vec<[f64; 2]>,
}

impl From<Evidence> for EvidenceView {
    fn from(evidence: Evidence) -> Self {
        let offset = SignedDuration::from_millis(evidence.clock_offset_ms);
        let stroke = |stroke: feltbok_protocol::evidence::EvidenceStroke| EvidenceStrokeView {
            points: stroke.points,
            dynamics: stroke.dynamics,
        };
        EvidenceView {
            number: evidence.number,
            content_sha256: evidence.content_sha256,
            shown_at: evidence.shown_at,
            signed_at: evidence.signed_at,
            clock_offset_ms: evidence.clock_offset_ms,
            signed_at_server: evidence.signed_at.checked_add(offset).unwrap_or(evidence.signed_at),
            consent_version: evidence.consent_version,
            consent_text: evidence.consent_text,
            tablet_code: evidence.tablet_code,
            app_version: evidence.app_version,
            name: evidence.name,
            role: evidence.role,
            typed: evidence.typed,
            aspect: evidence.aspect,
            strokes: evidence.strokes.into_iter().map(stroke).collect(),
        }
    }
}

/// What the page of evidence shows; `sha256` is that of the sealed evidence.
pub fn sheet_of(evidence: Evidence, sha256: String, company: &Company) -> SignatureEvidence {
    let consent_text = evidence.consent_text.get(evidence.lang).to_owned();
    SignatureEvidence {
        company: company.name.clone(),
        number: evidence.number,
        revision: evidence.revision,
        content_sha256: evidence.content_sha256,
        evidence_sha256: sha256,
        shown_at: evidence.shown_at,
        signed_at: evidence.signed_at,
        clock_offset_ms: evidence.clock_offset_ms,
        consent_version: evidence.consent_version,
        consent_text,
        tablet: evidence.tablet_code,
        app_version: evidence.app_version,
        name: evidence.name,
        role: evidence.role,
        typed: evidence.typed,
        aspect: evidence.aspect,
        strokes: evidence
            .strokes
            .into_iter()
            .map(|stroke| PenStroke { points: stroke.points, dynamics: stroke.dynamics })
            .collect(),
        lang: evidence.lang,
        time_zone: company.time_zone.clone(),
        paper: Paper::A4,
    }
}
