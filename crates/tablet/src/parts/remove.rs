//! Taking a part off the visit again, and putting it back on within the time to undo.

use feltbok_domain::{
    ids::Id,
    model::{FittedPart, VisitEdit},
};

use super::fit::refuse_used_serial;
use crate::{
    error::Result,
    tablet::Tablet,
    views::{PartsView, TabletError},
};

impl Tablet {
    /// Removes a fitted part; it is back in the van. [`Tablet::restore_part`] undoes it.
    ///
    /// Errors: `not_found`, `wrong_state`, `sealed`, `handed_over`.
    pub fn remove_part(&self, job_id: Id, id: Id) -> Result<PartsView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let part = visit.parts.iter().find(|part| part.id == id).cloned().ok_or_else(TabletError::not_found)?;
            open.put_back(work, &visit, &part)?;
            work.put_draft(&removed(id), Some(job_id), &part)?;
            work.visit(visit.id, VisitEdit::RemovePart { id })?;
            Ok(())
        })?;
        open.parts_view(job_id, self.now())
    }

    /// Puts a removed part back on, as it was.
    ///
    /// Errors: `not_found` when nothing was removed, `serial_used`, `wrong_state`, `sealed`, `handed_over`.
    pub fn restore_part(&self, job_id: Id, id: Id) -> Result<PartsView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let part: FittedPart = work.draft(&removed(id))?.ok_or_else(TabletError::not_found)?;
            refuse_used_serial(work, part.part_id, part.serial.as_deref())?;
            open.issue(work, &visit, &part)?;
            work.visit(visit.id, VisitEdit::PutPart(part))?;
            Ok(work.clear_draft(&removed(id))?)
        })?;
        open.parts_view(job_id, self.now())
    }
}

fn removed(id: Id) -> String {
    format!("removed_part {id}")
}
