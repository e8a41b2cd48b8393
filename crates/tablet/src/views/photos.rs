//! Photos of the visit; bytes are fetched by hash through `photo_bytes`.

use feltbok_domain::{ids::Id, model::PhotoKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PhotoView {
    pub id: Id,
    /// `before`, `after`, `detail`, `meter` or `absent`.
    pub photo_kind: PhotoKind,
    pub caption: String,
    pub taken_at: Timestamp,
    pub sha256: String,
    pub bytes: u32,
    pub width: u32,
    pub height: u32,
    pub on_document: bool,
    pub transfer: FileTransfer,
}

/// Where a file is on its way to the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum FileTransfer {
    Waiting,
    Sending,
    Received,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PhotoSize {
    Thumbnail,
    Full,
}

/// What can be changed about a photo.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChangePhoto {
    pub photo_kind: PhotoKind,
    pub caption: String,
    pub on_document: bool,
}
