//! The bundle: everything that a tablet could not send, in one file, for when the tablet must go before its server is
//! reached. The console takes it in.
//!
//! `FBB2`, 16 bytes of salt, 24 of nonce, then XChaCha20-Poly1305 under a key that Argon2id makes of the code, over 64
//! bytes of the tablet's signature and the bundle as JSON. Its operations bear the numbers under which the tablet would
//! send them, so whichever way they come first, they count once.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::HEXLOWER;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use feltbok_domain::ids::Id;
use jiff::Timestamp;
use rand_core::{OsRng, RngCore};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{file::PendingFile, operation::Operation};

const MAGIC: &[u8; 4] = b"FBB2";
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = MAGIC.len() + SALT_BYTES + NONCE_BYTES;
const SIGNATURE_BYTES: usize = 64;
/// Argon2id: 64 MiB, three passes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// A code is so many digits, shown in groups of five: 83 bits.
pub const CODE_DIGITS: usize = 25;

/// What a bundle holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub tablet_id: Id,
    pub made_at: Timestamp,
    /// In the order of their `dev_seq`, without a gap.
    pub operations: Vec<Operation>,
    pub files: Vec<PendingFile>,
    /// Plain bytes as base64, by SHA-256; a file that the tablet could not read is missing.
    pub contents: BTreeMap<String, String>,
}

/// Why a bundle does not open. The text is for logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    #[error("this is no bundle, or the code is wrong")]
    Closed,
    #[error("the bundle's content is not readable: {0}")]
    Unreadable(String),
}

/// A bundle that the code has opened; whose it is, is not known before its signature was checked.
pub struct Opened {
    pub bundle: Bundle,
    json: Vec<u8>,
    signature: Signature,
}

impl Opened {
    /// Whether the key of the tablet that the bundle names has signed it.
    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        key.verify(canonical(&self.json).as_bytes(), &self.signature).is_ok()
    }
}

impl Bundle {
    /// Signs the bundle by the tablet's key and seals it by the code.
    ///
    /// Errors: `Unreadable` when it is too large to be sealed.
    pub fn seal(&self, key: &SigningKey, code: &str) -> Result<Vec<u8>, BundleError> {
        let plain = self.signed(key)?;
        let mut head = [0; HEAD_BYTES];
        head[..MAGIC.len()].copy_from_slice(MAGIC);
        OsRng.fill_bytes(&mut head[MAGIC.len()..]);
        let sealed = {
            let (salt, nonce) = head[MAGIC.len()..].split_at(SALT_BYTES);
            let cipher = XChaCha20Poly1305::new((&*derive(code, salt)?).into());
            cipher.encrypt(XNonce::from_slice(nonce), Payload { msg: &plain, aad: MAGIC })
        };
        let sealed = sealed.map_err(|_| BundleError::Unreadable("too large".to_owned()))?;
        Ok([head.as_slice(), &sealed].concat())
    }

    /// The tablet's signature with the bundle as JSON, for [`read`].
    pub(crate) fn signed(&self, key: &SigningKey) -> Result<Vec<u8>, BundleError> {
        let json = serde_json::to_vec(self).map_err(|error| BundleError::Unreadable(error.to_string()))?;
        let mut plain = key.sign(canonical(&json).as_bytes()).to_bytes().to_vec();
        plain.extend(json);
        Ok(plain)
    }
}

/// Opens a bundle.
///
/// Errors: `Closed` for a wrong code as for anything that is no bundle; `Unreadable`.
pub fn open(sealed: &[u8], code: &str) -> Result<Opened, BundleError> {
    let (head, sealed) = sealed.split_at_checked(HEAD_BYTES).ok_or(BundleError::Closed)?;
    let rest = head.strip_prefix(MAGIC).ok_or(BundleError::Closed)?;
    let (salt, nonce) = rest.split_at(SALT_BYTES);
    let plain = XChaCha20Poly1305::new((&*derive(code, salt)?).into())
        .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: MAGIC })
        .map_err(|_| BundleError::Closed)?;
    read(&plain)
}

