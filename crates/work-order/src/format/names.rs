//! Names of months and currencies (CLDR 48).

use feltbok_domain::lang::Lang;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const NORWEGIAN: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];
/// In the genitive, as after a day.
const UKRAINIAN: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];
const PERSIAN: [&str; 12] =
    ["ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"];
const JALALI: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// A Gregorian month, 1–12. Chinese writes the number itself.
pub(super) fn month(lang: Lang, month: i8) -> &'static str {
    let names = match lang {
        Lang::NorwegianBokmal => &NORWEGIAN,
        Lang::Ukrainian => &UKRAINIAN,
        Lang::Persian => &PERSIAN,
        Lang::English | Lang::ChineseSimplified => &ENGLISH,
    };
    names[(month as usize - 1) % 12]
}

/// A Solar Hijri month, 1–12.
pub(super) fn jalali_month(month: usize) -> &'static str {
    JALALI[(month - 1) % 12]
}

/// What stands beside an amount; the ISO code where CLDR has no symbol.
pub(super) fn currency(lang: Lang, code: &str) -> &str {
    use Lang::*;
    match (lang, code) {
        (NorwegianBokmal, "NOK") => "kr",
        (Ukrainian, "UAH") => "₴",
        (Persian, "IRR") => "ریال",
        (ChineseSimplified, "CNY") => "¥",
        (ChineseSimplified, "USD") => "US$",
        (English | Persian, "USD") => "$",
        (English | NorwegianBokmal | Persian | ChineseSimplified, "EUR") => "€",
        (English | NorwegianBokmal | Persian | ChineseSimplified, "GBP") => "£",
        (English, "CNY") => "CN¥",
        _ => code,
    }
}
