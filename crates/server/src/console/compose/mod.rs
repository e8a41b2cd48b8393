//! From what the store holds to what a screen shows: pure, so that every line of it can be tested without a server.

pub mod attention;
pub mod cards;
pub mod clock;
pub mod coverage;
pub mod detail;
pub mod planning;
pub mod report;
pub mod rows;
pub mod timeline;
