//! The document's bytes: whole, as pictures of its pages, or as a file for sharing and printing.

use std::fs;

use feltbok_domain::ids::Id;
use feltbok_work_order::preview;

use crate::{
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, SavedFile, TabletError},
};

impl Tablet {
    /// The very PDF that was sealed.
    ///
    /// Errors: `not_found`, `file_missing`.
    pub fn document_pdf(&self, job_id: Id) -> Result<Vec<u8>> {
        Ok(self.open()?.sealed_pdf(job_id)?.0)
    }

    /// Page `page` (from 1) of the sealed PDF as a PNG `width` pixels wide.
    ///
    /// Errors: `not_found`, `file_missing`, `document_failed`.
    pub fn document_page(&self, job_id: Id, page: u32, width: u32) -> Result<Vec<u8>> {
        let (pdf, _) = self.open()?.sealed_pdf(job_id)?;
        preview(&pdf, page as usize, width).map_err(|error| {
            tracing::error!(error = %error, "a page could not be drawn");
            TabletError::new(ErrorCode::DocumentFailed)
        })
    }

    /// Writes the PDF into the downloads folder, for the system's own sharing and printing.
    ///
    /// Errors: `not_found`, `file_missing`, `disk_full`.
    pub fn save_document(&self, job_id: Id) -> Result<SavedFile> {
        let (pdf, file_name) = self.open()?.sealed_pdf(job_id)?;
        self.save_download(&file_name, &pdf)
    }

    pub(crate) fn save_download(&self, file_name: &str, bytes: &[u8]) -> Result<SavedFile> {
        let path = self.options.downloads.join(file_name);
        let written = fs::create_dir_all(&self.options.downloads).and_then(|()| fs::write(&path, bytes));
        written.map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                TabletError::new(ErrorCode::DiskFull)
            }
            _ => TabletError::internal(error),
        })?;
        Ok(SavedFile { path: path.display().to_string(), file_name: file_name.to_owned() })
    }
}
