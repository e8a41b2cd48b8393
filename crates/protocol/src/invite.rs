//! Invites: what a tablet scans to enrol; signed by the server, single-use, at most ten minutes old.

use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use feltbok_domain::ids::Id;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The first part of every invite's text.
const PREFIX: &str = "FELTBOK1";

/// What an invite says; shown for confirmation before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// `https://host[:port]`; plain http only for loopback.
    pub url: String,
    pub company_id: Id,
    pub company: String,
    pub technician: String,
    /// The secret that is used up by enrolling, base64url of 16 bytes.
    pub secret: String,
    pub expires_at: Timestamp,
    /// The server's Ed25519 key, base64url: the pin that every later answer is checked against.
    pub server_key: String,
    /// SHA-256 of the TLS key (SubjectPublicKeyInfo), base64url, where the server's certificate is its own.
    pub tls_pin: Option<String>,
}

/// Why a text is no invite to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    #[error("this code is no Feltbok invite")]
    NotAnInvite,
    #[error("the invite was changed after it was made")]
    BadSignature,
    #[error("the invite expired at {0}")]
    Expired(Timestamp),
    #[error("the invite names {0:?}, which is neither https nor this machine")]
    UnsafeAddress(String),
}

impl Invite {
    /// The text for the QR: `FELTBOK1.<payload>.<signature>`.
    pub fn seal(&self, key: &SigningKey) -> String {
        let json = serde_json::to_vec(self).expect("an invite holds only text");
        let payload = BASE64URL_NOPAD.encode(&json);
        let signature = key.sign(format!("{PREFIX}.{payload}").as_bytes());
        format!("{PREFIX}.{payload}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
    }

    /// Reads an invite and checks signature, age and address. The key is the invite's own: it says that nobody changed
    /// the text, while the person who confirms host and company says that it is the right one.
    pub fn open(text: &str, now: Timestamp) -> Result<Invite, InviteError> {
        let (signed, signature) = text.trim().rsplit_once('.').ok_or(InviteError::NotAnInvite)?;
        let payload = signed.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix('.'));
        let json = decode(payload.ok_or(InviteError::NotAnInvite)?)?;
        let invite: Invite = serde_json::from_slice(&json).map_err(|_| InviteError::NotAnInvite)?;
        let signature = Signature::from_slice(&decode(signature)?).map_err(|_| InviteError::NotAnInvite)?;
        let key = verifying_key(&invite.server_key).ok_or(InviteError::NotAnInvite)?;
        key.verify(signed.as_bytes(), &signature).map_err(|_| InviteError::BadSignature)?;
        if !is_safe_address(&invite.url) {
            return Err(InviteError::UnsafeAddress(invite.url));
        }
        if invite.expires_at <= now {
            return Err(InviteError::Expired(invite.expires_at));
        }
        Ok(invite)
    }
}

/// The Ed25519 key in a base64url text.
pub fn verifying_key(text: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok()
}

fn decode(text: &str) -> Result<Vec<u8>, InviteError> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| InviteError::NotAnInvite)
}

/// https anywhere, or plain http to this very machine. A host must end where a port begins or the path does: what is glued
/// to it would be read by somebody else's rules.
fn is_safe_address(url: &str) -> bool {
    if url.starts_with("https://") {
        return true;
    }
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (is_loopback, port) = match authority.strip_prefix('[') {
        Some(v6) => {
            let Some((host, port)) = v6.split_once(']') else { return false };
            (host.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback()), port)
        }
        None => {
            let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
            let is_loopback = host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
            (is_loopback || host == "localhost", port)
        }
    };
    is_loopback && is_port_or_nothing(port)
}

/// Nothing, or a colon and a number that a port can have; digits alone, because `parse` would take a sign.
fn is_port_or_nothing(text: &str) -> bool {
    let is_number = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    text.is_empty() || text.strip_prefix(':').is_some_and(is_number)
}
