//! The form of an encrypted file: pieces of 64 KiB, each sealed by its place and whether it is the last, so that a part can
//! be read alone and a cut or reordered file does not open.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, AeadInPlace},
};
use rand::RngCore;

use crate::error::StoreError;

const MAGIC: &[u8; 4] = b"FBF1";
/// Random per file; with the piece's number and the last-piece mark it makes the nonce.
const PREFIX_BYTES: usize = 19;
const HEAD_BYTES: u64 = (MAGIC.len() + PREFIX_BYTES) as u64;
const PIECE_BYTES: usize = 64 * 1024;
const TAG_BYTES: usize = 16;
const SEALED_PIECE_BYTES: u64 = (PIECE_BYTES + TAG_BYTES) as u64;

/// Writes the sealed form of `plain` and waits until it is on the disk.
pub(super) fn write(path: &Path, key: &[u8; 32], plain: &[u8]) -> Result<(), StoreError> {
    let cipher = XChaCha20Poly1305::new(key.into());
    let mut prefix = [0; PREFIX_BYTES];
    rand::rng().fill_bytes(&mut prefix);
    let mut file = File::create(path)?;
    file.write_all(MAGIC)?;
    file.write_all(&prefix)?;
    let pieces = pieces(plain.len() as u64);
    for index in 0..pieces {
        let from = index as usize * PIECE_BYTES;
        let mut piece = plain[from..plain.len().min(from + PIECE_BYTES)].to_vec();
        let nonce = nonce(&prefix, index, index + 1 == pieces);
        cipher.encrypt_in_place(&nonce, b"", &mut piece).map_err(|_| StoreError::TooLarge { bytes: plain.len() })?;
        file.write_all(&piece)?;
    }
    file.sync_all()?;
    Ok(())
}

/// Reads at most `len` plain bytes from `offset`.
///
/// Errors: `FileDamaged`, `Io`.
pub(super) fn read(path: &Path, key: &[u8; 32], sha256: &str, offset: u64, len: usize) -> Result<Vec<u8>, StoreError> {
    let damaged = || StoreError::FileDamaged { sha256: sha256.to_owned() };
    let cipher = XChaCha20Poly1305::new(key.into());
    let mut file = File::open(path)?;
    let mut head = [0; HEAD_BYTES as usize];
    file.read_exact(&mut head).map_err(|_| damaged())?;
    let prefix = head.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let sealed_bytes = file.metadata()?.len() - HEAD_BYTES;
    let count = sealed_bytes.div_ceil(SEALED_PIECE_BYTES);
    let first = offset / PIECE_BYTES as u64;
    file.seek(SeekFrom::Start(HEAD_BYTES + first * SEALED_PIECE_BYTES))?;
    let skip = usize::try_from(offset % PIECE_BYTES as u64).unwrap_or(0);
    let mut plain = Vec::new();
    for index in first..count {
        let mut piece = Vec::new();
        (&mut file).take(SEALED_PIECE_BYTES).read_to_end(&mut piece)?;
        let nonce = nonce(prefix, index, index + 1 == count);
        plain.extend(cipher.decrypt(&nonce, piece.as_slice()).map_err(|_| damaged())?);
        if plain.len() >= len.saturating_add(skip) {
            break;
        }
    }
    let wanted = plain.get(skip..).unwrap_or_default();
    Ok(wanted[..wanted.len().min(len)].to_vec())
}

/// How many pieces a file has; an empty one has one, so that emptiness is sealed too.
fn pieces(bytes: u64) -> u64 {
    bytes.div_ceil(PIECE_BYTES as u64).max(1)
}

fn nonce(prefix: &[u8], index: u64, is_last: bool) -> XNonce {
    let mut nonce = XNonce::default();
    nonce[..PREFIX_BYTES].copy_from_slice(prefix);
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    nonce[PREFIX_BYTES..PREFIX_BYTES + 4].copy_from_slice(&index.to_be_bytes());
    nonce[PREFIX_BYTES + 4] = u8::from(is_last);
    nonce
}
