//! Identifiers: UUIDv7 made where the thing is made, so that nothing waits for a server.

pub use uuid::Uuid;

/// A record's id; UUIDv7 so that ids sort by when they were made.
pub type Id = Uuid;

/// A stable id derived from another one and a purpose: the same action, replayed, makes the same id.
pub fn derived(from: Id, purpose: &str) -> Id {
    Uuid::new_v5(&from, purpose.as_bytes())
}
