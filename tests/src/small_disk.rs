//! A real disk of few megabytes, which a test can fill to the last page: a tmpfs of a size of its own.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::Command,
};

/// What a full disk has no room for: the smallest thing that takes any.
const PAGE: [u8; 4_096] = [0x5a; 4_096];

/// Unmounted when dropped.
pub struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None`, and said so, where mounting is not permitted.
    pub fn mount(megabytes: u32) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().ok()?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "feltbok-small-disk"]).arg(folder.path());
        match mount.output() {
            Ok(done) if done.status.success() => Some(SmallDisk { folder }),
            Ok(done) => {
                eprintln!(
                    "SKIPPED: a small disk is not permitted here ({})",
                    String::from_utf8_lossy(&done.stderr).trim()
                );
                None
            }
            Err(error) => {
                eprintln!("SKIPPED: a small disk is not permitted here ({error})");
                None
            }
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Takes all the room but for so many bytes.
    ///
    /// Errors: what the system said, but for a full disk.
    pub fn fill_but(&self, left: u64) -> std::io::Result<()> {
        let mut ballast = fs::File::options().create(true).append(true).open(self.ballast())?;
        loop {
            match ballast.write_all(&PAGE) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => return Err(error),
            }
        }
        let taken = ballast.metadata()?.len();
        ballast.set_len(taken.saturating_sub(left))
    }

    /// Gives the room back.
    ///
    /// Errors: what the system said.
    pub fn make_room(&self) -> std::io::Result<()> {
        fs::remove_file(self.ballast())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: what a test left open ends with it.
        Command::new("umount").arg("-l").arg(self.path()).output().ok();
    }
}
