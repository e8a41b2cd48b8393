//! Whether a work order is the one that was signed (R34): for anybody, from a file or from its hash alone.
//!
//! Shows number, revision, company and times, and nothing else: no customer, no machine, no technician.

mod answer;
mod page;
mod routes;
mod texts;

pub use answer::{Checked, Outcome, check_file, check_hash};
pub use routes::router;
