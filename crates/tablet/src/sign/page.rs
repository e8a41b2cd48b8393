//! The pages that are going to be signed, as pictures.

use feltbok_domain::ids::Id;
use feltbok_work_order::preview;

use super::content::failed;
use crate::{error::Result, tablet::Tablet};

impl Tablet {
    /// Page `page` (from 1) of the prepared work order as a PNG `width` pixels wide.
    ///
    /// Errors: `not_prepared`, `document_failed`.
    pub fn signing_page(&self, job_id: Id, page: u32, width: u32) -> Result<Vec<u8>> {
        let (pdf, _) = self.open()?.draft_pdf(job_id)?;
        preview(&pdf, page as usize, width).map_err(|error| failed(&error))
    }
}
