//! Photos of the visit.

mod add;
mod bytes;
mod change;
mod intake;
mod remove;
pub(crate) mod show;
