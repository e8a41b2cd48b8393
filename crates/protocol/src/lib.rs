//! What tablet and server say to each other: versioned wire types, their signatures and upcasters. No I/O.

pub mod auth;
pub mod bundle;
pub mod digest;
pub mod enrol;
pub mod evidence;
pub mod feed;
pub mod file;
pub mod invite;
pub mod lost;
pub mod operation;
pub mod record;
pub mod seal;
pub mod snapshot;
pub mod sync;
pub mod tus;
pub mod wire_error;

/// The protocol this program speaks; a server answers N and N−1 (DESIGN §3).
pub const PROTOCOL: u16 = 1;
/// The oldest protocol a server still answers.
pub const PROTOCOL_OLDEST: u16 = 1;
/// Operations in one push at most. Each push brings the feeds up to date once, and one transaction must not hold up others
/// for long.
pub const PUSH_OPERATIONS_MAX: usize = 1_000;
/// Bytes of one push at most, uncompressed.
pub const PUSH_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of one operation at most: it must get through alone, over a line that lets no more through.
pub const OPERATION_BYTES_MAX: usize = 256 * 1024;
/// Changes of one pulled page at most, over all feeds.
pub const PULL_CHANGES_MAX: usize = 1_000;
/// A request body at most, uncompressed: the push and room for cursors.
pub const BODY_BYTES_MAX: usize = 3 * 1024 * 1024;
/// A file (photo, PDF) at most.
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
