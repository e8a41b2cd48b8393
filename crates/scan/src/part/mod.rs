//! Part boxes: what their line codes and matrix codes say about the part inside.

mod gs1;
mod maker;

use crate::code::{CodeKind, SeenCode};
use serde::{Deserialize, Serialize};

/// What a box says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PartLabel {
    /// To be looked up in the catalogue, the most certain first, upper case.
    pub part_number_candidates: Vec<String>,
    /// Global trade item number, always 14 digits, its check digit right.
    pub gtin: Option<String>,
    pub serial: Option<String>,
    pub lot: Option<String>,
}

impl PartLabel {
    fn add_candidate(&mut self, text: &str) {
        let candidate = text.trim().to_uppercase();
        let fits = (2..=40).contains(&candidate.len()) && !candidate.contains(char::is_control);
        if fits && !self.part_number_candidates.contains(&candidate) {
            self.part_number_candidates.push(candidate);
        }
    }

    /// Joins what several codes of one box say; the first word on each thing stays.
    pub fn join(&mut self, other: PartLabel) {
        for candidate in &other.part_number_candidates {
            self.add_candidate(candidate);
        }
        self.gtin = self.gtin.take().or(other.gtin);
        self.serial = self.serial.take().or(other.serial);
        self.lot = self.lot.take().or(other.lot);
    }
}

/// Reads one code of a box: GS1 element strings, makers' data identifiers (ISO 15434 and MH10.8.2), trade numbers, or
/// the plain text as a part number.
pub fn read_part_label(code: &SeenCode) -> PartLabel {
    let text = code.text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    match code.kind {
        CodeKind::Ean13 | CodeKind::Ean8 | CodeKind::UpcA => {
            PartLabel { gtin: gs1::checked_gtin(text), ..PartLabel::default() }
        }
        _ => maker::read(text).or_else(|| gs1::read(text)).unwrap_or_else(|| plain(text)),
    }
}

/// The whole text, and what follows a data identifier if it begins with one.
fn plain(text: &str) -> PartLabel {
    let mut label = PartLabel::default();
    label.add_candidate(text);
    if let Some(number) = text.strip_prefix("1P").or_else(|| text.strip_prefix('P')) {
        label.add_candidate(number);
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Quad;

    fn label(kind: CodeKind, text: &str) -> PartLabel {
        read_part_label(&SeenCode { text: text.into(), corners: Quad::rectangle(0.0, 0.0, 1.0, 1.0), kind })
    }

    #[test]
    fn an_ean_13_is_a_trade_number() {
        assert_eq!(label(CodeKind::Ean13, "4006381333931").gtin.as_deref(), Some("04006381333931"));
    }

    #[test]
    fn a_trade_number_with_a_wrong_check_digit_is_none() {
        assert_eq!(label(CodeKind::Ean13, "4006381333932"), PartLabel::default());
    }

    #[test]
    fn a_data_matrix_tells_trade_number_serial_and_lot() {
        let read = label(CodeKind::DataMatrix, "010400638133393110LOT7\u{1d}21SN-0042");
        assert_eq!(read.gtin.as_deref(), Some("04006381333931"));
        assert_eq!((read.lot.as_deref(), read.serial.as_deref()), (Some("LOT7"), Some("SN-0042")));
    }

    #[test]
    fn a_gs1_128_with_a_customer_part_number_offers_it() {
        let read = label(CodeKind::Code128, "]C1241302K-94010\u{1d}21A1");
        assert_eq!(read.part_number_candidates, ["302K-94010"]);
        assert_eq!(read.serial.as_deref(), Some("A1"));
    }

    #[test]
    fn a_makers_envelope_is_taken_apart() {
        let read = label(CodeKind::DataMatrix, "[)>\u{1e}06\u{1d}1P302K94010\u{1d}SXYZ9\u{1d}1TL-77\u{1e}\u{4}");
        assert_eq!(read.part_number_candidates, ["302K94010"]);
        assert_eq!((read.serial.as_deref(), read.lot.as_deref()), (Some("XYZ9"), Some("L-77")));
    }

    #[test]
    fn plain_text_is_a_part_number_with_and_without_its_identifier() {
        assert_eq!(label(CodeKind::Code39, "P302k-94010").part_number_candidates, ["P302K-94010", "302K-94010"]);
    }

    #[test]
    fn several_codes_of_one_box_are_joined() {
        let mut read = label(CodeKind::Code128, "302K94010");
        read.join(label(CodeKind::Ean13, "4006381333931"));
        read.join(label(CodeKind::Code128, "302k94010"));
        assert_eq!(read.part_number_candidates, ["302K94010"]);
        assert!(read.gtin.is_some());
    }
}
