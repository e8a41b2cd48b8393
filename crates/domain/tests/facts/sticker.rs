//! R2: stickers.

use feltbok_domain::{
    si::{SiError, SiFormat, SiNumber},
    sticker::{StickerForm, StickerToken},
};

fn form(host: &str, patterns: &[&str]) -> StickerForm {
    StickerForm {
        host: host.into(),
        format: SiFormat::default(),
        patterns: patterns.iter().map(|pattern| (*pattern).to_owned()).collect(),
    }
}

fn check(text: &str, expected: Result<&str, SiError>) {
    let read = form("service.example", &[]).read(text);
    assert_eq!(read.as_ref().map(SiNumber::as_str), expected.as_ref().copied(), "{text:?}");
}

fn foreign(host: &str) -> SiError {
    SiError::ForeignHost { host: host.into() }
}

#[test]
fn both_address_forms_are_read_in_either_case() {
    for text in [
        "HTTPS://SERVICE.EXAMPLE/S/SI-913905-S3E28JT97K",
        "https://service.example/s/si-913905-s3e28jt97k",
        "https://service.example/si/SI-913905?k=Zm9vYmFyYmF6cXV4MTIzNA",
        "HTTPS://Service.Example/SI/si-913905?K=a_b-c",
        "https://service.example:443/s/SI-913905-S3E28JT97K",
        "  https://service.example/si/SI-913905?k=abc\r\n",
        "SI-913905",
        "913905",
    ] {
        check(text, Ok("SI-913905"));
    }
}

#[test]
fn a_wrong_number_in_an_own_address_says_what_is_wrong_with_it() {
    check("HTTPS://SERVICE.EXAMPLE/S/SI-913906-S3E28JT97K", Err(SiError::CheckDigit));
    check("https://service.example/si/SI-913906?k=abc", Err(SiError::CheckDigit));
    check("https://service.example/si/SI-9139?k=abc", Err(SiError::Length));
}

#[test]
fn another_companys_sticker_is_named_by_its_host() {
    check("HTTPS://OTHER.EXAMPLE/S/SI-913905-S3E28JT97K", Err(foreign("other.example")));
    check("https://other.example/si/SI-913905?k=abc", Err(foreign("other.example")));
    check("https://other.example/si/SI-913906?k=abc", Err(foreign("other.example")));
    check("https://service.example.evil.test/si/SI-913905?k=abc", Err(foreign("service.example.evil.test")));
    check("https://service.example:8443/si/SI-913905?k=abc", Err(foreign("service.example:8443")));
}

#[test]
fn anything_else_is_no_sticker() {
    for text in [
        "http://service.example/si/SI-913905?k=abc",
        "https://service.example/si/SI-913905",
        "https://service.example/si/SI-913905?k=",
        "https://service.example/si/SI-913905?k=abc&next=https://evil.test",
        "https://service.example/si/SI-913905?k=abc#x",
        "https://service.example/si/913905?k=abc",
        "https://service.example/si/?k=abc",
        "https://service.example/S/SI-913905",
        "HTTPS://SERVICE.EXAMPLE/S/SI-913905-S3E28JT97",
        "HTTPS://SERVICE.EXAMPLE/S/SI-913905-S3E28JT97KK",
        "HTTPS://SERVICE.EXAMPLE/S/SI-913905-S3E28JT97U",
        "HTTPS://SERVICE.EXAMPLE/S/SI-913905-S3E28JT97K/",
        "HTTPS://SERVICE.EXAMPLE/T/SI-913905-S3E28JT97K",
        "https://service.example@evil.test/si/SI-913905?k=abc",
        "https:///si/SI-913905?k=abc",
        "https://other.example/si/SI-9139?k=abc",
        "https://other.example/",
        "WIFI:S:net;P:x;;",
        "SI-913905 SI-163725x",
        "javascript:alert(1)",
    ] {
        check(text, Err(SiError::NotSi));
    }
    check(&"9".repeat(5_000), Err(SiError::NotSi));
}

#[test]
fn the_companys_patterns_are_read_too() {
    let form = form("service.example", &["no hole", "https://old.example/asset/{si}/view", "ASSET:{si}"]);
    let read = |text: &str| form.read(text).map(String::from);
    assert_eq!(read("HTTPS://old.example/asset/si-913905/view"), Ok("SI-913905".into()));
    assert_eq!(read("asset:913905"), Ok("SI-913905".into()));
    assert_eq!(read("asset:913906"), Err(SiError::CheckDigit));
    assert_eq!(read("asset:hello"), Err(SiError::NotSi));
    assert_eq!(read("https://old.example/asset/SI-913905"), Err(SiError::NotSi));
}

#[test]
fn a_pattern_may_be_a_former_companys_address() {
    let form = form("service.example", &["https://other.example/si/{si}?k=abc"]);
    assert_eq!(form.read("https://other.example/si/SI-913905?k=abc").map(String::from), Ok("SI-913905".into()));
    assert_eq!(form.read("https://other.example/si/SI-913905?k=x"), Err(foreign("other.example")));
}

#[test]
fn the_printed_address_is_upper_case_and_reads_back() {
    let form = form("service.example:8443", &[]);
    let number = SiNumber::canonical("SI-913905");
    let token = StickerToken::from_bytes([0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF]);
    let address = form.address(&number, &token);
    assert_eq!(address, "HTTPS://SERVICE.EXAMPLE:8443/S/SI-913905-ZW0FY07Z03");
    assert_eq!(form.read(&address), Ok(number));
}

#[test]
fn tokens_use_fifty_of_the_random_bits() {
    assert_eq!(StickerToken::from_bytes([0; 7]).as_str(), "0000000000");
    assert_eq!(StickerToken::from_bytes([0xFF; 7]).as_str(), "ZZZZZZZZZZ");
    assert_eq!(StickerToken::from_bytes([0, 0, 0, 0, 0, 0, 0b0100_0000]).as_str(), "0000000001");
    assert_eq!(StickerToken::from_bytes([0, 0, 0, 0, 0, 0, 0b0011_1111]).as_str(), "0000000000");
    assert_eq!("s3e28jt97k".parse().map(|token: StickerToken| token.to_string()), Ok("S3E28JT97K".into()));
}
