//! Nobody signs: the visit ends with the reason, and dispatch reviews it (R32).

use feltbok_domain::ids::Id;

use super::seal::Ending;
use crate::{
    error::Result,
    lock::HANDED_OVER,
    tablet::Tablet,
    views::{DocumentView, FinishUnsigned, TabletError},
};

impl Tablet {
    /// Seals the work order without a signature. It is prepared with it, so that it can be done without a hand-over.
    ///
    /// Errors: as [`Tablet::prepare_signing`] and [`Tablet::sign_and_confirm`].
    pub fn finish_unsigned(&self, job_id: Id, finish: FinishUnsigned) -> Result<DocumentView> {
        let open = self.open()?;
        let was_handed_over: Option<Id> = open.store.read(|reader| reader.draft(HANDED_OVER))?;
        let prepared = self.prepare_signing(job_id, None)?;
        open.write(|work| {
            let ending = Ending::Unsigned { reason: finish.reason, note: finish.note.trim().to_owned() };
            open.seal(work, job_id, &prepared.content_sha256, ending)?;
            // Who was not asked to sign has not got the tablet either.
            if was_handed_over.is_none() { Ok(work.clear_draft(HANDED_OVER)?) } else { Ok::<_, TabletError>(()) }
        })?;
        open.document_view(job_id)
    }
}
