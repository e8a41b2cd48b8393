//! The tablet's sync engine, sans-I/O: it decides what to send next and takes in what came back.
//!
//! A driver asks [`Engine::next_step`] per [`Lane`], does the one request it is given over a [`Transport`], and hands the
//! answer to [`Engine::on_answer`]. Time comes from a [`Clock`], data from a [`Store`]; nothing here sleeps or connects.

pub mod backoff;
mod chunk;
pub mod clock;
pub mod engine;
pub mod integrate;
pub mod status;
pub mod store;
pub mod transport;

pub use chunk::read_chunk;
pub use clock::{Clock, Ids, SystemClock};
pub use engine::{Engine, Halt, Lane, Settings, Step};
pub use status::{JobLane, LaneState, SyncState, SyncStatus};
pub use store::{BatchLimit, FeedState, FileToSend, Fill, PageOutcome, Position, Purged, Resend, Store, Waiting};
pub use transport::{Answer, Deadlines, Failure, Request, Transport};
