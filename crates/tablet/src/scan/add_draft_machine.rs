//! A machine nobody has entered yet: a draft that dispatch confirms, so that missing data stops no technician (R3).

use feltbok_domain::{
    ids::Id,
    model::{Equipment, Functions, MachineState, MeterKind, NetworkPlace, Owner},
};

use super::{confirm_machine::take_machine, resolve::number_of};
use crate::{
    error::Result,
    steps::need_job,
    tablet::Tablet,
    views::{DraftMachine, JobView},
};

impl Tablet {
    /// Adds the machine at the job's site and makes it the visit's. A number that is known gives the known machine.
    ///
    /// Errors: `wrong_digit`, `not_a_sticker`, `not_found`, `wrong_state`, `sealed`.
    pub fn add_draft_machine(&self, job_id: Id, draft: DraftMachine) -> Result<JobView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let si = number_of(work, &draft.si)?;
            if let Some(known) = work.equipment_by_si(&si)? {
                return take_machine(work, job_id, visit.id, known.id);
            }
            let job = need_job(work, job_id)?;
            let machine = Equipment {
                id: work.next_id(),
                si,
                category: draft.category,
                make: draft.make,
                model: draft.model,
                serial: draft.serial,
                customer_id: job.customer_id,
                site_id: job.site_id,
                place: draft.place,
                user: String::new(),
                network: NetworkPlace::default(),
                condition: String::new(),
                state: MachineState::Down,
                functions: Functions::default(),
                meters: vec![MeterKind::Total],
                installed_on: None,
                factory_warranty_until: None,
                agreement_id: None,
                owner: Owner::Customer,
                confirmed: false,
            };
            let equipment_id = machine.id;
            work.draft_equipment(machine, Some(job_id))?;
            take_machine(work, job_id, visit.id, equipment_id)
        })?;
        open.job_view(job_id, self.now())
    }
}
