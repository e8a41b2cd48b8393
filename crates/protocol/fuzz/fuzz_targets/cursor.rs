//! Feeds `bodies/cursor.rs`.
#![no_main]

#[path = "../bodies/cursor.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::check(bytes));
