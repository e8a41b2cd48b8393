//! Checklist templates of the work types, in five languages.

use feltbok_domain::{
    lang::{Lang, LocalText},
    model::{ChecklistItem, ChecklistTemplate},
    work_type::WorkType,
};

use super::id;

type Item = (&'static str, bool, [&'static str; 5]);

const REPAIR: &[Item] = &[
    (
        "safe",
        true,
        [
            "Machine switched off before opening",
            "Maskinen slått av før åpning",
            "Апарат вимкнено перед відкриттям",
            "دستگاه پیش از بازکردن خاموش شد",
            "开盖前已断电",
        ],
    ),
    (
        "test_print",
        true,
        [
            "Test print is good",
            "Testutskrift i orden",
            "Тестовий відбиток добрий",
            "چاپ آزمایشی خوب است",
            "测试打印正常",
        ],
    ),
    (
        "scan",
        false,
        [
            "Scan to mail tested",
            "Skanning til e-post testet",
            "Сканування в пошту перевірено",
            "اسکن به ایمیل آزمایش شد",
            "已测试扫描到邮件",
        ],
    ),
    (
        "clean",
        false,
        [
            "Glass and rollers cleaned",
            "Glass og valser rengjort",
            "Скло та ролики очищено",
            "شیشه و غلتک‌ها تمیز شد",
            "玻璃和搓纸轮已清洁",
        ],
    ),
    (
        "place",
        true,
        [
            "Workplace left clean",
            "Arbeidsplassen ryddet",
            "Робоче місце прибрано",
            "محل کار تمیز تحویل شد",
            "现场已清理",
        ],
    ),
];

const PM: &[Item] = &[
    (
        "firmware",
        true,
        ["Firmware checked", "Fastvare kontrollert", "Мікропрограму перевірено", "میان‌افزار بررسی شد", "已检查固件"],
    ),
    (
        "rollers",
        true,
        [
            "Rollers checked and cleaned",
            "Valser kontrollert og rengjort",
            "Ролики перевірено й очищено",
            "غلتک‌ها بررسی و تمیز شد",
            "搓纸轮已检查清洁",
        ],
    ),
    ("optics", true, ["Optics cleaned", "Optikk rengjort", "Оптику очищено", "اپتیک تمیز شد", "光学部件已清洁"]),
    (
        "dust",
        true,
        [
            "Dust and waste toner removed",
            "Støv og spilltoner fjernet",
            "Пил і відпрацьований тонер прибрано",
            "گرد و تونر ضایعات برداشته شد",
            "已清除灰尘和废粉",
        ],
    ),
    (
        "wear",
        true,
        [
            "Wear parts compared with expected life",
            "Slitedeler vurdert mot forventet levetid",
            "Знос деталей порівняно з ресурсом",
            "قطعات مصرفی با عمر مورد انتظار سنجیده شد",
            "已对照寿命检查磨损件",
        ],
    ),
    (
        "test_print",
        true,
        [
            "Test print is good",
            "Testutskrift i orden",
            "Тестовий відбиток добрий",
            "چاپ آزمایشی خوب است",
            "测试打印正常",
        ],
    ),
];

const INSTALL: &[Item] = &[
    (
        "power",
        true,
        [
            "Power socket within reach",
            "Stikkontakt innen rekkevidde",
            "Розетка поруч",
            "پریز برق در دسترس",
            "电源插座在可及范围内",
        ],
    ),
    (
        "network",
        true,
        [
            "Network socket within reach",
            "Nettverksuttak innen rekkevidde",
            "Мережева розетка поруч",
            "پریز شبکه در دسترس",
            "网络接口在可及范围内",
        ],
    ),
    (
        "drivers",
        true,
        [
            "Drivers installed with the customer's IT",
            "Drivere installert med kundens IT",
            "Драйвери встановлено з ІТ-службою клієнта",
            "درایورها با واحد فناوری مشتری نصب شد",
            "已与客户IT安装驱动",
        ],
    ),
    (
        "scan_to",
        false,
        [
            "Scan destinations set up",
            "Skannemål satt opp",
            "Налаштовано адреси сканування",
            "مقصدهای اسکن تنظیم شد",
            "已设置扫描目的地",
        ],
    ),
    (
        "test_print",
        true,
        [
            "Test print is good",
            "Testutskrift i orden",
            "Тестовий відбиток добрий",
            "چاپ آزمایشی خوب است",
            "测试打印正常",
        ],
    ),
    (
        "users",
        false,
        [
            "Users shown the basics",
            "Brukere vist det viktigste",
            "Користувачам показано основи",
            "آموزش مقدماتی کاربران",
            "已向用户演示基本操作",
        ],
    ),
];

const SHORT: &[Item] = &[
    (
        "done",
        true,
        ["Done as agreed", "Utført som avtalt", "Виконано за домовленістю", "طبق توافق انجام شد", "已按约定完成"],
    ),
    (
        "place",
        false,
        [
            "Workplace left clean",
            "Arbeidsplassen ryddet",
            "Робоче місце прибрано",
            "محل کار تمیز تحویل شد",
            "现场已清理",
        ],
    ),
];

pub fn checklists() -> Vec<ChecklistTemplate> {
    WorkType::ALL.into_iter().enumerate().map(|(n, work_type)| template(n, work_type)).collect()
}

fn template(n: usize, work_type: WorkType) -> ChecklistTemplate {
    let (names, items) = match work_type {
        WorkType::PmVisit => (
            [
                "Preventive maintenance",
                "Forebyggende vedlikehold",
                "Планове обслуговування",
                "سرویس پیشگیرانه",
                "预防性维护",
            ],
            PM,
        ),
        WorkType::Installation | WorkType::Placement | WorkType::LoanerDelivery | WorkType::Relocation => {
            (["Installation", "Installasjon", "Встановлення", "نصب", "安装"], INSTALL)
        }
        WorkType::BreakdownRepair | WorkType::FollowUp | WorkType::SendInRepair => {
            (["Repair", "Reparasjon", "Ремонт", "تعمیر", "维修"], REPAIR)
        }
        _ => (["Short check", "Kort sjekk", "Коротка перевірка", "بررسی کوتاه", "简要检查"], SHORT),
    };
    ChecklistTemplate {
        id: id("checklist", n),
        work_type,
        version: 1,
        name: text(names),
        items: items
            .iter()
            .map(|(key, required, names)| ChecklistItem { key: (*key).into(), text: text(*names), required: *required })
            .collect(),
    }
}

fn text(names: [&str; 5]) -> LocalText {
    LocalText(Lang::ALL.into_iter().zip(names.map(str::to_owned)).collect())
}
