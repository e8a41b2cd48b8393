//! A photo's bytes, whole or as its thumbnail.

use super::intake::take_in;
use crate::{error::Result, tablet::Tablet, views::PhotoSize};

/// The draft that names a photo's thumbnail.
pub(super) fn thumbnail_key(sha256: &str) -> String {
    format!("thumbnail {sha256}")
}

impl Tablet {
    /// The JPEG of a photo of this tablet.
    ///
    /// Errors: `file_missing`.
    pub fn photo_bytes(&self, sha256: &str, size: PhotoSize) -> Result<Vec<u8>> {
        let open = self.open()?;
        if size == PhotoSize::Full {
            return Ok(open.store.file(sha256)?);
        }
        let thumbnail: Option<String> = open.store.read(|reader| reader.draft(&thumbnail_key(sha256)))?;
        match thumbnail.map(|sha256| open.store.file(&sha256)) {
            Some(Ok(bytes)) => Ok(bytes),
            _ => Ok(take_in(&open.store.file(sha256)?)?.thumbnail),
        }
    }
}
