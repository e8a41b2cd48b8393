//! The way to the server: signed requests, checked answers, deadlines. Nothing here knows what a job is.

mod client;
mod enrol;
mod lost;
mod poke;
mod tls;
mod transport;
mod tus;

pub use client::{Client, Identity};
pub use enrol::{certificate, enrol};
pub use lost::{erased, lost_order, put_part};
pub use poke::listen;
pub use transport::HttpTransport;
