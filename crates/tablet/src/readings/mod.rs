//! Meter readings of the visit: never lower than the last without a reason.

mod put;
mod remove;
mod show;
