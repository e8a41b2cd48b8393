//! Erasing: everything in the tablet's folder but the sealed parts, what opens the rest first.

use std::{fs, io, path::Path};

use super::FOLDER;
use crate::disk;

/// Without these the database, the journal and the files stay closed to everybody, should the rest be cut short.
const FIRST: [&str; 3] = ["feltbok.key", "feltbok.key.partial", "keys.json"];

/// Takes everything away but what waits to be delivered; done again after it was cut short.
///
/// Errors: the first of what could not be taken away; all else is gone nevertheless.
pub fn erase(dir: &Path) -> io::Result<()> {
    erase_in_steps(dir, &mut || {})
}

/// [`erase`], telling after every name that went: for tests that cut it short.
#[doc(hidden)]
pub fn erase_in_steps(dir: &Path, step: &mut dyn FnMut()) -> io::Result<()> {
    let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
    entries.retain(|entry| entry.file_name() != FOLDER);
    entries.sort_by_key(|entry| !FIRST.iter().any(|first| entry.file_name() == *first));
    let mut erased = Ok(());
    for entry in entries {
        let gone = match entry.file_type() {
            // A link is taken away, not what it leads to.
            Ok(kind) if kind.is_dir() => fs::remove_dir_all(entry.path()),
            Ok(_) => fs::remove_file(entry.path()),
            Err(error) => Err(error),
        };
        if let Err(error) = gone
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::error!(%error, "a part of a lost tablet could not be erased yet");
            erased = erased.and(Err(error));
        }
        step();
    }
    disk::sync_folder(dir)?;
    erased
}
