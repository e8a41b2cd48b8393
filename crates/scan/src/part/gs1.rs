//! GS1 element strings: application identifiers and their values (GS1 General Specifications, chapter 3).

use super::PartLabel;

/// Ends a value of variable length (FNC1).
const SEPARATOR: char = '\u{1d}';
/// What scanners put in front of GS1 data in the four symbologies.
const SYMBOLOGIES: [&str; 4] = ["]C1", "]d2", "]Q3", "]e0"];

/// Reads an element string; None when it is none, so that other readings can be tried.
pub(super) fn read(text: &str) -> Option<PartLabel> {
    let marked = SYMBOLOGIES.iter().find_map(|mark| text.strip_prefix(mark));
    let is_marked = marked.is_some() || text.starts_with(SEPARATOR);
    let elements = elements(marked.unwrap_or(text))?;
    // A plain number can look like an element string by chance; a right trade number hardly does.
    let has_trade_number = elements.iter().any(|(id, value)| *id == "01" && checked_gtin(value).is_some());
    if !is_marked && !has_trade_number {
        return None;
    }
    let mut label = PartLabel::default();
    for (id, value) in elements {
        match id {
            "01" | "02" => label.gtin = label.gtin.or_else(|| checked_gtin(value)),
            "10" => label.lot = Some(value.to_owned()),
            "21" => label.serial = Some(value.to_owned()),
            // Customer part number, additional product identification.
            "241" | "240" => label.add_candidate(value),
            _ => {}
        }
    }
    Some(label)
}

/// Splits into identifiers and values; None where an identifier is unknown or a value does not fit it.
fn elements(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut elements = Vec::new();
    let mut rest = text.trim_start_matches(SEPARATOR);
    while !rest.is_empty() {
        let (id, value_length) = identifier(rest)?;
        rest = &rest[id.len()..];
        let end = match value_length {
            Length::Fixed(length) => length,
            Length::AtMost(limit) => {
                let end = rest.find(SEPARATOR).unwrap_or(rest.len());
                if end > limit {
                    return None;
                }
                end
            }
        };
        let value = rest.get(..end).filter(|value| !value.is_empty() && !value.contains(SEPARATOR))?;
        elements.push((id, value));
        rest = rest[end..].trim_start_matches(SEPARATOR);
    }
    (!elements.is_empty()).then_some(elements)
}

enum Length {
    Fixed(usize),
    AtMost(usize),
}

/// The identifier that a text begins with, by its first two digits.
fn identifier(text: &str) -> Option<(&str, Length)> {
    use Length::{AtMost, Fixed};
    let start = text.get(..2).filter(|start| start.bytes().all(|b| b.is_ascii_digit()))?;
    let (digits, length) = match start {
        "00" => (2, Fixed(18)),
        "01" | "02" => (2, Fixed(14)),
        "11" | "12" | "13" | "15" | "16" | "17" => (2, Fixed(6)),
        "20" => (2, Fixed(2)),
        "10" | "21" | "22" => (2, AtMost(20)),
        "23" | "24" | "25" => (3, AtMost(30)),
        "30" | "37" => (2, AtMost(8)),
        "31" | "32" | "33" | "34" | "35" | "36" => (4, Fixed(6)),
        "39" => (4, AtMost(18)),
        "40" | "42" => (3, AtMost(30)),
        "41" => (3, Fixed(13)),
        "70" | "71" | "80" | "81" | "82" => (4, AtMost(90)),
        "90" | "91" | "92" | "93" | "94" | "95" | "96" | "97" | "98" | "99" => (2, AtMost(90)),
        _ => return None,
    };
    let id = text.get(..digits).filter(|id| id.bytes().all(|b| b.is_ascii_digit()))?;
    Some((id, length))
}

/// A GTIN of 8, 12, 13 or 14 digits with a right check digit, as 14 digits.
pub(super) fn checked_gtin(text: &str) -> Option<String> {
    if !matches!(text.len(), 8 | 12 | 13 | 14) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let gtin = format!("{text:0>14}");
    // Weights 3 and 1 in turn; the check digit makes the sum a multiple of ten.
    let sum: u32 = gtin.bytes().zip([3, 1].into_iter().cycle()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    sum.is_multiple_of(10).then_some(gtin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fixed_values_need_no_separator() {
        let read = elements("01040063813339311726123121A").unwrap();
        assert_eq!(read, [("01", "04006381333931"), ("17", "261231"), ("21", "A")]);
    }

    #[test]
    fn a_plain_number_is_no_element_string() {
        assert_eq!(read("2112345"), None);
        assert_eq!(read("302K94010"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,60}", mark in proptest::sample::select(vec!["", "]C1", "\u{1d}", "01"])) {
            let _ = read(&format!("{mark}{text}"));
        }
    }
}
