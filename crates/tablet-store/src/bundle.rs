//! The bundle of what waits: numbered as if it were sent, so that importing it and sending it later count once.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_protocol::bundle::{Bundle, BundleError};

use crate::{error::StoreError, open::outstanding, store::TabletStore, sync::freeze_all};

/// A bundle that was made, and how much is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedBundle {
    pub sealed: Vec<u8>,
    pub operations: usize,
    pub files: usize,
    /// Files that wait and could not be read: they are not in it.
    pub unreadable: usize,
}

impl TabletStore {
    /// Everything unsent, signed by the tablet and sealed by a code.
    ///
    /// Operations get their numbers and change no more, as with a first sending; they still count as unsent until the
    /// server has answered them itself. Errors: `DiskFull`, `Damaged`, `TooLarge`.
    pub fn export_bundle(&self, tablet_id: Id, key: &SigningKey, code: &str) -> Result<ExportedBundle, StoreError> {
        self.transact(|tx, entries| freeze_all(tx, entries))?;
        let unsent = self.read(|reader| outstanding(reader.connection))?;
        let mut contents = BTreeMap::new();
        for sha256 in unsent.files.keys() {
            // A file that cannot be read stays behind; the rest must not wait for it on a tablet that goes.
            match self.file(sha256) {
                Ok(plain) => drop(contents.insert(sha256.clone(), BASE64.encode(&plain))),
                Err(error) => tracing::error!(error = %error, "a file is left out of the bundle"),
            }
        }
        let mut operations: Vec<_> = unsent.operations.into_iter().map(|(operation, _)| operation).collect();
        operations.sort_by_key(|operation| operation.dev_seq);
        let files: Vec<_> = unsent.files.into_values().collect();
        let (count, waiting, read) = (operations.len(), files.len(), contents.len());
        let bundle = Bundle { tablet_id, made_at: self.clock.now(), operations, files, contents };
        let sealed = bundle.seal(key, code).map_err(|error| match error {
            BundleError::Closed | BundleError::Unreadable(_) => StoreError::TooLarge { bytes: usize::MAX },
        })?;
        Ok(ExportedBundle { sealed, operations: count, files: read, unreadable: waiting - read })
    }
}
