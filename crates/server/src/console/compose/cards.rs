//! Customers, sites, contacts, machines and agreements as the drawer and the intake form show them.

use feltbok_domain::{
    entitlement::{AgreementClaimed, Inactivity, inactivity},
    model::{Agreement, Contact, Customer, Equipment, Passport, Site},
};
use feltbok_server_store::api::EquipmentSummary;
use jiff::civil::Date;

use crate::console::views::{
    intake::EquipmentRow,
    job_detail::{
        AgreementCard, ContactCard, CustomerCard, EquipmentCard, PassportCard, PassportPartLine, PassportReadingLine,
        PassportVisitLine, SiteCard, Standing,
    },
    job_row::Named,
};

pub fn customer(customer: Customer) -> CustomerCard {
    let Customer { id, number, name, lang, overdue, note } = customer;
    CustomerCard { id, number, name, lang, overdue, note }
}

pub fn site(site: Site) -> SiteCard {
    let town = format!("{} {}", site.postcode, site.city);
    let address = [site.street, town.trim().to_owned(), site.country];
    SiteCard {
        id: site.id,
        name: site.name,
        address: address.into_iter().filter(|line| !line.is_empty()).collect(),
        floor: site.floor,
        access_notes: site.access_notes,
        opening_hours: site.opening_hours,
        time_zone: site.time_zone,
        latitude: site.latitude,
        longitude: site.longitude,
    }
}

pub fn contact(contact: Contact) -> ContactCard {
    let Contact { id, name, phone, email, role, lang, .. } = contact;
    ContactCard { id, name, phone, email, role, lang }
}

pub fn equipment(equipment: Equipment) -> EquipmentCard {
    EquipmentCard {
        id: equipment.id,
        si: equipment.si.to_string(),
        category: equipment.category,
        make: equipment.make,
        model: equipment.model,
        serial: equipment.serial,
        place: equipment.place,
        user: equipment.user,
        host: equipment.network.host,
        ip: equipment.network.ip,
        state: equipment.state,
        installed_on: equipment.installed_on,
        factory_warranty_until: equipment.factory_warranty_until,
        confirmed: equipment.confirmed,
    }
}

pub fn equipment_row(known: EquipmentSummary) -> EquipmentRow {
    let EquipmentSummary { equipment, customer, site, .. } = known;
    EquipmentRow {
        id: equipment.id,
        si: equipment.si.to_string(),
        category: equipment.category,
        name: format!("{} {}", equipment.make, equipment.model),
        serial: equipment.serial,
        place: equipment.place,
        customer: Named { id: equipment.customer_id, name: customer },
        site: Named { id: equipment.site_id, name: site },
        state: equipment.state,
        confirmed: equipment.confirmed,
    }
}

pub fn passport(passport: Passport) -> PassportCard {
    let visits = passport.visits.into_iter().map(|visit| PassportVisitLine {
        job_number: visit.job_number,
        work_type: visit.work_type,
        at: visit.at,
        technician: visit.technician,
        note: visit.note,
        outcome: visit.outcome,
        work_order: visit.work_order,
    });
    let readings = passport.readings.into_iter().map(|reading| PassportReadingLine {
        meter: reading.meter,
        value: reading.value,
        at: reading.at,
    });
    let parts = passport.parts.into_iter().map(|part| PassportPartLine {
        number: part.number,
        name: part.name,
        position: part.position,
        serial: part.serial,
        fitted_on: part.fitted_on,
        warranty_until: part.warranty_until,
        removed_on: part.removed_on,
    });
    PassportCard { visits: visits.collect(), readings: readings.collect(), parts: parts.collect() }
}

/// The agreement as it stands on `today`.
pub fn agreement(agreement: Agreement, today: Date) -> AgreementCard {
    let standing = match inactivity(&AgreementClaimed::of(&agreement, None), today) {
        None | Some(Inactivity::EquipmentNotListed) => Standing::Active,
        Some(Inactivity::Unsigned) => Standing::Unsigned,
        Some(Inactivity::NotStarted) => Standing::NotStarted,
        Some(Inactivity::Ended) => Standing::Ended,
        Some(Inactivity::Suspended) => Standing::Suspended,
    };
    let Agreement { id, number, name, from, until, .. } = agreement;
    AgreementCard { id, number, name, from, until, standing }
}
