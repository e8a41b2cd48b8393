//! The work order as it was sealed; its bytes come through `document_pdf`, its pages as pictures through `document_page`.

use feltbok_domain::{ids::Id, lang::Lang, model::UnsignedReason};
use jiff::Timestamp;
use serde::Serialize;

use super::FileTransfer;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DocumentView {
    pub job_id: Id,
    pub number: String,
    pub revision: u32,
    pub lang: Lang,
    pub sealed_at: Timestamp,
    pub content_sha256: String,
    pub pdf_sha256: String,
    pub pdf_bytes: u32,
    pub pages: u32,
    /// A file name for sharing: number and revision.
    pub file_name: String,
    pub signed_by: Option<String>,
    pub unsigned: Option<UnsignedReason>,
    pub transfer: FileTransfer,
    /// Where the customer's phone finds the document later.
    pub share_url: String,
    /// The same as a QR, as SVG.
    pub share_qr_svg: String,
}

/// A file that was written for sharing or printing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SavedFile {
    pub path: String,
    pub file_name: String,
}
