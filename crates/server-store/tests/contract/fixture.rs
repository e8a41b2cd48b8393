//! A small company with two technicians, and a tablet that numbers its operations.

use feltbok_domain::{
    calendar::WorkingCalendar,
    entitlement::{AgreementTemplate, Attribution, Rates},
    ids::Id,
    job_life::{JobStatus, Priority},
    lang::{Lang, LocalText},
    model::{
        Agreement, Calendar, Category, CloseOut, Company, Contact, ContactRole, Customer, Diagnosis, Equipment,
        FittedPart, Functions, Job, JobEdit, MachineState, MeterKind, NetworkPlace, Outcome, Owner, Part, PartKind,
        PrepaidLot, Reading, SignatureRecord, SignedWorkOrder, Site, StatusChange, StockLevel, Targets, Technician,
        VisitEdit,
    },
    money::Currency,
    si::{SiFormat, SiNumber},
    work_type::WorkType,
};
use feltbok_protocol::operation::{Edit, Operation};
use feltbok_server_store::api::{LocationKind, Seed, StockLocation};
use jiff::{SignedDuration, Timestamp, civil::date};

/// An id that says what it is: kind by thousand, number by one.
pub const fn id(number: u128) -> Id {
    Id::from_u128(0x0197_a000_0000_7000_8000_0000_0000_0000 + number)
}

pub const COMPANY: Id = id(1);
pub const DEPOT: Id = id(10);
pub const VAN: [Id; 2] = [id(11), id(12)];
pub const TECHNICIAN: [Id; 2] = [id(21), id(22)];
pub const CUSTOMER: Id = id(31);
pub const OVERDUE_CUSTOMER: Id = id(32);
pub const SITE: Id = id(41);
pub const OVERDUE_SITE: Id = id(42);
pub const CONTACT: Id = id(51);
pub const EQUIPMENT: Id = id(61);
pub const AGREEMENT: Id = id(71);
pub const PREPAID: Id = id(72);
pub const FUSER: Id = id(81);
pub const BOARD: Id = id(82);
pub const JOB: [Id; 2] = [id(101), id(102)];

/// Monday morning.
pub fn now() -> Timestamp {
    "2026-11-23T08:00:00Z".parse().expect("a time")
}

pub fn minutes(count: i64) -> Timestamp {
    now() + SignedDuration::from_mins(count)
}

pub fn english(text: &str) -> LocalText {
    LocalText::of(Lang::English, text)
}

/// The company of the fixture; job 0 is with technician 0, job 1 with technician 1.
pub fn company() -> Seed {
    Seed {
        company: Some(Company {
            id: COMPANY,
            name: "Nordlys Kontorservice".into(),
            address: "Storgata 1, Bodø".into(),
            organisation_number: "999 888 777".into(),
            phone: "+47 75 00 00 00".into(),
            email: "service@example.org".into(),
            sticker_host: "service.example.org".into(),
            si_format: SiFormat::default(),
            sticker_patterns: vec![],
            time_zone: "Europe/Oslo".into(),
            lang: Lang::NorwegianBokmal,
            ad_hoc_rates: Rates {
                currency: Currency::new("NOK").expect("a currency"),
                labour_per_hour: 120_000,
                travel_per_hour: 90_000,
                vat_basis_points: 2500,
                step_minutes: 15,
            },
            part_warranty_months: 3,
            signature_dynamics: true,
            consent_texts: vec![],
            data_notice: english("Back up first."),
            logo: None,
            brand_colour: None,
            timestamp_url: None,
            legal_footer: String::new(),
        }),
        calendars: vec![Calendar { id: id(5), name: "Office".into(), hours: WorkingCalendar::office("Europe/Oslo") }],
        locations: vec![StockLocation { id: DEPOT, name: "Depot".into(), kind: LocationKind::Depot }],
        technicians: vec![technician(0, "Kari Nordmann"), technician(1, "Ola Hansen")],
        customers: vec![customer(CUSTOMER, "K-1", false), customer(OVERDUE_CUSTOMER, "K-2", true)],
        sites: vec![site(SITE, CUSTOMER), site(OVERDUE_SITE, OVERDUE_CUSTOMER)],
        contacts: vec![Contact {
            id: CONTACT,
            customer_id: CUSTOMER,
            site_id: Some(SITE),
            name: "Per Olsen".into(),
            phone: "+47 1".into(),
            email: "per@example.org".into(),
            role: ContactRole::Responsible,
            lang: Lang::NorwegianBokmal,
        }],
        agreements: vec![
            agreement(AGREEMENT, "A-1", AgreementTemplate::FullService),
            agreement(PREPAID, "A-2", AgreementTemplate::Prepaid),
        ],
        equipment: vec![equipment(EQUIPMENT, "SI-123455")],
        parts: vec![part(FUSER, "FU-1", false), part(BOARD, "BO-1", true)],
        stock: vec![level(0, FUSER, 2, &[]), level(1, FUSER, 1, &[]), level(0, BOARD, 1, &["S-1"])],
        jobs: vec![job(0), job(1)],
        ..Seed::default()
    }
}

