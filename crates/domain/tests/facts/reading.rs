//! Meter readings.

use feltbok_domain::reading::{KnownReading, ReadingError, check, expected, latest};

use crate::at;

fn known(value: u32, text: &str, is_reset: bool) -> KnownReading {
    KnownReading { value, at: at(text), is_reset }
}

#[test]
fn a_meter_never_goes_back_without_a_reason() {
    let last = known(1_000, "2026-01-01T08:00:00Z", false);
    assert_eq!(check(1_000, Some(&last), None), Ok(()));
    assert_eq!(check(999, Some(&last), None), Err(ReadingError::LowerThanLast { last: 1_000 }));
    assert_eq!(check(0, Some(&last), Some("main board replaced")), Ok(()));
    assert_eq!(check(0, Some(&last), Some("  ")), Err(ReadingError::NoResetReason));
    assert_eq!(check(0, None, None), Ok(()));
}

#[test]
fn the_expected_range_follows_the_usual_use() {
    let history = [known(2_000, "2026-01-11T00:00:00Z", false), known(1_000, "2026-01-01T00:00:00Z", false)];
    let range = expected(&history, at("2026-01-21T00:00:00Z")).expect("two readings tell the use");
    assert_eq!((range.low, range.high), (2_000, 2_000 + 3 * 1_000 + 10 * 500));
    assert!(range.contains(2_000) && range.contains(10_000) && !range.contains(1_999) && !range.contains(10_001));
    assert_eq!(latest(&history).map(|reading| reading.value), Some(2_000));
}

#[test]
fn a_reset_begins_a_new_history() {
    let mut history = vec![
        known(90_000, "2026-01-01T00:00:00Z", false),
        known(99_000, "2026-01-11T00:00:00Z", false),
        known(10, "2026-01-12T00:00:00Z", true),
    ];
    assert_eq!(expected(&history, at("2026-01-20T00:00:00Z")), None);
    history.push(known(110, "2026-01-22T00:00:00Z", false));
    let range = expected(&history, at("2026-02-01T00:00:00Z")).expect("two readings since the reset");
    assert_eq!((range.low, range.high), (110, 110 + 3 * 100 + 10 * 500));
}

#[test]
fn one_reading_tells_no_use() {
    let one = [known(5, "2026-01-01T00:00:00Z", false)];
    assert_eq!(expected(&one, at("2026-02-01T00:00:00Z")), None);
    assert_eq!(expected(&[], at("2026-02-01T00:00:00Z")), None);
    let same_time = [one[0], known(9, "2026-01-01T00:00:00Z", false)];
    assert_eq!(expected(&same_time, at("2026-02-01T00:00:00Z")), None);
}

#[test]
fn a_counter_at_its_end_expects_no_more_than_it_can_show() {
    let history = [known(0, "2026-01-01T00:00:00Z", false), known(u32::MAX, "2026-01-02T00:00:00Z", false)];
    let range = expected(&history, at("2030-01-01T00:00:00Z")).expect("two readings");
    assert_eq!((range.low, range.high), (u32::MAX, u32::MAX));
}
