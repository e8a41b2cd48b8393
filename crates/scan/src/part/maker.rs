//! Makers' labels: the ISO 15434 envelope with MH10.8.2 data identifiers.

use super::PartLabel;

const HEAD: &str = "[)>\u{1e}";
/// Format with data identifiers.
const FORMAT: &str = "06";

/// Reads an envelope; None for any other text.
pub(super) fn read(text: &str) -> Option<PartLabel> {
    let content = text.strip_prefix(HEAD)?.strip_prefix(FORMAT)?;
    let mut label = PartLabel::default();
    for field in content.trim_end_matches(['\u{4}', '\u{1e}']).split('\u{1d}').filter(|field| !field.is_empty()) {
        let identifier_end = field.find(|c: char| c.is_ascii_uppercase())? + 1;
        let (identifier, value) = field.split_at(identifier_end);
        match identifier {
            // Supplier's, then customer's part number.
            "1P" | "P" => label.add_candidate(value),
            "S" => label.serial = Some(value.to_owned()),
            "T" | "1T" => label.lot = Some(value.to_owned()),
            _ => {}
        }
    }
    Some(label)
}
