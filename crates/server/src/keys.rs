//! The server's own Ed25519 key: what tablets pin when they enrol. Losing it means enrolling every tablet again.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use rand::RngCore;

const FILE: &str = "server.key";

/// Reads the key from the data folder, making it the first time; only the owner can read the file.
///
/// Errors: of the file system; `InvalidData` for a file that is no key.
pub fn load_or_make(data: &Path) -> io::Result<SigningKey> {
    let path = data.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let bytes = HEXLOWER.decode(text.trim().as_bytes()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
            let no_key = || io::Error::new(io::ErrorKind::InvalidData, format!("{} holds no key", path.display()));
            bytes.map(|bytes| SigningKey::from_bytes(&bytes)).ok_or_else(no_key)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(&path),
        Err(error) => Err(error),
    }
}

fn make(path: &Path) -> io::Result<SigningKey> {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{}", HEXLOWER.encode(&bytes))?;
    file.sync_all()?;
    Ok(SigningKey::from_bytes(&bytes))
}
