//! The server as a tablet meets it: over HTTP, in one process, with a clock of the test's.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod bad_input;
mod bucket;
mod bundles;
mod console;
mod enrol;
mod files;
#[path = "../../../server-store/tests/contract/fixture.rs"]
mod fixture;
mod full;
mod identities;
mod kill;
mod lost;
mod places;
mod pokes;
mod receipts;
mod sealed;
#[path = "../../../../tests/src/small_disk.rs"]
mod small_disk;
mod snapshots;
mod stamping;
mod sync;
mod tablet;
mod tus;
