//! R30: work order numbers.

use feltbok_domain::work_order_number::WorkOrderNumber;

#[test]
fn a_number_reads_back_as_it_was_written() {
    let number = WorkOrderNumber::new(2026, "T07", 42).expect("well formed");
    assert_eq!(number.to_string(), "WO-2026-T07-0042");
    assert_eq!("WO-2026-T07-0042".parse(), Ok(number));
    assert_eq!(WorkOrderNumber::new(2026, "A", 123_456).expect("well formed").to_string(), "WO-2026-A-123456");
}

#[test]
fn counters_run_without_gaps_and_begin_anew_each_year() {
    let last = WorkOrderNumber::new(2026, "T07", 9_999).expect("well formed");
    assert_eq!(last.following(2026).map(|next| next.to_string()), Ok("WO-2026-T07-10000".into()));
    assert_eq!(last.following(2027).map(|next| next.to_string()), Ok("WO-2027-T07-0001".into()));
}

#[test]
fn a_number_has_one_writing_only() {
    for text in [
        "",
        "WO-2026-T07",
        "WO-2026-T07-0000",
        "WO-2026-T07-42",
        "WO-2026-T07-00042",
        "WO-2026-t07-0042",
        "WO-26-T07-0042",
        "WO-2026--0042",
        "WO-2026-T07-0042-1",
        "wo-2026-T07-0042",
        "WO-2026-TOOLONGCODE-0042",
        "WO-+2026-T07-0042",
    ] {
        assert!(text.parse::<WorkOrderNumber>().is_err(), "{text:?}");
    }
}
