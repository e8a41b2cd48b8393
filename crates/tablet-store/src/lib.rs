//! The tablet's encrypted store: records, outbox, files. A user's action and its operation are one transaction.
//!
//! Reads go through [`TabletStore::read`] and a [`Reader`], writes through [`TabletStore::write`] and a [`Work`]; the sync
//! engine sees the store as a [`feltbok_sync::Store`]. No rule of the domain is decided here.

pub mod bundle;
pub mod disk;
mod error;
pub mod files;
#[cfg(test)]
mod fixture;
mod ids;
pub mod journal;
pub mod key;
pub mod lost;
mod open;
mod part_index;
pub mod read;
mod record;
mod store;
mod sync;
pub mod work;

pub use error::StoreError;
pub use key::{DataKey, KeyError, KeyWrap};
pub use open::{Location, Opened, Recovery};
pub use read::Reader;
pub use store::TabletStore;
pub use work::Work;

/// The version of SQLite that the store runs on.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