pub fn technician(number: usize, name: &str) -> Technician {
    Technician {
        id: TECHNICIAN[number],
        name: name.into(),
        phone: String::new(),
        email: String::new(),
        lang: Lang::English,
        van_id: VAN[number],
        active: true,
    }
}

fn customer(id: Id, number: &str, overdue: bool) -> Customer {
    Customer {
        id,
        number: number.into(),
        name: format!("Customer {number}"),
        lang: Lang::English,
        overdue,
        note: String::new(),
    }
}

fn site(id: Id, customer_id: Id) -> Site {
    Site {
        id,
        customer_id,
        name: "Head office".into(),
        street: "Sjøgata 2".into(),
        postcode: "8006".into(),
        city: "Bodø".into(),
        country: "NO".into(),
        floor: "2".into(),
        access_notes: String::new(),
        opening_hours: String::new(),
        time_zone: "Europe/Oslo".into(),
        latitude: None,
        longitude: None,
    }
}

fn agreement(id_: Id, number: &str, template: AgreementTemplate) -> Agreement {
    Agreement {
        id: id_,
        number: number.into(),
        customer_id: CUSTOMER,
        name: template.key().into(),
        terms: template.terms(),
        from: date(2026, 1, 1),
        until: date(2027, 12, 31),
        signed: true,
        suspended: false,
        equipment_ids: vec![EQUIPMENT],
        prepaid_lots: vec![PrepaidLot {
            id: id(73),
            bought: date(2026, 1, 1),
            expires: date(2026, 12, 31),
            minutes_bought: 600,
            minutes_left: 60,
        }],
    }
}

pub fn equipment(id: Id, si: &str) -> Equipment {
    Equipment {
        id,
        si: SiNumber::canonical(si),
        category: Category::Mfp,
        make: "Kyocera".into(),
        model: "TASKalfa 3554ci".into(),
        serial: format!("SER-{si}"),
        customer_id: CUSTOMER,
        site_id: SITE,
        place: "Room 204".into(),
        user: String::new(),
        network: NetworkPlace::default(),
        condition: String::new(),
        state: MachineState::Working,
        functions: Functions::default(),
        meters: vec![MeterKind::Total],
        installed_on: None,
        factory_warranty_until: None,
        agreement_id: (id == EQUIPMENT).then_some(AGREEMENT),
        owner: Owner::Customer,
        confirmed: true,
    }
}

pub fn part(id: Id, number: &str, serial_tracked: bool) -> Part {
    Part {
        id,
        number: number.into(),
        name: english(number),
        kind: PartKind::Spare,
        models: vec![],
        unit: "pcs".into(),
        price: 150_000,
        currency: Currency::new("NOK").expect("a currency"),
        original: true,
        warranty_months: 3,
        serial_tracked,
        life_pages: None,
        gtin: None,
        compatibility_note: LocalText::default(),
        positions: vec![],
    }
}

fn level(van: usize, part_id: Id, balance: i32, serials: &[&str]) -> StockLevel {
    StockLevel {
        id: feltbok_domain::ids::derived(VAN[van], &part_id.to_string()),
        location_id: VAN[van],
        part_id,
        balance,
        min: 1,
        max: 2,
        serials: serials.iter().map(|serial| (*serial).to_owned()).collect(),
    }
}

pub fn job(number: usize) -> Job {
    Job {
        id: JOB[number],
        number: format!("J2026-{:05}", number + 1),
        work_type: WorkType::BreakdownRepair,
        priority: Priority::Normal,
        status: JobStatus::Dispatched,
        customer_id: CUSTOMER,
        site_id: SITE,
        contact_id: Some(CONTACT),
        equipment_id: Some(EQUIPMENT),
        agreement_id: Some(AGREEMENT),
        reported_symptom: "Paper jams".into(),
        registered_at: now(),
        targets: Targets::default(),
        pauses: vec![],
        technician_id: Some(TECHNICIAN[number]),
        slot: None,
        block_reason: None,
        block_override: None,
        remote: false,
        history: vec![],
        dispatch_note: String::new(),
    }
}

