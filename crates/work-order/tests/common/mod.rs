//! A sample visit in five languages, and the tools that look at a PDF from outside.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its own part; a test that cannot go on has failed"
)]

pub mod pyhanko;
pub mod tools;
pub mod words;

use std::io::Cursor;

use feltbok_domain::{
    entitlement::{
        Attribution, CoveredBy, InvoiceLine, LineKind, PartVerdict, Rates, Reason, Rule, TimeVerdict, Verdict,
    },
    ids::{Id, derived},
    job_life::{JobStatus, Priority},
    lang::{Lang, LocalText},
    model::*,
    money::Currency,
    si::{SiFormat, SiNumber},
    work_type::WorkType,
};
use feltbok_work_order::{CodeNames, WorkOrderInput};
use image::{ImageFormat, Rgb, RgbImage};
use jiff::{Timestamp, civil::date};
use words::Words;

/// What the machine's code on the page holds: its bare number, for the sticker's token is the office's secret.
pub const STICKER: &str = "SI-204817";
/// Where the sample company's documents are checked.
pub const CHECK: &str = "https://felt.example/w/";

pub fn id(name: &str) -> Id {
    derived(Id::nil(), name)
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn money(lang: Lang) -> (Currency, i64) {
    let (code, unit) = match lang {
        Lang::English => ("USD", 1),
        Lang::NorwegianBokmal => ("NOK", 10),
        Lang::Ukrainian => ("UAH", 40),
        Lang::Persian => ("IRR", 600_000),
        Lang::ChineseSimplified => ("CNY", 7),
    };
    (Currency::new(code).unwrap(), unit)
}

/// A breakdown under a labour-only agreement: labour and travel covered, a part billed.
pub fn input(lang: Lang) -> WorkOrderInput {
    let words = words::of(lang);
    let (currency, unit) = money(lang);
    let parts = parts(&words, lang, unit);
    let net = 18_990 * unit + 2 * 1_250 * unit;
    let vat = net / 4;
    WorkOrderInput {
        company: company(&words, lang, &currency),
        customer: Customer {
            id: id("customer"),
            number: "10482".into(),
            name: words.customer.into(),
            lang,
            overdue: false,
            note: String::new(),
        },
        site: site(&words),
        contact: Some(Contact {
            id: id("contact"),
            customer_id: id("customer"),
            site_id: None,
            name: words.contact.into(),
            phone: words.phone.into(),
            email: "contact@customer.example".into(),
            role: ContactRole::Responsible,
            lang,
        }),
        equipment: Some(equipment(&words)),
        job: job(&words),
        visit: visit(&words, parts, &currency, net + vat),
        technician: words.technician.into(),
        codes: CodeNames {
            symptom: Some(LocalText::of(lang, words.symptom)),
            cause: Some(LocalText::of(lang, words.cause)),
            remedy: Some(LocalText::of(lang, words.remedy)),
        },
        checklist: Some(checklist(&words, lang)),
        verdict: Some(verdict(currency, unit, net, vat)),
        photos: [("photo 0", 0), ("photo 1", 90), ("photo 2", 180)]
            .map(|(name, shade)| (id(name), jpeg(640, 480, shade)))
            .into(),
        sticker_address: Some(STICKER.into()),
        check_address: Some(CHECK.into()),
        number: "WO-2026-T7-000417".into(),
        revision: 1,
        corrects: None,
        at: at("2026-11-22T11:20:00Z"),
        time_zone: words.zone.into(),
        lang,
    }
}

fn company(words: &Words, lang: Lang, currency: &Currency) -> Company {
    Company {
        id: id("company"),
        name: words.company.into(),
        address: words.company_address.into(),
        organisation_number: "987 654 321".into(),
        phone: words.phone.into(),
        email: "service@felt.example".into(),
        sticker_host: "felt.example".into(),
        si_format: SiFormat::default(),
        sticker_patterns: Vec::new(),
        time_zone: words.zone.into(),
        lang,
        ad_hoc_rates: Rates {
            currency: currency.clone(),
            labour_per_hour: 129_000,
            travel_per_hour: 89_500,
            vat_basis_points: 2500,
            step_minutes: 15,
        },
        part_warranty_months: 3,
        signature_dynamics: true,
        consent_texts: vec![ConsentText { version: 3, text: LocalText::of(lang, words.consent) }],
        data_notice: LocalText::of(lang, words.data_notice),
        logo: None,
        brand_colour: None,
        timestamp_url: None,
        legal_footer: words.footer.into(),
    }
}

fn site(words: &Words) -> Site {
    Site {
        id: id("site"),
        customer_id: id("customer"),
        name: words.site.into(),
        street: words.street.into(),
        postcode: words.postcode.into(),
        city: words.city.into(),
        country: "NO".into(),
        floor: "3".into(),
        access_notes: String::new(),
        opening_hours: String::new(),
        time_zone: words.zone.into(),
        latitude: None,
        longitude: None,
    }
}

fn equipment(words: &Words) -> Equipment {
    Equipment {
        id: id("equipment"),
        si: SiNumber::canonical("SI-204817"),
        category: Category::Mfp,
        make: "Kyocera".into(),
        model: "TASKalfa 3554ci".into(),
        serial: "RVP1304921".into(),
        customer_id: id("customer"),
        site_id: id("site"),
        place: words.place.into(),
        user: words.user.into(),
        network: NetworkPlace::default(),
        condition: String::new(),
        state: MachineState::Working,
        functions: Functions::default(),
        meters: vec![MeterKind::Mono, MeterKind::Colour],
        installed_on: None,
        factory_warranty_until: None,
        agreement_id: None,
        owner: Owner::Customer,
        confirmed: true,
    }
}

fn job(words: &Words) -> Job {
    Job {
        id: id("job"),
        number: "J-20261120-031".into(),
        work_type: WorkType::BreakdownRepair,
        priority: Priority::Normal,
        status: JobStatus::OnSite,
        customer_id: id("customer"),
        site_id: id("site"),
        contact_id: Some(id("contact")),
        equipment_id: Some(id("equipment")),
        agreement_id: None,
        reported_symptom: words.reported.into(),
        registered_at: at("2026-11-20T13:05:00Z"),
        targets: Targets::default(),
        pauses: Vec::new(),
        technician_id: Some(id("technician")),
        slot: None,
        block_reason: None,
        block_override: None,
        remote: false,
        history: Vec::new(),
        dispatch_note: String::new(),
    }
}

fn parts(words: &Words, lang: Lang, unit: i64) -> Vec<FittedPart> {
    let part = |index: usize, number: &str, kind, quantity, price: i64| FittedPart {
        id: id(number),
        part_id: id(number),
        number: number.into(),
        name: LocalText::of(lang, words.parts[index]),
        kind,
        quantity,
        unit_price: price * unit,
        position: if index == 0 { words.position.into() } else { String::new() },
        serial: (index == 0).then(|| "FK8550-22841".into()),
        lot: (index == 1).then(|| "L-0926".into()),
        removed_serial: (index == 0).then(|| "FK8550-10377".into()),
        warranty_until: date(2027, 2, 22),
        replaces_warranty_until: None,
        compatibility_told: false,
        from_location: id("van"),
        fitted_at: at("2026-11-22T10:10:00Z"),
    };
    vec![part(0, "302N493081", PartKind::Spare, 1, 18_990), part(1, "302LV94270", PartKind::Wear, 2, 1_250)]
}

fn visit(words: &Words, parts: Vec<FittedPart>, currency: &Currency, gross: i64) -> Visit {
    let time = |kind, from: &str, until: &str| TimeEntry {
        id: id(from),
        kind,
        from: at(from),
        until: Some(at(until)),
        edit_reason: None,
    };
    let reading = |meter, value| Reading {
        id: id(&format!("{meter:?}")),
        meter,
        value,
        at: at("2026-11-22T09:12:00Z"),
        reset_reason: None,
    };
    let answer = |key: &str, ok, note: &str| CheckAnswer { key: key.into(), ok, note: note.into(), photo_id: None };
    Visit {
        id: id("visit"),
        job_id: id("job"),
        technician_id: id("technician"),
        equipment_id: Some(id("equipment")),
        started_at: at("2026-11-22T08:20:00Z"),
        finished_at: None,
        times: vec![
            time(TimeKind::Travel, "2026-11-22T08:20:00Z", "2026-11-22T09:02:00Z"),
            time(TimeKind::Work, "2026-11-22T09:02:00Z", "2026-11-22T10:25:00Z"),
        ],
        diagnosis: Diagnosis {
            symptom: Some("S-PAPER-JAM".into()),
            cause: Some("C-FUSER-WORN".into()),
            remedy: Some("R-REPLACED".into()),
            note: words.note.into(),
            actions: words.actions.into(),
            attribution: Some(Attribution::EquipmentFault),
            recommendations: words.recommendations.into(),
        },
        parts,
        readings: vec![reading(MeterKind::Mono, 184_220), reading(MeterKind::Colour, 61_305)],
        checklist: Some(ChecklistResult {
            template_id: id("checklist"),
            version: 4,
            answers: vec![
                answer("test_print", Some(true), ""),
                answer("rollers", Some(false), words.check_note),
                answer("firmware", None, ""),
            ],
        }),
        photos: (0..3).map(|index| photo(index, words.captions[index % 3])).collect(),
        consent: Some(Consent {
            accepted: true,
            name: words.signer.into(),
            at: at("2026-11-22T09:20:00Z"),
            shown_gross: gross,
            currency: currency.code().into(),
            ink: None,
            reason: None,
        }),
        close_out: CloseOut {
            outcome: Some(Outcome::Fixed),
            machine_state: Some(MachineState::Working),
            ..CloseOut::default()
        },
        satisfaction: Some(Satisfaction { mark: 5, comment: words.comment.into() }),
        work_orders: Vec::new(),
    }
}

pub fn photo(index: usize, caption: &str) -> Photo {
    Photo {
        id: id(&format!("photo {index}")),
        kind: PhotoKind::Detail,
        caption: caption.into(),
        taken_at: at("2026-11-22T09:15:00Z"),
        sha256: String::new(),
        bytes: 0,
        width: 640,
        height: 480,
        on_document: true,
    }
}

fn checklist(words: &Words, lang: Lang) -> ChecklistTemplate {
    let item =
        |key: &str, text: &str| ChecklistItem { key: key.into(), text: LocalText::of(lang, text), required: true };
    ChecklistTemplate {
        id: id("checklist"),
        work_type: WorkType::BreakdownRepair,
        version: 4,
        name: LocalText::default(),
        items: vec![
            item("test_print", words.checks[0]),
            item("rollers", words.checks[1]),
            item("firmware", words.checks[2]),
        ],
    }
}

fn verdict(currency: Currency, unit: i64, net: i64, vat: i64) -> Verdict {
    let covered = |recorded| {
        Some(TimeVerdict {
            covered_by: Some(CoveredBy::Agreement),
            rule: Rule::R16,
            reason: None,
            recorded_minutes: recorded,
            billed_minutes: 0,
            prepaid_minutes: 0,
        })
    };
    let billed = || PartVerdict { covered_by: None, rule: Rule::R19, reason: Some(Reason::NotIncluded) };
    let line = |index, net: i64| InvoiceLine { line: LineKind::Part { index }, net, vat: net / 4 };
    Verdict {
        labour: covered(83),
        travel: covered(42),
        parts: vec![billed(), billed()],
        prepaid_debits: Vec::new(),
        inactive_because: None,
        lines: vec![line(0, 18_990 * unit), line(1, 2_500 * unit)],
        currency,
        vat_basis_points: 2500,
        net,
        vat,
        gross: net + vat,
        needs_consent: true,
    }
}

/// A made-up photo: a grey ground with a darker machine on it and noise, so that it compresses like a photo.
pub fn picture(width: u32, height: u32, shade: u8) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let is_machine = x > width / 4 && x < width * 3 / 4 && y > height / 3;
        let noise = (x.wrapping_mul(31) ^ y.wrapping_mul(17)) % 13;
        let base = if is_machine { 60 + noise as u8 } else { 200 + (y * 40 / height) as u8 };
        Rgb([base, base.saturating_add(shade / 6), base.saturating_sub(shade / 4)])
    })
}

