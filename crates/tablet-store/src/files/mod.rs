//! Files beside the database: photos, signatures, documents; encrypted, named by the SHA-256 of their plain bytes.

mod sealed;

use std::{
    fs,
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use feltbok_domain::ids::Id;
use feltbok_protocol::{FILE_BYTES_MAX, file::FileRole};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::{
    disk,
    error::StoreError,
    ids,
    journal::{Entry, PendingFile},
    store::TabletStore,
    work::Work,
};

/// A file whose encrypted bytes are on the disk, and that no row names yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// SHA-256 of the plain bytes, lower-case hex.
    pub sha256: String,
    pub bytes: u64,
}

impl TabletStore {
    /// Encrypts bytes into their file and waits until they are on the disk; [`Work::add_file`] then names it. The same
    /// bytes twice are one file.
    ///
    /// Errors: `TooLarge`, `DiskFull`, `Io`.
    pub fn keep_file(&self, plain: &[u8]) -> Result<KeptFile, StoreError> {
        if plain.len() as u64 > FILE_BYTES_MAX {
            return Err(StoreError::TooLarge { bytes: plain.len() });
        }
        let kept = KeptFile { sha256: HEXLOWER.encode(&Sha256::digest(plain)), bytes: plain.len() as u64 };
        let path = self.file_path(&kept.sha256)?;
        if !path.exists() {
            let folder = path.parent().unwrap_or(self.location.dir());
            disk::make_folder(folder)?;
            let partial = path.with_extension(format!("{}.partial", self.ids.next_id()));
            sealed::write(&partial, &self.file_key(), plain).inspect_err(|_| {
                let _ = fs::remove_file(&partial);
            })?;
            fs::rename(&partial, &path)?;
            disk::sync_folder(folder)?;
        }
        Ok(kept)
    }

    /// A file's plain bytes.
    ///
    /// Errors: `FileMissing`, `FileDamaged` when a byte was changed on the disk.
    pub fn file(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let plain = sealed::read(&self.existing(sha256)?, &self.file_key(), sha256, 0, usize::MAX)?;
        if HEXLOWER.encode(&Sha256::digest(&plain)) != sha256 {
            return Err(StoreError::FileDamaged { sha256: sha256.to_owned() });
        }
        Ok(plain)
    }

    /// Whether a file's bytes are on this tablet.
    pub fn has_file(&self, sha256: &str) -> bool {
        self.existing(sha256).is_ok()
    }

    pub(crate) fn file_part(&self, sha256: &str, offset: u64, len: usize) -> Result<Vec<u8>, StoreError> {
        sealed::read(&self.existing(sha256)?, &self.file_key(), sha256, offset, len)
    }

    pub(crate) fn remove_file(&self, sha256: &str) -> Result<(), StoreError> {
        match fs::remove_file(self.file_path(sha256)?) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn existing(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        let path = self.file_path(sha256)?;
        if path.exists() { Ok(path) } else { Err(StoreError::FileMissing { sha256: sha256.to_owned() }) }
    }

    /// `files/ab/abcd…`: the name is checked, since names also come from the server.
    fn file_path(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hash {
            return Err(StoreError::FileMissing { sha256: sha256.to_owned() });
        }
        Ok(self.location.files().join(Path::new(&sha256[..2])).join(sha256))
    }

    fn file_key(&self) -> [u8; 32] {
        self.key.derive("feltbok files 1")
    }
}

impl Work<'_> {
    /// Lets a kept file travel with a job: it waits for its turn to be sent.
    pub fn add_file(&mut self, file: &KeptFile, role: FileRole, mime: &str, job: Id) -> Result<(), StoreError> {
        let pending = PendingFile {
            sha256: file.sha256.clone(),
            role,
            mime: mime.to_owned(),
            bytes: file.bytes,
            jobs: vec![job],
        };
        insert_row(self.tx, &pending, self.now())?;
        self.entries.push(Entry::File(pending));
        Ok(())
    }

    /// Takes a file that was never sent off a job again, e.g. a photo removed at once. One that was sent stays.
    pub fn drop_file(&mut self, sha256: &str, job: Id) -> Result<(), StoreError> {
        self.tx.execute(
            "DELETE FROM file_use WHERE sha256 = ?1 AND job = ?2
             AND EXISTS (SELECT 1 FROM file WHERE sha256 = ?1 AND sent_at IS NULL AND location IS NULL)",
            params![sha256, job.to_string()],
        )?;
        let dropped = self.tx.execute(
            "DELETE FROM file WHERE sha256 = ?1 AND sent_at IS NULL AND location IS NULL
             AND NOT EXISTS (SELECT 1 FROM file_use WHERE file_use.sha256 = file.sha256)",
            [sha256],
        )?;
        if dropped > 0 {
            self.entries.push(Entry::FileSent { sha256: sha256.to_owned() });
        }
        Ok(())
    }
}

/// Names a file in the database; one that is known gets the further jobs.
pub(crate) fn insert_row(connection: &Connection, file: &PendingFile, now: Timestamp) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO file (sha256, role, mime, bytes, added_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (sha256) DO NOTHING",
        params![file.sha256, file.role.as_str(), file.mime, file.bytes.cast_signed(), ids::millis(now)],
    )?;
    for job in &file.jobs {
        connection.execute(
            "INSERT OR IGNORE INTO file_use (sha256, job) VALUES (?1, ?2)",
            params![file.sha256, job.to_string()],
        )?;
    }
    Ok(())
}
