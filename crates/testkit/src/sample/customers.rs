//! Customers with their sites and the people there, spread over the five countries.

use feltbok_domain::model::{Contact, ContactRole, Customer, Site};

use super::{
    id,
    mix::{mix, pick},
    names::{COUNTRIES, Country},
};

/// A customer and what belongs to it.
pub struct Place {
    pub country: usize,
    pub customer: Customer,
    pub sites: Vec<Site>,
    pub contacts: Vec<Contact>,
}

pub fn customers(count: usize) -> Vec<Place> {
    (0..count).map(place).collect()
}

fn place(n: usize) -> Place {
    let at = n % COUNTRIES.len();
    let country = &COUNTRIES[at];
    let round = n / COUNTRIES.len();
    let base = country.customers[round % country.customers.len()];
    let name = match round / country.customers.len() {
        0 => base.to_owned(),
        again => format!("{base} {}", again + 1),
    };
    let customer = Customer {
        id: id("customer", n),
        number: format!("C{:04}", 1001 + n),
        name,
        lang: country.lang,
        // One in thirteen is late with payment: its jobs are blocked until dispatch decides (R6).
        overdue: n % 13 == 12,
        note: String::new(),
    };
    let sites: Vec<Site> = (0..1 + mix("sites", n, 2)).map(|s| site(n, s, country)).collect();
    let contacts = vec![
        contact(n, 0, ContactRole::Responsible, country),
        contact(n, 1, ContactRole::It, country),
        contact(n, 2, ContactRole::Signatory, country),
    ];
    Place { country: at, customer, sites, contacts }
}

fn site(n: usize, s: usize, country: &Country) -> Site {
    let &(city, postcode, latitude, longitude) = pick("city", n + s, country.cities);
    Site {
        id: id("site", n * 10 + s),
        customer_id: id("customer", n),
        name: city.to_owned(),
        street: (*pick("street", n + s * 7, country.streets)).into(),
        postcode: postcode.into(),
        city: city.into(),
        country: country.code.into(),
        floor: format!("{}", mix("floor", n + s, 5)),
        access_notes: (*pick("access", n + s, country.access)).into(),
        opening_hours: country.hours.into(),
        time_zone: country.zone.into(),
        latitude: Some(latitude),
        longitude: Some(longitude),
    }
}

fn contact(n: usize, c: usize, role: ContactRole, country: &Country) -> Contact {
    let name = country.people[(n / 5 + c * 2) % country.people.len()];
    Contact {
        id: id("contact", n * 10 + c),
        customer_id: id("customer", n),
        site_id: None,
        name: name.into(),
        phone: format!("{}{:03}", country.phone, (n * 3 + c) % 1000),
        email: format!("contact{c}.customer{n}@example.org"),
        role,
        lang: country.lang,
    }
}
