//! The customer signs what was shown.

use feltbok_domain::{ids::Id, model::SignatureRecord};

use super::seal::Ending;
use crate::{
    error::Result,
    sign::is_enough,
    tablet::Tablet,
    views::{DocumentView, ErrorCode, SignAndConfirm, TabletError},
};

impl Tablet {
    /// Seals the prepared work order with the ink saved so far, or with a typed name as the accessible way.
    ///
    /// Errors: `signer_missing`, `signature_blank`, `not_prepared`, `content_changed`, `sealed`, `document_failed`,
    /// `disk_full`.
    pub fn sign_and_confirm(&self, job_id: Id, sign: SignAndConfirm) -> Result<DocumentView> {
        if sign.name.trim().is_empty() {
            return Err(TabletError::new(ErrorCode::SignerMissing));
        }
        let open = self.open()?;
        let ink = open.ink(job_id)?;
        if !sign.typed && !is_enough(&ink.strokes) {
            return Err(TabletError::new(ErrorCode::SignatureBlank));
        }
        open.write(|work| {
            let consent =
                work.company()?.and_then(|company| company.consent_texts.iter().map(|text| text.version).max());
            let record = SignatureRecord {
                name: sign.name.trim().to_owned(),
                role: sign.role.trim().to_owned(),
                at: work.now(),
                aspect: if sign.typed { 1.0 } else { ink.aspect },
                strokes: if sign.typed { Vec::new() } else { ink.strokes.clone() },
                typed: sign.typed,
                consent_version: consent.unwrap_or(0),
            };
            open.seal(work, job_id, &sign.content_sha256, Ending::Signed(record))
        })?;
        open.document_view(job_id)
    }
}
