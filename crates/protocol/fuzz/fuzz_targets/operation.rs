//! Feeds `bodies/operation.rs`.
#![no_main]

#[path = "../bodies/operation.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::check(bytes));
