//! Facts about the rules, one sentence each, beside the worked cases in `tests/rules`.

mod calendar;
mod entitlement;
mod job_life;
mod loaner;
mod part_warranty;
mod prepaid;
mod reading;
mod si;
mod sticker;
mod stock;
mod target;
mod work_order_number;

use jiff::{Timestamp, civil::Date};

/// An instant, from its RFC 3339 text.
fn at(text: &str) -> Timestamp {
    text.parse().expect("the test names an instant")
}

/// A date, from its ISO text.
fn on(text: &str) -> Date {
    text.parse().expect("the test names a date")
}

/// An id that tests can tell apart.
fn id(number: u128) -> feltbok_domain::ids::Id {
    feltbok_domain::ids::Id::from_u128(number)
}
