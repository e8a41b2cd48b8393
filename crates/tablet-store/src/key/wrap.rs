//! The key file: the data key wrapped by the technician's PIN and the device's secret, with a back-off for wrong PINs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use rand::RngCore;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::DataKey;
use crate::disk;

/// Argon2id at OWASP's first choice: 19 MiB, two passes.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Wrong PINs before the first wait.
const FREE_TRIES: u32 = 5;
/// The first wait, doubled with every further wrong PIN, and the longest.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// What the wrapped bytes are bound to.
const PURPOSE: &[u8] = b"feltbok data key 1";

/// Why the key was not given out.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the PIN is wrong; {tries_left} tries before a pause")]
    WrongPin { tries_left: u32 },
    #[error("too many wrong PINs: try again at {until}")]
    TooSoon { until: Timestamp },
    #[error("a PIN has 4 to 12 digits")]
    BadPin,
    #[error("the key file is damaged: {0}")]
    Damaged(String),
    #[error("the key file cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
}

/// What the key file holds; none of it opens anything without the PIN and the device's secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeyFile {
    version: u16,
    memory_kib: u32,
    passes: u32,
    salt: String,
    nonce: String,
    wrapped: String,
    wrong_pins: u32,
    not_before: Option<Timestamp>,
}

/// The wrapped key on disk.
#[derive(Debug)]
pub struct KeyWrap {
    path: PathBuf,
    file: KeyFile,
}

impl KeyWrap {
    /// Makes a new data key and writes it wrapped. `device_secret` comes from the OS key store, so that the file alone
    /// cannot be tried out elsewhere.
    ///
    /// Errors: `BadPin` for anything but 4–12 digits, `Io`.
    pub fn create(path: &Path, pin: &str, device_secret: &[u8]) -> Result<(Self, DataKey), KeyError> {
        let key = DataKey::generate();
        let wrap = KeyWrap { path: path.to_owned(), file: wrap(&key, pin, device_secret)? };
        wrap.save()?;
        Ok((wrap, key))
    }

    /// Whether there is a key file at all; without one the tablet is new.
    pub fn exists(path: &Path) -> bool {
        path.exists()
    }

    /// Reads a key file.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let text = fs::read(path)?;
        let file = serde_json::from_slice(&text).map_err(|why| KeyError::Damaged(why.to_string()))?;
        Ok(KeyWrap { path: path.to_owned(), file })
    }

    /// Gives the key out for the right PIN. A try counts before it is made, so that killing the app wins none.
    ///
    /// Errors: `WrongPin`, `TooSoon` within a pause, `Damaged`, `Io`.
    pub fn unlock(&mut self, pin: &str, device_secret: &[u8], now: Timestamp) -> Result<DataKey, KeyError> {
        if let Some(until) = self.wait_until(now) {
            return Err(KeyError::TooSoon { until });
        }
        self.count_try(now)?;
        let Some(key) = unwrap(&self.file, pin, device_secret)? else {
            return Err(match self.file.not_before {
                Some(until) => KeyError::TooSoon { until },
                None => KeyError::WrongPin { tries_left: FREE_TRIES.saturating_sub(self.file.wrong_pins) },
            });
        };
        self.file.wrong_pins = 0;
        self.file.not_before = None;
        self.save()?;
        Ok(key)
    }

    /// Wraps the same key by another PIN; the old one must be right.
    pub fn change_pin(&mut self, old: &str, new: &str, device_secret: &[u8], now: Timestamp) -> Result<(), KeyError> {
        let key = self.unlock(old, device_secret, now)?;
        self.file = wrap(&key, new, device_secret)?;
        self.save()
    }

    /// When the next try is allowed, if not now. A wait beyond the longest was set by a clock that has been put right since.
    pub fn wait_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.file.not_before.filter(|until| now < *until && until.duration_since(now) <= LONGEST_WAIT)
    }

    fn count_try(&mut self, now: Timestamp) -> Result<(), KeyError> {
        self.file.wrong_pins = self.file.wrong_pins.saturating_add(1);
        self.file.not_before = match self.file.wrong_pins.checked_sub(FREE_TRIES) {
            None => None,
            Some(beyond) => {
                let wait = FIRST_WAIT.saturating_mul(1 << beyond.min(10)).min(LONGEST_WAIT);
                Some(now.checked_add(wait).unwrap_or(Timestamp::MAX))
            }
        };
        self.save()
    }

    fn save(&self) -> Result<(), KeyError> {
        let json = serde_json::to_vec_pretty(&self.file).map_err(|why| KeyError::Damaged(why.to_string()))?;
        Ok(disk::replace(&self.path, &json)?)
    }
}

fn wrap(key: &DataKey, pin: &str, device_secret: &[u8]) -> Result<KeyFile, KeyError> {
    if !(4..=12).contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(KeyError::BadPin);
    }
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    rand::rng().fill_bytes(&mut salt);
    rand::rng().fill_bytes(&mut nonce);
    let wrapping = wrapping_key(pin, &salt, device_secret, MEMORY_KIB, PASSES)?;
    let wrapped = XChaCha20Poly1305::new((&*wrapping).into())
        .encrypt(XNonce::from_slice(&nonce), Payload { msg: key.bytes(), aad: PURPOSE })
        .map_err(|_| KeyError::Damaged("the key cannot be wrapped".into()))?;
    Ok(KeyFile {
        version: 1,
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        salt: BASE64URL_NOPAD.encode(&salt),
        nonce: BASE64URL_NOPAD.encode(&nonce),
        wrapped: BASE64URL_NOPAD.encode(&wrapped),
        wrong_pins: 0,
        not_before: None,
    })
}

/// The data key, or `None` for a wrong PIN or device.
fn unwrap(file: &KeyFile, pin: &str, device_secret: &[u8]) -> Result<Option<DataKey>, KeyError> {
    let damaged = |what: &str| KeyError::Damaged(format!("its {what} is not readable"));
    let decode = |text: &str, what| BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| damaged(what));
    let (salt, nonce) = (decode(&file.salt, "salt")?, decode(&file.nonce, "nonce")?);
    let wrapped = decode(&file.wrapped, "key")?;
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| damaged("nonce"))?;
    let wrapping = wrapping_key(pin, &salt, device_secret, file.memory_kib, file.passes)?;
    let opened = XChaCha20Poly1305::new((&*wrapping).into())
        .decrypt(XNonce::from_slice(&nonce), Payload { msg: &wrapped, aad: PURPOSE });
    let Ok(opened) = opened.map(Zeroizing::new) else { return Ok(None) };
    let bytes: [u8; 32] = opened.as_slice().try_into().map_err(|_| damaged("key"))?;
    Ok(Some(DataKey::from_bytes(bytes)))
}

fn wrapping_key(
    pin: &str,
    salt: &[u8],
    device_secret: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let damaged = |why: argon2::Error| KeyError::Damaged(why.to_string());
    let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(damaged)?;
    let argon = Argon2::new_with_secret(device_secret, Algorithm::Argon2id, Version::V0x13, params).map_err(damaged)?;
    let mut key = Zeroizing::new([0; 32]);
    argon.hash_password_into(pin.as_bytes(), salt, &mut *key).map_err(damaged)?;
    Ok(key)
}
