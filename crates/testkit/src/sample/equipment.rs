//! The machines: invented makes and models with what they can do.

use feltbok_domain::{
    model::{Category, Equipment, Functions, MachineState, MeterKind, NetworkPlace, Owner},
    si::SiFormat,
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::{
    customers::Place,
    id,
    mix::{mix, pick},
    names::COUNTRIES,
};

/// Make, model, category, colour, A3, pages a minute.
pub const MODELS: [(&str, &str, Category, bool, bool, u32); 12] = [
    ("Kestrel", "MX-450c", Category::Mfp, true, true, 45),
    ("Kestrel", "MX-300c", Category::Mfp, true, true, 30),
    ("Kestrel", "P-260", Category::Printer, false, false, 26),
    ("Hokushin", "Bizcolor 3601", Category::Mfp, true, true, 36),
    ("Hokushin", "Bizmono 5501", Category::Copier, false, true, 55),
    ("Hokushin", "Scanpoint 60", Category::Scanner, true, false, 60),
    ("Vanta", "LaserJot 4020", Category::Printer, false, false, 40),
    ("Vanta", "LaserJot 4020 MFP", Category::Mfp, false, false, 40),
    ("Vanta", "ColorJot 7700", Category::Printer, true, true, 50),
    ("Orbis", "Fax 210", Category::Fax, false, false, 18),
    ("Orbis", "Shredmaster 24", Category::Shredder, false, false, 0),
    ("Orbis", "Projecta 900", Category::Projector, true, false, 0),
];

pub fn equipment(count: usize, places: &[Place], now: Timestamp) -> Vec<Equipment> {
    (0..count).map(|n| machine(n, &places[n % places.len()], now)).collect()
}

fn machine(n: usize, place: &Place, now: Timestamp) -> Equipment {
    // The first machines are the full multi-function ones, so that every technician's day has one.
    let model = if n < 40 { n % 2 } else { mix("model", n, MODELS.len()) };
    let (make, name, category, colour, a3, pages_per_minute) = MODELS[model];
    let today = now.to_zoned(TimeZone::UTC).date();
    let age_months = i64::try_from(mix("age", n, 72)).expect("an age in months is small");
    let installed = today.saturating_sub(age_months.months());
    let country = &COUNTRIES[place.country];
    let site = pick("machine site", n, &place.sites);
    let payload = format!("{:07}", 1_200_000 + n * 37);
    Equipment {
        id: id("equipment", n),
        si: SiFormat::default().with_check_digit(&payload).expect("seven digits and a check digit make an SI number"),
        category,
        make: make.into(),
        model: name.into(),
        serial: format!("{}{:07}", &make[..2].to_uppercase(), 4_100_000 + n * 13),
        customer_id: place.customer.id,
        site_id: site.id,
        place: (*pick("place", n, country.places)).into(),
        user: (*pick("department", n, country.departments)).into(),
        network: NetworkPlace {
            host: format!("prn-{n:04}"),
            ip: format!("10.{}.{}.{}", n % 200, n / 200, 20 + n % 200),
            mac: format!("02:00:5E:{:02X}:{:02X}:{:02X}", n % 251, n % 241, n % 239),
        },
        condition: String::new(),
        state: MachineState::Working,
        functions: Functions { colour, a3, pages_per_minute },
        meters: meters(category, colour),
        installed_on: Some(installed),
        factory_warranty_until: Some(installed.saturating_add(24.months())),
        agreement_id: None,
        owner: if n % 60 == 59 { Owner::LoanerPool } else { Owner::Customer },
        confirmed: true,
    }
}

fn meters(category: Category, colour: bool) -> Vec<MeterKind> {
    match category {
        Category::Printer | Category::Copier | Category::Fax if !colour => vec![MeterKind::Total],
        Category::Printer | Category::Copier => vec![MeterKind::Mono, MeterKind::Colour, MeterKind::Total],
        Category::Mfp if colour => vec![MeterKind::Mono, MeterKind::Colour, MeterKind::Total, MeterKind::Scans],
        Category::Mfp => vec![MeterKind::Total, MeterKind::Scans],
        Category::Scanner => vec![MeterKind::Scans],
        _ => Vec::new(),
    }
}
