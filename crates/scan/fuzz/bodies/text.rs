//! Any text as what a code says: judged as a sticker and as a part's label, never a panic, never anything but its number.

use feltbok_domain::{si::SiFormat, sticker::StickerForm};
use feltbok_scan::{CodeKind, Quad, ScanOutcome, SeenCode, read_part_label, read_sticker_text};

const KINDS: [CodeKind; 7] = [
    CodeKind::Qr,
    CodeKind::DataMatrix,
    CodeKind::Ean13,
    CodeKind::Ean8,
    CodeKind::UpcA,
    CodeKind::Code128,
    CodeKind::Code39,
];

pub fn check(text: &str) {
    let form =
        StickerForm { host: "service.example".into(), format: SiFormat::default(), patterns: vec!["INV-{SI}".into()] };
    if let ScanOutcome::Sticker { number } = read_sticker_text(text, &form) {
        // What was accepted is canonical: read again it is the same.
        assert_eq!(read_sticker_text(&number.to_string(), &form), ScanOutcome::Sticker { number });
    }
    for kind in KINDS {
        let label = read_part_label(&SeenCode { text: text.to_owned(), corners: Quad::default(), kind });
        assert!(label.gtin.is_none_or(|gtin| gtin.len() == 14 && gtin.bytes().all(|byte| byte.is_ascii_digit())));
        assert!(label.part_number_candidates.iter().all(|one| (2..=40).contains(&one.len())));
    }
}
