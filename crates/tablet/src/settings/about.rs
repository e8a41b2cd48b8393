//! About: versions, whose tablet it is, and the licences of what it is built from.

use feltbok_protocol::PROTOCOL;

use crate::{
    error::Result,
    tablet::Tablet,
    views::{About, Licence},
};

/// The larger parts of the app with their licences; the full list is made by `cargo deny list`.
const LICENCES: &[(&str, &str)] = &[
    ("Feltbok", "MIT OR Apache-2.0"),
    ("Tauri", "MIT OR Apache-2.0"),
    ("Svelte", "MIT"),
    ("SQLite", "Public Domain"),
    ("SQLCipher", "BSD-3-Clause"),
    ("rustls", "MIT OR Apache-2.0 OR ISC"),
    ("reqwest, tokio, hyper", "MIT OR Apache-2.0"),
    ("rxing, rqrr", "Apache-2.0, MIT"),
    ("printpdf, lopdf", "MIT"),
    ("signature_pad", "MIT"),
    ("Noto Sans, Vazirmatn", "OFL-1.1"),
    ("Lucide icons", "ISC"),
];

impl Tablet {
    /// What the app says about itself.
    pub fn about(&self) -> Result<About> {
        let open = self.open()?;
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: u32::from(PROTOCOL),
            database_version: open.database_version()?,
            sqlite_version: feltbok_tablet_store::sqlite_version().to_owned(),
            company: open.enrolment.company.clone(),
            tablet_code: open.enrolment.tablet_code.clone(),
            server_host: open.enrolment.host(),
            licences: LICENCES
                .iter()
                .map(|(name, licence)| Licence { name: (*name).to_owned(), licence: (*licence).to_owned() })
                .collect(),
        })
    }
}