pub fn encoded(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn jpeg(width: u32, height: u32, shade: u8) -> Vec<u8> {
    encoded(&picture(width, height, shade), ImageFormat::Jpeg)
}

/// The same visit with so many photos.
pub fn with_photos(mut input: WorkOrderInput, count: usize) -> WorkOrderInput {
    input.visit.photos = (0..count).map(|index| photo(index, &format!("{}", index + 1))).collect();
    input.photos = (0..count).map(|index| (id(&format!("photo {index}")), jpeg(320, 240, (index * 5) as u8))).collect();
    input
}

/// The same visit with so many different parts.
pub fn with_parts(mut input: WorkOrderInput, count: usize) -> WorkOrderInput {
    let model = input.visit.parts[0].clone();
    let part =
        |index: usize| FittedPart { id: id(&index.to_string()), number: format!("P-{index:05}"), ..model.clone() };
    input.visit.parts = (0..count).map(part).collect();
    if let Some(verdict) = &mut input.verdict {
        verdict.parts = vec![verdict.parts[0].clone(); count];
    }
    input
}

/// Two strokes of a pen.
pub fn ink(lang: Lang) -> SignatureRecord {
    let words = words::of(lang);
    let wave = |from: f64, height: f64| -> Vec<[f64; 2]> {
        (0..60).map(|step| step as f64 / 60.0).map(|t| [from + t * 0.5, 0.5 + height * (t * 22.0).sin()]).collect()
    };
    SignatureRecord {
        name: words.signer.into(),
        role: words.role.into(),
        at: at("2026-11-22T11:24:00Z"),
        aspect: 3.0,
        strokes: vec![wave(0.1, 0.25), wave(0.35, 0.12)],
        typed: false,
        consent_version: 3,
    }
}

/// A logo as drawing programs save it: a clip to the page, groups, a line, a hole, half-transparent paint.
pub const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30"><defs><clipPath id="page"><path d="M0 0h120v30H0z"/></clipPath></defs><g clip-path="url(#page)"><path fill="#7a1fa2" fill-rule="evenodd" d="M2 2h26v26H2zM15 7a8 8 0 1 0 .01 0z"/><g transform="translate(36 4)" opacity=".5"><path fill="#1a1a1a" d="M0 0h40v8H0z"/></g><path fill="none" stroke="#0b7a3b" stroke-width="3" stroke-linecap="round" d="M38 22C56 10 74 34 92 20"/></g></svg>"##;

pub fn logo() -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(LOGO)
}
