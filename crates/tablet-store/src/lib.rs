//! The tablet's encrypted SQLite store, outbox and files.
