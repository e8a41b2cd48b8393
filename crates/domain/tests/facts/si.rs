//! R1: SI numbers.

use feltbok_domain::si::{Alphabet, CheckScheme, SiError, SiFormat, SiNumber, nearest};

fn check(format: &SiFormat, text: &str, expected: Result<&str, SiError>) {
    let read = format.parse(text);
    assert_eq!(read.as_ref().map(SiNumber::as_str), expected.as_ref().copied(), "{text:?}");
}

#[test]
fn typed_numbers_are_read_however_they_are_written() {
    let shipped = SiFormat::default();
    for text in [
        "SI-163725",
        "si163725",
        "163725",
        " 163 725\n",
        "si 16-37-25",
        "SI–163725",
        "ＳＩ－１６３７２５",
        "SI-١٦٣٧٢٥",
        "۱۶۳۷۲۵",
        "\u{feff}SI-163725\u{200f}",
    ] {
        check(&shipped, text, Ok("SI-163725"));
    }
}

#[test]
fn what_is_no_number_says_why() {
    let shipped = SiFormat::default();
    check(&shipped, "SI-163726", Err(SiError::CheckDigit));
    check(&shipped, "SI-617325", Err(SiError::CheckDigit));
    for text in ["SI-16372", "12345", "SI-12345678901", "SI-", "SI"] {
        check(&shipped, text, Err(SiError::Length));
    }
    for text in ["", "   ", "-", "SX-163725", "SI-16372O", "16372.5", "hello", "SISI163725", "१६३७२५"] {
        check(&shipped, text, Err(SiError::NotSi));
    }
}

#[test]
fn six_and_ten_digits_are_the_ends_of_the_shipped_length() {
    let shipped = SiFormat::default();
    check(&shipped, "000000", Ok("SI-000000"));
    check(&shipped, "0000000000", Ok("SI-0000000000"));
    check(&shipped, "00000", Err(SiError::Length));
    check(&shipped, "00000000000", Err(SiError::Length));
}

#[test]
fn a_company_sets_its_own_form() {
    let lettered = SiFormat {
        prefix: "kx".into(),
        min_length: 4,
        max_length: 8,
        alphabet: Alphabet::Alphanumeric,
        check: CheckScheme::None,
    };
    check(&lettered, "KX12ab", Ok("KX12AB"));
    check(&lettered, "12AB", Ok("KX12AB"));
    check(&lettered, "KX1", Err(SiError::Length));
    check(&lettered, "KX12_B", Err(SiError::NotSi));

    let bare = SiFormat { prefix: String::new(), check: CheckScheme::Luhn, ..lettered.clone() };
    check(&bare, "79927398713", Err(SiError::Length));
    check(&SiFormat { max_length: 11, ..bare.clone() }, "79927398713", Ok("79927398713"));
    // An ISIN: letters count as two digits.
    check(&SiFormat { max_length: 12, ..bare }, "US0378331005", Ok("US0378331005"));
}

#[test]
fn mod_97_takes_two_digits_and_finds_an_exchange() {
    let lei = SiFormat {
        prefix: String::new(),
        min_length: 20,
        max_length: 20,
        alphabet: Alphabet::Alphanumeric,
        check: CheckScheme::Mod97,
    };
    check(&lei, "506700GE1G29325QX363", Ok("506700GE1G29325QX363"));
    check(&lei, "506700GE1G29325QX336", Err(SiError::CheckDigit));
    check(&lei, "506700EG1G29325QX363", Err(SiError::CheckDigit));
    assert_eq!(lei.with_check_digit("506700ge1g29325qx3").map(String::from), Ok("506700GE1G29325QX363".into()));
}

#[test]
fn check_digits_can_be_made_for_new_stickers() {
    let shipped = SiFormat::default();
    assert_eq!(shipped.with_check_digit("16372").map(String::from), Ok("SI-163725".into()));
    assert_eq!(shipped.with_check_digit("1637"), Err(SiError::Length));
    assert_eq!(shipped.with_check_digit("16X72"), Err(SiError::NotSi));
}

#[test]
fn a_slip_suggests_the_nearest_known_numbers() {
    let known: Vec<SiNumber> = ["SI-163725", "SI-913905", "SI-913723", "SI-2199351814"].map(SiNumber::canonical).into();
    let suggested =
        |text: &str, n| nearest(text, known.iter(), n).into_iter().map(String::from).collect::<Vec<String>>();
    assert_eq!(suggested("SI-613725", 1), ["SI-163725"]);
    assert_eq!(suggested("si ۹۱۳۹۰۶", 2), ["SI-913905"]);
    assert_eq!(suggested("913725", 9), ["SI-913723", "SI-163725", "SI-913905"]);
    // Two exchanged neighbours are one slip, two wrong digits are two.
    let rivals = ["SI-013723", "SI-163725"].map(SiNumber::canonical);
    assert_eq!(nearest("613725", rivals.iter(), 1), [SiNumber::canonical("SI-163725")]);
    assert!(suggested("WIFI:S:net", 9).is_empty());
    assert!(suggested("163725", 0).is_empty());
}

#[test]
fn a_stored_number_is_a_string_of_plain_capitals() {
    let number: SiNumber = serde_json::from_str("\"SI-163725\"").expect("canonical");
    assert_eq!(serde_json::to_string(&number).expect("a string"), "\"SI-163725\"");
    for text in ["\"\"", "\"si-163725\"", "\"SI-1 \"", "\"SI<b>\"", "7"] {
        assert!(serde_json::from_str::<SiNumber>(text).is_err(), "{text}");
    }
}

#[test]
fn errors_go_over_the_wire_with_their_code() {
    for error in
        [SiError::CheckDigit, SiError::Length, SiError::NotSi, SiError::ForeignHost { host: "other.example".into() }]
    {
        assert_eq!(serde_json::to_value(&error).expect("an object")["code"], error.code());
    }
}
