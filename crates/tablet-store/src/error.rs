//! What can go wrong in the store, each with what is safe and what to do.

use feltbok_domain::{ids::Id, model::EditError};
use feltbok_protocol::record::RecordKind;
use feltbok_sync::{Waiting, integrate::ReplayError};
use rusqlite::ErrorCode;

/// An error of the store. Nothing of the failed action is kept, everything before it is.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the tablet is full: this was not saved, everything before it is. Free some space and try again")]
    DiskFull,
    #[error("this key does not open the store")]
    WrongKey,
    #[error("the store is damaged: {0}")]
    Damaged(String),
    #[error("the store was written by a newer version of the app ({found}, this one knows {known}): update the app")]
    NewerVersion { found: u32, known: u32 },
    #[error("SQLite {0} may corrupt its log: 3.51.3 or newer is needed")]
    OldSqlite(String),
    #[error("there is no {kind:?} {id} on this tablet")]
    Missing { kind: RecordKind, id: Id },
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error("the movement is not valid: {0}")]
    Movement(#[from] feltbok_domain::stock::MovementError),
    #[error("one entry of {bytes} bytes is more than can be sent")]
    TooLarge { bytes: usize },
    #[error("the {kind:?} is not readable: {why}")]
    Unreadable { kind: RecordKind, why: String },
    #[error("the file {sha256} is not on this tablet")]
    FileMissing { sha256: String },
    #[error("the file {sha256} is damaged")]
    FileDamaged { sha256: String },
    #[error("the store is closed: what it held was sealed for the office")]
    Closed,
    #[error("what waits could not be sealed: {0}")]
    Unsealed(feltbok_protocol::lost::PartError),
    #[error("{} operations and {} files are not sent yet", .0.operations, .0.files)]
    Unsent(Waiting),
    #[error("the work order number cannot be made: {0}")]
    WorkOrderNumber(#[from] feltbok_domain::work_order_number::NoWorkOrderNumber),
    #[error("a setting or stored value is not readable: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the store failed: {0}")]
    Sql(rusqlite::Error),
    #[error("a file of the store failed: {0}")]
    Io(std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        /// SQLite could not grow its shared-memory file: the disk is full.
        const SHM_SIZE: i32 = 4874;
        match error.sqlite_error() {
            Some(failure) if failure.code == ErrorCode::DiskFull || failure.extended_code == SHM_SIZE => {
                StoreError::DiskFull
            }
            Some(failure) if matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Damaged(error.to_string())
            }
            _ => StoreError::Sql(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
            _ => StoreError::Io(error),
        }
    }
}

impl StoreError {
    /// The error of an edit that could not be put on the record `id`.
    pub(crate) fn of_edit(error: ReplayError, id: Id) -> Self {
        match error {
            ReplayError::Missing(kind) => StoreError::Missing { kind, id },
            ReplayError::Unreadable { kind, why } => StoreError::Unreadable { kind, why },
            ReplayError::Refused(refused) => StoreError::Edit(refused),
        }
    }
}
