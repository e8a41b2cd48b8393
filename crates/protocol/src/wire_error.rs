//! The body of every answer that is not 2xx: a code for programs, a text for people.

use serde::{Deserialize, Serialize};

/// An error as it travels; `code` is stable, `message` says what happened, what is safe and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct WireError {
    pub code: String,
    pub message: String,
}

/// Codes that a tablet acts upon.
pub mod code {
    /// The token is unknown or was revoked: enrol again; unsent work stays.
    pub const TABLET_REVOKED: &str = "tablet_revoked";
    /// The office gave the tablet for lost: ask `GET /v1/lost`, seal what waits and erase the rest.
    pub const TABLET_LOST: &str = "tablet_lost";
    /// The request's signature, time or nonce is not right.
    pub const BAD_SIGNATURE: &str = "bad_signature";
    /// The same `dev_seq` came with another content: the tablet was cloned or restored.
    pub const TABLET_CLONED: &str = "tablet_cloned";
    /// Operations do not follow on the last one; the answer's `last_dev_seq` says what does.
    pub const SEQUENCE_GAP: &str = "sequence_gap";
    pub const PROTOCOL_TOO_OLD: &str = "protocol_too_old";
    pub const PROTOCOL_TOO_NEW: &str = "protocol_too_new";
    pub const MALFORMED: &str = "malformed";
    pub const TOO_LARGE: &str = "too_large";
    pub const INVITE_EXPIRED: &str = "invite_expired";
    pub const INVITE_USED: &str = "invite_used";
    /// The tablet is enrolled again and holds work of another technician than the invite is for.
    pub const INVITE_OTHER_TECHNICIAN: &str = "invite_other_technician";
    pub const INVITE_FOREIGN: &str = "invite_foreign";
    pub const NOT_FOUND: &str = "not_found";
    pub const RATE_LIMITED: &str = "rate_limited";
    /// The server has no room: nothing was taken in, ask again later.
    pub const SERVER_FULL: &str = "server_full";
    pub const INTERNAL: &str = "internal";
}
