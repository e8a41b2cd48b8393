//! R1, R2: reading is the inverse of writing, and slips are found.

use feltbok_domain::{
    si::{Alphabet, CheckScheme, SiError, SiFormat, SiNumber, nearest},
    sticker::{StickerForm, StickerToken},
};
use proptest::prelude::*;

fn shipped_number() -> impl Strategy<Value = SiNumber> {
    "[0-9]{5,9}".prop_map(|digits| SiFormat::default().with_check_digit(&digits).expect("6 to 10 digits"))
}

fn any_format() -> impl Strategy<Value = SiFormat> {
    let prefix = prop_oneof![Just(""), Just("SI-"), Just("KX"), Just("A-B-"), Just("47")];
    let alphabet = prop_oneof![Just(Alphabet::Digits), Just(Alphabet::Alphanumeric)];
    let check = prop_oneof![Just(CheckScheme::None), Just(CheckScheme::Luhn), Just(CheckScheme::Mod97)];
    (prefix, alphabet, check, 4_u8..8, 0_u8..8).prop_map(|(prefix, alphabet, check, min_length, more)| SiFormat {
        prefix: prefix.into(),
        min_length,
        max_length: min_length + more,
        alphabet,
        check,
    })
}

/// Some writing of the same digit: ASCII, Arabic-Indic, Persian, full-width.
fn written(digit: char, script: usize) -> char {
    let zero = ['0', '\u{0660}', '\u{06F0}', '\u{FF10}'][script % 4];
    char::from_u32(u32::from(zero) + digit.to_digit(10).expect("a digit")).expect("a digit of that script")
}

proptest! {
    #[test]
    fn a_canonical_number_reads_as_itself(format in any_format(), payload in "[0-9]{4,12}") {
        if let Ok(number) = format.with_check_digit(&payload) {
            prop_assert_eq!(format.parse(number.as_str()), Ok(number.clone()));
            prop_assert_eq!(number.as_str().parse::<SiNumber>(), Ok(number));
        }
    }

    #[test]
    fn a_number_reads_however_it_is_written(
        number in shipped_number(),
        scripts in prop::collection::vec(0_usize..4, 10),
        prefix in prop_oneof![Just("SI-"), Just("si"), Just("ＳＩ－"), Just(""), Just(" Si ")],
        gap in prop_oneof![Just(""), Just(" "), Just("-"), Just("\u{2011}"), Just("\u{3000}")],
    ) {
        let digits = number.as_str().trim_start_matches("SI-").chars();
        let digits: Vec<String> = digits.zip(scripts).map(|(digit, script)| written(digit, script).into()).collect();
        let text = format!("{prefix}{}", digits.join(gap));
        prop_assert_eq!(SiFormat::default().parse(&text), Ok(number));
    }

    #[test]
    fn one_wrong_digit_is_found(number in shipped_number(), place in 0_usize..10, other in 0_u8..10) {
        let mut digits: Vec<u8> = number.as_str().trim_start_matches("SI-").bytes().collect();
        let place = place % digits.len();
        let wrong = b'0' + other;
        prop_assume!(digits[place] != wrong);
        digits[place] = wrong;
        let text = String::from_utf8(digits).expect("ASCII");
        prop_assert_eq!(SiFormat::default().parse(&text), Err(SiError::CheckDigit));
        prop_assert_eq!(nearest(&text, [&number].into_iter(), 1), [number]);
    }

    #[test]
    fn no_text_makes_reading_fail_otherwise_than_with_a_reason(text in "\\PC{0,40}") {
        let form = StickerForm { host: "service.example".into(), format: SiFormat::default(), patterns: vec!["X{si}Y".into()] };
        if let Ok(number) = form.read(&text) {
            prop_assert_eq!(form.read(number.as_str()), Ok(number));
        }
    }

    #[test]
    fn a_printed_address_reads_back(number in shipped_number(), random: [u8; 7]) {
        let form = StickerForm { host: "service.example".into(), format: SiFormat::default(), patterns: Vec::new() };
        let address = form.address(&number, &StickerToken::from_bytes(random));
        prop_assert_eq!(form.read(&address), Ok(number.clone()));
        prop_assert_eq!(form.read(&address.to_lowercase()), Ok(number));
    }
}
