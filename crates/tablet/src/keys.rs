//! The tablet's own keys, made on it and never shown to the window: in the system's key store, else in a file.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use feltbok_tablet_store::disk;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use rand_core::{OsRng, RngCore};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    error::Result,
    views::{ErrorCode, KeyStore, TabletError},
};

const SERVICE: &str = "app.feltbok.tablet";
const FILE: &str = "keys.json";
/// Stands in the folder while a lost tablet's keys are still in the system's key store, because that was locked.
const LEFT: &str = "keys.left";

/// The three secrets of a tablet.
pub struct Keys {
    /// Signs every request.
    pub auth: SigningKey,
    /// Signs work orders.
    pub document: p256::SecretKey,
    /// What the PIN alone does not open: half of the database's key.
    pub device: Zeroizing<[u8; 32]>,
}

/// The secrets as they are kept, base64.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Kept {
    auth: String,
    document: String,
    device: String,
}

/// The keys in use, and where they are kept. Forgotten with all else on a lost tablet; made anew when next asked for.
pub struct KeyRing {
    place: KeyPlace,
    held: RwLock<Option<(Arc<Keys>, KeyStore)>>,
}

impl KeyRing {
    pub fn new(place: KeyPlace) -> Self {
        KeyRing { place, held: RwLock::default() }
    }

    /// The keys, read or made with the first call.
    ///
    /// Errors: as [`KeyPlace::open`].
    pub fn get(&self) -> Result<(Arc<Keys>, KeyStore)> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = &*held {
            return Ok(held.clone());
        }
        let (keys, store) = self.place.open()?;
        Ok(held.insert((Arc::new(keys), store)).clone())
    }

    /// Takes them away, from memory and from where they are kept.
    ///
    /// A locked key store of the system holds nothing up: what is in it goes with [`KeyRing::forget_what_was_left`].
    /// Errors: `key_store`; those in memory are gone nevertheless.
    pub fn forget(&self) -> Result<()> {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.place.erase()
    }

    /// Takes out of the system's key store what [`KeyRing::forget`] found locked; for every start.
    pub fn forget_what_was_left(&self) {
        if self.place.left().exists()
            && let Err(error) = self.place.take_out()
        {
            tracing::error!(%error, "a lost tablet's keys are still in the system's key store; it is tried again");
        }
    }
}

/// Where keys are kept: the system's key store where there is one and it is wanted.
#[derive(Debug, Clone)]
pub struct KeyPlace {
    folder: PathBuf,
    use_os: bool,
}

impl KeyPlace {
    /// Keys of the tablet whose data is in `folder`.
    pub fn new(folder: &Path, use_os: bool) -> Self {
        KeyPlace { folder: folder.to_owned(), use_os }
    }

    /// The keys, made now if there are none; and where they are.
    ///
    /// Errors: `key_store` when they are there and cannot be read, or can be kept nowhere.
    pub fn open(&self) -> Result<(Keys, KeyStore)> {
        if self.file().exists() {
            return Ok((self.read_file()?, KeyStore::File));
        }
        match self.own_entry().map(|entry| entry.get_password()) {
            Some(Ok(text)) => return Ok((parse(&text)?, KeyStore::Os)),
            Some(Err(keyring::Error::NoEntry)) | None => {}
            Some(Err(error)) => tracing::warn!(error = %error, "no system key store: keys go to a file"),
        }
        let keys = Keys::generate();
        let store = self.keep(&keys)?;
        Ok((keys, store))
    }

    fn erase(&self) -> Result<()> {
        match fs::remove_file(self.file()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(unreadable(&error)),
            _ => {}
        }
        self.take_out()
    }

