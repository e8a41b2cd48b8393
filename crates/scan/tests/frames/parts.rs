//! Part boxes, drawn by rxing's own writers.

use crate::Frozen;
use feltbok_scan::{Aim, CodeKind, GrayFrame, LookingFor, PartLabel, ScanSettings, read_part_label};
use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

fn photo(format: BarcodeFormat, text: &str, width: u32, height: u32) -> GrayFrame {
    let drawn = MultiFormatWriter.encode(text, &format, width as i32, height as i32).expect("the text fits the format");
    let margin = 40;
    let mut scene =
        image::GrayImage::from_pixel(drawn.width() + 2 * margin, drawn.height() + 2 * margin, image::Luma([255]));
    for y in 0..drawn.height() {
        for x in 0..drawn.width() {
            if drawn.get(x, y) {
                scene.put_pixel(x + margin, y + margin, image::Luma([0]));
            }
        }
    }
    scene.into()
}

fn read(frame: &GrayFrame) -> (CodeKind, PartLabel) {
    let settings = ScanSettings { looking_for: LookingFor::Part, ..ScanSettings::default() };
    let report = Aim::with_stopwatch(settings, Box::new(Frozen)).frame(frame);
    let code = report.codes.first().expect("a code on the box");
    (code.kind, read_part_label(code))
}

#[test]
fn an_ean_13_gives_the_trade_number() {
    let (kind, label) = read(&photo(BarcodeFormat::EAN_13, "4006381333931", 300, 120));
    assert_eq!(kind, CodeKind::Ean13);
    assert_eq!(label.gtin.as_deref(), Some("04006381333931"));
}

#[test]
fn a_code_128_gives_the_part_number() {
    let (kind, label) = read(&photo(BarcodeFormat::CODE_128, "302K-94010", 360, 100));
    assert_eq!(kind, CodeKind::Code128);
    assert_eq!(label.part_number_candidates, ["302K-94010"]);
}

#[test]
fn a_data_matrix_gives_serial_and_lot() {
    let (kind, label) = read(&photo(BarcodeFormat::DATA_MATRIX, "010400638133393110LOT7\u{1d}21SN42", 200, 200));
    assert_eq!(kind, CodeKind::DataMatrix);
    assert_eq!((label.serial.as_deref(), label.lot.as_deref()), (Some("SN42"), Some("LOT7")));
}

#[test]
fn a_sticker_aiming_does_not_see_line_codes() {
    let mut aim = Aim::with_stopwatch(ScanSettings::default(), Box::new(Frozen));
    assert!(aim.frame(&photo(BarcodeFormat::EAN_13, "4006381333931", 300, 120)).codes.is_empty());
}
