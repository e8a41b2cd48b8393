//! The company's key for evidence: tablets seal to it, an admin has the server open with it (ADR 11).

use data_encoding::BASE64URL_NOPAD;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    evidence::{Evidence, EvidenceError},
    lost::{Part, PartError, open_part},
};

use super::keys::{EVIDENCE, derived};
use crate::app::App;

/// What tablets seal to: SEC1 uncompressed, base64url.
pub fn evidence_key(app: &App, company_id: Id) -> String {
    let key = derived(&app.key, company_id, EVIDENCE);
    BASE64URL_NOPAD.encode(key.verifying_key().to_encoded_point(false).as_bytes())
}

/// Opens evidence of the company's tablets.
pub fn open_evidence(app: &App, company_id: Id, sealed: &[u8]) -> Result<Evidence, EvidenceError> {
    Evidence::open(sealed, &derived(&app.key, company_id, EVIDENCE).into())
}

/// Opens what lost tablets of the company have sealed (ADR 15), on whatever thread.
pub fn open_sealed(app: &App, company_id: Id) -> impl Fn(&[u8]) -> Result<Part, PartError> + Send + use<> {
    let key = derived(&app.key, company_id, EVIDENCE).into();
    move |sealed| open_part(sealed, &key)
}
