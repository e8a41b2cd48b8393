//! A few records as the server would send them.

use feltbok_domain::{
    ids::Id,
    job_life::{JobStatus, Priority},
    lang::{Lang, LocalText},
    model::{Diagnosis, FittedPart, Job, Part, PartKind, StatusChange, Targets, TimeEntry, TimeKind, VisitEdit},
    money::Currency,
    stock::{Movement, MovementKind},
    work_type::WorkType,
};
use jiff::{Timestamp, civil::date};

pub fn id(n: u128) -> Id {
    Id::from_u128(n)
}

pub fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + minute * 60).unwrap()
}

pub fn job(n: u128) -> Job {
    Job {
        id: id(n),
        number: format!("J-{n}"),
        work_type: WorkType::BreakdownRepair,
        priority: Priority::Normal,
        status: JobStatus::Dispatched,
        customer_id: id(100),
        site_id: id(101),
        contact_id: None,
        equipment_id: None,
        agreement_id: None,
        reported_symptom: "paper jam".into(),
        registered_at: at(0),
        targets: Targets::default(),
        pauses: Vec::new(),
        technician_id: Some(id(9)),
        slot: None,
        block_reason: None,
        block_override: None,
        remote: false,
        history: Vec::new(),
        dispatch_note: String::new(),
    }
}

pub fn begin(job_id: Id) -> VisitEdit {
    VisitEdit::Begin { job_id, technician_id: id(9), equipment_id: None, started_at: at(1) }
}

pub fn diagnosis(note: &str) -> VisitEdit {
    VisitEdit::Diagnosis(Diagnosis { note: note.into(), ..Diagnosis::default() })
}

pub fn time(n: u128, minutes: i64) -> VisitEdit {
    VisitEdit::PutTime(TimeEntry {
        id: id(n),
        kind: TimeKind::Work,
        from: at(0),
        until: Some(at(minutes)),
        edit_reason: None,
    })
}

pub fn fitted(n: u128, quantity: u32) -> VisitEdit {
    VisitEdit::PutPart(FittedPart {
        id: id(n),
        part_id: id(500),
        number: "RM1-0001".into(),
        name: LocalText::of(Lang::English, "Fuser"),
        kind: PartKind::Spare,
        quantity,
        unit_price: 120_000,
        position: "Fuser".into(),
        serial: None,
        lot: None,
        removed_serial: None,
        warranty_until: date(2027, 1, 1),
        replaces_warranty_until: None,
        compatibility_told: false,
        from_location: id(77),
        fitted_at: at(3),
    })
}

pub fn step(to: JobStatus, minute: i64) -> feltbok_domain::model::JobEdit {
    feltbok_domain::model::JobEdit::Status(StatusChange {
        from: JobStatus::Dispatched,
        to,
        at: at(minute),
        by: id(9),
        by_name: "Kari".into(),
        reason: None,
    })
}

pub fn issue(n: u128, part: Id, quantity: u32) -> Movement {
    Movement {
        id: id(n),
        part_id: part,
        kind: MovementKind::Issue,
        from: Some(id(77)),
        to: None,
        quantity,
        serial: None,
        lot: None,
        job_id: Some(id(1)),
        visit_id: None,
        transfer_id: None,
        at: at(4),
        by: id(9),
        note: None,
    }
}

pub fn part(n: u128, number: &str, names: &[(Lang, &str)], models: &[&str]) -> Part {
    Part {
        id: id(n),
        number: number.into(),
        name: LocalText(names.iter().map(|(lang, name)| (*lang, (*name).to_owned())).collect()),
        kind: PartKind::Spare,
        models: models.iter().map(|model| (*model).to_owned()).collect(),
        unit: "pcs".into(),
        price: 10_000,
        currency: Currency::new("NOK").unwrap(),
        original: true,
        warranty_months: 6,
        serial_tracked: false,
        life_pages: None,
        gtin: Some(format!("4006381{n:06}")),
        compatibility_note: LocalText::default(),
        positions: Vec::new(),
    }
}
