//! R17: prepaid lots and their order of use.

use feltbok_domain::entitlement::{Lot, PrepaidDebit, debit, valid_minutes, without};

use crate::on;

const DAY: &str = "2026-06-15";

fn lot(bought: &str, expires: &str, minutes: u32) -> Lot {
    Lot { bought: on(bought), expires: on(expires), minutes }
}

fn check(lots: &[Lot], minutes: u32, expected: &[(u32, u32)]) {
    let debits: Vec<(u32, u32)> =
        debit(lots, on(DAY), minutes, 15).iter().map(|debit| (debit.lot, debit.minutes)).collect();
    assert_eq!(debits, expected, "{minutes} min");
}

#[test]
fn lots_that_expire_first_are_used_first_then_those_bought_first() {
    let lots = [
        lot("2026-02-01", "2026-12-31", 30),
        lot("2026-03-01", "2026-09-30", 30),
        lot("2026-01-01", "2026-12-31", 30),
        lot("2026-01-01", "2026-12-31", 30),
    ];
    check(&lots, 15, &[(1, 15)]);
    check(&lots, 105, &[(1, 30), (2, 30), (3, 30), (0, 15)]);
    check(&lots, 0, &[]);
}

#[test]
fn a_lot_counts_on_its_first_and_on_its_last_day() {
    check(&[lot(DAY, "2026-12-31", 30)], 30, &[(0, 30)]);
    check(&[lot("2026-01-01", DAY, 30)], 30, &[(0, 30)]);
    check(&[lot("2026-06-16", "2026-12-31", 30)], 30, &[]);
    check(&[lot("2026-01-01", "2026-06-14", 30)], 30, &[]);
}

#[test]
fn a_lot_gives_whole_steps_only() {
    let lots = [
        lot("2026-01-01", "2026-07-01", 10),
        lot("2026-01-01", "2026-08-01", 100),
        lot("2026-01-01", "2026-09-01", 44),
    ];
    check(&lots, 120, &[(1, 90), (2, 30)]);
    check(&lots, 600, &[(1, 90), (2, 30)]);
    assert_eq!(valid_minutes(&lots, on(DAY), 15), 120);
    assert_eq!(valid_minutes(&lots, on(DAY), 1), 154);
    assert_eq!(valid_minutes(&lots, on("2026-07-02"), 15), 120);
    assert_eq!(valid_minutes(&lots, on("2026-08-02"), 15), 30);
}

#[test]
fn a_second_claim_sees_what_the_first_one_left() {
    let lots = [lot("2026-01-01", "2026-07-01", 45), lot("2026-01-01", "2026-08-01", 45)];
    let first = debit(&lots, on(DAY), 60, 15);
    let left = without(&lots, &first);
    assert_eq!(left.iter().map(|lot| lot.minutes).collect::<Vec<_>>(), [0, 30]);
    assert_eq!(debit(&left, on(DAY), 60, 15), [PrepaidDebit { lot: 1, minutes: 30 }]);
    assert_eq!(without(&lots, &[PrepaidDebit { lot: 7, minutes: 15 }]), lots);
}
