//! The server's storage: what the server asks of it, the rules of sync and dispatch above plain rows, and two databases.
//!
//! `api` is the domain-level contract, `work` the rules inside one transaction, `rows` what they ask of the tables,
//! `sql` the statements for both databases, `sqlite` and `postgres` what each does in its own way. Nothing here knows
//! about HTTP.

pub mod actor;
pub mod api;
pub mod error;
pub mod postgres;
mod rows;
mod sql;
pub mod sqlite;
pub mod transfer;
mod work;

pub use actor::{Role, TabletActor, UserActor};
pub use api::{ConsoleStore, FileStore, IdentityStore, LostStore, SeedStore, Store, SyncStore, TrustStore};
pub use error::{StoreError, StoreResult};
pub use postgres::PostgresStore;
pub use sqlite::SqliteStore;
