//! R20: part warranty.

use feltbok_domain::{
    lang::LocalText,
    model::PassportPart,
    part_warranty::{replaced_part, warranty_months, warranty_until},
};

use crate::{id, on};

#[test]
fn a_short_month_ends_the_warranty_on_its_last_day() {
    assert_eq!(warranty_until(on("2024-01-31"), 1), on("2024-02-29"));
    assert_eq!(warranty_until(on("2025-01-31"), 1), on("2025-02-28"));
    assert_eq!(warranty_until(on("2024-02-29"), 12), on("2025-02-28"));
    assert_eq!(warranty_until(on("2025-12-31"), 6), on("2026-06-30"));
    assert_eq!(warranty_until(on("2025-11-30"), 3), on("2026-02-28"));
}

#[test]
fn the_longest_promise_counts_from_one_to_twelve_months() {
    assert_eq!(warranty_months([3, 6]), 6);
    assert_eq!(warranty_months([0, 0]), 1);
    assert_eq!(warranty_months([]), 1);
    assert_eq!(warranty_months([24]), 12);
}

fn part(part_id: u128, position: &str, fitted_on: &str, removed_on: Option<&str>) -> PassportPart {
    PassportPart {
        part_id: id(part_id),
        number: String::new(),
        name: LocalText::default(),
        position: position.into(),
        serial: None,
        fitted_on: on(fitted_on),
        warranty_until: on("2026-12-31"),
        fitted_by: String::new(),
        removed_on: removed_on.map(on),
    }
}

#[test]
fn a_part_replaces_what_sits_at_its_position() {
    let fitted = [
        part(1, "Drum K", "2026-01-01", Some("2026-02-01")),
        part(2, "Drum K", "2026-02-01", None),
        part(2, "Drum C", "2026-03-01", None),
        part(3, "", "2026-01-01", None),
        part(4, "Fuser", "2026-01-01", Some("2026-02-01")),
    ];
    let replaced = |part_id, position| replaced_part(&fitted, id(part_id), position).map(|part| part.fitted_on);
    assert_eq!(replaced(9, "Drum K"), Some(on("2026-02-01")));
    assert_eq!(replaced(2, " Drum C "), Some(on("2026-03-01")));
    assert_eq!(replaced(2, "Drum M"), None);
    assert_eq!(replaced(4, "Fuser"), None);
    assert_eq!(replaced(3, ""), Some(on("2026-01-01")));
    assert_eq!(replaced(2, ""), None);
}
