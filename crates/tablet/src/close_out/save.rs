//! Saving the close-out, field by field.

use feltbok_domain::{
    ids::Id,
    model::{CloseOut, VisitEdit},
};

use crate::{error::Result, tablet::Tablet, views::CloseOutView};

impl Tablet {
    /// Saves outcome, machine state, workaround and the rest; unsent ones fold into the last.
    ///
    /// Errors: `wrong_state`, `sealed`, `handed_over`.
    pub fn save_close_out(&self, job_id: Id, close_out: CloseOut) -> Result<CloseOutView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            work.visit(visit.id, VisitEdit::CloseOut(close_out))?;
            Ok(())
        })?;
        open.close_out_view(job_id, self.now())
    }
}
