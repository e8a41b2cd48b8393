//! Words and rules (R1–R37) of a printer-service company: no I/O, no clock, no async.

pub mod ids;
pub mod lang;
pub mod model;
pub mod money;
