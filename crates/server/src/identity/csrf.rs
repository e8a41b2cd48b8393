//! The value that a page must send back in a header, which a foreign page cannot read.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The header of every request that changes something.
pub const CSRF_HEADER: &str = "feltbok-csrf";

/// The value that goes with a session's token.
pub(super) fn value_of(token: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"feltbok-csrf-1\n");
    hash.update(token);
    BASE64URL_NOPAD.encode(&hash.finalize())
}

/// Whether the header's value belongs to the token.
pub(super) fn fits(token: &str, sent: &str) -> bool {
    value_of(token).as_bytes().ct_eq(sent.as_bytes()).into()
}
