//! `/v1/files`: tus 1.0 uploads named by their hash, and downloads by hash.

use serde::{Deserialize, Serialize};

/// The tus version spoken, for the `Tus-Resumable` header.
pub const TUS: &str = "1.0.0";

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
