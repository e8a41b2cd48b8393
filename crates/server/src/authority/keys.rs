//! The company's keys, derived from the server's: HMAC-SHA-256 over company and purpose.

use ed25519_dalek::SigningKey as ServerKey;
use feltbok_domain::ids::Id;
use hmac::{Hmac, Mac};
use p256::ecdsa::SigningKey;
use sha2::Sha256;

/// Signs certificates and revocation lists.
pub const ROOT: &str = "root";
/// Signs the receipt of work orders.
pub const RECEIPT: &str = "receipt";

/// Opens evidence.
pub const EVIDENCE: &str = "evidence";

/// The company's P-256 key for one purpose; always the same from the same server key.
pub fn derived(server: &ServerKey, company_id: Id, purpose: &str) -> SigningKey {
    let try_number = |number: u8| {
        let mut mac = Hmac::<Sha256>::new_from_slice(&server.to_bytes()).expect("HMAC takes keys of any length");
        mac.update(b"feltbok-company-key-1\0");
        mac.update(company_id.as_bytes());
        mac.update(purpose.as_bytes());
        mac.update(&[0, number]);
        SigningKey::from_slice(&mac.finalize().into_bytes()).ok()
    };
    // One in 2^32 results is no number of the curve's; the next one is taken then.
    (0..=u8::MAX).find_map(try_number).expect("256 misses in a row do not happen")
}
