//! The customer's mark: part of what is signed, so the content is fixed anew with it.

use feltbok_domain::{
    ids::Id,
    model::{Satisfaction, VisitEdit},
};

use crate::{
    error::Result,
    tablet::Tablet,
    views::{ErrorCode, SigningView, TabletError},
};

impl Tablet {
    /// Saves the mark (1–5) and comment, and gives the new hash.
    ///
    /// Errors: `invalid_input`, `not_prepared`, `sealed`.
    pub fn rate(&self, job_id: Id, mark: u8, comment: &str) -> Result<SigningView> {
        if !(1..=5).contains(&mark) {
            return Err(TabletError::with(ErrorCode::InvalidInput, [("field", "mark".to_owned())]));
        }
        let open = self.open()?;
        open.write(|work| {
            let prepared = open.prepared(work, job_id)?.ok_or_else(|| TabletError::new(ErrorCode::NotPrepared))?;
            let visit = open.visit_under_way(work, job_id)?;
            let satisfaction = Satisfaction { mark, comment: comment.to_owned() };
            work.visit(visit.id, VisitEdit::Satisfaction(satisfaction))?;
            open.fix(work, job_id, prepared.lang, prepared.at)
        })?;
        open.signing_view(job_id, self.now())
    }
}
