//! Names on the disk: a file that was made or renamed is there after a flat battery only when its folder was waited for.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Puts a small file in place of any other of its name: whole and there to stay, or not at all. Its owner alone reads it.
///
/// Errors: those of the disk; then the file before is still there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    sync_name(path)
}

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
