//! The close-out screen.

use feltbok_domain::{ids::Id, model::MachineState};
use jiff::Timestamp;

use super::missing;
use crate::{
    error::Result,
    job::loaner_proposal,
    parts::{show::ordered, van_id},
    tablet::{Open, Tablet},
    views::{CloseOutView, TabletError},
};

impl Tablet {
    /// How the visit ends so far, and what is missing.
    ///
    /// Errors: `not_found` before the visit has begun.
    pub fn close_out(&self, job_id: Id) -> Result<CloseOutView> {
        self.open()?.close_out_view(job_id, self.now())
    }
}

impl Open {
    pub(super) fn close_out_view(&self, job_id: Id, now: Timestamp) -> Result<CloseOutView> {
        let dossier = self.dossier(job_id)?;
        let visit = dossier.visit().ok_or_else(TabletError::not_found)?;
        let missing = missing(&dossier, visit, now);
        let state = visit.close_out.machine_state.unwrap_or(MachineState::Working);
        self.store.try_read(|reader| {
            Ok(CloseOutView {
                can_sign: visit.finished_at.is_none() && missing.iter().all(|entry| !entry.required),
                loaner: loaner_proposal(reader, &dossier, state, dossier.local_date(now))?,
                ordered: ordered(reader, &dossier, van_id(reader, self.technician_id())?)?,
                close_out: visit.close_out.clone(),
                missing,
            })
        })
    }
}
