//! Words and rules (R1–R37) of a printer-service company: no I/O, no clock, no async.

pub mod calendar;
pub mod entitlement;
pub mod ids;
pub mod job_life;
pub mod lang;
pub mod model;
pub mod money;
pub mod part_warranty;
pub mod reading;
pub mod si;
pub mod sticker;
pub mod stock;
pub mod target;
pub mod work_order_number;
pub mod work_type;
