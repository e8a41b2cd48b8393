//! The bytes of photos, documents and snapshot chunks: a local folder now, anything that `object_store` speaks to.
//!
//! Names start with the company, so that nothing is shared between companies, not even equal files.

use std::{path::Path as FolderPath, sync::Arc};

use axum::{
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use feltbok_domain::ids::Id;
use feltbok_server_store::api::StoredFile;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path};

/// Where bytes lie.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

impl Files {
    /// A folder of this machine, made when missing; what was written is on the disk when the call returns.
    pub fn in_folder(folder: &FolderPath) -> Result<Files, Error> {
        std::fs::create_dir_all(folder)
            .map_err(|source| Error::Generic { store: "LocalFileSystem", source: Box::new(source) })?;
        let local = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
        Ok(Files { store: Arc::new(local) })
    }

    /// Any object store.
    pub fn new(store: Arc<dyn ObjectStore>) -> Files {
        Files { store }
    }

    /// A stored file; `None` when it is not there.
    pub async fn read(&self, company_id: Id, sha256: &str) -> Result<Option<Bytes>, Error> {
        self.get(&file(company_id, sha256)).await
    }

    pub async fn write(&self, company_id: Id, sha256: &str, bytes: Bytes) -> Result<(), Error> {
        self.put(&file(company_id, sha256), bytes).await
    }

    pub async fn read_chunk(&self, company_id: Id, sha256: &str) -> Result<Option<Bytes>, Error> {
        self.get(&chunk(company_id, sha256)).await
    }

    /// Writes a chunk unless it is there: its name says what it holds.
    pub async fn write_chunk(&self, company_id: Id, sha256: &str, bytes: Bytes) -> Result<(), Error> {
        let path = chunk(company_id, sha256);
        match self.store.head(&path).await {
            Ok(_) => Ok(()),
            Err(Error::NotFound { .. }) => self.put(&path, bytes).await,
            Err(error) => Err(error),
        }
    }

    /// Keeps a piece of an upload, by the offset of its first byte.
    pub async fn write_piece(&self, company_id: Id, upload: Id, offset: u64, bytes: Bytes) -> Result<(), Error> {
        self.put(&piece(company_id, upload, offset), bytes).await
    }

    /// The pieces of an upload, put together in order up to `length` bytes.
    ///
    /// Errors: `NotFound` when a piece is missing.
    pub async fn join_pieces(&self, company_id: Id, upload: Id, length: u64) -> Result<Bytes, Error> {
        let mut whole = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        while (whole.len() as u64) < length {
            let path = piece(company_id, upload, whole.len() as u64);
            let bytes = self.store.get(&path).await?.bytes().await?;
            if bytes.is_empty() {
                return Err(Error::NotFound { path: path.to_string(), source: "the piece is empty".into() });
            }
            whole.extend_from_slice(&bytes);
        }
        Ok(Bytes::from(whole))
    }

    /// Removes what an upload left.
    pub async fn drop_pieces(&self, company_id: Id, upload: Id) -> Result<(), Error> {
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

    async fn put(&self, path: &Path, bytes: Bytes) -> Result<(), Error> {
        self.store.put(path, PutPayload::from_bytes(bytes)).await.map(|_| ())
    }
}

fn file(company_id: Id, sha256: &str) -> Path {
    Path::from(format!("{company_id}/files/{}/{sha256}", sha256.get(..2).unwrap_or_default()))
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
