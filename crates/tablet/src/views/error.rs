//! The one error that every use case gives: a code for the window, words for people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What went wrong, as the window gets it. The window branches on `code` and shows its own words for it, filled from
/// `details`; the three English sentences are what is shown for a code it does not know.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TabletError {
    pub code: ErrorCode,
    pub what_happened: String,
    pub what_is_safe: String,
    pub what_to_do: String,
    /// Parameters for the window's own words, by name: see each code.
    pub details: BTreeMap<String, String>,
}

/// Codes; the names in brackets are the keys of `details`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ErrorCode {
    // Enrolment
    NotAnInvite,
    InviteChanged,
    /// (expired_at)
    InviteExpired,
    InviteUsed,
    InviteForeign,
    InviteOtherTechnician,
    /// (url)
    InviteUnsafe,
    AlreadyEnrolled,
    // Lock
    /// (tries_left)
    WrongPin,
    /// (wait_until)
    PinWait,
    /// (min, max)
    PinForm,
    Locked,
    NotEnrolled,
    HandedOver,
    /// The office gave the tablet for lost, and it is being erased.
    Erasing,
    // Network
    /// (host)
    Unreachable,
    /// (host)
    WrongServer,
    /// (host)
    Timeout,
    Revoked,
    /// (status, code)
    ServerRefused,
    /// (needed)
    UpdateNeeded,
    // Stickers
    /// (text)
    NotASticker,
    /// (typed)
    WrongDigit,
    // Visit
    NotFound,
    /// (status)
    WrongState,
    /// (reason)
    JobBlocked,
    ReasonMissing,
    /// (number)
    Sealed,
    /// (key)
    UnknownMeter,
    /// (meter, last, value)
    ReadingLower,
    TimeOrder,
    /// (text)
    UnknownPart,
    /// (serial)
    SerialUsed,
    SerialMissing,
    QuantityZero,
    QuoteChanged,
    // Photos
    NotAnImage,
    /// (megapixels, max)
    ImageTooLarge,
    ImageTruncated,
    /// (megabytes, max)
    FileTooLarge,
    // Signing
    SignatureBlank,
    SignerMissing,
    ContentChanged,
    /// (count)
    StillMissing,
    NotPrepared,
    DocumentFailed,
    // Storage
    DiskFull,
    /// (found, known)
    DatabaseNewer,
    /// (aside)
    DatabaseDamaged,
    /// (file)
    FileMissing,
    KeyStore,
    /// (unsent)
    UnsentWork,
    /// (field)
    InvalidInput,
    Internal,
}
