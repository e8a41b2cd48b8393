//! Symptom, cause and remedy codes in five languages; a cause follows from symptoms, a remedy from causes.

use feltbok_domain::{
    lang::{Lang, LocalText},
    model::{Category, CodeEntry, CodeList},
};

use super::id;

struct Code {
    code: &'static str,
    names: [&'static str; 5],
    parents: &'static [&'static str],
}

const fn code(code: &'static str, names: [&'static str; 5], parents: &'static [&'static str]) -> Code {
    Code { code, names, parents }
}

const SYMPTOMS: [Code; 10] = [
    code("S-JAM", ["Paper jam", "Papirstopp", "Зминання паперу", "گیرکردن کاغذ", "卡纸"], &[]),
    code(
        "S-STREAK",
        ["Streaks or lines on prints", "Striper på utskrift", "Смуги на відбитках", "خط روی چاپ", "打印有条纹"],
        &[],
    ),
    code("S-LIGHT", ["Light or faded print", "Svak utskrift", "Бліді відбитки", "چاپ کم‌رنگ", "打印偏淡"], &[]),
    code("S-NOPOWER", ["Does not start", "Starter ikke", "Не вмикається", "روشن نمی‌شود", "无法开机"], &[]),
    code(
        "S-ERROR",
        [
            "Error code on the panel",
            "Feilkode på panelet",
            "Код помилки на панелі",
            "کد خطا روی پنل",
            "面板显示错误代码",
        ],
        &[],
    ),
    code(
        "S-NETWORK",
        [
            "Not found on the network",
            "Finnes ikke på nettverket",
            "Не видно в мережі",
            "در شبکه دیده نمی‌شود",
            "网络中找不到设备",
        ],
        &[],
    ),
    code(
        "S-SCAN",
        [
            "Scan to mail or folder fails",
            "Skanning til e-post eller mappe feiler",
            "Не працює сканування в пошту чи папку",
            "اسکن به ایمیل یا پوشه ناموفق",
            "扫描到邮件或文件夹失败",
        ],
        &[],
    ),
    code("S-NOISE", ["Unusual noise", "Uvanlig lyd", "Сторонній шум", "صدای غیرعادی", "异常噪音"], &[]),
    code("S-SMELL", ["Smell of burning", "Brent lukt", "Запах горілого", "بوی سوختگی", "焦味"], &[]),
    code("S-PLANNED", ["Planned work", "Planlagt arbeid", "Планові роботи", "کار برنامه‌ریزی‌شده", "计划性工作"], &[]),
];

const CAUSES: [Code; 12] = [
    code(
        "C-ROLLER",
        ["Worn rollers", "Slitte valser", "Зношені ролики", "غلتک‌های فرسوده", "搓纸轮磨损"],
        &["S-JAM", "S-NOISE"],
    ),
    code(
        "C-FUSER",
        [
            "Fuser worn or damaged",
            "Fikseringsenhet slitt eller skadet",
            "Вузол закріплення зношено або пошкоджено",
            "فیوزر فرسوده یا آسیب‌دیده",
            "定影组件磨损或损坏",
        ],
        &["S-JAM", "S-STREAK", "S-ERROR", "S-SMELL", "S-NOISE"],
    ),
    code(
        "C-DRUM",
        ["Drum at end of life", "Trommel utslitt", "Барабан вичерпав ресурс", "پایان عمر درام", "感光鼓寿命到期"],
        &["S-STREAK", "S-LIGHT", "S-ERROR"],
    ),
    code(
        "C-TONER",
        [
            "Toner empty or faulty",
            "Toner tom eller defekt",
            "Тонер закінчився або несправний",
            "تونر تمام یا معیوب",
            "墨粉用尽或故障",
        ],
        &["S-LIGHT", "S-STREAK", "S-ERROR"],
    ),
    code(
        "C-SENSOR",
        [
            "Sensor dirty or faulty",
            "Skitten eller defekt sensor",
            "Датчик забруднено або несправний",
            "حسگر کثیف یا معیوب",
            "传感器脏污或故障",
        ],
        &["S-JAM", "S-ERROR"],
    ),
    code(
        "C-PSU",
        ["Power supply faulty", "Defekt strømforsyning", "Несправний блок живлення", "منبع تغذیهٔ معیوب", "电源故障"],
        &["S-NOPOWER", "S-SMELL"],
    ),
    code(
        "C-BOARD",
        ["Main board faulty", "Defekt hovedkort", "Несправна головна плата", "برد اصلی معیوب", "主板故障"],
        &["S-NOPOWER", "S-ERROR", "S-NETWORK"],
    ),
    code(
        "C-SETTINGS",
        [
            "Settings changed by users",
            "Innstillinger endret av brukere",
            "Користувачі змінили налаштування",
            "تنظیمات را کاربران تغییر داده‌اند",
            "用户更改了设置",
        ],
        &["S-NETWORK", "S-SCAN", "S-JAM", "S-LIGHT"],
    ),
    code(
        "C-NETWORK",
        [
            "Customer's network down",
            "Kundens nettverk nede",
            "Мережа клієнта не працює",
            "شبکهٔ مشتری قطع است",
            "客户网络中断",
        ],
        &["S-NETWORK", "S-SCAN"],
    ),
    code(
        "C-PAPER",
        [
            "Unsuitable or damp paper",
            "Uegnet eller fuktig papir",
            "Невідповідний або вологий папір",
            "کاغذ نامناسب یا مرطوب",
            "纸张不合适或受潮",
        ],
        &["S-JAM", "S-LIGHT"],
    ),
    code(
        "C-FOREIGN",
        [
            "Foreign object in the machine",
            "Fremmedlegeme i maskinen",
            "Сторонній предмет в апараті",
            "جسم خارجی در دستگاه",
            "机内有异物",
        ],
        &["S-JAM", "S-NOISE", "S-STREAK"],
    ),
    code("C-PLAN", ["Due by plan", "Etter plan", "За планом", "طبق برنامه", "按计划到期"], &["S-PLANNED"]),
];

