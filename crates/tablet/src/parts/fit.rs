//! Fitting a part: it leaves the van, its warranty begins, and the books may go below zero (R20–R24).

use feltbok_domain::{
    ids::Id,
    model::{Agreement, Equipment, FittedPart, Part, Passport, Visit, VisitEdit},
    part_warranty::{replaced_part, warranty_months, warranty_until},
    stock::{Movement, MovementKind, SerialError, count_request, may_issue},
};
use feltbok_protocol::operation::Notice;
use feltbok_tablet_store::Work;
use jiff::civil::Date;

use super::{choice::balance, van_id};
use crate::{
    error::Result,
    tablet::{Open, Tablet},
    today::home_zone,
    views::{ErrorCode, FitPart, PartsView, TabletError},
};

impl Tablet {
    /// Adds a part to the visit.
    ///
    /// Errors: `unknown_part`, `quantity_zero`, `serial_missing`, `serial_used`, `wrong_state`, `sealed`, `handed_over`.
    pub fn fit_part(&self, job_id: Id, fit: FitPart) -> Result<PartsView> {
        let open = self.open()?;
        open.change_visit(job_id, |work, visit| {
            let part: Part = need_part(work, fit.part_id)?;
            check(&part, &fit)?;
            let van = van_id(work, open.technician_id())?;
            refuse_used_serial(work, part.id, fit.serial.as_deref())?;
            let fitted = fitted(work, &visit, &part, van, &fit)?;
            work.note_part_use(part.id)?;
            open.issue(work, &visit, &fitted)?;
            work.visit(visit.id, VisitEdit::PutPart(fitted))?;
            Ok(())
        })?;
        open.parts_view(job_id, self.now())
    }
}

impl Open {
    /// Books the part out of its place; dispatch is asked to count when the books go below zero (R22).
    pub(super) fn issue(&self, work: &mut Work<'_>, visit: &Visit, fitted: &FittedPart) -> Result<()> {
        let movement = Movement {
            from: Some(fitted.from_location),
            to: None,
            ..self.movement(work, visit, fitted, MovementKind::Issue)
        };
        work.movement(movement.clone())?;
        let after = work.stock_line(fitted.from_location, fitted.part_id)?;
        if let Some(request) = count_request(&movement, after.balance) {
            let notice = Notice::CountRequest {
                location_id: request.location_id,
                part_id: request.part_id,
                balance: balance(&after),
            };
            work.notice(fitted.part_id, Some(visit.job_id), notice)?;
        }
        Ok(())
    }

    /// Books the part back into the place it came from.
    pub(super) fn put_back(&self, work: &mut Work<'_>, visit: &Visit, fitted: &FittedPart) -> Result<()> {
        let movement = Movement {
            from: None,
            to: Some(fitted.from_location),
            ..self.movement(work, visit, fitted, MovementKind::ReturnUnused)
        };
        Ok(work.movement(movement)?)
    }

    fn movement(&self, work: &Work<'_>, visit: &Visit, fitted: &FittedPart, kind: MovementKind) -> Movement {
        Movement {
            id: work.next_id(),
            part_id: fitted.part_id,
            kind,
            from: None,
            to: None,
            quantity: fitted.quantity,
            serial: fitted.serial.clone(),
            lot: fitted.lot.clone(),
            job_id: Some(visit.job_id),
            visit_id: Some(visit.id),
            transfer_id: None,
            at: work.now(),
            by: self.technician_id(),
            note: None,
        }
    }
}

/// The catalogue's part. Errors: `unknown_part`.
pub(super) fn need_part(work: &Work<'_>, part_id: Id) -> Result<Part> {
    work.get::<Part>(part_id)?.ok_or_else(|| TabletError::with(ErrorCode::UnknownPart, [("text", part_id.to_string())]))
}

/// Quantity and serial must go together. Errors: `quantity_zero`, `serial_missing`.
pub(super) fn check(part: &Part, fit: &FitPart) -> Result<()> {
    if fit.quantity == 0 {
        return Err(TabletError::new(ErrorCode::QuantityZero));
    }
    let has_serial = fit.serial.as_deref().is_some_and(|serial| !serial.trim().is_empty());
    if part.serial_tracked && (!has_serial || fit.quantity != 1) {
        return Err(TabletError::new(ErrorCode::SerialMissing));
    }
    Ok(())
}

/// R24: a serial exists once.
pub(super) fn refuse_used_serial(work: &Work<'_>, part_id: Id, serial: Option<&str>) -> Result<()> {
    let Some(serial) = serial.map(str::trim).filter(|serial| !serial.is_empty()) else { return Ok(()) };
    let movements = work.own_movements()?;
    may_issue(&movements, part_id, serial).map_err(|SerialError::AlreadyGone { serial, .. }| {
        TabletError::with(ErrorCode::SerialUsed, [("serial", serial)])
    })
}

fn fitted(work: &Work<'_>, visit: &Visit, part: &Part, van: Id, fit: &FitPart) -> Result<FittedPart> {
    let today = work.now().to_zoned(home_zone(work)?).date();
    let text = |value: &Option<String>| value.as_deref().map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned);
    Ok(FittedPart {
        id: work.next_id(),
        part_id: part.id,
        number: part.number.clone(),
        name: part.name.clone(),
        kind: part.kind,
        quantity: fit.quantity,
        unit_price: part.price,
        position: fit.position.trim().to_owned(),
        serial: text(&fit.serial),
        lot: text(&fit.lot),
        removed_serial: text(&fit.removed_serial),
        warranty_until: warranty_until(today, months(work, visit, part)?),
        replaces_warranty_until: replaced(work, visit, part.id, &fit.position)?,
        compatibility_told: fit.compatibility_told,
        from_location: van,
        fitted_at: work.now(),
    })
}

/// The longest of what company, part and agreement give (R20).
fn months(work: &Work<'_>, visit: &Visit, part: &Part) -> Result<u32> {
    let machine = visit.equipment_id.map(|id| work.get::<Equipment>(id)).transpose()?.flatten();
    let agreement = machine.and_then(|machine| machine.agreement_id);
    let agreement = agreement.map(|id| work.get::<Agreement>(id)).transpose()?.flatten();
    let company = work.company()?.map(|company| company.part_warranty_months);
    let agreed = agreement.map(|agreement| agreement.terms.part_warranty_months);
    Ok(warranty_months(company.into_iter().chain(agreed).chain([part.warranty_months])))
}

/// Warranty end of the part that sat there (R14).
pub(super) fn replaced(work: &Work<'_>, visit: &Visit, part_id: Id, position: &str) -> Result<Option<Date>> {
    let passport = visit.equipment_id.map(|id| work.get::<Passport>(id)).transpose()?.flatten();
    Ok(passport.and_then(|passport| replaced_part(&passport.parts, part_id, position).map(|old| old.warranty_until)))
}
