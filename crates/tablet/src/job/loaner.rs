//! The loaner that is proposed when a machine will not be back in time (R9).

use feltbok_domain::{
    calendar::WorkingCalendar,
    job_life::{LOANER_AFTER_WORKING_DAYS, loaner_due, propose_loaners},
    model::{Equipment, MachineState},
};
use feltbok_tablet_store::Reader;
use jiff::civil::Date;

use super::Dossier;
use crate::{
    error::Result,
    views::{LoanerMachine, LoanerProposal},
};

/// Machines that are shown at most.
const MACHINES_MAX: usize = 5;

/// The proposal for the job's machine in `state`; the pool is what this tablet knows of it.
pub fn loaner_proposal(
    reader: &Reader<'_>,
    dossier: &Dossier,
    state: MachineState,
    today: Date,
) -> Result<Option<LoanerProposal>> {
    let Some(machine) = &dossier.equipment else { return Ok(None) };
    if !is_due(machine, state, today, dossier.calendar.as_ref()) {
        return Ok(None);
    }
    let pool = reader.loaner_pool()?;
    let machines = propose_loaners(machine, &pool).into_iter().take(MACHINES_MAX).map(|loaner| LoanerMachine {
        equipment_id: loaner.id,
        si: loaner.si.to_string(),
        make: loaner.make.clone(),
        model: loaner.model.clone(),
        place: loaner.place.clone(),
    });
    Ok(Some(LoanerProposal { working_days: LOANER_AFTER_WORKING_DAYS, machines: machines.collect() }))
}

fn is_due(machine: &Equipment, state: MachineState, today: Date, calendar: Option<&WorkingCalendar>) -> bool {
    calendar.is_some_and(|calendar| loaner_due(machine, state, None, today, calendar).unwrap_or(false))
}
