//! The journal: an encrypted, append-only copy of what the server has not got yet, beside the database, so that a damaged
//! database loses no work. It also carries settings and counters, which a new store could not make up (R30).

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use feltbok_domain::ids::Id;
pub use feltbok_protocol::file::PendingFile;
use feltbok_protocol::operation::Operation;
use rand::RngCore;
use serde::{Deserialize, Serialize};

use crate::{disk, error::StoreError, key::DataKey};

const MAGIC: &[u8; 4] = b"FBJ1";
/// Up to here a journal is never written anew.
const BYTES_MAX: u64 = 1024 * 1024;
const NONCE_BYTES: usize = 24;
/// A frame at most: an operation is far smaller.
const FRAME_BYTES_MAX: u32 = 4 * 1024 * 1024;
/// What became of operations shares frames up to about this size: to seal each alone cost as much as the database did.
const FRAME_BYTES: usize = 64 * 1024;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// The highest `dev_seq` given out.
    Sent {
        dev_seq: u64,
    },
    /// An operation was added, or took the place of the one with its id; `dev_seq` is 0 until it is first sent.
    Operation {
        operation: Operation,
        fold_key: Option<String>,
    },
    Numbered {
        op_id: Id,
        dev_seq: u64,
    },
    /// The tablet was enrolled again: numbers begin anew.
    Renumbered,
    /// The server has answered it.
    Done {
        op_id: Id,
    },
    Counter {
        name: String,
        value: u64,
    },
    Setting {
        key: String,
        value: String,
    },
    File(PendingFile),
    FileSent {
        sha256: String,
    },
}

/// What a journal holds once read to its end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Salvage {
    pub sent: u64,
    /// In the order made.
    pub operations: Vec<(Operation, Option<String>)>,
    pub counters: BTreeMap<String, u64>,
    pub settings: BTreeMap<String, String>,
    pub files: BTreeMap<String, PendingFile>,
}

impl Salvage {
    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Sent { dev_seq } => self.sent = self.sent.max(dev_seq),
            Entry::Operation { operation, fold_key } => {
                match self.operations.iter_mut().find(|(known, _)| known.op_id == operation.op_id) {
                    Some(known) => *known = (operation, fold_key),
                    None => self.operations.push((operation, fold_key)),
                }
            }
            Entry::Numbered { op_id, dev_seq } => {
                self.sent = self.sent.max(dev_seq);
                if let Some((known, _)) = self.operations.iter_mut().find(|(known, _)| known.op_id == op_id) {
                    known.dev_seq = dev_seq;
                }
            }
            Entry::Renumbered => {
                self.sent = 0;
                self.operations.iter_mut().for_each(|(known, _)| known.dev_seq = 0);
            }
            Entry::Done { op_id } => self.operations.retain(|(known, _)| known.op_id != op_id),
            Entry::Counter { name, value } => {
                let known = self.counters.entry(name).or_default();
                *known = value.max(*known);
            }
            Entry::Setting { key, value } => {
                self.settings.insert(key, value);
            }
            Entry::File(file) => {
                self.files.insert(file.sha256.clone(), file);
            }
            Entry::FileSent { sha256 } => {
                self.files.remove(&sha256);
            }
        }
    }
}

/// The open journal.
pub struct Journal {
    path: PathBuf,
    cipher: XChaCha20Poly1305,
    file: File,
    frames: u64,
    bytes: u64,
    /// Its size when it was made: what was outstanding then.
    made_with: u64,
}

impl Journal {
    /// Writes a new journal with these entries in place of any other: in one piece or not at all.
    pub fn create(path: &Path, key: &DataKey, entries: &[Entry]) -> Result<Self, StoreError> {
        let cipher = cipher(key);
        let mut bytes = MAGIC.to_vec();
        let frames = seal_all(&cipher, 0, entries, &mut bytes)?;
        disk::replace(path, &bytes)?;
        let file = OpenOptions::new().append(true).open(path)?;
        let bytes = bytes.len() as u64;
        Ok(Journal { path: path.to_owned(), cipher, file, frames, bytes, made_with: bytes })
    }

    /// Appends entries and waits until they are on the disk; answers alone need no waiting: without them an operation
    /// would be sent again under its number, and get the same answer again.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let frames = seal_all(&self.cipher, self.frames, entries, &mut bytes)?;
        if let Err(error) = self.file.write_all(&bytes).and_then(|()| self.wait_for(entries)) {
            // Half a frame must not stand before the next one.
            let _ = self.file.set_len(self.bytes);
            return Err(error.into());
        }
        self.frames = frames;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    fn wait_for(&self, entries: &[Entry]) -> std::io::Result<()> {
        let must_wait = entries.iter().any(|entry| !matches!(entry, Entry::Done { .. }));
        if must_wait { self.file.sync_data() } else { Ok(()) }
    }

