//! The evidence behind a customer's signature: how it was written and when, sealed on the tablet to the company's key.
//!
//! Pressure and speed of a signature say something about a person's body, so nobody but the company's server can open
//! them, and they are recorded only where the company wants them (ADR 11).

use feltbok_domain::{
    ids::Id,
    lang::{Lang, LocalText},
};
use jiff::Timestamp;
use p256::SecretKey;
use serde::{Deserialize, Serialize};

use crate::seal;

/// The first bytes of every sealed evidence.
pub const MAGIC: &[u8] = b"FELTBOK-EVIDENCE-1\n";
/// Its media type.
pub const MEDIA_TYPE: &str = "application/vnd.feltbok.evidence";

/// How and when a customer signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub number: String,
    pub revision: u32,
    /// Hash of the content, fixed and shown before there was ink (R31).
    pub content_sha256: String,
    /// When it was fixed, by the tablet's clock.
    pub shown_at: Timestamp,
    /// When it was signed, by the tablet's clock.
    pub signed_at: Timestamp,
    /// Server minus tablet, measured at the last answer before.
    pub clock_offset_ms: i64,
    pub lang: Lang,
    pub consent_version: u32,
    pub consent_text: LocalText,
    pub tablet_id: Id,
    pub tablet_code: String,
    pub app_version: String,
    pub name: String,
    pub role: String,
    pub typed: bool,
    /// Pad width divided by its height.
    pub aspect: f64,
    pub strokes: Vec<EvidenceStroke>,
}

/// A stroke of the pen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceStroke {
    /// `[x, y]`, 0–1.
    pub points: Vec<[f64; 2]>,
    /// `[milliseconds, pressure 0–1]` of each point, counted from the stroke's first; empty where the company records
    /// none.
    pub dynamics: Vec<[f64; 2]>,
}

/// Evidence that cannot be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    #[error("the company's evidence key is not readable")]
    Key,
    #[error("this is no evidence, or it was changed")]
    Damaged,
}

impl Evidence {
    /// Sealed to a P-256 key (SEC1 uncompressed, base64url): its owner alone opens it.
    pub fn seal(&self, to: &str) -> Result<Vec<u8>, EvidenceError> {
        let json = serde_json::to_vec(self).map_err(|_| EvidenceError::Damaged)?;
        seal::seal(MAGIC, &json, to).map_err(|_| EvidenceError::Key)
    }

    /// Opens what [`Evidence::seal`] made.
    pub fn open(sealed: &[u8], with: &SecretKey) -> Result<Evidence, EvidenceError> {
        let json = seal::open(MAGIC, sealed, with).map_err(|_| EvidenceError::Damaged)?;
        serde_json::from_slice(&json).map_err(|_| EvidenceError::Damaged)
    }
}