    fn take_out(&self) -> Result<()> {
        match self.entry().map(|entry| entry.delete_credential()) {
            None | Some(Ok(()) | Err(keyring::Error::NoEntry)) => match fs::remove_file(self.left()) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unreadable(&error)),
                _ => Ok(()),
            },
            // Where the system has no key store, there was nothing in it.
            Some(Err(keyring::Error::PlatformFailure(error))) => {
                tracing::warn!(%error, "no system key store: nothing to take out of it");
                Ok(())
            }
            // Without the database they open nothing any more, but they are nobody else's: erasing comes to its end.
            Some(Err(keyring::Error::NoStorageAccess(error))) => {
                tracing::error!(%error, "the system's key store is locked: the keys in it go with a later start");
                disk::replace(&self.left(), &[]).map_err(|error| unreadable(&error))
            }
            Some(Err(error)) => {
                tracing::error!(%error, "the keys could not be taken out of the system's key store");
                Err(TabletError::new(ErrorCode::KeyStore))
            }
        }
    }

    fn keep(&self, keys: &Keys) -> Result<KeyStore> {
        let text = Zeroizing::new(serde_json::to_string(&keys.kept()).map_err(TabletError::internal)?);
        if let Some(entry) = self.own_entry() {
            match entry.set_password(&text) {
                Ok(()) => return Ok(KeyStore::Os),
                Err(error) => tracing::warn!(error = %error, "no system key store: keys go to a file"),
            }
        }
        self.write_file(&text)?;
        Ok(KeyStore::File)
    }

    /// The entry of this folder: two tablets of one user (demo, tests) keep their own.
    fn entry(&self) -> Option<keyring::Entry> {
        if !self.use_os {
            return None;
        }
        keyring::Entry::new(SERVICE, &self.folder.to_string_lossy()).ok()
    }

    /// The entry, unless it is a lost tablet's: a new enrolment has keys of its own.
    fn own_entry(&self) -> Option<keyring::Entry> {
        if self.left().exists() { None } else { self.entry() }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn left(&self) -> PathBuf {
        self.folder.join(LEFT)
    }

    fn read_file(&self) -> Result<Keys> {
        let text = Zeroizing::new(fs::read_to_string(self.file()).map_err(|error| unreadable(&error))?);
        parse(&text)
    }

    fn write_file(&self, text: &str) -> Result<()> {
        fs::create_dir_all(&self.folder).map_err(|error| unreadable(&error))?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(self.file()).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.map_err(|error| unreadable(&error))
    }
}

impl Keys {
    fn generate() -> Self {
        let mut device = Zeroizing::new([0; 32]);
        OsRng.fill_bytes(device.as_mut());
        Keys { auth: SigningKey::generate(&mut OsRng), document: p256::SecretKey::random(&mut OsRng), device }
    }

    /// Public half of the request key, base64url, for enrolment.
    pub fn auth_public(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(self.auth.verifying_key().as_bytes())
    }

    /// Public half of the document key, SEC1 uncompressed, base64url.
    pub fn document_public(&self) -> String {
        let point = self.document.public_key().to_encoded_point(false);
        data_encoding::BASE64URL_NOPAD.encode(point.as_bytes())
    }

    fn kept(&self) -> Kept {
        Kept {
            auth: BASE64.encode(&self.auth.to_bytes()),
            document: BASE64.encode(&self.document.to_bytes()),
            device: BASE64.encode(self.device.as_ref()),
        }
    }
}

fn parse(text: &str) -> Result<Keys> {
    let damaged = || TabletError::new(ErrorCode::KeyStore);
    let kept: Kept = serde_json::from_str(text).map_err(|_| damaged())?;
    Ok(Keys {
        auth: SigningKey::from_bytes(&bytes(&kept.auth).ok_or_else(damaged)?),
        document: p256::SecretKey::from_slice(bytes(&kept.document).ok_or_else(damaged)?.as_ref())
            .map_err(|_| damaged())?,
        device: Zeroizing::new(bytes(&kept.device).ok_or_else(damaged)?),
    })
}

fn bytes(text: &str) -> Option<[u8; 32]> {
    BASE64.decode(text.as_bytes()).ok()?.try_into().ok()
}

