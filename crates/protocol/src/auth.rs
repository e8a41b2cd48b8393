//! The signatures on every request and answer: a stolen token alone opens nothing, a captive portal is not the server.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use sha2::{Digest, Sha256};

/// `Feltbok-Timestamp`: the tablet's time of the request, RFC 3339.
pub const TIMESTAMP: &str = "feltbok-timestamp";
/// `Feltbok-Nonce`: 16 random bytes, base64url; a server refuses one it has seen within the window.
pub const NONCE: &str = "feltbok-nonce";
/// `Feltbok-Signature`: the tablet's signature over [`canonical_request`], base64url.
pub const SIGNATURE: &str = "feltbok-signature";
/// `Feltbok-Server-Signature`: the server's over [`canonical_response`], base64url.
pub const SERVER_SIGNATURE: &str = "feltbok-server-signature";
/// `Feltbok-Server-Time`: the server's time, RFC 3339, on every answer, so that a skewed tablet can measure its offset.
pub const SERVER_TIME: &str = "feltbok-server-time";

/// What the tablet signs: method, path with query, timestamp, nonce and the hash of the body as sent.
pub fn canonical_request(method: &str, path_and_query: &str, timestamp: &str, nonce: &str, body: &[u8]) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(body));
    format!("feltbok-request-1\n{method}\n{path_and_query}\n{timestamp}\n{nonce}\n{hash}")
}

/// What the server signs: the request's nonce, the status and the hash of the body as sent.
pub fn canonical_response(nonce: &str, status: u16, body: &[u8]) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(body));
    format!("feltbok-response-1\n{nonce}\n{status}\n{hash}")
}

/// Signs a canonical text; base64url.
pub fn sign(key: &SigningKey, canonical: &str) -> String {
    BASE64URL_NOPAD.encode(&key.sign(canonical.as_bytes()).to_bytes())
}

/// Whether `signature` is `key`'s over the canonical text.
pub fn verify(key: &VerifyingKey, canonical: &str, signature: &str) -> bool {
    BASE64URL_NOPAD
        .decode(signature.as_bytes())
        .ok()
        .and_then(|bytes| Signature::from_slice(&bytes).ok())
        .is_some_and(|signature| key.verify(canonical.as_bytes(), &signature).is_ok())
}
