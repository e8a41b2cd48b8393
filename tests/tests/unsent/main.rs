//! Work that was not sent, on its whole way from a real tablet to a real server: by a bundle, under another name, sealed.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod again;
mod bundle;
mod house;
mod lost;
