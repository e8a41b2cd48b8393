//! The day in order, and the search for jobs.

mod card;
mod day;
mod readiness;
mod search;

pub(crate) use card::{card, machine_line};
pub(crate) use day::home_zone;
pub(crate) use readiness::readiness_summary;
