//! Two thousand parts and what each van should hold of them.

use feltbok_domain::{
    ids::derived,
    lang::{Lang, LocalText},
    model::{Part, PartKind, StockLevel, Technician},
    money::Currency,
};

use super::{equipment::MODELS, id, mix::mix};

/// English, Bokmål, Ukrainian, Persian, Chinese.
type Names = [&'static str; 5];

struct Family {
    prefix: &'static str,
    names: Names,
    kind: PartKind,
    /// Minor units.
    price: i64,
    life_pages: Option<u32>,
    serial_tracked: bool,
    positions: &'static [&'static str],
}

const COLOURS: &[&str] = &["K", "C", "M", "Y"];

const FAMILIES: [Family; 14] = [
    Family {
        prefix: "FUS",
        names: ["Fuser unit", "Fikseringsenhet", "Вузол закріплення", "واحد فیوزر", "定影组件"],
        kind: PartKind::Spare,
        price: 28_900,
        life_pages: Some(200_000),
        serial_tracked: true,
        positions: &["Fuser"],
    },
    Family {
        prefix: "DRM",
        names: ["Drum unit", "Trommelenhet", "Барабан", "واحد درام", "感光鼓组件"],
        kind: PartKind::Wear,
        price: 14_450,
        life_pages: Some(100_000),
        serial_tracked: true,
        positions: COLOURS,
    },
    Family {
        prefix: "DEV",
        names: ["Developer unit", "Fremkallerenhet", "Вузол проявлення", "واحد دولوپر", "显影组件"],
        kind: PartKind::Wear,
        price: 17_900,
        life_pages: Some(300_000),
        serial_tracked: false,
        positions: COLOURS,
    },
    Family {
        prefix: "ITB",
        names: ["Transfer belt", "Overføringsbelte", "Стрічка перенесення", "تسمهٔ انتقال", "转印带"],
        kind: PartKind::Wear,
        price: 22_300,
        life_pages: Some(300_000),
        serial_tracked: false,
        positions: &["Belt"],
    },
    Family {
        prefix: "PUR",
        names: ["Pickup roller", "Hentevalse", "Ролик захоплення", "غلتک کاغذکش", "搓纸轮"],
        kind: PartKind::Wear,
        price: 1_290,
        life_pages: Some(150_000),
        serial_tracked: false,
        positions: &["Tray 1", "Tray 2", "Tray 3", "Bypass"],
    },
    Family {
        prefix: "SEP",
        names: ["Separation pad", "Separasjonspute", "Гальмівний майданчик", "پد جداکننده", "分页垫"],
        kind: PartKind::Wear,
        price: 890,
        life_pages: Some(150_000),
        serial_tracked: false,
        positions: &["Tray 1", "Bypass", "Document feeder"],
    },
    Family {
        prefix: "TON",
        names: ["Toner cartridge", "Tonerkassett", "Картридж із тонером", "کارتریج تونر", "墨粉盒"],
        kind: PartKind::Consumable,
        price: 7_800,
        life_pages: Some(25_000),
        serial_tracked: false,
        positions: COLOURS,
    },
    Family {
        prefix: "WTB",
        names: ["Waste toner box", "Spilltonerbeholder", "Бункер відпрацьованого тонера", "مخزن تونر ضایعات", "废粉盒"],
        kind: PartKind::Consumable,
        price: 2_150,
        life_pages: Some(50_000),
        serial_tracked: false,
        positions: &[],
    },
    Family {
        prefix: "PCB",
        names: ["Main board", "Hovedkort", "Головна плата", "برد اصلی", "主板"],
        kind: PartKind::Spare,
        price: 46_500,
        life_pages: None,
        serial_tracked: true,
        positions: &["Main board"],
    },
    Family {
        prefix: "PSU",
        names: ["Power supply", "Strømforsyning", "Блок живлення", "منبع تغذیه", "电源板"],
        kind: PartKind::Spare,
        price: 19_900,
        life_pages: None,
        serial_tracked: true,
        positions: &["Power supply"],
    },
    Family {
        prefix: "SNS",
        names: ["Paper sensor", "Papirsensor", "Датчик паперу", "حسگر کاغذ", "纸张传感器"],
        kind: PartKind::Spare,
        price: 2_450,
        life_pages: None,
        serial_tracked: false,
        positions: &["Registration", "Exit", "Tray 1"],
    },
    Family {
        prefix: "MOT",
        names: ["Main motor", "Hovedmotor", "Головний двигун", "موتور اصلی", "主电机"],
        kind: PartKind::Spare,
        price: 11_200,
        life_pages: None,
        serial_tracked: false,
        positions: &["Drive"],
    },
    Family {
        prefix: "ADF",
        names: [
            "Feeder roller kit",
            "Valsesett for arkmater",
            "Комплект роликів подавача",
            "کیت غلتک تغذیه",
            "输稿器搓纸轮套件",
        ],
        kind: PartKind::Wear,
        price: 4_900,
        life_pages: Some(120_000),
        serial_tracked: false,
        positions: &["Document feeder"],
    },
    Family {
        prefix: "OPC",
        names: ["Operation panel", "Betjeningspanel", "Панель керування", "پنل کاربری", "操作面板"],
        kind: PartKind::Spare,
        price: 15_800,
        life_pages: None,
        serial_tracked: true,
        positions: &["Panel"],
    },
];

