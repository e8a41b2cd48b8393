//! Sealing on a tablet what the company's server alone may open: evidence, and what waited on a lost tablet.
//!
//! The purpose, 65 bytes of a one-time P-256 key, then ChaCha20-Poly1305 under a key that both sides make of theirs.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use p256::{ProjectivePoint, PublicKey, SecretKey, elliptic_curve::sec1::ToEncodedPoint};
use rand_core::OsRng;
use sha2::{Digest, Sha256};

const POINT_LENGTH: usize = 65;

/// What cannot be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the company's key is not readable")]
    Key,
    #[error("it was sealed for something else or to somebody else, or it was changed")]
    Closed,
}

/// Seals to a P-256 key (SEC1 uncompressed, base64url): its owner alone opens it, for the same purpose alone.
pub fn seal(purpose: &[u8], plain: &[u8], to: &str) -> Result<Vec<u8>, SealError> {
    let point = BASE64URL_NOPAD.decode(to.as_bytes()).map_err(|_| SealError::Key)?;
    let to = PublicKey::from_sec1_bytes(&point).map_err(|_| SealError::Key)?;
    let once = SecretKey::random(&mut OsRng);
    let own = once.public_key().to_encoded_point(false);
    let key = shared_key(purpose, &once, &to, own.as_bytes());
    let message = Payload { msg: plain, aad: purpose };
    // The key is used once, so that the nonce need not differ.
    let sealed = ChaCha20Poly1305::new(&key.into()).encrypt(&Nonce::default(), message);
    Ok([purpose, own.as_bytes(), &sealed.map_err(|_| SealError::Closed)?].concat())
}

/// Opens what [`seal`] made.
pub fn open(purpose: &[u8], sealed: &[u8], with: &SecretKey) -> Result<Vec<u8>, SealError> {
    let rest = sealed.strip_prefix(purpose).ok_or(SealError::Closed)?;
    let (point, sealed) = rest.split_at_checked(POINT_LENGTH).ok_or(SealError::Closed)?;
    let from = PublicKey::from_sec1_bytes(point).map_err(|_| SealError::Closed)?;
    let key = shared_key(purpose, with, &from, point);
    let message = Payload { msg: sealed, aad: purpose };
    ChaCha20Poly1305::new(&key.into()).decrypt(&Nonce::default(), message).map_err(|_| SealError::Closed)
}

/// Diffie–Hellman on P-256, then SHA-256 over purpose, shared point and the one-time key.
fn shared_key(purpose: &[u8], secret: &SecretKey, public: &PublicKey, once: &[u8]) -> [u8; 32] {
    let shared = ProjectivePoint::from(*public.as_affine()) * *secret.to_nonzero_scalar();
    let shared = shared.to_affine().to_encoded_point(false);
    let mut hash = Sha256::new();
    hash.update(purpose);
    hash.update(shared.as_bytes());
    hash.update(once);
    hash.finalize().into()
}
