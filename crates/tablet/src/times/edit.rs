//! Correcting a time, or adding one that no state recorded.

use feltbok_domain::{
    ids::Id,
    model::{TimeEntry, VisitEdit},
};
use jiff::SignedDuration;

use crate::{
    error::Result,
    tablet::Tablet,
    views::{EditTime, ErrorCode, TabletError, TimesView},
};

/// An entry that is longer is a slip of the finger.
const ENTRY_MAX: SignedDuration = SignedDuration::from_hours(24);

impl Tablet {
    /// Changes an entry, or adds one; the reason is kept with it.
    ///
    /// Errors: `reason_missing`, `time_order`, `not_found`, `wrong_state`, `sealed`, `handed_over`.
    pub fn edit_time(&self, job_id: Id, edit: EditTime) -> Result<TimesView> {
        let reason = edit.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(TabletError::new(ErrorCode::ReasonMissing));
        }
        let now = self.now();
        let until = edit.until.unwrap_or(now);
        if edit.from > until || until > now || until.duration_since(edit.from) > ENTRY_MAX {
            return Err(TabletError::new(ErrorCode::TimeOrder));
        }
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let is_known = |id: Id| visit.times.iter().any(|entry| entry.id == id);
            let id = match edit.id {
                Some(id) if is_known(id) => id,
                Some(_) => return Err(TabletError::not_found()),
                None => work.next_id(),
            };
            let entry =
                TimeEntry { id, kind: edit.kind, from: edit.from, until: edit.until, edit_reason: Some(reason) };
            work.visit(visit.id, VisitEdit::PutTime(entry))?;
            Ok(())
        })?;
        open.times_view(job_id, now)
    }
}
