//! Names on the disk: a file that was made or renamed is there after a flat battery only when its folder was waited for.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Waits until the names in a folder are on the disk. Where a folder cannot be waited for (Windows), the file system
/// keeps names in order by itself.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Waits for the name of one file.
pub(crate) fn sync_name(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes a folder with those above it, each of them there to stay.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let missing: Vec<PathBuf> = folder.ancestors().take_while(|above| !above.exists()).map(Path::to_path_buf).collect();
    fs::create_dir_all(folder)?;
    missing.iter().try_for_each(|made| sync_name(made))
}