/// The bundle in what was sealed. Public for fuzzing: nobody reaches it without the code or the company's key.
///
/// Errors: `Unreadable`.
pub fn read(plain: &[u8]) -> Result<Opened, BundleError> {
    let unreadable = |why: &str| BundleError::Unreadable(why.to_owned());
    let (signature, json) = plain.split_at_checked(SIGNATURE_BYTES).ok_or_else(|| unreadable("it is cut"))?;
    let signature = Signature::from_slice(signature).map_err(|_| unreadable("no signature"))?;
    let bundle: Bundle = serde_json::from_slice(json).map_err(|error| unreadable(&error.to_string()))?;
    let is_dense = bundle.operations.windows(2).all(|pair| pair[0].dev_seq.checked_add(1) == Some(pair[1].dev_seq));
    if !is_dense || bundle.operations.first().is_some_and(|first| first.dev_seq == 0) {
        return Err(unreadable("its operations are not in order"));
    }
    Ok(Opened { bundle, json: json.to_vec(), signature })
}

/// A new code: digits alone, which can be read out on the phone in every language.
pub fn new_code() -> String {
    let digit = || loop {
        let byte = OsRng.next_u32().to_be_bytes()[0];
        // 250 is the largest multiple of ten in a byte: every digit is as likely.
        if byte < 250 {
            return char::from(b'0' + byte % 10);
        }
    };
    (0..CODE_DIGITS).map(|_| digit()).collect()
}

/// The code as it was typed: any digits, with anything between the groups. `None` when their count is wrong.
pub fn read_code(typed: &str) -> Option<String> {
    let digit = |letter: char| match letter {
        '0'..='9' => Some(letter),
        '\u{06f0}'..='\u{06f9}' => char::from_digit(letter as u32 - 0x06f0, 10),
        '\u{0660}'..='\u{0669}' => char::from_digit(letter as u32 - 0x0660, 10),
        _ => None,
    };
    let digits: String = typed.chars().filter_map(digit).collect();
    (digits.len() == CODE_DIGITS).then_some(digits)
}

fn canonical(json: &[u8]) -> String {
    format!("feltbok-bundle-2\n{}", HEXLOWER.encode(&Sha256::digest(json)))
}

fn derive(code: &str, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, BundleError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).expect("the constants are within Argon2's bounds");
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(code.as_bytes(), salt, &mut *key)
        .map_err(|_| BundleError::Closed)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        Bundle {
            tablet_id: Id::from_u128(7),
            made_at: Timestamp::UNIX_EPOCH,
            operations: Vec::new(),
            files: Vec::new(),
            contents: BTreeMap::new(),
        }
    }

    #[test]
    fn a_bundle_opens_with_its_code_only_and_names_its_signer() {
        let (key, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let code = new_code();
        let sealed = bundle().seal(&key, &code).unwrap();
        let opened = open(&sealed, &code).ok().unwrap();
        assert_eq!(opened.bundle, bundle());
        assert!(opened.is_signed_by(&key.verifying_key()) && !opened.is_signed_by(&other.verifying_key()));
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        let cut = &sealed[..sealed.len() - 1];
        for (bytes, code) in [(&sealed[..], "1"), (&changed[..], &code), (cut, &code), (b"FBB2", &code), (b"", &code)] {
            assert_eq!(open(bytes, code).err(), Some(BundleError::Closed));
        }
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = new_code();
        assert_eq!(read_code(&code), Some(code.clone()));
        let persian: String =
            code.chars().map(|digit| char::from_u32(0x06f0 + digit.to_digit(10).unwrap()).unwrap()).collect();
        let groups: Vec<String> =
            persian.chars().collect::<Vec<_>>().chunks(5).map(|group| group.iter().collect()).collect();
        assert_eq!(read_code(&groups.join(" – ")), Some(code.clone()));
        assert_eq!(read_code(&code[1..]), None);
    }
}
