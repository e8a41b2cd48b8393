//! A machine's passport as the screens show it.

use feltbok_domain::model::{MeterKind, Passport};
use jiff::civil::Date;

use crate::views::{LoanLine, MeterHistory, MeterPoint, PassportView};

/// Values of one meter that are shown at most.
const VALUES_MAX: usize = 12;

/// Parts still under their own warranty on `today` come first.
pub fn passport_view(passport: &Passport, today: Date) -> PassportView {
    let (under_warranty, other) =
        passport.parts.iter().cloned().partition(|part| part.removed_on.is_none() && part.warranty_until >= today);
    PassportView {
        equipment_id: passport.equipment_id,
        visits: passport.visits.clone(),
        readings: meters(passport),
        parts_under_warranty: under_warranty,
        parts_other: other,
        loans: passport
            .loans
            .iter()
            .map(|loan| LoanLine { loaner_si: loan.loaner_si.clone(), from: loan.from, until: loan.until })
            .collect(),
    }
}

fn meters(passport: &Passport) -> Vec<MeterHistory> {
    let mut kinds: Vec<MeterKind> = passport.readings.iter().map(|reading| reading.meter).collect();
    kinds.sort();
    kinds.dedup();
    kinds.into_iter().map(|meter| MeterHistory { meter, values: values(passport, meter) }).collect()
}

fn values(passport: &Passport, meter: MeterKind) -> Vec<MeterPoint> {
    let mut readings: Vec<_> = passport.readings.iter().filter(|reading| reading.meter == meter).collect();
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.at));
    let points = readings.into_iter().take(VALUES_MAX).map(|reading| MeterPoint {
        at: reading.at,
        value: reading.value,
        source: reading.source.clone(),
        reset_reason: reading.reset_reason.clone(),
    });
    points.collect()
}
