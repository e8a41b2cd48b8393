//! The bundle: what waits, in a file for the office, when the tablet must go before it can send.

use feltbok_protocol::bundle::new_code;

use crate::{error::Result, tablet::Tablet, views::BundleExport};

impl Tablet {
    /// Writes everything unsent into an encrypted file and gives the code that opens it in the console.
    ///
    /// What was exported still waits here: whichever way the office gets it first, it counts once.
    ///
    /// Errors: `disk_full`.
    pub fn export_bundle(&self) -> Result<BundleExport> {
        let open = self.open()?;
        let code = new_code();
        let bundle = open.store.export_bundle(open.enrolment.tablet_id, &self.keys()?.auth, &code)?;
        let name = format!("feltbok-{}-{}.feltbok", open.enrolment.tablet_code, self.now().as_second());
        let saved = self.save_download(&name, &bundle.sealed)?;
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Ok(BundleExport {
            path: saved.path,
            file_name: saved.file_name,
            code,
            operations: count(bundle.operations),
            files: count(bundle.files),
            files_unreadable: count(bundle.unreadable),
        })
    }
}
