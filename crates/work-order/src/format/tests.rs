use super::*;

fn format(lang: Lang) -> Format {
    Format { lang, zone: TimeZone::get("Europe/Oslo").unwrap() }
}

/// Without the fences and with plain spaces.
fn plain(text: &str) -> String {
    text.chars().filter(|&c| !crate::text::clean::is_bidi_control(c)).collect::<String>().replace('\u{a0}', " ")
}

#[test]
fn money_is_written_as_cldr_does() {
    let cases = [
        (Lang::English, "NOK", 123_456_750, "NOK 1,234,567.50"),
        (Lang::English, "USD", -1200, "-$12.00"),
        (Lang::English, "JPY", 1234, "JPY 1,234"),
        (Lang::NorwegianBokmal, "NOK", 123_456_750, "1 234 567,50 kr"),
        (Lang::NorwegianBokmal, "NOK", -1200, "−12,00 kr"),
        (Lang::Ukrainian, "UAH", 5, "0,05 ₴"),
        (Lang::Ukrainian, "NOK", 123_456_750, "1 234 567,50 NOK"),
        (Lang::Persian, "IRR", 123_456_750, "ریال ۱٬۲۳۴٬۵۶۸"),
        (Lang::Persian, "NOK", 123_456_750, "NOK ۱٬۲۳۴٬۵۶۷٫۵۰"),
        (Lang::ChineseSimplified, "CNY", 123_456_750, "¥1,234,567.50"),
        (Lang::English, "NOK", i64::MAX, "NOK 92,233,720,368,547,758.07"),
        (Lang::English, "NOK", i64::MIN, "-NOK 92,233,720,368,547,758.08"),
    ];
    for (lang, code, minor, written) in cases {
        assert_eq!(plain(&format(lang).money(minor, &Currency::new(code).unwrap())), written);
    }
}

#[test]
fn a_day_is_written_in_full_with_the_solar_date_in_persian() {
    let date = Date::constant(2026, 11, 22);
    let written = Lang::ALL.map(|lang| plain(&format(lang).date(date)));
    assert_eq!(
        written,
        [
            "22 November 2026",
            "22. november 2026",
            "22 листопада 2026 р.",
            "۱ آذر ۱۴۰۵ (۲۲ نوامبر ۲۰۲۶)",
            "2026年11月22日"
        ]
    );
    assert_eq!(format(Lang::Persian).date(Date::constant(9999, 12, 31)), "۳۱ دسامبر ۹۹۹۹");
    assert_eq!(format(Lang::Persian).date(Date::constant(1, 1, 1)), "۱ ژانویه ۱");
}

#[test]
fn times_are_local_to_the_site() {
    let at: Timestamp = "2026-11-22T08:05:00Z".parse().unwrap();
    assert_eq!(format(Lang::NorwegianBokmal).day_and_time(at), "22. november 2026 kl. 09:05");
    assert_eq!(format(Lang::Persian).time(at), "۹:۰۵");
}

#[test]
fn lengths_of_time_name_their_units() {
    let written = Lang::ALL.map(|lang| plain(&format(lang).duration(90)));
    assert_eq!(written, ["1 h 30 min", "1 t 30 min", "1 год 30 хв", "۱ ساعت و ۳۰ دقیقه", "1小时30分钟"]);
    assert_eq!(plain(&format(Lang::English).duration(0)), "0 min");
    assert_eq!(plain(&format(Lang::English).duration(120)), "2 h");
}

#[test]
fn per_cent_drops_empty_decimals() {
    assert_eq!(format(Lang::English).percent(2500), "25%");
    assert_eq!(plain(&format(Lang::NorwegianBokmal).percent(2550)), "25,5 %");
    assert_eq!(format(Lang::Persian).percent(900), "۹٪");
}
