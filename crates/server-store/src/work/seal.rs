//! What a sealed work order sets off: the job's state, the machine, stock, prepaid minutes, and what dispatch reviews.

use feltbok_domain::{
    entitlement::{ConsentState, Lot, consent_state, debit, without},
    ids,
    job_life::{JobStatus, Side, status_after},
    model::{Agreement, Equipment, FittedPart, Job, Outcome, SignedWorkOrder, StatusChange, Visit},
    stock::{Movement, MovementKind},
    work_order_number::WorkOrderNumber,
};
use feltbok_protocol::operation::Operation;
use serde_json::json;

use super::{
    Stored, Work,
    notice::{NO_CONSENT, PREPAID_SHORT, SERIAL_CONFLICT, UNSIGNED},
};
use crate::{StoreError, StoreResult, TabletActor};

impl Work<'_> {
    /// Follows up a seal. A further revision (R31) changes the document only: nothing is issued or debited twice.
    pub(super) fn seal(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        visit: &Visit,
        sealed: &SignedWorkOrder,
        job: Stored<Job>,
    ) -> StoreResult<()> {
        if let Ok(number) = sealed.number.parse::<WorkOrderNumber>()
            && number.tablet_code() == tablet.tablet_code
        {
            self.rows.raise_work_order(tablet.tablet_id, number.counter())?;
        }
        if let Some(reason) = sealed.unsigned {
            let body = json!({ "visit_id": visit.id, "number": sealed.number, "reason": reason });
            self.notify(tablet, operation, visit.id, UNSIGNED, Some(job.value.id), body)?;
        }
        if visit.work_orders.len() == 1 {
            self.issue_parts(tablet, operation, visit)?;
            self.settle_prepaid(tablet, operation, visit, sealed, &job.value)?;
            self.check_consent(tablet, operation, visit, sealed)?;
            self.set_machine_state(visit)?;
        }
        self.write_passport(tablet, visit, &job.value)?;
        if visit.work_orders.len() == 1 {
            self.end_visit(tablet, operation, visit, job)?;
        }
        Ok(())
    }

    /// The job's state by the visit's outcome (R8). A job that was taken away keeps dispatch's state (R10).
    fn end_visit(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        visit: &Visit,
        job: Stored<Job>,
    ) -> StoreResult<()> {
        let Some(to) = visit.close_out.outcome.map(|outcome: Outcome| status_after(outcome)) else { return Ok(()) };
        if job.value.status == to {
            return Ok(());
        }
        let reason = visit.close_out.reason.trim();
        let change = StatusChange {
            from: job.value.status,
            to,
            at: operation.corrected_at(),
            by: tablet.technician_id,
            by_name: tablet.technician_name.clone(),
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
        };
        let is_theirs = job.value.technician_id == Some(tablet.technician_id);
        if !is_theirs || !job.value.status.is_owned_by(Side::Technician) {
            // Ended already by the tablet's own step: nothing to say. Otherwise dispatch sees both.
            let is_over = job.value.history.last().is_some_and(|last| last.by == tablet.technician_id);
            let is_cancelled = job.value.status == JobStatus::Cancelled;
            if is_over && !is_cancelled {
                return Ok(());
            }
            let code = if is_theirs { "not_owner" } else { "reassigned" };
            return self.keep_step(tablet, operation, &job.value, &change, code);
        }
        let (mut value, rev) = job.into_owned();
        self.step(&mut value, change)?;
        self.save(value, rev)?;
        Ok(())
    }

    /// Books out what was fitted and not booked out yet (R21). A serial that is used elsewhere is for dispatch to
    /// clear up: the signed report stands (R24).
    fn issue_parts(&mut self, tablet: &TabletActor, operation: &Operation, visit: &Visit) -> StoreResult<()> {
        let mut booked = self.rows.movements_of_visit(visit.id)?;
        booked.retain(|movement| movement.kind == MovementKind::Issue);
        for part in &visit.parts {
            let at = booked.iter().position(|movement| is_issue_of(movement, part));
            if let Some(at) = at {
                booked.swap_remove(at);
                continue;
            }
            match self.append_movement(issue(tablet, visit, part)) {
                Err(StoreError::Refused { code, message }) => {
                    let body = json!({
                        "visit_id": visit.id, "part": part.number, "serial": part.serial, "code": code, "why": message,
                    });
                    self.notify(tablet, operation, part.id, SERIAL_CONFLICT, Some(visit.job_id), body)?;
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Debits what the verdict took from the prepaid account, from the lots as they are here (R17).
    fn settle_prepaid(
        &mut self,
        tablet: &TabletActor,
        operation: &Operation,
        visit: &Visit,
        sealed: &SignedWorkOrder,
        job: &Job,
    ) -> StoreResult<()> {
        let Some(verdict) = &sealed.verdict else { return Ok(()) };
        let minutes: u32 = verdict.prepaid_debits.iter().map(|debit| debit.minutes).sum();
        let (Some(agreement_id), true) = (job.agreement_id, minutes > 0) else { return Ok(()) };
        let agreement: Stored<Agreement> = self.load(agreement_id)?;
        let day = job.registered_at.to_zoned(self.zone_of_site(job)?).date();
        let lots = Lot::all_of(&agreement.value);
        // The verdict's minutes are whole steps already.
        let debits = debit(&lots, day, minutes, 1);
        let (mut value, rev) = agreement.into_owned();
        for (lot, left) in value.prepaid_lots.iter_mut().zip(without(&lots, &debits)) {
            lot.minutes_left = left.minutes;
        }
        let agreement = self.save(value, rev)?.value;
        let debited: u32 = debits.iter().map(|debit| debit.minutes).sum();
        if debited < minutes {
            let body =
                json!({ "visit_id": visit.id, "agreement": agreement.number, "missing_minutes": minutes - debited });
            self.notify(tablet, operation, visit.id, PREPAID_SHORT, Some(job.id), body)?;
        }
        Ok(())
    }

    fn check_consent(
        &self,
        tablet: &TabletActor,
        operation: &Operation,
        visit: &Visit,
        sealed: &SignedWorkOrder,
    ) -> StoreResult<()> {
        let lacks = sealed
            .verdict
            .as_ref()
            .is_some_and(|verdict| consent_state(verdict, visit.consent.as_ref()) == ConsentState::NoConsent);
        if !lacks {
            return Ok(());
        }
        let body = json!({ "visit_id": visit.id, "number": sealed.number });
        self.notify(tablet, operation, visit.id, NO_CONSENT, Some(visit.job_id), body)
    }

    fn set_machine_state(&mut self, visit: &Visit) -> StoreResult<()> {
        let (Some(id), Some(state)) = (visit.equipment_id, visit.close_out.machine_state) else { return Ok(()) };
        let equipment: Stored<Equipment> = self.load(id)?;
        if equipment.value.state != state {
            let (equipment, rev) = equipment.into_owned();
            self.save(Equipment { state, ..equipment }, rev)?;
        }
        Ok(())
    }
}

fn is_issue_of(movement: &Movement, part: &FittedPart) -> bool {
    movement.part_id == part.part_id && movement.serial == part.serial && movement.quantity == part.quantity
}

fn issue(tablet: &TabletActor, visit: &Visit, part: &FittedPart) -> Movement {
    Movement {
        id: ids::derived(part.id, "issue"),
        part_id: part.part_id,
        kind: MovementKind::Issue,
        from: Some(part.from_location),
        to: None,
        quantity: part.quantity,
        serial: part.serial.clone(),
        lot: part.lot.clone(),
        job_id: Some(visit.job_id),
        visit_id: Some(visit.id),
        transfer_id: None,
        at: part.fitted_at,
        by: tablet.technician_id,
        note: None,
    }
}
