//! Sealing: everything unsent into parts that the company alone opens, on the disk to stay before they are listed.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_protocol::{
    bundle::Bundle,
    file::{FileRole, PendingFile},
    lost::{self, Erased, PART_BYTES_MAX, PART_OPERATIONS_MAX},
    operation::Operation,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{About, Delivery, PartNote, Pending, Way, folder_of};
use crate::{disk, error::StoreError, journal::Salvage, store::TabletStore};

/// The order to seal, with what is kept for the delivery.
pub struct Order<'a> {
    pub tablet_id: Id,
    /// Signs the operations.
    pub key: &'a SigningKey,
    /// The company's key: [`lost::LostOrder::seal_to`].
    pub seal_to: &'a str,
    pub way: Way,
    pub about: About,
}

impl TabletStore {
    /// Seals everything unsent and closes the store for good. When this has returned, the tablet is to be erased.
    ///
    /// What a use case had begun before is sealed with the rest; what it begins after, fails with `Closed`. Errors:
    /// `DiskFull`, `Damaged`, `Io`, `Unsealed`; then nothing has changed, and the store goes on.
    pub fn seal_lost(&self, order: Order<'_>) -> Result<Pending, StoreError> {
        self.seal_in_steps(order, &mut || {})
    }

    /// [`TabletStore::seal_lost`], telling after every write: for tests that cut it short.
    #[doc(hidden)]
    pub fn seal_in_steps(&self, order: Order<'_>, step: &mut dyn FnMut()) -> Result<Pending, StoreError> {
        let folder = folder_of(self.location.dir(), order.tablet_id);
        self.close_after(|unsent| {
            let sealed = self.seal(&folder, unsent, order, step);
            if sealed.is_err() {
                // A full disk gets its room back; the next try begins anew.
                let _ = fs::remove_dir_all(&folder);
            }
            sealed
        })
    }

    fn seal(
        &self,
        folder: &Path,
        unsent: Salvage,
        order: Order<'_>,
        step: &mut dyn FnMut(),
    ) -> Result<Pending, StoreError> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        disk::make_folder(folder)?;
        step();
        let now = self.clock.now();
        let mut parts = Parts { folder: folder.to_owned(), notes: Vec::new(), step };
        let operations: Vec<_> = unsent.operations.into_iter().map(|(operation, _)| operation).collect();
        let count = operations.len();
        parts.seal_operations(operations, unsent.files.values(), &order, now)?;
        let mut unreadable = 0;
        for file in unsent.files.values() {
            match self.file(&file.sha256) {
                Ok(plain) => parts.seal_file(&plain, file.role, &order)?,
                // What cannot be read here is lost with the tablet or without it: it holds up nothing.
                Err(error) => {
                    tracing::error!(%error, "a file of a lost tablet is left out");
                    unreadable += 1;
                }
            }
        }
        disk::sync_folder(folder)?;
        let files = number(unsent.files.len()) - unreadable;
        let names = parts.notes.iter().map(|part| part.sha256.clone()).collect();
        let erased = Erased { erased_at: now, operations: number(count), files, unreadable, parts: names };
        let Order { tablet_id, way, about, .. } = order;
        let delivery = Delivery { tablet_id, way, about, erased, parts: parts.notes, is_erased: false };
        let pending = Pending::write(folder.to_owned(), delivery)?;
        step();
        Ok(pending)
    }
}

/// The parts that were written so far.
struct Parts<'a> {
    folder: PathBuf,
    notes: Vec<PartNote>,
    step: &'a mut dyn FnMut(),
}

impl Parts<'_> {
    fn seal_operations<'f>(
        &mut self,
        mut operations: Vec<Operation>,
        files: impl Iterator<Item = &'f PendingFile>,
        order: &Order<'_>,
        made_at: Timestamp,
    ) -> Result<(), StoreError> {
        operations.sort_by_key(|operation| operation.dev_seq);
        let mut batches = in_batches(operations)?;
        let mut files: Vec<_> = files.cloned().collect();
        if batches.is_empty() && !files.is_empty() {
            batches.push(Vec::new());
        }
        for operations in batches {
            let count = number(operations.len());
            // The first names all files: those that the later ones speak of are named before them.
            let files = std::mem::take(&mut files);
            let tablet_id = order.tablet_id;
            let bundle = Bundle { tablet_id, made_at, operations, files, contents: BTreeMap::new() };
            let sealed = lost::seal_work(&bundle, order.key, order.seal_to).map_err(unsealed)?;
            self.write(&sealed, count, false)?;
        }
        Ok(())
    }

    fn seal_file(&mut self, plain: &[u8], role: FileRole, order: &Order<'_>) -> Result<(), StoreError> {
        let sealed = lost::seal_file(plain, order.seal_to).map_err(unsealed)?;
        self.write(&sealed, 0, role == FileRole::Photo)
    }

    fn write(&mut self, sealed: &[u8], operations: u32, is_photo: bool) -> Result<(), StoreError> {
        let sha256 = HEXLOWER.encode(&Sha256::digest(sealed));
        let mut file = fs::File::create(self.folder.join(&sha256))?;
        file.write_all(sealed)?;
        file.sync_all()?;
        self.notes.push(PartNote { sha256, operations, is_photo });
        (self.step)();
        Ok(())
    }
}

/// Operations part by part: each without a gap in its numbers, and none too large.
fn in_batches(operations: Vec<Operation>) -> Result<Vec<Vec<Operation>>, StoreError> {
    let mut batches: Vec<Vec<Operation>> = Vec::new();
    let (mut bytes, mut next) = (0, None);
    for operation in operations {
        let length = serde_json::to_vec(&operation)?.len();
        let follows = next == Some(operation.dev_seq) && bytes + length < PART_BYTES_MAX / 2;
        next = operation.dev_seq.checked_add(1);
        match batches.last_mut() {
            Some(batch) if follows && batch.len() < PART_OPERATIONS_MAX => {
                bytes += length;
                batch.push(operation);
            }
            _ => {
                bytes = length;
                batches.push(vec![operation]);
            }
        }
    }
    Ok(batches)
}

fn unsealed(error: lost::PartError) -> StoreError {
    StoreError::Unsealed(error)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
