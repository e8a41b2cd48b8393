//! `POST /v1/enrol`: a tablet exchanges an invite and its own public keys for a token.

use feltbok_domain::ids::Id;
use serde::{Deserialize, Serialize};

use crate::feed::FeedId;

/// What a tablet sends with the invite it was shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnrolRequest {
    pub protocol: u16,
    pub app_version: String,
    /// The invite's whole text.
    pub invite: String,
    /// The name shown to dispatch, e.g. the host name.
    pub tablet_name: String,
    /// Ed25519 public key for requests, base64url.
    pub auth_key: String,
    /// P-256 public key for signing work orders, SEC1 uncompressed, base64url.
    pub document_key: String,
    /// Given when an enrolled tablet is enrolled again, after a revoke or a clone: its unsent work comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Follows>,
}

/// Who a tablet was before it is enrolled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    pub tablet_id: Id,
    /// Whose work it holds: an invite for somebody else is refused.
    pub technician_id: Id,
}

/// What it gets once; the token is not shown again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnrolResponse {
    pub tablet_id: Id,
    /// Short code in work order numbers (R30), e.g. `T07`.
    pub tablet_code: String,
    /// Opaque, 256 bits, base64url; the server keeps its hash.
    pub token: String,
    pub company_id: Id,
    pub company_name: String,
    pub technician_id: Id,
    pub technician_name: String,
    pub epoch: Id,
    pub feeds: Vec<FeedId>,
    /// The work order counter to go on from, if this code was used before.
    pub next_work_order: u32,
    /// How far the server had received from the tablet of [`EnrolRequest::follows`]: what lies beyond goes again.
    #[serde(default)]
    pub follows_last_dev_seq: u64,
    /// The tablet's certificate for its document key and the company's root, DER in base64; empty from servers that
    /// certify nothing yet.
    #[serde(default)]
    pub document_chain: Vec<String>,
    /// The company's P-256 key that evidence is sealed to, SEC1 uncompressed, base64url.
    #[serde(default)]
    pub evidence_key: Option<String>,
}

/// `POST /v1/certificate`, asked with an empty body by an enrolled tablet: the certificate as it stands, a new one when
/// there is none or it ends soon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertificateResponse {
    /// As [`EnrolResponse::document_chain`].
    pub document_chain: Vec<String>,
    /// As [`EnrolResponse::evidence_key`].
    #[serde(default)]
    pub evidence_key: Option<String>,
}
