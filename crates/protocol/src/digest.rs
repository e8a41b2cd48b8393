//! A feed's digest: order-independent, kept up with one step per change, equal on both sides after quiet.

use feltbok_domain::ids::Id;
use sha2::{Digest, Sha256};

use crate::record::RecordKind;

/// XOR of the first 16 bytes of SHA-256 over each live record's kind, id and revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedDigest(u128);

impl FeedDigest {
    /// Adds a record that was not in, or takes out one that was: the same step either way.
    pub fn toggle(&mut self, kind: RecordKind, id: Id, rev: u64) {
        let mut hash = Sha256::new();
        hash.update(kind.as_str());
        hash.update([0]);
        hash.update(id.as_bytes());
        hash.update(rev.to_be_bytes());
        let bytes: [u8; 32] = hash.finalize().into();
        let half: [u8; 16] = bytes[..16].try_into().expect("a SHA-256 has 32 bytes");
        self.0 ^= u128::from_be_bytes(half);
    }

    /// 32 hex digits.
    pub fn to_hex(self) -> String {
        format!("{:032x}", self.0)
    }

    /// Reads what [`FeedDigest::to_hex`] wrote.
    pub fn from_hex(hex: &str) -> Option<Self> {
        (hex.len() == 32).then(|| u128::from_str_radix(hex, 16).ok().map(FeedDigest)).flatten()
    }
}
