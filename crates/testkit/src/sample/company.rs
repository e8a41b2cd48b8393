//! The company itself: brand, calendars, depots and its six technicians.

use feltbok_domain::{
    calendar::WorkingCalendar,
    entitlement::Rates,
    ids::Id,
    lang::{Lang, LocalText},
    model::{Calendar, Company, ConsentText, Technician},
    money::Currency,
    si::SiFormat,
};

use super::{COMPANY_ID, id};

/// The host printed in the sample company's stickers.
pub const STICKER_HOST: &str = "service.example";

pub fn company() -> Company {
    Company {
        id: COMPANY_ID,
        name: "Nordlys Office Service".into(),
        address: "Verkstedveien 7, 0277 Oslo, Norway".into(),
        organisation_number: "NO 999 888 777 MVA".into(),
        phone: "+47 22 00 10 00".into(),
        email: "service@nordlys.example".into(),
        sticker_host: STICKER_HOST.into(),
        si_format: SiFormat::default(),
        sticker_patterns: vec!["NORDLYS-ASSET-{si}".into()],
        time_zone: "Europe/Oslo".into(),
        lang: Lang::English,
        ad_hoc_rates: rates(),
        part_warranty_months: 3,
        signature_dynamics: true,
        consent_texts: vec![ConsentText { version: 1, text: consent() }],
        data_notice: data_notice(),
        logo: None,
        brand_colour: None,
        timestamp_url: None,
        legal_footer: "Nordlys Office Service · NO 999 888 777 MVA · Verkstedveien 7, 0277 Oslo".into(),
    }
}

/// 95 € an hour of labour, 70 € of travel, 25 % VAT, quarters of an hour.
pub fn rates() -> Rates {
    Rates {
        currency: Currency::new("EUR").expect("EUR is a currency code"),
        labour_per_hour: 9_500,
        travel_per_hour: 7_000,
        vat_basis_points: 2_500,
        step_minutes: 15,
    }
}

pub fn calendars() -> Vec<Calendar> {
    let named = [
        ("London office, Mon–Fri 09–18", WorkingCalendar::late_office("Europe/London")),
        ("Oslo office, Mon–Fri 08–16", WorkingCalendar::office("Europe/Oslo")),
        ("Kyiv office, Mon–Fri 09–18", WorkingCalendar::late_office("Europe/Kyiv")),
        ("Tehran office, Sat–Wed 08–17", WorkingCalendar::saturday_to_wednesday("Asia/Tehran")),
        ("Shanghai, 7 days × 12 h", WorkingCalendar::every_day("Asia/Shanghai")),
    ];
    let calendar = |(n, (name, hours)): (usize, (&str, WorkingCalendar))| Calendar {
        id: id("calendar", n),
        name: name.into(),
        hours,
    };
    named.into_iter().enumerate().map(calendar).collect()
}

pub fn depots() -> Vec<(Id, String)> {
    vec![(id("depot", 0), "Oslo depot".into()), (id("depot", 1), "London depot".into())]
}

/// One technician a country, and a second one in the first.
pub fn technicians() -> Vec<Technician> {
    let people = [
        ("Amelia Hart", Lang::English),
        ("Lars Nygård", Lang::NorwegianBokmal),
        ("Богдан Шевчук", Lang::Ukrainian),
        ("سارا نیک‌پور", Lang::Persian),
        ("周明", Lang::ChineseSimplified),
        ("Rhys Calloway", Lang::English),
    ];
    let technician = |(n, (name, lang)): (usize, (&str, Lang))| Technician {
        id: id("technician", n),
        name: name.into(),
        phone: format!("+47 900 00 0{n:02}"),
        email: format!("technician{n}@nordlys.example"),
        lang,
        van_id: id("van", n),
        active: true,
    };
    people.into_iter().enumerate().map(technician).collect()
}

fn consent() -> LocalText {
    LocalText::from([
        (Lang::English, "I have read this work order. The work described was done and the costs shown are agreed."),
        (
            Lang::NorwegianBokmal,
            "Jeg har lest denne arbeidsordren. Arbeidet er utført som beskrevet, og kostnadene er avtalt.",
        ),
        (Lang::Ukrainian, "Я ознайомився з цим нарядом. Описані роботи виконано, зазначені витрати погоджено."),
        (Lang::Persian, "این برگهٔ کار را خوانده‌ام. کار شرح‌داده‌شده انجام شده و هزینه‌های نشان‌داده‌شده مورد توافق است."),
        (Lang::ChineseSimplified, "本人已阅读本工单。所述工作已完成，所列费用已经本人同意。"),
    ])
}

fn data_notice() -> LocalText {
    LocalText::from([
        (
            Lang::English,
            "Before the work the customer was advised to back up settings, address books and stored documents.",
        ),
        (
            Lang::NorwegianBokmal,
            "Før arbeidet ble kunden rådet til å sikkerhetskopiere innstillinger, adressebøker og lagrede dokumenter.",
        ),
        (
            Lang::Ukrainian,
            "Перед початком робіт клієнту порадили зробити резервну копію налаштувань, адресних книг і збережених документів.",
        ),
        (Lang::Persian, "پیش از کار به مشتری توصیه شد از تنظیمات، دفترچهٔ نشانی و اسناد ذخیره‌شده پشتیبان بگیرد."),
        (Lang::ChineseSimplified, "作业前已建议客户备份设置、通讯录和已存储的文档。"),
    ])
}
