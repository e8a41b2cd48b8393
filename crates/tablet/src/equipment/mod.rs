//! Any machine on the tablet.

mod open;
mod search;
