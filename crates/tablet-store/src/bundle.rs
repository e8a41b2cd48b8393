//! The bundle: everything unsent in one encrypted file, for when the server cannot be reached and the tablet must go.
//!
//! `FBB1`, 16 bytes of salt, 24 of nonce, then XChaCha20-Poly1305 under a key that Argon2id makes of the passphrase, over
//! JSON: the console opens it with the passphrase that the technician tells.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64;
use feltbok_domain::ids::Id;
use feltbok_protocol::operation::Operation;
use jiff::Timestamp;
use rand::RngCore;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{error::StoreError, journal::PendingFile, open::outstanding, store::TabletStore};

const MAGIC: &[u8; 4] = b"FBB1";
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = MAGIC.len() + SALT_BYTES + NONCE_BYTES;
/// Argon2id for a passphrase that a person chooses: 64 MiB, three passes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// What a bundle holds. Importing it twice changes nothing: operations and files are known by their ids and hashes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub tablet_id: Option<Id>,
    pub made_at: Timestamp,
    /// In the order made; `dev_seq` is 0 for those never sent.
    pub operations: Vec<Operation>,
    pub files: Vec<PendingFile>,
    /// Plain bytes as base64, by SHA-256.
    pub contents: BTreeMap<String, String>,
}

impl TabletStore {
    /// Everything unsent, sealed by a passphrase. What is exported still counts as unsent until the server has it.
    pub fn export_bundle(&self, tablet_id: Option<Id>, passphrase: &str) -> Result<Vec<u8>, StoreError> {
        let unsent = self.read(|reader| outstanding(reader.connection))?;
        let mut contents = BTreeMap::new();
        for sha256 in unsent.files.keys() {
            // One damaged photo must not keep the rest on a tablet that goes.
            match self.file(sha256) {
                Ok(plain) => drop(contents.insert(sha256.clone(), BASE64.encode(&plain))),
                Err(error) => tracing::error!(error = %error, "a file is left out of the bundle"),
            }
        }
        let bundle = Bundle {
            tablet_id,
            made_at: self.clock.now(),
            operations: unsent.operations.into_iter().map(|(operation, _)| operation).collect(),
            files: unsent.files.into_values().collect(),
            contents,
        };
        seal(&serde_json::to_vec(&bundle)?, passphrase)
    }
}

/// Opens a bundle.
///
/// Errors: `WrongPassphrase` for a wrong one as for anything that is no bundle.
pub fn open(bundle: &[u8], passphrase: &str) -> Result<Bundle, StoreError> {
    let (head, sealed) = bundle.split_at_checked(HEAD_BYTES).ok_or(StoreError::WrongPassphrase)?;
    let rest = head.strip_prefix(MAGIC).ok_or(StoreError::WrongPassphrase)?;
    let (salt, nonce) = rest.split_at(SALT_BYTES);
    let key = key(passphrase, salt)?;
    let plain = XChaCha20Poly1305::new((&*key).into())
        .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: MAGIC })
        .map_err(|_| StoreError::WrongPassphrase)?;
    Ok(serde_json::from_slice(&plain)?)
}

fn seal(plain: &[u8], passphrase: &str) -> Result<Vec<u8>, StoreError> {
    let mut head = [0; HEAD_BYTES];
    head[..MAGIC.len()].copy_from_slice(MAGIC);
    rand::rng().fill_bytes(&mut head[MAGIC.len()..]);
    let (salt, nonce) = head[MAGIC.len()..].split_at(SALT_BYTES);
    let key = key(passphrase, salt)?;
    let sealed = XChaCha20Poly1305::new((&*key).into())
        .encrypt(XNonce::from_slice(nonce), Payload { msg: plain, aad: MAGIC })
        .map_err(|_| StoreError::TooLarge { bytes: plain.len() })?;
    Ok([head.as_slice(), &sealed].concat())
}

fn key(passphrase: &str, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).expect("the constants are within Argon2's bounds");
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut *key)
        .map_err(|_| StoreError::WrongPassphrase)?;
    Ok(key)
}
