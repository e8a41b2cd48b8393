//! What happened to each machine before: visits, readings, and parts with their own warranty.

use feltbok_domain::{
    model::{
        Equipment, MachineState, MeterKind, Outcome, Part, Passport, PassportPart, PassportReading, PassportVisit,
        Technician,
    },
    part_warranty::warranty_until,
    work_type::WorkType,
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{id, mix::mix};

pub fn passports(equipment: &[Equipment], parts: &[Part], technicians: &[Technician], now: Timestamp) -> Vec<Passport> {
    equipment.iter().enumerate().map(|(n, machine)| passport(n, machine, parts, technicians, now)).collect()
}

fn passport(n: usize, machine: &Equipment, parts: &[Part], technicians: &[Technician], now: Timestamp) -> Passport {
    let visits = 1 + mix("visits", n, 3);
    let technician = &technicians[n % technicians.len()];
    Passport {
        equipment_id: machine.id,
        visits: (0..visits).map(|v| visit(n, v, technician, now)).collect(),
        readings: readings(n, machine, visits, now),
        parts: fitted(n, machine, parts, technician, now),
        loans: Vec::new(),
    }
}

/// The v-th visit back from now, about every second month.
fn days_ago(n: usize, v: usize) -> i64 {
    i64::try_from(20 + v * 58 + mix("day", n + v, 25)).expect("days of a few years")
}

fn before(now: Timestamp, days: i64) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(days * 24)).expect("the sample lies within the calendar")
}

fn visit(n: usize, v: usize, technician: &Technician, now: Timestamp) -> PassportVisit {
    const STORIES: [(&str, &str, &str, &str); 4] = [
        ("S-JAM", "C-ROLLER", "R-REPLACE", "Pickup roller of tray 2 replaced, 50 sheets without a jam."),
        ("S-STREAK", "C-DRUM", "R-CLEAN", "Corona wire cleaned, drum at 82 % of its life."),
        ("S-SCAN", "C-SETTINGS", "R-CONFIG", "Mail server's certificate renewed, address book restored."),
        ("S-PLANNED", "C-PLAN", "R-CLEAN", "PM visit: optics and rollers cleaned, firmware up to date."),
    ];
    let (symptom, cause, remedy, note) = STORIES[mix("story", n + v, STORIES.len())];
    let planned = symptom == "S-PLANNED";
    PassportVisit {
        visit_id: id("past visit", n * 10 + v),
        job_number: format!(
            "J{}-{:05}",
            before(now, days_ago(n, v)).to_zoned(TimeZone::UTC).year() - 1,
            100 + n * 3 + v
        ),
        work_type: if planned { WorkType::PmVisit } else { WorkType::BreakdownRepair },
        at: before(now, days_ago(n, v)),
        technician: technician.name.clone(),
        symptom: symptom.into(),
        cause: cause.into(),
        remedy: remedy.into(),
        note: note.into(),
        outcome: Some(Outcome::Fixed),
        state: MachineState::Working,
        work_order: None,
    }
}

/// A reading of every meter at each visit, growing with time.
fn readings(n: usize, machine: &Equipment, visits: usize, now: Timestamp) -> Vec<PassportReading> {
    let a_day = 40 + mix("pages", n, 400);
    let mut readings = Vec::new();
    for v in 0..visits {
        let age = usize::try_from(1500 - days_ago(n, v)).unwrap_or(100);
        for meter in &machine.meters {
            let value = u32::try_from(age * a_day * share(*meter) / 100).expect("a counter fits 32 bits");
            let at = before(now, days_ago(n, v));
            readings.push(PassportReading {
                meter: *meter,
                value,
                at,
                source: "technician".into(),
                reset_reason: None,
            });
        }
    }
    readings
}

/// What a counter counts of a machine's pages, in per cent.
fn share(meter: MeterKind) -> usize {
    match meter {
        MeterKind::Total => 100,
        MeterKind::Mono => 62,
        MeterKind::Colour => 38,
        MeterKind::Scans => 25,
        MeterKind::A3 => 7,
    }
}

/// Every third machine has a part that is still within its own warranty, and one that no longer is.
fn fitted(n: usize, machine: &Equipment, parts: &[Part], technician: &Technician, now: Timestamp) -> Vec<PassportPart> {
    if !n.is_multiple_of(3) {
        return Vec::new();
    }
    let fitting = parts.iter().filter(|part| part.models.contains(&machine.model) && !part.positions.is_empty());
    fitting
        .take(2)
        .enumerate()
        .map(|(k, part)| {
            let days = if k == 0 { 30 } else { 400 };
            let fitted_on = before(now, days).to_zoned(TimeZone::UTC).date();
            PassportPart {
                part_id: part.id,
                number: part.number.clone(),
                name: part.name.clone(),
                position: part.positions[0].clone(),
                serial: part.serial_tracked.then(|| format!("{}{:05}", part.number.replace('-', ""), n)),
                fitted_on,
                warranty_until: warranty_until(fitted_on, 3),
                fitted_by: technician.name.clone(),
                removed_on: None,
            }
        })
        .collect()
}
