//! Ordering a part that the van does not hold; it stands in the close-out (R8).

use feltbok_domain::{
    ids::Id,
    model::{CloseOut, VisitEdit},
};

use super::fit::need_part;
use crate::{error::Result, tablet::Tablet, views::PartsView};

impl Tablet {
    /// Orders a part for the job.
    ///
    /// Errors: `unknown_part`, `wrong_state`, `sealed`, `handed_over`.
    pub fn order_part(&self, job_id: Id, part_id: Id) -> Result<PartsView> {
        self.change_order(job_id, part_id, true)
    }

    /// Takes an order back.
    pub fn cancel_order(&self, job_id: Id, part_id: Id) -> Result<PartsView> {
        self.change_order(job_id, part_id, false)
    }

    fn change_order(&self, job_id: Id, part_id: Id, wanted: bool) -> Result<PartsView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            need_part(work, part_id)?;
            let mut parts_ordered = visit.close_out.parts_ordered.clone();
            parts_ordered.retain(|id| *id != part_id);
            if wanted {
                parts_ordered.push(part_id);
            }
            let close_out = CloseOut { parts_ordered, ..visit.close_out };
            work.visit(visit.id, VisitEdit::CloseOut(close_out))?;
            Ok(())
        })?;
        open.parts_view(job_id, self.now())
    }
}
