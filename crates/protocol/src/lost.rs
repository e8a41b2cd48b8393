//! A lost tablet: what waits on it is sealed to the company's key, everything else on it is erased, and the sealed parts
//! go to the server as the line allows (ADR 15).
//!
//! Every other route refuses a lost tablet with `tablet_lost`. The tablet obeys an answer alone that bears its server's
//! signature.

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use p256::SecretKey;
use serde::{Deserialize, Serialize};

use crate::{
    FILE_BYTES_MAX,
    bundle::{self, Bundle, BundleError},
    seal::{self, SealError},
};

const WORK: &[u8] = b"FELTBOK-LOST-WORK-1\n";
const FILE: &[u8] = b"FELTBOK-LOST-FILE-1\n";
/// Operations in one sealed part at most.
pub const PART_OPERATIONS_MAX: usize = 5_000;
/// A sealed part at most, in bytes.
#[expect(clippy::cast_possible_truncation, reason = "64 MiB")]
pub const PART_BYTES_MAX: usize = FILE_BYTES_MAX as usize + 4_096;

/// `GET /v1/lost`, for lost tablets; `not_found` when the tablet is not or no more given for lost: nothing is erased then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostOrder {
    pub lost_at: Timestamp,
    /// The company's P-256 key, SEC1 uncompressed, base64url.
    pub seal_to: String,
}

/// `POST /v1/lost/erased`: the tablet holds nothing any more but the sealed parts. Asked again until none is missing; the
/// same notice is answered after that too, for an answer that was lost on the way.
///
/// The parts go by `PUT /v1/lost/parts/{sha256}`, named by the SHA-256 of their bytes in lower-case hex, as often as it
/// takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// By the tablet's clock.
    pub erased_at: Timestamp,
    pub operations: u32,
    pub files: u32,
    /// Files that waited and could not be read: they are in no part.
    pub unreadable: u32,
    /// All parts, those with operations first, in the order of their numbers.
    pub parts: Vec<String>,
}

/// The answer to [`Erased`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedReply {
    /// Parts that the server does not have. Without any the tablet deletes the rest; its token opens nothing any more.
    pub missing: Vec<String>,
}

/// What a part holds.
pub enum Part {
    /// Operations with the files they name; the files' bytes are parts of their own.
    Work(bundle::Opened),
    /// The bytes of a file.
    File(Vec<u8>),
}

/// Why a part does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Content(#[from] BundleError),
}

/// Seals operations, signed by the tablet's key. The bundle's `contents` stay empty: files are parts of their own.
pub fn seal_work(bundle: &Bundle, key: &SigningKey, to: &str) -> Result<Vec<u8>, PartError> {
    Ok(seal::seal(WORK, &bundle.signed(key)?, to)?)
}

/// Seals a file. An operation names it by its hash, so that it needs no signature.
pub fn seal_file(bytes: &[u8], to: &str) -> Result<Vec<u8>, PartError> {
    Ok(seal::seal(FILE, bytes, to)?)
}

/// Whether a sealed part holds operations by what it says of itself, before anybody has opened it.
pub fn says_work(sealed: &[u8]) -> bool {
    sealed.starts_with(WORK)
}

/// Opens what a lost tablet has sealed; whose the operations are, is not known before their signature was checked.
pub fn open_part(sealed: &[u8], with: &SecretKey) -> Result<Part, PartError> {
    if sealed.starts_with(FILE) {
        return Ok(Part::File(seal::open(FILE, sealed, with)?));
    }
    Ok(Part::Work(bundle::read(&seal::open(WORK, sealed, with)?)?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use data_encoding::BASE64URL_NOPAD;
    use feltbok_domain::ids::Id;
    use p256::elliptic_curve::sec1::ToEncodedPoint;

    use super::*;

    fn public(key: &SecretKey) -> String {
        BASE64URL_NOPAD.encode(key.public_key().to_encoded_point(false).as_bytes())
    }

    #[test]
    fn the_company_alone_opens_a_part_and_knows_who_made_it() {
        let (company, other) = (SecretKey::from_slice(&[3; 32]).unwrap(), SecretKey::from_slice(&[4; 32]).unwrap());
        let (tablet, forger) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let bundle = Bundle {
            tablet_id: Id::from_u128(7),
            made_at: Timestamp::UNIX_EPOCH,
            operations: Vec::new(),
            files: Vec::new(),
            contents: BTreeMap::new(),
        };
        let work = seal_work(&bundle, &tablet, &public(&company)).unwrap();
        let Ok(Part::Work(opened)) = open_part(&work, &company) else { panic!("it did not open") };
        assert_eq!(opened.bundle, bundle);
        assert!(opened.is_signed_by(&tablet.verifying_key()) && !opened.is_signed_by(&forger.verifying_key()));
        let file = seal_file(b"a photo", &public(&company)).unwrap();
        assert!(matches!(open_part(&file, &company), Ok(Part::File(bytes)) if bytes == b"a photo"));
        let mut changed = file.clone();
        *changed.last_mut().unwrap() ^= 1;
        let as_work = [WORK, &file[FILE.len()..]].concat();
        for (sealed, key) in [(&file, &other), (&changed, &company), (&as_work, &company), (&Vec::new(), &company)] {
            assert!(matches!(open_part(sealed, key), Err(PartError::Seal(SealError::Closed))));
        }
        assert_eq!(seal_file(b"", "no key"), Err(PartError::Seal(SealError::Key)));
    }
}
