//! One customer, one machine, one job, as the office would send them.

use feltbok_domain::{
    calendar::WorkingCalendar,
    entitlement::{AgreementTemplate, Rates},
    ids::Id,
    job_life::{JobStatus, Priority},
    lang::{Lang, LocalText},
    model::*,
    money::Currency,
    si::{SiFormat, SiNumber},
    work_type::WorkType,
};
use jiff::{Timestamp, civil::date};

pub const COMPANY: u128 = 1;
pub const TECHNICIAN: u128 = 2;
pub const VAN: u128 = 3;
pub const CALENDAR: u128 = 4;
pub const CUSTOMER: u128 = 10;
pub const SITE: u128 = 11;
pub const CONTACT: u128 = 12;
pub const AGREEMENT: u128 = 13;
pub const MACHINE: u128 = 20;
pub const OTHER_MACHINE: u128 = 21;
pub const JOB: u128 = 30;
pub const PART: u128 = 40;
pub const TRACKED_PART: u128 = 41;

pub fn id(n: u128) -> Id {
    Id::from_u128(n)
}

/// Tuesday morning in Oslo.
pub fn start() -> Timestamp {
    "2026-03-10T08:00:00Z".parse().unwrap()
}

fn en(text: &str) -> LocalText {
    LocalText::of(Lang::English, text)
}

pub fn company() -> Company {
    Company {
        id: id(COMPANY),
        name: "Nordlys Service AS".into(),
        address: "Havnegata 1, Oslo".into(),
        organisation_number: "999 888 777".into(),
        phone: "+47 22 00 00 00".into(),
        email: "post@nordlys.example".into(),
        sticker_host: "service.nordlys.example".into(),
        si_format: SiFormat::default(),
        sticker_patterns: Vec::new(),
        time_zone: "Europe/Oslo".into(),
        lang: Lang::English,
        ad_hoc_rates: Rates {
            currency: Currency::new("NOK").unwrap(),
            labour_per_hour: 129_000,
            travel_per_hour: 89_500,
            vat_basis_points: 2500,
            step_minutes: 15,
        },
        part_warranty_months: 3,
        signature_dynamics: true,
        consent_texts: vec![ConsentText { version: 2, text: en("I have read this work order.") }],
        data_notice: en("Back up your data."),
        logo: None,
        brand_colour: None,
        timestamp_url: None,
        legal_footer: "Nordlys Service AS".into(),
    }
}

pub fn calendar() -> Calendar {
    Calendar { id: id(CALENDAR), name: "Office".into(), hours: WorkingCalendar::office("Europe/Oslo") }
}

pub fn technician() -> Technician {
    Technician {
        id: id(TECHNICIAN),
        name: "Kari Nord".into(),
        phone: String::new(),
        email: String::new(),
        lang: Lang::English,
        van_id: id(VAN),
        active: true,
    }
}

pub fn codes() -> Vec<CodeEntry> {
    let code = |n: u128, list, code: &str, parents: &[&str], categories: Vec<Category>| CodeEntry {
        id: id(n),
        list,
        code: code.into(),
        name: en(code),
        categories,
        parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
    };
    vec![
        code(50, CodeList::Symptom, "paper_jam", &[], vec![]),
        code(51, CodeList::Symptom, "blade_dull", &[], vec![Category::Shredder]),
        code(52, CodeList::Cause, "worn_roller", &["paper_jam"], vec![]),
        code(53, CodeList::Cause, "no_power", &["dead"], vec![]),
        code(54, CodeList::Remedy, "replaced_part", &["worn_roller"], vec![]),
    ]
}

pub fn checklist() -> ChecklistTemplate {
    let item = |key: &str, required| ChecklistItem { key: key.into(), text: en(key), required };
    ChecklistTemplate {
        id: id(60),
        work_type: WorkType::BreakdownRepair,
        version: 1,
        name: en("Repair"),
        items: vec![item("test_print", true), item("cleaned", true), item("floor", false)],
    }
}

pub fn customer() -> Customer {
    Customer {
        id: id(CUSTOMER),
        number: "K-100".into(),
        name: "Fjordbank".into(),
        lang: Lang::NorwegianBokmal,
        overdue: false,
        note: String::new(),
    }
}

