//! Feltbok's server: sync for tablets, the dispatcher's console, the customer's page.
//!
//! `tablet` answers tablets, `console` the people in the office, `identity` says who they are; `start` puts the
//! pieces together. Data lies in the store, bytes in `files`; a process keeps nothing that another could not do without.

pub mod app;
mod assets;
pub mod authority;
pub mod check;
pub mod clock;
pub mod config;
pub mod console;
pub mod error;
pub mod files;
mod health;
pub mod identity;
mod input;
pub mod invite;
mod keys;
mod layers;
mod limit;
pub mod logging;
mod openapi;
pub mod password;
pub mod poke;
mod routes;
pub mod secret;
mod start;
mod sweep;
mod tablet;

pub use app::{App, AppState};
pub use config::{Config, Limits, Tls};
pub use files::FilePlace;
pub use start::{RunningServer, Server, StartError};
