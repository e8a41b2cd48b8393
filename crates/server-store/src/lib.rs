//! The server's storage: what the server asks of a database, the rules of sync and dispatch above plain rows, and SQLite.
//!
//! `api` is the domain-level contract, `work` the rules inside one transaction, `rows` what each database does its own
//! way, `sqlite` the shipped one. Nothing here knows about HTTP.

pub mod actor;
pub mod api;
pub mod error;
mod rows;
pub mod sqlite;
mod work;

pub use actor::{Role, TabletActor, UserActor};
pub use api::{ConsoleStore, FileStore, IdentityStore, SeedStore, Store, SyncStore, TrustStore};
pub use error::{StoreError, StoreResult};
pub use sqlite::SqliteStore;
