//! When a reassigned or cancelled job may disappear from the tablet that had it (R10).

use serde::{Deserialize, Serialize};

/// What a tablet does with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Release {
    /// It is still this technician's job.
    Keep,
    /// It is not, but something recorded here has not reached the server: it stays until then.
    WaitForServer { operations: u32, files: u32 },
    /// Everything is with the server: rows and files of the job go.
    Purge,
}

/// Decides on a job; `is_granted` is false once the server has revoked it. Counts are of operations and files of
/// this job that the server has not acknowledged.
pub fn release(is_granted: bool, operations: u32, files: u32) -> Release {
    match (is_granted, operations, files) {
        (true, _, _) => Release::Keep,
        (false, 0, 0) => Release::Purge,
        (false, operations, files) => Release::WaitForServer { operations, files },
    }
}
