//! A machine's passport after a visit: what was done, read and fitted, with a tail that fits on every tablet.

use feltbok_domain::{
    model::{FittedPart, Job, MachineState, Passport, PassportPart, PassportReading, PassportVisit, Visit},
    part_warranty::replaced_part,
};
use jiff::{civil::Date, tz::TimeZone};

use super::{Stored, Work};
use crate::{StoreResult, TabletActor};

/// What a tablet carries of a machine's history at most; all of it stays in the visits.
const VISITS_MAX: usize = 20;
const READINGS_MAX: usize = 60;
const REMOVED_PARTS_MAX: usize = 20;

impl Work<'_> {
    /// Enters a sealed visit. Entered again (a further revision), only the work order's number is renewed.
    pub(super) fn write_passport(&mut self, tablet: &TabletActor, visit: &Visit, job: &Job) -> StoreResult<()> {
        let Some(equipment_id) = visit.equipment_id else { return Ok(()) };
        let known = self.find::<Passport>(equipment_id)?;
        let empty = || Stored::new(0, Passport { equipment_id, ..Passport::default() });
        let (mut passport, rev) = known.unwrap_or_else(empty).into_owned();
        let entry = visit_entry(visit, job, &tablet.technician_name);
        match passport.visits.iter_mut().find(|known| known.visit_id == visit.id) {
            Some(known) => *known = entry,
            None => {
                passport.visits.push(entry);
                let zone = self.zone_of_site(job)?;
                enter_readings(&mut passport, visit);
                for part in &visit.parts {
                    enter_part(&mut passport, part, &tablet.technician_name, &zone);
                }
            }
        }
        cut(&mut passport);
        self.save(passport, rev)?;
        Ok(())
    }
}

fn visit_entry(visit: &Visit, job: &Job, technician: &str) -> PassportVisit {
    let diagnosis = &visit.diagnosis;
    PassportVisit {
        visit_id: visit.id,
        job_number: job.number.clone(),
        work_type: job.work_type,
        at: visit.started_at,
        technician: technician.to_owned(),
        symptom: diagnosis.symptom.clone().unwrap_or_default(),
        cause: diagnosis.cause.clone().unwrap_or_default(),
        remedy: diagnosis.remedy.clone().unwrap_or_default(),
        note: diagnosis.note.clone(),
        outcome: visit.close_out.outcome,
        state: visit.close_out.machine_state.unwrap_or(MachineState::Working),
        work_order: visit.work_orders.last().map(|sealed| sealed.number.clone()),
    }
}

fn enter_readings(passport: &mut Passport, visit: &Visit) {
    passport.readings.extend(visit.readings.iter().map(|reading| PassportReading {
        meter: reading.meter,
        value: reading.value,
        at: reading.at,
        source: "technician".to_owned(),
        reset_reason: reading.reset_reason.clone(),
    }));
}

/// Enters a fitted part with its own warranty (R20); the one that sat there before is out.
fn enter_part(passport: &mut Passport, part: &FittedPart, technician: &str, zone: &TimeZone) {
    let fitted_on: Date = part.fitted_at.to_zoned(zone.clone()).date();
    let replaced = replaced_part(&passport.parts, part.part_id, &part.position).cloned();
    if let Some(known) = replaced.and_then(|replaced| passport.parts.iter_mut().find(|known| **known == replaced)) {
        known.removed_on = Some(fitted_on);
    }
    passport.parts.push(PassportPart {
        part_id: part.part_id,
        number: part.number.clone(),
        name: part.name.clone(),
        position: part.position.clone(),
        serial: part.serial.clone(),
        fitted_on,
        warranty_until: part.warranty_until,
        fitted_by: technician.to_owned(),
        removed_on: None,
    });
}

/// Newest first, and no longer than a tablet wants to carry; parts that are in the machine all stay.
fn cut(passport: &mut Passport) {
    passport.visits.sort_by_key(|visit| std::cmp::Reverse((visit.at, visit.visit_id)));
    passport.visits.truncate(VISITS_MAX);
    passport.readings.sort_by_key(|reading| std::cmp::Reverse(reading.at));
    passport.readings.truncate(READINGS_MAX);
    passport.parts.sort_by_key(|part| (part.removed_on.is_some(), std::cmp::Reverse(part.fitted_on)));
    let inside = passport.parts.iter().filter(|part| part.removed_on.is_none()).count();
    passport.parts.truncate(inside + REMOVED_PARTS_MAX);
}
