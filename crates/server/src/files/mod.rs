//! The bytes of photos, documents and snapshot chunks, in a folder or a bucket (see [`FilePlace`]).
//!
//! Names start with the company, so that nothing is shared between companies, not even equal files. A file's name is
//! its SHA-256: nothing else is written under it, and nothing else is handed out.

mod place;

use std::sync::Arc;

use axum::{
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use feltbok_domain::ids::Id;
use feltbok_protocol::evidence;
use feltbok_server_store::api::StoredFile;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload, path::Path};
use sha2::{Digest, Sha256};

pub use place::FilePlace;

/// Where bytes lie.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

/// Why bytes could not be kept or handed out.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error(transparent)]
    Store(#[from] Error),
    #[error("the bytes are not those of {sha256}")]
    NotItsName { sha256: String },
}

impl FilesError {
    /// Whether it is room that lacks.
    pub fn is_full(&self) -> bool {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(self);
        while let Some(error) = cause {
            let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
            if matches!(kind, Some(std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)) {
                return true;
            }
            cause = error.source();
        }
        false
    }
}

impl Files {
    /// Opens the place; what was written is durable when its call returns.
    pub async fn open(place: &FilePlace) -> Result<Files, FilesError> {
        Ok(Files { store: place.open().await? })
    }

    /// A stored file; `None` when it is not there.
    ///
    /// Errors: `NotItsName` when the place has changed it; it stays where it is, for whoever repairs the place.
    pub async fn read(&self, company_id: Id, sha256: &str) -> Result<Option<Bytes>, FilesError> {
        self.get_checked(&file(company_id, sha256), sha256).await
    }

    /// Errors: `NotItsName`, and nothing is written.
    pub async fn write(&self, company_id: Id, sha256: &str, bytes: Bytes) -> Result<(), FilesError> {
        self.put_checked(&file(company_id, sha256), sha256, bytes).await
    }

    /// A sealed part of a lost tablet. Errors: as [`Files::read`].
    pub async fn read_sealed(&self, company_id: Id, sha256: &str) -> Result<Option<Bytes>, FilesError> {
        self.get_checked(&sealed(company_id, sha256), sha256).await
    }

    /// Keeps a sealed part of a lost tablet. Errors: `NotItsName`, and nothing is written.
    pub async fn write_sealed(&self, company_id: Id, sha256: &str, bytes: Bytes) -> Result<(), FilesError> {
        self.put_checked(&sealed(company_id, sha256), sha256, bytes).await
    }

    /// A chunk; whoever takes it checks it by its name.
    pub async fn read_chunk(&self, company_id: Id, sha256: &str) -> Result<Option<Bytes>, FilesError> {
        Ok(self.get(&chunk(company_id, sha256)).await?)
    }

    /// Writes a chunk unless it is there: its name says what it holds.
    pub async fn write_chunk(&self, company_id: Id, sha256: &str, bytes: Bytes) -> Result<(), FilesError> {
        let path = chunk(company_id, sha256);
        match self.store.head(&path).await {
            Ok(_) => Ok(()),
            Err(Error::NotFound { .. }) => Ok(self.put(&path, bytes).await?),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a piece of an upload, by the offset of its first byte.
    pub async fn write_piece(&self, company_id: Id, upload: Id, offset: u64, bytes: Bytes) -> Result<(), FilesError> {
        Ok(self.put(&piece(company_id, upload, offset), bytes).await?)
    }

    /// The pieces of an upload, put together in order up to `length` bytes.
    ///
    /// Errors: `NotFound` when a piece is missing.
    pub async fn join_pieces(&self, company_id: Id, upload: Id, length: u64) -> Result<Bytes, FilesError> {
        let mut whole = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        while (whole.len() as u64) < length {
            let path = piece(company_id, upload, whole.len() as u64);
            let bytes = self.store.get(&path).await?.bytes().await?;
            if bytes.is_empty() {
                let source = "the piece is empty".into();
                return Err(Error::NotFound { path: path.to_string(), source }.into());
            }
            whole.extend_from_slice(&bytes);
        }
        Ok(Bytes::from(whole))
    }

    /// Removes what an upload left.
    pub async fn drop_pieces(&self, company_id: Id, upload: Id) -> Result<(), FilesError> {
        let folder = Path::from(format!("{company_id}/uploads/{upload}"));
        for object in self.store.list_with_delimiter(Some(&folder)).await?.objects {
            self.store.delete(&object.location).await?;
        }
        Ok(())
    }

    async fn get(&self, path: &Path) -> Result<Option<Bytes>, Error> {
        match self.store.get(path).await {
            Ok(found) => found.bytes().await.map(Some),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is there by that hash. Errors: `NotItsName`.
    async fn get_checked(&self, path: &Path, sha256: &str) -> Result<Option<Bytes>, FilesError> {
        match self.get(path).await? {
            Some(bytes) => checked(sha256, bytes).await.map(Some),
            None => Ok(None),
        }
    }

    /// Errors: `NotItsName`, and nothing is written.
    async fn put_checked(&self, path: &Path, sha256: &str, bytes: Bytes) -> Result<(), FilesError> {
        let bytes = checked(sha256, bytes).await?;
        Ok(self.put(path, bytes).await?)
    }

    async fn put(&self, path: &Path, bytes: Bytes) -> Result<(), Error> {
        self.store.put(path, PutPayload::from_bytes(bytes)).await.map(|_| ())
    }
}

/// The bytes, if they are what the name says.
async fn checked(sha256: &str, bytes: Bytes) -> Result<Bytes, FilesError> {
    let hashed = bytes.clone();
    let hash = tokio::task::spawn_blocking(move || HEXLOWER.encode(&Sha256::digest(&hashed))).await;
    match hash {
        Ok(hash) if hash == sha256 => Ok(bytes),
        _ => Err(FilesError::NotItsName { sha256: sha256.to_owned() }),
    }
}

fn file(company_id: Id, sha256: &str) -> Path {
    Path::from(format!("{company_id}/files/{}/{sha256}", sha256.get(..2).unwrap_or_default()))
}

fn sealed(company_id: Id, sha256: &str) -> Path {
    Path::from(format!("{company_id}/sealed/{sha256}"))
}

fn chunk(company_id: Id, sha256: &str) -> Path {
    Path::from(format!("{company_id}/snapshots/{sha256}"))
}

fn piece(company_id: Id, upload: Id, offset: u64) -> Path {
    Path::from(format!("{company_id}/uploads/{upload}/{offset:012}"))
}

/// A stored file as an answer: its type by its own bytes, never to be run, and never to change.
pub fn answer_with(file: &StoredFile, bytes: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, file.media_type.as_str()),
        (CONTENT_DISPOSITION, "inline"),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    (headers, bytes).into_response()
}

/// What a file is by its first bytes; what it says of itself does not count.
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        sealed if sealed.starts_with(evidence::MAGIC) => Some(evidence::MEDIA_TYPE),
        _ => None,
    }
}
