//! The sealed work order: its very bytes.

mod files;
mod qr;
mod show;
