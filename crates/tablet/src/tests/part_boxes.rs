//! What the codes on one box say together, looked up in the catalogue and the van.

use feltbok_scan::{CodeKind, Quad, SeenCode};

use super::{house::House, records::*};
use crate::views::LabelHit;

fn code(text: &str, kind: CodeKind) -> SeenCode {
    SeenCode { text: text.to_owned(), corners: Quad::default(), kind }
}

#[tokio::test]
async fn a_makers_code_names_the_part_the_piece_and_the_lot_beside_a_number_nobody_knows() {
    let tablet = House::new().open();
    let maker = "[)>\u{1e}06\u{1d}1PRM1-0002\u{1d}SS-77\u{1d}1TL5\u{1e}\u{4}";
    let codes = [code("9780201379624", CodeKind::Ean13), code(maker, CodeKind::DataMatrix)];
    let LabelHit::Serial { part, serial, lot } = tablet.part_by_codes(&codes, Some(id(JOB))).unwrap() else {
        panic!("the box names one piece");
    };
    assert_eq!((part.number.as_str(), serial.as_str(), lot.as_deref()), ("RM1-0002", "S-77", Some("L5")));
}

#[tokio::test]
async fn a_serial_of_a_part_without_serials_is_left_out() {
    let tablet = House::new().open();
    let maker = "[)>\u{1e}06\u{1d}1PRM1-0001\u{1d}SS-77\u{1e}\u{4}";
    let hit = tablet.part_by_codes(&[code(maker, CodeKind::Qr)], None).unwrap();
    assert!(matches!(hit, LabelHit::Part { part, lot: None } if part.number == "RM1-0001"));
}

#[tokio::test]
async fn codes_of_no_known_part_are_shown_as_text() {
    let tablet = House::new().open();
    let codes = [code("9780201379624", CodeKind::Ean13), code("WHO KNOWS", CodeKind::Code128)];
    let hit = tablet.part_by_codes(&codes, None).unwrap();
    assert!(matches!(hit, LabelHit::Unknown { text } if text == "9780201379624 · WHO KNOWS"));
    assert!(matches!(tablet.part_by_codes(&[], None).unwrap(), LabelHit::Unknown { text } if text.is_empty()));
}
