//! Taking a time away. Putting it back within ten seconds is [`crate::Tablet::edit_time`] with the window's copy.

use feltbok_domain::{ids::Id, model::VisitEdit};

use crate::{error::Result, tablet::Tablet, views::TimesView};

impl Tablet {
    /// Removes an entry of the visit.
    ///
    /// Errors: `not_found`, `wrong_state`, `sealed`, `handed_over`.
    pub fn remove_time(&self, job_id: Id, id: Id) -> Result<TimesView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            work.visit(visit.id, VisitEdit::RemoveTime { id })?;
            Ok(())
        })?;
        open.times_view(job_id, self.now())
    }
}