pub fn site() -> Site {
    Site {
        id: id(SITE),
        customer_id: id(CUSTOMER),
        name: "Head office".into(),
        street: "Storgata 5".into(),
        postcode: "0155".into(),
        city: "Oslo".into(),
        country: "NO".into(),
        floor: "3".into(),
        access_notes: "Ring the bell".into(),
        opening_hours: "08–16".into(),
        time_zone: "Europe/Oslo".into(),
        latitude: None,
        longitude: None,
    }
}

pub fn contact() -> Contact {
    Contact {
        id: id(CONTACT),
        customer_id: id(CUSTOMER),
        site_id: Some(id(SITE)),
        name: "Ola Vik".into(),
        phone: "+47 900 00 000".into(),
        email: "ola@fjordbank.example".into(),
        role: ContactRole::Responsible,
        lang: Lang::NorwegianBokmal,
    }
}

pub fn agreement() -> Agreement {
    Agreement {
        id: id(AGREEMENT),
        number: "A-7".into(),
        customer_id: id(CUSTOMER),
        name: "Full service".into(),
        terms: AgreementTemplate::FullService.terms(),
        from: date(2025, 1, 1),
        until: date(2027, 12, 31),
        signed: true,
        suspended: false,
        equipment_ids: vec![id(MACHINE)],
        prepaid_lots: Vec::new(),
    }
}

/// A number with the right check digit behind these digits.
pub fn si(payload: &str) -> SiNumber {
    SiFormat::default().with_check_digit(payload).unwrap()
}

pub fn machine(n: u128, payload: &str) -> Equipment {
    Equipment {
        id: id(n),
        si: si(payload),
        category: Category::Mfp,
        make: "Brandt".into(),
        model: "M 420".into(),
        serial: format!("SN-{n}"),
        customer_id: id(CUSTOMER),
        site_id: id(SITE),
        place: "Copy room".into(),
        user: "Sales".into(),
        network: NetworkPlace::default(),
        condition: String::new(),
        state: MachineState::Down,
        functions: Functions::default(),
        meters: vec![MeterKind::Mono, MeterKind::Colour],
        installed_on: None,
        factory_warranty_until: None,
        agreement_id: Some(id(AGREEMENT)),
        owner: Owner::Customer,
        confirmed: true,
    }
}

pub fn passport() -> Passport {
    let reading = |value, at: &str| PassportReading {
        meter: MeterKind::Mono,
        value,
        at: at.parse().unwrap(),
        source: "technician".into(),
        reset_reason: None,
    };
    Passport {
        equipment_id: id(MACHINE),
        visits: Vec::new(),
        readings: vec![reading(90_000, "2026-01-10T10:00:00Z"), reading(100_000, "2026-02-10T10:00:00Z")],
        parts: Vec::new(),
        loans: Vec::new(),
    }
}

pub fn part(n: u128, number: &str, tracked: bool) -> Part {
    Part {
        id: id(n),
        number: number.into(),
        name: en(&format!("Roller {number}")),
        kind: PartKind::Spare,
        models: vec!["M 420".into()],
        unit: "pcs".into(),
        price: 45_000,
        currency: Currency::new("NOK").unwrap(),
        original: true,
        warranty_months: 6,
        serial_tracked: tracked,
        life_pages: None,
        gtin: Some(format!("40063810000{n}")),
        compatibility_note: LocalText::default(),
        positions: vec!["Tray 1".into()],
    }
}

pub fn stock() -> StockLevel {
    StockLevel { id: id(70), location_id: id(VAN), part_id: id(PART), balance: 1, min: 2, max: 5, serials: Vec::new() }
}

pub fn job() -> Job {
    Job {
        id: id(JOB),
        number: "J-2026-0001".into(),
        work_type: WorkType::BreakdownRepair,
        priority: Priority::Normal,
        status: JobStatus::Dispatched,
        customer_id: id(CUSTOMER),
        site_id: id(SITE),
        contact_id: Some(id(CONTACT)),
        equipment_id: Some(id(MACHINE)),
        agreement_id: Some(id(AGREEMENT)),
        reported_symptom: "Paper jams in tray 1".into(),
        registered_at: "2026-03-09T09:00:00Z".parse().unwrap(),
        targets: Targets { calendar_id: Some(id(CALENDAR)), on_site_minutes: 960, ..Targets::default() },
        pauses: Vec::new(),
        technician_id: Some(id(TECHNICIAN)),
        slot: Some(ScheduledSlot { start: "2026-03-10T09:00:00Z".parse().unwrap(), minutes: 90 }),
        block_reason: None,
        block_override: None,
        remote: false,
        history: Vec::new(),
        dispatch_note: "Call first".into(),
    }
}
