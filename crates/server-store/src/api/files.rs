//! Which files there are and who may have them; the bytes lie elsewhere.

use async_trait::async_trait;
use feltbok_domain::ids::Id;
use feltbok_protocol::file::FileRole;
use jiff::Timestamp;

use crate::{StoreResult, TabletActor, UserActor};

/// An upload to be started.
#[derive(Debug, Clone, PartialEq)]
pub struct NewUpload {
    pub id: Id,
    /// Lower-case hex; what the bytes must hash to in the end.
    pub sha256: String,
    pub role: FileRole,
    pub length: u64,
    pub expires_at: Timestamp,
}

/// An upload on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    pub id: Id,
    pub sha256: String,
    pub role: FileRole,
    pub length: u64,
    /// Bytes that are safely stored.
    pub position: u64,
    pub expires_at: Timestamp,
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFile {
    pub sha256: String,
    pub bytes: u64,
    pub media_type: String,
}

/// Uploads and files of a company.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Starts an upload, or gives back the one this tablet has begun of the same file.
    async fn begin_upload(&self, tablet: &TabletActor, upload: NewUpload, at: Timestamp) -> StoreResult<Upload>;

    /// An upload of this tablet. Errors: `NotFound`, also once it has expired.
    async fn upload(&self, tablet: &TabletActor, id: Id, at: Timestamp) -> StoreResult<Upload>;

    /// Notes that the bytes from `from` up to `to` are stored. Errors: `Stale` when another request was quicker.
    async fn advance_upload(&self, tablet: &TabletActor, id: Id, from: u64, to: u64) -> StoreResult<()>;

    /// The whole file is there under its hash: the upload ends, visits that name the file have it.
    async fn finish_upload(&self, tablet: &TabletActor, id: Id, file: StoredFile, at: Timestamp) -> StoreResult<()>;

    /// Forgets an upload.
    async fn drop_upload(&self, tablet: &TabletActor, id: Id) -> StoreResult<()>;

    /// Uploads that nobody went on with: `(company, upload)`, already forgotten here.
    async fn expire_uploads(&self, at: Timestamp) -> StoreResult<Vec<(Id, Id)>>;

    /// A file of a visit that is in this tablet's feed. Errors: `NotFound`.
    async fn file_for_tablet(&self, tablet: &TabletActor, sha256: &str) -> StoreResult<StoredFile>;

    /// A file of the user's company. Errors: `NotFound`.
    async fn file_for_user(&self, user: &UserActor, sha256: &str) -> StoreResult<StoredFile>;
}
