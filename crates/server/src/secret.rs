//! Secrets that the server hands out: random, shown once, kept only as their hash.

use data_encoding::BASE64URL_NOPAD;
use feltbok_domain::ids::{Id, Uuid};
use feltbok_server_store::api::SecretHash;
use rand::RngCore;
use sha2::{Digest, Sha256};

const COMPANY_BYTES: usize = 16;
const RANDOM_BYTES: usize = 32;
/// Crockford base32 without check symbol; every character is alphanumeric in a QR.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a sticker's token (R2).
const STICKER_CHARACTERS: usize = 10;

/// A bearer token of a tablet or a session: the company, so that the right shard is asked, and 256 random bits.
pub fn token(company_id: Id) -> String {
    let mut bytes = [0; COMPANY_BYTES + RANDOM_BYTES];
    bytes[..COMPANY_BYTES].copy_from_slice(company_id.as_bytes());
    rand::rng().fill_bytes(&mut bytes[COMPANY_BYTES..]);
    BASE64URL_NOPAD.encode(&bytes)
}

/// The company that a token names, unproven, and the hash to look it up by.
pub fn read_token(token: &str) -> Option<(Id, SecretHash)> {
    let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
    if bytes.len() != COMPANY_BYTES + RANDOM_BYTES {
        return None;
    }
    let company = Uuid::from_slice(&bytes[..COMPANY_BYTES]).ok()?;
    Some((company, hash(token)))
}

/// An invite's secret: 128 random bits, base64url.
pub fn invite_secret() -> String {
    let mut bytes = [0; 16];
    rand::rng().fill_bytes(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

/// The secret part of a sticker's address (R2).
pub fn sticker_token() -> String {
    let mut bytes = [0; STICKER_CHARACTERS];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| char::from(CROCKFORD[usize::from(byte % 32)])).collect()
}

/// How a secret is stored.
pub fn hash(secret: &str) -> SecretHash {
    Sha256::digest(secret.as_bytes()).into()
}