fn unreadable(error: &std::io::Error) -> TabletError {
    tracing::error!(error = %error, "the key file cannot be used");
    TabletError::new(ErrorCode::KeyStore)
}

#[cfg(test)]
mod tests {
    use std::{
        any::Any,
        sync::{Mutex, MutexGuard},
    };

    use keyring::credential::{Credential, CredentialApi, CredentialBuilderApi};

    use super::*;

    /// A key store of the system with room for one secret; locked, it tells and changes nothing.
    struct SystemStore {
        secret: Option<Vec<u8>>,
        is_locked: bool,
    }

    static SYSTEM: Mutex<SystemStore> = Mutex::new(SystemStore { secret: None, is_locked: false });

    fn system() -> MutexGuard<'static, SystemStore> {
        SYSTEM.lock().unwrap()
    }

    fn unlocked() -> keyring::Result<MutexGuard<'static, SystemStore>> {
        let system = system();
        if system.is_locked { Err(keyring::Error::NoStorageAccess("locked".into())) } else { Ok(system) }
    }

    struct TheEntry;

    impl CredentialApi for TheEntry {
        fn set_secret(&self, secret: &[u8]) -> keyring::Result<()> {
            unlocked()?.secret = Some(secret.to_vec());
            Ok(())
        }

        fn get_secret(&self) -> keyring::Result<Vec<u8>> {
            unlocked()?.secret.clone().ok_or(keyring::Error::NoEntry)
        }

        fn delete_credential(&self) -> keyring::Result<()> {
            unlocked()?.secret.take().map(drop).ok_or(keyring::Error::NoEntry)
        }

        fn as_any(&self) -> &dyn Any {
            self
        }
    }

    struct TheBuilder;

    impl CredentialBuilderApi for TheBuilder {
        fn build(&self, _: Option<&str>, _: &str, _: &str) -> keyring::Result<Box<Credential>> {
            Ok(Box::new(TheEntry))
        }

        fn as_any(&self) -> &dyn Any {
            self
        }
    }

    #[test]
    fn what_a_locked_key_store_keeps_of_a_lost_tablet_goes_later_and_is_never_used_again() {
        // No other test of this crate asks for the system's key store.
        keyring::set_default_credential_builder(Box::new(TheBuilder));
        let folder = tempfile::tempdir().unwrap();
        let start = || KeyRing::new(KeyPlace::new(folder.path(), true));
        let (lost, store) = start().get().unwrap();
        assert_eq!(store, KeyStore::Os);
        system().is_locked = true;
        start().forget().unwrap();
        // Still locked at the next start: it opens nevertheless, with keys of its own.
        let locked = start();
        locked.forget_what_was_left();
        let (new, store) = locked.get().unwrap();
        assert!(store == KeyStore::File && new.auth_public() != lost.auth_public());
        assert!(system().secret.is_some());
        system().is_locked = false;
        let unlocked = start();
        assert_eq!(unlocked.get().unwrap().0.auth_public(), new.auth_public());
        unlocked.forget_what_was_left();
        assert!(system().secret.is_none() && !folder.path().join(LEFT).exists());
        assert_eq!(start().get().unwrap().0.auth_public(), new.auth_public());
    }

    #[test]
    fn keys_in_a_file_are_the_same_after_a_restart_and_readable_by_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let place = KeyPlace::new(folder.path(), false);
        let (made, store) = place.open().unwrap();
        assert_eq!(store, KeyStore::File);
        assert_eq!(place.open().unwrap().0.auth_public(), made.auth_public());
        assert_eq!(place.open().unwrap().0.document_public(), made.document_public());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_file_is_said_so_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "{}").unwrap();
        let error = KeyPlace::new(folder.path(), false).open().err().unwrap();
        assert_eq!(error.code, ErrorCode::KeyStore);
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), "{}");
    }
}
