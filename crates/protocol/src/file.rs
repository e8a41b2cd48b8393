//! Files: photos, signatures, documents; uploads are named by their hash, and downloads go by it.

use feltbok_domain::ids::Id;
use serde::{Deserialize, Serialize};

/// A file that the server has not got yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PendingFile {
    /// Lower-case hex, of the plain bytes.
    pub sha256: String,
    pub role: FileRole,
    pub mime: String,
    pub bytes: u64,
    pub jobs: Vec<Id>,
}

/// What a file is, in `Upload-Metadata` under `role`; also the order in which a tablet sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileRole {
    Signature,
    Document,
    Thumbnail,
    Photo,
}

impl FileRole {
    pub fn as_str(self) -> &'static str {
        match self {
            FileRole::Signature => "signature",
            FileRole::Document => "document",
            FileRole::Thumbnail => "thumbnail",
            FileRole::Photo => "photo",
        }
    }

    /// The role of a word written by [`FileRole::as_str`].
    pub fn from_word(word: &str) -> Option<FileRole> {
        [FileRole::Signature, FileRole::Document, FileRole::Thumbnail, FileRole::Photo]
            .into_iter()
            .find(|role| role.as_str() == word)
    }
}
