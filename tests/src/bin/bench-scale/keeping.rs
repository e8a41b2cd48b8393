//! A fleet in a file beside the server's data, so that the next run on them need not enrol it again.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::Result;
use ed25519_dalek::SigningKey;
use feltbok_domain::ids::Id;
use feltbok_protocol::feed::Cursor;

use super::fleet::Tablet;

/// Token, secret key, epoch and cursors of a tablet.
type Kept = (String, [u8; 32], Id, Vec<Cursor>);

fn path(data: &Path) -> PathBuf {
    data.join("fleet.json")
}

/// The fleet of an earlier run, if there is one.
pub fn read(data: &Path) -> Result<Option<Vec<Tablet>>> {
    let json = match fs::read(path(data)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        json => json?,
    };
    let kept: Vec<Kept> = serde_json::from_slice(&json)?;
    let tablet =
        |(token, key, epoch, cursors): Kept| Tablet { token, key: SigningKey::from_bytes(&key), epoch, cursors };
    Ok(Some(kept.into_iter().map(tablet).collect()))
}

pub fn write(data: &Path, fleet: &[Tablet]) -> Result<()> {
    let kept = |tablet: &Tablet| -> Kept {
        (tablet.token.clone(), tablet.key.to_bytes(), tablet.epoch, tablet.cursors.clone())
    };
    let kept: Vec<Kept> = fleet.iter().map(kept).collect();
    Ok(fs::write(path(data), serde_json::to_vec(&kept)?)?)
}
