//! Whole visits through the real window: what a technician does, from invite to "received", with everything that goes wrong.

mod bad_input;
mod console;
mod five_languages;
mod flat_battery;
mod scan;
mod two_tablets;
mod whole_visit;
