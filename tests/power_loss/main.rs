//! Power lost at any write: a seeded day is recorded below both stores, and the disk is laid out as it may be after the
//! power went at each moment. The real store must open it, with everything it had said was done, and nothing half.
//!
//! `cargo xtask faults --power-loss DISKS --seed S` looks at as many disks as wanted.
#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod calls;
#[path = "../../crates/server-store/tests/contract/fixture.rs"]
#[allow(dead_code, reason = "the contract of the stores uses more of it")]
mod fixture;
mod full;
mod image;
mod lost;
mod record;
mod server;
mod tablet;

use std::path::Path;

use tempfile::TempDir;

/// A folder in memory where there is one: thousands of disks would wear a disk out.
fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