    /// Whether most of it may be answered by now, so that writing it anew is worth it. A large backlog stays large:
    /// twice what it was made with, at least a megabyte, is what counts.
    pub fn has_grown(&self) -> bool {
        self.bytes > BYTES_MAX.max(2 * self.made_with)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Reads a journal up to its end or to the first frame that a crash left unfinished; `None` where there is none.
///
/// Errors: `WrongKey` when even the first frame does not open, `Io`.
pub fn read(path: &Path, key: &DataKey) -> Result<Option<Salvage>, StoreError> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Some(mut rest) = bytes.strip_prefix(MAGIC) else { return Ok(None) };
    let (cipher, mut salvage, mut index) = (cipher(key), Salvage::default(), 0);
    while let Some((frame, after)) = split_frame(rest) {
        match open(&cipher, index, frame) {
            Some(entries) => entries.into_iter().for_each(|entry| salvage.take(entry)),
            None if index == 0 => return Err(StoreError::WrongKey),
            None => break,
        }
        rest = after;
        index += 1;
    }
    Ok(Some(salvage))
}

fn cipher(key: &DataKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&key.derive("feltbok journal 1")).into())
}

/// Seals entries into frames from the number on; gives the number of the next frame. What holds work has a frame of its
/// own, so that damage to one takes no other with it.
fn seal_all(
    cipher: &XChaCha20Poly1305,
    first: u64,
    entries: &[Entry],
    sealed: &mut Vec<u8>,
) -> Result<u64, StoreError> {
    let (mut index, mut frame) = (first, Vec::new());
    for (place, entry) in entries.iter().enumerate() {
        frame.push(if frame.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(&mut frame, entry)?;
        let may_share = |entry: &Entry| matches!(entry, Entry::Numbered { .. } | Entry::Done { .. });
        let is_shared = may_share(entry) && entries.get(place + 1).is_some_and(may_share);
        if !is_shared || frame.len() >= FRAME_BYTES {
            frame.push(b']');
            seal(cipher, index, &frame, sealed)?;
            frame.clear();
            index += 1;
        }
    }
    Ok(index)
}

fn seal(cipher: &XChaCha20Poly1305, index: u64, json: &[u8], sealed: &mut Vec<u8>) -> Result<(), StoreError> {
    let mut nonce = [0; NONCE_BYTES];
    rand::rng().fill_bytes(&mut nonce);
    let too_large = || StoreError::TooLarge { bytes: json.len() };
    let frame = cipher
        .encrypt(XNonce::from_slice(&nonce), Payload { msg: json, aad: &index.to_be_bytes() })
        .map_err(|_| too_large())?;
    let length = u32::try_from(NONCE_BYTES + frame.len()).map_err(|_| too_large())?;
    sealed.extend([length.to_be_bytes().as_slice(), &nonce, &frame].concat());
    Ok(())
}

fn split_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length);
    (length <= FRAME_BYTES_MAX).then(|| rest.split_at_checked(length as usize)).flatten()
}

/// What a frame may hold: apps before 23 November 2026 sealed each entry alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Frame {
    Many(Vec<Entry>),
    One(Entry),
}

fn open(cipher: &XChaCha20Poly1305, index: u64, frame: &[u8]) -> Option<Vec<Entry>> {
    let (nonce, sealed) = frame.split_at_checked(NONCE_BYTES)?;
    let payload = Payload { msg: sealed, aad: &index.to_be_bytes() };
    let json = cipher.decrypt(XNonce::from_slice(nonce), payload).ok()?;
    match serde_json::from_slice(&json).ok()? {
        Frame::Many(entries) => Some(entries),
        Frame::One(entry) => Some(vec![entry]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_of_an_earlier_app_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (path, key) = (folder.path().join("journal"), DataKey::from_bytes([7; 32]));
        let entries = [Entry::Sent { dev_seq: 7 }, Entry::Counter { name: "order".into(), value: 3 }];
        let mut bytes = MAGIC.to_vec();
        for (index, entry) in (0..).zip(&entries) {
            seal(&cipher(&key), index, &serde_json::to_vec(entry).unwrap(), &mut bytes).unwrap();
        }
        std::fs::write(&path, &bytes).unwrap();
        let salvage = read(&path, &key).unwrap().unwrap();
        assert_eq!((salvage.sent, salvage.counters.get("order")), (7, Some(&3)));
    }
}