pub fn parts(count: usize) -> Vec<Part> {
    (0..count).map(part).collect()
}

fn part(n: usize) -> Part {
    let family = &FAMILIES[n % FAMILIES.len()];
    let round = n / FAMILIES.len();
    let model = MODELS[round % MODELS.len()].1;
    // Every fifth consumable is a compatible one: the customer has to be told.
    let original = !(family.kind == PartKind::Consumable && round % 5 == 4);
    let variant = round / MODELS.len();
    Part {
        id: id("part", n),
        number: format!("{}-{:04}", family.prefix, 1000 + round),
        name: name(family, model, variant, original),
        kind: family.kind,
        models: vec![model.to_owned()],
        unit: "pcs".into(),
        price: family.price + i64::try_from(mix("price", n, 40)).expect("a surcharge is small") * 50,
        currency: Currency::new("EUR").expect("EUR is a currency code"),
        original,
        warranty_months: if family.kind == PartKind::Consumable { 1 } else { 3 },
        serial_tracked: family.serial_tracked,
        life_pages: family.life_pages,
        gtin: Some(gtin(n)),
        compatibility_note: if original { LocalText::default() } else { compatibility_note() },
        positions: family.positions.iter().map(|position| (*position).to_owned()).collect(),
    }
}

fn name(family: &Family, model: &str, variant: usize, original: bool) -> LocalText {
    let revision = if variant == 0 { String::new() } else { format!(" rev. {}", variant + 1) };
    let compatible = ["compatible", "kompatibel", "сумісний", "سازگار", "兼容"];
    let text = |at: usize| match original {
        true => format!("{} {model}{revision}", family.names[at]),
        false => format!("{} {model}{revision} ({})", family.names[at], compatible[at]),
    };
    LocalText(Lang::ALL.into_iter().enumerate().map(|(at, lang)| (lang, text(at))).collect())
}

fn compatibility_note() -> LocalText {
    LocalText::from([
        (
            Lang::English,
            "Not made by the machine's maker. Faults caused by it are not covered by warranty or agreement.",
        ),
        (
            Lang::NorwegianBokmal,
            "Ikke laget av maskinens produsent. Feil den forårsaker, dekkes ikke av garanti eller avtale.",
        ),
        (
            Lang::Ukrainian,
            "Виготовлено не виробником апарата. Несправності через нього не покриваються гарантією чи договором.",
        ),
        (Lang::Persian, "ساخت سازندهٔ دستگاه نیست. خرابی ناشی از آن مشمول گارانتی یا قرارداد نمی‌شود."),
        (Lang::ChineseSimplified, "非原厂产品。由其引起的故障不在保修或合同范围内。"),
    ])
}

/// An EAN-13 of the range kept for use inside a company.
fn gtin(n: usize) -> String {
    let payload = format!("20{n:010}");
    let sum: u32 =
        payload.bytes().enumerate().map(|(at, digit)| u32::from(digit - b'0') * if at % 2 == 0 { 1 } else { 3 }).sum();
    format!("{payload}{}", (10 - sum % 10) % 10)
}

/// Each van holds about a hundred and twenty kinds of parts, most of them for the commonest machines.
pub fn stock_levels(parts: &[Part], technicians: &[Technician]) -> Vec<StockLevel> {
    let mut levels = Vec::new();
    for technician in technicians {
        for (n, part) in parts.iter().enumerate().take(420).filter(|(n, _)| n % 3 != 1 || *n < 28) {
            levels.push(level(technician, n, part));
        }
    }
    levels
}

fn level(technician: &Technician, n: usize, part: &Part) -> StockLevel {
    let balance = 1 + mix("balance", n, 4);
    let serials = match part.serial_tracked {
        true => (0..balance).map(|k| format!("{}{:05}", part.number.replace('-', ""), n * 10 + k)).collect(),
        false => Vec::new(),
    };
    StockLevel {
        id: derived(technician.van_id, &format!("level {}", part.id)),
        location_id: technician.van_id,
        part_id: part.id,
        balance: i32::try_from(balance).expect("a van holds few of each"),
        min: 1,
        max: 4,
        serials: serials
            .into_iter()
            .map(|serial: String| format!("{serial}{}", &technician.van_id.simple().to_string()[..3].to_uppercase()))
            .collect(),
    }
}