/// Numbers operations as a tablet does.
pub struct Pen {
    tablet: u128,
    next: u64,
}

impl Pen {
    pub fn new(tablet: u128) -> Self {
        Pen { tablet, next: 1 }
    }

    pub fn write(&mut self, entity: Id, job: Option<Id>, base_rev: u64, edit: &Edit) -> Operation {
        let dev_seq = self.next;
        self.next += 1;
        Operation {
            dev_seq,
            op_id: id(1_000_000 * self.tablet + u128::from(dev_seq)),
            kind: edit.kind().to_owned(),
            v: edit.version(),
            entity,
            job,
            base_rev,
            fields: edit.fields(),
            at: minutes(i64::try_from(dev_seq).expect("small")),
            clock_offset_ms: 0,
        }
    }

    pub fn visit(&mut self, visit: Id, job: usize, edit: VisitEdit) -> Operation {
        self.write(visit, Some(JOB[job]), 0, &Edit::Visit(edit))
    }

    pub fn status(&mut self, job: usize, from: JobStatus, to: JobStatus, by: usize) -> Operation {
        let change = StatusChange {
            from,
            to,
            at: now(),
            by: TECHNICIAN[by],
            by_name: "whoever the tablet says".into(),
            reason: None,
        };
        self.write(JOB[job], Some(JOB[job]), u64::MAX, &Edit::Job(JobEdit::Status(change)))
    }

    /// A whole visit to the sealed work order: begun, one fuser fitted, one reading, fixed.
    pub fn whole_visit(&mut self, visit: Id, job: usize, technician: usize) -> Vec<Operation> {
        let mut operations = vec![self.status(job, JobStatus::Dispatched, JobStatus::OnSite, technician)];
        let edits = [
            begin(job, technician),
            VisitEdit::Diagnosis(Diagnosis {
                symptom: Some("jam".into()),
                attribution: Some(Attribution::EquipmentFault),
                ..Diagnosis::default()
            }),
            VisitEdit::PutPart(fitted(id(900), FUSER, technician, None)),
            VisitEdit::PutReading(Reading {
                id: id(901),
                meter: MeterKind::Total,
                value: 12_345,
                at: now(),
                reset_reason: None,
            }),
            VisitEdit::CloseOut(CloseOut {
                outcome: Some(Outcome::Fixed),
                machine_state: Some(MachineState::Working),
                ..CloseOut::default()
            }),
            VisitEdit::Seal(sealed("WO-2026-T01-0001", 1, true)),
        ];
        operations.extend(edits.into_iter().map(|edit| self.visit(visit, job, edit)));
        operations
    }
}

pub fn begin(job: usize, technician: usize) -> VisitEdit {
    VisitEdit::Begin {
        job_id: JOB[job],
        technician_id: TECHNICIAN[technician],
        equipment_id: Some(EQUIPMENT),
        started_at: now(),
    }
}

pub fn fitted(id: Id, part_id: Id, technician: usize, serial: Option<&str>) -> FittedPart {
    FittedPart {
        id,
        part_id,
        number: "FU-1".into(),
        name: english("Fuser"),
        kind: PartKind::Spare,
        quantity: 1,
        unit_price: 150_000,
        position: "Fuser".into(),
        serial: serial.map(str::to_owned),
        lot: None,
        removed_serial: None,
        warranty_until: date(2027, 2, 23),
        replaces_warranty_until: None,
        compatibility_told: false,
        from_location: VAN[technician],
        fitted_at: now(),
    }
}

pub fn sealed(number: &str, revision: u32, is_signed: bool) -> SignedWorkOrder {
    let signature = SignatureRecord {
        name: "Per Olsen".into(),
        role: String::new(),
        at: now(),
        aspect: 2.0,
        strokes: vec![vec![[0.1, 0.2], [0.3, 0.4]]],
        typed: false,
        consent_version: 1,
    };
    SignedWorkOrder {
        number: number.into(),
        revision,
        lang: Lang::English,
        content_sha256: "c".repeat(64),
        pdf_sha256: format!("{revision:064x}"),
        pdf_bytes: 10,
        sealed_at: minutes(60),
        customer: is_signed.then_some(signature),
        evidence_sha256: None,
        unsigned: (!is_signed).then_some(feltbok_domain::model::UnsignedReason::Absent),
        verdict: None,
    }
}
