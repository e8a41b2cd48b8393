//! Taking a reading back.

use feltbok_domain::{ids::Id, model::VisitEdit};

use crate::{error::Result, tablet::Tablet, views::MeterView};

impl Tablet {
    /// Removes a reading of this visit.
    ///
    /// Errors: `wrong_state`, `sealed`, `handed_over`.
    pub fn remove_reading(&self, job_id: Id, id: Id) -> Result<Vec<MeterView>> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            work.visit(visit.id, VisitEdit::RemoveReading { id })?;
            Ok(())
        })?;
        open.readings_view(job_id, self.now())
    }
}
