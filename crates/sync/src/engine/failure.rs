//! Failures: which are normal, which make the next try smaller or later, and which need a person.

use feltbok_protocol::wire_error::{WireError, code};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Engine, Lane, Network, plan::InFlight};
use crate::{store::Store, transport::Failure};

/// Why nothing is sent any more; each has one action, and unsent work is kept in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Halt {
    /// Update the app.
    NeedsUpdate,
    /// Enrol again: the office took the access away.
    Revoked,
    /// The office gave the tablet for lost: its order is asked for, what waits is sealed and the rest erased.
    Lost,
    /// Enrol again: another tablet has sent under this one's name, or this one was restored from a copy.
    Cloned,
}

impl Engine {
    pub(super) fn stop(&mut self, halt: Halt) {
        tracing::warn!(halt = ?halt, "sync stops until somebody acts");
        self.halt = Some(halt);
    }

    /// The server knows of no order any more: a tablet given for lost and found again is shut out like any other.
    pub fn order_withdrawn(&mut self) {
        if self.halt == Some(Halt::Lost) {
            self.stop(Halt::Revoked);
        }
    }

    pub(super) fn data_failed<S: Store>(
        &mut self,
        store: &S,
        asked: &InFlight,
        failure: Failure,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        let mut retry_after = None;
        match failure {
            Failure::Unreachable => self.network = Network::Offline,
            Failure::NotTheServer => self.network = Network::Captive,
            Failure::WrongServer => self.network = Network::WrongServer,
            Failure::TimedOut => {
                self.network = Network::Offline;
                self.push.halve();
            }
            Failure::Unreadable(why) => {
                tracing::warn!(why, "an answer is not readable");
                // It bore the server's signature, so that it would come the same way again.
                if let InFlight::Chunk { feed, .. } = asked {
                    self.chunk_gone(store, feed, now)?;
                }
            }
            Failure::Refused { status, error, retry_after: asked_wait, server_time } => {
                self.network = Network::Online;
                retry_after = asked_wait;
                if let Some(server_time) = server_time {
                    self.note_offset(store, server_time, now, now)?;
                }
                self.refused(store, asked, status, error, now)?;
            }
        }
        if self.halt.is_none() {
            self.back_off(Lane::Data, now, retry_after);
            // The wait of the backoff decides, not the regular turn; a network coming back cuts it short.
            self.sync_at = now;
        }
        Ok(())
    }

    fn refused<S: Store>(
        &mut self,
        store: &S,
        asked: &InFlight,
        status: u16,
        error: WireError,
        now: Timestamp,
    ) -> Result<(), S::Error> {
        tracing::warn!(status, code = %error.code, "the server refused");
        match (error.code.as_str(), asked) {
            (code::TABLET_REVOKED, _) => self.stop(Halt::Revoked),
            (code::TABLET_LOST, _) => self.stop(Halt::Lost),
            (code::TABLET_CLONED, _) => self.stop(Halt::Cloned),
            (code::PROTOCOL_TOO_OLD, _) => self.stop(Halt::NeedsUpdate),
            (code::PROTOCOL_TOO_NEW, _) => self.server_too_old = true,
            (code::SEQUENCE_GAP, _) => self.push.ask_first(),
            (code::MALFORMED | code::TOO_LARGE, InFlight::Sync(pushed)) => match pushed.operations.len() {
                0 => {}
                1 => self.push.refuse(error, now),
                _ if error.code == code::TOO_LARGE => self.push.stay_below(),
                _ => self.push.halve(),
            },
            (_, InFlight::Manifest { feed }) if status == 404 => self.fill.give_up(feed),
            (_, InFlight::Chunk { feed, .. }) if status == 404 => self.chunk_gone(store, feed, now)?,
            _ => {}
        }
        Ok(())
    }
}
