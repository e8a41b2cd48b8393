//! What the use cases of a visit have in common: the visit under way, changed in one transaction.

use feltbok_domain::{ids::Id, model::Visit};
use feltbok_tablet_store::Work;

use crate::{
    error::Result,
    tablet::Open,
    views::{ErrorCode, TabletError},
};

impl Open {
    /// Changes the visit under way of a job.
    ///
    /// Errors: `handed_over` while the customer has the tablet, `sealed` after signing, `wrong_state` before setting out.
    pub(crate) fn change_visit<T>(
        &self,
        job_id: Id,
        change: impl FnOnce(&mut Work<'_>, Visit) -> Result<T>,
    ) -> Result<T> {
        self.write(|work| {
            if work.draft::<Id>(crate::lock::HANDED_OVER)?.is_some() {
                return Err(TabletError::new(ErrorCode::HandedOver));
            }
            let visit = self.visit_under_way(work, job_id)?;
            change(work, visit)
        })
    }

    /// The technician's visit of a job that is not finished.
    pub(crate) fn visit_under_way(&self, work: &Work<'_>, job_id: Id) -> Result<Visit> {
        let job = crate::steps::need_job(work, job_id)?;
        let mine = self.technician_id();
        let visits = work.visits_of_job(job_id)?;
        let last = visits.into_iter().rev().find(|visit| visit.technician_id == mine);
        match last {
            Some(visit) if visit.finished_at.is_none() => Ok(visit),
            Some(visit) => {
                let number = visit.work_orders.last().map(|sealed| sealed.number.clone()).unwrap_or_default();
                Err(TabletError::with(ErrorCode::Sealed, [("number", number)]))
            }
            None => Err(crate::steps::wrong_state(job.status)),
        }
    }
}
