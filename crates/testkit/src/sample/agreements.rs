//! Agreements of all eight templates; a few unsigned, ended or suspended, as in life.

use feltbok_domain::{
    entitlement::AgreementTemplate,
    model::{Agreement, Calendar, Equipment, PrepaidLot},
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::{customers::Place, id};

/// One agreement a customer; customers without one have every eighth place. Lists the customer's machines in it.
pub fn agreements(
    places: &[Place],
    equipment: &mut [Equipment],
    calendars: &[Calendar],
    now: Timestamp,
) -> Vec<Agreement> {
    let made: Vec<Agreement> = places
        .iter()
        .enumerate()
        .filter(|(n, _)| n % 9 != 8)
        .map(|(n, place)| agreement(n, place, calendars, now))
        .collect();
    made.into_iter().map(|agreement| with_machines(agreement, equipment)).collect()
}

fn agreement(n: usize, place: &Place, calendars: &[Calendar], now: Timestamp) -> Agreement {
    let template = AgreementTemplate::ALL[(n / 5 + n) % AgreementTemplate::ALL.len()];
    let today = now.to_zoned(TimeZone::UTC).date();
    let from = today.saturating_sub(i64::try_from(2 + n % 5).expect("a few months").months());
    let months = i64::from(template.months().unwrap_or(24));
    let has_ended = n % 17 == 16;
    let until = if has_ended { today.saturating_sub(10.days()) } else { from.saturating_add(months.months()) };
    let mut terms = template.terms();
    terms.calendar_id = Some(calendars[place.country].id);
    let prepaid_lots = if template == AgreementTemplate::Prepaid { lots(n, now) } else { Vec::new() };
    Agreement {
        id: id("agreement", n),
        number: format!("A-{:04}", 2001 + n),
        customer_id: place.customer.id,
        name: name(template).into(),
        terms,
        from,
        until,
        signed: n % 19 != 18,
        suspended: n % 23 == 22,
        equipment_ids: Vec::new(),
        prepaid_lots,
    }
}

fn lots(n: usize, now: Timestamp) -> Vec<PrepaidLot> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let lot = |at: usize, months_ago: i64, bought_minutes: u32, left: u32| {
        let bought = today.saturating_sub(months_ago.months());
        PrepaidLot {
            id: id("lot", n * 10 + at),
            bought,
            expires: bought.saturating_add(1.year()),
            minutes_bought: bought_minutes,
            minutes_left: left,
        }
    };
    vec![lot(0, 11, 600, 45), lot(1, 3, 600, 600)]
}

fn with_machines(mut agreement: Agreement, equipment: &mut [Equipment]) -> Agreement {
    for machine in equipment.iter_mut().filter(|machine| machine.customer_id == agreement.customer_id) {
        machine.agreement_id = Some(agreement.id);
        agreement.equipment_ids.push(machine.id);
    }
    agreement
}

fn name(template: AgreementTemplate) -> &'static str {
    match template {
        AgreementTemplate::FullService => "Full service",
        AgreementTemplate::FullServiceConsumables => "Full service with consumables",
        AgreementTemplate::LabourOnly => "Labour only",
        AgreementTemplate::Preventive => "Preventive maintenance",
        AgreementTemplate::Resident => "Resident technician",
        AgreementTemplate::Prepaid => "Prepaid time account",
        AgreementTemplate::FreeSupport => "Free support",
        AgreementTemplate::None => "Ad hoc",
    }
}
