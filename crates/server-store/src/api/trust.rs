//! The company's certificate authority, and what was found of the signed work orders that came in.

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{StoreResult, TabletActor, UserActor, api::StoredFile};

/// The company's certificates, DER. Their keys are not the store's to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    pub root: Vec<u8>,
    /// The server's own, with which it countersigns.
    pub receipt: Vec<u8>,
}

/// A tablet's certificate for signing work orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabletCertificate {
    /// Lower-case hex.
    pub serial: String,
    pub tablet_id: Id,
    pub der: Vec<u8>,
    pub issued_at: Timestamp,
    pub until: Timestamp,
}

/// A certificate that was revoked with its tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokedCertificate {
    pub serial: String,
    pub at: Timestamp,
}

/// What is known of the tablet that a document came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentKey {
    /// P-256, SEC1 uncompressed, base64url.
    pub key: String,
    pub revoked_at: Option<Timestamp>,
    /// When it first got a certificate; before that it could not sign.
    pub certified_at: Option<Timestamp>,
}

/// A work order whose bytes are here and were not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreceivedDocument {
    pub sha256: String,
    pub visit_id: Id,
    pub job_id: Id,
    pub tablet_id: Id,
    pub technician: String,
    pub number: String,
    pub revision: u32,
    pub content_sha256: String,
    pub sealed_at: Timestamp,
    /// When its last byte was stored.
    pub stored_at: Timestamp,
}

/// What a document's signature was found to be on receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Signed by the tablet it came from, the whole file, under the company's root.
    Genuine,
    /// Without a signature: sealed before the tablet had a certificate.
    Unsigned,
    /// Signed, but not by the key of the tablet it came from.
    OtherKey,
    /// Signed after the tablet was shut out.
    Revoked,
    /// Changed after it was signed, or no readable PDF.
    Altered,
}

impl Finding {
    pub const ALL: [Finding; 5] =
        [Finding::Genuine, Finding::Unsigned, Finding::OtherKey, Finding::Revoked, Finding::Altered];

    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Finding::Genuine => "genuine",
            Finding::Unsigned => "unsigned",
            Finding::OtherKey => "other_key",
            Finding::Revoked => "revoked",
            Finding::Altered => "altered",
        }
    }

    /// The finding of a word written by [`Finding::as_str`].
    pub fn from_word(word: &str) -> Option<Finding> {
        Finding::ALL.into_iter().find(|finding| finding.as_str() == word)
    }
}

/// What was found when a work order came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The tablet's bytes.
    pub sha256: String,
    pub visit_id: Id,
    pub tablet_id: Id,
    pub number: String,
    pub revision: u32,
    pub content_sha256: String,
    pub sealed_at: Timestamp,
    pub received_at: Timestamp,
    pub finding: Finding,
    /// In English, for the log and the office's detail; empty when genuine.
    pub why: String,
    /// The same bytes with the server's countersignature behind them.
    pub copy_sha256: Option<String>,
    /// What the time stamping authority said, if the company uses one.
    pub stamped_at: Option<Timestamp>,
}

/// What dispatch is told about a document that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub job_id: Id,
    pub technician: String,
}

/// A document that is known by one of its hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDocument {
    pub receipt: Receipt,
    /// The newest revision under the same number.
    pub newest_revision: u32,
}

/// Certificates and receipts of a company.
#[async_trait]
pub trait TrustStore: Send + Sync {
    async fn authority(&self, company_id: Id) -> StoreResult<Option<Authority>>;

    /// The time stamping authority that the company asks instead of the operator's.
    async fn timestamp_url(&self, company_id: Id) -> StoreResult<Option<String>>;

    /// Keeps the company's certificates unless there are some, and gives those that are kept.
    async fn keep_authority(&self, company_id: Id, made: Authority, at: Timestamp) -> StoreResult<Authority>;

    /// A tablet's key with its standing. Errors: `NotFound`.
    async fn document_key(&self, company_id: Id, tablet_id: Id) -> StoreResult<DocumentKey>;

    /// The tablet's newest certificate.
    async fn tablet_certificate(&self, tablet: &TabletActor) -> StoreResult<Option<TabletCertificate>>;

    async fn keep_certificate(&self, company_id: Id, certificate: TabletCertificate) -> StoreResult<()>;

    /// Certificates of tablets that were shut out, by serial number.
    async fn revoked_certificates(&self, company_id: Id) -> StoreResult<Vec<RevokedCertificate>>;

    /// Documents stored since `since` without a receipt, oldest first, at most `limit`.
    async fn unreceived_documents(
        &self,
        company_id: Id,
        since: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<UnreceivedDocument>>;

    /// Keeps a receipt, without a copy yet, and tells dispatch of a doubt, once.
    async fn keep_receipt(
        &self,
        company_id: Id,
        receipt: Receipt,
        doubt: Option<Doubt>,
        at: Timestamp,
    ) -> StoreResult<()>;

    /// Receipts of documents received since `since` that have no countersigned copy; altered ones get none.
    async fn receipts_to_countersign(&self, company_id: Id, since: Timestamp, limit: u32) -> StoreResult<Vec<Receipt>>;

    /// Notes the countersigned copy of the document `sha256`, once.
    async fn keep_copy(
        &self,
        company_id: Id,
        sha256: &str,
        copy: StoredFile,
        stamped_at: Option<Timestamp>,
        at: Timestamp,
    ) -> StoreResult<()>;

    /// Receipts of a job's visits, by number and revision.
    async fn receipts(&self, user: &UserActor, job_id: Id) -> StoreResult<Vec<Receipt>>;

    /// A document by the hash of its bytes, of its countersigned copy or of its content.
    async fn known_document(&self, company_id: Id, sha256: &str) -> StoreResult<Option<KnownDocument>>;
}