const REMEDIES: [Code; 10] = [
    code("R-REPLACE", ["Part replaced", "Del skiftet", "Замінено деталь", "قطعه تعویض شد", "更换零件"], &[]),
    code(
        "R-CLEAN",
        ["Cleaned", "Rengjort", "Очищено", "تمیز شد", "清洁"],
        &["C-ROLLER", "C-SENSOR", "C-FOREIGN", "C-DRUM", "C-PLAN", "C-PAPER"],
    ),
    code(
        "R-ADJUST",
        ["Adjusted", "Justert", "Відрегульовано", "تنظیم شد", "调整"],
        &["C-ROLLER", "C-SENSOR", "C-PLAN", "C-FUSER"],
    ),
    code(
        "R-FIRMWARE",
        ["Firmware updated", "Fastvare oppdatert", "Оновлено мікропрограму", "میان‌افزار به‌روز شد", "更新固件"],
        &["C-BOARD", "C-PLAN", "C-SETTINGS"],
    ),
    code(
        "R-CONFIG",
        ["Settings corrected", "Innstillinger rettet", "Виправлено налаштування", "تنظیمات اصلاح شد", "更正设置"],
        &["C-SETTINGS", "C-NETWORK"],
    ),
    code(
        "R-REMOVE",
        ["Object removed", "Fremmedlegeme fjernet", "Предмет вилучено", "جسم خارج شد", "取出异物"],
        &["C-FOREIGN"],
    ),
    code(
        "R-TRAIN",
        ["Users shown how", "Brukere instruert", "Проінструктовано користувачів", "آموزش کاربران", "指导用户"],
        &["C-SETTINGS", "C-PAPER", "C-TONER"],
    ),
    code("R-PAPER", ["Paper replaced", "Papir byttet", "Замінено папір", "کاغذ عوض شد", "更换纸张"], &["C-PAPER"]),
    code(
        "R-IT",
        [
            "Handed to the customer's IT",
            "Overlatt til kundens IT",
            "Передано ІТ-службі клієнта",
            "به واحد فناوری مشتری سپرده شد",
            "转交客户IT部门",
        ],
        &["C-NETWORK"],
    ),
    code(
        "R-ORDERED",
        ["Part ordered", "Del bestilt", "Замовлено деталь", "قطعه سفارش شد", "已订购零件"],
        &["C-FUSER", "C-BOARD", "C-PSU", "C-DRUM"],
    ),
];

/// Machines that move no paper have their own troubles; the paper codes are for those that do.
const PAPER: [Category; 4] = [Category::Printer, Category::Copier, Category::Mfp, Category::Fax];

pub fn codes() -> Vec<CodeEntry> {
    let lists = [(CodeList::Symptom, &SYMPTOMS[..]), (CodeList::Cause, &CAUSES[..]), (CodeList::Remedy, &REMEDIES[..])];
    let entries = lists.into_iter().flat_map(|(list, codes)| codes.iter().map(move |code| (list, code)));
    entries.enumerate().map(|(n, (list, code))| entry(n, list, code)).collect()
}

fn entry(n: usize, list: CodeList, code: &Code) -> CodeEntry {
    let is_about_paper =
        ["S-JAM", "S-STREAK", "S-LIGHT", "C-ROLLER", "C-FUSER", "C-DRUM", "C-PAPER", "R-PAPER"].contains(&code.code);
    CodeEntry {
        id: id("code", n),
        list,
        code: code.code.into(),
        name: LocalText(Lang::ALL.into_iter().zip(code.names.map(str::to_owned)).collect()),
        categories: if is_about_paper { PAPER.to_vec() } else { Vec::new() },
        parents: code.parents.iter().map(|parent| (*parent).to_owned()).collect(),
    }
}
