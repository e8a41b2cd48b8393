//! Files: the upload lane. Signature → document → thumbnail → photo, in pieces, each file with its own backoff.

use std::collections::BTreeMap;

use feltbok_protocol::{FILE_BYTES_MAX, wire_error::code};
use jiff::Timestamp;

use super::{Engine, Halt, Lane, Network, Step, later};
use crate::{
    backoff,
    store::{FileToSend, Store},
    transport::{Answer, Failure, Request},
};

/// The piece that is sent first, in bytes; it grows while the network carries it.
const PIECE_FIRST: usize = 256 * 1024;
const PIECE_LEAST: usize = 16 * 1024;
const PIECE_MOST: usize = 4 * 1024 * 1024;

/// The file on its way and how large its pieces are.
#[derive(Debug)]
pub(super) struct Upload {
    asked: Option<Asked>,
    /// Offsets that the server confirmed since the app was started.
    offsets: BTreeMap<String, u64>,
    piece: usize,
}

#[derive(Debug, Clone)]
struct Asked {
    file: FileToSend,
    /// The offset of the piece on its way; `None` while opening or asking.
    piece_at: Option<u64>,
}

impl Default for Upload {
    fn default() -> Self {
        Upload { asked: None, offsets: BTreeMap::new(), piece: PIECE_FIRST }
    }
}

impl Engine {
    pub(super) fn plan_file<S: Store>(&mut self, store: &S, now: Timestamp) -> Result<Step, S::Error> {
        if self.halt.is_some() || self.upload.asked.is_some() || self.network != Network::Online {
            return Ok(Step::Wait { until: None });
        }
        if self.files.holds_back(now) {
            return Ok(Step::Wait { until: self.files.not_before });
        }
        let Some(file) = store.next_file(now)? else {
            return Ok(Step::Wait { until: store.next_file_at()? });
        };
        if file.bytes > FILE_BYTES_MAX {
            store.file_failed(&file.sha256, Timestamp::MAX, code::TOO_LARGE)?;
            return Ok(Step::Wait { until: Some(now) });
        }
        let Some(location) = file.location.clone() else {
            self.upload.asked = Some(Asked { file: file.clone(), piece_at: None });
            return Ok(Step::Send(Request::FileCreate(file)));
        };
        let Some(offset) = self.upload.offsets.get(&file.sha256).copied() else {
            self.upload.asked = Some(Asked { file, piece_at: None });
            return Ok(Step::Send(Request::FileOffset { location }));
        };
        match store.read_file(&file.sha256, offset, self.upload.piece) {
            Ok(bytes) => {
                self.upload.asked = Some(Asked { file, piece_at: Some(offset) });
                Ok(Step::Send(Request::FilePatch { location, offset, bytes }))
            }
            Err(error) => {
                tracing::error!(error = %error, "a file that waits is not readable");
                self.put_off(store, &file, &error.to_string(), None, now)?;
                Ok(Step::Wait { until: Some(now) })
            }
        }
    }

    pub(super) fn take_file<S: Store>(&mut self, answer: Answer, store: &S, now: Timestamp) -> Result<(), S::Error> {
        let Some(asked) = self.upload.asked.take() else { return Ok(()) };
        match answer {
            Answer::FileCreated { location, offset } => self.file_reached(store, &asked, Some(&location), offset, now),
            Answer::FileOffset { offset } => self.file_reached(store, &asked, None, offset, now),
            Answer::Failed(failure) => self.file_failed(store, &asked, failure, now),
            _ => self.put_off(store, &asked.file, "the answer does not belong to its request", None, now),
        }
    }

    fn file_reached<S: Store>(
        &mut self,
        store: &S,
        asked: &Asked,
        location: Option<&str>,
        offset: u64,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        let file = &asked.file;
        self.files.succeeded();
        if offset >= file.bytes {
            self.upload.offsets.remove(&file.sha256);
            return store.file_sent(&file.sha256, now);
        }
        if asked.piece_at.is_some_and(|before| offset <= before) {
            self.upload.offsets.remove(&file.sha256);
            return self.put_off(store, file, "a piece was sent and nothing arrived", None, now);
        }
        if asked.piece_at.is_some() {
            self.upload.piece = (self.upload.piece * 2).min(PIECE_MOST);
        }
        self.upload.offsets.insert(file.sha256.clone(), offset);
        store.file_progress(&file.sha256, location.or(file.location.as_deref()), offset)
    }

    fn file_failed<S: Store>(
        &mut self,
        store: &S,
        asked: &Asked,
        failure: Failure,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        let file = &asked.file;
        self.upload.offsets.remove(&file.sha256);
        match failure {
            Failure::Unreachable => self.lost_network(Network::Offline, now),
            Failure::NotTheServer => self.lost_network(Network::Captive, now),
            Failure::WrongServer => self.lost_network(Network::WrongServer, now),
            Failure::TimedOut => {
                self.upload.piece = (self.upload.piece / 2).max(PIECE_LEAST);
                self.back_off(Lane::Files, now, None);
            }
            Failure::Unreadable(why) => return self.put_off(store, file, &why, None, now),
            Failure::Refused { error, .. } if error.code == code::TABLET_REVOKED => self.stop(Halt::Revoked),
            Failure::Refused { error, .. } if error.code == code::TABLET_LOST => self.stop(Halt::Lost),
            // The server has let go of the upload: it is opened again.
            Failure::Refused { status: 404 | 410, .. } if file.location.is_some() => {
                store.file_progress(&file.sha256, None, 0)?;
            }
            // Another offset than ours: ask for the right one.
            Failure::Refused { status: 409, .. } => self.back_off(Lane::Files, now, None),
            Failure::Refused { status: 429 | 503, retry_after, .. } => self.back_off(Lane::Files, now, retry_after),
            Failure::Refused { error, retry_after, .. } => {
                return self.put_off(store, file, &error.message, retry_after, now);
            }
        }
        Ok(())
    }

    /// Puts this file off and lets the next one go.
    fn put_off<S: Store>(
        &mut self,
        store: &S,
        file: &FileToSend,
        why: &str,
        retry_after: Option<std::time::Duration>,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        // At least the ceiling's half, so that a file that never goes does not take every turn.
        let least = backoff::ceiling(file.failures + 1) / 2;
        let wait = backoff::wait(file.failures + 1, retry_after, &mut self.rng).max(least);
        store.file_failed(&file.sha256, now.checked_add(wait).unwrap_or(Timestamp::MAX), why)
    }

    fn lost_network(&mut self, network: Network, now: Timestamp) {
        self.network = network;
        // The data lane finds out when it is back.
        self.sync_at = self.sync_at.min(later(now, jiff::SignedDuration::from_secs(1)));
    }
}
