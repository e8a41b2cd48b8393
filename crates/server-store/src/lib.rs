//! The server's storage: one domain-level trait, SQLite behind it.
