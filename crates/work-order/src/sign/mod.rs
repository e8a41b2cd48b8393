//! Signs a finished PDF (PAdES baseline B, R34) and says later whether it is still what was signed.
//!
//! A signature is an incremental update: not a byte of the file before it changes. A second one (the server's, with
//! the time of receipt) is appended the same way.

mod certificate;
mod cms;
mod object;
mod revocation;
mod stamp;
mod update;
mod verify;

use jiff::Timestamp;
use p256::ecdsa::SigningKey;

pub use certificate::{CertificateFacts, Subject, Validity, certificate_facts, root_certificate, signer_certificate};
pub use revocation::{Revoked, revocation_list};
pub use stamp::{Stamp, StampRequest, read_stamp_answer, stamp_request};
pub use update::Unfinished;
pub use verify::{Authenticity, SignedBy, verify};

/// A P-256 key with its certificate and those above it, as DER, the signer's own first.
pub struct Signer<'a> {
    pub key: &'a SigningKey,
    pub chain: &'a [Vec<u8>],
}

/// What a signature says about itself; shown by PDF viewers.
#[derive(Debug, Clone, Copy)]
pub struct SignatureNote<'a> {
    pub name: &'a str,
    pub reason: &'a str,
    pub place: &'a str,
    pub at: Timestamp,
}

/// Why a file could not be signed or a certificate not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    #[error("this file is no PDF that can be signed: {0}")]
    File(String),
    #[error("certificate: {0}")]
    Certificate(String),
    #[error("the certificate belongs to another key")]
    OtherKey,
}

/// `pdf` with a signature of `signer` appended. The same input gives the same bytes (RFC 6979).
pub fn sign(pdf: &[u8], signer: &Signer, note: &SignatureNote) -> Result<Vec<u8>, SignError> {
    update::begin(pdf, signer, note, false)?.finish(None)
}

/// The same with room for a time stamp, which is asked for in between.
pub fn begin_stamped(pdf: &[u8], signer: &Signer, note: &SignatureNote) -> Result<Unfinished, SignError> {
    update::begin(pdf, signer, note, true)
}
